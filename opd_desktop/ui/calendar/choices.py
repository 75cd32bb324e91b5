"""How a person looks at the calendar (view, zoom, filters), kept under their login."""

from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, QTimer

from opd_desktop.services import my_settings
from opd_desktop.services.dto.my_settings import MySettings, ReadSettings, WriteSettings
from opd_desktop.ui.calendar.agenda import AgendaView
from opd_desktop.ui.calendar.filters import Filter
from opd_desktop.ui.calendar.presenter import VIEWS, CalendarPresenter
from opd_desktop.ui.desk import Desk

_KEY = "calendar"
_WRITE_MS = 1200


class KeptChoices(QObject):
    """Reads once, writes when nothing has changed for a while. The calendar works without an answer."""

    def __init__(self, desk: Desk, presenter: CalendarPresenter, agenda: AgendaView, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._presenter = presenter
        self._agenda = agenda
        self._changed = False
        self._read: dict[str, Any] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WRITE_MS)
        self._timer.timeout.connect(self.write)
        presenter.look_changed.connect(self._on_change)
        agenda.zoomed.connect(self._on_change)

    def read(self) -> None:
        """Ask for what was kept."""
        self._desk.read(self, "settings", my_settings.read, ReadSettings(key=_KEY), self._apply, self._no_answer)

    def _no_answer(self, _error: BaseException) -> None:
        """Nothing is lost but a few clicks; what stands in the way of work is told by the work itself."""

    def _apply(self, kept: MySettings) -> None:
        if self._changed:
            return
        self._read = dict(kept.value)
        value = self._read
        presenter = self._presenter
        if isinstance(zoom := value.get("zoom"), int | float):
            self._agenda.set_zoom(float(zoom))
        if isinstance(filters := value.get("filter"), dict):
            presenter.set_filter(Filter.from_json(filters))
        if value.get("cancelled") is True:
            presenter.show_cancelled(True)
        if (choice := self._choice(value.get("choice"))) is not None:
            presenter.show_only(choice)
        if value.get("view") in VIEWS:
            presenter.set_view(value["view"], practitioner=_uuid(value.get("practitioner")))
        self._changed = False
        self._timer.stop()

    def _choice(self, kept: object) -> UUID | str | None:
        """A doctor or a specialty that this facility (still) has."""
        people = self._desk.practitioners
        made = _uuid(kept)
        if made is not None:
            return made if any(one.id == made for one in people) else None
        return kept if isinstance(kept, str) and any(one.specialty == kept for one in people) else None

    def _on_change(self, *_ignored: object) -> None:
        self._changed = True
        self._timer.start()

    def write(self) -> None:
        """Keep the choices as they are now, if they are not kept already."""
        self._timer.stop()
        state = self._presenter.state
        value = {
            "view": state.view,
            "zoom": self._agenda.zoom_factor,
            "choice": str(state.choice) if state.choice else None,
            "practitioner": str(state.practitioner) if state.practitioner else None,
            "cancelled": state.cancelled,
            "filter": state.filter.to_json(),
        }
        if value != self._read:
            self._read = value
            self._desk.write(self, my_settings.write, WriteSettings(key=_KEY, value=value), self._kept, self._no_answer)

    def _kept(self, _settings: MySettings) -> None:
        self._changed = False


def _uuid(kept: object) -> UUID | None:
    try:
        return UUID(kept) if isinstance(kept, str) else None
    except ValueError:
        return None
