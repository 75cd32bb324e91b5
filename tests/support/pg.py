"""A real Postgres for the tests: one server for the run, one template, one clone per test."""

import contextlib
import os
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import fasteners
import psycopg
from sqlalchemy import URL

from opd_desktop.db import migrate
from opd_desktop.db.embedded import EmbeddedServer
from opd_desktop.demo.base import create_base
from opd_desktop.domain.ids import uuid7

TEMPLATE = "opd_template"


@dataclass(frozen=True)
class TestServer:
    """The run's server; ``root`` is shared by all workers of the run."""

    __test__ = False

    server: EmbeddedServer

    def admin(self, database: str = "postgres") -> psycopg.Connection:
        return psycopg.connect(self.server.dsn(database), autocommit=True)

    def url(self, database: str) -> URL:
        return self.server.url(database=database).set(username=None)

    @contextlib.contextmanager
    def clone(self, template: str = TEMPLATE) -> Iterator[URL]:
        """A fresh copy of the template; fails if a transaction was left open in it."""
        name = f"t_{uuid7().hex}"
        with self.admin() as connection:
            connection.execute(f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY")
        try:
            yield self.url(name)
            with self.admin() as connection:
                left = connection.execute(
                    "SELECT query FROM pg_stat_activity WHERE datname = %s AND state LIKE 'idle in%%'",
                    (name,),
                ).fetchall()
            assert not left, f"transactions left open: {left}"
        finally:
            with self.admin() as connection:
                connection.execute(f"DROP DATABASE IF EXISTS {name} WITH (FORCE)")


def start(root: Path) -> TestServer:
    """Start the server under ``root`` and build the template, once for all workers."""
    root.mkdir(exist_ok=True)
    running = TestServer(EmbeddedServer(root / "pg"))
    with fasteners.InterProcessLock(root / "pg.lock"):
        running.server.ensure_running()
        with running.admin() as connection:
            done = connection.execute("SELECT FROM pg_database WHERE datname = %s", (TEMPLATE,)).fetchone()
            if done is None:
                connection.execute("ALTER SYSTEM SET fsync = off")
                connection.execute("ALTER SYSTEM SET full_page_writes = off")
                connection.execute("ALTER SYSTEM SET synchronous_commit = off")
                connection.execute("SELECT pg_reload_conf()")
                _build(running, connection)
    return running


def _build(running: TestServer, connection: psycopg.Connection) -> None:
    building = f"building_{os.getpid()}"
    connection.execute(f"CREATE DATABASE {building}")
    url = running.server.url(database=building)
    migrate.upgrade(url)
    engine = migrate.owner_engine(url)
    with engine.begin() as owner:
        create_base(owner)
    engine.dispose()
    connection.execute(f"ALTER DATABASE {building} RENAME TO {TEMPLATE}")
