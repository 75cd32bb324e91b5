"""The command line called in this process, with its exit code, output and error."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import URL

from opd_desktop.cli import main
from opd_desktop.demo.base import PASSWORD


@dataclass(frozen=True)
class Ran:
    """What one command did."""

    code: int
    out: str
    err: str

    @property
    def result(self) -> Any:
        """Standard output as JSON."""
        return json.loads(self.out)

    @property
    def error(self) -> dict[str, Any]:
        """Standard error as JSON."""
        return dict(json.loads(self.err))


Run = Callable[..., Ran]


@pytest.fixture
def cli(capsys: pytest.CaptureFixture[str]) -> Run:
    """Run one command; it never shows a traceback."""

    def run(*argv: str) -> Ran:
        try:
            code = main(argv)
        except SystemExit as usage:
            code = int(usage.code or 0)
        told = capsys.readouterr()
        assert "Traceback" not in told.err
        return Ran(code, told.out, told.err)

    return run


@pytest.fixture
def on_database(database: URL, monkeypatch: pytest.MonkeyPatch) -> URL:
    """The settings mean the test's database, and the demo password is in the environment."""
    monkeypatch.setenv("OPD_DATABASE_URL", database.render_as_string(hide_password=False))
    monkeypatch.setenv("OPD_PASSWORD", PASSWORD)
    return database
