"""What a dialogue says, in the shapes in which a note's sentences ask for it: words, findings, numbers, sides."""

from __future__ import annotations

import csv
import itertools
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from opd_desktop.domain.note import Transcript
from opd_desktop.paths import RESOURCES
from opd_desktop.scribe.context import clause_around, status_of
from opd_desktop.scribe.corrections import corrected_speech
from opd_desktop.scribe.evidence_words import PLAIN_SIDE, RIGHT_NOT_SIDE, content, parts_of, side_words, sided_spans
from opd_desktop.scribe.facts import findings
from opd_desktop.scribe.lexicon import Concept, Mention, lexicon
from opd_desktop.scribe.order_rules import says_when_to_return
from opd_desktop.scribe.polarity import Polarity, is_asked, line_polarity, said_polarity
from opd_desktop.scribe.quantities import Quantity, decimals_in, grades_in, quantities, ranges_in, written
from opd_desktop.scribe.surroundings import Stream, Window, folded
from opd_desktop.scribe.text import tidy
from opd_desktop.scribe.visit import Visit, prepare


class SideSaid(NamedTuple):
    """A side of a body part, with what stood around it."""

    part: str
    side: str
    turn: int
    window: Window


class Said(NamedTuple):
    """A concept as it was said once. `parts` are the body parts named with it."""

    name: str
    polarity: Polarity
    family: bool
    parts: frozenset[str]
    window: Window
    turn: int


class Number(NamedTuple):
    """A number as it was said once, with its unit ("" for none) and what stood around it."""

    value: str
    unit: str
    turn: int
    window: Window


class Claim(NamedTuple):
    """One line: its stems, those of them that it denies, and its words of side.

    `unclear` for questions without a clear answer.
    """

    turn: int
    stems: frozenset[str]
    denied: frozenset[str]
    unclear: bool
    sides: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the dialogue says. `stream` weighs the surroundings of findings, numbers and sides.

    `known_age` is the patient's age in the record, "" where there is none.
    """

    visit: Visit
    text: str
    stream: Stream
    stems: frozenset[str]
    turns_with: dict[str, tuple[int, ...]]
    numbers: dict[str, tuple[Number, ...]]
    said: dict[str, tuple[Said, ...]]
    sides: tuple[SideSaid, ...]
    side_words: frozenset[str]
    claims: tuple[Claim, ...]
    groups: frozenset[str]
    doses: dict[str, frozenset[str]]
    ages: frozenset[str] = field(default_factory=frozenset)
    ranges: frozenset[tuple[str, str, str]] = field(default_factory=frozenset)
    grades: frozenset[str] = field(default_factory=frozenset)
    known_age: str = ""

    def turns_of(self, name: str) -> tuple[int, ...]:
        """The turns in which a concept was said."""
        return tuple(dict.fromkeys(row.turn for row in self.said.get(name, ())))


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


def told_rows(concept: Concept, evidence: Evidence) -> list[Said]:
    """What was said of a concept in everyday words, with its polarity; none where `spoken.tsv` has no words for it."""
    pattern = spoken_ways().get(concept.name)
    found: list[Said] = []
    for index, line in enumerate(evidence.visit.lines) if pattern else ():
        for match in pattern.finditer(line.text) if pattern else ():
            # "Extremities have no edema": what is denied is the edema.
            word = _SUFFERED.search(line.text, match.start(), match.end())
            start, end = (word.start(), max(word.end(), match.end())) if word else match.span()
            mention = Mention(concept, start, end, line.text[start:end])
            family = status_of(line.text, mention).experiencer == "family"
            polarity = said_polarity(line, mention, evidence.visit.replies(index))
            found.append(Said(concept.name, polarity, family, parts_of(line.text), {}, line.id))
    return found


_SUFFERED = re.compile(
    r"\b(?:pain|hurt|ach(?:e|ing|y)|cramp|sore|tender|discomfort|bother|upset|throb|swell|swollen|edema|puff)",
    re.IGNORECASE,
)


def told_otherwise(concept: Concept, evidence: Evidence) -> bool:
    """Whether the dialogue may say a concept in everyday words, so that its absence can't be held against a note."""
    pattern = spoken_ways().get(concept.name)
    if pattern and pattern.search(evidence.text):
        return True
    terms = [stems for stems in _terms().get(concept.name, ()) if stems and stems <= evidence.stems]
    if not terms:
        return False
    return any(evidence.stream.together({folded(word) for word in stems}, _CLOSE) for stems in terms)


_CLOSE = 8
"""Content words within which the words of a term stand: "passed a stone" and "out" lines later is no "passed out"."""


def evidence_of(transcript: Transcript, age: int | None = None) -> Evidence:
    """The evidence of a transcript, for judging many sentences against it; with the patient's `age` if it is known."""
    visit = prepare(transcript)
    texts = [(said.turn.id, written(tidy(said.text))) for said in corrected_speech(transcript.turns)]
    stream = Stream([_with_return(text) for _, text in texts])
    by_turn = [(number, content(_with_return(text))) for number, text in texts]
    drugs = [mention.concept for _, text in texts for mention in lexicon().kinds(text, "drug")]
    return Evidence(
        visit=visit,
        text=" ".join(text for _, text in texts),
        stream=stream,
        stems=frozenset(stem_ for _, stems in by_turn for stem_ in stems)
        | frozenset(stem_ for turn in transcript.turns for stem_ in content(turn.text)),
        turns_with=_turns_with(by_turn),
        numbers=_numbers(texts, stream),
        said=_said(visit, texts, stream),
        sides=tuple(_sides(texts, stream)),
        side_words=frozenset(side for _, text in texts for side in side_words(text)),
        claims=tuple(_claims(visit)),
        doses=_doses(texts),
        groups=frozenset(concept.group for concept in drugs if concept.group),
        ages=frozenset(q.value for _, text in texts for q in quantities(text) if q.age),
        ranges=frozenset(row for _, text in texts for row in ranges_in(text)),
        grades=frozenset(grade for _, text in texts for grade in grades_in(text)),
        known_age="" if age is None else str(age),
    )


def _turns_with(by_turn: list[tuple[int, frozenset[str]]]) -> dict[str, tuple[int, ...]]:
    """Stem -> the turns that hold it, so that a sentence need not be held against every turn."""
    found: dict[str, list[int]] = defaultdict(list)
    for turn, stems in by_turn:
        for stem_ in stems:
            found[stem_].append(turn)
    return {stem_: tuple(turns) for stem_, turns in found.items()}


def _with_return(text: str) -> str:
    """ "See you in a week" is noted as a follow-up."""
    return f"{text} follow" if says_when_to_return(text) else text


def _numbers(texts: list[tuple[int, str]], stream: Stream) -> dict[str, tuple[Number, ...]]:
    found: dict[str, list[Number]] = defaultdict(list)
    for index, (turn, text) in enumerate(texts):
        for quantity in (*quantities(text), *decimals_in(text)):
            window = stream.window(index, quantity.start, quantity.end)
            for value in {quantity.value, *quantity.parts}:
                found[value].append(Number(value, quantity.unit, turn, window))
        for quantity in _cut_decimals(texts, index):
            window = stream.window(index, len(text), len(text))
            found[quantity.value].append(Number(quantity.value, quantity.unit, turn, window))
        for small, start, end in _small_spans(text):
            found[small].append(Number(small, "", turn, stream.window(index, start, end)))
    return {value: tuple(rows) for value, rows in found.items()}


def _cut_decimals(texts: list[tuple[int, str]], index: int) -> list[Quantity]:
    """The decimal that begins with the last number of a text and ends with the first one of the next."""
    text = texts[index][1]
    if index + 1 == len(texts) or not _POINT_LAST.search(text):
        return []
    whole = text[-_POINT_REACH:] if text[-2:].strip(" .").isdigit() else "0."
    return decimals_in(f"{whole} {texts[index + 1][1][:_POINT_REACH]}")


_POINT_LAST = re.compile(r"(?:\d|\b(?:a|an|of|is|was|at|about)) ?\.$")
"""A turn that was cut at a decimal point: "ninety eight . seven" or "a . five" was taken for two sentences."""
_POINT_REACH = 12


def _doses(texts: list[tuple[int, str]]) -> dict[str, frozenset[str]]:
    """Drug -> the numbers said right before it, and after it until the next drug, if need be in the next turns."""
    found: dict[str, set[str]] = defaultdict(set)
    for index, (_, text) in enumerate(texts):
        drugs = lexicon().kinds(text, "drug")
        for mention, after in zip(drugs, [*(other.start for other in drugs[1:]), len(text)], strict=False):
            numbers = {q.value for q in quantities(text) if mention.end <= q.start < after}
            numbers |= {q.value for q in quantities(text) if 0 <= mention.start - q.end <= 14}
            if index and mention.start <= 20:
                numbers |= {q.value for q in _cut_decimals(texts, index - 1)}
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
_LETTERS = re.compile(r"[a-z]+")
_ORDINAL_DIGITS = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)\b", re.IGNORECASE)


def _small_spans(text: str) -> list[tuple[str, int, int]]:
    """Small numbers that stay words in prose ("the second dose", "the twenty fourth"), with where they stand."""
    words = [
        (match.group(0).lower(), match.start(), match.end()) for match in re.finditer(r"[a-z]+", text, re.IGNORECASE)
    ]
    found = [(_SMALL_WORDS[word], start, end) for word, start, end in words if word in _SMALL_WORDS]
    found += [
        (str(_TENS[ten] + int(_SMALL_WORDS[one])), start, end)
        for (ten, start, _), (one, _, end) in itertools.pairwise(words)
        if ten in _TENS and one in _SMALL_WORDS and one in _ORDINALS
    ]
    found += [(match.group(1), match.start(), match.end()) for match in _ORDINAL_DIGITS.finditer(text)]
    return found


def small_words(text: str) -> frozenset[str]:
    """The small numbers that stand as words in `text`, in digits."""
    return frozenset(value for value, _, _ in _small_spans(text))


def _said(visit: Visit, texts: list[tuple[int, str]], stream: Stream) -> dict[str, tuple[Said, ...]]:
    """Every saying of every concept. Lines carry what it means, turns where it stands."""
    found: dict[str, list[Said]] = defaultdict(list)
    heard = _polarities(visit)
    for index, (turn, text) in enumerate(texts):
        for mention in lexicon().find(text):
            name = mention.concept.name
            rows = heard.get((turn, name), [])
            family = bool(rows) and rows[0][1]
            polarity: Polarity = rows.pop(0)[0] if rows else "unclear"
            window = stream.window(index, mention.start, mention.end)
            near = text[max(0, mention.start - 60) : mention.end + 60]
            found[name].append(Said(name, polarity, family, parts_of(near), window, turn))
    at = {turn: index for index, (turn, _) in enumerate(texts)}
    for fact in findings(visit):
        if fact.concept.name in found:
            continue
        for turn in fact.turns[:1]:
            index, text = at[turn], texts[at[turn]][1]
            window = stream.window(index, 0, len(text))
            family = fact.status.experiencer == "family"
            row = Said(fact.concept.name, fact.status.polarity, family, parts_of(text), window, turn)
            found[fact.concept.name].append(row)
    return {name: tuple(rows) for name, rows in found.items()}


def _polarities(visit: Visit) -> dict[tuple[int, str], list[tuple[Polarity, bool]]]:
    """(turn, concept) -> what each mention of it there means, in order, and whether it is of the family."""
    found: dict[tuple[int, str], list[tuple[Polarity, bool]]] = defaultdict(list)
    for index, line in enumerate(visit.lines):
        replies = visit.replies(index)
        for mention in line.mentions:
            family = status_of(line.text, mention).experiencer == "family"
            found[line.id, mention.concept.name].append((said_polarity(line, mention, replies), family))
    return found


def _sides(texts: list[tuple[int, str]], stream: Stream) -> Iterator[SideSaid]:
    previous: frozenset[str] = frozenset()
    for index, (turn, text) in enumerate(texts):
        for part, side, start, end in sided_spans(text):
            yield SideSaid(part, side, turn, stream.window(index, start, end))
        for match in PLAIN_SIDE.finditer(RIGHT_NOT_SIDE.sub(lambda m: " " * len(m.group(0)), text)):
            side = (match.group(1) or match.group(2)).lower()
            near = parts_of(text[max(0, match.start() - 60) : match.end() + 60]) or parts_of(text) or previous
            for part in near or {"side"}:
                yield SideSaid(part, side, turn, stream.window(index, match.start(), match.end()))
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
        sides = frozenset(side_words(line.text))
        if not is_asked(line, len(line.text), len(line.text)):
            yield Claim(line.id, stems, denied_words(line.text), False, sides)
            continue
        polarity = line_polarity(line, visit.replies(index))
        denied = stems if polarity == "absent" else denied_words(line.text)
        yield Claim(line.id, stems, denied, polarity == "unclear", sides)
