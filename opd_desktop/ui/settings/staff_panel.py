"""A new member of staff."""

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit

from opd_desktop.domain.errors import BadInput
from opd_desktop.domain.permissions import Role
from opd_desktop.services.dto.facilities import CreateStaff
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.settings.presenter import SettingsPresenter
from opd_desktop.ui.widgets import Button, Caption, Field, Notice, Panel
from opd_desktop.ui.words import error_text

_ROLES = ("reception", "doctor", "manager", "admin")


class StaffPanel(Panel):
    """A new member of staff.

    Attributes:
        created: the `StaffDto`.
    """

    created = Signal(object)

    def __init__(self, desk: Desk, presenter: SettingsPresenter, role_word: Callable[[str], str]) -> None:
        super().__init__(self.tr("Add a person"))
        self._presenter = presenter
        self.name = QLineEdit(self)
        self.login = QLineEdit(self)
        self.password = QLineEdit(self)
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.role = QComboBox(self)
        for role in _ROLES:
            self.role.addItem(role_word(role), role)
        self.practitioner = QComboBox(self)
        known = {one.id: one for one in desk.practitioners}
        for one in known.values():
            self.practitioner.addItem(f"{one.display_name} · {one.specialty}", one.id)
        self.facilities = [QCheckBox(one.name, self) for one in desk.facilities]
        for box, facility in zip(self.facilities, desk.facilities, strict=True):
            box.setChecked(facility.id == desk.facility.id)
            box.setProperty("facility", str(facility.id))
            box.setAccessibleName(facility.name)
        self.overbook = QCheckBox(self.tr("May overbook and correct statuses"), self)
        self.overbook.setAccessibleName(self.overbook.text())
        self._fields = {
            "display_name": Field(self.tr("Name"), self.name),
            "login": Field(self.tr("Login"), self.login, self.tr("Small letters, digits, . _ -")),
            "password": Field(
                self.tr("First password"), self.password, self.tr("At least 8 characters; changed at the first sign-in")
            ),
        }
        self._doctor = Field(self.tr("Which doctor"), self.practitioner)
        self._error = Notice("danger", parent=self)
        self._error.set_text("")
        for field in self._fields.values():
            self.body.addWidget(field)
        self.body.addWidget(Field(self.tr("Role"), self.role))
        self.body.addWidget(self._doctor)
        self.body.addWidget(Caption(self.tr("Facilities")))
        for box in self.facilities:
            self.body.addWidget(box)
        self.body.addWidget(self.overbook)
        self.body.addWidget(self._error)
        self.body.addStretch()
        self.button = Button(self.tr("Add"), "primary", keys="Ctrl+Return", parent=self)
        self.button.setShortcut("Ctrl+Return")
        self.button.clicked.connect(self.submit)
        self.footer.addWidget(self.button, 1)
        self.role.currentIndexChanged.connect(self._role_changed)
        self._role_changed()
        self.setFocusProxy(self.name)

    def _role_changed(self) -> None:
        role = self.role.currentData()
        self._doctor.setVisible(role == Role.DOCTOR.value)
        self.overbook.setVisible(role == Role.RECEPTION.value)

    def submit(self) -> None:
        """Create the login, or say what is wrong."""
        from pydantic import ValidationError

        for field in self._fields.values():
            field.set_error("")
        self._error.set_text("")
        chosen = [box.property("facility") for box in self.facilities if box.isChecked()]
        if not chosen:
            self._error.set_text(self.tr("Choose at least one facility."))
            return
        doctor = self.role.currentData() == Role.DOCTOR.value
        values = {
            "display_name": self.name.text().strip(),
            "login": self.login.text().strip().casefold(),
            "password": self.password.text(),
            "role": self.role.currentData(),
            "facility_ids": chosen,
            "practitioner_id": self.practitioner.currentData() if doctor else None,
            "can_overbook": not self.overbook.isHidden() and self.overbook.isChecked(),
        }
        try:
            request = CreateStaff.model_validate(values)
        except ValidationError as wrong:
            for problem in wrong.errors():
                name = str(problem["loc"][0])
                if name in self._fields:
                    self._fields[name].set_error(self._help(name))
                else:
                    self._error.set_text(str(problem["msg"]))
            return
        self.button.setEnabled(False)
        self._presenter.create(request, self.created.emit, self._failed)

    def _help(self, name: str) -> str:
        return {
            "display_name": self.tr("Type the name"),
            "login": self.tr("2 to 41 small letters, digits, . _ or -, beginning with a letter"),
            "password": self.tr("At least 8 characters"),
        }[name]

    def _failed(self, error: BaseException) -> None:
        self.button.setEnabled(True)
        if isinstance(error, BadInput) or "login" in str(error):
            self._fields["login"].set_error(error_text(error))
        else:
            self._error.set_text(error_text(error))
