"""All that happened to a patient, in one list, as far as the reader may see it (row-level security decides)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from opd_desktop.db.models import Patient
from opd_desktop.domain import fhir_codes as codes
from opd_desktop.domain.permissions import Permission
from opd_desktop.services.actor import Actor
from opd_desktop.services.dto.common import Page
from opd_desktop.services.dto.patients import TimelineEntry, TimelineRequest
from opd_desktop.services.operations import operation
from opd_desktop.services.uow import Tx

_APPOINTMENT = """
SELECT h.at, CASE WHEN h.to_status = 'checked-in' THEN 'check-in' ELSE 'appointment' END AS kind,
    'appointment.' || CASE
        WHEN h.from_status = h.to_status THEN 'rescheduled'
        WHEN h.to_status = 'booked' AND h.from_status NOT IN ('waitlist', 'proposed', 'pending') THEN 'reverted'
        ELSE h.to_status END AS code,
    h.reason AS text, jsonb_build_object('practitioner', d.display_name, 'starts_at', h.to_starts_at) AS params,
    a.id AS ref_id, h.login
FROM appointment a JOIN appointment_history h ON h.appointment_id = a.id
JOIN practitioner d ON d.id = h.to_practitioner_id WHERE a.patient_id = :patient
"""
_ENCOUNTER = """
SELECT h.at, 'encounter', 'encounter.' || CASE
        WHEN h.to_status = 'in-progress' AND h.from_status = 'finished' THEN 'reopened'
        WHEN h.to_status = 'in-progress' THEN 'started' ELSE h.to_status END,
    h.reason, jsonb_build_object('practitioner', d.display_name), e.id, h.login
FROM encounter e JOIN encounter_status_history h ON h.encounter_id = e.id
JOIN practitioner d ON d.id = e.practitioner_id
WHERE e.patient_id = :patient
    AND h.to_status IN ('in-progress', 'finished', 'cancelled', 'onleave', 'entered-in-error')
"""
_SIGNED = """
SELECT e.signed_at, 'note', 'encounter.signed', '', jsonb_build_object('practitioner', d.display_name), e.id,
    e.signed_by
FROM encounter e JOIN practitioner d ON d.id = e.practitioner_id
WHERE e.patient_id = :patient AND e.signed_at IS NOT NULL
"""
_AMENDED = """
SELECT f.last_updated, 'note', 'note.amended',
    coalesce((SELECT x ->> 'valueString' FROM jsonb_array_elements(f.content -> 'extension') AS x
              WHERE x ->> 'url' = :amended LIMIT 1), ''), '{}', f.encounter_id, f.author
FROM fhir_resource f WHERE f.resource_type = 'Composition' AND f.patient_id = :patient
    AND f.content ->> 'status' = 'amended'
"""
_ORDER = """
SELECT (f.content ->> 'date')::timestamptz, 'order',
    CASE WHEN x ->> 'resourceType' = 'MedicationRequest' THEN 'order.medication' ELSE 'order.service' END,
    coalesce(x #>> '{medicationCodeableConcept,text}', x #>> '{code,text}', ''), '{}', f.encounter_id, f.author
FROM fhir_resource f CROSS JOIN jsonb_array_elements(f.content -> 'contained') AS x
WHERE f.resource_type = 'Composition' AND f.patient_id = :patient AND f.is_current
    AND f.content ->> 'status' IN ('final', 'amended') AND x ->> 'intent' = 'order'
"""
_MESSAGE = """
SELECT created_at, 'message', 'message.' || direction, coalesce(nullif(subject, ''), left(body, 120)),
    jsonb_build_object('channel', channel, 'status', status), id, created_by
FROM communication WHERE patient_id = :patient
"""
_TICKET = """
SELECT created_at, 'ticket', 'ticket.opened', subject, jsonb_build_object('number', number::text), id, created_by
FROM ticket WHERE patient_id = :patient
UNION ALL
SELECT resolved_at, 'ticket', 'ticket.resolved', subject, jsonb_build_object('number', number::text), id, ''
FROM ticket WHERE patient_id = :patient AND resolved_at IS NOT NULL
"""
_JOURNEY = """
SELECT i.created_at, 'journey', 'journey.started', '', jsonb_build_object('journey', d.name), i.id, i.updated_by
FROM journey_instance i JOIN journey_definition d ON d.id = i.definition_id WHERE i.patient_id = :patient
UNION ALL
SELECT s.entered_at, 'journey', 'journey.stage', s.reason,
    jsonb_build_object('journey', d.name, 'stage', coalesce(g.name, s.stage)), i.id, ''
FROM journey_instance i JOIN journey_definition d ON d.id = i.definition_id
JOIN journey_instance_stage_status s ON s.instance_id = i.id
LEFT JOIN journey_stage g ON g.definition_id = i.definition_id AND g.key = s.stage
WHERE i.patient_id = :patient AND s.entered_at > i.created_at
UNION ALL
SELECT i.ended_at, 'journey', 'journey.' || i.state, '', jsonb_build_object('journey', d.name), i.id, ''
FROM journey_instance i JOIN journey_definition d ON d.id = i.definition_id
WHERE i.patient_id = :patient AND i.ended_at IS NOT NULL
"""
#: kinds -> query, and the right that it takes beyond reading patients.
_SOURCES: tuple[tuple[frozenset[str], str, Permission | None], ...] = (
    (frozenset({"appointment", "check-in"}), _APPOINTMENT, None),
    (frozenset({"encounter"}), _ENCOUNTER, Permission.ENCOUNTER_READ),
    (frozenset({"note"}), _SIGNED, Permission.ENCOUNTER_READ),
    (frozenset({"note"}), _AMENDED, Permission.NOTE_READ),
    (frozenset({"order"}), _ORDER, Permission.NOTE_READ),
    (frozenset({"message"}), _MESSAGE, Permission.MESSAGE_READ),
    (frozenset({"ticket"}), _TICKET, Permission.TICKET),
    (frozenset({"journey"}), _JOURNEY, Permission.JOURNEY_READ),
)
KINDS: frozenset[str] = frozenset().union(*(kinds for kinds, _, _ in _SOURCES))


@operation("patient.timeline", needs=Permission.PATIENT_READ)
def read(tx: Tx, actor: Actor, request: TimelineRequest) -> Page[TimelineEntry]:
    """What happened, newest first; pass the last entry's time as ``before`` for older ones.

    A page holds all that happened at the moment of its last entry, so it can be longer than ``limit``.

    Raises:
        NotFound: ``patient.not_found``.
    """
    tx.get(Patient, request.patient_id)
    kinds = frozenset(request.kinds) or KINDS
    sources = [sql for of, sql, needs in _SOURCES if of & kinds and actor.may(needs)]
    if not sources:
        return Page(items=())
    rows = _entries(tx, sources, request, kinds, request.before, request.limit)
    more = len(rows) >= request.limit and bool(_entries(tx, sources, request, kinds, rows[-1]["at"], 1))
    return Page(items=tuple(TimelineEntry.model_validate(row) for row in rows), more=more)


def _entries(
    tx: Tx,
    sources: Iterable[str],
    request: TimelineRequest,
    kinds: frozenset[str],
    before: datetime | None,
    limit: int,
) -> list[dict[str, Any]]:
    return tx.rows(
        f"SELECT e.at, e.kind, e.code, e.text, e.params, e.ref_id, "
        "coalesce(s.display_name, e.login, '') AS by "
        f"FROM ({' UNION ALL '.join(sources)}) AS e (at, kind, code, text, params, ref_id, login) "
        "LEFT JOIN staff s ON s.login = e.login "
        "WHERE e.kind = ANY(:kinds) AND (CAST(:before AS timestamptz) IS NULL OR e.at < :before) "
        "ORDER BY e.at DESC FETCH FIRST :limit ROWS WITH TIES",
        patient=request.patient_id, amended=codes.AMENDED, kinds=sorted(kinds), before=before, limit=limit,
    )  # fmt: skip
