"""Judge a note against what was said: every sentence, every number, and what was said but not noted."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from pydantic import ValidationError

from opd_desktop.domain.errors import BadInput
from opd_desktop.domain.note import DraftWarning, Finding, FindingKind, Section, Subject, Transcript, Validation
from opd_desktop.scribe import pieces as layout
from opd_desktop.scribe.evidence import Evidence, evidence_of
from opd_desktop.scribe.evidence_words import content
from opd_desktop.scribe.facts import findings, settled
from opd_desktop.scribe.judging import judge_sentence
from opd_desktop.scribe.lexicon import lexicon
from opd_desktop.scribe.note_checks import checks
from opd_desktop.scribe.numbers import to_digits
from opd_desktop.scribe.orders import find_orders
from opd_desktop.scribe.text import sentences
from opd_desktop.scribe.turns import parse

MAX_NOTE = 200_000
_HEADING = re.compile(r"^[\W]*(?:[A-Z][A-Z &/,'-]{2,50}|[A-Z][A-Za-z &/'-]{2,40}:)\s*:?\s*$")
_SECTION_WORDS: tuple[tuple[Section, str], ...] = (
    (Section.SUBJECTIVE, r"subjective|chief complaint|history|review of systems|medications|allergies|cc\b|hpi\b"),
    (Section.OBJECTIVE, r"objective|exam|vitals?|results?"),
    (Section.ASSESSMENT, r"assessment|impression|diagnos"),
    (Section.PLAN, r"plan|instructions|follow-up$"),
)


def validate(note: str, dialogue: Transcript | str | None = None, subject: Subject | None = None) -> Validation:
    """Findings on a note, with one verdict per sentence.

    With a dialogue, every sentence is SUPPORTED, PARTLY, UNSUPPORTED or CONTRADICTED, numbers, drugs, sides and
    negations that the dialogue does not carry are named, and facts that were said but not noted are MISSING.
    Without one, only what the note itself shows is judged: sections, sex, age and sides that clash, an allergy against
    a prescription, diagnosis codes. Another age or sex than that of the `subject` clashes too, and its age need not
    have been said. A finding of severity "high" is one that a reader should not sign over.

    Raises:
        BadInput: `scribe.bad_json`, `scribe.bad_transcript`, `scribe.too_long` from reading the dialogue.
    """
    cut = note[:MAX_NOTE]
    parts = note_sentences(cut)
    warnings = [DraftWarning(code="note_cut", params={"limit": MAX_NOTE})] if len(note) > MAX_NOTE else []
    subject = subject or Subject()
    found = checks(cut, parts, subject)
    if dialogue is None:
        warnings.append(DraftWarning(code="no_dialogue"))
        return Validation(findings=tuple(found), sentences=len(parts), warnings=tuple(warnings))
    transcript = parse(dialogue) if isinstance(dialogue, str) else dialogue
    evidence = evidence_of(transcript, subject.age)
    verdicts = [judge_sentence(text, section, evidence) for section, text in parts]
    found += [finding for row in verdicts for finding in row]
    missing = _missing(cut, evidence)
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


def subject_of(request: Mapping[str, Any]) -> Subject | None:
    """The "subject" of a request as JSON: age and sex by the record, or None without one.

    Raises:
        BadInput: `scribe.bad_request`.
    """
    told = request.get("subject")
    try:
        return None if told is None else Subject.model_validate(told)
    except ValidationError as wrong:
        raise BadInput("scribe.bad_request", reason='"subject" with "age" and "sex" expected') from wrong


def note_sentences(note: str) -> list[tuple[Section | None, str]]:
    """The note's sentences with the section of the heading above them; headings themselves are left out."""
    section: Section | None = None
    rows: list[tuple[Section | None, str]] = []
    for line in note.splitlines():
        text = line.strip(" \t-*•")
        label = layout.LABEL.match(text)
        if label:
            section = Section.ASSESSMENT if label["name"].lower() == layout.REASONING.lower() else Section.PLAN
            text = text[label.end() :]
        text = layout.SYSTEM_LABEL.sub("", text)
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


def _missing(note: str, evidence: Evidence) -> list[Finding]:
    noted = {mention.concept.name for mention in lexicon().find(to_digits(note))}
    words = content(note)
    found: list[Finding] = []
    for name, fact in settled(findings(evidence.visit)).items():
        if name not in noted and fact.status.polarity == "present" and name != "pain" and not content(name) <= words:
            found.append(_said_only(name, "medium", "said but not noted", fact.turns))
    for order in find_orders(evidence.visit):
        head = content(re.split(r"\d", order.description)[0])
        named = any(mention.concept.name in noted for mention in lexicon().find(order.description))
        if head and not named and len(head & words) < len(head):
            severity = "high" if order.status.value == "ordered" else "medium"
            why = f"{order.order_type.value} said but not noted"
            found.append(_said_only(f"{order.description} ({order.status.value})", severity, why, order.turns))
    return found


def _said_only(what: str, severity: str, why: str, turns: tuple[int, ...]) -> Finding:
    section = Section.PLAN if what.endswith(")") else None
    return Finding.model_validate(
        {
            "sentence": what,
            "kind": FindingKind.MISSING,
            "severity": severity,
            "why": why,
            "turns": turns,
            "section": section,
        }
    )
