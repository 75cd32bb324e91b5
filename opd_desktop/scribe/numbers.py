"""Numbers as people say them, turned into digits: "one forty five over ninety two" -> "145/92"."""

from __future__ import annotations

import re
from functools import lru_cache

_UNIT_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TEN_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
_UNITS = {word: value for value, word in enumerate(_UNIT_WORDS.split())}
_TENS = {word: value * 10 for value, word in enumerate(_TEN_WORDS.split(), start=2)}
_SCALES = {"hundred": 100, "thousand": 1000}
_WORDS = {**_UNITS, **_TENS}
_NUMBER = "|".join(sorted([*_WORDS, *_SCALES], key=len, reverse=True))
_RUN = re.compile(
    rf"\b(?:{_NUMBER})(?:(?:\s+and\s+|[\s-]+)(?:{_NUMBER}))*(?:\s+point(?:\s+(?:{_NUMBER}))+)?\b",
    re.IGNORECASE,
)
# "one" alone is mostly a pronoun; it is a number only before something that can be counted.
_COUNTED = re.compile(
    r"\s*(?:out of|over|mg|milligrams?|mcg|g|grams?|ml|tablets?|pills?|capsules?|puffs?|drops?|times?|hours?|days?|"
    r"weeks?|months?|years?|minutes?|percent|degrees?|pounds?|units?|teaspoons?)\b",
    re.IGNORECASE,
)
_UNIT_NAMES = (
    (r"milli\s?grams?", "mg"),
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


def _value(words: list[str]) -> int | None:
    """The number that `words` say, or None when they are no single number ("twenty three forty")."""
    total, current, last = 0, 0, 10_000
    for word in words:
        if word in _SCALES:
            scale = _SCALES[word]
            current = (current or 1) * scale
            if scale == 1000:
                total, current = total + current, 0
            last = scale
            continue
        value = _WORDS[word]
        size = 10 if value >= 20 else 1
        clash = (last == 1) or (last == 10 and (size == 10 or value >= 10))
        if clash:
            return None
        current, last = current + value, size
    return total + current


def _spoken_hundreds(words: list[str]) -> int | None:
    """ "one forty five" -> 145, "one oh" style pairs as said for blood pressures."""
    if len(words) >= 2 and words[0] in _UNITS and 1 <= _UNITS[words[0]] <= 9 and words[1] not in _SCALES:
        rest = _value(words[1:])
        if rest is not None and 10 <= rest <= 99:
            return _UNITS[words[0]] * 100 + rest
    return None


def _digits(words: list[str]) -> str | None:
    values = [_WORDS.get(word) for word in words]
    if len(words) > 1 and all(value is not None and value < 10 for value in values):
        return None
    number = _value(words)
    if number is None:
        number = _spoken_hundreds(words)
    return None if number is None else str(number)


def _replace(match: re.Match[str]) -> str:
    said = match.group(0)
    head, _, tail = said.lower().partition(" point ")
    words = [word for word in re.split(r"[\s-]+", head) if word and word != "and"]
    if words == ["one"] and not tail and not _COUNTED.match(match.string, match.end()):
        return said
    if words[0] in _SCALES:
        return said
    whole = _digits(words)
    if whole is None:
        return said
    if tail:
        fraction = [_WORDS.get(word, 10) for word in re.split(r"[\s-]+", tail)]
        if any(value > 9 for value in fraction) and len(fraction) > 1:
            return said
        return f"{whole}.{''.join(str(value) for value in fraction)}"
    return whole


@lru_cache(maxsize=8192)
def to_digits(text: str) -> str:
    """`text` with numbers in digits and units in short form; text without numbers comes back unchanged."""
    text = _A1C.sub("A1c", text)
    text = _RUN.sub(_replace, _A_HUNDRED.sub("one ", _ONE_AND_A_HALF.sub("1 and a half", text)))
    text = _HALF.sub(r"\1.5", text)
    for rule, unit in _UNIT_RULES:
        text = rule.sub(unit, text)
    text = _RATIO.sub(r"\1/\2", text)
    text = _GRADE.sub(r"\1/\2", text)
    return _PERCENT.sub("%", text)


def numbers_in(text: str) -> tuple[str, ...]:
    """Every number in `text`, spoken or written, in order: numbers_in("5 mg for two days") -> ("5", "2")."""
    return tuple(_plain(number) for number in _DIGITS.findall(to_digits(text)))


def _plain(number: str) -> str:
    whole, dot, fraction = number.partition(".")
    whole = whole.lstrip("0") or "0"
    fraction = fraction.rstrip("0")
    return f"{whole}.{fraction}" if dot and fraction else whole
