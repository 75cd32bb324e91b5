"""The benchmark's own arithmetic: known scores, fixed intervals, and a row that says which data are absent."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opd_desktop.bench import scribe
from opd_desktop.bench.scribe import Report, data, metrics, notes, reworded, targets
from opd_desktop.scribe.backends import embedded, gguf
from tests.scribe.conftest import VISIT
from tests.support import ollama_server


@given(st.lists(st.floats(0, 100), min_size=1, max_size=20))
def test_an_interval_is_fixed_and_inside_the_values(values: list[float]) -> None:
    made = metrics.interval(values)
    assert made == metrics.interval(values)
    assert min(values) - 0.01 <= made["low"] <= made["high"] <= max(values) + 0.01
    assert made["n"] == len(values)


def test_rouge_counts_words_without_stemming() -> None:
    made = metrics.rouge("the cough is worse", "the cough was worse")
    assert (made["rouge1"], round(made["rouge2"], 1), made["rougeLsum"]) == (75.0, 33.3, 75.0)
    assert metrics.rouge("coughs", "cough")["rouge1"] == 0.0


def test_copying_is_told_by_sentences_and_by_runs_of_words() -> None:
    dialogue = "[patient] i have had a cough for three days and it is getting worse ."
    assert metrics.copied_sentences("He coughs a lot these days. It is getting worse.", dialogue) == 50.0
    assert metrics.copied_fours("a cough for three", dialogue) == 100.0
    assert metrics.copied_fours("", dialogue) == 0.0


def test_headings_and_labels_are_no_claims() -> None:
    note = "REVIEW OF SYSTEMS\n\n• Skin: Denies rash.\n\nPLAN\n• Patient Education and Counseling: Rest."
    assert metrics.body(note).split() == ["Denies", "rash.", "Rest."]


def test_shares_of_sets() -> None:
    precision, recall, f1 = metrics.shares(frozenset({"a", "b"}), frozenset({"b", "c", "d"}))
    assert (precision, round(recall, 1), f1) == (50.0, 33.3, 40.0)
    assert metrics.shares(frozenset(), frozenset({"a"})) == (0.0, 0.0, 0.0)
    assert metrics.percent_outside({"a", "b"}, frozenset({"a"}), frozenset({"c"})) == 50.0


def test_without_the_data_a_track_says_which_are_absent(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPD_BENCH_DATA", str(tmp_path))
    assert data.folder("aci-bench") is None
    assert notes.measure() == {"absent": "aci-bench"}
    told = Report({"notes": notes.measure(), "cost": {"headline": "fast"}})
    assert told.line().splitlines() == [
        "scribe notes: skipped, aci-bench is not there",
        "scribe cost: fast",
        "scribe total: 1 of 2 tracks measured, 0 of 0 targets met",
    ]
    assert told.as_dict()["tracks"] == told.tracks
    assert told.as_dict()["total"]["skipped"] == {"notes": "aci-bench"}  # type: ignore[index]


def test_targets_are_met_or_missed_by_their_values() -> None:
    note = {name: {"mean": value} for name, value in (("rouge1", 50.0), ("concept_f1", 60.0), ("words", 400.0))}
    models = {
        "split": "valid",
        "none": {"worse_in": []},
        "good": {"worse_in": []},
        "bad": {"worse_in": ["rouge1", "alarms"]},
        "few": {"worse_in": None},
        "gone": {"absent": "no server"},
    }
    tracks = {"notes": {"splits": {"valid": {"ours, no LLM": note}}, "models": models}, "cost": {"absent": "all"}}
    told = targets.judged(tracks)
    assert told["missed"] == [
        "concept F1 without a model 60.0 (target at least 68)",
        "notes with bad worse in rouge1, alarms",
    ]
    assert told["of"] == 5


def test_a_difference_is_bad_when_its_whole_interval_is() -> None:
    def change(low: float, high: float, n: int = 20) -> dict[str, float | int]:
        return {"mean": (low + high) / 2, "low": low, "high": high, "n": n}

    same = {name: change(-0.1, 0.1) for name in reworded.FIGURES}
    assert reworded.worse(same) == []
    assert reworded.worse({**same, "rouge1": change(-2.0, -0.1), "words": change(-9, -1)}) == ["rouge1"]
    assert reworded.worse({**same, "alarms": change(0.1, 2.0)}) == ["alarms"]
    assert reworded.worse({**same, "rouge1": change(-2.0, -1.0, 3)}) is None


def test_all_tracks_run_without_any_data_and_one_that_fails_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A clone with nothing beside it: what needs data is skipped, and the exit code is 0."""
    monkeypatch.setenv("OPD_BENCH_DATA", str(tmp_path))
    made = scribe.run(1)
    assert made.exit_code == 0
    total = made.total()
    assert total["measured"] == ["cost"]
    assert total["skipped"] == {
        "notes": "aci-bench",
        "sections": "mts-dialog",
        "orders": "mediqa-oe",
        "guard": "aci-bench",
        "speech": "hyperscribe-audio",
    }
    assert made.tracks["cost"]["visits"] == "made up"
    broken = Report({}, {"guard": "ValueError: no"})
    assert broken.exit_code == 1
    assert "scribe guard: failed with ValueError: no" in broken.line()


@pytest.mark.parametrize(("model", "taken", "unfit"), [("faithful", True, 0), ("inventing", False, 1)])
def test_a_model_in_ollama_gets_a_row_beside_the_one_without(
    monkeypatch: pytest.MonkeyPatch, model: str, taken: bool, unfit: int
) -> None:
    """The real client in a process of its own against the protocol server, scored as the bench does."""
    pytest.importorskip("ollama", reason="the extra 'scribe' is not installed")
    monkeypatch.setattr(embedded, "available", lambda: False)
    monkeypatch.setattr(gguf, "find_model", lambda folder=None: None)
    table = [{"dialogue": VISIT, "note": "Cough for three days."}] * 2

    def score(note: str, row: dict[str, str]) -> dict[str, float]:
        return {**metrics.rouge(note, row["note"]), "concept_f1": 0.0, "words": float(len(note.split()))}

    with ollama_server.running() as address:
        monkeypatch.setenv("OLLAMA_HOST", address)
        monkeypatch.setenv("OPD_OLLAMA_MODEL", model)
        rows = reworded.measure(table, score)
    assert set(rows) == {"none", "embedded", f"ollama:{model}:latest"}
    assert rows["none"]["difference"]["rouge1"] == {"mean": 0.0, "low": 0.0, "high": 0.0, "n": 2}
    row = rows[f"ollama:{model}:latest"]
    assert (row["visits"], row["worse_in"], row["unfit_visits"]) == (2, None, 2 * unfit)
    assert row["asked"] == row["taken"] + row["refused"] + row["same"]
    assert (row["taken"] > 0) is taken
    assert row["difference"]["words"]["mean"] <= 0
    assert row["peak_memory_mib"] > 10
    assert row["tokens_s"] > 0
    assert len(row["card"]["digest"]) == 64
    assert "sentences taken, too few to tell" in reworded.headline(rows)


def test_any_split_beside_the_train_split_is_scored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    aci = tmp_path / "aci-bench"
    aci.mkdir()
    table = 'encounter_id,dialogue,note\nD1,"[patient] i have a cough .","Cough."\n'
    for name in ("train", "held_back", "held_back_metadata"):
        (aci / f"{name}.csv").write_text(table, encoding="utf-8")
    monkeypatch.setenv("OPD_BENCH_DATA", str(tmp_path))
    assert list(data.visits()) == ["held_back"]


def test_a_human_note_scores_full_against_itself(shared: Path, aci_valid: list[dict[str, str]]) -> None:
    made = notes.score(aci_valid[0]["note"], aci_valid[0])
    assert (made["rouge1"], made["rougeLsum"], made["concept_f1"]) == (100.0, 100.0, 100.0)
    assert made["unsupported_and_not_human"] == 0.0
    copy = notes.score(aci_valid[0]["dialogue"], aci_valid[0])
    assert copy["copied_4grams"] == 100.0
    assert copy["unsupported_concepts"] == copy["unsupported_numbers"] == 0.0
