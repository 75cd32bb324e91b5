"""What the microphone hears, as bars."""

from collections import deque

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from opd_desktop.ui.theme import theme

_BAR, _GAP = 3, 2
_FULL = 0.25
"""Loudness (root mean square) drawn at full height; speech close to a microphone is about 0.1."""


class LevelMeter(QWidget):
    """The last seconds of loudness, ten bars a second."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._levels: deque[float] = deque(maxlen=400)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Loudness of the microphone"))

    def sizeHint(self) -> QSize:
        """Two lines high."""
        return QSize(120, round(theme().rem * 2))

    def add(self, level: float) -> None:
        """One more tenth of a second."""
        self._levels.append(level)
        self.update()

    def clear(self) -> None:
        """A new recording."""
        self._levels.clear()
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The newest bar at the right."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("accent"))
        middle, x = self.height() / 2, float(self.width() - _BAR)
        for level in reversed(self._levels):
            if x < 0:
                break
            height = max(3.0, min(1.0, level / _FULL) * (self.height() - 4))
            painter.drawRoundedRect(QRectF(x, middle - height / 2, _BAR, height), 1.5, 1.5)
            x -= _BAR + _GAP
        painter.end()
