"""The calendar's part of the top bar: going about, views, doctors, filter."""

from datetime import date
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from opd_desktop.ui.calendar.dates import DatePicker
from opd_desktop.ui.calendar.filterbox import FilterButton
from opd_desktop.ui.calendar.handling import VisitsPart
from opd_desktop.ui.calendar.presenter import VIEWS, CalendarState, View
from opd_desktop.ui.text import day_text
from opd_desktop.ui.theme import theme
from opd_desktop.ui.widgets import Button, MenuButton, Segmented

#: Lines of text that the screen must be wide for all of its top bar.
_NARROW = 70


class TopBarPart(VisitsPart):
    """Makes the top bar and keeps it in step with what is shown."""

    def _make_header(self) -> None:
        made = self.acts
        self._wide: list[QWidget] = []
        for action, icon in ((made.previous, "chevron-left"), (made.today, ""), (made.next, "chevron-right")):
            button = Button(action.text() if not icon else "", icon=icon, parent=self)
            button.setAccessibleName(action.text())
            button.setToolTip(f"{action.text()} ({action.shortcut().toString()})")
            button.clicked.connect(action.trigger)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.header.addWidget(button)
            if not icon:
                self._wide.append(button)
        self.date = DatePicker(self)
        self.date.chosen.connect(self._date_chosen)
        self.views = Segmented(
            [("day", made.day.text()), ("week", made.week.text()), ("agenda", made.agenda.text())], self.tr("View")
        )
        self.views.setToolTip(self.tr("D, W and A, or Ctrl+1, 2 and 3"))
        self.views.changed.connect(self._view_chosen)
        self.few_views = MenuButton(self.tr("View"), self)
        self.few_views.chosen.connect(self._view_chosen)
        self.few_views.hide()
        self.doctors = MenuButton(self.tr("Doctors"), self)
        self.doctors.chosen.connect(self.presenter.show_only)
        self.filters = FilterButton(self)
        self.filters.clicked.connect(self.open_filter)
        self.filters.box.changed.connect(self.presenter.set_filter)
        self.fill_doctors()
        for widget in (self.date, self.views, self.few_views, self.doctors, self.filters):
            self.header.addWidget(widget)
        self.header.addStretch()

    def fill_doctors(self) -> None:
        """Offer the facility's doctors and specialties, with the chosen one shown; in a week, doctors only."""
        people = self.desk.practitioners
        state = self.presenter.state
        choices: list[tuple[object, str]] = [(one.id, one.display_name) for one in people]
        if state.view == "week":
            self.doctors.set_choices(choices, self.presenter.week_of())
            return
        special = sorted({one.specialty for one in people if one.specialty})
        if len(special) > 1:
            choices = [(name, name) for name in special] + choices
        self.doctors.set_choices([(None, self.tr("All doctors")), *choices], state.choice)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the top bar keeps what has no key that everybody knows."""
        super().resizeEvent(event)
        if hasattr(self, "few_views"):
            self._fit_header()

    def _fit_header(self) -> None:
        narrow = self.width() < round(theme().rem * _NARROW)
        for widget in (*self._wide, self.date, self.views):
            widget.setVisible(not narrow)
        self.few_views.setVisible(narrow)
        self._show_title()

    def _show_title(self) -> None:
        days = self.presenter.days()
        if len(days) == 1:
            self.set_title(day_text(days[0], long=not self.views.isHidden()))
        else:
            self.set_title(f"{day_text(days[0])} – {day_text(days[-1])}")

    def _show_current(self, state: CalendarState) -> None:
        """The day, the view, the doctor and the filter that are shown now."""
        self._show_title()
        self.date.set_day(state.day)
        self.views.set_current(state.view)
        faces = (self.acts.day, self.acts.week, self.acts.agenda)
        self.few_views.set_choices([(view, face.text()) for view, face in zip(VIEWS, faces, strict=True)], state.view)
        self.filters.set_filter(state.filter)
        self.acts.cancelled.setChecked(state.cancelled)
        day = state.view == "day"
        self.acts.previous.setText(self.tr("Day before") if day else self.tr("Week before"))
        self.acts.next.setText(self.tr("Next day") if day else self.tr("Next week"))
        self.fill_doctors()

    def show_view(self, view: View) -> None:
        """Show the day, the week or the list."""
        self.presenter.set_view(view)

    def _view_chosen(self, view: str) -> None:
        self.show_view(cast("View", view))
        self.focus_body()

    def _date_chosen(self, day: date) -> None:
        self.presenter.go_to(day)
        self.focus_body()

    def choose_date(self) -> None:
        """Open the month to choose a day from."""
        self.date.open()

    def open_filter(self) -> None:
        """Open what can be filtered by."""
        self.filters.box.fill(self.desk.practitioners, self.presenter.services(), self.presenter.state.filter)
        self.filters.open()
