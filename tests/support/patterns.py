"""Schedules and their exceptions, drawn and put into a database; days on which clocks change."""

import json
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from sqlalchemy import Connection, text

from opd_desktop.domain.ids import uuid7
from opd_desktop.domain.slots import Deviation, Hours, Pattern
from tests.support import build

#: Changes at local midnight, of half an hour, in both halves of the year, and at unusual minutes.
CHANGES = (
    ("Europe/Berlin", date(2026, 3, 29)),
    ("Europe/Berlin", date(2026, 10, 25)),
    ("America/New_York", date(2026, 3, 8)),
    ("America/New_York", date(2026, 11, 1)),
    ("Australia/Lord_Howe", date(2026, 4, 5)),
    ("Australia/Lord_Howe", date(2026, 10, 4)),
    ("America/Santiago", date(2026, 9, 6)),
    ("America/Santiago", date(2026, 4, 4)),
    ("Pacific/Chatham", date(2026, 4, 5)),
    ("America/Havana", date(2026, 11, 1)),
    ("Asia/Beirut", date(2026, 3, 29)),
    ("America/St_Johns", date(2026, 3, 8)),
    ("America/St_Johns", date(2026, 11, 1)),
    # Winter time is the one that is set: the offset goes down in spring, for Ramadan, and up again after it.
    ("Africa/Casablanca", date(2026, 2, 15)),
    ("Africa/Casablanca", date(2026, 3, 22)),
    ("Europe/Dublin", date(2026, 10, 25)),
)
ZONES = (*sorted({name for name, _ in CHANGES}), "Asia/Kolkata", "Asia/Kathmandu", "UTC", "Pacific/Kiritimati")

_QUARTERS = [time(minute // 60, minute % 60) for minute in range(0, 1440, 15)]
_ALWAYS = date(2020, 1, 1)


@st.composite
def hours(draw: st.DrawFn) -> Hours:
    """One session with up to two breaks, which are apart and inside it."""
    count = draw(st.integers(0, 2))
    marks = sorted(draw(st.sets(st.sampled_from(_QUARTERS), min_size=2 + 2 * count, max_size=2 + 2 * count)))
    breaks = tuple((marks[place], marks[place + 1]) for place in range(1, 2 * count, 2))
    return Hours(draw(st.integers(0, 6)), marks[0], marks[-1], breaks)


@st.composite
def patterns(draw: st.DrawFn) -> Pattern:
    """A schedule with hours on most days, often at night, when clocks change."""
    made: dict[int, Hours] = {}
    for one in draw(st.lists(hours(), min_size=1, max_size=5)):
        made.setdefault(one.weekday, one)
    night = Hours(6, time(0), draw(st.sampled_from(_QUARTERS[4:])))
    made.setdefault(6, night)
    return Pattern(
        tuple(made.values()),
        draw(st.sampled_from((10, 15, 20, 30, 45, 90))),
        _ALWAYS,
        draw(st.none() | st.dates(date(2026, 1, 1), date(2027, 1, 1))),
        draw(st.sampled_from((0, 0, 5))),
        draw(st.sampled_from((0, 0, 10))),
    )


@st.composite
def deviations(draw: st.DrawFn, zone: ZoneInfo, first: date, last: date) -> list[Deviation]:
    """Up to five exceptions around the dates; extra sessions may overlap."""
    kinds = draw(st.lists(st.sampled_from(("leave", "holiday", "blocked", "late")), max_size=3))
    kinds += draw(st.sampled_from(([], ["extra"], ["extra", "extra"])))
    made = []
    for kind in kinds:
        day = draw(st.dates(first, last))
        start = datetime.combine(day, draw(st.sampled_from(_QUARTERS)), zone).astimezone(UTC)
        length = timedelta(minutes=draw(st.sampled_from((10, 60, 200, 1500))))
        made.append(Deviation(kind, start, start + length))
    return made


def pattern_json(pattern: Pattern) -> str:
    """The hours as the column ``weekly_pattern`` has them."""
    return json.dumps(
        [
            {
                "weekday": one.weekday, "start": f"{one.start:%H:%M}", "end": f"{one.end:%H:%M}",
                "breaks": [{"start": f"{start:%H:%M}", "end": f"{end:%H:%M}"} for start, end in one.breaks],
            }
            for one in pattern.hours
        ]
    )  # fmt: skip


def add_schedule(
    connection: Connection, pattern: Pattern, *, capacity: int = 1, practitioner: UUID = build.RAO
) -> UUID:
    """A schedule at the city clinic, without slots."""
    made = uuid7()
    connection.execute(
        text(
            "INSERT INTO provider_schedule (id, practitioner_id, facility_id, weekly_pattern, slot_minutes, capacity, "
            "buffer_before, buffer_after, valid_from, valid_to) VALUES (:id, :practitioner, :facility, "
            "CAST(:pattern AS jsonb), :minutes, :capacity, :before, :after, :start, :end)"
        ),
        {
            "id": made, "practitioner": practitioner, "facility": build.CITY, "pattern": pattern_json(pattern),
            "minutes": pattern.slot_minutes, "capacity": capacity, "before": pattern.buffer_before,
            "after": pattern.buffer_after, "start": pattern.valid_from, "end": pattern.valid_to,
        },
    )  # fmt: skip
    return made


def add_exception(connection: Connection, one: Deviation, practitioner: UUID | None = build.RAO) -> None:
    """A deviation at the city clinic, of a practitioner or of all; no slots follow."""
    # As an import: a lateness of another day is refused otherwise.
    before = connection.execute(text("SELECT coalesce(current_setting('opd.importing', true), '')")).scalar_one()
    connection.execute(text("SELECT set_config('opd.importing', 'on', true)"))
    connection.execute(
        text(
            "INSERT INTO schedule_exception (id, practitioner_id, facility_id, kind, starts_at, ends_at, minutes) "
            "VALUES (opd.uuid7(), :practitioner, :facility, :kind, :start, :end, :minutes)"
        ),
        {
            # Who runs late is somebody; all the rest may hold for the whole facility.
            "practitioner": build.RAO if one.kind == "late" else practitioner, "facility": build.CITY,
            "kind": one.kind, "start": one.starts_at, "end": one.ends_at,
            "minutes": 20 if one.kind == "late" else None,
        },
    )  # fmt: skip
    connection.execute(text("SELECT set_config('opd.importing', :before, true)"), {"before": before})
