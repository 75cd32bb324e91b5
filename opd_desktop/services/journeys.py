"""Journey definitions and their stages: drafts are edited, published versions never change."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import func, select

from opd_desktop.db.models import JourneyDefinition, JourneyStage
from opd_desktop.domain.errors import BadInput, Conflict
from opd_desktop.domain.events import EVENTS
from opd_desktop.domain.ids import uuid7
from opd_desktop.domain.journey_spec import Journey, Stage, StageSpec, lint
from opd_desktop.domain.permissions import Permission
from opd_desktop.services.actor import Actor
from opd_desktop.services.dto.common import ById
from opd_desktop.services.dto.journeys import AddStage, CreateJourney, JourneyDto, ListJourneys, PatchJourney, StageDto
from opd_desktop.services.operations import operation
from opd_desktop.services.uow import Tx


def load(tx: Tx, definition_id: UUID) -> Journey:
    """A definition as the engine needs it."""
    definition = tx.get(JourneyDefinition, definition_id)
    return Journey(
        definition.trigger,
        tuple(Stage(row.key, row.name, StageSpec.model_validate(row.spec)) for row in _stages(tx, [definition_id])),
    )


@operation("prm.journey.create", route="POST /api/v1/prm/journeys", needs=Permission.JOURNEY_MANAGE)
def create(tx: Tx, actor: Actor, request: CreateJourney) -> JourneyDto:
    """Start a draft; a key that exists gets its next version, with the stages of the newest one to start from.

    Raises:
        BadInput: ``journey.unknown_trigger``.
    """
    del actor
    _check_trigger(request.trigger)
    newest = tx.session.execute(
        select(JourneyDefinition)
        .where(JourneyDefinition.key == request.key)
        .order_by(JourneyDefinition.version.desc())
        .limit(1)
    ).scalar_one_or_none()
    row = JourneyDefinition(
        id=uuid7(),
        key=request.key,
        version=newest.version + 1 if newest else 1,
        name=request.name,
        description=request.description,
        trigger=request.trigger,
    )
    tx.session.add(row)
    tx.session.flush()
    for stage in _stages(tx, [newest.id]) if newest else ():
        tx.session.add(
            JourneyStage(
                id=uuid7(), definition_id=row.id, key=stage.key, name=stage.name, position=stage.position,
                spec=stage.spec,
            )
        )  # fmt: skip
    tx.session.flush()
    return _dto(row, _stages(tx, [row.id]))


@operation("prm.journey.list", route="GET /api/v1/prm/journeys", needs=Permission.JOURNEY_READ)
def list_(tx: Tx, actor: Actor, request: ListJourneys) -> tuple[JourneyDto, ...]:
    """Definitions with their stages, by name, newest version first; by default all."""
    del actor
    query = select(JourneyDefinition).order_by(JourneyDefinition.name, JourneyDefinition.version.desc())
    if request.status:
        query = query.where(JourneyDefinition.status.in_(request.status))
    rows = tx.session.execute(query).scalars().all()
    by_definition: dict[UUID, list[JourneyStage]] = defaultdict(list)
    for stage in _stages(tx, [row.id for row in rows]):
        by_definition[stage.definition_id].append(stage)
    return tuple(_dto(row, by_definition[row.id]) for row in rows)


@operation("prm.journey.get", route="GET /api/v1/prm/journeys/{id}", needs=Permission.JOURNEY_READ)
def get(tx: Tx, actor: Actor, request: ById) -> JourneyDto:
    """One definition with its stages."""
    del actor
    return _dto(tx.get(JourneyDefinition, request.id), _stages(tx, [request.id]))


@operation("prm.journey.patch", route="PATCH /api/v1/prm/journeys/{id}", needs=Permission.JOURNEY_MANAGE)
def patch(tx: Tx, actor: Actor, request: PatchJourney) -> JourneyDto:
    """Edit a draft, publish it, or archive a published one. Publishing archives the version before.

    Raises:
        Conflict: ``journey.published_is_fixed``; ``journey.not_sound`` with ``problems`` when it can't be published.
        BadInput: ``journey.unknown_trigger``.
    """
    del actor
    row = tx.lock(JourneyDefinition, request.id, request.row_version)
    if request.trigger is not None:
        _check_trigger(request.trigger)
    for name in ("name", "description", "trigger"):
        value = getattr(request, name)
        if value is not None:
            setattr(row, name, value)
    tx.session.flush()
    if request.status is not None and request.status != row.status:
        if request.status == "published":
            _publish(tx, row)
        row.status = request.status
    tx.session.flush()
    return _dto(row, _stages(tx, [row.id]))


@operation("prm.journey.stage.add", route="POST /api/v1/prm/journeys/{id}/stages", needs=Permission.JOURNEY_MANAGE)
def add_stage(tx: Tx, actor: Actor, request: AddStage) -> StageDto:
    """Add a stage to a draft, at a position or at the end; an existing key is replaced.

    Raises:
        BadInput: ``journey.bad_stage`` with ``fields``.
        Conflict: ``journey.published_is_fixed``.
    """
    del actor
    definition = tx.lock(JourneyDefinition, request.id)
    if definition.status != "draft":
        raise Conflict("journey.published_is_fixed")
    spec = _spec(request)
    rows = list(_stages(tx, [request.id]))
    old = next((row for row in rows if row.key == request.key), None)
    made = old or JourneyStage(id=uuid7(), definition_id=request.id, key=request.key, name="", position=0, spec={})
    if old is not None:
        rows.remove(old)
    default = len(rows) if old is None else old.position
    rows.insert(min(default if request.position is None else max(request.position, 0), len(rows)), made)
    made.name, made.spec = request.name, spec.model_dump(mode="json", exclude_defaults=True)
    _renumber(tx, rows, made)
    return _stage_dto(made)


@operation("prm.journey.stage.list", route="GET /api/v1/prm/journeys/{id}/stages", needs=Permission.JOURNEY_READ)
def stages(tx: Tx, actor: Actor, request: ById) -> tuple[StageDto, ...]:
    """The stages of a definition, in order."""
    del actor
    tx.get(JourneyDefinition, request.id)
    return tuple(_stage_dto(row) for row in _stages(tx, [request.id]))


def _spec(request: AddStage) -> StageSpec:
    try:
        spec = StageSpec.model_validate(request.spec)
    except ValidationError as wrong:
        fields = {".".join(map(str, problem["loc"])) or "spec": problem["msg"] for problem in wrong.errors()}
        raise BadInput("journey.bad_stage", stage=request.key, fields=fields) from None
    heard = {*spec.enter_on, *(step.event for step in spec.steps if step.event)}
    if unknown := sorted(heard - EVENTS.keys()):
        raise BadInput("journey.bad_stage", stage=request.key, fields=dict.fromkeys(unknown, "no such event"))
    return spec


def _renumber(tx: Tx, rows: Sequence[JourneyStage], made: JourneyStage) -> None:
    """Give the stages their places; through negative numbers, since a place may be taken only once."""
    for place, row in enumerate(rows):
        if row is not made:
            row.position = -1 - place
    tx.session.flush()
    for place, row in enumerate(rows):
        row.position = place
    tx.session.add(made)
    tx.session.flush()


def _publish(tx: Tx, row: JourneyDefinition) -> None:
    if problems := lint(load(tx, row.id)):
        raise Conflict("journey.not_sound", problems=problems)
    others = select(JourneyDefinition).where(
        JourneyDefinition.key == row.key, JourneyDefinition.status == "published", JourneyDefinition.id != row.id
    )
    for other in tx.session.execute(others).scalars():
        other.status = "archived"


def _check_trigger(trigger: str) -> None:
    if trigger and trigger not in EVENTS:
        raise BadInput("journey.unknown_trigger", trigger=trigger)


def _stages(tx: Tx, definitions: Sequence[UUID]) -> Sequence[JourneyStage]:
    query = select(JourneyStage).where(JourneyStage.definition_id.in_(definitions)).order_by(JourneyStage.position)
    return tx.session.execute(query).scalars().all()


def published(tx: Tx, trigger: str) -> Sequence[UUID]:
    """The definitions that an event starts: the newest published version of each key."""
    newest = func.row_number().over(partition_by=JourneyDefinition.key, order_by=JourneyDefinition.version.desc())
    ranked = (
        select(JourneyDefinition.id, JourneyDefinition.key, newest.label("place"))
        .where(JourneyDefinition.status == "published", JourneyDefinition.trigger == trigger)
        .subquery()
    )
    query = select(ranked.c.id).where(ranked.c.place == 1).order_by(ranked.c.key)
    return tx.session.execute(query).scalars().all()


def _dto(row: JourneyDefinition, stage_rows: Sequence[JourneyStage]) -> JourneyDto:
    return JourneyDto.model_validate(
        {
            "id": row.id, "key": row.key, "version": row.version, "name": row.name, "description": row.description,
            "status": row.status, "trigger": row.trigger, "stages": tuple(_stage_dto(one) for one in stage_rows),
            "row_version": row.row_version,
        }
    )  # fmt: skip


def _stage_dto(row: JourneyStage) -> StageDto:
    return StageDto(id=row.id, key=row.key, name=row.name, position=row.position, spec=row.spec)
