"""Train where spoken sentences end: `resources/models/boundaries.json.gz`; part of `make train-scribe`.

The punctuated conversations of ACI-Bench's train split and MTS-Dialog's training set (both CC BY 4.0), without their
punctuation. The model decides at every gap between two words of a turn whether a sentence ended there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator

from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from opd_desktop.bench.scribe import data, metrics
from opd_desktop.bench.scribe import sections as snippets
from opd_desktop.scribe import boundaries
from opd_desktop.scribe.numbers import to_digits
from opd_desktop.scribe.text import sentences, tidy

PUNCTUATED = 20
"""Words per full stop up to which a conversation counts as punctuated."""
RARE, LIGHT = 4, 0.12
"""Features that occur less often, or weigh less, are left out."""

Turn = tuple[list[str], list[bool]]
"""The words of a turn, and for each whether a sentence ended after it."""


def turns(dialogues: Iterable[str]) -> Iterator[Turn]:
    for dialogue in dialogues:
        for line in dialogue.splitlines():
            words: list[str] = []
            ends: list[bool] = []
            said = re.sub(r"^\s*(?:\[\s*\w+\s*\]|\w+\s*:)\s*", "", line)
            for sentence in sentences(to_digits(tidy(said))):
                own = boundaries.plain(sentence)
                words += own
                ends += [False] * (len(own) - 1) + [True] * bool(own)
            if words:
                yield words, ends


def visits(split: str) -> list[str]:
    """The punctuated conversations of a split of ACI-Bench."""
    aci = data.folder("aci-bench")
    found = [row["dialogue"] for row in data.rows(aci / f"{split}.csv")] if aci else []
    return [text for text in found if len(text.split()) <= PUNCTUATED * len(re.findall(r"[.?!]", text))]


def gaps(rows: Iterable[Turn]) -> Iterator[tuple[list[str], bool]]:
    for words, ends in rows:
        length = 0
        for at, end in enumerate(ends[:-1]):
            length += 1
            yield boundaries.features(words, at, length), end
            length = 0 if end else length


def train(export: Callable[..., int], seed: int) -> int:
    """Fit and write the model; returns the size of the file in bytes."""
    said = [row["dialogue"] for row in snippets.snippets("Training")]
    rows = list(gaps(turns([*visits("train"), *said])))
    often = Counter(feature for features, _ in rows for feature in features)
    plain = DictVectorizer()
    matrix = plain.fit_transform([{one: 1.0 for one in features if often[one] >= RARE} for features, _ in rows])
    model = LogisticRegression(C=0.3, max_iter=300, random_state=seed).fit(matrix, [end for _, end in rows])
    model.coef_[abs(model.coef_) < LIGHT] = 0
    about = f"ends of sentences; ACI-Bench train and MTS-Dialog training split, {len(rows)} gaps, CC BY 4.0; logistic"
    size = export(boundaries.MODEL, None, plain, model, f"{about} regression")
    print("boundaries, valid split:", _measured(turns(visits("valid"))))
    return size


def _measured(rows: Iterable[Turn]) -> dict[str, float]:
    """Precision, recall and F1 in percent of the cuts, every turn read as one unpunctuated text."""
    model = boundaries.load(boundaries.MODEL)
    made: set[tuple[int, int]] = set()
    wanted: set[tuple[int, int]] = set()
    for number, (words, ends) in enumerate(rows):
        length = 0
        for at, end in enumerate(ends[:-1]):
            length += 1
            wanted |= {(number, at)} if end else set()
            if model.scores((), dict.fromkeys(boundaries.features(words, at, length), 1.0))[0] > boundaries.THRESHOLD:
                made.add((number, at))
                length = 0
    precision, recall, f1 = metrics.shares(frozenset(made), frozenset(wanted))  # type: ignore[arg-type]
    return {"precision": round(precision, 1), "recall": round(recall, 1), "f1": round(f1, 1)}
