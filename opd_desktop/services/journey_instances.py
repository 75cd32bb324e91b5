"""Patients on journeys: start, look, move on by hand, cancel, and the manager's board."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from opd_desktop.db.models import Appointment, JourneyDefinition
from opd_desktop.domain import journey as engine
from opd_desktop.domain.errors import BadInput, Conflict, NotFound
from opd_desktop.domain.events import JourneyCancelled, JourneyCompleted, JourneyCreated, JourneyStageAdvanced
from opd_desktop.domain.ids import uuid7
from opd_desktop.domain.journey import Happened
from opd_desktop.domain.journey_spec import is_at_risk
from opd_desktop.domain.permissions import Permission
from opd_desktop.services import journey_engine, journeys
from opd_desktop.services.actor import Actor
from opd_desktop.services.dto.common import ById
from opd_desktop.services.dto.journeys import (
    AdvanceInstance,
    Board,
    BoardColumn,
    BoardFigures,
    BoardRequest,
    CreateInstance,
    InstanceDto,
    InstanceStory,
    JourneyDto,
    ListInstances,
    ListJourneys,
    PatchInstance,
    StageStatusDto,
    StepDto,
)
from opd_desktop.services.journey_engine import Anchor
from opd_desktop.services.operations import operation
from opd_desktop.services.uow import Tx

#: What a board shows of journeys that have ended: those of so many days, and so many cards.
CLOSED_DAYS = 30
CLOSED_CARDS = 50

_SELECT = """
SELECT i.id, i.definition_id, d.name AS definition_name, d.key AS definition_key, i.patient_id,
    p.name AS patient_name, coalesce(pr.display_name, '') AS practitioner_name, i.facility_id, i.appointment_id,
    a.starts_at AS appointment_at, a.status AS appointment_status, i.stage, coalesce(st.name, i.stage) AS stage_name,
    i.state, i.stage_entered_at, i.stage_due_at, i.ended_at, i.row_version,
    n.id AS step_id, n.step_key, n.kind AS step_kind, n.due_at AS step_due_at, n.state AS step_state,
    n.attempts AS step_attempts, n.reason AS step_reason,
    m.status AS last_message_status, m.channel AS last_message_channel, m.status_at AS last_message_at
FROM journey_instance i
JOIN journey_definition d ON d.id = i.definition_id
JOIN patient p ON p.id = i.patient_id
LEFT JOIN journey_stage st ON st.definition_id = i.definition_id AND st.key = i.stage
LEFT JOIN appointment a ON a.id = i.appointment_id
LEFT JOIN practitioner pr ON pr.id = a.practitioner_id
LEFT JOIN LATERAL (SELECT s.* FROM step_run s WHERE s.instance_id = i.id AND s.kind <> 'advance'
    AND s.state IN ('ready', 'leased', 'dispatching') ORDER BY s.due_at, s.id LIMIT 1) n ON true
LEFT JOIN LATERAL (SELECT c.status, c.channel, c.status_at FROM communication c
    WHERE c.journey_instance_id = i.id ORDER BY c.created_at DESC, c.id DESC LIMIT 1) m ON true
"""


@operation(
    "prm.journey_instance.create",
    route="POST /api/v1/prm/journey-instances",
    needs=Permission.JOURNEY_MANAGE,
    emits=[JourneyCreated, JourneyCompleted],
)
def create(tx: Tx, actor: Actor, request: CreateInstance) -> InstanceDto:
    """Put a patient on a published journey by hand, for an appointment or without one.

    Raises:
        Conflict: ``journey.not_published``, or ``journey.exists`` (the appointment has this journey already).
        BadInput: ``journey.other_patient`` when the appointment is another patient's.
    """
    definition = tx.get(JourneyDefinition, request.definition_id)
    if definition.status != "published":
        raise Conflict("journey.not_published", status=definition.status)
    if request.appointment_id is not None:
        appointment = tx.get(Appointment, request.appointment_id)
        if (appointment.patient_id, appointment.facility_id) != (request.patient_id, request.facility_id):
            raise BadInput("journey.other_patient")
    anchor = Anchor(
        "appointment" if request.appointment_id else "manual",
        request.appointment_id or uuid7(),
        request.patient_id,
        request.facility_id,
        request.appointment_id,
    )
    made = journey_engine.start(tx, definition.id, anchor, Happened("", tx.now))
    if made is None:
        raise Conflict("journey.exists")
    return _one(tx, made)


@operation("prm.journey_instance.list", route="GET /api/v1/prm/journey-instances", needs=Permission.JOURNEY_READ)
def list_(tx: Tx, actor: Actor, request: ListInstances) -> tuple[InstanceDto, ...]:
    """Journeys of patients, those due soonest first."""
    del actor
    return _query(tx, request)


@operation("prm.journey_instance.get", route="GET /api/v1/prm/journey-instances/{id}", needs=Permission.JOURNEY_READ)
def get(tx: Tx, actor: Actor, request: ById) -> InstanceStory:
    """One journey with every stage and step, and why."""
    del actor
    instance = _one(tx, request.id)
    return InstanceStory(instance=instance, stages=_stage_statuses(tx, instance), steps=_step_dtos(tx, instance.id))


@operation(
    "prm.journey_instance.patch",
    route="PATCH /api/v1/prm/journey-instances/{id}",
    needs=Permission.JOURNEY_MANAGE,
    emits=[JourneyCancelled],
)
def patch(tx: Tx, actor: Actor, request: PatchInstance) -> InstanceDto:
    """Cancel a journey (its waiting steps with it), or correct when its stage is due.

    Raises:
        Conflict: ``journey.not_active``.
    """
    del actor
    loaded = journey_engine.load(tx, request.id, request.row_version)
    if request.stage_due_at is not None:
        if loaded.progress.state != "active":
            raise Conflict("journey.not_active", state=loaded.progress.state)
        loaded.row.stage_due_at = request.stage_due_at
        tx.session.flush()
        tx.rows(
            "UPDATE journey_instance_stage_status SET due_at = :due WHERE instance_id = :id AND stage = :stage "
            "RETURNING stage",
            due=request.stage_due_at, id=request.id, stage=loaded.row.stage,
        )  # fmt: skip
        tx.rows(
            "UPDATE step_run SET due_at = :due WHERE instance_id = :id AND state = 'ready' "
            "AND spec ->> 'when' = 'overdue' AND step_key LIKE :stage RETURNING id",
            due=request.stage_due_at, id=request.id, stage=f"{loaded.row.stage}/%",
        )  # fmt: skip
    if request.state == "cancelled":
        change = engine.cancel(loaded.journey, loaded.progress, tx.now, request.why, loaded.facts)
        journey_engine.save(tx, loaded.row, change, moved_from=loaded.progress.stage)
    tx.session.flush()
    return _one(tx, request.id)


@operation(
    "prm.journey_instance.advance",
    route="POST /api/v1/prm/journey-instances/{id}/advance",
    needs=Permission.JOURNEY_MANAGE,
    emits=[JourneyStageAdvanced, JourneyCompleted],
)
def advance(tx: Tx, actor: Actor, request: AdvanceInstance) -> InstanceDto:
    """Move a patient on to the next stage, or to another one with a reason.

    Raises:
        Conflict: ``journey.not_active``, ``journey.last_stage``.
        BadInput: ``journey.unknown_stage``, ``journey.reason_needed``.
    """
    del actor
    loaded = journey_engine.load(tx, request.id, request.row_version)
    change = engine.move(loaded.journey, loaded.progress, request.stage, request.why, tx.now, loaded.facts)
    if change.is_change:
        journey_engine.save(tx, loaded.row, change, moved_from=loaded.progress.stage)
    tx.session.flush()
    return _one(tx, request.id)


@operation("prm.journey_instance.board", needs=Permission.JOURNEY_READ)
def board(tx: Tx, actor: Actor, request: BoardRequest) -> Board:
    """The board of one definition at a facility: a column per stage, overdue cards first.

    Without ``definition_id`` it is the journey that a booking starts. Journeys on older versions of the definition
    are shown too. Journeys that have ended are counted for 30 days; the newest 50 are shown.
    """
    definition = _board_definition(tx, actor, request.definition_id)
    if definition is None:
        return Board(definition=None, now=tx.now, columns=(), figures=_figures(tx, request.facility_id, ""))
    where = "i.facility_id = :facility AND d.key = :key"
    params: dict[str, Any] = {"facility": request.facility_id, "key": definition.key}
    if request.practitioner_id is not None:
        where += " AND a.practitioner_id = :practitioner"
        params["practitioner"] = request.practitioner_id
    cards = [
        _dto(tx, row)
        for row in tx.rows(
            f"{_SELECT} WHERE {where} AND i.state = 'active' ORDER BY i.stage_due_at NULLS LAST, i.stage_entered_at",
            **params,
        )
    ]
    ended = f"{where} AND i.state = 'completed' AND i.ended_at > now() - make_interval(days => :days)"
    closed = tx.rows(
        f"{_SELECT} WHERE {ended} ORDER BY i.ended_at DESC LIMIT :cards", **params, days=CLOSED_DAYS, cards=CLOSED_CARDS
    )
    count = tx.rows(
        "SELECT i.stage, count(*) AS n FROM journey_instance i JOIN journey_definition d ON d.id = i.definition_id "
        f"LEFT JOIN appointment a ON a.id = i.appointment_id WHERE {ended} GROUP BY 1",
        **params, days=CLOSED_DAYS,
    )  # fmt: skip
    closed_counts = {str(row["stage"]): int(row["n"]) for row in count}
    columns = _columns(definition, cards, [_dto(tx, row) for row in closed], closed_counts)
    return Board(
        definition=definition, now=tx.now, columns=columns, figures=_figures(tx, request.facility_id, definition.key)
    )


def _board_definition(tx: Tx, actor: Actor, definition_id: UUID | None) -> JourneyDto | None:
    if definition_id is not None:
        return journeys.get.run(tx, actor, ById(id=definition_id))
    found = journeys.list_.run(tx, actor, ListJourneys(status=("published",)))
    by_booking = (one for one in found if one.trigger == "Appointment.Created")
    return next(by_booking, found[0] if found else None)


def _columns(
    definition: JourneyDto, cards: Sequence[InstanceDto], closed: Sequence[InstanceDto], counts: dict[str, int]
) -> tuple[BoardColumn, ...]:
    """A column per stage; stages that only older versions have come last, while somebody is in them."""
    by_stage: dict[str, list[InstanceDto]] = defaultdict(list)
    for card in (*cards, *closed):
        by_stage[card.stage].append(card)
    names = {stage.key: (stage.name, str(stage.spec.get("hint", ""))) for stage in definition.stages}
    for card in cards:
        names.setdefault(card.stage, (card.stage_name, ""))
    return tuple(
        BoardColumn(
            key=key,
            name=name,
            hint=hint,
            count=sum(card.state == "active" for card in by_stage[key]) + counts.get(key, 0),
            cards=tuple(by_stage[key]),
        )
        for key, (name, hint) in names.items()
    )


def _figures(tx: Tx, facility_id: UUID, key: str) -> BoardFigures:
    found = tx.rows(
        """
        WITH day AS (SELECT (date_trunc('day', now() AT TIME ZONE f.time_zone) AT TIME ZONE f.time_zone) AS start
                     FROM facility f WHERE f.id = :facility),
        journeys AS (SELECT i.* FROM journey_instance i JOIN journey_definition d ON d.id = i.definition_id
                     WHERE i.facility_id = :facility AND d.key = :key),
        messages AS (SELECT c.status FROM communication c, day WHERE c.facility_id = :facility
                     AND c.direction = 'out' AND c.status_at >= day.start
                     AND c.created_at >= day.start - interval '7 days'),
        seen AS (SELECT patient_id, min(starts_at) AS first FROM appointment
                 WHERE facility_id = :facility AND status = 'fulfilled' AND starts_at > now() - interval '90 days'
                 GROUP BY patient_id)
        SELECT (SELECT count(*) FROM journeys WHERE state = 'active') AS open_journeys,
            (SELECT count(*) FROM journeys, day WHERE created_at >= day.start) AS new_today,
            (SELECT count(*) FROM journeys WHERE state = 'active' AND stage_due_at < now()) AS overdue,
            (SELECT count(*) FROM messages WHERE status IN ('sent', 'delivered', 'read')) AS sent_today,
            (SELECT count(*) FROM messages WHERE status = 'failed') AS failed_today,
            (SELECT count(*) FROM messages WHERE status = 'unknown') AS unknown_today,
            (SELECT round(100.0 * count(*) FILTER (WHERE EXISTS (SELECT FROM appointment b
                WHERE b.patient_id = seen.patient_id AND b.facility_id = :facility AND b.starts_at > seen.first
                AND b.status IN ('booked', 'arrived', 'checked-in', 'fulfilled'))) / nullif(count(*), 0))
             FROM seen) AS returned_percent
        """,
        facility=facility_id, key=key,
    )  # fmt: skip
    return BoardFigures.model_validate(found[0])


def _query(tx: Tx, request: ListInstances) -> tuple[InstanceDto, ...]:
    parts, params = ["i.state = ANY(:states)"], {"states": list(request.state), "limit": request.limit}
    for name, column in (
        ("definition_id", "i.definition_id"), ("facility_id", "i.facility_id"), ("patient_id", "i.patient_id"),
        ("practitioner_id", "a.practitioner_id"), ("stage", "i.stage"),
    ):  # fmt: skip
        value = getattr(request, name)
        if value is not None:
            parts.append(f"{column} = :{name}")
            params[name] = value
    rows = tx.rows(
        f"{_SELECT} WHERE {' AND '.join(parts)} ORDER BY i.stage_due_at NULLS LAST, i.stage_entered_at LIMIT :limit",
        **params,
    )
    return tuple(_dto(tx, row) for row in rows)


def _one(tx: Tx, instance_id: UUID) -> InstanceDto:
    rows = tx.rows(f"{_SELECT} WHERE i.id = :id", id=instance_id)
    if not rows:
        raise NotFound("journey_instance.not_found", id=str(instance_id))
    return _dto(tx, rows[0])


def _dto(tx: Tx, row: dict[str, Any]) -> InstanceDto:
    due, active = row["stage_due_at"], row["state"] == "active"
    step = None
    if row["step_id"] is not None:
        step = StepDto(
            id=row["step_id"], step_key=row["step_key"], kind=row["step_kind"], due_at=row["step_due_at"],
            state=row["step_state"], attempts=row["step_attempts"], reason=row["step_reason"],
        )  # fmt: skip
    return InstanceDto.model_validate(
        {
            **{name: row[name] for name in InstanceDto.model_fields if name in row},
            "overdue": active and due is not None and due < tx.now,
            "at_risk": active and is_at_risk(row["stage_entered_at"], due, tx.now),
            "next_step": step,
        }
    )


def _stage_statuses(tx: Tx, instance: InstanceDto) -> tuple[StageStatusDto, ...]:
    rows = tx.rows(
        "SELECT s.key AS stage, s.name, coalesce(x.state, 'pending') AS state, x.entered_at, x.due_at, x.completed_at, "
        "coalesce(x.reason, '') AS reason FROM journey_stage s LEFT JOIN journey_instance_stage_status x "
        "ON x.instance_id = :id AND x.stage = s.key WHERE s.definition_id = :definition ORDER BY s.position",
        id=instance.id, definition=instance.definition_id,
    )  # fmt: skip
    return tuple(StageStatusDto.model_validate(row) for row in rows)


def _step_dtos(tx: Tx, instance_id: UUID) -> tuple[StepDto, ...]:
    """The steps; one that queued a message stands where its message stands."""
    rows = tx.rows(
        "SELECT s.id, s.step_key, s.kind, s.due_at, s.attempts, "
        "CASE WHEN c.status IN ('queued', 'sending') THEN 'dispatching' WHEN c.status IN ('failed', 'unknown') "
        "THEN c.status ELSE s.state END AS state, coalesce(nullif(s.reason, ''), c.error, '') AS reason "
        "FROM step_run s LEFT JOIN communication c ON c.step_run_id = s.id "
        "WHERE s.instance_id = :id ORDER BY s.due_at, s.id",
        id=instance_id,
    )
    return tuple(StepDto.model_validate(row) for row in rows)
