"""How far a visit goes with what could be ordered: ordered, on a condition, only considered, or declined.

Speech runs on without full stops, so only the decision that names a thing is looked at, and in it only what stands near
the name: "if" four decisions later is no condition of it, and neither is "to see if the nodule is active".
"""

from __future__ import annotations

import re

from opd_desktop.domain.note import OrderStatus
from opd_desktop.scribe import order_words as w
from opd_desktop.scribe.context import reply_kind
from opd_desktop.scribe.lexicon import Mention
from opd_desktop.scribe.visit import Line, Visit

_DECIDER = (
    r"(?:let's|i'd like|i'm (?:also )?going to|i am (?:also )?going to|i want|i also|we're (?:also )?going to|"
    r"(?:we|i) (?:might|could|may)|for your|"
    r"(?:the|your) (?:second|third|next|last|other) (?:problem|issue|thing|one|diagnosis|condition|concern))"
)
_NEXT = re.compile(
    rf"[.;]\s+|,?(?: (?:and|so|but|then|now|okay|also),?)+ (?=(?:{_DECIDER}|i'd|i'll|i will|we'll|we will|you can|"
    rf"you should|let me|if)\b)|(?<!\bthink)(?<!\bwhat)(?<!\bthat)(?<!\bif)(?<!\bknow)(?<!\bbelieve)(?<!\bwhen)"
    rf"(?<!\bbefore)(?<!\bbecause)(?<!\band)(?<!\bso)(?<!\bbut)(?<!\bor),? (?={_DECIDER}\b)",
    re.IGNORECASE,
)
"""Where the next decision begins: "no iron until then, so let's check iron studies" decides twice."""
_CONDITION = re.compile(
    r"(?<!\bsee )(?<!\bdetermine )(?<!\bcheck )(?<!\bknow )(?<!\btell )(?<!\bask )(?<!\bout )(?<!\bsure )"
    r"(?<!\bdecide )(?<!\beven )(?<!\bas )(?<!\bmind )(?<!\bwonder )\bif\b"
    r"(?! (?:it's|that's|it is|that is|you're|you are) (?:okay|ok|all right|fine)\b| you (?:have any|don't mind))|"
    r"\b(?:unless|in case|depending on)\b",
    re.IGNORECASE,
)
"""A condition, not what a test is to show, and not a courtesy."""
_PRESCRIBES = re.compile(
    r"\b(?:prescri\w+|order\w*|call(?:ing)? in|send(?:ing)?|refill\w*|write you|give you|start\w*)\b", re.IGNORECASE
)
_DECLINES = re.compile(
    rf"{w.CUES['declined'].pattern}|\b(?:won't|will not|not going to|(?:do(?:es)?n't|do not) want(?: to)?|"
    r"(?:would|should)(?:n't| not)) (?:be )?(?:do(?:ing)?|order\w*|get\w*|prescrib\w*|start\w*|giv\w*|recommend\w*|"
    r"have|having)\b|\bskip(?:ping)?\b",
    re.IGNORECASE,
)
_INSTEAD = re.compile(r"\binstead of\b", re.IGNORECASE)
_OF_IT = re.compile(
    r"(?: (?:you|we|to))*(?: (?:need|do|get|want|take|have))? (?:it|that|one|them|those)\b", re.IGNORECASE
)
"""What follows a refusal that is about what was named before."""
_REFUSES = re.compile(
    r"\b(?:i(?:'d| would)|we(?:'d| would)|(?:he|she)(?:'d| would)) (?:rather|prefer) not\b|"
    r"\b(?:i|we) (?:do(?:n't| not) want|refuse|declined?)\b|\bno,? thank",
    re.IGNORECASE,
)
"""A patient who does not want what is named."""
_CHOICE = re.compile(r"\b(?:a choice|two options|options? (?:is|are|include|would)|is an option)\b", re.IGNORECASE)
_DECIDED = re.compile(r"\b(?:continue|stay on|keep (?:you|taking|using))\b", re.IGNORECASE)
_SOON_AFTER = 40
_LEADS, _TRAILS, _DOUBT = 160, 70, 100
"""Characters before and after a name within which a condition counts, and before it a doubt."""
TAKEN_UP = re.compile(
    r"\b(?:do|get|order|repeat|schedule|try|start|have|consider|go ahead with|think about|talk about) "
    r"(?P<what>it|that|one|them|the (?:scan|test|imaging|study))\b",
    re.IGNORECASE,
)
"""Words that come back to what was named before."""


def status_in(visit: Visit, index: int, mention: Mention) -> OrderStatus:
    """How far line `index` and the answer to it go with `mention`."""
    line = visit.lines[index]
    status = said_status(line.text, mention)
    replies = visit.replies(index)
    asked = line.question or status is OrderStatus.CONSIDERED
    if (asked and reply_kind(replies) == "no") or any(refuses(reply) for reply in replies[:2]):
        return OrderStatus.DECLINED
    return status


def said_status(text: str, mention: Mention) -> OrderStatus:
    """How far a doctor's sentence goes with `mention`, whatever is answered."""
    start, end = decision(text, mention)
    before, after = text[start : mention.start], text[mention.end : end]
    if declines(text, mention):
        put_off = _CONDITION.search(text, end) and TAKEN_UP.search(text, end)
        return OrderStatus.CONDITIONAL if put_off else OrderStatus.DECLINED
    if _conditional(before, after):
        return OrderStatus.CONDITIONAL
    return OrderStatus.CONSIDERED if _doubted(before[-_DOUBT:], after[:_SOON_AFTER]) else OrderStatus.ORDERED


def _doubted(before: str, after: str) -> bool:
    """Whether a name is only thought about, and no decision stands between the doubt and it."""
    doubts = [*w.CUES["considered"].finditer(before), *_CHOICE.finditer(before)]
    real = [doubt for doubt in doubts if not before.startswith(" call", doubt.end())]
    last = max((doubt.end() for doubt in real), default=None)
    if last is not None and not _DECIDED.search(before, last):
        return True
    return bool(w.CUES["considered"].search(after) or _CHOICE.search(after))


def plain_status(text: str) -> OrderStatus:
    """How far a whole sentence goes with a visit or a referral."""
    if _DECLINES.search(text):
        return OrderStatus.DECLINED
    if _CONDITION.search(text):
        return OrderStatus.CONDITIONAL
    return OrderStatus.CONSIDERED if w.CUES["considered"].search(text) else OrderStatus.ORDERED


def declines(text: str, mention: Mention) -> bool:
    """Whether a sentence says that `mention` is not given or done."""
    start, end = decision(text, mention)
    before = text[max(start, mention.start - 80) : mention.start]
    refused = [cue for cue in _DECLINES.finditer(before) if not _INSTEAD.match(cue[0])]
    if refused and not w.CUES["new"].search(before, refused[-1].end() + 12):
        return True
    if _INSTEAD.search(before[-30:]):
        return True
    after = text[mention.end : min(end, mention.end + 40)]
    return any(_OF_IT.match(after, cue.end()) for cue in _DECLINES.finditer(after))


def refuses(line: Line) -> bool:
    """Whether a patient does not want what was offered, or what the line names."""
    return line.speaker != "doctor" and bool(_REFUSES.search(line.text) or w.CUES["declined"].search(line.text))


def takes_up(line: Line) -> bool:
    """Whether a doctor comes back on a condition to what was put off ("if it's not better, we'll do it")."""
    named = line.has("drug", "lab", "imaging")
    put_off = _CONDITION.search(line.text) and TAKEN_UP.search(line.text)
    return line.speaker == "doctor" and not named and not line.question and bool(put_off)


def decision(text: str, mention: Mention) -> tuple[int, int]:
    """Where the decision that names `mention` begins and ends; a condition stays with what it is said of."""
    start = 0
    for cut in _NEXT.finditer(text):
        if cut.end() > mention.start:
            if cut.start() >= mention.end:
                return start, cut.start()
            continue
        if not _open(text[start : cut.start()]):
            start = cut.end()
    return start, len(text)


def _open(said: str) -> bool:
    """Whether words end in a condition of which the consequence is still to come."""
    condition = _CONDITION.search(said)
    if condition is None or len(said) - condition.start() > _LEADS:
        return False
    return not w.CUES["future"].search(said[: condition.start()])


def _conditional(before: str, after: str) -> bool:
    if _CONDITION.search(before[-_LEADS:]):
        return True
    return bool(_CONDITION.search(after[:_TRAILS])) and not _PRESCRIBES.search(before)
