"""FHIR R4 resources, every version kept."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from opd_desktop.db.base import Base


class FhirResource(Base):
    """One version of one resource. A trigger numbers versions and moves ``is_current``; rows never change.

    Attributes:
        category: for an Observation ``vital-signs``; tells row-level security who may read it.
    """

    __tablename__ = "fhir_resource"
    __table_args__ = (
        Index("fhir_resource_patient_id_idx", "patient_id", "resource_type", postgresql_where=text("is_current")),
        Index(
            "fhir_resource_encounter_id_idx",
            "encounter_id",
            "resource_type",
            postgresql_where=text("is_current"),
        ),
    )

    resource_type: Mapped[str] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(primary_key=True)
    version_id: Mapped[int] = mapped_column(primary_key=True, server_default="0")
    facility_id: Mapped[UUID | None] = mapped_column(ForeignKey("facility.id"))
    patient_id: Mapped[UUID | None] = mapped_column(ForeignKey("patient.id"))
    encounter_id: Mapped[UUID | None] = mapped_column(ForeignKey("encounter.id"))
    category: Mapped[str] = mapped_column(server_default="")
    content: Mapped[dict[str, Any]]
    is_current: Mapped[bool] = mapped_column(server_default=text("true"))
    last_updated: Mapped[datetime] = mapped_column(server_default=text("now()"))
    author: Mapped[str] = mapped_column(server_default=text("session_user"))
