"""Text while a visit is recorded: provisional and final, pause and resume, given up, missing; the sound stays."""

from collections.abc import Callable, Iterator
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication

from opd_desktop.domain.errors import ServiceUnavailable
from opd_desktop.scribe.recorder import Recorder
from opd_desktop.scribe.sealed import SUFFIX, opened
from opd_desktop.scribe.speech_live import Heard
from opd_desktop.ui.encounter import takes
from opd_desktop.ui.encounter.microphone import Microphone
from opd_desktop.ui.scribe_process import ScribeHearing
from tests.scribe.test_recorder import tone
from tests.ui.room import Room, begun, enter, reception, visit

__all__ = ["begun", "enter", "reception", "visit"]


class _Hearing(ScribeHearing):
    """Keeps what it is given; the speech model is what need not be here."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.given: list[str] = []

    def feed(self, samples: bytes) -> None:
        self.given.append(f"{len(samples) / 32_000:.1f}")

    def pause(self) -> None:
        self.given.append("pause")

    def finish(self) -> None:
        self.given.append("finish")

    def cancel(self) -> None:
        self.given.append("cancel")


class _Recording:
    """A visit that is recorded, with a microphone that is fed by hand."""

    def __init__(self, room: Room) -> None:
        self.room = room
        self.hearings: list[_Hearing] = []
        self.session = room.presenter.scribe

    @property
    def microphone(self) -> Microphone:
        return self.session.microphone

    @property
    def hearing(self) -> _Hearing:
        return self.hearings[-1]

    @property
    def live(self) -> list[str]:
        return [text for _, text in self.session.state.live]

    def listen(self, **_options: object) -> ScribeHearing:
        self.hearings.append(_Hearing(self.room.screen))
        return self.hearings[-1]

    def say(self, seconds: float) -> None:
        recorder = self.microphone._recorder
        assert recorder is not None
        recorder.feed(tone(seconds))

    def heard(self, start: float, text: str, *, over: bool) -> None:
        self.hearing.heard.emit(Heard(start, start + 1.0, text, over))

    def recordings(self) -> list[Path]:
        return sorted(takes.folder(self.room.screen.desk.settings.data_dir).glob(f"*{SUFFIX}"))


@pytest.fixture
def recording(enter: Callable[..., Room], begun: UUID, monkeypatch: pytest.MonkeyPatch) -> Iterator[_Recording]:
    monkeypatch.setattr(Recorder, "start", Recorder.open_file)
    room = enter()
    room.open(begun)
    made = _Recording(room)
    monkeypatch.setattr(room.screen.process, "listen", made.listen)
    monkeypatch.setattr(room.screen.process, "transcribe", lambda *_args, **_how: ScribeHearing(room.screen))
    made.session._start()
    assert made.session.state.phase == "recording"
    yield made
    made.session.abandon()


def test_provisional_text_is_replaced_and_what_is_over_stays(recording: _Recording) -> None:
    recording.heard(0.5, "I have", over=False)
    recording.heard(0.5, "I have a cough.", over=True)
    recording.heard(3.0, "Since mon", over=False)
    assert recording.live == ["I have a cough.", "Since mon"]
    recording.heard(3.0, "Since Monday.", over=True)
    assert recording.live == ["I have a cough.", "Since Monday."]
    shown = recording.room.screen.scribe.transcript.turns()
    assert [turn.text for turn in shown] == recording.live


def test_what_may_still_change_is_told_apart_until_it_stays(recording: _Recording) -> None:
    shown = recording.room.screen.scribe.transcript
    recording.heard(0.5, "I have a cough.", over=True)
    assert shown.provisional is None
    recording.heard(3.0, "Since mon", over=False)
    assert shown.provisional == shown.turns()[-1].id
    spoken = Qt.ItemDataRole.AccessibleTextRole
    assert [str(shown.model().index(row, 0).data(spoken)).endswith("(may still change)") for row in (0, 1)] == [
        False,
        True,
    ]
    recording.heard(3.0, "Since Monday.", over=True)
    assert shown.provisional is None


def test_the_newest_text_is_in_view_unless_the_person_looks_further_up(recording: _Recording) -> None:
    shown = recording.room.screen.scribe.transcript
    for number in range(60):
        recording.heard(3.0 * number, f"Phrase {number} of a conversation.", over=True)
    bar = shown.verticalScrollBar()
    assert bar.maximum() > 100
    assert bar.value() == bar.maximum()
    bar.setValue(40)
    recording.heard(200.0, "One more, while somebody reads the beginning.", over=False)
    assert bar.value() == 40


def test_what_turned_out_to_be_nothing_goes(recording: _Recording) -> None:
    recording.heard(0.5, "I have a cough.", over=True)
    recording.heard(3.0, "Hm", over=False)
    recording.heard(3.0, "", over=True)
    assert recording.live == ["I have a cough."]


def test_a_phrase_that_begins_elsewhere_after_a_crash_is_not_there_twice(recording: _Recording) -> None:
    recording.heard(3.0, "Since mon", over=False)
    recording.heard(3.1, "Since Monday.", over=True)
    assert recording.live == ["Since Monday."]


def test_pause_and_resume_go_to_who_hears_and_the_sound_is_whole(recording: _Recording) -> None:
    recording.say(1.0)
    recording.session.pause()
    recording.session.pause()
    recording.say(0.5)
    recording.session.stop()
    assert recording.hearing.given == ["1.0", "pause", "0.5", "cancel"]
    (path,) = recording.recordings()
    assert b"".join(opened(path, recording.room.screen.desk.drafts.key)) == tone(1.0) + tone(0.5)


def test_discarding_gives_the_text_up_and_a_late_word_is_not_shown(recording: _Recording) -> None:
    recording.say(1.0)
    recording.heard(0.0, "I have a cough.", over=True)
    recording.session.discard()
    assert recording.hearing.given[-1] == "cancel"
    recording.heard(1.0, "Too late.", over=True)
    assert recording.live == []
    assert recording.recordings() == []
    recording.session._start()
    assert len(recording.hearings) == 2
    recording.session.discard()


def test_without_a_speech_model_it_records_and_says_once_what_is_missing(recording: _Recording) -> None:
    recording.say(1.0)
    recording.hearing.failed.emit(ServiceUnavailable("scribe.not_installed", package="faster-whisper"))
    assert "faster-whisper is not installed" in recording.room.screen.scribe.notice.text()
    assert recording.session.state.phase == "recording"
    recording.say(1.0)
    assert recording.hearing.given == ["1.0"]
    recording.session.stop()
    (path,) = recording.recordings()
    assert b"".join(opened(path, recording.room.screen.desk.drafts.key)) == 2 * tone(1.0)


def test_a_full_disk_is_told_while_what_was_recorded_becomes_text(
    recording: _Recording, monkeypatch: pytest.MonkeyPatch
) -> None:
    recording.say(1.0)

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    recording.say(1.0)
    assert recording.session.state.phase == "transcribing"
    assert "The disk is full" in recording.room.screen.scribe.notice.text()
    assert len(recording.recordings()) == 1


def test_the_length_of_the_recording_is_not_cut_off(recording: _Recording) -> None:
    recording.session._update(seconds=1234.0)
    shown = recording.room.screen.scribe.record_row._recording
    QApplication.processEvents()
    assert shown.text().endswith("20:34")
    assert shown.width() >= shown.sizeHint().width()
