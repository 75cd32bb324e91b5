"""``db init`` with names, on a shared server: all of it, or a sentence and nothing."""

import pytest
from sqlalchemy import URL

from tests.cli.conftest import Run
from tests.support import build


@pytest.fixture
def owner(on_database: URL, monkeypatch: pytest.MonkeyPatch) -> URL:
    """The settings name the role that owns the schema."""
    monkeypatch.setenv("OPD_DATABASE_URL", on_database.set(username="postgres").render_as_string(hide_password=False))
    return on_database


def _facilities(database: URL) -> int:
    found: int = build.rows(database, "SELECT count(*) AS n FROM facility")[0]["n"]
    return found


@pytest.mark.parametrize(
    ("login", "code", "sentence"),
    [
        ("A B", 2, "A login starts with a small letter"),
        ("opd_worker", 2, "A login starts with a small letter"),
        ("reception", 5, "There is already a login of this name."),
    ],
)
def test_a_login_that_is_refused_leaves_no_facility(cli: Run, owner: URL, login: str, code: int, sentence: str) -> None:
    before = _facilities(owner)
    ran = cli("db", "init", "--facility", "Hill clinic", "--admin", login)
    assert (ran.code, _facilities(owner)) == (code, before)
    assert ran.err.startswith(f"opd-desktop: {sentence}")


def test_the_same_facility_twice(cli: Run, owner: URL) -> None:
    assert cli("db", "init", "--facility", "Hill clinic").code == 0
    before = _facilities(owner)
    again = cli("db", "init", "--facility", "Hill clinic")
    assert (again.code, _facilities(owner)) == (5, before)
    assert again.err.startswith("opd-desktop: There is already a facility with this code.")


def test_a_role_that_may_not_make_a_schema(cli: Run, on_database: URL, monkeypatch: pytest.MonkeyPatch) -> None:
    as_reception = on_database.set(username="reception", password="demo-opd")
    monkeypatch.setenv("OPD_DATABASE_URL", as_reception.render_as_string(hide_password=False))
    ran = cli("db", "init", "--facility", "Hill clinic")
    assert ran.code == 3
    assert ran.err.startswith("opd-desktop: Your role may not read or change this.")
