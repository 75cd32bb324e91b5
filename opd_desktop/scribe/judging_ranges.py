"""Numbers of a note that belong together: ranges ("6 to 8 weeks"), sizes ("2 x 3 cm"), shares, stages, grades."""

from __future__ import annotations

import re
from functools import lru_cache

from opd_desktop.domain.note import FindingKind
from opd_desktop.scribe.evidence import Evidence
from opd_desktop.scribe.judging_words import Add
from opd_desktop.scribe.quantities import dates_in, grades_in, ranges_in, sizes_in


def judge_ranges(text: str, evidence: Evidence, add: Add) -> None:
    """A range must rise and be the one that was said; a size, a share, a grade one of those that were said."""
    _judge_impossible(text, add)
    _judge_sizes(text, evidence, add)
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


_KEPT = 64
"""Texts of which the numbers are kept: the dialogue is asked for every sentence of a note."""
_QUADRANTS = re.compile(r"\b(?:all|both) (\d+|two|three|five|six|eight) (quadrants)\b", re.IGNORECASE)
_HIGHEST_GRADE = 4
"""Oedema, pulses and reflexes are graded up to 4+."""
_GRADED = re.compile(r"\b(?:edema|oedema|pulses?|reflex(?:es)?|pitting)\b", re.IGNORECASE)


def _judge_impossible(text: str, add: Add) -> None:
    """Months, quadrants, grades and shares that do not exist, whoever said them."""
    for date in dates_in(text):
        month, *rest = (int(part) for part in date.split("/"))
        if not 1 <= month <= _MONTHS and (len(rest) == 1 or not 1 <= rest[0] <= _MONTHS):
            add(FindingKind.NUMBER, "high", f"{date} is no date")
    for count, what in _QUADRANTS.findall(text):
        if count != "4":
            add(FindingKind.NUMBER, "high", f"there are four {what.lower()}, not {count}")
    for grade in grades_in(text) if _GRADED.search(text) else ():
        if int(grade) > _HIGHEST_GRADE:
            add(FindingKind.NUMBER, "high", f"{grade}+ is no grade")
    for part, whole in _shares(text):
        if int(part) > int(whole) and whole != "10":  # a pain of "eleven out of ten" is said
            add(FindingKind.NUMBER, "high", f"{part} out of {whole} is more than the whole")


_MONTHS = 12


@lru_cache(maxsize=_KEPT)
def _sizes(text: str) -> frozenset[tuple[str, ...]]:
    return frozenset({tuple(sorted(pair)) for pair in sizes_in(text)})


def _judge_sizes(text: str, evidence: Evidence, add: Add) -> None:
    """ "3 x 3 cm" where two by three centimeters was said."""
    said = _sizes(evidence.text)
    for one, other in sizes_in(text) if said else ():
        if tuple(sorted((one, other))) not in said:
            heard = ", ".join(" x ".join(pair) for pair in sorted(said))
            add(FindingKind.NUMBER, "high", f"a size of {one} x {other} was not said, but {heard}")


_LABELLED = re.compile(
    r"\b(grade|stage|class|level|phase|category|type) (\d{1,2}|one|two|three|four|five)\b", re.IGNORECASE
)
_WORDS = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5"}


@lru_cache(maxsize=_KEPT)
def _labels(text: str) -> frozenset[tuple[str, str]]:
    return frozenset({(label.lower(), _WORDS.get(value.lower(), value)) for label, value in _LABELLED.findall(text)})


def _judge_labels(text: str, evidence: Evidence, add: Add) -> None:
    """ "Stage 3" where only stage 2 was said."""
    said = _labels(evidence.text)
    for label, value in sorted(_labels(text) - said):
        heard = sorted(other for name, other in said if name == label)
        if heard:
            add(FindingKind.NUMBER, "high", f"{label} {value} was not said, but {', '.join(heard)}")


_SHARE = re.compile(r"\b(\d{1,2}|one|two|three|four|five) (?:in|out of) (\d{1,4})\b(?![/%])", re.IGNORECASE)


@lru_cache(maxsize=_KEPT)
def _shares(text: str) -> frozenset[tuple[str, str]]:
    return frozenset({(_WORDS.get(part.lower(), part), whole) for part, whole in _SHARE.findall(text)})


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
