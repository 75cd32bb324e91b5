"""``F1``: the keys of this screen."""

from collections.abc import Iterable

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from opd_desktop.ui.widgets import Caption


def keys_text(action: QAction) -> str:
    """The keys of an action as they stand on the keyboard."""
    return " / ".join(one.toString(QKeySequence.SequenceFormat.NativeText) for one in action.shortcuts())


class KeySheet(QDialog):
    """All keys, by group; made from the registered actions, so it can't be out of date."""

    def __init__(self, groups: Iterable[tuple[str, Iterable[QAction]]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(self.tr("Keys"))
        inside = QWidget(self)
        inside.setProperty("kind", "window")
        grid = QGridLayout(inside)
        grid.setHorizontalSpacing(20)
        grid.setVerticalSpacing(6)
        line = 0
        for title, actions in groups:
            grid.addWidget(Caption(title), line, 0, 1, 2)
            line += 1
            for action in actions:
                if keys := keys_text(action):
                    shown = QLabel(keys, inside)
                    shown.setProperty("kind", "strong")
                    grid.addWidget(shown, line, 0)
                    what = action.text() if not action.whatsThis() else f"{action.text()}: {action.whatsThis()}"
                    words = QLabel(what, inside)
                    words.setWordWrap(True)
                    grid.addWidget(words, line, 1)
                    line += 1
        grid.setColumnStretch(1, 1)
        grid.setRowStretch(line, 1)
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setWidget(inside)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close, self)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.addWidget(scroll, 1)
        column.addWidget(buttons)
        self.resize(520, 560)
