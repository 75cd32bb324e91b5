"""A short note text for a piece of conversation: what was said, in the third person, questions and chat left out."""

from __future__ import annotations

import re

from opd_desktop.scribe.context import reply_kind
from opd_desktop.scribe.rewrite import doctor_sentence, patient_sentence
from opd_desktop.scribe.text import finish
from opd_desktop.scribe.turns import from_text
from opd_desktop.scribe.visit import Line, Visit, prepare

_CHAT = re.compile(
    r"^(?:hi|hello|hey|good (?:morning|afternoon|evening)|nice to meet|thank|thanks|you're welcome|no problem|"
    r"sounds good|of course|sure|okay|great|perfect|bye|see you|take care|i see|got it|wow|oh no|i'm sorry|i am sorry|"
    r"that's (?:good|great|it|all|right|correct)|that is (?:correct|right|it|all)|let me|how are you|there you go|"
    r"you go|like right now|it(?:'s| is) nice|there is one more|any questions|"
    r"i'm (?:good|fine|okay))\b",
    re.IGNORECASE,
)
_NO = re.compile(r"^(?:(?:um|uh|oh|well)[, ]+)?(?:no|nope|nah|none|nothing|never|not)\b", re.IGNORECASE)
_UNKNOWN = re.compile(r"\b(?:don't|do not|not sure|no idea)\b", re.IGNORECASE)
_ONLY_YES = re.compile(r"^(?:yes|yeah|yep|no|nope|correct|right|not really|mm-hmm|uh-huh)\b[ ,.!]*", re.IGNORECASE)
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
_LONGEST = 120


def section_text(dialogue: str, header: str) -> str:
    """The summary of a snippet that belongs under `header`, at most about 120 words."""
    visit = prepare(from_text(dialogue))
    told: list[str] = []
    denied: list[str] = []
    for index, line in enumerate(visit.lines):
        if line.question:
            denied += _denied(visit, index, line)
        else:
            told += _told(line, visit, header)
    if denied:
        names = list(dict.fromkeys(denied))
        told.append(f"Denies {', '.join(names[:-1])}{' or ' if len(names) > 1 else ''}{names[-1]}.")
    if not told:
        return _NONE.get(header, "") if _refused(visit) else ""
    return _cut(list(dict.fromkeys(told)))


def _refused(visit: Visit) -> bool:
    """Whether somebody answered no, and knew; silence is no "none"."""
    return any(not line.question and _NO.match(line.text) and not _UNKNOWN.search(line.text) for line in visit.lines)


def _denied(visit: Visit, index: int, line: Line) -> list[str]:
    if reply_kind(visit.replies(index)) != "no":
        return []
    return [mention.words.lower() for mention in line.mentions]


def _told(line: Line, visit: Visit, header: str) -> list[str]:
    text = _ONLY_YES.sub("", line.text).strip()
    if _CHAT.match(text) or len(text.split()) < (1 if line.mentions else 3):
        return []
    if line.speaker == "doctor":
        return [finish(doctor_sentence(text, visit.person))] if header in _BY_DOCTOR or line.mentions else []
    return [finish(patient_sentence(text, visit.person))]


def _cut(sentences: list[str]) -> str:
    kept: list[str] = []
    count = 0
    for sentence in sentences:
        count += len(sentence.split())
        if kept and count > _LONGEST:
            break
        kept.append(sentence)
    return " ".join(kept)
