"""What a microphone can bring: noise, music, other rates, two people, an hour and a half, nothing, and half a file."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from threading import Event
from types import SimpleNamespace
from typing import Any

import numpy as np  # noqa: TID253 - a test's own start is not measured
import pytest
from cryptography.fernet import Fernet

from opd_desktop.domain.errors import BadInput, NotFound, ServiceUnavailable
from opd_desktop.scribe import audio, channels, draft, engine, speech_model
from opd_desktop.scribe.sealed import SealedWriter
from opd_desktop.scribe.speech_guards import Word, covered, said, without_loops
from opd_desktop.scribe.speech_model import Cancelled, Engine
from tests.scribe import sounds
from tests.scribe.sounds import RATE, Samples

FIRST = "fever for three days"


@pytest.fixture(scope="module")
def sentence() -> Samples:
    """The first sentence of the dictation: eight seconds."""
    return sounds.dictation()[: 8 * RATE]


# Text that nobody said ---------------------------------------------------------------------------------------


@pytest.mark.speech
@pytest.mark.parametrize("sound", [sounds.music(6), sounds.mumbling(5), sounds.hiss(6)], ids=["music", "mumble", "fan"])
def test_noise_music_and_mumbling_give_no_text(sound: Samples, tmp_path: Path) -> None:
    heard = engine.transcribe(sounds.write(tmp_path / "noise.wav", sound))
    assert heard.turns == ()
    assert [warning.code for warning in heard.warnings] == ["no_speech"]


def _segment(text: str, **fields: Any) -> SimpleNamespace:
    values = {
        "text": text, "no_speech_prob": 0.05, "avg_logprob": -0.3, "compression_ratio": 1.2, "start": 0.0, "end": 4.0,
        "words": [SimpleNamespace(probability=0.9)],
    }  # fmt: skip
    return SimpleNamespace(**(values | fields))


@pytest.mark.parametrize(
    ("segment", "kept"),
    [
        (_segment(" I have had a cough for three days."), True),
        (_segment(" Thank you, doctor."), True),
        (_segment(" Okay."), True),
        (_segment(" Thanks for watching!"), False),
        (_segment(" Subtitles by the community"), False),
        (_segment(" \u266a soft music \u266a"), False),
        (_segment(" Mmm, mm."), True),
        (_segment(" Mmm, mm.", no_speech_prob=0.5), False),
        (_segment(" He is well.", no_speech_prob=0.9, avg_logprob=-1.4), False),
        (_segment(" no no no no no no", compression_ratio=3.1), False),
        (_segment(" The eye is chest pain.", words=[SimpleNamespace(probability=0.2)]), False),
        (_segment(" one two three four five six seven eight", end=0.5), False),
        (_segment("  "), False),
    ],
)
def test_inventions_of_the_model_are_known_by_their_figures(segment: SimpleNamespace, kept: bool) -> None:
    assert said(segment) is kept


def _words(text: str) -> list[Word]:
    return [Word(f" {word}", float(place), place + 0.5) for place, word in enumerate(text.split())]


@pytest.mark.parametrize(
    ("heard", "left"),
    [
        ("take it twice a day", "take it twice a day"),
        ("no no no I am fine", "no no no I am fine"),
        ("so so so so so so what", "so what"),
        ("I think I think I think I think it is fine", "I think it is fine"),
        ("7 7 7 7 2 4", "7 7 7 7 2 4"),
        ("", ""),
    ],
)
def test_loops_are_left_once_and_people_may_repeat_themselves(heard: str, left: str) -> None:
    assert " ".join(word.text.strip() for word in without_loops(_words(heard))) == left


# Speech that did not become text -----------------------------------------------------------------------------


def test_coverage_is_the_share_of_speech_near_to_words() -> None:
    assert covered([], []) == 1.0
    assert covered([(0.0, 10.0)], []) == 0.0
    words = [Word(" a", float(n), n + 0.5) for n in range(10)]
    assert covered([(0.0, 10.0)], words) == pytest.approx(1.0)
    assert covered([(0.0, 10.0), (20.0, 30.0)], words) == pytest.approx(0.505, abs=0.01)
    assert covered([(20.0, 30.0), (0.0, 10.0)], words) == covered([(0.0, 10.0), (20.0, 30.0)], words)


@pytest.mark.speech
def test_a_recording_half_of_which_is_lost_says_so_and_is_not_drafted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sound = sounds.dictation()[: 20 * RATE]
    word = SimpleNamespace(word=" Fever.", start=0.2, end=7.0, probability=0.9)
    model = SimpleNamespace(
        model=SimpleNamespace(is_multilingual=False),
        transcribe=lambda *_args, **_options: ([_segment(" Fever.", words=[word])], None),
    )
    monkeypatch.setattr(speech_model, "load", lambda _engine: model)
    heard = engine.transcribe(sounds.write(tmp_path / "half.wav", sound))
    assert [warning.code for warning in heard.warnings] == ["low_coverage"]
    assert 30 <= int(heard.warnings[0].params["percent"]) <= 50
    assert [turn.text for turn in heard.turns] == ["Fever."]
    made = draft(heard)
    assert (made.note, made.sentences, made.orders) == ("", (), ())
    assert [warning.code for warning in made.warnings] == ["low_coverage"]


# Files of all kinds ------------------------------------------------------------------------------------------


@pytest.mark.speech
def test_another_sample_rate_and_two_equal_channels_make_no_difference(tmp_path: Path, sentence: Samples) -> None:
    odd = sounds.resampled(sentence, 44_100)
    heard = engine.transcribe(sounds.write(tmp_path / "cd.wav", odd, odd, rate=44_100))
    assert heard.duration_s == pytest.approx(8.0, abs=0.1)
    assert FIRST in heard.text
    assert {turn.speaker for turn in heard.turns} == {"doctor"}


@pytest.fixture(scope="module")
def conversation() -> tuple[Samples, Samples]:
    """Two microphones: sentences of the dictation in turns, each faintly on the other one too."""
    sound = sounds.dictation()[: 20 * RATE]
    first, second = np.zeros_like(sound), np.zeros_like(sound)
    for number, (start, end) in enumerate([(0.0, 7.9), (7.9, 10.0), (10.0, 13.9), (13.9, 20.0)]):
        part = slice(int(start * RATE), int(end * RATE))
        (second if number % 2 else first)[part] = sound[part]
    return first + 0.1 * second, second + 0.1 * first


def test_two_people_are_told_from_one_room_in_stereo(conversation: tuple[Samples, Samples]) -> None:
    sound = sounds.dictation()[: 20 * RATE]
    assert channels.two_people(np.stack(conversation))
    assert not channels.two_people(np.stack([sound, sound]))
    assert not channels.two_people(np.stack([sound, 0.7 * np.roll(sound, 40)]))
    assert not channels.two_people(np.stack([sound, np.zeros_like(sound)]))
    assert not channels.two_people(np.zeros((2, RATE), dtype=np.float32))


@pytest.mark.speech
def test_two_channels_are_two_speakers_and_nobody_is_heard_twice(
    conversation: tuple[Samples, Samples], tmp_path: Path
) -> None:
    heard = engine.transcribe(sounds.write(tmp_path / "two.wav", *conversation))
    assert {turn.speaker for turn in heard.turns} == {"doctor", "patient"}
    by = {turn.speaker: turn for turn in heard.turns if turn.start is not None and turn.start < 7.0}
    assert len(by) == 1
    assert heard.text.lower().count("fever") == 1
    assert heard.text.lower().count("temperature") == 1
    starts = [turn.start for turn in heard.turns if turn.start is not None]
    assert starts == sorted(starts)
    assert [turn.id for turn in heard.turns] == list(range(1, len(heard.turns) + 1))


@pytest.mark.parametrize("content", [b"", b"RIFF", b"hello, this is no sound" * 50], ids=["empty", "header", "text"])
def test_a_broken_or_empty_file_is_told(content: bytes, tmp_path: Path) -> None:
    file = tmp_path / "visit.wav"
    file.write_bytes(content)
    with pytest.raises(BadInput) as bad:
        list(audio.windows(file))
    assert (bad.value.code, bad.value.params["file"]) == ("scribe.bad_audio", "visit.wav")
    with pytest.raises(NotFound):
        list(audio.windows(tmp_path / "none.wav"))


def test_a_file_that_a_crash_cut_keeps_what_it_has(tmp_path: Path, sentence: Samples) -> None:
    whole = sounds.write(tmp_path / "whole.wav", sentence)
    (tmp_path / "cut.wav").write_bytes(whole.read_bytes()[: whole.stat().st_size // 2])
    assert 3.5 <= audio.load(tmp_path / "cut.wav").size / RATE <= 4.1


def test_windows_are_cut_at_the_quietest_place_and_lose_nothing(tmp_path: Path) -> None:
    sound = sounds.hiss(30)
    for quiet in (8.0, 17.0, 25.0):
        sound[int(quiet * RATE) : int((quiet + 0.6) * RATE)] = 0.0
    pieces = list(audio.windows(sounds.write(tmp_path / "hiss.wav", sound), seconds=10))
    assert [piece.start for piece in pieces[1:3]] == [pytest.approx(8.3, abs=0.3), pytest.approx(17.3, abs=0.3)]
    assert np.allclose(np.concatenate([piece.samples[0] for piece in pieces]), sound, atol=1e-4)
    assert [piece.start for piece in pieces] == pytest.approx(
        np.cumsum([0, *(piece.seconds for piece in pieces[:-1])]).tolist()
    )


@pytest.mark.speech
def test_an_encrypted_recording_is_heard_with_its_key(tmp_path: Path, sentence: Samples) -> None:
    key = Fernet.generate_key()
    with SealedWriter(tmp_path / "visit.sound", key) as writer:
        writer.write((sentence * 32767).astype("<i2").tobytes())
    shares: list[float] = []
    heard = engine.transcribe(tmp_path / "visit.sound", key=key, progress=shares.append)
    assert FIRST in heard.text
    assert shares[-1] == pytest.approx(1.0, abs=0.02)
    for wrong in (None, Fernet.generate_key()):
        with pytest.raises(BadInput) as locked:
            engine.transcribe(tmp_path / "visit.sound", key=wrong)
        assert locked.value.code == "scribe.locked_recording"
    assert audio.span(tmp_path / "visit.sound", key, 1.0, 2.5) == (
        (sentence * 32767).astype("<i2")[RATE : int(2.5 * RATE)].tobytes()
    )


_MEASURED = """
import json, resource, sys
from pathlib import Path
from opd_desktop.scribe import engine
shares = []
engine.transcribe(Path(sys.argv[1]))
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
heard = engine.transcribe(Path(sys.argv[2]), progress=shares.append)
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(json.dumps({"text": heard.text, "starts": [t.start for t in heard.turns], "seconds": heard.duration_s,
                  "more_kb": after - before, "rising": shares == sorted(shares), "last": shares[-1]}))
"""


@pytest.mark.speech
@pytest.mark.e2e
def test_ninety_minutes_need_no_more_memory_than_a_few(tmp_path: Path, sentence: Samples) -> None:
    short = sounds.write(tmp_path / "short.wav", sentence)
    long = sounds.write_long(tmp_path / "long.wav", 90, (30.0, sentence), (5380.0, sentence))
    ran = subprocess.run(
        [sys.executable, "-c", _MEASURED, str(short), str(long)],
        capture_output=True,
        text=True,
        timeout=300,
        check=True,
    )
    told = json.loads(ran.stdout)
    assert told["seconds"] == 5400.0
    assert told["text"].count("34-year-old") == 2
    # The cut of the sound may leave a breath behind the second sentence.
    assert told["starts"][:2] == [pytest.approx(30.0, abs=1.0), pytest.approx(5380.0, abs=1.0)]
    assert (told["rising"], told["last"]) == (True, pytest.approx(1.0, abs=0.01))
    # As one array of float32 it would be 345 MB, and Whisper's view of it another gigabyte.
    assert told["more_kb"] < 150_000


@pytest.mark.speech
def test_a_long_recording_can_be_cancelled_on_the_way(tmp_path: Path, sentence: Samples) -> None:
    long = sounds.write_long(tmp_path / "long.wav", 90, (3.0, sentence), (5000.0, sentence))
    cancel = Event()

    def stop_early(share: float) -> None:
        assert share < 0.5
        if share > 0:
            cancel.set()

    with pytest.raises(Cancelled):
        engine.transcribe(long, progress=stop_early, cancel=cancel)


def test_more_than_four_hours_are_refused_before_they_are_heard(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audio, "MAX_SECONDS", 3)
    with pytest.raises(BadInput) as long:
        list(audio.windows(sounds.write(tmp_path / "long.wav", sounds.hiss(4))))
    assert long.value.code == "scribe.audio_too_long"


# The model ---------------------------------------------------------------------------------------------------


def test_a_model_that_is_not_here_is_told_and_nothing_is_fetched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "cache"))
    for name in ("small", str(tmp_path)):
        with pytest.raises(ServiceUnavailable) as missing:
            speech_model.load(Engine(name))
        assert missing.value.code == "scribe.no_model"


def test_models_are_found_in_the_folder_and_the_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    snapshot = tmp_path / "hub" / "models--Systran--faster-whisper-small" / "snapshots" / "abc"
    for place in (tmp_path / "models" / "whisper-base-hi", snapshot):
        place.mkdir(parents=True)
        (place / "model.bin").write_bytes(b"x" * 1000)
        (place / "config.json").write_text("{}")
    (tmp_path / "models" / "empty").mkdir()
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.delenv(speech_model.MODEL_VARIABLE, raising=False)
    monkeypatch.setattr(speech_model, "packaged_model", lambda: None)
    found = speech_model.installed(tmp_path / "models")
    assert [(one.name, one.origin, one.size) for one in found] == [
        ("whisper-base-hi", "folder", 1002),
        ("faster-whisper-small", "cache", 1002),
    ]
    assert found[0].setting == str(tmp_path / "models" / "whisper-base-hi")
    assert speech_model.installed(tmp_path / "none")[0].origin == "cache"


def test_a_folder_that_may_not_be_read_is_left_out_and_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("closed", "open"):
        (tmp_path / name).mkdir()
        for file in ("model.bin", "config.json"):
            (tmp_path / name / file).write_text("{}")
    scandir = os.scandir

    def refusing(place: str | os.PathLike[str]) -> Any:
        if Path(place).name in closed:
            raise PermissionError(13, "Permission denied")
        return scandir(place)

    monkeypatch.setattr(os, "scandir", refusing)
    monkeypatch.setattr(os, "listdir", lambda place: [one.name for one in refusing(place)])
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path / "hub"))
    monkeypatch.delenv(speech_model.MODEL_VARIABLE, raising=False)
    monkeypatch.setattr(speech_model, "packaged_model", lambda: None)
    closed = {"closed"}
    assert [one.name for one in speech_model.installed(tmp_path)] == ["open"]
    assert speech_model.unreadable_folders(tmp_path) == (str(tmp_path / "closed"),)
    closed = {tmp_path.name}
    assert speech_model.installed(tmp_path) == ()
    assert speech_model.unreadable_folders(tmp_path) == (str(tmp_path),)
    assert speech_model.unreadable_folders(tmp_path / "none") == ()


@pytest.mark.speech
def test_the_machine_is_measured_the_fastest_way_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speech_model, "_PROBE_S", 1.0)
    speeds = speech_model.measure()
    assert {(one.device, one.compute_type) for one in speeds} >= {("cpu", "int8"), ("cpu", "float32")}
    assert [one.real_time_factor for one in speeds] == sorted(one.real_time_factor for one in speeds)
    assert speeds[0].real_time_factor > 0
    cancel = Event()
    cancel.set()
    with pytest.raises(Cancelled):
        speech_model.measure(cancel=cancel)
