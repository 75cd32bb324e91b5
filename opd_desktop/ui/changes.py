"""What other desks do, brought to this one: a LISTEN thread, coalesced into one signal."""

from collections.abc import Callable, Iterable, Iterator
from threading import Event, Thread

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from opd_desktop.services.clinic import Changed, Online

LEAD_MS = 5
#: The first change is told at once; what follows within this time is told together at its end.
COALESCE_MS = 50


class Happened(frozenset[str]):
    """Names of events; none means "reload everything".

    Attributes:
        events: their numbers, with which a screen may ask for just what they touch.
    """

    events: tuple[int, ...] = ()

    @classmethod
    def of(cls, changes: Iterable[Changed]) -> "Happened":
        """The names and numbers of changes."""
        known = list(changes)
        made = cls(one.name for one in known)
        made.events = tuple(sorted({one.event_id for one in known}))
        return made


class ChangeFeed(QObject):
    """Signals what changed in the database.

    Attributes:
        changed: a `Happened`, the event names; empty means "reload everything" (reconnected, or events missed).
        online_changed: whether the database answers.
    """

    changed = Signal(object)
    online_changed = Signal(bool)
    _arrived = Signal(object)

    def __init__(self, changes: Callable[[Event], Iterator[Online | Changed]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._changes = changes
        self._stop = Event()
        self._thread = Thread(target=self._run, name="desk-changes", daemon=True)
        self._pending: list[Changed] = []
        self._connected_before = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._flush)
        self._arrived.connect(self._take)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def close(self) -> None:
        """Stop listening; returns when the thread has ended (at most a third of a second later)."""
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(timeout=5)

    def _run(self) -> None:
        for item in self._changes(self._stop):
            if self._stop.is_set():
                return
            try:
                self._arrived.emit(item)
            except RuntimeError:
                return  # the desk was closed

    @Slot(object)
    def _take(self, item: Online | Changed) -> None:
        if isinstance(item, Online):
            self.online_changed.emit(item.connected)
            if item.connected and self._connected_before:
                self._pending.clear()
                self.changed.emit(Happened())
            self._connected_before = True
            return
        self._pending.append(item)
        if not self._timer.isActive():
            # Not this instant: the other events of the same transaction are on their way.
            self._timer.start(LEAD_MS)

    @Slot()
    def _flush(self) -> None:
        happened, self._pending = Happened.of(self._pending), []
        if happened:
            self._timer.start(COALESCE_MS)
            self.changed.emit(happened)
