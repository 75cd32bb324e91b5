"""Parts of the model manager: fetching a model, the folder of models."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from opd_desktop.ui.widgets import Button, ElidedLabel, Field, Muted


class FetchRow(QWidget):
    """A model that Ollama shall fetch.

    Attributes:
        wanted: its name.
    """

    wanted = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._busy = False
        self.name = QLineEdit(self)
        self.name.setPlaceholderText("llama3.1:8b")
        self.pull = Button(self.tr("Fetch"), parent=self)
        self.pull.setAccessibleName(self.tr("Fetch the model through Ollama"))
        self.name.textChanged.connect(self._show_pull)
        self.name.returnPressed.connect(self._fetch)
        self.pull.clicked.connect(self._fetch)
        hint = self.tr("Uses the internet, once. Names are on ollama.com/library.")
        self.name.setAccessibleDescription(hint)
        row = QHBoxLayout()
        row.addWidget(Field(self.tr("Another model through Ollama"), self.name), 1)
        row.addWidget(self.pull, 0, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        column.addWidget(Muted(hint, self))

    def set_busy(self, busy: bool) -> None:
        """Whether something else is under way."""
        self._busy = busy
        self._show_pull()

    def _show_pull(self) -> None:
        self.pull.setEnabled(bool(self.name.text().strip()) and not self._busy)

    def _fetch(self) -> None:
        if self.pull.isEnabled():
            self.wanted.emit(self.name.text())
            self.name.clear()


class FolderRow(QWidget):
    """Where models of one's own are looked for.

    Attributes:
        choose_wanted: another folder.
        default_wanted: the one in the data folder again.
    """

    choose_wanted = Signal()
    default_wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.where = ElidedLabel("", "muted", self)
        self.choose = Button(self.tr("Change"), "quiet", parent=self)
        self.choose.setAccessibleName(self.tr("Choose the folder that models are looked for in"))
        self.choose.clicked.connect(self.choose_wanted)
        self.default = Button(self.tr("Usual folder"), "quiet", parent=self)
        self.default.setAccessibleName(self.tr("Look for models in the usual folder again"))
        self.default.clicked.connect(self.default_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.where, 1)
        row.addWidget(self.default)
        row.addWidget(self.choose)

    def show_folder(self, folder: Path, *, chosen: bool, busy: bool) -> None:
        """Show where it is, and whether it is another than usual."""
        self.where.set_text(str(folder))
        self.where.setToolTip(str(folder))
        self.default.setVisible(chosen)
        for button in (self.choose, self.default):
            button.setEnabled(not busy)
