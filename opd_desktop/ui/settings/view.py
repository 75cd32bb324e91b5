"""The settings screen."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from opd_desktop.domain.note_template import LANGUAGES
from opd_desktop.domain.permissions import Permission
from opd_desktop.services import note_templates
from opd_desktop.services.dto.facilities import StaffDto
from opd_desktop.services.dto.note_templates import NoteTemplateDto, SaveNoteTemplate
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.screen import Screen
from opd_desktop.ui.scribe_process import ScribeProcess
from opd_desktop.ui.settings.database_card import DatabaseCard
from opd_desktop.ui.settings.models_panel import ModelsPanel
from opd_desktop.ui.settings.password_panel import PasswordPanel
from opd_desktop.ui.settings.presenter import SettingsPresenter, SettingsState
from opd_desktop.ui.settings.rules_panel import RulesPanel
from opd_desktop.ui.settings.staff_panel import StaffPanel
from opd_desktop.ui.settings.template_editor import TemplateEditor
from opd_desktop.ui.settings.templates_panel import TemplatesPanel
from opd_desktop.ui.theme import Look, theme
from opd_desktop.ui.widgets import (
    Button,
    Caption,
    Card,
    Column,
    Heading,
    ListTable,
    Muted,
    Segmented,
)
from opd_desktop.ui.words import error_text


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
        self.rules_action = self.act(
            "settings.rules",
            self.tr("What the scribe learned"),
            self.open_rules,
            keys="Ctrl+L",
            icon="spark",
            needs=Permission.SCRIBE,
        )
        self.templates_action = self.act(
            "settings.templates",
            self.tr("Note templates"),
            self.open_templates,
            keys="Ctrl+T",
            icon="edit",
        )
        may = self.desk.actor.may
        self._shows_templates = may(Permission.NOTE_TEMPLATE) or may(Permission.NOTE_READ)
        if not self._shows_templates:
            self.templates_action.setShortcuts([])
            self.templates_action.setEnabled(False)
            self.templates_action.setVisible(False)
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
        self.database = DatabaseCard(self)
        top.addWidget(self.database, 3)
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
            card.body.addWidget(Button.for_action(self.rules_action), 0, Qt.AlignmentFlag.AlignLeft)
        if self._shows_templates:
            card.body.addSpacing(12)
            card.body.addWidget(Caption(self.tr("Notes")))
            card.body.addWidget(Muted(self.tr("Headings of notes, by specialty and language.")))
            card.body.addWidget(Button.for_action(self.templates_action), 0, Qt.AlignmentFlag.AlignLeft)
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
        self.database.show_info(self.desk.settings, state.info)
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

    def open(self, argument: object) -> None:
        """Show a panel by its name: ``rules``, ``templates`` or ``models``."""
        panels = {
            "rules": (self.rules_action, self.open_rules),
            "templates": (self.templates_action, self.open_templates),
            "models": (self.models_action, self.open_models),
        }
        if isinstance(argument, str) and argument in panels:
            action, show = panels[argument]
            if action.isEnabled():
                show()

    def open_rules(self) -> None:
        """What the scribe learned from this doctor."""
        panel = RulesPanel(self.desk)
        self.show_panel(panel)
        panel.setFocus()

    def open_templates(self, language: str = LANGUAGES[0]) -> None:
        """The note templates."""
        panel = TemplatesPanel(self.desk, language)
        panel.edit_wanted.connect(self._edit_template)
        self.show_panel(panel)
        panel.setFocus()

    def _edit_template(self, template: NoteTemplateDto, name: str) -> None:
        begun = template.model_copy(update={"id": None, "row_version": None}) if template.builtin else template
        panel = TemplateEditor(self.desk, begun, name)
        panel.save_wanted.connect(self._save_template)
        panel.back_wanted.connect(lambda: self.open_templates(template.language))
        self.show_panel(panel)
        panel.setFocus()

    def _save_template(self, request: SaveNoteTemplate) -> None:
        self.desk.write(self, note_templates.save, request, self._template_saved, self._template_refused)

    def _template_saved(self, template: NoteTemplateDto) -> None:
        self.open_templates(template.language)
        self.desk.toast(self.tr("The template {0} is saved").format(template.name))

    def _template_refused(self, error: BaseException) -> None:
        if isinstance(self.panel, TemplateEditor):
            self.panel.refuse(error_text(error))
        else:
            self.desk.show_error(error)

    def open_models(self) -> None:
        """What the scribe finds on this computer; its process starts now and ends with the screen."""
        if self._scribe is None:
            self._scribe = ScribeProcess(self, settings=self.desk.settings)
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
