"""The encounter screen with real keys on a real database: the day, writing, vitals and rights."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import Qt

from opd_desktop.domain.encounter import EncounterStatus
from opd_desktop.domain.note import OrderStatus, Section
from opd_desktop.services import encounters
from opd_desktop.services.dto.common import ById
from opd_desktop.ui.encounter.sentence_row import SentenceRow
from tests.conftest import SignIn
from tests.support import build
from tests.ui.room import Room, begun, enter, note_of, reception, visit
from tests.ui.test_encounter_note import DRAFT

__all__ = ["begun", "enter", "reception", "visit"]

Key, Ctrl, Shift = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


# The day ----------------------------------------------------------------------------------------------------


def test_the_doctor_calls_starts_and_completes_by_keys(
    enter: Callable[..., Room], visit: UUID, sign_in: SignIn
) -> None:
    room = enter()
    toasts = room.toasts()
    room.until(lambda: room.screen.worklist.table.rows())
    (row,) = room.screen.worklist.table.rows()
    assert (row.patient, row.token, row.state) == ("Meena Patil", "A-001", "waiting")
    room.press(Key.Key_F9)
    room.until(lambda: room.presenter.state.encounter is not None)
    room.settle()
    assert room.encounter.id == visit
    assert room.screen.start_button.isVisible()
    assert not room.screen.complete_button.isVisible()
    room.press(Key.Key_F10)
    room.settle()
    assert room.encounter.status is EncounterStatus.IN_PROGRESS
    assert "In consultation" in room.screen.status.accessibleName()
    assert room.screen.where.accessibleName() == "A-001 · Dr Rao · Room 3"
    room.press(Key.Key_Return, Ctrl)
    room.until(lambda: room.encounter.status is EncounterStatus.FINISHED)
    room.settle()
    assert room.screen.sign_button.text() == "Sign"
    assert "The visit of Meena Patil is complete" in toasts
    room.press(Key.Key_L, Ctrl)
    room.settle()
    (row,) = room.screen.worklist.table.rows()
    assert (row.encounter_id, row.state) == (visit, "preliminary")


def test_enter_on_the_list_opens_the_visit(enter: Callable[..., Room], visit: UUID) -> None:
    room = enter()
    room.until(lambda: room.screen.worklist.table.rows())
    room.press(Key.Key_Return)
    room.until(lambda: room.presenter.state.encounter is not None)
    assert room.encounter.id == visit


def test_an_empty_day_says_so(enter: Callable[..., Room]) -> None:
    room = enter()
    room.until(lambda: room.screen.worklist_presenter.state.loaded)
    assert room.screen.worklist._empty.isVisible()


def test_an_encounter_that_does_not_exist_is_told_in_the_screen(enter: Callable[..., Room], visit: UUID) -> None:
    room = enter()
    room.screen.open(build.RAO)
    room.until(lambda: room.presenter.state.error is not None)
    assert room.screen._wait.isVisible()
    assert room.screen._wait.title() == "This encounter can't be shown"


# Writing ----------------------------------------------------------------------------------------------------


def test_sentences_are_typed_one_after_another_and_saved(
    enter: Callable[..., Room], begun: UUID, sign_in: SignIn
) -> None:
    room = enter()
    room.open(begun)
    room.press(Key.Key_1, Ctrl)
    room.type("Fever for three days.")
    room.press(Key.Key_Return)
    room.type("No chest pain")
    room.press(Key.Key_Return)
    room.press(Key.Key_Escape)
    assert room.texts() == ["Fever for three days.", "No chest pain"]
    assert room.screen.pane.saved.text() == "Saving"
    room.until(lambda: room.presenter.saver.status.state == "saved")
    assert room.screen.pane.saved.text().startswith("Saved ")
    note = note_of(sign_in("doctor"), begun)
    assert note is not None
    assert [(one.text, one.origin) for one in note.sentences] == [
        ("Fever for three days.", "human"),
        ("No chest pain", "human"),
    ]


def test_undo_and_redo_work_while_typing_and_after(enter: Callable[..., Room], begun: UUID) -> None:
    room = enter()
    room.open(begun)
    room.press(Key.Key_4, Ctrl)
    room.type("Rest")
    room.press(Key.Key_Return)
    room.type("Fluids")
    room.press(Key.Key_Z, Ctrl)
    assert room.texts(Section.PLAN) == ["Rest"]
    room.press(Key.Key_Z, Ctrl)
    assert room.texts(Section.PLAN) == []
    room.press(Key.Key_Z, Ctrl | Shift)
    assert room.texts(Section.PLAN) == ["Rest"]


def test_a_sentence_is_edited_and_deleted_by_keys(enter: Callable[..., Room], begun: UUID) -> None:
    room = enter()
    room.open(begun)
    room.presenter.editor.add(Section.SUBJECTIVE, "Cough")
    room.presenter.editor.add(Section.SUBJECTIVE, "Fever")
    room.screen.pane.note.focus_first()
    room.press(Key.Key_Return)
    room.type(" at night")
    room.press(Key.Key_Escape)
    assert room.texts() == ["Cough at night", "Fever"]
    room.press(Key.Key_Delete)
    assert room.texts() == ["Fever"]
    current = room.screen.pane.note.current()
    assert isinstance(current, SentenceRow)
    assert current.line.text == "Fever"


def test_letters_typed_in_a_sentence_are_letters(enter: Callable[..., Room], begun: UUID) -> None:
    room = enter()
    room.open(begun)
    room.presenter.editor.propose(DRAFT)
    room.press(Key.Key_1, Ctrl)
    room.type("area")
    assert room.texts()[-1] == "area"
    assert len(room.presenter.editor.state.pending) == 3


def test_problems_and_orders_are_added_by_hand(enter: Callable[..., Room], begun: UUID, sign_in: SignIn) -> None:
    room = enter()
    room.open(begun)
    note = room.screen.pane.note
    note.problems.edit.setFocus()
    room.type("Viral pharyngitis")
    room.press(Key.Key_Return)
    note.orders.edit.setFocus()
    room.type("Paracetamol 500 mg three times a day")
    room.press(Key.Key_Return)
    room.save()
    saved = note_of(sign_in("doctor"), begun)
    assert saved is not None
    assert [problem.text for problem in saved.problems] == ["Viral pharyngitis"]
    assert [(order.description, order.status) for order in saved.orders] == [
        ("Paracetamol 500 mg three times a day", OrderStatus.ORDERED)
    ]


# Vitals and rights ------------------------------------------------------------------------------------------


def test_reception_enters_vitals_and_sees_no_note(enter: Callable[..., Room], visit: UUID, sign_in: SignIn) -> None:
    room = enter("reception")
    room.open(visit)
    assert not room.screen.pane.isVisible()
    assert not room.screen.scribe.isVisible()
    assert room.screen._no_note.title() == "The note is for doctors"
    assert room.screen.chart.closed.isVisible()
    edits = room.screen.chart.vitals.edits
    edits["temperature"].setFocus()
    for text in ("38,6", "132/84", "96", "", "97", "61", "161,5"):
        if text:
            room.type(text)
        room.press(Key.Key_Return)
    room.screen.chart.vitals.flush()
    room.settle()
    saved = sign_in("doctor").call(encounters.get, ById(id=visit)).vitals
    assert saved is not None
    assert (saved.temperature, saved.systolic, saved.diastolic, saved.pulse) == (38.6, 132, 84, 96)
    assert (saved.spo2, saved.weight, saved.height, saved.bmi) == (97, 61, 161.5, 23.4)
    assert saved.taken_by == "Asha Menon"
    form = room.screen.chart.vitals
    assert form.texts["temperature"] == "38.6"
    assert form._after["temperature"].text() == "°C high"
    assert "23.4" in form._bmi.text()
    assert "Asha Menon" in form.status.text()


def test_a_typing_error_is_told_beside_its_field_and_not_saved(
    enter: Callable[..., Room], visit: UUID, sign_in: SignIn
) -> None:
    room = enter("reception")
    room.open(visit)
    form = room.screen.chart.vitals
    form.edits["weight"].setFocus()
    room.type("380")
    room.press(Key.Key_Return)
    room.type("170")
    room.press(Key.Key_Return)
    room.settle()
    assert form._wrong["weight"].isVisible()
    assert form._wrong["weight"].text() == "Nobody has that. Type 0.3 to 350 kg."
    saved = sign_in("doctor").call(encounters.get, ById(id=visit)).vitals
    assert saved is not None
    assert (saved.weight, saved.height) == (None, 170)
    assert form.texts["weight"] == "380"


def test_a_doctor_reads_but_does_not_write_anothers_visit(enter: Callable[..., Room], begun: UUID) -> None:
    room = enter("doctor2")
    room.open(begun)
    assert room.screen.pane.isVisible()
    assert not room.presenter.may_write
    assert not room.screen.scribe.isVisible()
    assert not room.screen.sign_button.isVisible()
