"""Train the scribe's small linear models and write `resources/models/*.json.gz`; run by `make train-scribe`.

Section headers: MTS-Dialog's training set (1,201 snippets, CC BY 4.0, github.com/abachaa/MTS-Dialog). Orders and their
reasons: MEDIQA-OE's train and dev visits (163, CDLA-Permissive-2.0, github.com/jpcorb20/mediqa-oe).
What belongs into a note: `train_notes.py`.
Seed and order are fixed, so the same data and scikit-learn give the same file, byte for byte.
"""

from __future__ import annotations

import gzip
import json
import re
from dataclasses import dataclass, field
from typing import Any

import numpy as np  # noqa: TID253 - a script of its own, never part of the program
import train_notes
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.svm import LinearSVC

from opd_desktop.bench.scribe import orders
from opd_desktop.bench.scribe import sections as measured
from opd_desktop.domain.note import OrderType
from opd_desktop.paths import RESOURCES
from opd_desktop.scribe import order_features as features
from opd_desktop.scribe import order_model, sections
from opd_desktop.scribe.batch import numbered
from opd_desktop.scribe.said import as_said
from opd_desktop.scribe.visit import prepare

SEED = 20261124
#: Words that don't say which order is meant.
COMMON = frozenset(["a", "the", "of", "blood", "level", "levels", "test", "tests", "panel", "mg", "to", "and", "or"])


def export(name: str, words: TfidfVectorizer | None, numbers: DictVectorizer, model: Any, about: str) -> int:
    """Write a fitted linear model; returns the size of the file in bytes. A model of two classes keeps the second."""
    spoken = [] if words is None else list(words.get_feature_names_out())
    names = [*spoken, *numbers.get_feature_names_out()]
    rows = np.rint(100 * model.coef_.T).astype(int)
    scales = [] if words is None else words.idf_
    data = {
        "about": about,
        "classes": [str(one) for one in model.classes_[-len(model.coef_) :]],
        "bias": [round(float(value), 3) for value in model.intercept_],
        "idf": {str(word): round(float(idf), 3) for word, idf in zip(spoken, scales, strict=True)},
        "weights": {str(feature): row.tolist() for feature, row in zip(names, rows, strict=True) if row.any()},
    }
    packed = gzip.compress(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(), mtime=0)
    target = RESOURCES / "models" / f"{name}.json.gz"
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(packed)
    return len(packed)


def train_sections() -> int:
    """The section classifier: TF-IDF of the words beside plain numbers, into a linear support vector machine."""
    rows = measured.snippets("Training")
    documents = [sections.spoken(row["dialogue"]) for row in rows]
    tfidf = TfidfVectorizer(analyzer=sections.words_of, sublinear_tf=True, min_df=2)
    plain = DictVectorizer()
    matrix = csr_matrix(
        hstack([tfidf.fit_transform(documents), plain.fit_transform([sections.numbers_of(one) for one in documents])])
    )
    model = LinearSVC(C=0.3, class_weight="balanced", random_state=SEED)
    model.fit(matrix, [row["section_header"] for row in rows])
    about = f"20 section headers; MTS-Dialog training set, {len(rows)} snippets, CC BY 4.0; linear SVM"
    return export("sections", tfidf, plain, model, about)


@dataclass
class OrderRows:
    """What the two order models are fitted to: one row per mention, and one per possible reason of a true order."""

    words: list[list[str]] = field(default_factory=list)
    numbers: list[dict[str, float]] = field(default_factory=list)
    wanted: list[int] = field(default_factory=list)
    why: list[dict[str, float]] = field(default_factory=list)
    fitting: list[float] = field(default_factory=list)


def add_visit(rows: OrderRows, visit: dict[str, Any]) -> None:
    """The rows of one visit: a mention is an order when an expected one has its kind, its turn and a word of it."""
    transcript, own = numbered({"turns": visit["transcript"]})
    said = {turn.id: turn.text for turn in transcript.turns}
    prepared = prepare(transcript)
    spots, possible = features.spots(prepared), features.reasons(prepared)
    last: dict[int, features.Spot] = {}
    for spot in spots:
        hit = [n for n, order in enumerate(visit["expected_orders"]) if _is(spot, order, own[spot.line.id])]
        rows.words.append(features.spot_words(prepared, spot))
        rows.numbers.append(features.spot_numbers(prepared, spot))
        rows.wanted.append(int(bool(hit)))
        last |= dict.fromkeys(hit, spot)
    for number, spot in last.items():
        reason = visit["expected_orders"][number]["reason"]
        if not reason or spot.kind is OrderType.FOLLOWUP:
            continue
        for why in possible.rows:
            if order_model.can_explain(why, spot):
                words = as_said(said[why.line.id], why.text, why.line.text)
                rows.why.append(features.why_numbers(possible, spot, why))
                rows.fitting.append(_overlap(_words(words), _words(reason)))


def _is(spot: features.Spot, order: dict[str, Any], turn: Any) -> bool:
    if order["order_type"] != spot.kind.value or turn not in order["provenance"]:
        return False
    words = set(_words(spot.mention.words))
    return spot.kind is OrderType.FOLLOWUP or bool(((words - COMMON) or words) & set(_words(order["description"])))


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", text.lower())


def _overlap(made: list[str], wanted: list[str]) -> float:
    both = sum(word in wanted for word in made) / max(1, len(made)), sum(word in made for word in wanted) / len(wanted)
    return 2 * both[0] * both[1] / sum(both) if sum(both) else 0.0


def train_orders(visits: list[dict[str, Any]], write: bool = True) -> tuple[Any, ...]:
    """The model of mentions and the model of reasons; a reason counts as right by the share of its words."""
    rows = OrderRows()
    for visit in visits:
        add_visit(rows, visit)
    tfidf = TfidfVectorizer(analyzer=list, sublinear_tf=True, min_df=2)
    plain, plain_why = DictVectorizer(), DictVectorizer()
    matrix = csr_matrix(hstack([tfidf.fit_transform(rows.words), plain.fit_transform(rows.numbers)]))
    spot = LogisticRegression(C=2, max_iter=500, random_state=SEED).fit(matrix, rows.wanted)
    twice = plain_why.fit_transform(rows.why + rows.why)
    weights = np.array([*rows.fitting, *(1 - value for value in rows.fitting)])
    labels = [1] * len(rows.why) + [0] * len(rows.why)
    why = LogisticRegression(C=1, max_iter=500, random_state=SEED).fit(twice, labels, sample_weight=weights)
    if write:
        about = f"MEDIQA-OE train and dev, {len(visits)} visits, CDLA-Permissive-2.0 and CC BY 4.0; logistic regression"
        print(f"orders: {export('orders', tfidf, plain, spot, about)} bytes")
        print(f"order_reasons: {export('order_reasons', None, plain_why, why, about)} bytes")
    return tfidf, plain, spot, plain_why, why


if __name__ == "__main__":
    print(f"sections: {train_sections()} bytes")
    print(f"salience: {train_notes.train(export, SEED)} bytes")
    train_orders([*orders.visits("train"), *orders.visits("dev")])
