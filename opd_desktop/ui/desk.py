"""The signed-in desk: what every screen shares. Screens call operations through it and never block."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Protocol
from zoneinfo import ZoneInfo

from PySide6.QtCore import QObject, Signal

from opd_desktop.domain.errors import OpdError
from opd_desktop.services import facilities as facility_operations
from opd_desktop.services import undo as undo_operations
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.common import Nothing, RunUndo, UndoDto
from opd_desktop.services.dto.facilities import FacilityDto, ListPractitioners, PractitionerDto
from opd_desktop.services.operations import Operation, Request, Result
from opd_desktop.settings import Settings
from opd_desktop.ui.changes import ChangeFeed
from opd_desktop.ui.clock import ServerClock, ticks
from opd_desktop.ui.drafts import Drafts
from opd_desktop.ui.tasks import Failed, TaskRunner
from opd_desktop.ui.theme import Theme


class Shows(Protocol):
    """Where messages to the person go: the frame."""

    def show_toast(self, text: str, undo: UndoDto | None) -> None:
        """A short notice that goes by itself."""

    def show_failure(self, error: BaseException) -> None:
        """An error that nobody handled nearer to its cause."""


class Desk(QObject):
    """One signed-in person at one window.

    Attributes:
        changed: event names that other desks (or this one) caused; empty = reload all.
        online_changed: the database answers, or not.
        facility_changed: another facility was chosen.
        requested: go to a screen, with its argument.
    """

    changed = Signal(object)
    online_changed = Signal(bool)
    facility_changed = Signal()
    requested = Signal(str, object)

    def __init__(self, clinic: Clinic, settings: Settings, theme: Theme, drafts: Drafts, start: "Start") -> None:
        super().__init__()
        self.clinic = clinic
        self.actor = clinic.actor
        self.settings = settings
        self.theme = theme
        self.drafts = drafts
        self.tasks = TaskRunner(self)
        self.facilities = start.facilities
        self.online = True
        self._all_practitioners = start.practitioners
        self.clock = start.clock
        self._facility = start.facilities[0]
        self._shows: Shows | None = None
        self._feed = ChangeFeed(clinic.changes, self)
        self._feed.changed.connect(self.changed)
        self._feed.online_changed.connect(self._note_online)
        self._feed.start()

    @property
    def facility(self) -> FacilityDto:
        """The facility that screens show."""
        return self._facility

    @property
    def zone(self) -> ZoneInfo:
        """Its time zone."""
        return ZoneInfo(self._facility.time_zone)

    @property
    def practitioners(self) -> tuple[PractitionerDto, ...]:
        """The practitioners of the facility, as loaded at sign-in."""
        return tuple(one for one in self._all_practitioners if one.facility_id == self._facility.id)

    def choose_facility(self, facility: FacilityDto) -> None:
        """Show another facility on all screens."""
        if facility.id != self._facility.id:
            self._facility = facility
            self.facility_changed.emit()

    def show_on(self, shows: Shows) -> None:
        """Send toasts and errors to the frame."""
        self._shows = shows

    def read(
        self,
        owner: QObject,
        key: str,
        operation: Operation[Request, Result],
        request: Request,
        done: Callable[[Result], None],
        failed: Failed | None = None,
    ) -> None:
        """Call an operation off the GUI thread; a newer read of the same owner and key drops this one."""
        self.run(owner, key, lambda: self.clinic.call(operation, request), done, failed)

    def write(
        self,
        owner: QObject,
        operation: Operation[Request, Result],
        request: Request,
        done: Callable[[Result], None],
        failed: Failed | None = None,
    ) -> None:
        """Call an operation off the GUI thread, in the order of asking."""
        self.tasks.write(owner, lambda: self.clinic.call(operation, request), done, failed or self.show_error)

    def run(
        self,
        owner: QObject,
        key: str,
        work: Callable[[], Any],
        done: Callable[[Any], None],
        failed: Failed | None = None,
    ) -> None:
        """Do any other slow work off the GUI thread."""
        self.tasks.read(owner, key, work, done, failed or self.show_error)

    def toast(self, text: str, undo: UndoDto | None = None) -> None:
        """Tell what was done; with ``undo``, offer to take it back."""
        if self._shows:
            self._shows.show_toast(text, undo)

    def undo(self, offer: UndoDto) -> None:
        """Take back what was offered."""
        from opd_desktop.ui.words import undone_text

        self.write(self, undo_operations.run, RunUndo(id=offer.id), lambda undone: self.toast(undone_text(undone)))

    def undo_last(self) -> None:
        """Take back the newest thing that this person did and still can."""

        def offered(offer: UndoDto | None) -> None:
            if offer is None:
                self.toast(self.tr("Nothing to undo"))
            else:
                self.undo(offer)

        self.read(self, "undo", undo_operations.last, Nothing(), offered)

    def show_error(self, error: BaseException) -> None:
        """Tell an error that nobody handled nearer to its cause."""
        if self._shows:
            self._shows.show_failure(error)

    def go(self, screen_id: str, argument: object = None) -> None:
        """Switch to another screen."""
        self.requested.emit(screen_id, argument)

    def now(self) -> datetime:
        """Now by the server's clock (this computer's may be wrong), in UTC."""
        return self.clock.now()

    def local(self, moment: datetime) -> datetime:
        """A moment on the facility's clock."""
        return moment.astimezone(self.zone)

    def today(self) -> date:
        """Today at the facility."""
        return self.local(self.now()).date()

    def _note_online(self, online: bool) -> None:
        self.online = online
        self.online_changed.emit(online)

    def close(self) -> None:
        """Finish writes, stop threads, give connections back."""
        self._feed.close()
        self.tasks.close()
        self.clinic.close()


class Start:
    """What a desk needs to know before its window opens: two queries, off the GUI thread.

    Raises:
        OpdError: ``desk.no_facility`` if the person belongs to none.
    """

    def __init__(self, clinic: Clinic) -> None:
        from opd_desktop.services import database

        asked = ticks()
        self.clock = ServerClock(clinic.call(database.info, Nothing()).now, asked)
        self.facilities = clinic.call(facility_operations.list_, Nothing())
        self.practitioners = clinic.call(facility_operations.practitioners, ListPractitioners())
        if not self.facilities:
            raise OpdError("desk.no_facility")
