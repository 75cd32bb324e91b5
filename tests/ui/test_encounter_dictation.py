"""Dictation into the note: phrases become the doctor's sentences, commands move and take back."""

from collections.abc import Callable
from types import SimpleNamespace
from uuid import UUID

import pytest
from PySide6.QtCore import QObject, Qt

from opd_desktop.domain.errors import ServiceUnavailable
from opd_desktop.domain.note import Section
from opd_desktop.scribe.recorder import Recorder
from opd_desktop.scribe.sealed import SealedWriter
from opd_desktop.scribe.speech_live import Heard
from opd_desktop.ui.encounter import takes
from opd_desktop.ui.encounter.dictating import Dictation
from opd_desktop.ui.encounter.editor import NoteEditor
from opd_desktop.ui.scribe_process import ScribeHearing
from tests.scribe.test_recorder import tone
from tests.ui.room import Room, begun, enter, reception, visit

__all__ = ["begun", "enter", "reception", "visit"]
Key, Ctrl = Qt.Key, Qt.KeyboardModifier.ControlModifier


class _Hearing(ScribeHearing):
    """Keeps what it is given; the speech model is what need not be here."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.given: list[bytes | str] = []

    def feed(self, samples: bytes) -> None:
        self.given.append(samples)

    def finish(self) -> None:
        self.given.append("finish")


@pytest.fixture
def editor(qapp: object) -> NoteEditor:
    del qapp
    return NoteEditor()


def _note(editor: NoteEditor) -> list[tuple[str, str]]:
    return [(line.section.value[0], line.text) for line in editor.state.lines]


def test_phrases_become_sentences_where_the_doctor_is(editor: NoteEditor) -> None:
    dictation = Dictation(editor)
    dictation.take("Fever for three days. A dry cough")
    dictation.take("At night.")
    dictation.take("Go to plan. Rest and fluids.")
    dictation.take("Paracetamol 500 mg, new line, review in a week.")
    assert _note(editor) == [
        ("s", "Fever for three days."), ("s", "A dry cough at night."), ("p", "Rest and fluids."),
        ("p", "Paracetamol 500 mg"), ("p", "Review in a week."),
    ]  # fmt: skip
    assert {line.origin for line in editor.state.lines} == {"human"}
    assert not editor.state.pending


def test_scratch_that_takes_back_one_sentence_after_the_other_and_nothing_else(editor: NoteEditor) -> None:
    editor.add(Section.SUBJECTIVE, "Typed before.")
    dictation = Dictation(editor)
    dictation.take("One. Two.")
    dictation.take("Go to plan. Three.")
    dictation.take("Scratch that.")
    dictation.take("Scratch that.")
    assert _note(editor) == [("s", "Typed before."), ("s", "One.")]
    assert dictation.section is Section.SUBJECTIVE
    for _ in range(3):
        dictation.take("Scratch that.")
    assert _note(editor) == [("s", "Typed before.")]
    editor.undo_stack.undo()
    assert _note(editor)[-1] == ("s", "One.")


def test_commands_typed_into_a_sentence_are_obeyed(enter: Callable[..., Room], begun: UUID) -> None:
    room = enter()
    room.open(begun)
    room.press(Key.Key_1, Ctrl)
    room.type("Fever for 3 days. New line.")
    room.until(lambda: room.texts() == ["Fever for 3 days.", ""])
    room.type("Dry cough. Scratch that.")
    room.until(lambda: "Dry cough." not in " ".join(room.texts()))
    room.type("Go to plan")
    room.press(Key.Key_Return)
    room.until(lambda: room.texts(Section.PLAN) == [""])
    room.type("Rest at home.")
    room.press(Key.Key_Escape)
    assert room.texts() == ["Fever for 3 days."]
    assert room.texts(Section.PLAN) == ["Rest at home."]


def test_a_sentence_that_only_sounds_like_a_command_is_left_alone(
    enter: Callable[..., Room],
    begun: UUID,
) -> None:
    room = enter()
    room.open(begun)
    room.press(Key.Key_4, Ctrl)
    room.type("We go to plan B if it fails.")
    room.press(Key.Key_Escape)
    assert room.texts(Section.PLAN) == ["We go to plan B if it fails."]


def test_what_is_dictated_is_written_and_no_sound_of_it_stays(
    enter: Callable[..., Room],
    begun: UUID,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def start(recorder: Recorder, path: object, key: bytes) -> bool:
        recorder._writer = SealedWriter(path, key)  # type: ignore[arg-type]
        return True

    hearings: list[_Hearing] = []

    def listen(**_options: object) -> ScribeHearing:
        hearings.append(_Hearing(room.screen))
        return hearings[-1]

    monkeypatch.setattr(Recorder, "start", start)
    room = enter()
    room.open(begun)
    monkeypatch.setattr(room.screen.process, "listen", listen)
    session = room.presenter.scribe
    room.press(Key.Key_D, Ctrl)
    assert session.state.phase == "dictating"
    assert "no sound is kept" in room.screen.scribe.notice.text()
    assert not room.screen.scribe.record_row.drop.isVisible()
    recorder = session.microphone._recorder
    assert recorder is not None
    recorder.feed(tone(1.0))
    (hearing,) = hearings
    assert hearing.given == [tone(1.0)]
    # What may still change is not written.
    hearing.heard.emit(Heard(0.0, 1.0, "Fever for.", over=False))
    assert room.texts() == []
    hearing.heard.emit(Heard(0.0, 2.0, "Fever for three days. Go to plan.", over=True))
    assert room.texts() == ["Fever for three days."]
    room.press(Key.Key_D, Ctrl)
    assert session.state.phase == "idle"
    assert list(takes.folder(room.screen.desk.settings.data_dir).iterdir()) == []
    # What was said last is written although the microphone is off.
    assert hearing.given[-1] == "finish"
    hearing.heard.emit(Heard(2.0, 3.0, "Rest.", over=True))
    hearing.done.emit(None)
    assert room.texts(Section.PLAN) == ["Rest."]
    assert session.state.live == ()
    assert session.microphone._to_come == []


def test_a_model_that_is_missing_is_told_once_while_dictating(
    enter: Callable[..., Room],
    begun: UUID,
) -> None:
    room = enter()
    room.open(begun)
    session = room.presenter.scribe
    hearing = _Hearing(room.screen)
    microphone = session.microphone
    microphone._process = SimpleNamespace(listen=lambda **_options: hearing)  # type: ignore[assignment]
    microphone.dictating = True
    session._update(phase="dictating")
    microphone._hear()
    microphone._heard_sound(tone(1.0))
    hearing.failed.emit(ServiceUnavailable("scribe.no_model", variable="OPD_WHISPER_MODEL"))
    assert "No speech model" in room.screen.scribe.notice.text()
    microphone._heard_sound(tone(1.0))
    assert hearing.given == [tone(1.0)]
    session._update(phase="idle")
