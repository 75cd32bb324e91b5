"""The detail panel at the right of a screen."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from opd_desktop.ui.theme import theme
from opd_desktop.ui.widgets.basic import Button, Heading


class Panel(QFrame):
    """Title, a body that scrolls, a footer of buttons that doesn't.

    Attributes:
        closed: the person closed it (Esc or the button).
    """

    closed = Signal()

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "panel")
        self.setFixedWidth(round(theme().rem * 20))
        self.heading = Heading(title, self)
        close = Button(self.tr("Esc"), "quiet", parent=self)
        close.setAccessibleName(self.tr("Close the panel"))
        close.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        close.clicked.connect(self.closed)
        top = QHBoxLayout()
        top.addWidget(self.heading, 1)
        top.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)
        inside = QWidget(self)
        inside.setProperty("kind", "surface")
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(16, 4, 16, 8)
        self.body.setSpacing(12)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setWidget(inside)
        self.footer = QHBoxLayout()
        self.footer.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 12, 0, 12)
        column.setSpacing(8)
        for layout in (top, self.footer):
            layout.setContentsMargins(16, 0, 16, 0)
        column.addLayout(top)
        column.addWidget(self._scroll, 1)
        column.addLayout(self.footer)
        self.setAccessibleName(title)

    def set_title(self, text: str) -> None:
        """Another heading."""
        self.heading.setText(text)
        self.setAccessibleName(text)

    def on_close(self) -> None:
        """Called once when the panel goes, however it goes: release holds, keep drafts."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            event.accept()
            self.closed.emit()
            return
        super().keyPressEvent(event)
