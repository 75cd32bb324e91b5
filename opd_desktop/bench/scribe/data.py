"""Where the public data sets are, and the visits in them."""

from __future__ import annotations

import csv
import os
from pathlib import Path

from opd_desktop.paths import RESOURCES


def folder(name: str) -> Path | None:
    """The data set called ``name``, or None where it is not at hand."""
    named = os.environ.get("OPD_BENCH_DATA", "")
    root = Path(named) if named else RESOURCES.parent.parent / "shared" / "data"
    found = root / name
    return found if found.is_dir() else None


def rows(path: Path, delimiter: str = ",") -> list[dict[str, str]]:
    """The rows of a table with a header."""
    csv.field_size_limit(10_000_000)
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file, delimiter=delimiter))


def visits() -> dict[str, list[dict[str, str]]]:
    """The ACI-Bench visits to be scored by split: every table with ``dialogue`` and ``note`` except the train split."""
    aci = folder("aci-bench")
    if aci is None:
        return {}
    found = {}
    for path in sorted(aci.glob("*.csv")):
        if path.stem != "train" and "metadata" not in path.stem:
            table = rows(path)
            if table and {"dialogue", "note", "encounter_id"} <= table[0].keys():
                found[path.stem] = table
    return found


def published(split: str) -> dict[str, dict[str, str]]:
    """Notes of other systems for the visits of ``split``: system -> visit id -> note."""
    aci = folder("aci-bench")
    if aci is None:
        return {}
    found: dict[str, dict[str, str]] = {}
    for path in sorted((aci / "published_predictions").glob(f"*_{split}.csv")):
        found[path.stem.removesuffix(f"_{split}")] = {row["encounter_id"]: row["note"] for row in rows(path)}
    for path in sorted((aci / "wanglab").glob("*.csv")):
        found[path.stem] = {row["TestID"]: row["SystemOutput"] for row in rows(path)}
    return found
