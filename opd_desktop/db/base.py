"""The declarative base: naming convention, types, and the columns of everything that people edit."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import DateTime, FetchedValue, MetaData, Text, Uuid, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from opd_desktop.domain.ids import uuid7

#: Constraint names are stable, because `db.meanings` turns them into errors.
NAMING = {
    "ix": "%(table_name)s_%(column_0_N_name)s_idx",
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "ck": "%(table_name)s_%(constraint_name)s_check",
    "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
    "pk": "%(table_name)s_pkey",
}


class Base(DeclarativeBase):
    """Base of all rows."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {
        UUID: Uuid(as_uuid=True),
        datetime: DateTime(timezone=True),
        str: Text(),
        dict[str, Any]: JSONB(),
        list[Any]: JSONB(),
    }


class Keyed(Base):
    """A row with a UUIDv7 key made by the client."""

    __abstract__ = True

    id: Mapped[UUID] = mapped_column(primary_key=True, default=uuid7)


class Versioned(Keyed):
    """A row that people edit. A trigger counts ``row_version`` and stamps who and when, also for psql."""

    __abstract__ = True

    row_version: Mapped[int] = mapped_column(server_default="1", server_onupdate=FetchedValue())
    created_at: Mapped[datetime] = mapped_column(server_default=text("now()"))
    updated_at: Mapped[datetime] = mapped_column(server_default=text("now()"), server_onupdate=FetchedValue())
    updated_by: Mapped[str] = mapped_column(server_default=text("session_user"), server_onupdate=FetchedValue())

    @declared_attr.directive
    @classmethod
    def __mapper_args__(cls) -> dict[str, Any]:
        return {"version_id_col": cls.row_version, "version_id_generator": False, "eager_defaults": True}
