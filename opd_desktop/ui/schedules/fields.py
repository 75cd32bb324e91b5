"""The fields of a schedule beside its hours."""

from datetime import date
from typing import Any
from uuid import UUID

from PySide6.QtCore import QDate, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDateEdit,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from opd_desktop.services.dto.facilities import LocationDto
from opd_desktop.ui.schedules.draft import Draft
from opd_desktop.ui.schedules.words import PROBLEMS, SERVICES, tr
from opd_desktop.ui.widgets import Caption, Field
from opd_desktop.ui.widgets.boxes import choose_data

#: Field, least, most: as the services take them.
_NUMBERS = {
    "slot_minutes": (5, 480), "capacity": (1, 100), "overbook_limit": (0, 20), "buffer_before": (0, 120),
    "buffer_after": (0, 120),
}  # fmt: skip


#: Arrow keys do it; buttons take the room of the figures.
WITHOUT_BUTTONS = "QSpinBox::up-button, QSpinBox::down-button { border: 0; width: 0; height: 0; }"


class _Spin(QSpinBox):
    """A number; the wheel scrolls the form, not the number."""

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Not by accident."""
        event.ignore()


class ScheduleFields(QScrollArea):
    """Slot length, places, buffers, service, room, dates.

    Attributes:
        changed: name and value of a field that the person changed.
    """

    changed = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget(self)
        inside.setProperty("kind", "scrolled")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(10)
        #: The room of the draft, which may be shown before the rooms have come.
        self._room_wanted: UUID | None = None
        self.fields: dict[str, Field] = {}
        self.numbers: dict[str, QSpinBox] = {}
        self._make_slots()
        self._make_where()
        self._make_dates()
        self._column.addStretch()
        self.setWidget(inside)

    # Building

    def _make_slots(self) -> None:
        self._column.addWidget(Caption(self.tr("Slots")))
        minutes = self.tr(" min")
        self._row(
            self._number("slot_minutes", self.tr("Length"), minutes, step=5),
            self._number("capacity", self.tr("Places each")),
        )
        self._row(
            self._number("buffer_before", self.tr("Free before"), minutes, step=5),
            self._number("buffer_after", self.tr("Free after"), minutes, step=5),
        )
        self._row(self._number("overbook_limit", self.tr("Overbook by at most"), hint=self.tr("More places, by right")))

    def _make_where(self) -> None:
        self.service = QComboBox(self)
        self.service.setEditable(True)
        self.service.addItems(SERVICES)
        self.service.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.service.lineEdit().setMaxLength(60)
        self.service.lineEdit().editingFinished.connect(self._service_typed)
        self.service.activated.connect(self._service_typed)
        self.room = QComboBox(self)
        self.room.activated.connect(self._room_chosen)
        self._column.addSpacing(6)
        self._column.addWidget(Caption(self.tr("What and where")))
        self._row(self._field("service_type", self.tr("Service"), self.service))
        self._row(self._field("location_id", self.tr("Room"), self.room))

    def _make_dates(self) -> None:
        self.valid_from, self.valid_to = QDateEdit(self), QDateEdit(self)
        for editor in (self.valid_from, self.valid_to):
            editor.setCalendarPopup(True)
            editor.setDisplayFormat("d MMM yyyy")
            editor.setKeyboardTracking(False)
            editor.setStyleSheet("QDateEdit::drop-down { border: 0; width: 18px; }")
        self.valid_from.dateChanged.connect(self._from_changed)
        self.valid_to.dateChanged.connect(self._to_changed)
        self.ends = QCheckBox(self.tr("Ends on a day"), self)
        self.ends.clicked.connect(self._ends_clicked)
        self.active = QCheckBox(self.tr("In use"), self)
        self.active.clicked.connect(self._active_clicked)
        self._column.addSpacing(6)
        self._column.addWidget(Caption(self.tr("When it holds")))
        self._row(self._field("valid_from", self.tr("First day"), self.valid_from))
        self._column.addWidget(self.ends)
        self._row(self._field("valid_to", self.tr("Last day"), self.valid_to))
        self._column.addWidget(self.active)

    def _number(self, name: str, label: str, suffix: str = "", *, step: int = 1, hint: str = "") -> Field:
        spin = _Spin(self)
        spin.setRange(*_NUMBERS[name])
        spin.setSingleStep(step)
        spin.setSuffix(suffix)
        spin.setKeyboardTracking(False)
        spin.setStyleSheet(WITHOUT_BUTTONS)
        # The style leaves no room before the figures once the buttons are gone.
        spin.lineEdit().setTextMargins(8, 0, 4, 0)
        spin.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        spin.valueChanged.connect(lambda value, name=name: self.changed.emit(name, value))
        self.numbers[name] = spin
        return self._field(name, label, spin, hint)

    def _field(self, name: str, label: str, editor: QWidget, hint: str = "") -> Field:
        # As wide as there is room for, however long its longest choice is.
        editor.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        made = self.fields[name] = Field(label, editor, hint, self)
        return made

    def _row(self, *fields: Field) -> None:
        row = QHBoxLayout()
        row.setSpacing(10)
        for field in fields:
            row.addWidget(field, 1, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(row)

    # Showing

    def set_rooms(self, rooms: tuple[LocationDto, ...]) -> None:
        """The rooms to choose from."""
        with QSignalBlocker(self.room):
            self.room.clear()
            self.room.addItem(self.tr("No room"), None)
            for room in rooms:
                self.room.addItem(room.name, room.id)
            choose_data(self.room, self._room_wanted)

    def show_draft(self, draft: Draft) -> None:
        """The values of a draft; a field that has them already is left alone, so that typing goes on."""
        blockers = [QSignalBlocker(one) for one in (*self.numbers.values(), self.valid_from, self.valid_to)]
        for name, spin in self.numbers.items():
            if spin.value() != getattr(draft, name):
                spin.setValue(getattr(draft, name))
        if not self.service.lineEdit().hasFocus() or not self.service.lineEdit().isModified():
            self.service.setCurrentText(draft.service_type)
        self._room_wanted = draft.location_id
        choose_data(self.room, self._room_wanted)
        _show(self.valid_from, draft.valid_from)
        self.ends.setChecked(draft.valid_to is not None)
        self.fields["valid_to"].setVisible(draft.valid_to is not None)
        if draft.valid_to is not None:
            _show(self.valid_to, draft.valid_to)
        self.active.setChecked(draft.active)
        self.active.setVisible(draft.schedule_id is not None)
        del blockers
        problem = draft.problem()
        for name, field in self.fields.items():
            field.set_error(tr(PROBLEMS[problem]) if problem is not None and problem[0] == name else "")

    # What the person does

    def _service_typed(self, _index: int = 0) -> None:
        self.service.lineEdit().setModified(False)
        self.changed.emit("service_type", self.service.currentText().strip())

    def _room_chosen(self, _index: int) -> None:
        self.changed.emit("location_id", self.room.currentData())

    def _from_changed(self, day: QDate) -> None:
        self.changed.emit("valid_from", _date(day))

    def _to_changed(self, day: QDate) -> None:
        self.changed.emit("valid_to", _date(day))

    def _ends_clicked(self, on: bool) -> None:
        start = self.valid_from.date()
        value: Any = _date(max(start, QDate.currentDate()).addMonths(3)) if on else None
        self.changed.emit("valid_to", value)

    def _active_clicked(self, on: bool) -> None:
        self.changed.emit("active", on)


def _show(editor: QDateEdit, day: date) -> None:
    wanted = QDate(day.year, day.month, day.day)
    if editor.date() != wanted:
        editor.setDate(wanted)


def _date(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
