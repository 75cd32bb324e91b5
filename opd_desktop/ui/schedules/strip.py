"""What a schedule would make: two weeks of bars with their counts, and who would stand outside hours."""

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QVBoxLayout, QWidget

from opd_desktop.services.dto.schedules import AffectedAppointment, ClosedDay, Preview
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.schedules.words import day_name, kind_word, slots_words
from opd_desktop.ui.text import clock_text, day_text, moment_text
from opd_desktop.ui.theme import theme
from opd_desktop.ui.widgets import ElidedLabel, Notice

_NAMED = 3


class DayBars(QWidget):
    """One bar for each day, with the number of its slots; closed days are hatched and say why."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.start = date.min
        self.days = 14
        self.counts: Counter[date] = Counter()
        self.closed: dict[date, ClosedDay] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """A number, a bar, a day."""
        line = QFontMetricsF(theme().font("small")).height()
        return QSize(400, round(line * 2 + 46))

    def show_days(self, start: date, days: int, counts: Counter[date], closed: Iterable[ClosedDay]) -> None:
        """Other days."""
        self.start, self.days, self.counts = start, days, counts
        self.closed = {one.day: one for one in closed}
        self.setAccessibleName(", ".join(self._spoken(start + timedelta(days=n)) for n in range(days)))
        self.update()

    def _spoken(self, day: date) -> str:
        return f"{day_text(day)}: {self.words(day)}"

    def words(self, day: date) -> str:
        """What is on a day."""
        one = self.closed.get(day)
        if one is not None:
            return f"{kind_word(one.why)} {one.reason}".strip()
        return slots_words(self.counts[day])

    def paintEvent(self, event: QPaintEvent) -> None:
        """All days."""
        del event
        if self.start == date.min:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = self.width() / self.days
        most = max([*self.counts.values(), 1])
        for number in range(self.days):
            self._day(
                painter, QRectF(number * width, 0, width, self.height()), self.start + timedelta(days=number), most
            )
        painter.end()

    def _day(self, painter: QPainter, area: QRectF, day: date, most: int) -> None:
        small = theme().font("small")
        line = QFontMetricsF(small).height()
        painter.setFont(small)
        centre = Qt.AlignmentFlag.AlignCenter
        room = QRectF(area.x() + 4, line + 2, area.width() - 8, area.height() - 2 * line - 6)
        count, closed = self.counts[day], self.closed.get(day)
        weekend = day.weekday() >= 5
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("sunken"))
        painter.drawRoundedRect(room, 4, 4)
        if closed is not None:
            hatch = theme().color("faint")
            hatch.setAlphaF(0.5)
            painter.setBrush(QBrush(hatch, Qt.BrushStyle.BDiagPattern))
            painter.drawRoundedRect(room, 4, 4)
        elif count:
            height = max(room.height() * count / most, 4)
            painter.setBrush(theme().color("accent"))
            painter.drawRoundedRect(QRectF(room.x(), room.bottom() - height, room.width(), height), 4, 4)
        painter.setPen(theme().color("text" if count else "faint"))
        painter.drawText(QRectF(area.x(), 0, area.width(), line), centre, str(count) if count else "–")
        painter.setPen(theme().color("faint" if weekend else "muted"))
        text = f"{day_name(day.weekday(), short=True)} {day.day}"
        if QFontMetricsF(small).horizontalAdvance(text) > area.width() - 2:
            text = str(day.day)
        painter.drawText(QRectF(area.x(), area.bottom() - line, area.width(), line), centre, text)

    def event(self, event: QEvent) -> bool:
        """The whole day, and why it is closed, as a tooltip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self.start != date.min:
            number = int(QPointF(event.pos()).x() // (self.width() / self.days))
            day = self.start + timedelta(days=min(max(number, 0), self.days - 1))
            QToolTip.showText(event.globalPos(), self._spoken(day), self)
            return True
        return super().event(event)


class PreviewStrip(QWidget):
    """Bars, a sentence, and a warning about visits that would stand outside hours."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.bars = DayBars(self)
        self.sentence = ElidedLabel("", "muted", self)
        self.warning = Notice("warn", parent=self)
        self.warning.set_text("")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.warning)
        column.addWidget(self.sentence)
        column.addWidget(self.bars)

    def show_preview(self, preview: Preview | None, start: date, days: int, why_none: str) -> None:
        """Show what would be made; ``why_none`` says why there is nothing to show."""
        zone = self._desk.zone
        slots = preview.slots if preview is not None else ()
        counts = Counter(slot.starts_at.astimezone(zone).date() for slot in slots)
        self.bars.show_days(start, days, counts, preview.closed if preview is not None else ())
        self.sentence.set_text(self._sentence(preview, zone) if preview is not None else why_none)
        self.warning.set_text(self._affected(preview.affected) if preview is not None else "")

    def _sentence(self, preview: Preview, zone: ZoneInfo) -> str:
        if not preview.slots:
            return self.tr("No slots in these two weeks.")
        first = preview.slots[0].starts_at.astimezone(zone)
        return self.tr("{0} in two weeks, the first on {1} at {2}").format(
            slots_words(len(preview.slots)), day_text(first.date()), clock_text(first)
        )

    def _affected(self, affected: tuple[AffectedAppointment, ...]) -> str:
        if not affected:
            return ""
        today = self._desk.today()
        named = [
            f"{one.patient_name} ({moment_text(self._desk.local(one.starts_at), today)})" for one in affected[:_NAMED]
        ]
        more = len(affected) - len(named)
        if more:
            named.append(self.tr("{0} more").format(more))
        if len(affected) == 1:
            return self.tr(
                "One booked visit would stand outside these hours: {0}. It stays booked; saving lists it to be called."
            ).format(named[0])
        return self.tr(
            "{0} booked visits would stand outside these hours: {1}. They stay booked; saving lists them to be called."
        ).format(len(affected), ", ".join(named))
