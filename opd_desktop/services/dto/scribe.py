"""Drafting and validating notes."""

from pydantic import Field

from opd_desktop.domain.note import Subject, Transcript
from opd_desktop.domain.note_template import NoteTemplate
from opd_desktop.domain.scribe_rules import LearnedRule
from opd_desktop.services.dto.common import Request


class DraftNote(Request):
    """Give a ``transcript`` or ``text`` (dialogue or dictation).

    ``template`` orders the note and titles its headings; ``rules`` are what was learned from the doctor
    (``scribe.rule.list``).
    """

    transcript: Transcript | None = None
    text: str | None = Field(default=None, max_length=500_000)
    template: NoteTemplate | None = None
    rules: tuple[LearnedRule, ...] = ()


class ValidateNote(Request):
    """``dialogue`` is what the note should rest on; without it only the note itself is checked.

    ``subject`` is what the patient's record says: another age or sex in the note is a finding.
    """

    note: str = Field(max_length=200_000)
    transcript: Transcript | None = None
    dialogue: str | None = None
    subject: Subject = Subject()
