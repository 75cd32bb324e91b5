"""Slots as a place for one visit: chosen, checked, taken. Booking, moving and resetting all go through here.

The counters and their limits are the database's; what is looked at here only makes better errors and fewer of them.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from opd_desktop.db.meanings import meaning_of
from opd_desktop.db.models import PractitionerRole
from opd_desktop.domain.errors import BadInput, Conflict, NotFound, NotPermitted, SlotTaken
from opd_desktop.domain.permissions import Permission, Role
from opd_desktop.services.actor import Actor
from opd_desktop.services.dto.common import Dto
from opd_desktop.services.slots import nearest_free
from opd_desktop.services.uow import Tx


@dataclass(frozen=True)
class Place:
    """Consecutive slots of one practitioner. ``full``: somebody else has, or holds, the last place of one."""

    slot_ids: tuple[UUID, ...]
    practitioner_id: UUID
    facility_id: UUID
    location_id: UUID | None
    service_type: str
    starts_at: datetime
    ends_at: datetime
    gap: timedelta
    full: bool
    held_by_us: bool


_CHOSEN = """
SELECT s.id, s.practitioner_id, s.facility_id, s.location_id, s.service_type, s.starts_at, s.ends_at, c.gap,
    h.ours > 0 AS held_by_us,
    s.booked + h.others
        - (SELECT count(*) FROM appointment_slot x WHERE x.slot_id = s.id AND x.appointment_id = :leaving)
        >= s.capacity AS full
FROM time_slot s
CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE ours) AS ours, count(*) FILTER (WHERE NOT ours AND expires_at > now()) AS others
    FROM (SELECT h.expires_at, h.id = :hold OR (h.login = session_user AND h.desk = :desk) AS ours
          FROM slot_hold h WHERE h.slot_id = s.id) AS held
) AS h
CROSS JOIN LATERAL (
    SELECT make_interval(mins => p.buffer_before + p.buffer_after) AS gap FROM provider_schedule p
    WHERE p.id = s.schedule_id
) AS c
WHERE s.id = ANY(:ids) ORDER BY s.starts_at
"""


def choose(
    tx: Tx, actor: Actor, slot_ids: Sequence[UUID], *, hold: UUID | None = None, leaving: UUID | None = None
) -> Place:
    """Look at the slots of a visit.

    Args:
        hold: a hold of the actor's, which is not in the way.
        leaving: an appointment whose own slots do not count as taken.

    Raises:
        NotFound: ``slot.not_found``.
        BadInput: ``booking.not_consecutive``.
        NotPermitted: ``appointment.own_only`` for a doctor and another's slots.
    """
    nobody = UUID(int=0)
    rows = tx.rows(_CHOSEN, ids=list(slot_ids), hold=hold or nobody, leaving=leaving or nobody, desk=actor.desk)
    if len(rows) != len(set(slot_ids)):
        missing = next(one for one in slot_ids if one not in {row["id"] for row in rows})
        raise NotFound("slot.not_found", id=str(missing))
    _check_consecutive(rows)
    first, last = rows[0], rows[-1]
    check_own(actor, first["practitioner_id"])
    return Place(
        slot_ids=tuple(row["id"] for row in rows),
        practitioner_id=first["practitioner_id"],
        facility_id=first["facility_id"],
        location_id=first["location_id"],
        service_type=first["service_type"],
        starts_at=first["starts_at"],
        ends_at=last["ends_at"],
        gap=first["gap"],
        full=any(row["full"] for row in rows),
        held_by_us=any(row["held_by_us"] for row in rows),
    )


def _check_consecutive(rows: Sequence[dict[str, Any]]) -> None:
    for one, after in pairwise(rows):
        same = (one["practitioner_id"], one["facility_id"]) == (after["practitioner_id"], after["facility_id"])
        if not same or after["starts_at"] - one["ends_at"] > one["gap"]:
            raise BadInput("booking.not_consecutive")


def check_own(actor: Actor, practitioner_id: UUID) -> None:
    """Doctors book and change their own visits only; row-level security says the same.

    Raises:
        NotPermitted: ``appointment.own_only``.
    """
    if actor.role is Role.DOCTOR and practitioner_id != actor.practitioner_id:
        raise NotPermitted("appointment.own_only")


def check_own_hours(actor: Actor, practitioner_id: UUID | None) -> None:
    """Doctors change their own hours only, never the whole facility's (None).

    Raises:
        NotPermitted: ``schedule.own_only``.
    """
    if actor.role is Role.DOCTOR and practitioner_id != actor.practitioner_id:
        raise NotPermitted("schedule.own_only")


def check_works_at(tx: Tx, practitioner_id: UUID, facility_id: UUID) -> None:
    """Refuse a practitioner who has no active role at the facility.

    Raises:
        BadInput: ``schedule.practitioner_not_here``.
    """
    role = select(PractitionerRole.id).where(
        PractitionerRole.practitioner_id == practitioner_id,
        PractitionerRole.facility_id == facility_id,
        PractitionerRole.active,
    )
    if tx.session.execute(role).first() is None:
        raise BadInput("schedule.practitioner_not_here")


def check_room(tx: Tx, actor: Actor, place: Place, overbook_reason: str | None) -> bool:
    """Whether taking the place is overbooking, and if it is, whether it may be.

    Raises:
        SlotTaken: it is full and no reason to overbook was given; carries alternatives.
        NotPermitted: ``appointment.overbook_needs_right``.
    """
    if not place.full:
        return False
    if not (overbook_reason or "").strip():
        raise taken(tx, place)
    if not actor.may(Permission.OVERBOOK):
        raise NotPermitted("appointment.overbook_needs_right")
    return True


def taken(tx: Tx, place: Place) -> SlotTaken:
    """The error for a place that is gone, with the nearest free starts."""
    free = nearest_free(
        tx, place.practitioner_id, place.facility_id, place.starts_at, len(place.slot_ids), place.gap
    )  # fmt: skip
    return SlotTaken(start=place.starts_at.isoformat(), alternatives=[at.isoformat() for at in free])


@contextmanager
def taking(tx: Tx, place: Place, *, overbooked: bool = False) -> Iterator[None]:
    """Around the statements that take the place: what the database refuses is told with alternatives.

    Raises:
        SlotTaken: somebody was faster.
        Conflict: ``booking.overbook_limit`` when even overbooking has no room left.
    """
    try:
        with tx.savepoint():
            yield
    except DBAPIError as failed:
        meaning = meaning_of(failed)
        if isinstance(meaning, Conflict) and meaning.code in ("booking.slot_taken", "booking.slot_unavailable"):
            raise _refusal(tx, meaning.code, place, overbooked=overbooked) from failed
        if meaning is not None:
            raise meaning from failed
        raise


class NewVisit(Dto):
    """The columns of a booked ``appointment``."""

    id: UUID
    request_id: UUID
    patient_id: UUID
    practitioner_id: UUID
    facility_id: UUID
    location_id: UUID | None
    starts_at: datetime
    ends_at: datetime
    service_type: str
    visit_kind: str
    reason: str
    overbooked: bool
    overbook_reason: str
    series_id: UUID | None = None


_BOOK = text("SELECT made, refused FROM opd.book_visit(CAST(:visit AS jsonb), CAST(:slots AS uuid[]))")


def book(tx: Tx, visit: NewVisit, place: Place, *, overbooked: bool) -> UUID | None:
    """Make a booked visit at a place, in one round trip; None when this request has made it already.

    Raises:
        SlotTaken: somebody was faster.
        Conflict: ``booking.overbook_limit``, ``booking.slot_unavailable``.
    """
    told = tx.session.execute(_BOOK, {"visit": visit.model_dump_json(), "slots": list(place.slot_ids)}).one()
    if told.refused is not None:
        raise _refusal(tx, told.refused, place, overbooked=overbooked)
    made: UUID | None = told.made
    return made


def _refusal(tx: Tx, code: str, place: Place, *, overbooked: bool) -> Conflict:
    """What the database said about the place, with the nearest free starts."""
    other = taken(tx, place)
    if code == "booking.slot_unavailable":
        return Conflict(code, **other.params)
    return Conflict("booking.overbook_limit", **other.params) if overbooked else other


def occupy(tx: Tx, appointment_id: UUID, place: Place) -> None:
    """Take the slots for an appointment, in key order, so that two desks never wait for each other in a ring."""
    tx.session.execute(
        text(
            "INSERT INTO appointment_slot (appointment_id, slot_id) "
            "SELECT CAST(:appointment AS uuid), slot FROM unnest(CAST(:slots AS uuid[])) AS slot ORDER BY slot"
        ),
        {"appointment": appointment_id, "slots": list(place.slot_ids)},
    )


def vacate(tx: Tx, appointment_id: UUID) -> None:
    """Give an appointment's slots back."""
    tx.session.execute(text("DELETE FROM appointment_slot WHERE appointment_id = :id"), {"id": appointment_id})


def drop_holds(tx: Tx, actor: Actor, slot_ids: Sequence[UUID], hold: UUID | None = None) -> None:
    """Give back a hold, and any other that this desk has on the slots."""
    tx.session.execute(
        text(
            "DELETE FROM slot_hold WHERE id = :hold "
            "OR (slot_id = ANY(:slots) AND login = session_user AND desk = :desk)"
        ),
        {"hold": hold or UUID(int=0), "slots": list(slot_ids), "desk": actor.desk},
    )


def slots_of(tx: Tx, appointment_id: UUID) -> tuple[UUID, ...]:
    """The slots that an appointment has, by their ids."""
    rows = tx.rows("SELECT slot_id FROM appointment_slot WHERE appointment_id = :id", id=appointment_id)
    return tuple(row["slot_id"] for row in rows)
