"""Numbers as people say them, turned into digits: "one forty five over ninety two" -> "145/92".

Words that hold two numbers are one only where what is spoken of tells so: "thirty nine two" is 39.2 behind
"temperature", and "two three" is a range before "days".
"""

from __future__ import annotations

import re
from functools import lru_cache

from opd_desktop.scribe.number_words import NUMBER, OH, SCALES, apart, fraction, parts, words_of

_SEPARATOR = r"(?:(?<=hundred)\s+and\s+|(?<=thousand)\s+and\s+|[\s-]+)"
"""Between the words of a number. "And" belongs to it behind a hundred alone: "two and eleven" are two numbers."""
_RUN = re.compile(
    rf"\b(?P<whole>oh(?=\s+point\b)|(?:{NUMBER})(?:{_SEPARATOR}(?:{NUMBER}|(?:{OH})(?=[\s-]+(?:{NUMBER})\b)))*)"
    rf"(?:\s+point(?P<tail>(?:[\s-]+(?:{NUMBER}|{OH})\b)+))?\b",
    re.IGNORECASE,
)
_NEAR = 60
"""Characters around a run of number words that can tell what it is."""
_TIMES = r"(?:seconds|minutes|hours|nights|days|weeks|months|years)\b"
_DOSE = r"(?:mg|milli\s?grams?|m g|mcg|micro\s?grams?|grams?|ml|milli\s?lit(?:er|re)s?|cc|units?|percent|per cent|%)"
_THINGS = (
    r"(?:mg|milligrams?|mcg|g|grams?|ml|tablets?|pills?|capsules?|puffs?|drops?|times?|hours?|days?|weeks?|months?|"
    r"years?|minutes?|percent|degrees?|pounds?|units?|teaspoons?)"
)
_ONE_OR = re.compile(r"\bone or $", re.IGNORECASE)
# "one" alone is mostly a pronoun; it is a number only before something that can be counted.
_COUNTED = re.compile(
    rf"\s*(?:out of|over|(?:(?:or|to)\s+(?:{NUMBER}|\d+)(?:[\s-]+(?:{NUMBER}))*\s+)?{_THINGS})\b", re.IGNORECASE
)
_UNCOUNTED_HUNDRED = re.compile(r"(?:\b(?:couple|few|several|many|some|per|the)|\d)\s+$", re.IGNORECASE)
_THIS_ONE = re.compile(r"\b(?:this|that|no|any|every|each|other|another|which|last|first|next|only)\s+$", re.IGNORECASE)
_AGO = re.compile(
    r"\s+(?:second|minute|hour|night|day|week|month|year)s?\s+(?:ago|later|before|back|earlier)\b", re.IGNORECASE
)
_BEFORE_TIMES = re.compile(rf"\s+(?:{_TIMES}|times\b)", re.IGNORECASE)
_NAMED = re.compile(
    r"(?:\b(?:type|stage|grade|phase|class|level|number|day|week|step|[a-z])|[\d.,/:-])\s*$", re.IGNORECASE
)
"""Before "2 3 days": the first number belongs to it ("type 2", "C 2")."""
_TAKES = re.compile(r"\b(?:tak(?:e|es|en|ing)|took|giv(?:e|es|en|ing)|gave|us(?:e|es|ed|ing))\s+$", re.IGNORECASE)
"""Before "2 3 times": two, three times a day."""

_MORNING_FROM = 5
"""Before this hour "one thirty in the morning" may also be a glucose of 130."""
_CLOCK = re.compile(r"\s*[ap]\.?\s?m\b", re.IGNORECASE)
_TIME_OF_DAY = re.compile(r"\s+(?:in the (?:morning|afternoon|evening)|at night|tonight)\b", re.IGNORECASE)
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november|december)"
    r"(?: (?:\d{1,2}(?:st|nd|rd|th)?|(?:twenty |thirty )?(?:first|second|third|[a-z]+th)))?"
)
_SHORT_YEAR = re.compile(
    rf"\b((?:{_MONTH}(?: of)?|back in|(?:in|since)(?= (?:{OH}) (?!two\b)))[ ,]+)(?:{OH}) "
    rf"(one|two|three|four|five|six|seven|eight|nine)\b(?!\s+(?:{_THINGS}|{NUMBER})\b)",
    re.IGNORECASE,
)
"""A year of this century: "October O eight". "In O two" is oxygen."""
_ORDINAL = re.compile(
    r"\b(twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety)[ -]"
    r"(first|second(?= of\b)|third|fourth|fifth|sixth|seventh|eighth|ninth)\b",
    re.IGNORECASE,
)
_ORDINALS = {
    "first": "1st",
    "second": "2nd",
    "third": "3rd",
    "fourth": "4th",
    "fifth": "5th",
    "sixth": "6th",
    "seventh": "7th",
    "eighth": "8th",
    "ninth": "9th",
}
_YEAR_BEFORE = re.compile(
    rf"\b(?:in|since|of|from|until|till|by|before|after|during|year|early|late|mid|spring|summer|fall|autumn|winter|"
    rf"{_MONTH})[ ,]+$",
    re.IGNORECASE,
)
_NO_YEAR = re.compile(rf"[\s-]+(?:{_THINGS}|seconds|nights|vision|{NUMBER}|year|old|out of|over)\b", re.IGNORECASE)

_FILL = (
    r"(?:[\s,:]+(?:is|was|of|at|to|about|around|up|went|got|reached|came|hit|now|right|today|tonight|currently|a|the|"
    r"running|like|reads?|reading|measured|recorded|taken|spiked|high|low|good|fine|little|bit|as|it|his|her|my|your|"
    r"last|night|yesterday|this|morning|looks|here|we|have|and)|'s)*[\s,:]+"
)
_NO_UNIT = rf"(?![\d/:%-]|\.\d|\s*(?:{_THINGS}|{_DOSE}|over|by|out of|beats|kilos|kg|or|to)\b)"
_TEMPERATURE = re.compile(
    rf"(\b(?:temperature|temp|fever){_FILL})(3[4-9]|4[0-2]|9[3-9]|10[0-8]) (\d)\b{_NO_UNIT}", re.IGNORECASE
)
_LOST_POINT = re.compile(
    rf"(\b(?:temperature|temp|fever){_FILL})(9\d|10\d|3[5-9]|4[01]|42(?=0))(\d)\b(?![\d/:%-]|\.\d|\s*(?:{_DOSE})(?!\w))",
    re.IGNORECASE,
)
"""A temperature that lost its point: 986 is 98.6 (F), 372 is 37.2 (C); nobody has one of hundreds of degrees."""
_PRESSURE = re.compile(
    rf"(\b(?:blood pressure|bp){_FILL})((?:1\d\d|2[0-5]\d)(?= (?:by )?(?:[4-9]\d|1[0-3]\d)\b)|"
    rf"[7-9]\d(?= (?:by )?[3-6]\d\b)) (?:by )?(\d{{2,3}})\b{_NO_UNIT}",
    re.IGNORECASE,
)
_CHART = r"20 (15|20|25|30|40|50|60|70|80|100|200|400)\b"
_VISION = re.compile(rf"(\b(?:vision|acuity|snellen)\b[^.?!;\d]{{0,30}}){_CHART}", re.IGNORECASE)
_EYE = re.compile(
    rf"\b{_CHART}(?=\s+(?:vision|in (?:the|his|her|my|your|both) (?:(?:left|right) )?eyes?)\b)", re.IGNORECASE
)
_RANGE = re.compile(rf"(?<![\d./:-])\b(\d{{1,2}}) (\d{{1,2}}) (?=(?P<of>{_TIMES}|times\b|out of\b))", re.IGNORECASE)

_UNIT_NAMES = (
    (r"milli\s?grams?|m g", "mg"),
    (r"micro\s?grams?", "mcg"),
    (r"milli\s?litres?|milli\s?liters?", "ml"),
    (r"kilo\s?grams?|kilos", "kg"),
    (r"centi\s?metres?|centi\s?meters?", "cm"),
)
_UNIT_RULES = tuple((re.compile(rf"(?<=\d)\s*(?:{words})\b", re.IGNORECASE), f" {unit}") for words, unit in _UNIT_NAMES)
_RATIO = re.compile(r"\b(\d{2,3})\s+over\s+(\d{2,3})\b", re.IGNORECASE)
_GRADE = re.compile(r"\b([1-6])\s+out of\s+([1-9]|10)\b", re.IGNORECASE)
_PERCENT = re.compile(r"(?<=\d)\s*(?:percent|per cent)\b|(?<=\d)\s+%", re.IGNORECASE)
_DIGITS = re.compile(r"(?<![A-Za-z\d.])\d+(?:\.\d+)?")
_A_HUNDRED = re.compile(r"\ba (?=(?:hundred|thousand)\b)", re.IGNORECASE)
_ONE_AND_A_HALF = re.compile(r"\b(?:one|an?) and a[ -]half\b", re.IGNORECASE)
_HALF = re.compile(r"(?<![\d./-])(\d+) and a[ -]half\b(?! (?:dozen|hundred|thousand|million)\b)", re.IGNORECASE)
_A1C = re.compile(r"\ba[ -]?one[ -]?c\b|\ba1 c\b", re.IGNORECASE)
_O2 = re.compile(rf"\b(?:{OH})[ -](?:two|2)(?=\s+(?:sats?|saturations?)\b)", re.IGNORECASE)
_POINT = re.compile(r"(?<![\d.,])(\d+) point (\d{1,3})\b", re.IGNORECASE)
_SPLIT_DOSE = re.compile(r"(?<![\d.,/])(\d|1[0-2]) ?\. (5|25|75|125)(?= ?(?:mg|mcg)\b)", re.IGNORECASE)
"""A dose that a recogniser cut at its point ("twelve. five milligrams")."""
_BARE_POINT = re.compile(
    rf"(?<![\w.])(?P<before>(?:(?:this|that|some|what|which|the|any|no|my|your|{NUMBER}|{OH}|\d+)[\s-]+)?)point\s+"
    rf"(?P<tail>\d{{1,3}}|(?:{NUMBER}|{OH})(?:[\s-]+(?:{NUMBER}|{OH}))*)(?=\s*{_DOSE}(?!\w))",
    re.IGNORECASE,
)


@lru_cache(maxsize=8192)
def to_digits(text: str) -> str:
    """`text` with numbers in digits and units in short form; text without numbers comes back unchanged."""
    text = _O2.sub("O2", _A1C.sub("A1c", text))
    text = _SHORT_YEAR.sub(lambda match: f"{match[1]}{2000 + parts([match[2].lower()])[0]}", text)
    text = _ORDINAL.sub(_ordinal, text)
    text = _BARE_POINT.sub(_below_one, text)
    text = _RUN.sub(_replace, _A_HUNDRED.sub("one ", _ONE_AND_A_HALF.sub("1 and a half", text)))
    text = _POINT.sub(r"\1.\2", _HALF.sub(r"\1.5", text))
    text = _by_context(text)
    for rule, unit in _UNIT_RULES:
        text = rule.sub(unit, text)
    text = _SPLIT_DOSE.sub(r"\1.\2", text)
    text = _RATIO.sub(r"\1/\2", text)
    text = _GRADE.sub(r"\1/\2", text)
    return _PERCENT.sub("%", text)


def numbers_in(text: str) -> tuple[str, ...]:
    """Every number in `text`, spoken or written, in order: numbers_in("5 mg for two days") -> ("5", "2")."""
    return tuple(_plain(number) for number in _DIGITS.findall(to_digits(text)))


def _replace(match: re.Match[str]) -> str:
    said, text = match.group(0), match.string
    before, after = text[max(0, match.start() - _NEAR) : match.start()], text[match.end() : match.end() + _NEAR]
    words, tail = words_of(match["whole"]), words_of(match["tail"] or "")
    if not tail and _pronoun(words, before) and not _COUNTED.match(after):
        return said
    if words[0] in SCALES:
        if _UNCOUNTED_HUNDRED.search(before) or not (tail or len(words) > 1 or _COUNTED.match(after)):
            return said
        words = ["one", *words]
    half = len(words) // 2
    if half > 1 and words[:half] == words[half:] and words[half - 1] in SCALES:
        words = words[:half]
    numbers = parts(["zero"] if words == ["oh"] else words)
    if tail:
        return _with_tail(said, numbers, tail, after)
    if len(numbers) == 1:
        return _single(said, words, numbers[0], before, after)
    return _several(said, words, numbers, before, after)


def _pronoun(words: list[str], before: str) -> bool:
    """ "One", and "one or two" of something."""
    return words == ["one"] or (words == ["two"] and bool(_ONE_OR.search(before)))


def _with_tail(said: str, numbers: list[int], tail: list[str], after: str) -> str:
    """Digits behind a point. "One point five two times" holds how often, too."""
    often = len(tail) > 1 and re.match(r"\s+times\b", after)
    digits = fraction(tail[:-1] if often else tail)
    if len(numbers) != 1 or digits is None:
        return said
    return f"{numbers[0]}.{digits}" + (f" {parts(tail[-1:])[0]}" if often else "")


def _single(said: str, words: list[str], number: int, before: str, after: str) -> str:
    if len(words) == 1 or words[1] in SCALES:
        return str(number)
    rest = parts(words[1:])
    if words[0] == "one" and len(rest) == 1 and _THIS_ONE.search(before) and _AGO.match(after):
        return f"{said[:3]} {rest[0]}"
    two = apart(words) if _BEFORE_TIMES.match(after) else None
    if two:
        return f"{two[0]} to {two[1]}"
    if 100 < number < 1000 and (clock := _clock(*divmod(number, 100), after)):
        return clock
    return str(number)


def _several(said: str, words: list[str], numbers: list[int], before: str, after: str) -> str:
    """Numbers one after another: one where the context tells so, else they stay words."""
    if len(numbers) != 2:
        return said
    first, second = numbers
    trial = f"{before}{first} {second}{after}"
    if _by_context(trial) != trial:
        return f"{first} {second}"
    if first in {10, 11, 12} and (clock := _clock(first, second, after)):
        return clock
    return (_year(words, first, second, before, after) or said) if 10 <= second <= 99 else said


def _clock(hour: int, minute: int, after: str) -> str | None:
    sure = _CLOCK.match(after) or (hour >= _MORNING_FROM and _TIME_OF_DAY.match(after))
    return f"{hour}:{minute:02d}" if sure and minute < 60 else None


def _year(words: list[str], century: int, year: int, before: str, after: str) -> str | None:
    """ "Nineteen eighty four"; of this century where it can't be a range ("twenty thirty") or follows "in"."""
    if century not in {19, 20} or _NO_YEAR.match(after):
        return None
    plain = century == 19 or year < 20 or (len(words) == 3 and year < 50)
    return f"{century}{year}" if plain or _YEAR_BEFORE.search(before) else None


def _by_context(text: str) -> str:
    """Two numbers that what is spoken of makes one: a temperature, a blood pressure, an eyesight, a range."""
    text = _LOST_POINT.sub(r"\1\2.\3", _TEMPERATURE.sub(r"\1\2.\3", text))
    text = _PRESSURE.sub(r"\1\2/\3", text)
    text = _EYE.sub(r"20/\1", _VISION.sub(r"\g<1>20/\2", text))
    return _RANGE.sub(_range, text)


def _range(match: re.Match[str]) -> str:
    first, second = int(match[1]), int(match[2])
    before = match.string[max(0, match.start() - _NEAR) : match.start()]
    often = match["of"].lower() == "times"
    if not first < second <= 2 * first or _NAMED.search(before) or (often and _TAKES.search(before)):
        return match.group(0)
    return f"{first} to {second} "


def _ordinal(match: re.Match[str]) -> str:
    """ "Thirty first" -> "31st"; "a twenty second pause" is none."""
    return f"{parts([match[1].lower()])[0] // 10}{_ORDINALS[match[2].lower()]}"


def _below_one(match: re.Match[str]) -> str:
    tail = match["tail"]
    digits = None if match["before"] else tail if tail.isdigit() else fraction(words_of(tail))
    return match.group(0) if digits is None else f"0.{digits}"


def _plain(number: str) -> str:
    whole, dot, fraction = number.partition(".")
    whole = whole.lstrip("0") or "0"
    fraction = fraction.rstrip("0")
    return f"{whole}.{fraction}" if dot and fraction else whole
