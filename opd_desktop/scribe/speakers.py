"""Who is speaking, guessed from the words: a doctor dictating alone, or questions and answers of two people."""

from __future__ import annotations

import re
from collections.abc import Sequence

from opd_desktop.domain.note import Speaker
from opd_desktop.scribe.lexicon import lexicon

_DOCTOR = (
    (3, r"\bi(?:'m| am) going to (?:order|prescribe|send|refer|examine|check|give|start|have you|listen)"),
    (
        3,
        r"\bi(?:'ll| will) (?:order|prescribe|measure|refer|examine|check|send the order|adjust|update your)",
    ),
    (3, r"\b(?:physical exam|on exam|chief complaint|review of systems|treatment plan)"),
    (
        4,
        (
            r"\b(?:blood pressure|pulse|heart rate|temperature|weight|height|saturation)\b[^.?]{0,25}\b(?:is|"
            r"was)\b[^.?]{0,20}\d|beats per minute"
        ),
    ),
    (3, r"\b(?:than|what) (?:what )?(?:we'd|you'd) like|\blet's (?:touch base|do some|go through|start|get|order)"),
    (2, r"\blet me (?:check|take a|listen|look|pull|examine|see)"),
    (
        2,
        r"\byour (?:blood pressure|pulse|heart rate|weight|height|temperature|lungs|heart|exam|x-ray|labs?|results?)",
    ),
    (2, r"\b(?:mr|mrs|ms)\.? [A-Z]"),
    (
        2,
        r"\bhow (?:long|often|are you feeling|have you been|is your)|\bwhen did|\bwhere does|\bwhat (?:brings|seems)",
    ),
    (2, r"\b(?:do|did|are|have) you (?:have|had|notice|noticed|feel|felt|take|taking|any|been)"),
    (
        2,
        (
            r"\byou(?:'ll| will| should) (?:need|want|take|have)|\bi (?:want|would like|need) you to|"
            r"\bi'd like (?:you )?to"
        ),
    ),
    (1, r"\bwe(?:'ll| will| can)\b|\bany (?:questions|other|fever|pain|problems|issues)"),
    (1, r"\btake care\b|\bplease\b|\byou're welcome\b|\bgot it\b.*\blet's\b|\bi'm sorry to hear"),
)
_PATIENT = (
    (
        3,
        (
            r"\bmy (?:back|knee|head|throat|chest|stomach|leg|legs|arm|shoulder|wife|husband|mom|mother|dad|"
            r"blood pressure)"
        ),
    ),
    (3, r"\bi(?:'ve| have) (?:been|had|noticed|got)|\bi(?:'m| am) (?:taking|feeling|having|worried)"),
    (
        2,
        r"\bi (?:feel|felt|took|take|noticed|started|can't|couldn't|think i|fell|hurt|just|get|don't have|didn't)",
    ),
    (2, r"\b(?:thanks?|thank you),? (?:dr|doctor)|\bdoctor[.?!]?$|\bdr\.? [A-Z]\w+[.?!]?$"),
    (2, r"\bdo i (?:need|have)|\bshould i\b|\bis it bad\b|\bwhat does .* (?:check|mean|do)\b|\bcan i\b"),
    (1, r"\bit (?:started|hurts|began|comes)|\bi appreciate it\b|\bnot too great\b"),
    (1, r"^(?:no|yes|yeah|sure|okay|mm-hmm|nope)\b[,.]?"),
)
_COMPILED = {
    "doctor": tuple((weight, re.compile(rule, re.IGNORECASE)) for weight, rule in _DOCTOR),
    "patient": tuple((weight, re.compile(rule, re.IGNORECASE)) for weight, rule in _PATIENT),
}
_DICTATED = re.compile(
    r"\b(?:the patient|this patient|patient (?:is|has|reports?|denies|complains|presents|states)|denies|"
    r"complain(?:s|ing) of|on examination|blood pressure is|advised|review (?:in|after)|follow up in|"
    r"year[- ]old|he (?:has|is|denies|reports)|she (?:has|is|denies|reports)|"
    r"subjective|objective|assessment|impression|diagnosis|plan)\b",
    re.IGNORECASE,
)
_CONVERSED = re.compile(
    r"\?|\b(?:i've|i'm|i feel|i have|my|your|you're|you|thank you|thanks|good morning|hello)\b", re.IGNORECASE
)


def is_dictation(texts: Sequence[str]) -> bool:
    """Whether untagged sentences are one doctor dictating rather than a conversation."""
    if not texts:
        return False
    dictated = sum(bool(_DICTATED.search(text)) for text in texts)
    conversed = sum(bool(_CONVERSED.search(text)) for text in texts)
    clinical = sum(bool(lexicon().find(text)) for text in texts)
    return dictated > conversed or (conversed == 0 and clinical > 0)


def guess_speakers(texts: Sequence[str]) -> list[Speaker]:
    """A speaker per sentence. Dictation is all `doctor`; in a conversation a question hands the turn over."""
    if is_dictation(texts):
        return ["doctor"] * len(texts)
    guesses: list[Speaker] = []
    current: Speaker = "unknown"
    asked = False
    for text in texts:
        score: float = _score(text, "doctor") - _score(text, "patient")
        if asked and current != "unknown":
            score += -1.5 if current == "doctor" else 1.5
        elif current != "unknown":
            score += 0.5 if current == "doctor" else -0.5
        if score:
            current = "doctor" if score > 0 else "patient"
        guesses.append(current)
        asked = text.rstrip().endswith("?")
    return guesses


def _score(text: str, role: str) -> int:
    return sum(weight for weight, rule in _COMPILED[role] if rule.search(text))


def roles_of(channels: Sequence[Sequence[str]]) -> tuple[tuple[Speaker, Speaker], bool]:
    """Who is on the first and who on the second channel of a recording, and whether that is clear from the words."""
    first, second = (sum(_score(text, "doctor") - _score(text, "patient") for text in texts) for texts in channels)
    roles: tuple[Speaker, Speaker] = ("doctor", "patient") if first >= second else ("patient", "doctor")
    return roles, abs(first - second) >= _CLEAR


def exchanged(said: Sequence[tuple[Speaker, str]]) -> bool:
    """Whether the tags of a conversation are the wrong way round: who is called patient asks, examines and orders.

    Transcripts come like this (ACI-Bench's notes name some); read as they are tagged, every answer would be a question.
    """
    weights: dict[Speaker, int] = {"doctor": 0, "patient": 0}
    for speaker, text in said:
        if speaker in weights:
            weights[speaker] += _score(text, "doctor") - _score(text, "patient")
    return weights["doctor"] < 0 and weights["patient"] - weights["doctor"] >= _EXCHANGED


_OTHER_ONE: dict[Speaker, Speaker] = {"doctor": "patient", "patient": "doctor"}


def exchange(speaker: Speaker) -> Speaker:
    """The other one of doctor and patient; anybody else stays."""
    return _OTHER_ONE.get(speaker, speaker)


_EXCHANGED = 6
"""How much more the words of the one called patient must be a doctor's. Of 250 public conversations it finds the ten
that are tagged the wrong way round; the next right one is twelve away."""
_CLEAR = 3
"""Weight of words that settles who is who: one strong sign or several weak ones."""
