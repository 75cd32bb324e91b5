"""Panels: register a new patient, correct one."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit

from opd_desktop.domain.birth import parse_birth
from opd_desktop.domain.errors import BadInput
from opd_desktop.services.dto.patients import PatchPatient, PatientDto
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.patients.presenter import PatientsPresenter
from opd_desktop.ui.widgets import Button, Field, Notice, Panel, Segmented
from opd_desktop.ui.widgets.register_form import RegisterForm
from opd_desktop.ui.words import error_text

CHANNELS = ("desk", "email", "sms", "whatsapp")


class RegisterPanel(Panel):
    """A new patient; what was typed survives a crash.

    Attributes:
        registered: a `PatientDto`; existing_chosen: a `PatientHit`.
    """

    registered = Signal(object)
    existing_chosen = Signal(object)

    def __init__(self, desk: Desk, text: str = "") -> None:
        super().__init__(self.tr("New patient"))
        self._desk = desk
        self._done = False
        self.form = RegisterForm(desk, text, self)
        if not text and (kept := desk.drafts.get("register")):
            self.form.set_values(kept)
        for edit in (self.form.name, self.form.birth, self.form.phone, self.form.email):
            edit.textChanged.connect(lambda _text: desk.drafts.put("register", self.form.values()))
            edit.returnPressed.connect(self.form.submit)
        self.form.registered.connect(self._finish)
        self.form.existing_chosen.connect(self.existing_chosen)
        self.body.addWidget(self.form)
        self.body.addStretch()
        self.button = Button(self.tr("Register"), "primary", keys="Ctrl+Return", parent=self)
        self.button.setShortcut("Ctrl+Return")
        self.button.clicked.connect(self.form.submit)
        self.footer.addWidget(self.button, 1)
        self.setFocusProxy(self.form)

    def _finish(self, patient: PatientDto) -> None:
        self._desk.drafts.drop("register")
        self.registered.emit(patient)


class CorrectPanel(Panel):
    """Correct what is known of a patient.

    Attributes:
        saved: the newer `PatientDto`.
    """

    saved = Signal(object)

    def __init__(self, desk: Desk, presenter: PatientsPresenter, patient: PatientDto) -> None:
        super().__init__(self.tr("Correct"))
        self._desk = desk
        self._presenter = presenter
        self._patient = patient
        self.name = QLineEdit(patient.name, self)
        born = "" if patient.birth_date is None else patient.birth_date.isoformat()
        self.birth = QLineEdit(born, self)
        self.phone = QLineEdit(patient.phone, self)
        self.email = QLineEdit(patient.email, self)
        self.address = QLineEdit(patient.address, self)
        self.sex = Segmented(
            [("female", self.tr("Female")), ("male", self.tr("Male")), ("other", self.tr("Other")),
             ("unknown", self.tr("Unknown"))],
            self.tr("Sex"), self,
        )  # fmt: skip
        self.sex.set_current(patient.sex)
        self.channel = QComboBox(self)
        for name in CHANNELS:
            self.channel.addItem(self._channel_word(name), name)
        self.channel.setCurrentIndex(CHANNELS.index(patient.preferred_channel))
        self.consent = QCheckBox(self.tr("May be sent messages about visits"), self)
        self.consent.setAccessibleName(self.consent.text())
        self.consent.setChecked(any(one.granted for one in patient.consents if one.purpose == "messages"))
        self._had_consent = self.consent.isChecked()
        self._fields = {
            "name": Field(self.tr("Name"), self.name),
            "birth_date": Field(self.tr("Birth date"), self.birth),
            "phone": Field(self.tr("Phone"), self.phone),
            "email": Field(self.tr("E-mail"), self.email),
            "address": Field(self.tr("Address"), self.address),
        }
        self._error = Notice("danger", parent=self)
        self._error.set_text("")
        self.body.addWidget(self._fields["name"])
        self.body.addWidget(Field(self.tr("Sex"), self.sex))
        for key in ("birth_date", "phone", "email", "address"):
            self.body.addWidget(self._fields[key])
        self.body.addWidget(Field(self.tr("Messages by"), self.channel))
        self.body.addWidget(self.consent)
        self.body.addWidget(self._error)
        self.body.addStretch()
        self.button = Button(self.tr("Save"), "primary", keys="Ctrl+Return", parent=self)
        self.button.setShortcut("Ctrl+Return")
        self.button.clicked.connect(self.submit)
        self.footer.addWidget(self.button, 1)
        self.setFocusProxy(self.name)

    def _channel_word(self, name: str) -> str:
        return {
            "desk": self.tr("Desk (told by staff)"),
            "email": self.tr("E-mail"),
            "sms": self.tr("SMS"),
            "whatsapp": self.tr("WhatsApp"),
        }[name]

    def submit(self) -> None:
        """Save, or say beside the field what is wrong."""
        for field in self._fields.values():
            field.set_error("")
        self._error.set_text("")
        try:
            born, age = parse_birth(self.birth.text(), self._desk.today(), self._desk.facility.country)
        except BadInput as wrong:
            self._fields["birth_date"].set_error(error_text(wrong))
            return
        if age is not None:
            self._fields["birth_date"].set_error(self.tr("Type the date: year-month-day"))
            return
        if not self.name.text().strip():
            self._fields["name"].set_error(self.tr("Type the patient's name"))
            return
        changes: dict[str, object] = {
            "name": self.name.text().strip(),
            "sex": self.sex.current(),
            "phone": self.phone.text().strip(),
            "email": self.email.text().strip(),
            "address": self.address.text().strip(),
            "preferred_channel": self.channel.currentData(),
        }
        if born is not None and born != self._patient.birth_date:
            changes["birth_date"] = born
        fixed = {
            "id": self._patient.id,
            "row_version": self._patient.row_version,
            "facility_id": self._desk.facility.id,
        }
        self.button.setEnabled(False)
        self._presenter.patch(PatchPatient.model_validate(fixed | changes), self._patched, self._failed)

    def _patched(self, patient: PatientDto) -> None:
        if self.consent.isChecked() != self._had_consent:
            self._presenter.consent(self.consent.isChecked(), self.saved.emit, self._failed)
        else:
            self.saved.emit(patient)

    def _failed(self, error: BaseException) -> None:
        self.button.setEnabled(True)
        wrong = dict(error.params.get("fields") or {}) if isinstance(error, BadInput) else {}
        for name, field in self._fields.items():
            if name in wrong or (isinstance(error, BadInput) and name in error.code):
                field.set_error(error_text(error))
                return
        self._error.set_text(error_text(error))
