"""Track "notes": drafts against the clinicians' notes of ACI-Bench, without a language model and with each at hand.

The rows of other systems, and the human notes scored as a system, stand beside ours. Omission is what recall of
ROUGE-1 and of concepts leave; an unsupported concept or number is one that string matching does not find in the
transcript, headings and labels left out. That holds for a third of the human notes' own concepts, which are in
clinical words, so it is to be read against the row `human`.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from opd_desktop.bench.scribe import data, metrics, reworded


def measure() -> dict[str, object]:
    """Scores by split and by system, each with its 95 % interval over visits; `models` has the first split reworded by
    every language model at hand."""
    splits = data.visits()
    if not splits:
        return {"absent": "aci-bench"}
    found: dict[str, object] = {split: _systems(split, table) for split, table in splits.items()}
    first = next(iter(splits))
    ours = found[first]["ours, no LLM"]  # type: ignore[index]
    told = ", ".join(
        f"{name} {ours[name]['mean']}" for name in ("rouge1", "rouge2", "rougeLsum", "concept_f1", "words")
    )
    models = reworded.measure(splits[first], score)
    return {
        "headline": f"{told} (first split: {first}); {reworded.headline(models)}",
        "splits": found,
        "models": {"split": first, **models},
    }


def score(note: str, row: dict[str, str]) -> dict[str, float]:
    """Every figure of one note for the visit ``row``; shares in percent."""
    wanted, dialogue = row["note"], row["dialogue"]
    made, human = metrics.concepts(note), metrics.concepts(wanted)
    said, heard = metrics.concepts(dialogue), f" {' '.join(metrics.words_of(dialogue))} "
    told = metrics.concepts(metrics.body(note))
    said |= frozenset(term for term in told if f" {term} " in heard)
    precision, recall, f1 = metrics.shares(made, human)
    return {
        **metrics.rouge(note, wanted),
        "concept_precision": precision,
        "concept_recall": recall,
        "concept_f1": f1,
        "words": float(len(note.split())),
        "copied_sentences": metrics.copied_sentences(note, dialogue),
        "copied_4grams": metrics.copied_fours(note, dialogue),
        "unsupported_concepts": metrics.percent_outside(told, said),
        "unsupported_and_not_human": metrics.percent_outside(told, said, human),
        "unsupported_numbers": metrics.percent_outside(metrics.numbers(metrics.body(note)), metrics.numbers(dialogue)),
    }


def _systems(split: str, table: list[dict[str, str]]) -> dict[str, object]:
    ids = {row["encounter_id"] for row in table}
    systems: dict[str, Callable[[dict[str, str]], str]] = {
        "ours, no LLM": lambda row: drafted(row["dialogue"]),
        "human": lambda row: row["note"],
    }
    for name, notes in data.published(split).items():
        if ids <= notes.keys():
            systems[name] = lambda row, notes=notes: notes[row["encounter_id"]]  # type: ignore[misc]
    return {name: metrics.summary([score(note_of(row), row) for row in table]) for name, note_of in systems.items()}


@lru_cache(maxsize=512)
def drafted(dialogue: str) -> str:
    """The note that the rules alone make of a conversation."""
    from opd_desktop.scribe import drafting, turns

    return drafting.draft(turns.from_text(dialogue)).note
