"""Train which sentences of a visit belong into its note: `resources/models/salience.json.gz`; part of
`make train-scribe`.

Train split of ACI-Bench (67 visits, CC BY 4.0, github.com/wyim/aci-bench). A sentence counts as noted when most of its
meaning words stand in one sentence of the clinician's note; no person labelled anything.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from opd_desktop.bench.scribe import data
from opd_desktop.scribe import salience, turns
from opd_desktop.scribe.evidence import content
from opd_desktop.scribe.joining import joined
from opd_desktop.scribe.numbers import to_digits
from opd_desktop.scribe.visit import prepare

NOTED = 0.36
"""Share of meaning words in one note sentence from which a spoken sentence counts as noted."""


def examples(split: str = "train") -> tuple[list[salience.Said], list[str]]:
    """Every spoken sentence of the split's visits, with "note" or "drop"."""
    aci = data.folder("aci-bench")
    found: list[salience.Said] = []
    labels: list[str] = []
    for row in data.rows(aci / f"{split}.csv") if aci else []:
        noted = [content(to_digits(text)) for text in re.split(r"(?<=[.;:])\s+|\n", row["note"])]
        lines = [one.line for one in joined(prepare(turns.from_text(row["dialogue"])))]
        question = None
        for index, line in enumerate(lines):
            asks = line.question and line.speaker == "doctor"
            found.append(salience.Said(line, question if line.speaker != "doctor" else None, index / len(lines)))
            labels.append("note" if _noted(content(line.text), noted) else "drop")
            question = line if asks else None if line.speaker == "doctor" else question
    return found, labels


def _noted(words: frozenset[str], noted: list[frozenset[str]]) -> bool:
    if not words:
        return False
    best = max((0.7 * len(words & text) / len(words) + 0.3 * len(words & text) / len(text)
                for text in noted if text and len(words & text) >= min(2, len(words))), default=0.0)  # fmt: skip
    return best >= NOTED


def train(export: Callable[..., int], seed: int) -> int:
    """Fit on the train split and write the model; returns the size of the file in bytes."""
    found, labels = examples()
    words = TfidfVectorizer(analyzer=salience.words_of, sublinear_tf=True, min_df=3)
    plain = DictVectorizer()
    numbers = plain.fit_transform([salience.numbers_of(one) for one in found])
    matrix = csr_matrix(hstack([words.fit_transform(found), numbers]))
    model = LinearSVC(C=0.3, class_weight="balanced", random_state=seed).fit(matrix, labels)
    about = f"noted or not; ACI-Bench train split, {len(found)} spoken sentences, CC BY 4.0; linear SVM"
    return export(salience.MODEL, words, plain, model, about)
