"""What the scribe learned from the signed-in doctor."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from pydantic import Field

from opd_desktop.domain.scribe_rules import LearnedRule
from opd_desktop.services.dto.common import Change, Dto, Request, UndoDto


class RuleDto(Dto):
    """One rule of wording (``replace``: ``after`` for ``before``) or a ``heading`` that is left out (``leave-out``).

    ``seen`` counts the signed visits with this edit. ``learned_at`` is when the scribe began to follow it, None for
    one that was not seen often enough yet.
    """

    id: UUID
    kind: Literal["replace", "leave-out"]
    before: str
    after: str
    heading: str
    seen: int
    active: bool
    learned_at: datetime | None
    row_version: int

    @property
    def rule(self) -> LearnedRule:
        """The same for the scribe."""
        return LearnedRule(kind=self.kind, before=self.before, after=self.after, heading=self.heading)


class ListRules(Request):
    """The rules, the newest first; ``candidates`` adds those that were not seen often enough yet."""

    candidates: bool = False


class ChangeRule(Change):
    """Follow the rule, or don't. One that was turned off is not turned on by being seen again."""

    active: bool


class RemoveRule(Change):
    """Forget the rule; it can be learned anew."""


class RestoreRule(Request):
    """A rule as it was before it was removed."""

    kind: Literal["replace", "leave-out"]
    before: str = Field(default="", max_length=120)
    after: str = Field(default="", max_length=120)
    heading: str = Field(default="", max_length=120)
    seen: int = Field(ge=1)
    active: bool
    learned_at: datetime | None


class RuleRemoved(Dto):
    """What was removed, and how to take that back."""

    rule: RuleDto
    undo: UndoDto
