"""Editing one note template: name, specialty, language, and its headings with their order."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from opd_desktop.domain.note_template import LANGUAGES, Heading, TemplateHeading
from opd_desktop.services.dto.note_templates import NoteTemplateDto, SaveNoteTemplate
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.encounter.words import section_text
from opd_desktop.ui.note_words import language_text
from opd_desktop.ui.theme import theme
from opd_desktop.ui.widgets import Button, Caption, Field, Muted, Notice, Panel


class HeadingList(QListWidget):
    """The headings in their order; Alt+Up and Alt+Down move one, Del takes it out.

    Attributes:
        moved: the place of the heading and by how much (-1, 1).
        removed: the place of the heading.
    """

    moved = Signal(int, int)
    removed = Signal(int)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move or take out."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        key, place = Qt.Key(event.key()), self.currentRow()
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and key in steps and place >= 0:
            self.moved.emit(place, steps[key])
        elif key == Qt.Key.Key_Delete and place >= 0:
            self.removed.emit(place)
        else:
            super().keyPressEvent(event)
            return
        event.accept()


class TemplateEditor(Panel):
    """A copy of a shipped template, or one of the clinic's own.

    Attributes:
        save_wanted: the `SaveNoteTemplate`.
        back_wanted: to the list.
    """

    save_wanted = Signal(object)
    back_wanted = Signal()

    def __init__(self, desk: Desk, template: NoteTemplateDto, name: str) -> None:
        super().__init__()
        self.set_title(self.tr("Edit the template") if template.id else self.tr("New template"))
        self._desk, self._template = desk, template
        self.headings: list[TemplateHeading] = list(template.headings)
        self.name = QLineEdit(name, self)
        self._name = Field(self.tr("Name"), self.name)
        self.specialty = QLineEdit(template.specialty or "", self)
        self.language = QComboBox(self)
        for code in dict.fromkeys((*LANGUAGES, template.language)):
            self.language.addItem(language_text(code), code)
        self.language.setCurrentIndex(self.language.findData(template.language))
        self.list = HeadingList(self)
        self.list.setAccessibleName(self.tr("Headings; Alt+Up and Alt+Down move one, Del takes it out"))
        self.list.setProperty("kind", "results")
        self.list.setMinimumHeight(round(theme().rem * 14))
        self.list.currentRowChanged.connect(self._show_heading)
        self.list.moved.connect(self.move_heading)
        self.list.removed.connect(self.remove_heading)
        self.more = QComboBox(self)
        self.more.setAccessibleName(self.tr("Add a heading"))
        self.more.activated.connect(self._add)
        self.error = Notice("danger", parent=self)
        self.error.set_text("")
        for widget in (
            self._name,
            Field(self.tr("Specialty"), self.specialty, self.tr("Empty: for any specialty")),
            Field(self.tr("Language of the headings"), self.language),
            Caption(self.tr("Headings"), self),
            Muted(self.tr("Alt+Up and Alt+Down move a heading."), self),
            self.list,
            self.more,
            self._make_details(),
            self.error,
        ):
            self.body.addWidget(widget)
        self.body.addStretch()
        back = Button(self.tr("Back"), "quiet", parent=self)
        back.clicked.connect(self.back_wanted)
        self.save = Button(self.tr("Save"), "primary", keys="Ctrl+S", parent=self)
        self.save.setShortcut("Ctrl+S")
        self.save.clicked.connect(self.submit)
        self.footer.addWidget(back)
        self.footer.addWidget(self.save, 1)
        self._fill(0)
        self.setFocusProxy(self.name)

    def _make_details(self) -> QWidget:
        """What is said of the heading that is chosen."""
        self._details = QWidget(self)
        column = QVBoxLayout(self._details)
        column.setContentsMargins(0, 0, 0, 0)
        self.title_edit = QLineEdit(self._details)
        self.title_edit.textEdited.connect(self._retitle)
        self.prompt = QPlainTextEdit(self._details)
        self.prompt.setTabChangesFocus(True)
        self.prompt.setFixedHeight(round(theme().rem * 3.6))
        self.prompt.textChanged.connect(self._reprompt)
        self.required = QCheckBox(self.tr("Must be filled"), self._details)
        self.required.setAccessibleName(self.required.text())
        self.required.toggled.connect(self._require)
        self.take_out = Button(self.tr("Take out"), "quiet", icon="trash", parent=self._details)
        self.take_out.clicked.connect(lambda: self.remove_heading(self.list.currentRow()))
        row = QHBoxLayout()
        row.addWidget(self.required, 1)
        row.addWidget(self.take_out)
        self._title = Field(self.tr("Title"), self.title_edit)
        column.addWidget(self._title)
        column.addWidget(
            Field(self.tr("Reminder"), self.prompt, self.tr("Shown while the heading is empty; never part of a note"))
        )
        column.addLayout(row)
        return self._details

    # The list ----------------------------------------------------------------------------------------------

    def _fill(self, current: int) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for one in self.headings:
            item = QListWidgetItem(self._line(one), self.list)
            item.setSizeHint(QSize(0, round(theme().rem * 1.9)))
        self.list.blockSignals(False)
        self.list.setCurrentRow(min(current, len(self.headings) - 1))
        self._show_heading(self.list.currentRow())
        there = {one.code for one in self.headings}
        self.more.clear()
        self.more.addItem(self.tr("Add a heading"), None)
        for code in Heading:
            if code not in there:
                self.more.addItem(f"{code.standard_title} · {section_text(code.section)}", code)
        self.more.setEnabled(self.more.count() > 1)

    def _line(self, one: TemplateHeading) -> str:
        return self.tr("{0} (must be filled)").format(one.title) if one.required else one.title

    def move_heading(self, place: int, step: int) -> None:
        """One up or down."""
        other = place + step
        if 0 <= other < len(self.headings):
            self.headings[place], self.headings[other] = self.headings[other], self.headings[place]
            self._fill(other)

    def remove_heading(self, place: int) -> None:
        """Take a heading out; what was noted under it is still shown, after the others of its part."""
        if 0 <= place < len(self.headings):
            del self.headings[place]
            self._fill(place)

    def _add(self, index: int) -> None:
        """A heading comes behind the last one of its part of the note."""
        code = self.more.itemData(index)
        if not isinstance(code, str):
            return
        heading = Heading(code)
        same = [place for place, one in enumerate(self.headings) if one.code.section is heading.section]
        place = same[-1] + 1 if same else len(self.headings)
        self.headings.insert(place, TemplateHeading(code=heading, title=heading.standard_title))
        self._fill(place)
        self.title_edit.setFocus(Qt.FocusReason.OtherFocusReason)
        self.title_edit.selectAll()

    # The heading -------------------------------------------------------------------------------------------

    def _show_heading(self, place: int) -> None:
        there = 0 <= place < len(self.headings)
        self._details.setVisible(there)
        if not there:
            return
        one = self.headings[place]
        self._title.set_error("")
        for widget in (self.title_edit, self.prompt, self.required):
            widget.blockSignals(True)
        if self.title_edit.text().strip() != one.title:
            self.title_edit.setText(one.title)
        if self.prompt.toPlainText().strip() != one.prompt:
            self.prompt.setPlainText(one.prompt)
        self.required.setChecked(one.required)
        for widget in (self.title_edit, self.prompt, self.required):
            widget.blockSignals(False)

    def _change(self, **changes: object) -> None:
        place = self.list.currentRow()
        if 0 <= place < len(self.headings):
            changed = self.headings[place].model_copy(update=changes)
            self.headings[place] = changed
            self.list.item(place).setText(self._line(changed))

    def _retitle(self, text: str) -> None:
        self._title.set_error("" if text.strip() else self.tr("Type the title"))
        if text.strip():
            self._change(title=text.strip())

    def _reprompt(self) -> None:
        self._change(prompt=self.prompt.toPlainText().strip()[:500])

    def _require(self, on: bool) -> None:
        self._change(required=on)

    # Saving ------------------------------------------------------------------------------------------------

    def submit(self) -> None:
        """Hand the template over, or say what is missing."""
        name = self.name.text().strip()
        self._name.set_error("" if name else self.tr("Type a name"))
        if not self.headings:
            self.error.set_text(self.tr("Add at least one heading."))
        if not name or not self.headings or self._title.error:
            return
        self.error.set_text("")
        self.save.setEnabled(False)
        self.save_wanted.emit(
            SaveNoteTemplate(
                id=self._template.id,
                row_version=self._template.row_version,
                facility_id=self._desk.facility.id,
                name=name[:120],
                specialty=self.specialty.text().strip()[:120] or None,
                language=str(self.language.currentData()),
                headings=tuple(self.headings),
            )
        )

    def refuse(self, text: str) -> None:
        """It could not be saved; what was typed stays."""
        self.save.setEnabled(True)
        self.error.set_text(text)
