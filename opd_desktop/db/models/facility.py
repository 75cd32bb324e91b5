"""Facilities and the places in them (FHIR Organization / Location)."""

from uuid import UUID

from sqlalchemy import ForeignKey, text
from sqlalchemy.orm import Mapped, mapped_column

from opd_desktop.db.base import Versioned


class Facility(Versioned):
    """A clinic or hospital; ``time_zone`` is an IANA name and rules all slot arithmetic here."""

    __tablename__ = "facility"

    name: Mapped[str]
    code: Mapped[str] = mapped_column(unique=True)
    time_zone: Mapped[str]
    country: Mapped[str] = mapped_column(server_default="IN")
    phone: Mapped[str] = mapped_column(server_default="")
    address: Mapped[str] = mapped_column(server_default="")
    active: Mapped[bool] = mapped_column(server_default=text("true"))


class Location(Versioned):
    """A room or service point of a facility."""

    __tablename__ = "location"

    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"), index=True)
    name: Mapped[str]
    kind: Mapped[str] = mapped_column(server_default="room")
    active: Mapped[bool] = mapped_column(server_default=text("true"))
