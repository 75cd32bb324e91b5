"""Days and weeks without anything to show: says why, and offers what helps."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QWidget

from opd_desktop.ui.calendar.actions import CalendarActions
from opd_desktop.ui.calendar.day import AWAY, DayPlan
from opd_desktop.ui.calendar.presenter import CalendarState
from opd_desktop.ui.calendar.words import band_text, count_text, translate
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.text import day_text
from opd_desktop.ui.widgets import EmptyState


class EmptyDay(QStackedWidget):
    """Faces by cause: nobody works here; nobody on this day; the chosen are away; the filter hides all."""

    def __init__(self, actions: CalendarActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._nobody = self._face(None)
        self._closed = self._face(actions.next)
        self._filtered = self._face(actions.everybody)
        self._unbooked = self._face(actions.day)
        self.setProperty("kind", "window")

    def _face(self, action: QAction | None) -> EmptyState:
        made = EmptyState(action=action, icon="calendar", parent=self)
        self.addWidget(made)
        return made

    def title(self) -> str:
        """What it says."""
        face = self.currentWidget()
        return face.title() if isinstance(face, EmptyState) else ""

    def show_state(self, state: CalendarState, desk: Desk) -> bool:
        """Choose the face for what is loaded; False when there is something to show."""
        if state.plan is None:
            return False
        if state.view == "agenda" and state.listing is not None:
            return self._show_list(state)
        return self._show_sheet(state.plan, state, desk)

    def _show_list(self, state: CalendarState) -> bool:
        if state.listing is None or state.listing.rows:
            return False
        if state.listing.hidden:
            title = hidden_text(state.listing.hidden)
            self._say(self._filtered, title, self.tr("Nothing else is booked from this day on for a week."))
        else:
            title = self.tr("No visits from {0} on for a week").format(day_text(state.day, long=True))
            self._say(self._unbooked, title, self.tr("Book in the day: choose a free time and press Enter."))
        return True

    def _show_sheet(self, plan: DayPlan, state: CalendarState, desk: Desk) -> bool:
        if not plan.columns:
            self._no_columns(plan)
            return True
        if not all(column.off for column in plan.columns):
            return False
        day = self._period(plan)
        one = state.choice if not plan.week else plan.columns[0].practitioner.id
        away = [band for band in plan.bands if band.exception.kind in AWAY]
        names = ", ".join(dict.fromkeys(column.practitioner.display_name for column in plan.columns))
        # In a week, one day of leave is not the cause of all.
        all_away = len({band.column for band in away}) == len(plan.columns)
        if away and (all_away or (one is not None and not plan.week)):
            title = self.tr("{0}: {1}").format(names if one is not None else day, band_text(away[0], plan))
            self._say(self._closed, title, self.tr("Choose another day."))
        elif one is not None:
            title = self.tr("No hours for {0} on {1}").format(names or str(one), day)
            if plan.week:
                title = self.tr("No hours for {0} in the week of {1}").format(names, day)
            hint = self.tr("Choose another day or show all doctors.")
            if away:
                causes = dict.fromkeys(band_text(band, plan) for band in away)
                hint = self.tr("{0}. Otherwise there are no hours.").format(", ".join(causes))
            self._say(self._filtered if plan.hidden > 0 else self._closed, title, hint)
        else:
            title = self.tr("No hours on {0}").format(day)
            hint = self.tr("{0} is closed, or the hours of this day have not been made yet.")
            self._say(self._closed, title, hint.format(desk.facility.name))
        return True

    def _no_columns(self, plan: DayPlan) -> None:
        if plan.hidden:
            title = self.tr("The filter hides every doctor")
            self._say(self._filtered, title, self.tr("Take the filter off to see their day."))
        else:
            hint = self.tr("A manager adds doctors and their hours; then their days appear here.")
            self._say(self._nobody, self.tr("No doctor works here yet"), hint)

    @staticmethod
    def _period(plan: DayPlan) -> str:
        return day_text(plan.columns[0].day if plan.week else plan.day, long=True)

    def _say(self, face: EmptyState, title: str, hint: str) -> None:
        face.set_text(title, hint)
        self.setCurrentWidget(face)


def is_full(plan: DayPlan) -> bool:
    """Whether hours are still to come in the plan and every place of them is taken."""
    to_come = [slot for column in plan.columns for slot in column.slots if slot.ends_at > plan.now]
    return bool(to_come) and plan.first_free() is None


def hints(plan: DayPlan) -> tuple[str, str]:
    """What to say above a sheet that is not empty: that it is full, and how much the filter hides."""
    full = ""
    if is_full(plan):
        full = (
            translate("calendar", "Every time is taken in this week.")
            if plan.week
            else translate("calendar", "Every time of this day is taken.")
        )
    return full, hidden_text(sum(column.hidden for column in plan.columns))


def hidden_text(hidden: int) -> str:
    """How many visits the filter hides; empty for none."""
    one, many = (
        translate("calendar", "The filter hides one visit."),
        translate("calendar", "The filter hides {0} visits."),
    )
    return count_text(hidden, one, many) if hidden else ""
