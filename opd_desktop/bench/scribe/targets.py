"""The scribe's targets, and which of them the tracks of a run meet."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

FIRST = "*"
"""In a path: the first entry, whatever its name (the first split)."""


@dataclass(frozen=True, slots=True)
class Target:
    """A figure that should be at least or at most `bound`; `path` leads to it in the row of its track."""

    track: str
    what: str
    path: tuple[str, ...]
    bound: float
    at_most: bool = False

    def met(self, value: float) -> bool:
        """Whether a value is good enough."""
        return value <= self.bound if self.at_most else value >= self.bound

    def told(self, value: float) -> str:
        """The target with the value, for people."""
        return f"{self.what} {value} (target {'at most' if self.at_most else 'at least'} {self.bound})"


_OURS = ("splits", FIRST, "ours, no LLM")
_DRAFTS = ("splits", FIRST, "drafts")
_HUMAN = ("splits", FIRST, "human notes")
TARGETS = (
    Target("notes", "ROUGE-1 without a model", (*_OURS, "rouge1", "mean"), 45),
    Target("notes", "concept F1 without a model", (*_OURS, "concept_f1", "mean"), 68),
    Target("notes", "words of a note", (*_OURS, "words", "mean"), 500, at_most=True),
    Target("sections", "accuracy of headers", ("accuracy", "mean"), 0.78),
    Target("orders", "mean of the four F1 of orders", ("unseen", "mean"), 40),
    Target("guard", "errors found in drafts, %", (*_DRAFTS, "recall", "mean"), 95),
    Target("guard", "false alarms in drafts, %", (*_DRAFTS, "false_alarms", "mean"), 5, at_most=True),
    Target("guard", "errors found in clinicians' notes, %", (*_HUMAN, "recall", "mean"), 95),
    Target("guard", "false alarms in clinicians' notes, %", (*_HUMAN, "false_alarms", "mean"), 5, at_most=True),
    Target("speech", "words without a voice", ("silence", "words"), 0, at_most=True),
    Target("speech", "times the time of bare faster-whisper", ("overhead",), 1.1, at_most=True),
    Target("cost", "ms a visit, median", ("ms_median",), 200, at_most=True),
    Target("cost", "MiB at most", ("peak_memory_mib",), 286, at_most=True),
)


def judged(tracks: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """Targets met and missed, in words with their values, and `of` how many that were measured.

    A model at hand that makes the notes worse misses a target of its own.
    """
    met: list[str] = []
    missed: list[str] = []
    for target in TARGETS:
        value = _at(tracks.get(target.track), target.path)
        if isinstance(value, int | float):
            (met if target.met(value) else missed).append(target.told(value))
    models = _at(tracks.get("notes"), ("models",))
    for name, row in models.items() if isinstance(models, Mapping) else ():
        if isinstance(row, Mapping) and row.get("worse_in") is not None and name != "none":
            told = ", ".join(row["worse_in"]) or "nothing"
            (missed if row["worse_in"] else met).append(f"notes with {name} worse in {told}")
    return {"met": met, "missed": missed, "of": len(met) + len(missed)}


def _at(row: Any, path: tuple[str, ...]) -> Any:
    for step in path:
        if not isinstance(row, Mapping) or not row:
            return None
        row = next(iter(row.values())) if step == FIRST else row.get(step)
    return row
