"""Track "guard": what `validate` finds of errors planted in notes, and how often it cries wolf.

Two kinds of note are spoiled: the scribe's own drafts and the clinicians' notes. An alarm is a finding of severity
"high" on a sentence. Recall is the share of planted errors whose sentence raises one; a false alarm is one on a
sentence that nobody touched. An error in a sentence that was alarming before is left out: it proves nothing, and
turning what was wrong may put it right. `recall_where_said` leaves out numbers and sides that nobody had said before
they were changed. In the clinicians' notes about a third of the concepts were never said aloud, so an alarm there is
often right and still counts as false here.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Any

from opd_desktop.bench.scribe import data, metrics, seeding
from opd_desktop.domain.note import Finding, FindingKind, Section
from opd_desktop.scribe.evidence import evidence_of
from opd_desktop.scribe.judging import judge_sentence
from opd_desktop.scribe.note_checks import checks
from opd_desktop.scribe.turns import parse
from opd_desktop.scribe.validation import note_sentences

PER_KIND = 2
"""Errors of each kind that are planted in each note, each in a copy of its own."""
SEED = 7
_QUIET = frozenset({FindingKind.SUPPORTED, FindingKind.PARTLY, FindingKind.MISSING, FindingKind.SECTION})


def measure() -> dict[str, object]:
    """Recall by kind of error and false alarms, by split and by kind of note, with 95 % intervals."""
    splits = data.visits()
    if not splits:
        return {"absent": "aci-bench"}
    found: dict[str, Any] = {split: scored(rows) for split, rows in splits.items()}
    first = next(iter(found))
    told = "; ".join(
        f"{name}: recall {row['recall']['mean']} %, false alarms {row['false_alarms']['mean']} %"
        for name, row in found[first].items()
    )
    return {"headline": f"{told} ({first})", "splits": found}


def scored(rows: Sequence[dict[str, str]]) -> dict[str, Any]:
    """The figures on these visits (`dialogue` and `note`) for drafts and for the clinicians' notes."""
    from opd_desktop.scribe import draft

    return {
        "drafts": _source([(draft(row["dialogue"]).note, row["dialogue"]) for row in rows]),
        "human notes": _source([(row["note"], row["dialogue"]) for row in rows]),
    }


def alarms(found: Sequence[Finding], sentence: str) -> list[Finding]:
    """The alarms on one sentence."""
    return [one for one in found if one.sentence == sentence and one.severity == "high" and one.kind not in _QUIET]


def _source(notes: Sequence[tuple[str, str]]) -> dict[str, Any]:
    caught: dict[str, list[float]] = {kind: [] for kind in seeding.KINDS}
    knowable: list[float] = []
    wolf: list[float] = []
    unsupported: list[float] = []
    for note, dialogue in notes:
        judge = _Judge(dialogue)
        alarming: set[str] = set()
        for section, text in note_sentences(note):
            found = judge.sentence(note, section, text)
            wolf.append(100.0 * bool(alarms(found, text)))
            alarming |= {text} if wolf[-1] else set()
            unsupported.append(100.0 * any(_verdict(one) and one.kind is FindingKind.UNSUPPORTED for one in found))
        for error in planted(note, dialogue):
            if error.before in alarming:
                continue
            section = next((named for named, text in note_sentences(error.note) if text == error.after), None)
            caught[error.kind].append(100.0 * judge.alarmed(error.note, section, error.after))
            knowable += caught[error.kind][-1:] if error.said else []
    everything = [value for values in caught.values() for value in values]
    return {
        "recall": metrics.interval(everything, 1),
        "recall_where_said": metrics.interval(knowable, 1),
        "recall_by_kind": {kind: metrics.interval(values, 1) for kind, values in caught.items()},
        "false_alarms": metrics.interval(wolf, 1),
        "unsupported_sentences": metrics.interval(unsupported, 1),
    }


class _Judge:
    """What `validate` says of single sentences, with the evidence of the dialogue gathered once."""

    def __init__(self, dialogue: str) -> None:
        self._evidence = evidence_of(parse(dialogue))
        self._checked: dict[str, list[Finding]] = {}

    def sentence(self, note: str, section: Section | None, text: str) -> list[Finding]:
        """The findings on `text`, those of the note as a whole included."""
        if note not in self._checked:
            self._checked[note] = checks(note, note_sentences(note))
        return [*judge_sentence(text, section, self._evidence), *self._checked[note]]

    def alarmed(self, note: str, section: Section | None, text: str) -> bool:
        """Whether `text` raises an alarm, in itself or as part of the note."""
        if alarms(judge_sentence(text, section, self._evidence), text):
            return True
        return bool(alarms(checks(note, note_sentences(note)), text))


def _verdict(finding: Finding) -> bool:
    return finding.kind in {
        FindingKind.SUPPORTED,
        FindingKind.PARTLY,
        FindingKind.UNSUPPORTED,
        FindingKind.CONTRADICTED,
    }


def planted(note: str, dialogue: str) -> Iterator[seeding.Planted]:
    """The errors for one note; the same note gets the same errors."""
    draw = random.Random(f"{SEED}:{len(note)}:{note[:200]}")  # noqa: S311 - a benchmark's choices, no secret
    for kind in seeding.KINDS:
        seen: set[str] = set()
        for _ in range(PER_KIND):
            error = seeding.plant(kind, note, dialogue, draw)
            if error and error.after not in seen:
                seen.add(error.after)
                yield error
