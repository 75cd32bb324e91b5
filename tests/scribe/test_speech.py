"""Whisper on real recordings: what was said becomes text, and silence stays silent."""

import json
import re
import wave
from pathlib import Path
from typing import Any

import pytest

from opd_desktop.bench.scribe.speech import errors_by_turn
from opd_desktop.cli import main
from opd_desktop.domain.note import Transcript
from opd_desktop.scribe import engine

pytestmark = pytest.mark.speech
Captured = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def recordings(shared: Path) -> Path:
    return shared / "hyperscribe-audio"


def _json(capsys: Captured, *argv: str | Path) -> dict[str, Any]:
    assert main(["scribe", *map(str, argv), "--json"]) == 0
    return dict(json.loads(capsys.readouterr().out))


def test_the_sample_dictation_becomes_its_note(dictation: Path, capsys: Captured) -> None:
    made = _json(capsys, "draft", dictation)
    assert "38.4" in made["sections"]["objective"]
    assert "118/76" in made["sections"]["objective"]
    assert "Acute upper respiratory infection" in made["sections"]["assessment"]
    assert "Start paracetamol 500 mg 3 times a day for 3 days." in made["sections"]["plan"]
    assert {order["order_type"] for order in made["orders"]} == {"medication", "lab", "followup"}
    assert all(sentence["start"] is not None for sentence in made["sentences"])


def test_the_same_recording_gives_the_same_transcript(dictation: Path, capsys: Captured) -> None:
    first = _json(capsys, "transcribe", dictation)
    second = _json(capsys, "transcribe", dictation)
    assert first == second
    words = {word for turn in first["turns"] for word in re.findall(r"[a-z]+", turn["text"].lower())}
    assert {"fever", "cough", "paracetamol", "blood"} <= words
    ends = [turn["end"] for turn in first["turns"]]
    assert ends == sorted(ends)
    assert ends[-1] <= first["duration_s"]


def test_silence_gives_no_text_and_no_note(tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "silence.wav"
    with wave.open(str(file), "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(16_000)
        out.writeframes(bytes(2 * 16_000 * 5))
    made = _json(capsys, "draft", file)
    assert made["note"] == ""
    assert [warning["code"] for warning in made["warnings"]] == ["no_speech", "too_quiet"]
    assert made["warnings"][0]["message"].startswith("No speech was heard in 5")


def test_a_recording_without_a_voice_says_so(recordings: Path, capsys: Captured) -> None:
    (clip,) = (recordings / "audio_no_voice").rglob("*.mp3")
    made = _json(capsys, "draft", clip)
    assert (made["note"], made["orders"], made["bundle"]) == ("", [], None)
    assert made["warnings"][0]["code"] == "no_speech"


@pytest.fixture(scope="module")
def visit(recordings: Path) -> Transcript:
    """What Whisper heard in the recorded clinic visit."""
    (clip,) = (recordings / "audio-with-lab-order-for-hypertension").rglob("*.mp3")
    return engine.transcribe(clip)


def test_a_real_visit_is_heard_almost_word_for_word(recordings: Path, visit: Transcript) -> None:
    folder = recordings / "audio-with-lab-order-for-hypertension"
    told = json.loads((folder / "audio2transcript.json").read_text(encoding="utf-8"))
    errors = errors_by_turn([row["text"] for rows in told.values() for row in rows], visit.text)
    assert sum(wrong for wrong, _ in errors) / sum(length for _, length in errors) <= 0.08


def test_word_errors_are_counted_where_they_are() -> None:
    said = ["I have had a cough", "", "for three days"]
    assert errors_by_turn(said, "i have had a cough for 3 days") == [(0, 5), (0, 3)]
    assert errors_by_turn(said, "I have a cow for 3 long days") == [(2, 5), (1, 3)]
    assert errors_by_turn(said, "") == [(5, 5), (3, 3)]
    assert errors_by_turn([], "something") == []


def test_a_real_visit_becomes_a_note_with_the_lab_order(tmp_path: Path, visit: Transcript, capsys: Captured) -> None:
    file = tmp_path / "visit.json"
    file.write_text(visit.model_dump_json(), encoding="utf-8")
    made = _json(capsys, "draft", file)
    labs = [order for order in made["orders"] if order["order_type"] == "lab" and order["status"] == "ordered"]
    assert any("lipid panel" in order["description"].lower() for order in labs)
    assert any(problem["icd10"] == "I10" for problem in made["problems"])
    assert "tired" in made["sections"]["subjective"].lower()
    assert "145/90" in made["sections"]["objective"]
