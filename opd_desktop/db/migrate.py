"""Bringing a database to this program's schema, and refusing one that is newer.

Alembic (a third of a second to import) is loaded only when there is something to migrate or to compare: a desk that
signs in needs no more than the two revisions.
"""

import contextlib
import io
import re
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import URL, Connection, Engine, create_engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import NullPool

from opd_desktop.db.meanings import meaning_of
from opd_desktop.domain.errors import ServiceUnavailable
from opd_desktop.paths import MIGRATIONS

if TYPE_CHECKING:
    from alembic.config import Config

OLDEST_SERVER = 150000
#: Any number: it only has to be the same in every program that migrates.
_LOCK = 7_031_979


def include_object(thing: Any, name: str | None, kind: str, reflected: bool, compare_to: Any) -> bool:
    """What `alembic check` compares: neither monthly partitions nor alembic's own table."""
    del thing, compare_to
    return not (kind == "table" and reflected and name is not None and _PARTITION.search(name))


_PARTITION = re.compile(r"_(p\d{6}|rest)$|^alembic_version$")


def owner_engine(url: URL) -> Engine:
    """An engine for schema work; the URL's role must be a superuser or a member of opd_owner."""
    return create_engine(
        url,
        poolclass=NullPool,
        connect_args={
            "application_name": "opd:migrate",
            "options": "-c timezone=UTC -c search_path=opd,public",
        },
    )


@contextlib.contextmanager
def connected(url: URL) -> Iterator[Connection]:
    """A connection of `owner_engine`; what the server refuses is told in the domain's words."""
    engine = owner_engine(url)
    try:
        with engine.connect() as connection:
            yield connection
    except DBAPIError as failed:
        meaning = meaning_of(failed)
        if meaning is None:
            raise
        raise meaning from failed
    finally:
        engine.dispose()


def _config(connection: Connection | None = None) -> "Config":
    from alembic.config import Config

    config = Config(stdout=io.StringIO())
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def head() -> str:
    """The schema revision that this program is made for."""
    known = _known()
    (newest,) = known.keys() - known.values()
    return newest


def current(connection: Connection) -> str | None:
    """The database's revision, None when it holds no schema of ours."""
    if connection.execute(text("SELECT to_regclass('opd.alembic_version')")).scalar_one() is None:
        return None
    found: str | None = connection.execute(text("SELECT version_num FROM opd.alembic_version")).scalar_one_or_none()
    return found


def check_server(connection: Connection) -> None:
    """Refuse a server that is too old.

    Raises:
        ServiceUnavailable: ``database.server_too_old`` with ``version``.
    """
    number = int(connection.execute(text("SHOW server_version_num")).scalar_one())
    if number < OLDEST_SERVER:
        raise ServiceUnavailable("database.server_too_old", version=number // 10000, needed=OLDEST_SERVER // 10000)


def check_schema(connection: Connection) -> None:
    """Refuse a schema that is not this program's.

    Raises:
        ServiceUnavailable: ``database.no_schema``, ``database.schema_older`` or ``database.schema_newer``.
    """
    found = current(connection)
    if found == head():
        return
    if found is None:
        raise ServiceUnavailable("database.no_schema")
    raise ServiceUnavailable("database.schema_older" if found in _known() else "database.schema_newer", found=found)


_REVISION = re.compile(r'^(down_)?revision(?:: [^=]+)? = "?([^"\n]+)"?$', re.MULTILINE)


@lru_cache(maxsize=1)
def _known() -> dict[str, str]:
    """Every revision of this program with the one before it ("None" for the first), read from the scripts' text."""
    known = {}
    for script in sorted((MIGRATIONS / "versions").glob("*.py")):
        named = dict(_REVISION.findall(script.read_text(encoding="utf-8")))
        known[named[""]] = named["down_"]
    return known


def upgrade(url: URL) -> bool:
    """Bring the database to ``head()``, under a lock so that two desks do it once.

    Returns:
        Whether anything had to be done.

    Raises:
        ServiceUnavailable: server too old, schema newer than the program, or no server.
    """
    with connected(url) as connection:
        check_server(connection)
        connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": _LOCK})
        try:
            connection.execute(text("CREATE SCHEMA IF NOT EXISTS opd"))
            connection.commit()
            found = current(connection)
            connection.rollback()
            if found == head():
                return False
            if found is not None and found not in _known():
                raise ServiceUnavailable("database.schema_newer", found=found)
            from alembic import command

            connection.execute(text("SET lock_timeout = '10s'"))
            command.upgrade(_config(connection), "head")
            connection.commit()
            return True
        finally:
            connection.rollback()
            connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": _LOCK})
            connection.commit()


def check(url: URL) -> list[str]:
    """The differences between the models and the database; an empty list is what it should be."""
    from alembic import command
    from alembic.util.exc import AutogenerateDiffsDetected

    with connected(url) as connection:
        check_server(connection)
        check_schema(connection)
        try:
            command.check(_config(connection))
        except AutogenerateDiffsDetected as found:
            return [str(found)]
        return []
