"""A note's sentences as text, under the headings that clinicians use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from opd_desktop.domain.note import DraftSentence, Section
from opd_desktop.scribe.pieces import EXAM, FOLLOW_UP, ORDER, REVIEW

_LISTED = frozenset({REVIEW, EXAM})
"""Headings with one line per body system."""


def note_text(sentences: Sequence[DraftSentence]) -> str:
    """The whole note: history, findings, then assessment and plan by problem."""
    told = [s for s in sentences if s.section in {Section.SUBJECTIVE, Section.OBJECTIVE}]
    blocks = [*_by_heading(told, "SUBJECTIVE")]
    blocks += _planned([s for s in sentences if s.section in {Section.ASSESSMENT, Section.PLAN}])
    return "\n\n".join(blocks)


def section_text(sentences: Sequence[DraftSentence], section: Section) -> str:
    """One section of the note, with the headings inside it."""
    rows = [sentence for sentence in sentences if sentence.section is section]
    if section in {Section.SUBJECTIVE, Section.OBJECTIVE}:
        return "\n\n".join(_by_heading(rows, ""))
    return "\n".join(sentence.text for sentence in rows)


def _by_heading(sentences: Iterable[DraftSentence], other: str) -> list[str]:
    parts: dict[str, list[str]] = {}
    for sentence in sentences:
        parts.setdefault(sentence.heading or other, []).append(sentence.text)
    ranked = sorted(parts, key=lambda name: ORDER.index(name) if name in ORDER else len(ORDER))
    return [_block(heading, parts[heading]) for heading in ranked]


def _block(heading: str, texts: list[str]) -> str:
    body = "\n".join(f"• {text}" for text in texts) if heading in _LISTED else " ".join(texts)
    return f"{heading}\n\n{body}" if heading else body


def _planned(sentences: list[DraftSentence]) -> list[str]:
    """Assessment and plan: under each problem its lines, or two lists where no problem was named."""
    later = [s for s in sentences if s.heading == FOLLOW_UP]
    rows = [s for s in sentences if s.heading != FOLLOW_UP]
    blocks: list[str] = []
    if any(sentence.problem for sentence in rows):
        problems = dict.fromkeys(sentence.problem for sentence in rows)
        texts = [_problem(name, [s for s in rows if s.problem == name]) for name in sorted(problems, key=bool)]
        blocks.append("ASSESSMENT AND PLAN\n\n" + "\n\n".join(text for text in texts if text))
    else:
        for section in (Section.ASSESSMENT, Section.PLAN):
            texts = [s.text for s in rows if s.section is section]
            if texts:
                blocks.append(f"{section.value.upper()}\n\n" + "\n".join(texts))
    if later:
        blocks.append(f"{FOLLOW_UP}\n\n" + " ".join(s.text for s in later))
    return blocks


def _problem(name: str, sentences: list[DraftSentence]) -> str:
    labels: dict[str, list[str]] = {}
    for sentence in sentences:
        if sentence.text != name:
            labels.setdefault(sentence.heading or "", []).append(sentence.text)
    lines = [f"• {label}: {' '.join(texts)}" if label else f"• {' '.join(texts)}" for label, texts in labels.items()]
    return "\n".join([*([name] if name else []), *lines])
