"""The scribe's quality, measured on public data: `opd-desktop bench scribe --json`.

Every track is a module with ``measure() -> dict[str, object]``. The data are public sets that are not part of the
program: they are looked for in the folder that OPD_BENCH_DATA names, else in ``shared/data`` beside the project. A
track whose set is absent says so in its row, and the others are measured.
"""

from __future__ import annotations

import importlib
import os
import platform
import sys
from dataclasses import dataclass

TRACKS = ("notes", "sections", "orders", "guard", "speech", "cost")
"""The tracks in the order in which they are printed, each a module of this package."""


@dataclass(frozen=True)
class Report:
    """What every track found, by its name."""

    tracks: dict[str, dict[str, object]]

    def as_dict(self) -> dict[str, object]:
        """What ``bench scribe --json`` prints."""
        machine = {"python": platform.python_version(), "cpus": os.cpu_count(), "system": platform.system()}
        return {"bench": "scribe", "tracks": self.tracks, "machine": machine}

    def line(self) -> str:
        """One line a track for people: its `headline`, or why it was not measured."""
        return "\n".join(f"scribe {name}: {_headline(row)}" for name, row in self.tracks.items())


def run(rounds: int) -> Report:
    """Measure every track; scores do not change when repeated, so ``rounds`` only repeats what is timed."""
    from opd_desktop.bench.scribe import cost

    found: dict[str, dict[str, object]] = {}
    for name in TRACKS:
        print(f"scribe {name} ...", file=sys.stderr, flush=True)
        measure = importlib.import_module(f"{__name__}.{name}").measure
        found[name] = cost.measure(rounds) if name == "cost" else measure()
    return Report(found)


def _headline(row: dict[str, object]) -> str:
    if "absent" in row:
        return f"not measured, the data set {row['absent']} is not there"
    return str(row.get("headline", ", ".join(sorted(row))))
