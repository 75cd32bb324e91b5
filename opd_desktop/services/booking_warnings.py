"""What a person should know before booking; none of it refuses anything."""

from uuid import UUID

from opd_desktop.services.dto.appointments import BookWarning
from opd_desktop.services.placing import Place
from opd_desktop.services.uow import Tx

#: More than these tell nobody anything.
_MOST = 5
#: Visits still to come or under way around the place, in ISO weeks of the facility's calendar; last the usual doctor,
#: if that is another one.
_OTHERS = """
(SELECT * FROM (SELECT a.starts_at, d.display_name,
    a.starts_at < :end AND a.ends_at > :start AS meets,
    a.practitioner_id = :practitioner
        AND date_trunc('week', a.starts_at AT TIME ZONE f.time_zone)
            = date_trunc('week', CAST(:start AS timestamptz) AT TIME ZONE f.time_zone) AS same_week
FROM appointment a
JOIN practitioner d ON d.id = a.practitioner_id
JOIN facility f ON f.id = :facility
WHERE a.patient_id = :patient AND a.id <> :but AND a.status IN ('pending', 'booked', 'arrived', 'checked-in')
    AND a.starts_at > CAST(:start AS timestamptz) - interval '8 days'
    AND a.starts_at < CAST(:end AS timestamptz) + interval '8 days'
) AS near WHERE meets OR same_week ORDER BY meets DESC, starts_at LIMIT :most)
UNION ALL SELECT NULL, d.display_name, NULL, NULL FROM patient p JOIN practitioner d ON d.id = p.usual_practitioner_id
    WHERE p.id = :patient AND d.id <> :practitioner
"""


def warn(tx: Tx, patient_id: UUID, place: Place, but: UUID | None = None) -> tuple[BookWarning, ...]:
    """Warnings about booking the patient there.

    Args:
        but: an appointment that does not count, the one that is booked or moved.
    """
    rows = tx.rows(
        _OTHERS, start=place.starts_at, end=place.ends_at, practitioner=place.practitioner_id,
        facility=place.facility_id, patient=patient_id, but=but or UUID(int=0), most=_MOST,
    )  # fmt: skip
    found: list[BookWarning] = []
    for row in rows:
        about = {"practitioner": row["display_name"]}
        if row["starts_at"] is None:
            found.append(BookWarning(code="not_usual_doctor", params=about))
            continue
        code = "patient_overlap" if row["meets"] else "same_doctor_this_week"
        found.append(BookWarning(code=code, params=about | {"starts_at": row["starts_at"].isoformat()}))
    return tuple(found)
