"""The engine of a signed-in person: what a connection keeps from one operation to the next."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote

import pytest
from sqlalchemy import URL, text

from opd_desktop.app import make_ports, open_clinic
from opd_desktop.db.engine import make_engine, parse_url
from opd_desktop.demo.base import PASSWORD
from opd_desktop.domain.errors import NotPermitted
from opd_desktop.services import slots
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.booking import FindFirst
from opd_desktop.settings import Settings

SignIn = Callable[..., Clinic]


def test_what_is_asked_again_is_prepared_on_the_connection_that_is_used_again(sign_in: SignIn) -> None:
    clinic = sign_in("reception")

    def prepared() -> int:
        # A rollback would have psycopg forget what is prepared.
        with clinic._engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            return connection.execute(
                text("SELECT count(*) FROM pg_prepared_statements WHERE statement LIKE '%' || :begin || '%'"),
                {"begin": "WITH doctors"},
            ).scalar_one()

    counts = []
    for _ in range(3):
        clinic.call(slots.find, FindFirst())
        counts.append(prepared())
    assert counts == [0, 1, 1]


@pytest.mark.parametrize(
    ("url", "host", "port"),
    [
        ("postgresql://db.example/opd", "db.example", None),
        ("postgres://asha:x@db.example:6432/opd", "db.example", 6432),
        ("postgresql://[::1]:6432/opd", "::1", 6432),
        ("postgresql://one.example:5432,two.example:5433/opd", "one.example,two.example", "5432,5433"),
        ("postgresql:///opd?host=/run/postgresql", "/run/postgresql", None),
    ],
)
def test_a_url_says_what_libpq_reads_in_it(url: str, host: str, port: object) -> None:
    engine = make_engine(parse_url(f"{url}{'&' if '?' in url else '?'}target_session_attrs=read-write"))
    _, options = engine.dialect.create_connect_args(engine.url)
    assert (options["host"], options.get("port"), options["dbname"]) == (host, port, "opd")
    assert options["target_session_attrs"] == "read-write"


def test_of_several_servers_the_one_that_answers_is_taken(database: URL, tmp_path: Path) -> None:
    socket = quote(str(database.query["host"]), safe="")
    url = parse_url(f"postgresql://127.0.0.1:9,{socket}:5432/{database.database}?target_session_attrs=read-write")
    clinic = open_clinic(url, "reception", PASSWORD, "Desk 1", make_ports(Settings(data_dir=tmp_path)))
    try:
        assert clinic.actor.login == "reception"
    finally:
        clinic.close()


def test_a_password_that_nobody_can_have_is_a_wrong_one(database: URL, tmp_path: Path) -> None:
    with pytest.raises(NotPermitted) as refused:
        open_clinic(database, "reception", "demo-opd\udcff", "Desk 1", make_ports(Settings(data_dir=tmp_path)))
    assert refused.value.code == "auth.wrong_password"
