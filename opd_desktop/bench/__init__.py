"""Benchmarks: each measures the product against a baseline that does the bare work, in the same run.

A module has ``run(rounds)``, which returns a `Result` or something else that prints itself (`Printed`). Timings are of
this machine; what carries over is the ratio.
"""

import importlib
import os
import platform
import statistics
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol


@dataclass(frozen=True)
class Bench:
    """One row of the registry: the module's name in this package, what it measures, its default rounds."""

    module: str
    about: str
    rounds: int


BENCHES: dict[str, Bench] = {
    "booking": Bench("booking", "a booking through the service against the same SQL by pgbench", 200),
    "booking-8": Bench("booking_parallel", "eight desks that book at once against as many pgbench clients", 50),
    "slots": Bench("slots", "a year of slots of 200 doctors (rounds) against a bare INSERT of as many rows", 200),
    "calendar": Bench("calendar", "a day of 60 doctors painted, changed and scrolled against bare rectangles", 10),
    "find": Bench("find", "first available of 200 doctors, 20 days out, against its statement by psycopg", 100),
    "day": Bench("day", "opening a day among a million visits against one without the others", 30),
    "sync": Bench("sync", "commit at one desk to paint at another against a bare LISTEN, 20 desks connected", 60),
    "startup": Bench("startup", "process start to usable window against a bare Qt window", 5),
    "draft": Bench("draft", "drafting a visit of ten minutes against only reading its text", 20),
    "speech": Bench("speech", "transcribing the sample against bare faster-whisper", 3),
    "scribe": Bench("scribe", "notes, orders, sections, guard and speech against public data with human labels", 1),
}


class Printed(Protocol):
    """What a benchmark returns: figures for machines and for people."""

    def as_dict(self) -> dict[str, Any]:
        """What ``bench NAME --json`` prints."""

    def line(self) -> str:
        """What ``bench NAME`` prints."""


@dataclass(frozen=True)
class Result:
    """Samples in milliseconds of the product and of the baseline.

    Attributes:
        notes: further figures, by name.
    """

    bench: str
    what: str
    ours: Sequence[float]
    baseline_what: str
    baseline: Sequence[float]
    notes: dict[str, Any] = field(default_factory=dict)

    @property
    def ratio(self) -> float:
        """Median of ours over median of the baseline."""
        return statistics.median(self.ours) / statistics.median(self.baseline)

    def as_dict(self) -> dict[str, Any]:
        """What ``bench NAME --json`` prints."""
        return {
            "bench": self.bench,
            "unit": "ms",
            "ours": {"what": self.what, **_figures(self.ours)},
            "baseline": {"what": self.baseline_what, **_figures(self.baseline)},
            "ratio": round(self.ratio, 3),
            "notes": self.notes,
            "machine": {"python": platform.python_version(), "cpus": os.cpu_count(), "system": platform.system()},
        }

    def line(self) -> str:
        """One line for people."""
        ours, base = statistics.median(self.ours), statistics.median(self.baseline)
        return f"{self.bench}: {ours:.2f} ms ({self.what}), {base:.2f} ms ({self.baseline_what}), {self.ratio:.2f}x"


def measure(name: str, rounds: int | None = None) -> Printed:
    """Run one benchmark of `BENCHES`."""
    bench = BENCHES[name]
    result: Printed = importlib.import_module(f"opd_desktop.bench.{bench.module}").run(rounds or bench.rounds)
    return result


def _figures(samples: Sequence[float]) -> dict[str, float | int]:
    ordered = sorted(samples)
    return {
        "n": len(ordered),
        "median": round(statistics.median(ordered), 3),
        "p95": round(ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))], 3),
        "min": round(ordered[0], 3),
    }
