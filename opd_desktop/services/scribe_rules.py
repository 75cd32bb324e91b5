"""What the scribe learned from the signed-in doctor: rules that only this doctor reads, changes and deletes."""

import json
from collections.abc import Sequence

from sqlalchemy import text

from opd_desktop.db.models import ScribeRule
from opd_desktop.domain.ids import uuid7
from opd_desktop.domain.note import DraftSentence
from opd_desktop.domain.permissions import Permission
from opd_desktop.domain.scribe_rules import ACTIVE_AFTER, LearnedRule
from opd_desktop.services import undo
from opd_desktop.services.actor import Actor
from opd_desktop.services.dto.encounters import NoteDto
from opd_desktop.services.dto.scribe_rules import (
    ChangeRule,
    ListRules,
    RemoveRule,
    RestoreRule,
    RuleDto,
    RuleRemoved,
)
from opd_desktop.services.operations import operation
from opd_desktop.services.uow import Tx

_FIELDS = "id, kind, before, after, heading, seen, active, learned_at, row_version"
_SEEN = f"""
INSERT INTO scribe_rule AS r (id, kind, before, after, heading)
SELECT id, kind, before, after, heading FROM jsonb_to_recordset(CAST(:rows AS jsonb))
    AS o(id uuid, kind text, before text, after text, heading text)
ON CONFLICT (login, kind, before, after, heading) DO UPDATE SET seen = r.seen + 1,
    active = r.active OR (r.learned_at IS NULL AND r.seen + 1 >= :enough),
    learned_at = CASE WHEN r.learned_at IS NULL AND r.seen + 1 >= :enough THEN now() ELSE r.learned_at END
RETURNING {_FIELDS}
"""
#: What a rule that is followed from now on stands against: other words for the same, and the way back.
_AGAINST = """
UPDATE scribe_rule SET active = false
WHERE kind = 'replace' AND active AND id <> :id AND (before = :before OR (before = :after AND after = :before))
"""
_RESTORE = f"""
INSERT INTO scribe_rule AS r (id, kind, before, after, heading, seen, active, learned_at)
VALUES (:id, :kind, :before, :after, :heading, :seen, :active, :learned_at)
ON CONFLICT (login, kind, before, after, heading) DO UPDATE SET seen = r.seen + excluded.seen,
    active = excluded.active, learned_at = excluded.learned_at
RETURNING {_FIELDS}
"""


@operation("scribe.rule.list", needs=Permission.SCRIBE)
def list_(tx: Tx, actor: Actor, request: ListRules) -> tuple[RuleDto, ...]:
    """The signed-in doctor's rules, those learned last first."""
    del actor
    rows = tx.rows(
        f"SELECT {_FIELDS} FROM scribe_rule WHERE login = session_user AND (learned_at IS NOT NULL OR :all) "
        "ORDER BY learned_at DESC NULLS LAST, created_at DESC, id",
        all=request.candidates,
    )
    return tuple(RuleDto.model_validate(row) for row in rows)


@operation("scribe.rule.change", needs=Permission.SCRIBE)
def change(tx: Tx, actor: Actor, request: ChangeRule) -> RuleDto:
    """Follow a rule, or don't; what contradicts one that is turned on is turned off.

    Raises:
        NotFound: ``scribe_rule.not_found``, also for somebody else's. ChangedElsewhere: it was changed since.
    """
    del actor
    row = tx.lock(ScribeRule, request.id, request.row_version)
    if row.active != request.active:
        row.active = request.active
        row.learned_at = row.learned_at or tx.now
        tx.session.flush()
        if row.active:
            _turn_off_what_contradicts(tx, _dto(row))
    return _dto(row)


@operation("scribe.rule.remove", needs=Permission.SCRIBE)
def remove(tx: Tx, actor: Actor, request: RemoveRule) -> RuleRemoved:
    """Forget a rule.

    Raises:
        NotFound: ``scribe_rule.not_found``, also for somebody else's. ChangedElsewhere: it was changed since.
    """
    del actor
    row = tx.lock(ScribeRule, request.id, request.row_version)
    removed = _dto(row)
    tx.session.delete(row)
    tx.session.flush()
    back = RestoreRule.model_validate(removed.model_dump(exclude={"id", "row_version"}))
    return RuleRemoved(rule=removed, undo=undo.offer(tx, "scribe_rule.removed", {}, restore, back))


@operation("scribe.rule.restore", needs=Permission.SCRIBE)
def restore(tx: Tx, actor: Actor, request: RestoreRule) -> RuleDto:
    """Bring back a rule that was removed."""
    del actor
    (row,) = tx.rows(_RESTORE, id=uuid7(), **request.model_dump())
    return RuleDto.model_validate(row)


def active(tx: Tx) -> tuple[LearnedRule, ...]:
    """The rules that the scribe follows for the signed-in doctor, the one seen most often first."""
    rows = tx.rows(
        "SELECT kind, before, after, heading FROM scribe_rule WHERE login = session_user AND active "
        "ORDER BY seen DESC, learned_at DESC, id"
    )
    return tuple(LearnedRule.model_validate(row) for row in rows)


def learn(tx: Tx, drafted: Sequence[DraftSentence], note: NoteDto) -> tuple[RuleDto, ...]:
    """Count the edits of a visit that is being signed; returns the rules that are followed from now on because of it.

    Args:
        drafted: the sentences as the scribe proposed them in this visit.
    """
    if not drafted:
        return ()
    seen = tx.ports.scribe.observe(drafted, note.sentences)
    if not seen:
        return ()
    tx.session.flush()
    found = tx.rows(
        _SEEN,
        rows=json.dumps([{"id": str(uuid7()), **one.model_dump()} for one in seen]),
        enough=ACTIVE_AFTER,
    )
    rules = [RuleDto.model_validate(row) for row in found]
    learned = tuple(one for one in rules if one.active and one.learned_at == tx.now)
    for one in learned:
        _turn_off_what_contradicts(tx, one)
    return learned


def _turn_off_what_contradicts(tx: Tx, rule: RuleDto) -> None:
    if rule.kind == "replace":
        tx.session.execute(text(_AGAINST), {"id": rule.id, "before": rule.before, "after": rule.after})


def _dto(row: ScribeRule) -> RuleDto:
    return RuleDto.model_validate({name: getattr(row, name) for name in RuleDto.model_fields})
