"""A short note text for a piece of conversation: what was said, in the third person, questions and chat left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from opd_desktop.scribe.answers import statement
from opd_desktop.scribe.casing import cased
from opd_desktop.scribe.context import reply_kind
from opd_desktop.scribe.facts import findings, settled
from opd_desktop.scribe.lexicon import written
from opd_desktop.scribe.pieces import listed
from opd_desktop.scribe.rewrite import NO_ANSWER, doctor_sentence, named_once, patient_sentence
from opd_desktop.scribe.text import finish
from opd_desktop.scribe.turns import from_text
from opd_desktop.scribe.visit import Line, Person, Visit, prepare

_CHAT = re.compile(
    r"^(?:hi|hello|hey|good (?:morning|afternoon|evening)|nice to meet|thank|thanks|you're welcome|no problem|"
    r"sounds good|of course|sure|okay|great|perfect|bye|see you|take care|i see|got it|wow|oh no|i'm sorry|i am sorry|"
    r"that's (?:good|great|it|all|right|correct)|that is (?:correct|right|it|all)|let me|how are you|there you go|"
    r"you go|like right now|it(?:'s| is) (?:nice|all right|alright|okay|quite)|there is one more|any questions|"
    r"same\W*$|"
    r"i'm (?:good|fine|okay)|(?:nothing|none|no one|nobody|not)\b(?!.*\b(?:but|except|just|only)\b)|let's|can we|"
    r"i (?:don't|do not) (?:know|remember|think so)|it (?:was|is|has|does|did)\W*$|i (?:am|do|did|have|was|might|"
    r"don't|do not|haven't|have not)\W*$)",
    re.IGNORECASE,
)
_NO = re.compile(r"^(?:(?:um|uh|oh|well)[, ]+)?(?:no|nope|nah|none|nothing|never|not)\b", re.IGNORECASE)
_UNKNOWN = re.compile(r"\b(?:don't|do not|not sure|no idea)\b", re.IGNORECASE)
_ONLY_YES = re.compile(
    r"^(?:(?:yes|yeah|yep|correct|right|not really|mm-hmm|uh-huh|actually|well|honestly|sadly|thankfully|"
    rf"{NO_ANSWER})\b[ ,.!]*)+",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r",?\s*\b(?:doctor|doc|sir|ma'am|madam)\b(?=[.,!?]|$)", re.IGNORECASE)
_HE = re.compile(r"\b(?:mister|young man|sonny|little man|guy|bud)\b", re.IGNORECASE)
_SHE = re.compile(r"\b(?:madam|young lady|my husband|pregnan\w+|i was (?:carrying|breastfeeding))\b", re.IGNORECASE)
_CHILD_HE, _CHILD_SHE = re.compile(r"\b(?:he|his|him)\b", re.IGNORECASE), re.compile(r"\b(?:she|her)\b", re.IGNORECASE)
_NONE = {
    "ALLERGY": "No known drug allergies.",
    "MEDICATIONS": "None.",
    "PASTSURGICAL": "None.",
    "PASTMEDICALHX": "None.",
    "IMMUNIZATIONS": "Up-to-date.",
    "FAM/SOCHX": "Noncontributory.",
    "PROCEDURES": "None.",
}
_BY_DOCTOR = frozenset({"EXAM", "ASSESSMENT", "PLAN", "DIAGNOSIS", "IMAGING", "LABS", "DISPOSITION", "EDCOURSE"})
_NAMES = {"CC": ("symptom", "disorder"), "DIAGNOSIS": ("disorder", "symptom"), "PASTMEDICALHX": ("disorder",)}
"""Headers under which clinicians name findings and write no sentences, by the kinds of findings."""
_STATED = frozenset({"GENHX", "FAM/SOCHX", "PASTMEDICALHX", "ROS", "GYNHX", "EDCOURSE", "OTHER_HISTORY"})
"""Headers under which an answered question is written as a statement."""
_TELEGRAPHIC = frozenset({"FAM/SOCHX", "PASTMEDICALHX", "PASTSURGICAL", "MEDICATIONS", "ALLERGY", "IMMUNIZATIONS"})
"""Headers under which the patient goes without saying."""
_LONGEST = {"MEDICATIONS": 30, "PASTSURGICAL": 30}
_USUAL = 120
_CURRENT = re.compile(r"\bup to date\b|\bnot behind\b", re.IGNORECASE)
_FOR_TIME = re.compile(r"\b(?:for|since) (?:about |the past |the last )?(?:\d+|an?|several|a few|many)[\w ]{0,12}?"
                       r"(?:days?|weeks?|months?|years?|hours?)\b", re.IGNORECASE)  # fmt: skip


def section_text(dialogue: str, header: str) -> str:
    """The summary of a snippet that belongs under `header`, at most about 120 words, fewer where notes are brief."""
    visit = _known(prepare(from_text(dialogue)))
    named = _named(visit, _NAMES[header]) if header in _NAMES else ""
    if named:
        return named
    if header == "IMMUNIZATIONS" and any(_CURRENT.search(line.text) for line in visit.lines) and not _refused(visit):
        return "Up-to-date."
    told: list[str] = []
    denied: list[str] = []
    for index, line in enumerate(visit.lines):
        if line.question:
            told += _answered(visit, index, line, header, denied)
        else:
            told += _told(line, visit, header)
    if denied:
        told.append(f"Denies {listed(denied, 'or')}.")
    if not told:
        return _NONE.get(header, "") if _refused(visit) else ""
    kept = _cut(list(dict.fromkeys(told)), _LONGEST.get(header, _USUAL))
    return " ".join(cased(text) for text in _by_subject(kept, visit.person, header))


def _known(visit: Visit) -> Visit:
    """`visit` with the sex of the patient where the way they are spoken to or of tells it."""
    if visit.person.sex != "unknown":
        return visit
    text = " ".join(line.text for line in visit.lines if line.speaker == "doctor")
    family = " ".join(line.text for line in visit.lines if line.speaker == "other")
    he = bool(_HE.search(text)) or bool(family and _CHILD_HE.search(text) and not _CHILD_SHE.search(text))
    she = bool(_SHE.search(" ".join(line.text for line in visit.lines if line.speaker != "other"))) or bool(
        family and _CHILD_SHE.search(text) and not _CHILD_HE.search(text)
    )
    return visit if he == she else replace(visit, person=Person("male" if he else "female", visit.person.age))


def _named(visit: Visit, kinds: tuple[str, ...]) -> str:
    """The findings that are present, the first kind before the second, with how long they have been there."""
    facts = [fact for fact in settled(findings(visit)).values() if fact.status.polarity == "present"]
    for kind in kinds:
        names = [written(fact.concept, fact.words) for fact in facts if fact.concept.kind == kind]
        if names:
            spans = [match.group(0) for line in visit.lines if (match := _FOR_TIME.search(line.text))]
            return finish(cased(" ".join([listed(names[:4]), *spans[:1]])))
    return ""


def _refused(visit: Visit) -> bool:
    """Whether somebody answered no, and knew; silence is no "none"."""
    return any(not line.question and _NO.match(line.text) and not _UNKNOWN.search(line.text) for line in visit.lines)


def _answered(visit: Visit, index: int, line: Line, header: str, denied: list[str]) -> Iterator[str]:
    """What a yes or no to a question says; the names of denied findings are collected in `denied`."""
    kind = reply_kind(visit.replies(index))
    names = [mention.words.lower() for mention in line.mentions]
    if kind == "no" and names:
        denied += names
    elif kind in {"yes", "no"} and header in _STATED and line.speaker == "doctor":
        text = statement(line.text, yes=kind == "yes", person=visit.person)
        if text:
            yield text


def _told(line: Line, visit: Visit, header: str) -> list[str]:
    text = _ADDRESS.sub("", _ONLY_YES.sub("", line.text)).strip(" ,")
    if _CHAT.match(text) or len(text.split()) < (1 if line.mentions else 3):
        return []
    if line.speaker == "doctor":
        return [finish(doctor_sentence(text, visit.person))] if header in _BY_DOCTOR or line.mentions else []
    return [finish(patient_sentence(text, visit.person))]


def _by_subject(sentences: list[str], person: Person, header: str) -> Iterator[str]:
    """The sentences with "the patient" named once; not at all where a heading makes clear whom they are about."""
    named = False
    for sentence in sentences:
        text = named_once(sentence) if person.sex == "unknown" else sentence
        if header in _TELEGRAPHIC:
            text = re.sub(r"^The patient (?=(?:has|takes|had|was|quit|used|denies|reports|does)\b)", "", text)
            text = f"{text[:1].upper()}{text[1:]}"
        elif person.sex == "unknown" and named:
            text = re.sub(r"^The patient's\b", "Their", text)
        named = named or "patient" in text.lower()
        yield text


def _cut(sentences: list[str], longest: int) -> list[str]:
    kept: list[str] = []
    count = 0
    for sentence in sentences:
        count += len(sentence.split())
        if kept and count > longest:
            break
        kept.append(sentence)
    return kept
