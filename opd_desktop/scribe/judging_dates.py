"""The dates of a sentence of a note against the months, days and years of the dialogue."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from opd_desktop.domain.note import FindingKind
from opd_desktop.scribe.evidence import Evidence, small_words
from opd_desktop.scribe.judging_words import Add
from opd_desktop.scribe.quantities import dates_in, quantities

_YEAR = "january february march april may june july august september october november december"
_MONTHS = _YEAR.split()
_MONTH = re.compile(
    rf"\b({'|'.join(_MONTHS)})\b(?! (?:be|have|not|need|want|also|or|i|we|you|take|help|feel)\b)", re.IGNORECASE
)
"""A month; "may" followed by a verb is none."""
_REACH = 30
"""Characters behind a month in which its day and its year are told."""


def judge_dates(text: str, evidence: Evidence, add: Add) -> None:
    """Dates: alarming where the month was said with another day, or the day and year with another month.

    All others are only to be checked, since charts hold dates too.
    """
    dates = dates_in(text)
    if not dates:
        return
    written_dates = {_plain(date) for date in dates_in(evidence.text)}
    told = tuple(_told(evidence.text))
    for date in dates:
        month, *rest = _plain(date)
        named = any(said == month for said, _ in told)
        heard = [part in evidence.numbers or any(part in numbers for _, numbers in told) for part in rest]
        if _plain(date) in written_dates or (named and all(heard)):
            continue
        day = rest[0] if len(rest) > 1 else ""
        other_day = named and not all(heard[:-1])
        other_month = not named and any(day in numbers if day else rest[-1] in numbers for _, numbers in told)
        add(FindingKind.NUMBER, "high" if other_day or other_month else "medium", f"date {date} was not said")


@lru_cache(maxsize=8)
def _told_rows(text: str) -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple(
        (str(_MONTHS.index(match.group(1).lower()) + 1), _numbers(text[match.end() : match.end() + _REACH]))
        for match in _MONTH.finditer(text)
    )


def _told(text: str) -> Iterator[tuple[str, frozenset[str]]]:
    """Every month that was said, with the numbers right behind it."""
    yield from _told_rows(text)
    for date in dates_in(text):
        month, *rest = _plain(date)
        yield month, frozenset(rest)


def _plain(date: str) -> tuple[str, ...]:
    return tuple(part.lstrip("0") for part in date.split("/"))


def _numbers(text: str) -> frozenset[str]:
    return frozenset(quantity.value for quantity in quantities(text)) | small_words(text)
