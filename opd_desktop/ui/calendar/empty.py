"""A day without anything to show: says why, and what to do next."""

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QStackedWidget, QWidget

from opd_desktop.ui.calendar.actions import CalendarActions
from opd_desktop.ui.calendar.day import AWAY, DayPlan
from opd_desktop.ui.calendar.words import band_text
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.text import day_text
from opd_desktop.ui.widgets import EmptyState


class EmptyDay(QStackedWidget):
    """Three faces: nobody works here, nobody (of the chosen) works on this day, the chosen are away."""

    def __init__(self, actions: CalendarActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._nobody = self._face(None)
        self._closed = self._face(actions.next)
        self._filtered = self._face(actions.everybody)
        self.setProperty("kind", "window")

    def _face(self, action: QAction | None) -> EmptyState:
        made = EmptyState(action=action, icon="calendar", parent=self)
        self.addWidget(made)
        return made

    def title(self) -> str:
        """What it says."""
        face = self.currentWidget()
        return face.title() if isinstance(face, EmptyState) else ""

    def show_day(self, plan: DayPlan, desk: Desk, *, one: object) -> bool:
        """Choose the face for a day; False when the day has something to show."""
        day = day_text(plan.day, long=True)
        if not plan.columns and not plan.hidden:
            self._nobody.set_text(
                self.tr("No doctor works here yet"),
                self.tr("A manager adds doctors and their hours; then their days appear here."),
            )
            self.setCurrentWidget(self._nobody)
            return True
        if not all(column.off for column in plan.columns):
            return False
        away = [band for band in plan.bands if band.exception.kind in AWAY]
        names = ", ".join(column.practitioner.display_name for column in plan.columns)
        if away and (one is not None or len(away) == len(plan.columns)):
            title = self.tr("{0}: {1}").format(names if one is not None else day, band_text(away[0], plan))
            self._say(title, self.tr("Choose another day."), filtered=False)
        elif one is not None:
            title = self.tr("No hours for {0} on {1}").format(names or str(one), day)
            self._say(title, self.tr("Choose another day or show all doctors."), filtered=plan.hidden > 0)
        else:
            title = self.tr("No hours on {0}").format(day)
            hint = self.tr("{0} is closed, or the hours of this day have not been made yet.")
            self._say(title, hint.format(desk.facility.name), filtered=False)
        return True

    def _say(self, title: str, hint: str, *, filtered: bool) -> None:
        face = self._filtered if filtered else self._closed
        face.set_text(title, hint)
        self.setCurrentWidget(face)
