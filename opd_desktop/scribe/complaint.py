"""The chief complaint: what the doctor says the patient came for, else what the patient told first, with its side.

Where patient and doctor name different sides the patient is right: "it's not the right knee, it's the left".
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from opd_desktop.domain.note import Section
from opd_desktop.scribe import pieces as part
from opd_desktop.scribe.facts import Fact
from opd_desktop.scribe.lexicon import Concept, lexicon
from opd_desktop.scribe.pieces import Piece
from opd_desktop.scribe.text import finish
from opd_desktop.scribe.visit import Line, Visit

PRESENTS = re.compile(
    r"\b(?:presents?(?: today)?|here(?: today)?|comes? in(?: today)?|came in(?: today)?|presenting|in the clinic|"
    r"seen today|coming in(?: today)?|come in(?: today)?|sent (?:you|her|him)(?: over)?(?: here)?|see me(?: today)?|"
    r"referred(?: (?:you|here|to me|over))*)\s+(?:today\s+)?(?:with|for|because of|due to|to discuss)\s+"
    r"(?:an? |the |some |your |evaluation of |complaints? of |chief complaint of |a follow-up (?:of|for) (?=your )|"
    r"a chief complaint of )*(?P<what>[^.;]{3,80})",
    re.IGNORECASE,
)
_FOR = re.compile(
    r"\b(?:chief complaint (?:is|of)|for (?:an? |the )?(?:evaluation|follow[- ]?up) (?:of|for)) "
    r"(?:an? |some |the |your )*(?P<what>[^.;?]{3,60})",
    re.IGNORECASE,
)
_CUT = re.compile(
    r"\b(?:who|which|after|and (?:is|also|has|was)|is that|so|she|he|you|i|how|what|can|could|tell|um|we|hi|hello|hey|"
    r"alright|okay|yes|yeah|that's|think|"
    r"pcp|doctor|nurse|said|\w+ is accompanied)\b|, (?:he|she)|\bfor (?:about )?\d+|\?",
    re.IGNORECASE,
)
_TRAILS = re.compile(r"[\s,]+(?:and|for|with|of|the|that|in|on|just|also|too)$", re.IGNORECASE)
_HEARD = re.compile(
    r"\b(?:i (?:see|understand|heard?|read)|told me|looks like|sounds like|so|notes?)\b[^.?]{0,40}?\b"
    r"(?:you(?:'re|'ve| are| have| had)?(?: been)? (?:(?:also|just|currently) )?(?:having|experiencing|dealing with|"
    r"(?:come|coming|came) in with|complaining of|had|have|suffering from)|(?:you|he|she)(?:'ve| have)? been having)\s+"
    r"(?:an? |some |this |that |these |problems? with (?:your )?|trouble with (?:your )?)*(?P<what>[^.;?]{3,60})",
    re.IGNORECASE,
)
_INJURED = re.compile(
    r"\byou (?P<how>injured|hurt|broke|twisted|sprained|cut|burned) your (?P<what>[\w ]{3,30})", re.IGNORECASE
)
_PART = (
    r"(?:(?:upper|lower|middle|index|ring|little|big|great) )*(?:finger|thumb|hand|wrist|forearm|elbow|arm|shoulder|"
    r"neck|back|hip|groin|thigh|leg|knee|calf|shin|ankle|heel|foot|feet|toe|ear|eye|jaw|tooth|rib|breast|"
    r"abdomen|belly|stomach|chest|head|throat)s?"
)
_PAIN_OF = {
    "abdomen": "abdominal pain", "belly": "abdominal pain", "stomach": "abdominal pain", "head": "headache",
    "throat": "sore throat", "feet": "foot pain",
}  # fmt: skip
_PAIN = re.compile(rf"(?:(?:left|right) )?{_PART} (?:pain|injury|swelling|numbness|lump|rash)", re.IGNORECASE)
_SITE = re.compile(rf"\b(?:(?P<side>left|right|both) )?(?P<part>{_PART})\b", re.IGNORECASE)
_HURTS = re.compile(r"\b(?:pain\w*|hurt\w*|sore\w*|ach(?:e|es|ing|y)|throb\w*|killing me)\b", re.IGNORECASE)
_PAIN_IN = re.compile(
    rf"(?:(?:an?|some|severe|constant|sharp|dull|chronic|bad) )*pain in (?:(?:the|your|my|his|her) )?"
    rf"(?P<site>(?:(?:left|right|both) )?{_PART})",
    re.IGNORECASE,
)
""" "Pain in the left knee", which is left knee pain."""
_NOT_THIS = re.compile(r"\b(?:not|n't)(?: my| the| in my)? $", re.IGNORECASE)
_VAGUE = frozenset(
    {"pain", "swelling", "tenderness", "bleeding", "stress", "redness", "bruising", "stiffness", "weakness"}
)
_OPENING = 0.35
"""The share of a visit in which people say what they came for."""
_DOCTOR_SAYS = 40
"""Lines in which the doctor does."""


def first_symptom(facts: dict[str, Fact]) -> Concept | None:
    """The first symptom that is present, one with a code before one without."""
    symptoms = [f for f in facts.values() if f.concept.kind == "symptom" and f.status.polarity == "present"]
    coded = [f for f in symptoms if f.concept.icd10]
    ranked = sorted(coded or symptoms, key=lambda fact: fact.turns[0])
    return ranked[0].concept if ranked else None


def chief_complaint(visit: Visit, facts: dict[str, Fact]) -> tuple[Concept | None, list[Piece]]:
    """What the visit is about, as a concept and as the note's first line."""
    first = first_symptom(facts)
    for what, turns in _told(visit, facts):
        text = _sided(what, visit)
        named = [m.concept for m in lexicon().kinds(text, "symptom", "disorder")]
        return (named[0] if named else first), [Piece(Section.SUBJECTIVE, part.CHIEF, finish(text), turns)]
    if first is None:
        return None, []
    text = _sided(_placed(first, facts[first.name], visit), visit)
    return first, [Piece(Section.SUBJECTIVE, part.CHIEF, finish(text), facts[first.name].turns)]


def _placed(concept: Concept, fact: Fact, visit: Visit) -> str:
    """The name of a finding; of a pain with the place in which it was told to be."""
    if concept.name != "pain":
        return concept.name
    told = (_PAIN_IN.search(line.text) for line in visit.lines if line.id in fact.turns and not line.question)
    site = next((_SITE.search(match["site"]) for match in told if match), None)
    return _pain(site) if site else concept.name


def _told(visit: Visit, facts: dict[str, Fact]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """What may be the complaint with its turns, the surest first."""
    opening = visit.lines[:_DOCTOR_SAYS]
    for line in opening:
        match = PRESENTS.search(line.text) if line.speaker != "patient" else None
        what = _trimmed(match["what"]) if match else ""
        pain = _PAIN_IN.fullmatch(what)
        site = _SITE.fullmatch(pain["site"] if pain else what)
        if len(what) > 3 and not (line.question and re.search(r"\bor\b", what)):
            yield _pain(site) if site else what, (line.id,)
    if visit.dictation:
        return
    for line in opening[:12]:
        what = _heard(line) if line.speaker == "doctor" else ""
        if what:
            yield what, (line.id,)
    for line in visit.lines[: max(8, round(len(visit.lines) * _OPENING))]:
        what = _first(line, facts) if line.speaker != "doctor" and not line.question else ""
        if what:
            yield what, (line.id,)


def _pain(site: re.Match[str]) -> str:
    """The pain of a place, of one where several hurt: which side it is, is looked up."""
    place = site["part"].lower()
    place = place if place in _PAIN_OF else place.removesuffix("s")
    side = site["side"].lower() if site["side"] and site["side"].lower() != "both" else ""
    return " ".join(filter(None, (side, _PAIN_OF.get(place, f"{place} pain"))))


def _trimmed(what: str) -> str:
    said = re.sub(r"\b(?:today|your|her|his)\b", "", _CUT.split(what)[0])
    said = re.sub(r"^\W*(?:(?:that|this|these|those)\s+)+", "", re.sub(r"\s+", " ", said)).strip(" ,")
    while _TRAILS.search(said):
        said = _TRAILS.sub("", said)
    return said


def _heard(line: Line) -> str:
    """What the doctor has read or been told that the patient has, where it names a finding or a place that hurts."""
    why = _FOR.search(line.text)
    what = _trimmed(why["what"]) if why else ""
    if what and lexicon().kinds(what, "symptom", "disorder") and len(what.split()) <= 6:
        return what
    injured = _INJURED.search(line.text)
    if injured:
        site = _SITE.match(injured["what"])
        how = "injury" if injured["how"].lower() != "hurt" else "pain"
        return (f"{site[0]} injury" if how == "injury" else _pain(site)) if site else ""
    match = _HEARD.search(line.text)
    if not match:
        return ""
    what = _trimmed(match["what"])
    found = lexicon().kinds(what, "symptom", "disorder")
    site = _SITE.search(what)
    if site and found and found[0].concept.name == "pain":
        return _pain(site)
    if found and not (len(found) == 1 and found[0].concept.name in _VAGUE and not site):
        return what if len(what.split()) <= 6 else found[0].concept.name
    if _SITE.fullmatch(what) and site:
        return _pain(site)
    return what if re.match(r"(?:an? |some )?[\w ]*(?:bite|rash|ulcer|lump|wound|difficulty \w+ing)$", what) else ""


def _first(line: Line, facts: dict[str, Fact]) -> str:
    """The first finding that a patient's line says is there, with its place where it is a pain."""
    own = [m for m in line.mentions if m.concept.kind == "symptom" and m.concept.name not in _VAGUE]
    present = [m for m in own if (fact := facts.get(m.concept.name)) and fact.status.polarity == "present"]
    hurts = _HURTS.search(line.text)
    site = _SITE.search(line.text) if hurts else None
    if site and hurts and abs(site.start() - hurts.start()) < 60 and (not present or hurts.start() < present[0].start):
        return _pain(site)
    return present[0].concept.name if present else ""


def _sided(what: str, visit: Visit) -> str:
    """`what` with the side of its place where all who name one agree, or the patient puts the doctor right."""
    pain, site = _PAIN.fullmatch(what), _SITE.search(what)
    if not pain or not site:
        return what
    place, told = site["part"].lower(), (site["side"] or "").lower()
    own, denied = _sides(place, [line for line in visit.lines if line.speaker != "doctor"])
    others, _ = _sides(place, [line for line in visit.lines if line.speaker == "doctor"])
    if told and told not in denied and (not own or told in own):
        return what
    bare = what[site.start("part") :]
    agreed = own if told in denied or not others or own & others else set()
    if not told and not own:
        agreed = others
    elif told and told not in denied:
        agreed = set()
    return f"{next(iter(agreed))} {bare}" if len(agreed) == 1 else bare


def _sides(place: str, lines: list[Line]) -> tuple[set[str], set[str]]:
    """The sides with which a place was named, and those that it was said not to be."""
    rule = re.compile(rf"\b(left|right) (?:\w+ )?{re.escape(place)}\b", re.IGNORECASE)
    both = re.compile(rf"\bboth (?:of )?(?:my |your |the |his |her )?{re.escape(place)}s?\b", re.IGNORECASE)
    named: set[str] = set()
    denied: set[str] = set()
    for line in lines:
        if both.search(line.text):
            named |= {"left", "right"}
        for match in rule.finditer(line.text):
            (denied if _NOT_THIS.search(line.text[: match.start()]) else named).add(match[1].lower())
    return named - denied, denied
