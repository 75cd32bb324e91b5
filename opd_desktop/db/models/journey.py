"""Journey definitions, instances, and the steps that are due."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from opd_desktop.db.base import Base, Keyed, Versioned


class JourneyDefinition(Versioned):
    """A care program; a published version never changes. ``trigger`` is the event that starts it."""

    __tablename__ = "journey_definition"
    __table_args__ = (
        UniqueConstraint("key", "version"),
        CheckConstraint("status IN ('draft','published','archived')", name="status"),
    )

    key: Mapped[str]
    version: Mapped[int]
    name: Mapped[str]
    description: Mapped[str] = mapped_column(server_default="")
    status: Mapped[str] = mapped_column(server_default="draft")
    trigger: Mapped[str] = mapped_column(server_default="")


class JourneyStage(Versioned):
    """A stage of a definition; ``spec`` is a `domain.journey.StageSpec` as JSON."""

    __tablename__ = "journey_stage"
    __table_args__ = (UniqueConstraint("definition_id", "key"), UniqueConstraint("definition_id", "position"))

    definition_id: Mapped[UUID] = mapped_column(ForeignKey("journey_definition.id"))
    key: Mapped[str]
    name: Mapped[str]
    position: Mapped[int]
    spec: Mapped[dict[str, Any]]


class JourneyInstance(Versioned):
    """A patient on a journey. One per definition and anchor, however often the event is replayed."""

    __tablename__ = "journey_instance"
    __table_args__ = (
        UniqueConstraint("definition_id", "anchor_kind", "anchor_id", name="journey_instance_definition_anchor_key"),
        CheckConstraint("state IN ('active','completed','cancelled')", name="state"),
        Index("journey_instance_facility_id_state_idx", "facility_id", "state", "stage"),
        Index("journey_instance_patient_id_idx", "patient_id"),
        Index("journey_instance_appointment_id_idx", "appointment_id"),
    )

    definition_id: Mapped[UUID] = mapped_column(ForeignKey("journey_definition.id"))
    patient_id: Mapped[UUID] = mapped_column(ForeignKey("patient.id"))
    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"))
    anchor_kind: Mapped[str]
    anchor_id: Mapped[UUID]
    appointment_id: Mapped[UUID | None] = mapped_column(ForeignKey("appointment.id"))
    stage: Mapped[str]
    state: Mapped[str] = mapped_column(server_default="active")
    stage_entered_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    stage_due_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class JourneyInstanceStageStatus(Base):
    """What became of each stage of an instance."""

    __tablename__ = "journey_instance_stage_status"

    instance_id: Mapped[UUID] = mapped_column(ForeignKey("journey_instance.id"), primary_key=True)
    stage: Mapped[str] = mapped_column(primary_key=True)
    state: Mapped[str] = mapped_column(server_default="pending")
    entered_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    completed_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(server_default="")


class StepRun(Keyed):
    """One step to do once: claimed by lease and fence, so that any desk may do it and none does it twice."""

    __tablename__ = "step_run"
    __table_args__ = (
        UniqueConstraint("instance_id", "step_key", "occurrence"),
        CheckConstraint(
            "state IN ('ready','leased','dispatching','done','skipped','unknown','failed','dead','cancelled')",
            name="state",
        ),
        Index("step_run_due_at_idx", "due_at", postgresql_where=text("state = 'ready'")),
        Index("step_run_one_running_idx", "instance_id", unique=True,
              postgresql_where=text("state IN ('leased','dispatching')")),
        Index("step_run_lease_until_idx", "lease_until",
              postgresql_where=text("state IN ('leased','dispatching')")),
    )  # fmt: skip

    instance_id: Mapped[UUID] = mapped_column(ForeignKey("journey_instance.id"))
    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"))
    step_key: Mapped[str]
    occurrence: Mapped[int] = mapped_column(server_default="1")
    kind: Mapped[str]
    spec: Mapped[dict[str, Any]]
    due_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    state: Mapped[str] = mapped_column(server_default="ready")
    lease_owner: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    fence: Mapped[int] = mapped_column(server_default="0")
    attempts: Mapped[int] = mapped_column(server_default="0")
    reason: Mapped[str] = mapped_column(server_default="")
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    ended_at: Mapped[datetime | None]
