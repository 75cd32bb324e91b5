"""May a sentence that a language model reworded stand for the extracted one?

Only when it carries the same numbers with their units, findings and drugs with their polarity and person, sides, body
parts, times, relatives, conditions and negations, keeps most of the words, and brings hardly any that nobody said.
Anything else is refused and the extracted sentence stands: a guard that refuses too much costs style, one that lets
through too much costs trust.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from opd_desktop.scribe.context import clause_around, status_of
from opd_desktop.scribe.evidence_words import content, side_words
from opd_desktop.scribe.lexicon import lexicon
from opd_desktop.scribe.numbers import to_digits

MAX_NEW_WORDS = 0.25
"""Share of content words that may be neither in the extracted sentence, nor in its evidence, nor in the register."""
MIN_KEPT_WORDS = 0.5
"""Share of the extracted sentence's content words that must still be there."""
MAX_LENGTH = 1.3
"""A rewording may be this many times as long as the extracted sentence, and two words."""

_TALK = re.compile(
    r"\b(?:i|i'm|i've|you|your|you're|we|we're|our|my|me|okay|yeah|that means|which means|well|gonna|kind of)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[a-z][a-z'-]*", re.IGNORECASE)
_REGISTER = (
    "patient reports report reported denies denied endorses states stated notes noted describes described complains "
    "presents presented experiencing experiences experienced having history current currently taking takes advised "
    "recommend recommended examination exam shows showed demonstrates reveals continue continues start begin order "
    "ordered prescribe prescribed obtain schedule return follow follow-up visit clinic review reviewed symptoms since "
    "associated regarding including due approximately"
)
_NEGATION = re.compile(r"\b(?:no|not|never|without|denie[sd]|none|nor|negative|cannot)\b|n't\b", re.IGNORECASE)
_QUANTITY = re.compile(r"(\d+(?:[./]\d+)*)\s*(%|[a-z]+(?:/[a-z]+)?)?", re.IGNORECASE)
_RELATIVE = re.compile(
    r"\b(mother|father|mom|dad|brother|sister|grandmother|grandfather|aunt|uncle|cousin|son|daughter|wife|husband|"
    r"family|friend)s?\b",
    re.IGNORECASE,
)
_SAME_RELATIVE = {"mom": "mother", "dad": "father"}
_PART = re.compile(
    r"\b(head|neck|face|eye|ear|nose|throat|mouth|chest|breast|heart|lung|rib|abdomen|belly|stomach|liver|kidney|"
    r"bladder|back|spine|hip|groin|flank|shoulder|arm|elbow|wrist|hand|finger|thumb|leg|thigh|knee|calf|shin|ankle|"
    r"foot|feet|heel|toe|skin|scalp)s?\b",
    re.IGNORECASE,
)
_SAME_PART = {"feet": "foot", "belly": "abdomen", "stomach": "abdomen"}
_DOUBT = (
    re.compile(r"\b(?:if|unless|in case|when needed|as needed|prn|should (?:it|you|he|she|they|the))\b", re.IGNORECASE),
    re.compile(
        r"\b(?:may|might|could|possibl[ey]|probabl[ey]|likely|perhaps|maybe|consider\w*|suspect\w*|rule out|"
        r"concern(?:ed|s)? (?:for|about)|differential)\b",
        re.IGNORECASE,
    ),
)
_TIMES = (
    (re.compile(r"\b(?:(?:once )?(?:a|per|each|every) day|once daily|daily|qd|everyday)\b", re.IGNORECASE), "daily"),
    (re.compile(r"\b(?:a|per|each|every) week|weekly\b", re.IGNORECASE), "weekly"),
    (re.compile(r"\b(?:a|per|each|every) month|monthly\b", re.IGNORECASE), "monthly"),
    (re.compile(r"\btwice|two times|2 times|bid\b", re.IGNORECASE), "twice"),
)
_TIME_WORD = re.compile(
    r"\b(morning|night|nightly|bedtime|evening|afternoon|noon|today|yesterday|tomorrow|ago|hours?|minutes?|days?|weeks?|"
    r"months?|years?|meals?|food|always|sometimes|often|rarely|constant\w*|intermittent\w*|worse|worsen\w*|better|"
    r"improv\w*|increas\w*|decreas\w*|stop\w*|start\w*|continu\w*|resolv\w*)\b",
    re.IGNORECASE,
)
_SAME_TIME = {"nightly": "night", "bedtime": "night"}
_HE = re.compile(r"\b(?:he|his|him|himself|mr)\b", re.IGNORECASE)
_SHE = re.compile(r"\b(?:she|her|hers|herself|mrs|ms)\b", re.IGNORECASE)
_DRUG_LIKE = re.compile(
    r"\b[a-z]{3,}(?:pril|sartan|olol|statin|mycin|cillin|azole|idone|oxacin|cycline|prazole|tidine|formin|gliptin|"
    r"gliflozin|glutide|parin|xaban|pine|zepam|zolam|triptan|setron|sone|solone|profen|caine|mab|nib|vir|codone|"
    r"morphone|barbital|thiazide|semide|lukast|terol|tropium)\b",
    re.IGNORECASE,
)
_NOT_TEXT = re.compile(r"[{}\[\]<>|\\]|\n|\*\*|https?:", re.IGNORECASE)


def why_refused(extracted: str, reworded: str, evidence: Sequence[str]) -> str:
    """Why a reworded sentence may not replace the extracted one; "" when it may."""
    ours, theirs = to_digits(extracted), to_digits(reworded)
    shape = _shape(ours, theirs)
    if shape:
        return shape
    for reason, same in _SAME:
        if same(theirs) != same(ours):
            return reason
    if _flipped(ours, theirs):
        return "another negation"
    return _other_words(extracted, reworded, evidence)


def _shape(ours: str, theirs: str) -> str:
    words = theirs.lower().split()
    if not words or _NOT_TEXT.search(theirs) or not re.search(r"[.!?]$", theirs):
        return "not a sentence"
    if len(words) > MAX_LENGTH * len(ours.split()) + 2:
        return "longer than what it rewords"
    if _TALK.search(theirs) and not _TALK.search(ours):
        return "talk, not a note"
    triples = Counter(zip(words, words[1:], words[2:], strict=False))
    if triples and max(triples.values()) > 1:
        return "repeats itself"
    return ""


def _numbers(text: str) -> Counter[tuple[str, str]]:
    """Every number with the word after it where that word is a unit of measure or of time."""
    rows = ((number, (unit or "").lower().rstrip("s")) for number, unit in _QUANTITY.findall(text))
    return Counter((number, unit if unit in _UNITS else "") for number, unit in rows)


_UNIT_WORDS = (
    "% mg mcg g kg ml l mg/dl mmol/l unit unit/ml milligram microgram gram mm cm m in inch inche pound lb ounce degree "
    "day week month year hour minute second time tablet capsule puff drop dose pack beat bpm mmhg am pm"
)
_UNITS = frozenset(_UNIT_WORDS.split())


def _concepts(text: str) -> set[tuple[str, str, str, bool]]:
    found = set()
    for mention in lexicon().find(text):
        status = status_of(text, mention)
        found.add((mention.concept.name, status.polarity, status.experiencer, status.when == "hypothetical"))
    return found


def _parts(text: str) -> set[str]:
    return {_SAME_PART.get(part.lower(), part.lower()) for part in _PART.findall(text)}


def _relatives(text: str) -> set[str]:
    return {_SAME_RELATIVE.get(one.lower(), one.lower()) for one in _RELATIVE.findall(text)}


def _times(text: str) -> set[str]:
    found = set()
    for pattern, name in _TIMES:
        if pattern.search(text):
            found.add(name)
            text = pattern.sub(" ", text)
    for word in _TIME_WORD.findall(text):
        lower = word.lower()
        stem = lower[:6] if len(lower) > 6 else lower.rstrip("s")
        found.add(_SAME_TIME.get(lower, stem))
    return found


def _doubts(text: str) -> tuple[bool, ...]:
    return tuple(bool(pattern.search(text)) for pattern in _DOUBT)


_SAME = (
    ("other numbers", _numbers),
    ("other findings, drugs or negations", _concepts),
    ("another side", lambda text: sorted(side_words(text))),
    ("another body part", _parts),
    ("another person", _relatives),
    ("another condition or certainty", _doubts),
    ("another time or course", _times),
    ("another negation", lambda text: bool(_NEGATION.search(text))),
)
"""What must be the same before and after, with what to say when it is not."""


def _flipped(ours: str, theirs: str) -> bool:
    """Whether a word that both sentences have is negated in one of them alone."""
    before, after = _negated(ours), _negated(theirs)
    shared = content(ours) & content(theirs)
    return bool((before ^ after) & shared)


def _negated(text: str) -> frozenset[str]:
    found: frozenset[str] = frozenset()
    for cue in _NEGATION.finditer(text):
        _, right = clause_around(text, cue.start(), cue.end())
        found |= content(text[cue.end() : right])
    return found


def _other_words(extracted: str, reworded: str, evidence: Sequence[str]) -> str:
    if (_HE.search(extracted) and _SHE.search(reworded)) or (_SHE.search(extracted) and _HE.search(reworded)):
        return "another sex"
    heard = " ".join((extracted, *evidence, *(to_digits(text) for text in evidence)))
    said = {word.lower() for word in _WORD.findall(heard)}
    if any(match.group(0).lower() not in said for match in _DRUG_LIKE.finditer(reworded)):
        return "a drug that nobody named"
    words, before = content(reworded), content(extracted)
    new = words - content(heard) - content(_REGISTER)
    if len(new) > max(1, MAX_NEW_WORDS * len(words)):
        return "words that nobody said"
    if len(before & words) < MIN_KEPT_WORDS * len(before):
        return "leaves too much out"
    return ""
