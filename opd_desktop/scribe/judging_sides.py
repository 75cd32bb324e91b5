"""The sides of a sentence of a note against those of the dialogue."""

from __future__ import annotations

from collections.abc import Sequence

from opd_desktop.domain.note import FindingKind
from opd_desktop.scribe.evidence import Evidence, SideSaid
from opd_desktop.scribe.evidence_words import sided_spans
from opd_desktop.scribe.judging_words import CLOSER, MANY, REGISTER, Add
from opd_desktop.scribe.surroundings import window_in

_OTHER = {"left": "right", "right": "left"}


def judge_sides(text: str, evidence: Evidence, add: Add) -> None:
    """A side must have been said of the part, and not far more often or nearer the other way round."""
    named = sided_spans(text)
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


def _turns(rows: Sequence[SideSaid]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(row.turn for row in rows))[:3]
