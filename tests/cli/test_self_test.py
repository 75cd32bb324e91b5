"""The self-test: each check says what it found and what to do, and only a needed one fails it."""

import sys
from pathlib import Path

import pytest

from opd_desktop import self_test
from opd_desktop.domain.errors import ServiceUnavailable
from opd_desktop.self_test import Absent, Failed, run_check
from tests.cli.conftest import Run


def _absent() -> str:
    raise Absent("not there", "Get it.")


def _failed() -> str:
    raise Failed("broken", "Mend it.")


def _refused() -> str:
    raise ServiceUnavailable("embedded.missing")


def _bug() -> str:
    raise KeyError("surprise")


@pytest.mark.parametrize(
    ("check", "state", "do"),
    [
        (lambda: "fine", "ok", ""),
        (_absent, "absent", "Get it."),
        (_failed, "failed", "Mend it."),
        (_refused, "failed", "The embedded database is not installed."),
        (_bug, "failed", "Install OPD Desk again."),
    ],
)
def test_whatever_a_check_does_becomes_its_outcome(check: object, state: str, do: str) -> None:
    outcome = run_check("part", check)  # type: ignore[arg-type]
    assert outcome.state == state
    assert outcome.do.startswith(do)


@pytest.mark.parametrize(("check", "code"), [(_absent, 0), (_failed, 1)])
def test_only_what_is_needed_fails_it(cli: Run, monkeypatch: pytest.MonkeyPatch, check: object, code: int) -> None:
    monkeypatch.setattr(self_test, "CHECKS", {"part": check})
    ran = cli("self-test", "--json")
    assert ran.code == code
    assert ran.result["passed"] is (code == 0)
    assert set(ran.result["checks"][0]) == {"name", "state", "detail", "do", "seconds"}
    shown = cli("self-test")
    assert shown.code == code
    assert "Get it." in shown.out or "Mend it." in shown.out


def test_a_package_without_its_files_is_found_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(self_test, "_SHIPPED", (tmp_path / "drugs.tsv",))
    outcome = run_check("resources", self_test.check_resources)
    assert (outcome.state, outcome.detail) == ("failed", "missing: drugs.tsv")


def test_a_python_that_is_too_new(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 15, 0))
    assert run_check("python", self_test.check_python).state == "failed"


def test_qt_that_does_not_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(self_test, "_QT_PROBE", "raise SystemExit('libEGL.so.1: cannot open')")
    outcome = run_check("qt", self_test.check_qt)
    assert (outcome.state, outcome.detail) == ("failed", "libEGL.so.1: cannot open")


def test_without_the_speech_extra_dictation_is_absent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    outcome = run_check("speech", self_test.check_speech)
    assert outcome.state == "absent"
    assert "opd-desktop[scribe,speech-model]" in outcome.do


def test_the_quick_checks_hold_here() -> None:
    for name in ("python", "resources", "operations", "draft", "fhir"):
        assert run_check(name, self_test.CHECKS[name]).state == "ok", name
