"""Templates of notes: the shipped ones, and those that a facility's managers make for its doctors."""

from typing import Any
from uuid import UUID

from pydantic import ValidationError

from opd_desktop import shipped_templates
from opd_desktop.db.models import NoteTemplate as Row
from opd_desktop.domain.errors import NotFound
from opd_desktop.domain.ids import uuid7
from opd_desktop.domain.note_template import NoteTemplate, TemplateHeading
from opd_desktop.domain.permissions import Permission
from opd_desktop.services.actor import Actor
from opd_desktop.services.dto.encounters import NoteDto
from opd_desktop.services.dto.note_templates import (
    ListNoteTemplates,
    NoteTemplateDto,
    RemoveNoteTemplate,
    SaveNoteTemplate,
)
from opd_desktop.services.operations import operation
from opd_desktop.services.uow import Tx

_SELECT = "SELECT id, name, specialty, language, headings, active, row_version FROM note_template"


@operation("scribe.template.list", needs=Permission.ENCOUNTER_READ)
def list_(tx: Tx, actor: Actor, request: ListNoteTemplates) -> tuple[NoteTemplateDto, ...]:
    """The facility's own templates by name, then the shipped ones, each in each language."""
    del actor
    rows = tx.rows(
        f"{_SELECT} WHERE facility_id = :facility AND (active OR :all) ORDER BY name, language, id",
        facility=request.facility_id, all=request.include_inactive,
    )  # fmt: skip
    found = (*(made for row in rows if (made := _dto(row))), *(_shipped(one) for one in shipped_templates.shipped()))
    return tuple(one for one in found if request.language in (None, one.language))


@operation("scribe.template.save", needs=Permission.NOTE_TEMPLATE)
def save(tx: Tx, actor: Actor, request: SaveNoteTemplate) -> NoteTemplateDto:
    """Keep a template of the facility: a new one, or another version of one.

    Raises:
        NotFound: ``facility.not_found``, ``note_template.not_found``.
        Conflict: ``note_template.name_exists`` in this language.
        ChangedElsewhere: somebody saved it since.
    """
    if request.facility_id not in actor.facility_ids:
        raise NotFound("facility.not_found", id=str(request.facility_id))
    if request.id is None:
        row = Row(id=uuid7(), facility_id=request.facility_id)
        tx.session.add(row)
    else:
        row = tx.lock(Row, request.id, request.row_version)
    row.name, row.specialty = request.name, request.specialty or None
    row.language, row.active = request.language, request.active
    row.headings = [one.model_dump(mode="json") for one in request.headings]
    tx.session.flush()
    return _one(tx, row.id)


@operation("scribe.template.remove", needs=Permission.NOTE_TEMPLATE)
def remove(tx: Tx, actor: Actor, request: RemoveNoteTemplate) -> NoteTemplateDto:
    """Offer a template no more. Saving it again as active brings it back.

    Raises:
        NotFound: ``note_template.not_found``. ChangedElsewhere: somebody saved it since.
    """
    del actor
    row = tx.lock(Row, request.id, request.row_version)
    row.active = False
    tx.session.flush()
    return _one(tx, row.id)


def find(tx: Tx, key: str, language: str) -> NoteTemplate | None:
    """The template of a key, a removed one too: a shipped one in the language, or one of the clinic's own."""
    shipped = shipped_templates.find(key, language)
    if shipped is not None:
        return shipped
    try:
        rows = tx.rows(f"{_SELECT} WHERE id = :id", id=UUID(key))
    except ValueError:
        return None
    made = _dto(rows[0]) if rows else None
    return made.template if made else None


def titled(tx: Tx, note: NoteDto) -> NoteDto:
    """The note with the titles that its template gives to its headings; they stay with it when the template changes."""
    template = find(tx, note.template, note.language) if note.template else None
    if template is None:
        return note
    titles = {code.value: title for code, title in shipped_templates.titles(template.language).items()}
    titles |= {one.code.value: one.title for one in template.headings}
    known = {one.heading: title for one in note.sentences if (title := titles.get(one.heading))}
    return note.model_copy(update={"titles": known, "language": note.language or template.language})


def _one(tx: Tx, key: UUID) -> NoteTemplateDto:
    made = _dto(tx.rows(f"{_SELECT} WHERE id = :id", id=key)[0])
    if made is None:
        raise NotFound("note_template.not_found", id=str(key))
    return made


def _dto(row: dict[str, Any]) -> NoteTemplateDto | None:
    """The row as a template; headings that this version of the program does not know are left out, None if all are."""
    headings: dict[str, TemplateHeading] = {}
    for one in row["headings"]:
        try:
            heading = TemplateHeading.model_validate(one)
        except ValidationError:
            continue
        headings.setdefault(heading.code, heading)
    if not headings:
        return None
    return NoteTemplateDto.model_validate(
        {**row, "key": str(row["id"]), "headings": tuple(headings.values()), "builtin": False}
    )


def _shipped(one: NoteTemplate) -> NoteTemplateDto:
    return NoteTemplateDto(
        key=one.key, id=None, name=one.name, specialty=one.specialty, language=one.language, headings=one.headings,
        builtin=True, active=True, row_version=None,
    )  # fmt: skip
