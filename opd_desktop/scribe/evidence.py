"""What a dialogue says, in the shapes in which a note's sentences ask for it: words, findings, numbers, sides."""

from __future__ import annotations

import csv
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal, NamedTuple

from opd_desktop.domain.note import Transcript
from opd_desktop.paths import RESOURCES
from opd_desktop.scribe.context import answered, clause_around, status_of
from opd_desktop.scribe.facts import findings
from opd_desktop.scribe.lexicon import Concept, lexicon
from opd_desktop.scribe.orders import says_when_to_return
from opd_desktop.scribe.quantities import Quantity, quantities, written
from opd_desktop.scribe.text import tidy
from opd_desktop.scribe.visit import Line, Visit, prepare

Polarity = Literal["present", "absent", "unclear"]

_WORD = re.compile(r"[a-z][a-z'-]+", re.IGNORECASE)
_STOP_WORDS = (
    "the a an and or of to in for with on at by from as is are was were be been has have had he she they his her "
    "their him them it its this that these those who which patient patient's states reports notes denies endorses "
    "today there no not any some will would should can may also about up per mr ms mrs dr do does did year old male "
    "female man woman presents history i you your my we our me us if when then so but all more very likely"
)
_STOP = frozenset(_STOP_WORDS.split())
_SIDE = re.compile(r"\b(left|right|bilateral(?:ly)?|both)\b", re.IGNORECASE)
_RIGHT_NOT_SIDE = re.compile(
    r"\bright (?:now|away|here|there|after|before|around|on)\b|\ball right\b|\bthat's right\b|"
    r"^right(?=\W*$|\W*[,.?!]| (?:so|okay|and|but)\b)|, right(?=\W*$|\W*[,.?!])|"
    r"\b(?:have|has|had|he|she|is|was|be|been|and|he's|she's|has) left (?:the|my|her|his|for)\b|right\?",
    re.IGNORECASE,
)
_PARTS = (
    "knee shoulder hip ankle foot feet hand wrist elbow arm forearm leg ear eye side calf shin thumb finger toe lung "
    "kidney breast groin flank heel thigh cheek extremity extremities base lobe quadrant abdomen abdominal belly "
    "stomach chest neck jaw face nostril eyelid ovary testicle rib buttock hamstring bicep achilles carotid atrium "
    "ventricle index ring"
)
_PART_WORD = rf"(?:{'|'.join(_PARTS.split())})"
_SIDED = re.compile(
    rf"\b(left|right|bilateral|both)(?:[- ]sided)?\s+(?:[a-z-]+\s+){{0,2}}?({_PART_WORD})s?\b", re.IGNORECASE
)
_SIDE_OF = re.compile(
    rf"\b(left|right|both) (?:side|sides|aspect)? ?(?:of|on|in) (?:the|his|her|my|your) (?:[a-z]+ )?({_PART_WORD})s?\b",
    re.IGNORECASE,
)
_ANY_PART = re.compile(
    rf"\b({'|'.join(_PARTS.split())}|back|head|throat|spine|heart|skin|nose|mouth|sinus(?:es)?|lymph|scalp|"
    rf"malleolus|phalanx|joint)s?\b",
    re.IGNORECASE,
)
_REGION = {
    "feet": "foot", "belly": "abdomen", "abdominal": "abdomen", "stomach": "abdomen", "extremities": "extremity",
    "forearm": "arm",
}  # fmt: skip
_PLAIN_SIDE = re.compile(r"\b(left|right)[- ]sided\b|\bon (?:the|my|your|his|her) (left|right)\b", re.IGNORECASE)


class SideSaid(NamedTuple):
    """A side of a body part, with the words around it."""

    part: str
    side: str
    turn: int
    stems: frozenset[str]


class Said(NamedTuple):
    """A concept as it was said once. `parts` are the body parts named with it."""

    name: str
    polarity: Polarity
    family: bool
    parts: frozenset[str]
    stems: frozenset[str]
    turn: int


class Number(NamedTuple):
    """A number as it was said once, with the stems of the turns beside it, and of those a little further away."""

    unit: str
    turn: int
    near: frozenset[str]
    wide: frozenset[str]


class Claim(NamedTuple):
    """One line: its stems, and those of them that it denies. `unclear` for questions without a clear answer."""

    turn: int
    stems: frozenset[str]
    denied: frozenset[str]
    unclear: bool


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the dialogue says."""

    visit: Visit
    text: str
    stems: frozenset[str]
    by_turn: tuple[tuple[int, frozenset[str]], ...]
    numbers: dict[str, tuple[Number, ...]]
    said: dict[str, tuple[Said, ...]]
    sides: tuple[SideSaid, ...]
    claims: tuple[Claim, ...]
    groups: frozenset[str]
    doses: dict[str, frozenset[str]]
    ages: frozenset[str] = field(default_factory=frozenset)

    def turns_of(self, name: str) -> tuple[int, ...]:
        """The turns in which a concept was said."""
        return tuple(dict.fromkeys(row.turn for row in self.said.get(name, ())))


@lru_cache(maxsize=8192)
def stem(word: str) -> str:
    """A crude stem, enough to match "coughing" with "cough"."""
    word = word.lower().strip("'-")
    for suffix in ("ing", "edly", "ied", "ies", "ed", "es", "ly", "s"):
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return word[: -len(suffix)] + ("y" if suffix in {"ies", "ied"} else "")
    return word


@lru_cache(maxsize=16384)
def content(text: str) -> frozenset[str]:
    """The stems of the words that carry meaning."""
    return frozenset(stem(word) for word in _WORD.findall(text) if word.lower() not in _STOP and len(word) > 2)


def side_words(text: str) -> list[str]:
    """Every left, right, bilateral and both that means a side, in order."""
    return [side.lower() for side in _SIDE.findall(_RIGHT_NOT_SIDE.sub(" ", text))]


def sides_of(text: str) -> list[tuple[str, str]]:
    """(body part, left | right | both) for every part that is named with its side."""
    bare = _RIGHT_NOT_SIDE.sub(" ", text)
    rows = []
    for match in (*_SIDED.finditer(bare), *_SIDE_OF.finditer(bare)):
        side, part = match.group(1).lower(), match.group(2).lower()
        rows.append((_REGION.get(part, part), "both" if side.startswith("b") else side))
    return list(dict.fromkeys(rows))


def parts_of(text: str) -> frozenset[str]:
    """The body parts that a text names."""
    return frozenset(_REGION.get(part.lower(), part.lower()) for part in _ANY_PART.findall(text))


@lru_cache(maxsize=1)
def spoken_ways() -> dict[str, re.Pattern[str]]:
    """Concept -> pattern of the everyday words that may stand for it, from `resources/codes/spoken.tsv`."""
    with (RESOURCES / "codes" / "spoken.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    return {row["concept"]: re.compile(rf"\b(?:{row['spoken']})", re.IGNORECASE) for row in rows}


@lru_cache(maxsize=1)
def _terms() -> dict[str, tuple[frozenset[str], ...]]:
    """Concept -> the stems of each of its terms."""
    found: dict[str, list[frozenset[str]]] = defaultdict(list)
    for kind in ("symptom", "disorder"):
        for term in lexicon().names(kind):
            for mention in lexicon().find(term):
                if mention.words.lower() == term:
                    found[mention.concept.name].append(content(term))
    return {name: tuple(rows) for name, rows in found.items()}


def told_otherwise(concept: Concept, evidence: Evidence) -> bool:
    """Whether the dialogue may say a concept in everyday words, so that its absence can't be held against a note."""
    pattern = spoken_ways().get(concept.name)
    if pattern and pattern.search(evidence.text):
        return True
    terms = [stems for stems in _terms().get(concept.name, ()) if stems and stems <= evidence.stems]
    if not terms:
        return False
    turns = [stems for _, stems in evidence.by_turn]
    pairs = [one | two for one, two in itertools.pairwise(turns)] or turns
    return any(stems <= pair for stems in terms for pair in pairs)


def evidence_of(transcript: Transcript) -> Evidence:
    """The evidence of a transcript, for judging many sentences against it."""
    visit = prepare(transcript)
    texts = [(turn.id, written(tidy(turn.text))) for turn in transcript.turns]
    by_turn = []
    for number, text in texts:
        # "See you in a week" is noted as a follow-up.
        meant = content("follow") if says_when_to_return(text) else frozenset()
        by_turn.append((number, content(text) | meant))
    drugs = [mention.concept for _, text in texts for mention in lexicon().kinds(text, "drug")]
    return Evidence(
        visit=visit,
        text=" ".join(text for _, text in texts),
        stems=frozenset(stem_ for _, stems in by_turn for stem_ in stems)
        | frozenset(stem_ for turn in transcript.turns for stem_ in content(turn.text)),
        by_turn=tuple(by_turn),
        numbers=_numbers(texts, [stems for _, stems in by_turn]),
        said=_said(visit, texts),
        sides=tuple(_sides(texts)),
        claims=tuple(_claims(visit)),
        doses=_doses(texts),
        groups=frozenset(concept.group for concept in drugs if concept.group),
        ages=frozenset(q.value for _, text in texts for q in quantities(text) if q.age),
    )


def _numbers(texts: list[tuple[int, str]], stems: list[frozenset[str]]) -> dict[str, tuple[Number, ...]]:
    found: dict[str, list[Number]] = defaultdict(list)
    for index, (turn, text) in enumerate(texts):
        around = frozenset[str]().union(*stems[max(0, index - 1) : index + 2])
        wide = frozenset[str]().union(*stems[max(0, index - 4) : index + 5])
        for quantity in quantities(text):
            for value in {quantity.value, *quantity.parts}:
                found[value].append(Number(quantity.unit, turn, around, wide))
        for small in _lists(text):
            found[small].append(Number("", turn, stems[index], stems[index]))
    return {value: tuple(rows) for value, rows in found.items()}


def _doses(texts: list[tuple[int, str]]) -> dict[str, frozenset[str]]:
    """Drug -> the numbers said right before it, and after it until the next drug, if need be in the next turns."""
    found: dict[str, set[str]] = defaultdict(set)
    for index, (_, text) in enumerate(texts):
        drugs = lexicon().kinds(text, "drug")
        for mention, after in zip(drugs, [*(other.start for other in drugs[1:]), len(text)], strict=False):
            numbers = {q.value for q in quantities(text) if mention.end <= q.start < after}
            numbers |= {q.value for q in quantities(text) if 0 <= mention.start - q.end <= 14}
            for _, later in texts[index + 1 : index + 4] if not numbers and after == len(text) else ():
                if lexicon().kinds(later, "drug"):
                    break
                numbers |= {q.value for q in quantities(later)}
            found[mention.concept.name] |= numbers
    return {name: frozenset(numbers) for name, numbers in found.items()}


_COUNTED = "zero one two three four five six seven eight nine ten eleven twelve"
_ORDINALS = (
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth "
    "sixteenth seventeenth eighteenth nineteenth twentieth"
)
_SMALL_WORDS = {word: str(number) for number, word in enumerate(_COUNTED.split())}
_SMALL_WORDS |= {word: str(number) for number, word in enumerate(_ORDINALS.split(), start=1)}
_SMALL_WORDS |= {"couple": "2", "single": "1", "half": "0.5", "both": "2", "thirtieth": "30"}
_TENS = {"twenty": 20, "thirty": 30}


def _lists(text: str) -> list[str]:
    """Small numbers that stay words in prose ("one to two tablets", "the second dose", "the twenty fourth")."""
    words = re.findall(r"[a-z]+", text.lower())
    found = [_SMALL_WORDS[word] for word in words if word in _SMALL_WORDS]
    found += [
        str(_TENS[ten] + int(_SMALL_WORDS[one]))
        for ten, one in itertools.pairwise(words)
        if ten in _TENS and one in _SMALL_WORDS and one in _ORDINALS
    ]
    return found


_ASKED_WITHIN = re.compile(r"\b(?:any|do you|have you|are you|did you|does it|symptoms like)\b", re.IGNORECASE)
"""A question inside a doctor's run-on sentence."""
_NO_JUST = re.compile(r"(?:no|nope)\W+(?:really\W+)?(?:just|only|it's just|mostly)\b", re.IGNORECASE)
"""The "no" of "no, just a headache" answers the question and leaves the headache."""


def _said(visit: Visit, texts: Iterable[tuple[int, str]]) -> dict[str, tuple[Said, ...]]:
    found: dict[str, list[Said]] = defaultdict(list)
    seen: set[tuple[str, int]] = set()
    lines = visit.lines
    for index, line in enumerate(lines):
        stems = content(line.text)
        parts = parts_of(line.text)
        for mention in line.mentions:
            status = status_of(line.text, mention)
            polarity: Polarity = status.polarity
            if line.question or (line.speaker == "doctor" and _ASKED_WITHIN.search(line.text[: mention.start])):
                polarity = answered(line, mention, visit.replies(index))
            elif polarity == "absent" and _NO_JUST.match(line.text):
                polarity = "present"
            name = mention.concept.name
            row = Said(name, polarity, status.experiencer == "family", parts, stems, line.id)
            found[name].append(row)
            seen.add((name, line.id))
    for fact in findings(visit):
        stems = frozenset[str]().union(*(content(line.text) for line in lines if line.id in fact.turns))
        parts = frozenset[str]().union(*(parts_of(line.text) for line in lines if line.id in fact.turns))
        family = fact.status.experiencer == "family"
        for turn in fact.turns[:1]:
            found[fact.concept.name].append(Said(fact.concept.name, fact.status.polarity, family, parts, stems, turn))
    for turn, text in texts:
        for mention in lexicon().find(text):
            if (mention.concept.name, turn) not in seen:
                found[mention.concept.name].append(
                    Said(mention.concept.name, "unclear", False, parts_of(text), content(text), turn)
                )
    return {name: tuple(rows) for name, rows in found.items()}


def _sides(texts: list[tuple[int, str]]) -> Iterable[SideSaid]:
    previous: frozenset[str] = frozenset()
    for turn, text in texts:
        stems = content(text)
        for part, side in sides_of(text):
            yield SideSaid(part, side, turn, stems)
        for match in _PLAIN_SIDE.finditer(_RIGHT_NOT_SIDE.sub(" ", text)):
            side = (match.group(1) or match.group(2)).lower()
            for part in parts_of(text) or previous or {"side"}:
                yield SideSaid(part, side, turn, stems)
        previous = parts_of(text) or previous


_DENY = re.compile(
    r"\b(?:no|not|never|without|denie[sd]|deny|denying|negative for|none|nor|free of|"
    r"(?:do|does|did|have|has|had|is|are|was|were|ca|could|wo)n't|cannot|can't|won't)\b",
    re.IGNORECASE,
)


def denied_words(text: str) -> frozenset[str]:
    """The stems that a denial in `text` covers: what follows "no", "denies", ... up to the end of its clause."""
    found: frozenset[str] = frozenset()
    for cue in _DENY.finditer(text):
        _, right = clause_around(text, cue.start(), cue.end())
        found |= content(text[cue.end() : right])
    return found


def _claims(visit: Visit) -> Iterable[Claim]:
    for index, line in enumerate(visit.lines):
        stems = content(line.text)
        if not stems:
            continue
        if not line.question:
            yield Claim(line.id, stems, denied_words(line.text), False)
            continue
        polarity = _answer(line, visit.replies(index))
        yield Claim(line.id, stems, stems if polarity == "absent" else frozenset(), polarity == "unclear")


def _answer(line: Line, replies: list[Line]) -> Polarity:
    from opd_desktop.scribe.context import asked_negatively, reply_kind

    kind = reply_kind(replies)
    if kind == "no":
        return "absent"
    return "present" if kind == "yes" and not asked_negatively(line.text) else "unclear"


def near(text: str, quantity: Quantity, words: int = 7) -> frozenset[str]:
    """The stems within some words of a quantity, on both sides."""
    before = " ".join(text[: quantity.start].split()[-words:])
    after = " ".join(text[quantity.end :].split()[:words])
    return content(before) | content(after)
