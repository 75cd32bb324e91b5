"""The tickets screen over the real services, by real keys and clicks."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import URL

from opd_desktop.demo.base import CITY
from opd_desktop.services import tickets
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.common import ById
from opd_desktop.services.dto.tickets import CreateTicket, ListAssignees, PatchTicket, TicketDto
from opd_desktop.ui.tickets.panels import NewTicketPanel, TicketPanel
from opd_desktop.ui.tickets.view import TicketsScreen
from opd_desktop.ui.tickets.words import priority_look
from opd_desktop.ui.widgets.line import IconLine
from tests.support import journeys as support
from tests.ui.care import Lists, change
from tests.ui.conftest import Host, MakeDesk

Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier


class Place(Lists):
    """The tickets at work."""

    screen: TicketsScreen

    @property
    def subjects(self) -> list[str]:
        return [one.subject for one in self.screen.table.rows()]

    @property
    def panel(self) -> TicketPanel:
        assert isinstance(self.screen.panel, TicketPanel)
        return self.screen.panel


OpenTickets = Callable[..., Place]


@pytest.fixture
def open_tickets(qtbot: QtBot, make_desk: MakeDesk, host: Host) -> OpenTickets:
    def opened(login: str = "reception") -> Place:
        screen = TicketsScreen(make_desk(login))
        host(screen)
        place = Place(qtbot, screen)
        place.settle()
        return place

    return opened


@pytest.fixture
def clinic(sign_in: Callable[..., Clinic]) -> Clinic:
    return sign_in("manager", desk="Office")


def make(clinic: Clinic, subject: str, **fields: Any) -> TicketDto:
    return clinic.call(tickets.create, CreateTicket(facility_id=CITY, subject=subject, **fields))


def notes(panel: TicketPanel) -> list[str]:
    return [line.accessibleName() for line in panel.findChildren(IconLine) if line.isVisible()]


def test_lists_and_their_order(database: URL, clinic: Clinic, open_tickets: OpenTickets) -> None:
    now = datetime.now(UTC)
    make(clinic, "Later", due_at=now + timedelta(days=3), priority="urgent")
    late = make(clinic, "Late", due_at=now + timedelta(days=1), priority="low")
    mine = make(clinic, "Mine", due_at=now + timedelta(days=2))
    done = make(clinic, "Done")
    clinic.call(tickets.patch, PatchTicket(id=done.id, status="resolved"))
    change(database, "UPDATE ticket SET due_at = now() - interval '3 hours' WHERE id = :id", id=late.id)
    place = open_tickets()
    assert place.subjects == ["Late", "Mine", "Later"], "what is due first comes first"
    row = place.screen.table.rows()[0]
    assert place.screen._status(row).word == "Overdue 3 h"
    place.screen.presenter.sort("priority")
    assert place.subjects == ["Later", "Mine", "Late"]
    place.screen.presenter.sort("newest")
    assert place.subjects == ["Mine", "Late", "Later"]
    place.screen.presenter.choose_priority("low")
    assert place.subjects == ["Late"]
    place.screen.presenter.choose_priority("high")
    assert place.screen.empty.title() == "No such tickets"
    place.screen.presenter.choose_priority(None)
    place.show("Overdue")
    assert place.subjects == ["Late"]
    place.show("Done")
    assert place.subjects == ["Done"]
    place.show("Mine")
    assert place.screen.empty.title() == "Nothing is yours"
    clinic.call(tickets.patch, PatchTicket(id=mine.id, assignee_id=place.screen.desk.actor.staff_id))
    place.until(lambda: place.subjects == ["Mine"])


def test_opened_by_keys(database: URL, clinic: Clinic, open_tickets: OpenTickets, qtbot: QtBot) -> None:
    patient = support.patient(database, "Fatima Sheikh")
    place = open_tickets()
    assert place.screen.empty.title() == "Nothing to do"
    place.press(Key.Key_N, CTRL)
    panel = place.screen.panel
    assert isinstance(panel, NewTicketPanel)
    place.press(Key.Key_Return, CTRL)
    place.until(lambda: panel.subject_field.error)  # a button pressed by its key clicks a moment later
    assert panel.subject_field.error == "Say in a few words what has to be done."
    qtbot.keyClicks(panel.subject, "Certificate for the employer")
    qtbot.keyClicks(panel.picker.edit, "fatima")
    place.until(panel.picker.hits)
    qtbot.keyClick(panel.picker.edit, Key.Key_Return)
    panel.priority.setCurrentText("High")
    panel.assignee.setCurrentText("Daniel Weber")
    place.press(Key.Key_Return, CTRL)
    place.until(lambda: isinstance(place.screen.panel, TicketPanel))
    place.until(lambda: place.subjects == ["Certificate for the employer"])
    made = clinic.call(tickets.get, ById(id=place.panel.ticket.id))
    assert (made.patient_id, made.priority, made.assignee_name) == (patient, "high", "Daniel Weber")
    assert place.told.texts == [f"Ticket {made.number} opened"]


def test_taken_answered_resolved_by_keys(database: URL, clinic: Clinic, open_tickets: OpenTickets) -> None:
    ticket = make(clinic, "Call back")
    place = open_tickets()
    place.press(Key.Key_T)
    place.until(lambda: place.panel.ticket.assignee_name == "Asha Menon")
    place.settle()
    place.press(Key.Key_N)
    assert place.panel.note.hasFocus()
    place.qtbot.keyClicks(place.panel.note, "Called, will come on Friday")
    place.press(Key.Key_Return, CTRL)
    place.until(lambda: any("Called, will come on Friday" in line for line in notes(place.panel)))
    assert place.panel.note.toPlainText() == ""
    place.screen.table.setFocus()
    place.press(Key.Key_R)
    place.until(lambda: place.screen.empty.isVisible())
    place.settle()
    stored = clinic.call(tickets.get, ById(id=ticket.id))
    assert (stored.status, [note.by for note in stored.notes]) == ("resolved", ["Asha Menon"])
    assert place.told.texts == [f"Ticket {ticket.number} resolved"]
    visible = [text for text, button in place.panel._buttons.items() if not button.isHidden()]
    assert visible == ["open", "closed"], "only what may follow is offered"


def test_assigned_prioritised_and_waiting(database: URL, clinic: Clinic, open_tickets: OpenTickets) -> None:
    ticket = make(clinic, "Call back")
    place = open_tickets("manager")
    place.screen.open(ticket.id)
    place.until(lambda: place.screen.panel)
    place.settle()
    box = place.panel.assignee
    assert [box.itemText(n) for n in range(box.count())] == ["Nobody yet", "Asha Menon", "Daniel Weber"]
    box.setCurrentText("Asha Menon")
    box.activated.emit(box.currentIndex())
    place.until(lambda: place.panel.ticket.assignee_name == "Asha Menon")
    before = place.panel.ticket.due_at
    place.panel.priority.setCurrentText("Urgent")
    place.panel.priority.activated.emit(0)
    place.until(lambda: place.panel.ticket.priority == "urgent")
    assert before is not None
    assert place.panel.ticket.due_at is not None
    assert place.panel.ticket.due_at < before
    place.qtbot.mouseClick(place.panel._buttons["pending"], Qt.MouseButton.LeftButton)
    place.until(lambda: place.panel.ticket.status == "pending")
    place.settle()
    box.setCurrentIndex(0)
    box.activated.emit(0)
    assert box.currentText() == "Asha Menon", "somebody stays responsible"
    assert clinic.call(tickets.get, ById(id=ticket.id)).assignee_name == "Asha Menon"


def test_changed_by_somebody_else_meanwhile(database: URL, clinic: Clinic, open_tickets: OpenTickets) -> None:
    ticket = make(clinic, "Call back")
    place = open_tickets()
    place.press(Key.Key_Return)
    place.settle()
    panel = place.panel
    panel.note.setPlainText("My note")
    clinic.call(tickets.patch, PatchTicket(id=ticket.id, status="resolved"))
    panel.move_to("resolved")
    place.until(lambda: panel._error.text())
    assert panel.note.toPlainText() == "My note", "what was typed is kept"
    place.until(lambda: panel.ticket.status == "resolved")


def test_a_begun_note_survives(database: URL, clinic: Clinic, open_tickets: OpenTickets) -> None:
    make(clinic, "Call back")
    place = open_tickets()
    place.press(Key.Key_Return)
    place.settle()
    place.panel.add_note()
    assert place.panel.note_field.error == "Write the note first."
    place.panel.note.setPlainText("Half a sen")
    place.press(Key.Key_Escape)
    assert place.screen.panel is None
    place.press(Key.Key_Return)
    assert place.panel.note.toPlainText() == "Half a sen"
    place.panel.add_note()
    place.screen.close_panel()
    place.settle()
    place.press(Key.Key_Return)
    assert place.panel.note.toPlainText() == "", "the note that was added is no draft any more"


def test_links_and_live(database: URL, clinic: Clinic, open_tickets: OpenTickets) -> None:
    place = open_tickets()
    patient = support.patient(database, "Meena Patil")
    ticket = make(clinic, "Call back", patient_id=patient)
    place.until(lambda: place.subjects == ["Call back"])
    place.screen.open(ticket.id)
    place.until(lambda: place.screen.panel)
    place.settle()
    place.press(Key.Key_P)
    assert place.told.gone == [("patients", patient)]
    clinic.call(tickets.patch, PatchTicket(id=ticket.id, note="From the office"))
    place.until(lambda: any("From the office" in line for line in notes(place.panel)))


def test_who_may_be_given_a_ticket(clinic: Clinic) -> None:
    found = clinic.call(tickets.assignees, ListAssignees(facility_id=CITY))
    assert [one.display_name for one in found] == ["Asha Menon", "Daniel Weber"]


def test_every_priority_differs_in_icon_or_word() -> None:
    looks = {(look.icon, look.word) for look in map(priority_look, ("urgent", "high", "normal", "low"))}
    assert len(looks) == 4
