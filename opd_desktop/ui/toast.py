"""Short notices at the bottom of the window, with Undo; they wait while somebody is on them."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent, QPalette
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QHBoxLayout, QLabel, QPushButton, QWidget

from opd_desktop.services.dto.common import UndoDto
from opd_desktop.ui.theme import theme

_SECONDS = 7
_UNDO_SECONDS = 12


class Toast(QFrame):
    """One notice over the window; a newer one replaces it.

    Attributes:
        undo_wanted: the `UndoDto` that it offered.
    """

    undo_wanted = Signal(object)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._undo: UndoDto | None = None
        self._text = QLabel(self)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(False)
        self._button = QPushButton(self.tr("Undo"), self)
        self._button.setProperty("kind", "toast")
        self._button.setToolTip(self.tr("Undo (Ctrl+Z)"))
        self._button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._button.clicked.connect(self._take_back)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 9, 12, 9)
        row.setSpacing(12)
        row.addWidget(self._text)
        row.addWidget(self._button)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(20)
        shadow.setOffset(0, 4)
        self.setGraphicsEffect(shadow)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        self._paint_tint()
        theme().changed.connect(self._paint_tint)
        parent.installEventFilter(self)
        self.hide()

    def say(self, text: str, undo: UndoDto | None) -> None:
        """Show ``text`` for some seconds."""
        self._undo = undo
        self._text.setText(text)
        self._button.setVisible(undo is not None)
        self.setAccessibleName(text)
        self._place()
        self.show()
        self.raise_()
        self._timer.start(1000 * (_UNDO_SECONDS if undo else _SECONDS))
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))

    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def offer(self) -> UndoDto | None:
        """What can be undone from here, while it shows."""
        return self._undo if self.isVisible() else None

    def undo_button(self) -> QPushButton:
        """The button that takes it back."""
        return self._button

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay at the bottom when the window changes its size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEvent) -> None:  # type: ignore[override]
        """Wait while the mouse is here."""
        self._timer.stop()
        super().enterEvent(event)  # type: ignore[arg-type]

    def leaveEvent(self, event: QEvent) -> None:
        """Go on."""
        self._timer.start(3000)
        super().leaveEvent(event)

    def _take_back(self) -> None:
        undo, self._undo = self._undo, None
        self.hide()
        if undo is not None:
            self.undo_wanted.emit(undo)

    def _place(self) -> None:
        parent = self.parentWidget()
        if parent is None:
            return
        room = parent.width() - 80
        self._text.setWordWrap(False)
        self.adjustSize()
        if self.width() > room:
            self._text.setWordWrap(True)
            self.resize(room, self.heightForWidth(room) if self.hasHeightForWidth() else self.sizeHint().height())
        self.move((parent.width() - self.width()) // 2, parent.height() - self.height() - 44)

    def _paint_tint(self) -> None:
        tokens = theme().tokens
        self.setStyleSheet(f"Toast {{ background: {tokens.toast}; border-radius: 6px; }}")
        palette = self._text.palette()
        palette.setColor(QPalette.ColorRole.WindowText, theme().color("toast_text"))
        self._text.setPalette(palette)
        self._text.setStyleSheet(f"color: {tokens.toast_text};")
