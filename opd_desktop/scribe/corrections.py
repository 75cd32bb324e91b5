"""What a speaker takes back in the same breath: "twenty, no sorry, forty milligrams" is 40 mg, and nothing else.

Only a correction in words counts, and only by the one who spoke: a number (with the same unit, or none), a side, how
often, or the name of a drug or a disorder is put in the place of the one before. An answer that is turned round ("No.
Well, actually, yes, when I walk uphill.") loses its first word. What is corrected in the next sentence has the turns of
both as evidence.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from opd_desktop.domain.note import Turn
from opd_desktop.scribe.lexicon import Mention, lexicon
from opd_desktop.scribe.numbers import to_digits

_MORE = r"(?:,? (?:no|wait|sorry|that's|it's|it was|it is|i mean|i meant|make (?:that|it)|actually|not that))*"
_FIRM = (
    r"(?:(?:(?:no|oh|well|but),? )?(?:(?:i'm )?sorry|(?:wait|hang on|hold on)(?=,| no\b)|correction|i mean|i meant|"
    rf"excuse me|my mistake|scratch that)|no,? wait|or rather){_MORE}"
)
_STRONG = rf"(?:{_FIRM}|(?:(?:no|oh|well|but),? )?(?:actually|make (?:that|it)){_MORE})"
"""Words that take back; after "actually" another name may as well be one more."""
_MARK = re.compile(rf"\b{_STRONG}\b|\bno\b", re.IGNORECASE)
"""Cheap: a text without it is left alone."""
_NUMBER = r"\d+(?:[./]\d+)*"
_UNIT = (
    r"(?:mg|mcg|g|grams?|ml|kg|kilos?|cm|units?|tablets?|pills?|capsules?|puffs?|drops?|pounds?|lbs?|%|percent|days?|"
    r"weeks?|months?|years?(?: ago)?|hours?|minutes?|times|degrees|out of \d+|o'clock)"
)
_BY_NUMBER = re.compile(
    rf"(?P<first>{_NUMBER})(?P<unit> ?{_UNIT}\b)?(?P<gap>(?: (?!no\b|wait\b|sorry\b|or\b|to\b|and\b)[a-z']+){{0,3}})"
    rf"(?:,|\.)? ?(?P<mark>\b(?:{_STRONG}|no))\b,? "
    rf"(?:(?:maybe|about|like|it's|it was|the|a|i take|to) )*(?P<second>{_NUMBER})(?P<unit2> ?{_UNIT}\b)?",
    re.IGNORECASE,
)
_SIDE = re.compile(
    rf"(?P<lead>(?:\b(?:the|my|your|his|her|on|in) )*)\b(?P<first>left|right)\b(?P<noun> (?!side\b)[a-z]+| side)?"
    rf"(?:,|\.)? ?\b(?:{_STRONG}|no(?=,))\b,? (?P<lead2>(?:(?:the|my|your|his|her|on|in|it's|it was) )*)"
    rf"(?P<second>left|right)\b(?P<noun2> [a-z]+)?",
    re.IGNORECASE,
)
_OFTEN = (
    r"(?:(?:once|twice|\d+ times)(?: (?:a|per|every) (?:day|week|month|night))?|daily|nightly|weekly|every \d+ hours)"
)
_BY_OFTEN = re.compile(
    rf"\b(?P<first>{_OFTEN})(?:,|\.)? ?\b(?:{_STRONG}|no(?=,))\b,? (?P<second>{_OFTEN})\b", re.IGNORECASE
)
_LINK = re.compile(
    rf"(?:(?: (?:at|in|a|the|day|night|morning|daily|once|twice)| \d[\d.]* ?(?:{_UNIT})?)*),? ?"
    rf"\b{_FIRM}\b,? (?:(?:i have|it's|it was|the|a|on|take|taking) )*",
    re.IGNORECASE,
)
"""What stands between a name and the one that replaces it: its dose at most, and the words of the correction."""
_TURNED = re.compile(
    r"^(?:oh,? |well,? )?(?P<first>no|nope|not really|never|yes|yeah|yep)\b"
    r"(?: (?:not really|i don't|i do|i haven't))?[,.]? "
    rf"(?:(?:well|oh|hmm|um|uh)[, ]+)*(?:{_STRONG}|well|oh)[, ]+(?:(?:well|actually|um|uh|i guess|maybe)[, ]+)*"
    r"(?=(?P<second>yes|yeah|yep|no|nope|sometimes|a little|i do\b|i did\b|i have\b|i had\b|there (?:is|was)\b))",
    re.IGNORECASE,
)
_BARE = re.compile(r"^(?:oh,? |well,? )?(?:no|nope|not really|yes|yeah|yep|never)[.,! ]*$", re.IGNORECASE)
_AGAIN = re.compile(
    rf"^(?:(?:oh|well|and)[, ]+)*(?P<mark>\b(?:{_STRONG}|no))\b[, ]+"
    r"(?:(?:maybe|about|it's|it was|that's|like|i take) )*",
    re.IGNORECASE,
)
_NO = frozenset({"no", "nope", "not really", "never"})


@dataclass(frozen=True, slots=True)
class Spoken:
    """A turn as it is meant: its text without what was taken back, and the later turns that corrected it."""

    turn: Turn
    text: str
    corrected_in: tuple[int, ...] = ()


def corrected_speech(turns: Sequence[Turn]) -> list[Spoken]:
    """The turns as their speakers mean them, in order; one of which nothing is left has an empty text."""
    rows: list[Spoken] = []
    for turn in turns:
        row = Spoken(turn, within(turn.text))
        before = rows[-1] if rows else None
        if before and before.text and before.turn.speaker == turn.speaker and _MARK.search(row.text):
            mended, row = _mended(before, row)
            rows[-1] = mended
        rows.append(row)
    return rows


def within(text: str) -> str:
    """`text` without what its speaker took back in the same sentence."""
    if not _MARK.search(text):
        return text
    said = to_digits(text)
    made = _TURNED.sub(_turned_round, said)
    made = _BY_NUMBER.sub(_second_number, made)
    made = _BY_OFTEN.sub(lambda m: m["second"], made)
    made = _SIDE.sub(_second_side, made)
    made = _second_name(made)
    return text if made == said else made


def _turned_round(match: re.Match[str]) -> str:
    first, second = match["first"].lower() in _NO, match["second"].lower() in _NO
    return match[0] if first == second else ""


def _second_number(match: re.Match[str]) -> str:
    unit, unit2 = _plain(match["unit"]), _plain(match["unit2"])
    same_kind = not unit or not unit2 or unit == unit2
    if match["mark"].lower() == "no":
        comma = match.string[match.end("mark") :].startswith(",")
        meant = not match["gap"] and same_kind and (comma or bool(unit2))
    else:
        meant = same_kind or match["first"] == match["second"]
    if not meant or (match["first"] == match["second"] and unit in {unit2, ""}):
        return match[0]
    if ("/" in match["first"]) != ("/" in match["second"]):
        return match[0]
    said_again = match["gap"] and match.string[match.end() :].startswith(match["gap"])
    return f"{match['second']}{match['unit2'] or match['unit'] or ''}{'' if said_again else match['gap']}"


def _plain(unit: str | None) -> str:
    return (unit or "").strip().lower().rstrip("s")


def _second_side(match: re.Match[str]) -> str:
    if match["first"].lower() == match["second"].lower():
        return match[0]
    noun, noun2 = match["noun"] or "", match["noun2"] or ""
    if noun and noun2 and noun.lower() != noun2.lower():
        return f"{match['lead']}{match['second']}{noun}{noun2}"
    return f"{match['lead'] or match['lead2']}{match['second']}{noun2 or noun}"


def _second_name(text: str) -> str:
    """`text` in which a drug or disorder that was corrected to another stands once, as corrected."""
    names = [m for m in lexicon().find(text) if m.concept.kind in {"drug", "disorder", "symptom"}]
    for first, second in pairwise(names):
        between = text[first.end : second.start]
        same = first.concept.kind == second.concept.kind and first.concept.name != second.concept.name
        if same and first.end <= second.start and _LINK.fullmatch(between):
            return _second_name(text[: first.start] + text[second.start :])
    return text


def _mended(before: Spoken, row: Spoken) -> tuple[Spoken, Spoken]:
    """The sentence before, and this one, where this one corrects it."""
    again = _AGAIN.match(row.text)
    turned = _TURNED.match(f"{before.text.rstrip(' .,!')}, {row.text}") if _BARE.match(before.text) else None
    if turned and (turned["first"].lower() in _NO) != (turned["second"].lower() in _NO):
        return Spoken(before.turn, ""), row
    if not again:
        return before, row
    said, rest = to_digits(before.text), to_digits(row.text[again.end() :])
    plain = again["mark"].lower() == "no"
    made = _number_before(said, rest, plain) or (None if plain else _name_before(said, rest))
    if made is None:
        return before, row
    text, left = made
    return Spoken(before.turn, text, (*before.corrected_in, row.turn.id)), Spoken(row.turn, left)


def _number_before(said: str, rest: str, plain: bool) -> tuple[str, str] | None:
    rest = _without_lead(said, rest)
    second = re.match(rf"(?P<number>{_NUMBER})(?P<unit> ?{_UNIT}\b)?", rest, re.IGNORECASE)
    numbers = list(re.finditer(rf"(?P<number>{_NUMBER})(?P<unit> ?{_UNIT}\b)?", said, re.IGNORECASE))
    if not second or not numbers:
        return None
    unit = _plain(second["unit"])
    same = [one for one in numbers if _plain(one["unit"]) == unit]
    first = (same or ([] if unit else numbers[:1]) or [None])[-1]
    if first is None or (plain and not unit) or first["number"] == second["number"]:
        return None
    if ("/" in first["number"]) != ("/" in second["number"]):
        return None
    text = f"{said[: first.start()]}{second['number']}{first['unit'] or ''}{said[first.end() :]}"
    return text, _left(rest[second.end() :])


def _without_lead(said: str, rest: str) -> str:
    """`rest` from its number on, where the words before it only say again what led to the number in `said`."""
    number = re.search(_NUMBER, rest)
    lead = rest[: number.start()].strip().lower() if number else ""
    again = lead and re.search(rf"{re.escape(lead)}\s+{_NUMBER}", said.lower())
    return rest[number.start() :] if number and again else rest


def _name_before(said: str, rest: str) -> tuple[str, str] | None:
    second: Mention | None = next((m for m in lexicon().find(rest) if m.start <= 4), None)
    if second is None or second.concept.kind not in {"drug", "disorder"}:
        return None
    first = next((m for m in reversed(lexicon().find(said)) if m.concept.kind == second.concept.kind), None)
    if first is None or first.concept.name == second.concept.name:
        return None
    return f"{said[: first.start]}{second.words}{said[first.end :]}", _left(rest[second.end :])


def _left(text: str) -> str:
    """What a correcting sentence says besides: nothing, where only its end is left."""
    text = text.strip(" ,.;")
    return f"{text}." if len(text.split()) > 2 else ""
