"""Direct SQL as a member of staff, as with psql and their own password."""

import contextlib
from collections.abc import Iterator, Sequence
from typing import Any, LiteralString

import psycopg
from psycopg import errors
from sqlalchemy import URL

from opd_desktop.demo.base import PASSWORD

#: What a refusal can look like: missing right, row-level security, our own triggers, a constraint.
REFUSALS = ("42501", "OP002", "OP003", "OP004", "OP005")


@contextlib.contextmanager
def connect(database: URL, login: str) -> Iterator[psycopg.Connection]:
    """A connection of one member of staff, rolled back at the end unless the test commits."""
    connection = psycopg.connect(
        host=str(database.query["host"]),
        dbname=database.database,
        user=login,
        password=None if login == "opd_worker" else PASSWORD,
        options="-c search_path=opd,public",
    )
    try:
        yield connection
        connection.rollback()
    finally:
        connection.close()


def attempt(
    connection: psycopg.Connection, *statements: LiteralString, params: Sequence[Any] | None = None
) -> int | str:
    """Run statements with their deferred checks, then roll back.

    Returns:
        How many rows the statements touched or gave, each at least one; 0 if one of them found none; or the
        SQLSTATE of the refusal.
    """
    counts = []
    try:
        for statement in statements:
            cursor = connection.execute(statement, params)
            counts.append(len(cursor.fetchall()) if cursor.description else cursor.rowcount)
        connection.execute("SET CONSTRAINTS ALL IMMEDIATE")
    except errors.Error as refused:
        connection.rollback()
        if refused.sqlstate is None:
            raise
        return refused.sqlstate
    connection.rollback()
    return sum(counts) if all(counts) else 0
