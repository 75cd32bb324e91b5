"""One line of the model manager."""

from PySide6.QtWidgets import QHBoxLayout, QRadioButton, QVBoxLayout, QWidget

from opd_desktop.ui.theme import theme
from opd_desktop.ui.widgets import Button, Muted


class ModelRow(QWidget):
    """One model: chosen or not, what it is, and a button that measures it."""

    def __init__(self, name: str, about: str, parent: QWidget, *, measures: bool) -> None:
        super().__init__(parent)
        self.radio = QRadioButton(name, self)
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
        self.radio.setAccessibleName(f"{self.radio.text()}, {about}" if about else self.radio.text())
