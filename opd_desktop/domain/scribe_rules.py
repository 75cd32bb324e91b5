"""What the scribe learns from a doctor's edits: readable rules of wording, and headings that are always left out. Pure.

A rule changes words, never facts: numbers, units, times, negations, sides, relatives, drugs and findings stand as they
were, or the sentence is left alone.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from opd_desktop.domain.note import DraftSentence, NoteSentence
from opd_desktop.domain.note_template import GENERAL, Heading, heading_of

Kind = Literal["replace", "leave-out"]
Meanings = Callable[[str], frozenset[str]]
"""The clinical concepts that a text names, as "kind:name" ("drug:ibuprofen", "symptom:cough")."""

ACTIVE_AFTER: Final = 3
"""Signed visits in which an edit must be seen before the scribe follows it."""
MOST_WORDS: Final = 4
"""Words on each side of a replacement."""

PROTECTED: Final = frozenset(
    {
        *GENERAL.values(), Heading.CHIEF, Heading.HISTORY, Heading.MEDICATIONS, Heading.ALLERGIES, Heading.VITALS,
        Heading.TREATMENT, Heading.RISK, Heading.FOLLOW_UP,
    }
)  # fmt: skip
"""Headings that are never left out, however often a doctor rejects them."""

_NEGATION = (
    "no not none nor never neither without denies denied deny denying negative absent cannot can't won't don't doesn't "
    "didn't isn't aren't wasn't weren't hasn't haven't hadn't unlikely unremarkable free lacks lacking refuses refused "
    "declines declined rules ruled stop stopped discontinue discontinued"
)
_SIDES = "left right bilateral bilaterally both unilateral either upper lower medial lateral anterior posterior"
_NUMBERS = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand half quarter dozen "
    "couple several few once twice thrice first second third fourth fifth single double triple"
)
_MEASURES = (
    "mg mcg g kg ml l dl mmol mol iu units unit tablet tablets capsule capsules puff puffs drop drops percent mmhg bpm "
    "celsius fahrenheit degrees cm mm inch inches lb lbs pounds second seconds minute minutes hour hours day days week "
    "weeks month months year years daily weekly monthly hourly nightly morning evening night bedtime noon bid tid qid "
    "od prn yesterday today tomorrow tonight always often sometimes rarely"
)
_PERSONS = (
    "he she his her him hers they their man woman male female boy girl mother father sister brother son daughter wife "
    "husband aunt uncle grandmother grandfather cousin parent child patient"
)
_DOUBTS = "may might could possible possibly probable probably likely suspected suspect if unless until"
_DIRECTION = "increase increased increasing decrease decreased decreasing worse worsening better improved improving "
_GUARDED: Final = frozenset(" ".join((_NEGATION, _SIDES, _NUMBERS, _MEASURES, _PERSONS, _DOUBTS, _DIRECTION)).split())

_DRUG_ENDING: Final = re.compile(
    r"(?:cillin|mycin|micin|cycline|floxacin|azole|prazole|sartan|statin|olol|dipine|gliptin|gliflozin|glutide|formin|"
    r"pril|mab|nib|vir|triptan|setron|oxetine|azepam|zolam|caine|profen|coxib|thiazide|semide|sone|solone|parin|xaban|"
    r"lukast|terol|tropium|barbital|codone|phylline|dronate)s?$"
)
_TOKEN: Final = re.compile(r"[^\W_]+(?:[’'./-][^\W_]+)*|[^\w\s]")
_WORD: Final = re.compile(r"[^\W\d_]+(?:[’'-][^\W\d_]+)*")
_ALIKE: Final = 0.5
_MOST_LETTERS: Final = 80
_VOWELS: Final = frozenset("aeiou")
_ROUNDS: Final = 6


class LearnedRule(BaseModel):
    """A rule of one doctor.

    `replace`: write `after` for the words `before` (both in small letters, `heading` is ""). `leave-out`: what stands
    under `heading` is not proposed (`before` and `after` are "").
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    kind: Kind
    before: str = Field(default="", max_length=120)
    after: str = Field(default="", max_length=120)
    heading: str = Field(default="", max_length=120)


Observation = LearnedRule
"""An edit of one visit, as the rule that it would be."""


@dataclass(frozen=True)
class Applied:
    """The sentences as the rules have them, what was left out, and the rules that changed something, in their order."""

    sentences: tuple[DraftSentence, ...]
    left_out: tuple[DraftSentence, ...]
    rules: tuple[LearnedRule, ...]


def _no_meaning(text: str) -> frozenset[str]:
    del text
    return frozenset()


# Learning -------------------------------------------------------------------------------------------


def learn(
    drafted: Sequence[DraftSentence], final: Sequence[NoteSentence], meanings: Meanings = _no_meaning
) -> tuple[Observation, ...]:
    """What a doctor's edits of one visit say, each once, in a fixed order.

    Args:
        drafted: the sentences as the scribe proposed them.
        final: the sentences of the signed note.
        meanings: names the concepts in a text, so that another word for the same thing can be told from another thing.
    """
    if not drafted:
        return ()
    pairs = _pairs(drafted, final)
    found = {one for before, after in pairs for one in _replacements(before.text, after.text, meanings)}
    found |= set(_left_out(drafted, final, pairs))
    return tuple(sorted(found, key=lambda one: (one.kind, one.before, one.after, one.heading)))


def _pairs(drafted: Sequence[DraftSentence], final: Sequence[NoteSentence]) -> list[tuple[DraftSentence, NoteSentence]]:
    """Each edited sentence with the drafted one that it was: of the same section and turns, and the most alike."""
    unchanged = Counter(_plain(one.text) for one in final if one.origin == "draft")
    left = []
    for one in drafted:
        if unchanged[_plain(one.text)]:
            unchanged[_plain(one.text)] -= 1
        else:
            left.append(one)
    pairs = []
    for edited in (one for one in final if one.origin == "edited"):
        alike = [one for one in left if one.section is edited.section and _may_be(one, edited)]
        best = max(alike, key=lambda one: _likeness(one.text, edited.text), default=None)
        if best and _likeness(best.text, edited.text) >= _ALIKE:
            left.remove(best)
            pairs.append((best, edited))
    return pairs


def _may_be(drafted: DraftSentence, edited: NoteSentence) -> bool:
    return drafted.turns == edited.turns or not edited.turns


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, _tokens(one), _tokens(other), autojunk=False).ratio()


def _replacements(drafted: str, edited: str, meanings: Meanings) -> Iterable[Observation]:
    old, new = _tokens(drafted), _tokens(edited)
    for change, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if change == "replace" and _is_wording(old[a:b], new[c:d], meanings):
            yield LearnedRule(kind="replace", before=" ".join(old[a:b]), after=" ".join(new[c:d]))


def _is_wording(before: list[str], after: list[str], meanings: Meanings) -> bool:
    """Whether these words mean the same: no number, drug, negation, side or person, and the same concepts."""
    if not all(0 < len(words) <= MOST_WORDS and len(" ".join(words)) <= _MOST_LETTERS for words in (before, after)):
        return False
    if not all(_WORD.fullmatch(word) and not _guarded(word) for word in (*before, *after)):
        return False
    one, other = meanings(" ".join(before)), meanings(" ".join(after))
    return one == other and not any(name.startswith("drug:") for name in one | other)


def _left_out(
    drafted: Sequence[DraftSentence],
    final: Sequence[NoteSentence],
    pairs: Sequence[tuple[DraftSentence, NoteSentence]],
) -> Iterable[Observation]:
    """The headings of which nothing drafted was kept, provided that something of the draft was."""
    signed = Counter(_plain(one.text) for one in final)
    kept = [one for one in drafted if signed[_plain(one.text)] or any(one is before for before, _ in pairs)]
    if not kept:
        return
    headings = {heading_of(one) for one in drafted} - {heading_of(one) for one in kept} - PROTECTED
    for heading in headings - {heading_of(one) for one in final}:
        yield LearnedRule(kind="leave-out", heading=heading.value)


# Applying -------------------------------------------------------------------------------------------


def apply(
    sentences: Iterable[DraftSentence], rules: Sequence[LearnedRule], meanings: Meanings = _no_meaning
) -> Applied:
    """The sentences with the rules applied: whole words, capitals kept, sentence by sentence.

    A sentence whose numbers, negations, sides, persons, drugs or concepts would change by it stays as it is; so does
    one on which rules contradict one another. Doing it twice changes nothing more.
    """
    leave = {one.heading: one for one in rules if one.kind == "leave-out"}
    usable = [one for one in reversed(rules) if one.kind == "replace" and _usable(one)]
    swaps = {" ".join(one.before.lower().split()): one for one in usable}
    pattern = _pattern(swaps)
    kept, out, used = [], [], set()
    for sentence in sentences:
        heading = heading_of(sentence)
        if heading.value in leave and heading not in PROTECTED:
            out.append(sentence)
            used.add(leave[heading.value])
            continue
        text, by = _reworded(sentence.text, swaps, pattern, meanings)
        used |= by
        # The line that names a problem, and the name that the others carry, stay alike.
        problem, by = _reworded(sentence.problem, swaps, pattern, meanings)
        used |= by
        changed = {"text": text, "problem": problem}
        same = text == sentence.text and problem == sentence.problem
        kept.append(sentence if same else sentence.model_copy(update=changed))
    return Applied(tuple(kept), tuple(out), tuple(one for one in rules if one in used))


def _usable(rule: LearnedRule) -> bool:
    words = rule.before.split(), rule.after.split()
    return all(side and all(_WORD.fullmatch(one) and not _guarded(one) for one in side) for side in words)


def _pattern(swaps: Iterable[str]) -> re.Pattern[str] | None:
    """Finds whole words that are to be replaced, the longest first; None when there are none."""
    longest = sorted(swaps, key=lambda words: (-len(words), words))
    anyone = "|".join(r"\s+".join(re.escape(word) for word in one.split()) for one in longest)
    found = rf"(?<![\w’'-])(?P<article>an?\s+)?(?<![\w’'-])(?P<words>{anyone})(?![\w’'-])"
    return re.compile(found, re.IGNORECASE) if longest else None


def _reworded(
    text: str, swaps: dict[str, LearnedRule], pattern: re.Pattern[str] | None, meanings: Meanings
) -> tuple[str, set[LearnedRule]]:
    """The text with the rules and those that were used; as it was when facts would change or no end is reached."""
    if pattern is None or not pattern.search(text):
        return text, set()
    used: set[LearnedRule] = set()

    def swap(found: re.Match[str]) -> str:
        words, article = found["words"], found["article"] or ""
        rule = swaps.get(" ".join(words.lower().split()))
        if rule is None:  # letters that only ignoring the case makes alike
            return found[0]
        used.add(rule)
        if article and (words[0].lower() in _VOWELS) != (rule.after[0].lower() in _VOWELS):
            article = f"{article[0]}{'n' if rule.after[0].lower() in _VOWELS else ''}{article.lstrip('aAnN')}"
        return f"{article}{_cased_like(words, rule.after)}"

    now = text
    for _round in range(_ROUNDS):
        then, now = now, pattern.sub(swap, now)
        if now == then:
            same = now != text and _facts(now) == _facts(text) and meanings(now) == meanings(text)
            return (now, used) if same else (text, set())
    return text, set()


def _cased_like(model: str, words: str) -> str:
    if len(model) > 1 and model.isupper():
        return words.upper()
    return f"{words[:1].upper()}{words[1:]}" if model[:1].isupper() else words


def _facts(text: str) -> list[str]:
    """What a rule must leave as it is, in its order: numbers, guarded words, and words that end like a drug."""
    return [word for word in _tokens(text) if _guarded(word) or any(sign.isdigit() for sign in word)]


def _guarded(word: str) -> bool:
    plain = word.lower().replace("’", "'")
    parts = {plain, *plain.split("-"), plain.removesuffix("'s")}
    return bool(parts & _GUARDED) or any(_DRUG_ENDING.search(part) for part in parts)


def _tokens(text: str) -> list[str]:
    return [word.lower().replace("’", "'") for word in _TOKEN.findall(text)]


def _plain(text: str) -> str:
    return " ".join(_tokens(text)).rstrip(" .")
