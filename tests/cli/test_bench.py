"""Benchmarks: figures of ours and of a baseline in one run, as JSON and as a line."""

import pytest

from opd_desktop.bench import BENCHES, Result
from tests.cli.conftest import Run


def test_a_result_has_medians_a_ratio_and_its_baseline() -> None:
    result = Result("demo", "with all", [3.0, 1.0, 2.0], "bare", [1.0, 1.0, 4.0], {"rows": 7})
    told = result.as_dict()
    assert told["ours"] == {"what": "with all", "n": 3, "median": 2.0, "p95": 3.0, "min": 1.0}
    assert told["baseline"]["what"] == "bare"
    assert (told["ratio"], told["unit"], told["notes"]) == (2.0, "ms", {"rows": 7})
    assert result.line() == "demo: 2.00 ms (with all), 1.00 ms (bare), 2.00x"


def test_drafting_is_measured(cli: Run) -> None:
    told = cli("bench", "draft", "--json", "--rounds", "3").result
    assert told["bench"] == "draft"
    assert told["notes"]["words"] > 1400
    assert 0 < told["baseline"]["median"] < told["ours"]["median"]
    shown = cli("bench", "draft", "--rounds", "1")
    assert shown.code == 0
    assert shown.out.startswith("draft: ")


@pytest.mark.e2e
@pytest.mark.parametrize(("name", "samples"), [("booking", 2), ("booking-8", 16), ("slots", 2), ("calendar", 2)])
def test_the_database_benchmarks_run(cli: Run, name: str, samples: int) -> None:
    told = cli("bench", name, "--json", "--rounds", "2").result
    assert told["bench"] == name
    assert told["ours"]["n"] == told["baseline"]["n"] == samples
    assert told["ratio"] > 0
    assert min(told["ours"]["min"], told["baseline"]["min"]) > 0


@pytest.mark.e2e
def test_what_one_desk_books_is_painted_at_another(cli: Run) -> None:
    told = cli("bench", "sync", "--json", "--rounds", "2").result
    assert told["ours"]["n"] == told["baseline"]["n"] == told["notes"]["desks"] // 10 == 2
    assert told["ours"]["min"] > told["baseline"]["median"]


@pytest.mark.e2e
def test_the_start_is_measured_on_a_real_desk(cli: Run) -> None:
    told = cli("bench", "startup", "--json", "--rounds", "1").result
    assert told["ours"]["median"] > told["baseline"]["median"]


def test_every_benchmark_is_described() -> None:
    assert all("against" in bench.about and bench.rounds > 0 for bench in BENCHES.values())
