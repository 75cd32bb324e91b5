"""The unit of work: one short transaction with the actor, database time, and the events to publish."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import Connection, Engine, TextClause, event, select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session, SessionTransaction
from sqlalchemy.orm.exc import StaleDataError

from opd_desktop.db.base import Base, Versioned
from opd_desktop.db.meanings import meaning_of
from opd_desktop.domain.errors import ChangedElsewhere, NotFound
from opd_desktop.domain.events import Event
from opd_desktop.services.actor import Actor
from opd_desktop.services.ports import Ports

_NOW = "now"
#: Opens every transaction: the database's time, and for the audit which operation it is.
BEGIN = text("SELECT now(), set_config('opd.operation', :name, true)")

Row = TypeVar("Row", bound=Base)
VersionedRow = TypeVar("VersionedRow", bound=Versioned)


class Tx:
    """What a use case works with: the session, the actor, the database's clock, the ports.

    The connection is opened on first use, so an operation that never asks for data holds none.
    """

    def __init__(self, session: Session, actor: Actor, ports: Ports) -> None:
        self.session = session
        self.actor = actor
        self.ports = ports
        self._events: list[Event] = []

    @property
    def now(self) -> datetime:
        """Database time of this transaction (timezone-aware)."""
        if not self.session.in_transaction():
            self.session.connection()
        moment: datetime = self.session.info[_NOW]
        return moment

    def record(self, happened: Event) -> None:
        """Publish an event with this transaction; it is written at commit, all in one statement."""
        self._events.append(happened)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """A part that is rolled back alone, with its events, when it raises; the error goes on to the caller."""
        kept = len(self._events)
        try:
            with self.session.begin_nested():
                yield
        except BaseException:
            del self._events[kept:]
            raise

    @property
    def recorded(self) -> tuple[Event, ...]:
        """The events recorded so far."""
        return tuple(self._events)

    def rows(self, sql: str, /, **params: Any) -> list[dict[str, Any]]:
        """Run one SQL statement and return its rows as mappings."""
        return [dict(row) for row in self.session.execute(_statement(sql), params).mappings()]

    def get(self, kind: type[Row], key: UUID) -> Row:
        """The row with this id.

        Raises:
            NotFound: ``<table>.not_found``; also for a row that row-level security hides.
        """
        found = self.session.get(kind, key)
        if found is None:
            raise NotFound(f"{kind.__tablename__}.not_found", id=str(key))
        return found

    def lock(self, kind: type[VersionedRow], key: UUID, row_version: int | None = None) -> VersionedRow:
        """Lock the row for this transaction and check that it is the version that the caller saw.

        Raises:
            NotFound: no such row.
            ChangedElsewhere: somebody changed it since; carries who and when.
        """
        query = select(kind).where(kind.id == key).with_for_update().execution_options(populate_existing=True)
        found = self.session.execute(query).scalar_one_or_none()
        if found is None:
            raise NotFound(f"{kind.__tablename__}.not_found", id=str(key))
        if row_version is not None and found.row_version != row_version:
            raise ChangedElsewhere(by=found.updated_by, at=found.updated_at.isoformat())
        return found

    def flush_events(self) -> None:
        """Write the recorded events as outbox rows; called once, right before the commit."""
        if not self._events:
            return
        rows = [
            {
                "name": happened.name,
                "version": happened.version,
                "aggregate": happened.aggregate,
                "aggregate_id": str(happened.id),
                "facility_id": str(happened.facility_id) if happened.facility_id else None,
                "patient_id": str(happened.patient_id) if happened.patient_id else None,
                "payload": happened.model_dump(mode="json"),
            }
            for happened in self._events
        ]
        self.session.execute(_INSERT_EVENTS, {"rows": json.dumps(rows)})
        self._events.clear()


@lru_cache(maxsize=512)
def _statement(sql: str) -> TextClause:
    """The statement with its parameters found, which takes longer than sending it; our statements are a few hundred."""
    return text(sql)


_INSERT_EVENTS = text(
    "INSERT INTO outbox_event (name, version, aggregate, aggregate_id, facility_id, patient_id, payload) "
    "SELECT name, version, aggregate, aggregate_id, facility_id, patient_id, payload "
    "FROM jsonb_to_recordset(CAST(:rows AS jsonb)) AS e(name text, version int, aggregate text, "
    "aggregate_id uuid, facility_id uuid, patient_id uuid, payload jsonb)"
)


class UnitOfWork:
    """Opens transactions on one engine (one person's connections) with one set of ports."""

    def __init__(self, engine: Engine, ports: Ports) -> None:
        self._engine = engine
        self._ports = ports

    @contextmanager
    def __call__(self, actor: Actor, operation: str = "") -> Iterator[Tx]:
        """One transaction: commits on a clean exit, rolls back on an error.

        Args:
            operation: the operation's name; the audit trigger stores it with every row written.

        Raises:
            OpdError: what the database refused, in the domain's words (`db.meanings`).
        """
        session = Session(self._engine, expire_on_commit=False, autoflush=True)
        tx = Tx(session, actor, self._ports)
        mark_operation(session, operation)
        try:
            yield tx
            session.flush()
            tx.flush_events()
            session.commit()
        except StaleDataError as stale:
            raise ChangedElsewhere(by="", at="") from stale
        except DBAPIError as failed:
            meaning = meaning_of(failed)
            if meaning is None:
                raise
            raise meaning from failed
        finally:
            session.close()


def mark_operation(session: Session, operation: str) -> None:
    """Arrange that a transaction tells the audit trigger which operation it is, and learns the database's time."""

    def begin(_session: Session, transaction: SessionTransaction, connection: Connection) -> None:
        if not transaction.nested:
            session.info[_NOW] = connection.execute(BEGIN, {"name": operation}).one()[0]

    event.listen(session, "after_begin", begin)
