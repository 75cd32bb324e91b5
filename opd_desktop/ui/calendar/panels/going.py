"""Going to a place of another day and booking there, once that day has been loaded."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from PySide6.QtCore import QObject

from opd_desktop.services.dto.patients import PatientHit
from opd_desktop.ui.calendar.filters import NO_FILTER

if TYPE_CHECKING:
    from opd_desktop.ui.calendar.view import CalendarScreen


@dataclass(frozen=True)
class Wanted:
    """A place to book at: ``length`` slots from ``starts_at`` on, for ``patient`` if that is known already."""

    practitioner_id: UUID
    starts_at: datetime
    length: int = 1
    patient: PatientHit | None = None


class Goer(QObject):
    """Takes the calendar to a place and opens the booking there."""

    def __init__(self, screen: "CalendarScreen") -> None:
        super().__init__(screen)
        self._screen = screen
        self._wanted: Wanted | None = None
        screen.presenter.state_changed.connect(self._loaded)

    def book(self, wanted: Wanted) -> None:
        """Go to the day and book; a filter that hides the doctor is taken off."""
        self._wanted = wanted
        presenter = self._screen.presenter
        day = self._screen.desk.local(wanted.starts_at).date()
        if (presenter.state.view, presenter.state.day) != ("day", day):
            presenter.set_view("day", day)
        else:
            presenter.load()

    def _loaded(self, _state: object) -> None:
        wanted, screen = self._wanted, self._screen
        state = screen.presenter.state
        plan, day = state.plan, screen.desk.local(wanted.starts_at).date() if wanted is not None else None
        if wanted is None or plan is None or state.view != "day" or plan.day != day:
            return
        column = plan.column_at(wanted.practitioner_id, wanted.starts_at)
        if column is None and (state.choice is not None or state.filter != NO_FILTER):
            screen.presenter.show_everything()
            return
        self._wanted = None
        slot = plan.slot_at(column, plan.minute_in(column, wanted.starts_at)) if column is not None else None
        stop = plan.bookable(slot) if slot is not None else None
        if stop is None:
            screen.desk.toast(self.tr("This time was taken just now. Choose another."))
            return
        screen.agenda.set_cursor(plan.index_of(stop.key))
        screen.open_booking(stop)
        panel = screen.booking
        if panel is not None:
            panel.set_length(wanted.length)
            if wanted.patient is not None and panel.patient is None:
                panel.who.choose(wanted.patient)
