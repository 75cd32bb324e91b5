"""The rail at the left of the window: a button per screen, and the sign of the program."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QPainter, QPixmap, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QToolButton, QWidget

from opd_desktop.ui.screens import Place
from opd_desktop.ui.theme import theme


class RailButton(QToolButton):
    """Icon above word, with a count at its corner."""

    def __init__(self, place: Place, number: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._place = place
        self.setProperty("kind", "rail")
        self.setText(place.title)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setIconSize(QSize(18, 18))
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(max(62, self.fontMetrics().horizontalAdvance(place.title) + 14))
        self.setToolTip(f"{place.title} (Alt+{number})")
        self._badge = QLabel(self)
        self._badge.setProperty("kind", "badge")
        self._badge.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._badge.hide()
        self.toggled.connect(lambda _on: self._tint())
        theme().changed.connect(self._tint)
        self.set_badge(0)
        self._tint()

    def set_badge(self, count: int) -> None:
        """A number at the corner; 0 takes it away."""
        self._badge.setText(str(min(count, 99)))
        self._badge.adjustSize()
        self._place_badge()
        self._badge.setVisible(count > 0)
        name = self._place.title if not count else self.tr("{0}, {1} to see to").format(self._place.title, count)
        self.setAccessibleName(name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The badge stays at the corner of the icon."""
        super().resizeEvent(event)
        self._place_badge()

    def _place_badge(self) -> None:
        self._badge.move(self.width() // 2 + 4, 2)

    def badge(self) -> int:
        """The number shown."""
        return 0 if self._badge.isHidden() else int(self._badge.text())

    def _tint(self) -> None:
        self.setIcon(theme().icon(self._place.screen_id, "checked_t" if self.isChecked() else "muted"))


def logo_pixmap() -> QPixmap:
    """The sign of the program in the colours of the look, for screens of double density."""
    made = QPixmap(64, 64)
    made.fill(Qt.GlobalColor.transparent)
    painter = QPainter(made)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().color("accent"))
    painter.drawRoundedRect(0, 0, 64, 64, 16, 16)
    font = QFont(theme().font("title"))
    font.setPixelSize(30)
    painter.setFont(font)
    painter.setPen(theme().color("accent_text"))
    painter.drawText(made.rect(), Qt.AlignmentFlag.AlignCenter, "O")
    painter.end()
    made.setDevicePixelRatio(2)
    return made
