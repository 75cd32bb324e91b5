"""The actions of the calendar, and which of them fit a visit."""

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from opd_desktop.domain.appointment import NO_SHOW_GRACE, AppointmentStatus
from opd_desktop.domain.permissions import Permission
from opd_desktop.services.dto.appointments import AppointmentDto
from opd_desktop.ui.calendar.day import MOVABLE

if TYPE_CHECKING:
    from opd_desktop.ui.calendar.view import CalendarScreen

_S = AppointmentStatus
_CHECKS_IN = frozenset({_S.BOOKED, _S.ARRIVED, _S.NOSHOW})
_CANCELS = frozenset({_S.BOOKED, _S.ARRIVED, _S.CHECKED_IN, _S.PENDING, _S.PROPOSED})


class CalendarActions(QObject):
    """All actions of the screen, each registered once with its keys."""

    def __init__(self, screen: "CalendarScreen") -> None:
        super().__init__(screen)
        self._screen = screen
        act, presenter = screen.act, screen.presenter
        book, check_in = Permission.BOOK, Permission.CHECK_IN
        self.today = act("calendar.today", self.tr("Today"), self._today, keys="T")
        self.previous = act("calendar.previous", self.tr("Day before"), lambda: presenter.step(-1), keys="PgUp")
        self.next = act("calendar.next", self.tr("Next day"), lambda: presenter.step(1), keys="PgDown")
        self.week_back = act(
            "calendar.week_back", self.tr("Week before"), lambda: presenter.step(-7), keys="Shift+PgUp"
        )
        self.week_on = act("calendar.week_on", self.tr("Next week"), lambda: presenter.step(7), keys="Shift+PgDown")
        self.date = act("calendar.date", self.tr("Go to a date"), screen.choose_date, keys="Ctrl+G")
        self.book = act(
            "calendar.book", self.tr("Book"), screen.book_here, keys="Ctrl+Return", icon="plus", needs=book,
            help=self.tr("Enter in the calendar books at the cursor; Shift+Enter overbooks."),
        )  # fmt: skip
        self.register = act(
            "calendar.register", self.tr("Register a new patient"), screen.register_here, keys="Ctrl+N",
            needs=Permission.PATIENT_WRITE,
        )  # fmt: skip
        self.check_in = act(
            "calendar.check_in", self.tr("Check in"), self._on_visit(presenter.check_in), keys="F5", icon="check",
            needs=check_in,
        )  # fmt: skip
        self.arrive = act(
            "calendar.arrive", self.tr("Arrived"), self._on_visit(presenter.arrive), keys="F4", needs=check_in
        )
        self.no_show = act(
            "calendar.no_show", self.tr("No-show"), self._on_visit(presenter.no_show), keys="Shift+N", needs=check_in
        )
        self.move = act("calendar.move", self.tr("Move"), screen.cut, keys=("M", "F2"), needs=book)
        self.cancel = act("calendar.cancel", self.tr("Cancel the visit"), screen.open_cancel, keys="Del", needs=book)
        self.encounter = act(
            "calendar.encounter",
            self.tr("Open the encounter"),
            screen.open_encounter,
            keys="E",
            needs=Permission.VITALS,
        )
        self.cancelled = act("calendar.cancelled", self.tr("Show cancelled visits"), self._toggle, keys="Ctrl+H")
        self.cancelled.setCheckable(True)
        self.everybody = act("calendar.everybody", self.tr("Show all doctors"), self._everybody)
        agenda = screen.agenda
        self.larger = act("calendar.larger", self.tr("Higher hours"), lambda: agenda.zoom(1), keys=("Ctrl++", "Ctrl+="))
        self.smaller = act("calendar.smaller", self.tr("Lower hours"), lambda: agenda.zoom(-1), keys="Ctrl+-")
        self.usual = act("calendar.usual", self.tr("Usual height of hours"), lambda: agenda.zoom(0), keys="Ctrl+0")
        self.follow(None)

    def _on_visit(self, run: Callable[[AppointmentDto], None]) -> Callable[[], None]:
        def act() -> None:
            visit = self._screen.selected()
            if visit is not None:
                run(visit)

        return act

    def _today(self) -> None:
        self._screen.presenter.go_to(self._screen.desk.today())

    def _toggle(self) -> None:
        self._screen.presenter.show_cancelled(not self._screen.presenter.state.cancelled)

    def _everybody(self) -> None:
        self._screen.presenter.show_only(None)
        self._screen.fill_doctors()

    def offered(self, visit: AppointmentDto) -> list[tuple[QAction, str]]:
        """What can be done with a visit, the likeliest first, each with the kind of its button."""
        fits = self._fitting(visit)
        kinds = {self.cancel: "danger"}
        first = next(iter(fits), None)
        return [(action, "primary" if action is first and action not in kinds else kinds.get(action, "plain"))
                for action in fits]  # fmt: skip

    def _fitting(self, visit: AppointmentDto) -> list[QAction]:
        status, desk = visit.status, self._screen.desk
        local_day = desk.local(visit.starts_at).date()
        today = local_day == desk.today()
        late = desk.now() >= visit.starts_at + NO_SHOW_GRACE
        fits = []
        if visit.encounter_id is not None and status in {_S.CHECKED_IN, _S.FULFILLED}:
            fits.append((self.encounter, Permission.VITALS))
        if not self._screen.presenter.owns(visit.practitioner_id):
            return [action for action, needs in fits if desk.actor.may(needs)]
        if today and status in _CHECKS_IN:
            fits.append((self.check_in, Permission.CHECK_IN))
        if today and status is _S.BOOKED:
            fits.append((self.arrive, Permission.CHECK_IN))
        if late and status is _S.BOOKED:
            fits.append((self.no_show, Permission.CHECK_IN))
        if status in MOVABLE:
            fits.append((self.move, Permission.BOOK))
        if status in _CANCELS and visit.ends_at > desk.now() - timedelta(days=1):
            fits.append((self.cancel, Permission.BOOK))
        return [action for action, needs in fits if desk.actor.may(needs)]

    def follow(self, visit: AppointmentDto | None) -> None:
        """Switch on what fits the visit that keys act on."""
        fits = self._fitting(visit) if visit is not None else []
        for action in (self.check_in, self.arrive, self.no_show, self.move, self.cancel, self.encounter):
            action.setEnabled(action in fits)
