"""The calendar's part of the top bar: going about, views, doctors, filter."""

from datetime import date
from typing import cast

from PySide6.QtCore import QDate, QLocale, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from opd_desktop.ui.calendar.compact import CompactMenu
from opd_desktop.ui.calendar.dates import DatePicker
from opd_desktop.ui.calendar.filterbox import FilterButton
from opd_desktop.ui.calendar.handling import VisitsPart
from opd_desktop.ui.calendar.presenter import VIEWS, CalendarState, View
from opd_desktop.ui.text import day_text
from opd_desktop.ui.theme import theme
from opd_desktop.ui.widgets import Button, MenuButton, Segmented

#: Lines of text that the screen must be wide for all of its top bar, and for more than one menu in it,
#: and for arrows beside that.
_NARROW, _TINY, _TINIEST = 70, 48, 42
#: Lines of text that the chosen doctor may be wide.
_NAME = 11


class TopBarPart(VisitsPart):
    """Makes the top bar and keeps it in step with what is shown."""

    def _make_header(self) -> None:
        made = self.acts
        self._wide: list[QWidget] = []
        self._arrows: list[QWidget] = []
        for action, icon in ((made.previous, "chevron-left"), (made.today, ""), (made.next, "chevron-right")):
            button = Button(action.text() if not icon else "", icon=icon, parent=self)
            button.setAccessibleName(action.text())
            button.setToolTip(f"{action.text()} ({action.shortcut().toString()})")
            button.clicked.connect(action.trigger)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.header.addWidget(button)
            (self._arrows if icon else self._wide).append(button)
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
        going = (made.filter, made.today, made.previous, made.next, made.date)
        self.compact = CompactMenu((made.day, made.week, made.agenda), going, self)
        self.compact.offer_doctors(self._doctor_choices)
        self.compact.doctor_chosen.connect(self.presenter.show_only)
        self.compact.hide()
        self.doctors = MenuButton(self.tr("Doctors"), self)
        self.doctors.chosen.connect(self.presenter.show_only)
        self.filters = FilterButton(self)
        self.filters.clicked.connect(self.open_filter)
        self.filters.box.changed.connect(self.presenter.set_filter)
        self.fill_doctors()
        for widget in (self.date, self.views, self.few_views, self.compact, self.doctors, self.filters):
            self.header.addWidget(widget)
        self.header.addStretch()

    def fill_doctors(self) -> None:
        """Offer the facility's doctors and specialties, with the chosen one shown; in a week, doctors only."""
        choices, current = self._doctor_choices()
        self.doctors.set_choices(choices, current)
        text = self.doctors.text().removesuffix(" ▾")
        room = round(theme().rem * _NAME)
        short = self.doctors.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
        self.doctors.setText(f"{short} ▾")
        self.doctors.setToolTip(text if short != text else "")

    def _doctor_choices(self) -> tuple[list[tuple[object, str]], object]:
        """Whose visits can be shown, and whose are."""
        people = self.desk.practitioners
        state = self.presenter.state
        choices: list[tuple[object, str]] = [(one.id, one.display_name) for one in people]
        if state.view == "week":
            return choices, self.presenter.week_of()
        special = sorted({one.specialty for one in people if one.specialty})
        if len(special) > 1:
            choices = [(name, name) for name in special] + choices
        return [(None, self.tr("All doctors")), *choices], state.choice

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the top bar keeps what has no key that everybody knows."""
        super().resizeEvent(event)
        if hasattr(self, "few_views"):
            self._fit_header()

    def _fit_header(self) -> None:
        lines = self.width() / theme().rem
        narrow, tiny = lines < _NARROW, lines < _TINY
        for widget in self._arrows:
            widget.setVisible(lines >= _TINIEST)
        for widget in (*self._wide, self.date, self.views):
            widget.setVisible(not narrow)
        for widget in (self.doctors, self.filters):
            widget.setVisible(not tiny)
        self.few_views.setVisible(narrow and not tiny)
        self.compact.setVisible(tiny)
        self._show_title()

    def _show_title(self) -> None:
        days = self.presenter.days()
        if len(days) == 1:
            self.set_title(day_text(days[0], long=not self.views.isHidden()))
        elif self.views.isHidden():
            self.set_title(f"{_short(days[0])} – {_short(days[-1])}")
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
        part = bool(state.filter) or (state.choice is not None and state.view != "week")
        self.compact.show_state(faces[VIEWS.index(state.view)].text(), part=part)
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
        self.filters.open(self.compact if self.filters.isHidden() else self.filters)


def _short(day: date) -> str:
    """``24 Nov``."""
    return QLocale().toString(QDate(day.year, day.month, day.day), "d MMM")
