"""Recording: level, silence, phrases, an encrypted file that survives, and a microphone that breaks."""

import array
import math
from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography.fernet import Fernet
from PySide6.QtMultimedia import QMediaDevices
from pytestqt.qtbot import QtBot

from opd_desktop.scribe.recorder import Recorder, level_of
from opd_desktop.scribe.sealed import RATE, opened

KEY = Fernet.generate_key()


def tone(seconds: float, loudness: float = 0.5) -> bytes:
    values = (int(32767 * loudness * math.sin(2 * math.pi * 440 * n / RATE)) for n in range(int(seconds * RATE)))
    return array.array("h", values).tobytes()


class _Source:
    """Stands in for a QAudioSource: the hardware is what cannot be here."""

    def __init__(self, error: str) -> None:
        self._error = error

    def error(self) -> SimpleNamespace:
        return SimpleNamespace(name=self._error)

    def stop(self) -> None:
        self._error = "NoError"

    def deleteLater(self) -> None:
        self._error = "NoError"


@pytest.fixture
def recorder(tmp_path: Path, qtbot: QtBot) -> Recorder:
    """A recorder with an open file and no microphone; samples are fed by hand."""
    made = Recorder()
    assert made.open_file(tmp_path / "visit.sound", KEY)
    return made


def test_the_level_is_the_root_mean_square() -> None:
    assert level_of(b"") == 0.0
    assert level_of(tone(0.5, 1.0)) == pytest.approx(1 / math.sqrt(2), abs=0.01)
    assert level_of(bytes(3200)) == 0.0


def test_what_is_fed_is_in_the_file_and_on_the_meter(recorder: Recorder, tmp_path: Path, qtbot: QtBot) -> None:
    levels: list[float] = []
    recorder.level.connect(levels.append)
    recorder.feed(tone(1.0))
    recorder.feed(tone(0.5, 0.1))
    assert (recorder.recording, recorder.seconds) == (True, 1.5)
    assert levels == [pytest.approx(0.354, abs=0.01), pytest.approx(0.071, abs=0.01)]
    with qtbot.waitSignal(recorder.stopped) as stopped:
        recorder.stop()
    assert stopped.args == [str(tmp_path / "visit.sound")]
    assert b"".join(opened(tmp_path / "visit.sound", KEY)) == tone(1.0) + tone(0.5, 0.1)


def test_five_seconds_of_silence_are_told_once(recorder: Recorder) -> None:
    told: list[bool] = []
    recorder.silence.connect(lambda: told.append(True))
    for _ in range(8):
        recorder.feed(bytes(2 * RATE))
    assert told == [True]
    recorder.feed(tone(0.5))
    for _ in range(5):
        recorder.feed(bytes(2 * RATE))
    assert told == [True, True]
    recorder.discard()


def test_discarding_deletes_the_file(recorder: Recorder, tmp_path: Path) -> None:
    recorder.feed(tone(0.5))
    recorder.discard()
    assert not (tmp_path / "visit.sound").exists()
    assert not recorder.recording


@pytest.mark.parametrize(("error", "broken"), [("IOError", True), ("NoError", False), ("UnderrunError", False)])
def test_a_microphone_that_breaks_ends_the_take_and_keeps_it(
    recorder: Recorder, tmp_path: Path, error: str, broken: bool
) -> None:
    failed: list[str] = []
    kept: list[str] = []
    recorder.failed.connect(failed.append)
    recorder.stopped.connect(kept.append)
    recorder.feed(tone(1.0))
    recorder._source = _Source(error)  # type: ignore[assignment]
    recorder._state_changed(SimpleNamespace(name="StoppedState"))  # type: ignore[arg-type]
    assert failed == (["scribe.microphone_failed"] if broken else [])
    assert kept == ([str(tmp_path / "visit.sound")] if broken else [])
    recorder._source = None
    recorder.stop()


def test_no_microphone_is_told(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QMediaDevices, "defaultAudioInput", lambda: SimpleNamespace(isNull=lambda: True))
    recorder = Recorder()
    with qtbot.waitSignal(recorder.failed) as failed:
        assert recorder.start(tmp_path / "visit.sound", KEY) is False
    assert failed.args == ["scribe.no_microphone"]
    assert not list(tmp_path.iterdir())


def test_a_phrase_is_handed_over_at_the_pause_after_it_and_silence_never(recorder: Recorder) -> None:
    phrases: list[tuple[float, int]] = []
    recorder.phrase.connect(lambda start, samples: phrases.append((round(start, 1), len(samples) // 2 * 10 // RATE)))
    for sound in (bytes(2 * RATE // 10), tone(0.1)):
        for _ in range(20):
            recorder.feed(sound)
    assert phrases == []
    for _ in range(7):
        recorder.feed(bytes(2 * RATE // 10))
    # Half a second of the silence before belongs to it, so that its first word is whole.
    assert phrases == [(1.5, 31)]
    for _ in range(30):
        recorder.feed(bytes(2 * RATE // 10))
    assert len(phrases) == 1
    recorder.discard()


def test_somebody_who_never_pauses_is_handed_over_too(recorder: Recorder) -> None:
    phrases: list[bytes] = []
    recorder.phrase.connect(lambda _start, samples: phrases.append(samples))
    for _ in range(32):
        recorder.feed(tone(0.5))
    assert [len(one) // (2 * RATE) for one in phrases] == [10]
    recorder.discard()


def test_pauses_are_heard_over_a_fan_and_a_breath_ends_a_long_phrase(recorder: Recorder) -> None:
    phrases: list[float] = []
    recorder.phrase.connect(lambda _start, samples: phrases.append(round(len(samples) / (2 * RATE), 1)))
    fan, voice = tone(0.1, 0.03), tone(0.1, 0.4)
    for talk, quiet in ((0, 30), (20, 7), (60, 3), (20, 10)):
        for sound, times in ((voice, talk), (fan, quiet)):
            for _ in range(times):
                recorder.feed(sound)
    # Three seconds of the fan are noise; then a pause, a breath after six seconds, and a pause again.
    assert len(phrases) == 3
    assert phrases[1] == pytest.approx(6.7, abs=0.2)
    recorder.discard()


def test_a_full_disk_ends_the_recording_and_keeps_what_was_written(
    recorder: Recorder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed: list[str] = []
    recorder.failed.connect(failed.append)
    recorder.feed(tone(1.0))

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    recorder.feed(tone(1.0))
    assert failed[0] == "scribe.disk_full"
    assert not recorder.recording
    assert b"".join(opened(tmp_path / "visit.sound", KEY))[: 2 * RATE] == tone(1.0)
