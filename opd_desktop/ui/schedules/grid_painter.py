"""How the week grid looks."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QFontMetricsF, QPainter, QPen

from opd_desktop.ui.schedules.grid_state import STEP, GridState
from opd_desktop.ui.schedules.week import Block, clock_words
from opd_desktop.ui.schedules.words import EMPTY_WEEK, day_name, hours_words, slots_words, tr
from opd_desktop.ui.theme import theme


@dataclass(frozen=True)
class Frame:
    """Where days and minutes are: ``low`` and ``high`` are the first and last minute in sight."""

    area: QRectF
    gutter: float
    header: float
    low: int
    high: int

    @property
    def day_width(self) -> float:
        """Width of a day's column in pixels."""
        return (self.area.width() - self.gutter - 1) / 7

    def x(self, weekday: int) -> float:
        """Left edge of a day."""
        return self.gutter + weekday * self.day_width

    def y(self, minute: float) -> float:
        """Height of a minute."""
        room = self.area.height() - self.header - 2
        return self.header + (minute - self.low) * room / (self.high - self.low)

    def day_at(self, x: float) -> int:
        """The day of a point, the nearest one outside."""
        return min(max(int((x - self.gutter) // self.day_width), 0), 6)

    def minute_at(self, y: float) -> int:
        """The minute of a point, within what is in sight."""
        room = self.area.height() - self.header - 2
        minute = self.low + (y - self.header) * (self.high - self.low) / room
        return round(min(max(minute, self.low), self.high))

    def box(self, weekday: int, start: int, end: int) -> QRectF:
        """The rectangle of some hours."""
        return QRectF(self.x(weekday) + 3, self.y(start) + 1, self.day_width - 6, self.y(end) - self.y(start) - 2)


def paint(painter: QPainter, frame: Frame, state: GridState) -> None:
    """The whole grid."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(frame.area, theme().color("surface"))
    _lines(painter, frame)
    _heads(painter, frame, state)
    _cursor(painter, frame, state)
    if not state.week and state.selection is None:
        _invitation(painter, frame)
    for block in state.week:
        _block(painter, frame, block, state)
    _selection(painter, frame, state)
    _ghost(painter, frame, state)


def _lines(painter: QPainter, frame: Frame) -> None:
    small = theme().font("small")
    painter.setFont(small)
    height = QFontMetricsF(small).height()
    for weekend in (5, 6):
        left = frame.x(weekend)
        painter.fillRect(
            QRectF(left, frame.header, frame.day_width, frame.area.height() - frame.header), theme().color("bg")
        )
    faint = theme().color("line")
    for minute in range(frame.low, frame.high + 1, 30):
        y = round(frame.y(minute)) + 0.5
        pen = QPen(faint, 1, Qt.PenStyle.SolidLine if minute % 60 == 0 else Qt.PenStyle.DotLine)
        painter.setPen(pen)
        painter.drawLine(QPointF(frame.gutter, y), QPointF(frame.area.right(), y))
        if minute % 60 == 0 and minute < frame.high:
            painter.setPen(theme().color("faint"))
            text = QRectF(0, y - (0 if minute == frame.low else height / 2), frame.gutter - 8, height)
            painter.drawText(text, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, clock_words(minute))
    painter.setPen(QPen(faint, 1))
    for weekday in range(8):
        x = round(frame.x(weekday)) + 0.5
        painter.drawLine(QPointF(x, frame.header), QPointF(x, frame.area.bottom()))


def _heads(painter: QPainter, frame: Frame, state: GridState) -> None:
    strong, small = theme().font("strong"), theme().font("small")
    line = QFontMetricsF(strong).height()
    short = max(QFontMetricsF(strong).horizontalAdvance(day_name(day)) for day in range(7)) > frame.day_width - 12
    for weekday in range(7):
        area = QRectF(frame.x(weekday) + 6, 4, frame.day_width - 12, line)
        painter.setFont(strong)
        here = state.focus and state.cursor[0] == weekday
        painter.setPen(theme().color("accent" if here else "text"))
        name = day_name(weekday, short=short)
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        minutes = sum(one.minutes for one in state.week if one.weekday == weekday)
        painter.setFont(small)
        painter.setPen(theme().color("muted" if minutes else "faint"))
        below = area.translated(0, line)
        painter.drawText(below, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, hours_words(minutes))


def _invitation(painter: QPainter, frame: Frame) -> None:
    """What to do with an empty week."""
    painter.setFont(theme().font("strong"))
    painter.setPen(theme().color("muted"))
    room = QRectF(frame.gutter, frame.header, frame.area.width() - frame.gutter, frame.area.height() - frame.header)
    text = tr(EMPTY_WEEK)
    width = QFontMetricsF(theme().font("strong")).horizontalAdvance(text) + 32
    plate = QRectF(0, 0, width, QFontMetricsF(theme().font("strong")).height() + 20)
    plate.moveCenter(room.center())
    painter.fillRect(plate, theme().color("surface"))
    painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, text)


def _block(painter: QPainter, frame: Frame, block: Block, state: GridState) -> None:
    box = frame.box(block.weekday, block.start, block.end)
    chosen, hover = block == state.chosen, block == state.hover
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().color("accent_soft"))
    painter.drawRoundedRect(box, 6, 6)
    _slot_ticks(painter, frame, block, state.slot_minutes)
    for start, end in block.breaks:
        _break(painter, frame, block.weekday, start, end)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if chosen and state.focus:
        painter.setPen(QPen(theme().color("focus"), 2))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 5, 5)
    elif hover or chosen:
        painter.setPen(QPen(theme().color("accent"), 1))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
    painter.fillRect(QRectF(box.x(), box.y() + 5, 3, box.height() - 10), theme().color("accent"))
    _block_words(painter, box, block, state.slot_minutes)


def _slot_ticks(painter: QPainter, frame: Frame, block: Block, slot_minutes: int) -> None:
    """Where slots begin, if there is room to see it."""
    if frame.y(slot_minutes) - frame.y(0) < 7 or frame.day_width < 84:
        return
    colour = theme().color("accent")
    colour.setAlphaF(0.28)
    painter.setPen(QPen(colour, 1))
    box = frame.box(block.weekday, block.start, block.end)
    for start, end in _stretches(block):
        for minute in range(start + slot_minutes, end, slot_minutes):
            y = round(frame.y(minute)) + 0.5
            painter.drawLine(QPointF(box.right() - 8, y), QPointF(box.right() - 2, y))


def _stretches(block: Block) -> list[tuple[int, int]]:
    marks = [block.start, *(minute for piece in block.breaks for minute in piece), block.end]
    return list(zip(marks[::2], marks[1::2], strict=True))


def _break(painter: QPainter, frame: Frame, weekday: int, start: int, end: int) -> None:
    box = frame.box(weekday, start, end).adjusted(3, -1, 0, 1)
    painter.fillRect(box, theme().color("surface"))
    hatch = theme().color("faint")
    hatch.setAlphaF(0.35)
    painter.fillRect(box, QBrush(hatch, Qt.BrushStyle.BDiagPattern))
    small = theme().font("small")
    if box.height() >= QFontMetricsF(small).height() * 0.9:
        painter.setFont(small)
        text = f"{clock_words(start)}–{clock_words(end)}"
        width = QFontMetricsF(small).horizontalAdvance(text) + 8
        if width < box.width():
            middle = QRectF(box.x() + 7, box.y(), width, box.height())
            painter.fillRect(middle.adjusted(0, 2, 0, -2), theme().color("surface"))
            painter.setPen(theme().color("muted"))
            painter.drawText(middle, Qt.AlignmentFlag.AlignCenter, text)


def _block_words(painter: QPainter, box: QRectF, block: Block, slot_minutes: int) -> None:
    strong, small = theme().font("strong"), theme().font("small")
    line = QFontMetricsF(strong).height()
    inside = box.adjusted(10, 4, -10, -4) if box.width() > 80 else box.adjusted(6, 4, -1, -4)
    if inside.height() < line * 0.8:
        return
    painter.setPen(theme().color("checked_t"))
    head = QRectF(inside.x(), inside.y(), inside.width(), line)
    for text in _times(block, inside.width()):
        painter.setFont(strong if QFontMetricsF(strong).horizontalAdvance(text) <= inside.width() else small)
        painter.drawText(head, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        head = head.translated(0, line)
    first_break = block.breaks[0][0] if block.breaks else block.end
    room = (first_break - block.start) / max(block.end - block.start, 1) * box.height()
    if room >= head.y() - box.y() + line and inside.width() > line * 3:
        painter.setFont(small)
        painter.setPen(theme().color("muted"))
        painter.drawText(
            head, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
            slots_words(sum((end - start) // slot_minutes for start, end in _stretches(block))),
        )  # fmt: skip


def _times(block: Block, width: float) -> tuple[str, ...]:
    """From and to in one line, or in two where the day is narrow."""
    text = f"{clock_words(block.start)}–{clock_words(block.end)}"
    if QFontMetricsF(theme().font("small")).horizontalAdvance(text) <= width:
        return (text,)
    return f"{clock_words(block.start)}–", clock_words(block.end)


def _cursor(painter: QPainter, frame: Frame, state: GridState) -> None:
    if not state.focus or state.selection is not None or state.chosen is not None:
        return
    weekday, minute = state.cursor
    box = frame.box(weekday, minute, minute + STEP)
    painter.setBrush(theme().color("hover"))
    painter.setPen(QPen(theme().color("focus"), 2))
    painter.drawRoundedRect(box.adjusted(-1, 0, 1, 0), 3, 3)


def _selection(painter: QPainter, frame: Frame, state: GridState) -> None:
    if state.selection is None:
        if state.focus and state.chosen is not None:
            weekday, minute = state.cursor
            painter.fillRect(
                QRectF(
                    frame.x(weekday) + frame.day_width - 9, frame.y(minute), 5, frame.y(minute + STEP) - frame.y(minute)
                ),
                theme().color("focus"),
            )
        return
    box = frame.box(*state.selection)
    tint = theme().color("accent")
    tint.setAlphaF(0.18)
    painter.setBrush(tint)
    painter.setPen(QPen(theme().color("focus"), 2, Qt.PenStyle.DashLine))
    painter.drawRoundedRect(box, 5, 5)


def _ghost(painter: QPainter, frame: Frame, state: GridState) -> None:
    drag = state.drag
    if drag is None or drag.ghost is None:
        return
    weekday, start, end = drag.ghost
    box = frame.box(weekday, start, end)
    token = "danger" if drag.refused else "accent"
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme().color(token), 2, Qt.PenStyle.DashLine))
    painter.drawRoundedRect(box, 6, 6)
    strong = theme().font("strong")
    metrics = QFontMetricsF(strong)
    text = f"{clock_words(start)}–{clock_words(end)}"
    label = QRectF(box.x() + 6, box.y() + 4, metrics.horizontalAdvance(text) + 12, metrics.height() + 4)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().color(token))
    painter.drawRoundedRect(label, 4, 4)
    painter.setFont(strong)
    painter.setPen(theme().color("danger_text" if drag.refused else "accent_text"))
    painter.drawText(label, Qt.AlignmentFlag.AlignCenter, text)
