"""Signing and amending the note of an encounter."""

from collections.abc import Callable
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from opd_desktop.domain.encounter import EncounterStatus
from opd_desktop.domain.note import NoteSentence, Section
from opd_desktop.services import encounters
from opd_desktop.services.dto.encounters import CompleteEncounter, NoteDto, PatchEncounter
from opd_desktop.ui.encounter import takes
from tests.conftest import SignIn
from tests.ui.room import Room, begun, enter, note_of, reception, visit
from tests.ui.test_encounter_note import DRAFT

__all__ = ["begun", "enter", "reception", "visit"]

Key, Ctrl, Shift = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def test_signing_asks_about_proposals_then_locks(enter: Callable[..., Room], begun: UUID, sign_in: SignIn) -> None:
    room = enter()
    room.open(begun)
    room.presenter.editor.add(Section.PLAN, "Rest")
    room.presenter.editor.propose(DRAFT)
    room.screen.pane.note.focus_first()
    room.press(Key.Key_Return, Ctrl | Shift)
    assert room.screen.pane.question.isVisible()
    assert room.encounter.status is EncounterStatus.IN_PROGRESS
    room.screen.pane.sign_anyway.click()
    room.until(lambda: room.presenter.state.signed)
    room.settle()
    assert [one.text for one in room.encounter.note.sentences] == ["Rest"] if room.encounter.note else False
    assert not room.presenter.may_write
    assert not room.screen.pane.note.cards[Section.PLAN].add.isVisible()
    assert room.screen.amend_button.isVisible()
    assert room.screen.desk.drafts.get(f"encounter/{begun}") is None


@pytest.mark.parametrize("opened_before", [True, False])
def test_a_note_signed_at_another_desk_ends_what_the_scribe_does_here(
    enter: Callable[..., Room], begun: UUID, sign_in: SignIn, opened_before: bool
) -> None:
    room = enter()
    if opened_before:
        room.open(begun)
        room.presenter.editor.propose(DRAFT)
        room.presenter.scribe._update(phase="drafting")
    recording = takes.folder(room.screen.desk.settings.data_dir) / f"{begun}-1{takes.SUFFIX}"
    recording.parent.mkdir(parents=True, exist_ok=True)
    recording.write_bytes(b"sound")
    other = sign_in("doctor", desk="Home")
    note = NoteDto(sentences=(NoteSentence(text="Rest", section=Section.PLAN),))
    other.call(encounters.patch, PatchEncounter(id=begun, note=note, note_version=0))
    other.call(encounters.complete, CompleteEncounter(id=begun, sign=True))
    if opened_before:
        room.screen.refresh()
    else:
        room.open(begun)
    room.until(lambda: room.presenter.state.signed)
    room.settle()
    state = room.presenter.editor.state
    assert (room.texts(Section.PLAN), state.undecided) == (["Rest"], 0)
    assert room.presenter.scribe.state.phase == "idle"
    assert not recording.exists()


def test_an_empty_note_is_not_signed(enter: Callable[..., Room], begun: UUID) -> None:
    room = enter()
    room.open(begun)
    room.press(Key.Key_Return, Ctrl | Shift)
    room.settle()
    assert room.screen.pane.question.isVisible()
    assert not room.screen.pane.sign_anyway.isVisible()
    assert room.encounter.status is EncounterStatus.IN_PROGRESS


def test_a_signed_note_changes_by_amendment_with_a_reason(
    enter: Callable[..., Room], begun: UUID, sign_in: SignIn
) -> None:
    room = enter()
    room.open(begun)
    room.presenter.editor.add(Section.PLAN, "Rest")
    room.press(Key.Key_Return, Ctrl | Shift)
    room.until(lambda: room.presenter.state.signed)
    room.settle()
    room.screen.amend_button.click()
    assert not room.screen.pane.amend.begin.isEnabled()
    room.type("dose was missing")
    room.press(Key.Key_Return)
    assert room.presenter.may_write
    room.presenter.editor.add(Section.PLAN, "Paracetamol 500 mg")
    room.screen.pane.amend.save.click()
    room.settle()
    note = note_of(sign_in("doctor"), begun)
    assert note is not None
    assert (note.status, note.amendment_reason) == ("amended", "dose was missing")
    assert [one.text for one in note.sentences] == ["Rest", "Paracetamol 500 mg"]
    assert "dose was missing" in room.screen.pane.amended.text()
    assert not room.presenter.may_write
    room.screen.versions_button.click()
    room.until(lambda: room.screen.panel is not None)
    shown = [label.text() for label in room.screen.panel.findChildren(QLabel)] if room.screen.panel else []
    assert "Plan: Rest Paracetamol 500 mg" in shown
    assert "Plan: Rest" in shown


def test_dropping_an_amendment_leaves_the_signed_text(enter: Callable[..., Room], begun: UUID) -> None:
    room = enter()
    room.open(begun)
    room.presenter.editor.add(Section.PLAN, "Rest")
    room.press(Key.Key_Return, Ctrl | Shift)
    room.until(lambda: room.presenter.state.signed)
    room.settle()
    room.presenter.moves.amend("wrong dose")
    room.presenter.editor.add(Section.PLAN, "Something else")
    room.presenter.moves.drop_amendment()
    assert room.texts(Section.PLAN) == ["Rest"]
