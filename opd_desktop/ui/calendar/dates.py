"""A button that opens a month, to go to a day far away."""

from datetime import date

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
        self._menu = QMenu(self)
        self.month = QCalendarWidget(self._menu)
        self.month.setAccessibleName(self.tr("Month"))
        self.month.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        self.month.setFirstDayOfWeek(QLocale().firstDayOfWeek())
        self.month.setMinimumWidth(round(theme().rem * 24))
        self._restyle()
        theme().changed.connect(self._restyle)
        action = QWidgetAction(self._menu)
        action.setDefaultWidget(self.month)
        self._menu.addAction(action)
        self.month.activated.connect(self._choose)
        self.month.clicked.connect(self._choose)
        self.clicked.connect(self.open)

    def _restyle(self) -> None:
        plain = QTextCharFormat()
        plain.setForeground(theme().color("text"))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            self.month.setWeekdayTextFormat(day, plain)
        for name, icon in (("qt_calendar_prevmonth", "chevron-left"), ("qt_calendar_nextmonth", "chevron-right")):
            if (button := self.month.findChild(QToolButton, name)) is not None:
                button.setIcon(theme().icon(icon, "text"))

    def set_day(self, day: date) -> None:
        """The day that is shown now."""
        self.month.setSelectedDate(QDate(day.year, day.month, day.day))

    def open(self) -> None:
        """Show the month under the button."""
        self._menu.popup(self.mapToGlobal(self.rect().bottomLeft()))
        self.month.setFocus(Qt.FocusReason.PopupFocusReason)

    def _choose(self, day: QDate) -> None:
        if self._menu.isVisible():
            self._menu.close()
            self.chosen.emit(date(day.year(), day.month(), day.day()))
