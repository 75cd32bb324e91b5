"""The note templates of a facility: the shipped ones to be copied, and its own to be edited."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from opd_desktop.domain.note_template import LANGUAGES
from opd_desktop.domain.permissions import Permission
from opd_desktop.services import note_templates
from opd_desktop.services.dto.note_templates import (
    ListNoteTemplates,
    NoteTemplateDto,
    RemoveNoteTemplate,
    SaveNoteTemplate,
)
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.note_words import language_text
from opd_desktop.ui.widgets import Button, Caption, ElidedLabel, MenuButton, Muted, Notice, Panel
from opd_desktop.ui.words import error_text


class TemplateRow(QWidget):
    """One template: its name, what it is for, and what can be done with it."""

    def __init__(self, panel: "TemplatesPanel", one: NoteTemplateDto, *, manages: bool) -> None:
        super().__init__(panel)
        self.template = one
        name = QLabel(one.name, self)
        name.setProperty("kind", "strong" if one.active else "muted")
        name.setWordWrap(True)
        about = ElidedLabel(_about(one, self.tr("{0} headings").format(len(one.headings))), "small", self)
        about.setToolTip("\n".join(heading.title for heading in one.headings))
        text = QVBoxLayout()
        text.setSpacing(0)
        text.addWidget(name)
        text.addWidget(about)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 4)
        row.addLayout(text, 1)
        self.buttons: dict[str, Button] = {}
        if not manages:
            return
        if one.builtin:
            does = [("copy", self.tr("Copy"))]
        elif one.active:
            does = [("edit", self.tr("Edit")), ("remove", self.tr("Remove"))]
        else:
            does = [("restore", self.tr("Bring back"))]
        for key, word in does:
            button = Button(word, "quiet", parent=self)
            button.setAccessibleName(f"{word}: {one.name}")
            button.clicked.connect(lambda _on=False, key=key: panel.do(key, one))
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
            self.buttons[key] = button


class TemplatesPanel(Panel):
    """All templates, those of the clinic first.

    Attributes:
        edit_wanted: a `NoteTemplateDto`, and the name under which to begin.
    """

    edit_wanted = Signal(object, str)

    def __init__(self, desk: Desk, language: str = LANGUAGES[0]) -> None:
        super().__init__()
        self.set_title(self.tr("Note templates"))
        self._desk = desk
        self._manages = desk.actor.may(Permission.NOTE_TEMPLATE)
        self.language = language
        self.rows: list[TemplateRow] = []
        hint = self.tr("A template orders and titles the note. Doctors choose theirs beside the note (Ctrl+T).")
        if not self._manages:
            hint = f"{hint} {self.tr('A manager can change them.')}"
        self.body.addWidget(Muted(hint, self))
        self.error = Notice("danger", parent=self)
        self.error.set_text("")
        self.body.addWidget(self.error)
        self.body.addWidget(Caption(self.tr("Of this clinic"), self))
        self.none = Muted(self.tr("None yet. Copy a shipped one and change it."), self)
        self.body.addWidget(self.none)
        self._own = QVBoxLayout()
        self.body.addLayout(self._own)
        row = QHBoxLayout()
        row.addWidget(Caption(self.tr("Shipped"), self), 1)
        self.languages = MenuButton(self.tr("Language"), self)
        self.languages.set_choices([(one, language_text(one)) for one in LANGUAGES], language)
        self.languages.chosen.connect(self._choose_language)
        row.addWidget(self.languages)
        self.body.addLayout(row)
        self._shipped = QVBoxLayout()
        self.body.addLayout(self._shipped)
        self.body.addStretch()
        self.setFocusProxy(self.languages)
        self.load()

    def load(self) -> None:
        """Ask for all templates."""
        request = ListNoteTemplates(facility_id=self._desk.facility.id, include_inactive=self._manages)
        self._desk.read(self, "templates", note_templates.list_, request, self._show, self._failed)

    def _failed(self, error: BaseException) -> None:
        self.error.set_text(error_text(error))

    def _choose_language(self, language: str) -> None:
        self.language = language
        self.load()

    def _show(self, found: tuple[NoteTemplateDto, ...]) -> None:
        self.error.set_text("")
        for row in self.rows:
            row.hide()
            row.deleteLater()
        own = sorted((one for one in found if not one.builtin), key=lambda one: not one.active)
        shipped = [one for one in found if one.builtin and one.language == self.language]
        self.none.setVisible(not own)
        self.rows = []
        for layout, templates in ((self._own, own), (self._shipped, shipped)):
            for one in templates:
                self.rows.append(TemplateRow(self, one, manages=self._manages))
                layout.addWidget(self.rows[-1])

    def do(self, key: str, one: NoteTemplateDto) -> None:
        """Copy, edit, remove or bring back a template."""
        if key == "edit":
            self.edit_wanted.emit(one, one.name)
        elif key == "copy":
            # A new one: without the id of the one that it begins as.
            self.edit_wanted.emit(one, self.tr("{0} (ours)").format(one.name))
        elif key == "remove" and one.id is not None:
            request = RemoveNoteTemplate(id=one.id, row_version=one.row_version)
            self._desk.write(self, note_templates.remove, request, self._removed, self._refused)
        elif key == "restore":
            self._desk.write(self, note_templates.save, as_saved(self._desk, one), self._saved, self._refused)

    def _removed(self, one: NoteTemplateDto) -> None:
        self._desk.toast(self.tr("{0} is not offered any more; it stays here to be brought back").format(one.name))
        self.load()

    def _saved(self, _one: NoteTemplateDto) -> None:
        self.load()

    def _refused(self, error: BaseException) -> None:
        self.load()
        self._desk.show_error(error)


def as_saved(desk: Desk, one: NoteTemplateDto) -> SaveNoteTemplate:
    """A template as it is, offered again."""
    return SaveNoteTemplate(
        id=one.id,
        row_version=one.row_version,
        facility_id=desk.facility.id,
        name=one.name,
        specialty=one.specialty,
        language=one.language,
        headings=one.headings,
        active=True,
    )


def _about(one: NoteTemplateDto, headings: str) -> str:
    parts = (one.specialty if not one.builtin else "", "" if one.builtin else language_text(one.language), headings)
    return " · ".join(part for part in parts if part)
