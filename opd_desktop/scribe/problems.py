"""Problems of a visit with candidate codes, from what the doctor concluded, then from history and complaint."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from opd_desktop.domain.note import CodeCard, Problem
from opd_desktop.scribe.certainty import Certainty, certainty, owned
from opd_desktop.scribe.context import status_of
from opd_desktop.scribe.facts import Fact
from opd_desktop.scribe.icd10 import card, known
from opd_desktop.scribe.lexicon import Concept, Mention, history_of, said_as, written
from opd_desktop.scribe.polarity import is_asked, stated
from opd_desktop.scribe.snomed import Coded, Snomed
from opd_desktop.scribe.visit import Line, Visit
from opd_desktop.scribe.whose import is_own, masked, of_family

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
    r"\b(?:in (?:(?:19|20)\d\d|(?:nineteen|twenty) \w+teen|twenty twenty\b)|"
    r"when (?:i|he|she) was|last (?:year|winter|summer)|years? (?:ago|back))\b",
    re.IGNORECASE,
)
_EVER = re.compile(r"\b(?:ever|before|previous\w*|in the past)\b", re.IGNORECASE)
_GONE = re.compile(
    r"\b(?:in the past|used to (?:have|get)|resolved|went away|cleared up|grew out of|outgrew|years ago)\b",
    re.IGNORECASE,
)
_UNCODED = "uncertain, so without a code (ICD-10-CM Official Guidelines, IV.H: code the sign instead)"

_MOST = 12
_SURE = 0.7
"""The weight from which on a disorder explains the visit, so that its symptom is no problem beside it."""
_CONCLUDED = 0.75
"""The weight of a line that concludes. Elsewhere words of everyday life would be taken for disorders."""


@dataclass(slots=True)
class _Candidate:
    """What may become a problem: how heavily it was told, where, in which words, and how sure it is."""

    concept: Concept
    score: float
    words: str
    turns: list[int] = field(default_factory=list)
    stated: bool = False
    now: bool = False
    gone: bool = False
    known: bool = False
    unsure: bool = False

    @property
    def suspected(self) -> bool:
        return self.unsure and not self.known

    def told(self, weight: float, turn: int, words: str) -> None:
        """Told once more; the words that say most stand."""
        again = turn not in self.turns
        if self.turns:
            self.score = round(min(0.95, max(self.score, weight) + (0.03 if again else 0.0)), 2)
        if again:
            self.turns.append(turn)
        if len(written(self.concept, words)) > len(written(self.concept, self.words)):
            self.words = words


def find_problems(
    visit: Visit, facts: dict[str, Fact], complaint: Concept | None, codes: Snomed | None = None
) -> list[Problem]:
    """The problem list: at most 12, the surest first; symptoms only when no certain disorder explains the visit.

    With `codes` what the doctor concluded is also looked up there, and codes and preferred terms are those of it.
    """
    found: dict[str, _Candidate] = {}
    relatives = of_family(visit)
    for index, line in enumerate(visit.lines):
        if index not in relatives:
            _read(line, found, dictation=visit.dictation, codes=codes)
    _confirm(facts.values(), visit, found)
    rows = [row for row in found.values() if _stands(row)]
    if not any(row.score >= _SURE and not row.suspected for row in rows) and complaint and complaint.icd10:
        turns = list(facts[complaint.name].turns) if complaint.name in facts else []
        if turns:
            rows.append(_Candidate(complaint, 0.6, complaint.name, turns, now=True))
    ranked = sorted((_once(row) for row in rows), key=lambda row: (-row.score, row.turns[0]))
    return [_problem(row, codes) for row in ranked if not _covered(row, ranked)][:_MOST]


def _read(line: Line, found: dict[str, _Candidate], *, dictation: bool, codes: Snomed | None) -> None:
    """The disorders that one line says the patient has, or may have."""
    for mention in _mentions(line, dictation, codes):
        if mention.concept.kind != "disorder":
            continue
        asked = line.question or is_asked(line, mention.start, mention.end)
        if asked and not (line.speaker == "doctor" and owned(line.text, mention)):
            continue
        companion = line.speaker == "other"
        if companion and is_own(line.text, mention.start):
            continue
        status = status_of(masked(line.text) if companion else line.text, mention)
        sure = certainty(line, mention)
        if stated(line.text, mention) == "absent" or status.experiencer == "family" or sure == "named":
            continue
        if status.when == "hypothetical" and sure != "known":
            continue
        past = status.when == "past" or bool(_ONCE.search(line.text))
        row = _add(found, mention, 0.6 if asked else _weight(line, dictation), line.id, sure, now=not past)
        row.stated |= not asked
        row.gone |= bool(_GONE.search(line.text))


def _confirm(facts: Iterable[Fact], visit: Visit, found: dict[str, _Candidate]) -> None:
    """The disorders that the patient said yes to."""
    said = {line.id: line.text for line in visit.lines}
    for fact in facts:
        if fact.concept.kind != "disorder" or not fact.asked or fact.status.polarity != "present":
            continue
        ever = fact.status.when == "past" or any(_EVER.search(said.get(turn, "")) for turn in fact.turns)
        for turn in fact.turns:
            row = _add(found, Mention(fact.concept, 0, 0, fact.words), 0.5, turn, "known", now=not ever)
            row.stated = True


def _add(
    found: dict[str, _Candidate], mention: Mention, weight: float, turn: int, sure: Certainty, *, now: bool
) -> _Candidate:
    row = found.setdefault(mention.concept.name, _Candidate(mention.concept, weight, mention.words))
    row.told(weight, turn, mention.words)
    row.now |= now
    row.known |= sure == "known"
    row.unsure |= sure == "suspected"
    return row


def _stands(row: _Candidate) -> bool:
    """Whether it was more than asked about, and is there still or leaves a history that has a code of its own."""
    if not row.stated:
        return False
    return row.now or not (row.suspected or (row.gone and history_of(row.concept) is None))


def _once(row: _Candidate) -> _Candidate:
    """A disorder that was only ever spoken of as past, as the history of it where that has a code of its own."""
    return row if row.now else replace(row, concept=history_of(row.concept) or row.concept)


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


def _weight(line: Line, dictation: bool) -> float:
    if line.speaker == "patient":
        return 0.5
    if line.phase == "plan" or CONCLUDES.search(line.text):
        return 0.85
    return 0.75 if _MANAGED.search(line.text) or dictation else 0.6


def _covered(row: _Candidate, ranked: list[_Candidate]) -> bool:
    """Whether a concept with a more exact name is also there, no less sure: "iron deficiency anemia" for "anemia"."""
    name = re.compile(rf"(?<!\w)(?:{re.escape(row.concept.name)})(?!\w)|(?:{re.escape(row.concept.name)})$")
    return any(
        other.concept.name != row.concept.name
        and name.search(other.concept.name)
        and other.suspected <= row.suspected
        and other.now >= row.now
        for other in ranked
    )


def _problem(row: _Candidate, codes: Snomed | None) -> Problem:
    name = written(row.concept, row.words) if row.now else row.concept.name
    why = f"said: {row.words}"
    turns = tuple(row.turns)
    if row.suspected:
        told = f"{why}; {_UNCODED}"
        return Problem(text=f"suspected {name}", confidence=row.score, turns=turns, why=told, certainty="suspected")
    concept = said_as(name) or row.concept
    coded = _coded(concept, codes)
    icd10 = concept.icd10 or (coded.icd10 if coded else "")
    by_map = bool(coded and not concept.icd10 and coded.icd10)
    return Problem(
        text=name,
        icd10=icd10 or None,
        icd10_display=(coded.icd10_display if coded and by_map else concept.icd10_display) or None,
        snomed=(coded.snomed if coded else concept.snomed) or None,
        snomed_display=(coded.display if coded else concept.snomed_display) or None,
        confidence=row.score,
        turns=turns,
        why=f"{why}; {coded.by} by the map of the release" if coded and by_map else why,
        explain=_card(icd10, row.words) if icd10 else None,
    )


def _coded(concept: Concept, codes: Snomed | None) -> Coded | None:
    """The concept in the release: by its id, else by its name where the starter map's id is not in it (any more)."""
    if codes is None:
        return None
    return codes.concept(concept.snomed) or codes.find(concept.name)


def _card(icd10: str, words: str) -> CodeCard:
    """What the classification says; of a code outside the starter map only whether it can be billed."""
    return card(icd10, [words]) or CodeCard(matched=(words.lower(),), billable=known(icd10) == "billable")
