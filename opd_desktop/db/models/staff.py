"""Practitioners, and the staff who sign in. Each staff row stands for a Postgres login role."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from opd_desktop.db.base import Base, Versioned


class Practitioner(Versioned):
    """Who sees patients (FHIR Practitioner)."""

    __tablename__ = "practitioner"

    display_name: Mapped[str]
    specialty: Mapped[str]
    qualification: Mapped[str] = mapped_column(server_default="")
    registration_number: Mapped[str] = mapped_column(server_default="")
    active: Mapped[bool] = mapped_column(server_default=text("true"))


class PractitionerRole(Versioned):
    """A practitioner at a facility (FHIR PractitionerRole): usual room, and the letter of their tokens."""

    __tablename__ = "practitioner_role"
    __table_args__ = (
        UniqueConstraint("practitioner_id", "facility_id"),
        UniqueConstraint("facility_id", "token_prefix"),
    )

    practitioner_id: Mapped[UUID] = mapped_column(ForeignKey("practitioner.id"))
    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"))
    location_id: Mapped[UUID | None] = mapped_column(ForeignKey("location.id"))
    token_prefix: Mapped[str]
    active: Mapped[bool] = mapped_column(server_default=text("true"))


class Staff(Versioned):
    """A person who signs in; ``login`` is the Postgres role. Written by functions only."""

    __tablename__ = "staff"

    login: Mapped[str] = mapped_column(unique=True)
    display_name: Mapped[str]
    role: Mapped[str]
    practitioner_id: Mapped[UUID | None] = mapped_column(ForeignKey("practitioner.id"))
    can_overbook: Mapped[bool] = mapped_column(server_default=text("false"))
    must_change_password: Mapped[bool] = mapped_column(server_default=text("false"))
    active: Mapped[bool] = mapped_column(server_default=text("true"))


class StaffFacility(Base):
    """Membership: row-level security shows a person the rows of these facilities."""

    __tablename__ = "staff_facility"

    staff_id: Mapped[UUID] = mapped_column(ForeignKey("staff.id"), primary_key=True)
    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"), primary_key=True)


class StaffSetting(Base):
    """What one person chose for their own screens, by key; only they read and write it, so there is no trail of it."""

    __tablename__ = "staff_setting"
    __table_args__ = (CheckConstraint("octet_length(value::text) <= 32768", name="value_size"),)

    login: Mapped[str] = mapped_column(primary_key=True, server_default=text("session_user"))
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[dict[str, Any]]
    updated_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
