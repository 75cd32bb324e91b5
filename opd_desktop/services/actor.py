"""Who acts: the signed-in member of staff, as the database knows them."""

from uuid import UUID

from pydantic import BaseModel, ConfigDict

from opd_desktop.domain.permissions import Permission, Role


class Actor(BaseModel):
    """The person (or the worker) on whose behalf operations run; made by `services.auth.load_actor`.

    Attributes:
        login: the Postgres login role.
        practitioner_id: set for doctors; "own" schedule, visits and notes mean this practitioner.
        facility_ids: facilities the person belongs to; row-level security uses the same list.
        desk: free name of the desk, shown to others ("Desk 2 is booking 10:20").
    """

    model_config = ConfigDict(frozen=True)

    login: str
    staff_id: UUID | None
    display_name: str
    role: Role
    permissions: frozenset[Permission]
    facility_ids: tuple[UUID, ...]
    practitioner_id: UUID | None = None
    desk: str = ""
    must_change_password: bool = False

    def may(self, permission: Permission | None) -> bool:
        """Whether the actor holds a right (``None`` asks for none)."""
        return permission is None or permission in self.permissions
