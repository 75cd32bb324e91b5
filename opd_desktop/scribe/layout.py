"""A note's sentences as text, under the headings that clinicians use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from opd_desktop import shipped_templates
from opd_desktop.domain.note import DraftSentence, Section
from opd_desktop.domain.note_template import Block, Heading, NoteTemplate, blocks
from opd_desktop.scribe.pieces import EXAM, FOLLOW_UP, ORDER, REVIEW

_PLANNED = frozenset({Heading.ASSESSMENT, Heading.PLAN})
_NO_TITLES: Mapping[Heading, str] = {}
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


def templated(sentences: Sequence[DraftSentence], template: NoteTemplate) -> str:
    """The whole note, or a part of it, in the order of a template and under its titles.

    Where a problem is named, assessment and plan stand together, problem by problem.
    """
    titles = shipped_templates.titles(template.language)
    rows = [block for block in blocks(sentences, template, titles) if block.sentences]
    if any(one.problem for one in sentences) and {block.code for block in rows} >= _PLANNED:
        rows = _joined(rows, template.language)
    return "\n\n".join(_of_block(block, titles) for block in rows)


def _joined(rows: list[Block[DraftSentence]], language: str) -> list[Block[DraftSentence]]:
    """Assessment and plan as one block, where the first of them stands."""
    both = {block.code: block for block in rows if block.code in _PLANNED}
    first, plan = both[Heading.ASSESSMENT], both[Heading.PLAN]
    title = shipped_templates.both(first.title, plan.title, language)
    joined = replace(first, title=title, sentences=(*first.sentences, *plan.sentences))
    place = min(place for place, block in enumerate(rows) if block.code in both)
    left = [block for block in rows if block.code not in both]
    return [*left[:place], joined, *left[place:]]


def _of_block(block: Block[DraftSentence], titles: Mapping[Heading, str]) -> str:
    if any(one.problem or one.heading not in (None, block.code) for one in block.sentences) and block.code in _PLANNED:
        problems = sorted(dict.fromkeys(one.problem for one in block.sentences), key=bool)
        texts = [_problem(name, [one for one in block.sentences if one.problem == name], titles) for name in problems]
        return f"{block.title.upper()}\n\n" + "\n\n".join(text for text in texts if text)
    texts = [one.text for one in block.sentences]
    return _block(block.title.upper(), texts, block.code.value)


def _by_heading(sentences: Iterable[DraftSentence], other: str) -> list[str]:
    parts: dict[str, list[str]] = {}
    for sentence in sentences:
        parts.setdefault(sentence.heading or other, []).append(sentence.text)
    ranked = sorted(parts, key=lambda name: ORDER.index(name) if name in ORDER else len(ORDER))
    return [_block(heading, parts[heading]) for heading in ranked]


def _block(heading: str, texts: list[str], code: str = "") -> str:
    if code in _PLANNED:
        return f"{heading}\n\n" + "\n".join(texts)
    body = "\n".join(f"• {text}" for text in texts) if (code or heading) in _LISTED else " ".join(texts)
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


def _problem(name: str, sentences: list[DraftSentence], titles: Mapping[Heading, str] = _NO_TITLES) -> str:
    labels: dict[str, list[str]] = {}
    for sentence in sentences:
        if sentence.text != name:
            labels.setdefault(_label(sentence.heading or "", titles), []).append(sentence.text)
    lines = [f"• {label}: {' '.join(texts)}" if label else f"• {' '.join(texts)}" for label, texts in labels.items()]
    return "\n".join([*([name] if name else []), *lines])


def _label(heading: str, titles: Mapping[Heading, str]) -> str:
    """The heading of a line under a problem in the note's language; the general ones of their section say nothing."""
    found = next((code for code in titles if code == heading), None)
    if found in _PLANNED:
        return ""
    return titles[found] if found else heading
