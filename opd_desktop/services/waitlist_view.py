"""The waiting list as DTOs: entries with their wish and offers, and offers alone."""

from typing import Any
from uuid import UUID

from opd_desktop.domain.errors import NotFound
from opd_desktop.services import appointment_view
from opd_desktop.services.dto.booking import OfferDto, WaitingDto, WishDto
from opd_desktop.services.uow import Tx

#: Selects the columns of `OfferDto` from ``waitlist_offer o``.
_OFFER = """
SELECT o.id, o.appointment_id, o.slot_id, d.display_name AS practitioner_name, o.starts_at, o.ends_at, o.offered_at,
    coalesce(t.display_name, o.login) AS by, regexp_replace(o.desk, '^opd:', '') AS desk, o.outcome, o.decided_at,
    o.note
FROM waitlist_offer o JOIN practitioner d ON d.id = o.practitioner_id
LEFT JOIN staff t ON t.login = o.login
"""
_WISH = """
SELECT a.id, a.created_at, w.any_practitioner, w.specialty, w.weekdays, w.from_time, w.to_time, w.urgency, w.note
FROM appointment a LEFT JOIN waitlist_wish w ON w.appointment_id = a.id WHERE a.id = ANY(:ids)
"""


def some(tx: Tx, where: str, **params: Any) -> tuple[WaitingDto, ...]:
    """Entries that meet a condition on ``a`` (our own SQL, values as parameters), by the start of their time."""
    appointments = appointment_view.some(tx, where, **params)
    ids = [one.id for one in appointments]
    if not ids:
        return ()
    wishes = {row["id"]: row for row in tx.rows(_WISH, ids=ids)}
    offers: dict[UUID, list[OfferDto]] = {key: [] for key in ids}
    for row in tx.rows(f"{_OFFER} WHERE o.appointment_id = ANY(:ids) ORDER BY o.offered_at DESC, o.id DESC", ids=ids):
        offers[row["appointment_id"]].append(OfferDto.model_validate(row))
    return tuple(
        WaitingDto(
            appointment=one,
            wish=_wish(wishes[one.id]),
            since=wishes[one.id]["created_at"],
            offers=tuple(offers[one.id]),
        )
        for one in appointments
    )


def one(tx: Tx, appointment_id: UUID) -> WaitingDto:
    """The entry with this id.

    Raises:
        NotFound: ``appointment.not_found``.
    """
    found = some(tx, "a.id = :id", id=appointment_id)
    if not found:
        raise NotFound("appointment.not_found", id=str(appointment_id))
    return found[0]


def offer(tx: Tx, offer_id: UUID) -> OfferDto:
    """The offer with this id.

    Raises:
        NotFound: ``waitlist_offer.not_found``.
    """
    rows = tx.rows(f"{_OFFER} WHERE o.id = :id", id=offer_id)
    if not rows:
        raise NotFound("waitlist_offer.not_found", id=str(offer_id))
    return OfferDto.model_validate(rows[0])


def _wish(row: dict[str, Any]) -> WishDto:
    if row["any_practitioner"] is None:
        return WishDto()
    fields = {name: row[name] for name in WishDto.model_fields}
    return WishDto.model_validate(fields)
