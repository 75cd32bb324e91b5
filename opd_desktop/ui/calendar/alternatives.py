"""Other free times, to click, when the wanted one was taken."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from opd_desktop.domain.errors import OpdError
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.text import clock_text, day_text
from opd_desktop.ui.widgets import Button

_MOST = 4


def alternatives_of(error: BaseException) -> list[datetime]:
    """The starts that a refusal offers instead, soonest first as the service gave them."""
    found = error.params.get("alternatives") if isinstance(error, OpdError) else None
    return [moment for one in found or () if (moment := _moment(one)) is not None]


def _moment(value: object) -> datetime | None:
    if isinstance(value, Mapping):
        value = value.get("starts_at")
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)


class AlternativeTimes(QWidget):
    """A button for each of the nearest free times.

    Attributes:
        chosen: the start (aware `datetime`).
    """

    chosen = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._buttons: list[Button] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def show_times(self, moments: Iterable[datetime], day: date | None = None) -> None:
        """Offer these times; those of another day than ``day`` name theirs."""
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = [self._button(moment, day) for moment in list(moments)[:_MOST]]
        self.setVisible(bool(self._buttons))

    def _button(self, moment: datetime, day: date | None) -> Button:
        local = self._desk.local(moment)
        text = clock_text(local) if local.date() == day else f"{day_text(local.date())} {clock_text(local)}"
        button = Button(text, icon="clock", parent=self)
        button.clicked.connect(lambda _checked=False: self.chosen.emit(moment))
        self._column.addWidget(button)
        return button

    def buttons(self) -> list[Button]:
        """What is offered."""
        return list(self._buttons)
