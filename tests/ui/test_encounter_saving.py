"""Two people or a crash on one encounter: nobody's typing is lost or mixed."""

from collections.abc import Callable
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import URL

from opd_desktop.domain.note import NoteSentence, Section
from opd_desktop.services import encounters, queue
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.common import ById
from opd_desktop.services.dto.encounters import NoteDto, PatchEncounter, Vitals
from opd_desktop.services.dto.queue import WalkIn
from tests.conftest import SignIn
from tests.support import build
from tests.ui.room import Room, begun, enter, note_of, reception, visit
from tests.ui.test_encounter_note import DRAFT

__all__ = ["begun", "enter", "reception", "visit"]

Key, Ctrl, Shift = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def _saved_elsewhere(doctor: Clinic, encounter: UUID, text: str) -> None:
    now = doctor.call(encounters.get, ById(id=encounter))
    note = NoteDto(sentences=(NoteSentence(text=text, section=Section.PLAN),))
    version = now.note.version if now.note else 0
    doctor.call(encounters.patch, PatchEncounter(id=encounter, note=note, note_version=version))


@pytest.fixture
def clash(enter: Callable[..., Room], begun: UUID, sign_in: SignIn) -> Room:
    """Typed here and saved elsewhere meanwhile."""
    room = enter()
    room.open(begun)
    room.presenter.editor.add(Section.PLAN, "Mine")
    room.save()
    room.presenter.editor.add(Section.PLAN, "Mine too")
    _saved_elsewhere(sign_in("doctor", desk="Home"), begun, "Theirs")
    room.save()
    room.until(lambda: room.presenter.state.clash is not None)
    return room


def test_a_clash_shows_both_texts_and_writes_nothing(clash: Room, begun: UUID, sign_in: SignIn) -> None:
    assert clash.screen.pane.clash.isVisible()
    assert "Theirs" in clash.screen.pane.clash._theirs.text()
    assert clash.texts(Section.PLAN) == ["Mine", "Mine too"]
    note = note_of(sign_in("doctor"), begun)
    assert note is not None
    assert [one.text for one in note.sentences] == ["Theirs"]


def test_keep_mine_writes_a_newer_version(clash: Room, begun: UUID, sign_in: SignIn) -> None:
    clash.screen.pane.clash.mine_button.click()
    clash.settle()
    note = note_of(sign_in("doctor"), begun)
    assert note is not None
    assert [one.text for one in note.sentences] == ["Mine", "Mine too"]
    assert not clash.screen.pane.clash.isVisible()


def test_take_theirs_can_be_undone(clash: Room) -> None:
    clash.screen.pane.clash.theirs_button.click()
    assert clash.texts(Section.PLAN) == ["Theirs"]
    assert not clash.presenter.saver.dirty
    clash.presenter.editor.undo_stack.undo()
    assert clash.texts(Section.PLAN) == ["Mine", "Mine too"]
    clash.save()
    assert clash.presenter.saver.status.state == "saved"


def test_what_others_save_appears_without_a_clash(enter: Callable[..., Room], begun: UUID, sign_in: SignIn) -> None:
    room = enter()
    room.open(begun)
    room.presenter.editor.propose(DRAFT)
    _saved_elsewhere(sign_in("doctor", desk="Home"), begun, "Theirs")
    room.screen.refresh()
    room.until(lambda: "Theirs" in room.texts(Section.PLAN))
    assert len(room.presenter.editor.state.pending) == 3


def test_a_reload_leaves_what_is_being_typed(enter: Callable[..., Room], begun: UUID, reception: Clinic) -> None:
    room = enter()
    room.open(begun)
    room.press(Key.Key_1, Ctrl)
    room.type("Fever sin")
    reception.call(encounters.patch, PatchEncounter(id=begun, vitals=Vitals(temperature=38.6)))
    room.until(lambda: room.encounter.vitals is not None)
    room.settle()
    room.type("ce Monday")
    assert room.texts() == ["Fever since Monday"]
    assert room.screen.chart.vitals.edits["temperature"].text() == "38.6"


def test_typed_text_survives_a_crash(enter: Callable[..., Room], begun: UUID) -> None:
    room = enter()
    room.open(begun)
    room.presenter.editor.add(Section.PLAN, "Rest for a week")
    room.presenter.editor.propose(DRAFT)
    room.presenter.saver.hold()
    room.presenter.keep()
    # The program ends here without saving; the next one starts on the same computer.
    again = enter(desk=room.screen.desk)
    again.open(begun)
    assert "Rest for a week" in again.texts(Section.PLAN)
    assert len(again.presenter.editor.state.pending) == 3
    assert again.screen.pane.restored.isVisible()
    again.save()
    assert again.presenter.saver.status.state == "saved"


def test_two_visits_do_not_mix(
    enter: Callable[..., Room], begun: UUID, database: URL, reception: Clinic, sign_in: SignIn
) -> None:
    other = build.patient(database, "Arjun Nair", birth_date="1980-01-01")
    request = WalkIn(facility_id=build.CITY, practitioner_id=build.RAO, patient_id=other)
    second = reception.call(queue.walk_in, request).entry.encounter_id
    assert second is not None
    room = enter()
    room.open(begun)
    room.press(Key.Key_1, Ctrl)
    room.type("Of the first")
    room.open(second)
    assert room.encounter.patient_name == "Arjun Nair"
    assert room.presenter.editor.state.empty
    doctor = sign_in("doctor")
    room.until(lambda: note_of(doctor, begun) is not None)
    assert note_of(doctor, second) is None
