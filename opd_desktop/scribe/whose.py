"""Whose health a line is about: the patient's, a relative's who was asked about, or the companion's who speaks."""

from __future__ import annotations

import re

from opd_desktop.scribe.visit import Visit

_FAMILY_ASKED = re.compile(
    r"\b(?:family history|(?:runs?|running) in (?:your|the|his|her) family|family members?|"
    r"(?:(?:any|some|every)?(?:one|body)|who|people|else|diseases?|cancers?|history) in (?:your|the|his|her) "
    r"(?:\w+ )?family|your (?:parents|mother|father|mom|dad|siblings|brothers?|sisters?|grandparents|children))\b",
    re.IGNORECASE,
)
_HIMSELF = re.compile(r"\b(?:i (?:do|did|am|was)(?:n't| not)?|myself|just me|only me|me too)\b", re.IGNORECASE)


def of_family(visit: Visit) -> frozenset[int]:
    """The places of the lines that answer a question about the family ("what runs in your family?")."""
    found: set[int] = set()
    asked = False
    for place, line in enumerate(visit.lines):
        if line.speaker == "doctor":
            asked = bool(_FAMILY_ASKED.search(line.text)) and (line.question or line.phase == "history")
        elif asked and not line.question and not _HIMSELF.search(line.text):
            found.add(place)
    return frozenset(found)
