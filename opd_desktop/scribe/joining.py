"""Sentences that a "mm-hmm" cut in two, put together again for the note; each part keeps its turn as evidence."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from opd_desktop.scribe.boundaries import cut
from opd_desktop.scribe.clauses import fine_clauses
from opd_desktop.scribe.lexicon import lexicon
from opd_desktop.scribe.text import without_opener
from opd_desktop.scribe.visit import Line, Phase, Visit, asks, phases

_NOD = re.compile(
    r"^(?:mm-hmm|mhm|uh-huh|okay|ok|yeah|yes|right|sure|all right|alright|good|great|perfect|i see|got it|"
    r"mm|oh|wow)[.,! ]*$",
    re.IGNORECASE,
)
_OPEN_END = re.compile(
    r"(?:\b(?:the|a|an|your|my|his|her|to|of|in|on|at|for|with|and|or|is|are|was|were|if|from|about|because|when|than|"
    r"some|any|could make|which)|,|-)\W*$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Said:
    """A line of the visit with all the turns that it was said in."""

    line: Line
    turns: tuple[int, ...]


def joined(visit: Visit) -> list[Said]:
    """The lines of a visit, each unfinished one joined with where its speaker went on."""
    rows: list[Said] = []
    skipped: list[Said] = []
    for line in _finely(visit):
        row = Said(line, (line.id,))
        before = rows[-1] if rows else None
        if before and _goes_on(before.line, line, bool(skipped)):
            rows[-1] = _merged(before, line)
            skipped = []
        elif before and _NOD.match(line.text) and line.speaker != before.line.speaker and _open(before.line):
            skipped.append(row)
        else:
            rows += [*skipped, row]
            skipped = []
    return [*rows, *skipped]


def _finely(visit: Visit) -> Iterator[Line]:
    """The lines cut at the clauses of run-on speech, each in the phase of the visit that it is in."""
    phase: Phase = "history"
    total = max(1, len(visit.lines))
    for index, line in enumerate(visit.lines):
        for text in (part for clause in fine_clauses(line.text) for part in cut(clause)):
            question, said = (line.question, text) if text == line.text else asks(text)
            here = phase
            if line.speaker == "doctor":
                phase, here = phases(phase, text, question, index / total)
            said = without_opener(said, keep_answer=line.speaker != "doctor")
            if said:
                yield replace(line, text=said, question=question, phase=here, mentions=lexicon().find(said))


def _open(line: Line) -> bool:
    return not line.question and bool(_OPEN_END.search(line.text)) and len(line.text.split()) < 40


def _goes_on(before: Line, line: Line, interrupted: bool) -> bool:
    """Whether `line` finishes `before`; a cut sentence of the same turn is only joined at an open end."""
    same = before.speaker == line.speaker and before.speaker != "unknown"
    return same and _open(before) and not line.question and (interrupted or line.id - before.id <= 1)


def _merged(before: Said, line: Line) -> Said:
    head = re.sub(r"[\s.,-]+$", "", before.line.text)
    text = f"{head} {line.text}"
    turns = before.turns if line.id in before.turns else (*before.turns, line.id)
    return Said(replace(before.line, text=text, mentions=lexicon().find(text)), turns)


def view(rows: list[Said], visit: Visit) -> Visit:
    """The joined lines as a visit."""
    return replace(visit, lines=tuple(row.line for row in rows))
