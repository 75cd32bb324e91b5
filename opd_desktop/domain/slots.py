"""Which slots a weekly pattern gives, in Python: the same rules as ``opd.materialize`` in SQL, as pure functions.

Hours are wall times of the facility. Slots fill each stretch of hours from its start, in elapsed time, so a day on
which the clocks change has no slot in the hour left out and slots in both hours of the one repeated.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from itertools import pairwise
from typing import Literal

from opd_desktop.domain.clinic_time import clock_changes, local_date

Period = tuple[datetime, datetime]
WallPeriod = tuple[time, time]
#: Nobody comes on these; "extra" adds hours, and "late" only tells that visits will start late.
CLOSING = frozenset({"leave", "holiday", "blocked"})


@dataclass(frozen=True)
class Hours:
    """Hours of one weekday (0 = Monday), in wall time, without their breaks."""

    weekday: int
    start: time
    end: time
    breaks: tuple[WallPeriod, ...] = ()


@dataclass(frozen=True)
class Pattern:
    """A schedule. The buffers, in minutes, stay free before and after each slot, also beside those of others."""

    hours: tuple[Hours, ...]
    slot_minutes: int
    valid_from: date
    valid_to: date | None = None
    buffer_before: int = 0
    buffer_after: int = 0


@dataclass(frozen=True)
class Deviation:
    """An exception from the pattern."""

    kind: Literal["leave", "holiday", "blocked", "extra", "late"]
    starts_at: datetime
    ends_at: datetime


def plan(
    pattern: Pattern, zone: tzinfo, first: date, last: date, deviations: Iterable[Deviation] = ()
) -> list[Period]:  # fmt: skip
    """The slots that a schedule has on the days ``first`` to ``last``, as UTC periods, soonest first."""
    one_day = timedelta(days=1)
    known = list(deviations)
    # A day more on both sides, since an extra session may go past midnight.
    regular = pattern_runs(pattern, zone, first - one_day, last + one_day)
    closed = [(one.starts_at, one.ends_at) for one in known if one.kind in CLOSING]
    extra = _joined((one.starts_at, one.ends_at) for one in known if one.kind == "extra")
    slots = {slot for run in regular for slot in fill(run, pattern) if not _meets(slot, closed)}
    for slot in (slot for run in extra for slot in fill(run, pattern)):
        # It may go past midnight, but not past the schedule's last day.
        days = (local_date(slot[0], zone), local_date(slot[1] - timedelta(minutes=1), zone))
        if all(_valid(pattern, day) for day in days) and not _meets(slot, closed):
            slots |= set() if _meets(_with_buffers(slot, pattern), regular) else {slot}
    return sorted(slot for slot in slots if first <= local_date(slot[0], zone) <= last)


def _valid(pattern: Pattern, day: date) -> bool:
    return pattern.valid_from <= day and (pattern.valid_to is None or day <= pattern.valid_to)


def _joined(periods: Iterable[Period]) -> list[Period]:
    """The periods in UTC, those that meet or touch as one: two extra sessions at one time are one session."""
    runs: list[Period] = []
    for start, end in sorted((start.astimezone(UTC), end.astimezone(UTC)) for start, end in periods):
        if runs and start <= runs[-1][1]:
            runs[-1] = (runs[-1][0], max(runs[-1][1], end))
        else:
            runs.append((start, end))
    return runs


def _with_buffers(slot: Period, pattern: Pattern) -> Period:
    return slot[0] - timedelta(minutes=pattern.buffer_before), slot[1] + timedelta(minutes=pattern.buffer_after)


def fill(run: Period, pattern: Pattern) -> list[Period]:
    """Slots with their buffers, one after another from the start of the run."""
    before, after = timedelta(minutes=pattern.buffer_before), timedelta(minutes=pattern.buffer_after)
    length = timedelta(minutes=pattern.slot_minutes)
    start, made = run[0] + before, []
    while start + length + after <= run[1]:
        made.append((start, start + length))
        start += before + length + after
    return made


def pattern_runs(pattern: Pattern, zone: tzinfo, first: date, last: date) -> list[Period]:
    """The stretches between breaks in which the pattern is open, as UTC periods."""
    start = max(first, pattern.valid_from)
    end = min(last, pattern.valid_to) if pattern.valid_to else last
    regimes = _regimes(zone, first, last)
    runs: list[Period] = []
    for number in range((end - start).days + 1):
        day = start + timedelta(days=number)
        for hours in pattern.hours:
            if hours.weekday == day.weekday():
                for piece in _without_breaks(hours):
                    runs += _in_utc(day, piece, regimes)
    return runs


def sessions_overlap(hours: Sequence[Hours]) -> bool:
    """Whether two sessions of one pattern share a weekday and a time."""
    ordered = sorted(hours, key=lambda one: (one.weekday, one.start))
    return any(
        one.weekday == other.weekday and other.start < one.end
        for one, other in pairwise(ordered)
    )  # fmt: skip


def patterns_overlap(
    one: Pattern, zone: tzinfo, other: Pattern, other_zone: tzinfo, since: date | None = None
) -> bool:  # fmt: skip
    """Whether one person could not keep both schedules: some day, from ``since`` on, has hours of both at one time.

    Two zones change their clocks on different days, so hours that fit together in winter may not in summer: each
    stretch between two changes is looked at, for as long as both schedules are valid, at most `_OUTLOOK` ahead.
    """
    begins = [pattern.valid_from for pattern in (one, other)]
    start = max(begins if since is None else [*begins, since])
    ends = [pattern.valid_to for pattern in (one, other) if pattern.valid_to is not None]
    last = min([start + _OUTLOOK, *ends])
    if last < start - timedelta(days=1):
        return False
    return any(
        _meet_anywhere(pattern_runs(one, zone, first, until), pattern_runs(other, other_zone, first, until))
        for first, until in _typical_weeks(start, last, {zone, other_zone})
    )


#: Longer than any calendar repeats its weekdays and changes of clocks.
_OUTLOOK = timedelta(days=366 * 6)


def _typical_weeks(start: date, last: date, zones: set[tzinfo]) -> list[tuple[date, date]]:
    """Days that show all that happens: around the start, and around each change of clocks, a whole week after it."""
    # A day more at each end: with different zones the same moment can be another date.
    whole = (start - timedelta(days=1), last + timedelta(days=1))
    turns = {whole[0]}
    if len(zones) > 1:
        low, high = (datetime.combine(day, time(0), UTC) for day in whole)
        turns |= {at.date() - timedelta(days=2) for zone in zones for at, _ in clock_changes(zone, low, high)}
    return [(max(turn, whole[0]), min(turn + timedelta(days=11), whole[1])) for turn in sorted(turns)]


def _meet_anywhere(runs: list[Period], others: list[Period]) -> bool:
    # Of all runs in the order of their start, one that begins before the last end meets what came before it; a
    # pattern doesn't meet itself.
    latest: dict[bool, datetime] = {}
    for start, stop, mine in sorted([(*run, True) for run in runs] + [(*run, False) for run in others]):
        if latest.get(not mine, _EVER[0]) > start:
            return True
        latest[mine] = max(stop, latest.get(mine, _EVER[0]))
    return False


Regime = tuple[datetime, datetime, timedelta]
_EVER = (datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC))


def _regimes(zone: tzinfo, first: date, last: date) -> list[Regime]:
    start = datetime.combine(first, time(0), UTC) - timedelta(days=2)
    changes = clock_changes(zone, start, datetime.combine(last, time(0), UTC) + timedelta(days=3))
    offset = start.astimezone(zone).utcoffset() or timedelta(0)
    begins = [(_EVER[0], offset), *changes]
    ends = [at for at, _ in changes] + [_EVER[1]]
    return [(begin, end, shift) for (begin, shift), end in zip(begins, ends, strict=True)]


def _in_utc(day: date, piece: WallPeriod, regimes: Sequence[Regime]) -> list[Period]:
    low, high = (datetime.combine(day, wall, UTC) for wall in piece)
    runs: list[Period] = []
    for begin, end, offset in regimes:
        start, stop = max(low - offset, begin), min(high - offset, end)
        if start >= stop:
            continue
        if runs and runs[-1][1] == start:
            runs[-1] = (runs[-1][0], stop)
        else:
            runs.append((start, stop))
    return runs


def _without_breaks(hours: Hours) -> list[WallPeriod]:
    pieces, start = [], hours.start
    for pause in sorted(hours.breaks):
        if pause[0] > start:
            pieces.append((start, min(pause[0], hours.end)))
        start = max(start, pause[1])
        if start >= hours.end:
            return pieces
    return [*pieces, (start, hours.end)]


def _meets(slot: Period, periods: Iterable[Period]) -> bool:
    return any(start < slot[1] and slot[0] < end for start, end in periods)
