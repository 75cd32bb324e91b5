"""Painting the sheet of a day: hours, leave, now-line, blocks, cursor. Works from cached boxes only."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QPixmap

from opd_desktop.domain.agenda_layout import Agenda, Box, Span
from opd_desktop.ui.calendar.day import AWAY, DayPlan, Placing, Stop
from opd_desktop.ui.calendar.words import band_text, holder_text, state_of, translate
from opd_desktop.ui.text import clock_text
from opd_desktop.ui.theme import Look, theme


@dataclass(frozen=True)
class Ghost:
    """A visit under way to another place: where it would stand, and why it can't (empty = it can)."""

    placing: Placing
    title: str
    refusal: str


@dataclass(frozen=True)
class Marks:
    """What changes faster than the day: indexes of stops; ``minute`` is now, None on other days."""

    cursor: int | None = None
    hover: int | None = None
    focus: bool = False
    moving: int | None = None
    ghost: Ghost | None = None
    minute: float | None = None


@dataclass(frozen=True)
class _Text:
    """A line that is ready to paint: baseline point relative to the box, text, font name, token."""

    x: float
    y: float
    text: str
    font: str
    token: str


@dataclass(frozen=True)
class _Block:
    """A visit that is ready to paint."""

    look: Look
    lines: tuple[_Text, ...]
    icon_at: tuple[float, float, int] | None


class Metrics:
    """Sizes that follow the font."""

    def __init__(self) -> None:
        self.fonts: dict[str, QFont] = {name: theme().font(name) for name in ("small", "body", "strong")}
        self.of: dict[str, QFontMetricsF] = {name: QFontMetricsF(font) for name, font in self.fonts.items()}
        self.line = self.of["strong"].height()
        self.small = self.of["small"].height()
        self.pad = round(self.line * 0.45)
        self.gutter = round(self.of["strong"].horizontalAdvance("00:00") + 2 * self.pad + 6)
        self.header = round(self.line + self.small + 18)
        self.column = round(self.of["body"].horizontalAdvance("00:00 ") + self.of["strong"].horizontalAdvance("N") * 11)
        self.one_line = self.line + 8
        self.two_lines = self.line + self.small + 14

    def minute_height(self, shortest: float) -> float:
        """Pixels of a minute so that the shortest slot shows a line, and a quarter of an hour two."""
        return max(self.one_line / shortest, self.two_lines / 15)

    def width(self, font: str, text: str) -> float:
        """Width of a text."""
        return self.of[font].horizontalAdvance(text)

    def elided(self, font: str, text: str, room: float) -> str:
        """A text cut to fit."""
        return self.of[font].elidedText(text, Qt.TextElideMode.ElideRight, room)


def hatch() -> QBrush:
    """Slanted stripes for time away."""
    size = 14
    tile = QPixmap(size, size)
    tile.fill(theme().color("surface"))
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme().color("sunken"), 5))
    for shift in (-size, 0, size):
        painter.drawLine(shift - 2, size + 2, shift + size + 2, -2)
    painter.end()
    return QBrush(tile)


def paint_skeleton(painter: QPainter, area: QRect, metrics: Metrics) -> None:
    """The outline of a day that is being loaded."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().color("sunken"))
    width = max(metrics.column, area.width() / 5)
    column = 0
    while column * width < area.width():
        y = 4.0 + (column % 3) * metrics.two_lines
        while y < area.height():
            painter.drawRoundedRect(QRectF(column * width + 3, y, width - 8, metrics.two_lines - 4), 6, 6)
            y += metrics.two_lines * (2 if column % 2 else 1.5)
        column += 1


class SheetPainter:
    """Paints one plan in one layout; made anew when either changes, so that its caches are never stale."""

    def __init__(self, plan: DayPlan, agenda: Agenda, metrics: Metrics) -> None:
        self._plan = plan
        self._agenda = agenda
        self._grid = agenda.grid
        self._metrics = metrics
        self._blocks: dict[int, _Block] = {}
        self._hatch = hatch()
        self._colours: dict[str, QColor] = {}

    def _colour(self, token: str) -> QColor:
        if token not in self._colours:
            self._colours[token] = theme().color(token)
        return self._colours[token]

    def paint(self, painter: QPainter, area: QRectF, marks: Marks) -> None:
        """Paint what lies in ``area`` of the sheet."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        seen = list(self._agenda.within(area.left(), area.top(), area.right(), area.bottom()))
        self._paint_ground(painter, area)
        self._paint_slots(painter, seen)
        self._paint_bands(painter, area)
        self._paint_now(painter, area, marks)
        for index in seen:
            stop = self._plan.stops[index]
            if stop.visit is not None:
                painter.setOpacity(0.4 if index == marks.moving else 1.0)
                self._paint_visit(painter, index, stop)
            elif stop.hold is not None:
                self._paint_hold(painter, index, stop)
        painter.setOpacity(1.0)
        self._paint_hover(painter, marks)
        self._paint_cursor(painter, marks)
        if marks.ghost is not None:
            self._paint_ghost(painter, marks.ghost)

    # The ground

    def _columns(self, area: QRectF) -> Iterable[int]:
        first = max(int(area.left() // self._grid.column_width), 0)
        last = min(int(area.right() // self._grid.column_width), self._grid.columns - 1)
        return range(first, last + 1)

    def _paint_ground(self, painter: QPainter, area: QRectF) -> None:
        grid = self._grid
        painter.fillRect(area, self._colour("bg"))
        line = self._colour("line")
        for column in self._columns(area):
            left, right = grid.x(column), grid.x(column + 1)
            for start, end in self._plan.columns[column].hours:
                top, bottom = grid.y(start), grid.y(end)
                painter.fillRect(QRectF(left, top, right - left, bottom - top), self._colour("surface"))
            if self._plan.columns[column].off:
                self._paint_off(painter, column)
            painter.fillRect(QRectF(right - 1, area.top(), 1, area.height()), line)

    def _paint_off(self, painter: QPainter, column: int) -> None:
        if any(band.column == column for band in self._plan.bands):
            return
        box = QRectF(self._grid.x(column), self._grid.y(self._plan.start) + 10, self._grid.column_width, 40)
        painter.setFont(self._metrics.fonts["small"])
        painter.setPen(self._colour("faint"))
        painter.drawText(
            box, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, translate("calendar", "No hours today")
        )

    def _paint_slots(self, painter: QPainter, seen: Iterable[int]) -> None:
        """The line under every slot; in a slot that is taken in part, how many places are left."""
        line = self._colour("line")
        grid = self._grid
        past = self._plan.minute(self._plan.now)
        for index in seen:
            stop, box = self._plan.stops[index], self._agenda.boxes[index]
            left = grid.x(stop.column)
            painter.fillRect(QRectF(left, round(box.bottom) - 1, grid.column_width - 1, 1), line)
            slot = stop.slot
            if stop.kind != "free" or slot is None or slot.capacity < 2 or stop.end <= past:
                continue
            painter.setFont(self._metrics.fonts["small"])
            painter.setPen(self._colour("faint"))
            text = translate("calendar", "{0}/{1} free").format(stop.places, slot.capacity)
            painter.drawText(
                self._inside(box).adjusted(8, 5, -8, 0), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, text
            )

    def _paint_bands(self, painter: QPainter, area: QRectF) -> None:
        shown = set(self._columns(area))
        for band in self._plan.bands:
            if band.column not in shown:
                continue
            box = self._grid.box(Span(band.column, band.start, band.end))
            rect = QRectF(box.x, box.y, box.width - 1, box.height)
            if band.exception.kind not in AWAY:
                painter.fillRect(QRectF(box.x, box.y, 3, box.height), self._colour("accent"))
                continue
            painter.fillRect(rect, self._hatch)
            font = self._metrics.of["body"]
            text = font.elidedText(band_text(band, self._plan), Qt.TextElideMode.ElideRight, box.width - 24)
            place = QRectF(box.x + 6, box.y + 6, font.horizontalAdvance(text) + 12, font.height() + 6)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._colour("surface"))
            painter.drawRoundedRect(place, 4, 4)
            painter.setFont(self._metrics.fonts["body"])
            painter.setPen(self._colour("muted"))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_now(self, painter: QPainter, area: QRectF, marks: Marks) -> None:
        if marks.minute is None or not self._plan.start <= marks.minute <= self._plan.end:
            return
        y = self._grid.y(marks.minute)
        painter.fillRect(QRectF(area.left(), y - 1, area.width(), 2), self._colour("danger"))

    # Blocks

    @staticmethod
    def _inside(box: Box) -> QRectF:
        return QRectF(box.x + 3, box.y + 2, max(box.width - 8, 4), max(box.height - 4, 3))

    def _paint_visit(self, painter: QPainter, index: int, stop: Stop) -> None:
        box = self._agenda.boxes[index]
        if index not in self._blocks:
            self._blocks[index] = self._prepare(stop, box)
        block = self._blocks[index]
        rect = self._inside(box)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour(block.look.bg))
        painter.drawRoundedRect(rect, 6, 6)
        if stop.visit is not None and stop.visit.overbooked:
            painter.setBrush(self._colour("danger"))
            painter.drawRoundedRect(QRectF(rect.x(), rect.y(), 4, rect.height()), 2, 2)
        if theme().name == "high-contrast":
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self._colour(block.look.fg))
            painter.drawRoundedRect(rect, 6, 6)
        for line in block.lines:
            painter.setFont(self._metrics.fonts[line.font])
            painter.setPen(self._colour(line.token))
            painter.drawText(QPointF(rect.x() + line.x, rect.y() + line.y), line.text)
        if block.icon_at is not None:
            x, y, size = block.icon_at
            painter.drawPixmap(
                QPointF(rect.x() + x, rect.y() + y), theme().pixmap(block.look.icon, block.look.fg, size)
            )

    def _prepare(self, stop: Stop, box: Box) -> _Block:
        """Lay out the text of a block: the status word gives way to its icon before the name is cut."""
        visit = stop.visit
        if visit is None:
            raise TypeError("only visits are blocks")
        m = self._metrics
        look = theme().looks(state_of(visit))
        rect = self._inside(box)
        pad = 8.0
        room = rect.width() - 2 * pad
        two = rect.height() >= m.line + m.small + 4
        top = 5.0 if two else max((rect.height() - m.line) / 2, 0)
        base = top + m.of["strong"].ascent()
        time = clock_text(self._plan.local(stop.start)) + "  "
        time_width = m.width("body", time) if room > m.line * 7 else 0.0
        size = round(m.of["small"].ascent())
        name_width = m.width("strong", visit.patient_name)
        word_width = m.width("small", look.word) + size + 4
        has_word = time_width + name_width + 8 + word_width <= room
        has_icon = room > m.line * (5 if two else 2.4)
        used = word_width if has_word else size if has_icon else 0
        lines = []
        if time_width:
            lines.append(_Text(pad, base, time, "body", look.fg))
        name = m.elided("strong", visit.patient_name, room - time_width - (used + 6 if used else 0))
        lines.append(_Text(pad + time_width, base, name, "strong", look.fg))
        edge = rect.width() - pad
        icon_at: tuple[float, float, int] | None = (edge - used, base - size + 1, size) if used else None
        if has_word:
            lines.append(_Text(edge - used + size + 4, base, look.word, "small", look.fg))
        if two:
            y = top + m.line + m.of["small"].ascent() + 1
            # In a very narrow lane the icon of the state stands before the reason.
            indent = 0.0 if icon_at else size + 4.0
            icon_at = icon_at or (pad, y - size + 1, size)
            below = m.elided("small", self._second_line(stop), room - indent)
            lines.append(_Text(pad + indent, y, below, "small", look.fg))
        return _Block(look, tuple(lines), icon_at)

    @staticmethod
    def _second_line(stop: Stop) -> str:
        visit = stop.visit
        if visit is None:
            return ""
        return " · ".join(part for part in (visit.token or "", visit.reason) if part)

    def _paint_hold(self, painter: QPainter, index: int, stop: Stop) -> None:
        rect = self._inside(self._agenda.boxes[index]).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setBrush(self._colour("accent_soft" if stop.mine else "surface"))
        painter.setPen(
            QPen(self._colour("accent" if stop.mine else "faint"), 2 if stop.mine else 1,
                 Qt.PenStyle.SolidLine if stop.mine else Qt.PenStyle.DashLine)
        )  # fmt: skip
        painter.drawRoundedRect(rect, 6, 6)
        time = clock_text(self._plan.local(stop.start))
        hold = stop.hold
        who = translate("calendar", "booking")
        if hold is not None and not stop.mine:
            who = translate("calendar", "{0} is booking").format(holder_text(hold.desk, hold.login))
        texts = (f"{time} · {who}", who)
        self._label(painter, rect, texts, "checked_t" if stop.mine else "muted")

    def _label(self, painter: QPainter, rect: QRectF, texts: tuple[str, ...], token: str, font: str = "body") -> None:
        """The first of ``texts`` that fits, else the last one cut."""
        m = self._metrics
        painter.setFont(m.fonts[font])
        painter.setPen(self._colour(token))
        place = rect.adjusted(8, 4, -8, -2)
        if rect.height() < m.line + m.small:
            place = rect.adjusted(8, 0, -8, 0)
            flag = Qt.AlignmentFlag.AlignVCenter
        else:
            flag = Qt.AlignmentFlag.AlignTop
        text = next((one for one in texts if m.width(font, one) <= place.width()), texts[-1])
        painter.drawText(place, flag | Qt.AlignmentFlag.AlignLeft, m.elided(font, text, place.width()))

    # What moves

    def _paint_hover(self, painter: QPainter, marks: Marks) -> None:
        if marks.hover is None or marks.hover == marks.cursor or marks.ghost is not None:
            return
        stop = self._plan.stops[marks.hover]
        if stop.kind != "free" or stop.end <= self._plan.minute(self._plan.now):
            return
        rect = self._inside(self._agenda.boxes[marks.hover])
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._colour("hover"))
        painter.drawRoundedRect(rect, 6, 6)
        self._label(painter, rect, (f"{clock_text(self._plan.local(stop.start))}  +", "+"), "muted")

    def _paint_cursor(self, painter: QPainter, marks: Marks) -> None:
        if marks.cursor is None or marks.cursor >= len(self._plan.stops):
            return
        stop = self._plan.stops[marks.cursor]
        rect = self._inside(self._agenda.boxes[marks.cursor]).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(self._colour("focus" if marks.focus else "faint"), 2 if marks.focus else 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if stop.kind == "free" and marks.ghost is None:
            over = stop.end <= self._plan.minute(self._plan.now)
            painter.setBrush(self._colour("sunken" if over else "accent_soft"))
            painter.drawRoundedRect(rect, 6, 6)
            time = clock_text(self._plan.local(stop.start))
            text = translate("calendar", "{0} · has passed") if over else translate("calendar", "{0} · Enter to book")
            self._label(painter, rect, (text.format(time), time), "muted" if over else "checked_t", "strong")
        else:
            painter.drawRoundedRect(rect, 6, 6)

    def _paint_ghost(self, painter: QPainter, ghost: Ghost) -> None:
        placing = ghost.placing
        box = self._grid.box(Span(placing.column, placing.start, placing.end))
        least = self._metrics.two_lines
        rect = QRectF(box.x + 3, box.y + 2, box.width - 8, max(box.height - 4, least))
        bad = bool(ghost.refusal)
        painter.setBrush(self._colour("noshow" if bad else "accent_soft"))
        painter.setPen(QPen(self._colour("danger" if bad else "accent"), 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(rect, 6, 6)
        token = "noshow_t" if bad else "checked_t"
        time = clock_text(self._plan.local(placing.start))
        head = QRectF(rect.x(), rect.y(), rect.width(), least)
        self._label(painter, head, (f"{time}  {ghost.title}", ghost.title), token, "strong")
        if bad:
            m = self._metrics
            painter.setFont(m.fonts["small"])
            place = rect.adjusted(8, 4 + m.line, -8, 0)
            painter.drawText(place, Qt.AlignmentFlag.AlignTop, m.elided("small", ghost.refusal, place.width()))
