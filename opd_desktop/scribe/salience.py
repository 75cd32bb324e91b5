"""Whether something that was said belongs into a note. A small linear model, trained on which sentences of real visits
came back in the clinicians' notes (`packaging/train_notes.py`), decides; rules keep what must never be lost."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from opd_desktop.scribe.linear import load
from opd_desktop.scribe.visit import Line

MODEL = "salience"
THRESHOLD = -0.25
"""Decision value from which a sentence is noted."""

_WORD = re.compile(r"[a-z]+(?:'[a-z]+)?|\d+")
_TIME = re.compile(r"\b(?:days?|weeks?|months?|years?|yesterday|today|morning|night|hours?|started|began|since|ago)\b")
_FIRST = re.compile(r"^(?:i|i'm|i've|my|it|it's|we|that|he|she|they)\b")


@dataclass(frozen=True, slots=True)
class Said:
    """A line with the question that it answers and its place in the visit (0 to 1)."""

    line: Line
    question: Line | None
    place: float


def words_of(said: Said) -> list[str]:
    """The words and pairs of words of a line, and the words of the question before it."""
    tokens = _WORD.findall(said.line.text.lower())
    tokens = ["#" if token.isdigit() else token for token in tokens]
    pairs = [f"{one}_{two}" for one, two in pairwise(tokens)]
    asked = [f"?{token}" for token in _WORD.findall(said.question.text.lower())] if said.question else []
    return [*tokens, *pairs, *asked]


def numbers_of(said: Said) -> dict[str, float]:
    """Who spoke, when in the visit, how much, and what kinds of concepts are in it."""
    line = said.line
    text = line.text.lower()
    found = {
        f"=speaker {line.speaker}": 1.0,
        f"=phase {line.phase} {line.speaker}": 1.0,
        f"=place {min(4, int(5 * said.place))}": 1.0,
        f"=words {min(6, line.words // 4)}": 1.0,
    }
    found |= {f"=has {mention.concept.kind}": 1.0 for mention in line.mentions}
    if re.search(r"\d", text):
        found["=number"] = 1.0
    if _TIME.search(text):
        found["=time"] = 1.0
    if _FIRST.search(text):
        found["=first"] = 1.0
    if line.question:
        found["=question"] = 1.0
    return found


def score(line: Line, question: Line | None, place: float) -> float:
    """How much the line belongs into the note; above `THRESHOLD` it does."""
    said = Said(line, question, place)
    model = load(MODEL)
    return model.scores(words_of(said), numbers_of(said))[0]


def wanted(line: Line, question: Line | None, place: float) -> bool:
    """Whether a statement is noted: by the model, and always when it names a symptom or a drug with a number."""
    if line.has("symptom", "drug") and re.search(r"\d", line.text):
        return True
    return score(line, question, place) >= THRESHOLD


def asked(line: Line, place: float) -> bool:
    """Whether what an answered question says is noted."""
    return line.has("symptom", "drug", "disorder") or score(line, None, place) >= THRESHOLD
