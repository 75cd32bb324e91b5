"""How the lists will look on paper, with printing and saving as a PDF file."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QMarginsF, Qt
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrintDialog, QPrinter, QPrintPreviewWidget
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from opd_desktop.ui.calendar.printing import ListPrinter, Part, save_pdf
from opd_desktop.ui.widgets import Button, Muted


class PrintPreview(QDialog):
    """A preview; Ctrl+P prints, Ctrl+S saves, Esc closes."""

    def __init__(self, parts: Sequence[Part], facility: str, printed: datetime, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Print the visits"))
        self.resize(900, 760)
        self._lists = ListPrinter(parts, facility, printed)
        self._name = " ".join(dict.fromkeys(part.subtitle for part in parts[:1]))
        self.pages = 0
        self._printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
        self._printer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
        self._printer.setFullPage(True)
        self._printer.setPageMargins(QMarginsF(0, 0, 0, 0))
        self._printer.setDocName(self._name)
        self._paper = QPrintPreviewWidget(self._printer, self)
        self._paper.setAccessibleName(self.tr("Preview"))
        self._paper.paintRequested.connect(self._paint)
        self._paper.fitToWidth()
        self._count = Muted(parent=self)
        save = Button(self.tr("Save as PDF"), keys="Ctrl+S", parent=self)
        save.setShortcut("Ctrl+S")
        save.clicked.connect(self._choose_file)
        go = Button(self.tr("Print"), "primary", keys="Ctrl+P", icon="print", parent=self)
        go.setShortcut("Ctrl+P")
        go.clicked.connect(self._print)
        close = Button(self.tr("Close"), "quiet", keys="Esc", parent=self)
        close.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self._count, 1)
        for button in (close, save, go):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.addWidget(self._paper, 1)
        column.addLayout(row)

    def _paint(self, printer: QPrinter) -> None:
        self.pages = self._lists.print_to(printer)
        self._count.setText(self.tr("Pages: {0}").format(self.pages))

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
        pages = save_pdf(path, self._lists, self._name)
        self._count.setText(self.tr("Saved as {0} (pages: {1})").format(path, pages))
