"""Running late: what it does to the day, and one message to those who are still at home."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from threading import Barrier
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import URL

from opd_desktop.domain.errors import BadInput, NotPermitted
from opd_desktop.domain.permissions import Permission
from opd_desktop.services import calendar, communications, facilities, late, queue, schedules, undo
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.defaults import install_defaults
from opd_desktop.services.dto.appointments import CalendarRequest
from opd_desktop.services.dto.common import Nothing, RunUndo
from opd_desktop.services.dto.communications import ListCommunications
from opd_desktop.services.dto.queue import ListQueue
from opd_desktop.services.dto.schedules import AnnounceLate, CreateException, Late
from tests.support import build, clock, sql
from tests.support.clock import soon

SignIn = Callable[..., Clinic]


def say(clinic: Clinic, minutes: int, *, tell: bool = False, practitioner: UUID = build.RAO) -> Late:
    request = AnnounceLate(facility_id=build.CITY, practitioner_id=practitioner, minutes=minutes, tell=tell)
    return clinic.call(late.announce, request)


@pytest.fixture
def reception(sign_in: SignIn, database: URL) -> Clinic:
    with build.owner(database) as connection:
        install_defaults(connection)
    clock.make_it(database, 12)
    return sign_in("reception")


@pytest.fixture
def at_home(database: URL, reception: Clinic) -> UUID:
    """A visit in half an hour whose patient is at home and may be written to."""
    del reception
    (slot,) = build.slots(database, 1, soon(30))
    return build.appointment(database, build.patient(database, "Anil Sharma"), [slot])


def test_those_at_home_are_told_once_however_often_it_is_announced(reception: Clinic, at_home: UUID) -> None:
    first = say(reception, 20, tell=True)
    (visit,) = first.visits
    assert (visit.appointment_id, visit.at_home, visit.told) == (at_home, True, True)
    assert visit.expected_at - visit.starts_at == timedelta(minutes=20)
    assert say(reception, 20, tell=True).visits == first.visits
    (message,) = reception.call(communications.list_, ListCommunications(facility_id=build.CITY))
    assert message.template_key == "running-late"
    assert "about 20 minutes late" in message.body
    assert message.patient_name == "Anil Sharma"


@pytest.mark.usefixtures("at_home")
def test_two_desks_that_tell_at_the_same_moment_write_once(reception: Clinic, sign_in: SignIn) -> None:
    desks = [reception, sign_in("manager", "Office")]
    together = Barrier(len(desks))

    def tell(clinic: Clinic) -> Late:
        together.wait()
        return say(clinic, 20, tell=True)

    with ThreadPoolExecutor(len(desks)) as pool:
        results = list(pool.map(tell, desks))
    assert [one.visits[0].told for one in results] == [True, True]
    assert len(reception.call(communications.list_, ListCommunications(facility_id=build.CITY))) == 1


@pytest.mark.usefixtures("at_home")
def test_another_number_of_minutes_is_told_again(reception: Clinic) -> None:
    say(reception, 20, tell=True)
    assert say(reception, 45).visits[0].told is False
    assert say(reception, 45, tell=True).visits[0].told is True
    bodies = [m.body for m in reception.call(communications.list_, ListCommunications(facility_id=build.CITY))]
    assert ["45 minutes" in body for body in bodies] == [True, False]


def test_who_is_here_is_not_written_to(database: URL, reception: Clinic, at_home: UUID) -> None:
    (slot,) = build.slots(database, 1, soon(60))
    here = build.appointment(database, build.patient(database, "Ravi Kumar"), [slot], "arrived")
    shown = say(reception, 10, tell=True)
    assert [(one.appointment_id, one.at_home, one.told) for one in shown.visits] == [
        (at_home, True, True), (here, False, False),
    ]  # fmt: skip
    assert shown.until >= soon(60 + 15 + 9)


def test_a_patient_who_wants_no_messages_gets_none(database: URL, reception: Clinic, at_home: UUID) -> None:
    build.rows(
        database,
        "INSERT INTO patient_consent (id, patient_id, purpose, channel, granted, given_at) "
        "SELECT opd.uuid7(), patient_id, 'messages', 'any', false, now() FROM appointment WHERE id = :id",
        id=at_home,
    )
    assert say(reception, 10, tell=True).visits[0].told is False
    assert reception.call(communications.list_, ListCommunications(facility_id=build.CITY)) == ()


def test_the_calendar_and_the_queue_know_and_it_is_taken_back(reception: Clinic, at_home: UUID) -> None:
    del at_home
    said = say(reception, 25)
    day = _today(reception)
    (exception,) = reception.call(calendar.read, CalendarRequest(facility_id=build.CITY, start=day, end=day)).exceptions
    assert (exception.kind, exception.minutes, exception.practitioner_id) == ("late", 25, build.RAO)
    assert said.undo is not None
    assert say(reception, 0).visits[0].starts_at == say(reception, 0).visits[0].expected_at
    shown = reception.call(calendar.read, CalendarRequest(facility_id=build.CITY, start=day, end=day))
    assert shown.exceptions == ()


def _today(clinic: Clinic) -> Any:

    zone = next(one.time_zone for one in clinic.call(facilities.list_, Nothing()) if one.id == build.CITY)
    return datetime.now(ZoneInfo(zone)).date()


def test_undo_brings_back_what_was_announced_before(reception: Clinic, at_home: UUID) -> None:
    del at_home
    say(reception, 10)
    changed = say(reception, 40)
    assert changed.undo is not None
    reception.call(undo.run, RunUndo(id=changed.undo.id))
    day = _today(reception)
    shown = reception.call(calendar.read, CalendarRequest(facility_id=build.CITY, start=day, end=day))
    assert [one.minutes for one in shown.exceptions] == [10]


def test_a_queue_waits_for_the_doctor_who_is_late(database: URL, reception: Clinic) -> None:
    """Late by an hour from now on: the delay runs down as the time passes, and not until the end of the day."""
    build.slots(database, 12, soon(-30), minutes=30)
    say(reception, 60)
    board = reception.call(queue.board, ListQueue(facility_id=build.CITY))
    rao = next(one for one in board.queues if one.practitioner_id == build.RAO)
    assert 58 <= rao.running_late_minutes <= 60


def test_doctors_announce_for_themselves_and_tell_through_the_desk(sign_in: SignIn, reception: Clinic) -> None:
    del reception
    doctor = sign_in("doctor")
    assert say(doctor, 15).minutes == 15
    with pytest.raises(NotPermitted, match=r"schedule\.own_only"):
        say(sign_in("doctor2"), 15)
    assert not doctor.actor.may(Permission.MESSAGE_SEND)
    with pytest.raises(NotPermitted, match=r"permission\.missing"):
        say(doctor, 15, tell=True)


def test_a_doctor_of_elsewhere_is_refused(reception: Clinic) -> None:
    with pytest.raises(BadInput, match=r"schedule\.practitioner_not_here"):
        say(reception, 15, practitioner=build.LINDQVIST)


def test_the_front_desk_writes_nothing_but_lateness(database: URL, reception: Clinic, sign_in: SignIn) -> None:
    del reception
    build.schedule(database)
    leave = CreateException(
        practitioner_id=build.RAO, facility_id=build.CITY, kind="leave", starts_at=soon(60), ends_at=soon(120)
    )
    sign_in("manager").call(schedules.add_exception, leave)
    values = "VALUES (opd.uuid7(), {}, '{}', '{}', now(), now() + interval '{}', {})"
    insert = "INSERT INTO schedule_exception (id, practitioner_id, facility_id, kind, starts_at, ends_at, minutes) "
    rao = f"'{build.RAO}'"
    refused = [
        *(
            insert + values.format(rao, build.CITY, kind, "1 hour", "NULL")
            for kind in ("leave", "blocked", "extra", "holiday")
        ),
        insert + values.format(rao, build.LAKESIDE, "late", "1 hour", 20),
        "DELETE FROM schedule_exception WHERE kind = 'leave'",
        "UPDATE schedule_exception SET ends_at = ends_at + interval '1 day'",
        "UPDATE provider_schedule SET capacity = 9",
        (
            "INSERT INTO provider_schedule (id, practitioner_id, facility_id, weekly_pattern, slot_minutes, "
            f"valid_from) VALUES (opd.uuid7(), {rao}, '{build.CITY}', '[]', 15, '2020-01-01')"
        ),
        "DELETE FROM provider_schedule",
        "SELECT opd.materialize(id, current_date, current_date) FROM provider_schedule",
    ]
    with build.owner(database) as connection:
        # At one facility only, so that the other is somebody else's.
        connection.exec_driver_sql(
            "DELETE FROM opd.staff_facility m USING opd.staff s WHERE s.id = m.staff_id AND s.login = 'reception' "
            f"AND m.facility_id = '{build.LAKESIDE}'"
        )
    for attack in refused:
        assert sql.refused(sql.try_as(database, "reception", attack)), attack
    nonsense = {
        "longer than a day": (rao, build.CITY, "late", "3 days", 20),
        "of everybody": ("NULL", build.CITY, "late", "1 hour", 20),
        "by no minutes": (rao, build.CITY, "late", "1 hour", "NULL"),
        "by half a day": (rao, build.CITY, "late", "1 hour", 720),
    }
    for name, fields in nonsense.items():
        assert sql.try_as(database, "reception", insert + values.format(*fields)) == "23514", name
    assert sql.try_as(database, "reception", insert + values.format(rao, build.CITY, "late", "1 hour", 20)) == 1
