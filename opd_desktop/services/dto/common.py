"""Bases and small shared models."""

from datetime import datetime
from typing import Any, Generic, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, field_validator

Item = TypeVar("Item")

# A desk starts with two hundred of these and uses twenty: pydantic makes the validator of each at its first use (under
# a lock since 2.14). `tests.services.test_dto` makes all of them.


class Dto(BaseModel):
    """A frozen result."""

    model_config = ConfigDict(frozen=True, defer_build=True)


class Request(BaseModel):
    """A frozen input; unknown fields are refused, since they are most often typing errors."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True, defer_build=True)

    @field_validator("*", mode="after", check_fields=False)
    @classmethod
    def _storable(cls, value: Any) -> Any:
        """Postgres keeps every character but NUL."""
        if isinstance(value, str) and "\0" in value:
            raise ValueError("must not contain a NUL character")
        return value


class ById(Request):
    """The row to read."""

    id: UUID


class Nothing(Request):
    """No input."""


class Change(Request):
    """Base of edits: ``row_version`` is the version that the person saw; a newer one refuses the edit."""

    id: UUID
    row_version: int | None = None


class Page(Dto, Generic[Item]):
    """A list, newest or soonest first as the operation says; ``more`` tells that it was cut at ``limit``."""

    items: tuple[Item, ...]
    more: bool = False


class UndoDto(Dto):
    """Something that can be undone: pass ``id`` to ``undo.run``. ``label`` is a code that the ui words."""

    id: UUID
    label: str
    params: dict[str, str]
    expires_at: datetime


class RunUndo(Request):
    """The undo that was offered."""

    id: UUID


class Undone(Dto):
    """What was undone."""

    label: str
    params: dict[str, str]
