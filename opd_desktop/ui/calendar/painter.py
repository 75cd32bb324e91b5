"""Painting what stays the same while one scrolls and works: hours, leave, now-line, blocks.

Every column is painted in tiles that are kept as pixmaps. Scrolling copies tiles; a change of one visit paints the
tiles of its column anew, and those only where they are in sight.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPixmap

from opd_desktop.domain.agenda_layout import Agenda, Box, Grid, Span
from opd_desktop.ui.calendar.day import AWAY, DayPlan, Stop
from opd_desktop.ui.calendar.drawing import Metrics, hatch, inside
from opd_desktop.ui.calendar.words import band_text, state_of, translate
from opd_desktop.ui.text import clock_text
from opd_desktop.ui.theme import Look, theme

_TILE = 256
#: Tiles kept; at 160 x 256 pixels some 100 MB on a screen of double density.
_MOST_TILES = 1200
Tile = tuple[int, int]


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


class SheetPainter:
    """Paints one plan in one layout; made anew when either changes, with the tiles that are still good.

    Args:
        before: the painter of an older plan in the same theme.
    """

    def __init__(self, plan: DayPlan, agenda: Agenda, metrics: Metrics, before: "SheetPainter | None" = None) -> None:
        self._plan = plan
        self._agenda = agenda
        self._grid = agenda.grid
        self._metrics = metrics
        self._blocks: dict[int, _Block] = {}
        self._colours: dict[str, QColor] = {}
        self._frames = theme().name == "high-contrast"
        self._now: float | None = None
        self._ratio = 1.0
        self._tiles: dict[Tile, QPixmap] = {}
        kept = before.kept_for(plan, agenda.grid, metrics) if before is not None else None
        if kept is None:
            self._hatch = hatch()
        else:
            self._hatch, self._now, self._ratio, self._tiles = kept

    def kept_for(
        self, plan: DayPlan, grid: Grid, metrics: Metrics
    ) -> tuple[QBrush, float | None, float, dict[Tile, QPixmap]] | None:
        """What a painter of a newer plan takes over: stripes, now, ratio, and the tiles that are still good."""
        if grid != self._grid or metrics is not self._metrics:
            return None
        same = {
            column for column, (new, old) in enumerate(zip(plan.parts, self._plan.parts, strict=False)) if new is old
        }
        self._forget_until(plan)
        tiles = {tile: kept for tile, kept in self._tiles.items() if tile[0] in same}
        return self._hatch, self._now, self._ratio, tiles

    def _forget_until(self, newer: DayPlan) -> None:
        """What became past in between looks different."""
        for column in range(min(len(self._plan.columns), len(newer.columns))):
            old, new = self._plan.minute_in(column, self._plan.now), newer.minute_in(column, newer.now)
            if new >= newer.start and old <= newer.end and int(old) != int(new):
                self._forget(column, min(old, new) - 1, max(old, new) + 1)

    def _forget(self, column: int, start: float, end: float) -> None:
        first, last = int(self._grid.y(start) // _TILE), int(self._grid.y(end) // _TILE)
        for row in range(first, last + 1):
            self._tiles.pop((column, row), None)

    def set_now(self, minute: float | None) -> bool:
        """Move the now-line; None takes it away. Whether anything looks different."""
        if minute == self._now:
            return False
        marks = [one for one in (self._now, minute) if one is not None]
        self._now = minute
        for column in self._columns_of_today():
            for mark in marks:
                self._forget(column, mark - 2, mark + 2)
        return True

    def _today(self) -> date:
        return self._plan.now.astimezone(self._plan.zone).date()

    def _columns_of_today(self) -> Iterator[int]:
        today = self._today()
        return (place for place, column in enumerate(self._plan.columns) if column.day == today)

    def colour(self, token: str) -> QColor:
        """A colour of the theme."""
        found = self._colours.get(token)
        if found is None:
            found = self._colours[token] = theme().color(token)
        return found

    # Tiles

    def paint(self, painter: QPainter, area: QRectF, ratio: float = 1.0) -> None:
        """Paint what lies in ``area`` of the sheet; ``ratio`` is the pixels of the screen per pixel of ours."""
        if ratio != self._ratio:
            self._tiles.clear()
            self._ratio = ratio
        width, height = self._grid.column_width, self._grid.height
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        for column, row in self.tiles_in(area):
            painter.drawPixmap(QPointF(column * width, row * _TILE), self._tile(column, row))
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)
        below = -(-height // _TILE) * _TILE
        if area.bottom() > below:
            painter.fillRect(QRectF(area.left(), below, area.width(), area.bottom() - below), self.colour("bg"))
        right = self._grid.width
        if area.right() > right:
            painter.fillRect(QRectF(right, area.top(), area.right() - right, area.height()), self.colour("bg"))

    def tiles_in(self, area: QRectF) -> Iterator[Tile]:
        """The tiles of which something lies in an area of the sheet."""
        rows = range(
            max(int(area.top() // _TILE), 0),
            min(int((area.bottom() - 0.01) // _TILE), int((self._grid.height - 1) // _TILE)) + 1,
        )
        for column in self._columns(area):
            for row in rows:
                yield column, row

    def missing(self, area: QRectF) -> Iterator[Tile]:
        """The tiles of an area that are not painted yet."""
        return (tile for tile in self.tiles_in(area) if tile not in self._tiles)

    def prepare(self, tile: Tile) -> None:
        """Paint a tile ahead of its being scrolled into sight."""
        self._tile(*tile)

    def _tile(self, column: int, row: int) -> QPixmap:
        kept = self._tiles.pop((column, row), None)
        if kept is None:
            kept = self._paint_tile(column, row)
            if len(self._tiles) >= _MOST_TILES:
                self._tiles.pop(next(iter(self._tiles)))
        # The order of the dict is the order of use: the first is dropped first.
        self._tiles[column, row] = kept
        return kept

    def _paint_tile(self, column: int, row: int) -> QPixmap:
        grid = self._grid
        area = QRectF(grid.x(column), row * _TILE, grid.column_width, _TILE)
        tile = QPixmap(round(grid.column_width * self._ratio), round(_TILE * self._ratio))
        tile.setDevicePixelRatio(self._ratio)
        tile.fill(self.colour("bg"))
        painter = QPainter(tile)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-area.left(), -area.top())
        # A hair inside the right edge: what begins there belongs to the next column.
        seen = list(self._agenda.within(area.left(), area.top(), area.right() - 0.01, area.bottom()))
        self._paint_ground(painter, area, column)
        self._paint_slots(painter, seen)
        self._paint_bands(painter, column)
        self._paint_now(painter, area, column)
        for index in seen:
            if self._plan.stops[index].visit is not None:
                self._paint_visit(painter, index)
        painter.end()
        return tile

    # The ground

    def _columns(self, area: QRectF) -> Iterable[int]:
        first = max(int(area.left() // self._grid.column_width), 0)
        last = min(int((area.right() - 0.01) // self._grid.column_width), self._grid.columns - 1)
        return range(first, last + 1)

    def _paint_ground(self, painter: QPainter, area: QRectF, column: int) -> None:
        grid = self._grid
        left, right = area.left(), area.right()
        for start, end in self._plan.columns[column].hours:
            top, bottom = grid.y(start), grid.y(end)
            painter.fillRect(QRectF(left, top, right - left, bottom - top), self.colour("surface"))
        if self._plan.columns[column].off:
            self._paint_off(painter, column)
        painter.fillRect(QRectF(right - 1, area.top(), 1, area.height()), self.colour("line"))

    def _paint_off(self, painter: QPainter, column: int) -> None:
        if self._plan.parts[column].bands:
            return
        box = QRectF(self._grid.x(column), self._grid.y(self._plan.start) + 10, self._grid.column_width, 40)
        painter.setFont(self._metrics.fonts["small"])
        painter.setPen(self.colour("faint"))
        today = self._plan.columns[column].day == self._today()
        text = translate("calendar", "No hours today") if today else translate("calendar", "No hours")
        painter.drawText(box, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, text)

    def _paint_slots(self, painter: QPainter, seen: Iterable[int]) -> None:
        """The line under every slot; in a slot with several places, how many are left."""
        line = self.colour("line")
        grid = self._grid
        free = []
        for index in seen:
            stop, box = self._plan.stops[index], self._agenda.boxes[index]
            painter.fillRect(QRectF(grid.x(stop.column), round(box.bottom) - 1, grid.column_width - 1, 1), line)
            slot = stop.slot
            if stop.kind == "free" and slot is not None and slot.capacity > 1 and not self._plan.is_past(stop):
                free.append((box, f"{stop.places}/{slot.capacity}"))
        if not free:
            return
        painter.setFont(self._metrics.fonts["small"])
        painter.setPen(self.colour("faint"))
        for box, share in free:
            text = translate("calendar", "{0} free").format(share)
            room = inside(box)
            if self._metrics.width("small", text) > room.width() - 16:
                text = share
            painter.drawText(room.adjusted(8, 5, -8, 0), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop, text)

    def _paint_bands(self, painter: QPainter, column: int) -> None:
        for band in self._plan.parts[column].bands:
            box = self._grid.box(Span(column, band.start, band.end))
            if band.exception.kind not in AWAY:
                painter.fillRect(QRectF(box.x, box.y, 3, box.height), self.colour("accent"))
                continue
            painter.fillRect(QRectF(box.x, box.y, box.width - 1, box.height), self._hatch)
            font = self._metrics.of["body"]
            text = self._metrics.elided("body", band_text(band, self._plan), box.width - 24)
            place = QRectF(box.x + 6, box.y + 6, self._metrics.width("body", text) + 12, font.height() + 6)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self.colour("surface"))
            painter.drawRoundedRect(place, 4, 4)
            painter.setFont(self._metrics.fonts["body"])
            painter.setPen(self.colour("muted"))
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_now(self, painter: QPainter, area: QRectF, column: int) -> None:
        if self._now is None or self._plan.columns[column].day != self._today():
            return
        if self._plan.start <= self._now <= self._plan.end:
            painter.fillRect(QRectF(area.left(), self._grid.y(self._now) - 1, area.width(), 2), self.colour("danger"))

    # Blocks

    def _paint_visit(self, painter: QPainter, index: int) -> None:
        stop, box = self._plan.stops[index], self._agenda.boxes[index]
        block = self._blocks.get(index)
        if block is None:
            block = self._blocks[index] = self._prepare(stop, box)
        rect = inside(box)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.colour(block.look.bg))
        painter.drawRoundedRect(rect, 6, 6)
        if stop.visit is not None and stop.visit.overbooked:
            painter.setBrush(self.colour("danger"))
            painter.drawRoundedRect(QRectF(rect.x(), rect.y(), 4, rect.height()), 2, 2)
        if self._frames:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self.colour(block.look.fg))
            painter.drawRoundedRect(rect, 6, 6)
        painter.setPen(self.colour(block.look.fg))
        for line in block.lines:
            painter.setFont(self._metrics.fonts[line.font])
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
        rect = inside(box)
        pad = 8.0
        room = rect.width() - 2 * pad
        two = rect.height() >= m.line + m.small + 4
        top = 5.0 if two else max((rect.height() - m.line) / 2, 0)
        base = top + m.of["strong"].ascent()
        time = clock_text(self._plan.local(stop.start, stop.column)) + "  "
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

    def _second_line(self, stop: Stop) -> str:
        visit = stop.visit
        if visit is None:
            return ""
        expected = self._plan.expected(stop)
        late = (
            translate("calendar", "about {0}").format(clock_text(expected.astimezone(self._plan.zone)))
            if expected
            else ""
        )
        return " · ".join(part for part in (late, visit.token or "", visit.reason) if part)
