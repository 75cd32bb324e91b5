"""The actions of the calendar, and which of them fit a visit."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
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
_BOOK = Permission.BOOK


class CalendarActions(QObject):
    """All actions of the screen, each registered once with its keys."""

    def __init__(self, screen: "CalendarScreen") -> None:
        super().__init__(screen)
        self._screen = screen
        self._make_going()
        self._make_booking()
        self._make_visit()
        self._make_several()
        self._make_looks()
        self.follow(None)

    def _make_going(self) -> None:
        act, presenter = self._screen.act, self._screen.presenter
        self.today = act("calendar.today", self.tr("Today"), self._today, keys="T")
        self.previous = act("calendar.previous", self.tr("Day before"), partial(presenter.turn, -1), keys="PgUp")
        self.next = act("calendar.next", self.tr("Next day"), partial(presenter.turn, 1), keys="PgDown")
        self.week_back = act(
            "calendar.week_back", self.tr("Week before"), partial(presenter.step, -7), keys="Shift+PgUp"
        )
        self.week_on = act("calendar.week_on", self.tr("Next week"), partial(presenter.step, 7), keys="Shift+PgDown")
        self.date = act("calendar.date", self.tr("Go to a date"), self._screen.choose_date, keys="Ctrl+G")
        self.next_free = act("calendar.next_free", self.tr("Next free time"), self._screen.next_free)

    def _make_booking(self) -> None:
        act, screen = self._screen.act, self._screen
        self.book = act(
            "calendar.book", self.tr("Book"), screen.book_here, keys="Ctrl+Return", icon="plus", needs=_BOOK,
            help=self.tr("Enter in the calendar books at the cursor; Shift+Enter overbooks."),
        )  # fmt: skip
        self.book_here = self._on_sheet(self.tr("Book here"), screen.book_here, "Return", "plus")
        self.overbook = self._on_sheet(self.tr("Overbook here"), screen.overbook_here, "Shift+Return", "")
        self.register = act(
            "calendar.register", self.tr("Register a new patient"), screen.register_here, keys="Ctrl+N",
            needs=Permission.PATIENT_WRITE,
        )  # fmt: skip

    def _on_sheet(self, text: str, run: Callable[[], None], keys: str, icon: str) -> QAction:
        """An action whose keys the sheet answers itself; in menus it shows them."""
        made = QAction(text, self)
        made.setShortcut(keys)
        made.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        if icon:
            made.setIcon(self._screen.desk.theme.icon(icon))
        made.triggered.connect(lambda _checked=False: run())
        made.setEnabled(self._screen.desk.actor.may(_BOOK))
        # For the sheet of keys; the screen itself never has the keyboard.
        self._screen.addAction(made)
        return made

    def _make_visit(self) -> None:
        act, screen, presenter = self._screen.act, self._screen, self._screen.presenter
        check_in = Permission.CHECK_IN
        self.open = self._on_sheet(self.tr("Open"), screen.open_selected, "Return", "")
        self.open.setEnabled(True)
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
        self.move = act("calendar.move", self.tr("Move"), screen.take_up, keys=("M", "F2"), needs=_BOOK)
        self.longer = self._on_sheet(self.tr("Longer"), partial(screen.agenda.resize_by_key, 1), "Ctrl+Shift+Down", "")
        self.shorter = self._on_sheet(self.tr("Shorter"), partial(screen.agenda.resize_by_key, -1), "Ctrl+Shift+Up", "")
        self.cancel = act("calendar.cancel", self.tr("Cancel the visit"), screen.open_cancel, keys="Del", needs=_BOOK)
        self.encounter = act(
            "calendar.encounter",
            self.tr("Open the encounter"),
            screen.open_encounter,
            keys="E",
            needs=Permission.VITALS,
        )

    def _make_several(self) -> None:
        act, screen = self._screen.act, self._screen
        self.cut = act(
            "calendar.cut", self.tr("Cut to the pinboard"), partial(screen.pin, copy=False), keys="Ctrl+X", needs=_BOOK,
            help=self.tr("The visit keeps its place until it is put elsewhere with Ctrl+V."),
        )  # fmt: skip
        self.copy = act(
            "calendar.copy", self.tr("Copy to book again"), partial(screen.pin, copy=True), keys="Ctrl+C", needs=_BOOK
        )
        self.paste = act("calendar.paste", self.tr("Put from the pinboard"), screen.paste, keys="Ctrl+V", needs=_BOOK)
        self.choose = act(
            "calendar.choose", self.tr("Choose, or let go"), screen.agenda.toggle_chosen, keys="Ctrl+Space",
            help=self.tr("Shift and arrow keys choose more; then Del, Ctrl+X and Ctrl+P act on all of them."),
        )  # fmt: skip
        self.choose_column = act(
            "calendar.choose_all", self.tr("Choose all of the column"), screen.choose_all, keys="Ctrl+A"
        )
        self.print = act("calendar.print", self.tr("Print"), self._print, keys="Ctrl+P", icon="print")
        self.print_chosen = act("calendar.print_chosen", self.tr("Print these"), screen.print_chosen, icon="print")
        self.undo = QAction(self.tr("Undo the last change") + "\tCtrl+Z", self)
        self.undo.triggered.connect(screen.desk.undo_last)

    def _make_looks(self) -> None:
        act, presenter, agenda = self._screen.act, self._screen.presenter, self._screen.agenda
        show = self._screen.show_view
        self.day = act("calendar.day", self.tr("Day"), partial(show, "day"), keys=("D", "Ctrl+1"))
        self.week = act("calendar.week", self.tr("Week"), partial(show, "week"), keys=("W", "Ctrl+2"))
        self.agenda = act("calendar.agenda", self.tr("Agenda"), partial(show, "agenda"), keys=("A", "Ctrl+3"))
        self.filter = act("calendar.filter", self.tr("Filter"), self._screen.open_filter, keys="Alt+F")
        self.cancelled = act("calendar.cancelled", self.tr("Show cancelled visits"), self._toggle, keys="Ctrl+H")
        self.cancelled.setCheckable(True)
        self.everybody = act("calendar.everybody", self.tr("Show all doctors"), presenter.show_everything)
        self.larger = act(
            "calendar.larger", self.tr("Higher hours"), partial(agenda.zoom, 1), keys=("Ctrl++", "Ctrl+=")
        )
        self.smaller = act("calendar.smaller", self.tr("Lower hours"), partial(agenda.zoom, -1), keys="Ctrl+-")
        self.usual = act("calendar.usual", self.tr("Usual height of hours"), partial(agenda.zoom, 0), keys="Ctrl+0")

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

    def _print(self) -> None:
        if self._screen.chosen():
            self._screen.print_chosen()
        else:
            self._screen.print_shown()

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
            fits.append((self.move, _BOOK))
        if status in _CANCELS and visit.ends_at > desk.now() - timedelta(days=1):
            fits.append((self.cancel, _BOOK))
        return [action for action, needs in fits if desk.actor.may(needs)]

    def follow(self, visit: AppointmentDto | None) -> None:
        """Switch on what fits the visit that keys act on, or the visits that are chosen."""
        fits = self._fitting(visit) if visit is not None else []
        many, book = len(self._screen.chosen()) > 1, self._screen.desk.actor.may(_BOOK)
        for action in (self.check_in, self.arrive, self.no_show, self.move, self.encounter):
            action.setEnabled(action in fits and not many)
        self.cancel.setEnabled(self.cancel in fits or (many and book))
        # What can't be cut says why; an empty pinboard says how it is filled.
        for action in (self.cut, self.copy):
            action.setEnabled(book and (many or visit is not None))
        movable = visit is not None and visit.status in MOVABLE and self._screen.presenter.owns(visit.practitioner_id)
        for action in (self.longer, self.shorter):
            action.setEnabled(book and movable)
        self.print_chosen.setEnabled(many)
