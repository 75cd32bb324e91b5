"""Orders from a visit: what kind, what exactly, why, and how far the conversation took it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from opd_desktop.domain.note import Order, OrderStatus, OrderType
from opd_desktop.scribe.context import reply_kind
from opd_desktop.scribe.facts import dosing
from opd_desktop.scribe.lexicon import Mention
from opd_desktop.scribe.visit import Line, Visit

_DECIDES = re.compile(
    r"\b(?:order|prescrib\w+|start|begin|increase|decrease|reduce|continue|refill|give|switch|change|add|send|get|"
    r"put you|take|use|"
    r"schedule|repeat|check|recheck|obtain|draw|stop|hold|discontinue|do|run|want|need|keep|try|write|recommend|"
    r"advise[d]?|"
    r"refer|set up|perform|request|require[sd]?|review|tablet|consider)\b",
    re.IGNORECASE,
)
_FUTURE = re.compile(
    r"\b(?:i'm going to|i am going to|i'll|i will|i'd like|i would like|i want|let's|we'll|we will|we're going to|"
    r"we are going to|going to|"
    r"we need|you need|i recommend|recommend|should|have you|please|continue|order|prescribe|start|refill|"
    r"i think we|we can|gonna|keep)\b",
    re.IGNORECASE,
)
_CONDITIONAL = re.compile(
    r"\bif (?:it|you|that|this|the|there|not|no|your|symptoms|he|she|they|things|we|pain|still|needed)\b|"
    r"\bdepending on\b|\bunless\b|"
    r"\bin case\b",
    re.IGNORECASE,
)
_CONSIDERED = re.compile(
    r"\b(?:consider|might|maybe|may (?:need|want|have to)|could (?:do|try|consider|also|get)|think about|possibly|"
    r"talk about|down the (?:road|line)|"
    r"an option|if you want|would you like|do you want)\b",
    re.IGNORECASE,
)
_DECLINED = re.compile(
    r"\b(?:do(?:es)?n't (?:need|want|think (?:we|you|that)|recommend)|no need for|not going to (?:order|prescribe|"
    r"need)|won't need|hold off on|"
    r"rather not|declin\w+|refus\w+|i'd prefer not|instead of|no longer need)\b",
    re.IGNORECASE,
)
_DONE = re.compile(
    r"\b(?:show(?:s|ed)?|came back|results? (?:of|show|are|were)|looking at|look at|we did|was (?:normal|done|"
    r"negative|positive|elevated)|"
    r"is (?:normal|elevated|negative|positive|high|low)|reviewed|went over|had (?:a|an|your|the)|last (?:time|visit|"
    r"month|year)|"
    r"previous|ago|already|are (?:normal|good))\b",
    re.IGNORECASE,
)
_TAKING = re.compile(
    r"\b(?:i(?:'ve| have)? (?:been )?(?:tak(?:e|ing|en)|took|using|use|tried)|i'm (?:taking|on|using)|"
    r"already (?:taking|on)|"
    r"(?:you|he|she)(?:'re| are|'ve been| have been| is|'s)? (?:currently |still |been )*(?:on|taking|takes?|"
    r"using)\b|was taking|"
    r"(?:currently|presently) (?:on|taking)|compliant with|taking (?:your|my|the|his|her)|takes)\b",
    re.IGNORECASE,
)
_STOP = re.compile(r"\b(?:stop|discontinue|hold|come off|quit)\b", re.IGNORECASE)
_CHANGE = re.compile(r"\b(?:increase|decrease|reduce|raise|lower|double|go up)\b", re.IGNORECASE)
_FOLLOW_UP = re.compile(
    r"\b(?:(?:see you (?:back|again)?|have you (?:come |follow )?(?:back|up)|come back|follow[- ]?up|return|review|"
    r"recheck|see me|touch base|"
    r"be back|be seen)[^.;]{0,60}?\b(?:in|after|for|within)\s+(?:about |another |the next |approximately )*(?:\d+|a|"
    r"an|one|a couple(?: of)?|a few|several)"
    r"(?: to \d+)?(?:[ -](?:day|week|month|year)s?)"
    r"|(?:see you (?:back|again)|come back|follow[- ]?up|review|return|touch base)[^.;]{0,50}?\b(?:tomorrow|"
    r"next week|next month|once the [a-z ]{3,25}|"
    r"when the [a-z ]{3,25})|(?:in|after) (?:\d+|a|one) (?:day|week|"
    r"month)s?(?:'s time)?[^.;]{0,20}\b(?:follow[- ]?up|review|come back|see you))",
    re.IGNORECASE,
)
_REFER = re.compile(
    r"\brefer(?:ral)?\b[^.;]{0,15}?\b(?:to|for)\s+(?:a |an |the |see |our )*(?P<who>[a-z][a-z\- ]{2,40}?)(?=[,.;]|$|"
    r" and| to | for | so | because| who| in | about)",
    re.IGNORECASE,
)
_BODY = re.compile(
    r"\b(?:right|left|bilateral)?\s*(?:lower |upper |lumbar |cervical |thoracic )?(?:chest|abdomen|abdominal|"
    r"renal artery|knee|shoulder|hip|spine|back|neck|"
    r"head|brain|ankle|foot|hand|wrist|elbow|sinus|kidney|pelvis|pelvic|thyroid|carotid|leg|arm|liver|breast)\b",
    re.IGNORECASE,
)
_NEEDS_SITE = frozenset({"x-ray", "mri", "ct scan", "ultrasound"})
_WHY = re.compile(
    r"\b(?:for (?:your|the|his|her|this|that)|to (?:rule out|see (?:if|whether)|check for|look for|make sure|"
    r"help with|evaluate))\s+([^,.;]{3,60})",
    re.IGNORECASE,
)


_Keyed = tuple[str, Order]
"""An order with the name of what is ordered, by which repeats are found."""


def find_orders(visit: Visit) -> list[Order]:
    """All orders of a visit, the firmest status of each, in the order in which they were said."""
    found: list[_Keyed] = []
    problem: tuple[str, int] | None = None
    sole = _sole_problem(visit) if visit.dictation else None
    for index, line in enumerate(visit.lines):
        problem = sole if visit.dictation else _problem_under_discussion(line) or problem
        for key, order in _in_line(visit, index, line):
            reason, turn = _reason(line, problem)
            if not order.reason:
                turns = tuple(sorted({*order.turns, *((turn,) if turn else ())}))
                order = order.model_copy(update={"reason": reason, "turns": turns})
            found.append((key, order))
    return _merged(found)


def _sole_problem(visit: Visit) -> tuple[str, int] | None:
    named = {m.concept.name: line.id for line in visit.lines for m in line.mentions if m.concept.kind == "disorder"}
    return next(iter(named.items())) if len(named) == 1 else None


def _in_line(visit: Visit, index: int, line: Line) -> Iterable[_Keyed]:
    for mention in line.mentions:
        if mention.concept.kind == "drug":
            order = _medication(visit, index, line, mention)
        elif mention.concept.kind in {"lab", "imaging"}:
            order = _test(visit, index, line, mention)
        else:
            order = None
        if order:
            site = (
                order.description.split(f" {mention.words.lower()}")[0] if order.order_type is OrderType.IMAGING else ""
            )
            yield f"{mention.concept.name} {site}", order
    if line.speaker != "patient" and not line.question:
        yield from ((order.description, order) for order in _follow_up(line))


def _medication(visit: Visit, index: int, line: Line, mention: Mention) -> Order | None:
    said = dosing(line.text, mention)
    if re.search(r"\ballerg(?:y|ic|ies)\b", line.text, re.IGNORECASE):
        return None
    description = " ".join(part for part in (mention.words.lower(), said.text) if part)
    if line.speaker == "patient" or (_TAKING.search(line.text) and not _FUTURE.search(line.text)):
        taking = _TAKING.search(line.text) or _asked_about_drugs(visit, index)
        never = re.search(r"\b(?:not|never|n't|stopped|no longer)\b", line.text[: mention.start], re.IGNORECASE)
        return (
            _order(OrderType.MEDICATION, description, OrderStatus.ALREADY_TAKING, line)
            if taking and not never
            else None
        )
    before = line.text[: mention.start]
    if not _DECIDES.search(line.text) or (line.question and not _DECIDES.search(before)):
        return None
    if not (_FUTURE.search(line.text) or line.phase == "plan" or visit.dictation):
        return None
    if _STOP.search(before[-40:]):
        description = f"stop {description}"
    return _order(OrderType.MEDICATION, description, _status(visit, index, line), line)


def _asked_about_drugs(visit: Visit, index: int) -> bool:
    for line in reversed(visit.lines[max(0, index - 3) : index]):
        if line.speaker == "doctor" and line.question:
            return bool(
                re.search(
                    r"\b(?:tak(?:e|ing|en)|medications?|medicines?|tried|anything for)\b",
                    line.text,
                    re.IGNORECASE,
                )
            )
    return False


def _test(visit: Visit, index: int, line: Line, mention: Mention) -> Order | None:
    if line.speaker == "patient" or (line.question and not _FUTURE.search(line.text[: mention.start])):
        return None
    before = line.text[: mention.start]
    if re.search(r"\bshow me\b", before, re.IGNORECASE):
        return None
    wanted = _DECIDES.search(line.text) and (_FUTURE.search(line.text) or line.phase == "plan")
    spoken = visit.dictation and not _DONE.search(line.text)
    ordered = re.search(r"\border\b|\bsend (?:the|you|for)\b", before, re.IGNORECASE)
    if not (wanted or spoken) or (_DONE.search(line.text) and not ordered):
        return None
    kind = OrderType.LAB if mention.concept.kind == "lab" else OrderType.IMAGING
    name = mention.words.lower()
    site = _BODY.search(line.text[mention.end : mention.end + 40]) or _BODY.search(before[-25:])
    if kind is OrderType.IMAGING and mention.concept.name in _NEEDS_SITE and site:
        name = f"{' '.join(site.group(0).split())} {name}".lower()
    when = re.search(
        r"\b(?:in|within) (?:about )?\d+ (?:days?|weeks?|months?)\b", line.text[mention.end :], re.IGNORECASE
    )
    description = f"{name} {when.group(0)}" if when else name
    return _order(kind, description, _status(visit, index, line), line)


def says_when_to_return(text: str) -> bool:
    """Whether the doctor says when to come back."""
    return bool(_FOLLOW_UP.search(text))


def _follow_up(line: Line) -> Iterable[Order]:
    for match in _FOLLOW_UP.finditer(line.text):
        words = " ".join(match.group(0).split())
        if _DONE.search(words) or re.search(
            r"\b(?:here for|presents|came)\b", line.text[: match.start()], re.IGNORECASE
        ):
            continue
        text = re.sub(
            r"^(?:see you(?: back| again)?|have you come back|have you follow up|come back)\b",
            "follow up",
            words,
            flags=re.IGNORECASE,
        )
        status = OrderStatus.CONDITIONAL if _CONDITIONAL.search(line.text[: match.start()]) else OrderStatus.ORDERED
        yield _order(OrderType.FOLLOWUP, text, status, line)
    referred = _REFER.search(line.text)
    if referred and line.phase in {"plan", "history"}:
        yield _order(OrderType.FOLLOWUP, f"referral to {referred['who'].strip()}", _plain_status(line), line)


def _order(kind: OrderType, description: str, status: OrderStatus, line: Line) -> Order:
    why = _WHY.search(line.text)
    return Order(
        order_type=kind,
        description=description.strip(),
        status=status,
        turns=(line.id,),
        reason=why.group(1).strip() if why else "",
    )


def _plain_status(line: Line) -> OrderStatus:
    if _DECLINED.search(line.text):
        return OrderStatus.DECLINED
    if _CONDITIONAL.search(line.text):
        return OrderStatus.CONDITIONAL
    return OrderStatus.CONSIDERED if _CONSIDERED.search(line.text) else OrderStatus.ORDERED


def _status(visit: Visit, index: int, line: Line) -> OrderStatus:
    status = _plain_status(line)
    replies = visit.replies(index)
    asked = line.question or status is OrderStatus.CONSIDERED
    if (asked and reply_kind(replies) == "no") or any(_DECLINED.search(reply.text) for reply in replies[:2]):
        return OrderStatus.DECLINED
    return status


def _problem_under_discussion(line: Line) -> tuple[str, int] | None:
    if line.speaker != "doctor" or line.phase == "exam":
        return None
    named = [mention for mention in line.mentions if mention.concept.kind == "disorder"]
    return (named[0].concept.name, line.id) if named else None


def _reason(line: Line, problem: tuple[str, int] | None) -> tuple[str, int | None]:
    return (problem[0], problem[1]) if problem and line.speaker != "patient" else ("", None)


_FIRMNESS = (
    OrderStatus.ORDERED,
    OrderStatus.DECLINED,
    OrderStatus.CONDITIONAL,
    OrderStatus.CONSIDERED,
    OrderStatus.ALREADY_TAKING,
)


def _merged(orders: list[_Keyed]) -> list[Order]:
    kept: dict[tuple[OrderType, str], Order] = {}
    for name, order in orders:
        key = (order.order_type, name)
        earlier = kept.get(key)
        if earlier is None:
            kept[key] = order
            continue
        firm, soft = sorted((order, earlier), key=lambda o: (_FIRMNESS.index(o.status), -len(o.description)))
        turns = tuple(sorted({*firm.turns, *soft.turns})) if firm.status is soft.status else firm.turns
        kept[key] = firm.model_copy(update={"turns": turns, "reason": firm.reason or soft.reason})
    return list(kept.values())
