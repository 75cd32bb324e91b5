"""The numbers and dates of a sentence of a note against those of the dialogue."""

from __future__ import annotations

import re
from typing import Protocol

from opd_desktop.domain.note import FindingKind, Severity
from opd_desktop.scribe.evidence import Evidence, Number, content, near
from opd_desktop.scribe.quantities import STRICT, Quantity, dates_in, quantities

REGISTER = content(
    "medical reasoning treatment additional testing education counseling examination exam evaluation evaluate "
    "discussed recommended recommend advised continue review reviewed normal noted symptoms symptom appears general "
    "regarding significant follow-up followup understands agrees plan prescribed provided assessment obtained positive "
    "negative currently previously approximately daily visit clinic experiencing experienced experience associated"
)
_VITALS = tuple(
    re.compile(words, re.IGNORECASE)
    for words in (
        r"\btemp(?:erature)?\b",
        r"\bblood pressure\b|\bbp\b",
        r"\bpulse\b|\bheart rate\b",
        r"\brespirat\w+",
        r"\b(?:oxygen|saturation|o2)\b",
        r"\b(?:bmi|height|weight)\b",
    )
)
_WEAK = content(
    "ago past last about time times week weeks day days month months year years take taking took start dose"
)
_NEAR = 6
_PERIODS = frozenset({"time", "day", "week", "month", "year"})
"""One of these is mostly "once", "per week" or "last month"."""
_USUAL = 32
_YEAR = "january february march april may june july august september october november december"
_MONTHS = _YEAR.split()


class Add(Protocol):
    def __call__(self, kind: FindingKind, severity: Severity, why: str, where: tuple[int, ...] = ()) -> None:
        """Note one reason against the sentence."""


def judge_numbers(text: str, one: bool, evidence: Evidence, add: Add) -> None:
    """Every number must have been said, of the same unit and near the same words; `one`: the note has a written 1."""
    for quantity in quantities(text):
        if quantity.age:
            if quantity.value not in evidence.ages:
                # Without any age in the talk the note has it from the chart.
                severity: Severity = "high" if evidence.ages else "medium"
                add(FindingKind.NUMBER, severity, f"age {quantity.value} was not said")
            continue
        said = evidence.numbers.get(quantity.value, ())
        if not said and len(quantity.parts) > 1:
            said = _together(quantity, evidence)
        if not said:
            severity = "medium" if _measured(text, evidence) else "high"
            add(FindingKind.NUMBER, severity, f"number {quantity.value} was not said")
            continue
        fitting = [row for row in said if _same_unit(quantity.unit, row.unit)]
        where = tuple(dict.fromkeys(row.turn for row in said))[:3]
        if not fitting:
            heard = ", ".join(sorted({f"{quantity.value} {row.unit}" for row in said if row.unit})) or quantity.value
            add(FindingKind.NUMBER, "high", f"{quantity.value} {quantity.unit} was not said, but {heard}", where)
            continue
        around = near(text, quantity, _NEAR) - REGISTER - _WEAK
        if _common(quantity, one) and around and not any(around & _beside(row, quantity) for row in fitting):
            add(FindingKind.NUMBER, "high", f"{quantity.value} was said of something else", where)


def _measured(text: str, evidence: Evidence) -> bool:
    """Whether this is a vital sign of which the talk has no number at all: the nurse wrote it into the chart."""
    return any(
        vital.search(text) and not re.search(rf"(?:{vital.pattern})[^.?]{{0,60}}\d", evidence.text, re.IGNORECASE)
        for vital in _VITALS
    )


def _beside(row: Number, quantity: Quantity) -> frozenset[str]:
    """What was said around a number: a little further away where the unit is the same too."""
    return row.wide if quantity.unit in STRICT and row.unit == quantity.unit else row.near


def _common(quantity: Quantity, one: bool) -> bool:
    """Whether the number is so usual that it is no proof without its surroundings; 153 or 145/92 is."""
    if quantity.value == "1" and quantity.unit in _PERIODS and not one:
        return False
    return quantity.value.isdigit() and int(quantity.value) < _USUAL


def _together(quantity: Quantity, evidence: Evidence) -> tuple[object, ...]:
    """The parts of a ratio where they were said in one turn ("one forty, and the lower one ninety")."""
    whole, _, of = quantity.value.rpartition("/")
    graded = any(value.endswith(f"/{of}") for value in evidence.numbers)
    if graded or len(set(quantity.parts)) < len(quantity.parts) or not whole:
        return ()
    rows = [evidence.numbers.get(part, ()) for part in quantity.parts]
    shared = set.intersection(*({row.turn for row in part} for part in rows)) if all(rows) else set()
    return tuple(row for row in rows[0] if row.turn in shared)


def _same_unit(ours: str, theirs: str) -> bool:
    if ours == theirs or not theirs or not ours:
        return True
    return not (ours in STRICT and theirs in STRICT)


def judge_dates(text: str, evidence: Evidence, add: Add) -> None:
    """Dates: alarming where the month was said with another day, else only to be checked: charts hold dates too."""
    written_dates = dates_in(evidence.text)
    for date in dates_in(text):
        month, *rest = (part.lstrip("0") for part in date.split("/"))
        named = date in written_dates or _said_month(int(month), evidence)
        heard = [part in evidence.numbers for part in rest]
        if named and all(heard):
            continue
        other_day = named and not all(heard[:-1])
        add(FindingKind.NUMBER, "high" if other_day else "medium", f"date {date} was not said")


def _said_month(month: int, evidence: Evidence) -> bool:
    return 1 <= month <= 12 and _MONTHS[month - 1] in evidence.text.lower()
