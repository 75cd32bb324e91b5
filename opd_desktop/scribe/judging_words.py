"""What the judges of a sentence share: words of the clinical register, and how a reason is noted."""

from __future__ import annotations

from typing import Protocol

from opd_desktop.domain.note import FindingKind, Severity
from opd_desktop.scribe.evidence_words import content

REGISTER = content(
    "medical reasoning treatment additional testing education counseling examination exam evaluation evaluate "
    "discussed recommended recommend advised continue review reviewed normal noted symptoms symptom appears general "
    "regarding significant follow-up followup understands agrees plan prescribed provided assessment obtained positive "
    "negative currently previously approximately daily visit clinic experiencing experienced experience associated"
)
FILLER = frozenset(
    content(
        "mild moderate severe some occasional intermittent new recent ongoing persistent chronic acute additional well "
        "feeling taking being having history issues problems changes good better worse doing evidence other symptom "
        "personal decrease increase decreased increased onset immediate general feelings sensation sensations family "
        "medical past myriad possibility presence continual ill abnormal surgical variety number multiple several "
        "sense associated lot"
    )
)

MANY = 3
"""How many times more often the opposite must have been said where the surroundings don't tell."""
CLOSER = 1.15
"""How many times nearer the surroundings of the opposite must be than those of what a sentence says."""


class Add(Protocol):
    def __call__(self, kind: FindingKind, severity: Severity, why: str, where: tuple[int, ...] = ()) -> None:
        """Note one reason against the sentence."""
