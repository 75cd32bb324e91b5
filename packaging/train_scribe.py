"""Train the scribe's small linear models and write `resources/models/*.json.gz`; run by `make train-scribe`.

Section headers: MTS-Dialog's training set (1,201 snippets, CC BY 4.0, github.com/abachaa/MTS-Dialog).
Seed and order are fixed, so the same data and scikit-learn give the same file, byte for byte.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from typing import Any

import numpy as np  # noqa: TID253 - a script of its own, never part of the program
from scipy.sparse import csr_matrix, hstack
from sklearn.feature_extraction import DictVectorizer
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.svm import LinearSVC

from opd_desktop.bench.scribe import sections as measured
from opd_desktop.paths import RESOURCES
from opd_desktop.scribe import sections

SEED = 20261124


def export(name: str, words: TfidfVectorizer, numbers: DictVectorizer, model: Any, about: str) -> int:
    """Write a fitted one-against-rest model; returns the size of the file in bytes."""
    names = [*words.get_feature_names_out(), *numbers.get_feature_names_out()]
    rows = np.rint(100 * model.coef_.T).astype(int)
    data = {
        "about": about,
        "classes": [str(one) for one in model.classes_],
        "bias": [round(float(value), 3) for value in model.intercept_],
        "idf": {
            str(word): round(float(idf), 3) for word, idf in zip(words.get_feature_names_out(), words.idf_, strict=True)
        },
        "weights": {str(feature): row.tolist() for feature, row in zip(names, rows, strict=True) if row.any()},
    }
    packed = gzip.compress(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(), mtime=0)
    target = RESOURCES / "models" / f"{name}.json.gz"
    target.parent.mkdir(exist_ok=True)
    target.write_bytes(packed)
    return len(packed)


def fit(
    documents: list[Any],
    labels: list[str],
    words: Callable[[Any], list[str]],
    numbers: Callable[[Any], dict[str, float]],
) -> tuple[TfidfVectorizer, DictVectorizer, LinearSVC]:
    """TF-IDF of the words beside the plain numbers, into a linear support vector machine."""
    tfidf = TfidfVectorizer(analyzer=words, sublinear_tf=True, min_df=2)
    plain = DictVectorizer()
    matrix = csr_matrix(
        hstack([tfidf.fit_transform(documents), plain.fit_transform([numbers(one) for one in documents])])
    )
    model = LinearSVC(C=0.3, class_weight="balanced", random_state=SEED).fit(matrix, labels)
    return tfidf, plain, model


def train_sections() -> int:
    """The section classifier."""
    rows = measured.snippets("Training")
    documents = [sections.spoken(row["dialogue"]) for row in rows]
    fitted = fit(documents, [row["section_header"] for row in rows], sections.words_of, sections.numbers_of)
    about = f"20 section headers; MTS-Dialog training set, {len(rows)} snippets, CC BY 4.0; linear SVM"
    return export("sections", *fitted, about)


if __name__ == "__main__":
    print(f"sections: {train_sections()} bytes")
