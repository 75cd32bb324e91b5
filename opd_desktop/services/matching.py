"""Who on the waiting list could take a slot: candidates by index, the rule itself in `domain.waitlist`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from opd_desktop.domain.clinic_time import zone_named
from opd_desktop.domain.waitlist import FreePlace, Wish, first_to_call, reasons
from opd_desktop.services.dto.booking import FreedPlace
from opd_desktop.services.uow import Tx

#: Entries whose time covers the slot. Who has an open offer is being asked already, and who declined a slot is not
#: asked again for the same one.
CANDIDATES = """
SELECT a.id, a.practitioner_id, a.starts_at, a.ends_at, a.created_at, w.any_practitioner, w.specialty, w.weekdays,
    w.from_time, w.to_time, w.urgency, s.practitioner_id AS slot_practitioner, s.starts_at AS slot_start,
    s.ends_at AS slot_end, d.specialty AS slot_specialty, f.time_zone
FROM time_slot s
JOIN facility f ON f.id = s.facility_id
JOIN practitioner d ON d.id = s.practitioner_id
JOIN appointment a ON a.facility_id = s.facility_id AND a.status = 'waitlist' AND a.ends_at >= s.ends_at
    AND a.starts_at <= s.starts_at
JOIN patient p ON p.id = a.patient_id AND p.active
LEFT JOIN waitlist_wish w ON w.appointment_id = a.id
WHERE s.id = ANY(:slots) AND s.starts_at > now() AND s.status <> 'busy-unavailable' AND NOT EXISTS (
    SELECT FROM waitlist_offer o WHERE o.appointment_id = a.id
    AND (o.outcome = 'open' OR (o.outcome = 'declined' AND o.slot_id = s.id)))
"""


@dataclass(frozen=True)
class Match:
    """An entry of the waiting list that fits, since when it waits, and the codes of why it fits."""

    appointment_id: UUID
    since: datetime
    why: tuple[str, ...]


def matches(tx: Tx, slot_ids: Sequence[UUID]) -> list[Match]:
    """Entries that could take one of the slots, whom to call first at the front, each once."""
    tx.session.flush()
    found: dict[UUID, tuple[Any, Match]] = {}
    for row in tx.rows(CANDIDATES, slots=list(slot_ids)):
        wish, place = wish_of(row), _place_of(row)
        why = reasons(wish, place)
        if why is not None:
            key = first_to_call(wish, why), row["id"]
            if row["id"] not in found or key < found[row["id"]][0]:
                found[row["id"]] = key, Match(row["id"], row["created_at"], why)
    return [match for _, match in sorted(found.values(), key=lambda pair: pair[0])]


_FREE = """
SELECT s.id, s.practitioner_id, d.display_name AS practitioner_name, s.starts_at
FROM time_slot s JOIN practitioner d ON d.id = s.practitioner_id
WHERE s.id = ANY(:ids) AND s.booked < s.capacity AND s.status <> 'busy-unavailable' AND s.starts_at > now()
ORDER BY s.starts_at
"""


def freed(tx: Tx, left: Sequence[Sequence[UUID]]) -> tuple[FreedPlace, ...]:
    """Of the slots that visits left, what is free now and somebody on the list could take, soonest first.

    Args:
        left: the slots of each visit; of each at most one place is told, the first that suits somebody.
    """
    tx.session.flush()
    found = tx.rows(_FREE, ids=[slot for slots in left for slot in slots])
    places = []
    for slots in left:
        for row in found:
            if row["id"] in slots and (suits := len(matches(tx, [row["id"]]))):
                places.append(FreedPlace.model_validate(row | {"matches": suits}))
                break
    return tuple(sorted(places, key=lambda place: place.starts_at))


def wish_of(row: dict[str, Any]) -> Wish:
    """The wish in a row with an appointment's columns and, where there are any, those of ``waitlist_wish``."""
    return Wish(
        practitioner_id=row["practitioner_id"],
        start=row["starts_at"],
        end=row["ends_at"],
        since=row["created_at"],
        any_practitioner=bool(row["any_practitioner"]),
        specialty=row["specialty"],
        weekdays=frozenset(row["weekdays"] or ()),
        from_time=row["from_time"],
        to_time=row["to_time"],
        urgency=row["urgency"] or 0,
    )


def _place_of(row: dict[str, Any]) -> FreePlace:
    return FreePlace(
        practitioner_id=row["slot_practitioner"],
        specialty=row["slot_specialty"],
        start=row["slot_start"],
        end=row["slot_end"],
        zone=zone_named(row["time_zone"]),
    )
