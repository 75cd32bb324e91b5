"""The benchmark's own arithmetic: known scores, fixed intervals, and a row that says which data are absent."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opd_desktop.bench.scribe import Report, data, metrics, notes


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
    assert told.line() == ("scribe notes: not measured, the data set aci-bench is not there\nscribe cost: fast")
    assert told.as_dict()["tracks"] == told.tracks


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
