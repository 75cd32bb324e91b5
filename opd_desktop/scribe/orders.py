"""Orders from a visit: what kind, what exactly, why, and how far the conversation took it.

Rules find what was said and how (ordered, considered, on a condition, declined, taken already); the models of
`order_model` say what a reader would have listed, which turns a rule's weak "ordered" down and finds what rules miss.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from opd_desktop.domain.note import Order, OrderStatus, OrderType
from opd_desktop.scribe import order_words as w
from opd_desktop.scribe.facts import DOSE, DURATION, FREQUENCY
from opd_desktop.scribe.order_model import UNLIKELY, Judged, Models, judged
from opd_desktop.scribe.order_names import KINDS, drug_words, test_words
from opd_desktop.scribe.order_rules import Keyed, follow_up_words, in_line, only_measured
from opd_desktop.scribe.order_status import plain_status, said_status, takes_up
from opd_desktop.scribe.said import as_said
from opd_desktop.scribe.visit import Line, Visit

_RESULT_RETURNS = re.compile(
    r"\b(?:it|that|this|they|those|everything|pain|fever|symptoms|results?|tests?|labs?|scan|mri|ct|x-ray|biopsy) $",
    re.IGNORECASE,
)
"""Before a "comes back" that is none of the patient's."""
_GOES_ON = w.CUES["continue"]


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


def _keyed(visit: Visit, found: list[Keyed], rows: list[Judged]) -> list[tuple[tuple[OrderType, str], Order]]:
    """The rules' orders with what the models make of them, and what only the models found."""
    by_key = {(row.kind, row.name): row for row in rows}
    made: list[tuple[tuple[OrderType, str], Order]] = []
    for name, order in found:
        key = order_key(name, order)
        row = by_key.get(key)
        made.append((key, _weighed(visit, order, row) if row else order))
    known = {key for key, _ in made}
    told = {(order.order_type, turn) for _, order in found for turn in order.turns}
    made += [
        (key, _from_model(row))
        for key, row in by_key.items()
        if row.listed and key not in known and not only_measured(row.best.line.text, row.best.mention)
        if not (row.kind is OrderType.FOLLOWUP and _of_a_result(row))
        if row.name not in KINDS or (row.kind, row.best.line.id) not in told
    ]
    return sorted(made, key=lambda pair: pair[1].turns[:1])


def _of_a_result(row: Judged) -> bool:
    return bool(_RESULT_RETURNS.search(row.best.line.text[: row.best.mention.start]))


def _weighed(visit: Visit, order: Order, row: Judged) -> Order:
    said = [line.text for line in visit.lines if line.id in order.turns and line.speaker != "patient"]
    if row.why and not row.why.line.question and order.status is not OrderStatus.ALREADY_TAKING:
        listed = row.listed and order.status is not OrderStatus.DECLINED  # where it was taken back is evidence
        turns = row.turns if listed else tuple(sorted({*order.turns, row.why.line.id}))
        order = order.model_copy(update={"reason": row.why.text, "turns": turns})
    order = order.model_copy(update={"description": _with_dose(order, row)})
    if order.stops or order.status is not OrderStatus.ORDERED or row.probability >= UNLIKELY:
        return order
    goes_on = order.order_type is OrderType.MEDICATION and any(map(_GOES_ON.search, [row.best.line.text, *said]))
    return order.model_copy(update={"status": OrderStatus.ALREADY_TAKING if goes_on else OrderStatus.CONSIDERED})


def _with_dose(order: Order, row: Judged) -> str:
    """The description of a drug with the dose that was told in another sentence ("lasix. take 40 mg once a day")."""
    given = order.status in {OrderStatus.ORDERED, OrderStatus.CONDITIONAL} and not order.stops
    if order.order_type is not OrderType.MEDICATION or not given or _NUMBER.search(order.description):
        return order.description
    known = row.best.mention.words.lower()
    told = [text for spot, text in row.pieces if spot.line.speaker == "doctor" and text.lower() != known]
    parts = [text for text in told if DOSE.fullmatch(text) or FREQUENCY.fullmatch(text) or DURATION.fullmatch(text)]
    added = [text for text in parts if text.lower() not in order.description.lower()]
    return " ".join([order.description, *added]) if any(map(DOSE.fullmatch, added)) else order.description


def _from_model(row: Judged) -> Order:
    text, mention = row.best.line.text, row.best.mention
    status = plain_status(text) if row.kind is OrderType.FOLLOWUP else said_status(text, mention)
    return Order(
        order_type=row.kind,
        description=_described(row),
        reason=row.why.text if row.why else "",
        status=status,
        turns=row.turns,
    )


def _described(row: Judged) -> str:
    """What only the models found, written as the rules would."""
    if row.kind is OrderType.FOLLOWUP:
        return follow_up_words(row.best.mention.words)
    if row.kind is not OrderType.MEDICATION:
        return max((test_words(spot.line.text, spot.mention) for spot in row.firm), key=len)
    before = row.best.line.text[: row.best.mention.start]
    if w.CUES["stop"].search(before[-25:]):
        return f"stop {row.best.mention.words.lower()}"
    told = max((drug_words(spot.line.text, spot.mention) for spot in row.firm), key=len)
    return " ".join(text for _, text in row.pieces) if row.doses else told


def _listed(row: Judged, ruled: OrderStatus | None, said: dict[int, str]) -> Listed:
    def words(line: Line, text: str) -> str:
        return as_said(said.get(line.id, line.text), text, line.text)

    order = _from_model(row)
    conditional = ruled is OrderStatus.CONDITIONAL or order.status is OrderStatus.CONDITIONAL
    status = OrderStatus.CONDITIONAL if conditional else OrderStatus.ORDERED
    description = " ".join(words(spot.line, text) for spot, text in row.pieces)
    reason = words(row.why.line, row.why.text) if row.why else ""
    return Listed(order.model_copy(update={"status": status}), description, reason)


def _by_rules(visit: Visit) -> list[Keyed]:
    """What the rules find, repeats merged."""
    found: list[Keyed] = []
    places: list[int] = []
    problem: tuple[str, int] | None = None
    sole = _sole_problem(visit) if visit.dictation else None
    for index, line in enumerate(visit.lines):
        problem = sole if visit.dictation else _problem_under_discussion(line) or problem
        for key, order in in_line(visit, index, line):
            reason, turn = _reason(line, problem)
            if not order.reason:
                turns = tuple(sorted({*order.turns, *((turn,) if turn else ())}))
                order = order.model_copy(update={"reason": reason, "turns": turns})
            found.append((key, order))
            places.append(index)
        if places and takes_up(line) and index - places[-1] <= _SOON and found[-1][1].status in _PUT_OFF:
            key, order = found[-1]
            turns = tuple(sorted({*order.turns, line.id}))
            found.append((key, order.model_copy(update={"status": OrderStatus.CONDITIONAL, "turns": turns})))
            places.append(index)
    return _merged(_named(found))


_SOON = 6
"""Lines within which "it" is what was put off."""
_PUT_OFF = frozenset({OrderStatus.DECLINED, OrderStatus.CONSIDERED, OrderStatus.CONDITIONAL})


def _named(found: list[Keyed]) -> list[Keyed]:
    """The orders without kinds of drugs that stand beside a drug of that kind ("steroids" beside "prednisone")."""
    drugs = [(name.split("|")[0], order) for name, order in found if order.order_type is OrderType.MEDICATION]
    named = {(turn, order.status) for name, order in drugs if name not in KINDS for turn in order.turns}
    return [
        (name, order)
        for name, order in found
        if name.split("|")[0] not in KINDS
        or order.order_type is not OrderType.MEDICATION
        or not any((turn, order.status) in named for turn in order.turns)
    ]


def _sole_problem(visit: Visit) -> tuple[str, int] | None:
    named = {m.concept.name: line.id for line in visit.lines for m in line.mentions if m.concept.kind == "disorder"}
    return next(iter(named.items())) if len(named) == 1 else None


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


def _firmness(order: Order) -> tuple[int, bool, int]:
    """The firmest first; of two alike a changed dose, which says both, then the fuller one."""
    return _FIRMNESS.index(order.status), " from " not in order.description, -len(order.description)


def _dosed(firm: Order, soft: Order) -> str:
    """The description of `firm`, or that of `soft` where only it tells a dose, in the same breath ("that atorvastatin,
    you might call it lipitor, 80 mg")."""
    drug = firm.order_type is OrderType.MEDICATION and set(firm.turns) & set(soft.turns)
    dose = not _NUMBER.search(firm.description) and _NUMBER.search(soft.description)
    return soft.description if drug and dose and not firm.stops else firm.description


_NUMBER = re.compile(r"\d")
_LAST_WORD = {
    (OrderStatus.ORDERED, OrderStatus.DECLINED),
    (OrderStatus.DECLINED, OrderStatus.CONDITIONAL),
}
"""Where what is said later stands: taken back, or declined for now and to be done on a condition."""


def _same(kept: dict[tuple[OrderType, str], Order], kind: OrderType, name: str) -> tuple[OrderType, str]:
    """The key of the order that `name` repeats; an image without a region is the only one of its kind."""
    concept, _, site = name.partition("|")
    alike = [key for key in kept if key[0] is kind and key[1].partition("|")[0] == concept]
    return alike[0] if kind is OrderType.IMAGING and not site and len(alike) == 1 else (kind, name)


def _merged(orders: list[Keyed]) -> list[Keyed]:
    kept: dict[tuple[OrderType, str], Order] = {}
    for name, order in orders:
        key = _same(kept, order.order_type, name)
        earlier = kept.get(key)
        if earlier is None:
            kept[key] = order
            continue
        if key[0] is not OrderType.FOLLOWUP and (earlier.status, order.status) in _LAST_WORD:
            fuller = max(earlier, order, key=lambda o: len(o.description)) if key[0] is OrderType.IMAGING else order
            turns = tuple(sorted({*order.turns, *earlier.turns}))
            kept[key] = order.model_copy(update={"turns": turns, "description": fuller.description})
            continue
        firm, soft = sorted((order, earlier), key=_firmness)
        turns = tuple(sorted({*firm.turns, *soft.turns})) if firm.status is soft.status else firm.turns
        told = {"turns": turns, "reason": firm.reason or soft.reason, "description": _dosed(firm, soft)}
        kept[key] = firm.model_copy(update=told)
    return [(name, order) for (_, name), order in kept.items()]
