"""What a run of number words says: "one oh two" is 102, "ninety eight six" two numbers, 98 and 6."""

from __future__ import annotations

import re

_UNIT_WORDS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TEN_WORDS = "twenty thirty forty fifty sixty seventy eighty ninety"
_UNITS = {word: value for value, word in enumerate(_UNIT_WORDS.split())}
_TENS = {word: value * 10 for value, word in enumerate(_TEN_WORDS.split(), start=2)}
_WORDS = {**_UNITS, **_TENS}
SCALES = {"hundred": 100, "thousand": 1000}

NUMBER = "|".join(sorted([*_WORDS, *SCALES], key=len, reverse=True))
"""Alternatives of a pattern: one word of a number."""

OH = "oh|o"
"""Zero, inside a number alone: by itself it is an exclamation or a letter."""

_ZEROS = frozenset({"zero", "oh", "o"})
_CENTURIES = frozenset({"nineteen", "twenty"})


def words_of(text: str) -> list[str]:
    """The words of a run of number words, without "and"."""
    return [word for word in re.split(r"[\s-]+", text.lower()) if word and word != "and"]


def parts(words: list[str]) -> list[int]:
    """The numbers that `words` say one after another, each as long as it can be; empty when a word is left over."""
    found: list[int] = []
    place = 0
    while place < len(words):
        for end in range(len(words), place, -1):
            number = _one(words[place:end])
            if number is not None:
                found.append(number)
                place = end
                break
        else:
            return []
    return found


def fraction(words: list[str]) -> str | None:
    """The digits behind a point: "two five" and "twenty five" are 25, "oh five" is 05; None when they are none."""
    digits = ""
    while words and words[0] in _ZEROS:
        digits, words = f"{digits}0", words[1:]
    numbers = parts(words) if all(word not in SCALES for word in words) else []
    digits += "".join(map(str, numbers))
    small = all(number < 10 for number in numbers)
    whole = small or (numbers[-1] >= 10 and len(numbers) <= 2)
    return digits if digits and whole and (numbers or not words) else None


def apart(words: list[str]) -> list[int] | None:
    """ "five ten" as 5 and 10, which is also 510; None where the second is not up to twice the first."""
    first, rest = _UNITS.get(words[0]), _value(words[1:])
    return [first, rest] if first is not None and rest is not None and first < rest <= 2 * first else None


def _one(words: list[str]) -> int | None:
    """The number that `words` say, or None when they are no single number ("twenty three forty")."""
    if any(word in _ZEROS for word in words):
        return _with_a_zero(words)
    number = _value(words)
    return _spoken_hundreds(words) if number is None else number


def _with_a_zero(words: list[str]) -> int | None:
    """Zero by itself, "one oh two" (102), and "nineteen oh five" (a year)."""
    if words == ["zero"]:
        return 0
    if len(words) != 3 or words[1] not in _ZEROS:
        return None
    first, last = _WORDS.get(words[0], 0), _UNITS.get(words[2], 0)
    if not 1 <= last <= 9 or not (1 <= first <= 9 or words[0] in _CENTURIES):
        return None
    return first * 100 + last


def _value(words: list[str]) -> int | None:
    total, current, last = 0, 0, 10_000
    for word in words:
        if word in SCALES:
            scale = SCALES[word]
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
    """ "one forty five" as said for blood pressures: 145."""
    if len(words) >= 2 and 1 <= _UNITS.get(words[0], 0) <= 9 and words[1] not in SCALES:
        rest = _value(words[1:])
        if rest is not None and 10 <= rest <= 99:
            return _UNITS[words[0]] * 100 + rest
    return None
