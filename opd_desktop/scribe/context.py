"""What a mention means: present or absent, the patient's or a relative's, now, past, or only "if".

In the manner of ConText (Harkema et al. 2009, doi:10.1016/j.jbi.2009.05.002), made for conversation: the cue words
act inside one clause, and a reply of "no" turns the question's findings into absent ones.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from opd_desktop.scribe.lexicon import Mention
from opd_desktop.scribe.visit import Line

Polarity = Literal["present", "absent", "unclear"]
Reply = Literal["yes", "no", "unclear"]


class Status(NamedTuple):
    """How a mention is meant."""

    polarity: Polarity
    experiencer: Literal["patient", "family"] = "patient"
    when: Literal["now", "past", "hypothetical"] = "now"


_CLAUSE = re.compile(
    r"[;.?!]|\b(?:but|except|however|although|though|other than|apart from|besides)\b|,\s*(?=(?:i|he|she|they|it|"
    r"you|we|there)\b)"
    r"|\b(?:no|nope)\s*,\s*(?=(?:it's |it is |i have |i've had |i've got )?(?:just|only|mostly)\b)"
    r"|\b(?:and|so)\s+(?=(?:i|he|she|they|you|we|there|it) )"
    r"|\band,?\s+(?=(?:a (?:little|bit|lot)|some|lots|too much)\b)",
    re.IGNORECASE,
)
_NEGATION = re.compile(
    r"\b(?:no|not|never|without|denie[sd]|deny|denying|none|negative for|free of|absence of|neither|nor|rule[sd]? out|"
    r"do(?:es)?n't|didn't|haven't|hasn't|hadn't|isn't|aren't|wasn't|weren't|can't|couldn't|won't|cannot)\b",
    re.IGNORECASE,
)
_NOT_NEGATION = re.compile(
    r"\b(?:no(?=,? (?:i|i've|i'm|it|it's|just|only|mostly|but|he|she|they)\b)|"
    r"not (?:only|just|sure|certain)|no (?:change|increase|improvement|relief)|don't know|"
    r"not getting (?:any )?better|no doubt|"
    r"doesn't (?:help|go away|seem to)|didn't (?:help|work|get better|really help)|not (?:improv|go|help|resolv|"
    r"getting)\w*|"
    r"hasn't (?:helped|gone|improved|really)|haven't (?:been able|slept)|no longer than|can't (?:sleep|stop))\b",
    re.IGNORECASE,
)
_FAMILY = re.compile(
    r"\b(?:mother|father|mom|dad|brother|sister|grandmother|grandfather|grandma|grandpa|aunt|uncle|cousin|parents?|"
    r"family history|in (?:the|my|your|his|her|our) (?:\w+ )?family|family members?|"
    r"my (?:son|daughter|wife|husband|kids?))\b",
    re.IGNORECASE,
)
_PAST = re.compile(
    r"\b(?:history of|past medical history|years? ago|used to|in the past|previous(?:ly)?|as a (?:child|kid)|"
    r"had (?:a|an) .* (?:ago|before)|"
    r"months ago|resolved|went away|when i was)\b",
    re.IGNORECASE,
)
_IF = re.compile(
    r"\b(?:if (?:you|he|she|it|there|the|i|they|symptoms|not|no|any|your|his|her|their)|"
    r"in case|watch (?:out )?for|call (?:me|us) (?:if|with|for)|look out for|"
    r"(?:can|could|may|might) (?:also |sometimes )?(?:cause|lead)|"
    r"(?:some|many|most|a lot of) (?:people|patients|folks)|to (?:prevent|avoid)|risk of|side effects?|rule out|"
    r"make sure (?:that )?(?:there|it|you|he|she|they|we|this|that|nothing|everything)|see (?:if|whether)|"
    r"should you|unless)\b",
    re.IGNORECASE,
)
_SIDE_EFFECT = re.compile(
    r"\s+(?:(?:is|are)|(?:can|could|may|might) be) (?:an? |one of the |the )?(?:very |more |most )?(?:common|known|"
    r"possible|potential|frequent|rare|typical|usual) side effects?\b",
    re.IGNORECASE,
)
"""Behind what a drug can do: nobody has it yet."""
_YES = re.compile(
    r"^(?:oh,?\s+)?(?:yes|yeah|yep|yup|mm-hmm|uh-huh|correct|sure|definitely|absolutely|i do|i have|i did|i am|"
    r"i was|it does|it is|it has|"
    r"a little|sometimes|occasionally|once in a while|every once|all the time|slight|some|right)\b",
    re.IGNORECASE,
)
_NO = re.compile(
    r"^(?:oh,?\s+)?(?:no|nope|nah|none|never|not (?:really|at all|that|since|yet|now|lately|recently)|nothing|"
    r"i don't|i haven't|"
    r"i didn't|i'm not|it doesn't|it hasn't|i can't say|don't think|i do not|i have not|negative)\b",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"^(?:(?:oh|well|um|uh),?\s+)*(?:i|it|i've|i'm|it's)\b", re.IGNORECASE)
_NEGATIVE_QUESTION = re.compile(
    r"^(?:and |so |okay,? )?(?:no|not|you (?:don't|haven't|didn't|never)|don't|haven't)\b", re.IGNORECASE
)


_FAMILY_HISTORY = re.compile(
    r"\bfamily (?:medical )?history\b(?![^.;?!]*\b(?:personal|past medical|you have|your own|i have)\b)[^.;?!]*$",
    re.IGNORECASE,
)
"""A heading that is said once and stands for all that is listed after it."""


def clause_around(text: str, start: int, end: int) -> tuple[int, int]:
    """The clause of `text` in which characters start..end stand."""
    left, right = 0, len(text)
    for cut in _CLAUSE.finditer(text):
        if cut.end() <= start:
            left = cut.end()
        elif cut.start() >= end:
            right = cut.start()
            break
    return left, right


def status_of(text: str, mention: Mention) -> Status:
    """How `mention` is meant in the statement `text`."""
    left, right = clause_around(text, mention.start, mention.end)
    clause = text[left:right]
    before = _NOT_NEGATION.sub(lambda m: " " * len(m.group(0)), text[left : mention.start])
    after = text[mention.end : right]
    absent = bool(_NEGATION.search(before)) or bool(
        re.match(
            r"\s+(?:is|are|was|were|has been)?\s*(?:not |n't |negative|absent|denied|ruled out|resolved)",
            after,
        )
    )
    family = bool(_FAMILY.search(clause)) or bool(_FAMILY_HISTORY.search(text[: mention.start]))
    if _IF.search(text[: mention.end]) or _SIDE_EFFECT.match(text, mention.end):
        when: Literal["now", "past", "hypothetical"] = "hypothetical"
    elif _PAST.search(clause):
        when = "past"
    else:
        when = "now"
    return Status("absent" if absent else "present", "family" if family else "patient", when)


def reply_kind(replies: Sequence[Line]) -> Reply:
    """Whether the first words of a reply say yes, no, or neither."""
    for line in replies:
        if _NO.match(line.text):
            return "no"
        if _YES.match(line.text):
            return "yes"
        return "unclear"
    return "unclear"


def asked_negatively(question: str) -> bool:
    """Whether a question expects "no" ("no fever?", "you haven't had any pain?")."""
    return bool(_NEGATIVE_QUESTION.match(question))


def answered(question: Line, mention: Mention, replies: Sequence[Line]) -> Polarity:
    """What a reply makes of a finding that was asked about.

    "No, just the cough" leaves the cough present; a bare "yes" to a negative question stays unclear.
    """
    for line in replies:
        for other in line.mentions:
            if other.concept == mention.concept:
                return status_of(line.text, other).polarity
    if replies and replies[0].mentions and _SENTENCE.match(replies[0].text):
        return "unclear"  # "Any fever?" "I have had a cough": what is told is something else
    kind = reply_kind(replies)
    negative = asked_negatively(question.text)
    if kind == "no":
        return "absent"
    if kind == "yes" and not negative:
        return "present"
    if kind == "yes" and re.match(r"(?:correct|right|that's right)\b", replies[0].text, re.IGNORECASE):
        return "absent"
    return "unclear"
