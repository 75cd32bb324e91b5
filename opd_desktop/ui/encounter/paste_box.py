"""Where the conversation or dictation is pasted or typed."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from opd_desktop.ui.widgets import Button


class _PasteEdit(QPlainTextEdit):
    """Ctrl+Enter drafts here instead of completing the visit."""

    draft_wanted = Signal()

    def event(self, event: QEvent) -> bool:
        """Take Ctrl+Enter before it becomes the screen's shortcut."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _drafts(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter: draft."""
        if _drafts(event):
            event.accept()
            self.draft_wanted.emit()
            return
        super().keyPressEvent(event)


def _drafts(event: QKeyEvent) -> bool:
    enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
    return enter and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)


class PasteBox(QWidget):
    """Dialogue or dictation as text.

    Attributes:
        given: the text to draft from.
        left: never mind.
    """

    given = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = _PasteEdit(self)
        self.text.draft_wanted.connect(self._give)
        self.text.setAccessibleName(self.tr("Conversation or dictation"))
        self.text.setTabChangesFocus(True)
        self.text.setPlaceholderText(
            self.tr("Paste or type the visit.\n\nDoctor: What brings you in?\nPatient: A cough for three days.")
        )
        draft = Button(self.tr("Draft"), "primary", keys="Ctrl+Return", parent=self)
        cancel = Button(self.tr("Cancel"), "quiet", parent=self)
        draft.clicked.connect(self._give)
        cancel.clicked.connect(self.left)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(cancel)
        row.addWidget(draft)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.text, 1)
        column.addLayout(row)

    def _give(self) -> None:
        if self.text.toPlainText().strip():
            self.given.emit(self.text.toPlainText())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc: never mind."""
        if event.key() == Qt.Key.Key_Escape:
            event.accept()
            self.left.emit()
            return
        super().keyPressEvent(event)
