"""Problems of a visit with candidate codes, from what the doctor concluded, then from history and complaint."""

from __future__ import annotations

import re

from opd_desktop.domain.note import CodeCard, Problem
from opd_desktop.scribe.context import status_of
from opd_desktop.scribe.facts import Fact
from opd_desktop.scribe.icd10 import card, known
from opd_desktop.scribe.lexicon import Concept, Mention, history_of
from opd_desktop.scribe.snomed import Coded, Snomed
from opd_desktop.scribe.visit import Line, Visit

CONCLUDES = re.compile(
    r"\b(?:i think|likely|probably|consistent with|looks like|diagnos\w*|impression|assessment|suspect\w*|you have|"
    r"has an?|suggests?|"
    r"for your|your (?:first|second|next|last)|problem|this is|most likely|i believe|concern(?:ed|ing)|due to|"
    r"related to|secondary to)\b",
    re.IGNORECASE,
)
_MANAGED = re.compile(
    r"\b(?:managing|history of|follow[- ]?up (?:of|for|on)|medical history|significant for|known)\b",
    re.IGNORECASE,
)


_ONCE = re.compile(
    r"\b(?:in (?:19|20)\d\d|when (?:i|he|she) was|last (?:year|winter|summer)|years? (?:ago|back))\b", re.IGNORECASE
)
_EVER = re.compile(r"\b(?:ever|before|previous\w*|in the past)\b", re.IGNORECASE)


def find_problems(
    visit: Visit, facts: dict[str, Fact], complaint: Concept | None, codes: Snomed | None = None
) -> list[Problem]:
    """The problem list: at most 12, the surest first; symptoms only when no disorder explains the visit.

    With `codes` what the doctor concluded is also looked up there, and codes and preferred terms are those of it.
    """
    scores: dict[str, tuple[float, Concept, list[int], str]] = {}
    now: set[str] = set()
    for line in visit.lines:
        for mention in _mentions(line, visit.dictation, codes):
            if mention.concept.kind != "disorder":
                continue
            status = status_of(line.text, mention)
            if status.polarity == "absent" or status.experiencer == "family" or status.when == "hypothetical":
                continue
            weight = _weight(line, visit.dictation)
            if line.question:
                continue
            _add(scores, mention.concept, weight, line.id, mention.words)
            if status.when != "past" and not _ONCE.search(line.text):
                now.add(mention.concept.name)
    said = {line.id: line.text for line in visit.lines}
    for fact in facts.values():
        if fact.concept.kind == "disorder" and fact.asked and fact.status.polarity == "present":
            if fact.status.when != "past" and not any(_EVER.search(said.get(turn, "")) for turn in fact.turns):
                now.add(fact.concept.name)
            for turn in fact.turns:
                _add(scores, fact.concept, 0.5, turn, fact.words)
    if not any(score >= 0.7 for score, *_ in scores.values()) and complaint and complaint.icd10:
        fact_turns = list(facts[complaint.name].turns) if complaint.name in facts else []
        if fact_turns:
            scores[f"symptom {complaint.name}"] = (0.6, complaint, fact_turns, complaint.name)
    scores = {name: row if name in now else _once(row) for name, row in scores.items()}
    ranked = sorted(scores.values(), key=lambda row: (-row[0], row[2][0]))
    specific = [row for row in ranked if not _covered(row[1], ranked)]
    return [_problem(*row, codes) for row in specific[:12]]


def _once(row: tuple[float, Concept, list[int], str]) -> tuple[float, Concept, list[int], str]:
    """A disorder that was only ever spoken of as past, as the history of it where that has a code of its own."""
    score, concept, turns, words = row
    return score, history_of(concept) or concept, turns, words


def _mentions(line: Line, dictation: bool, codes: Snomed | None) -> tuple[Mention, ...]:
    """The line's own, and where a doctor concludes those of the release; the longer name of the same words stands."""
    if codes is None or line.question or _weight(line, dictation) < _CONCLUDED:
        return line.mentions
    said = [
        Mention(Concept("disorder", one.coded.name, snomed=one.coded.snomed), one.start, one.end, one.words)
        for one in codes.disorders(line.text)
    ]
    more = [one for one in said if not any(_within(one, own) for own in line.mentions)]
    own = [one for one in line.mentions if not any(_within(one, other) for other in more)]
    return tuple(sorted((*own, *more), key=lambda one: one.start))


def _within(one: Mention, other: Mention) -> bool:
    return other.start <= one.start and one.end <= other.end


_CONCLUDED = 0.75
"""The weight of a line that concludes. Elsewhere words of everyday life would be taken for disorders."""


def _weight(line: Line, dictation: bool) -> float:
    if line.speaker == "patient":
        return 0.5
    if line.phase == "plan" or CONCLUDES.search(line.text):
        return 0.85
    return 0.75 if _MANAGED.search(line.text) or dictation else 0.6


def _add(
    scores: dict[str, tuple[float, Concept, list[int], str]],
    concept: Concept,
    weight: float,
    turn: int,
    words: str,
) -> None:
    old = scores.get(concept.name)
    if old is None:
        scores[concept.name] = (weight, concept, [turn], words)
        return
    turns = old[2] if turn in old[2] else [*old[2], turn]
    grown = min(0.95, max(old[0], weight) + (0.03 if turn not in old[2] else 0.0))
    scores[concept.name] = (round(grown, 2), concept, turns, old[3])


def _covered(concept: Concept, ranked: list[tuple[float, Concept, list[int], str]]) -> bool:
    """Whether a more specific concept of the same three-character ICD category is also there."""
    return any(
        other.name != concept.name and other.icd10[:3] == concept.icd10[:3] and concept.name in other.name
        for _, other, _, _ in ranked
    )


def _problem(score: float, concept: Concept, turns: list[int], words: str, codes: Snomed | None) -> Problem:
    coded = _coded(concept, codes)
    icd10 = concept.icd10 or (coded.icd10 if coded else "")
    by_map = bool(coded and not concept.icd10 and coded.icd10)
    why = f"said: {words}"
    return Problem(
        text=concept.name,
        icd10=icd10 or None,
        icd10_display=(coded.icd10_display if coded and by_map else concept.icd10_display) or None,
        snomed=(coded.snomed if coded else concept.snomed) or None,
        snomed_display=(coded.display if coded else concept.snomed_display) or None,
        confidence=score,
        turns=tuple(turns),
        why=f"{why}; {coded.by} by the map of the release" if coded and by_map else why,
        explain=_card(icd10, words) if icd10 else None,
    )


def _coded(concept: Concept, codes: Snomed | None) -> Coded | None:
    """The concept in the release: by its id, else by its name where the starter map's id is not in it (any more)."""
    if codes is None:
        return None
    return codes.concept(concept.snomed) or codes.find(concept.name)


def _card(icd10: str, words: str) -> CodeCard:
    """What the classification says; of a code outside the starter map only whether it can be billed."""
    return card(icd10, [words]) or CodeCard(matched=(words.lower(),), billable=known(icd10) == "billable")
