"""The family history: which relative has which disease."""

from __future__ import annotations

import re

from opd_desktop.domain.note import Section
from opd_desktop.scribe import pieces as part
from opd_desktop.scribe.facts import Fact
from opd_desktop.scribe.lexicon import written
from opd_desktop.scribe.pieces import Piece, listed, turns_of
from opd_desktop.scribe.text import finish
from opd_desktop.scribe.visit import Visit

_RELATIVE = re.compile(
    r"\b(?:(?:maternal |paternal )?(?:grandmother|grandfather|grandma|grandpa|aunt|uncle|cousin)|mother|father|mom|dad|"
    r"brother|sister|parents?|son|daughter)\b",
    re.IGNORECASE,
)
_OF_RELATIVE = re.compile(
    rf"^(?:\w+ ){{0,3}}(?:his|her|their|the patient's) {_RELATIVE.pattern}s? (?:\w+ )?"
    r"(?:had|has|have|died|passed|was diagnosed|is diabetic)\b(?! (?:to|been (?:helping|telling|saying))\b)",
    re.IGNORECASE,
)
_FORMAL = {"mom": "mother", "dad": "father", "grandma": "grandmother", "grandpa": "grandfather"}


_HOMELY = re.compile(rf"\b(?:{'|'.join(_FORMAL)})\b", re.IGNORECASE)


def is_about(text: str) -> bool:
    """Whether a sentence in the third person tells of a relative's health and not the patient's."""
    return bool(_OF_RELATIVE.search(text))


def formal(text: str) -> str:
    """`text` with "mother" for "mom" and the like."""
    return _HOMELY.sub(lambda match: _FORMAL[match[0].lower()], text)


def family(facts: list[Fact], visit: Visit) -> list[Piece]:
    """Disorders of relatives, by the relative who was named with them."""
    said = {line.id: line.text for line in visit.lines}
    found: dict[str, list[Fact]] = {}
    for fact in facts:
        if fact.status.experiencer != "family" or fact.status.polarity != "present" or fact.concept.kind != "disorder":
            continue
        who = next((m for turn in fact.turns if (m := _whose(said.get(turn, ""), fact.words))), None)
        found.setdefault(_FORMAL.get(who[0].lower(), who[0].lower()) if who else "", []).append(fact)
    return [_relative(who, rows) for who, rows in found.items()]


def _whose(text: str, words: str) -> re.Match[str] | None:
    """The relative whose disease `words` is: the last one named before it, or else the first after it."""
    named = list(_RELATIVE.finditer(text))
    at = text.lower().find(words.lower())
    before = [one for one in named if one.start() < at]
    return (before or named or [None])[-1 if before else 0]


def _relative(who: str, facts: list[Fact]) -> Piece:
    names = listed(written(fact.concept, fact.words) for fact in facts)
    text = finish(f"{who} with {names}" if who else f"family history of {names}")
    return Piece(Section.SUBJECTIVE, part.FAMILY, text, turns_of(fact.turns for fact in facts))
