"""Tickets: due times, threads, moves."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import URL

from opd_desktop.demo.base import CITY, LAKESIDE
from opd_desktop.domain import ticket as rules
from opd_desktop.domain.errors import ChangedElsewhere, Conflict, NotFound, NotPermitted
from opd_desktop.domain.ids import uuid7
from opd_desktop.services import tickets
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.common import ById
from opd_desktop.services.dto.tickets import CreateTicket, ListTickets, PatchTicket
from tests.support import journeys as support

SignIn = Callable[..., Clinic]


@pytest.fixture
def reception(sign_in: SignIn) -> Clinic:
    return sign_in("reception")


def names(url: URL) -> list[str]:
    return [row["name"] for row in support.rows(url, "SELECT name FROM outbox_event ORDER BY id")]


def test_opened_with_a_number_and_a_due_time(database: URL, reception: Clinic) -> None:
    patient = support.patient(database)
    made = reception.call(
        tickets.create, CreateTicket(facility_id=CITY, patient_id=patient, subject="Certificate", priority="high")
    )
    assert (made.status, made.patient_name, made.created_by) == ("open", "Meena Patil", "reception")
    assert made.due_at == rules.due_at("high", made.created_at, "Asia/Kolkata")
    second = reception.call(tickets.create, CreateTicket(facility_id=CITY, subject="Chairs"))
    assert second.number == made.number + 1
    wanted = datetime.now(UTC) + timedelta(days=9)
    third = reception.call(
        tickets.create, CreateTicket(facility_id=CITY, subject="X", due_at=wanted, assignee_id=reception.actor.staff_id)
    )
    assert (third.due_at, third.assignee_name) == (wanted, "Asha Menon")
    assert names(database) == ["Ticket.Created", "Ticket.Created", "Ticket.Created", "Ticket.Assigned"]


def test_worked_on(database: URL, reception: Clinic, sign_in: SignIn) -> None:
    made = reception.call(tickets.create, CreateTicket(facility_id=CITY, subject="Certificate"))
    manager = sign_in("manager")
    urgent = manager.call(tickets.patch, PatchTicket(id=made.id, priority="urgent", assignee_id=manager.actor.staff_id))
    assert urgent.due_at == made.created_at + timedelta(hours=1)
    with pytest.raises(ChangedElsewhere):
        reception.call(tickets.patch, PatchTicket(id=made.id, row_version=made.row_version, subject="Other"))
    noted = manager.call(tickets.patch, PatchTicket(id=made.id, note="Called twice, no answer."))
    assert [(note.by, note.text) for note in noted.notes] == [("Daniel Weber", "Called twice, no answer.")]
    done = manager.call(tickets.patch, PatchTicket(id=made.id, status="resolved", note="Done."))
    assert done.resolved_at is not None
    assert len(done.notes) == 2
    with pytest.raises(Conflict, match=r"ticket\.illegal_move"):
        manager.call(tickets.patch, PatchTicket(id=made.id, status="pending"))
    opened = manager.call(tickets.patch, PatchTicket(id=made.id, status="open"))
    assert opened.resolved_at is None
    assert names(database) == [
        "Ticket.Created", "Ticket.Assigned", "Ticket.Updated", "Ticket.Updated", "Ticket.Resolved", "Ticket.Updated",
        "Ticket.Updated",
    ]  # fmt: skip
    assert reception.call(tickets.get, ById(id=made.id)) == opened


def test_lists_by_due_time(database: URL, reception: Clinic) -> None:
    slow, quick = (
        reception.call(tickets.create, CreateTicket(facility_id=CITY, subject=name, priority=name))  # type: ignore[arg-type]
        for name in ("low", "urgent")
    )
    found = reception.call(tickets.list_, ListTickets(facility_id=CITY))
    assert [one.id for one in found] == [quick.id, slow.id]
    reception.call(tickets.patch, PatchTicket(id=quick.id, status="closed"))
    assert [one.id for one in reception.call(tickets.list_, ListTickets())] == [slow.id]
    assert len(reception.call(tickets.list_, ListTickets(status=()))) == 2
    assert reception.call(tickets.list_, ListTickets(facility_id=LAKESIDE)) == ()
    assert reception.call(tickets.list_, ListTickets(patient_id=uuid7())) == ()


def test_who_may(database: URL, reception: Clinic, sign_in: SignIn) -> None:
    support.patient(database)
    for login in ("doctor", "admin"):
        with pytest.raises(NotPermitted):
            sign_in(login).call(tickets.create, CreateTicket(facility_id=CITY, subject="x"))
    with pytest.raises(NotFound):
        reception.call(tickets.get, ById(id=uuid7()))
    with pytest.raises(NotFound, match=r"reference\.not_found"):
        reception.call(tickets.create, CreateTicket(facility_id=CITY, patient_id=uuid7(), subject="x"))
    with pytest.raises(NotFound):
        reception.call(tickets.create, CreateTicket(facility_id=uuid7(), subject="x"))
