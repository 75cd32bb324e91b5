"""What the encounter on screen is. No widgets."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from opd_desktop.domain.encounter import EncounterStatus
from opd_desktop.services.dto.encounters import Chart, EncounterDto, NoteDto
from opd_desktop.services.dto.scribe_rules import RuleDto
from opd_desktop.ui.encounter.saver import SaveStatus

_S = EncounterStatus
WAITS = frozenset({_S.PLANNED, _S.ARRIVED, _S.TRIAGED})
CLOSED = frozenset({_S.PLANNED, _S.CANCELLED, _S.ENTERED_IN_ERROR})
"""Statuses in which nothing can be written."""


@dataclass(frozen=True)
class Clash:
    """Somebody else saved the note while this one was being typed."""

    theirs: NoteDto | None
    by: str
    at: datetime | None


@dataclass(frozen=True)
class EncounterState:
    """What is shown. ``wanted`` is the encounter asked for, ``encounter`` None until it came.

    Attributes:
        error: why the encounter can't be shown.
        amending: a signed note is being changed, with this reason.
        clash: two texts, one of which must be chosen.
        restored: when the typed text that was brought back had been typed.
        confirm: a question before signing: the scribe is still at work, proposals are not decided, the note is empty.
        learned: what the scribe does differently from now on, told once after signing.
    """

    wanted: UUID | None = None
    encounter: EncounterDto | None = None
    chart: Chart | None = None
    error: BaseException | None = None
    amending: str = ""
    clash: Clash | None = None
    restored: datetime | None = None
    confirm: str = ""
    learned: tuple[RuleDto, ...] = ()
    save: SaveStatus = field(default_factory=SaveStatus)

    @property
    def signed(self) -> bool:
        """The note is locked."""
        return self.encounter is not None and self.encounter.signed_at is not None


def older(one: EncounterDto, other: EncounterDto) -> bool:
    """Whether ``one`` was read before ``other``: reads may come back after a write that was asked for later."""
    if one.row_version < other.row_version:
        return True
    if one.note is not None and other.note is not None and one.note.version < other.note.version:
        return True
    taken, newer = (each.vitals.taken_at if each.vitals else None for each in (one, other))
    return newer is not None and (taken is None or taken < newer)
