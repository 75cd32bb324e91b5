"""Running late by so many minutes: what it does to the rest of the day, and a message to those still at home.

A lateness is one exception of kind "late" of a practitioner, for the rest of today. Another number of minutes is
another lateness, of which people are told again; of the same one nobody is told twice.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from opd_desktop.db.models import Communication, Facility, Patient, ScheduleException
from opd_desktop.domain.errors import BadInput, ChangedElsewhere, Conflict, NotFound, NotPermitted
from opd_desktop.domain.events import CommunicationQueued, ScheduleUpdated
from opd_desktop.domain.ids import uuid7
from opd_desktop.domain.permissions import Permission
from opd_desktop.services import communications, message_templates, undo
from opd_desktop.services.actor import Actor
from opd_desktop.services.dto.schedules import AnnounceLate, Late, LateVisit
from opd_desktop.services.operations import operation
from opd_desktop.services.placing import check_own_hours, check_works_at
from opd_desktop.services.schedule_exceptions import lock_exceptions, tell_schedules
from opd_desktop.services.uow import Tx

TEMPLATE = "running-late"

_CURRENT = """
SELECT id, minutes, updated_by, updated_at FROM schedule_exception
WHERE facility_id = :facility AND practitioner_id = :practitioner AND kind = 'late' AND ends_at > now()
    AND starts_at < now() + interval '1 day'
"""
#: The hours of today that are left: when they begin, and end.
_HOURS = """
SELECT min(t.starts_at) AS first, max(t.ends_at) AS last FROM time_slot t JOIN facility f ON f.id = t.facility_id
WHERE t.practitioner_id = :practitioner AND t.facility_id = :facility
    AND t.starts_at > now() - interval '1 day' AND t.starts_at < now() + interval '1 day'
    AND (t.starts_at AT TIME ZONE f.time_zone)::date = (now() AT TIME ZONE f.time_zone)::date
    AND (t.status <> 'busy-unavailable' OR t.booked > 0)
"""
#: Visits of today that have not begun and, by the lateness, are still to come.
_VISITS = """
SELECT a.id AS appointment_id, a.patient_id, p.name AS patient_name, a.starts_at,
    greatest(a.starts_at + make_interval(mins => CAST(:minutes AS int)), now()) AS expected_at,
    a.status IN ('pending', 'booked') AS at_home,
    q.service_point || '-' || lpad(q.token_number::text, greatest(3, length(q.token_number::text)), '0') AS token,
    c.channel
FROM appointment a JOIN patient p ON p.id = a.patient_id JOIN facility f ON f.id = a.facility_id
LEFT JOIN LATERAL (
    SELECT service_point, token_number, state FROM queue_entry
    WHERE appointment_id = a.id ORDER BY arrived_at DESC LIMIT 1
) AS q ON true
LEFT JOIN late_notice n ON n.appointment_id = a.id AND n.exception_id = :exception
LEFT JOIN communication c ON c.id = n.communication_id
WHERE a.practitioner_id = :practitioner AND a.facility_id = :facility
    AND a.starts_at > now() - interval '1 day' AND a.starts_at < now() + interval '1 day'
    AND (a.starts_at AT TIME ZONE f.time_zone)::date = (now() AT TIME ZONE f.time_zone)::date
    AND a.status IN ('pending', 'booked', 'arrived', 'checked-in')
    AND coalesce(q.state, 'waiting') IN ('waiting', 'called', 'skipped')
    AND a.ends_at + make_interval(mins => CAST(:minutes AS int)) > now()
ORDER BY a.starts_at, a.id
"""
_SOURCE = """
SELECT d.display_name AS practitioner_name, f.name AS facility_name, f.phone AS facility_phone,
    f.address AS facility_address, f.time_zone
FROM practitioner d, facility f WHERE d.id = :practitioner AND f.id = :facility
"""
_TEMPLATES = "SELECT language, purpose, subject, body FROM message_template WHERE key = :key AND active"


@operation("scheduling.late.announce", needs=Permission.CHECK_IN, emits=[ScheduleUpdated, CommunicationQueued])
def announce(tx: Tx, actor: Actor, request: AnnounceLate) -> Late:
    """Say that a practitioner runs late today, and see what that does to the visits that are left.

    The same minutes again change nothing, and with ``tell`` write only to those who were not told yet. A patient who
    can't be written to (no consent, no address) is left out: ``told`` says so.

    Raises:
        NotPermitted: ``schedule.own_only`` for a doctor and somebody else; ``permission.missing`` to tell without the
            right to send messages.
        NotFound: ``facility.not_found``.
        BadInput: ``schedule.practitioner_not_here``, ``template.missing``.
        ChangedElsewhere: it is not as ``expected`` any more.
    """
    _check(tx, actor, request)
    lock_exceptions(tx, request.facility_id)
    who = {"facility": request.facility_id, "practitioner": request.practitioner_id}
    known = tx.rows(_CURRENT, **who)
    before = max((row["minutes"] or 0 for row in known), default=0)
    if request.expected is not None and request.expected != before:
        by, at = (known[0]["updated_by"], known[0]["updated_at"].isoformat()) if known else ("", "")
        raise ChangedElsewhere(by=by, at=at)
    same = [row["id"] for row in known if row["minutes"] == request.minutes]
    if not same and (known or request.minutes):
        _take_back(tx, [row["id"] for row in known])
        same = [_write(tx, request)] if request.minutes else []
        tell_schedules(tx, request.facility_id, request.practitioner_id)
    lateness = same[0] if same else None
    visits = tx.rows(_VISITS, minutes=request.minutes, exception=lateness, **who)
    if request.tell and lateness is not None:
        _tell(tx, request, lateness, [row for row in visits if row["at_home"] and row["channel"] is None])
    shown = tuple(LateVisit.model_validate({**row, "told": row["channel"] is not None}) for row in visits)
    last = max((row["expected_at"] for row in visits), default=tx.now)
    back = None
    if before != request.minutes:
        inverse = request.model_copy(update={"minutes": before, "tell": False, "expected": request.minutes})
        back = undo.offer(tx, "late.announced", {}, announce, inverse)
    return Late(minutes=request.minutes, until=max(last, _until(tx, request)), visits=shown, undo=back)


def _check(tx: Tx, actor: Actor, request: AnnounceLate) -> None:
    check_own_hours(actor, request.practitioner_id)
    if request.facility_id not in actor.facility_ids:
        raise NotFound("facility.not_found", id=str(request.facility_id))
    check_works_at(tx, request.practitioner_id, request.facility_id)
    if request.tell and not actor.may(Permission.MESSAGE_SEND):
        raise NotPermitted(
            "permission.missing", operation=announce.name, needs=str(Permission.MESSAGE_SEND), role=actor.role.value
        )


def _take_back(tx: Tx, ids: Sequence[UUID]) -> None:
    tx.session.execute(text("DELETE FROM schedule_exception WHERE id = ANY(:ids)"), {"ids": list(ids)})


def _write(tx: Tx, request: AnnounceLate) -> UUID:
    """One that is announced before the first hour counts from that."""
    (hours,) = tx.rows(_HOURS, facility=request.facility_id, practitioner=request.practitioner_id)
    start: datetime = max(tx.now, hours["first"] or tx.now)
    row = ScheduleException(
        id=uuid7(), facility_id=request.facility_id, practitioner_id=request.practitioner_id, kind="late",
        starts_at=start, ends_at=_until(tx, request), minutes=request.minutes,
    )  # fmt: skip
    tx.session.add(row)
    tx.session.flush()
    return row.id


def _until(tx: Tx, request: AnnounceLate) -> datetime:
    """The end of today's hours, as much later as is announced; without hours, when the lateness is over."""
    (hours,) = tx.rows(_HOURS, facility=request.facility_id, practitioner=request.practitioner_id)
    start, end = max(tx.now, hours["first"] or tx.now), max(tx.now, hours["last"] or tx.now)
    return max(start, end) + timedelta(minutes=request.minutes)


def _tell(tx: Tx, request: AnnounceLate, lateness: UUID, visits: Sequence[dict[str, Any]]) -> None:
    """Queue a message for each visit; the rows get the channel it goes by."""
    found = {row["language"]: row for row in tx.rows(_TEMPLATES, key=TEMPLATE)}
    if message_templates.DEFAULT_LANGUAGE not in found:
        raise BadInput("template.missing", template=TEMPLATE)
    (source,) = tx.rows(_SOURCE, facility=request.facility_id, practitioner=request.practitioner_id)
    facility = tx.get(Facility, request.facility_id)
    for visit in visits:
        message = _message(tx, found, source, facility, visit, request.minutes)
        if message is None:
            continue
        communications.queue(tx, message)
        tx.session.execute(
            text(
                "INSERT INTO late_notice (exception_id, appointment_id, communication_id) VALUES (:late, :visit, :id)"
            ),
            {"late": lateness, "visit": visit["appointment_id"], "id": message.id},
        )
        visit["channel"] = message.channel


def _message(
    tx: Tx, templates: dict[str, dict[str, Any]], source: dict[str, Any], facility: Facility, visit: dict[str, Any],
    minutes: int,
) -> Communication | None:  # fmt: skip
    patient = tx.get(Patient, visit["patient_id"])
    try:
        route = communications.choose_route(tx, patient, None)
    except (BadInput, Conflict):
        return None
    wanted = patient.language.partition("-")[0]
    language = wanted if wanted in templates else message_templates.DEFAULT_LANGUAGE
    given = message_templates.values(
        source | {"patient_name": patient.name, "starts_at": visit["starts_at"], "minutes": minutes}, language
    )
    expected: datetime = visit["expected_at"]
    given["expected_time"] = message_templates.values(
        {"time_zone": source["time_zone"], "starts_at": expected}, language
    )["time"]  # fmt: skip
    template = templates[language]
    rendered = message_templates.render(template["subject"], template["body"], given)
    return Communication(
        id=uuid7(),
        facility_id=facility.id,
        patient_id=patient.id,
        channel=route.channel,
        to_address=route.to_address,
        purpose=template["purpose"],
        template_key=TEMPLATE,
        subject=rendered.subject,
        body=rendered.body,
    )
