"""The timeline: everything once, newest first, for each reader what they may see."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import URL

from opd_desktop.domain.errors import NotFound
from opd_desktop.domain.ids import uuid7
from opd_desktop.services import encounters, tickets, timeline
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.common import ById, Page
from opd_desktop.services.dto.encounters import AmendNote
from opd_desktop.services.dto.patients import TimelineEntry, TimelineRequest
from opd_desktop.services.dto.tickets import CreateTicket, PatchTicket
from opd_desktop.ui.patients.words import _HAPPENED
from tests.support import build
from tests.support import visit as visits

SignIn = Callable[..., Clinic]


def read(clinic: Clinic, patient: UUID, **more: object) -> Page[TimelineEntry]:
    return clinic.call(timeline.read, TimelineRequest.model_validate({"patient_id": patient} | more))


def codes(page: Page[TimelineEntry]) -> list[str]:
    return [entry.code for entry in page.items]


@pytest.fixture
def visit(database: URL, sign_in: SignIn) -> visits.Visit:
    return visits.whole(database, sign_in)


def test_a_visit_is_told_from_booking_to_signature(visit: visits.Visit, sign_in: SignIn) -> None:
    page = read(sign_in("doctor"), visit.patient_id)
    assert set(codes(page)) == {
        "appointment.booked", "appointment.checked-in", "appointment.fulfilled", "encounter.started",
        "encounter.finished", "encounter.signed", "order.service", "order.medication",
    }  # fmt: skip
    assert [entry.at for entry in page.items] == sorted((entry.at for entry in page.items), reverse=True)
    by_code = {entry.code: entry for entry in page.items}
    assert by_code["appointment.checked-in"].kind == "check-in"
    assert by_code["appointment.checked-in"].by == "Asha Menon"
    assert by_code["appointment.checked-in"].ref_id == visit.appointment_id
    assert by_code["appointment.booked"].params["practitioner"] == "Dr Rao"
    assert by_code["order.service"].text == "Chest X-ray"
    assert by_code["order.medication"].text == "Salbutamol inhaler"
    assert by_code["encounter.signed"].ref_id == visit.encounter_id
    assert not page.more


def test_the_front_desk_sees_no_orders_and_no_text_of_notes(visit: visits.Visit, sign_in: SignIn) -> None:
    for login in ("reception", "manager", "admin"):
        page = read(sign_in(login), visit.patient_id)
        assert "encounter.signed" in codes(page)
        assert not [entry for entry in page.items if entry.kind == "order"]
        assert "X-ray" not in page.model_dump_json()


def test_an_amendment_tells_its_reason(visit: visits.Visit, sign_in: SignIn) -> None:
    doctor = sign_in("doctor")
    seen = doctor.call(encounters.get, ById(id=visit.encounter_id))
    request = AmendNote(id=seen.id, row_version=seen.row_version, note=visits.NOTE, why="wrong side")
    doctor.call(encounters.amend, request)
    page = read(doctor, visit.patient_id, kinds=("note",))
    assert codes(page) == ["note.amended", "encounter.signed"]
    assert page.items[0].text == "wrong side"


def test_kinds_choose(visit: visits.Visit, sign_in: SignIn) -> None:
    doctor = sign_in("doctor")
    assert codes(read(doctor, visit.patient_id, kinds=("check-in",))) == ["appointment.checked-in"]
    assert {entry.kind for entry in read(doctor, visit.patient_id, kinds=("order", "encounter")).items} == {
        "order",
        "encounter",
    }
    assert read(doctor, visit.patient_id, kinds=("nonsense",)).items == ()


def test_messages_tickets_and_journeys(database: URL, sign_in: SignIn) -> None:
    manager = sign_in("manager")
    patient = build.patient(database)
    at = datetime(2026, 1, 5, 9, tzinfo=UTC)
    definition, instance = uuid7(), uuid7()
    with build.owner(database) as connection:
        connection.exec_driver_sql(
            "INSERT INTO communication (id, facility_id, patient_id, channel, body, status, created_at, created_by) "
            "VALUES (opd.uuid7(), %s, %s, 'email', 'Come at nine', 'sent', %s, 'opd_worker')",
            (build.CITY, patient, at - timedelta(minutes=1)),
        )
        connection.exec_driver_sql(
            "INSERT INTO journey_definition (id, key, version, name) VALUES (%s, 'k', 1, 'Diabetes')", (definition,)
        )
        connection.exec_driver_sql(
            "INSERT INTO journey_stage (id, definition_id, key, name, position, spec) "
            "VALUES (opd.uuid7(), %s, 'review', 'Review', 0, '{}')",
            (definition,),
        )
        connection.exec_driver_sql(
            "INSERT INTO journey_instance (id, definition_id, patient_id, facility_id, anchor_kind, anchor_id, stage, "
            "state, created_at, ended_at) VALUES (%s, %s, %s, %s, 'patient', %s, 'review', 'completed', %s, %s)",
            (instance, definition, patient, build.CITY, patient, at, at + timedelta(days=3)),
        )
        connection.exec_driver_sql(
            "INSERT INTO journey_instance_stage_status (instance_id, stage, state, entered_at) "
            "VALUES (%s, 'review', 'done', %s)",
            (instance, at + timedelta(days=1)),
        )
    made = manager.call(tickets.create, CreateTicket(facility_id=build.CITY, patient_id=patient, subject="Call back"))
    manager.call(tickets.patch, PatchTicket(id=made.id, status="resolved"))
    page = read(manager, patient)
    assert codes(page) == [
        "ticket.resolved", "ticket.opened", "journey.completed", "journey.stage", "journey.started", "message.out",
    ]  # fmt: skip
    by_code = {entry.code: entry for entry in page.items}
    assert by_code["journey.stage"].params == {"journey": "Diabetes", "stage": "Review"}
    assert by_code["message.out"].params == {"channel": "email", "status": "sent"}
    assert by_code["message.out"].text == "Come at nine"
    assert by_code["ticket.opened"].params == {"number": str(made.number)}
    assert not [entry for entry in read(sign_in("doctor"), patient).items if entry.kind == "ticket"]


def test_pages_together_are_the_whole_list(database: URL, sign_in: SignIn) -> None:
    """Also where several things happened at the same moment."""
    desk = sign_in("reception")
    patient = build.patient(database)
    at = datetime(2026, 1, 5, 9, tzinfo=UTC)
    with build.owner(database) as connection:
        for number in range(23):
            connection.exec_driver_sql(
                "INSERT INTO communication (id, facility_id, patient_id, channel, body, created_at) "
                "VALUES (opd.uuid7(), %s, %s, 'desk', %s, %s)",
                (build.CITY, patient, f"message {number}", at + timedelta(minutes=number // 3)),
            )
    whole = read(desk, patient, limit=500)
    assert len(whole.items) == 23
    assert not whole.more
    got: list[TimelineEntry] = []
    page = read(desk, patient, limit=4)
    while page.items:
        got.extend(page.items)
        assert page.more == (len(got) < 23)
        page = read(desk, patient, limit=4, before=page.items[-1].at)
    assert sorted(entry.text for entry in got) == sorted(entry.text for entry in whole.items)


def test_other_facilities_are_not_told(database: URL, sign_in: SignIn) -> None:
    patient = build.patient(database)
    slots = build.slots(database, 1, practitioner=build.LINDQVIST, facility=build.LAKESIDE)
    build.appointment(database, patient, slots)
    assert codes(read(sign_in("reception"), patient)) == ["appointment.booked"]
    assert read(sign_in("doctor"), patient).items == ()


def test_an_unknown_patient_is_not_found(sign_in: SignIn) -> None:
    with pytest.raises(NotFound, match=r"patient\.not_found"):
        read(sign_in("reception"), uuid7())


def test_every_code_has_words() -> None:
    """The codes that the queries can give are worded in the desk."""
    import inspect
    import re

    literal = set(re.findall(r"'([a-z]+\.[a-z-]+)'", inspect.getsource(timeline)))
    statuses = {"booked", "arrived", "checked-in", "fulfilled", "cancelled", "noshow", "waitlist", "entered-in-error"}
    made = {f"appointment.{status}" for status in statuses | {"rescheduled", "reverted"}}
    made |= {
        f"encounter.{one}" for one in ("reopened", "started", "finished", "cancelled", "onleave", "entered-in-error")
    }
    made |= {"journey.completed", "journey.cancelled", "message.out", "message.in"}
    assert literal | made <= set(_HAPPENED)
