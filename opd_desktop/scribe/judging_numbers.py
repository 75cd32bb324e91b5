"""The numbers and dates of a sentence of a note against those of the dialogue."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from opd_desktop.domain.note import FindingKind, Severity
from opd_desktop.scribe.evidence import Evidence, Number
from opd_desktop.scribe.judging_ranges import judge_ranges
from opd_desktop.scribe.judging_words import REGISTER, Add
from opd_desktop.scribe.quantities import DOSES, STRICT, Quantity, quantities
from opd_desktop.scribe.surroundings import window_in

_VITALS = tuple(
    re.compile(words, re.IGNORECASE)
    for words in (
        r"\btemp(?:erature)?\b",
        r"\bblood pressure\b|\bbp\b",
        r"\bpulse\b|\bheart rate\b",
        r"\brespirat\w+|\bbreathing rate\b",
        r"\b(?:oxygen|saturation|o2)\b",
        r"\b(?:bmi|height|weight)\b",
    )
)
_PERIODS = frozenset({"time", "minute", "hour", "day", "week", "month", "year"})
"""One of these is mostly "once", "per week" or "last month"."""
_USUAL = 32
"""Numbers below are so usual that they are no proof without their surroundings; 153 or 145/92 is."""
_NEARER = 1.5
"""How many times nearer another number's surroundings must be for this number to be the wrong one."""
_NEARER_UNUSUAL = 3.0
_ALIKE = 4.0
"""The most times that a number is larger than another of a size with it."""
_ENOUGH = 1.0
"""Nearness below which surroundings prove nothing."""
_SCALE = frozenset({"pain", "rate", "severe", "worst", "ten", "number"})


def judge_numbers(text: str, one: bool, evidence: Evidence, add: Add) -> None:
    """Every number must have been said, of the same unit, and no other number nearer the same words.

    `one`: the note holds a written 1, so that "1 week" is no mere "weekly".
    """
    _judge_ordinals(text, evidence, add)
    judge_ranges(text, evidence, add)
    _judge_return(text, evidence, add)
    for quantity in quantities(text):
        if quantity.age:
            if quantity.value not in {*evidence.ages, evidence.known_age}:
                # Without any age in the talk the note has it from the chart; that of an event somebody told.
                told = _AT_THE_AGE.search(text[: quantity.start]) and quantity.value not in evidence.numbers
                severity: Severity = "high" if evidence.ages or told else "medium"
                add(FindingKind.NUMBER, severity, f"age {quantity.value} was not said")
            continue
        said = _said(quantity, evidence)
        if not said:
            severity = "medium" if _measured(text[: quantity.start], evidence) else "high"
            add(FindingKind.NUMBER, severity, f"number {quantity.value} was not said")
            continue
        fitting = [row for row in said if _same_unit(quantity.unit, row.unit)]
        if quantity.unit in _OWN_UNIT and quantity.value != "1":
            fitting = [row for row in fitting if row.unit == quantity.unit]
        if not fitting:
            heard = ", ".join(sorted({f"{quantity.value} {row.unit}" for row in said if row.unit})) or quantity.value
            add(FindingKind.NUMBER, "high", f"{quantity.value} {quantity.unit} was not said, but {heard}", _turns(said))
            continue
        if quantity.value == "1" and quantity.unit in _PERIODS and not one:
            continue
        _judge_place(quantity, text, fitting, evidence, add)


_OWN_UNIT = frozenset({"day", "week", "month", "pound"})
"""Units that people do not leave out: "six" alone is no "6 weeks"."""
_AT_THE_AGE = re.compile(
    r"\b(?:when (?:he|she|they|the patient) (?:was|were)|since(?: the)?(?: age of)?|at(?: the)? age of) $"
)
_LABEL_REACH = 45
"""Characters before a number in which its vital sign is named."""
_ORDINAL = re.compile(r"\b(\d{1,2})(st|nd|rd|th)\b", re.IGNORECASE)
_ENDINGS = {1: "st", 2: "nd", 3: "rd"}


def _judge_ordinals(text: str, evidence: Evidence, add: Add) -> None:
    """ "4nd" and "1 weeks" are slips of the keys; "4th" must have been said."""
    for match in _ORDINAL.finditer(text):
        number = int(match.group(1))
        ending = "th" if number in {11, 12, 13} else _ENDINGS.get(number % 10, "th")
        if ending != match.group(2).lower():
            add(FindingKind.NUMBER, "high", f"{match.group(0)} is no number")
        elif str(number) not in evidence.numbers:
            add(FindingKind.NUMBER, "high", f"{match.group(0)} was not said")
    for match in _ONE_MANY.finditer(text):
        add(FindingKind.NUMBER, "high", f"{match.group(0)}: the number and its word do not agree")


_ONE_MANY = re.compile(
    r"(?<![\w./-])(?<!to )(?<!or )1 "
    r"(?:days|weeks|months|years|hours|minutes|cycles|doses|tablets|pills|capsules|puffs)\b(?! old)",
    re.IGNORECASE,
)
_RETURN = re.compile(
    r"\b(?:follow[- ]?up|return|see (?:him|her|them|me|you)|come back|be seen|re-?check\w*)\b[^.;]{0,40}?"
    r"\b(?:in|after|within) (?:about |another |approximately )?(\d+)(?: (?:to|or|-) (\d+))? (day|week|month|year)s?\b"
    r"(?! (?:to|or) (?:\d|two|three))",
    re.IGNORECASE,
)


@lru_cache(maxsize=64)
def _returns(text: str) -> frozenset[tuple[str, str, str]]:
    """(lowest, highest or "", unit) of every time until a next visit in a text."""
    return frozenset({(low, high, unit.lower()) for low, high, unit in _RETURN.findall(text)})


def _judge_return(text: str, evidence: Evidence, add: Add) -> None:
    """The time until the next visit must be one that was told for a next visit, where one was."""
    said = _returns(evidence.text)
    for low, high, unit in _returns(text) if said else ():
        if (low, high, unit) not in said and not any({low, high} & {a, b} - {""} for a, b, _ in said):
            heard = ", ".join(sorted(f"{' to '.join(filter(None, row[:2]))} {row[2]}s" for row in said))
            add(FindingKind.NUMBER, "high", f"a return in {low} {unit}s was not said, but {heard}")


def _judge_place(quantity: Quantity, text: str, fitting: Sequence[Number], evidence: Evidence, add: Add) -> None:
    """The surroundings of the number must be nearer to where it was said than to where another was said."""
    ours = window_in(text, quantity.start, quantity.end, REGISTER)
    near = evidence.stream.nearest(ours, (row.window for row in fitting))
    usual = quantity.value.isdigit() and int(quantity.value) < _USUAL
    written_here = {value for other in quantities(text) for value in (other.value, *other.parts)}
    scored = [
        (evidence.stream.nearness(ours, row.window), row)
        for value, rows in evidence.numbers.items()
        if value not in written_here
        for row in rows
        if row.unit == quantity.unit and (row.value, row.unit) != ("1", "") and _comparable(quantity.value, value)
    ]
    top, rival = max(scored, key=lambda pair: pair[0], default=(0.0, None))
    factor = _NEARER if usual or quantity.unit in DOSES else _NEARER_UNUSUAL
    if rival and top > _ENOUGH and top > factor * near:
        why = f"{quantity.value} was said of something else; here {rival.value} {rival.unit}".rstrip()
        add(FindingKind.NUMBER, "high", why, (rival.turn,))
    elif near == 0.0 and len(ours) > 1 and usual:
        add(FindingKind.NUMBER, "high", f"{quantity.value} was said of something else", _turns(fitting))


def _comparable(one: str, other: str) -> bool:
    """Whether two numbers are of a size, so that one may stand for the other by mistake."""
    try:
        low, high = sorted((float(one), float(other)))
    except ValueError:
        return True
    return high <= _ALIKE * low


def _turns(rows: Sequence[Number]) -> tuple[int, ...]:
    return tuple(dict.fromkeys(row.turn for row in rows))[:3]


def _said(quantity: Quantity, evidence: Evidence) -> tuple[Number, ...]:
    said = evidence.numbers.get(quantity.value, ())
    if said or len(quantity.parts) == 1:
        return said
    return _together(quantity, evidence) or _graded(quantity, evidence)


def _graded(quantity: Quantity, evidence: Evidence) -> tuple[Number, ...]:
    """ "7/10" where the pain was said to be "a seven"."""
    whole, _, of = quantity.value.rpartition("/")
    if of != "10":
        return ()
    return tuple(row for row in evidence.numbers.get(whole, ()) if _SCALE & row.window.keys() and not row.unit)


def _measured(before: str, evidence: Evidence) -> bool:
    """Whether what follows is a vital sign of which the talk has no number: the nurse wrote it into the chart."""
    if _PRESSURE.search(before[-_LABEL_REACH:]) and any("/" in value for value in evidence.numbers if _high(value)):
        return False
    return not _AT_BIRTH.search(before) and any(
        vital.search(before[-_LABEL_REACH:])
        and not re.search(rf"(?:{vital.pattern})[^.?]{{0,60}}\d", evidence.text, re.IGNORECASE)
        for vital in _VITALS
    )


_PRESSURE = re.compile(r"\bblood pressures?\b|\bbp\b", re.IGNORECASE)
_AT_BIRTH = re.compile(r"\b(?:birth|newborn)\b", re.IGNORECASE)


def _high(value: str) -> bool:
    """Whether a number looks like a blood pressure ("180/95")."""
    return bool(re.fullmatch(r"\d{2,3}/\d{2,3}", value))


def _together(quantity: Quantity, evidence: Evidence) -> tuple[Number, ...]:
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
