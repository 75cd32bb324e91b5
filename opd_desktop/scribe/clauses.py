"""Run-on speech cut into clauses: speech recognition often leaves out the full stops."""

from __future__ import annotations

import re

LONG = 28
"""Words from which on a spoken sentence of a conversation is cut."""

_SHORTEST = 5
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
        parts.append(text[start : match.start()])
        start = match.end()
    parts.append(text[start:])
    return [part.strip(" ,") for part in parts if part.strip(" ,")]
