"""Track "orders": what was ordered in MEDIQA-OE's visits, dev split, with the scores of its task.

The scores follow the published definition (github.com/jpcorb20/mediqa-oe, MIT): orders of a visit are paired by the
best assignment on the share of the expected description's words that were found; over all pairs and all unpaired
orders, word precision and recall of description and reason, exact type, and precision and recall of the provenance
turns are averaged, and each F1 is that of the two averages. The mean of the four F1 is the task's figure.
"""

from __future__ import annotations

import json
import math
import random
import re
from collections.abc import Sequence
from typing import Any

from opd_desktop.bench.scribe import data, metrics

Orders = Sequence[dict[str, Any]]
FIELDS = ("description", "reason", "order_type", "provenance")


def visits(split: str) -> list[dict[str, Any]]:
    """The visits of a split ("train" or "dev"); empty without the data set."""
    found = data.folder("mediqa-oe")
    if found is None:
        return []
    rows: list[dict[str, Any]] = json.loads((found / f"{split}.json").read_text(encoding="utf-8"))
    return rows


def measure() -> dict[str, object]:
    """The four scores and their mean.

    The shipped models were fitted to both splits, so their scores there flatter; `unseen` is five-fold
    cross-validation over the visits, as `make train-scribe` measured it, and is what a new visit may expect.
    """
    from opd_desktop.scribe.batch import orders_answer
    from opd_desktop.scribe.linear import load

    if not visits("dev"):
        return {"absent": "mediqa-oe"}
    unseen = {name: value for name, value in load("orders").trained.items() if name != "on"}
    found: dict[str, object] = {"unseen": unseen}
    for split in ("dev", "train"):
        pairs = [
            (visit["expected_orders"], orders_answer({"turns": visit["transcript"]})["orders"])
            for visit in visits(split)
        ]
        found[f"{split}, fitted"] = {**scores(pairs), "interval": interval(pairs), "visits": len(pairs)}
    told = ", ".join(f"{name} {unseen[name]}" for name in (*FIELDS, "mean"))
    return {"headline": f"{told} (cross-validated on train and dev)", **found}


def scores(pairs: Sequence[tuple[Orders, Orders]]) -> dict[str, float]:
    """F1 in percent of every field over (expected, made) orders of visits, and their mean."""
    matched = [pair for expected, made in pairs for pair in paired(expected, made)]
    found = {field: _f1(matched, field) for field in FIELDS}
    rounded = {field: round(100 * value, 2) for field, value in found.items()}
    return {**rounded, "mean": round(100 * sum(found.values()) / len(FIELDS), 2)}


def interval(pairs: Sequence[tuple[Orders, Orders]], resamples: int = 200) -> list[float]:
    """95 % percentile bootstrap interval of the mean, over visits; the seed is fixed."""
    draw = random.Random(metrics.SEED)  # noqa: S311 - resampling, no secret
    means = sorted(scores(draw.choices(pairs, k=len(pairs)))["mean"] for _ in range(resamples))
    return [means[int(0.025 * resamples)], means[int(0.975 * resamples) - 1]]


def paired(expected: Orders, made: Orders) -> list[tuple[dict[str, Any] | None, dict[str, Any] | None]]:
    """The best assignment of made to expected orders; what shares no word stays alone."""
    values = [[_found(_plain(one["description"]), _plain(other["description"])) for other in made] for one in expected]
    chosen = _assigned(values)
    pairs: list[tuple[dict[str, Any] | None, dict[str, Any] | None]] = [(expected[a], made[b]) for a, b in chosen]
    pairs += [(one, None) for n, one in enumerate(expected) if n not in {a for a, _ in chosen}]
    pairs += [(None, one) for n, one in enumerate(made) if n not in {b for _, b in chosen}]
    return pairs


def _assigned(values: list[list[float]]) -> list[tuple[int, int]]:
    """The assignment of rows to columns with the highest sum (Kuhn-Munkres with potentials), without its zeros."""
    if not values or not values[0]:
        return []
    size = max(len(values), len(values[0]))
    cost = [
        [-values[a][b] if a < len(values) and b < len(values[0]) else 0.0 for b in range(size)] for a in range(size)
    ]
    rows, columns, owner = [0.0] * size, [0.0] * (size + 1), [-1] * (size + 1)
    for row in range(size):
        owner[size], here = row, size
        slack, back, seen = [math.inf] * size, [size] * size, [False] * (size + 1)
        while owner[here] >= 0:
            seen[here] = True
            for column in range(size):
                gap = cost[owner[here]][column] - rows[owner[here]] - columns[column]
                if not seen[column] and gap < slack[column]:
                    slack[column], back[column] = gap, here
            nearest = min((column for column in range(size) if not seen[column]), key=slack.__getitem__)
            step = slack[nearest]
            for column in range(size + 1):
                if seen[column]:
                    rows[owner[column]] += step
                    columns[column] -= step
                elif column < size:
                    slack[column] -= step
            here = nearest
        while here != size:
            owner[here], here = owner[back[here]], back[here]
    found = [(owner[column], column) for column in range(size)]
    return [(a, b) for a, b in sorted(found) if a < len(values) and b < len(values[0]) and values[a][b] > 0]


def _found(wanted: str, made: str) -> float:
    if wanted == made:
        return 1.0
    words, given = wanted.split(), set(made.split())
    return sum(word in given for word in words) / len(words) if words else 0.0


def _plain(text: str | None) -> str:
    return re.sub(r"(?<=\d)-", " ", re.sub(r"[.,?!]", "", (text or "").lower()))


def _items(order: dict[str, Any] | None, field: str) -> list[Any]:
    if order is None or not order.get(field):
        return []
    return list(order[field]) if field == "provenance" else _plain(order[field]).split()


def _f1(pairs: Sequence[tuple[dict[str, Any] | None, dict[str, Any] | None]], field: str) -> float:
    precision = recall = 0.0
    retrieved = relevant = 0
    for expected, made in pairs:
        wanted, given = _items(expected, field), _items(made, field)
        retrieved += bool(given)
        relevant += bool(wanted)
        precision += sum(one in wanted for one in given) / len(given) if given else 0.0
        recall += sum(one in given for one in wanted) / len(wanted) if wanted else 0.0
    precision, recall = precision / max(1, retrieved), recall / max(1, relevant)
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
