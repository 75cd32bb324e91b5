"""Ranges ("6 to 8 weeks") and grades ("2+ edema") of a sentence of a note against those of the dialogue."""

from __future__ import annotations

import re

from opd_desktop.domain.note import FindingKind
from opd_desktop.scribe.evidence import Evidence
from opd_desktop.scribe.judging_words import Add
from opd_desktop.scribe.quantities import grades_in, ranges_in


def judge_ranges(text: str, evidence: Evidence, add: Add) -> None:
    """A range must rise and be the one that was said; a grade must be one of those that were said."""
    for low, high, unit in ranges_in(text):
        if float(low) == float(high) or (float(low) > float(high) and unit):
            add(FindingKind.NUMBER, "high", f"{low} to {high} is no range")
        elif (low, high, unit) not in evidence.ranges:
            _judge_ends(low, high, unit, evidence, add)
    _judge_labels(text, evidence, add)
    _judge_shares(text, evidence, add)
    unsaid = grades_in(text) - evidence.grades if evidence.grades else frozenset()
    for grade in sorted(unsaid):
        heard = ", ".join(f"{value}+" for value in sorted(evidence.grades))
        add(FindingKind.NUMBER, "high", f"{grade}+ was not said, but {heard}")


_LABELLED = re.compile(
    r"\b(grade|stage|class|level|phase|category|type) (\d{1,2}|one|two|three|four|five)\b", re.IGNORECASE
)
_WORDS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5"}


def _labels(text: str) -> set[tuple[str, str]]:
    return {(label.lower(), _WORDS.get(value.lower(), value)) for label, value in _LABELLED.findall(text)}


def _judge_labels(text: str, evidence: Evidence, add: Add) -> None:
    """ "Stage 3" where only stage 2 was said."""
    said = _labels(evidence.text)
    for label, value in sorted(_labels(text) - said):
        heard = sorted(other for name, other in said if name == label)
        if heard:
            add(FindingKind.NUMBER, "high", f"{label} {value} was not said, but {', '.join(heard)}")


_SHARE = re.compile(r"\b(\d{1,2}|one|two|three|four|five) (?:in|out of) (\d{1,4})\b(?![/%])", re.IGNORECASE)


def _shares(text: str) -> set[tuple[str, str]]:
    return {(_WORDS.get(part.lower(), part), whole) for part, whole in _SHARE.findall(text)}


def _judge_shares(text: str, evidence: Evidence, add: Add) -> None:
    """ "2 in 5" where 1 in 5 was said."""
    said = _shares(evidence.text)
    for part, whole in sorted(_shares(text) - said):
        heard = [other for other, of in said if of == whole]
        if heard:
            add(FindingKind.NUMBER, "high", f"{part} in {whole} was not said, but {heard[0]}")


def _judge_ends(low: str, high: str, unit: str, evidence: Evidence, add: Add) -> None:
    """Alarms where a range of that unit was said that shares one end only, and this one was not."""
    for other_low, other_high, other_unit in sorted(evidence.ranges):
        if unit and other_unit == unit and (low == other_low) != (high == other_high):
            add(FindingKind.NUMBER, "high", f"{low} to {high} {unit} was not said, but {other_low} to {other_high}")
            return
