"""What the panels of the calendar ask the services for; no widgets."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QAction

from opd_desktop.services.dto.appointments import AppointmentDto
from opd_desktop.services.dto.booking import FreedPlace
from opd_desktop.services.dto.common import UndoDto
from opd_desktop.services.operations import Operation
from opd_desktop.ui.calendar.presenter import CalendarPresenter
from opd_desktop.ui.changes import Happened
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.tasks import Failed

_WATCHED = ("Appointment.", "Schedule.", "Slots.")
Done = Callable[[Any], None]


class PanelWork(QObject):
    """Reads and writes for the panels; after a write the calendar loads again and the counts follow.

    Attributes:
        changed: something was written, here or on another desk.
        freed: places became free that some on the waiting list could take (a tuple of `FreedPlace`).
    """

    changed = Signal()
    freed = Signal(object)

    def __init__(self, desk: Desk, calendar: CalendarPresenter, parent: QObject) -> None:
        super().__init__(parent)
        self.desk = desk
        self.calendar = calendar
        calendar.places_freed.connect(self.tell_freed)
        desk.changed.connect(self._on_events)
        self._more: Callable[[AppointmentDto], list[QAction]] = lambda _visit: []

    @classmethod
    def of(cls, desk: Desk, calendar: CalendarPresenter) -> "PanelWork":
        """The one of a calendar."""
        found = calendar.findChild(cls)
        return found if isinstance(found, cls) else cls(desk, calendar, calendar)

    @property
    def facility_id(self) -> UUID:
        """The facility that is shown."""
        return self.desk.facility.id

    def offer_more(self, more: Callable[[AppointmentDto], list[QAction]]) -> None:
        """What else can be done with a visit, besides the calendar's own actions."""
        self._more = more

    def more_of(self, visit: AppointmentDto) -> list[QAction]:
        """What else can be done with this visit."""
        return self._more(visit)

    def tell_freed(self, places: Sequence[FreedPlace]) -> None:
        """Places were left: those still to come, that somebody waits for, are told."""
        wanted = tuple(one for one in places if one.matches and one.starts_at > self.desk.now())
        if wanted:
            self.freed.emit(wanted)

    def _on_events(self, happened: Happened) -> None:
        if not happened or any(name.startswith(_WATCHED) for name in happened):
            self.changed.emit()

    def read(
        self, owner: QObject, key: str, operation: Operation[Any, Any], request: Any, done: Done,
        failed: Failed | None = None,
    ) -> None:  # fmt: skip
        """Ask, while ``owner`` lives."""
        self.desk.read(owner, key, operation, request, done, failed)

    def write(
        self,
        operation: Operation[Any, Any],
        request: Any,
        text: Callable[[Any], str],
        done: Done | None = None,
        failed: Failed | None = None,
        owner: QObject | None = None,
    ) -> None:
        """Write, tell it with an undo if there is one, and look again.

        Args:
            text: the toast for the result; an empty one tells nothing.
            owner: the panel that ``done`` and ``failed`` belong to; when it was closed meanwhile they are not called,
                and an error is told by the window instead.
        """

        def written(result: Any) -> None:
            undo = getattr(result, "undo", None)
            said = text(result)
            if said:
                self.desk.toast(said, undo if isinstance(undo, UndoDto) else None)
            self.tell_freed(getattr(result, "freed", ()))
            self._look_again()
            if done is not None:
                call_if_alive(done, result, owner)

        def refused(error: BaseException) -> None:
            if failed is None or not call_if_alive(failed, error, owner):
                self.desk.show_error(error)
            self._look_again()

        self.desk.write(self, operation, request, written, refused)

    def after(self, run: Callable[[], None]) -> None:
        """Do something when what is going on now is over."""
        QTimer.singleShot(0, self, run)

    def _look_again(self) -> None:
        self.calendar.load()
        self.changed.emit()


def call_if_alive(callback: Callable[[Any], None], value: object, owner: QObject | None = None) -> bool:
    """Call what belongs to a panel unless that was closed while the work was under way; whether it was called.

    Args:
        owner: the panel; by default the object whose method ``callback`` is.
    """
    owner = owner or getattr(callback, "__self__", None)
    if isinstance(owner, QObject) and not shiboken6.isValid(owner):
        return False
    callback(value)
    return True
