"""The keyboard of a doctor in a hurry: it follows the draft, stays in the encounter, and Esc takes questions back."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from opd_desktop.domain.note import Section
from opd_desktop.services.clinic import Clinic
from opd_desktop.ui.encounter.note_row import NoteRow
from opd_desktop.ui.encounter.scribe_session import ScribeSession
from tests.conftest import SignIn
from tests.ui.room import Room, begun, enter, note_of, reception, visit
from tests.ui.test_encounter_note import DRAFT

__all__ = ["begun", "enter", "reception", "visit"]

Key, Ctrl, Shift = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def drafted(room: Room) -> ScribeSession:
    scribe = room.presenter.scribe
    scribe.drafted.emit(DRAFT)
    room.settle()
    return scribe


def inside(room: Room) -> bool:
    now = QApplication.focusWidget()
    return now is not None and room.screen.isAncestorOf(now)


def test_a_draft_takes_the_keyboard_to_its_first_sentence(enter: Callable[..., Room], begun: UUID) -> None:
    room = enter()
    room.open(begun)
    room.screen.scribe.transcript.setFocus()
    drafted(room)
    row = room.screen.pane.note.current()
    assert isinstance(row, NoteRow)
    assert row.item_id == room.presenter.editor.state.pending[0].id
    room.press(Key.Key_A)
    assert len(room.presenter.editor.state.pending) == 2
    room.press(Key.Key_R)
    assert len(room.presenter.editor.state.pending) == 1


def test_a_corrected_proposal_leads_to_the_next_and_not_to_an_empty_line(
    enter: Callable[..., Room], begun: UUID
) -> None:
    room = enter()
    room.open(begun)
    drafted(room)
    room.press(Key.Key_E)
    room.type(" at home")
    room.press(Key.Key_Return)
    state = room.presenter.editor.state
    assert (state.lines[0].origin, state.lines[0].pending) == ("edited", False)
    assert all(line.text for line in state.lines)
    row = room.screen.pane.note.current()
    assert row is not None
    assert row.item_id == state.pending[0].id
    room.press(Key.Key_A)
    assert len(room.presenter.editor.state.pending) == 1


def test_accept_all_leads_to_the_orders_that_wait(enter: Callable[..., Room], begun: UUID) -> None:
    room = enter()
    room.open(begun)
    drafted(room)
    room.press(Key.Key_A, Ctrl | Shift)
    row = room.screen.pane.note.current()
    assert row is not None
    assert row.item_id == room.presenter.editor.state.orders[0].id
    room.press(Key.Key_A)
    room.press(Key.Key_A)
    assert room.presenter.editor.state.undecided == 0


def test_when_a_visit_is_over_the_next_patient_is_one_key_away(enter: Callable[..., Room], begun: UUID) -> None:
    room = enter()
    room.open(begun)
    assert not room.screen.call_button.isVisible()
    room.presenter.editor.add(Section.PLAN, "Rest")
    room.press(Key.Key_Return, Ctrl | Shift)
    room.until(lambda: room.presenter.state.signed)
    room.settle()
    assert room.screen.call_button.isVisible()
    assert "F9" in room.screen.call_button.toolTip()
    # The note is read from its beginning.
    assert room.screen.pane.note.verticalScrollBar().value() == 0


def test_a_draft_leaves_the_keyboard_to_who_is_typing(enter: Callable[..., Room], begun: UUID) -> None:
    room = enter()
    room.open(begun)
    room.screen.focus_vitals()
    edit = room.screen.chart.vitals.edits["temperature"]
    room.type("38")
    drafted(room)
    room.type(".6")
    assert edit.text() == "38.6"


def test_after_signing_the_keys_of_the_screen_still_work(enter: Callable[..., Room], begun: UUID) -> None:
    room = enter()
    room.open(begun)
    room.presenter.editor.add(Section.PLAN, "Rest")
    room.screen.sign_button.setFocus()
    room.screen.sign_button.click()
    room.until(lambda: room.presenter.state.signed)
    room.settle()
    room.until(lambda: inside(room))
    room.press(Key.Key_E, Ctrl)
    assert room.screen.pane.amend.asking.isVisible()
    room.type("dose was wrong")
    room.press(Key.Key_Return)
    room.until(lambda: inside(room))
    assert room.presenter.state.amending
    room.presenter.editor.add(Section.PLAN, "Half a tablet")
    room.press(Key.Key_Return, Ctrl | Shift)
    room.until(lambda: not room.presenter.state.amending)
    assert room.texts(Section.PLAN) == ["Rest", "Half a tablet"]
    room.until(lambda: inside(room))
    room.press(Key.Key_L, Ctrl)
    assert room.presenter.state.wanted is None


def test_esc_takes_the_question_before_signing_back(enter: Callable[..., Room], begun: UUID) -> None:
    room = enter()
    room.open(begun)
    room.presenter.editor.add(Section.PLAN, "Rest")
    drafted(room)
    room.press(Key.Key_Return, Ctrl | Shift)
    assert room.screen.pane.question.isVisible()
    room.press(Key.Key_Escape)
    assert not room.screen.pane.question.isVisible()
    assert inside(room)
    assert not room.presenter.state.signed


def test_esc_takes_the_question_to_the_patient_back(enter: Callable[..., Room], begun: UUID, reception: Clinic) -> None:
    room = enter()
    room.open(begun)
    room.press(Key.Key_R, Ctrl)
    room.until(lambda: room.screen.scribe.consent.isVisible())
    room.press(Key.Key_Escape)
    room.settle()
    assert room.presenter.scribe.state.phase == "idle"
    assert not room.screen.scribe.consent.isVisible()
    assert inside(room)


def test_signing_while_the_scribe_hears_is_asked_back_and_ends_it(
    enter: Callable[..., Room], begun: UUID, sign_in: SignIn
) -> None:
    room = enter()
    room.open(begun)
    room.presenter.editor.add(Section.PLAN, "Rest")
    scribe = room.presenter.scribe
    scribe._update(phase="recording")
    room.press(Key.Key_Return, Ctrl | Shift)
    room.settle()
    assert "still at work" in room.screen.pane._question.text()
    assert not room.presenter.state.signed
    room.press(Key.Key_Return, Ctrl | Shift)
    room.until(lambda: room.presenter.state.signed)
    room.settle()
    assert scribe.state.phase == "idle"
    assert not scribe.microphone.on
    note = note_of(sign_in("doctor"), begun)
    assert note is not None
    assert [one.text for one in note.sentences] == ["Rest"]


def test_an_answer_of_one_patient_records_nobody_else(enter: Callable[..., Room], begun: UUID) -> None:
    room = enter()
    room.open(begun)
    scribe = room.presenter.scribe
    asked: list[bool] = []
    scribe._consent.answered.connect(asked.append)
    room.press(Key.Key_R, Ctrl)
    room.until(lambda: scribe.state.phase == "consent")
    scribe.answer_consent(True)
    room.screen.open(None)
    room.settle()
    assert asked == []
    assert scribe.state.phase == "idle"
