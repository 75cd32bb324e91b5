"""Choosing days of the week and parts of the day."""

from datetime import time

from PySide6.QtCore import QCoreApplication, QLocale, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from opd_desktop.ui.widgets import Segmented

translate = QCoreApplication.translate

#: A part of the day -> from and to; None is open.
HOURS: dict[str, tuple[time | None, time | None]] = {
    "any": (None, None),
    "morning": (None, time(12)),
    "afternoon": (time(12), time(17)),
    "evening": (time(17), None),
}


class Weekdays(QWidget):
    """Monday to Sunday, each on or off; none on means any day.

    Attributes:
        changed: the days that are on.
    """

    changed = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setStyleSheet("QPushButton { padding: 5px 3px; } QPushButton:focus { padding: 4px 2px; }")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(3)
        self._buttons: list[QPushButton] = []
        for day in range(7):
            full = QLocale().dayName(day + 1)
            button = QPushButton(QLocale().dayName(day + 1, QLocale.FormatType.ShortFormat)[:2], self)
            button.setCheckable(True)
            button.setProperty("kind", "segment")
            button.setAccessibleName(f"{name}: {full}")
            button.setToolTip(full)
            button.clicked.connect(self._tell)
            row.addWidget(button, 1)
            self._buttons.append(button)
        self.setFocusProxy(self._buttons[0])

    def days(self) -> tuple[int, ...]:
        """The days that are on, 0 = Monday."""
        return tuple(day for day, button in enumerate(self._buttons) if button.isChecked())

    def set_days(self, days: tuple[int, ...]) -> None:
        """Switch these on and the others off, without telling."""
        for day, button in enumerate(self._buttons):
            button.setChecked(day in days)

    def keep(self, day: int) -> None:
        """A day that is on and stays so."""
        for place, button in enumerate(self._buttons):
            button.setEnabled(place != day)
        self._buttons[day].setChecked(True)

    def button(self, day: int) -> QPushButton:
        """The button of a day."""
        return self._buttons[day]

    def _tell(self) -> None:
        self.changed.emit(self.days())


def hours_choice(parent: QWidget) -> Segmented:
    """Any time, morning, afternoon or evening; the keys are those of `HOURS`."""
    made = Segmented(
        [
            ("any", translate("panels", "Any")),
            ("morning", translate("panels", "Morning")),
            ("afternoon", translate("panels", "12–17")),
            ("evening", translate("panels", "From 17")),
        ],
        translate("panels", "Time of day"),
        parent,
    )
    # Four beside each other in a panel that scrolls.
    made.setStyleSheet("QPushButton { padding: 5px 7px; } QPushButton:focus { padding: 4px 6px; }")
    return made
