"""Other free times, to choose from, when the wanted one was taken."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from opd_desktop.domain.errors import OpdError
from opd_desktop.services.dto.booking import Found
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.text import clock_text, day_text
from opd_desktop.ui.widgets import Button

_MOST = 5


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
        self._column.setSpacing(6)
        self.hide()

    def show_times(self, moments: Iterable[datetime], day: date | None = None) -> None:
        """Offer these times; those of another day than ``day`` name theirs."""
        self._show([(moment, self._time_text(moment, day)) for moment in moments])

    def show_places(self, places: Iterable[Found], day: date | None = None) -> None:
        """Offer these places, each with its doctor."""
        self._show([(one.starts_at, f"{self._time_text(one.starts_at, day)} · {one.practitioner_name}")
                    for one in places])  # fmt: skip

    def _show(self, offered: Iterable[tuple[datetime, str]]) -> None:
        for button in self._buttons:
            button.hide()
            button.deleteLater()
        self._buttons = [self._button(moment, text) for moment, text in list(offered)[:_MOST]]
        self.setVisible(bool(self._buttons))

    def _time_text(self, moment: datetime, day: date | None) -> str:
        local = self._desk.local(moment)
        return clock_text(local) if local.date() == day else f"{day_text(local.date())} {clock_text(local)}"

    def _button(self, moment: datetime, text: str) -> Button:
        button = Button(text, icon="clock", parent=self)
        button.clicked.connect(lambda _checked=False: self.chosen.emit(moment))
        self._column.addWidget(button)
        return button

    def buttons(self) -> list[Button]:
        """What is offered."""
        return list(self._buttons)
