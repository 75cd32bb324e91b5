"""Assessment and plan by problem: what the doctor thinks and will do, each line under the problem it is about."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from opd_desktop.domain.note import Order, OrderStatus, OrderType, Section
from opd_desktop.scribe import pieces as part
from opd_desktop.scribe import rewrite, salience
from opd_desktop.scribe.context import status_of
from opd_desktop.scribe.impersonal import impersonal
from opd_desktop.scribe.joining import Said
from opd_desktop.scribe.lexicon import lexicon, written
from opd_desktop.scribe.numbers import numbers_in
from opd_desktop.scribe.order_rules import says_when_to_return
from opd_desktop.scribe.order_status import TAKEN_UP, takes_up
from opd_desktop.scribe.pieces import Piece, turns_of
from opd_desktop.scribe.problems import CONCLUDES
from opd_desktop.scribe.text import finish
from opd_desktop.scribe.topics import announced, topic, without_announcement
from opd_desktop.scribe.visit import Line, Visit

_ACTION = re.compile(
    r"\b(?:order|prescribe|start|continue|increase|decrease|refer\w*|follow[- ]?up|come back|call|return|schedule|"
    r"recheck|repeat|check|stop|avoid|take|use|rest|ice|elevate|"
    r"give|recommend|physical therapy|brace|monitor|keep|watch|send|get|put|see you|try|need|want|refill|wear|"
    r"exercise|diet|appointment|surgery|injection|"
    r"go (?:straight |right )?(?:to|into) (?:the |your )?(?:nearest )?(?:er|ed|emergency|hospital|urgent care))\b",
    re.IGNORECASE,
)
_PLAN_TALK = re.compile(
    r"\b(?:my assessment|let me (?:just )?(?:go over|talk)|any (?:other )?questions|does that (?:sound|make)|"
    r"let's talk about|go over|the nurse will|check(?:ed)? out|look at (?:some of )?your results|"
    r"we'll go from there|be in touch|finalize|take care|talk (?:a little|about) (?:bit )?(?:about )?(?:my|the)|"
    r"physical exam|take a listen|"
    r"listen(?:ing)? to (?:your|her|his)|take a look|(?:this|the) test (?:will|can|is)|it measures|these numbers|"
    r"see what (?:we|i)|let you know|answer that|have a seat|do(?:ing)? (?:your|the|an?) exam|bear with|"
    r"what (?:does that mean|questions)|please|template|summarize|how (?:are|is) you|is that painful|"
    r"order any (?:medications?|procedures?)|(?:going to|i'll|i will) examine|"
    r"my nurse|make sense|i appreciate|good to see)\b",
    re.IGNORECASE,
)
_SMALL_TALK = re.compile(
    r"\b(?:thank you|thanks|you're welcome|have a (?:good|great|nice)|sounds (?:good|great|like a plan)|bye|"
    r"no problem|perfect|good morning|nice to meet|good luck)\b",
    re.IGNORECASE,
)
_SPLIT = re.compile(
    r",?\s+(?:and|so|but)\s+(?=(?:i|we|let's|i'm|i'd|i'll|we'll|then i|then we|"
    r"if\b[^.]{3,60}\b(?:then|we'll|i'll|i'd|let's))\b)|,\s+(?=(?:i think|i'd like|"
    r"i want|i'm going|we'll|let's)\b)|,?\s+and (?=then )",
    re.IGNORECASE,
)
_LEANS = re.compile(
    r"^\W*(?:(?:and|so|but|now|then|okay|again|also)\b[\s,]*)*(?:if|when|unless|once|since|because|before|after|until|"
    r"while|for|from|in terms of|as far as|regarding|based on|given|"
    r"(?:in terms of )?my (?:impression|assessment|diagnosis))\b",
    re.IGNORECASE,
)
"""A clause that says nothing without the one after it."""
_LEANS_LAST = re.compile(r"(?:,|\b(?:and|but|or|then))\s*(?:if|when|unless|once)\b[^,]*$", re.IGNORECASE)
_IMPRESSION = re.compile(
    r"^\W*(?:(?:and|so|well|okay|i think|you know|in terms of)\b[\s,]*)*my (?:impression|assessment|diagnosis)"
    r"(?: (?:of|for) (?:you|him|her))?(?: at this (?:time|point)| right now)?[\s,]+is[\s,]+(?:that )?(?=\S+ \S)",
    re.IGNORECASE,
)
"""Words that only say that an opinion follows."""
_OPINION = re.compile(
    r"(?:and |so |but )?(?:i think|i believe|i suspect|i'm (?:a little )?(?:concerned|worried)|it seems|it looks like|"
    r"this is|that's|you have|your |you're|most likely|it's)\b",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"\b(?:do|did|are|have) you\b|\bdoes (?:it|that|this|the)\b|\bhow (?:long|often|much)\b", re.IGNORECASE
)
_THINKS = re.compile(
    r"(?:(?:and|so|but|okay|which means|that means|what that means is)\b[\s,]*)*(?:i(?: do)? (?:think|believe|suspect)|"
    r"it (?:sounds|looks) like you|this is (?:most )?(?:likely|consistent)|my (?:impression|diagnosis)|most likely)\b",
    re.IGNORECASE,
)
_DONT = re.compile(r"^(?:and |so |but )?i do(?:n't| not) (?:think|believe)\b", re.IGNORECASE)
_REFERRAL = re.compile(
    r"\b(?:refer\w*|consult\w*|physical therapy|specialist|podiatr\w+|(?:cardio|neuro|uro|gastroentero|dermato|"
    r"endocrino|rheumato|onco|pulmono|nephro)log\w+|orthop\w+|surgeon|see (?:a|an|the|your) [a-z]+ologist)\b",
    re.IGNORECASE,
)
_TEST = re.compile(
    r"\b(?:order\w*|blood ?work|labs?|panel|x-?rays?|mri|ct|scan|ultrasound|echo\w*|biops\w+|culture|test\w*|study|"
    r"imaging|recheck|a1c|ekg|emg|screening|colonoscopy|endoscopy|mammogram)\b",
    re.IGNORECASE,
)
_TREATMENT = re.compile(
    r"\b(?:start|continue|increase|decrease|prescri\w+|refill|injection|brace|splint|boot|cast|sling|crutches|surgery|mg|cream|"
    r"antibiotic\w*|inhaler|medicat\w+|steroid\w*|insulin|daily|put (?:him|her|the patient) (?:on|in)|taper|dose)\b",
    re.IGNORECASE,
)
_SAFETY = re.compile(
    r"\b(?:emergency (?:room|department)|(?:the|an) (?:er|ed)|urgent care|(?:call|dial) (?:911|9-1-1|an ambulance))\b",
    re.IGNORECASE,
)
"""Where to go when it gets worse: advice, never an order."""
_ADVICE = re.compile(r"^The patient (?:should|can)\b|\b(?:avoid|monitor|diet|exercise|hydrat\w+|ice|rest|elevate)\b")


def assessment_and_plan(rows: list[Said], visit: Visit) -> list[Piece]:
    """The doctor's opinions and decisions in the order of the problems, and when to come back."""
    found: list[Piece] = []
    problem = ""
    total = max(1, len(rows))
    for index, row in enumerate(rows):
        line = row.line
        if line.speaker != "doctor" or line.question or _PLAN_TALK.search(line.text) or line.words < 3:
            continue
        opinion = _THINKS.match(line.text) and CONCLUDES.search(line.text)
        if line.phase != "plan" and not (opinion and line.phase != "history"):
            continue
        if re.search(r"\b(?:hey|okay),? (?:dragon|dax)\b|^(?:dragon|dax)\b", line.text) and not line.mentions:
            continue
        if _SMALL_TALK.search(line.text) and not line.mentions and not says_when_to_return(line.text):
            continue
        named, rest = topic(line.text)
        if named:
            problem = named
            found.append(Piece(Section.ASSESSMENT, None, finish(named), row.turns, finish(named)))
        elif new := _concludes_new(line, "" if announced(line.text) else problem):
            problem = new
        elif announced(line.text):
            problem = ""
        found += _parts(rest, row, visit, index / total, finish(problem))
    return _said_once(found)


def _said_once(pieces: list[Piece]) -> list[Piece]:
    """The plan without orders that repeat one ("order lasix 80 mg" for the computer); their turns prove both."""
    kept: list[Piece] = []
    for piece in sorted(pieces, key=lambda one: _dictated(one.text)):
        fuller = next((one for one in kept if _dictated(piece.text) and _says(one, piece)), None)
        if fuller is None:
            kept.append(piece)
        else:
            kept[kept.index(fuller)] = replace(fuller, turns=turns_of([fuller.turns, piece.turns]))
    return sorted(kept, key=_place_in(pieces))


def _place_in(pieces: list[Piece]) -> Callable[[Piece], int]:
    place = {(piece.text, piece.problem): number for number, piece in reversed(list(enumerate(pieces)))}
    return lambda piece: place[piece.text, piece.problem]


def _dictated(text: str) -> bool:
    return bool(re.match(r"(?:order|refer)\b", text, re.IGNORECASE)) and len(text.split()) <= 12


def _says(fuller: Piece, piece: Piece) -> bool:
    """Whether a decision names all that `piece` orders, with its numbers."""
    named = {mention.concept.name for mention in lexicon().kinds(piece.text, "drug", "lab", "imaging")}
    also = {mention.concept.name for mention in lexicon().kinds(fuller.text, "drug", "lab", "imaging")}
    numbers, told = set(numbers_in(piece.text)), set(numbers_in(fuller.text))
    decided = fuller.section is Section.PLAN and not re.search(r"\b(?:if|unless|not|no)\b", fuller.text, re.IGNORECASE)
    return bool(named) and decided and named <= also and numbers <= told


def with_orders(pieces: list[Piece], orders: list[Order]) -> list[Piece]:
    """The pieces with every order that the doctor gave and no sentence of the plan names."""
    plan = " ".join(piece.text for piece in pieces if piece.section is Section.PLAN).lower()
    noted = {mention.concept.name for mention in lexicon().find(plan)}
    problems = list(dict.fromkeys(piece.problem for piece in pieces if piece.problem))
    found = [_named_again(piece, orders) for piece in _without_taken_back(pieces, orders)]
    for order in orders:
        if order.status is not OrderStatus.ORDERED or order.description.lower() in plan:
            continue
        named = {mention.concept.name for mention in lexicon().kinds(order.description, "drug", "lab", "imaging")}
        if order.order_type is OrderType.FOLLOWUP:
            if not any(piece.heading in {part.FOLLOW_UP, part.REFERRAL} for piece in pieces):
                found.append(Piece(Section.PLAN, part.FOLLOW_UP, finish(impersonal(order.description)), order.turns))
        elif named and not named & noted:
            noted |= named
            problem = next((name for name in problems if order.reason and order.reason.lower() in name.lower()), "")
            label, text = _ordered(order)
            found.append(Piece(Section.PLAN, label, text, order.turns, problem))
    return found


_REFUSES = re.compile(r"\b(?:not|no|never|without|stop|avoid|hold|rather|instead of|if|unless)\b|n't\b", re.IGNORECASE)
_LINK = re.compile(r"[\s,]*\b(?:and|plus|with)\s+$|[\s,]+$", re.IGNORECASE)


def _without_taken_back(pieces: list[Piece], orders: list[Order]) -> list[Piece]:
    """The pieces without the drugs and tests that were decided on and later taken back; their orders stand as
    declined."""
    found = list(pieces)
    for order in orders:
        if order.order_type is OrderType.FOLLOWUP or order.status is not OrderStatus.DECLINED:
            continue
        names = {mention.concept.name for mention in lexicon().kinds(order.description, "drug", "lab", "imaging")}
        found = [left for piece in found if (left := _struck(piece, names, order.turns))]
    return found


def _struck(piece: Piece, names: set[str], turns: tuple[int, ...]) -> Piece | None:
    """A decision without the drugs `names` if it was made before the last of `turns`; None when nothing is left."""
    earlier = piece.turns[0] in turns and piece.turns[0] < max(turns)
    drugs = lexicon().kinds(piece.text, "drug", "lab", "imaging")
    gone = next((one for one in drugs if one.concept.name in names), None)
    if piece.section is not Section.PLAN or not earlier or gone is None or _REFUSES.search(piece.text, 0, gone.start):
        return piece
    if all(one.concept.name in names for one in drugs):
        return None
    after = next((one.start for one in drugs if one.start >= gone.end and one.concept.name not in names), None)
    before = piece.text[: gone.start]
    text = f"{before}{piece.text[after:]}" if after is not None else finish(_LINK.sub("", before))
    return replace(piece, text=text)


def _named_again(piece: Piece, orders: list[Order]) -> Piece:
    """A piece that takes up what was put off ("if it is not better, do it") with its name."""
    up = TAKEN_UP.search(piece.text) if piece.section is Section.PLAN else None
    if up is None or lexicon().kinds(piece.text, "drug", "lab", "imaging"):
        return piece
    for order in orders:
        if order.status is OrderStatus.CONDITIONAL and set(piece.turns) <= set(order.turns):
            text = f"{piece.text[: up.start('what')]}the {order.description}{piece.text[up.end('what') :]}"
            return replace(piece, text=finish(text), turns=turns_of([order.turns, piece.turns]))
    return piece


def _ordered(order: Order) -> tuple[str, str]:
    if order.order_type is OrderType.MEDICATION:
        return part.TREATMENT, finish(order.description)
    return part.TESTING, finish(f"order {order.description}")


def _concludes_new(line: Line, current: str) -> str:
    """The diagnosis that an opinion names where no problem was announced in words."""
    if current or not CONCLUDES.search(line.text):
        return ""
    for mention in line.mentions:
        if mention.concept.kind == "disorder" and status_of(line.text, mention).polarity == "present":
            return written(mention.concept, mention.words)
    return ""


def _decisions(text: str) -> list[str]:
    """`text` cut at each thing that is decided; a condition or a topic stays with what it is said of."""
    cut, start = [], 0
    for match in _SPLIT.finditer(text):
        said = text[start : match.start()]
        if not _LEANS.match(said) and not _LEANS_LAST.search(said):
            cut.append(said)
            start = match.end()
    return [*cut, text[start:]]


def _parts(text: str, row: Said, visit: Visit, place: float, problem: str) -> list[Piece]:
    found = []
    for said in _decisions(without_announcement(text)):
        if not said or len(said.split()) < 3 or _PLAN_TALK.search(said) or _ASKING.search(said):
            continue
        piece = _part(said, row, visit, problem)
        firm = row.line.has("drug", "lab", "imaging", "disorder") or says_when_to_return(said)
        firm = firm or takes_up(row.line)
        if piece and (firm or salience.wanted(row.line, None, place)):
            found.append(piece)
    return found


def _part(said: str, row: Said, visit: Visit, problem: str) -> Piece | None:
    opinion = _OPINION.match(said) or _DONT.match(said)
    if not opinion and (rewrite.opens_action(said) or _ACTION.search(said) or takes_up(row.line)):
        text = rewrite.action_sentence(re.sub(r"^(?:dragon|dax)\b[\s,]*", "", said), visit.person)
        if len(text.split()) < 3 or (re.search(r"\bI\b", text) and len(text.split()) < 5):
            return None
        if says_when_to_return(said) and not row.line.has("drug", "lab", "imaging"):
            return Piece(Section.PLAN, part.FOLLOW_UP, text, row.turns)
        return Piece(Section.PLAN, _label(text, row.line), text, row.turns, problem)
    if opinion or CONCLUDES.search(said) or row.line.has("disorder", "symptom"):
        text = rewrite.thought_sentence(_IMPRESSION.sub("", said), visit.person)
        return Piece(Section.ASSESSMENT, part.REASONING if problem else None, text, row.turns, problem)
    return None


def _label(text: str, line: Line) -> str:
    """What kind of decision a line of the plan is."""
    if _SAFETY.search(text):
        return part.COUNSELLING
    if _REFERRAL.search(text):
        return part.REFERRAL
    named = lexicon().find(text)
    kinds = {mention.concept.kind for mention in named}
    if _ADVICE.search(text) and "drug" not in kinds and not _TEST.search(text):
        return part.COUNSELLING
    if kinds & {"lab", "imaging"} or (_TEST.search(text) and "drug" not in kinds):
        return part.TESTING
    if "drug" in kinds or _TREATMENT.search(text):
        return part.TREATMENT
    return part.COUNSELLING
