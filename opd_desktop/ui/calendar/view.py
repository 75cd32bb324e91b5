"""The calendar screen: days by doctor, weeks, a list; booking, moving, cancelling."""

from datetime import datetime
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from opd_desktop.domain.permissions import Permission
from opd_desktop.services.dto.appointments import AppointmentDto
from opd_desktop.services.dto.patients import PatientDto, PatientHit
from opd_desktop.ui.calendar.actions import CalendarActions
from opd_desktop.ui.calendar.choices import KeptChoices
from opd_desktop.ui.calendar.draft import DRAFT, as_hit, draft_text
from opd_desktop.ui.calendar.empty import EmptyDay, hidden_text, hints
from opd_desktop.ui.calendar.panels import install
from opd_desktop.ui.calendar.presenter import CalendarState, View
from opd_desktop.ui.calendar.topbar import TopBarPart
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.widgets import Notice


class CalendarScreen(TopBarPart):
    """Who comes when, to whom; Enter on a free place books."""

    screen_id = "calendar"
    icon_name = "calendar"
    needs = Permission.BOOK
    watches = ("Appointment.", "Slots.", "Schedule.", "Queue.", "Hold.", "Patient.")

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._wanted_visit: UUID | None = None
        self._wanted_spot: tuple[UUID, datetime] | None = None
        self._fresh = True
        self.acts = CalendarActions(self)
        self._make_header()
        self._make_body()
        self._connect()
        self.choices = KeptChoices(desk, self.presenter, self.agenda, self)
        self.choices.read()
        self._show_title()
        self.panels = install(self)

    def title(self) -> str:
        """The name of the screen."""
        return self.tr("Calendar")

    # Building

    def _make_body(self) -> None:
        self.empty = EmptyDay(self.acts, self)
        self._stack = QStackedWidget(self)
        for face in (self.agenda, self.list, self.empty):
            self._stack.addWidget(face)
        self.full = Notice("info", "", self.tr("Next free time"), self.next_free, self)
        self.hiding = Notice("info", "", self.tr("Show everything"), self.presenter.show_everything, self)
        draft = self.desk.drafts.get(DRAFT)
        self.unfinished.set_text(draft_text(draft) if draft else "")
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for notice in (self.unfinished, self.together, self.full, self.hiding, self.bar):
            if notice is not self.unfinished:
                notice.set_text("")
            column.addWidget(notice)
        column.addWidget(self._stack, 1)
        column.addWidget(self.pinboard)
        body.setFocusProxy(self.agenda)
        self.set_body(body)

    def _connect(self) -> None:
        agenda = self.agenda
        agenda.opened.connect(self.open_visit)
        agenda.book_wanted.connect(self.open_booking)
        agenda.refused.connect(self.desk.toast)
        agenda.dropped.connect(self._dropped)
        agenda.resized.connect(self._resized)
        agenda.moving_changed.connect(self._moving_changed)
        agenda.cursor_moved.connect(self._cursor_moved)
        agenda.menu_wanted.connect(self._show_menu)
        agenda.chosen_changed.connect(self._chosen_changed)
        self.list.opened.connect(self.open_visit)
        self.list.selected.connect(self._cursor_moved)
        self.list.menu_wanted.connect(self._show_list_menu)
        self.list.chosen_changed.connect(self._chosen_changed)
        self._connect_board()
        self.presenter.state_changed.connect(self._show)
        self.presenter.ticked.connect(self._show_now)
        self.presenter.arrived_at.connect(self._go_to_visit)
        self.desk.facility_changed.connect(self._on_facility)

    def _connect_board(self) -> None:
        board, agenda = self.pinboard, self.agenda
        agenda.set_board(board)
        agenda.dragging.connect(board.expect)
        agenda.over_board.connect(board.set_hot)
        agenda.parked.connect(self._parked)
        agenda.pin_dropped.connect(self._pin_dropped)
        board.changed.connect(self._pins_changed)
        board.carried.connect(self._carry)
        board.carried_to.connect(agenda.carry_to)
        board.put_down.connect(agenda.put_down)

    def _cursor_moved(self, _where: object) -> None:
        self.acts.follow(self.selected())

    # What is shown

    def refresh(self) -> None:
        """Load what is shown again; after events, only whom they touch."""
        self.presenter.load(self.take_news())

    def _on_facility(self) -> None:
        self.close_panel()
        self._fresh = True
        self.pinboard.clear()
        self.presenter.change_facility()
        self.fill_doctors()

    def _show(self, state: CalendarState) -> None:
        self._show_current(state)
        if state.plan is None:
            self._fresh = True
            self._hint("", "")
            self.agenda.set_plan(None)
            self.agenda.wait_for_plan()
            self._stack.setCurrentWidget(self.agenda)
            return
        had_focus = self.agenda.hasFocus() or self.list.hasFocus() or self.focusWidget() is None
        self._show_plan(state)
        if self._fresh:
            self._fresh = False
            self._to_start()
            if had_focus and self.panel is None and self.isVisible():
                self.focus_body()
        self._follow_panel()
        self._follow_wishes()
        self.acts.follow(self.selected())

    def _show_plan(self, state: CalendarState) -> None:
        plan, listing = state.plan, state.listing
        self.agenda.set_plan(plan)
        self._show_now()
        if listing is not None:
            self.list.show_listing(listing, self.desk.now())
        if state.calendar is not None and self.pinboard.pins:
            self.pinboard.refresh({one.id: one for one in state.calendar.appointments})
        is_empty = self.empty.show_state(state, self.desk)
        face: QWidget = self.list if listing is not None else self.agenda
        self._stack.setCurrentWidget(self.empty if is_empty else face)
        if is_empty or plan is None:
            self._hint("", "")
        elif listing is not None:
            self._hint("", hidden_text(listing.hidden))
        else:
            self._hint(*hints(plan))

    def _hint(self, full: str, hidden: str) -> None:
        self.full.set_text(full)
        self.hiding.set_text(hidden)

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
            shown = self.desk.today() in {column.day for column in plan.columns}
            self.agenda.set_now(plan.minute(self.desk.now()) if shown else None)

    def _follow_panel(self) -> None:
        plan = self.agenda.plan
        if self.together_panel is not None and len(self.chosen()) < 2:
            self.close_panel()
        elif (panel := self.shown_visit) is not None:
            newer = self.presenter.find(panel.visit.id)
            if newer is not None and newer != panel.visit:
                panel.show_visit(newer)
                panel.set_actions(self.acts.offered(newer))
        elif (booking := self.booking) is not None and plan is not None:
            booking.follow(plan)

    def _follow_wishes(self) -> None:
        """A visit or a place that was asked for before its day was loaded."""
        plan = self.agenda.plan
        if plan is None:
            return
        if self._wanted_visit is not None:
            wanted, self._wanted_visit = self._wanted_visit, None
            self.agenda.put_cursor_on(wanted)
            if self.in_list:
                self.list.select(wanted)
        if self._wanted_spot is not None:
            (who, when), self._wanted_spot = self._wanted_spot, None
            self._go_to_spot(who, when)
        if self._wanted_move is not None and not self.in_list:
            visit, self._wanted_move = self._wanted_move, None
            self._take_up(self.presenter.find(visit.id) or visit)
        if self._wanted_place is not None:
            place, self._wanted_place = self._wanted_place, None
            self._show_place(*place)

    def _go_to_spot(self, who: UUID, when: datetime) -> None:
        """Where the cursor stood in the view before."""
        plan = self.agenda.plan
        column = plan.column_at(who, when) if plan is not None else None
        if plan is None or column is None:
            return
        index = self.agenda.nearest(plan, column, plan.minute_in(column, when))
        if index is not None:
            self.agenda.set_cursor(index)

    def _show_place(self, who: UUID, when: datetime) -> None:
        plan = self.agenda.plan
        column = plan.column_at(who, when) if plan is not None else None
        slot = plan.slot_at(column, plan.minute_in(column, when)) if plan is not None and column is not None else None
        if plan is None or slot is None:
            self.desk.toast(self.tr("This time is no longer in the calendar. Choose another."))
            return
        index = plan.index_of(("free", slot.id))
        if index is not None:
            self.agenda.set_cursor(index)
        if (booking := self.booking) is not None:
            booking.set_place(plan, slot)

    def focus_body(self) -> None:
        """The keyboard goes to the sheet, the list, or to what the empty day offers."""
        target = self._stack.currentWidget()
        if target is not None:
            target.setFocus(Qt.FocusReason.OtherFocusReason)

    # Going about

    def show_view(self, view: View) -> None:
        """Show the day, the week or the list; the cursor's doctor, day and time are kept."""
        stop, plan = self.agenda.cursor_stop, self.agenda.plan
        day, who = self.presenter.state.day, None
        if self.in_list and self.list.visit is not None:
            visit = self.list.visit
            day, who = self.desk.local(visit.starts_at).date(), visit.practitioner_id
            self._wanted_visit = visit.id
        elif stop is not None and plan is not None:
            column = plan.columns[stop.column]
            day, who = column.day, column.practitioner.id
            self._wanted_spot = (who, plan.moment(stop.column, stop.start))
            if stop.visit is not None:
                self._wanted_visit = stop.visit.id
        self.presenter.set_view(view, day, who if view == "week" else None)
        self._follow_wishes()
        self.focus_body()

    def next_free(self) -> None:
        """Go to the next day with a free time of those who are shown."""
        self.presenter.find_free(self._free_found)

    def _free_found(self, place: tuple[UUID, datetime] | None) -> None:
        if place is None:
            self.desk.toast(self.tr("No free time was found in the next year."))
            return
        self._wanted_spot = place
        self.presenter.go_to(self.desk.local(place[1]).date())
        self.focus_body()

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
        if day not in self.presenter.days():
            self.presenter.go_to(day)

    def close_panel(self) -> None:
        """Close the panel; keys act on the cursor again."""
        super().close_panel()
        self.acts.follow(self.selected())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back one step: a move, the panel, what is chosen, the bar, the pinboard."""
        if event.key() == Qt.Key.Key_Escape and self._back():
            event.accept()
            return
        super().keyPressEvent(event)

    def _back(self) -> bool:
        if self.agenda.moving is not None:
            self.agenda.stop_moving()
        elif self.panel is not None:
            return False
        elif not self.bar.isHidden():
            self._leave_bar()
        elif self.pinboard.pins:
            self.pinboard.clear()
        else:
            return False
        return True
