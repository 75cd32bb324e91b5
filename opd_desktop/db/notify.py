"""What happened on other desks: LISTEN on an own connection, outside the pool, with reconnect."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from threading import Event as StopFlag
from uuid import UUID

import psycopg
from sqlalchemy import Engine

CHANNEL = "opd_events"
_POLL_S = 0.3


@dataclass(frozen=True)
class Online:
    """The connection came (``connected``) or went. After it came, everything on screen may be stale."""

    connected: bool


@dataclass(frozen=True)
class Changed:
    """One committed event: ids only.

    Attributes:
        event_id: the outbox row's number; numbers are handed out in order but may commit out of order.
        name: the event's stable name, ``Appointment.Created``.
    """

    event_id: int
    name: str
    aggregate_id: UUID


def parse(payload: str) -> list[Changed]:
    """The events of one notification; an unreadable payload (anybody may NOTIFY) is no event."""
    try:
        return [Changed(int(number), str(name), UUID(key)) for number, name, key in json.loads(payload)]
    except (ValueError, TypeError):
        return []


def listen(engine: Engine, stop: StopFlag) -> Iterator[Online | Changed]:
    """Yield changes until ``stop`` is set; reconnects with back-off.

    The first item of each connection is ``Online(True)``, sent after LISTEN took effect: reload then, and
    nothing that commits later is missed. ``Online(False)`` comes once, however often connecting again fails.
    """
    wait, told_gone = 0.2, False
    while not stop.is_set():
        try:
            with _connect(engine) as connection:
                connection.execute(f"LISTEN {CHANNEL}")
                yield Online(True)
                wait, told_gone = 0.2, False
                while not stop.is_set():
                    for note in connection.notifies(timeout=_POLL_S):
                        yield from parse(note.payload)
                        if stop.is_set():
                            break
        except psycopg.OperationalError:
            if not told_gone:
                told_gone = True
                yield Online(False)
            stop.wait(wait)
            wait = min(wait * 2, 5)


def _connect(engine: Engine) -> psycopg.Connection[tuple[object, ...]]:
    args, options = engine.dialect.create_connect_args(engine.url)
    return psycopg.connect(*args, **{**options, "autocommit": True})
