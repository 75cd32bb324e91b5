"""Who on the waiting list could take a place that became free, and whom to call first."""

from dataclasses import dataclass
from datetime import datetime, time, tzinfo
from uuid import UUID


@dataclass(frozen=True)
class Wish:
    """What somebody who waits would take. ``start`` to ``end`` is when they could come; empty or None is any.

    ``weekdays`` (0 is Monday), ``from_time`` and ``to_time`` are wall time. ``specialty`` counts only together with
    ``any_practitioner``. ``urgency`` is 0 to 2; ``since`` is when they began to wait.
    """

    practitioner_id: UUID
    start: datetime
    end: datetime
    since: datetime
    any_practitioner: bool = False
    specialty: str | None = None
    weekdays: frozenset[int] = frozenset()
    from_time: time | None = None
    to_time: time | None = None
    urgency: int = 0


@dataclass(frozen=True)
class FreePlace:
    """A place in the calendar, with the zone of its facility."""

    practitioner_id: UUID
    specialty: str
    start: datetime
    end: datetime
    zone: tzinfo


def reasons(wish: Wish, place: FreePlace) -> tuple[str, ...] | None:
    """Why the place suits the wish, as codes; None when it does not."""
    if place.start < wish.start or place.end > wish.end:
        return None
    doctor = _doctor(wish, place)
    if doctor is None:
        return None
    begin, finish = place.start.astimezone(place.zone), place.end.astimezone(place.zone)
    if wish.weekdays and begin.weekday() not in wish.weekdays:
        return None
    if wish.from_time is not None and begin.time() < wish.from_time:
        return None
    if wish.to_time is not None and (finish.date() > begin.date() or finish.time() > wish.to_time):
        return None
    told = [{1: "soon", 2: "urgent"}.get(wish.urgency, ""), doctor]
    told += ["weekday"] if wish.weekdays else []
    told += ["hours"] if wish.from_time is not None or wish.to_time is not None else []
    return tuple(code for code in told if code)


def _doctor(wish: Wish, place: FreePlace) -> str | None:
    if place.practitioner_id == wish.practitioner_id:
        return "own_doctor"
    if not wish.any_practitioner:
        return None
    if wish.specialty is None:
        return "any_doctor"
    return "specialty" if wish.specialty == place.specialty else None


def first_to_call(wish: Wish, why: tuple[str, ...]) -> tuple[int, datetime, int]:
    """The key by which matches are sorted: the most urgent, then who waits longest, then whose own doctor it is."""
    return -wish.urgency, wish.since, 0 if "own_doctor" in why else 1
