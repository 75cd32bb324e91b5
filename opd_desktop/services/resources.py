"""Locations that a visit reserves besides its doctor. The database keeps their times and refuses two in one."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import text

from opd_desktop.services.uow import Tx

# The guard of the table fills in the times; in key order, so that two desks never wait for each other in a ring.
_RESERVE = text(
    "INSERT INTO appointment_resource (appointment_id, location_id) "
    "SELECT CAST(:appointment AS uuid), place FROM unnest(CAST(:places AS uuid[])) AS place "
    "WHERE NOT EXISTS (SELECT FROM appointment_resource r WHERE r.appointment_id = :appointment "
    "AND r.location_id = place) ORDER BY place"
)


def reserve(tx: Tx, appointment_id: UUID, location_ids: Sequence[UUID]) -> None:
    """Reserve locations for a visit, for as long as it lasts; those that it has already stay.

    Raises:
        Conflict: ``booking.room_taken`` with ``room`` and ``start``; ``booking.room_without_visit``.
        NotFound: ``location.not_found``, also for one of another facility.
    """
    if location_ids:
        tx.session.execute(_RESERVE, {"appointment": appointment_id, "places": sorted(set(location_ids))})


def rooms_of(tx: Tx, appointment_id: UUID) -> tuple[UUID, ...]:
    """The locations that a visit has reserved."""
    rows = tx.rows(
        "SELECT location_id FROM appointment_resource WHERE appointment_id = :id ORDER BY location_id",
        id=appointment_id,
    )
    return tuple(row["location_id"] for row in rows)
