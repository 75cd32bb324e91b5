"""A day at the desk and in the room, in any order, on a real database: queue, waiting list, hours, undo of it all."""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb
from sqlalchemy import URL

from opd_desktop.domain.errors import OpdError, ServiceUnavailable
from opd_desktop.domain.ids import uuid7
from opd_desktop.services import appointments, check_in, encounters, late, queue, schedules, undo, waitlist
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.appointments import BookAppointment, Cancel, ChangeStatus, CheckIn
from opd_desktop.services.dto.booking import AddToWaitlist, AnswerOffer, OfferPlace
from opd_desktop.services.dto.common import Change, RunUndo
from opd_desktop.services.dto.encounters import CompleteEncounter
from opd_desktop.services.dto.queue import CallNext, ListQueue, QueueChange, Transfer, WalkIn
from opd_desktop.services.dto.schedules import AnnounceLate, PatchSchedule, Session
from opd_desktop.services.operations import Operation
from tests.support import build, pg

SignIn = Callable[..., Clinic]
DOCTORS = (build.RAO, build.MEHTA)
VISITS = "SELECT id, status, starts_at, practitioner_id FROM opd.appointment"
ENTRIES = "SELECT id, state, practitioner_id, skip_count FROM opd.queue_entry"
ENCOUNTERS = "SELECT id, status, practitioner_id FROM opd.encounter"
#: Each part gives a row for something that must not be.
WRONG = """
SELECT 'a slot counted wrongly or overfull' AS what, s.id FROM opd.time_slot s
WHERE s.booked <> (SELECT count(*) FROM opd.appointment_slot x WHERE x.slot_id = s.id) OR s.held <> 0
   OR s.booked > s.capacity
UNION ALL
SELECT 'a visit that is not where its slots are', a.id FROM opd.appointment a
LEFT JOIN opd.appointment_slot x ON x.appointment_id = a.id LEFT JOIN opd.time_slot s ON s.id = x.slot_id
GROUP BY a.id
HAVING CASE WHEN a.status IN ('cancelled', 'waitlist') THEN count(s.id) > 0
            ELSE min(s.starts_at) IS DISTINCT FROM a.starts_at OR max(s.ends_at) IS DISTINCT FROM a.ends_at END
UNION ALL
SELECT 'checked in without a place in the queue, or the reverse', a.id FROM opd.appointment a
WHERE (a.status = 'checked-in' OR a.status = 'fulfilled' AND EXISTS (
        SELECT FROM opd.encounter e WHERE e.appointment_id = a.id AND e.status = 'in-progress'))
  <> EXISTS (SELECT FROM opd.queue_entry q WHERE q.appointment_id = a.id
             AND q.state IN ('waiting', 'called', 'skipped', 'in-consultation'))
UNION ALL
SELECT 'two places in the queue', q.appointment_id FROM opd.queue_entry q
WHERE q.appointment_id IS NOT NULL AND q.state IN ('waiting', 'called', 'skipped', 'in-consultation')
GROUP BY q.appointment_id HAVING count(*) > 1
UNION ALL
SELECT 'an encounter that is not where its patient is', e.id FROM opd.encounter e
JOIN opd.queue_entry q ON q.id = e.queue_entry_id
WHERE (e.status, q.state) NOT IN (('arrived', 'waiting'), ('arrived', 'called'), ('arrived', 'skipped'),
    ('in-progress', 'in-consultation'), ('finished', 'done'), ('cancelled', 'left'), ('cancelled', 'done'))
   OR (e.practitioner_id <> q.practitioner_id AND e.status <> 'cancelled')
UNION ALL
SELECT 'two patients with one doctor', min(q.id::text)::uuid FROM opd.queue_entry q
WHERE q.state = 'in-consultation' GROUP BY q.practitioner_id HAVING count(*) > 1
UNION ALL
SELECT 'one token twice', min(q.id::text)::uuid FROM opd.queue_entry q
GROUP BY q.facility_id, q.service_point, q.day, q.token_number HAVING count(*) > 1
UNION ALL
SELECT 'skips that are not those of the moves', q.id FROM opd.queue_entry q
WHERE q.skip_count > (SELECT count(*) FROM opd.queue_move m WHERE m.queue_entry_id = q.id AND m.to_state = 'skipped')
   OR q.skip_count < 0 OR (q.state = 'skipped' AND q.skip_count = 0)
UNION ALL
SELECT 'a visit outside hours that nobody is asked to call', a.id FROM opd.appointment a
WHERE a.status = 'booked' AND a.starts_at > now() AND EXISTS (
        SELECT FROM opd.appointment_slot x JOIN opd.time_slot t ON t.id = x.slot_id
        WHERE x.appointment_id = a.id AND t.status = 'busy-unavailable')
  AND NOT EXISTS (SELECT FROM opd.affected_visit v WHERE v.appointment_id = a.id
                  AND v.outcome IN ('open', 'no-answer', 'kept'))
UNION ALL
SELECT 'a visit to be called that is inside hours, or is none', v.id FROM opd.affected_visit v
JOIN opd.appointment a ON a.id = v.appointment_id
WHERE v.outcome IN ('open', 'no-answer') AND NOT (a.status = 'booked' AND EXISTS (
        SELECT FROM opd.appointment_slot x JOIN opd.time_slot t ON t.id = x.slot_id
        WHERE x.appointment_id = a.id AND t.status = 'busy-unavailable'))
UNION ALL
SELECT 'an offer that is not so', o.id FROM opd.waitlist_offer o JOIN opd.appointment a ON a.id = o.appointment_id
WHERE o.outcome = 'open' AND (a.status <> 'waitlist' OR o.slot_id IS NULL)
UNION ALL
SELECT 'a free slot of somebody who is not here', t.id FROM opd.time_slot t
JOIN opd.practitioner d ON d.id = t.practitioner_id
WHERE NOT d.active AND t.starts_at > now() AND t.status <> 'busy-unavailable'
UNION ALL
SELECT 'a story that has a gap', h.appointment_id FROM (
    SELECT *, lag(to_status) OVER w AS before, lag(to_starts_at) OVER w AS there FROM opd.appointment_history
    WINDOW w AS (PARTITION BY appointment_id ORDER BY at, id)
) AS h
WHERE (h.from_status, h.from_starts_at) IS DISTINCT FROM (h.before, h.there)
"""
World = dict[UUID, tuple[Any, ...]]


class Day(RuleBasedStateMachine):
    """Desk 0 is a receptionist, desk 1 a manager; the doctor is Rao."""

    desks: tuple[Clinic, Clinic]
    doctor: Clinic
    owner: psycopg.Connection[dict[str, Any]]

    def __init__(self) -> None:
        super().__init__()
        self.people: list[UUID] = []
        self.schedules: list[UUID] = []
        self.world: World = {}
        self.offers: list[tuple[UUID, Clinic, str, World]] = []

    @initialize()
    def a_new_clinic(self) -> None:
        """Two hours in slots of 40 minutes, the first of which began half an hour ago, around noon of the clinic."""
        self.owner.execute("TRUNCATE opd.appointment, opd.time_slot, opd.provider_schedule, opd.schedule_exception, "
                           "opd.patient, opd.undo_record, opd.queue_entry CASCADE")  # fmt: skip
        self.owner.execute("UPDATE opd.practitioner SET active = true WHERE NOT active")
        now = datetime.now(UTC).replace(second=0, microsecond=0)
        west = now.hour - 12
        zone = f"Etc/GMT{west:+d}" if west else "UTC"
        self.owner.execute("UPDATE opd.facility SET time_zone = %s WHERE id = %s", (zone, build.CITY))
        self.noon = now - timedelta(hours=west)
        self.schedules = []
        for doctor, capacity in zip(DOCTORS, (1, 2), strict=True):
            self.schedules.append(uuid7())
            self.owner.execute(
                "INSERT INTO opd.provider_schedule (id, practitioner_id, facility_id, weekly_pattern, slot_minutes, "
                "capacity, valid_from, valid_to) VALUES (%s, %s, %s, %s, 40, %s, %s, %s)",
                (self.schedules[-1], doctor, build.CITY, Jsonb(self._hours(3)), capacity, self.today, self.today),
            )
            self.owner.execute("SELECT opd.materialize(%s, %s, %s)", (self.schedules[-1], self.today, self.today))
        self.people = [uuid7() for _ in range(3)]
        for number, patient in enumerate(self.people):
            self.owner.execute(
                "INSERT INTO opd.patient (id, name, sex, phone) VALUES (%s, %s, 'female', '+919812345678')",
                (patient, f"Patient {number}"),
            )
        self.world = self._look()

    @property
    def today(self) -> date:
        return self.noon.date()

    def _hours(self, count: int) -> list[dict[str, Any]]:
        start = self.noon - timedelta(minutes=30)
        end = start + timedelta(minutes=40 * count)
        return [{"weekday": self.today.weekday(), "start": f"{start:%H:%M}", "end": f"{end:%H:%M}", "breaks": []}]

    # What is done ------------------------------------------------------------------------------------

    def _look(self) -> World:
        return {
            row["id"]: (kind, *(value for name, value in row.items() if name != "id"))
            for kind, query in (("visit", VISITS), ("entry", ENTRIES), ("encounter", ENCOUNTERS))
            for row in self.owner.execute(query).fetchall()
        }

    def _check(self) -> None:
        wrong = self.owner.execute(WRONG).fetchall()
        assert wrong == [], wrong

    def _do(self, who: Clinic, operation: Operation[Any, Any], request: Any) -> Any:
        """Call, and check that what was refused changed nothing, and that all that must hold holds."""
        before = self.world
        try:
            result = who.call(operation, request)
        except OpdError as refused:
            if isinstance(refused, ServiceUnavailable):
                raise
            result = refused
        self.world = self._look()
        if isinstance(result, OpdError):
            assert self.world == before, f"{operation.name} was refused ({result}) and changed something"
        self._check()
        offered = getattr(result, "undo", None)
        if offered is not None:
            changed = {key: before.get(key, ()) for key, state in self.world.items() if before.get(key) != state}
            self.offers.append((offered.id, who, offered.label, changed))
        return None if isinstance(result, OpdError) else result

    def _some(self, kind: str, number: int) -> UUID:
        known = sorted(key for key, state in self.world.items() if state[0] == kind)
        return known[number % len(known)] if known else uuid7()

    def _slot(self, doctor: int, place: int) -> UUID:
        found = self.owner.execute(
            "SELECT id FROM opd.time_slot WHERE practitioner_id = %s ORDER BY starts_at", (DOCTORS[doctor],)
        ).fetchall()
        return found[place % len(found)]["id"] if found else uuid7()

    @rule(desk=st.integers(0, 1), person=st.integers(0, 2), doctor=st.integers(0, 1), place=st.integers(0, 3))
    def book(self, desk: int, person: int, doctor: int, place: int) -> None:
        request = BookAppointment(
            request_id=uuid7(), patient_id=self.people[person], slot_ids=(self._slot(doctor, place),)
        )
        self._do(self.desks[desk], appointments.create, request)

    @rule(desk=st.integers(0, 1), number=st.integers(0, 99))
    def cancel(self, desk: int, number: int) -> None:
        request = Cancel(id=self._some("visit", number), cancel_reason="Travels")
        self._do(self.desks[desk], appointments.cancel, request)

    @rule(desk=st.integers(0, 1), number=st.integers(0, 99), come=st.booleans())
    def come_or_not(self, desk: int, number: int, come: bool) -> None:
        operation = appointments.arrive if come else appointments.no_show
        self._do(self.desks[desk], operation, ChangeStatus(id=self._some("visit", number)))

    @rule(desk=st.integers(0, 1), number=st.integers(0, 99))
    def check_in(self, desk: int, number: int) -> None:
        self._do(self.desks[desk], check_in.check_in, CheckIn(id=self._some("visit", number)))

    @rule(desk=st.integers(0, 1), person=st.integers(0, 2), doctor=st.integers(0, 1))
    def walk_in(self, desk: int, person: int, doctor: int) -> None:
        request = WalkIn(
            facility_id=build.CITY, practitioner_id=DOCTORS[doctor], patient_id=self.people[person], reason="Cough"
        )
        self._do(self.desks[desk], queue.walk_in, request)

    @rule(desk=st.integers(0, 1), doctor=st.integers(0, 1))
    def call_next(self, desk: int, doctor: int) -> None:
        request = CallNext(facility_id=build.CITY, practitioner_id=DOCTORS[doctor])
        mine = self.desks[desk].call(
            queue.board, ListQueue(facility_id=build.CITY, practitioner_ids=(DOCTORS[doctor],))
        )
        first = next((entry.id for line in mine.queues for entry in line.entries), None)
        called = self._do(self.desks[desk], queue.call_next, request)
        assert (called.entry.id if called else None) == first

    @rule(desk=st.integers(0, 1), number=st.integers(0, 99),
          operation=st.sampled_from((queue.call, queue.skip, queue.leave, queue.requeue, queue.recall)))  # fmt: skip
    def move(self, desk: int, number: int, operation: Operation[QueueChange, Any]) -> None:
        self._do(self.desks[desk], operation, QueueChange(id=self._some("entry", number)))

    @rule(desk=st.integers(0, 1), number=st.integers(0, 99), doctor=st.integers(0, 1))
    def transfer(self, desk: int, number: int, doctor: int) -> None:
        request = Transfer(id=self._some("entry", number), practitioner_id=DOCTORS[doctor])
        self._do(self.desks[desk], queue.transfer, request)

    @rule(number=st.integers(0, 99))
    def start(self, number: int) -> None:
        self._do(self.doctor, encounters.start, Change(id=self._some("encounter", number)))

    @rule(number=st.integers(0, 99))
    def complete(self, number: int) -> None:
        self._do(self.doctor, encounters.complete, CompleteEncounter(id=self._some("encounter", number)))

    @rule(number=st.integers(0, 99))
    def complete_a_visit(self, number: int) -> None:
        self._do(self.doctor, check_in.complete, ChangeStatus(id=self._some("visit", number)))

    @rule(desk=st.integers(0, 1), person=st.integers(0, 2), doctor=st.integers(0, 1), place=st.integers(0, 3),
          outcome=st.sampled_from(("accepted", "declined", "no-answer", None)))  # fmt: skip
    def wait_and_be_offered(self, desk: int, person: int, doctor: int, place: int, outcome: Any) -> None:
        now = datetime.now(UTC)
        request = AddToWaitlist(
            request_id=uuid7(), patient_id=self.people[person], practitioner_id=DOCTORS[doctor],
            facility_id=build.CITY, start=now, end=now + timedelta(days=1),
        )  # fmt: skip
        if self._do(self.desks[desk], waitlist.add, request) is None:
            return
        waiting = [key for key, state in self.world.items() if state[:2] == ("visit", "waitlist")]
        wanted = OfferPlace(waitlist_id=max(waiting), slot_id=self._slot(doctor, place))
        offered = self._do(self.desks[desk], waitlist.offer, wanted)
        if offered is not None and outcome is not None:
            answer = AnswerOffer(offer_id=offered.id, outcome=outcome)
            self._do(self.desks[1 - desk], waitlist.answer, answer)

    @rule(desk=st.integers(0, 1), doctor=st.integers(0, 1), minutes=st.sampled_from((0, 15, 40)))
    def run_late(self, desk: int, doctor: int, minutes: int) -> None:
        request = AnnounceLate(facility_id=build.CITY, practitioner_id=DOCTORS[doctor], minutes=minutes)
        self._do(self.desks[desk], late.announce, request)

    @rule(
        doctor=st.integers(0, 1), count=st.integers(1, 4), minutes=st.sampled_from((20, 40)), capacity=st.integers(1, 2)
    )
    def change_hours(self, doctor: int, count: int, minutes: int, capacity: int) -> None:
        sessions = tuple(
            Session(weekday=one["weekday"], start=time.fromisoformat(one["start"]), end=time.fromisoformat(one["end"]))
            for one in self._hours(count)
        )
        request = PatchSchedule(
            id=self.schedules[doctor], sessions=sessions, slot_minutes=minutes, capacity=capacity
        )  # fmt: skip
        self._do(self.desks[1], schedules.patch, request)

    @rule(doctor=st.integers(0, 1))
    def off_or_on(self, doctor: int) -> None:
        # As an administrator does; an import would be let through by the guards.
        self.owner.execute("SET opd.importing = 'off'")
        self.owner.execute("UPDATE opd.practitioner SET active = NOT active WHERE id = %s", (DOCTORS[doctor],))
        self.owner.execute("SET opd.importing = 'on'")
        assert self._look() == self.world
        self._check()

    @precondition(lambda self: self.offers)
    @rule(number=st.integers(0, 3))
    def undo(self, number: int) -> None:
        """One of the newest; what it gives back is what there was."""
        made, who, label, before = self.offers.pop(max(0, len(self.offers) - 1 - number))
        if self._do(who, undo.run, RunUndo(id=made)) is None:
            return
        for key, state in before.items():
            now = self.world[key]
            if not state:
                assert now[1] in ("cancelled", "left"), (label, now)
            elif label == "encounter.started":
                assert now[1] in (state[1], "waiting"), (label, state, now)
            elif label not in ("encounter.completed", "appointment.completed"):
                assert now == state, (label, state, now)


@pytest.fixture
def owner(server: pg.TestServer, database: URL) -> Iterator[psycopg.Connection[dict[str, Any]]]:
    """The owner's connection, each statement for itself."""
    name = str(database.database)
    with psycopg.connect(server.server.dsn(name), autocommit=True, row_factory=dict_row) as connection:
        connection.execute("SET TIME ZONE 'UTC'")
        connection.execute("SET opd.importing = 'on'")
        yield connection


def test_what_must_hold_holds_through_the_day(
    sign_in: SignIn, owner: psycopg.Connection[dict[str, Any]]
) -> None:  # fmt: skip
    class Here(Day):
        desks = (sign_in("reception", desk="Desk 1"), sign_in("manager", desk="Desk 2"))
        doctor = sign_in("doctor", desk="Room 3")

    Here.owner = owner
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=30, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
