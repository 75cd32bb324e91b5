"""The parts of a note on their way: sentences with section, heading, problem and evidence."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from opd_desktop.domain.note import Section

CHIEF, HISTORY, MEDICATIONS = "CHIEF COMPLAINT", "HISTORY OF PRESENT ILLNESS", "CURRENT MEDICATIONS"
ALLERGIES, FAMILY, PAST, REVIEW = "ALLERGIES", "FAMILY HISTORY", "PAST MEDICAL HISTORY", "REVIEW OF SYSTEMS"
SURGICAL, SOCIAL = "PAST SURGICAL HISTORY", "SOCIAL HISTORY"
VITALS, EXAM, RESULTS = "VITAL SIGNS", "PHYSICAL EXAMINATION", "RESULTS"
FOLLOW_UP = "FOLLOW-UP"

REASONING, TESTING, TREATMENT = "Medical Reasoning", "Additional Testing", "Medical Treatment"
REFERRAL, COUNSELLING = "Specialist Referrals", "Patient Education and Counseling"
"""What a line under a problem is about, in the words of the ACI-Bench notes."""

LABEL = re.compile(
    rf"^(?P<name>{'|'.join((REASONING, TESTING, TREATMENT, REFERRAL, COUNSELLING))})s?:\s*", re.IGNORECASE
)

SYSTEMS = (
    "Constitutional", "Eyes", "ENT", "Neck", "Cardiovascular", "Respiratory", "Abdomen", "Gastrointestinal",
    "Genitourinary", "Musculoskeletal", "Skin", "Neurological", "Psychiatric", "Endocrine", "Hematologic",
)  # fmt: skip
"""Body systems in the order in which they are read."""

SYSTEM_LABEL = re.compile(rf"^(?:{'|'.join(SYSTEMS)}|Vital signs):\s*")

ORDER = (CHIEF, HISTORY, PAST, SURGICAL, MEDICATIONS, ALLERGIES, FAMILY, SOCIAL, REVIEW, VITALS, EXAM, RESULTS)
"""The headings of the subjective and objective parts in the order in which they are read."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence on its way into the note; `problem` is the one that an assessment or plan belongs to."""

    section: Section
    heading: str | None
    text: str
    turns: tuple[int, ...]
    problem: str = ""


def listed(names: Iterable[str], joiner: str = "and") -> str:
    """ "a, b, and c" """
    rows = list(dict.fromkeys(names))
    if len(rows) <= 2:
        return f" {joiner} ".join(rows)
    return f"{', '.join(rows[:-1])}, {joiner} {rows[-1]}"


def turns_of(rows: Iterable[Iterable[int]]) -> tuple[int, ...]:
    """All turns of `rows`, each once, in order."""
    return tuple(sorted({turn for row in rows for turn in row}))


_SMALL_WORDS = (
    "a an the and or but of to in on at for with by is are was were be been has have had do does did it its that "
    "this there he she they his her him their them patient s as from also very still just some about "
)
_SMALL = frozenset(_SMALL_WORDS.split())


def _weighty(text: str) -> frozenset[str]:
    return frozenset(word for word in re.findall(r"[a-z0-9./]+", text.lower()) if word.strip(".") not in _SMALL)


_ONLY_HEADING = re.compile(
    r"^(?:for )?(?:(?:the|his|her|the patient's) )?(?:assessment|plan|impression|results?|exam|follow[- ]up)"
    r"(?: and (?:the )?plan)?\.$",
    re.IGNORECASE,
)


def without_repeats(pieces: Iterable[Piece]) -> list[Piece]:
    """The pieces without those that say no more than an earlier or a later one of the same heading."""
    rows = [piece for piece in pieces if re.search(r"\w", piece.text) and not _ONLY_HEADING.match(piece.text)]
    words = [_weighty(piece.text) for piece in rows]
    kept = []
    for index, piece in enumerate(rows):
        covered = any(
            other.section is piece.section
            and other.heading == piece.heading
            and (words[index] < words[at] or (words[index] == words[at] and at < index))
            for at, other in enumerate(rows)
        )
        if not covered:
            kept.append(piece)
    return kept
