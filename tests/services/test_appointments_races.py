"""Two desks at the same place at the same moment: one wins, the other is told, and nothing is left half done."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import UUID

import pytest
from sqlalchemy import URL

from opd_desktop.domain.errors import ChangedElsewhere, Conflict, OpdError, SlotTaken
from opd_desktop.services import appointments, holds, series
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.appointments import Cancel, HoldSlots, Reschedule, Resize
from opd_desktop.services.dto.booking import ChangeSeries
from tests.support import build
from tests.support.booking import book, book_weekly, booked_at, check_counters, look, weekly

SignIn = Callable[..., Clinic]
ROUNDS = 6
WEEK = timedelta(weeks=1)


@pytest.fixture
def desks(sign_in: SignIn) -> tuple[Clinic, Clinic]:
    return sign_in("reception", desk="Desk 1"), sign_in("manager", desk="Desk 2")


def race(*attempts: Callable[[], object]) -> list[OpdError | None]:
    """Do all at once; what each was refused with."""
    gate = Barrier(len(attempts))

    def run(attempt: Callable[[], object]) -> OpdError | None:
        gate.wait()
        try:
            attempt()
        except OpdError as refused:
            return refused
        return None

    with ThreadPoolExecutor(len(attempts)) as pool:
        return list(pool.map(run, attempts))


def test_a_hold_against_a_booking(database: URL, desks: tuple[Clinic, Clinic]) -> None:
    first, second = desks
    patient = build.patient(database)
    for slot in build.slots(database, ROUNDS):
        answers = race(
            lambda slot=slot: first.call(holds.hold, HoldSlots(slot_ids=(slot,))),
            lambda slot=slot: book(second, patient, slot),
        )
        assert sorted(type(one) for one in answers if one is not None) == [SlotTaken]
        (row,) = build.rows(database, "SELECT booked, held FROM time_slot WHERE id = :id", id=slot)
        assert row == {"booked": int(answers[1] is None), "held": int(answers[0] is None)}
    check_counters(database)


def test_a_move_against_a_cancellation(database: URL, desks: tuple[Clinic, Clinic]) -> None:
    first, second = desks
    slots = build.slots(database, 2 * ROUNDS)
    patient = build.patient(database)
    for old, new in zip(slots[::2], slots[1::2], strict=True):
        visit = book(first, patient, old)
        seen = {"id": visit.id, "row_version": visit.row_version}
        answers = race(
            lambda seen=seen, new=new: first.call(appointments.reschedule, Reschedule(slot_ids=(new,), **seen)),
            lambda seen=seen: second.call(appointments.cancel, Cancel(cancel_reason="Travels", **seen)),
        )
        assert [type(one) for one in answers if one is not None] == [ChangedElsewhere]
        now = look(first, visit.id)
        if answers[1] is None:
            assert (now.status.value, now.starts_at) == ("cancelled", visit.starts_at)
        else:
            assert (now.status.value, now.starts_at) == ("booked", visit.starts_at + timedelta(minutes=15))
    check_counters(database)


def test_a_longer_visit_against_a_booking_behind_it(database: URL, desks: tuple[Clinic, Clinic]) -> None:
    first, second = desks
    slots = build.slots(database, 2 * ROUNDS)
    patient, other = build.patient(database), build.patient(database, "Arjun Nair")
    for one, after in zip(slots[::2], slots[1::2], strict=True):
        visit = book(first, patient, one)
        answers = race(
            lambda visit=visit: first.call(appointments.resize, Resize(id=visit.id, slots=2)),
            lambda after=after: book(second, other, after),
        )
        assert [type(refused) for refused in answers if refused is not None] == [SlotTaken]
    check_counters(database)


def test_a_series_against_a_single_visit(database: URL, desks: tuple[Clinic, Clinic]) -> None:
    first, second = desks
    weeks = [build.slots(database, 4, build.tomorrow() + WEEK * number) for number in range(3)]
    patient, other = build.patient(database), build.patient(database, "Arjun Nair")
    for number in range(4):
        answers = race(
            lambda number=number: first.call(series.create, weekly(patient, weeks[0][number])),
            lambda number=number: book(second, other, weeks[2][number]),
        )
        codes = [one.code for one in answers if one is not None]
        assert codes in (["series.dates_missing"], ["booking.slot_taken"]), codes
        count = [booked_at(database).count(build.tomorrow() + WEEK * week + timedelta(minutes=15 * number))
                 for week in range(3)]  # fmt: skip
        assert count == ([1, 1, 1] if answers[0] is None else [0, 0, 1])
    check_counters(database)


def test_two_series_that_cross(database: URL, desks: tuple[Clinic, Clinic]) -> None:
    first, second = desks
    for number in range(5):
        build.slots(database, 2, build.tomorrow() + WEEK * number)
    at = build.tomorrow()
    slots = {row["starts_at"]: row["id"] for row in build.rows(database, "SELECT id, starts_at FROM time_slot")}
    patient, other = build.patient(database), build.patient(database, "Arjun Nair")
    answers = race(
        lambda: first.call(series.create, weekly(patient, slots[at], count=4)),
        lambda: second.call(series.create, weekly(other, slots[at + WEEK], count=4)),
    )
    assert [one.code for one in answers if one is not None] == ["series.dates_missing"]
    assert len(booked_at(database)) == 4
    check_counters(database)


def test_a_series_moves_while_one_of_its_visits_is_cancelled(database: URL, desks: tuple[Clinic, Clinic]) -> None:
    first, second = desks
    weeks = [build.slots(database, 2, build.tomorrow() + WEEK * number) for number in range(3)]
    made = book_weekly(first, build.patient(database), weeks[0][0])
    visits: list[UUID] = [visit.id for visit in made.appointments]
    move = ChangeSeries(appointment_id=visits[0], scope="all", what="move", minutes=15)
    answers = race(
        lambda: first.call(series.change, move),
        lambda: second.call(appointments.cancel, Cancel(id=visits[1], cancel_reason="Travels")),
    )
    assert all(one is None or isinstance(one, Conflict) for one in answers), answers
    now = [look(first, visit) for visit in visits]
    assert now[1].status.value == "cancelled"
    assert [one.starts_at for one in (now[0], now[2])] == [
        build.tomorrow() + WEEK * number + timedelta(minutes=15) for number in (0, 2)
    ]
    check_counters(database)
