"""Rooms and devices to reserve together with the doctor."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from opd_desktop.services import facilities
from opd_desktop.services.dto.facilities import ListLocations, LocationDto
from opd_desktop.ui.desk import Desk


class RoomChoice(QPushButton):
    """``No other room ▾``: a menu of rooms, each with a tick; it hides when the facility has none.

    Attributes:
        changed: another room was ticked.
        known: whether there are rooms to choose from.
    """

    changed = Signal()
    known = Signal(bool)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._menu = QMenu(self)
        self._wanted: set[UUID] = set()
        self.setMenu(self._menu)
        self._show()
        request = ListLocations(facility_id=desk.facility.id)
        desk.read(self, "rooms", facilities.locations, request, self.set_rooms, self._none)

    def _none(self, _error: BaseException) -> None:
        """Without the list of rooms, a booking goes on without them."""
        self.known.emit(False)

    def set_rooms(self, rooms: Sequence[LocationDto]) -> None:
        """Offer these."""
        self._menu.clear()
        for room in rooms:
            action = self._menu.addAction(room.name)
            action.setCheckable(True)
            action.setData(room.id)
            action.setChecked(room.id in self._wanted)
            action.toggled.connect(self._toggled)
        self._show()
        self.known.emit(bool(rooms))

    def actions_(self) -> list[QAction]:
        """The rooms as they stand in the menu."""
        return self._menu.actions()

    def _toggled(self, _on: bool) -> None:
        self._wanted = {action.data() for action in self._menu.actions() if action.isChecked()}
        self._show()
        self.changed.emit()

    def room_ids(self) -> tuple[UUID, ...]:
        """The rooms that are ticked."""
        return tuple(action.data() for action in self._menu.actions() if action.isChecked())

    def set_room_ids(self, ids: Sequence[UUID]) -> None:
        """Tick these, now or when the rooms are known."""
        self._wanted = set(ids)
        for action in self._menu.actions():
            action.setChecked(action.data() in self._wanted)
        self._show()

    def _show(self) -> None:
        names = [action.text() for action in self._menu.actions() if action.isChecked()]
        text = ", ".join(names) or self.tr("Only the doctor's own")
        self.setText(f"{text} ▾")
        self.setAccessibleName(self.tr("Rooms: {0}").format(text))
