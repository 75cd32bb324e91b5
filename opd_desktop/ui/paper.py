"""What screens put on paper: a preview with printing and saving as a PDF file, and the measures of a page."""

from typing import Protocol

from PySide6.QtCore import QMarginsF, Qt
from PySide6.QtGui import QColor, QFont, QPagedPaintDevice, QPageLayout, QPageSize, QPainter, QPdfWriter
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
