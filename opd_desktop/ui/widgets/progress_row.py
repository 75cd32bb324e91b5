"""What is under way, how far it is, and a way out."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from opd_desktop.ui.widgets.basic import Button, Muted


class ProgressRow(QWidget):
    """Words, a bar below them and a button that gives up; hidden while nothing is under way.

    Attributes:
        cancelled: it shall stop.
    """

    cancelled = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.doing = Muted(parent=self)
        self.cancel = Button(self.tr("Cancel"), parent=self)
        self.cancel.clicked.connect(self.cancelled)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress"))
        row = QHBoxLayout()
        row.addWidget(self.doing, 1)
        row.addWidget(self.cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(row)
        column.addWidget(self.bar)

    def show_work(self, doing: str, share: float = 0.0) -> None:
        """Show what is under way, "" for nothing, and the share that is done; 0 while nobody knows."""
        self.setVisible(bool(doing))
        self.doing.setText(doing)
        self.bar.setRange(0, 100 if share > 0 else 0)
        self.bar.setValue(round(100 * share))
