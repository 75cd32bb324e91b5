"""The calendar screen's common ground, and booking from it."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from opd_desktop.domain.permissions import Permission
from opd_desktop.services.dto.appointments import AppointmentDto
from opd_desktop.services.dto.patients import PatientHit
from opd_desktop.ui.calendar.agenda import AgendaView
from opd_desktop.ui.calendar.day import Stop
from opd_desktop.ui.calendar.draft import DRAFT
from opd_desktop.ui.calendar.keeper import HoldKeeper
from opd_desktop.ui.calendar.listing import VisitList
from opd_desktop.ui.calendar.panels.keyed import Registers, Submits
from opd_desktop.ui.calendar.panels.listing import ListPanel
from opd_desktop.ui.calendar.pinboard import Pinboard
from opd_desktop.ui.calendar.presenter import CalendarPresenter
from opd_desktop.ui.calendar.words import overbook_refusal
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.screen import Screen
from opd_desktop.ui.widgets import Notice

if TYPE_CHECKING:
    from opd_desktop.ui.calendar.booking import BookingPanel
    from opd_desktop.ui.calendar.many import ManyPanel
    from opd_desktop.ui.calendar.visit import VisitPanel


class CalendarBase(Screen):
    """What all of the calendar works on: the sheet, the list, the pinboard, the bars above them.

    A panel is imported when the first one is opened: the calendar itself stands sooner without them.
    """

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.presenter = CalendarPresenter(desk, self)
        self.keeper = HoldKeeper(desk, self.presenter.load, self)
        self._for_patient: PatientHit | None = None
        self._wanted_place: tuple[UUID, datetime] | None = None
        self.agenda = AgendaView(self)
        self.agenda.set_may_move(
            lambda visit: desk.actor.may(Permission.BOOK) and self.presenter.owns(visit.practitioner_id),
            self.presenter.owns,
        )
        self.list = VisitList(self)
        self.pinboard = Pinboard(desk, self)
        self.bar = Notice("info", "", self.tr("Leave it"), self._leave_bar, self)
        self.unfinished = Notice("info", "", self.tr("Go on with it"), self._go_on, self)

    @property
    def booking(self) -> "BookingPanel | None":
        """The open panel if it books."""
        if self.panel is None:
            return None
        from opd_desktop.ui.calendar.booking import BookingPanel

        return self.panel if isinstance(self.panel, BookingPanel) else None

    @property
    def shown_visit(self) -> "VisitPanel | None":
        """The open panel if it shows a visit."""
        if self.panel is None:
            return None
        from opd_desktop.ui.calendar.visit import VisitPanel

        return self.panel if isinstance(self.panel, VisitPanel) else None

    @property
    def together_panel(self) -> "ManyPanel | None":
        """The open panel if it is about several visits."""
        if self.panel is None:
            return None
        from opd_desktop.ui.calendar.many import ManyPanel

        return self.panel if isinstance(self.panel, ManyPanel) else None

    @property
    def in_list(self) -> bool:
        """Whether the agenda is shown rather than the sheet."""
        return self.presenter.state.view == "agenda"

    def selected(self) -> AppointmentDto | None:
        """The visit that keys act on: of the open panel, else under the cursor."""
        if (shown := self.shown_visit) is not None:
            return shown.visit
        if isinstance(self.panel, Submits | ListPanel):
            return None
        return self.under_cursor()

    def under_cursor(self) -> AppointmentDto | None:
        """The visit under the cursor of the sheet or the list."""
        if self.in_list:
            return self.list.visit
        stop = self.agenda.cursor_stop
        return stop.visit if stop else None

    def chosen(self) -> tuple[AppointmentDto, ...]:
        """The visits that are acted on together; empty when at most one is chosen."""
        found = self.list.chosen if self.in_list else self.agenda.chosen
        return found if len(found) > 1 or not self.in_list else ()

    def _leave_bar(self) -> None:
        """Neither moving nor booking for somebody in particular."""
        self._for_patient = None
        self.bar.set_text("")
        if self.agenda.moving is not None:
            self.agenda.stop_moving()

    def _go_on(self) -> None:
        """Go on with a booking that was begun before."""


class BookingPart(CalendarBase):
    """Booking at a place of the sheet."""

    def open_booking(self, stop: Stop, typed: str = "") -> None:
        """Book at a place; an open booking moves there with all that was typed."""
        plan, slot = self.agenda.plan, stop.slot
        if plan is None or slot is None:
            return
        if not self.presenter.owns(slot.practitioner_id):
            self.desk.toast(self.tr("You book your own visits only. Ask the desk to book with another doctor."))
            return
        if stop.kind != "free" and not stop.mine:
            why = overbook_refusal(plan, slot, may=self.presenter.may(Permission.OVERBOOK))
            if why:
                self.desk.toast(why)
                return
        overbook = stop.kind == "visit" and plan.free_places(slot) <= 0
        panel = self.booking or self._new_booking()
        panel.set_place(plan, slot, overbook=overbook)
        if typed:
            panel.who.search(typed)
        else:
            panel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _new_booking(self) -> "BookingPanel":
        from opd_desktop.ui.calendar.booking import BookingPanel

        panel = BookingPanel(self.desk, self.presenter, self.keeper)
        panel.alternative_chosen.connect(self._choose_alternative)
        self.show_panel(panel)
        self.unfinished.set_text("")
        if self._for_patient is not None:
            panel.who.choose(self._for_patient)
        self._leave_bar()
        return panel

    def _choose_alternative(self, practitioner_id: UUID, starts_at: datetime) -> None:
        self._wanted_place = (practitioner_id, starts_at)
        day = self.desk.local(starts_at).date()
        if day == self.presenter.state.day:
            self.presenter.load()
        else:
            self.presenter.go_to(day)

    def book_here(self) -> None:
        """Book at the cursor; in the booking panel, book."""
        panel = self.panel
        if isinstance(panel, Submits):
            panel.submit()
        elif not self.in_list and (stop := self.agenda.cursor_stop) is not None:
            self.open_booking(stop)

    def overbook_here(self) -> None:
        """Book at the cursor though the time is full."""
        stop = self.agenda.cursor_stop
        if stop is not None and stop.slot is not None and not self.in_list:
            self.open_booking(stop)

    def register_here(self) -> None:
        """Register a new patient for the booking, or whom the open panel is about."""
        if isinstance(self.panel, Registers):
            self.panel.register()
            return
        if self.booking is None:
            stop = None if self.in_list else self.agenda.cursor_stop
            if stop is None or (stop.kind != "free" and not stop.mine):
                self.desk.toast(self.tr("Go to a free time first, then register the patient there."))
                return
            self.open_booking(stop)
        if (booking := self.booking) is not None:
            booking.who.register()

    def _go_on(self) -> None:
        """The booking that was begun before: at its old place if that is still free, else at the cursor."""
        draft = self.desk.drafts.get(DRAFT) or {}
        plan, stop = self.agenda.plan, None
        if plan is not None and draft.get("practitioner") and draft.get("starts_at"):
            moment = datetime.fromisoformat(draft["starts_at"])
            column = plan.column_at(UUID(draft["practitioner"]), moment)
            slot = plan.slot_at(column, plan.minute_in(column, moment)) if column is not None else None
            stop = plan.bookable(slot) if slot else None
        if stop is None and plan is not None and (first := plan.first_free()) is not None:
            stop = plan.stops[first]
        if stop is None:
            self.desk.toast(self.tr("No free time on this day. Go to another day first."))
            return
        self.agenda.set_cursor(plan.index_of(stop.key) if plan else None)
        self.open_booking(stop)
        if (booking := self.booking) is not None:
            booking.restore()
