"""The actions of the panels: finding, waiting, the end of the day, calls, lateness, and more for one visit."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction

from opd_desktop.domain.appointment import UNDO_WINDOW, AppointmentStatus
from opd_desktop.domain.permissions import Permission
from opd_desktop.services.dto.appointments import AppointmentDto
from opd_desktop.services.dto.booking import FreedPlace
from opd_desktop.ui.calendar.panels.counts import Counts
from opd_desktop.ui.calendar.panels.going import Goer
from opd_desktop.ui.calendar.panels.series_follow import SeriesFollower
from opd_desktop.ui.calendar.panels.words import freed_text
from opd_desktop.ui.calendar.panels.work import PanelWork
from opd_desktop.ui.calendar.presenter import CalendarState
from opd_desktop.ui.widgets import Notice, Panel

if TYPE_CHECKING:
    from opd_desktop.ui.calendar.view import CalendarScreen

_S = AppointmentStatus
_BACK = frozenset({_S.NOSHOW, _S.CANCELLED})


class PanelActions(QObject):
    """Registers what the panels can do with the screen, and opens them; a panel is imported when it is opened."""

    def __init__(self, screen: "CalendarScreen") -> None:
        super().__init__(screen)
        self._screen = screen
        self.work = PanelWork.of(screen.desk, screen.presenter)
        self._goer = Goer(screen)
        self._freed: tuple[FreedPlace, ...] = ()
        self._make_lists()
        self._make_visit()
        self.work.offer_more(self.offered)
        self.counts = Counts(self.work, {"unresolved": self.day_end, "calls": self.affected, "waiting": self.waiting})
        screen.header.addWidget(self.counts)
        self.notice = Notice("good", "", self.tr("Offer it"), self.open_freed, screen)
        self.notice.set_text("")
        self.follower = SeriesFollower(self.work, screen)
        self.follow_series = screen.act("calendar.follow_series", self.tr("Move the later visits of the series too"),
                                        self.follower.follow, keys="Ctrl+Shift+M", needs=Permission.BOOK)  # fmt: skip
        self._freed_in: object = None
        self.work.freed.connect(self._on_freed)
        screen.presenter.state_changed.connect(self._forget_taken)
        self.counts.later()

    def _make_lists(self) -> None:
        act, book, here = self._screen.act, Permission.BOOK, Permission.CHECK_IN
        self.find = act(
            "calendar.find", self.tr("First available"), self.open_find, keys="Ctrl+Shift+F", icon="search", needs=book,
            help=self.tr("Soonest free places by doctor, specialty, days, hours and length."),
        )  # fmt: skip
        self.waiting = act("calendar.waiting", self.tr("Waiting list"), self.open_waiting, keys="Ctrl+Shift+W",
                           needs=book)  # fmt: skip
        self.match = act(
            "calendar.match", self.tr("Offer the place to the waiting list"), self.open_match, keys="Ctrl+Shift+O",
            needs=book, help=self.tr("The place that became free, else the one under the cursor."),
        )  # fmt: skip
        self.day_end = act("calendar.day_end", self.tr("End of the day"), self.open_day_end, keys="Ctrl+Shift+E",
                           needs=here, help=self.tr("Visits whose time is over and that have no outcome."))  # fmt: skip
        self.affected = act("calendar.affected", self.tr("To call"), self.open_affected, keys="Ctrl+Shift+A",
                            needs=book, help=self.tr("Visits that lost their hours to leave or a change."))  # fmt: skip
        self.late = act("calendar.late", self.tr("Running late"), self.open_late, keys="Ctrl+Shift+L", needs=here)

    def _make_visit(self) -> None:
        act, book = self._screen.act, Permission.BOOK
        self.move_series = act("calendar.move_series", self.tr("Move the series"), self._move_series, keys="Shift+M",
                               needs=book)  # fmt: skip
        self.reset = act("calendar.reset", self.tr("Back to booked"), self._reset, keys="Shift+B", needs=book)
        self.error = act("calendar.error", self.tr("Entered in error"), self._error, keys="Shift+Del",
                         needs=Permission.RESET_STATUS)  # fmt: skip
        self.slip = act("calendar.slip", self.tr("Print a slip"), self._slip, keys="Ctrl+Shift+P", icon="print")

    # One visit

    def offered(self, visit: AppointmentDto) -> list[QAction]:
        """What else can be done with a visit."""
        found = []
        desk, status = self._screen.desk, visit.status
        owns = self._screen.presenter.owns(visit.practitioner_id)
        if owns and status is _S.BOOKED and visit.ends_at > desk.now() and desk.actor.may(Permission.BOOK):
            found += [self.move_series] if visit.series_id is not None else []
        if owns and self._may_reset(visit):
            found.append(self.reset)
        if status is _S.BOOKED:
            found.append(self.slip)
        if owns and desk.actor.may(Permission.RESET_STATUS) and status is not _S.ENTERED_IN_ERROR:
            found.append(self.error)
        return found

    def _may_reset(self, visit: AppointmentDto) -> bool:
        desk = self._screen.desk
        if visit.status not in _BACK or not desk.actor.may(Permission.BOOK):
            return False
        return desk.actor.may(Permission.RESET_STATUS) or desk.now() - visit.status_changed_at < UNDO_WINDOW

    def _on_visit(self, action: QAction, run: Callable[[AppointmentDto], None]) -> None:
        visit = self._screen.selected()
        if visit is None:
            self._screen.desk.toast(self.tr("Go to a visit first."))
        elif action in self.offered(visit):
            run(visit)
        else:
            text = self.tr("{0}: not for this visit as it is now.").format(action.text())
            self._screen.desk.toast(text)

    def _move_series(self) -> None:
        from opd_desktop.ui.calendar.panels.series_move import SeriesMovePanel

        self._on_visit(self.move_series, lambda visit: self._open(SeriesMovePanel(self.work, visit)))

    def _reset(self) -> None:
        from opd_desktop.ui.calendar.panels.why import ResetPanel

        self._on_visit(self.reset, lambda visit: self._open(ResetPanel(self.work, visit)))

    def _error(self) -> None:
        from opd_desktop.ui.calendar.panels.why import ErrorPanel

        self._on_visit(self.error, lambda visit: self._open(ErrorPanel(self.work, visit)))

    def _slip(self) -> None:
        self._on_visit(self.slip, self._print_slip)

    def _print_slip(self, visit: AppointmentDto) -> None:
        from opd_desktop.ui.calendar.panels.slip import print_slip

        print_slip(self._screen.desk, (visit,))

    # Lists

    def _open(self, panel: Panel) -> None:
        self._screen.show_panel(panel)
        panel.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_find(self) -> None:
        """Who has a place first."""
        from opd_desktop.ui.calendar.panels.find import FindPanel

        found = self._screen.presenter.state.calendar
        services = tuple(sorted({slot.service_type for slot in found.slots if slot.service_type})) if found else ()
        panel = FindPanel(self.work, services)
        panel.chosen.connect(self._goer.book)
        self._open(panel)

    def open_waiting(self) -> None:
        """Who waits."""
        from opd_desktop.ui.calendar.panels.waiting import WaitingPanel

        panel = WaitingPanel(self.work)
        panel.add_wanted.connect(self.open_add_waiting)
        self._open(panel)

    def open_add_waiting(self) -> None:
        """Somebody else waits."""
        from opd_desktop.ui.calendar.panels.add_waiting import AddWaitingPanel

        self._open(AddWaitingPanel(self.work))

    def open_match(self) -> None:
        """Who could take the place that became free, or the free one under the cursor."""
        if self._freed:
            self.open_freed()
            return
        stop = self._screen.agenda.cursor_stop
        if stop is None or stop.slot is None or stop.kind != "free":
            self._screen.desk.toast(self.tr("Go to a free place first."))
            return
        self._open_matches(stop.slot.practitioner_id, stop.slot.starts_at)

    def open_freed(self) -> None:
        """Who could take the place that became free; of several the first, the others wait in the bar."""
        places = self._freed
        self._on_freed(places[1:])
        if places:
            self._open_matches(places[0].practitioner_id, places[0].starts_at)

    def _open_matches(self, practitioner_id: UUID, starts_at: datetime) -> None:
        from opd_desktop.ui.calendar.panels.matches import MatchesPanel

        self._open(MatchesPanel(self.work, practitioner_id, starts_at))

    def _on_freed(self, places: tuple[FreedPlace, ...]) -> None:
        self._freed, self._freed_in = places, self._screen.presenter.state.calendar
        self.notice.set_text(freed_text(self._screen.desk, places))

    def _forget_taken(self, state: CalendarState) -> None:
        """A place that was given away again, or that an undo took back, is not offered."""
        found = state.calendar
        if not self._freed or found is None or found is self._freed_in:
            return
        gone = {
            (slot.practitioner_id, slot.starts_at)
            for slot in found.slots
            if slot.booked >= slot.capacity or slot.status == "busy-unavailable"
        }
        left = tuple(one for one in self._freed if (one.practitioner_id, one.starts_at) not in gone)
        if left != self._freed:
            self._on_freed(left)

    def open_day_end(self) -> None:
        """Visits without an outcome."""
        from opd_desktop.ui.calendar.panels.day_end import DayEndPanel

        self._open(DayEndPanel(self.work))

    def open_affected(self) -> None:
        """Visits that lost their hours."""
        from opd_desktop.ui.calendar.panels.affected import AffectedPanel

        panel = AffectedPanel(self.work)
        panel.cancel_wanted.connect(self._cancel)
        self._open(panel)

    def _cancel(self, visit: AppointmentDto) -> None:
        from opd_desktop.ui.calendar.visit import CancelPanel

        panel = CancelPanel(self._screen.desk, self._screen.presenter, visit)
        panel.by.set_current("clinic")
        panel.cancelled.connect(self._back_to_calls)
        self._open(panel)

    def _back_to_calls(self, _result: object) -> None:
        # After the panel has closed itself.
        self.work.after(self.open_affected)

    def open_late(self) -> None:
        """A doctor runs late: the one under the cursor."""
        from opd_desktop.ui.calendar.panels.late import LatePanel

        visit, stop = self._screen.selected(), self._screen.agenda.cursor_stop
        who = visit.practitioner_id if visit else None
        if who is None and stop is not None and stop.slot is not None:
            who = stop.slot.practitioner_id
        self._open(LatePanel(self.work, who or self._screen.desk.actor.practitioner_id))
