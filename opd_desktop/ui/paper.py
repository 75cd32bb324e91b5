"""What screens put on paper: pages laid out in passes, and a preview with printing and saving as a PDF file."""

from collections.abc import Callable, Mapping
from typing import Protocol

from PySide6.QtCore import QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QTextLayout,
    QTextOption,
)
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrintPreviewWidget
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from opd_desktop.ui.theme import theme
from opd_desktop.ui.widgets import Button, Muted

MARGIN = 40.0
"""On every side of the page, in points (1/72 inch)."""
INK, PALE, RULE = QColor("#17202A"), QColor("#5B6776"), QColor("#C9D0D8")
"""Text, what is said beside it, and lines: paper is white in every theme."""


class Pages(Protocol):
    """Something that paints itself on a paged device."""

    def print_to(self, device: QPagedPaintDevice) -> int:
        """Paint all pages; returns their number."""


def paper_font(points: float, *, bold: bool = False) -> QFont:
    """A font of so many units of a painter that is scaled to points.

    It has none of the font's alternative shapes: their digits and full stops would be other characters for who copies
    from a PDF file or searches in it.
    """
    font = QFont(theme().font("body"))
    font.clearFeatures()
    font.setFeature(QFont.Tag("calt"), 0)
    font.setPixelSize(max(round(points), 1))
    if bold:
        font.setWeight(QFont.Weight.DemiBold)
    return font


def use_points(painter: QPainter, device: QPagedPaintDevice) -> None:
    """From here on a unit is a point, whatever the device's resolution is, and the origin is inside the margins."""
    scale = device.logicalDpiX() / 72
    layout = device.pageLayout()
    left = top = 0.0
    if layout.mode() != QPageLayout.Mode.FullPageMode:
        # A printer's origin is the corner of its printable area.
        margins = layout.margins(QPageLayout.Unit.Point)
        left, top = margins.left(), margins.top()
    painter.scale(scale, scale)
    painter.translate(MARGIN - left, MARGIN - top)


def laid_out(text: str, font: QFont, width: float) -> QTextLayout:
    """Text in lines of a width; scripts from right to left begin at the right."""
    layout = QTextLayout(text.replace("\n", "\u2028"), font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
    layout.setTextOption(option)
    layout.beginLayout()
    y = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, y))
        y += line.height()
    layout.endLayout()
    return layout


class PageRun:
    """One pass over the pages, from the top down; without a painter it only counts them.

    Args:
        fonts: size in points, and whether it is bold, by name.
        foot: how much is kept free at the foot of each page, in points.
        total: how many pages there are, to print on each.
    """

    def __init__(
        self, device: QPagedPaintDevice, painter: QPainter | None, total: int,
        fonts: Mapping[str, tuple[float, bool]], foot: float,
    ) -> None:  # fmt: skip
        self._device = device
        self._painter = painter
        self._total = total
        self._fonts = {name: paper_font(points, bold=bold) for name, (points, bold) in fonts.items()}
        page = device.pageLayout().fullRect(QPageLayout.Unit.Point)
        self._width = page.width() - 2 * MARGIN
        self._height = page.height() - 2 * MARGIN
        self._bottom = self._height - foot
        self._page = 0
        self._y = 0.0

    def run(self) -> int:
        """Fill the pages; returns their number."""
        self._new_page()
        self._fill()
        return self._page

    def _fill(self) -> None:
        """Put everything on the pages, and begin a new one where the last is full."""
        raise NotImplementedError

    def _new_page(self) -> None:
        self._page += 1
        self._y = 0.0
        if self._painter is None:
            return
        if self._page > 1:
            self._device.newPage()
        else:
            use_points(self._painter, self._device)

    def _feet(self, left: str, right: str) -> None:
        """One line at the foot of the page, in the font "small"."""
        place = QRectF(0, self._height - 12, self._width, 12)
        taken = QFontMetricsF(self._fonts["small"]).horizontalAdvance(right)
        self._line(place.adjusted(0, 0, -taken - 12, 0), left, "small", PALE)
        self._line(place, right, "small", PALE, Qt.AlignmentFlag.AlignRight)

    def _rule(self) -> None:
        if self._painter is not None:
            self._painter.fillRect(QRectF(0, self._y, self._width, 0.6), RULE)
        self._y += 3

    def _line(
        self, place: QRectF, text: str, font: str, colour: QColor,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:  # fmt: skip
        """One line at a place; what is too long for it is cut with dots."""
        if self._painter is None:
            return
        self._painter.setFont(self._fonts[font])
        self._painter.setPen(colour)
        shown = QFontMetricsF(self._fonts[font]).elidedText(text, Qt.TextElideMode.ElideRight, place.width())
        self._painter.drawText(place, int(align) | int(Qt.AlignmentFlag.AlignTop), shown)


def print_in_passes(device: QPagedPaintDevice, make: Callable[[QPainter | None, int], PageRun]) -> int:
    """Lay out twice, first to count the pages, so that each can say how many there are; returns their number.

    Args:
        make: a pass, of a painter (None to count) and the number of pages (0 while they are counted).
    """
    total = make(None, 0).run()
    painter = QPainter(device)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    make(painter, total).run()
    painter.end()
    return total


def save_pdf(path: str, pages: Pages, title: str) -> int:
    """Write the pages to a PDF file on A4; returns their number."""
    writer = QPdfWriter(path)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setResolution(300)
    writer.setTitle(title)
    return pages.print_to(writer)


class PaperPreview(QDialog):
    """A preview; Ctrl+P prints, Ctrl+S saves, Esc closes.

    Attributes:
        pages: how many there are, once they were painted.
    """

    def __init__(
        self, printed: Pages, name: str, title: str, parent: QWidget | None = None, *, about: str = ""
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.resize(900, 760)
        self._content = printed
        self._name = name
        self._about = about
        self.pages = 0
        self._printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
        self._printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        self._printer.setFullPage(True)
        self._printer.setPageMargins(QMarginsF(0, 0, 0, 0))
        self._printer.setDocName(name)
        self._paper = QPrintPreviewWidget(self._printer, self)
        self._paper.setAccessibleName(self.tr("Preview"))
        self._paper.paintRequested.connect(self._paint)
        self._paper.fitToWidth()
        self.said = Muted(parent=self)
        save = Button(self.tr("Save as PDF"), keys="Ctrl+S", parent=self)
        save.setShortcut("Ctrl+S")
        save.clicked.connect(self._choose_file)
        go = Button(self.tr("Print"), "primary", keys="Ctrl+P", icon="print", parent=self)
        go.setShortcut("Ctrl+P")
        go.clicked.connect(self._print)
        close = Button(self.tr("Close"), "quiet", keys="Esc", parent=self)
        close.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self.said, 1)
        for button in (close, save, go):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.addWidget(self._paper, 1)
        column.addLayout(row)

    def _paint(self, printer: QPrinter) -> None:
        self.pages = self._content.print_to(printer)
        self._say(self.tr("Pages: {0}").format(self.pages))

    def _say(self, text: str) -> None:
        self.said.setText(" · ".join(part for part in (text, self._about) if part))

    def _print(self) -> None:
        dialog = QPrintDialog(self._printer, self)
        dialog.accepted.connect(self._send)
        dialog.open()

    def _send(self) -> None:
        self._paper.print_()
        self.accept()

    def _choose_file(self) -> None:
        dialog = QFileDialog(self, self.tr("Save as PDF"), f"{self._name}.pdf", self.tr("PDF files (*.pdf)"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(self.save)
        dialog.open()

    def save(self, path: str) -> None:
        """Write the PDF file and say so."""
        pages = save_pdf(path, self._content, self._name)
        self._say(self.tr("Saved as {0} (pages: {1})").format(path, pages))
