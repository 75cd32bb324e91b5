"""Orders from a visit: what kind, what exactly, why, and how far the conversation took it.

Rules find what was said and how (ordered, considered, on a condition, declined, taken already); the models of
`order_model` say what a reader would have listed, which turns a rule's weak "ordered" down and finds what rules miss.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from opd_desktop.domain.note import Order, OrderStatus, OrderType
from opd_desktop.scribe import order_words as w
from opd_desktop.scribe.context import reply_kind
from opd_desktop.scribe.facts import dosing
from opd_desktop.scribe.lexicon import Mention
from opd_desktop.scribe.order_model import UNLIKELY, Judged, Models, judged
from opd_desktop.scribe.said import as_said
from opd_desktop.scribe.visit import Line, Visit

_DECIDES, _FUTURE, _DONE = w.CUES["decides"], w.CUES["future"], w.CUES["done"]
_CONDITIONAL, _CONSIDERED, _DECLINED = w.CUES["conditional"], w.CUES["considered"], w.CUES["declined"]
_TAKING, _STOP, _GOES_ON = w.CUES["taking"], w.CUES["stop"], w.CUES["continue"]
_FOLLOW_UP = re.compile(
    r"\b(?:(?:see you (?:back|again)?|have you (?:come |follow )?(?:back|up)|come back|follow[- ]?up|return|review|"
    r"recheck|see me|touch base|"
    r"be back|be seen)[^.;]{0,60}?\b(?:in|after|for|within)\s+(?:about |another |the next |approximately )*(?:\d+|a|"
    r"an|one|a couple(?: of)?|a few|several)"
    r"(?: to \d+)?(?:[ -](?:day|week|month|year)s?)"
    r"|(?:see you (?:back|again)|come back|follow[- ]?up|review|return|touch base)[^.;]{0,50}?\b(?:tomorrow|"
    r"next week|next month|once the [a-z ]{3,25}|"
    r"when the [a-z ]{3,25})|(?:in|after) (?:\d+|a|one) (?:day|week|"
    r"month)s?(?:'s time)?(?:(?!\band\b)[^.;]){0,20}\b(?:follow[- ]?up|review|come back|see you))",
    re.IGNORECASE,
)
_REFER = re.compile(
    r"\brefer(?:ral)?\b[^.;]{0,15}?\b(?:to|for)\s+(?:a |an |the |see |our )*(?P<who>[a-z][a-z\- ]{2,40}?)(?=[,.;]|$|"
    r" and| to | for | so | because| who| in | about)",
    re.IGNORECASE,
)
_STOPPED = re.compile(
    rf"(?:{_STOP.pattern}|\b(?:don't|do not) (?:take|use)\b)"
    r"(?!.*\b(?:start|begin|take|give|try|use|add|switch\w*|change|to|put|replace\w*|instead|continue)\b)",
    re.IGNORECASE,
)
"""A drug that is stopped: no other decision stands between ("stop the lisinopril and start losartan")."""
_NOT_TAKEN = re.compile(
    r"\b(?:not|never|\w+n't|stopped|quit|no longer|used to|came off|went off|ran out of|(?:was|been) on|"
    r"my (?:\w+ )?(?:friend|wife|husband|mother|father|mom|dad|sister|brother|son|daughter|neighbou?r|cousin|"
    r"aunt|uncle|partner|boss|colleague|roommate)(?:'s)?(?: \w+){0,2} "
    r"(?:takes?|taking|on|uses?|using|got|has|had|took)|"
    r"my (?:friend|wife|husband|mother|father|mom|dad|sister|brother|son|daughter|neighbou?r|cousin|aunt|uncle)'s)\b",
    re.IGNORECASE,
)
"""What makes a drug that is named no drug of the patient's, now."""
_OWN_DRUG = re.compile(r"\bi(?:'m| am)? (?:take|taking|on|use|using|have been)\b", re.IGNORECASE)
"""What somebody beside the patient takes."""
_GIVEN_UP = re.compile(
    r"\b(?:(?:i|he|she|they|you|doctor|we)(?:'ve| have| had)? (?:just )?(?:stopped|quit|discontinued|came off|ran out)|"
    r"stopped (?:it|them|that|taking)|took me off|no longer|not (?:any ?more|now)|"
    r"(?:don't|doesn't) (?:take|use) (?:it|them|that))\b",
    re.IGNORECASE,
)
_LET_GO = re.compile(r"\bnot (?:the |use |start |give )?$", re.IGNORECASE)
"""Before a drug that was decided on and is not given after all ("then not propranolol")."""
_STOP_THEM = re.compile(
    r"\b(?:stop|hold|discontinue|come off|quit|get rid of)(?:ping)? (?:taking )?(?:both|it|them|that|those|all)\b",
    re.IGNORECASE,
)
_FOR_OTHER = re.compile(
    r"\b(?:because of|due to|low|high|check(?: the| your)?|until we have)(?: the| your| high| low)? $", re.IGNORECASE
)
_SUBSTANCE = re.compile(
    r"(?:potassium|sodium|calcium|magnesium|iron|b12|folate|vitamin)\b(?! (?:supplement|tablet|pill|infusion|inject))",
    re.IGNORECASE,
)
_GIVES = re.compile(
    r"\b(?:start|take|taking|give|giving|prescribe|begin|add|put (?:you|him|her) on)\b[^,.;]{0,15}$", re.IGNORECASE
)
"""Before a substance that is as well measured as given, what says that it is given, if no dose does."""
_NEXT_DECISION = re.compile(r",? (?:so|but|and) (?=(?:let's|i'll|we'll|i'd|i'm going|if)\b)", re.IGNORECASE)
_NEEDS_SITE = frozenset({"x-ray", "mri", "ct scan", "ultrasound"})
_WHY = re.compile(
    r"\b(?:for (?:your|the|his|her|this|that)|to (?:rule out|see (?:if|whether)|check for|look for|make sure|"
    r"help with|evaluate))\s+([^,.;]{3,60})",
    re.IGNORECASE,
)


_Keyed = tuple[str, Order]
"""An order with the name of what is ordered, by which repeats are found."""


@dataclass(frozen=True, slots=True)
class Listed:
    """An order in the words that were said, as a list of orders for the visit would hold it."""

    order: Order
    description: str
    reason: str


def find_orders(visit: Visit) -> list[Order]:
    """All orders of a visit, the firmest status of each, in the order in which they were said."""
    rows = judged(visit)
    return [order for _, order in _keyed(visit, _by_rules(visit), rows)]


def list_orders(visit: Visit, said: dict[int, str], use: Models | None = None) -> tuple[list[Listed], list[Order]]:
    """What was ordered, as said, and everything else that was found.

    `said` has the words of every turn by its id. A referral is no order of MEDIQA-OE's four kinds, so it stands with
    the rest, and so does what is only taken on, considered, refused or read out.
    """
    rows = judged(visit, use)
    by_rules = _by_rules(visit)
    ruled = {order_key(key, order): order.status for key, order in by_rules}
    listed = [_listed(row, ruled.get((row.kind, row.name)), said) for row in rows if row.listed]
    keys = {(row.kind, row.name) for row in rows if row.listed}
    rest = [order for key, order in _keyed(visit, by_rules, rows) if key not in keys]
    return listed, rest


def order_key(key: str, order: Order) -> tuple[OrderType, str]:
    """The group of `order_model` that an order of the rules belongs to; a referral has its own."""
    if order.order_type is OrderType.FOLLOWUP:
        return order.order_type, key if key.startswith("referral") else "follow-up"
    return order.order_type, key.split("|")[0]


def _keyed(visit: Visit, found: list[_Keyed], rows: list[Judged]) -> list[tuple[tuple[OrderType, str], Order]]:
    """The rules' orders with what the models make of them, and what only the models found."""
    by_key = {(row.kind, row.name): row for row in rows}
    made: list[tuple[tuple[OrderType, str], Order]] = []
    for name, order in found:
        key = order_key(name, order)
        row = by_key.get(key)
        made.append((key, _weighed(visit, order, row) if row else order))
    known = {key for key, _ in made}
    made += [
        (key, _from_model(row))
        for key, row in by_key.items()
        if row.listed and key not in known and not _only_measured(row.best.line.text, row.best.mention)
    ]
    return sorted(made, key=lambda pair: pair[1].turns[:1])


def _weighed(visit: Visit, order: Order, row: Judged) -> Order:
    said = [line.text for line in visit.lines if line.id in order.turns and line.speaker != "patient"]
    if row.why and not row.why.line.question and order.status is not OrderStatus.ALREADY_TAKING:
        turns = row.turns if row.listed else tuple(sorted({*order.turns, row.why.line.id}))
        order = order.model_copy(update={"reason": row.why.text, "turns": turns})
    if order.stops or order.status is not OrderStatus.ORDERED or row.probability >= UNLIKELY:
        return order
    goes_on = order.order_type is OrderType.MEDICATION and any(map(_GOES_ON.search, [row.best.line.text, *said]))
    return order.model_copy(update={"status": OrderStatus.ALREADY_TAKING if goes_on else OrderStatus.CONSIDERED})


def _from_model(row: Judged) -> Order:
    description = " ".join(text for _, text in row.pieces)
    if row.kind is OrderType.FOLLOWUP:
        description = _follow_up_words(row.best.mention.words)
    return Order(
        order_type=row.kind,
        description=description,
        reason=row.why.text if row.why else "",
        status=_plain_status(row.best.line.text),
        turns=row.turns,
    )


def _listed(row: Judged, ruled: OrderStatus | None, said: dict[int, str]) -> Listed:
    def words(line: Line, text: str) -> str:
        return as_said(said.get(line.id, line.text), text, line.text)

    order = _from_model(row)
    conditional = ruled is OrderStatus.CONDITIONAL or order.status is OrderStatus.CONDITIONAL
    status = OrderStatus.CONDITIONAL if conditional else OrderStatus.ORDERED
    description = " ".join(words(spot.line, text) for spot, text in row.pieces)
    reason = words(row.why.line, row.why.text) if row.why else ""
    return Listed(order.model_copy(update={"status": status}), description, reason)


def _by_rules(visit: Visit) -> list[_Keyed]:
    """What the rules find, repeats merged."""
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
            yield f"{mention.concept.name}|{site}", order
    if line.speaker != "patient" and not line.question:
        yield from ((order.description, order) for order in _follow_up(line))


def _medication(visit: Visit, index: int, line: Line, mention: Mention) -> Order | None:
    said = dosing(line.text, mention)
    if re.search(r"\ballerg(?:y|ic|ies)\b", line.text, re.IGNORECASE):
        return None
    description = " ".join(part for part in (mention.words.lower(), said.text) if part)
    if line.speaker in {"patient", "other"} or (_TAKING.search(line.text) and not _FUTURE.search(line.text)):
        taking = _TAKING.search(line.text) or _asked_about_drugs(visit, index)
        before, after = _around(line, mention)
        never = _NOT_TAKEN.search(before) or _GIVEN_UP.search(after)
        never = never or (line.speaker == "other" and _OWN_DRUG.search(before))
        never = never or (line.question and _stopped_since(visit, index))
        return (
            _order(OrderType.MEDICATION, description, OrderStatus.ALREADY_TAKING, line)
            if taking and not never
            else None
        )
    before = line.text[: mention.start]
    if not _LET_GO.search(before) and not _DECIDES.search(line.text):
        return None
    if line.question and not _DECIDES.search(before):
        return None
    if _FOR_OTHER.search(before) or _only_measured(line.text, mention):
        return None
    if not (_LET_GO.search(before) or _FUTURE.search(line.text) or line.phase == "plan" or visit.dictation):
        return None
    if _LET_GO.search(before):
        return _order(OrderType.MEDICATION, mention.words.lower(), OrderStatus.DECLINED, line)
    if _STOPPED.search(before[-40:]) or _STOP_THEM.search(line.text, mention.end):
        description = f"stop {mention.words.lower()}"
    return _order(OrderType.MEDICATION, description, _status(visit, index, line, mention), line)


def _only_measured(text: str, mention: Mention) -> bool:
    """Whether a substance that is named is the one in the blood ("stop it because of the potassium")."""
    if not _SUBSTANCE.match(text, mention.start) or dosing(text, mention).text:
        return False
    return not _GIVES.search(text, 0, mention.start)


def _around(line: Line, mention: Mention) -> tuple[str, str]:
    """What is said before and after a drug, up to the drugs beside it."""
    drugs = [one for one in line.mentions if one.concept.kind == "drug"]
    left = max((one.end for one in drugs if one.end <= mention.start), default=0)
    right = min((one.start for one in drugs if one.start >= mention.end), default=len(line.text))
    return line.text[left : mention.start], line.text[mention.end : right]


def _stopped_since(visit: Visit, index: int) -> bool:
    """Whether a drug that was asked about is taken no longer ("are you still on it?" "I stopped it in March")."""
    replies = visit.replies(index)
    return reply_kind(replies) == "no" or any(_GIVEN_UP.search(reply.text) for reply in replies[:2])


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
    put_off = _CONDITIONAL.search(line.text) or _CONSIDERED.search(line.text)
    wanted = _DECIDES.search(line.text) and (_FUTURE.search(line.text) or put_off or line.phase == "plan")
    spoken = visit.dictation and not _DONE.search(line.text)
    ordered = re.search(r"\border\b|\bsend (?:the|you|for)\b", before, re.IGNORECASE)
    if not (wanted or spoken) or (_DONE.search(line.text) and not ordered):
        return None
    kind = OrderType.LAB if mention.concept.kind == "lab" else OrderType.IMAGING
    name = mention.words.lower()
    site = w.SITE.search(line.text[mention.end : mention.end + 40]) or w.SITE.search(before[-25:])
    if kind is OrderType.IMAGING and mention.concept.name in _NEEDS_SITE and site:
        name = f"{' '.join(site.group(0).split())} {name}".lower()
    when = re.search(
        r"\b(?:in|within) (?:about )?\d+ (?:days?|weeks?|months?)\b", line.text[mention.end :], re.IGNORECASE
    )
    description = f"{name} {when.group(0)}" if when else name
    return _order(kind, description, _status(visit, index, line, mention), line)


def says_when_to_return(text: str) -> bool:
    """Whether the doctor says when to come back."""
    return bool(_FOLLOW_UP.search(text))


def _follow_up_words(said: str) -> str:
    return re.sub(
        r"^(?:see you(?: back| again)?|have you come back|have you follow up|come back)\b",
        "follow up",
        " ".join(said.split()),
        flags=re.IGNORECASE,
    )


def _follow_up(line: Line) -> Iterable[Order]:
    for match in _FOLLOW_UP.finditer(line.text):
        words = " ".join(match.group(0).split())
        if _DONE.search(words) or re.search(
            r"\b(?:here for|presents|came)\b", line.text[: match.start()], re.IGNORECASE
        ):
            continue
        text = _follow_up_words(words)
        status = OrderStatus.CONDITIONAL if _CONDITIONAL.search(line.text[: match.start()]) else OrderStatus.ORDERED
        yield _order(OrderType.FOLLOWUP, text, status, line)
    referred = _REFER.search(line.text)
    if referred and line.phase in {"plan", "history"}:
        yield _order(OrderType.FOLLOWUP, f"referral to {referred['who'].strip()}", _plain_status(line.text), line)


def _order(kind: OrderType, description: str, status: OrderStatus, line: Line) -> Order:
    why = _WHY.search(line.text)
    return Order(
        order_type=kind,
        description=description.strip(),
        status=status,
        turns=(line.id,),
        reason=why.group(1).strip() if why else "",
    )


def _decision(line: Line, mention: Mention) -> str:
    """The part of a line that decides on `mention`: "no iron until then, so let's check iron studies" decides twice."""
    cuts = [0, *(cut.end() for cut in _NEXT_DECISION.finditer(line.text)), len(line.text)]
    start = max(cut for cut in cuts if cut <= mention.start)
    return line.text[start : min(cut for cut in cuts if cut > mention.start)]


def _plain_status(text: str) -> OrderStatus:
    if _DECLINED.search(text):
        return OrderStatus.DECLINED
    if _CONDITIONAL.search(text):
        return OrderStatus.CONDITIONAL
    return OrderStatus.CONSIDERED if _CONSIDERED.search(text) else OrderStatus.ORDERED


def _status(visit: Visit, index: int, line: Line, mention: Mention) -> OrderStatus:
    status = _plain_status(_decision(line, mention))
    replies = visit.replies(index)
    asked = line.question or status is OrderStatus.CONSIDERED
    if (asked and reply_kind(replies) == "no") or any(_DECLINED.search(reply.text) for reply in replies[:2]):
        return OrderStatus.DECLINED
    return status


def _problem_under_discussion(line: Line) -> tuple[str, int] | None:
    if line.speaker != "doctor" or line.question or line.phase == "exam":
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


def _merged(orders: list[_Keyed]) -> list[_Keyed]:
    kept: dict[tuple[OrderType, str], Order] = {}
    for name, order in orders:
        key = (order.order_type, name)
        earlier = kept.get(key)
        if earlier is None:
            kept[key] = order
            continue
        if (
            order.status is OrderStatus.DECLINED
            and earlier.status is OrderStatus.ORDERED
            and key[0] is OrderType.MEDICATION
        ):
            kept[key] = order.model_copy(update={"turns": tuple(sorted({*order.turns, *earlier.turns}))})
            continue
        firm, soft = sorted((order, earlier), key=lambda o: (_FIRMNESS.index(o.status), -len(o.description)))
        turns = tuple(sorted({*firm.turns, *soft.turns})) if firm.status is soft.status else firm.turns
        kept[key] = firm.model_copy(update={"turns": turns, "reason": firm.reason or soft.reason})
    return [(name, order) for (_, name), order in kept.items()]
