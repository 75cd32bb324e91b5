"""A linear model in plain Python: text features in, a score for every class out. No numpy, no scikit-learn.

The weights are a gzipped JSON file that `make train-scribe` writes (`packaging/train_scribe.py`): a header that says
what it was trained on, the classes, and for every feature its scale and one weight per class in hundredths. Word
features may come in blocks ("first:pain" is of the block "first"), each with a length of its own.
"""

from __future__ import annotations

import gzip
import json
import math
from array import array
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from opd_desktop.paths import RESOURCES


@dataclass(frozen=True, slots=True)
class Linear:
    """Weights of a one-against-rest linear model over TF-IDF words and plain numbers.

    The words of each of `blocks` are scaled to its length; without blocks, all words to length 1. `trained` says on
    what, and how well it did on visits that it had not seen.
    """

    classes: tuple[str, ...]
    bias: tuple[float, ...]
    idf: dict[str, float]
    weights: dict[str, array[int]]
    trained: dict[str, Any]
    blocks: Mapping[str, float] = field(default_factory=dict)

    def scores(self, words: Iterable[str], numbers: Mapping[str, float]) -> list[float]:
        """The decision value of every class, in the order of `classes`."""
        made = list(self.bias)
        for name, value in (*self._scaled(words), *numbers.items()):
            row = self.weights.get(name)
            if row is None or not value:
                continue
            for index, weight in enumerate(row):
                made[index] += value * weight / 100
        return made

    def _scaled(self, words: Iterable[str]) -> Iterator[tuple[str, float]]:
        """The TF-IDF of the known words, block by block brought to its length."""
        found: dict[str, dict[str, float]] = {}
        for word, times in Counter(word for word in words if word in self.idf).items():
            block = word.partition(":")[0] if self.blocks and ":" in word else ""
            found.setdefault(block, {})[word] = (1 + math.log(times)) * self.idf[word]
        for block, values in found.items():
            length = math.sqrt(sum(value * value for value in values.values())) / self.blocks.get(block, 1.0)
            yield from ((word, value / length) for word, value in values.items())

    def best(self, words: Iterable[str], numbers: Mapping[str, float]) -> str:
        """The class with the highest score; the first of equals."""
        made = self.scores(words, numbers)
        return self.classes[made.index(max(made))]


@lru_cache(maxsize=8)
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
        blocks=data.get("blocks", {}),
    )
