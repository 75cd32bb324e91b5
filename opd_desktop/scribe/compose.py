"""A visit written down as SOAP: one sentence per group of evidence, each with the turns that prove it."""

from __future__ import annotations

import re
from dataclasses import dataclass

from opd_desktop.domain.note import Order, OrderStatus, OrderType, Section
from opd_desktop.scribe import exam, rewrite
from opd_desktop.scribe.facts import Fact, findings, settled, vitals
from opd_desktop.scribe.lexicon import Concept
from opd_desktop.scribe.orders import says_when_to_return
from opd_desktop.scribe.problems import CONCLUDES
from opd_desktop.scribe.text import finish
from opd_desktop.scribe.visit import Line, Visit

CHIEF, HISTORY, MEDICATIONS = "CHIEF COMPLAINT", "HISTORY OF PRESENT ILLNESS", "CURRENT MEDICATIONS"
ALLERGIES, FAMILY, PAST, REVIEW = "ALLERGIES", "FAMILY HISTORY", "PAST MEDICAL HISTORY", "REVIEW OF SYSTEMS"
VITALS, EXAM, RESULTS = "VITAL SIGNS", "PHYSICAL EXAMINATION", "RESULTS"


@dataclass(frozen=True, slots=True)
class Piece:
    """A sentence on its way into the note."""

    section: Section
    heading: str | None
    text: str
    turns: tuple[int, ...]


INTRO = re.compile(r"\b\d{1,3}[- ]year[s]?[- ]old\b", re.IGNORECASE)
PRESENTS = re.compile(
    r"\b(?:presents?(?: today)?|here(?: today)?|comes? in(?: today)?|came in(?: today)?|presenting|in the clinic|"
    r"seen today)\s+(?:today\s+)?(?:with|for|because of|due to)\s+"
    r"(?:an? |the |some |evaluation of |complaints? of |chief complaint of |"
    r"a chief complaint of )*(?P<what>[^.;]{3,80})",
    re.IGNORECASE,
)
_OPEN_QUESTION = re.compile(
    r"\b(?:what(?:'s| is| has been)? (?:going on|happen\w*|brings?|wrong|bothering|seems)|what happened|tell me|"
    r"how did|what were you doing|how are you doing with|"
    r"how(?:'s| is| have| has| are) (?:your|you been|that|the|things)|what (?:makes|have you|did you|kind|does)|"
    r"where|when did|how long|how often|can you describe|"
    r"how (?:bad|severe)|rate)\b",
    re.IGNORECASE,
)
_SMALL_TALK = re.compile(
    r"\b(?:how are you(?: doing)?(?: today)?\??$|nice to (?:see|meet)|good to (?:see|meet|hear)|halloween|vacation|"
    r"christmas|thanksgiving|weather|football|movie|holiday|"
    r"excited|thank you|thanks|you're welcome|good (?:morning|afternoon)|have a (?:good|great|nice)|sounds (?:good|"
    r"great|like a plan)|any questions|see you|bye|"
    r"i appreciate (?:it|that)|no problem|perfect|let me know if you have)\b",
    re.IGNORECASE,
)
_CONTENT = re.compile(
    r"\b(?:days?|weeks?|months?|years?|yesterday|today|morning|night|hours?|started|began|hurt\w*|pain\w*|worse|"
    r"better|help\w*|swell\w*|swollen|walk\w*|sleep\w*|eat\w*|"
    r"diet|exercis\w*|smok\w*|drink\w*|alcohol|work\w*|fell|fall|twist\w*|injur\w*|lift\w*|medicat\w*|medicine|"
    r"pills?|doctor|surgery|hospital|blood|sugar|pressure|"
    r"monitor\w*|ice|heat|knee|back|shoulder|hip|ankle|foot|leg|arm|hand|wrist|elbow|neck|head|throat|chest|stomach|"
    r"ear|eye|nose|skin|weight|energy|allerg\w*)\b",
    re.IGNORECASE,
)
_UNHELPFUL = re.compile(
    r"^(?:i (?:don't|do not) (?:know|think so|remember)|i'm not sure|maybe|not really|i guess so|exactly|"
    r"that's (?:right|it|good|true|fine|great)|of course)\b[^,]{0,25}$",
    re.IGNORECASE,
)
_DURATION_QUESTION = re.compile(
    r"\bhow long|\bwhen did (?:it|this|that|the|you (?:first )?(?:notice|start|feel))|\bwhen (?:was|did)",
    re.IGNORECASE,
)
_ACTION = re.compile(
    r"\b(?:order|prescribe|start|continue|increase|decrease|refer\w*|follow[- ]?up|come back|call|return|schedule|"
    r"recheck|repeat|check|stop|avoid|take|use|rest|ice|elevate|"
    r"give|recommend|physical therapy|brace|monitor|keep|watch|send|get|put|see you|try|need|want|refill|wear|"
    r"exercise|diet|appointment|surgery|injection)\b",
    re.IGNORECASE,
)
# Half a sentence, which answers a question: "chest pain?" "yes, when i cough".
_SUBORDINATE = re.compile(r"(?:when(?:ever)?|while|if|after|before|because|only|mostly|especially)\b", re.IGNORECASE)
_PLAN_TALK = re.compile(
    r"\b(?:my assessment|let me (?:just )?(?:go over|talk)|any questions|does that (?:sound|make)|let's talk about|"
    r"go over|the nurse will|check(?:ed)? out|look at (?:some of )?your results|"
    r"we'll go from there|be in touch|finalize|take care|talk (?:a little|about) (?:bit )?(?:about )?(?:my|the)|"
    r"physical exam|take a listen|take a look|(?:this|the) test (?:will|can|is)|it measures|these numbers)\b",
    re.IGNORECASE,
)


def compose(visit: Visit, orders: list[Order]) -> tuple[list[Piece], dict[str, Fact], Concept | None]:
    """The pieces of the note with the settled findings and the complaint that the visit is about."""
    facts = findings(visit)
    known = settled(facts)
    if visit.dictation:
        from opd_desktop.scribe.dictation import dictated

        complaint, chief = _chief_complaint(visit, known)
        return _without_repeats([*chief, *dictated(visit)]), known, complaint
    complaint, chief = _chief_complaint(visit, known)
    pieces = [
        *chief,
        *_history(visit, known),
        *_denials(known),
        *_medications(visit, orders),
        *_family(facts),
        *_objective(visit),
        *_assessment_and_plan(visit),
    ]
    return _without_repeats(pieces), known, complaint


def _first_symptom(facts: dict[str, Fact]) -> Concept | None:
    symptoms = [f for f in facts.values() if f.concept.kind == "symptom" and f.status.polarity == "present"]
    coded = [f for f in symptoms if f.concept.icd10]
    ranked = sorted(coded or symptoms, key=lambda fact: fact.turns[0])
    return ranked[0].concept if ranked else None


def _chief_complaint(visit: Visit, facts: dict[str, Fact]) -> tuple[Concept | None, list[Piece]]:
    first = _first_symptom(facts)
    for line in visit.lines[:40]:
        match = PRESENTS.search(line.text) if line.speaker != "patient" else None
        if match:
            what = re.split(r"\b(?:who|which|after|and is|so)\b|, (?:he|she)|\bfor (?:about )?\d+", match["what"])[0]
            what = re.sub(r"\b(?:today|your|her|his)\b", "", what)
            named = [m.concept for m in line.mentions if m.start >= match.start("what")]
            return (named[0] if named else first), [Piece(Section.SUBJECTIVE, CHIEF, finish(what), (line.id,))]
    if first is None:
        return None, []
    return first, [Piece(Section.SUBJECTIVE, CHIEF, finish(first.name), facts[first.name].turns)]


def _history(visit: Visit, facts: dict[str, Fact]) -> list[Piece]:
    pieces = []
    for index, line in enumerate(visit.lines):
        if line.speaker == "doctor" and not line.question and line.phase == "history":
            text = _doctor_history(line, visit)
            if text:
                pieces.append(Piece(Section.SUBJECTIVE, HISTORY, text, (line.id,)))
        elif line.speaker in {"patient", "other"} and line.phase != "plan" and not line.question:
            text, turns = _patient_history(visit, index)
            if text:
                pieces.append(Piece(Section.SUBJECTIVE, HISTORY, text, turns))
        elif line.speaker == "doctor" and line.question:
            pieces += _confirmed(visit, index, facts)
    return pieces


def _doctor_history(line: Line, visit: Visit) -> str:
    if INTRO.search(line.text):
        text = re.sub(r"\b(\d{1,3})[- ]years?[- ]old\b", r"\1-year-old", line.text)
        return finish(re.sub(r"\b(?:so|today we have|this is|here with us is)\b,?\s*", "", text, count=1))
    if not line.has("disorder", "symptom", "drug") or _SMALL_TALK.search(line.text) or line.words < 5:
        return ""
    if re.search(
        r"\b(?:i know|you were endorsing|i see|it sounds like|so you)\b", line.text, re.IGNORECASE
    ) or re.match(r"you\b|your\b", line.text, re.IGNORECASE):
        text = re.sub(
            r"^(?:i know(?: that)?|i see(?: here)?(?: that)?|it sounds like|it looks like)\b\s*,?\s*",
            "",
            line.text,
            flags=re.IGNORECASE,
        )
        return rewrite.doctor_sentence(text, visit.person)
    return ""


def _patient_history(visit: Visit, index: int) -> tuple[str, tuple[int, ...]]:
    line = visit.lines[index]
    question = next(
        (other for other in reversed(visit.lines[max(0, index - 6) : index]) if other.speaker == "doctor"),
        None,
    )
    asked = question if question and question.question else None
    clinical = line.has("symptom", "drug", "disorder")
    if _SMALL_TALK.search(line.text) or _UNHELPFUL.match(line.text) or (line.words < 3 and not clinical):
        return "", ()
    if asked and asked.has("symptom") and not clinical and line.words < 5:
        return "", ()
    if (
        asked
        and _DURATION_QUESTION.search(asked.text)
        and line.words <= 14
        and not re.match(r"(?:i|it|my|we)\b", line.text, re.IGNORECASE)
    ):
        body = re.sub(r"^(?:probably|maybe|i think|i'd say|it's been|about,?)\s+", "", line.text, flags=re.IGNORECASE)
        return finish(f"onset: {rewrite.patient_sentence(body, visit.person).rstrip('.')}"), (
            asked.id,
            line.id,
        )
    if (
        not clinical
        and not (_CONTENT.search(line.text) and line.words >= 5)
        and not (asked and _OPEN_QUESTION.search(asked.text) and line.words >= 5)
    ):
        return "", ()
    if (
        not re.search(r"\b(?:i|i'm|i've|it|it's|my|we|that|they|she|he|there)\b", line.text, re.IGNORECASE)
        and not clinical
    ):
        return "", ()
    text = rewrite.patient_sentence(line.text, visit.person)
    if asked and asked.has("symptom") and _SUBORDINATE.match(text):
        names = listed([mention.concept.name for mention in asked.mentions if mention.concept.kind == "symptom"])
        return finish(f"{names} {text[0].lower()}{text[1:]}"), (asked.id, line.id)
    return (text, (line.id,)) if len(text.split()) >= 3 else ("", ())


def _confirmed(visit: Visit, index: int, facts: dict[str, Fact]) -> list[Piece]:
    """Findings that the patient only said yes to."""
    line = visit.lines[index]
    found = []
    for mention in line.mentions:
        fact = facts.get(mention.concept.name)
        repeated = fact and any(
            m.concept == mention.concept for other in visit.lines if other.id in fact.turns[1:] for m in other.mentions
        )
        if fact and fact.asked and fact.turns[0] == line.id and fact.status.polarity == "present" and not repeated:
            found.append((fact.concept.name, fact.turns))
    if not found:
        return []
    turns = tuple(sorted({turn for _, ids in found for turn in ids}))
    return [
        Piece(
            Section.SUBJECTIVE,
            HISTORY,
            finish(f"{visit.person.subject} reports {listed([name for name, _ in found])}"),
            turns,
        )
    ]


def _denials(facts: dict[str, Fact]) -> list[Piece]:
    denied = [
        fact
        for fact in facts.values()
        if fact.status.polarity == "absent" and fact.concept.kind in {"symptom", "disorder"}
    ]
    if not denied:
        return []
    turns = tuple(sorted({turn for fact in denied for turn in fact.turns}))
    return [
        Piece(
            Section.SUBJECTIVE,
            HISTORY,
            f"The patient denies {listed([fact.concept.name for fact in denied], 'or')}.",
            turns,
        )
    ]


def _medications(visit: Visit, orders: list[Order]) -> list[Piece]:
    taking = [o for o in orders if o.order_type is OrderType.MEDICATION and o.status is OrderStatus.ALREADY_TAKING]
    if not taking:
        return []
    turns = tuple(sorted({turn for order in taking for turn in order.turns}))
    return [Piece(Section.SUBJECTIVE, MEDICATIONS, finish(", ".join(order.description for order in taking)), turns)]


def _family(facts: list[Fact]) -> list[Piece]:
    family = [
        f
        for f in facts
        if f.status.experiencer == "family" and f.status.polarity == "present" and f.concept.kind == "disorder"
    ]
    names = list(dict.fromkeys(fact.concept.name for fact in family))
    if not names:
        return []
    return [
        Piece(
            Section.SUBJECTIVE,
            FAMILY,
            finish(listed(names)),
            tuple(sorted({t for f in family for t in f.turns})),
        )
    ]


def _objective(visit: Visit) -> list[Piece]:
    pieces: list[Piece] = []
    measured = vitals([line for line in visit.lines if line.speaker != "patient" and line.phase != "plan"])
    pieces += [Piece(Section.OBJECTIVE, VITALS, f"{vital.name} {vital.value}.", (vital.turn,)) for vital in measured]
    told = {vital.turn for vital in measured}
    results = []
    for line in visit.lines:
        if line.speaker != "doctor" or line.phase not in {"exam", "results"} or not exam.is_finding(line):
            continue
        if CONCLUDES.search(line.text) and re.match(r"(?:so |that means )?i think", line.text, re.IGNORECASE):
            continue
        if line.phase == "results":
            results.append(Piece(Section.OBJECTIVE, RESULTS, exam.result_sentence(line.text, visit.person), (line.id,)))
            continue
        if line.id in told:
            continue
        system, text = exam.exam_sentence(line.text, visit.person)
        if len(text) > 3:
            pieces.append(Piece(Section.OBJECTIVE, EXAM, f"{system}: {text}" if system else text, (line.id,)))
    return pieces + results


def _assessment_and_plan(visit: Visit) -> list[Piece]:
    pieces = []
    for line in visit.lines:
        if line.speaker != "doctor" or line.question or _PLAN_TALK.search(line.text) or line.words < 3:
            continue
        opinion = re.match(r"(?:so |that means )?i think\b", line.text, re.IGNORECASE)
        if line.phase != "plan" and not (opinion and line.phase != "history"):
            continue
        if _SMALL_TALK.search(line.text) and not line.mentions and not says_when_to_return(line.text):
            continue
        pieces += _planned(line, visit)
    return pieces


_SPLIT = re.compile(
    r",?\s+(?:and|so|but)\s+(?=(?:i|we|let's|i'm|i'd|i'll|we'll|then i|then we)\b)|,\s+(?=(?:i think|i'd like|"
    r"i want|i'm going|we'll|let's)\b)|,?\s+and (?=then )",
    re.IGNORECASE,
)
_TOPIC = re.compile(
    r"^(?:(?:and|so|then|now|okay|lastly|next|finally)\b[\s,]*)*(?:for|in terms of|as far as|regarding|"
    r"with regards? to|when it comes to)\s+"
    r"(?:your|the|her|his)\s+(?:(?:first|second|third|fourth|next|last|other) (?:problem|issue)(?: of|"
    r" is)?[\s,]*(?:of |is )?(?:your )?)?(?P<topic>[^,.]{0,50}?)(?:\s+goes|\s+is concerned)?[,.]\s*|"
    r"^(?:your )?(?:first|second|third|next|last) (?:problem|issue)[\s,]*(?:is |"
    r"of )?(?:your )?(?P<topic2>[^,.]{3,50})[,.]\s*",
    re.IGNORECASE,
)


def _planned(line: Line, visit: Visit) -> list[Piece]:
    text, pieces = line.text, []
    topic = _TOPIC.match(f"{text}.")
    if topic:
        name = (topic["topic"] or topic["topic2"] or "").strip()
        if name:
            pieces.append(Piece(Section.ASSESSMENT, None, finish(name), (line.id,)))
        text = text[topic.end() :]
    for part in _SPLIT.split(text):
        if part and len(part.split()) >= 3 and not _PLAN_TALK.search(part):
            piece = _plan_part(part, line, visit)
            if piece:
                pieces.append(piece)
    return pieces


def _plan_part(part: str, line: Line, visit: Visit) -> Piece | None:
    opinion = re.match(
        r"(?:and |so |but )?(?:i think|i believe|i suspect|it seems|it looks like|this is|that's|you have|your |"
        r"you're|most likely)\b",
        part,
        re.IGNORECASE,
    )
    if not opinion and (rewrite.opens_action(part) or _ACTION.search(part)):
        return Piece(Section.PLAN, None, rewrite.action_sentence(part, visit.person), (line.id,))
    if opinion or CONCLUDES.search(part) or line.has("disorder", "symptom"):
        return Piece(Section.ASSESSMENT, None, rewrite.thought_sentence(part, visit.person), (line.id,))
    return None


def _without_repeats(pieces: list[Piece]) -> list[Piece]:
    seen: set[tuple[Section, str]] = set()
    kept = []
    for piece in pieces:
        key = (piece.section, re.sub(r"\W+", " ", piece.text.lower()).strip())
        if piece.text and key[1] and key not in seen:
            seen.add(key)
            kept.append(piece)
    return kept


def listed(names: list[str], joiner: str = "and") -> str:
    """ "a, b, and c" """
    names = list(dict.fromkeys(names))
    if len(names) <= 2:
        return f" {joiner} ".join(names)
    return f"{', '.join(names[:-1])}, {joiner} {names[-1]}"
