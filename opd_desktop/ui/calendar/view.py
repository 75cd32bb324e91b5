"""The calendar screen: a day by doctor, booking, moving, cancelling."""

from datetime import date, datetime
from uuid import UUID

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget

from opd_desktop.domain.permissions import Permission
from opd_desktop.services.dto.appointments import AppointmentDto
from opd_desktop.services.dto.patients import PatientDto, PatientHit
from opd_desktop.ui.calendar.actions import CalendarActions
from opd_desktop.ui.calendar.agenda import AgendaView
from opd_desktop.ui.calendar.booking import BookingPanel
from opd_desktop.ui.calendar.dates import DatePicker
from opd_desktop.ui.calendar.day import Placing, Stop
from opd_desktop.ui.calendar.draft import DRAFT, as_hit, draft_text
from opd_desktop.ui.calendar.empty import EmptyDay
from opd_desktop.ui.calendar.keeper import HoldKeeper
from opd_desktop.ui.calendar.presenter import CalendarPresenter, CalendarState
from opd_desktop.ui.calendar.visit import CancelPanel, VisitPanel
from opd_desktop.ui.calendar.words import overbook_refusal
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.screen import Screen
from opd_desktop.ui.text import day_text
from opd_desktop.ui.widgets import Button, MenuButton, Notice


class CalendarScreen(Screen):
    """Who comes when, to whom; Enter on a free place books."""

    screen_id = "calendar"
    icon_name = "calendar"
    needs = Permission.BOOK
    watches = ("Appointment.", "Slots.", "Schedule.", "Queue.", "Hold.", "Patient.")

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.presenter = CalendarPresenter(desk, self)
        self.keeper = HoldKeeper(desk, self.presenter.load, self)
        self._for_patient: PatientHit | None = None
        self._wanted_visit: UUID | None = None
        self._wanted_place: tuple[UUID, datetime] | None = None
        self._fresh_day = True
        self.agenda = AgendaView(self)
        self.agenda.set_may_move(
            lambda visit: desk.actor.may(Permission.BOOK) and self.presenter.owns(visit.practitioner_id)
        )
        self.acts = CalendarActions(self)
        self._make_header()
        self._make_body()
        self._connect()
        self.set_title(day_text(self.presenter.state.day, long=True))

    def title(self) -> str:
        """The name of the screen."""
        return self.tr("Calendar")

    # Building

    def _make_header(self) -> None:
        made = self.acts
        for action, icon in ((made.previous, "chevron-left"), (made.today, ""), (made.next, "chevron-right")):
            button = Button(action.text() if not icon else "", icon=icon, parent=self)
            button.setAccessibleName(action.text())
            button.setToolTip(f"{action.text()} ({action.shortcut().toString()})")
            button.clicked.connect(action.trigger)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.header.addWidget(button)
        self.date = DatePicker(self)
        self.date.chosen.connect(self._date_chosen)
        self.doctors = MenuButton(self.tr("Doctors"), self)
        self.doctors.chosen.connect(self.presenter.show_only)
        self.fill_doctors()
        self.header.addWidget(self.date)
        self.header.addWidget(self.doctors)
        self.header.addStretch()

    def fill_doctors(self) -> None:
        """Offer the facility's doctors and specialties, with the chosen one shown."""
        people = self.desk.practitioners
        special = sorted({one.specialty for one in people if one.specialty})
        choices: list[tuple[object, str]] = [(None, self.tr("All doctors"))]
        if len(special) > 1:
            choices += [(name, name) for name in special]
        choices += [(one.id, one.display_name) for one in people]
        self.doctors.set_choices(choices, self.presenter.state.choice)

    def _make_body(self) -> None:
        self.bar = Notice("info", "", self.tr("Leave it"), self._leave_bar, self)
        self.unfinished = Notice("info", "", self.tr("Go on with it"), self._go_on, self)
        self.empty = EmptyDay(self.acts, self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.agenda)
        self._stack.addWidget(self.empty)
        self.bar.set_text("")
        draft = self.desk.drafts.get(DRAFT)
        self.unfinished.set_text(draft_text(draft) if draft else "")
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.unfinished, self.bar):
            column.addWidget(widget)
        column.addWidget(self._stack, 1)
        body.setFocusProxy(self.agenda)
        self.set_body(body)

    def _connect(self) -> None:
        agenda = self.agenda
        agenda.opened.connect(self.open_visit)
        agenda.book_wanted.connect(self.open_booking)
        agenda.refused.connect(self.desk.toast)
        agenda.dropped.connect(self._dropped)
        agenda.moving_changed.connect(self._moving_changed)
        agenda.cursor_moved.connect(lambda _stop: self.acts.follow(self.selected()))
        agenda.menu_wanted.connect(self._show_menu)
        self.presenter.state_changed.connect(self._show)
        self.presenter.ticked.connect(self._show_now)
        self.presenter.arrived_at.connect(self._go_to_visit)
        self.desk.facility_changed.connect(self._on_facility)

    # What is shown

    def refresh(self) -> None:
        """Load the day again."""
        self.presenter.load()

    def _on_facility(self) -> None:
        self.close_panel()
        self._fresh_day = True
        self.presenter.change_facility()
        self.fill_doctors()

    def _show(self, state: CalendarState) -> None:
        self.set_title(day_text(state.day, long=True))
        self.date.set_day(state.day)
        if state.plan is None:
            self._fresh_day = True
            self.agenda.set_plan(None)
            self.agenda.wait_for_plan()
            self._stack.setCurrentWidget(self.agenda)
            return
        self.agenda.set_plan(state.plan)
        self._show_now()
        is_empty = self.empty.show_day(state.plan, self.desk, one=state.choice)
        had_focus = self.agenda.hasFocus() or self.focusWidget() is None
        self._stack.setCurrentWidget(self.empty if is_empty else self.agenda)
        if self._fresh_day:
            self._fresh_day = False
            self._to_start()
            if had_focus and self.panel is None and self.isVisible():
                self.focus_body()
        self._follow_panel()
        self._follow_wishes()
        self.acts.follow(self.selected())

    def _to_start(self) -> None:
        """A day opens at the time now, or where its hours begin, with the cursor on the next free place."""
        plan = self.agenda.plan
        if plan is None:
            return
        first = plan.first_free(self.desk.actor.practitioner_id)
        if first is None:
            first = plan.first_free()
        self.agenda.set_cursor(first if first is not None else 0 if plan.stops else None, reveal=False)
        now = plan.minute(plan.now)
        self.agenda.scroll_to_minute(now - 60 if plan.start <= now <= plan.end else plan.start)
        self.agenda.reveal_cursor()

    def _show_now(self) -> None:
        plan = self.agenda.plan
        if plan is not None:
            today = plan.day == self.desk.today()
            self.agenda.set_now(plan.minute(self.desk.now()) if today else None)

    def _follow_panel(self) -> None:
        panel, plan = self.panel, self.agenda.plan
        if isinstance(panel, VisitPanel):
            newer = self.presenter.find(panel.visit.id)
            if newer is not None and newer != panel.visit:
                panel.show_visit(newer)
                panel.set_actions(self.acts.offered(newer))
        elif isinstance(panel, BookingPanel) and plan is not None:
            panel.follow(plan)

    def _follow_wishes(self) -> None:
        """A visit or a place that was asked for before its day was loaded."""
        plan = self.agenda.plan
        if plan is None:
            return
        if self._wanted_visit is not None:
            wanted, self._wanted_visit = self._wanted_visit, None
            self.agenda.put_cursor_on(wanted)
        if self._wanted_place is not None:
            (who, when), self._wanted_place = self._wanted_place, None
            column = plan.column_of(who)
            slot = plan.slot_at(column, plan.minute(when)) if column is not None else None
            if slot is None:
                self.desk.toast(self.tr("This time is no longer in the calendar. Choose another."))
                return
            index = plan.index_of(("free", slot.id))
            if index is not None:
                self.agenda.set_cursor(index)
            if isinstance(self.panel, BookingPanel):
                self.panel.set_place(plan, slot)

    def focus_body(self) -> None:
        """The keyboard goes to the sheet, or to what the empty day offers."""
        target = self.agenda if self._stack.currentWidget() is self.agenda else self.empty
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def _date_chosen(self, day: date) -> None:
        self.presenter.go_to(day)
        self.focus_body()

    def choose_date(self) -> None:
        """Open the month to choose a day from."""
        self.date.open()

    # Going about

    def open(self, argument: object) -> None:
        """A visit by its id, or a patient to book for."""
        if isinstance(argument, UUID):
            self.presenter.fetch(argument, self._open_fetched)
        elif isinstance(argument, PatientDto | PatientHit):
            self.close_panel()
            self._for_patient = as_hit(argument)
            self.bar.set_text(self.tr("Choose a time for {0}: arrow keys and Enter, or a click.").format(argument.name))

    def _open_fetched(self, visit: AppointmentDto) -> None:
        self._go_to_visit(visit)
        self.open_visit(visit)

    def _go_to_visit(self, visit: AppointmentDto) -> None:
        self._wanted_visit = visit.id
        day = self.desk.local(visit.starts_at).date()
        if day != self.presenter.state.day:
            self.presenter.go_to(day)

    def selected(self) -> AppointmentDto | None:
        """The visit that keys act on: of the open panel, else under the cursor."""
        if isinstance(self.panel, VisitPanel):
            return self.panel.visit
        if isinstance(self.panel, BookingPanel | CancelPanel):
            return None
        stop = self.agenda.cursor_stop
        return stop.visit if stop else None

    # Booking

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
        panel = self.panel if isinstance(self.panel, BookingPanel) else None
        if panel is None:
            panel = self._new_booking()
        panel.set_place(plan, slot, overbook=overbook)
        if typed:
            panel.who.search(typed)
        else:
            panel.setFocus(Qt.FocusReason.OtherFocusReason)

    def _new_booking(self) -> BookingPanel:
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
        if isinstance(panel, BookingPanel | CancelPanel):
            panel.submit()
        elif (stop := self.agenda.cursor_stop) is not None:
            self.open_booking(stop)

    def register_here(self) -> None:
        """Register a new patient for the booking."""
        if not isinstance(self.panel, BookingPanel):
            stop = self.agenda.cursor_stop
            if stop is None or (stop.kind != "free" and not stop.mine):
                self.desk.toast(self.tr("Go to a free time first, then register the patient there."))
                return
            self.open_booking(stop)
        if isinstance(self.panel, BookingPanel):
            self.panel.who.register()

    def _go_on(self) -> None:
        """The booking that was begun before: at its old place if that is still free, else at the cursor."""
        draft = self.desk.drafts.get(DRAFT) or {}
        plan, stop = self.agenda.plan, None
        if plan is not None and draft.get("practitioner") and draft.get("starts_at"):
            column = plan.column_of(UUID(draft["practitioner"]))
            minute = plan.minute(datetime.fromisoformat(draft["starts_at"]))
            slot = plan.slot_at(column, minute) if column is not None else None
            stop = plan.bookable(slot) if slot else None
        if stop is None and plan is not None and (first := plan.first_free()) is not None:
            stop = plan.stops[first]
        if stop is None:
            self.desk.toast(self.tr("No free time on this day. Go to another day first."))
            return
        self.agenda.set_cursor(plan.index_of(stop.key) if plan else None)
        self.open_booking(stop)
        if isinstance(self.panel, BookingPanel):
            self.panel.restore()

    # Visits

    def open_visit(self, visit: AppointmentDto) -> None:
        """Show a visit and what can be done with it."""
        panel = VisitPanel(self.desk, self.presenter, visit)
        self.show_panel(panel)
        panel.set_actions(self.acts.offered(visit))
        self.acts.follow(visit)

    def open_cancel(self) -> None:
        """Ask for the reason of a cancellation."""
        if (visit := self.selected()) is not None:
            panel = CancelPanel(self.desk, self.presenter, visit)
            self.show_panel(panel)
            panel.setFocus(Qt.FocusReason.OtherFocusReason)

    def cut(self) -> None:
        """Take a visit up; arrows and Enter put it down."""
        visit = self.selected()
        if visit is not None:
            self.agenda.put_cursor_on(visit.id)
            self.close_panel()
            self.agenda.start_moving(visit)
            self.agenda.setFocus(Qt.FocusReason.OtherFocusReason)

    def _moving_changed(self, visit: AppointmentDto | None) -> None:
        if visit is None:
            self._leave_bar()
        else:
            self.bar.set_text(
                self.tr("Moving {0}: arrow keys and Enter put the visit down, Esc leaves it.").format(
                    visit.patient_name
                )
            )

    def _leave_bar(self) -> None:
        """Neither moving nor booking for somebody in particular."""
        self._for_patient = None
        self.bar.set_text("")
        if self.agenda.moving is not None:
            self.agenda.stop_moving()

    def _dropped(self, visit: AppointmentDto, placing: Placing) -> None:
        self.presenter.move(visit, placing)

    def open_encounter(self) -> None:
        """The encounter of a visit that was checked in."""
        visit = self.selected()
        if visit is not None and visit.encounter_id is not None:
            self.desk.go("encounter", visit.encounter_id)

    def _show_menu(self, visit: AppointmentDto, place: QPoint) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        offered: list[QAction] = [action for action, _kind in self.acts.offered(visit)]
        menu.addActions(offered)
        if offered:
            menu.popup(place)

    def close_panel(self) -> None:
        """Close the panel; keys act on the cursor again."""
        super().close_panel()
        self.acts.follow(self.selected())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back one step: a move, the register form, the panel."""
        if event.key() == Qt.Key.Key_Escape:
            if self.agenda.moving is not None:
                self.agenda.stop_moving()
                event.accept()
                return
            if self.panel is None and not self.bar.isHidden():
                self._leave_bar()
                event.accept()
                return
        super().keyPressEvent(event)
