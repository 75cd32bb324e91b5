"""Errors planted in notes: a swapped drug, a changed number, the other side, a turned negation, an invented finding.

Each error changes one sentence of a note that is otherwise left alone, so that what `validate` says about that
sentence, and about all the others, can be counted. Everything is drawn from a generator that the caller seeds.
"""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from opd_desktop.scribe.evidence import small_words
from opd_desktop.scribe.evidence_words import content, side_words, sides_of
from opd_desktop.scribe.lexicon import Mention, lexicon
from opd_desktop.scribe.quantities import dates_in, quantities, written
from opd_desktop.scribe.surroundings import folded
from opd_desktop.scribe.text import tidy
from opd_desktop.scribe.validation import note_sentences

KINDS = ("drug", "number", "side", "negation", "invented")

_NUMBER = re.compile(r"(?<![\w./:,-])\d{1,3}(?:\.\d)?(?![\w.:,-]*\d)")
_PART = (
    r"(?:knee|shoulder|hip|ankle|foot|feet|hand|wrist|elbow|arm|leg|ear|eye|calf|thumb|finger|toe|lung|kidney|breast|"
    r"groin|flank|heel|thigh|cheek|extremity|base|lobe|quadrant|side|abdomen|chest|neck|heart|atrium|ventricle)"
)
_SIDE = re.compile(
    rf"\b(left|right)\b(?=[- ](?:sided |lower |upper |index |great |big |middle |medial |lateral |inner )*{_PART})",
    re.IGNORECASE,
)
_DENIED = re.compile(
    r"\b(denies|denied|negative for|no|(?<!or )without)\b(?!,| (?:change|longer|acute|known))", re.IGNORECASE
)
_TOLD = re.compile(
    r"(?<!may )(?<!might )(?<!could )(?<!would )(?<!did )(?<!to )(?<!have )(?<!has )"
    r"\b((?:has|have) (?:also |recently )?had|reports|endorses|has|had|notes|presents with|experiences)\b"
    r"(?! (?:been|got|not|never|ever|no|to|lost|\w+ed)\b)",
    re.IGNORECASE,
)
_FLIPPED = {"denies": "reports", "denied": "reported", "negative for": "positive for", "without": "with", "no": ""}
_LEADS = ("The patient also reports {}.", "There is {} as well.", "He notes {} since last week.", "Positive for {}.")


@dataclass(frozen=True, slots=True)
class Planted:
    """One error: its kind, the sentence as it stood ("" for an invented one), as it stands now, and the new note.

    `said` is False where a number or a side was changed that nobody had said: it came from the chart, so no judge that
    has the conversation alone can know that it was another one.
    """

    kind: str
    before: str
    after: str
    note: str
    said: bool = True


def plant(kind: str, note: str, dialogue: str, draw: random.Random) -> Planted | None:
    """One error of a kind in `note`, or None where the note has nothing of the sort to spoil."""
    if kind == "invented":
        return _invented(note, dialogue, draw)
    makers: dict[str, Callable[[str, str, random.Random], list[str]]] = {
        "drug": _other_drug,
        "number": _other_number,
        "side": _other_side,
        "negation": _turned,
    }
    places = list(_places(note))
    draw.shuffle(places)
    for sentence in places:
        options = [text for text in makers[kind](sentence, dialogue, draw) if text.lower() != sentence.lower()]
        if options:
            after = draw.choice(options)
            said = {"number": _said, "side": _side_said}.get(kind, _always)(sentence, after, dialogue)
            return Planted(kind, sentence, after, note.replace(sentence, after, 1), said)
    return None


def _always(before: str, after: str, dialogue: str) -> bool:
    return True


def _spoken(dialogue: str) -> str:
    return written(tidy(" ".join(line.partition("]")[2] for line in dialogue.splitlines())))


def _side_said(before: str, after: str, dialogue: str) -> bool:
    """Whether the side that was changed was said of anything at all."""
    return bool({side.lower() for side in _SIDE.findall(before)} & set(side_words(_spoken(dialogue))))


def _said(before: str, after: str, dialogue: str) -> bool:
    """Whether the number in which two sentences differ was said; an age and a date as such."""
    old = next(
        (m for m, n in zip(_NUMBER.finditer(before), _NUMBER.finditer(after), strict=False) if m[0] != n[0]), None
    )
    if old is None:
        return True
    spoken = _spoken(dialogue)
    if re.match(r"[- ]?(?:years?|yrs?|y)\b[- ]?(?:old|o\b|of age)", before[old.end() :]):
        return any(q.age and q.value == old[0] for q in quantities(spoken))
    if "/" in before[max(0, old.start() - 1) : old.end() + 1] and dates_in(before):
        month = int(next(date for date in dates_in(before)).split("/")[0])
        return 1 <= month <= 12 and _MONTHS[month - 1] in spoken.lower()
    value = old[0].lstrip("0").removesuffix(".0") or "0"
    return any(value in q.parts for q in quantities(spoken)) or value in small_words(spoken)


_MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]


def _places(note: str) -> Iterator[str]:
    """The sentences that stand once in the note, so that the right one is changed."""
    for _, sentence in note_sentences(note):
        if note.count(sentence) == 1 and len(sentence.split()) > 2:
            yield sentence


def _other_drug(sentence: str, dialogue: str, draw: random.Random) -> list[str]:
    said = {mention.concept.name for mention in lexicon().kinds(dialogue, "drug")}
    names = [name for name in _drug_names() if not re.search(rf"\b{re.escape(name)}\b", dialogue, re.IGNORECASE)]
    found = []
    for mention in lexicon().kinds(sentence, "drug"):
        new = draw.choice([name for name in names if name not in said])
        found.append(sentence[: mention.start] + new + sentence[mention.end :])
    return found


_CLASSES = frozenset(
    {"steroid", "emollient", "antibiotic", "anti-inflammatory", "insulin", "antihistamine", "diuretic"}
)


@lru_cache(maxsize=1)
def _drug_names() -> list[str]:
    names = {mention.concept.name for name in lexicon().names("drug") for mention in lexicon().kinds(name, "drug")}
    return sorted(name for name in names if " " not in name and name not in _CLASSES)


def _other_number(sentence: str, dialogue: str, draw: random.Random) -> list[str]:
    found = []
    for match in _NUMBER.finditer(sentence):
        whole, dot, rest = match.group(0).partition(".")
        value = int(whole)
        factor = draw.choice(("double", "half", "near"))
        new = {"double": value * 2, "half": max(1, value // 2), "near": value + draw.choice((1, 2, 3, 5))}[factor]
        found.append(f"{sentence[: match.start()]}{new}{dot}{rest}{sentence[match.end() :]}")
    return found


def _other_side(sentence: str, dialogue: str, draw: random.Random) -> list[str]:
    other = {"left": "right", "right": "left", "Left": "Right", "Right": "Left"}
    if len(_SIDE.findall(sentence)) != 1:
        return []
    said = set(sides_of(_spoken(dialogue)))
    if any((part, other.get(side)) in said and (part, side) not in said for part, side in sides_of(sentence)):
        return []  # the note had it wrong, so that turning it puts it right
    return [_SIDE.sub(lambda match: other.get(match.group(1), match.group(1).lower()), sentence)]


def _turned(sentence: str, dialogue: str, draw: random.Random) -> list[str]:
    """The sentence with its only negation taken away, or its plain statement of a known finding denied."""
    finding = lexicon().kinds(sentence, "symptom", "disorder")
    cues = _DENIED.findall(sentence)
    if re.search(r"\?|\b(?:if|how|never|not|or with)\b", sentence, re.IGNORECASE):
        return []
    if len(cues) == 1 and _reaches(sentence, finding):
        flipped = _DENIED.sub(lambda match: _FLIPPED[match.group(1).lower()], sentence)
        return [_tidy(_REPORTS_ANY.sub(r"\1", flipped))]
    told = [match for match in _TOLD.finditer(sentence) if finding and match.end() <= finding[0].start]
    if _BETTER.search(sentence):
        return []
    if not cues and told and finding[0].start - told[-1].end() < 25:
        match = told[-1]
        return [_tidy(f"{sentence[: match.start()]}denies{sentence[match.end() :]}")]
    return []


def _tidy(sentence: str) -> str:
    text = re.sub(r"\s+", " ", sentence).strip()
    return text[:1].upper() + text[1:]


_REPORTS_ANY = re.compile(r"\b(reports|reported|positive for|with) any\b", re.IGNORECASE)
"""Without its denial "any" is no English, and would be found by that alone."""


_BETTER = re.compile(r"\b(?:better|improv\w+|resolv\w+|reliev\w+|relief|gone)\b", re.IGNORECASE)
"""Denying that a finding is better does not deny the finding."""
_DENIED_FAR = 40


def _reaches(sentence: str, findings: Sequence[Mention]) -> bool:
    """Whether the only denial of a sentence is one of a known finding, near behind it."""
    cue = _DENIED.search(sentence)
    return bool(cue) and any(
        0 <= finding.start - cue.end() < _DENIED_FAR and not re.search(r"[.;]", sentence[cue.end() : finding.start])
        for finding in findings
        if cue
    )


class _Term(NamedTuple):
    """The concepts of a term, and its folded stems."""

    names: frozenset[str]
    words: frozenset[str]


@lru_cache(maxsize=1)
def _terms() -> dict[str, _Term]:
    return {
        term: _Term(
            frozenset(mention.concept.name for mention in lexicon().find(term)),
            frozenset(folded(word) for word in content(term)),
        )
        for term in lexicon().names("symptom", "disorder")
        if len(term) > 4
    }


def _invented(note: str, dialogue: str, draw: random.Random) -> Planted | None:
    said = {mention.concept.name for text in (note, dialogue) for mention in lexicon().find(text)}
    heard = f"{note} {dialogue}".lower()
    terms = [term for term in _terms() if term not in heard and not _terms()[term].names & said]
    # "Pain in your knee" is no invention where somebody said that the knee hurts.
    lines = [{folded(word) for word in content(line)} for line in dialogue.splitlines()]
    terms = [term for term in terms if not any(_terms()[term].words <= line for line in lines)]
    if not terms:
        return None
    after = draw.choice(_LEADS).format(draw.choice(terms))
    rows = [row for row in note.splitlines() if len(row.split()) > 6]
    host = draw.choice(rows) if rows else ""
    new = note.replace(host, f"{host} {after}", 1) if host else f"{note}\n{after}"
    return Planted("invented", "", after, new)
