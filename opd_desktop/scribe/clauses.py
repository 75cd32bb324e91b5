"""Run-on speech cut into clauses: speech recognition often leaves out the full stops."""

from __future__ import annotations

import re

LONG = 28
"""Words from which on a spoken sentence of a conversation is cut."""

_SHORTEST = 5
_WAITS = re.compile(r"\b(?:if|unless)(?: [\w'/-]+){2,12}$", re.IGNORECASE)
_THEN = re.compile(r"[\s,]*(?:then\b|(?:(?:and )?then )?(?:we|i|you|let's)\b)", re.IGNORECASE)
"""A condition at the end of what is said so far, and what may follow from it: without it a plan would be a promise."""


def _follows(said: str, rest: str) -> bool:
    """Whether `rest` is what will be done on the condition with which `said` ends."""
    return bool(_WAITS.search(said) and _THEN.match(rest))


_VERB = (
    r"start|give|prescribe|order|follow up|review|advise|continue|stop|increase|decrease|refer|take|return|"
    r"come back|repeat|"
    r"check|send|request|rest|drink"
)
_DICTATED = re.compile(
    rf",?\s+(?:and\s+)?(?=(?:(?:the|her|his|my) )?(?:diagnosis|impression|assessment|plan|throat|lungs|chest|"
    rf"abdomen|heart|temperature|"
    r"blood pressure|heart rate|pulse|skin|neck|ears?)\s+(?:is|are|was|shows?)\b)"
    rf"|,\s+(?:and\s+)?(?:then\s+)?(?=(?:{_VERB})\b)"
    r"|,\s+(?:and\s+)?(?=(?:she|he|there|the patient)\s+(?:is|has|was|denies|reports)\b)",
    re.IGNORECASE,
)
_SPOKEN = re.compile(
    r",?\s+(?:and so|so|and|but|okay|okay so|because|then|and then|now)\s+"
    r"(?=(?:i|i'm|i'd|i've|i'll|you|you're|you've|we|we'll|we're|he|she|it|it's|they|there|there's|let's|your|the|"
    r"on|for|that|that's|how|do|have|are|any)\b)"
    r"|\s+okay,?\s+(?=[a-z])"
    r"|(?-i:(?<=[a-z0-9])\s+(?=(?:These|This|It|It's|Just|The|We|We'll|You|You'll|He|She|They|In|That|There|Let's|"
    r"So|And|If|Please|Your)\s))",
    re.IGNORECASE,
)


def split_clauses(text: str, *, dictation: bool) -> list[str]:
    """`text` in clauses; a short sentence of a conversation stays whole. Words keep their order."""
    if dictation:
        return _cut(text, _DICTATED, 2)
    if len(text.split()) < LONG:
        return [text]
    return _cut(text, _SPOKEN, _SHORTEST)


def _cut(text: str, rule: re.Pattern[str], shortest: int) -> list[str]:
    parts: list[str] = []
    start = 0
    for match in rule.finditer(text):
        if len(text[start : match.start()].split()) < shortest or len(text[match.end() :].split()) < shortest:
            continue
        if _follows(text[start : match.start()], text[match.start() :]):
            continue
        parts.append(text[start : match.start()])
        start = match.end()
    parts.append(text[start:])
    return [part.strip(" ,") for part in parts if part.strip(" ,")]


UNPUNCTUATED = 15
"""Words without a comma from which on a spoken sentence is cut finely."""

_STARTS = re.compile(
    r"\s(?=(?:(?:and|but|so|because|then|and then|and so|okay|alright|all right|now|well)\s+)*"
    r"(?:(?:i|you|we|they|he|she|it|that|there|this)(?:'(?:m|re|ve|ll|d|s)\b|\s+(?:am|is|are|was|were|have|has|had|do|"
    r"did|don't|didn't|can|could|will|would|should|think|want|know|feel|need|see|went|got|get|take|took|just|also|"
    r"really|might|may|started|noticed|tried|recommend|appreciate|hear|haven't|hasn't|wasn't)\b)|"
    r"(?:do|did|are|were|have|can|could|is|has|does)\s+(?:you|it|that|there|your|this)\b|"
    r"(?:how|what|when|where)(?:'s|\s+(?:is|are|about|do|did|have|has|was|long|often|many|much|kind))\b|"
    r"what (?:i|we)(?:'(?:d|m|ll|re)| would| am| are| will| can| want| recommend| think| see)\b|"
    r"let(?:'s| me)\b|(?:any other|tell me|as far as|in terms of)\s|"
    r"(?:on|for)\s+(?:your|the)\s+(?:[a-z]+\s+){0,2}(?:exam|problem|issue|diagnosis|first|second|third|next|last|other)\b|"
    r"(?:your|my)\s+(?:[a-z0-9]+\s+){1,3}(?:is|are|was|were|has|have|looks?|feels?|hurts?|sounds?|shows?)\b|"
    r"okay\b|alright\b|yeah\b)"
    r")",
    re.IGNORECASE,
)
_BINDS_WORDS = (
    "that if when because what how where who which than as think know like the a an said say see feel hope sure guess "
    "until before after while since whenever whether why so time thing everything anything way all and but or to of "
    "in on at for with from by about into over then is are was were be been do does did have has had not just also "
    "really i you we they he she it this there your my his her their want wants well okay now yeah let take takes "
    "taking check listen look even only still very"
)
_BINDS = frozenset(_BINDS_WORDS.split())


def fine_clauses(text: str) -> list[str]:
    """`text` in clauses, cut before new subjects and questions where nobody wrote punctuation."""
    words = text.split()
    if len(words) < UNPUNCTUATED or len(words) / (1 + text.count(",")) < UNPUNCTUATED:
        return [text]
    parts: list[str] = []
    start = 0
    for match in _STARTS.finditer(text):
        head, rest = text[start : match.start()].split(), text[match.end() :].split()
        if len(head) < 4 or len(rest) < 3 or head[-1].lower().strip(",.'") in _BINDS:
            continue
        if _follows(text[start : match.start()], text[match.start() :]):
            continue
        parts.append(text[start : match.start()])
        start = match.end()
    parts.append(text[start:])
    return [part.strip(" ,") for part in parts if part.strip(" ,")]
