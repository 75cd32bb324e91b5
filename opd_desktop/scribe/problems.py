"""Problems of a visit with candidate codes, from what the doctor concluded, then from history and complaint."""

from __future__ import annotations

import re

from opd_desktop.domain.note import Problem
from opd_desktop.scribe.context import status_of
from opd_desktop.scribe.facts import Fact
from opd_desktop.scribe.icd10 import card
from opd_desktop.scribe.lexicon import Concept
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


def find_problems(visit: Visit, facts: dict[str, Fact], complaint: Concept | None) -> list[Problem]:
    """The problem list: at most 12, the surest first; symptoms only when no disorder explains the visit."""
    scores: dict[str, tuple[float, Concept, list[int], str]] = {}
    for line in visit.lines:
        for mention in line.mentions:
            if mention.concept.kind != "disorder":
                continue
            status = status_of(line.text, mention)
            if status.polarity == "absent" or status.experiencer == "family" or status.when == "hypothetical":
                continue
            weight = _weight(line, visit.dictation)
            if line.question:
                continue
            _add(scores, mention.concept, weight, line.id, mention.words)
    for fact in facts.values():
        if fact.concept.kind == "disorder" and fact.asked and fact.status.polarity == "present":
            for turn in fact.turns:
                _add(scores, fact.concept, 0.5, turn, fact.words)
    if not any(score >= 0.7 for score, *_ in scores.values()) and complaint and complaint.icd10:
        fact_turns = list(facts[complaint.name].turns) if complaint.name in facts else []
        if fact_turns:
            scores[f"symptom {complaint.name}"] = (0.6, complaint, fact_turns, complaint.name)
    ranked = sorted(scores.values(), key=lambda row: (-row[0], row[2][0]))
    specific = [row for row in ranked if not _covered(row[1], ranked)]
    return [_problem(*row) for row in specific[:12]]


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


def _problem(score: float, concept: Concept, turns: list[int], words: str) -> Problem:
    return Problem(
        text=concept.name,
        icd10=concept.icd10 or None,
        icd10_display=concept.icd10_display or None,
        snomed=concept.snomed or None,
        snomed_display=concept.snomed_display or None,
        confidence=score,
        turns=tuple(turns),
        why=f"said: {words}",
        explain=card(concept.icd10, [words]) if concept.icd10 else None,
    )
