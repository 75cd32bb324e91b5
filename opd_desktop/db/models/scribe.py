"""What shapes the scribe's drafts: the clinic's note templates, and the rules that it learned from each doctor."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from opd_desktop.db.base import Versioned


class NoteTemplate(Versioned):
    """A template of a facility's own; ``headings`` is a list of ``{code, title, prompt, required}`` in their order."""

    __tablename__ = "note_template"
    __table_args__ = (
        CheckConstraint("jsonb_typeof(headings) = 'array' AND octet_length(headings::text) <= 65536", name="headings"),
        Index(
            "note_template_name_idx",
            "facility_id",
            "name",
            "language",
            unique=True,
            postgresql_where=text("active"),
        ),
    )

    facility_id: Mapped[UUID] = mapped_column(ForeignKey("facility.id"))
    name: Mapped[str]
    specialty: Mapped[str | None]
    language: Mapped[str] = mapped_column(server_default="en")
    headings: Mapped[list[Any]]
    active: Mapped[bool] = mapped_column(server_default=text("true"))


class ScribeRule(Versioned):
    """An edit that one doctor makes again and again (`domain.scribe_rules`); nobody else reads it.

    ``seen`` counts the signed visits with this edit; ``learned_at`` is when there were enough for the scribe to follow
    it, NULL before.
    """

    __tablename__ = "scribe_rule"
    __table_args__ = (
        CheckConstraint("kind IN ('replace','leave-out')", name="kind"),
        CheckConstraint("before !~ '[0-9]' AND after !~ '[0-9]'", name="no_numbers"),
        CheckConstraint("length(before) <= 120 AND length(after) <= 120 AND length(heading) <= 120", name="length"),
        CheckConstraint("NOT active OR learned_at IS NOT NULL", name="active_once_learned"),
        UniqueConstraint("login", "kind", "before", "after", "heading"),
    )

    login: Mapped[str] = mapped_column(server_default=text("session_user"))
    kind: Mapped[str]
    before: Mapped[str] = mapped_column(server_default="")
    after: Mapped[str] = mapped_column(server_default="")
    heading: Mapped[str] = mapped_column(server_default="")
    seen: Mapped[int] = mapped_column(server_default="1")
    active: Mapped[bool] = mapped_column(server_default=text("false"))
    learned_at: Mapped[datetime | None]
