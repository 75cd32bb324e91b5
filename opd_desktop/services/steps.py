"""Running the steps of journeys: claimed by lease and fence, done once, on any desk.

A step's whole effect is rows in the database (a queued message, a ticket, the next stage), written in the same
transaction as the step's end. A worker that dies in between leaves a lease that runs out, and nothing else.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import text

from opd_desktop.db.models import Communication, JourneyDefinition, Patient, StepRun
from opd_desktop.domain import journey as engine
from opd_desktop.domain.errors import BadInput, Conflict
from opd_desktop.domain.events import CommunicationQueued, TicketCreated
from opd_desktop.domain.ids import uuid7
from opd_desktop.domain.journey import Step, Why
from opd_desktop.domain.journey_spec import StepSpec, quiet_until
from opd_desktop.domain.permissions import Permission
from opd_desktop.services import communications, journey_engine, message_templates
from opd_desktop.services.actor import Actor
from opd_desktop.services.dto.common import Nothing
from opd_desktop.services.dto.worker import ClaimedStep, Done, Lease, StepFailed, StepRef, StepResult
from opd_desktop.services.failures import open_failure_ticket
from opd_desktop.services.journey_engine import JOURNEY_EVENTS, Loaded
from opd_desktop.services.operations import operation
from opd_desktop.services.tickets import open_ticket
from opd_desktop.services.uow import Tx

KINDS = ("message", "ticket", "advance")
MAX_ATTEMPTS = 5
#: At most so many messages of journeys to one patient in a day.
DAILY_CAP = 8

_CLAIM = """
UPDATE step_run SET state = 'leased', lease_owner = :worker, fence = fence + 1, attempts = attempts + 1,
    lease_until = now() + make_interval(secs => :seconds)
WHERE id = (SELECT s.id FROM step_run s WHERE s.state = 'ready' AND s.due_at <= now() AND s.kind = ANY(:kinds)
    AND NOT EXISTS (SELECT FROM step_run o WHERE o.instance_id = s.instance_id AND o.state IN ('leased', 'dispatching'))
    ORDER BY s.due_at, s.id LIMIT 1 FOR UPDATE SKIP LOCKED)
RETURNING id, step_key, kind, fence
"""
_SOURCE = """
SELECT p.name AS patient_name, coalesce(pr.display_name, '') AS practitioner_name, f.name AS facility_name,
    f.phone AS facility_phone, f.address AS facility_address, f.time_zone, a.starts_at, d.name AS journey_name
FROM journey_instance i JOIN patient p ON p.id = i.patient_id JOIN facility f ON f.id = i.facility_id
JOIN journey_definition d ON d.id = i.definition_id
LEFT JOIN appointment a ON a.id = i.appointment_id LEFT JOIN practitioner pr ON pr.id = a.practitioner_id
WHERE i.id = :id
"""


@operation("worker.step.claim", needs=Permission.JOURNEY_RUN)
def claim(tx: Tx, actor: Actor, request: Lease) -> ClaimedStep | None:
    """Take the step that has been due longest; None when nothing is due."""
    del actor
    found = tx.rows(_CLAIM, worker=request.worker, seconds=request.seconds, kinds=list(KINDS))
    return ClaimedStep.model_validate(found[0]) if found else None


@operation(
    "worker.step.run",
    needs=Permission.JOURNEY_RUN,
    emits=[*JOURNEY_EVENTS, CommunicationQueued, TicketCreated],
)
def run(tx: Tx, actor: Actor, request: StepRef) -> StepResult:
    """Do a claimed step, if it still makes sense, and end it; all in this one transaction."""
    del actor
    step = tx.get(StepRun, request.id)
    loaded = journey_engine.load(tx, step.instance_id)
    row = _held(tx, request)
    if row is None:
        return StepResult(state="lost")
    spec = StepSpec.model_validate(row["spec"])
    if (needless := engine.pointless(loaded.progress, _step(row), tx.now, loaded.facts)) is not None:
        return _end(tx, request, "skipped", needless)
    if spec.kind == "message" and spec.quiet and (later := quiet_until(tx.now, loaded.facts.zone)) is not None:
        return _postpone(tx, request, later, Why.QUIET_HOURS)
    if spec.kind == "message":
        why = _message(tx, loaded, row, spec)
        return _end(tx, request, "skipped" if why else "done", why or "")
    if spec.kind == "ticket":
        _ticket(tx, loaded, spec)
    else:
        change = engine.leave_by_time(loaded.journey, loaded.progress, tx.now, loaded.facts)
        journey_engine.save(tx, loaded.row, change, moved_from=loaded.progress.stage)
    return _end(tx, request, "done", "")


@operation("worker.step.fail", needs=Permission.JOURNEY_RUN, emits=[TicketCreated])
def fail(tx: Tx, actor: Actor, request: StepFailed) -> StepResult:
    """Give a step back that could not be done; after several tries it is dead, and a ticket says so."""
    del actor
    step = tx.get(StepRun, request.id)
    loaded = journey_engine.load(tx, step.instance_id)
    row = _held(tx, request)
    if row is None:
        return StepResult(state="lost")
    if row["attempts"] < MAX_ATTEMPTS:
        delay = tx.rows("SELECT now() + make_interval(secs => :s) AS at", s=15 * 2 ** int(row["attempts"]))
        return _postpone(tx, request, delay[0]["at"], request.code)
    open_failure_ticket(tx, loaded, str(row["step_key"]), detail=request.code)
    return _end(tx, request, "dead", request.code)


@operation("worker.step.recover", needs=Permission.JOURNEY_RUN, emits=[TicketCreated])
def recover(tx: Tx, actor: Actor, request: Nothing) -> Done:
    """Free the steps whose worker died; one that has killed several workers is dead."""
    del actor, request
    freed = tx.rows(
        "UPDATE step_run SET state = CASE WHEN attempts >= :tries THEN 'dead' ELSE 'ready' END, "
        "reason = CASE WHEN attempts >= :tries THEN 'worker-died' ELSE reason END, "
        "ended_at = CASE WHEN attempts >= :tries THEN now() END, fence = fence + 1, lease_until = NULL "
        "WHERE id IN (SELECT id FROM step_run WHERE state IN ('leased', 'dispatching') AND lease_until < now() "
        "FOR UPDATE SKIP LOCKED) RETURNING instance_id, step_key, state",
        tries=MAX_ATTEMPTS,
    )
    for row in freed:
        if row["state"] == "dead":
            open_failure_ticket(tx, journey_engine.load(tx, row["instance_id"]), row["step_key"], detail="worker-died")
    return Done(count=len(freed))


def _held(tx: Tx, request: StepRef) -> dict[str, Any] | None:
    """The step, locked, if the caller still holds it."""
    found = tx.rows(
        "SELECT id, step_key, occurrence, spec, due_at, expires_at, attempts FROM step_run "
        "WHERE id = :id AND fence = :fence AND state = 'leased' FOR UPDATE",
        id=request.id, fence=request.fence,
    )  # fmt: skip
    return found[0] if found else None


def _step(row: dict[str, Any]) -> Step:
    return Step(
        row["step_key"],
        row["occurrence"],
        "leased",
        row["due_at"],
        row["expires_at"],
        StepSpec.model_validate(row["spec"]),
    )


def _message(tx: Tx, loaded: Loaded, row: dict[str, Any], spec: StepSpec) -> Why | None:
    """Queue the message; why not, or None."""
    patient = tx.get(Patient, loaded.row.patient_id)
    if not patient.active:
        return Why.PATIENT_INACTIVE
    if _sent_today(tx, patient.id) >= DAILY_CAP:
        return Why.TOO_MANY
    try:
        route = communications.choose_route(tx, patient, spec.channel)
    except BadInput:
        # The fixed channel is not set up here or has no address: go by the patient's preference.
        route = communications.choose_route(tx, patient, None)
    except Conflict:
        return Why.NO_CONSENT
    language, template = _template(tx, spec.template, patient.language)
    given = message_templates.values(tx.rows(_SOURCE, id=loaded.row.id)[0], language)
    rendered = message_templates.render(template["subject"], template["body"], given)
    message = Communication(
        id=uuid7(),
        facility_id=loaded.row.facility_id,
        patient_id=patient.id,
        journey_instance_id=loaded.row.id,
        step_run_id=row["id"],
        channel=route.channel,
        to_address=route.to_address,
        purpose=template["purpose"],
        template_key=spec.template,
        subject=rendered.subject,
        body=rendered.body,
    )
    communications.queue(tx, message)
    return None


def _sent_today(tx: Tx, patient_id: UUID) -> int:
    rows = tx.rows(
        "SELECT count(*) AS n FROM communication WHERE patient_id = :patient AND direction = 'out' "
        "AND step_run_id IS NOT NULL AND status NOT IN ('failed', 'cancelled') "
        "AND created_at > now() - interval '1 day'",
        patient=patient_id,
    )
    return int(rows[0]["n"])


def _template(tx: Tx, key: str, language: str) -> tuple[str, dict[str, Any]]:
    """The template in the patient's language, else in English, with its language."""
    wanted = language.partition("-")[0]
    rows = tx.rows(
        "SELECT language, purpose, subject, body FROM message_template WHERE key = :key AND active "
        "AND language IN (:wanted, :default) ORDER BY (language = :wanted) DESC LIMIT 1",
        key=key, wanted=wanted, default=message_templates.DEFAULT_LANGUAGE,
    )  # fmt: skip
    if not rows:
        raise BadInput("template.missing", template=key)
    return str(rows[0]["language"]), rows[0]


def _ticket(tx: Tx, loaded: Loaded, spec: StepSpec) -> None:
    open_ticket(
        tx,
        facility_id=loaded.row.facility_id,
        patient_id=loaded.row.patient_id,
        subject=spec.subject,
        description=tx.get(JourneyDefinition, loaded.row.definition_id).name,
        category=spec.category,
        priority=spec.priority,
        journey_instance_id=loaded.row.id,
        appointment_id=loaded.row.appointment_id,
    )


def _end(tx: Tx, request: StepRef, state: str, reason: str) -> StepResult:
    tx.session.execute(
        text(
            "UPDATE step_run SET state = :state, reason = :reason, ended_at = now(), lease_until = NULL "
            "WHERE id = :id AND fence = :fence"
        ),
        {"state": state, "reason": str(reason), "id": request.id, "fence": request.fence},
    )
    return StepResult(state=state, reason=str(reason))


def _postpone(tx: Tx, request: StepRef, until: datetime, reason: str) -> StepResult:
    """Put a step back until later; waiting for the end of the quiet hours is no failed attempt."""
    tx.session.execute(
        text(
            "UPDATE step_run SET state = 'ready', due_at = :until, reason = :reason, lease_until = NULL, "
            "attempts = attempts - CASE WHEN :reason = 'quiet-hours' THEN 1 ELSE 0 END "
            "WHERE id = :id AND fence = :fence"
        ),
        {"until": until, "reason": str(reason), "id": request.id, "fence": request.fence},
    )
    return StepResult(state="ready", reason=str(reason))
