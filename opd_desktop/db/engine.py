"""Engines: one small pool per signed-in person, with time-outs, and a name that tells which desk it is."""

from sqlalchemy import URL, Engine, create_engine
from sqlalchemy.engine import make_url

from opd_desktop.domain.errors import BadInput

POOL_SIZE = 6


def parse_url(text: str) -> URL:
    """A libpq or SQLAlchemy URL as SQLAlchemy's, always with the psycopg driver.

    Raises:
        BadInput: ``settings.database_url`` when it is no Postgres URL.
    """
    try:
        url = make_url(text)
    except Exception as wrong:
        raise BadInput("settings.database_url") from wrong
    if url.get_backend_name() not in ("postgresql", "postgres"):
        raise BadInput("settings.database_url")
    return url.set(drivername="postgresql+psycopg")


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
