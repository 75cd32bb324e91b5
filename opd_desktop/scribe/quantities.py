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
    r"\b\d(?:st|nd|rd|th)\b|\bfinger \d\b|\ball (?:4|four) (?:quadrants|extremities|limbs)\b",
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
_ALONE = r"(?<!twenty )(?<!thirty )(?<!forty )(?<!fifty )(?<!sixty )(?<!seventy )(?<!eighty )(?<!ninety )(?<!hundred )"
"""Not the end of a longer number: "twenty four hours" are not 4 hours."""
_THING = rf"(?:{_TIME}|(?:pack|mile|inche?|pound|pill|tablet|cup|glasse?|pint|liter)s?)"
_WORDS = (
    (re.compile(r"\bq\.? ?(\d{1,2}) ?h(?:ours?|rs?)?\b\.?", re.IGNORECASE), r"every \1 hours"),
    (re.compile(r"\b(?:a )?half (?:of )?an hour\b", re.IGNORECASE), "30 minutes"),
    (re.compile(rf"\b(?:(?:a|one|1) )?({_THING}) and a half\b", re.IGNORECASE), r"1.5 \1"),
    (re.compile(r"(?<![\d.])\.(?=\d)"), " 0."),
    (re.compile(r"\bbaby aspirin\b", re.IGNORECASE), "baby aspirin 81 mg"),
    (re.compile(rf"\b(?:a couple|couple)(?: of)? (?:of )?(?=(?:more |other )?{_TIME}\b)", re.IGNORECASE), "2 "),
    (
        re.compile(
            rf"\b{_ALONE}(?:a|an|one|the last|the past|each|per|every|next|another|this) (?={_TIME}\b)", re.IGNORECASE
        ),
        "1 ",
    ),
    (re.compile(r"\bonce(?= (?:an? |per |daily|every|each|weekly|monthly|or |in ))", re.IGNORECASE), "1 time"),
    (re.compile(r"\b(?:twice)\b", re.IGNORECASE), "2 times"),
    (re.compile(r"\bb\.?i\.?d\b\.?", re.IGNORECASE), "2 times"),
    (re.compile(r"\bt\.?i\.?d\b\.?", re.IGNORECASE), "3 times"),
)
_WHOLE_AND_HALF = re.compile(rf"\b(\d+|{_ONES}) ({_THING}) and a half\b", re.IGNORECASE)
_HUNDREDS = re.compile(rf"\b({_ONES}) (to|or) ({_ONES}) hundreds?\b", re.IGNORECASE)
_HALF = re.compile(rf"\b({_ONES}) and a half\b", re.IGNORECASE)
_COUNT = re.compile(rf"\b{_ALONE}({_ONES}) (?=(?:{_TIME}|times?|tablets?|pills?|puffs?|capsules?)\b)", re.IGNORECASE)
_RANGE_WORD = re.compile(
    rf"\b{_ALONE}({_ONES}) (?=(?:to|or) \d+ (?:{_TIME}|times?|tablets?|pills?|puffs?|capsules?)\b)", re.IGNORECASE
)
_RANGE = re.compile(r"\s*(?:-|,|to|or|and)\s*\d+(?:\.\d+)?\s?-?\s?(%|[a-z]+)", re.IGNORECASE)
"""The second number of "6 to 8 weeks", with the unit that belongs to both."""
_NUMBERED = re.compile(r"\s*\d{1,2}(?:[.)](?=\s|$))")
"""The number of an item in a list."""
_BY = re.compile(rf"\b({_ONES}|\d+) by ({_ONES}|\d+)\b", re.IGNORECASE)
"""Both numbers of "two by three centimeters"."""
_SIZE = re.compile(r"(?<![\w./])(\d+(?:\.\d+)?) ?(?:cm |mm )?(?:x|by|\u00d7) ?(\d+(?:\.\d+)?)(?![\d/])", re.IGNORECASE)
_OUT_OF = re.compile(r"\b(\d{1,2}) out of (?:a )?(10|5|6)\b", re.IGNORECASE)
_POINT = re.compile(rf"\bpoint (\d|{_ONES})\b", re.IGNORECASE)
_TOKEN = re.compile(r"(?<![A-Za-z\d.:])(\d+(?:,\d{3})*(?:\.\d+)?(?:/\d+(?:\.\d+)?)*)\s?-?\s?(%|[a-z]+)?", re.IGNORECASE)
_DATE = re.compile(r"\b\d{1,2}/(?:\d{1,2}/)?(?:19|20)\d\d\b")
_AGE = re.compile(r"^\d+[\s-]*(?:(?:years?|yrs?)[\s-]*old|y\.?\s?/?o\b|years? of age)", re.IGNORECASE)


_DECIMAL = re.compile(rf"(?<![\d./])(\d{{1,3}}) ?\. ((?:zero |oh |o )?)(\d{{1,2}}|{_ONES})\b(?![./]\d)", re.IGNORECASE)
"""What a recogniser makes of "seven point five" in speech without full stops: "seven . five"."""
_SPAN = re.compile(
    r"(?<![\w./-])(\d+(?:\.\d+)?) ?(?:-|\u2013|to|or) ?(\d+(?:\.\d+)?)(\+?)(?![\w/.-]*\d)[- ]?([a-z%]+)?", re.IGNORECASE
)
_FALLING = re.compile(
    r"\b(?:from|decreas\w*|reduc\w*|lowered|taper\w*|down|improv\w*|dropp?\w*|fell|wean\w*|chang\w*|went)\b[^.;,]{0,30}$",
    re.IGNORECASE,
)
"""Before "40 to 20" it is no range."""
_TO_PLUS = re.compile(rf"\b({_ONES}) (?=(?:to|or) (?:\d|{_ONES})(?:\+| plus\b))", re.IGNORECASE)
_PLUS = re.compile(r"(?<![\w./])([0-5]|one|two|three|four)(?: plus\b|\+(?=[a-z]))", re.IGNORECASE)
_GRADE = re.compile(r"(?<![\w./])(\d)\+")


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


def decimals_in(text: str) -> list[Quantity]:
    """Decimals said with a "." between two numbers ("98 . 7" after `written`); the two numbers may also be apart."""
    found = []
    for match in _DECIMAL.finditer(text):
        last = str(_SMALL.get(match.group(3).lower(), match.group(3)))
        unit = _UNIT_OF.get(
            (re.match(r" ?(%|[a-z]+)?", text[match.end() :], re.IGNORECASE) or match).group(1) or "", ""
        )
        value = _plain(f"{match.group(1)}.{'0' if match.group(2) else ''}{last}")
        found.append(Quantity(value, unit, match.start(), match.end()))
    return found


def ranges_in(text: str) -> list[tuple[str, str, str]]:
    """(lower, upper, unit) of every "5 to 10 years" in `text`, pass it through `written` first."""
    bare = _NAME.sub(lambda match: " " * len(match.group(0)) if "+" not in match.group(0) else match.group(0), text)
    return [
        (_plain(match[1]), _plain(match[2]), "+" if match[3] else _UNIT_OF.get((match[4] or "").lower(), ""))
        for match in _SPAN.finditer(bare)
        if not _FALLING.search(bare[: match.start()])
    ]


def grades_in(text: str) -> frozenset[str]:
    """The grades of "2+ edema" and "two plus pulses", also both of "1 to 2+"."""
    ends = {value for low, high, unit in ranges_in(text) if unit == "+" for value in (low, high)}
    return frozenset(ends | set(_GRADE.findall(text)))


def sizes_in(text: str) -> list[tuple[str, str]]:
    """The two numbers of every "2 x 3 cm" in `text`, pass it through `written` first."""
    return [(_plain(one), _plain(other)) for one, other in _SIZE.findall(text)]


def dates_in(text: str) -> list[str]:
    """Written dates with a year: 03/2021, 11/24/2020."""
    return _DATE.findall(text)


@lru_cache(maxsize=8192)
def written(text: str) -> str:
    """`text` with every spoken number in digits, also those that are words in prose: "a week" is "1 week"."""
    text = _YEAR.sub(_year, text)
    text = _WHOLE_AND_HALF.sub(
        lambda match: f"{_SMALL.get(match.group(1).lower(), match.group(1))}.5 {match.group(2)}", text
    )
    text = _HUNDREDS.sub(
        lambda match: f"{_SMALL[match.group(1).lower()]}00 {match.group(2)} {_SMALL[match.group(3).lower()]}00", text
    )
    text = _HALF.sub(lambda match: f"{_SMALL[match.group(1).lower()]}.5", text)
    for pattern, digits in _WORDS:
        text = pattern.sub(digits, text)
    text = _COUNT.sub(lambda match: f"{_SMALL[match.group(1).lower()]} ", text)
    text = _OUT_OF.sub(r"\1/\2", to_digits(text))
    text = _BY.sub(lambda match: " by ".join(str(_SMALL.get(one.lower(), one)) for one in match.groups()), text)
    text = _RANGE_WORD.sub(lambda match: f"{_SMALL[match.group(1).lower()]} ", text)
    text = _TO_PLUS.sub(lambda match: f"{_SMALL[match.group(1).lower()]} ", text)
    text = _PLUS.sub(lambda match: f"{_SMALL.get(match.group(1).lower(), match.group(1))}+ ", text)
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
