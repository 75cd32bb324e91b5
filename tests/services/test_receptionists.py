"""Two receptionists do whatever they like, in any order, on a real database: what must hold, holds after each step."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test
from psycopg.rows import dict_row
from sqlalchemy import URL

from opd_desktop.domain.errors import OpdError, ServiceUnavailable
from opd_desktop.domain.ids import uuid7
from opd_desktop.services import appointments, check_in, facilities, holds, series, undo, waitlist
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.appointments import (
    BookAppointment,
    Cancel,
    ChangeStatus,
    CheckIn,
    HoldSlots,
    ReleaseHold,
    Reschedule,
    ResetStatus,
    Resize,
)
from opd_desktop.services.dto.booking import AddToWaitlist, BookSeries, ChangeSeries
from opd_desktop.services.dto.common import Nothing, RunUndo
from opd_desktop.services.dto.facilities import ListLocations
from opd_desktop.services.operations import Operation
from tests.support import build, pg

SignIn = Callable[..., Clinic]
QUARTER = timedelta(minutes=15)
PER_DAY, DAYS = 4, 3
DOCTORS = (build.RAO, build.MEHTA)
OWNER_ROWS = """
SELECT a.id, a.status, a.starts_at, a.ends_at, a.practitioner_id,
    ARRAY(SELECT slot_id FROM opd.appointment_slot x WHERE x.appointment_id = a.id ORDER BY 1) AS slots,
    ARRAY(SELECT location_id FROM opd.appointment_resource r WHERE r.appointment_id = a.id ORDER BY 1) AS rooms,
    (SELECT count(*) FROM opd.appointment_history h WHERE h.appointment_id = a.id) AS moves
FROM opd.appointment a
"""
#: Each part gives a row for something that must not be.
WRONG = """
SELECT 'a slot over its capacity, or counted wrongly' AS what, s.id FROM opd.time_slot s
WHERE s.booked + s.held > s.capacity + s.overbook_limit
   OR s.booked <> (SELECT count(*) FROM opd.appointment_slot x WHERE x.slot_id = s.id)
   OR s.held <> (SELECT count(*) FROM opd.slot_hold h WHERE h.slot_id = s.id)
   OR s.booked + s.held > s.capacity AND NOT EXISTS (
        SELECT FROM opd.appointment_slot x JOIN opd.appointment a ON a.id = x.appointment_id
        WHERE x.slot_id = s.id AND a.overbooked)
UNION ALL
SELECT 'a period that is not that of its slots', a.id FROM opd.appointment a
LEFT JOIN opd.appointment_slot x ON x.appointment_id = a.id LEFT JOIN opd.time_slot s ON s.id = x.slot_id
GROUP BY a.id
HAVING CASE WHEN a.status IN ('cancelled', 'waitlist') THEN count(s.id) > 0
            ELSE min(s.starts_at) <> a.starts_at OR max(s.ends_at) <> a.ends_at OR count(s.id) = 0
              OR bool_or(s.practitioner_id <> a.practitioner_id)
              OR sum(s.ends_at - s.starts_at) <> a.ends_at - a.starts_at END
UNION ALL
SELECT 'a room that is not as long as the visit, or not free again', a.id
FROM opd.appointment_resource r JOIN opd.appointment a ON a.id = r.appointment_id
WHERE (r.starts_at, r.ends_at) <> (a.starts_at, a.ends_at) OR a.status IN ('cancelled', 'waitlist')
UNION ALL
SELECT 'two visits in one room', r.appointment_id
FROM opd.appointment_resource r JOIN opd.appointment_resource o ON o.location_id = r.location_id
 AND o.appointment_id <> r.appointment_id AND o.starts_at < r.ends_at AND o.ends_at > r.starts_at
UNION ALL
SELECT 'a story that has a gap', h.appointment_id FROM (
    SELECT *, lag(to_status) OVER w AS before, lag(to_starts_at) OVER w AS there FROM opd.appointment_history
    WINDOW w AS (PARTITION BY appointment_id ORDER BY at, id)
) AS h
WHERE (h.from_status, h.from_starts_at) IS DISTINCT FROM (h.before, h.there)
UNION ALL
SELECT 'a story that ends elsewhere', a.id FROM opd.appointment a CROSS JOIN LATERAL (
    SELECT * FROM opd.appointment_history h WHERE h.appointment_id = a.id ORDER BY h.at DESC, h.id DESC LIMIT 1
) AS h
WHERE (h.to_status, h.to_starts_at, h.to_practitioner_id) <> (a.status, a.starts_at, a.practitioner_id)
UNION ALL
SELECT 'checked in and not in the queue, or the reverse', a.id FROM opd.appointment a
WHERE (a.status = 'checked-in') <> EXISTS (
    SELECT FROM opd.queue_entry q WHERE q.appointment_id = a.id AND q.state IN ('waiting', 'called', 'skipped'))
"""
#: A state of a visit: status, start, end, practitioner, slots, rooms.
State = tuple[str, datetime, datetime, UUID, frozenset[UUID], frozenset[UUID]]


@dataclass(frozen=True)
class Offered:
    """An undo, who may do it, and how the visits were before (None: there was none)."""

    id: UUID
    desk: int
    before: dict[UUID, State | None]


class Receptionists(RuleBasedStateMachine):
    """Desk 0 may not overbook or reset late; desk 1 may."""

    desks: tuple[Clinic, Clinic]
    owner: psycopg.Connection[dict[str, Any]]
    database: URL
    room: UUID

    def __init__(self) -> None:
        super().__init__()
        self.slots: dict[UUID, list[UUID]] = {}
        self.people: list[UUID] = []
        self.states: dict[UUID, State] = {}
        self.moves: dict[UUID, int] = {}
        self.offers: list[Offered] = []
        self.told: tuple[set[UUID], set[UUID]] = (set(), set())
        self.held: list[UUID] = []
        self.series: list[UUID] = []

    @initialize()
    def a_new_clinic(self) -> None:
        """Three days with four quarters of an hour each, the first of which begins soon."""
        self.owner.execute("TRUNCATE opd.appointment, opd.appointment_series, opd.time_slot, opd.provider_schedule, "
                           "opd.patient, opd.undo_record CASCADE")  # fmt: skip
        soon = datetime.now(UTC).replace(microsecond=0) + timedelta(minutes=5)
        for doctor, capacity, overbook in ((build.RAO, 1, 1), (build.MEHTA, 2, 0)):
            schedule = uuid7()
            self.owner.execute(
                "INSERT INTO opd.provider_schedule (id, practitioner_id, facility_id, weekly_pattern, slot_minutes, "
                "capacity, overbook_limit, valid_from) VALUES (%s, %s, %s, '[]', 15, %s, %s, '2020-01-01')",
                (schedule, doctor, build.CITY, capacity, overbook),
            )
            made = self.owner.execute(
                "INSERT INTO opd.time_slot (schedule_id, practitioner_id, facility_id, starts_at, ends_at, capacity, "
                "overbook_limit) SELECT %s, %s, %s, %s + day * interval '1 day' + n * interval '15 minutes', "
                "%s + day * interval '1 day' + (n + 1) * interval '15 minutes', %s, %s "
                "FROM generate_series(0, %s) AS day, generate_series(0, %s) AS n ORDER BY 4 RETURNING id, starts_at",
                (schedule, doctor, build.CITY, soon, soon, capacity, overbook, DAYS - 1, PER_DAY - 1),
            ).fetchall()
            self.slots[doctor] = [row["id"] for row in sorted(made, key=lambda row: row["starts_at"])]
        self.people = [uuid7() for _ in range(3)]
        for number, patient in enumerate(self.people):
            self.owner.execute(
                "INSERT INTO opd.patient (id, name, sex, phone) VALUES (%s, %s, 'female', '+919812345678')",
                (patient, f"Patient {number}"),
            )

    # What is done ------------------------------------------------------------------------------------

    def _do(self, desk: int, operation: Operation[Any, Any], request: Any) -> Any:
        """Call, and check that what was refused changed nothing and that what changed is in the story, once."""
        states, moves = self.states, self.moves
        try:
            result = self.desks[desk].call(operation, request)
        except OpdError as refused:
            if isinstance(refused, ServiceUnavailable):
                raise
            result = refused
        rows = self.owner.execute(OWNER_ROWS).fetchall()
        self.states = {row["id"]: _state(row) for row in rows}
        self.moves = {row["id"]: row["moves"] for row in rows}
        changed = {key for key, state in self.states.items() if states.get(key) != state}
        if isinstance(result, OpdError):
            assert not changed, f"{operation.name} was refused ({result}) and changed something"
        assert {key for key in self.states if self.moves[key] != moves.get(key, 0)} == {
            key for key in changed if (states.get(key) or ())[:4] != self.states[key][:4]
        }
        assert all(self.moves[key] == moves.get(key, 0) + 1 for key in changed)
        wrong = self.owner.execute(WRONG).fetchall()
        assert wrong == [], wrong
        offered = getattr(result, "undo", None)
        if offered is not None:
            self.offers.append(Offered(offered.id, desk, {key: states.get(key) for key in changed}))
            self.told[desk].add(offered.id)
        return None if isinstance(result, OpdError) else result

    def _visit(self, number: int) -> UUID:
        return sorted(self.states)[number % len(self.states)]

    def _slots(self, doctor: int, place: int, length: int) -> tuple[UUID, ...]:
        day, first = divmod(place, PER_DAY)
        first = min(first, PER_DAY - length)
        return tuple(self.slots[DOCTORS[doctor]][day * PER_DAY + first : day * PER_DAY + first + length])

    @rule(desk=st.integers(0, 1), person=st.integers(0, 2), doctor=st.integers(0, 1), place=st.integers(0, 11),
          length=st.integers(1, 3), overbook=st.booleans(), room=st.booleans())  # fmt: skip
    def book(self, desk: int, person: int, doctor: int, place: int, length: int, overbook: bool, room: bool) -> None:
        request = BookAppointment(
            request_id=uuid7(), patient_id=self.people[person], slot_ids=self._slots(doctor, place, length),
            overbook_reason="Urgent" if overbook else None, resource_ids=(self.room,) if room else (),
        )  # fmt: skip
        made = self._do(desk, appointments.create, request)
        if made is not None:
            assert self._do(1 - desk, appointments.create, request).appointment == made.appointment

    @precondition(lambda self: len(self.held) < 2)
    @rule(desk=st.integers(0, 1), doctor=st.integers(0, 1), place=st.integers(0, 11))
    def hold(self, desk: int, doctor: int, place: int) -> None:
        made = self._do(desk, holds.hold, HoldSlots(slot_ids=self._slots(doctor, place, 1)))
        if made is not None:
            self.held.append(made.id)

    @precondition(lambda self: self.held)
    @rule(desk=st.integers(0, 1), number=st.integers(0, 9))
    def release(self, desk: int, number: int) -> None:
        self._do(desk, holds.release, ReleaseHold(id=self.held.pop(number % len(self.held))))

    @precondition(lambda self: self.states)
    @rule(desk=st.integers(0, 1), visit=st.integers(0, 99), doctor=st.integers(0, 1), place=st.integers(0, 11),
          length=st.integers(1, 3))  # fmt: skip
    def move(self, desk: int, visit: int, doctor: int, place: int, length: int) -> None:
        request = Reschedule(id=self._visit(visit), slot_ids=self._slots(doctor, place, length))
        self._do(desk, appointments.reschedule, request)

    @precondition(lambda self: self.states)
    @rule(desk=st.integers(0, 1), visit=st.integers(0, 99), length=st.integers(1, 4))
    def resize(self, desk: int, visit: int, length: int) -> None:
        self._do(desk, appointments.resize, Resize(id=self._visit(visit), slots=length))

    @precondition(lambda self: self.states)
    @rule(desk=st.integers(0, 1), visit=st.integers(0, 99))
    def cancel(self, desk: int, visit: int) -> None:
        self._do(desk, appointments.cancel, Cancel(id=self._visit(visit), cancel_reason="Travels"))

    @precondition(lambda self: self.states)
    @rule(desk=st.integers(0, 1), visit=st.integers(0, 99))
    def reset(self, desk: int, visit: int) -> None:
        self._do(desk, appointments.reset, ResetStatus(id=self._visit(visit), why="By mistake"))

    @precondition(lambda self: self.states)
    @rule(desk=st.integers(0, 1), visit=st.integers(0, 99))
    def arrive(self, desk: int, visit: int) -> None:
        self._do(desk, appointments.arrive, ChangeStatus(id=self._visit(visit)))

    @rule(desk=st.integers(0, 1), person=st.integers(0, 2), doctor=st.integers(0, 1))
    def wait(self, desk: int, person: int, doctor: int) -> None:
        now = datetime.now(UTC)
        request = AddToWaitlist(
            request_id=uuid7(), patient_id=self.people[person], practitioner_id=DOCTORS[doctor],
            facility_id=build.CITY, start=now, end=now + timedelta(days=5),
        )  # fmt: skip
        self._do(desk, waitlist.add, request)

    @precondition(lambda self: any(state[0] == "waitlist" for state in self.states.values()))
    @rule(desk=st.integers(0, 1), number=st.integers(0, 9), doctor=st.integers(0, 1), place=st.integers(0, 11))
    def book_who_waits(self, desk: int, number: int, doctor: int, place: int) -> None:
        waiting = sorted(key for key, state in self.states.items() if state[0] == "waitlist")
        entry = waiting[number % len(waiting)]
        (row,) = self.owner.execute("SELECT patient_id FROM opd.appointment WHERE id = %s", (entry,)).fetchall()
        request = BookAppointment(
            request_id=uuid7(), patient_id=row["patient_id"], slot_ids=self._slots(doctor, place, 1), waitlist_id=entry
        )
        self._do(desk, appointments.create, request)

    @precondition(lambda self: self.states)
    @rule(desk=st.integers(0, 1), visit=st.integers(0, 99))
    def check_in(self, desk: int, visit: int) -> None:
        self._do(desk, check_in.check_in, CheckIn(id=self._visit(visit)))

    @precondition(lambda self: self.states)
    @rule(desk=st.integers(0, 1), visit=st.integers(0, 99))
    def no_show_too_early(self, desk: int, visit: int) -> None:
        assert self._do(desk, appointments.no_show, ChangeStatus(id=self._visit(visit))) is None

    @rule(desk=st.integers(0, 1), person=st.integers(0, 2), doctor=st.integers(0, 1), place=st.integers(0, 7),
          count=st.integers(2, 3), skip=st.booleans())  # fmt: skip
    def book_series(self, desk: int, person: int, doctor: int, place: int, count: int, skip: bool) -> None:
        request = BookSeries(
            request_id=uuid7(), patient_id=self.people[person], slot_ids=self._slots(doctor, place, 1),
            rrule=f"FREQ=DAILY;COUNT={count}", skip_missing=skip,
        )  # fmt: skip
        made = self._do(desk, series.create, request)
        if made is not None:
            assert len(made.appointments) + len(made.missing) == count
            self.series += [visit.id for visit in made.appointments]

    @precondition(lambda self: self.series)
    @rule(desk=st.integers(0, 1), visit=st.integers(0, 99), scope=st.sampled_from(("one", "following", "all")),
          minutes=st.sampled_from((-24 * 60, -15, 15, 30, 24 * 60, None)), skip=st.booleans())  # fmt: skip
    def change_series(self, desk: int, visit: int, scope: Any, minutes: int | None, skip: bool) -> None:
        request = ChangeSeries(
            appointment_id=self.series[visit % len(self.series)], scope=scope, minutes=minutes,
            what="cancel" if minutes is None else "move", cancel_reason="Travels", skip_refused=skip,
        )  # fmt: skip
        done = self._do(desk, series.change, request)
        if done is not None and done.refused and not skip:
            assert done.changed == ()

    @rule(desk=st.integers(0, 1))
    def what_would_be_undone(self, desk: int) -> None:
        """Only what was offered: no part of something larger, and no undoing of an undo."""
        newest = self.desks[desk].call(undo.last, Nothing())
        assert newest is None or newest.id in self.told[desk], newest

    @precondition(lambda self: self.offers)
    @rule(number=st.integers(0, 5))
    def undo(self, number: int) -> None:
        """One of the newest; what it gives back is what there was."""
        offered = self.offers.pop(max(0, len(self.offers) - 1 - number))
        if self._do(offered.desk, undo.run, RunUndo(id=offered.id)) is None:
            return
        for visit, before in offered.before.items():
            if before is None:
                assert self.states[visit][0] == "cancelled"
            else:
                assert self.states[visit] == before


def _state(row: dict[str, Any]) -> State:
    return (
        row["status"], row["starts_at"], row["ends_at"], row["practitioner_id"], frozenset(row["slots"]),
        frozenset(row["rooms"]),
    )  # fmt: skip


@pytest.fixture
def owner(server: pg.TestServer, database: URL) -> Iterator[psycopg.Connection[dict[str, Any]]]:
    """The owner's connection, each statement for itself."""
    name = str(database.database)
    with psycopg.connect(server.server.dsn(name), autocommit=True, row_factory=dict_row) as connection:
        connection.execute("SET TIME ZONE 'UTC'")
        connection.execute("SET opd.importing = 'on'")
        yield connection


def test_what_must_hold_holds_whatever_two_receptionists_do(
    database: URL, sign_in: SignIn, owner: psycopg.Connection[dict[str, Any]]
) -> None:
    desk = sign_in("reception", desk="Desk 1")
    rooms = {one.name: one.id for one in desk.call(facilities.locations, ListLocations(facility_id=build.CITY))}

    class Here(Receptionists):
        desks = (desk, sign_in("manager", desk="Desk 2"))
        room = rooms["Room 8"]

    Here.owner, Here.database = owner, database
    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=40, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
        ),
    )
