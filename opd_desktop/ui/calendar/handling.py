"""What the calendar screen does with visits: open, move, lengthen, cancel, pin, print, one or several at once."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QWidget

from opd_desktop.services.dto.appointments import AppointmentDto
from opd_desktop.services.dto.common import UndoDto
from opd_desktop.ui.calendar.actions import CalendarActions
from opd_desktop.ui.calendar.day import MOVABLE, Placing, Stop
from opd_desktop.ui.calendar.menu import show_menu
from opd_desktop.ui.calendar.parts import BookingPart
from opd_desktop.ui.calendar.pinboard import Pin
from opd_desktop.ui.calendar.placing import Wish
from opd_desktop.ui.calendar.words import refusal_text
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.widgets import Notice, Panel


class VisitsPart(BookingPart):
    """Visits of the sheet and the list.

    Attributes:
        acts: the screen's actions, made by the whole screen.
    """

    acts: CalendarActions

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self._undos: tuple[UndoDto, ...] = ()
        self._wanted_move: AppointmentDto | None = None
        self.together = Notice("good", "", self.tr("Undo all"), self._undo_together, self)

    # One visit

    def open_visit(self, visit: AppointmentDto) -> None:
        """Show a visit and what can be done with it."""
        from opd_desktop.ui.calendar.visit import VisitPanel

        panel = VisitPanel(self.desk, self.presenter, visit)
        self.show_panel(panel)
        panel.set_actions(self.acts.offered(visit))
        self.acts.follow(visit)

    def open_selected(self) -> None:
        """Show the visit under the cursor."""
        if (visit := self.selected()) is not None:
            self.open_visit(visit)

    def open_cancel(self) -> None:
        """Ask for the reason of a cancellation, of one visit or of all that are chosen."""
        from opd_desktop.ui.calendar.many import CancelManyPanel
        from opd_desktop.ui.calendar.visit import CancelPanel

        if len(chosen := self.chosen()) > 1:
            self._open_panel(CancelManyPanel(self.desk, self.presenter, chosen, self._cancelled_together))
        elif (visit := self.selected()) is not None:
            self._open_panel(CancelPanel(self.desk, self.presenter, visit))

    def _open_panel(self, panel: Panel) -> None:
        self.show_panel(panel)
        panel.setFocus(Qt.FocusReason.OtherFocusReason)

    def take_up(self) -> None:
        """Take a visit up; arrows and Enter put it down. From the list, its day is shown first."""
        visit = self.selected()
        if visit is None:
            return
        self.close_panel()
        if self.in_list:
            self._wanted_move = visit
            self.presenter.set_view("day", self.desk.local(visit.starts_at).date())
            return
        self._take_up(visit)

    def _take_up(self, visit: AppointmentDto) -> None:
        self.agenda.put_cursor_on(visit.id)
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

    def _dropped(self, visit: AppointmentDto, placing: Placing) -> None:
        self.presenter.move(visit, placing)

    def _resized(self, visit: AppointmentDto, placing: Placing) -> None:
        self.presenter.resize(visit, placing)

    def open_encounter(self) -> None:
        """The encounter of a visit that was checked in."""
        visit = self.selected()
        if visit is not None and visit.encounter_id is not None:
            self.desk.go("encounter", visit.encounter_id)

    # Several

    def _chosen_changed(self) -> None:
        chosen = self.chosen()
        if (panel := self.together_panel) is not None:
            if len(chosen) > 1:
                panel.show_visits(chosen)
            else:
                self.close_panel()
        elif len(chosen) > 1:
            self._open_together(chosen)
        self.acts.follow(self.selected())

    def _open_together(self, chosen: Sequence[AppointmentDto]) -> None:
        from opd_desktop.ui.calendar.many import ManyPanel

        focus = self.agenda.hasFocus() or self.list.hasFocus()
        acts = self.acts
        self.show_panel(ManyPanel(self.desk, chosen, (acts.cut, acts.copy, acts.print_chosen, acts.cancel)))
        if focus:
            (self.list if self.in_list else self.agenda).setFocus(Qt.FocusReason.OtherFocusReason)

    def choose_all(self) -> None:
        """Choose the column of the cursor, or all of the list."""
        if self.in_list:
            self.list.selectAll()
        else:
            self.agenda.choose_column()

    def clear_chosen(self) -> None:
        """Choose nothing."""
        (self.list if self.in_list else self.agenda).clear_chosen()

    def _cancelled_together(self, asked: int, undos: tuple[UndoDto, ...]) -> None:
        self.clear_chosen()
        self._undos = undos
        if len(undos) < asked:
            text = self.tr("{0} of {1} visits are cancelled.").format(len(undos), asked)
        else:
            text = self.tr("{0} visits are cancelled.").format(asked)
        self.together.set_text(text if undos else "")

    def _undo_together(self) -> None:
        undos, self._undos = self._undos, ()
        self.together.set_text("")
        self.presenter.undo_all(undos)

    # The pinboard

    def pin(self, *, copy: bool) -> None:
        """Cut or copy the chosen visits, or the one under the cursor, to the pinboard."""
        visits: Sequence[AppointmentDto] = self.chosen()
        if not visits:
            one = self.selected()
            visits = (one,) if one is not None else ()
        self._pin(visits, copy=copy)

    def _pin(self, visits: Sequence[AppointmentDto], *, copy: bool) -> None:
        mine = [one for one in visits if self.presenter.owns(one.practitioner_id)]
        usable = [one for one in mine if copy or one.status in MOVABLE]
        if len(usable) < len(visits):
            self._say_unusable(visits, mine)
        if usable:
            self.pinboard.add(usable, copy=copy)
            self.clear_chosen()

    def _say_unusable(self, visits: Sequence[AppointmentDto], mine: Sequence[AppointmentDto]) -> None:
        if len(mine) < len(visits):
            self.desk.toast(self.tr("You change your own visits only."))
        elif self.agenda.plan is not None:
            refused = next(one for one in mine if one.status not in MOVABLE)
            self.desk.toast(refusal_text(Placing(0, 0, 0, refusal="not_movable"), self.agenda.plan, refused))

    def paste(self) -> None:
        """Put the marked visit of the pinboard at the cursor."""
        pin, stop, plan = self.pinboard.current, self.agenda.cursor_stop, self.agenda.plan
        if pin is None:
            self.desk.toast(self.tr("The pinboard is empty. Ctrl+X on a visit puts it there."))
            return
        if stop is None or plan is None or self.in_list:
            self.desk.toast(self.tr("Go to a free time in the day or the week first."))
            return
        target = self.agenda.place(stop.column, stop.start, Wish(pin.visit, pin.copy))
        if target is None:
            return
        if target.refusal:
            self.desk.toast(refusal_text(target, plan, pin.visit))
        else:
            self._pin_dropped(pin.wish, target)

    def _pin_dropped(self, wish: Wish, target: Placing) -> None:
        """What was pinned is booked there, or moved there and off the board."""
        if wish.copy:
            self.presenter.copy(wish.visit, target)
        else:
            self.presenter.move(wish.visit, target, partial(self.pinboard.take, wish.visit.id))

    def _parked(self, visit: AppointmentDto, copy: bool) -> None:
        """A visit was dragged onto the board; of several that are chosen, all."""
        together = self.chosen()
        visits = together if visit.id in {one.id for one in together} else (visit,)
        self._pin(visits, copy=copy)

    def _carry(self, pin: Pin, where: QPoint) -> None:
        """A pin is dragged off the board; the sheet follows the mouse."""
        if self.in_list:
            self.desk.toast(self.tr("Go to a free time in the day or the week first."))
        else:
            self.agenda.carry(pin.wish, where)

    def _pins_changed(self) -> None:
        self.agenda.set_pinned(self.pinboard.cut)
        self.acts.follow(self.selected())

    # Menu

    def _show_menu(self, stop: Stop | None, place: QPoint) -> None:
        show_menu(self, stop, stop.visit if stop is not None else None, place)

    def _show_list_menu(self, visit: AppointmentDto | None, place: QPoint) -> None:
        show_menu(self, None, visit, place)

    # Printing

    def print_shown(self) -> None:
        """Print what is shown: the day by doctor, the week, or the list."""
        from opd_desktop.ui.calendar.preview import PrintPreview
        from opd_desktop.ui.calendar.printing import lists_of_plan, lists_of_rows

        state, facility = self.presenter.state, self.desk.facility.name
        if self.in_list and state.listing is not None:
            pages = lists_of_rows(self.desk, state.listing.rows)
        else:
            pages = lists_of_plan(self.desk, self.agenda.plan)
        if not pages:
            self.desk.toast(self.tr("There is no visit to print."))
            return
        PrintPreview(pages, facility, self.desk.local(self.desk.now()), self).open()

    def print_chosen(self) -> None:
        """Print the chosen visits, or the one under the cursor."""
        from opd_desktop.ui.calendar.preview import PrintPreview
        from opd_desktop.ui.calendar.printing import lists_of_visits

        visits = self.chosen()
        if visits:
            now = self.desk.local(self.desk.now())
            PrintPreview(lists_of_visits(self.desk, visits), self.desk.facility.name, now, self).open()
