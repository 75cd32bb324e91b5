"""A note on pages."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPagedPaintDevice, QPainter, QTextLine

from opd_desktop.ui.encounter.note_paper import NotePaper, Paragraph, translate
from opd_desktop.ui.paper import INK, PALE, PageRun, laid_out, print_in_passes

_CONTEXT = "note_paper"
_WARN = QColor("#B3263E")
_MARK = QColor(179, 38, 62, 22)
_FOOT = 22.0
#: The column of a row's label: a number, or the kind of an order.
_LABEL = 74.0
_BEFORE = {"heading": 11.0, "problem": 5.0, "text": 1.0, "row": 3.0, "warning": 4.0}
_FONTS = {
    "facility": (15, True), "title": (13, True), "strong": (10, True), "heading": (8, True), "body": (10, False),
    "small": (8, False), "mark": (58, True),
}  # fmt: skip
_FONT = {"heading": "heading", "problem": "strong", "text": "body", "row": "body", "warning": "strong"}


class NotePrinter:
    """Paints a note on a paged device."""

    def __init__(self, paper: NotePaper) -> None:
        self._paper = paper

    def print_to(self, device: QPagedPaintDevice) -> int:
        """Paint all pages; returns their number."""
        return print_in_passes(device, lambda painter, total: _Run(self._paper, device, painter, total))


class _Run(PageRun):
    def __init__(self, paper: NotePaper, device: QPagedPaintDevice, painter: QPainter | None, total: int) -> None:
        super().__init__(device, painter, total, _FONTS, _FOOT)
        self._paper = paper

    def _fill(self) -> None:
        paragraphs = self._paper.paragraphs
        for number, paragraph in enumerate(paragraphs):
            self._keep_with_next(paragraphs, number)
            self._flow(paragraph)
        self._sign()

    # Pages

    def _new_page(self) -> None:
        super()._new_page()
        self._mark()
        self._feet(self._paper.foot, translate(_CONTEXT, "Page {0} of {1}").format(self._page, self._total))
        if self._page == 1:
            self._letterhead()
        else:
            self._line(QRectF(0, 0, self._width, 12), self._paper.running, "small", PALE)
            self._y = 16.0
            self._rule()
        if self._paper.unsigned:
            self._put(self._paper.unsigned, "strong", 0, self._width, _WARN)
            self._y += 2

    def _mark(self) -> None:
        """A draft is known as one from across the room."""
        if self._painter is None or not self._paper.unsigned:
            return
        self._painter.save()
        self._painter.translate(self._width / 2, self._height / 2)
        self._painter.rotate(-55)
        self._painter.setFont(self._fonts["mark"])
        self._painter.setPen(_MARK)
        place = QRectF(-self._height / 2, -60, self._height, 120)
        self._painter.drawText(place, Qt.AlignmentFlag.AlignCenter, translate(_CONTEXT, "Not signed").upper())
        self._painter.restore()

    def _letterhead(self) -> None:
        name, *rest = self._paper.facility
        self._put(name, "facility", 0, self._width, INK)
        if rest:
            self._put(" · ".join(rest), "small", 0, self._width, PALE)
        self._y += 4
        self._rule()
        self._y += 4
        self._put(self._paper.title, "title", 0, self._width, INK)
        self._y += 4
        self._facts()
        self._y += 2
        self._rule()

    def _facts(self) -> None:
        """In two columns; a value that is too long for its column gets as many lines as it needs."""
        half = self._width / 2
        facts = self._paper.facts
        for left in range(0, len(facts), 2):
            top, lowest = self._y, self._y
            for column, (label, value) in enumerate(facts[left : left + 2]):
                x, self._y = column * half, top
                self._line(QRectF(x, top + 1.5, _LABEL - 6, 12), label, "small", PALE)
                room = half - _LABEL - 8 if left + 1 < len(facts) else self._width - _LABEL
                self._put(value, "strong" if not left and not column else "body", x + _LABEL, room, INK)
                lowest = max(lowest, self._y)
            self._y = lowest + 2

    # What flows

    def _keep_with_next(self, paragraphs: Sequence[Paragraph], number: int) -> None:
        """A heading at the foot of a page with nothing below it goes to the next page."""
        needed, place = 0.0, number
        while place < len(paragraphs):
            one = paragraphs[place]
            needed += _BEFORE[one.kind] + self._line_height(_FONT[one.kind])
            if one.kind not in {"heading", "problem"}:
                break
            place += 1
        if self._y + needed > self._bottom:
            self._new_page()

    def _flow(self, paragraph: Paragraph) -> None:
        self._y += _BEFORE[paragraph.kind]
        indent = _LABEL if paragraph.label else 0.0
        if paragraph.label:
            self._line(QRectF(0, self._y, _LABEL - 6, 14), paragraph.label, "body", PALE)
        colour = {"heading": PALE, "warning": _WARN}.get(paragraph.kind, INK)
        text = paragraph.text.upper() if paragraph.kind == "heading" else paragraph.text
        self._put(text, _FONT[paragraph.kind], indent, self._width - indent, colour)
        if paragraph.beside:
            self._put(paragraph.beside, "small", indent, self._width - indent, PALE)
        if paragraph.kind == "heading":
            self._rule()

    def _put(self, text: str, font: str, x: float, width: float, colour: QColor) -> None:
        """Lines of text from here on, over as many pages as they need."""
        layout = laid_out(text, self._fonts[font], width)
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            if self._y + line.height() > self._bottom and self._y > 0:
                self._new_page()
            self._draw(line, x, colour)
            self._y += line.height()

    def _draw(self, line: QTextLine, x: float, colour: QColor) -> None:
        if self._painter is not None:
            self._painter.setPen(colour)
            line.draw(self._painter, QPointF(x, self._y - line.y()))

    def _sign(self) -> None:
        """The signature stays in one piece."""
        needed = 16.0
        for one in self._paper.signature:
            layout = laid_out(one.text, self._fonts[_FONT[one.kind]], self._width)
            needed += _BEFORE[one.kind] + layout.boundingRect().height()
        if self._y + needed > self._bottom:
            self._new_page()
        self._y += 12
        self._rule()
        for one in self._paper.signature:
            self._flow(one)

    # Text

    def _line_height(self, font: str) -> float:
        return QFontMetricsF(self._fonts[font]).height()
