"""What somebody on the waiting list wishes: with whom, on which days, at what hours, how urgently."""

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtWidgets import QComboBox, QDateEdit, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from opd_desktop.services.dto.booking import AddToWaitlist
from opd_desktop.services.dto.facilities import PractitionerDto
from opd_desktop.ui.calendar.panels.days import HOURS, Weekdays, hours_choice
from opd_desktop.ui.calendar.panels.words import URGENCY, word
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.widgets import Caption, Field, Segmented
from opd_desktop.ui.widgets.boxes import choose_data, dress_date

_WEEKS = 2


class WishForm(QWidget):
    """The doctor or any of the specialty, days, hours, urgency, a note.

    Attributes:
        typed: something was chosen or typed.
    """

    typed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.doctor = QComboBox(self)
        for one in desk.practitioners:
            self.doctor.addItem(one.display_name, one.id)
        self.whom = Segmented(
            [("doctor", self.tr("This doctor")), ("any", self.tr("Anyone of the specialty"))], self.tr("Whom"), self
        )
        self.first, self.last = QDateEdit(self), QDateEdit(self)
        for edit in (self.first, self.last):
            dress_date(edit)
            # Two beside each other have no room for the day of the week.
            edit.setDisplayFormat("d MMM yy")
            edit.dateChanged.connect(self.typed)
        self.weekdays = Weekdays(self.tr("Days"), self)
        self.hours = hours_choice(self)
        self.urgency = Segmented([(str(n), word(text)) for n, text in enumerate(URGENCY)], self.tr("Urgency"), self)
        self.note = QLineEdit(self)
        self.note.setMaxLength(300)
        self.note.setPlaceholderText(self.tr("For example: call after 18:00"))
        self.note.textChanged.connect(self.typed)
        self._lay_out()
        self.set_period(desk.today(), desk.today() + timedelta(weeks=_WEEKS))
        self.setFocusProxy(self.doctor)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Field(self.tr("Waits for"), self.doctor))
        column.addWidget(self.whom)
        period = QHBoxLayout()
        period.setSpacing(12)
        self.first_field = Field(self.tr("From"), self.first)
        self.last_field = Field(self.tr("To"), self.last)
        period.addWidget(self.first_field, 1)
        period.addWidget(self.last_field, 1)
        column.addLayout(period)
        for caption, widget in (
            (self.tr("Days (none = any)"), self.weekdays),
            (self.tr("Hours"), self.hours),
            (self.tr("How urgent"), self.urgency),
        ):
            column.addWidget(Caption(caption))
            column.addWidget(widget)
        column.addWidget(Field(self.tr("Note"), self.note))

    def set_doctor(self, practitioner_id: UUID) -> None:
        """For whom the patient waits."""
        choose_data(self.doctor, practitioner_id)

    def set_period(self, first: date, last: date) -> None:
        """The days, both included."""
        today = self._desk.today()
        for edit, day in ((self.first, first), (self.last, last)):
            edit.setMinimumDate(QDate(today.year, today.month, today.day))
            edit.setDate(QDate(day.year, day.month, day.day))

    def _practitioner(self) -> PractitionerDto | None:
        wanted = self.doctor.currentData()
        return next((one for one in self._desk.practitioners if one.id == wanted), None)

    def request(self, request_id: UUID, patient_id: UUID, reason: str) -> AddToWaitlist | None:
        """The entry, or None with an error beside the field that is wrong."""
        first, last = _day(self.first.date()), _day(self.last.date())
        doctor = self._practitioner()
        self.last_field.set_error("" if last >= first else self.tr("Choose a day that isn't before the first."))
        if last < first or doctor is None:
            self.last.setFocus(Qt.FocusReason.OtherFocusReason)
            return None
        zone = self._desk.zone
        start = datetime.combine(first, time(), zone)
        end = datetime.combine(last + timedelta(days=1), time(), zone)
        from_time, to_time = HOURS[self.hours.current()]
        any_one = self.whom.current() == "any"
        return AddToWaitlist(
            request_id=request_id,
            patient_id=patient_id,
            practitioner_id=doctor.id,
            facility_id=self._desk.facility.id,
            start=max(start, self._desk.now()),
            end=end,
            reason=reason,
            any_practitioner=any_one,
            specialty=doctor.specialty if any_one else None,
            weekdays=self.weekdays.days(),
            from_time=from_time,
            to_time=to_time,
            urgency=int(self.urgency.current()),
            note=self.note.text().strip(),
        )

    def values(self) -> dict[str, Any]:
        """What was chosen, for a draft."""
        return {
            "doctor": str(self.doctor.currentData()), "whom": self.whom.current(),
            "first": self.first.date().toString(Qt.DateFormat.ISODate),
            "last": self.last.date().toString(Qt.DateFormat.ISODate), "weekdays": list(self.weekdays.days()),
            "hours": self.hours.current(), "urgency": self.urgency.current(), "note": self.note.text(),
        }  # fmt: skip

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Put a draft back."""
        if values.get("doctor"):
            self.set_doctor(UUID(str(values["doctor"])))
        for choice, key in ((self.whom, "whom"), (self.hours, "hours"), (self.urgency, "urgency")):
            if values.get(key):
                choice.set_current(str(values[key]))
        self.weekdays.set_days(tuple(values.get("weekdays") or ()))
        for edit, key in ((self.first, "first"), (self.last, "last")):
            day = QDate.fromString(str(values.get(key) or ""), Qt.DateFormat.ISODate)
            if day.isValid():
                edit.setDate(day)
        self.note.setText(str(values.get("note") or ""))


def _day(day: QDate) -> date:
    return date(day.year(), day.month(), day.day())
