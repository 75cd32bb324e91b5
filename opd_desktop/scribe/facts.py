"""Facts drawn from a visit: findings with polarity, vital signs, drugs with dose, frequency and duration."""

from __future__ import annotations

import re
from dataclasses import dataclass

from opd_desktop.scribe.certainty import certainty, owned
from opd_desktop.scribe.context import Status, answered, reply_kind, status_of
from opd_desktop.scribe.lexicon import Concept, Mention, lexicon
from opd_desktop.scribe.polarity import is_asked, stated
from opd_desktop.scribe.visit import Line, Visit
from opd_desktop.scribe.whose import is_own, masked, of_family

_FREQUENCY = (
    r"(?:(?:once|twice|\d+ times?|one time|two times|three times|four times)(?: (?:a|per|every|each))? ?(?:day|"
    r"daily|week|night|month)"
    r"|(?:a couple(?: of)?|a few|several|many) times (?:a|per) (?:day|week|month)"
    r"|(?:once|twice) daily|daily|nightly|every (?:other )?(?:day|night|morning|evening|week|month)|"
    r"every \d+(?: (?:to|or) \d+)? hours"
    r"|every (?:four|six|eight|twelve) hours|at (?:night|bedtime)|in the (?:morning|evening)|as needed|(?<!for )(?:a|"
    r"per) (?:day|week)"
    r"|(?:with|before|after) (?:food|meals)|weekly|bid|tid|qid|prn)"
)
_DURATION = (
    r"(?:for (?:about |the next |another )?(?:\d+|a|a couple(?: of)?|a few)(?: to \d+)?[ -](?:more )?(?:days?|"
    r"weeks?|months?))"
)
_DOSE = r"\d+(?:\.\d+)?(?:/\d+)? ?(?:mg|mcg|g|grams?|ml|units?|tablets?|pills?|capsules?|puffs?|drops?|teaspoons?)"
DOSE = re.compile(rf"\b{_DOSE}\b", re.IGNORECASE)
_DOSE_BEFORE = re.compile(
    rf"\b(?P<dose>{_DOSE})(?: (?:dose|tablets?|pills?|capsules?))?(?: of)?(?: (?:the|your|my|his|her|oral))?,? $",
    re.IGNORECASE,
)
"""A dose before its drug ("20 mg of lisinopril"); one further off belongs to something else."""
_ANOTHERS = re.compile(
    rf"(?:,|\band|\bplus|\bwith)\s+(?:[a-z]+\s+){{0,2}}{_DOSE}\s+(?:of\b(?! (?:it|this|that|them|those)\b)|"
    rf"(?:(?:the|your|my|his|her)\s+)?$)|"
    r",? (?:and )?(?:the|your|my|his|her|another) [a-z]+ (?:pill|tablet|medicine|medication|inhaler|vitamin)s?\b",
    re.IGNORECASE,
)
"""Where the words of another drug begin, which may have no name: "and 2 pills of ...", "my water pill"."""
FREQUENCY = re.compile(rf"\b{_FREQUENCY}\b", re.IGNORECASE)
DURATION = re.compile(rf"\b{_DURATION}\b", re.IGNORECASE)

_VITALS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (
        name,
        re.compile(
            rf"\b(?:{words})\b(?:(?!\b(?:and your|and the|blood pressure|pulse|heart rate|weight|height|"
            rf"temperature)\b)[^.\d]){{0,40}}?(?P<value>{value})",
            re.IGNORECASE,
        ),
    )
    for name, words, value in (
        ("Blood pressure", r"blood pressures?|bp", r"\d{2,3}/\d{2,3}"),
        (
            "Temperature",
            r"temperature|temp|fever of",
            r"\d{2,3}(?:\.\d)?(?: ?(?:degrees )?(?:celsius|fahrenheit|c|f)\b)?",
        ),
        ("Respiratory rate", r"respiratory rate|respirations?|breathing rate", r"\d{1,2}(?![\d/])"),
        ("Heart rate", r"heart rate|pulse(?! ox)|hr", r"\d{2,3}(?![\d/])"),
        (
            "Oxygen saturation",
            r"o2 sat\w*|oxygen (?:saturation|level)s?|oxygenation|pulse ox\w*|spo2|saturation",
            r"\d{2,3} ?%?(?! ?/)",
        ),
        ("Weight", r"weight|weighs?", r"\d{2,3}(?:\.\d)? ?(?:pounds|lbs?|kg)?"),
        ("Height", r"height", r"\d+ feet(?: \d+ inch(?:es)?)?|\d{2,3} ?cm"),
        ("BMI", r"bmi|body mass index", r"\d{2}(?:\.\d)?"),
    )
)


@dataclass(frozen=True, slots=True)
class Fact:
    """A finding with its status and the turns that say it."""

    concept: Concept
    status: Status
    turns: tuple[int, ...]
    words: str
    asked: bool = False


@dataclass(frozen=True, slots=True)
class Vital:
    """A vital sign as said; `value` keeps the spoken unit and adds none."""

    name: str
    value: str
    turn: int


@dataclass(frozen=True, slots=True)
class Dosing:
    """How a drug is taken, each part as said or empty."""

    dose: str = ""
    frequency: str = ""
    duration: str = ""

    @property
    def text(self) -> str:
        return " ".join(part for part in (self.dose, self.frequency, self.duration) if part)


_CARRIES = re.compile(
    r"\b(?:fo?etal|fo?etus|(?:is|are|you're|i'm|she's) pregnant|live (?:intrauterine )?pregnancy|how far along|"
    r"weeks (?:along|pregnant)|prenatal|antenatal|first pregnancy|fundal height)\b",
    re.IGNORECASE,
)
_UNBORN = re.compile(r"\b(?:fo?et(?:al|us)|bab(?:y|ies)|ultrasound|scan|doppler|live pregnancy)\b", re.IGNORECASE)
_OWN = re.compile(r"\byour (?:own )?$", re.IGNORECASE)


def tells_of_unborn(text: str, end: int | None = None) -> bool:
    """Whether `text`, up to the vital sign at `end`, is about the child that the patient carries."""
    said = text if end is None else text[:end]
    return bool(_UNBORN.search(said)) and not _OWN.search(said)


def pregnant(lines: tuple[Line, ...] | list[Line]) -> bool:
    """Whether the visit is one of somebody who carries a child: a heart rate may then be the child's."""
    return any(_CARRIES.search(line.text) for line in lines)


def vitals(lines: tuple[Line, ...] | list[Line]) -> list[Vital]:
    """Vital signs with a number, the last value of each when it was said twice."""
    found: dict[str, Vital] = {}
    carries = pregnant(lines)
    for line in lines:
        if line.question:
            continue
        for name, rule in _VITALS:
            match = rule.search(line.text)
            if match and name == "Heart rate" and carries and tells_of_unborn(line.text, match.start()):
                continue
            if match and (name != "BMI" or "bmi" in line.text.lower() or "mass" in line.text.lower()):
                found[name] = Vital(name, match["value"].strip(), line.id)
    order = [name for name, _ in _VITALS]
    return sorted(found.values(), key=lambda vital: order.index(vital.name))


def dosing(text: str, mention: Mention) -> Dosing:
    """Dose, frequency and duration that belong to the drug at `mention`: up to the next drug or clause."""
    next_drug = min((m.start for m in lexicon().kinds(text, "drug") if m.start >= mention.end), default=len(text))
    rest = text[mention.end : min(mention.end + 140, next_drug)]
    stop = re.search(r"[.;?!](?!\d)|\b(?:and (?:i|we|you|then|also)|but|, (?:i|we|you))\b", rest)
    other = _ANOTHERS.search(rest)
    after = rest[: min(found.start() for found in (stop, other) if found)] if stop or other else rest
    dose = DOSE.search(after) or _DOSE_BEFORE.search(text, 0, mention.start)
    frequency = FREQUENCY.findall(after)
    duration = DURATION.search(after)
    return Dosing(
        dose.group("dose" if dose.re is _DOSE_BEFORE else 0) if dose else "",
        " ".join(dict.fromkeys(frequency)),
        duration.group(0) if duration else "",
    )


def findings(visit: Visit) -> list[Fact]:
    """Symptoms and disorders of the history: from answers to the doctor's questions and from statements."""
    facts: list[Fact] = []
    relatives = of_family(visit)
    for index, line in enumerate(visit.lines):
        if line.phase in {"exam", "results"} and line.speaker == "doctor":
            continue
        mentions = [mention for mention in line.mentions if mention.concept.kind in {"symptom", "disorder"}]
        if not mentions:
            continue
        doctor = line.speaker == "doctor" and not visit.dictation
        if line.question and doctor:
            facts += _from_answer(visit, index, line, mentions)
        elif not line.question:
            # "Any cough or anything like that": a question in the middle of run-on speech.
            asked = [one for one in mentions if doctor and (is_asked(line, one.start, one.end) or _lists(line))]
            facts += _from_answer(visit, index, line, asked)
            facts += [
                _as_stated(line, one, of_relative=index in relatives)
                for one in mentions
                if one not in asked and not (_no_finding(line, one) if doctor else _of_companion(line, one))
            ]
    return facts


_DOES = re.compile(
    r"\b(?:(?:i|we)(?:'ll| will| can| could| would|'m going to| am going to|'re going to| are going to|'d like to|"
    r" want to)|let me|let's|gonna|going to)(?: (?:just|also|first|go ahead and|then|try to|try and))* $",
    re.IGNORECASE,
)
"""Before what a doctor does to the patient: "I'll numb it"."""
_WILL_FEEL = re.compile(
    r"\b(?:will|'ll|going to|gonna|may|might|can|could|would|should)(?: \w+)? (?:be|feel|get|have|hurt|cause|"
    r"make|sting|leave)(?: (?:you|it|a|an|some|little|bit|of|more|pretty|kind|very|slightly|your|feel|finger|"
    r"area|skin|the))* $",
    re.IGNORECASE,
)
_TOLD_BACK = re.compile(
    r"\b(?:den(?:y|ies|ied|ying)|you (?:did )?(?:said|told|indicated?|report(?:ed)?|mention(?:ed)?)|endors\w+|"
    r"review (?:of )?systems)\b",
    re.IGNORECASE,
)
"""What says that the patient told it before."""
_YOU_HAVE = re.compile(r"\byou(?:'re| are|'ve been| have been) (?:having|experiencing)(?: \w+){0,4} $", re.IGNORECASE)


_SEEN = frozenset(
    {"tenderness", "swelling", "bruising", "redness", "stiffness", "weakness", "stress", "limited range of motion"}
)
"""What an examiner sees and feels, besides the patient."""


def _no_finding(line: Line, mention: Mention) -> bool:
    """Whether a doctor does, foretells or rules out what a finding is called, or found it: the patient told no such
    thing. Late in a visit a doctor's words are findings and plans."""
    if _TOLD_BACK.search(line.text):
        return False
    if mention.concept.kind == "disorder":
        return certainty(line, mention) == "named" or stated(line.text, mention) == "absent"
    before, sure = line.text[: mention.start], certainty(line, mention)
    if _DOES.search(before) or _WILL_FEEL.search(before) or sure == "named":
        return True
    if line.phase != "plan" or owned(line.text, mention):
        return False
    found = mention.concept.name in _SEEN or stated(line.text, mention) == "absent"
    return sure == "suspected" or (found and not _YOU_HAVE.search(before))


_TOLD = re.compile(
    r"\b(?:is|are|was|were|has|have|had|having|feels?|felt|reports?|den\w+|with|for|history|you|your|she|he|no|not|so|"
    r"(?:went|came|goes|comes) \w+)\b",
    re.IGNORECASE,
)


def _lists(line: Line) -> bool:
    """Whether a doctor only lists findings ("muscle aches, chest pain"), as in the middle of a question."""
    found = {mention.concept.name for mention in line.mentions}
    return line.phase == "history" and len(found) > 1 and line.words <= 4 * len(found) and not _TOLD.search(line.text)


def _of_companion(line: Line, mention: Mention) -> bool:
    return line.speaker == "other" and is_own(line.text, mention.start)


def _as_stated(line: Line, mention: Mention, *, of_relative: bool) -> Fact:
    text = masked(line.text) if line.speaker == "other" else line.text
    status = status_of(text, mention)._replace(polarity=stated(text, mention))
    if of_relative:
        status = status._replace(experiencer="family")
    return Fact(mention.concept, status, (line.id,), mention.words)


def _from_answer(visit: Visit, index: int, line: Line, mentions: list[Mention]) -> list[Fact]:
    replies = visit.replies(index)
    facts = []
    for mention in mentions:
        polarity = answered(line, mention, replies)
        if polarity == "unclear":
            continue
        vague = len({m.concept.name for m in mentions}) > 1 or not visit.asked_last(index)
        several = vague and polarity == "present" and reply_kind(replies) == "yes"
        said = any(m.concept == mention.concept for reply in replies for m in reply.mentions)
        if several and not said:
            continue
        meant = status_of(line.text, mention)
        turns = (line.id, *(reply.id for reply in replies[:2]))
        facts.append(Fact(mention.concept, Status(polarity, meant.experiencer, meant.when), turns, mention.words, True))
    return facts


def settled(facts: list[Fact]) -> dict[str, Fact]:
    """One fact per concept of the patient, now: what the patient says about it outweighs the question, the last
    word outweighs an earlier one, and "present" outweighs "absent" said in the same breath."""
    latest: dict[str, Fact] = {}
    for fact in facts:
        if fact.status.experiencer != "patient" or fact.status.when != "now":
            continue
        earlier = latest.get(fact.concept.name)
        if earlier and earlier.status.polarity == "present" and fact.status.polarity == "absent" and not fact.asked:
            continue
        if earlier and earlier.status.polarity == fact.status.polarity:
            turns = tuple(dict.fromkeys((*earlier.turns, *fact.turns)))[:4]
            fact = Fact(fact.concept, fact.status, turns, earlier.words, earlier.asked and fact.asked)
        latest[fact.concept.name] = fact
    return latest
