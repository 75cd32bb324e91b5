"""Replaying recorded transactions by pgbench: the baseline of what Postgres itself needs for the same SQL.

Each client gets a table of the values that its transactions differ in. Its script reads the next row into variables
and sends the very statements, prepared as the program's driver prepares them too.
"""

import json
import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg
from psycopg.types.json import Json, Jsonb
from sqlalchemy import URL

from opd_desktop.bench.scratch import OPTIONS, Statement
from opd_desktop.db import embedded
from opd_desktop.demo.base import PASSWORD
from opd_desktop.domain.errors import ServiceUnavailable

#: The statements of one transaction, and the transactions of one client.
Transaction = Sequence[Statement]
Client = Sequence[Transaction]

_LIMIT_S = 300
_PARAMETER = re.compile(r"%\((\w+)\)s")


def binary() -> str:
    """pgbench, from the embedded server's package or the system.

    Raises:
        ServiceUnavailable: ``bench.no_pgbench``.
    """
    packaged = embedded.binaries() / "pgbench"
    found = str(packaged) if packaged.exists() else shutil.which("pgbench")
    if found is None:
        raise ServiceUnavailable("bench.no_pgbench")
    return found


def replay(url: URL, login: str, owner: URL, clients: Sequence[Client]) -> list[list[float]]:
    """Run what each client did, all clients at the same time; milliseconds of each one's transactions.

    Args:
        url: the database, an equal copy of the one that the transactions ran on before they did.
        owner: the same database as its owner, for the tables of values.
    """
    with tempfile.TemporaryDirectory(prefix="opd-pgbench-") as name:
        folder = Path(name)
        with psycopg.connect(_dsn(owner), autocommit=True) as connection:
            for number, client in enumerate(clients):
                (folder / f"client{number}.sql").write_text(_script(connection, number, client), encoding="utf-8")
        running = [
            subprocess.Popen(  # noqa: S603 (our own command, no shell)
                _command(url, folder, number, len(client)),
                env=os.environ | {"PGPASSWORD": PASSWORD, "PGOPTIONS": OPTIONS, "PGAPPNAME": "bench"},
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for number, client in enumerate(clients)
        ]
        for one in running:
            _out, wrong = one.communicate(timeout=_LIMIT_S)
            if one.returncode or "aborted" in wrong:
                raise RuntimeError(f"pgbench could not replay: {wrong[-2000:]}")
        return [_took(folder, number) for number in range(len(clients))]


def _took(folder: Path, number: int) -> list[float]:
    (log,) = folder.glob(f"took{number}.*")
    return [float(line.split()[2]) / 1000 for line in log.read_text(encoding="utf-8").splitlines()]


def _command(url: URL, folder: Path, number: int, count: int) -> list[str]:
    return [
        binary(), "-n", "-M", "prepared", "-c", "1", "-t", str(count), "-D", "at=0", "-l",
        "--log-prefix", str(folder / f"took{number}"), "-f", str(folder / f"client{number}.sql"),
        "-h", str(url.query["host"]), *(["-U", "reception"]), str(url.database),
    ]  # fmt: skip


def _dsn(url: URL) -> str:
    return psycopg.conninfo.make_conninfo(
        "", host=str(url.query["host"]), dbname=url.database or "", user=url.username or ""
    )


def _script(connection: "psycopg.Connection[tuple[Any, ...]]", number: int, client: Client) -> str:
    """Fill the client's table of values and write its script."""
    first = client[0]
    rows = [[_text(statement.params[name]) for statement in one for name in _names(statement)] for one in client]
    same = [len(set(column)) == 1 for column in zip(*rows, strict=True)]
    changing = [place for place, fixed in enumerate(same) if not fixed]
    columns = ", ".join(f"v{place} text" for place in changing)
    connection.execute(f"CREATE TABLE public.bench_{number} (at int PRIMARY KEY, {columns})")  # type: ignore[arg-type]
    connection.execute(f"GRANT SELECT ON public.bench_{number} TO PUBLIC")  # type: ignore[arg-type]
    marks = ", ".join(["%s"] * (len(changing) + 1))
    with connection.cursor() as cursor:
        cursor.executemany(
            f"INSERT INTO public.bench_{number} VALUES ({marks})",  # type: ignore[arg-type]
            [[at, *(row[place] for place in changing)] for at, row in enumerate(rows, start=1)],
        )
    lines = [
        "\\set at :at + 1",
        "BEGIN;",
        f"SELECT {', '.join(f'v{place}' for place in changing)} FROM public.bench_{number} WHERE at = :at \\gset",
    ]
    place = 0
    for statement in first:
        text = " ".join(statement.sql.split())
        for name in _names(statement):
            value = f":v{place}" if not same[place] else _literal(rows[0][place], connection)
            text = text.replace(f"%({name})s", value, 1)
            place += 1
        lines.append(f"{text};")
    return "\n".join([*lines, "COMMIT;", ""])


def _names(statement: Statement) -> list[str]:
    return _PARAMETER.findall(statement.sql)


def _literal(value: str | None, connection: "psycopg.Connection[tuple[Any, ...]]") -> str:
    return "NULL" if value is None else psycopg.sql.Literal(value).as_string(connection)


def _text(value: object) -> str | None:
    """A value as the text that Postgres reads it from."""
    if value is None:
        return None
    if isinstance(value, Json | Jsonb):
        return json.dumps(value.obj)
    if isinstance(value, list | tuple):
        return "{" + ",".join(str(one) for one in value) + "}"
    return str(value)
