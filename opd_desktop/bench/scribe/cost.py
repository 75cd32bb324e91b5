"""Track "cost": milliseconds per visit and the memory of a process that drafts without models."""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
from typing import Any

# A process of its own, so that no cache has seen a visit and its memory is the scribe's alone. On Linux the kernel's
# high-water mark is read, since `ru_maxrss` there counts the parent from before the program was loaded.
_CHILD = """
import json, pathlib, resource, sys, time
from opd_desktop.scribe import drafting, turns

def drafted(text):
    begin, busy = time.perf_counter(), time.process_time()
    note = drafting.draft(turns.from_text(text))
    took = 1000 * (time.perf_counter() - begin), 1000 * (time.process_time() - busy)
    return took, note.model_dump_json()

visits, warm = json.load(sys.stdin)
drafted(warm)
first = [drafted(text) for text in visits]
status = pathlib.Path("/proc/self/status")
marks = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")] if status.exists() else []
unit = 2**20 if sys.platform == "darwin" else 2**10
peak = int(marks[0].split()[1]) / 1024 if marks else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
same = all(drafted(text)[1] == note for text, (_, note) in zip(visits, first))
walls, cpus = zip(*[took for took, _ in first])
print(json.dumps({"ms": walls, "cpu_ms": cpus, "peak": peak, "same": same}))
"""


def measure(rounds: int = 1) -> dict[str, object]:
    """Time of a draft, whether a second draft is the same to the byte, and peak memory, ``rounds`` times.

    Where other programs hold the processors, `cpu_ms_median` is the scribe's own part.
    The visits are those of ACI-Bench where they are at hand, else made-up ones of ten minutes.
    """
    from opd_desktop.bench import draft as made_up
    from opd_desktop.bench.scribe import data

    table = [row["dialogue"] for rows in data.visits().values() for row in rows]
    visits = table or [made_up.visit(number) for number in range(20)]
    runs = [_in_a_process(visits, made_up.visit(999)) for _ in range(rounds)]
    milliseconds = sorted(ms for run in runs for ms in run["ms"])
    busy = statistics.median(ms for run in runs for ms in run["cpu_ms"])
    peak = max(run["peak"] for run in runs)
    return {
        "headline": (
            f"{statistics.median(milliseconds):.0f} ms a visit in the median ({busy:.0f} ms of processor time), "
            f"{peak:.0f} MiB at most"
        ),
        "visits": "aci-bench" if table else "made up",
        "words_median": statistics.median(len(text.split()) for text in visits),
        "ms_median": round(statistics.median(milliseconds), 1),
        "ms_p95": round(milliseconds[min(len(milliseconds) - 1, int(0.95 * len(milliseconds)))], 1),
        "ms_max": round(milliseconds[-1], 1),
        "cpu_ms_median": round(busy, 1),
        "same_twice": all(run["same"] for run in runs),
        "peak_memory_mib": round(peak, 1),
    }


def _in_a_process(visits: list[str], warm: str) -> dict[str, Any]:
    done = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", _CHILD], input=json.dumps([visits, warm]), capture_output=True, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout)
    return found
