"""The box with the template of the note and the language of its headings."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from opd_desktop.domain.note_template import NoteTemplate
from opd_desktop.ui.encounter.writing import Writing
from opd_desktop.ui.note_words import language_text
from opd_desktop.ui.widgets import Button


class TemplateBox(Button):
    """``General medicine ▾``: choose a template, and below them the language of its headings.

    Attributes:
        chosen: the `NoteTemplate`.
        edit_wanted: look at the templates in the settings.
    """

    chosen = Signal(object)
    edit_wanted = Signal()

    def __init__(self, writing: Writing, parent: QWidget) -> None:
        super().__init__("", "quiet", parent=parent)
        self._writing = writing
        self._shown: NoteTemplate | None = None
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)
        self.hide()

    def show_template(self, template: NoteTemplate | None, keys: str, *, editable: bool) -> None:
        """Show the template of the note; ``keys`` open the box."""
        self.setVisible(template is not None)
        self.setEnabled(editable)
        self._shown = template
        if template is None:
            return
        name = template.name
        if template.language != "en":
            name = f"{name} · {language_text(template.language)}"
        self.setText(f"{name} ▾" if editable else name)
        self.setAccessibleName(self.tr("Template of the note: {0}").format(name))
        self.setToolTip(self.tr("Template of the note ({0})").format(keys) if editable else "")

    def _fill(self) -> None:
        """All templates in the language of the shown one where they have it, then the languages."""
        self._menu.clear()
        now = self._shown
        if now is None:
            return
        group = QActionGroup(self._menu)
        for key in dict.fromkeys(one.key for one in self._writing.templates):
            one = self._writing.named(key, now.language)
            if one is not None:
                self._offer(group, one.name, one, here=one.key == now.key)
        self._menu.addSection(self.tr("Language of the headings"))
        group = QActionGroup(self._menu)
        for language in self._writing.languages(now):
            one = self._writing.named(now.key, language)
            if one is not None:
                self._offer(group, language_text(language), one, here=language == now.language)
        self._menu.addSeparator()
        self._menu.addAction(self.tr("Note templates in Settings")).triggered.connect(
            lambda _on=False: self.edit_wanted.emit()
        )

    def _offer(self, group: QActionGroup, text: str, template: NoteTemplate, *, here: bool) -> None:
        action = self._menu.addAction(text)
        action.setCheckable(True)
        action.setChecked(here)
        group.addAction(action)
        action.triggered.connect(lambda _on=False: self.chosen.emit(template))
