"""Train the scribe's small linear models and write `resources/models/*.json.gz`; run by `make train-scribe`.

Section headers: MTS-Dialog's training and validation set (1,301 snippets, CC BY 4.0, github.com/abachaa/MTS-Dialog).
Beside it `section_examples.tsv`: made-up snippets of the headers that the set hardly has, written for this program.
Orders and their reasons: MEDIQA-OE's train and dev visits (163, CDLA-Permissive-2.0, github.com/jpcorb20/mediqa-oe).
Where unpunctuated sentences end: `train_boundaries.py`. What belongs into a note: `train_notes.py`.
Seed and order are fixed, so the same data and scikit-learn give the same file, byte for byte.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np  # noqa: TID253 - a script of its own, never part of the program
import train_boundaries
import train_notes
from scipy.sparse import csr_matrix, diags, hstack, vstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import KFold, StratifiedKFold
from sklearn.svm import LinearSVC

from opd_desktop.bench.scribe import metrics, orders
from opd_desktop.bench.scribe import sections as measured
from opd_desktop.domain.note import OrderType
from opd_desktop.paths import RESOURCES
from opd_desktop.scribe import order_features as features
from opd_desktop.scribe import order_model, sections
from opd_desktop.scribe.batch import numbered, orders_answer
from opd_desktop.scribe.linear import parsed
from opd_desktop.scribe.said import as_said
from opd_desktop.scribe.visit import prepare

SEED = 20261124
#: Words that don't say which order is meant.
COMMON = frozenset(["a", "the", "of", "blood", "level", "levels", "test", "tests", "panel", "mg", "to", "and", "or"])


def contents(
    words: TfidfVectorizer | None, numbers: DictVectorizer, model: Any, blocks: dict[str, float] | None = None
) -> dict[str, Any]:
    """A fitted linear model as its file holds it; a model of two classes keeps the second."""
    spoken = [] if words is None else list(words.get_feature_names_out())
    names = [*spoken, *numbers.get_feature_names_out()]
    rows = np.rint(100 * model.coef_.T).astype(int)
    scales = [] if words is None else words.idf_
    return {
        "classes": [str(one) for one in model.classes_[-len(model.coef_) :]],
        "bias": [round(float(value), 3) for value in model.intercept_],
        "idf": {str(word): round(float(idf), 3) for word, idf in zip(spoken, scales, strict=True)},
        "weights": {str(feature): row.tolist() for feature, row in zip(names, rows, strict=True) if row.any()},
        **({"blocks": blocks} if blocks else {}),
    }


def export(
    name: str,
    words: TfidfVectorizer | None,
    numbers: DictVectorizer,
    model: Any,
    about: str,
    blocks: dict[str, float] | None = None,
    **unseen: Any,
) -> int:
    """Write a fitted linear model; `unseen` are its scores in cross-validation. Returns the bytes of the file."""
    data = {"trained": {"on": about, **unseen}, **contents(words, numbers, model, blocks)}
    packed = gzip.compress(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(), mtime=0)
    target = RESOURCES / "models" / f"{name}.json.gz"
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(packed)
    return len(packed)


#: Of the section machine: cost of the support vector machine, and how much a note's own text counts.
SECTION_COST, SECTION_NOTES = 1.0, 0.25


@dataclass
class Averaged:
    """Linear machines over the same features as one."""

    classes_: list[str]
    coef_: Any
    intercept_: Any


def train_sections() -> int:
    """Write the section classifier, fitted to training and validation set.

    With it goes its accuracy in five-fold cross-validation over both, and on the validation set when it is fitted to
    the training set alone.
    """
    train, valid = measured.snippets("Training"), measured.snippets("Validation")
    rows = [*train, *valid]
    folds = StratifiedKFold(5, shuffle=True, random_state=SEED).split(rows, [row["section_header"] for row in rows])
    right = [one for fit, held in folds for one in _right([rows[n] for n in fit], [rows[n] for n in held])]
    unseen = metrics.interval(right, 3)
    apart = metrics.interval(_right(train, valid), 3)
    print(f"sections: cross-validated {unseen}, validation set apart {apart}")
    about = f"20 headers; MTS-Dialog training and validation set, {len(rows)} snippets, CC BY 4.0, and "
    about += f"{len(examples())} made-up ones; ridge regression and linear SVM"
    return export("sections", *fit_sections(rows), about, sections.BLOCKS, accuracy=unseen, validation_apart=apart)


def _right(fit: list[dict[str, str]], held: list[dict[str, str]]) -> list[float]:
    model = parsed(contents(*fit_sections(fit), sections.BLOCKS))
    lines = [sections.spoken(row["dialogue"]) for row in held]
    made = [model.best(sections.words_of(one), sections.numbers_of(one)) for one in lines]
    return [float(header == row["section_header"]) for header, row in zip(made, held, strict=True)]


def fit_sections(rows: list[dict[str, str]]) -> tuple[TfidfVectorizer, DictVectorizer, Averaged]:
    """TF-IDF of the words by block beside plain numbers; the sum of a ridge regression and a support vector machine.

    The notes' own texts are taken in as documents of their section too, since they name what dialogues paraphrase, and
    so are the made-up snippets, of which nothing is measured.
    """
    made_up = examples()
    headers = [row["section_header"] for row in rows]
    labels = [*headers, *(header for header, _ in made_up)]
    documents = [sections.spoken(text) for text in (*(row["dialogue"] for row in rows), *(text for _, text in made_up))]
    tfidf = TfidfVectorizer(analyzer=list, sublinear_tf=True, min_df=2, norm=None)
    plain = DictVectorizer()
    spoken = _by_block(tfidf.fit_transform([sections.words_of(one) for one in documents]), tfidf)
    numbers = plain.fit_transform([sections.numbers_of(one) for one in documents])
    notes = _by_block(tfidf.transform([_written(row["section_text"]) for row in rows]), tfidf)
    matrix = csr_matrix(vstack([hstack([spoken, numbers]), hstack([notes, csr_matrix((len(rows), numbers.shape[1]))])]))
    balance = _balanced(headers)
    weights = np.array(
        [balance[one] for one in headers]
        + [balance.get(one, 1.0) ** 0.5 for one, _ in made_up]
        + [SECTION_NOTES * balance[one] for one in headers]
    )
    machine = LinearSVC(C=SECTION_COST, random_state=SEED).fit(matrix, labels + headers, sample_weight=weights)
    coef, bias = _ridge(matrix, labels + headers, list(machine.classes_), weights)
    both = Averaged(list(machine.classes_), machine.coef_ + RIDGE * coef, machine.intercept_ + RIDGE * bias)
    return tfidf, plain, both


def examples() -> list[tuple[str, str]]:
    """Header and dialogue of every made-up snippet."""
    lines = Path(__file__).with_name("section_examples.tsv").read_text(encoding="utf-8").splitlines()
    return [(header, text.replace(" / ", "\n")) for header, text in (line.split("\t") for line in lines)]


RIDGE = 1.5
"""How much the ridge regression counts beside the support vector machine."""


def _by_block(matrix: Any, tfidf: TfidfVectorizer) -> csr_matrix:
    """`matrix` with the columns of every block of words brought to the block's length."""
    blocks = [name.partition(":")[0] if ":" in name else "" for name in tfidf.get_feature_names_out()]
    scaled = csr_matrix(matrix.shape)
    for block, length in sections.BLOCKS.items():
        own = matrix @ diags([float(one == block) for one in blocks])
        sizes = np.sqrt(own.multiply(own).sum(axis=1)).A1
        scaled = scaled + diags(length / np.where(sizes > 0, sizes, 1.0)) @ own
    return csr_matrix(scaled)


def _ridge(matrix: csr_matrix, labels: list[str], classes: list[str], weights: Any) -> tuple[Any, Any]:
    """Weights and biases of a ridge regression to 1 for a row's own class and -1 for the others, in its dual form."""
    wanted = np.array([[1.0 if label == one else -1.0 for one in classes] for label in labels])
    products = (matrix @ matrix.T).toarray() + 1.0 + np.diag(1 / weights)
    dual = np.linalg.solve(products, wanted)
    return (matrix.T @ dual).T, dual.sum(axis=0)


def _written(text: str) -> list[str]:
    features = sections.words_of([sections.Spoken("note", text)])
    return [one for one in features if not one.startswith(("by:", "first:"))]


def _balanced(labels: list[str]) -> dict[str, float]:
    """Weights of the classes, three quarters of the way to counting all alike."""
    counted = Counter(labels)
    return {label: float((len(labels) / len(counted) / times) ** 0.75) for label, times in counted.items()}


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
    spots, possible, named = features.spots(prepared), features.reasons(prepared), features.places(prepared)
    last: dict[int, features.Spot] = {}
    for spot in spots:
        hit = [n for n, order in enumerate(visit["expected_orders"]) if _is(spot, order, own[spot.line.id])]
        rows.words.append(features.spot_words(prepared, spot))
        rows.numbers.append(features.spot_numbers(prepared, spot, named))
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


def train_orders() -> None:
    """Write the model of mentions and the model of reasons, with their scores in cross-validation over visits."""
    visits = [*orders.visits("train"), *orders.visits("dev")]
    pairs: list[Any] = []
    for fit, held in KFold(5, shuffle=True, random_state=SEED).split(visits):
        (tfidf, plain, spot), (plain_why, why) = fit_orders([visits[n] for n in fit])
        use = order_model.Models(parsed(contents(tfidf, plain, spot)), parsed(contents(None, plain_why, why)))
        pairs += [
            (visits[n]["expected_orders"], orders_answer({"turns": visits[n]["transcript"]}, use)["orders"])
            for n in held
        ]
    unseen = orders.scores(pairs)
    about = f"MEDIQA-OE train and dev, {len(visits)} visits, CDLA-Permissive-2.0 and CC BY 4.0; logistic regression"
    (tfidf, plain, spot), (plain_why, why) = fit_orders(visits)
    print(f"orders: {export('orders', tfidf, plain, spot, about, **unseen)} bytes, {unseen}")
    print(f"order_reasons: {export('order_reasons', None, plain_why, why, about)} bytes")


def fit_orders(visits: list[dict[str, Any]]) -> tuple[tuple[Any, Any, Any], tuple[Any, Any]]:
    """Both order models; a possible reason counts as right by the share of its words."""
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
    return (tfidf, plain, spot), (plain_why, why)


if __name__ == "__main__":
    print(f"sections: {train_sections()} bytes")
    print(f"boundaries: {train_boundaries.train(export, SEED)} bytes")
    print(f"salience: {train_notes.train(export, SEED)} bytes")
    train_orders()
