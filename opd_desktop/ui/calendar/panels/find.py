"""First available: who has a place, soonest first, as one types and chooses."""

from datetime import date, datetime, time, timedelta
from uuid import UUID

from PySide6.QtCore import QDate, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QDateEdit, QHBoxLayout, QLineEdit, QSpinBox

from opd_desktop.services import slots
from opd_desktop.services.dto.booking import FindFirst, Found
from opd_desktop.ui.calendar.panels.days import HOURS, Weekdays, hours_choice
from opd_desktop.ui.calendar.panels.going import Wanted
from opd_desktop.ui.calendar.panels.listing import ListPanel
from opd_desktop.ui.calendar.panels.rows import Row
from opd_desktop.ui.calendar.panels.work import PanelWork
from opd_desktop.ui.text import clock_text, day_text, minutes_text
from opd_desktop.ui.widgets import Caption, Field
from opd_desktop.ui.widgets.boxes import dress_date, dress_number
from opd_desktop.ui.words import error_text

_PAUSE_MS = 120
_MOST = 30


class FindPanel(ListPanel):
    """Type a doctor or a specialty, choose days and hours; Enter goes to the place and books there.

    Attributes:
        chosen: the `Wanted` place.
    """

    chosen = Signal(object)

    def __init__(self, work: PanelWork, services: tuple[str, ...] = ()) -> None:
        super().__init__("", "", icon="search")
        self.set_title(self.tr("First available"))
        self.list.setAccessibleName(self.tr("Free places"))
        self._work = work
        self._desk = work.desk
        self._length = 1
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.search)
        self._make_fields(services)
        self.list.opened.connect(self._choose)
        self.setFocusProxy(self.who)
        self.show_rows((), self.tr("Looking …"))
        self.search()

    def _make_fields(self, services: tuple[str, ...]) -> None:
        self.who = _SearchLine(self)
        self.who.stepped.connect(self._step)
        self.who.setPlaceholderText(self.tr("Doctor, specialty, hour: rao 15:30"))
        self.who.setClearButtonEnabled(True)
        self.who.textChanged.connect(self._changed)
        self.who.returnPressed.connect(self._take_first)
        self.service = QComboBox(self)
        self.service.addItem(self.tr("Any service"), None)
        for name in services:
            self.service.addItem(name, name)
        self.service.currentIndexChanged.connect(self._changed)
        self.start = QDateEdit(self)
        dress_date(self.start)
        today = self._desk.today()
        self.start.setMinimumDate(QDate(today.year, today.month, today.day))
        self.start.setDate(QDate(today.year, today.month, today.day))
        self.start.dateChanged.connect(self._changed)
        self.length = QSpinBox(self)
        self.length.setRange(1, 12)
        dress_number(self.length)
        self.length.setSuffix(self.tr(" × slot"))
        self.length.valueChanged.connect(self._changed)
        self.weekdays = Weekdays(self.tr("Days"), self)
        self.weekdays.changed.connect(self._changed)
        self.hours = hours_choice(self)
        self.hours.changed.connect(self._changed)
        pair = QHBoxLayout()
        pair.setSpacing(12)
        pair.addWidget(Field(self.tr("From"), self.start), 1)
        pair.addWidget(Field(self.tr("Length"), self.length), 1)
        self._service_field = Field(self.tr("Service"), self.service)
        self._service_field.setVisible(len(services) > 1)
        self.body.insertWidget(0, Field(self.tr("With"), self.who))
        self.body.insertWidget(1, self._service_field)
        self.body.insertLayout(2, pair)
        self.body.insertWidget(3, Caption(self.tr("Days (none = any)")))
        self.body.insertWidget(4, self.weekdays)
        self.body.insertWidget(5, self.hours)

    def _changed(self, *_ignored: object) -> None:
        self._pause.start()

    # Asking

    def people(self) -> tuple[UUID, ...] | None:
        """The doctors that fit what was typed, empty for anybody, None when nobody fits."""
        words = [word for word in self.who.text().casefold().split() if _hour(word) is None]
        if not words:
            return ()
        fitting = tuple(
            one.id
            for one in self._desk.practitioners
            if all(word in f"{one.display_name} {one.specialty}".casefold() for word in words)
        )
        return fitting or None

    def request(self, people: tuple[UUID, ...]) -> FindFirst:
        """What is asked."""
        chosen = self.start.date()
        day = date(chosen.year(), chosen.month(), chosen.day())
        begin = datetime.combine(day, time(), self._desk.zone)
        from_time, to_time = HOURS[self.hours.current()]
        hours = [hour for word in self.who.text().split() if (hour := _hour(word)) is not None]
        from_time = max((*hours, *((from_time,) if from_time else ())), default=None)
        return FindFirst(
            facility_id=self._desk.facility.id,
            practitioner_ids=people,
            service_type=self.service.currentData(),
            start=max(begin, self._desk.now()),
            days=self.weekdays.days(),
            from_time=from_time,
            to_time=to_time,
            length=self.length.value(),
            limit=_MOST,
        )

    def search(self) -> None:
        """Ask now."""
        people = self.people()
        if people is None:
            text = self.tr("Nobody here is called that")
            self.show_rows((), text, self.tr("Type part of a doctor's name or of a specialty."))
            return
        self._length = self.length.value()
        self._work.read(self, "find", slots.find, self.request(people), self._found, self._not_found)

    def _found(self, places: tuple[Found, ...]) -> None:
        hint = self.tr("Take off a day or an hour, make it shorter, or put the patient on the waiting list.")
        self.show_rows([self._row(one) for one in places], self.tr("No free place in the coming year"), hint)

    def _not_found(self, error: BaseException) -> None:
        self.show_rows((), self.tr("Could not look"), error_text(error))

    def _row(self, place: Found) -> Row:
        start, end = self._desk.local(place.starts_at), self._desk.local(place.ends_at)
        doctor = next((one for one in self._desk.practitioners if one.id == place.practitioner_id), None)
        parts = (place.practitioner_name, doctor.specialty if doctor else "")
        return Row(
            place.slot_ids[0],
            f"{day_text(start.date())}  {clock_text(start)}–{clock_text(end)}",
            (" · ".join(part for part in parts if part),),
            side=self._far(start.date(), place),
            data=place,
        )

    def _far(self, day: date, place: Found) -> str:
        days = (day - self._desk.today()).days
        if days == 0:
            return self.tr("in {0}").format(minutes_text((place.starts_at - self._desk.now()) / timedelta(minutes=1)))
        if days == 1:
            return self.tr("tomorrow")
        return self.tr("in {0} days").format(days)

    # Choosing

    def _choose(self, row: Row) -> None:
        place = row.data
        if isinstance(place, Found):
            self.chosen.emit(Wanted(place.practitioner_id, place.starts_at, self._length))

    def _take_first(self) -> None:
        row = self.list.current()
        if self._pause.isActive():
            self._pause.stop()
            self.search()
        elif row is not None:
            self._choose(row)

    def _step(self, step: int) -> None:
        if self.list.count():
            self.list.setCurrentRow(max(0, min(self.list.currentRow() + step, self.list.count() - 1)))


def _hour(word: str) -> time | None:
    """An hour among the words, ``15`` or ``15:30``: not before that."""
    hour, _, minute = word.partition(":")
    if not hour.isdigit() or (minute and not minute.isdigit()):
        return None
    try:
        return time(int(hour), int(minute or 0))
    except ValueError:
        return None


class _SearchLine(QLineEdit):
    """A line whose arrow keys go through the list below (a scroll area would take them otherwise)."""

    stepped = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down step."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            event.accept()
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Down else -1)
            return
        super().keyPressEvent(event)
