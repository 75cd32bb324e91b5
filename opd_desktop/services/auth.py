"""Signing in is connecting: the person is a Postgres role, and the database says who they are."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from opd_desktop.db.meanings import meaning_of
from opd_desktop.db.migrate import check_schema, check_server
from opd_desktop.domain.errors import NotPermitted
from opd_desktop.domain.permissions import Role, permissions_of
from opd_desktop.services.actor import Actor

_ME = text(
    "SELECT s.id, s.login, s.display_name, s.role, s.practitioner_id, s.can_overbook, "
    "s.must_change_password, s.active, opd.my_facilities() AS facilities "
    "FROM opd.staff s WHERE s.login = session_user"
)
_WORKER = text("SELECT session_user = 'opd_worker' AS is_worker, array(SELECT id FROM opd.facility) AS facilities")


def load_actor(engine: Engine, desk: str = "") -> Actor:
    """Connect, check server and schema, and say who this is.

    Raises:
        NotPermitted: ``auth.wrong_password`` (also for an unknown name), ``auth.not_staff``,
            ``auth.inactive``.
        ServiceUnavailable: no server, or one that this program cannot work with.
    """
    try:
        with engine.connect() as connection:
            check_server(connection)
            check_schema(connection)
            me = connection.execute(_ME).mappings().one_or_none()
            if me is None:
                worker = connection.execute(_WORKER).mappings().one()
                if worker["is_worker"]:
                    return _worker(worker["facilities"], desk)
                raise NotPermitted("auth.not_staff")
    except UnicodeEncodeError:
        raise NotPermitted("auth.wrong_password") from None
    except DBAPIError as failed:
        raise meaning_of(failed) or failed from failed
    if not me["active"]:
        raise NotPermitted("auth.inactive")
    role = Role(me["role"])
    return Actor(
        login=me["login"],
        staff_id=me["id"],
        display_name=me["display_name"],
        role=role,
        permissions=permissions_of(role, can_overbook=me["can_overbook"]),
        facility_ids=tuple(me["facilities"]),
        practitioner_id=me["practitioner_id"],
        desk=desk,
        must_change_password=me["must_change_password"],
    )


def _worker(facilities: Iterable[UUID], desk: str) -> Actor:
    return Actor(
        login="opd_worker",
        staff_id=None,
        display_name="Worker",
        role=Role.WORKER,
        permissions=permissions_of(Role.WORKER),
        facility_ids=tuple(facilities),
        desk=desk,
    )
