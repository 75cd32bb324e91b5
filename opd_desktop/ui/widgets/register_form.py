"""Registering a patient at the window: few fields, duplicates shown while typing."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QVBoxLayout, QWidget

from opd_desktop.domain.birth import parse_birth
from opd_desktop.domain.errors import BadInput
from opd_desktop.services import patients
from opd_desktop.services.dto.patients import Consent, FindDuplicates, PatientDto, PatientHit, RegisterPatient
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.text import age_text, phone_text
from opd_desktop.ui.widgets.basic import Caption, Notice, Segmented
from opd_desktop.ui.widgets.field import Field
from opd_desktop.ui.words import error_text

_PAUSE_MS = 250


class RegisterForm(QWidget):
    """Name, sex, birth date or age, phone, e-mail, consent.

    Attributes:
        registered: the new `PatientDto`.
        existing_chosen: a `PatientHit` that is the same person after all.
    """

    registered = Signal(object)
    existing_chosen = Signal(object)

    def __init__(self, desk: Desk, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._busy = False
        digits = sum(letter.isdigit() for letter in text)
        is_phone = digits >= 5
        self.name = QLineEdit("" if is_phone else text, self)
        self.birth = QLineEdit(self)
        self.birth.setPlaceholderText(self.tr("34 or 1990-05-12"))
        self.phone = QLineEdit(text if is_phone else "", self)
        self.email = QLineEdit(self)
        self.sex = Segmented(
            [("female", self.tr("Female")), ("male", self.tr("Male")), ("other", self.tr("Other"))],
            self.tr("Sex"),
            self,
        )
        self.consent = QCheckBox(self.tr("May be sent messages about visits"), self)
        self.consent.setAccessibleName(self.consent.text())
        self._fields = {
            "name": Field(self.tr("Name"), self.name),
            "birth_date": Field(self.tr("Birth date or age"), self.birth),
            "phone": Field(self.tr("Phone"), self.phone),
            "email": Field(self.tr("E-mail"), self.email),
        }
        self._error = Notice("danger", parent=self)
        self._duplicates = QWidget(self)
        self._duplicates_column = QVBoxLayout(self._duplicates)
        self._duplicates_column.setContentsMargins(0, 0, 0, 0)
        self._lay_out()
        self._error.set_text("")
        self._duplicates.hide()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._look_for_duplicates)
        for edit in (self.name, self.phone, self.birth):
            edit.textChanged.connect(lambda _text: self._timer.start())
        self.setFocusProxy(self.phone if self.name.text() and is_phone else self.name)
        if text:
            self._timer.start()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self._fields["name"])
        column.addWidget(Caption(self.tr("Sex")))
        column.addWidget(self.sex)
        for name in ("birth_date", "phone", "email"):
            column.addWidget(self._fields[name])
        column.addWidget(self.consent)
        column.addWidget(self._duplicates)
        column.addWidget(self._error)

    def values(self) -> dict[str, object]:
        """What was typed, for a draft."""
        return {
            "name": self.name.text(),
            "sex": self.sex.current(),
            "birth": self.birth.text(),
            "phone": self.phone.text(),
            "email": self.email.text(),
            "consent": self.consent.isChecked(),
        }

    def set_values(self, values: dict[str, object]) -> None:
        """Put a draft back."""
        for edit, key in ((self.name, "name"), (self.birth, "birth"), (self.phone, "phone"), (self.email, "email")):
            edit.setText(str(values.get(key, "")))
        self.sex.set_current(str(values.get("sex") or "female"))
        self.consent.setChecked(bool(values.get("consent")))

    def submit(self) -> None:
        """Register, or say beside the field what is wrong."""
        if self._busy:
            return
        request = self._request()
        if request is None:
            return
        self._busy = True
        self._error.set_text("")
        self._desk.write(self, patients.register, request, self._done, self._refused)

    def _request(self) -> RegisterPatient | None:
        for field in self._fields.values():
            field.set_error("")
        name = self.name.text().strip()
        if not name:
            self._complain("name", self.tr("Type the patient's name"))
            return None
        try:
            born, age = parse_birth(self.birth.text(), self._desk.today(), self._desk.facility.country)
        except BadInput as wrong:
            self._complain("birth_date", error_text(wrong))
            return None
        return RegisterPatient.model_validate(
            {
                "name": name,
                "sex": self.sex.current(),
                "birth_date": born,
                "age_years": age,
                "phone": self.phone.text().strip(),
                "email": self.email.text().strip(),
                "facility_id": self._desk.facility.id,
                "preferred_channel": "email" if self.email.text().strip() else "desk",
                "consents": (Consent(purpose="messages", granted=True),) if self.consent.isChecked() else (),
            }
        )

    def _complain(self, name: str, text: str) -> None:
        self._fields[name].set_error(text)
        self._fields[name].editor.setFocus()

    def _done(self, patient: PatientDto) -> None:
        self._busy = False
        self.registered.emit(patient)

    def _refused(self, error: BaseException) -> None:
        self._busy = False
        wrong = dict(error.params.get("fields") or {}) if isinstance(error, BadInput) else {}
        for name in ("phone", "email", "name", "birth_date"):
            hit = name in wrong or (isinstance(error, BadInput) and name in error.code)
            if hit:
                self._complain(name, error_text(error))
                return
        self._error.set_text(error_text(error))

    def _look_for_duplicates(self) -> None:
        try:
            born, _age = parse_birth(self.birth.text(), self._desk.today(), self._desk.facility.country)
        except BadInput:
            born = None
        name, phone = self.name.text().strip(), self.phone.text().strip()
        if len(name) < 3 and len(phone) < 5:
            self._show_duplicates(())
            return
        request = FindDuplicates(name=name, phone=phone, birth_date=born, facility_id=self._desk.facility.id)
        self._desk.read(self, "duplicates", patients.duplicates, request, self._show_duplicates, self._no_duplicates)

    def _no_duplicates(self, error: BaseException) -> None:
        """Looking for duplicates is a help; what stands in the way is told when registering."""
        del error
        self._show_duplicates(())

    def _show_duplicates(self, hits: Sequence[PatientHit]) -> None:
        while self._duplicates_column.count():
            item = self._duplicates_column.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.deleteLater()
        for hit in hits[:3]:
            text = self.tr("Perhaps the same person: {0}, {1}, {2}").format(
                hit.name, age_text(hit.sex, hit.age_years), phone_text(hit.phone) or hit.mrn
            )
            notice = Notice("warn", text, self.tr("Use"), lambda hit=hit: self.existing_chosen.emit(hit), self)
            self._duplicates_column.addWidget(notice)
        self._duplicates.setVisible(bool(hits))
