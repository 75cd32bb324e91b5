"""One line of a story: icon, what, when, and more below."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from opd_desktop.ui.theme import theme


class IconLine(QWidget):
    """``text`` with an icon before it, ``side`` at the right, and ``detail`` below in smaller type."""

    def __init__(
        self,
        icon: str,
        text: str,
        detail: str = "",
        side: str = "",
        *,
        tint: str = "muted",
        strong: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon_name = icon
        self._token = tint
        self._icon = QLabel(self)
        self._icon.setAlignment(Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(_label(text, "strong" if strong else ""))
        if detail:
            words.addWidget(_label(detail, "small"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        if side:
            right = _label(side, "small")
            right.setWordWrap(False)
            row.addWidget(right, 0, Qt.AlignmentFlag.AlignTop)
        self.setAccessibleName(", ".join(part for part in (text, side, detail) if part))
        self._tint()
        theme().changed.connect(self._tint)

    def _tint(self) -> None:
        size = round(theme().rem * 0.85)
        self._icon.setPixmap(theme().pixmap(self._icon_name, self._token, size))
        self._icon.setFixedWidth(size)
        self._icon.setContentsMargins(0, round(theme().rem * 0.1), 0, 0)


def _label(text: str, kind: str) -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if kind:
        label.setProperty("kind", kind)
    return label


def clear_layout(layout: QVBoxLayout) -> None:
    """Take everything out of a column and let it go."""
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
