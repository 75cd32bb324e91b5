"""How the vitals went in the visits before: a small line for each measurement, the last one as a dot."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from opd_desktop.services.dto.encounters import Vitals
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.encounter import vitals_rules
from opd_desktop.ui.encounter.words import vital_text
from opd_desktop.ui.text import day_text
from opd_desktop.ui.theme import theme
from opd_desktop.ui.widgets import Caption

_VISITS = 8
"""Visits that a line shows: more would be a tangle in this width."""


@dataclass(frozen=True)
class Point:
    """One visit: when, as written, and the number that is drawn (of a blood pressure the upper one)."""

    at: datetime
    text: str
    value: float
    flag: str


def points(name: str, earlier: Sequence[Vitals], age: int | None) -> tuple[Point, ...]:
    """The values of a field of the form in earlier visits, the oldest first."""
    found = []
    for one in sorted((one for one in earlier if one.taken_at is not None), key=lambda one: str(one.taken_at)):
        text = vitals_rules.typed(one)[name]
        value = one.systolic if name == "blood_pressure" else getattr(one, name)
        if text and value is not None and one.taken_at is not None:
            values, _wrong = vitals_rules.read(vitals_rules.typed(one))
            found.append(Point(one.taken_at, text, float(value), vitals_rules.flag_of(name, values, age)))
    return tuple(found[-_VISITS:])


class Sparkline(QWidget):
    """A line through a few values; the last is a dot, red where it was not normal."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.points: tuple[Point, ...] = ()
        theme().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """As high as a line of text."""
        return QSize(round(theme().rem * 4), self.fontMetrics().height())

    def minimumSizeHint(self) -> QSize:
        """Still readable as a line."""
        return QSize(round(theme().rem * 2), self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Evenly spaced: it shows the course, not the dates."""
        del event
        if not self.points:
            return
        low, high = min(one.value for one in self.points), max(one.value for one in self.points)
        spread, steps = (high - low) or 1.0, max(len(self.points) - 1, 1)
        wide, tall, inset = self.width() - 8, self.height() - 8, 4
        places = [
            QPointF(
                inset + wide * (number / steps if len(self.points) > 1 else 1.0),
                inset + (tall * (high - one.value) / spread if high > low else tall / 2),
            )
            for number, one in enumerate(self.points)
        ]
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme().color("faint"), 1.5))
        painter.drawPolyline(places)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("danger" if self.points[-1].flag else "accent"))
        painter.drawEllipse(places[-1], 2.5, 2.5)
        painter.end()


class VitalsTrend(QWidget):
    """One line for each field that was measured before; hidden where nothing was."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shown: tuple[object, ...] = ()
        self.lines: dict[str, tuple[Sparkline, QLabel]] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 8, 0, 0)
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(1, 1)
        grid.addWidget(Caption(self.tr("Vitals before"), self), 0, 0, 1, 3)
        self._names: dict[str, QLabel] = {}
        for row, name in enumerate(vitals_rules.FIELDS, 1):
            label, line, last = QLabel(vital_text(name), self), Sparkline(self), QLabel(self)
            label.setProperty("kind", "small")
            last.setProperty("kind", "small")
            last.setTextFormat(Qt.TextFormat.PlainText)
            grid.addWidget(label, row, 0)
            grid.addWidget(line, row, 1)
            grid.addWidget(last, row, 2, Qt.AlignmentFlag.AlignRight)
            self._names[name], self.lines[name] = label, (line, last)
        self.hide()

    def show_vitals(self, earlier: Sequence[Vitals], age: int | None) -> None:
        """Show the visits before this one."""
        if (tuple(earlier), age) == self._shown:
            return
        self._shown = (tuple(earlier), age)
        any_shown = False
        for name, (line, last) in self.lines.items():
            found = points(name, earlier, age)
            for widget in (self._names[name], line, last):
                widget.setVisible(bool(found))
            if not found:
                continue
            any_shown = True
            line.points = found
            last.setText(f"{found[-1].text} · {self._day(found[-1].at)}")
            told = "\n".join(f"{self._day(one.at)}: {one.text}" for one in reversed(found))
            for widget in (line, last, self._names[name]):
                widget.setToolTip(told)
            line.setAccessibleName(f"{vital_text(name)}: {told}".replace("\n", "; "))
            line.update()
        self.setVisible(any_shown)

    def _day(self, at: datetime) -> str:
        day = self._desk.local(at).date()
        return day_text(day, year=day.year != self._desk.today().year)
