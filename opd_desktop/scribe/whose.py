"""Whose health a line is about: the patient's, a relative's who was asked about, or the companion's who speaks.

A companion ("my mother forgets names") calls the patient by what they are to each other.
"""

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


_PATIENT_OF = re.compile(
    r"\b(?:my|our) (?:little |older |younger |own )?(?:mother|father|mom|mum|dad|mama|papa|son|daughter|wife|husband|"
    r"grandmother|grandfather|grandma|grandpa|brother|sister|aunt|uncle|boy|girl|baby|child|kid|partner|friend)\b",
    re.IGNORECASE,
)
"""Whom a companion calls so is the patient."""
_STANDS_FOR = "xpatientx"
_SELF = re.compile(r"\b(?:i|i'm|i've|i'd|i'll|me|my|myself)\b", re.IGNORECASE)
_PATIENT = re.compile(r"\b(?:he|she|him|her|his|hers|it|they|the patient|there)(?:'s)?\b", re.IGNORECASE)
_SEES = re.compile(
    r"^(?:(?:and|but|so|well|yes|yeah|no|also)\W+)*i(?:'ve)? (?:also |just )?(?:notice[ds]?|saw|seen|see|think|thought|"
    r"believe|guess|know|feel like|heard|found)(?: out)?(?: that)? (?=(?:he|she|they|it|his|her|there|xpatientx)\b)",
    re.IGNORECASE,
)
_STARTS = re.compile(
    r"^(?:(?:and|but|so|well|yes|yeah|no|also)\W+)*(?:i|i'm|i've|i'd|i'll|my|myself|we)\b", re.IGNORECASE
)


def of_patient(text: str) -> str:
    """A companion's words with one word in the place of "my mother", and without "I noticed that" before "she"."""
    return _SEES.sub("", _PATIENT_OF.sub(_STANDS_FOR, text))


def named(text: str) -> str:
    """The sentence made of `of_patient`, with the patient called so."""
    said = re.sub(rf"^{_STANDS_FOR}\b", "The patient", text, flags=re.IGNORECASE)
    return re.sub(rf"\b{_STANDS_FOR}\b", "the patient", said)


def speaks_of_self(text: str) -> bool:
    """Whether a companion's sentence is about the companion ("I'm worried about my mother")."""
    return bool(_STARTS.match(of_patient(text)))


def is_own(text: str, start: int) -> bool:
    """Whether what stands at `start` of a companion's words is the companion's own ("I have asthma myself")."""
    said = masked(text)[:start]
    own = max((one.start() for one in _SELF.finditer(said)), default=-1)
    return own > max((one.start() for one in _PATIENT.finditer(said)), default=-1)


def masked(text: str) -> str:
    """`text` with "she" for "my mother", every other character where it was."""
    return _PATIENT_OF.sub(lambda match: "she".ljust(len(match[0])), text)


def as_companion(text: str) -> str:
    """A sentence that `of_patient` made of what a companion said of themselves, about "the companion"."""
    said = re.sub(r"\bthe patient\b", "the companion", re.sub(r"\bThe patient\b", "The companion", text))
    return named(said)
