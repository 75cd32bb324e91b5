"""All that a calendar shows, in one statement, and so in one snapshot."""

from opd_desktop.domain.errors import BadInput, NotFound
from opd_desktop.domain.permissions import Permission
from opd_desktop.services import appointment_view, holds, slots
from opd_desktop.services.actor import Actor
from opd_desktop.services.dto.appointments import CalendarDto, CalendarRequest
from opd_desktop.services.operations import operation
from opd_desktop.services.uow import Tx

_MOST_DAYS = 45

#: Days are the facility's. The first condition of each pair uses the index; the second is exact, also on days that
#: begin or end with a change of clocks.
_WITHIN = (
    "{0} >= (SELECT low FROM asked) AND {0} < (SELECT high FROM asked) "
    "AND ({0} AT TIME ZONE (SELECT zone FROM asked))::date BETWEEN :start AND :end"
)
#: Looked up in a row, not written as parameters: so the plan is the same whoever is asked for, and Postgres keeps it.
_WHO = "((SELECT everybody FROM asked) OR {0} = ANY((SELECT people FROM asked)::uuid[]))"


def _list(select: str, order: str) -> str:
    return f"(SELECT coalesce(jsonb_agg(to_jsonb(x) ORDER BY {order}), '[]') FROM ({select}) x)"


_SLOTS = (
    f"{slots.SELECT} WHERE s.facility_id = :facility AND {_WITHIN.format('s.starts_at')} "
    f"AND {_WHO.format('s.practitioner_id')}"
)
_APPOINTMENTS = (
    f"{appointment_view.SELECT} WHERE a.facility_id = :facility AND {_WITHIN.format('a.starts_at')} "
    f"AND a.status NOT IN ('waitlist', 'proposed', 'entered-in-error') AND {_WHO.format('a.practitioner_id')} "
    "AND ((SELECT visits FROM asked) IS NULL OR a.id = ANY((SELECT visits FROM asked)::uuid[]))"
)
_HOLDS = (
    f"{holds.SELECT} WHERE h.facility_id = :facility AND h.expires_at > now() "
    f"AND {_WITHIN.format('s.starts_at')} AND {_WHO.format('s.practitioner_id')} {holds.GROUP}"
)
_EXCEPTIONS = (
    "SELECT e.id, e.practitioner_id, e.facility_id, e.kind, e.starts_at, e.ends_at, e.reason, e.minutes, e.row_version "
    "FROM schedule_exception e WHERE e.facility_id = :facility "
    "AND (e.starts_at AT TIME ZONE (SELECT zone FROM asked))::date <= :end "
    "AND ((e.ends_at - interval '1 microsecond') AT TIME ZONE (SELECT zone FROM asked))::date >= :start "
    f"AND (e.practitioner_id IS NULL OR {_WHO.format('e.practitioner_id')})"
)
_PRACTITIONERS = (
    "SELECT d.id, d.display_name, d.specialty, r.facility_id, r.token_prefix, coalesce(l.name, '') AS room, "
    "r.location_id FROM practitioner_role r JOIN practitioner d ON d.id = r.practitioner_id "
    "LEFT JOIN location l ON l.id = r.location_id "
    f"WHERE r.facility_id = :facility AND r.active AND {_WHO.format('d.id')}"
)

#: Whom a request names; nobody means everybody.
_WHOM = """
SELECT cardinality(CAST(:practitioners AS uuid[])) = 0 AS everybody, CAST(:practitioners AS uuid[]) AS people,
    CAST(NULL AS uuid[]) AS touched, CAST(NULL AS uuid[]) AS visits
"""
#: What some events touch: every visit that they name, or all of a patient who was changed, and the practitioners of
#: these, before and after, and of holds. A practitioner NULL is "anybody": hours changed, or an event we cannot see;
#: then all that the request names is read.
_TOUCHED = f"""
WITH happened AS MATERIALIZED (
    SELECT id, split_part(name, '.', 1) AS kind, aggregate_id, patient_id, payload FROM outbox_event
    WHERE id = ANY(CAST(:events AS bigint[])) AND occurred_at > now() - interval '1 day'
), hit AS MATERIALIZED (
    SELECT h.from_practitioner_id AS who, h.appointment_id AS visit FROM happened e JOIN appointment_history h
        ON h.appointment_id = e.aggregate_id WHERE e.kind = 'Appointment' AND h.from_practitioner_id IS NOT NULL
    UNION SELECT a.practitioner_id, a.id FROM happened e JOIN appointment a ON a.id = e.aggregate_id
        WHERE e.kind = 'Appointment'
    UNION SELECT q.practitioner_id, q.appointment_id FROM happened e JOIN queue_entry q ON q.id = e.aggregate_id
        WHERE e.kind = 'Queue'
    UNION SELECT a.practitioner_id, a.id FROM happened e JOIN appointment a ON a.patient_id = e.patient_id
        WHERE e.kind IN ('Queue', 'Encounter', 'Patient') AND a.starts_at > CAST(:start AS date) - 2
          AND a.starts_at < CAST(:end AS date) + 2
    UNION SELECT (e.payload ->> 'practitioner_id')::uuid, NULL FROM happened e WHERE e.kind = 'Hold'
    UNION SELECT NULL, NULL WHERE (SELECT count(*) FROM happened
        WHERE kind NOT IN ('Schedule', 'Slots', 'Staff', 'Many')) < cardinality(CAST(:events AS bigint[]))
), named AS ({_WHOM}), found AS MATERIALIZED (
    SELECT EXISTS (SELECT FROM hit WHERE who IS NULL) AS anybody, ARRAY(SELECT DISTINCT who FROM hit, named
        WHERE who IS NOT NULL AND (everybody OR who = ANY(people)) ORDER BY who) AS people
)
SELECT anybody AND everybody AS everybody, CASE WHEN anybody THEN named.people ELSE found.people END AS people,
    CASE WHEN NOT anybody THEN found.people END AS touched,
    CASE WHEN NOT anybody THEN ARRAY(SELECT DISTINCT visit FROM hit WHERE visit IS NOT NULL) END AS visits
FROM named, found
"""


def _unless_touched(listed: str) -> str:
    return f"CASE WHEN asked.touched IS NULL THEN {listed} ELSE '[]' END"


def _read_sql(whom: str) -> str:
    return f"""
WITH whom AS MATERIALIZED ({whom}), asked AS MATERIALIZED (
    SELECT f.id, f.time_zone AS zone, (CAST(:start AS date) - 1)::timestamp AT TIME ZONE f.time_zone AS low,
        (CAST(:end AS date) + 2)::timestamp AT TIME ZONE f.time_zone AS high, everybody, people, touched,
        visits
    FROM facility f, whom WHERE f.id = :facility
)
SELECT jsonb_build_object(
    'facility_id', asked.id, 'time_zone', asked.zone, 'now', now(), 'start', CAST(:start AS date),
    'end', CAST(:end AS date), 'last_event_id', opd.last_event_id(), 'touched', asked.touched,
    'touched_visits', coalesce(asked.visits, '{{}}'),
    'practitioners', {_unless_touched(_list(_PRACTITIONERS, "token_prefix, display_name"))},
    'slots', {_list(_SLOTS, "starts_at, id")},
    'appointments', {_list(_APPOINTMENTS, "starts_at, id")},
    'holds', {_list(_HOLDS, "starts_at, id")},
    'exceptions', {_unless_touched(_list(_EXCEPTIONS, "starts_at, id"))}
)::text AS calendar FROM asked
"""


READ = _read_sql(_WHOM)
#: The same, only of what some events touch.
READ_TOUCHED = _read_sql(_TOUCHED)


@operation("scheduling.calendar.read", needs=Permission.PATIENT_READ)
def read(tx: Tx, actor: Actor, request: CalendarRequest) -> CalendarDto:
    """The days of a facility: doctors, slots, visits, live holds and exceptions. Cancelled visits are in it.

    Raises:
        BadInput: ``input.invalid`` for more than 45 days, or none.
        NotFound: ``facility.not_found``; also for one that the actor does not belong to.
    """
    days = (request.end - request.start).days + 1
    if not 1 <= days <= _MOST_DAYS:
        raise BadInput(
            "input.invalid",
            operation="scheduling.calendar.read",
            fields={"end": f"must be 0 to {_MOST_DAYS - 1} days after start"},
        )
    if request.facility_id not in actor.facility_ids:
        raise NotFound("facility.not_found", id=str(request.facility_id))
    params = {
        "facility": request.facility_id,
        "start": request.start,
        "end": request.end,
        "practitioners": list(request.practitioner_ids),
    }
    rows = tx.rows(READ_TOUCHED, events=list(request.events), **params) if request.events else tx.rows(READ, **params)
    if not rows:
        raise NotFound("facility.not_found", id=str(request.facility_id))
    return CalendarDto.model_validate_json(rows[0]["calendar"])
