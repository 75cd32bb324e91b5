"""Panels of the queue: check in, walk in, one person."""

from collections.abc import Callable, Sequence
from uuid import UUID

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QListWidget, QListWidgetItem, QWidget

from opd_desktop.services.dto.appointments import AppointmentDto, CheckedIn
from opd_desktop.services.dto.common import Page
from opd_desktop.services.dto.patients import PatientDto, PatientHit
from opd_desktop.services.dto.queue import QueueEntryDto, QueueMoved, WalkIn
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.queue.presenter import QueuePresenter
from opd_desktop.ui.queue.words import wait_text, why_text
from opd_desktop.ui.text import age_text, clock_text, minutes_text
from opd_desktop.ui.theme import theme
from opd_desktop.ui.widgets import Button, Caption, Chip, Field, Heading, Muted, Notice, Panel
from opd_desktop.ui.widgets.patient_picker import PatientPicker
from opd_desktop.ui.widgets.register_form import RegisterForm
from opd_desktop.ui.words import error_text

PRIORITIES = ("normal", "elderly", "urgent", "emergency")


def priority_box(parent: QWidget) -> QComboBox:
    """How soon somebody must be seen."""
    box = QComboBox(parent)
    for priority in PRIORITIES:
        box.addItem(parent.tr("Normal") if priority == "normal" else theme().looks(priority).word, priority)
    return box


class CheckInPanel(Panel):
    """Today's visits that are expected; type to narrow, Enter checks in.

    Attributes:
        checked_in: a `CheckedIn`.
    """

    checked_in = Signal(object)

    def __init__(self, desk: Desk, presenter: QueuePresenter) -> None:
        super().__init__(self.tr("Check in"))
        self._desk = desk
        self._presenter = presenter
        self._visits: Sequence[AppointmentDto] = ()
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(self.tr("Name, MRN, phone or doctor"))
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(lambda _text: self._fill())
        self.filter.returnPressed.connect(self.submit)
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Visits expected today"))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setTextElideMode(Qt.TextElideMode.ElideRight)
        self.list.setMinimumHeight(round(theme().rem * 16))
        self.list.itemActivated.connect(lambda _item: self.submit())
        self.priority = priority_box(self)
        self.button = Button(self.tr("Check in"), "primary", keys="Return", parent=self)
        self.button.clicked.connect(self.submit)
        self._none = Muted(parent=self)
        self.body.addWidget(Field(self.tr("Who came?"), self.filter))
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self._none)
        self.body.addWidget(Field(self.tr("Priority"), self.priority))
        self.footer.addWidget(self.button, 1)
        self.setFocusProxy(self.filter)
        self.load()

    def load(self) -> None:
        """Ask for today's visits."""
        self._presenter.expected(self._loaded)

    def _loaded(self, page: Page[AppointmentDto]) -> None:
        self._visits = page.items
        self._fill()

    def _fill(self) -> None:
        words = self.filter.text().casefold().split()
        kept = self.list.currentItem().data(Qt.ItemDataRole.UserRole).id if self.list.currentItem() else None
        self.list.clear()
        for visit in self._visits:
            text = self._text(visit)
            if all(word in f"{text} {visit.patient_mrn} {visit.patient_phone}".casefold() for word in words):
                item = QListWidgetItem(text)
                item.setToolTip(f"{text} · {visit.patient_mrn}")
                item.setSizeHint(QSize(0, max(34, round(theme().rem * 2))))
                item.setData(Qt.ItemDataRole.UserRole, visit)
                self.list.addItem(item)
                if visit.id == kept:
                    self.list.setCurrentItem(item)
        if self.list.currentRow() < 0 and self.list.count():
            self.list.setCurrentRow(0)
        self._none.setText("" if self.list.count() else self._why_none())
        self._none.setVisible(not self.list.count())
        self.list.setVisible(self.list.count() > 0)
        self.button.setEnabled(self.list.count() > 0)

    def _why_none(self) -> str:
        if self._visits:
            return self.tr("No visit fits. Is it a walk-in? Press F6.")
        return self.tr("No more visits are expected today. Take a walk-in with F6.")

    def _text(self, visit: AppointmentDto) -> str:
        at = clock_text(self._desk.local(visit.starts_at))
        return f"{at}  {visit.patient_name} · {visit.practitioner_name}"

    def submit(self) -> None:
        """Check in the visit under the cursor."""
        item = self.list.currentItem()
        if item is not None and self.button.isEnabled():
            self.button.setEnabled(False)
            self._presenter.check_in(
                item.data(Qt.ItemDataRole.UserRole), self.priority.currentData(), self._done, self._failed
            )

    def _done(self, result: CheckedIn) -> None:
        self.filter.clear()
        self.priority.setCurrentIndex(0)
        self.filter.setFocus()
        self.load()
        self.checked_in.emit(result)

    def _failed(self, error: BaseException) -> None:
        self._desk.show_error(error)
        self.load()


class WalkInPanel(Panel):
    """A patient without an appointment: find or register, choose the doctor, give a token.

    Attributes:
        joined: the new `QueueEntryDto`.
    """

    joined = Signal(object)

    def __init__(self, desk: Desk, presenter: QueuePresenter, practitioner_id: UUID | None = None) -> None:
        super().__init__(self.tr("Walk-in"))
        self._desk = desk
        self._presenter = presenter
        self._patient: PatientHit | PatientDto | None = None
        self._form: RegisterForm | None = None
        self.picker = PatientPicker(desk, parent=self)
        self.picker.picked.connect(self._picked)
        self.picker.register_wanted.connect(self.register)
        self._who = Notice("good", parent=self)
        self._who.set_text("")
        self.doctor = QComboBox(self)
        for one in desk.practitioners:
            self.doctor.addItem(f"{one.display_name} · {one.specialty}", one.id)
        known = [one.id for one in desk.practitioners]
        self.doctor.setCurrentIndex(known.index(practitioner_id) if practitioner_id in known else 0)
        self.priority = priority_box(self)
        self.reason = QLineEdit(self)
        self.reason.setMaxLength(500)
        self.reason.returnPressed.connect(self.submit)
        self._error = Notice("danger", parent=self)
        self._error.set_text("")
        self._find = Field(self.tr("Patient"), self.picker.edit)
        self.body.addWidget(self._find)
        self.body.addWidget(self.picker)
        self.body.addWidget(self._who)
        self._rest = [
            Field(self.tr("Doctor"), self.doctor),
            Field(self.tr("Reason"), self.reason),
            Field(self.tr("Priority"), self.priority),
        ]
        for field in self._rest:
            self.body.addWidget(field)
        self.body.addWidget(self._error)
        self.body.addStretch()
        self.button = Button(self.tr("Give a token"), "primary", keys="Ctrl+Return", parent=self)
        self.button.setShortcut("Ctrl+Return")
        self.button.clicked.connect(self.submit)
        self.footer.addWidget(self.button, 1)
        self.setFocusProxy(self.picker.edit)

    def register(self, text: str) -> None:
        """Nobody fits: register here."""
        self._form = RegisterForm(self._desk, text, self)
        self._form.registered.connect(self._picked)
        self._form.existing_chosen.connect(self._picked)
        self.picker.hide()
        self._find.hide()
        self.body.insertWidget(0, self._form)
        self.button.setText(self.tr("Register"))
        for field in self._rest:
            field.hide()
        self._form.setFocus()

    def _picked(self, patient: PatientHit | PatientDto) -> None:
        self._patient = patient
        if self._form is not None:
            self._form.hide()
            self._form.deleteLater()
            self._form = None
        self.picker.hide()
        self._find.hide()
        self._who.set_text(f"{patient.name} · {age_text(patient.sex, patient.age_years)} · {patient.mrn}")
        self.button.setText(self.tr("Give a token"))
        for field in self._rest:
            field.show()
        self.reason.setFocus()

    def submit(self) -> None:
        """Register, or give a token."""
        self._error.set_text("")
        if self._form is not None:
            self._form.submit()
        elif self._patient is None:
            self._error.set_text(self.tr("Choose a patient first."))
            self.picker.edit.setFocus()
        elif self.doctor.currentData() is None:
            self._error.set_text(self.tr("No doctor works at this facility. Add one under Settings."))
        elif self.button.isEnabled():
            self.button.setEnabled(False)
            request = WalkIn(
                facility_id=self._desk.facility.id,
                practitioner_id=self.doctor.currentData(),
                patient_id=self._patient.id,
                priority=self.priority.currentData(),
                reason=self.reason.text().strip(),
            )
            self._presenter.walk_in(request, self._done, self._failed)

    def _done(self, moved: QueueMoved) -> None:
        self.joined.emit(moved.entry)
        self.closed.emit()

    def _failed(self, error: BaseException) -> None:
        self.button.setEnabled(True)
        self._error.set_text(error_text(error))


class EntryPanel(Panel):
    """One person in the queue and what can be done."""

    def __init__(
        self, presenter: QueuePresenter, entry: QueueEntryDto, buttons: Sequence[tuple[str, str, Callable[[], None]]]
    ) -> None:
        super().__init__(f"{entry.token} {entry.patient_name}")
        self.entry = entry
        self.body.addWidget(Chip(theme().looks(entry.state), self))
        self.body.addWidget(Muted(age_text(entry.patient_sex, entry.patient_age)))
        self.body.addWidget(Caption(self.tr("Visit")))
        self.body.addWidget(Heading(presenter.visit_text(entry)))
        self.body.addWidget(Caption(self.tr("Place")))
        place = why_text(entry.why_here)
        if entry.position:
            place = self.tr("Number {0}. {1}").format(entry.position, place)
        self.body.addWidget(Muted(place))
        if expected := wait_text(entry):
            self.body.addWidget(Muted(self.tr("Expected wait: {0}").format(expected)))
        if entry.promised_wait_minutes is not None:
            told = minutes_text(entry.promised_wait_minutes)
            self.body.addWidget(Muted(self.tr("Told at check-in: {0}").format(told)))
        for text, kind, run in buttons:
            button = Button(text, kind, parent=self)
            button.clicked.connect(lambda _checked=False, run=run: run())
            self.body.addWidget(button)
        self.body.addStretch()
