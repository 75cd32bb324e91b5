"""Recording: level, silence, an encrypted file that survives, and a microphone that breaks."""

import array
import math
from pathlib import Path
from types import SimpleNamespace

import pytest
from cryptography.fernet import Fernet
from PySide6.QtCore import QBuffer, QIODevice
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


def test_all_that_is_written_is_handed_on_for_its_text(recorder: Recorder) -> None:
    sounds: list[bytes] = []
    recorder.sound.connect(sounds.append)
    for block in (tone(0.1), b"", bytes(3200)):
        recorder.feed(block)
    assert sounds == [tone(0.1), bytes(3200)]
    recorder.discard()
    recorder.feed(tone(0.1))
    assert len(sounds) == 2


def test_what_the_microphone_still_holds_is_taken_before_it_is_put_away(recorder: Recorder) -> None:
    sounds: list[bytes] = []
    recorder.sound.connect(sounds.append)
    recorder.catch_up()
    held = QBuffer()
    held.setData(tone(0.3))
    held.open(QIODevice.OpenModeFlag.ReadOnly)
    recorder._device = held
    recorder.catch_up()
    assert sounds == [tone(0.3)]
    recorder._device = None
    recorder.discard()


def test_a_full_disk_ends_the_recording_and_keeps_what_was_written(
    recorder: Recorder, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    failed: list[str] = []
    kept: list[str] = []
    recorder.failed.connect(failed.append)
    recorder.stopped.connect(kept.append)
    recorder.feed(tone(1.0))

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    recorder.feed(tone(1.0))
    assert failed == ["scribe.disk_full"]
    assert kept == [str(tmp_path / "visit.sound")]
    assert not recorder.recording
    assert b"".join(opened(tmp_path / "visit.sound", KEY))[: 2 * RATE] == tone(1.0)
