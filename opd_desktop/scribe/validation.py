"""Judge a note against what was said: every sentence, every number, and what was said but not noted."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Protocol

from opd_desktop.domain.note import DraftWarning, Finding, FindingKind, Section, Severity, Transcript, Validation
from opd_desktop.scribe.context import status_of
from opd_desktop.scribe.facts import findings, settled
from opd_desktop.scribe.lexicon import Concept, lexicon
from opd_desktop.scribe.numbers import numbers_in, to_digits
from opd_desktop.scribe.orders import find_orders, says_when_to_return
from opd_desktop.scribe.text import sentences, tidy
from opd_desktop.scribe.turns import parse
from opd_desktop.scribe.visit import Visit, prepare

MAX_NOTE = 200_000
_WORD = re.compile(r"[a-z][a-z'-]+", re.IGNORECASE)
_STOP_WORDS = (
    "the a an and or of to in for with on at by from as is are was were be been has have had he she they his her "
    "their him them it its this that these those who which patient patient's states reports notes denies endorses "
    "today there no not any some will would should can may also about up per mr ms mrs dr do does did year old male "
    "female man woman presents history i you your my we our me us if when then so but all more very likely"
)
_STOP = frozenset(_STOP_WORDS.split())
_SIDE = re.compile(r"\b(left|right|bilateral(?:ly)?|both)\b", re.IGNORECASE)
_RIGHT_NOT_SIDE = re.compile(
    r"\bright (?:now|away|here|there|after|before)\b|\ball right\b|\bthat's right\b|^right\b|, right\b|\b(?:have|"
    r"has|had|he|she|is|was|be|been|and|he's|she's|has) left (?:the|my|her|his|for)\b",
    re.IGNORECASE,
)
_HEADING = re.compile(r"^[\W]*(?:[A-Z][A-Z &/,'-]{2,50}|[A-Z][A-Za-z &/'-]{2,40}:)\s*:?\s*$")
_SECTION_WORDS: tuple[tuple[Section, str], ...] = (
    (Section.SUBJECTIVE, r"subjective|chief complaint|history|review of systems|medications|allergies|cc\b|hpi\b"),
    (Section.OBJECTIVE, r"objective|exam|vitals?|results?"),
    (Section.ASSESSMENT, r"assessment|impression|diagnos"),
    (Section.PLAN, r"plan|instructions"),
)
_FEMALE_ONLY = re.compile(
    r"\b(?:pregnan\w+|menstrua\w+|menopaus\w+|pap smear|uter(?:us|ine)|ovar(?:y|ian)|vaginal)\b", re.IGNORECASE
)
_MALE_ONLY = re.compile(r"\b(?:prostat\w+|testic\w+|erectile|scrot\w+|psa)\b", re.IGNORECASE)
_ALLERGIC = re.compile(r"\ballerg(?:ic|y|ies)\b(?:[^.;]{0,30})", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Evidence:
    """What the dialogue says, in the shapes that checks ask for."""

    visit: Visit
    stems: frozenset[str]
    by_turn: tuple[tuple[int, frozenset[str]], ...]
    numbers: dict[str, tuple[int, ...]]
    concepts: dict[str, tuple[int, ...]]
    absent: frozenset[str]
    present: frozenset[str]
    sides: dict[str, frozenset[str]]


def validate(note: str, dialogue: Transcript | str | None = None) -> Validation:
    """Findings on a note, with one verdict per sentence.

    With a dialogue, every sentence is SUPPORTED, PARTLY, UNSUPPORTED or CONTRADICTED, numbers, drugs, sides and
    negations that the dialogue does not carry are named, and facts that were said but not noted are MISSING.
    Without one, only what the note itself shows is judged: sections, sex and age, allergy against prescription.
    """
    parts = note_sentences(note[:MAX_NOTE])
    warnings = [DraftWarning(code="note_cut", params={"limit": MAX_NOTE})] if len(note) > MAX_NOTE else []
    found = _inside(note, parts)
    if dialogue is None:
        warnings.append(DraftWarning(code="no_dialogue"))
        return Validation(findings=tuple(found), sentences=len(parts), warnings=tuple(warnings))
    transcript = parse(dialogue) if isinstance(dialogue, str) else dialogue
    evidence = _evidence(transcript)
    verdicts = [judge_sentence(text, section, evidence) for section, text in parts]
    found += [finding for row in verdicts for finding in row]
    missing = _missing(note, evidence)
    counted = [row[0].kind for row in verdicts]
    return Validation(
        findings=(*found, *missing),
        sentences=len(parts),
        supported=counted.count(FindingKind.SUPPORTED),
        partly=counted.count(FindingKind.PARTLY),
        unsupported=counted.count(FindingKind.UNSUPPORTED),
        contradicted=counted.count(FindingKind.CONTRADICTED),
        missing=len(missing),
        warnings=tuple(warnings),
    )


def note_sentences(note: str) -> list[tuple[Section | None, str]]:
    """The note's sentences with the section of the heading above them; headings themselves are left out."""
    section: Section | None = None
    rows: list[tuple[Section | None, str]] = []
    for line in note.splitlines():
        text = line.strip(" \t-*•")
        if not text:
            continue
        named = _section_of(text)
        if _HEADING.match(text) or (named and len(text.split()) <= 4 and not text.endswith(".")):
            section = named or section
            continue
        rows += [(section, sentence) for sentence in sentences(text)]
    return rows


def _section_of(heading: str) -> Section | None:
    for section, words in _SECTION_WORDS:
        if re.search(rf"\b(?:{words})", heading, re.IGNORECASE):
            return section
    return None


@lru_cache(maxsize=4096)
def stem(word: str) -> str:
    """A crude stem, enough to match "coughing" with "cough"."""
    word = word.lower().strip("'-")
    for suffix in ("ing", "edly", "ied", "ies", "ed", "es", "ly", "s"):
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return word[: -len(suffix)] + ("y" if suffix in {"ies", "ied"} else "")
    return word


def content(text: str) -> frozenset[str]:
    """The stems of the words that carry meaning."""
    return frozenset(stem(word) for word in _WORD.findall(text) if word.lower() not in _STOP and len(word) > 2)


def _evidence(transcript: Transcript) -> _Evidence:
    visit = prepare(transcript)
    numbers: dict[str, list[int]] = {}
    concepts: dict[str, list[int]] = {}
    sides: dict[str, set[str]] = {}
    by_turn = []
    for turn in transcript.turns:
        text = to_digits(tidy(turn.text))
        # "See you in a week" is noted as a follow-up.
        meant = content("follow") if says_when_to_return(text) else frozenset()
        by_turn.append((turn.id, content(text) | content(turn.text) | meant))
        for number in (*numbers_in(turn.text), *numbers_in(text)):
            numbers.setdefault(number, []).append(turn.id)
        for mention in lexicon().find(text):
            concepts.setdefault(mention.concept.name, []).append(turn.id)
        for part, side in sides_of(text):
            sides.setdefault(part, set()).add(side)
    said = [
        (mention.concept.name, status_of(line.text, mention).polarity)
        for line in visit.lines
        if not line.question
        for mention in line.mentions
    ]
    said += [(fact.concept.name, fact.status.polarity) for fact in findings(visit)]
    return _Evidence(
        visit=visit,
        stems=frozenset(stem_ for _, stems in by_turn for stem_ in stems),
        by_turn=tuple(by_turn),
        numbers={number: tuple(dict.fromkeys(ids)) for number, ids in numbers.items()},
        concepts={name: tuple(dict.fromkeys(ids)) for name, ids in concepts.items()},
        absent=frozenset(name for name, polarity in said if polarity == "absent"),
        present=frozenset(name for name, polarity in said if polarity == "present"),
        sides={part: frozenset(values) for part, values in sides.items()},
    )


_PART = (
    r"(?:knee|shoulder|hip|ankle|foot|feet|hand|wrist|elbow|arm|leg|ear|eye|side|calf|thumb|finger|toe|lung|kidney|"
    r"breast|groin|flank|heel|thigh|cheek|lower extremity|upper extremity|base|lobe|quadrant)"
)
_SIDED = re.compile(rf"\b(left|right|bilateral|both)\s+(?:[a-z]+\s+){{0,2}}?({_PART})s?\b", re.IGNORECASE)
_RELATED = {"feet": "foot"}


def side_words(text: str) -> list[str]:
    """Every left, right, bilateral and both that means a side, in order."""
    return [side.lower() for side in _SIDE.findall(_RIGHT_NOT_SIDE.sub(" ", text))]


def sides_of(text: str) -> list[tuple[str, str]]:
    """(body part, left | right | both) for every part that is named with its side."""
    rows = []
    for match in _SIDED.finditer(_RIGHT_NOT_SIDE.sub(" ", text)):
        side = match.group(1).lower()
        part = match.group(2).lower()
        rows.append((_RELATED.get(part, part), "both" if side.startswith("b") else side))
    return rows


def evidence_of(transcript: Transcript) -> _Evidence:
    """The evidence of a transcript, for judging many sentences against it."""
    return _evidence(transcript)


def judge_sentence(text: str, section: Section | None, evidence: _Evidence) -> list[Finding]:
    """The verdict on one sentence first, then what led to it."""
    turns = best_turns(text, evidence)
    reasons: list[Finding] = []

    def add(kind: FindingKind, severity: Severity, why: str, where: tuple[int, ...] = ()) -> None:
        reasons.append(
            Finding(sentence=text, kind=kind, severity=severity, why=why, turns=where or turns, section=section)
        )

    for number in numbers_in(text):
        if number not in evidence.numbers:
            add(FindingKind.NUMBER, "high", f"number {number} was not said")
    for mention in lexicon().find(to_digits(text)):
        concept = mention.concept
        said = evidence.concepts.get(concept.name, ())
        if concept.kind == "drug" and not said and not _drug_said(mention.words, evidence):
            add(FindingKind.MEDICATION, "high", f"{concept.name} was not said")
        elif concept.kind in {"symptom", "disorder"}:
            _judge_finding(concept, status_of(to_digits(text), mention).polarity, said, evidence, add)
    for part, side in sides_of(text):
        heard = evidence.sides.get(part)
        if heard and side not in heard and not (side == "both" and len(heard) > 1):
            add(FindingKind.LATERALITY, "high", f"{side} {part} was not said; said: {', '.join(sorted(heard))}")
    verdict, severity, why = _verdict(text, reasons, evidence)
    return [Finding(sentence=text, kind=verdict, severity=severity, why=why, turns=turns, section=section), *reasons]


class _Add(Protocol):
    def __call__(self, kind: FindingKind, severity: Severity, why: str, where: tuple[int, ...] = ()) -> None:
        """Note one reason against the sentence."""


def _judge_finding(concept: Concept, polarity: str, said: tuple[int, ...], evidence: _Evidence, add: _Add) -> None:
    if not said:
        words = content(concept.name)
        if words and words <= evidence.stems:
            return
        add(FindingKind.UNSUPPORTED, "high", f"{concept.name} was not said")
    elif concept.name in _VAGUE:
        return
    elif polarity == "present" and concept.name in evidence.absent - evidence.present:
        add(FindingKind.NEGATION, "high", f"{concept.name} was denied", said)
    elif polarity == "absent" and concept.name in evidence.present - evidence.absent:
        add(FindingKind.NEGATION, "high", f"{concept.name} was reported", said)


_VAGUE = frozenset({"pain", "tenderness", "swelling", "stiffness"})
"""Symptoms named for many places in one visit: absent in one, present in the next."""


def _drug_said(words: str, evidence: _Evidence) -> bool:
    return stem(words) in evidence.stems


def _verdict(text: str, reasons: Sequence[Finding], evidence: _Evidence) -> tuple[FindingKind, Severity, str]:
    kinds = {finding.kind for finding in reasons}
    if kinds & {FindingKind.NEGATION, FindingKind.LATERALITY}:
        return FindingKind.CONTRADICTED, "high", reasons[0].why
    words = content(text)
    carried = [m.words for m in lexicon().find(text) if m.concept.name in evidence.concepts]
    known = words & (evidence.stems | content(" ".join(carried)))
    share = len(known) / len(words) if words else 1.0
    if reasons:
        unsupported = all(f.kind is FindingKind.UNSUPPORTED for f in reasons) and share >= 0.7 and len(words) > 4
        if unsupported:
            return FindingKind.PARTLY, "medium", reasons[0].why
        return FindingKind.UNSUPPORTED, "high", reasons[0].why
    if share >= 0.65:
        return FindingKind.SUPPORTED, "low", ""
    unheard = ", ".join(sorted(words - known)[:4])
    if share >= 0.35:
        return FindingKind.PARTLY, "low", f"not heard: {unheard}"
    return FindingKind.UNSUPPORTED, "medium", f"not heard: {unheard}"


def best_turns(text: str, evidence: _Evidence) -> tuple[int, ...]:
    """Up to three turns that share the most with a sentence, in order."""
    words = content(text)
    scored = [(len(words & stems), -turn, turn) for turn, stems in evidence.by_turn]
    top = sorted((row for row in scored if row[0] >= min(2, max(1, len(words)))), reverse=True)[:3]
    return tuple(sorted(turn for _, _, turn in top))


def _missing(note: str, evidence: _Evidence) -> list[Finding]:
    noted = {mention.concept.name for mention in lexicon().find(to_digits(note))}
    words = content(note)
    found: list[Finding] = []
    known = settled(findings(evidence.visit))
    for name, fact in known.items():
        if name not in noted and fact.status.polarity == "present" and name != "pain" and not content(name) <= words:
            found.append(
                Finding(
                    sentence=name,
                    kind=FindingKind.MISSING,
                    severity="medium",
                    why="said but not noted",
                    turns=fact.turns,
                )
            )
    for order in find_orders(evidence.visit):
        head = content(re.split(r"\d", order.description)[0])
        named = any(mention.concept.name in noted for mention in lexicon().find(order.description))
        if head and not named and len(head & words) < len(head):
            found.append(
                Finding(
                    sentence=f"{order.description} ({order.status.value})",
                    kind=FindingKind.MISSING,
                    severity="high" if order.status.value == "ordered" else "medium",
                    why=f"{order.order_type.value} said but not noted",
                    turns=order.turns,
                    section=Section.PLAN,
                )
            )
    return found


def _inside(note: str, parts: Sequence[tuple[Section | None, str]]) -> list[Finding]:
    found = []
    present = {section for section, _ in parts if section}
    if present:
        for section in Section:
            merged = section in {Section.ASSESSMENT, Section.PLAN} and re.search(
                r"assessment and plan|a/p\b", note, re.IGNORECASE
            )
            if section not in present and not merged:
                found.append(
                    Finding(
                        sentence="",
                        kind=FindingKind.SECTION,
                        severity="medium",
                        why=f"no {section.value} section",
                        section=section,
                    )
                )
    male, female = (
        re.search(r"\b(?:male|man|gentleman)\b", note, re.IGNORECASE),
        re.search(r"\b(?:female|woman)\b", note, re.IGNORECASE),
    )
    for section, text in parts:
        clash = (_FEMALE_ONLY.search(text) if male and not female else None) or (
            _MALE_ONLY.search(text) if female and not male else None
        )
        if clash:
            found.append(
                Finding(
                    sentence=text,
                    kind=FindingKind.SEX_AGE,
                    severity="high",
                    why=f"{clash.group(0)} does not fit the stated sex",
                    section=section,
                )
            )
    return found + _allergies(parts)


def _allergies(parts: Sequence[tuple[Section | None, str]]) -> list[Finding]:
    allergic: dict[str, str] = {}
    for _, text in parts:
        match = _ALLERGIC.search(text)
        if match and not re.search(r"\b(?:no|denies|without)\b", text, re.IGNORECASE):
            for mention in lexicon().kinds(text, "drug"):
                allergic |= {mention.concept.name: mention.concept.name, mention.concept.group: mention.concept.name}
            if re.search(r"penicillin", text, re.IGNORECASE):
                allergic["penicillin"] = "penicillin"
    found = []
    for section, text in parts:
        if (
            section is not Section.PLAN
            or _ALLERGIC.search(text)
            or re.search(r"\b(?:stop|avoid|discontinue)\b", text, re.IGNORECASE)
        ):
            continue
        for mention in lexicon().kinds(text, "drug"):
            cause = allergic.get(mention.concept.name) or allergic.get(mention.concept.group)
            if cause:
                found.append(
                    Finding(
                        sentence=text,
                        kind=FindingKind.ALLERGY,
                        severity="high",
                        why=f"{mention.concept.name} with an allergy to {cause}",
                        section=section,
                    )
                )
    return found
