"""What the painters of the calendar share: sizes that follow the font, marks, the outline of a day."""

from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QFont, QFontMetricsF, QPainter, QPen, QPixmap, QStaticText, QTransform

from opd_desktop.domain.agenda_layout import Box
from opd_desktop.ui.calendar.day import Placing
from opd_desktop.ui.theme import theme

_MOST_WIDTHS = 20_000


@dataclass(frozen=True)
class Ghost:
    """A visit under way to another place: where it would stand, and why it can't (empty = it can).

    ``note`` is to tell though it can go there.
    """

    placing: Placing
    title: str
    refusal: str
    note: str = ""


@dataclass(frozen=True)
class Marks:
    """What changes faster than the day: indexes of stops; ``pinned`` are visits that wait on the pinboard."""

    cursor: int | None = None
    hover: int | None = None
    focus: bool = False
    moving: int | None = None
    ghost: Ghost | None = None
    chosen: frozenset[UUID] = frozenset()
    pinned: frozenset[UUID] = frozenset()


class Metrics:
    """Sizes that follow the font, and the widths of texts that were asked for already."""

    def __init__(self) -> None:
        self.fonts: dict[str, QFont] = {name: theme().font(name) for name in ("small", "body", "strong")}
        self.of: dict[str, QFontMetricsF] = {name: QFontMetricsF(font) for name, font in self.fonts.items()}
        #: Pixels from the top of a line to its baseline.
        self.rises: dict[str, float] = {name: metrics.ascent() for name, metrics in self.of.items()}
        self._narrowest = {name: metrics.horizontalAdvance("i") for name, metrics in self.of.items()}
        self._widths: dict[tuple[str, str], float] = {}
        self._cuts: dict[tuple[str, str, int], str] = {}
        self._kept: dict[tuple[str, str], QStaticText | None] = {}
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
        width = self._widths.get((font, text))
        if width is None:
            if len(self._widths) > _MOST_WIDTHS:
                self._widths.clear()
            width = self._widths[font, text] = self.of[font].horizontalAdvance(text)
        return width

    def exceeds(self, font: str, text: str, room: float) -> bool:
        """Whether a text is wider than the room; not measured where its letters alone, however narrow, are too many."""
        return len(text) * self._narrowest[font] > room or self.width(font, text) > room

    def elided(self, font: str, text: str, room: float) -> str:
        """A text cut to fit. What was not measured yet is not measured for this: cutting measures as well."""
        if self._widths.get((font, text), room + 1) <= room:
            return text
        key = (font, text, int(room))
        cut = self._cuts.get(key)
        if cut is None:
            if len(self._cuts) > _MOST_WIDTHS:
                self._cuts.clear()
            cut = self._cuts[key] = self.of[font].elidedText(text, Qt.TextElideMode.ElideRight, int(room))
        return cut

    def kept_text(self, font: str, text: str) -> QStaticText | None:
        """A text laid out once for all its paintings; None the first time, since many texts stand in one place only.

        Drawing it takes half the time of shaping it again, and laying it out takes one and a half times as long.
        """
        key = (font, text)
        kept = self._kept.get(key)
        if kept is None:
            if key not in self._kept:
                if len(self._kept) > _MOST_WIDTHS:
                    self._kept.clear()
                self._kept[key] = None
                return None
            kept = self._kept[key] = QStaticText(text)
            kept.setTextFormat(Qt.TextFormat.PlainText)
            kept.setPerformanceHint(QStaticText.PerformanceHint.AggressiveCaching)
            kept.prepare(QTransform(), self.fonts[font])
        return kept


def inside(box: Box) -> QRectF:
    """The part of a box that a block fills; the rest is air between blocks."""
    return QRectF(box.x + 3, box.y + 2, max(box.width - 8, 4), max(box.height - 4, 3))


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
