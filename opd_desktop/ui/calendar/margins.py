"""What stands around the sheet: heads of the columns above, the clock at the left. They scroll with it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QToolTip, QWidget

from opd_desktop.domain.agenda_layout import Grid
from opd_desktop.ui.calendar.day import AWAY, Column, DayPlan
from opd_desktop.ui.calendar.drawing import Metrics
from opd_desktop.ui.calendar.words import band_text, late_text, translate
from opd_desktop.ui.text import clock_text, day_text
from opd_desktop.ui.theme import theme


class _Margin(QWidget):
    """A strip that paints from the plan and the layout of the sheet; what it painted is kept while it scrolls."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._plan: DayPlan | None = None
        self._grid: Grid | None = None
        self._metrics = Metrics()
        self._offset = 0
        self._kept: dict[int, QPixmap] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        theme().changed.connect(self._forget)

    def _forget(self) -> None:
        self._kept.clear()
        self.update()

    def show_layout(self, plan: DayPlan | None, grid: Grid | None, metrics: Metrics) -> None:
        """Another day or another layout; what looks as before is not painted anew."""
        if grid == self._grid and metrics is self._metrics and plan is not None and self._plan is not None:
            self._forget_changed(self._plan, plan)
        else:
            self._kept.clear()
        self._plan, self._grid, self._metrics = plan, grid, metrics
        self.update()

    def _forget_changed(self, before: DayPlan, after: DayPlan) -> None:
        """Drop what was painted of the older plan and looks different in the newer one."""
        del before, after
        self._kept.clear()

    def set_offset(self, offset: int) -> None:
        """Scroll along."""
        if offset != self._offset:
            self._offset = offset
            self.update()

    def _pixmap(self, key: int, width: float, height: float, paint: Callable[[QPainter, QRectF], None]) -> QPixmap:
        kept = self._kept.get(key)
        if kept is None:
            ratio = self.devicePixelRatioF()
            kept = self._kept[key] = QPixmap(max(round(width * ratio), 1), max(round(height * ratio), 1))
            kept.setDevicePixelRatio(ratio)
            painter = QPainter(kept)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint(painter, QRectF(0, 0, width, height))
            painter.end()
        return kept


class HeaderStrip(_Margin):
    """Name, specialty and places of every doctor; in a week, the days."""

    def _forget_changed(self, before: DayPlan, after: DayPlan) -> None:
        same = before.week == after.week and before.today == after.today
        for place in range(max(len(before.parts), len(after.parts))):
            old, new = before.parts[place : place + 1], after.parts[place : place + 1]
            if not same or not old or not new or old[0] is not new[0]:
                self._kept.pop(place, None)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The columns in sight."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme().color("surface"))
        plan, grid = self._plan, self._grid
        if plan is not None and grid is not None and grid.columns:
            first = max(int(self._offset // grid.column_width), 0)
            last = min(int((self._offset + self.width()) // grid.column_width), grid.columns - 1)
            for place in range(first, last + 1):
                column = plan.columns[place]
                pixmap = self._pixmap(
                    place, grid.column_width, self.height() - 1,
                    lambda on, area, column=column, place=place: self._paint_column(on, area, column, place),
                )  # fmt: skip
                painter.drawPixmap(QPointF(grid.x(place) - self._offset, 0), pixmap)
        # What scrolls under the clock's column ends there.
        painter.fillRect(QRectF(0, 0, self._metrics.gutter, self.height()), theme().color("surface"))
        painter.fillRect(QRectF(self._metrics.gutter - 1, 0, 1, self.height()), theme().color("line"))
        painter.fillRect(QRectF(0, self.height() - 1, self.width(), 1), theme().color("line"))
        painter.end()

    def _paint_column(self, painter: QPainter, area: QRectF, column: Column, place: int) -> None:
        m, plan = self._metrics, self._plan
        if plan is None:
            return
        today = plan.week and column.day == plan.today
        painter.fillRect(area, theme().color("surface"))
        painter.fillRect(QRectF(area.right() - 1, 0, 1, area.height()), theme().color("line"))
        if today:
            painter.fillRect(QRectF(area.x(), area.bottom() - 2, area.width() - 1, 3), theme().color("accent"))
        inner = area.adjusted(11, 8, -11, -8)
        count = f"{column.booked}/{column.capacity}" if column.capacity else ""
        painter.setFont(m.fonts["body"])
        painter.setPen(theme().color("danger" if column.booked > column.capacity else "muted"))
        top = QRectF(inner.x(), inner.y(), inner.width(), m.line)
        painter.drawText(top, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, count)
        painter.setFont(m.fonts["strong"])
        painter.setPen(theme().color("accent" if today else "text"))
        room = inner.width() - m.width("body", count) - 8
        name = m.elided("strong", self._first_line(column), room)
        painter.drawText(top, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        below = QRectF(inner.x(), inner.y() + m.line + 1, inner.width(), m.small)
        painter.setFont(m.fonts["small"])
        painter.setPen(theme().color("arrived_t" if column.late else "faint"))
        text = m.elided("small", self._second_line(column, place), below.width())
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)

    def _first_line(self, column: Column) -> str:
        if self._plan is not None and self._plan.week:
            return day_text(column.day)
        return column.practitioner.display_name

    def _second_line(self, column: Column, place: int) -> str:
        parts = [late_text(column)] if column.late is not None else []
        if column.hidden:
            parts.append(translate("calendar", "{0} hidden").format(column.hidden))
        if parts:
            return " · ".join(parts)
        plan = self._plan
        if plan is None or not plan.week:
            return column.practitioner.specialty
        away = next((band for band in plan.parts[place].bands if band.exception.kind in AWAY), None)
        if away is not None:
            return band_text(away, plan)
        return "" if column.slots else translate("calendar", "No hours")

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
        if self._plan is not None and self._plan.week:
            parts.insert(0, day_text(column.day, long=True))
        if column.capacity:
            parts.append(translate("calendar", "{0} of {1} places booked").format(column.booked, column.capacity))
        if column.late is not None:
            parts.append(late_text(column))
        if column.hidden:
            parts.append(translate("calendar", "The filter hides {0} visits").format(column.hidden))
        return "\n".join(part for part in parts if part)


class GutterStrip(_Margin):
    """The clock of the facility, and the time now."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._now: float | None = None

    def _forget_changed(self, before: DayPlan, after: DayPlan) -> None:
        if before.day != after.day:
            self._kept.clear()

    def set_now(self, minute: float | None) -> None:
        """The minute of the now-line; None on other days."""
        if minute != self._now:
            self._now = minute
            self._forget()

    def _step(self, grid: Grid) -> int:
        """Minutes between labels, so that they don't touch."""
        for step in (15, 30, 60):
            if step * grid.minute_height >= self._metrics.small * 1.6:
                return step
        return 120

    def paintEvent(self, event: QPaintEvent) -> None:
        """The labels in sight; the one under the time now gives way."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), theme().color("bg"))
        plan, grid = self._plan, self._grid
        if plan is not None and grid is not None:
            whole = self._pixmap(0, self.width(), grid.height + 24, self._paint_labels)
            painter.drawPixmap(QPointF(0, -self._offset), whole)
        painter.fillRect(QRectF(self.width() - 1, 0, 1, self.height()), theme().color("line"))
        painter.end()

    def _paint_labels(self, painter: QPainter, area: QRectF) -> None:
        plan, grid = self._plan, self._grid
        painter.fillRect(area, theme().color("bg"))
        if plan is None or grid is None:
            return
        step = self._step(grid)
        minute = int(plan.start)
        while minute < plan.end:
            self._paint_label(painter, plan, grid, minute)
            minute += step
        self._paint_now(painter, plan, grid)

    def _paint_label(self, painter: QPainter, plan: DayPlan, grid: Grid, minute: int) -> None:
        m = self._metrics
        y = grid.y(minute)
        if self._now is not None and abs(grid.y(self._now) - y) < m.small * 1.25:
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
        box = QRectF(self.width() - width - 4, grid.y(self._now) - m.small / 2 - 2, width, m.small + 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("danger"))
        painter.drawRoundedRect(box, 4, 4)
        painter.setFont(m.fonts["small"])
        painter.setPen(theme().color("danger_text"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
