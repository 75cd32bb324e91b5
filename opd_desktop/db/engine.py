"""Engines: one small pool per signed-in person, with time-outs, and a name that tells which desk it is."""

import re

import psycopg
from psycopg import conninfo
from sqlalchemy import URL, Engine, create_engine

from opd_desktop.domain.errors import BadInput

POOL_SIZE = 6
_SCHEME = re.compile(r"postgres(?:ql)?(?:\+psycopg)?://")
_UNKNOWN_OPTION = re.compile(r"invalid URI query parameter: \S+")
_PORTS = 65536


def parse_url(text: str) -> URL:
    """A libpq URL (also with several hosts) as SQLAlchemy's, always with the psycopg driver.

    Raises:
        BadInput: ``settings.database_url`` when it is no Postgres URL, or one with an option that libpq does not know.
    """
    if _SCHEME.match(text) is None:
        raise BadInput("settings.database_url")
    try:
        parts = conninfo.conninfo_to_dict(_SCHEME.sub("postgresql://", text))
    except (psycopg.ProgrammingError, UnicodeError) as wrong:
        # Of libpq's reasons only this one never quotes the URL, in which a password may be.
        unknown = _UNKNOWN_OPTION.match(str(wrong))
        raise BadInput("settings.database_url", reason=unknown[0] if unknown else "") from None
    said = {name: str(value) for name, value in parts.items() if value is not None}
    ports = [port for port in said.get("port", "").split(",") if port]
    if not all(port.isdecimal() and 0 < int(port) < _PORTS for port in ports):
        raise BadInput("settings.database_url", reason=f"port {said['port']}")
    login, password, database = (said.pop(name, None) for name in ("user", "password", "dbname"))
    host, port = said.get("host"), None
    if host is None or "," in host or host.startswith("/"):
        host = None  # a socket, or several servers: they stay in the query, where the driver looks for them
    else:
        del said["host"]
        port = int(said.pop("port")) if ports else None
    return URL.create("postgresql+psycopg", login, password, host, port, database, said)


def make_engine(url: URL, *, login: str | None = None, password: str | None = None, desk: str = "") -> Engine:
    """An engine whose connections belong to one login.

    Args:
        login: replaces the URL's user, if given.
        desk: becomes ``application_name`` (``opd:<desk>``), which the audit rows keep.
    """
    if login is not None:
        url = url.set(username=login, password=password)
    # In the URL rather than in ``connect_args``, so that connections beside the pool (`notify.listen`) get them too.
    settings = {
        "application_name": f"opd:{desk}"[:60],
        "connect_timeout": "5",
        "options": "-c timezone=UTC -c statement_timeout=15000 -c lock_timeout=8000 "
        "-c idle_in_transaction_session_timeout=30000 -c search_path=opd,public "
        # What is asked often is in memory, and disks no longer have to turn: an index may be walked.
        # No statement here is long enough to be worth compiling.
        "-c random_page_cost=1.1 -c jit=off",
        # A server that went without a word (cable, Wi-Fi) is noticed after 35 s. Unix sockets ignore these.
        "keepalives_idle": "20",
        "keepalives_interval": "5",
        "keepalives_count": "3",
    }
    return create_engine(
        url.update_query_dict(settings),
        pool_size=POOL_SIZE,
        max_overflow=2,
        pool_pre_ping=True,
        # The connection that was used last: it has the statements prepared, and their plans.
        pool_use_lifo=True,
        pool_recycle=1800,
        # A statement that comes again is one that will come often. Postgres keeps a plan at the sixth time after it was
        # prepared; with psycopg's own five before that, the first dozen changes of the day were slow at every desk.
        connect_args={"prepare_threshold": 1},
    )
