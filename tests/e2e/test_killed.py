"""Two desk processes and workers on one database; one is killed in the middle. Nothing is lost, nothing done twice."""

import signal
from datetime import UTC, datetime, timedelta
from datetime import time as time_of_day
from uuid import UUID

import pytest
from sqlalchemy import URL, text

from opd_desktop.domain.appointment import HOLD_TIME
from opd_desktop.services import schedules, slots
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.schedules import CreateSchedule, ListSlots, Materialize, Session
from opd_desktop.workers.flow import Flow
from opd_desktop.workers.sender import Sender
from tests.conftest import SignIn
from tests.e2e.conftest import OpenDesk, StartWorker
from tests.e2e.processes import Jobs, until
from tests.support import build
from tests.support import journeys as support

pytestmark = pytest.mark.e2e

SLOTS = 24
CAPACITY = 2


def jobs_of(database: URL, count: int) -> tuple[Jobs, Jobs]:
    """Two desks' work on the same slots, each with patients of its own: together twice what fits."""
    return _share(database, build.slots(database, count, capacity=CAPACITY))


def _patients(database: URL, count: int) -> list[UUID]:
    with build.owner(database) as connection:
        made = connection.execute(
            text(
                "INSERT INTO patient (id, name, phone) SELECT opd.uuid7(), 'Patient ' || n, '+919812345678' "
                "FROM generate_series(1, :count) n RETURNING id"
            ),
            {"count": count},
        )
        return list(made.scalars())


def _share(database: URL, slots: list[UUID]) -> tuple[Jobs, Jobs]:
    # A patient of their own for each: a patient is sent only so many messages a day.
    people = iter(_patients(database, 2 * CAPACITY * len(slots)))
    first = [(next(people), slot) for _ in range(CAPACITY) for slot in slots]
    second = [(next(people), slot) for _ in range(CAPACITY) for slot in reversed(slots)]
    return first, second


def slots_of_a_schedule(manager: Clinic, count: int) -> list[UUID]:
    """Slots that belong to hours, so that a worker, which makes slots ahead, keeps them."""
    day = datetime.now(UTC).date() + timedelta(days=2)
    hours = tuple(Session(weekday=weekday, start=time_of_day(8), end=time_of_day(18)) for weekday in range(7))
    made = manager.call(
        schedules.create,
        CreateSchedule(
            practitioner_id=build.RAO, facility_id=build.CITY, sessions=hours, slot_minutes=15, capacity=CAPACITY,
            valid_from=day,
        ),
    )  # fmt: skip
    manager.call(schedules.materialize, Materialize(id=made.id, start=day, end=day))
    start = datetime(day.year, day.month, day.day, tzinfo=UTC) - timedelta(hours=12)
    wanted = ListSlots(start=start, end=start + timedelta(days=2), practitioner_id=build.RAO)
    return [slot.id for slot in manager.call(slots.list_, wanted)][:count]


def check_database(database: URL, confirmed: list[object]) -> None:
    """What was confirmed is there once; no slot holds more than fits; the counters agree with the rows."""
    there = {str(row["id"]) for row in build.rows(database, "SELECT id FROM appointment WHERE status = 'booked'")}
    assert set(map(str, confirmed)) <= there
    assert len(confirmed) == len(set(confirmed))
    wrong = build.rows(
        database,
        "SELECT s.id FROM time_slot s LEFT JOIN appointment_slot x ON x.slot_id = s.id GROUP BY s.id "
        "HAVING count(x.slot_id) <> s.booked OR count(x.slot_id) > s.capacity",
    )
    assert not wrong


def test_a_desk_killed_while_booking_loses_nothing_and_the_other_goes_on(
    database: URL, sign_in: SignIn, open_desk: OpenDesk
) -> None:
    mine, theirs = jobs_of(database, SLOTS)
    other = open_desk("Desk 2", theirs[: SLOTS // 2])
    until("the other desk is open", lambda: other.all("ready"))
    victim = open_desk("Desk 1", mine)
    until("the first desk is in the middle", lambda: len(victim.all("booked")) >= 5)
    victim.kill()
    confirmed_there = victim.all("booked")
    assert not victim.all("done")
    third = open_desk("Desk 3", theirs[SLOTS // 2 :])
    until("the other desks are through", lambda: other.all("done") and third.all("done"))
    confirmed = [*confirmed_there, *other.all("booked"), *third.all("booked")]
    check_database(database, confirmed)
    assert set(third.all("refused")) <= {"booking.slot_taken"}
    assert set(other.all("refused")) <= {"booking.slot_taken"}
    idle = "SELECT FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%'"
    until("the dead desk's transaction is gone", lambda: not build.rows(database, idle))
    assert other.end() == third.end() == 0
    _each_is_followed_up_once(database, sign_in("opd_worker"))


def _each_is_followed_up_once(database: URL, worker: Clinic) -> None:
    """What a desk committed before it died is known to the worker: one journey and one confirmation each."""
    support.defaults(database)
    flow, sender = Flow(worker, "after"), Sender(worker, "after")
    while flow.work() or sender.send_one():
        pass
    found = build.rows(
        database,
        "SELECT a.id, count(DISTINCT i.id) AS journeys, count(c.id) FILTER (WHERE c.status = 'sent') AS sent, "
        "count(c.id) AS messages FROM appointment a LEFT JOIN journey_instance i ON i.appointment_id = a.id "
        "LEFT JOIN communication c ON c.journey_instance_id = i.id "
        "AND c.template_key = 'appointment-confirmation' GROUP BY a.id",
    )
    assert found
    assert {(row["journeys"], row["messages"], row["sent"]) for row in found} == {(1, 1, 1)}


def test_another_desk_shows_the_bookings_of_one_that_dies_without_a_refresh(database: URL, open_desk: OpenDesk) -> None:
    mine, _ = jobs_of(database, 30)
    watching = open_desk("Desk 2", [], watch=True)
    until("the other desk listens", lambda: watching.all("online"))
    victim = open_desk("Desk 1", mine)
    until("the other desk shows some", lambda: len(watching.all("shown")) >= 5)
    victim.kill()
    confirmed = victim.all("booked")
    assert len(confirmed) < len(mine)
    until("it shows all that were confirmed", lambda: set(confirmed) <= set(watching.all("shown")))
    assert watching.process.poll() is None
    check_database(database, confirmed)


def test_what_a_dead_desk_held_is_free_again_when_its_hold_runs_out(database: URL, open_desk: OpenDesk) -> None:
    held, kept = build.slots(database, 2)
    people = _patients(database, 4)
    victim = open_desk("Desk 1", [(people[0], kept)], hold=[held])
    until("the desk holds a place and has booked another", lambda: victim.all("booked"))
    victim.kill()
    assert build.rows(database, "SELECT desk FROM slot_hold") == [{"desk": "Desk 1"}]
    at_once = open_desk("Desk 2", [(people[1], held)])
    until("the other desk was told", lambda: at_once.all("done"))
    assert at_once.all("refused") == ["booking.slot_taken"]
    (hold,) = build.rows(database, "SELECT expires_at - now() AS rest FROM slot_hold")
    assert timedelta(0) < hold["rest"] <= HOLD_TIME
    build.rows(database, "UPDATE slot_hold SET expires_at = now() - interval '1 s'")
    later = open_desk("Desk 3", [(people[2], held), (people[3], held)])
    until("a third desk is through", lambda: later.all("done"))
    assert (len(later.all("booked")), later.all("refused")) == (1, ["booking.slot_taken"])
    assert build.rows(database, "SELECT held, booked FROM time_slot WHERE id = :id", id=held) == [
        {"held": 0, "booked": 1}
    ]
    check_database(database, [*victim.all("booked"), *later.all("booked")])


def test_a_worker_killed_in_the_middle_starts_no_journey_twice_and_sends_nothing_twice(
    database: URL, sign_in: SignIn, open_desk: OpenDesk, start_worker: StartWorker
) -> None:
    support.defaults(database)
    mine, theirs = _share(database, slots_of_a_schedule(sign_in("manager"), 20))
    victim = start_worker()
    desks = [open_desk("Desk 1", mine), open_desk("Desk 2", theirs)]
    journeys = "SELECT count(*) AS n FROM journey_instance"
    until("the worker is in the middle", lambda: build.rows(database, journeys)[0]["n"] >= 5)
    victim.send_signal(signal.SIGKILL)
    victim.wait(5)
    until("both desks are through", lambda: all(desk.all("done") for desk in desks))
    expire = (
        "UPDATE step_run SET lease_until = now() - interval '1 s' WHERE state = 'leased' RETURNING id",
        "UPDATE communication_attempt SET lease_until = now() - interval '1 s' WHERE ended_at IS NULL RETURNING id",
    )
    for statement in expire:
        build.rows(database, statement)
    start_worker()
    booked = [*desks[0].all("booked"), *desks[1].all("booked")]
    assert len(booked) == 20 * CAPACITY
    waiting = "SELECT count(*) AS n FROM outbox_event WHERE dispatched_at IS NULL"
    until("every event is consumed", lambda: build.rows(database, waiting)[0]["n"] == 0)
    check_database(database, booked)
    per_visit = build.rows(
        database, "SELECT appointment_id, count(*) AS n FROM journey_instance GROUP BY appointment_id"
    )
    assert sorted(str(row["appointment_id"]) for row in per_visit) == sorted(map(str, booked))
    assert {row["n"] for row in per_visit} == {1}
    confirmations = (
        "SELECT journey_instance_id, count(*) AS n, bool_and(status = 'sent') AS sent FROM communication "
        "WHERE template_key = 'appointment-confirmation' GROUP BY journey_instance_id"
    )
    until("every visit is confirmed", lambda: len(build.rows(database, confirmations)) == len(booked))
    until("every confirmation is sent", lambda: all(row["sent"] for row in build.rows(database, confirmations)))
    assert {row["n"] for row in build.rows(database, confirmations)} == {1}
