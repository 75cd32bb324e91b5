"""A server of its own for a benchmark, with the demo clinic's skeleton, and equal copies of its database."""

import contextlib
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from sqlalchemy import URL, event

from opd_desktop import app
from opd_desktop.db import migrate
from opd_desktop.db.embedded import EmbeddedServer
from opd_desktop.db.engine import make_engine
from opd_desktop.demo import seed
from opd_desktop.demo.base import PASSWORD, create_base
from opd_desktop.services.auth import load_actor
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.ports import Ports
from opd_desktop.settings import Settings

#: What the program's own connections are set to; the baseline gets the same.
OPTIONS = "-c timezone=UTC -c search_path=opd,public -c random_page_cost=1.1 -c jit=off"


@dataclass(frozen=True)
class Statement:
    """One statement as it went to the server; ``many`` for executemany."""

    sql: str
    params: Any
    many: bool


@dataclass(frozen=True)
class Scratch:
    """A running scratch server."""

    server: EmbeddedServer
    ports: Ports

    def url(self, database: str = "opd") -> URL:
        """Where a database of it is, without a login."""
        return self.server.url(database=database).set(username=None)

    def copy(self, name: str) -> URL:
        """An equal copy of the database as it is now; nobody may be connected to it."""
        with psycopg.connect(self.server.dsn("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE opd STRATEGY FILE_COPY")
        return self.url(name)

    @contextlib.contextmanager
    def clinic(self, url: URL, login: str, log: list[Statement] | None = None) -> Iterator[Clinic]:
        """Sign in; with ``log``, every statement is added to it."""
        with open_clinic(url, login, self.ports, log) as clinic:
            yield clinic


@contextlib.contextmanager
def open_clinic(
    url: URL, login: str, ports: Ports | None = None, log: list[Statement] | None = None
) -> Iterator[Clinic]:
    """Sign in to a scratch database, also from another process; with ``log``, every statement is added to it."""
    engine = make_engine(url, login=login, password=PASSWORD, desk="bench")
    ports = ports or app.make_ports(Settings(data_dir=Path(str(url.query["host"]))))
    clinic = Clinic(engine, load_actor(engine, "bench"), ports)
    if log is not None:

        @event.listens_for(engine, "before_cursor_execute")
        def note(_connection: Any, _cursor: Any, sql: str, params: Any, _context: Any, many: bool) -> None:
            log.append(Statement(sql, params, many))

    try:
        yield clinic
    finally:
        clinic.close()


@contextlib.contextmanager
def scratch(*, seeded: bool = False) -> Iterator[Scratch]:
    """Start a server in a temporary folder; it and its files are gone afterwards.

    Args:
        seeded: make the whole demo clinic, with patients and visits, not just its skeleton.
    """
    with tempfile.TemporaryDirectory(prefix="opd-bench-") as folder:
        server = EmbeddedServer(Path(folder) / "data")
        try:
            server.ensure_running()
            app.prepare_embedded(server)
            if seeded:
                seed.seed(server.url())
            else:
                _make_base(server.url())
            yield Scratch(server, app.make_ports(Settings(data_dir=Path(folder))))
        finally:
            server.stop()


def _make_base(url: URL) -> None:
    engine = migrate.owner_engine(url)
    with engine.begin() as connection:
        create_base(connection)
    engine.dispose()
