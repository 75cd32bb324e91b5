"""Short answers with what they answer: how long, how bad, and where."""

from __future__ import annotations

import re

from opd_desktop.scribe.visit import Line

_ONSET_QUESTION = re.compile(
    r"\bhow long|\bwhen did (?:it|this|that|the|you (?:first )?(?:notice|start|feel|hurt|injure))|"
    r"\bwhen (?:was|did)|\bhow many (?:days|weeks|months)",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b(?:\d+|a|an|one|two|three|four|five|six|seven|couple|few|several|last|past|this)\b[^.]{0,16}"
    r"\b(?:days?|weeks?|months?|years?|hours?|night|morning|evening|monday|tuesday|wednesday|thursday|friday|saturday|"
    r"sunday)\b|\byesterday\b|\btoday\b|\bsince\b",
    re.IGNORECASE,
)
_ABOUT = r"(?:(?:about|around|probably|maybe|like|approximately|almost|nearly|over|the|past|last|good) )*"
_TELLS = re.compile(
    r"\b(?:i|i'm|i've|he|she|they|it|it's|nothing|when|is|was|has|have|had|hasn't|haven't|did|do)\b", re.IGNORECASE
)
"""What makes an answer more than a time."""
_LAST_TIME = re.compile(r"\bwhen (?:was|were) (?:your|the) last (?P<what>[a-z][a-z -]{2,40}?)\W*$", re.IGNORECASE)
_SEVERITY_QUESTION = re.compile(
    r"\bscale\b|\brate (?:your|the|that) pain|\bone to (?:10|ten)|\b1 to 10\b|\bout of 10\b", re.IGNORECASE
)
_WHERE_QUESTION = re.compile(r"\bwhere\b|\bwhich (?:side|part)|\bis it (?:your|the|on)", re.IGNORECASE)
_PLACE = re.compile(
    r"\b(?:side|inside|outside|back|front|left|right|upper|lower|middle|top|bottom|center|both|shoulder|knee|hip|ankle|"
    r"foot|toe|finger|thumb|wrist|elbow|neck|chest|stomach|belly|abdomen|forehead|temples?|head)\b",
    re.IGNORECASE,
)
_RATED = re.compile(
    r"\b\d+(?:\.\d+)?(?:(?:/| out of )10)?(?:\s*(?:or|to|-)\s*\d+)?\b"
    r"(?! ?(?:pills?|tablets?|mg|hours?|days?|weeks?|months?|times?|minutes?)\b)"
)
_RATED_WHEN = re.compile(
    r"\b(?P<when>(?:with(?:out)?|when|after|before|while|during) (?!(?:an? )?\d)[\w' -]*?\w|"
    r"at (?:rest|night|its worst|worst|its best|best)|right now|today|now|in the (?:morning|evening)|"
    r"on (?:a )?(?:good|bad) days?)"
    r"(?=,|\W*$| it| its| that| i'd| i would| about| maybe| around| like| is\b| was\b| an? \d| \d)",
    re.IGNORECASE,
)
_PARTS = re.compile(r"[,;]? (?:but|and then|then)\b|;|, (?=\D{0,30}\d)", re.IGNORECASE)


def labelled(asked: Line, line: Line) -> str:
    """A short answer with what it answers: how long, and how bad; empty where it is a sentence already."""
    body = re.sub(r"^(?:probably|maybe|i think|i'd say|i would say|about,|yes,?|yeah,?)\s+", "", line.text)
    if _ONSET_QUESTION.search(asked.text) and _TIME.search(body):
        return _lasting(asked, body)
    if _SEVERITY_QUESTION.search(asked.text) and re.search(r"\d", body):
        return _rated(body)
    place = _WHERE_QUESTION.search(asked.text) and _PLACE.search(body)
    if place and not re.search(r"\b(?:it|it's|is|was|i)\b", body):
        return (
            f"the symptoms are located {body if re.match(r'(?:in|on|at|over|around|across)', body) else f'at {body}'}"
        )
    return ""


def _lasting(asked: Line, body: str) -> str:
    body = re.sub(r"^(?:it's been|it has been|it was|it started|it's|started|this was|that was)\s+", "", body)
    if last := _LAST_TIME.search(asked.text):
        return f"my last {last['what']} was {body}"
    if _TELLS.search(body):
        return ""
    going_on = re.match(r"(?:for|since)\b", body, re.IGNORECASE)
    ago = re.search(r"\b(?:ago|yesterday|this morning|last (?:night|week|month|year)|on [a-z]+day)\b", body)
    lasting = re.match(rf"{_ABOUT}(?:\d|an?\b|one|two|three|couple|few|several)", body, re.IGNORECASE)
    body = f"{body[:1].lower()}{body[1:]}"
    if going_on or (not ago and lasting and re.search(r"how (?:long|many)", asked.text, re.IGNORECASE)):
        body = body if going_on else f"for {body}"
        return f"this has been going on {body}"
    return f"symptoms began {body}"


def _rated(body: str) -> str:
    """The figures of a pain, each with when it is so ("rated 7, 4 with the pills")."""
    told = []
    for text in _PARTS.split(body):
        when = _RATED_WHEN.search(text)
        number = _RATED.search(text)
        if number:
            told.append(f"{number[0]} {when['when'].lower()}" if when else number[0])
    return f"the pain is rated {', '.join(told)}" if told else ""


def rates(asked: Line, line: Line) -> bool:
    """Whether a line, be it one word, is a figure that was asked for."""
    return bool(_SEVERITY_QUESTION.search(asked.text) and _RATED.search(line.text))
