"""Numbers with their units, as said and as written, so that "six weeks" is never proof of "6 mg"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from opd_desktop.scribe.numbers import to_digits

_UNITS = {
    "mg": "mg milligram milligrams mgs",
    "mcg": "mcg microgram micrograms",
    "g": "g gram grams",
    "ml": "ml milliliter milliliters cc",
    "unit": "unit units",
    "%": "% percent",
    "day": "day days daily",
    "week": "week weeks weekly wk wks",
    "month": "month months monthly",
    "year": "year years yr yrs yearly",
    "hour": "hour hours hr hrs",
    "minute": "minute minutes min",
    "time": "time times",
    "pound": "pound pounds lb lbs",
    "kg": "kg kilogram kilograms kilos",
    "cm": "cm centimeter centimeters",
    "mm": "mm millimeter millimeters",
    "puff": "puff puffs",
    "tablet": "tablet tablets pill pills capsule capsules",
    "mile": "mile miles",
    "degree": "degree degrees",
}
_UNIT_OF = {word: unit for unit, words in _UNITS.items() for word in words.split()}
STRICT = frozenset(
    {"mg", "mcg", "g", "ml", "day", "week", "month", "year", "hour", "minute", "time", "pound", "kg", "puff"}
)
"""Units that make another quantity of the same number: 6 weeks are not 6 days."""

DOSES = frozenset({"mg", "mcg", "g", "ml", "unit", "puff", "tablet"})

_TIME = r"(?:day|week|month|year|hour|minute)s?"
_NAME = re.compile(
    r"\bcovid[- ]?19\b|\b[CTLS]\d{1,2}(?:-[CTLS]?\d{1,2})?\b|"
    r"\b[A-Za-z]+-\d+\b|\bco-?q[- ]?10\b|\btypes? (?:[12]|one|two|ii?)\b|\ba1c\b|\b\d\+|\bx\d+\b|\bo2\b|\bb[- ]?12\b|"
    r"\b\d(?:st|nd|rd|th)\b|\bfinger \d\b",
    re.IGNORECASE,
)
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_ONES = "one|two|three|four|five|six|seven|eight|nine"
_TEENS = "ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen"
_YEAR = re.compile(
    rf"\b(nineteen|twenty) ((?:{_TENS})(?:[ -](?:{_ONES}))?|(?:oh|o) (?:{_ONES})|{_TEENS})\b", re.IGNORECASE
)
_SMALL = {word: number for number, word in enumerate(_ONES.split("|"), start=1)}
_SMALL |= {word: number for number, word in enumerate(_TEENS.split("|"), start=10)}
_SMALL |= {word: 10 * number for number, word in enumerate(_TENS.split("|"), start=2)}
_A = "a|an|one|the last|the past|each|per|every|next|another|this"
_WORDS = (
    (re.compile(rf"\b(?:a couple|couple)(?: of)? (?:of )?(?=(?:more |other )?{_TIME}\b)", re.IGNORECASE), "2 "),
    (
        re.compile(rf"\b(?:a|an|one|the last|the past|each|per|every|next|another|this) (?={_TIME}\b)", re.IGNORECASE),
        "1 ",
    ),
    (re.compile(r"\bonce(?= (?:an? |per |daily|every|each|weekly|monthly|or |in ))", re.IGNORECASE), "1 time"),
    (re.compile(r"\b(?:twice)\b", re.IGNORECASE), "2 times"),
    (re.compile(r"\bhalf an hour\b", re.IGNORECASE), "30 minutes"),
    (re.compile(r"\bb\.?i\.?d\b\.?", re.IGNORECASE), "2 times"),
    (re.compile(r"\bt\.?i\.?d\b\.?", re.IGNORECASE), "3 times"),
)
_HALF = re.compile(rf"\b({_ONES}) and a half\b", re.IGNORECASE)
_COUNT = re.compile(rf"\b({_ONES}) (?=(?:{_TIME}|times?|tablets?|pills?|puffs?|capsules?)\b)", re.IGNORECASE)
_RANGE_WORD = re.compile(
    rf"\b({_ONES}) (?=(?:to|or) \d+ (?:{_TIME}|times?|tablets?|pills?|puffs?|capsules?)\b)", re.IGNORECASE
)
_RANGE = re.compile(r"\s*(?:-|,|to|or|and)\s*\d+(?:\.\d+)?\s?-?\s?(%|[a-z]+)", re.IGNORECASE)
"""The second number of "6 to 8 weeks", with the unit that belongs to both."""
_NUMBERED = re.compile(r"\s*\d{1,2}(?:[.)](?=\s|$))")
"""The number of an item in a list."""
_OUT_OF = re.compile(r"\b(\d{1,2}) out of (?:a )?(10|5|6)\b", re.IGNORECASE)
_POINT = re.compile(rf"\bpoint (\d|{_ONES})\b", re.IGNORECASE)
_TOKEN = re.compile(r"(?<![A-Za-z\d.:])(\d+(?:,\d{3})*(?:\.\d+)?(?:/\d+(?:\.\d+)?)*)\s?-?\s?(%|[a-z]+)?", re.IGNORECASE)
_DATE = re.compile(r"\b\d{1,2}/(?:\d{1,2}/)?(?:19|20)\d\d\b")
_AGE = re.compile(r"^\d+[\s-]*(?:(?:years?|yrs?)[\s-]*old|y\.?\s?/?o\b|years? of age)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit ("" for none) and where it stands. `value` keeps ratios whole: "140/90"."""

    value: str
    unit: str
    start: int
    end: int
    age: bool = False

    @property
    def parts(self) -> tuple[str, ...]:
        """The numbers of a ratio, or the number itself."""
        return tuple(self.value.split("/"))


def dates_in(text: str) -> list[str]:
    """Written dates with a year: 03/2021, 11/24/2020."""
    return _DATE.findall(text)


@lru_cache(maxsize=8192)
def written(text: str) -> str:
    """`text` with every spoken number in digits, also those that are words in prose: "a week" is "1 week"."""
    text = _YEAR.sub(_year, text)
    text = _HALF.sub(lambda match: f"{_SMALL[match.group(1).lower()]}.5", text)
    for pattern, digits in _WORDS:
        text = pattern.sub(digits, text)
    text = _COUNT.sub(lambda match: f"{_SMALL[match.group(1).lower()]} ", text)
    text = _OUT_OF.sub(r"\1/\2", to_digits(text))
    text = _RANGE_WORD.sub(lambda match: f"{_SMALL[match.group(1).lower()]} ", text)
    return _POINT.sub(lambda match: f"0.{_SMALL.get(match.group(1).lower(), match.group(1))}", text)


def _year(match: re.Match[str]) -> str:
    rest = re.split(r"[ -]", match.group(2).lower())
    number = sum(_SMALL.get(word, 0) for word in rest)
    return f"{'19' if match.group(1).lower() == 'nineteen' else '20'}{number:02d}"


@lru_cache(maxsize=8192)
def quantities(text: str) -> tuple[Quantity, ...]:
    """The quantities in `text` (pass it through `written` first); numbers that belong to a name are left out."""
    bare = _DATE.sub(lambda match: " " * len(match.group(0)), text)
    bare = _NAME.sub(lambda match: " " * len(match.group(0)), bare)
    found = []
    numbered = _NUMBERED.match(bare)
    for match in _TOKEN.finditer(bare, numbered.end() if numbered else 0):
        unit = _unit(bare, match)
        value = "/".join(_plain(part) for part in match.group(1).replace(",", "").split("/"))
        found.append(Quantity(value, unit, match.start(), match.end(1), bool(_AGE.match(bare[match.start() :]))))
    return tuple(found)


def _unit(text: str, match: re.Match[str]) -> str:
    if match.group(1).endswith("/10"):
        return "/10"
    unit = _UNIT_OF.get((match.group(2) or "").lower(), "")
    shared = _RANGE.match(text, match.end(1)) if not unit else None
    return _UNIT_OF.get(shared.group(1).lower(), "") if shared else unit


def _plain(number: str) -> str:
    whole, dot, fraction = number.partition(".")
    whole, fraction = whole.lstrip("0") or "0", fraction.rstrip("0")
    return f"{whole}.{fraction}" if dot and fraction else whole
