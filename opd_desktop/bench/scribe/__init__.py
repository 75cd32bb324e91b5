"""The scribe's quality, measured on public data: `opd-desktop bench scribe --json`.

Every track is a module with ``measure() -> dict[str, object]``. The data are public sets that are not part of the
program: they are looked for in the folder that OPD_BENCH_DATA names, else in ``shared/data`` beside the project. A
track whose set is absent says so in its row, and the others are measured; the total lists both.
"""

from __future__ import annotations

import importlib
import logging
import os
import platform
import sys
import time
from dataclasses import dataclass, field
from typing import Any

from opd_desktop.bench.scribe import targets

TRACKS = ("notes", "sections", "orders", "guard", "speech", "cost")
"""The tracks in the order in which they are printed, each a module of this package."""
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True)
class Report:
    """What every track found, by its name.

    Attributes:
        failed: tracks that ended with an error, and its kind; they are in no other place.
        seconds: that the whole took.
    """

    tracks: dict[str, dict[str, object]]
    failed: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def exit_code(self) -> int:
        """1 when a track failed. One whose data are not there is skipped, which is no failure."""
        return 1 if self.failed else 0

    def total(self) -> dict[str, object]:
        """What was measured, what was skipped and why, and which targets are met."""
        skipped = {name: str(row["absent"]) for name, row in self.tracks.items() if "absent" in row}
        return {
            "measured": [name for name in self.tracks if name not in skipped],
            "skipped": skipped,
            "failed": self.failed,
            **targets.judged(self.tracks),
            "seconds": round(self.seconds, 1),
        }

    def as_dict(self) -> dict[str, object]:
        """What ``bench scribe --json`` prints."""
        machine = {"python": platform.python_version(), "cpus": os.cpu_count(), "system": platform.system()}
        return {"bench": "scribe", "tracks": self.tracks, "total": self.total(), "machine": machine}

    def line(self) -> str:
        """One line a track for people: its `headline`, or why it was not measured; the total last."""
        rows = [f"scribe {name}: {_headline(row)}" for name, row in self.tracks.items()]
        rows += [f"scribe {name}: failed with {why}" for name, why in self.failed.items()]
        total: Any = self.total()
        missed = f"; missed: {', '.join(total['missed'])}" if total["missed"] else ""
        told = f"{len(total['measured'])} of {len(self.tracks) + len(self.failed)} tracks measured"
        return "\n".join([*rows, f"scribe total: {told}, {len(total['met'])} of {total['of']} targets met{missed}"])


def run(rounds: int) -> Report:
    """Measure every track; scores do not change when repeated, so ``rounds`` only repeats what is timed.

    A track that fails does not cost the others their figures.
    """
    from opd_desktop.bench.scribe import cost

    found: dict[str, dict[str, object]] = {}
    failed: dict[str, str] = {}
    begin = time.monotonic()
    for name in TRACKS:
        print(f"scribe {name} ...", file=sys.stderr, flush=True)
        try:
            measure = importlib.import_module(f"{__name__}.{name}").measure
            found[name] = cost.measure(rounds) if name == "cost" else measure()
        except ModuleNotFoundError as missing:
            found[name] = {"absent": f"the package {missing.name}"}
        except Exception as error:
            _LOG.exception("track %s", name)
            failed[name] = f"{type(error).__name__}: {error}"
    return Report(found, failed, time.monotonic() - begin)


def _headline(row: dict[str, object]) -> str:
    if "absent" in row:
        return f"skipped, {row['absent']} is not there"
    return str(row.get("headline", ", ".join(sorted(row))))
