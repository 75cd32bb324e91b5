"""Examination findings and results, from how a doctor says them to how a note lists them."""

from __future__ import annotations

import re

from opd_desktop.domain.note import Section
from opd_desktop.scribe import pieces as part
from opd_desktop.scribe.facts import pregnant, tells_of_unborn
from opd_desktop.scribe.joining import Said
from opd_desktop.scribe.pieces import Piece, turns_of
from opd_desktop.scribe.problems import CONCLUDES
from opd_desktop.scribe.rewrite import doctor_sentence
from opd_desktop.scribe.text import finish
from opd_desktop.scribe.visit import Line, Person, Visit

_SYSTEMS = (
    ("Vital signs", r"vital|blood pressure|heart rate|temperature|oxygen|respiratory rate"),
    ("Neck", r"\bneck\b|thyroid|carotid|lymph|jugular|jvd|thyromegaly|bruit"),
    ("Respiratory", r"\blungs?\b|breath sounds|crackles|rales|wheez|rhonchi|bases\b|respirat"),
    (
        "Cardiovascular",
        (
            r"\bheart\b|murmur|gallop|regular rate|rhythm|edema(?![^.]*\b(?:nasal|turbinate|throat|uvula|eyelid))|"
            r"pulses?\b|capillary"
        ),
    ),
    ("Abdomen", r"\babdom|belly|stomach|bowel sounds|liver|spleen|flank|guarding|rebound"),
    ("ENT", r"throat|pharynx|tonsil|ears?\b|tympanic|nose|nasal|sinus|mouth|turbinate|tongue"),
    ("Eyes", r"\beyes?\b|pupil|conjunctiv|vision|sclera"),
    ("Neurological", r"\bneuro|reflex|sensation|cranial|gait|strength|monofilament|grip"),
    ("Skin", r"\bskin|rash|lesion|wound|erythema|ecchymosis|bruis|incision|ulcer"),
    ("Psychiatric", r"\bmood|affect|psych|thought"),
    (
        "Musculoskeletal",
        (
            r"\bknee|shoulder|back\b|spine|hip\b|ankle|foot|feet|elbow|wrist|hand|finger|toe|joint|range of motion|"
            r"tender|palpation|"
            r"straight leg|flexion|extension|swelling|muscle|calf|legs?\b|arms?\b|extremit|lachman|mcmurray|effusion|"
            r"thumb|tinel|phalen"
        ),
    ),
)
_COMPILED = tuple((name, re.compile(rf"\b(?:{rule})", re.IGNORECASE)) for name, rule in _SYSTEMS)
_VITAL_WORDS = _COMPILED[0][1]
_OPENER = re.compile(
    r"^(?:(?:and|so|now|then|also|but|okay|again|here|well)\b[\s,]*)*"
    r"(?:(?:when i|as i) (?:listen|look|press|examine)\w*[^,]{0,40},\s*)?"
    r"(?:(?:on|for|in|looking at|with|in reviewing|reviewing|upon) (?:your |the |my |his |her )?(?:physical |today's )?"
    r"(?P<part>[a-z ]{0,28}?)\s*\b(?:exam(?:ination)?|here)(?: today)?\b[\s,]*)?"
    r"(?:(?:everything else|of course|you know|it looks like|it appears(?: that)?|it seems(?: like)?|i can (?:see|"
    r"feel|hear)(?: that)?)\b[\s,]*)?"
    r"(?:(?:i|we) (?:do |can |also |still |did )*(?:appreciate|hear|see|feel|note|notice|find|"
    r"palpate)(?: that)?\b\s*)?",
    re.IGNORECASE,
)
_LOOKED_AT = re.compile(
    r"^\W*(?:so |and )?(?:just )?looking (?:(?:here|first|just) )*at (?:your |the |his |her )?(?P<what>[a-z ]{3,30}?)"
    r"(?: (?:today|here|now))*,? (?:and )?(?:they (?:all )?|it )?(?=(?:look|looks|is|are|seems?|appears?)\b)",
    re.IGNORECASE,
)
_NO_SEE = re.compile(
    r"\bi (?:do(?:n't| not)|did(?:n't| not)|cannot|can't) (?:appreciate|hear|see|feel|note|notice|find|"
    r"palpate)\s+(?:any |a |an )?",
    re.IGNORECASE,
)
_I_FIND = re.compile(
    r"(^|, )i (?:do |can |also )*(?:appreciate|see|hear|feel|note|notice) (?=(?:an?|some|the|no|one|\d)\b)",
    re.IGNORECASE,
)
_I_SEE = re.compile(r"\b(?:i|we) (?:can |do |also )*(?:see|find) (?=(?:an?|one|two|twins)\b)", re.IGNORECASE)
_THERE_IS = re.compile(
    r"^(?:there(?:'s| is| are| was)|you(?:'ve got| have got| do have| have)|it's|it is|you(?:'re|"
    r" are))\s+(?=(?:no\b|some|a\b|an\b|mild|slight|still|normal|\d|tender|pain|good|full))",
    re.IGNORECASE,
)
_CHATTER = re.compile(
    r"\b(?:let me|i'm going to|i am going to|i want to|going to (?:take|check|listen)|i'll let you know|show me|"
    r"take a (?:deep )?breath|relax|can you|squeeze|push|"
    r"let's (?:look|take|see|do)|lift|follow my|press(?:ing)?|please|hop up|quick (?:physical )?exam|kick|"
    r"look (?:up|down|straight)|go ahead and|"
    r"i just want|open (?:your )?mouth|say ah|turn your|all the things|what (?:does )?(?:all )?that means?|bear with|"
    r"i know|make sure|let's talk|how long|does (?:it|that|this|the|your)\b|"
    r"tell me|how (?:are|is)|hello|is that|want you|do you|are you|have you|okay is it|"
    r"that can be|which can be|meaning that|that's (?:good|great) to)\b",
    re.IGNORECASE,
)
_FINDING = re.compile(
    r"\b(?:no|normal|clear|tender\w*|pain\w*|swelling|edema|murmur|crackles|rales|wheez\w*|soft|red\w*|erythema\w*|"
    r"intact|good|full|limited|decreased|"
    r"reduced|elevated|regular|strength|range|positive|negative|mild|moderate|slight|stable|present|absent|enlarged|"
    r"symmetric|equal|reactive|"
    r"effusion|bruis\w*|lesion\w*|rash|warm|dry|moist|swollen|inflam\w*|exudate|sensation|pulses?|\d+(?:/\d+)?|"
    r"appreciate|hear|"
    r"unremarkable|within|alert|oriented|low|high|fluid|fracture|dislocation|shows?|showed|great|fine|abnormal|"
    r"look(?:s|ing)? (?:good|great|fine))\b",
    re.IGNORECASE,
)


_BESIDE = re.compile(r",\s+|;\s*|\s+and (?=(?:your|the|you|there|his|her|no|on)\b)", re.IGNORECASE)
_VITAL = re.compile(
    r"\b(?:blood pressure|bp|heart rate|pulse|temperature|temp|respirat\w+ rate|oxygen|sat\w*|o2|weight|height|bmi)\b|"
    r"^\W*(?:is |of |at |about )*\d",
    re.IGNORECASE,
)
_THINKS = re.compile(r"(?:so |that means |what that means is )*i (?:do )?think")


def is_finding(line: Line) -> bool:
    """Whether a doctor's sentence reports something found, not an instruction or a courtesy."""
    if line.question or line.words < 3:
        return False
    text = _NO_SEE.sub("no ", line.text)
    return bool(_FINDING.search(text)) and not _CHATTER.search(text)


def system_of(text: str) -> str:
    """The body system that a finding belongs to, or "" when none is named."""
    rest = _VITAL_WORDS.sub("", text)
    for name, rule in _COMPILED[1:]:
        if rule.search(rest):
            return name
    return "Vital signs" if _VITAL_WORDS.search(text) else ""


def exam_sentence(text: str, person: Person) -> tuple[str, str]:
    """(system, finding) for a sentence of the examination."""
    said = _NO_SEE.sub("no ", text)
    match = _OPENER.match(said)
    part = (match.group("part") or "") if match else ""
    body = _LOOKED_AT.sub(r"\g<what> ", said[match.end() :] if match else said)
    if re.search(r"\b(?:blood pressure|heart|neck|abdomen|lungs?|knee|shoulder|back|skin)\b", part):
        about = re.sub(r"\b(?:today|now)\b", "", part).strip()
        body = re.sub(r"^[\s,]*(?:in the office,? )?(?:it is|it's)\b", f"{about} is", body, flags=re.IGNORECASE)
    body = _THERE_IS.sub("", re.sub(r"^that (?=there\b)", "", body.strip(" ,"), flags=re.IGNORECASE))
    body = re.sub(
        r"\b(?:which (?:we|you|i)'?(?:ve| have| had)?[^,.]*|okay|today|here)\b", "", body, flags=re.IGNORECASE
    )
    body = re.sub(r"^(?:your|or)\s+", "", body, flags=re.IGNORECASE)
    body = _I_FIND.sub(r"\1", body)
    body = re.sub(
        r"\b(?:uh|um),?\s+|^(?:no|yes|but|and|yeah),\s+(?=there|you|he|she|it)", "", body, flags=re.IGNORECASE
    )
    body = re.sub(r"\bno any,?\s*", "no ", body, flags=re.IGNORECASE)
    system = system_of(part) or system_of(body)
    return system, finish(doctor_sentence(body, person))


def result_sentence(text: str, person: Person) -> str:
    """A sentence about test results without the looking and showing around it."""
    body = re.sub(
        r"^(?:(?:and|so|now|then|also|but|here)\b[\s,]*)*(?:(?:i'm |i am )?(?:looking (?:here )?at|in reviewing|"
        r"reviewing|i reviewed|we reviewed|i (?:did )?(?:look|looked) at)\s+"
        r"(?:the results of |your results of |the )?)(?P<what>[^,]{3,50}),\s*(?:and )?"
        r"(?:what (?:i|we)(?: can)? (?:see|am seeing|have) is )?(?=\w)",
        lambda m: f"{m.group('what')}: ",
        text,
        flags=re.IGNORECASE,
    )
    body = _NO_SEE.sub("no ", body)
    body = re.sub(
        r"^(?:(?:i am|i'm) (?:looking|seeing)(?: at)?|this is|these are|it's|so)\s+", "", body, flags=re.IGNORECASE
    )
    body = re.sub(
        r"\b(?:it appears to be|it looks like|i (?:can )?see(?: that)?|i don't see)\s+(?=there|no|any|a )",
        lambda m: "no " if "don't" in m[0] else "",
        body,
        flags=re.IGNORECASE,
    )
    body = re.sub(r"\bno any\b", "no", body)
    body = re.sub(r"\bthere(?:'s| is| are) no\b(.*?),?\s*(?:there(?:'s| is| are) no|no)\b", r"no\1 or", body)
    body = re.sub(
        r":\s*(?:it |this )?(?:does |did )?(?:look(?:s)?(?: like)?|appears(?: to be)?|shows?(?: that)?)\s+",
        ": ",
        body,
        flags=re.IGNORECASE,
    )
    body = re.sub(r"^(?:your|the)\s+", "", body, flags=re.IGNORECASE)
    return finish(doctor_sentence(body, person))


def examined(rows: list[Said], visit: Visit, told: set[int]) -> list[Piece]:
    """The findings of the examination, one line per body system, and the results; vital signs in `told` are not
    repeated."""
    systems: dict[str, list[tuple[str, tuple[int, ...]]]] = {}
    results: list[Piece] = []
    carries = pregnant(visit.lines)
    for row in rows:
        line = row.line
        if line.speaker != "doctor" or line.phase not in {"exam", "results"} or not is_finding(line):
            continue
        if CONCLUDES.search(line.text) and _THINKS.match(line.text):
            continue
        if line.phase == "results":
            text = result_sentence(line.text, visit.person)
            results.append(Piece(Section.OBJECTIVE, part.RESULTS, text, row.turns))
            continue
        unborn = carries and tells_of_unborn(line.text)
        for said in (line.text,) if unborn or line.id not in told else _beside_values(line.text):
            system, text = exam_sentence(_I_SEE.sub("there is ", said) if unborn else said, visit.person)
            system = "" if unborn else system
            if len(text) > 3:
                systems.setdefault(system, []).append((text, row.turns))
    return [*(_system(name, systems[name]) for name in systems), *results]


def _beside_values(text: str) -> list[str]:
    """The findings of a sentence that also tells vital signs, without those."""
    return [
        said
        for said in _BESIDE.split(text)
        if len(said.split()) > 2 and not _VITAL.search(said) and _FINDING.search(said) and not _CHATTER.search(said)
    ]


def _system(name: str, found: list[tuple[str, tuple[int, ...]]]) -> Piece:
    text = " ".join(dict.fromkeys(sentence for sentence, _ in found))
    if name == "Vital signs":
        return Piece(Section.OBJECTIVE, part.VITALS, text, turns_of(ids for _, ids in found))
    return Piece(Section.OBJECTIVE, part.EXAM, f"{name}: {text}" if name else text, turns_of(ids for _, ids in found))
