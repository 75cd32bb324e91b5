"""How the signed-in doctor writes: the facility's templates, the one chosen last, and what the scribe learned."""

from typing import Any

from PySide6.QtCore import QObject, Signal

from opd_desktop.domain.note_template import LANGUAGES, NoteTemplate, TemplateHeading, choose
from opd_desktop.domain.permissions import Permission
from opd_desktop.domain.scribe_rules import LearnedRule
from opd_desktop.services import my_settings, note_templates, scribe_rules
from opd_desktop.services.dto.my_settings import MySettings, ReadSettings, WriteSettings
from opd_desktop.services.dto.note_templates import ListNoteTemplates, NoteTemplateDto
from opd_desktop.services.dto.scribe_rules import ListRules, RuleDto
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.encounter.lines import NoteState

KEY = "note.template"
"""Under which the last choice is kept: ``{"key": ..., "language": ...}``."""


class Writing(QObject):
    """Read when the encounter is first shown; without an answer notes are written as the scribe orders them.

    Attributes:
        changed: other templates, another choice.
        rules: what the scribe follows for this doctor.
    """

    changed = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._key = ""
        self._language = LANGUAGES[0]
        self.templates: tuple[NoteTemplate, ...] = ()
        self.rules: tuple[LearnedRule, ...] = ()
        desk.facility_changed.connect(self.load)

    def load(self) -> None:
        """Ask for the templates, the last choice and the rules."""
        actor = self._desk.actor
        if not actor.may(Permission.NOTE_READ):
            return
        request = ListNoteTemplates(facility_id=self._desk.facility.id)
        self._desk.read(self, "templates", note_templates.list_, request, self._listed, self._no_answer)
        if actor.may(Permission.NOTE_WRITE):
            self._desk.read(self, "choice", my_settings.read, ReadSettings(key=KEY), self._apply, self._no_answer)
        if actor.may(Permission.SCRIBE):
            self._desk.read(self, "rules", scribe_rules.list_, ListRules(), self._learned, self._no_answer)

    def _no_answer(self, _error: BaseException) -> None:
        """The note can be written all the same; what stands in the way of work is told by the work itself."""

    def _listed(self, found: tuple[NoteTemplateDto, ...]) -> None:
        self.templates = tuple(one.template for one in found if one.active)
        self.changed.emit()

    def _apply(self, kept: MySettings) -> None:
        key, language = kept.value.get("key"), kept.value.get("language")
        self._key = key if isinstance(key, str) else ""
        self._language = language if isinstance(language, str) and language else LANGUAGES[0]
        self.changed.emit()

    def _learned(self, found: tuple[RuleDto, ...]) -> None:
        self.rules = tuple(one.rule for one in found if one.active)

    @property
    def usual(self) -> NoteTemplate | None:
        """What a new note of this doctor begins with: the last choice, else the template of the specialty."""
        return choose(self.templates, self._specialty(), self._language, self._key or None)

    def _specialty(self) -> str | None:
        own = self._desk.actor.practitioner_id
        return next((one.specialty for one in self._desk.practitioners if one.id == own), None)

    def of(self, note: NoteState) -> NoteTemplate | None:
        """The template that a note is shown by: its own, or the usual one where it has none."""
        if not note.template:
            return self.usual
        mine = [one for one in self.templates if one.key == note.template]
        same = next((one for one in mine if one.language == note.language), None)
        return same or choose(mine, None, note.language or LANGUAGES[0]) or _as_titled(note)

    def languages(self, template: NoteTemplate) -> tuple[str, ...]:
        """The languages that a template exists in."""
        return tuple(one.language for one in self.templates if one.key == template.key)

    def named(self, key: str, language: str) -> NoteTemplate | None:
        """A template in a language, or in the one it has."""
        return choose([one for one in self.templates if one.key == key], None, language)

    def keep(self, template: NoteTemplate) -> None:
        """Begin the next notes with this one too."""
        self._key, self._language = template.key, template.language
        value: dict[str, Any] = {"key": template.key, "language": template.language}
        self._desk.write(
            self, my_settings.write, WriteSettings(key=KEY, value=value), lambda _kept: None, self._no_answer
        )
        self.changed.emit()


def _as_titled(note: NoteState) -> NoteTemplate | None:
    """The headings that a note was saved with, where its template is gone."""
    headings = []
    for code, title in note.titles:
        try:
            headings.append(TemplateHeading.model_validate({"code": code, "title": title}))
        except ValueError:
            continue
    if not headings:
        return None
    return NoteTemplate(
        key=note.template, name=note.template, language=note.language or LANGUAGES[0], headings=tuple(headings)
    )
