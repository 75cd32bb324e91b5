"""A labelled editor with room for what is wrong with it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget


class Field(QWidget):
    """A caption above an editor, and below it a hint or an error that says how to put it right."""

    def __init__(self, label: str, editor: QWidget, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = editor
        self._hint = hint
        self._caption = QLabel(label.upper(), self)
        self._caption.setProperty("kind", "caption")
        self._caption.setBuddy(editor)
        self._below = QLabel(hint, self)
        self._below.setTextFormat(Qt.TextFormat.PlainText)
        self._below.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for widget in (self._caption, editor, self._below):
            column.addWidget(widget)
        editor.setAccessibleName(label)
        self.setFocusProxy(editor)
        self.set_error("")

    @property
    def error(self) -> str:
        """What is wrong, or an empty text."""
        return self._below.text() if self._below.property("kind") == "error" else ""

    def set_error(self, text: str) -> None:
        """Say what is wrong and how to put it right; an empty text clears it."""
        self._below.setText(text or self._hint)
        self._below.setVisible(bool(text or self._hint))
        self._set_kind(self._below, "kind", "error" if text else "small")
        self._set_kind(self.editor, "wrong", "true" if text else "false")
        self.editor.setAccessibleDescription(text or self._hint)

    @staticmethod
    def _set_kind(widget: QWidget, name: str, value: str) -> None:
        if widget.property(name) != value:
            widget.setProperty(name, value)
            widget.style().unpolish(widget)
            widget.style().polish(widget)
