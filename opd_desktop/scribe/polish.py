"""A last look at a written sentence: what only speech has goes, and with it sentences that say nothing of the patient.

A sentence that names a drug, a test or a number always stays: leaving out is for talk, never for content.
"""

from __future__ import annotations

import re
from dataclasses import replace

from opd_desktop.domain.note import Section
from opd_desktop.scribe import pieces as part
from opd_desktop.scribe.lexicon import lexicon
from opd_desktop.scribe.pieces import Piece
from opd_desktop.scribe.text import SPOKEN_NUMBER, finish, sentences

_LISTS = frozenset({part.CHIEF, part.PAST, part.MEDICATIONS, part.ALLERGIES, part.FAMILY, part.REVIEW, part.VITALS})
"""Headings under which names and values stand, no sentences of talk."""
_INTERJECTION = re.compile(
    r"^(?:(?:yeah|yep|yes|nope|gosh|sure|okay|alright|all right|oh|wow|well|so|and|but|very good|same thing|great|"
    r"i did so|there you go|no(?=,? (?:i|the patient|he|she|they|it|that)\b|,? (?:so|well)\b(?! far\b))|"
    r"very(?= the patient\b)|"
    r"like(?= (?:the|an?|his|her|their|i)\b))\b[\s,]*)+(?=\S)",
    re.IGNORECASE,
)
_SAID_BETWEEN = re.compile(
    r"[\s,]+(?:yeah|yep|gosh|you know|uh-huh|mm-hmm|(?<!is )(?<!are )(?<!was )(?<!be )(?<!been )(?<!feels )(?<!feel )"
    r"(?<!looks )(?<!look )(?<!doing )(?<!seems )(?<!eat )(?<!drink )(?<!sleep )(?:okay|alright)(?= so\b| now\b|"
    r" and\b))"
    r"(?=[\s,.])",
    re.IGNORECASE,
)
_LIKE = re.compile(
    r"(?<!feel)(?<!feels)(?<!felt)(?<!look)(?<!looks)(?<!looked)(?<!sound)(?<!sounds)(?<!seem)(?<!seems)(?<!would)(?<!is)"
    r"(?<!was)(?<!things)(?<!something)(?<!anything)(?<!stuff)(?<!foods)(?<!just)(?<!more)(?<!\bdo)(?<!not)(?<!much)"
    r" like "
    r"(?=(?:about|around|\d|a couple|a few|every|once|twice|when|all|the past|the last|over|on|in|at|for|to)\b)",
    re.IGNORECASE,
)
_TWICE = re.compile(rf"\b((?!{SPOKEN_NUMBER}\b)[a-z']+ (?!{SPOKEN_NUMBER}\b)[a-z']+),? \1\b", re.IGNORECASE)
_AN = re.compile(
    r"(?<!vitamin )(?<!hepatitis )(?<!group )(?<!type )(?<!influenza )(?<!immunoglobulin )(?<!\d )\ba "
    r"(?=(?:a[a-z]|e(?!u)[a-z]|i[a-z]|o(?!ne\b|nce\b)[a-z]|x-ray|mri\b|ekg\b|ecg\b|emg\b|a1c\b))",
    re.IGNORECASE,
)
_LIKELY_TWICE = re.compile(
    r"\b(?:likely,? (?P<most>most likely|probably|likely)|(?P<both>most likely) likely)\b", re.IGNORECASE
)
_TRAILING = re.compile(
    r"[\s,]+(?:(?:and|so|but)\s+)?(?:why do not|what (?:that|this|it) means(?: is)?|(?:so )?(?:all of )?(?:this|"
    r"that) means(?: is)?|"
    r"okay so|thanks|thank you|bye|sorry|(?:and|but|so) (?:what|how|where|while|then|now)|i think|"
    r"i do not think|with i think|that we|if the|is the|of the|to the|on the)+\W*$",
    re.IGNORECASE,
)
_ASKED_LAST = re.compile(
    r"[\s,]+(?:(?:(?:and|so|but|okay|now)\b[\s,]*)*(?:(?:what|how) about(?: [a-z'-]+){0,10}|how(?: is|'s| are|'re|"
    r" have| has) (?:the patient|he|she|they|you|it|things|that|everything)(?: been)? (?:doing|feeling|going)"
    r"(?: \w+){0,3})|"
    r"so,? (?:should|can|could) (?:the patient|he|she|they|them|it|i) [a-z]+ [^.?!]*)\W*$",
    re.IGNORECASE,
)
"""A question that follows a statement in one breath."""
_QUESTION = re.compile(
    r"^(?!(?:do|have) (?:that|this|it)\b)(?:(?:did|do|does|is|are|was|were|has|have|had|can|could|would|will|"
    r"should)(?: not)? (?:the patient|he|she|they|it|"
    r"that|this|there|anyone|anybody|everything|his|her|their|i|we|you)\b|(?:how|why|who|where) (?:is|are|was|were|do|"
    r"does|"
    r"did|about|long|often|many|much|has|have)\b|what (?:about|is|are|do|does|did|kind|else)\b)",
    re.IGNORECASE,
)
_PRAISE = re.compile(
    r"^(?:and |so |but )?(?:that|it|this)(?: all)? (?:is|was|sounds) (?:(?:pretty|very|really|so|all|just|likely|a|"
    r"some) )*"
    r"(?:good|great|okay|fine|fantastic|wonderful|perfect|awesome|excellent|alright|right|correct|true|easy|nice)"
    r"(?: news| thing| idea| question| plan| to (?:hear|know|see)| for (?:him|her|them))*[.!]*$",
    re.IGNORECASE,
)
_SPEAKS = re.compile(
    r"\b(?:i|i'm|i've|i'll|me|my|mine|myself|we|we're|we'll|us|our|let's|you|your|yours|yourself)\b", re.IGNORECASE
)
_TALKS = re.compile(
    r"\b(?:calling (?:it |them |some |those )?(?:\w+ )?out|tell (?:the patient|him|her|them) about|let me|good to see|"
    r"nice to meet|"
    r"take care|have a (?:good|great|nice) |where i am at|what i am hearing|feel me|any (?:other )?questions|"
    r"congratulations|good luck|every step of the way|i hope|here's|hear me|close (?:the patient's|his|her|"
    r"their) eyes)\b",
    re.IGNORECASE,
)


def polished(piece: Piece) -> Piece:
    """`piece` without spoken remains; its text is empty where nothing but talk was in it."""
    if piece.heading in _LISTS or piece.text == piece.problem:
        return piece
    label = part.SYSTEM_LABEL.match(piece.text) if piece.heading == part.EXAM else None
    start = label.end() if label else 0
    said = [_clean(one) for one in sentences(piece.text[start:])]
    kept = [one for one in said if not _is_talk(one, piece.section)]
    return replace(piece, text=piece.text[:start] + " ".join(dict.fromkeys(kept)) if kept else "")


def _clean(text: str) -> str:
    text = _INTERJECTION.sub("", text)
    text = _LIKE.sub(" ", _SAID_BETWEEN.sub("", text))
    text = _AN.sub(lambda match: f"{match[0][0]}n ", _TWICE.sub(r"\1", text))
    text = _LIKELY_TWICE.sub(lambda match: match["most"] or match["both"], text)
    return finish(_TRAILING.sub("", _ASKED_LAST.sub("", text)))


def _is_talk(text: str, section: Section) -> bool:
    if not re.search(r"\w", text):
        return True
    found = lexicon().find(text)
    kinds = {mention.concept.kind for mention in found}
    if kinds & {"drug", "lab", "imaging"}:
        return False
    if _QUESTION.match(text) or _PRAISE.match(text):
        return True
    if _TALKS.search(text):
        return True
    if re.search(r"\d", text):
        return False
    if _SPEAKS.search(text) and not kinds:
        return True
    return len(text.split()) < (2 if section is Section.OBJECTIVE else 3) and not found
