"""Rooms and devices to reserve together with the doctor."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction, QIcon
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

from opd_desktop.services import facilities
from opd_desktop.services.dto.facilities import ListLocations, ListTaken, LocationDto, TakenLocation
from opd_desktop.services.dto.schedules import SlotDto
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.text import clock_text
from opd_desktop.ui.theme import theme


class RoomChoice(QPushButton):
    """``No other room ▾``: a menu of rooms, each with a tick; it hides when the facility has none.

    Rooms in which others are at that time say with whom and until when, and can't be ticked; one that was ticked
    before stays so, and the button says that it is taken.

    Attributes:
        changed: another room was ticked.
        known: whether there are rooms to choose from.
    """

    changed = Signal()
    known = Signal(bool)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._menu = QMenu(self)
        self._menu.setToolTipsVisible(True)
        self._rooms: dict[UUID, str] = {}
        self._taken: dict[UUID, TakenLocation] = {}
        self._asked: ListTaken | None = None
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
        self._rooms = {room.id: room.name for room in rooms}
        for room in rooms:
            action = self._menu.addAction(room.name)
            action.setCheckable(True)
            action.setData(room.id)
            action.setChecked(room.id in self._wanted)
            action.toggled.connect(self._toggled)
        self._show()
        self.known.emit(bool(rooms))

    def look(self, slots: Sequence[SlotDto]) -> None:
        """Ask which rooms are taken while a visit would be at these slots; the menu says it when the answer comes."""
        if not slots:
            return
        request = ListTaken(
            facility_id=self._desk.facility.id, practitioner_id=slots[0].practitioner_id,
            starts_at=slots[0].starts_at, ends_at=slots[-1].ends_at,
        )  # fmt: skip
        if request != self._asked:
            self._mark(())
        self._asked = request
        # A help only: a room that is taken is refused by name when the visit is booked.
        self._desk.read(self, "taken rooms", facilities.taken, request, self._mark, lambda _error: self._mark(()))

    def _mark(self, taken: Sequence[TakenLocation]) -> None:
        self._taken = {one.location_id: one for one in taken}
        self._show()

    def taken_text(self, room: UUID) -> str:
        """``taken until 10:30, Dr Rao``; empty for a free room."""
        visit = self._taken.get(room)
        if visit is None:
            return ""
        return self.tr("taken until {time}, {doctor}").format(
            time=clock_text(self._desk.local(visit.ends_at)), doctor=visit.practitioner_name
        )

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
        for action in self._menu.actions():
            self._show_action(action)
        ticked = [action.data() for action in self._menu.actions() if action.isChecked()]
        names = ", ".join(self._rooms[room] for room in ticked) or self.tr("Only the doctor's own")
        lost = any(room in self._taken for room in ticked)
        text = self.tr("{0} · taken").format(names) if lost else names
        self.setText(f"{text} ▾")
        self.setToolTip("\n".join(self._menu_line(room) for room in ticked if room in self._taken))
        self.setIcon(theme().icon("warning", "danger") if lost else QIcon())
        self.setAccessibleName(self.tr("Rooms: {0}").format(text))

    def _show_action(self, action: QAction) -> None:
        room = action.data()
        visit = self._taken.get(room)
        action.setText(self._menu_line(room))
        action.setEnabled(visit is None or action.isChecked())
        action.setToolTip(
            self.tr("{patient} with {doctor}, {start} to {end}").format(
                patient=visit.patient_name, doctor=visit.practitioner_name,
                start=clock_text(self._desk.local(visit.starts_at)), end=clock_text(self._desk.local(visit.ends_at)),
            )
            if visit is not None
            else ""
        )  # fmt: skip

    def _menu_line(self, room: UUID) -> str:
        why = self.taken_text(room)
        return f"{self._rooms[room]} · {why}" if why else self._rooms[room]
