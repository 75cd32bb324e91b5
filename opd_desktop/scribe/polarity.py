"""Whether what was said in a conversation is there or not: denials in run-on speech, and answers to questions.

`context.status_of` reads one clause. What a doctor dictates during an examination comes without commas and full stops,
so here a denial reaches only up to the next statement ("no rebound there is tenderness"), and a question is only what
stands near the end of a turn, before its answer.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

from opd_desktop.scribe.context import answered, asked_negatively, reply_kind, status_of
from opd_desktop.scribe.lexicon import Mention
from opd_desktop.scribe.visit import Line

Polarity = Literal["present", "absent", "unclear"]

_CUE = re.compile(
    r"\b(?:no|not|never|without|denie[sd]|deny|denying|none|negative for|free of|absence of|neither|nor|"
    r"(?:do|does|did|have|has|had|is|are|was|were|ca|could|wo)n't|can't|cannot)\b",
    re.IGNORECASE,
)
_STATEMENT = re.compile(
    r"\b(?:there(?: is|'s| are| was) (?!no\b|any\b)|positive\b|(?:you|he|she|i|it) (?:do |does |also |still |just )?"
    r"(?:have|has|are|is|was|had|feel|see|hear|appreciate|get|got|seems?|feels|hurts) (?!no\b|not\b|any\b)|"
    r"(?:do|does) have (?!any\b)|"
    r"some\b|(?:one|two|three|1|2|3) ?(?:plus|\+)|causing\b|which (?:is|means)\b|(?:this|that) means\b|but\b|"
    r"shows?\b|demonstrates?\b|consistent with\b|because\b|so (?:i|we|you|that)\b)",
    re.IGNORECASE,
)
"""What begins a statement of its own after a denial."""
_ASKED_WITHIN = re.compile(
    r"\b(?:do|have|are|did|had|were) you\b|\bdoes (?:it|that|this)\b|\bsymptoms like\b|\bhow about\b", re.IGNORECASE
)
"""A question inside a run-on sentence."""
_ANY = re.compile(r"\bany\b", re.IGNORECASE)
_ASKED_BEFORE = 90
_ANSWERED_AFTER = 160
"""Characters between a question's word and what is asked, and from there to the end of the line, at most."""
_WHY = re.compile(r"^(?:\w+,? )?(?:could|why|would|should|can|is (?:that|this)|what)\b", re.IGNORECASE)
"""A question about a finding that is there ("could that be why my stomach hurts?")."""
_NO_JUST = re.compile(r"(?:no|nope)\W+(?:really\W+)?(?:just|only|it's just|mostly)\b", re.IGNORECASE)
"""The "no" of "no, just a headache" answers the question and leaves the headache."""


def said_polarity(line: Line, mention: Mention, replies: Sequence[Line]) -> Polarity:
    """Whether a line of a conversation, with the replies to it, says that a finding is there."""
    if is_asked(line, mention.start, mention.end):
        if _NO_OWN.search(line.text, mention.end, mention.end + _ANSWERED_AFTER):
            return "absent"
        kind = answered(line, mention, replies)
        return "absent" if kind == "unclear" and _others_told(line, mention, replies) else kind
    if status_of(_EVEN_IF.sub("even as", line.text), mention).when == "hypothetical":
        return "unclear"
    polarity = stated(line.text, mention)
    if polarity == "absent" and _NO_JUST.match(line.text):
        return "present"
    return polarity


_EVEN_IF = re.compile(r"\beven if\b", re.IGNORECASE)
""" "Even if I just walk I get palpitations" is no condition. As long as what stands for it."""


_NO_OWN = re.compile(
    r"\b(?:like that|at all|anything|anything else|lately|recently|right now)\W+(?:no|nope|none|nothing)\b|"
    r"\b(?:no|nope)\W*$",
    re.IGNORECASE,
)
"""The answer in the line of the question, where a recogniser took two speakers for one."""


def _others_told(line: Line, mention: Mention, replies: Sequence[Line]) -> bool:
    """Whether several findings were asked about and the reply names some of them, but not this one."""
    asked = {one.concept.name for one in line.mentions if one.concept.kind in {"symptom", "disorder"}}
    told = {one.concept.name for reply in replies[:2] for one in reply.mentions}
    return len(asked) > 1 and bool(told & asked) and mention.concept.name not in told and reply_kind(replies) != "yes"


def stated(text: str, mention: Mention) -> Polarity:
    """Whether a statement says that a finding is there."""
    polarity = status_of(text, mention).polarity
    if polarity == "present":
        return "absent" if _NO_BEHIND.match(text, mention.end) else "present"
    cues = list(_CUE.finditer(text, 0, mention.start))
    # "Denies some pain" is a denial; only behind its first word can a statement begin.
    first = _NEXT.match(text, cues[-1].end()) if cues else None
    that = _THAT.match(text, cues[-1].end()) if cues else None
    if that:  # "denies that he has had a fever" denies the whole statement
        first = that
    if first and _STATEMENT.search(text, first.end(), mention.start):
        behind = _DENIED_BEHIND.match(text, mention.end)
        return "absent" if behind else "present"
    return polarity


_NEXT = re.compile(r"\W*\w*")
_THAT = re.compile(
    r" that (?:there|it|he|she|they|the \w+|his \w+|her \w+)(?: (?:has|had|have|is|are|was|were|been|does|do|ever))*",
    re.IGNORECASE,
)
_NO_BEHIND = re.compile(r",? (?:no|none|negative)\W*$", re.IGNORECASE)
""" "Diarrhea no": asked and answered in one line."""
_DENIED_BEHIND = re.compile(r"\s+(?:is|are|was|were)?\s*(?:not|negative|absent|denied)\b")


def line_polarity(line: Line, replies: Sequence[Line]) -> Polarity:
    """What the replies make of a question as a whole."""
    kind = reply_kind(replies)
    if kind == "no":
        return "absent"
    return "present" if kind == "yes" and not asked_negatively(line.text) else "unclear"


_LINKS = re.compile(r"\b(?:and|or|any|okay|alright|what about|how about|some|like|no|uh|um|so)\b|\W+", re.IGNORECASE)


def _only_named(line: Line) -> bool:
    """Whether a line only names findings: "fever chills" from a doctor is a question."""
    rest = line.text
    for mention in sorted(line.mentions, key=lambda one: -one.start):
        if mention.concept.kind not in {"symptom", "disorder"}:
            return False
        rest = rest[: mention.start] + rest[mention.end :]
    return bool(line.mentions) and not _LINKS.sub("", rest) and not _CUE.search(line.text)


def is_asked(line: Line, start: int, end: int) -> bool:
    """Whether characters start..end of a line are what it asks about."""
    if len(line.text) - end > _ANSWERED_AFTER:
        return False
    if line.question:
        return line.speaker == "doctor" or not _WHY.match(line.text)
    if line.speaker == "doctor" and line.phase == "history" and _only_named(line):
        return True
    before = line.text[max(0, start - _ASKED_BEFORE) : start]
    if _ASKED_WITHIN.search(before):
        return True
    told = _CUE.search(before) or line.phase in {"exam", "results"} or line.speaker != "doctor"
    return not told and bool(_ANY.search(before))
