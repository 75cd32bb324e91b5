"""The vital signs of a sentence of a note against those that were told: 60 beats are not the 60 of 120/60."""

from __future__ import annotations

import re
from functools import lru_cache

from opd_desktop.domain.note import FindingKind
from opd_desktop.scribe.evidence import Evidence
from opd_desktop.scribe.judging_words import Add
from opd_desktop.scribe.quantities import decimals_in, quantities

_NAMES = {
    "temperature": r"temp(?:erature)?s?",
    "blood pressure": r"blood pressures?|bp",
    "heart rate": r"heart rate|pulse(?! ox)(?: rate)?",
    "respiratory rate": r"respirat(?:ory rate|ions?)|breathing rate",
    "oxygen saturation": r"(?:oxygen|pulse|o2) (?:saturation|oxygenation|level|sats?)|pulse ox|spo2|saturation",
}
_ANY = re.compile(rf"\b(?:{'|'.join(_NAMES.values())})\b", re.IGNORECASE)
_VITALS = {name: re.compile(rf"\b(?:{words})\b", re.IGNORECASE) for name, words in _NAMES.items()}
_TOLD_WITHIN = 60
"""Characters behind the name of a vital sign in which its value is told."""
_LOWEST = 20
_VALUE = re.compile(r"\s*(?::|is|was|of|at|,)?\s*(\d{2,3}(?:\.\d)?(?:/\d{2,3})?)(?![\d/])")


def judge_vitals(text: str, evidence: Evidence, add: Add) -> None:
    """The value right behind the name of a vital sign must be one that was told behind that name, where one was."""
    for name, pattern in _VITALS.items():
        told = _told(name, evidence.text)
        if any("/" in value and float(value.split("/")[1]) < _LOWEST for value in told):
            continue  # a pressure that was cut: "128/7" for 128/72
        for match in pattern.finditer(text) if told else ():
            value = _VALUE.match(text, match.end())
            if value and not _among(value.group(1), told):
                heard = ", ".join(sorted(told)[:3])
                add(FindingKind.NUMBER, "high", f"{name} {value.group(1)} was not said, but {heard}")


def _among(value: str, told: frozenset[str]) -> bool:
    plain = value.removesuffix(".0")
    return plain in told or ("/" in plain and set(plain.split("/")) <= told)


@lru_cache(maxsize=64)
def _told(name: str, spoken: str) -> frozenset[str]:
    """The numbers told behind the name of a vital sign, up to the next one. A pressure counts whole."""
    found: set[str] = set()
    for match in _VITALS[name].finditer(spoken):
        following = _ANY.search(spoken, match.end())
        end = min(match.end() + _TOLD_WITHIN, following.start() if following else len(spoken))
        tail = spoken[match.end() : end]
        found |= {
            quantity.value for quantity in (*quantities(tail), *decimals_in(tail)) if _alive(name, quantity.value)
        }
    return frozenset(found)


_ALIVE = {
    "temperature": ((30, 45), (86, 113)),
    "heart rate": ((20, 250),),
    "respiratory rate": ((4, 80),),
    "oxygen saturation": ((50, 100),),
}
"""What each can be, so that "the temperature four days ago" tells no temperature."""


def _alive(name: str, value: str) -> bool:
    upper, _, lower = value.partition("/")
    if name == "blood pressure":
        return bool(lower) and "/" not in lower
    return not lower and any(low <= float(upper) <= high for low, high in _ALIVE[name])
