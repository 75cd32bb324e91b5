"""A linear model in plain Python: text features in, a score for every class out. No numpy, no scikit-learn.

The weights are a gzipped JSON file that `make train-scribe` writes (`packaging/train_scribe.py`): a header that says
what it was trained on, the classes, and for every feature its scale and one weight per class in hundredths.
"""

from __future__ import annotations

import gzip
import json
import math
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from opd_desktop.paths import RESOURCES


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights of a one-against-rest linear model over TF-IDF words (scaled to length 1) and plain numbers.

    `trained` says on what, and how well it did on visits that it had not seen.
    """

    classes: tuple[str, ...]
    bias: tuple[float, ...]
    idf: dict[str, float]
    weights: dict[str, array[int]]
    trained: dict[str, Any]

    def scores(self, words: Iterable[str], numbers: Mapping[str, float]) -> list[float]:
        """The decision value of every class, in the order of `classes`."""
        counted = Counter(word for word in words if word in self.idf)
        tf = {word: (1 + math.log(times)) * self.idf[word] for word, times in counted.items()}
        length = math.sqrt(sum(value * value for value in tf.values())) or 1.0
        made = list(self.bias)
        for name, value in (*((word, value / length) for word, value in tf.items()), *numbers.items()):
            row = self.weights.get(name)
            if row is None or not value:
                continue
            for index, weight in enumerate(row):
                made[index] += value * weight / 100
        return made

    def best(self, words: Iterable[str], numbers: Mapping[str, float]) -> str:
        """The class with the highest score; the first of equals."""
        made = self.scores(words, numbers)
        return self.classes[made.index(max(made))]


@lru_cache(maxsize=4)
def load(name: str) -> Linear:
    """The model `name` of `resources/models`."""
    return parsed(json.loads(gzip.decompress((RESOURCES / "models" / f"{name}.json.gz").read_bytes())))


def parsed(data: dict[str, Any]) -> Linear:
    """A model from the contents of its file."""
    return Linear(
        classes=tuple(data["classes"]),
        bias=tuple(data["bias"]),
        idf=data["idf"],
        weights={feature: array("h", row) for feature, row in data["weights"].items()},
        trained=data.get("trained", {}),
    )
