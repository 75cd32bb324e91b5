"""Painting what stays the same while one scrolls and works: hours, leave, now-line, blocks.

Every column is painted in tiles that are kept as pixmaps. Scrolling copies tiles; a change of one visit paints the
tiles of its column anew, and those only where they are in sight.
"""

from collections.abc import Iterable, Iterator, Sequence
from math import ceil, floor

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPixmap

from opd_desktop.domain.agenda_layout import Agenda, Grid, Span
from opd_desktop.ui.calendar.blocks import Block, BlockMaker
from opd_desktop.ui.calendar.day import AWAY, DayPlan, Part
from opd_desktop.ui.calendar.drawing import Metrics, hatch, inside
from opd_desktop.ui.calendar.planning import changed_minutes
from opd_desktop.ui.calendar.words import band_text, translate
from opd_desktop.ui.theme import Look, theme

_TILE = 256
#: Tiles kept; at 160 x 256 pixels some 130 MB, on a screen of double density four times that.
_MOST_TILES = 800
Tile = tuple[int, int]


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
        self._blocks: dict[int, Block] = {}
        self._colours: dict[str, QColor] = {}
        self._icons: dict[tuple[str, str, int], QPixmap] = {}
        self._maker = BlockMaker(plan, metrics)
        self._frames = theme().name == "high-contrast"
        self._now: float | None = None
        self._ratio = 1.0
        self._tiles: dict[Tile, QPixmap] = {}
        #: Of columns in which only some stops changed, the pixels from and to which they did.
        self.mended: dict[int, tuple[float, float]] = {}
        kept = before.kept_for(plan, agenda.grid, metrics) if before is not None else None
        if kept is None:
            self._hatch = hatch()
        else:
            self._hatch, self._now, self._ratio, self._tiles = kept
        if before is not None and kept is not None:
            self._mend(before)

    def kept_for(
        self, plan: DayPlan, grid: Grid, metrics: Metrics
    ) -> tuple[QBrush, float | None, float, dict[Tile, QPixmap]] | None:
        """What a painter of a newer plan takes over: stripes, now, ratio, and tiles.

        Tiles of a column in which only some stops changed are taken too; the newer painter mends them.
        """
        if grid != self._grid or metrics is not self._metrics:
            return None
        self._forget_until(plan)
        good = {
            column
            for column, (new, old) in enumerate(zip(plan.parts, self._plan.parts, strict=False))
            if new is old or changed_minutes(old, new) is not None
        }
        tiles = {tile: kept for tile, kept in self._tiles.items() if tile[0] in good}
        return self._hatch, self._now, self._ratio, tiles

    def _mend(self, before: "SheetPainter") -> None:
        """Paint anew what differs inside the tiles that were taken over."""
        for column, (new, old) in enumerate(zip(self._plan.parts, before.parts, strict=False)):
            minutes = changed_minutes(old, new) if new is not old else None
            if minutes is None:
                continue
            top, bottom = floor(self._grid.y(minutes[0])) - 1, ceil(self._grid.y(minutes[1])) + 1
            self.mended[column] = (top, bottom)
            for row in range(int(top // _TILE), int(bottom // _TILE) + 1):
                tile = self._tiles.get((column, row))
                if tile is not None:
                    self._paint_on(tile, column, row, top, bottom)

    def _forget_until(self, newer: DayPlan) -> None:
        """What became past in between looks different."""
        if newer.now == self._plan.now:
            return
        if newer.today != self._plan.today:
            # The now-line, and what is said of an empty day, go from one column to the next.
            days = {newer.today, self._plan.today}
            other = {place for place, column in enumerate(self._plan.columns) if column.day in days}
            self._tiles = {tile: kept for tile, kept in self._tiles.items() if tile[0] not in other}
        for column in range(min(len(self._plan.columns), len(newer.columns))):
            old, new = self._plan.minute_in(column, self._plan.now), newer.minute_in(column, newer.now)
            if new >= newer.start and old <= newer.end and int(old) != int(new):
                self._forget(column, min(old, new) - 1, max(old, new) + 1)

    def differs_from(self, shown: "SheetPainter") -> list[QRectF] | None:
        """The parts of the sheet that look different than in the painter before this one; None = all."""
        if not self._tiles or len(shown.parts) != len(self.parts):
            return None
        grid = self._grid
        lost = {column for column, row in shown.tiles if (column, row) not in self._tiles}
        whole = [QRectF(grid.x(column), 0, grid.column_width, grid.height) for column in lost]
        return whole + [
            QRectF(grid.x(column), top, grid.column_width, bottom - top)
            for column, (top, bottom) in self.mended.items()
        ]

    @property
    def tiles(self) -> dict[Tile, QPixmap]:
        """What is painted so far."""
        return self._tiles

    @property
    def parts(self) -> tuple[Part, ...]:
        """The columns of the plan."""
        return self._plan.parts

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

    def _columns_of_today(self) -> Iterator[int]:
        today = self._plan.today
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
        tile = QPixmap(round(self._grid.column_width * self._ratio), round(_TILE * self._ratio))
        tile.setDevicePixelRatio(self._ratio)
        self._paint_on(tile, column, row, row * _TILE, (row + 1) * _TILE)
        return tile

    def _paint_on(self, tile: QPixmap, column: int, row: int, top: float, bottom: float) -> None:
        """Paint the pixels of a tile from ``top`` to ``bottom`` (of the sheet)."""
        left, width = self._grid.x(column), self._grid.column_width
        top, bottom = max(top, row * _TILE), min(bottom, (row + 1) * _TILE)
        area = QRectF(left, top, width, bottom - top)
        painter = QPainter(tile)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.translate(-left, -row * _TILE)
        if area.height() < _TILE:
            painter.setClipRect(area)
        painter.fillRect(area, self.colour("bg"))
        # A hair inside the right edge: what begins there belongs to the next column.
        seen = list(self._agenda.within(left, top, left + width - 0.01, bottom))
        self._paint_ground(painter, area, column)
        self._paint_slots(painter, area, column, seen)
        self._paint_bands(painter, column)
        self._paint_now(painter, area, column)
        self._paint_labels(painter, column, seen)
        for index in seen:
            if self._plan.stops[index].visit is not None:
                self._paint_visit(painter, index)
        painter.end()

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
        today = self._plan.columns[column].day == self._plan.today
        text = translate("calendar", "No hours today") if today else translate("calendar", "No hours")
        painter.drawText(box, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop, text)

    def _paint_slots(self, painter: QPainter, area: QRectF, column: int, seen: Sequence[int]) -> None:
        """The line under every slot, and a quiet block where the filter hides who is there."""
        self._paint_taken(painter, area, column, seen)
        line, right = self.colour("line"), area.width() - 1
        for index in seen:
            bottom = round(self._agenda.boxes[index].bottom)
            painter.fillRect(QRectF(area.left(), bottom - 1, right, 1), line)

    def _paint_taken(self, painter: QPainter, area: QRectF, column: int, seen: Sequence[int]) -> None:
        shown = self._plan.columns[column]
        if not shown.hidden:
            return
        free = {stop.slot.id for stop in map(self._plan.stops.__getitem__, seen) if stop.slot is not None}
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.colour("sunken"))
        for slot in shown.slots:
            start, end = self._plan.minute_in(column, slot.starts_at), self._plan.minute_in(column, slot.ends_at)
            box = self._grid.box(Span(column, start, end))
            if box.bottom < area.top() or box.y > area.bottom():
                continue
            painter.fillRect(QRectF(area.left(), round(box.bottom) - 1, area.width() - 1, 1), self.colour("line"))
            if slot.booked and slot.id not in free:
                painter.drawRoundedRect(inside(box), 6, 6)

    def _paint_bands(self, painter: QPainter, column: int) -> None:
        for band in self._plan.parts[column].bands:
            box = self._grid.box(Span(column, band.start, band.end))
            if band.exception.kind in AWAY:
                painter.fillRect(QRectF(box.x, box.y, box.width - 1, box.height), self._hatch)
            else:
                painter.fillRect(QRectF(box.x, box.y, 3, box.height), self.colour("accent"))

    def _paint_labels(self, painter: QPainter, column: int, seen: Sequence[int]) -> None:
        """Why a time is away, and how many places are left; over the now-line, which must not strike them out."""
        m = self._metrics
        for band in self._plan.parts[column].bands:
            if band.exception.kind not in AWAY:
                continue
            box = self._grid.box(Span(column, band.start, band.end))
            text = m.elided("body", band_text(band, self._plan), box.width - 24)
            place = QRectF(box.x + 6, box.y + 6, m.width("body", text) + 12, m.of["body"].height() + 6)
            self._paint_label(painter, place, text, "body", "muted")
        for index in seen:
            stop = self._plan.stops[index]
            slot = stop.slot
            if stop.kind != "free" or slot is None or slot.capacity < 2 or self._plan.is_past(stop):
                continue
            room, share = inside(self._agenda.boxes[index]), f"{stop.places}/{slot.capacity}"
            text = translate("calendar", "{0} free").format(share)
            if m.width("small", text) > room.width() - 16:
                text = share
            width = m.width("small", text) + 8
            self._paint_label(
                painter, QRectF(room.right() - width - 4, room.y() + 3, width, m.small + 2), text, "small", "faint"
            )

    def _paint_label(self, painter: QPainter, place: QRectF, text: str, font: str, token: str) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.colour("surface"))
        painter.drawRoundedRect(place, 4, 4)
        painter.setFont(self._metrics.fonts[font])
        painter.setPen(self.colour(token))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)

    def _paint_now(self, painter: QPainter, area: QRectF, column: int) -> None:
        if self._now is None or self._plan.columns[column].day != self._plan.today:
            return
        if self._plan.start <= self._now <= self._plan.end:
            painter.fillRect(QRectF(area.left(), self._grid.y(self._now) - 1, area.width(), 2), self.colour("danger"))

    # Blocks

    def _paint_visit(self, painter: QPainter, index: int) -> None:
        stop, box = self._plan.stops[index], self._agenda.boxes[index]
        block = self._blocks.get(index)
        if block is None:
            block = self._blocks[index] = self._maker.make(stop, box)
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
        x, y, m = rect.x(), rect.y(), self._metrics
        for line in block.lines:
            painter.setFont(m.fonts[line.font])
            kept = m.kept_text(line.font, line.text) if line.common else None
            if kept is None:
                painter.drawText(QPointF(x + line.x, y + line.y), line.text)
            else:
                painter.drawStaticText(QPointF(x + line.x, y + line.y - m.rises[line.font]), kept)
        if block.icon_at is not None:
            left, top, size = block.icon_at
            painter.drawPixmap(QPointF(x + left, y + top), self._icon(block.look, size))

    def _icon(self, look: Look, size: int) -> QPixmap:
        key = (look.icon, look.fg, size)
        found = self._icons.get(key)
        if found is None:
            found = self._icons[key] = theme().pixmap(*key)
        return found
