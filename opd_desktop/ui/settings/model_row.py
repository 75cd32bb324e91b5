"""One line of the model manager."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QRadioButton, QSizePolicy, QStyle, QStyleOptionButton, QVBoxLayout, QWidget

from opd_desktop.ui.theme import theme
from opd_desktop.ui.widgets import Button, Muted

_FEWEST_LETTERS = 8


class NameRadio(QRadioButton):
    """A choice whose name gives way: file names of models are longer than the panel is wide. It is whole in the tooltip
    and for the screen reader."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(name, parent)
        self.name = name
        # Qt's own policy takes the whole name for the least.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def minimumSizeHint(self) -> QSize:
        """The button and the first letters."""
        hint = super().minimumSizeHint()
        return QSize(self._beside() + self.fontMetrics().averageCharWidth() * _FEWEST_LETTERS, hint.height())

    def sizeHint(self) -> QSize:
        """The whole name."""
        return QSize(self._beside() + self.fontMetrics().horizontalAdvance(self.name) + 4, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As much of the name as there is room for; its beginning and its end tell models apart."""
        super().resizeEvent(event)
        room = self.width() - self._beside()
        shown = self.fontMetrics().elidedText(self.name, Qt.TextElideMode.ElideMiddle, room)
        self.setText(shown)
        self.setToolTip(self.name if shown != self.name else "")

    def _beside(self) -> int:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        style = self.style()
        button = style.pixelMetric(QStyle.PixelMetric.PM_ExclusiveIndicatorWidth, option, self)
        return button + style.pixelMetric(QStyle.PixelMetric.PM_RadioButtonLabelSpacing, option, self) + 4


class ModelRow(QWidget):
    """One model: chosen or not, what it is, and a button that measures it."""

    def __init__(self, name: str, about: str, parent: QWidget, *, measures: bool) -> None:
        super().__init__(parent)
        self.radio = NameRadio(name, self)
        self.about = Muted(about, self)
        self.about.setContentsMargins(round(theme().rem * 1.45), 0, 0, 0)
        self.measure = Button(self.tr("Measure"), "quiet", parent=self)
        self.measure.setAccessibleName(self.tr("Measure how fast {0} is here").format(name))
        self.measure.setVisible(measures)
        self.set_about(about)
        top = QHBoxLayout()
        top.addWidget(self.radio, 1)
        top.addWidget(self.measure)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.about)

    def set_about(self, about: str) -> None:
        """Another second line."""
        self.about.setText(about)
        self.about.setVisible(bool(about))
        self.radio.setAccessibleName(f"{self.radio.name}, {about}" if about else self.radio.name)
