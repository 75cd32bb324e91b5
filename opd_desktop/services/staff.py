"""Staff: each is a login of the database, made and switched off by its own functions."""

from uuid import UUID

from sqlalchemy import text

from opd_desktop.db.scram import scram_verifier
from opd_desktop.domain.errors import NotFound
from opd_desktop.domain.events import StaffChanged
from opd_desktop.domain.permissions import Permission
from opd_desktop.services.actor import Actor
from opd_desktop.services.dto.common import Nothing
from opd_desktop.services.dto.facilities import ChangePassword, CreateStaff, SetStaffActive, StaffDto
from opd_desktop.services.operations import operation
from opd_desktop.services.uow import Tx

_SELECT = """
SELECT s.id, s.login, s.display_name, s.role, s.practitioner_id, s.can_overbook, s.must_change_password, s.active,
    s.row_version, array(SELECT m.facility_id FROM staff_facility m WHERE m.staff_id = s.id ORDER BY 1) AS facility_ids
FROM staff s
"""


@operation("staff.list", needs=Permission.STAFF)
def list_(tx: Tx, actor: Actor, request: Nothing) -> tuple[StaffDto, ...]:
    """All staff, also those switched off, by name."""
    del actor, request
    rows = tx.rows(f"{_SELECT} ORDER BY s.active DESC, s.display_name, s.login")
    return tuple(StaffDto.model_validate(row) for row in rows)


@operation("staff.me")
def me(tx: Tx, actor: Actor, request: Nothing) -> StaffDto:
    """The signed-in person, as the database knows them now.

    Raises:
        NotFound: ``staff.not_found`` for the background worker, who is nobody.
    """
    del actor, request
    rows = tx.rows(f"{_SELECT} WHERE s.login = session_user")
    if not rows:
        raise NotFound("staff.not_found")
    return StaffDto.model_validate(rows[0])


@operation("staff.create", needs=Permission.STAFF, emits=[StaffChanged])
def create(tx: Tx, actor: Actor, request: CreateStaff) -> StaffDto:
    """A new member of staff, who must change the password at the first sign-in.

    Raises:
        Conflict: ``staff.login_exists``.
        BadInput: ``staff.bad_login``, or ``staff.doctor_needs_practitioner``: a doctor must be one of the
            practitioners, others can't.
    """
    del actor
    made = tx.rows(
        "SELECT opd.create_staff(:login, :verifier, :name, :role, CAST(:facilities AS uuid[]), "
        "CAST(:practitioner AS uuid), :overbook) AS id",
        login=request.login,
        verifier=scram_verifier(request.password.get_secret_value()),
        name=request.display_name,
        role=request.role,
        facilities=list(request.facility_ids),
        practitioner=request.practitioner_id,
        overbook=request.can_overbook,
    )[0]["id"]
    tx.record(StaffChanged(id=made))
    return _one(tx, made)


@operation("staff.set_active", needs=Permission.STAFF, emits=[StaffChanged])
def set_active(tx: Tx, actor: Actor, request: SetStaffActive) -> StaffDto:
    """Switch a login on or off. A person who is signed in sees nothing any more from this moment on.

    Raises:
        NotFound: ``staff.not_found``.
        Conflict: ``staff.not_yourself``.
    """
    del actor
    tx.session.execute(text("SELECT opd.set_staff_active(:id, :active)"), {"id": request.id, "active": request.active})
    tx.record(StaffChanged(id=request.id))
    return _one(tx, request.id)


@operation("staff.change_password", emits=[StaffChanged])
def change_password(tx: Tx, actor: Actor, request: ChangePassword) -> StaffDto:
    """Set one's own password. New connections need it at once, so the desk must sign in again."""
    verifier = scram_verifier(request.password.get_secret_value())
    tx.session.execute(text("SELECT opd.set_my_password(:verifier)"), {"verifier": verifier})
    found = me.run(tx, actor, Nothing())
    tx.record(StaffChanged(id=found.id))
    return found


def _one(tx: Tx, key: UUID) -> StaffDto:
    return StaffDto.model_validate(tx.rows(f"{_SELECT} WHERE s.id = :id", id=key)[0])
