"""First available: the same as looking at every slot, by doctor, specialty, service, days, hours and length."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import URL, text

from opd_desktop.domain.clinic_time import clock_changes
from opd_desktop.domain.errors import BadInput
from opd_desktop.domain.ids import uuid7
from opd_desktop.domain.slots import Deviation, Hours, Pattern
from opd_desktop.services import holds, slots
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.appointments import HoldSlots
from opd_desktop.services.dto.booking import FindFirst, Found
from tests.support import build, clock
from tests.support.booking import book
from tests.support.patterns import add_exception, add_schedule, deviations, patterns

SignIn = Callable[..., Clinic]
KOLKATA, BERLIN = ZoneInfo("Asia/Kolkata"), ZoneInfo("Europe/Berlin")
SPECIALTY = {one.id: one.specialty for one in build.DOCTORS}
NAME = {one.id: one.display_name for one in build.DOCTORS}
DOCTORS = (build.RAO, build.MEHTA, build.SILVA, build.LINDQVIST)
EVERYBODY = tuple(one.id for one in build.DOCTORS)
QUARTER = timedelta(minutes=15)
#: The next two changes of the clocks of one facility; the other one's clocks never change.
CHANGES = [at for at, _ in clock_changes(BERLIN, build.tomorrow(), build.tomorrow() + timedelta(days=360))][:2]
#: In two days at the city clinic.
NOON = datetime.combine(datetime.now(KOLKATA).date() + timedelta(days=2), time(12), KOLKATA)


@pytest.fixture
def desk(sign_in: SignIn) -> Clinic:
    return sign_in("reception")


def find(clinic: Clinic, **asked: Any) -> list[tuple[UUID, ...]]:
    return [one.slot_ids for one in clinic.call(slots.find, FindFirst(**asked))]


def scheduled(database: URL, practitioner: UUID = build.RAO, *sessions: tuple[time, time], **more: Any) -> None:
    """A schedule with the same hours every day, and its slots of a week."""
    pattern = Pattern(
        tuple(Hours(day, start, end) for day in range(7) for start, end in sessions), more.get("minutes", 15),
        date(2020, 1, 1), buffer_after=more.get("buffer", 0),
    )  # fmt: skip
    with build.owner(database) as owner:
        made = add_schedule(owner, pattern, practitioner=practitioner)
        owner.execute(
            text("SELECT opd.materialize(:id, current_date + 1, current_date + 7)"), {"id": made}
        )  # fmt: skip


def slots_read(clinic: Clinic, request: FindFirst) -> float:
    """How many slots the search looks at."""
    several, windows = request.length > 1, bool(request.days or request.from_time or request.to_time)
    sql = slots.find_sql(several=several, windows=windows, service=False)

    with clinic._uow(clinic.actor, slots.find.name) as tx:
        params = slots.find_params(tx, clinic.actor, request, slots._SOON)
        (row,) = tx.rows(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}", **params)
    read, nodes = 0.0, [row["QUERY PLAN"][0]["Plan"]]
    while nodes:
        node = nodes.pop()
        nodes += node.get("Plans", [])
        if node.get("Relation Name") == "time_slot":
            read += node["Actual Loops"] * (node["Actual Rows"] + node.get("Rows Removed by Filter", 0))
    return read


def test_the_soonest_free_place_passes_over_full_held_and_closed_ones(database: URL, sign_in: SignIn) -> None:
    first, second = sign_in("reception", desk="Desk 1"), sign_in("manager", desk="Desk 2")
    made = build.slots(database, 5)
    book(first, build.patient(database), made[0])
    first.call(holds.hold, HoldSlots(slot_ids=(made[1],)))
    build.rows(database, "UPDATE time_slot SET status = 'busy-unavailable' WHERE id = :id", id=made[2])
    build.slots(database, 1, datetime.now(UTC) - timedelta(hours=1), practitioner=build.MEHTA)
    found = second.call(slots.find, FindFirst(facility_id=build.CITY))
    assert found[0] == Found(
        practitioner_id=build.RAO, practitioner_name="Dr Rao", facility_id=build.CITY, slot_ids=(made[3],),
        starts_at=build.tomorrow() + 3 * QUARTER, ends_at=build.tomorrow() + 4 * QUARTER,
    )  # fmt: skip
    assert [one.slot_ids for one in found] == [(made[3],), (made[4],)]
    assert find(second, length=2) == [(made[3], made[4])]
    assert find(second, length=3) == []
    # Of two doctors at the same time the first by name, also when only one place is asked for.
    (other,) = build.slots(database, 1, build.tomorrow() + 3 * QUARTER, practitioner=build.MEHTA)
    assert find(second, limit=1) == [(other,)]
    build.rows(database, "DELETE FROM time_slot WHERE id = :id", id=other)
    # A hold that has run out is in nobody's way, though the counter still has it.
    build.rows(database, "UPDATE slot_hold SET expires_at = now() - interval '1 second'")
    assert find(second, limit=1) == [(made[1],)]


def test_who_is_not_at_a_facility_finds_nothing_there(database: URL, sign_in: SignIn) -> None:
    (away,) = build.slots(database, 1, practitioner=build.LINDQVIST, facility=build.LAKESIDE)
    assert find(sign_in("reception")) == [(away,)]
    doctor = sign_in("doctor")
    assert find(doctor) == find(doctor, facility_id=build.LAKESIDE) == []
    with pytest.raises(BadInput, match=r"input\.invalid"):
        find(doctor, from_time=time(12), to_time=time(12))


def test_a_long_visit_keeps_to_the_buffers(database: URL, desk: Clinic) -> None:
    made = [build.slots(database, 1, build.tomorrow() + timedelta(minutes=20 * number))[0] for number in range(3)]
    assert find(desk, length=2) == []
    build.rows(database, "UPDATE provider_schedule SET buffer_before = 2, buffer_after = 3")
    assert find(desk, length=2) == [(made[0], made[1]), (made[1], made[2])]
    assert find(desk, length=3) == [tuple(made)]


def test_a_place_far_ahead_is_found_whatever_is_asked(database: URL, desk: Clinic) -> None:
    # A long visit over the moment up to which is looked first, one of some months ahead, and one after a year.
    soon = clock.soon(0) + slots._SOON
    over = build.slots(database, 2, soon - QUARTER)
    late = build.slots(database, 2, build.tomorrow() + timedelta(days=200), practitioner=build.MEHTA)
    build.slots(database, 2, build.tomorrow() + timedelta(days=367), practitioner=build.SILVA)
    assert find(desk, length=2) == [tuple(over), tuple(late)]
    assert find(desk, length=2, limit=1) == [tuple(over)]
    assert find(desk, days=range(7)) == [(one,) for one in over + late]
    assert find(desk, from_time=time(14), to_time=time(15), practitioner_ids=(build.MEHTA,)) == [(one,) for one in late]


def test_who_is_free_sooner_but_not_so_long_does_not_hide_the_others(database: URL, desk: Clinic) -> None:
    # One doctor has many single slots and no longer place; the other one's long place is after the first of them.
    for number in range(6):
        build.slots(database, 1, build.tomorrow() + 2 * number * QUARTER)
    place = build.slots(database, 2, build.tomorrow() + 5 * QUARTER, practitioner=build.MEHTA)
    assert find(desk, length=2, limit=1) == [tuple(place)]
    assert len(find(desk, limit=1)) == 1


def test_who_is_never_free_so_long_is_looked_at_no_further_than_the_others_need(database: URL, desk: Clinic) -> None:
    build.slots(database, 3)
    build.slots(database, 2, build.tomorrow() + timedelta(minutes=5), practitioner=build.SILVA)
    single = build.slots(database, 1, build.tomorrow() + timedelta(minutes=10), practitioner=build.MEHTA)
    build.rows(
        database,
        "INSERT INTO time_slot (schedule_id, practitioner_id, facility_id, starts_at, ends_at, capacity) "
        "SELECT schedule_id, practitioner_id, facility_id, starts_at + n * interval '1 hour', "
        "ends_at + n * interval '1 hour', 1 FROM time_slot, generate_series(1, 500) AS n WHERE id = :id",
        id=single[0],
    )
    assert len(find(desk, length=2, limit=2)) == 2
    assert 5 < slots_read(desk, FindFirst(start=build.tomorrow(), length=2, limit=2)) < 100


# Longer than anybody's hours -------------------------------------------------------------------------


def test_a_visit_longer_than_anybodys_hours_looks_at_no_slot(database: URL, desk: Clinic) -> None:
    scheduled(database, build.RAO, (time(9), time(12)))
    scheduled(database, build.MEHTA, (time(8), time(9)))
    assert len(find(desk, length=12)) == 7
    assert slots_read(desk, FindFirst(length=12)) > 0
    assert find(desk, length=13) == []
    assert slots_read(desk, FindFirst(length=13)) == 0
    morning = {"from_time": time(10), "to_time": time(12)}
    assert len(find(desk, length=8, **morning)) == 7
    assert slots_read(desk, FindFirst(length=9, **morning)) == 0


def test_hours_that_join_are_as_long_as_both(database: URL, desk: Clinic) -> None:
    """Two sessions with buffers between their slots, two schedules one after the other, an extra session."""
    scheduled(database, build.RAO, (time(9), time(10)), (time(10), time(11)), buffer=15)
    assert len(find(desk, length=4)) == 7
    scheduled(database, build.MEHTA, (time(9), time(10)))
    scheduled(database, build.MEHTA, (time(10), time(12)))
    assert len(find(desk, length=12)) == 7
    assert find(desk, length=13) == []
    extra = Deviation("extra", NOON, NOON + timedelta(hours=1))
    with build.owner(database) as owner:
        add_exception(owner, extra, build.MEHTA)
        owner.execute(
            text("SELECT opd.materialize(id, current_date + 1, current_date + 7) FROM provider_schedule "
                 "WHERE practitioner_id = :id"), {"id": build.MEHTA},
        )  # fmt: skip
    assert len(find(desk, length=13)) == 4, "on one day, from four starts"


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pattern=patterns(), at=st.sampled_from((0, 1)), data=st.data())
def test_no_place_is_missed_since_the_hours_seem_too_short(
    database: URL, desk: Clinic, pattern: Pattern, at: int, data: st.DataObject
) -> None:
    """The longest run of slots in the days around a change of the clocks is found, and none that is longer."""
    first = CHANGES[at].date() - timedelta(days=data.draw(st.integers(0, 2)))
    around = data.draw(deviations(BERLIN, first, first + timedelta(days=4)))
    with build.owner(database) as owner:
        owner.exec_driver_sql("TRUNCATE time_slot, schedule_exception, provider_schedule CASCADE")
        owner.execute(text("UPDATE facility SET time_zone = 'Europe/Berlin' WHERE id = :id"), {"id": build.CITY})
        for number, one in enumerate(around):
            add_exception(owner, one, None if number % 2 else build.RAO)
        made = add_schedule(owner, replace(pattern, valid_to=None))
        owner.execute(
            text("SELECT opd.materialize(:id, :first, :last)"),
            {"id": made, "first": first, "last": first + timedelta(days=5)},
        )
    rows = build.rows(database, "SELECT starts_at, ends_at FROM time_slot ORDER BY starts_at")
    gap, longest, run = timedelta(minutes=pattern.buffer_before + pattern.buffer_after), min(len(rows), 1), 1
    for one, after in pairwise(rows):
        run = run + 1 if after["starts_at"] - one["ends_at"] <= gap else 1
        longest = max(longest, run)
    start = CHANGES[at] - timedelta(days=4)
    if longest:
        assert len(find(desk, start=start, length=min(longest, 32), limit=1)) == 1
    if longest < 32:
        assert find(desk, start=start, length=longest + 1) == []


# Against looking at every slot ----------------------------------------------------------------------

#: Quarters of an hour of the next three days; a slot of a doctor is one, with a capacity and how many are booked.
PLACES = st.lists(
    st.tuples(st.sampled_from(DOCTORS), st.integers(0, 71), st.integers(1, 2), st.integers(0, 2), st.booleans()),
    max_size=40, unique_by=lambda place: (place[0], place[1]),
)  # fmt: skip
HOURS = st.sampled_from(((None, None), (time(9), None), (None, time(13)), (time(10, 15), time(15, 45))))
ASKED = st.fixed_dictionaries(
    {
        "facility_id": st.sampled_from((None, build.CITY, build.LAKESIDE)),
        "practitioner_ids": st.sampled_from(((), (build.MEHTA,), (build.RAO, build.LINDQVIST))),
        "specialty": st.sampled_from((None, "General medicine", "Cardiology")),
        "service_type": st.sampled_from((None, "consultation", "procedure")),
        "days": st.sampled_from(((), (0, 1, 2), (3, 4, 5, 6))),
        "length": st.integers(1, 3),
        "limit": st.sampled_from((1, 3, 50)),
    }
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(places=PLACES, asked=ASKED, hours=HOURS, offset=st.integers(-3, 40))
def test_what_is_found_is_what_looking_at_every_slot_finds(
    database: URL,
    desk: Clinic,
    places: list[tuple[UUID, int, int, int, bool]],
    asked: dict[str, Any],
    hours: tuple[time | None, time | None],
    offset: int,
) -> None:
    # Six hours of each day.
    starts = {number: build.tomorrow(0) + QUARTER * (number // 24 * 96 + 16 + number % 24) for number in range(72)}
    made = fill(database, [(doctor, starts[number], *rest) for doctor, number, *rest in places])
    asked = asked | {"from_time": hours[0], "to_time": hours[1], "start": build.tomorrow(0) + QUARTER * offset}
    found = desk.call(slots.find, FindFirst(**asked))
    assert [(one.practitioner_id, one.slot_ids, one.starts_at, one.ends_at) for one in found] == look_at_all(
        made, **asked
    )


#: A doctor, a start, a capacity, how many are booked, and whether it is a procedure.
Place = tuple[UUID, datetime, int, int, bool]


def fill(database: URL, places: Sequence[Place], buffers: dict[UUID, int] | None = None) -> list[dict[str, Any]]:
    """The slots alone, as they would be after so many bookings; ``buffers`` are minutes before each of a doctor."""
    rows = [
        {
            "id": uuid7(), "doctor": doctor, "start": start, "end": start + QUARTER, "capacity": capacity,
            "booked": min(booked, capacity), "closed": start.minute == 45 and start.hour % 2 == 0,
            "facility": build.LAKESIDE if doctor == build.LINDQVIST else build.CITY,
            "service": "procedure" if procedure else "consultation",
        }
        for doctor, start, capacity, booked, procedure in places
    ]  # fmt: skip
    with build.owner(database) as owner:
        owner.execute(text("DELETE FROM time_slot"))
        owner.execute(text("DELETE FROM provider_schedule"))
        for doctor in EVERYBODY:
            owner.execute(
                text(
                    "INSERT INTO provider_schedule (id, practitioner_id, facility_id, weekly_pattern, slot_minutes, "
                    "buffer_before, valid_from) VALUES (:id, :id, :facility, '[]', 15, :buffer, '2020-01-01')"
                ),
                {
                    "id": doctor, "facility": build.LAKESIDE if doctor == build.LINDQVIST else build.CITY,
                    "buffer": (buffers or {}).get(doctor, 0),
                },
            )  # fmt: skip
        if rows:
            owner.execute(
                text(
                    "INSERT INTO time_slot (id, schedule_id, practitioner_id, facility_id, service_type, starts_at, "
                    "ends_at, capacity, booked, status) VALUES (:id, :doctor, :doctor, :facility, :service, :start, "
                    ":end, :capacity, :booked, CASE WHEN :closed THEN 'busy-unavailable' WHEN :booked >= :capacity "
                    "THEN 'busy' ELSE 'free' END)"
                ),
                rows,
            )
    return rows


def look_at_all(rows: list[dict[str, Any]], *, length: int, limit: int, **asked: Any) -> list[tuple[Any, ...]]:
    found = []
    for row in rows:
        run = [
            one
            for at in range(length)
            for one in rows
            if one["doctor"] == row["doctor"] and one["start"] == row["start"] + QUARTER * at
        ]
        free = all(one["booked"] < one["capacity"] and not one["closed"] for one in run)
        same = asked["service_type"] is None or all(one["service"] == asked["service_type"] for one in run)
        if len(run) == length and free and same and suits(row, run[-1]["end"], **asked):
            ids = tuple(one["id"] for one in run)
            found.append((row["start"], NAME[row["doctor"]], row["doctor"], ids, run[-1]["end"]))
    return [(doctor, ids, start, end) for start, _, doctor, ids, end in sorted(found)[:limit]]


def suits(
    row: dict[str, Any],
    ends_at: datetime,
    *,
    start: datetime,
    facility_id: UUID | None,
    practitioner_ids: tuple[UUID, ...],
    specialty: str | None,
    service_type: str | None,
    days: tuple[int, ...],
    from_time: time | None,
    to_time: time | None,
) -> bool:
    zone = BERLIN if row["facility"] == build.LAKESIDE else KOLKATA
    begin, finish = row["start"].astimezone(zone), ends_at.astimezone(zone)
    hours = from_time is not None or to_time is not None
    return (
        row["start"] >= start
        and row["start"] > datetime.now(UTC)
        and facility_id in (None, row["facility"])
        and (not practitioner_ids or row["doctor"] in practitioner_ids)
        and specialty in (None, SPECIALTY[row["doctor"]])
        and service_type in (None, row["service"])
        and (not days or begin.weekday() in days)
        and (from_time is None or begin.time() >= from_time)
        and (to_time is None or finish.time() <= to_time)
        and (not hours or begin.date() == finish.date())
    )


# Where clocks change ---------------------------------------------------------------------------------

NIGHTS = st.sampled_from(
    ((None, None), (time(2, 30), None), (None, time(2, 30)), (time(1, 15), time(3, 15)), (time(6), time(9, 30)))
)
WEEKDAYS = st.sampled_from(((), (6,), (0, 6), (5,), (5, 6, 0), (1, 2, 3, 4)))
#: A doctor has as many slots one after another as the last number says, of the quarters of two days around the change.
RUNS = st.lists(st.tuples(st.sampled_from(EVERYBODY), st.integers(-96, 95), st.integers(1, 9)), max_size=25)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    at=st.sampled_from(CHANGES), runs=RUNS, taken=st.sets(st.integers(0, 40)), days=WEEKDAYS, hours=NIGHTS,
    length=st.integers(1, 4), limit=st.sampled_from((1, 2, 5, 200)), buffered=st.sets(st.sampled_from(EVERYBODY)),
    facility=st.sampled_from((None, build.CITY, build.LAKESIDE)), ahead=st.integers(0, 300),
)  # fmt: skip
def test_days_and_hours_are_those_of_the_clock_on_the_wall(
    database: URL,
    desk: Clinic,
    at: datetime,
    runs: list[tuple[UUID, int, int]],
    taken: set[int],
    days: tuple[int, ...],
    hours: tuple[time | None, time | None],
    length: int,
    limit: int,
    buffered: set[UUID],
    facility: UUID | None,
    ahead: int,
) -> None:
    starts = sorted({(doctor, at + QUARTER * (first + n)) for doctor, first, count in runs for n in range(count)})
    places = [(doctor, start, 1, int(number in taken), False) for number, (doctor, start) in enumerate(starts)]
    made = fill(database, places, dict.fromkeys(buffered, 15))
    # So that the change is near, or far ahead.
    start = max(at - timedelta(days=1 + ahead), datetime.now(UTC))
    found = desk.call(
        slots.find,
        FindFirst(
            facility_id=facility, start=start, days=days, from_time=hours[0], to_time=hours[1], length=length,
            limit=limit,
        ),
    )  # fmt: skip
    expected = sorted(runs_on_the_wall(made, facility, days, hours, length, buffered))[:limit]
    assert [(one.starts_at, one.practitioner_name, one.slot_ids, one.ends_at) for one in found] == expected


def runs_on_the_wall(
    rows: list[dict[str, Any]],
    facility: UUID | None,
    days: tuple[int, ...],
    hours: tuple[time | None, time | None],
    length: int,
    buffered: set[UUID],
) -> Iterator[tuple[datetime, str, tuple[UUID, ...], datetime]]:
    """Every run of free slots within one stretch of wanted time, by looking at each minute of the wall's clock."""
    for doctor in EVERYBODY:
        zone = BERLIN if doctor == build.LINDQVIST else KOLKATA
        free = [row for row in rows if row["doctor"] == doctor and not row["booked"] and not row["closed"]]
        gap = QUARTER if doctor in buffered else timedelta(0)
        for place in range(len(free) - length + 1):
            run = free[place : place + length]
            begin, end = run[0]["start"], run[-1]["end"]
            joined = all(b["start"] - a["end"] <= gap for a, b in pairwise(run))
            if joined and facility in (None, run[0]["facility"]) and wanted(begin, end, zone, days, hours):
                yield begin, NAME[doctor], tuple(row["id"] for row in run), end


def wanted(
    begin: datetime, end: datetime, zone: ZoneInfo, days: tuple[int, ...], hours: tuple[time | None, time | None]
) -> bool:
    """Whether a visit lies on wanted days from begin to end, and within the hours of one day."""
    first, last = begin.astimezone(zone).date(), (end - timedelta(minutes=1)).astimezone(zone).date()
    if days and not {first.weekday(), last.weekday()} <= set(days):
        return False
    if hours == (None, None):
        return True
    low = begin if hours[0] is None else shows(first, hours[0], zone)
    high = end if hours[1] is None else shows(first, hours[1], zone)
    return first == last and low <= begin and end <= high


def shows(day: date, wall: time, zone: ZoneInfo) -> datetime:
    """The first minute of a day at which the clock shows the time, or has gone past it."""
    minute = datetime.combine(day, time(12), zone).astimezone(UTC) - timedelta(hours=14)
    while minute.astimezone(zone).date() != day or minute.astimezone(zone).time() < wall:
        minute += timedelta(minutes=1)
    return minute
