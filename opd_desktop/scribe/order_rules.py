"""What one line of a visit orders, by rules: a drug, a test, a return visit, and how far the doctor went with it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from opd_desktop.domain.note import Order, OrderStatus, OrderType
from opd_desktop.scribe import order_words as w
from opd_desktop.scribe.context import reply_kind
from opd_desktop.scribe.facts import dosing
from opd_desktop.scribe.lexicon import Mention
from opd_desktop.scribe.order_names import drug_words, site_of, test_words, with_form
from opd_desktop.scribe.order_status import decision, declines, plain_status, refuses, status_in
from opd_desktop.scribe.visit import Line, Visit

_DECIDES, _FUTURE, _DONE = w.CUES["decides"], w.CUES["future"], w.CUES["done"]
_CONDITIONAL, _CONSIDERED = w.CUES["conditional"], w.CUES["considered"]
_TAKING, _STOP = w.CUES["taking"], w.CUES["stop"]
_CHANGES = re.compile(
    r"\b(?:cut|bump|lower|raise|double|taper|renew)\b|"
    r"\b(?:should|to|we'll|i'll) have (?:you )?(?:an?|another|some|your)\b",
    re.IGNORECASE,
)
"""Decisions that are none in a history."""
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
    rf"(?:(?!hold off){_STOP.pattern}|"
    r"\b(?:don't|do not|not to|never|shouldn't|should not|can't|cannot|mustn't|must not) "
    r"(?:take|use|be taking|be using|be on)\b)"
    r"(?!.*\b(?:start|begin|take|give|try|use|add|switch\w*|change|to|put|replace\w*|instead|continue)\b)",
    re.IGNORECASE,
)
"""A drug that is stopped or must not be taken: no other decision stands between ("stop the lisinopril and start
losartan")."""
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
_FORBIDS = re.compile(
    r"(?:\b(?:try|want you|like you|important|careful) not to|(?<!\byou )(?<!\bi )(?<!\bwe )\b(?:don't|do not|never)|"
    r"\byou (?:shouldn't|should not|can't|cannot|mustn't|must not)) (?:take|use|be taking|be using|be on)\b"
    r"(?:(?! and | but | so )[^.;]){0,30}$",
    re.IGNORECASE,
)
"""Before a drug that must not be taken."""
_AS_IT_IS = re.compile(
    r"(?:\bnot|n't)(?: going to| want to| need to| have to)? (?:change|adjust|touch|alter)\b[^.;]{0,60}$", re.IGNORECASE
)
"""Before a drug that is left as it is."""
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
_VALUE = re.compile(
    r"(?: levels?)?(?: today)? (?:is|was|were|are|came back|comes back|looks?|of|at) "
    r"(?!\d[\d.]* ?(?:mg|units?)\b(?! per))",
    re.IGNORECASE,
)
"""Behind a substance that is measured: its value, or how it is."""
_GIVES = re.compile(
    r"\b(?:start|take|taking|give|giving|prescribe|begin|add|put (?:you|him|her) on)\b[^,.;]{0,15}$", re.IGNORECASE
)
"""Before a substance that is as well measured as given, what says that it is given, if no dose does."""
_WHY = re.compile(
    r"\b(?:for (?:your|the|his|her|this|that)|to (?:rule out|see (?:if|whether)|check for|look for|make sure|"
    r"help with|evaluate))\s+([^,.;]{3,60})",
    re.IGNORECASE,
)

_SEEN = re.compile(
    r"\bshow me\b|\b(?:seeing|see|saw|looked|looking) (?:here )?(?:on|at|in) (?:your|the|that|this) (?:[a-z]+ )?$",
    re.IGNORECASE,
)
"""Before a test that was done."""
_KEEPS = re.compile(
    r"\b(?:monitor\w*|watch\w*|track\w*|record\w*|log|keep\w*|control\w*|manag\w*|check\w*)\b[^.;]{0,40}"
    r"\b(?:your|those|his|her) (?:[a-z]+ )?$",
    re.IGNORECASE,
)
_WORDS_BEFORE, _WORDS_BEHIND = 240, 120
"""Characters around a name in which it is decided on."""

Keyed = tuple[str, Order]
"""An order with the name of what is ordered, by which repeats are found."""


def in_line(visit: Visit, index: int, line: Line) -> Iterable[Keyed]:
    """The orders of line `index`, each with its name; a patient's line only tells what is taken already."""
    for mention in with_form(line.text, line.mentions):
        if mention.concept.kind == "drug":
            order = _medication(visit, index, line, mention)
        elif mention.concept.kind in {"lab", "imaging"}:
            order = _test(visit, index, line, mention)
        else:
            order = None
        if order:
            site = site_of(line.text, mention)
            yield f"{mention.concept.name}|{site}", order
    if line.speaker != "patient" and not line.question:
        yield from ((order.description, order) for order in _follow_up(line))


def _medication(visit: Visit, index: int, line: Line, mention: Mention) -> Order | None:
    if re.search(r"\ballerg(?:y|ic|ies)\b", line.text, re.IGNORECASE):
        return None
    description = drug_words(line.text, mention, _said_next(visit, index))
    if line.speaker in {"patient", "other"} or (_TAKING.search(line.text) and not _FUTURE.search(line.text)):
        taking = _TAKING.search(line.text) or _asked_about_drugs(visit, index)
        before, after = _around(line, mention)
        never = _NOT_TAKEN.search(before) or _given_up(line, mention, after)
        never = never or (line.speaker == "other" and _OWN_DRUG.search(before))
        never = never or (line.question and _stopped_since(visit, index))
        return (
            _order(OrderType.MEDICATION, description, OrderStatus.ALREADY_TAKING, line)
            if taking and not never
            else None
        )
    before = line.text[: mention.start]
    said = _near(line.text, mention)
    if _FORBIDS.search(before) and not line.question:
        return _order(OrderType.MEDICATION, f"stop {mention.words.lower()}", OrderStatus.ORDERED, line)
    if not _LET_GO.search(before) and not (_DECIDES.search(line.text) or _CHANGES.search(line.text)):
        return None
    if line.question and not _DECIDES.search(before):
        return None
    if _FOR_OTHER.search(before) or only_measured(line.text, mention):
        return None
    if not (_LET_GO.search(before) or _FUTURE.search(said) or line.phase == "plan" or visit.dictation):
        return None
    if _LET_GO.search(before):
        return _order(OrderType.MEDICATION, mention.words.lower(), OrderStatus.DECLINED, line)
    if _AS_IT_IS.search(before):
        return _order(OrderType.MEDICATION, description, OrderStatus.ALREADY_TAKING, line)
    if _STOPPED.search(before[-40:]) or _STOP_THEM.search(line.text, mention.end):
        description = f"stop {mention.words.lower()}"
    return _order(OrderType.MEDICATION, description, status_in(visit, index, mention), line)


def _said_next(visit: Visit, index: int) -> str:
    """The next line of the one who speaks in line `index`, past a nod."""
    speaker = visit.lines[index].speaker
    following = visit.lines[index + 1 : index + 3]
    return next((line.text for line in following if line.speaker == speaker and not line.question), "")


def only_measured(text: str, mention: Mention) -> bool:
    """Whether a substance that is named is the one in the blood ("stop it because of the potassium")."""
    if not _SUBSTANCE.match(text, mention.start):
        return False
    if _VALUE.match(text, mention.end):
        return True
    if dosing(text, mention).text:
        return False
    return not _GIVES.search(text, 0, mention.start)


def _around(line: Line, mention: Mention) -> tuple[str, str]:
    """What is said before and after a drug, up to the drugs beside it."""
    drugs = [one for one in line.mentions if one.concept.kind == "drug"]
    left = max((one.end for one in drugs if one.end <= mention.start), default=0)
    right = min((one.start for one in drugs if one.start >= mention.end), default=len(line.text))
    return line.text[left : mention.start], line.text[mention.end : right]


def _given_up(line: Line, mention: Mention, after: str) -> bool:
    """Whether the words behind a drug say that it is taken no longer, not the next one ("and i stopped the ...")."""
    said = _GIVEN_UP.search(after)
    followed = any(one.concept.kind == "drug" and one.start >= mention.end for one in line.mentions)
    return bool(said) and not (
        followed and re.fullmatch(r"(?: taking| using)?(?: the| my| that)?\s*", after[said.end() :])
    )


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
    kind = OrderType.LAB if mention.concept.kind == "lab" else OrderType.IMAGING
    if line.speaker == "patient":
        refused = refuses(line) and not line.question and declines(line.text, mention)
        return _order(kind, test_words(line.text, mention), OrderStatus.DECLINED, line) if refused else None
    if line.question and not _FUTURE.search(line.text[: mention.start]):
        return None
    before = line.text[: mention.start]
    if _SEEN.search(before) or _own_reading(line.text, mention):
        return None
    said = _near(line.text, mention)
    declined = declines(line.text, mention)
    put_off = _CONDITIONAL.search(said) or _CONSIDERED.search(said)
    decides = _DECIDES.search(said) or _CHANGES.search(said)
    wanted = decides and (_FUTURE.search(said) or put_off or line.phase == "plan")
    spoken = visit.dictation and not _DONE.search(line.text)
    ordered = re.search(r"\border\b|\bsend (?:the|you|for)\b", before, re.IGNORECASE)
    if not (wanted or spoken or declined) or (_DONE.search(line.text) and not ordered):
        return None
    return _order(kind, test_words(line.text, mention), status_in(visit, index, mention), line)


def _near(text: str, mention: Mention) -> str:
    """The words around `mention` that decide on it; a speech without full stops decides on much else."""
    start, end = decision(text, mention)
    return text[max(start, mention.start - _WORDS_BEFORE) : min(end, mention.end + _WORDS_BEHIND)]


def _own_reading(text: str, mention: Mention) -> bool:
    """Whether a patient measures it at home ("keep a log of your blood sugars"), which is no test of the laboratory."""
    return mention.concept.name == "blood glucose" and bool(_KEEPS.search(text, 0, mention.start))


def says_when_to_return(text: str) -> bool:
    """Whether the doctor says when to come back."""
    return bool(_FOLLOW_UP.search(text))


def follow_up_words(said: str) -> str:
    """A return visit as an order for it ("see you back in 2 weeks" -> "follow up in 2 weeks")."""
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
        text = follow_up_words(words)
        status = OrderStatus.CONDITIONAL if _CONDITIONAL.search(line.text[: match.start()]) else OrderStatus.ORDERED
        yield _order(OrderType.FOLLOWUP, text, status, line)
    referred = _REFER.search(line.text)
    if referred and line.phase in {"plan", "history"}:
        yield _order(OrderType.FOLLOWUP, f"referral to {referred['who'].strip()}", plain_status(line.text), line)


def _order(kind: OrderType, description: str, status: OrderStatus, line: Line) -> Order:
    why = _WHY.search(line.text)
    return Order(
        order_type=kind,
        description=description.strip(),
        status=status,
        turns=(line.id,),
        reason=why.group(1).strip() if why else "",
    )
