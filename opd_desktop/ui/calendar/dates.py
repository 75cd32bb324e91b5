"""A button that opens a month, to go to a day far away."""

from datetime import date
from functools import cached_property

from PySide6.QtCore import QDate, QLocale, Qt, Signal
from PySide6.QtGui import QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QMenu, QToolButton, QWidget, QWidgetAction

from opd_desktop.ui.theme import theme
from opd_desktop.ui.widgets import Button


class DatePicker(Button):
    """An icon; its month closes when a day is chosen by click or Enter.

    Attributes:
        chosen: the `date`.
    """

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", icon="calendar", parent=parent)
        self.setAccessibleName(self.tr("Go to a date"))
        self.setToolTip(self.tr("Go to a date (Ctrl+G)"))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._day = date.today()  # noqa: DTZ011 (until the calendar tells its own)
        self._menu = QMenu(self)
        self.clicked.connect(self.open)
        theme().changed.connect(self._restyle_month)

    def _restyle_month(self) -> None:
        if "month" in self.__dict__:
            _restyle(self.month)

    @cached_property
    def month(self) -> QCalendarWidget:
        """The month, made when it is first opened: it is a dozen widgets, and the desk starts with the calendar."""
        month = QCalendarWidget(self._menu)
        month.setAccessibleName(self.tr("Month"))
        month.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        month.setFirstDayOfWeek(QLocale().firstDayOfWeek())
        month.setMinimumWidth(round(theme().rem * 24))
        _restyle(month)
        action = QWidgetAction(self._menu)
        action.setDefaultWidget(month)
        self._menu.addAction(action)
        month.activated.connect(self._choose)
        month.clicked.connect(self._choose)
        return month

    def set_day(self, day: date) -> None:
        """The day that is shown now."""
        self._day = day
        if self._menu.isVisible():
            self._select()

    def _select(self) -> None:
        self.month.setSelectedDate(QDate(self._day.year, self._day.month, self._day.day))

    def open(self) -> None:
        """Show the month under the button."""
        self._select()
        self._menu.popup(self.mapToGlobal(self.rect().bottomLeft()))
        self.month.setFocus(Qt.FocusReason.PopupFocusReason)

    def _choose(self, day: QDate) -> None:
        if self._menu.isVisible():
            self._menu.close()
            self.chosen.emit(date(day.year(), day.month(), day.day()))


def _restyle(month: QCalendarWidget) -> None:
    plain = QTextCharFormat()
    plain.setForeground(theme().color("text"))
    for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
        month.setWeekdayTextFormat(day, plain)
    for name, icon in (("qt_calendar_prevmonth", "chevron-left"), ("qt_calendar_nextmonth", "chevron-right")):
        if (button := month.findChild(QToolButton, name)) is not None:
            button.setIcon(theme().icon(icon, "text"))
