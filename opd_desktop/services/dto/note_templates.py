"""Templates of notes, shipped ones and the clinic's own."""

from uuid import UUID

from pydantic import Field, field_validator

from opd_desktop.domain.note_template import NoteTemplate, TemplateHeading
from opd_desktop.services.dto.common import Change, Dto, Request


class NoteTemplateDto(Dto):
    """A template; `id` and `row_version` are None for a shipped one, of which there is one for each language.

    ``key`` names it in settings, drafts and notes: a word for a shipped one, the id for one of the clinic's own.
    """

    key: str
    id: UUID | None
    name: str
    specialty: str | None
    language: str
    headings: tuple[TemplateHeading, ...]
    builtin: bool
    active: bool
    row_version: int | None

    @property
    def template(self) -> NoteTemplate:
        """The same for the domain's rules and for the scribe."""
        return NoteTemplate(
            key=self.key, name=self.name, specialty=self.specialty, language=self.language, headings=self.headings,
            builtin=self.builtin,
        )  # fmt: skip


class ListNoteTemplates(Request):
    """The shipped ones and those of a facility; only one language's if `language` is given (BCP 47)."""

    facility_id: UUID
    include_inactive: bool = False
    language: str | None = None


class SaveNoteTemplate(Request):
    """A new template (``id`` None) or another version of one; ``active`` brings a removed one back."""

    id: UUID | None = None
    row_version: int | None = None
    facility_id: UUID
    name: str = Field(min_length=1, max_length=120)
    specialty: str | None = Field(default=None, max_length=120)
    language: str = Field(default="en", pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$")
    headings: tuple[TemplateHeading, ...] = Field(min_length=1)
    active: bool = True

    @field_validator("headings")
    @classmethod
    def _each_once(cls, value: tuple[TemplateHeading, ...]) -> tuple[TemplateHeading, ...]:
        if len({one.code for one in value}) < len(value):
            raise ValueError("a heading may stand in a template once")
        return value


class RemoveNoteTemplate(Change):
    """It is not offered any more; notes written with it keep their titles."""
