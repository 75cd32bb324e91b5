"""Which mentions are orders, and why: two small linear models over the candidates of `order_features`.

Trained on MEDIQA-OE's train and dev visits (`make train-scribe`). A probability is of "a person who listed the orders
of this visit would have listed this one", so a drug that simply goes on, or a result that is read out, is low.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace

from opd_desktop.domain.note import OrderType
from opd_desktop.scribe import order_words as w
from opd_desktop.scribe.facts import DOSE, DURATION, FREQUENCY, dosing
from opd_desktop.scribe.linear import Linear, load
from opd_desktop.scribe.order_features import (
    Reasons,
    Spot,
    Why,
    places,
    reasons,
    spot_numbers,
    spot_words,
    spots,
    why_numbers,
)
from opd_desktop.scribe.order_names import KINDS
from opd_desktop.scribe.visit import Visit

#: From this probability on a mention counts as an order, tuned by cross-validation over visits.
LISTED = {OrderType.MEDICATION: 0.3, OrderType.LAB: 0.34, OrderType.IMAGING: 0.34, OrderType.FOLLOWUP: 0.34}
#: Below this one even the rules' "ordered" is not believed.
UNLIKELY = 0.12
_REASON_FROM = 0.2
_FIRM = 0.55
_RAISED = re.compile(rf"\bto (?P<dose>{DOSE.pattern})", re.IGNORECASE)
_FORM = re.compile(
    r"\b(?:(?:\d+|one|two|three) (?:tablets?|pills?|capsules?|puffs?|drops?|sprays?|patch(?:es)?)(?: (?:a|per) day)?|"
    r"cream|ointment|solution|injections?|inhalers?|patch|tablets?|with food|at night|in the morning|"
    r"before (?:bed|meals))\b",
    re.IGNORECASE,
)


_TOLD_TO_ORDER = re.compile(
    r"(?:^|\b(?:dragon|dax|please|to|and|let's|i'll|i will|we'll|go ahead and)[\s,]+)order(?:ing)? "
    r"(?:(?:an?|the|another|some|you|him|her|up|of|repeat|follow-up|new)\s+){0,3}(?:[a-z-]+ ){0,2}$",
    re.IGNORECASE,
)
"""The words before what is plainly ordered."""
_CANNOT = re.compile(
    r"\b(?:can't|cannot|can not|couldn't|unable to|not able to|shouldn't|should not)(?: be)? (?:take|taking|use|have|"
    r"tolerate|get)\b[^.,;]{0,30}$",
    re.IGNORECASE,
)
"""The words before what the patient must not have."""
_GOES_ON = re.compile(
    rf"\b(?:take|takes|taking|use|using|that|it|one|you|at|on|to|do)[\s,]+(?:(?:that|it|this|one|at|to|about|just)[\s,]+)*"
    rf"(?P<dose>{DOSE.pattern})(?P<rest>[^.;?!]{{0,60}})",
    re.IGNORECASE,
)
"""A dose that is told apart from its drug: "lasix, and i want you to take that 40 mg once a day"."""


@dataclass(frozen=True, slots=True)
class Models:
    """The two models: of mentions, and of reasons."""

    spot: Linear
    why: Linear


@dataclass(frozen=True, slots=True)
class Judged:
    """All mentions of one thing that can be ordered: `best` the likeliest, `firm` those that belong to it."""

    kind: OrderType
    name: str
    best: Spot
    firm: tuple[Spot, ...]
    probability: float
    why: Why | None
    doses: tuple[Spot, ...] = ()
    """Where the dose of a drug is told after its name, in another line."""

    @property
    def listed(self) -> bool:
        """Whether it counts as an order."""
        return self.probability >= LISTED[self.kind]

    @property
    def turns(self) -> tuple[int, ...]:
        """The turns that prove the order and its reason."""
        ids = {spot.line.id for spot in (*self.firm, *self.doses)} | ({self.why.line.id} if self.why else set())
        return tuple(sorted(ids))

    @property
    def pieces(self) -> tuple[tuple[Spot, str], ...]:
        """The phrases that say what is ordered, each with the place it was said, without repeats."""
        found: dict[str, tuple[Spot, str]] = {}
        for spot in self.firm:
            if self.kind is OrderType.FOLLOWUP and spot is not self.best and len(found) > 1:
                break
            for text in _pieces(spot):
                if self.kind is not OrderType.FOLLOWUP or spot is self.best or w.RETURN_TIME.match(text):
                    found.setdefault(text.lower(), (spot, text))
        for spot in self.doses:
            for text in (
                DOSE.search(spot.line.text),
                FREQUENCY.search(spot.line.text),
                DURATION.search(spot.line.text),
            ):
                if text:
                    found.setdefault(text[0].lower(), (spot, text[0]))
        return tuple(found.values())


def models() -> Models:
    """The shipped models."""
    return Models(load("orders"), load("order_reasons"))


def judged(visit: Visit, use: Models | None = None) -> list[Judged]:
    """Everything that was named and can be ordered, in the order in which it was said, with its probability."""
    use = use or models()
    groups: dict[tuple[OrderType, str], list[tuple[float, Spot]]] = {}
    named = places(visit)
    for spot in spots(visit):
        chance = _chance(use.spot, spot_words(visit, spot), spot_numbers(visit, spot, named))
        if _plainly_ordered(spot):
            chance = max(chance, LISTED[spot.kind])
        elif _CANNOT.search(spot.line.text[: spot.mention.start]):
            chance = min(chance, UNLIKELY / 2)
        groups.setdefault((spot.kind, spot.name), []).append((chance, spot))
    possible = reasons(visit)
    found = []
    for (kind, name), rows in groups.items():
        top, best = max(rows, key=lambda row: (round(row[0], 6), row[1].index))
        firm = tuple(spot for chance, spot in rows if chance >= _FIRM * top)
        why = _why(best, possible, use.why) if top >= UNLIKELY else None
        if kind is OrderType.FOLLOWUP:
            firm = (best, *(spot for spot in firm if spot is not best))
        found.append(Judged(kind, name, best, firm, top, why, _doses(best, firm, visit)))
    return [_alone(row, found) for row in found]


def _doses(best: Spot, firm: tuple[Spot, ...], visit: Visit) -> tuple[Spot, ...]:
    """The next line of the doctor, where it tells how a drug is taken that was named without its dose."""
    if best.kind is not OrderType.MEDICATION or any(dosing(spot.line.text, spot.mention).text for spot in firm):
        return ()
    for index, line in enumerate(visit.lines[best.index + 1 : best.index + 4], start=best.index + 1):
        if line.speaker != "doctor" or line.words < 3:
            continue
        told = DOSE.search(line.text) or FREQUENCY.search(line.text)
        return (
            (replace(best, index=index, line=line),)
            if told and not line.question and not line.has("drug", "lab")
            else ()
        )
    return ()


def _plainly_ordered(spot: Spot) -> bool:
    """Whether the doctor orders it in so many words; "order an mri" needs no visit around it."""
    before = spot.line.text[: spot.mention.start]
    doubt = any(w.CUES[name].search(spot.line.text) for name in ("conditional", "considered", "declined"))
    return (
        spot.line.speaker == "doctor" and not spot.line.question and not doubt and bool(_TOLD_TO_ORDER.search(before))
    )


def _alone(row: Judged, rows: list[Judged]) -> Judged:
    """`row`, not listed where it only names the kind of what is ordered in the same breath."""
    if row.name not in KINDS or not row.listed:
        return row
    named = any(
        other.kind is row.kind and other.name not in KINDS and other.listed and abs(spot.index - row.best.index) <= 1
        for other in rows
        for spot in other.firm
    )
    return replace(row, probability=UNLIKELY) if named else row


def _chance(model: Linear, words: list[str], numbers: dict[str, float]) -> float:
    score = model.scores(words, numbers)[0]
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, score))))


def _why(spot: Spot, possible: Reasons, model: Linear) -> Why | None:
    if spot.kind is OrderType.FOLLOWUP:
        return None
    rows = [
        (_chance(model, [], why_numbers(possible, spot, why)), why) for why in possible.rows if can_explain(why, spot)
    ]
    if not rows:
        return None
    chance, best = max(rows, key=lambda row: (round(row[0], 6), row[1].index))
    return best if chance >= _REASON_FROM else None


def can_explain(why: Why, spot: Spot) -> bool:
    """Whether a reason can be that of an order: said before it or just after, and not the order itself."""
    itself = why.index == spot.index and why.how != "purpose" and spot.mention.words.lower() in why.text.lower()
    return why.index <= spot.index + 2 and not itself


def _pieces(spot: Spot) -> list[str]:
    text, mention = spot.line.text, spot.mention
    if spot.kind is OrderType.FOLLOWUP:
        verb, time = w.RETURN_VERB.search(mention.words), w.RETURN_TIME.search(mention.words)
        return [match.group(0) for match in (verb, time) if match]
    if spot.kind is OrderType.MEDICATION:
        said = dosing(text, mention)
        own = text[mention.end : min([mention.end + 60, *_drugs_after(spot)])]
        form, raised = _FORM.search(own), _RAISED.search(own)
        dose = raised["dose"] if raised else said.dose
        further = None if said.text else _told_apart(spot)
        apart = [further["dose"], *FREQUENCY.findall(further["rest"])] if further else []
        parts = [mention.words, dose, said.frequency, said.duration, form.group(0) if form else "", *apart]
        stop = w.CUES["stop"].search(text[max(0, mention.start - 25) : mention.start])
        return [part for part in ([stop.group(0)] if stop else []) + parts if part]
    site = w.SITE.search(text[mention.end : mention.end + 40]) or w.SITE.search(
        text[max(0, mention.start - 25) : mention.start]
    )
    place = site.group(0).strip() if spot.kind is OrderType.IMAGING and site else ""
    when = w.RETURN_TIME.search(text[mention.end : mention.end + 30])
    today = re.search(
        r"\b(?:today|this (?:morning|afternoon)|(?:the )?next time (?:we meet|i see you))\b",
        text[mention.end : mention.end + 40],
        re.IGNORECASE,
    )
    parts = [place, mention.words, when.group(0) if when else "", today.group(0) if today else ""]
    return [part for part in parts if part]


def _told_apart(spot: Spot) -> re.Match[str] | None:
    """The dose of a drug later in the same line, before another drug is named."""
    end = spot.mention.end
    return _GOES_ON.search(spot.line.text, end, min([end + 160, *_drugs_after(spot)]))


def _drugs_after(spot: Spot) -> list[int]:
    """Where the drugs begin that are named behind `spot` in its line."""
    end = spot.mention.end
    return [other.start for other in spot.line.mentions if other.concept.kind == "drug" and other.start >= end]
