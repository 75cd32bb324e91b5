"""The sides of a sentence of a note against those of the dialogue."""

from __future__ import annotations

from collections.abc import Sequence

from opd_desktop.domain.note import FindingKind
from opd_desktop.scribe.evidence import Evidence, SideSaid
from opd_desktop.scribe.evidence_words import content, side_words, sided_spans
from opd_desktop.scribe.judging_words import CLOSER, MANY, REGISTER, Add
from opd_desktop.scribe.surroundings import window_in

_OTHER = {"left": "right", "right": "left"}


def judge_sides(text: str, evidence: Evidence, add: Add) -> None:
    """A side must have been said of the part, and not far more often or nearer the other way round."""
    named = sided_spans(text)
    if named and _turned_round(text, evidence, add):
        return
    for part, side, start, end in named:
        other = _OTHER.get(side)
        if other is None or any(there == other for thing, there, _, _ in named if thing == part):
            continue
        rows = [row for row in evidence.sides if row.part == part]
        if not rows:
            if side not in evidence.side_words and other in evidence.side_words:
                add(FindingKind.LATERALITY, "high", f"{side} was not said; said: {other}")
            continue
        ours = [row for row in rows if row.side != other]
        others = [row for row in rows if row.side == other]
        if not others:
            continue
        if not ours:
            add(FindingKind.LATERALITY, "high", f"{side} {part} was not said; said: {other}", _turns(others))
            continue
        window = window_in(text, start, end, REGISTER)
        near = evidence.stream.nearest(window, (row.window for row in ours))
        far = evidence.stream.nearest(window, (row.window for row in others))
        if far > CLOSER * near or (far >= near and len(others) >= MANY * len(ours)):
            add(FindingKind.LATERALITY, "high", f"here {other} {part} was said", _turns(others))


_ALMOST = 0.8
"""Share of a sentence's stems in one line from which that line is what the sentence repeats."""


def _turned_round(text: str, evidence: Evidence, add: Add) -> bool:
    """Whether a sentence repeats a line of the dialogue, with the other side."""
    stems = content(text) - {"left", "right"}
    ours = frozenset(side_words(text))
    rows = [row for row in evidence.claims if len(stems & row.stems) >= max(_FEW, _ALMOST * len(stems))]
    for side, other in _OTHER.items():
        if (
            side in ours
            and other not in ours
            and rows
            and all(side not in row.sides and other in row.sides for row in rows)
        ):
            add(FindingKind.LATERALITY, "high", f"said with {other}", tuple(row.turn for row in rows)[:3])
            return True
    return False


_FEW = 3
"""Stems that must be shared at least."""


def _turns(rows: Sequence[SideSaid]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(row.turn for row in rows))[:3]
