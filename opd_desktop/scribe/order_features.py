"""What the order models look at: every mention of something that can be ordered, and every possible reason for it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from opd_desktop.domain.note import OrderType
from opd_desktop.scribe import order_words as w
from opd_desktop.scribe.context import reply_kind, status_of
from opd_desktop.scribe.facts import dosing
from opd_desktop.scribe.lexicon import Concept, Mention
from opd_desktop.scribe.visit import Line, Visit

_WORD = re.compile(r"[a-z]+(?:[-'][a-z]+)*|\d+")
_KINDS = {"drug": OrderType.MEDICATION, "lab": OrderType.LAB, "imaging": OrderType.IMAGING}
_NEW_DRUG = re.compile(
    r"\b(?:prescrib\w+|start\w*|put|give|try|tak(?:e|ing)|us(?:e|ing)|order|continue|on|of|some|the|your|increase)\s+"
    r"(?:(?:you|her|him|on|some|an?|the|your|using|taking|to|with|of)\s+){0,3}"
    r"(?P<name>[a-z][a-z-]{4,}(?: [a-z]{4,})?)\s+(?=\d+(?:\.\d+)?\s?(?:mg|mcg|units?|puffs?|%|tablets?|ml)\b)",
    re.IGNORECASE,
)
_NEAR = 600
"""Characters around a mention in which cues are looked for; a speech without any full stop is longer."""
_NO_DRUG = re.compile(
    r"\b(?:about|around|another|only|taking|least|maybe|every|daily|twice|day|from|dose|like|just|your|with|that|"
    r"running|blood|sugar|pressure|weight|under|over|above|below|between|approximately|total|it|them)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Spot:
    """One place where something that can be ordered is named. `index` is that of the line in the visit."""

    kind: OrderType
    name: str
    index: int
    line: Line
    mention: Mention


def spots(visit: Visit) -> list[Spot]:
    """Every mention of a drug, a test or a return visit, in the order in which they were said."""
    found: list[Spot] = []
    for index, line in enumerate(visit.lines):
        known = [Mention(m.concept, m.start, m.end, m.words) for m in line.mentions if m.concept.kind in _KINDS]
        every = (*known, *_new_drugs(line, known))
        found += [Spot(_KINDS[m.concept.kind], m.concept.name, index, line, m) for m in every]
        for match in w.RETURN.finditer(line.text):
            mention = Mention(Concept("followup", "follow-up"), match.start(), match.end(), match.group(0))
            found.append(Spot(OrderType.FOLLOWUP, "follow-up", index, line, mention))
    return found


def _new_drugs(line: Line, known: list[Mention]) -> Iterator[Mention]:
    """Names before a dose that no table knows."""
    for match in _NEW_DRUG.finditer(line.text):
        start, end = match.span("name")
        if _NO_DRUG.search(match["name"]) or any(start < m.end and m.start < end for m in known):
            continue
        yield Mention(Concept("drug", match["name"].lower(), "unknown"), start, end, match["name"])


def spot_words(visit: Visit, spot: Spot) -> list[str]:
    """Word features of one place: the words before and after it, and what is named."""
    text, mention = spot.line.text.lower(), spot.mention
    before = _WORD.findall(text[: mention.start])[-9:]
    after = _WORD.findall(text[mention.end :])[:6]
    kind = spot.kind.value[:3]
    made = [f"n:{spot.name}", f"k:{kind}", f"g:{mention.concept.group}"]
    made += [f"b:{word}" for word in before] + [f"a:{word}" for word in after]
    made += [f"b:{a}_{b}" for a, b in pairwise(before)]
    made += [f"a:{a}_{b}" for a, b in pairwise(after)]
    made += [f"{kind}:b:{word}" for word in before[-4:]] + [f"b1:{word}" for word in before[-1:]]
    made += [f"a1:{word}" for word in after[:1]]
    if spot.index:
        made += [f"p:{word}" for word in _WORD.findall(visit.lines[spot.index - 1].text.lower())[-6:]]
    if spot.kind is OrderType.FOLLOWUP:
        made += [f"m:{word}" for word in _WORD.findall(mention.words.lower())]
    return made


def places(visit: Visit) -> dict[Concept, list[int]]:
    """The lines that name each concept, once for every time they do."""
    found: dict[Concept, list[int]] = {}
    for index, line in enumerate(visit.lines):
        for mention in line.mentions:
            found.setdefault(mention.concept, []).append(index)
    return found


def spot_numbers(visit: Visit, spot: Spot, named: dict[Concept, list[int]]) -> dict[str, float]:
    """Plain features of one place: phase and speaker, cues of the rules, dose, how often it is named (`places`) and
    where."""
    line, mention = spot.line, spot.mention
    start = max(0, mention.start - _NEAR)
    near, before = line.text[start : mention.end + _NEAR], line.text[start : mention.start]
    times = named.get(mention.concept, [])
    count = max(1, len(visit.lines))
    made = {
        f"phase:{line.phase}": 1.0,
        f"by:{line.speaker}": 1.0,
        "question": float(line.question),
        "dictated": float(visit.dictation),
        "place": spot.index / count,
        "late": float(spot.index > 0.6 * count),
        "named": min(1.0, len(times) / 5),
        "last": float(not times or spot.index >= times[-1]),
        "first": float(not times or spot.index <= times[0]),
        "dosed": float(bool(dosing(line.text, mention).text)) if spot.kind is OrderType.MEDICATION else 0.0,
        "long": float(line.words > 30),
        "negated": float(status_of(line.text, mention).polarity == "absent"),
        "no": float(reply_kind(visit.replies(spot.index)) == "no"),
    }
    for name, cue in w.CUES.items():
        made[f"cue:{name}"] = float(bool(cue.search(near)))
        made[f"before:{name}"] = float(bool(cue.search(before)))
        made[f"{spot.kind.value[:3]}:{name}"] = made[f"before:{name}"]
    for step in (1, 2):
        earlier = visit.lines[max(0, spot.index - step)] if spot.index else None
        made[f"plan-{step}"] = float(bool(earlier and w.CUES["future"].search(earlier.text[-_NEAR:])))
    return {name: 0.4 * value for name, value in made.items()}


@dataclass(frozen=True, slots=True)
class Why:
    """A possible reason: a phrase of a line, how it was found, and the features that don't depend on the order."""

    index: int
    line: Line
    text: str
    how: str
    fixed: dict[str, float]


@dataclass(frozen=True, slots=True)
class Reasons:
    """Every phrase of a visit that can be a reason, and how many problems were announced up to each line."""

    rows: tuple[Why, ...]
    announced: tuple[int, ...]


def reasons(visit: Visit) -> Reasons:
    """The possible reasons of a visit: problems named, problems announced, purposes."""
    named = Counter(m.concept.name for line in visit.lines for m in line.mentions)
    found: list[Why] = []
    announced: list[int] = []
    for index, line in enumerate(visit.lines):
        cues = _line_numbers(line, index / max(1, len(visit.lines)))
        announced.append((announced[-1] if announced else 0) + int(cues["announced"]))
        for mention in line.mentions:
            if mention.concept.kind in {"disorder", "symptom"} and status_of(line.text, mention).polarity != "absent":
                often = min(1.0, named[mention.concept.name] / 5)
                found.append(_why(index, line, _widened(line.text, mention), mention.concept.kind, cues, often))
        for how, rule in w.WHY.items():
            for match in rule.finditer(line.text):
                text = match["why"].strip(" ,.")
                if 0 < len(text.split()) <= 16:
                    found.append(_why(index, line, text, how, cues, 0.0))
    return Reasons(tuple(found), tuple(announced))


def _line_numbers(line: Line, place: float) -> dict[str, float]:
    return {
        f"phase:{line.phase}": 1.0,
        f"by:{line.speaker}": 1.0,
        "question": float(line.question),
        "opening": float(place < 0.08),
        "late": float(place > 0.6),
        "concludes": float(bool(w.CONCLUDES.search(line.text))),
        "announced": float(bool(w.ANNOUNCES.search(line.text))),
    }


def _why(index: int, line: Line, text: str, how: str, cues: dict[str, float], often: float) -> Why:
    fixed = {**cues, f"how:{how}": 1.0, "named": often, "words": min(1.0, len(text.split()) / 8)}
    return Why(index, line, text, how, {name: value for name, value in fixed.items() if value})


def _widened(text: str, mention: Mention) -> str:
    """The mention with the words that make it exact: side, degree, kind."""
    before = w.BEFORE_PROBLEM.search(text[max(0, mention.start - 60) : mention.start])
    return (before.group(0) if before else "") + text[mention.start : mention.end]


def why_numbers(possible: Reasons, spot: Spot, why: Why) -> dict[str, float]:
    """Features of a reason for the order that is given at `spot`."""
    away = spot.index - why.index
    near = "same" if away == 0 else "after" if away < 0 else f"{away}" if away <= 8 else "far"
    between = possible.announced[spot.index] - possible.announced[why.index]
    return {
        **why.fixed,
        f"near:{near}": 1.0,
        f"{why.how}:{near}": 1.0,
        f"{spot.kind.value}:{why.how}": 1.0,
        "far": min(1.0, abs(away) / 40),
        "same_turn": float(why.line.id == spot.line.id),
        "new_problem": float(between > 0),
        "before_turn": float(spot.line.id - why.line.id == 1),
    }
