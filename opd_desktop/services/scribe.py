"""Drafting and validating notes. Neither asks the database, so no transaction is held meanwhile."""

from opd_desktop.domain.errors import BadInput
from opd_desktop.domain.note import Draft, Validation
from opd_desktop.domain.permissions import Permission
from opd_desktop.services.actor import Actor
from opd_desktop.services.dto.scribe import DraftNote, ValidateNote
from opd_desktop.services.operations import operation
from opd_desktop.services.uow import Tx


@operation("scribe.draft_note", route="POST /api/v1/scribe/draft-note", needs=Permission.SCRIBE)
def draft_note(tx: Tx, actor: Actor, request: DraftNote) -> Draft:
    """A SOAP draft with evidence from a transcript or text; stored nowhere.

    Raises:
        BadInput: ``scribe.nothing_given``.
    """
    del actor
    if request.transcript is None and not (request.text or "").strip():
        raise BadInput("scribe.nothing_given")
    source = request.transcript if request.transcript is not None else request.text or ""
    return tx.ports.scribe.draft(source, template=request.template, rules=request.rules)


@operation("scribe.validate_note", route="POST /api/v1/scribe/validate-note", needs=Permission.SCRIBE)
def validate_note(tx: Tx, actor: Actor, request: ValidateNote) -> Validation:
    """What a note says that the dialogue or the patient's record does not carry, and what it leaves out."""
    del actor
    source = request.transcript if request.transcript is not None else request.dialogue
    return tx.ports.scribe.validate(request.note, source, request.subject)
