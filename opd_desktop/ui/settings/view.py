"""The settings screen."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from opd_desktop.domain.errors import BadInput
from opd_desktop.domain.permissions import Permission, Role
from opd_desktop.services.dto.facilities import CreateStaff, StaffDto
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.screen import Screen
from opd_desktop.ui.scribe_process import ScribeProcess
from opd_desktop.ui.settings.models_panel import ModelsPanel
from opd_desktop.ui.settings.presenter import SettingsPresenter, SettingsState
from opd_desktop.ui.theme import Look, theme
from opd_desktop.ui.widgets import (
    Button,
    Caption,
    Card,
    Column,
    Field,
    Heading,
    ListTable,
    Muted,
    Notice,
    Panel,
    Segmented,
)
from opd_desktop.ui.words import error_text

_ROLES = ("reception", "doctor", "manager", "admin")


class SettingsScreen(Screen):
    """Database, look, own password, staff."""

    screen_id = "settings"
    icon_name = "settings"
    watches = ("Staff.",)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.presenter = SettingsPresenter(desk, self)
        self._scribe: ScribeProcess | None = None
        self.presenter.state_changed.connect(self._show)
        self.add_action = self.act(
            "settings.add_staff", self.tr("Add a person"), self.open_create, keys="Ctrl+N", icon="plus"
        )
        self.toggle_action = self.act(
            "settings.toggle_staff", self.tr("Switch login on or off"), self._toggle, keys="Ctrl+D"
        )
        self.models_action = self.act(
            "settings.models",
            self.tr("Scribe models"),
            self.open_models,
            keys="Ctrl+M",
            icon="mic",
            needs=Permission.SCRIBE,
        )
        self.password_action = self.act(
            "settings.password", self.tr("Change my password"), self.open_password, keys="Ctrl+P", icon="key"
        )
        for action in (self.add_action, self.toggle_action):
            action.setEnabled(self.presenter.manages_staff)
            action.setVisible(self.presenter.manages_staff)
        self._make_body()

    def title(self) -> str:
        """The name of the screen."""
        return self.tr("Settings")

    def _make_body(self) -> None:
        inside = QWidget(self)
        inside.setProperty("kind", "window")
        column = QVBoxLayout(inside)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(16)
        top = QHBoxLayout()
        top.setSpacing(16)
        top.addWidget(self._database_card(), 3)
        top.addWidget(self._look_card(), 2)
        column.addLayout(top, 0)
        if self.presenter.manages_staff:
            column.addWidget(self._staff_card(), 1)
        else:
            column.addStretch()
        scroll = QScrollArea(self)
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(inside)
        scroll.setFocusProxy(self.look)
        self.set_body(scroll)

    def _database_card(self) -> Card:
        card = Card(self)
        card.body.addWidget(Heading(self.tr("Database")))
        grid = QGridLayout()
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        self._facts: dict[str, QLabel] = {}
        names = {
            "kind": self.tr("Where"),
            "server": self.tr("Server"),
            "schema": self.tr("Schema"),
            "size": self.tr("Size"),
            "people": self.tr("Connections"),
            "desk": self.tr("This desk"),
            "folder": self.tr("Data folder"),
        }
        for row, (key, name) in enumerate(names.items()):
            caption = QLabel(name, card)
            caption.setProperty("kind", "muted")
            value = QLabel("…", card)
            value.setTextFormat(Qt.TextFormat.PlainText)
            value.setWordWrap(True)
            value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            grid.addWidget(caption, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(value, row, 1)
            self._facts[key] = value
        grid.setColumnStretch(1, 1)
        card.body.addLayout(grid)
        card.body.addWidget(
            Muted(
                self.tr("To share one clinic between computers, set OPD_DATABASE_URL to its Postgres; see the README.")
            )
        )
        return card

    def _look_card(self) -> Card:
        card = Card(self)
        card.body.addWidget(Heading(self.tr("Look")))
        self.look = Segmented(
            [("light", self.tr("Light")), ("dark", self.tr("Dark")), ("high-contrast", self.tr("High contrast"))],
            self.tr("Look"), self,
        )  # fmt: skip
        self.look.set_current(theme().name)
        self.look.changed.connect(theme().set_look)
        theme().changed.connect(self._show_look)
        card.body.addWidget(self.look)
        card.body.addSpacing(12)
        card.body.addWidget(Caption(self.tr("Signed in as")))
        actor = self.desk.actor
        card.body.addWidget(Muted(f"{actor.display_name} ({actor.login}) · {self._role_word(actor.role.value)}"))
        card.body.addWidget(Button.for_action(self.password_action), 0, Qt.AlignmentFlag.AlignLeft)
        if self.desk.actor.may(Permission.SCRIBE):
            card.body.addSpacing(12)
            card.body.addWidget(Caption(self.tr("Scribe")))
            card.body.addWidget(
                Muted(self.tr("Speech and language models on this computer, and how long recordings are kept."))
            )
            card.body.addWidget(Button.for_action(self.models_action), 0, Qt.AlignmentFlag.AlignLeft)
        card.body.addStretch()
        return card

    def _show_look(self) -> None:
        self.look.set_current(theme().name)

    def _staff_card(self) -> Card:
        card = Card(self)
        row = QHBoxLayout()
        row.addWidget(Heading(self.tr("Staff")), 1)
        row.addWidget(Button.for_action(self.toggle_action))
        row.addWidget(Button.for_action(self.add_action, "primary"))
        card.body.addLayout(row)
        self.table = ListTable(self.tr("Staff"), self)
        self.table.setMinimumHeight(260)
        facilities = {one.id: one.name for one in self.desk.facilities}
        on = Look("check", self.tr("Active"), "checked_t", "checked")
        off = Look("lock", self.tr("Off"), "cancel_t", "cancel")
        self.table.set_columns(
            [
                Column(self.tr("Name"), lambda one: one.display_name, stretch=True, strong=True),
                Column(self.tr("Login"), lambda one: one.login),
                Column(self.tr("Role"), lambda one: self._role_word(one.role.value)),
                Column(
                    self.tr("Facilities"), lambda one: ", ".join(facilities.get(key, "?") for key in one.facility_ids)
                ),
                Column(self.tr("Overbook"), lambda one: self.tr("yes") if one.can_overbook else ""),
                Column(
                    self.tr("State"), lambda one: (on if one.active else off).word,
                    look=lambda one: on if one.active else off,
                ),
            ],
            lambda one: one.id,
        )  # fmt: skip
        card.body.addWidget(self.table, 1)
        return card

    def _role_word(self, role: str) -> str:
        return {
            "reception": self.tr("Reception"),
            "doctor": self.tr("Doctor"),
            "manager": self.tr("Manager"),
            "admin": self.tr("Administrator"),
        }.get(role, role)

    def refresh(self) -> None:
        """Load again."""
        self.presenter.load()

    def _show(self, state: SettingsState) -> None:
        settings = self.desk.settings
        self._facts["desk"].setText(settings.desk)
        self._facts["folder"].setText(str(settings.data_dir))
        if state.info is not None:
            info = state.info
            here = self.tr("On this computer ({0})") if not settings.database_url else self.tr("Shared ({0})")
            self._facts["kind"].setText(here.format(f"{info.host or 'socket'} / {info.database}"))
            self._facts["server"].setText(f"PostgreSQL {info.server_version}")
            self._facts["schema"].setText(info.schema_revision)
            self._facts["size"].setText(self.tr("{0} MB").format(round(info.size_bytes / 1_000_000)))
            self._facts["people"].setText(str(info.connections))
        if state.staff is not None:
            self.table.set_rows(state.staff)

    def open_create(self) -> None:
        """A new login."""
        panel = StaffPanel(self.desk, self.presenter, self._role_word)
        panel.created.connect(self._created)
        self.show_panel(panel)
        panel.setFocus()

    def _created(self, person: StaffDto) -> None:
        self.close_panel()
        self.desk.toast(self.tr("{0} can sign in as {1}").format(person.display_name, person.login))
        self.presenter.load()

    def open_password(self) -> None:
        """One's own password."""
        panel = PasswordPanel(self.desk, self.presenter)
        panel.changed_password.connect(self.close_panel)
        self.show_panel(panel)
        panel.setFocus()

    def open_models(self) -> None:
        """What the scribe finds on this computer; its process starts now and ends with the screen."""
        if self._scribe is None:
            self._scribe = ScribeProcess(self)
        panel = ModelsPanel(self.desk, self._scribe)
        self.show_panel(panel)
        panel.setFocus()

    def closeEvent(self, event: QCloseEvent) -> None:
        """The window goes, and the scribe with it."""
        if self._scribe is not None:
            self._scribe.close()
        super().closeEvent(event)

    def _toggle(self) -> None:
        person = self.table.current()
        if isinstance(person, StaffDto):
            self.presenter.set_active(person, not person.active)


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
        for box, one in zip(self.facilities, desk.facilities, strict=True):
            box.setChecked(one.id == desk.facility.id)
            box.setProperty("facility", str(one.id))
            box.setAccessibleName(one.name)
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


class PasswordPanel(Panel):
    """Change one's own password.

    Attributes:
        changed_password: done.
    """

    changed_password = Signal()

    def __init__(self, desk: Desk, presenter: SettingsPresenter) -> None:
        super().__init__(self.tr("Change my password"))
        self._desk = desk
        self._presenter = presenter
        self.new = QLineEdit(self)
        self.again = QLineEdit(self)
        for edit in (self.new, self.again):
            edit.setEchoMode(QLineEdit.EchoMode.Password)
            edit.returnPressed.connect(self.submit)
        self._new = Field(self.tr("New password"), self.new, self.tr("At least 8 characters"))
        self._again = Field(self.tr("New password again"), self.again)
        self._error = Notice("danger", parent=self)
        self._error.set_text("")
        for widget in (self._new, self._again, self._error):
            self.body.addWidget(widget)
        self.body.addWidget(Muted(self.tr("Unfinished drafts on this computer can't be opened with the new password.")))
        self.body.addStretch()
        self.button = Button(self.tr("Set password"), "primary", parent=self)
        self.button.clicked.connect(self.submit)
        self.footer.addWidget(self.button, 1)
        self.setFocusProxy(self.new)

    def submit(self) -> None:
        """Set it, or say what is wrong."""
        short, differ = len(self.new.text()) < 8, self.new.text() != self.again.text()
        self._new.set_error(self.tr("At least 8 characters") if short else "")
        self._again.set_error(self.tr("Both must be the same") if differ else "")
        if not short and not differ:
            self._presenter.change_password(self.new.text(), self._done, lambda e: self._error.set_text(error_text(e)))

    def _done(self, _result: object) -> None:
        self._desk.toast(self.tr("Password changed"))
        self.changed_password.emit()
