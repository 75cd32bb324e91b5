"""Making a year of slots of one doctor, against a bare INSERT ... SELECT generate_series of as many rows."""

import time
from datetime import UTC, datetime, timedelta
from datetime import time as clock

from sqlalchemy import URL, text

from opd_desktop.bench import Result
from opd_desktop.bench.scratch import Scratch, scratch
from opd_desktop.db import migrate
from opd_desktop.demo.base import CITY, DOCTORS
from opd_desktop.services import schedules
from opd_desktop.services.dto.schedules import CreateSchedule, Materialize, ScheduleDto, Session

_DAYS = 364
_MINUTES = 10
_BARE = text(
    "INSERT INTO time_slot (schedule_id, practitioner_id, facility_id, starts_at, ends_at, capacity) "
    "SELECT s.id, s.practitioner_id, s.facility_id, at, at + interval '10 minutes', 1 "
    "FROM provider_schedule s, generate_series(CAST(:start AS timestamptz), "
    "CAST(:start AS timestamptz) + :count * interval '10 minutes' - interval '1 second', interval '10 minutes') at "
    "WHERE s.id = :schedule"
)


def run(rounds: int) -> Result:
    """Make the slots ``rounds`` times, each time on a fresh copy of the database, taking turns."""
    ours, bare, made = [], [], 0
    with scratch() as place:
        schedule = _schedule(place)
        for number in range(rounds):
            url = place.copy(f"opd_ours_{number}")
            with place.clinic(url, "manager") as manager:
                request = Materialize(
                    id=schedule.id, start=schedule.valid_from, end=schedule.valid_from + timedelta(days=_DAYS - 1)
                )
                begin = time.perf_counter()
                made = manager.call(schedules.materialize, request).made
                ours.append(1000 * (time.perf_counter() - begin))
            bare.append(_insert(place.copy(f"opd_bare_{number}").set(username="postgres"), schedule, made))
    return Result(
        "slots",
        f"scheduling.schedule.materialize, {made} slots",
        ours,
        "one INSERT ... SELECT generate_series",
        bare,
        {"slots": made, "us_per_slot": round(1000 * min(ours) / made, 1)},
    )


def _schedule(place: Scratch) -> ScheduleDto:
    with place.clinic(place.url(), "manager") as manager:
        return manager.call(
            schedules.create,
            CreateSchedule(
                practitioner_id=DOCTORS[0].id,
                facility_id=CITY,
                sessions=tuple(Session(weekday=day, start=clock(8), end=clock(16)) for day in range(7)),
                slot_minutes=_MINUTES,
                valid_from=datetime.now(UTC).date() + timedelta(days=1),
            ),
        )


def _insert(url: URL, schedule: ScheduleDto, count: int) -> float:
    engine = migrate.owner_engine(url)
    start = datetime.combine(schedule.valid_from, clock(2), UTC)
    begin = time.perf_counter()
    with engine.begin() as connection:
        connection.execute(_BARE, {"schedule": schedule.id, "start": start, "count": count})
    spent = 1000 * (time.perf_counter() - begin)
    engine.dispose()
    return spent
