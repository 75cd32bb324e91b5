"""The change feed: coalesces, tells gaps in the connection, stops."""

import queue
import threading
from collections.abc import Iterator
from uuid import uuid4

from pytestqt.qtbot import QtBot

from opd_desktop.services.clinic import Changed, Online
from opd_desktop.ui.changes import ChangeFeed, Happened


class Source:
    """Items put by the test, as the database would."""

    def __init__(self) -> None:
        self.items: queue.Queue[Online | Changed] = queue.Queue()

    def __call__(self, stop: threading.Event) -> Iterator[Online | Changed]:
        while not stop.is_set():
            try:
                yield self.items.get(timeout=0.05)
            except queue.Empty:
                continue


def test_many_changes_become_one_signal(qtbot: QtBot) -> None:
    source = Source()
    feed = ChangeFeed(source)
    seen: list[Happened] = []
    feed.changed.connect(seen.append)
    feed.start()
    source.items.put(Online(True))
    for number, name in enumerate(["Appointment.Created", "Queue.Called", "Appointment.Created"]):
        source.items.put(Changed(number, name, uuid4()))
    qtbot.waitUntil(lambda: bool(seen))
    qtbot.wait(120)
    feed.close()
    assert seen == [{"Appointment.Created", "Queue.Called"}]
    assert seen[0].events == (0, 1, 2)


def test_what_follows_at_once_is_told_together(qtbot: QtBot) -> None:
    source = Source()
    feed = ChangeFeed(source)
    seen: list[Happened] = []
    feed.changed.connect(seen.append)
    feed.start()
    source.items.put(Online(True))
    source.items.put(Changed(1, "Appointment.Created", uuid4()))
    qtbot.waitUntil(lambda: len(seen) == 1)
    for number in (2, 3):
        source.items.put(Changed(number, "Queue.Called", uuid4()))
    qtbot.waitUntil(lambda: len(seen) == 2)
    feed.close()
    assert [one.events for one in seen] == [(1,), (2, 3)]


def test_a_connection_that_came_back_means_reload_everything(qtbot: QtBot) -> None:
    source = Source()
    feed = ChangeFeed(source)
    seen: list[Happened] = []
    online: list[bool] = []
    feed.changed.connect(seen.append)
    feed.online_changed.connect(online.append)
    feed.start()
    for item in (Online(True), Online(False), Online(True)):
        source.items.put(item)
    qtbot.waitUntil(lambda: online == [True, False, True])
    feed.close()
    assert seen == [frozenset()]
