"""What stands around the sheet: names of the doctors above, the clock at the left. They scroll with it."""

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QToolTip, QWidget

from opd_desktop.domain.agenda_layout import Grid
from opd_desktop.ui.calendar.day import Column, DayPlan
from opd_desktop.ui.calendar.painter import Metrics
from opd_desktop.ui.calendar.words import translate
from opd_desktop.ui.text import clock_text
from opd_desktop.ui.theme import theme


class _Margin(QWidget):
    """A strip that paints from the plan and the layout of the sheet."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._plan: DayPlan | None = None
        self._grid: Grid | None = None
        self._metrics = Metrics()
        self._offset = 0
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def show_layout(self, plan: DayPlan | None, grid: Grid | None, metrics: Metrics) -> None:
        """Another day or another layout."""
        self._plan, self._grid, self._metrics = plan, grid, metrics
        self.update()

    def set_offset(self, offset: int) -> None:
        """Scroll along."""
        if offset != self._offset:
            self._offset = offset
            self.update()


class HeaderStrip(_Margin):
    """Name, specialty and places of every column."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """The columns in sight."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme().color("surface"))
        plan, grid = self._plan, self._grid
        if plan is not None and grid is not None and grid.columns:
            first = max(int(self._offset // grid.column_width), 0)
            last = min(int((self._offset + self.width()) // grid.column_width), grid.columns - 1)
            for place in range(first, last + 1):
                area = QRectF(grid.x(place) - self._offset, 0, grid.column_width, self.height())
                self._paint_column(painter, area, plan.columns[place])
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme().color("line"))
        painter.end()

    def _paint_column(self, painter: QPainter, area: QRectF, column: Column) -> None:
        m = self._metrics
        inner = area.adjusted(11, 8, -11, -8)
        painter.fillRect(QRectF(area.right() - 1, 0, 1, area.height()), theme().color("line"))
        count = f"{column.booked}/{column.capacity}" if column.capacity else ""
        painter.setFont(m.fonts["body"])
        painter.setPen(theme().color("muted"))
        top = QRectF(inner.x(), inner.y(), inner.width(), m.line)
        painter.drawText(top, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, count)
        painter.setFont(m.fonts["strong"])
        painter.setPen(theme().color("text"))
        room = inner.width() - m.width("body", count) - 8
        name = m.elided("strong", column.practitioner.display_name, room)
        painter.drawText(top, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        below = QRectF(inner.x(), inner.y() + m.line + 1, inner.width(), m.small)
        painter.setFont(m.fonts["small"])
        painter.setPen(theme().color("arrived_t" if column.late else "faint"))
        text = m.elided("small", self._second_line(column), below.width())
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    @staticmethod
    def _second_line(column: Column) -> str:
        if column.late is not None:
            late = translate("calendar", "Running late")
            return f"{late} · {column.late.reason}" if column.late.reason else late
        return column.practitioner.specialty

    def event(self, event: QEvent) -> bool:
        """The whole name, room and places as a tooltip."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            plan, grid = self._plan, self._grid
            place = grid.column_at(event.pos().x() + self._offset) if grid else None
            if plan is not None and place is not None and place < len(plan.columns):
                QToolTip.showText(event.globalPos(), self.tooltip_of(plan.columns[place]), self)
                return True
        return super().event(event)

    def tooltip_of(self, column: Column) -> str:
        """All that is known of a column."""
        person = column.practitioner
        parts = [person.display_name, person.specialty, person.room]
        if column.capacity:
            parts.append(translate("calendar", "{0} of {1} places booked").format(column.booked, column.capacity))
        if column.late is not None:
            parts.append(self._second_line(column))
        return "\n".join(part for part in parts if part)


class GutterStrip(_Margin):
    """The clock of the facility, and the time now."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._now: float | None = None

    def set_now(self, minute: float | None) -> None:
        """The minute of the now-line; None on other days."""
        if minute != self._now:
            self._now = minute
            self.update()

    def _step(self, grid: Grid) -> int:
        """Minutes between labels, so that they don't touch."""
        for step in (15, 30, 60):
            if step * grid.minute_height >= self._metrics.small * 1.6:
                return step
        return 120

    def paintEvent(self, event: QPaintEvent) -> None:
        """The labels in sight; the one under the time now gives way."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), theme().color("bg"))
        plan, grid = self._plan, self._grid
        if plan is not None and grid is not None:
            step = self._step(grid)
            minute = int(plan.start)
            while minute < plan.end:
                y = grid.y(minute) - self._offset
                if -20 <= y <= self.height() + 20:
                    self._paint_label(painter, plan, grid, minute, y)
                minute += step
            self._paint_now(painter, plan, grid)
        painter.fillRect(QRectF(self.width() - 1, 0, 1, self.height()), theme().color("line"))
        painter.end()

    def _paint_label(self, painter: QPainter, plan: DayPlan, grid: Grid, minute: int, y: float) -> None:
        m = self._metrics
        if self._now is not None and abs(grid.y(self._now) - grid.y(minute)) < m.small * 1.25:
            return
        local = plan.local(minute)
        font = "strong" if local.minute == 0 else "small"
        text = clock_text(local)
        painter.setFont(m.fonts[font])
        painter.setPen(theme().color("text" if local.minute == 0 else "faint"))
        x = self.width() - m.pad - m.width(font, text)
        top = max(y, m.small * 0.5)
        painter.drawText(QPointF(x, top + m.of[font].ascent() / 2 - 1), text)

    def _paint_now(self, painter: QPainter, plan: DayPlan, grid: Grid) -> None:
        if self._now is None or not plan.start <= self._now <= plan.end:
            return
        m = self._metrics
        text = clock_text(plan.local(self._now))
        width = m.width("small", text) + 12
        box = QRectF(self.width() - width - 4, grid.y(self._now) - self._offset - m.small / 2 - 2, width, m.small + 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("danger"))
        painter.drawRoundedRect(box, 4, 4)
        painter.setFont(m.fonts["small"])
        painter.setPen(theme().color("danger_text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
