"""A question answered with yes or no, as the statement that it makes: "does it hurt at night?" "yes" -> "It hurts at
night." What was asked with "or" is only stated when all of it was denied."""

from __future__ import annotations

import re

from opd_desktop.scribe import rewrite
from opd_desktop.scribe.lexicon import lexicon
from opd_desktop.scribe.text import finish
from opd_desktop.scribe.visit import Person

LONGEST = 18
"""Words of the longest question that is turned into a statement."""

_TAIL = re.compile(
    r"[,\s]*(?:or anything(?: like that| else)?|or something(?: like that)?|anything like that|at all|like that|"
    r"or is it [^?]*|or not|right now|as well|too|recently|lately|any(?:where|thing) else|okay|right|for me|"
    r"with (?:that|it|this))\s*[?.]*$",
    re.IGNORECASE,
)
_LEAD = re.compile(
    r"^(?:(?:and|so|but|okay|ok|now|then|well|also|alright|all right|um|oh|what about|how about|you know|like|again|"
    r"in terms of that|any chance)\b[\s,]*)+",
    re.IGNORECASE,
)
_BE = re.compile(r"^(?P<be>are|were|is|was) (?P<who>you|it|that|this|the [a-z]+|your (?:[a-z]+ )?[a-z]+) (?P<rest>.+)$")
_DO = re.compile(
    r"^(?P<do>do|did|does) (?P<who>you|it|that|this|the (?:pain|cough|swelling|rash|headache)s?|your [a-z]+) "
    rf"(?:(?P<adverb>ever|{rewrite.ADVERB}) )?(?P<verb>[a-z]+)(?P<rest>.*)$"
)
_HAVE = re.compile(
    rf"^(?P<have>have|has) (?P<who>you|it|that|this|your [a-z]+|the [a-z]+) (?:(?P<adverb>ever|{rewrite.ADVERB}) )?"
    r"(?P<verb>[a-z]+)(?P<rest>.*)$"
)
_ANY = re.compile(r"^(?:(?:is|are|was|were) there )?any (?:other |new )?(?P<what>.+)$")
_OTHER = re.compile(
    r"\b(?:questions?|whether|you say|what|why|how|else|symptoms?|problems? (?:with|in)?$|concerns?|okay with|sound|"
    r"mind|remember|know|"
    r"think|want me|tell me|excited|plans?|guess|see (?:that|this)|like me to|need (?:a |any )?(?:refill|anything)|"
    r"ready|feel me|following|medical (?:problems?|conditions?|issues?|history)|(?:family|past) history)\b|"
    r" (?:do|does|did|have|has|are|is|were) (?:you|it|that|they)\b"
)
_UNNAMED = re.compile(
    r"\b(?:any|some) (?:[a-z-]+ )?(?:medicines?|medications?|meds|drugs|pills|tablets|vitamins|supplements)$"
)
"""What a yes alone leaves unnamed; the answer's own words name it, or nothing is said."""
_IRREGULAR_PAST = {
    "have": "had", "get": "got", "go": "went", "take": "took", "feel": "felt", "hear": "heard", "see": "saw",
    "fall": "fell", "hit": "hit", "hurt": "hurt", "come": "came", "do": "did", "eat": "ate", "sleep": "slept",
    "run": "ran", "break": "broke", "lose": "lost", "find": "found", "give": "gave", "begin": "began", "buy": "bought",
    "put": "put", "keep": "kept", "drink": "drank", "make": "made", "think": "thought", "wear": "wore", "cut": "cut",
    "let": "let", "say": "said", "tell": "told", "bring": "brought", "leave": "left", "stand": "stood", "know": "knew",
}  # fmt: skip
_SAME_PAST = frozenset({"hurt", "hit", "cut", "put", "let", "quit", "read"})
_HAS_FINDING = {"have", "had", "having", "notice", "noticed", "experience", "experienced", "get", "feel", "felt"}


def statement(question: str, *, yes: bool, person: Person) -> str:
    """The statement that a yes or no to `question` makes, or "" when it makes none that is safe to write."""
    text = _LEAD.sub("", question.lower().strip(" ?.,"))
    text = re.split(r"[.?!]\s+", text)[-1]
    for _ in range(2):
        text = _TAIL.sub("", text).strip(" ,")
    text = _LEAD.sub("", re.sub(r",? like,? (?=[a-z])", " ", text))
    text = re.sub(r"^(any [^,]+),\s*any ", r"\1 or ", text)
    if not 2 <= len(text.split()) <= LONGEST or _OTHER.search(text) or (yes and re.search(r"\bor\b", text)):
        return ""
    if yes and _UNNAMED.search(text):
        return ""
    made = _any(text, yes) or _be(text, yes, person) or _do(text, yes, person) or _have(text, yes, person)
    if not made:
        return ""
    written = rewrite.doctor_sentence(made.replace("{S}", person.subject), person)
    return "" if re.search(r"\b(?:i|me|we|you)\b", written, re.IGNORECASE) else finish(written)


def _any(text: str, yes: bool) -> str:
    match = _ANY.match(text)
    if not match or re.match(r"(?:of|changes? in the)\b", match["what"]):
        return ""
    return f"{{S}} {'reports' if yes else 'denies'} {_bare(match['what'])}"


def _bare(what: str) -> str:
    return re.sub(r"^(?:any|some)\s+", "", re.sub(r"\bor any\b", "or", what).strip(" ,"))


def _subject(who: str) -> str:
    return "{S}" if who == "you" else who


def _be(text: str, yes: bool, person: Person) -> str:
    match = _BE.match(text)
    if not match or (not yes and re.match(r"(?:still|able)\b", match["rest"]) is None and match["who"] != "you"):
        return ""
    be = {"are": "is", "were": "was"}.get(match["be"], match["be"]) if match["who"] == "you" else match["be"]
    rest = re.sub(r"^any ", "", match["rest"])
    return f"{_subject(match['who'])} {be} {'' if yes else 'not '}{_any_gone(rest) if yes else rest}"


def _do(text: str, yes: bool, person: Person) -> str:
    match = _DO.match(text)
    if not match:
        return ""
    verb, rest, who = match["verb"], match["rest"], match["who"]
    if who == "you" and verb in _HAS_FINDING and _is_finding(rest):
        return f"{{S}} {'reports' if yes else 'denies'}{_any_gone(rest)}"
    adverb = f"{match['adverb']} " if match["adverb"] and match["adverb"] != "ever" else ""
    if not yes:
        form = "did" if match["do"] == "did" else "does"
        return f"{_subject(who)} {form} not {adverb}{verb}{rest}"
    form = _past(verb) if match["do"] == "did" else f"{verb}s" if verb in _SAME_PAST else rewrite.third_person(verb)
    return f"{_subject(who)} {adverb}{form}{_any_gone(rest)}"


def _have(text: str, yes: bool, person: Person) -> str:
    match = _HAVE.match(text)
    if not match:
        return ""
    verb, rest, who = match["verb"], match["rest"], match["who"]
    if who == "you" and verb in _HAS_FINDING and _is_finding(rest):
        return f"{{S}} {'reports' if yes else 'denies'}{_any_gone(rest)}"
    return f"{_subject(who)} has {'' if yes else 'not '}{verb}{rest if not yes else _any_gone(rest)}"


def _is_finding(rest: str) -> bool:
    return bool(re.match(r" (?:any|a|an|some)\b", rest) or lexicon().kinds(rest, "symptom"))


def _any_gone(rest: str) -> str:
    return re.sub(r"\b(?:any|some)\s+(?:kind of |type of |sort of )?", "", re.sub(r"\bor any\b", "or", rest))


def _past(verb: str) -> str:
    if verb in _IRREGULAR_PAST:
        return _IRREGULAR_PAST[verb]
    if verb.endswith("e"):
        return f"{verb}d"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return f"{verb[:-1]}ied"
    return f"{verb}ed"
