"""State of the settings screen; no widgets."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal

from opd_desktop.domain.permissions import Permission
from opd_desktop.services import database, facilities, staff
from opd_desktop.services.dto.common import Nothing
from opd_desktop.services.dto.facilities import (
    ChangePassword,
    CreateStaff,
    DatabaseInfo,
    FacilityDto,
    PatchFacility,
    SetStaffActive,
    StaffDto,
)
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.tasks import Failed


@dataclass(frozen=True)
class SettingsState:
    """None = not loaded (yet, or not permitted)."""

    info: DatabaseInfo | None = None
    staff: tuple[StaffDto, ...] | None = None


class SettingsPresenter(QObject):
    """Loads and changes what Settings shows.

    Attributes:
        state_changed: a new `SettingsState`.
    """

    state_changed = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.state = SettingsState()

    @property
    def manages_staff(self) -> bool:
        """Whether the signed-in person may add and switch off staff."""
        return self._desk.actor.may(Permission.STAFF)

    def load(self) -> None:
        """Ask again."""
        self._desk.read(self, "info", database.info, Nothing(), self._info_loaded)
        if self.manages_staff:
            self._desk.read(self, "staff", staff.list_, Nothing(), self._staff_loaded)

    def _info_loaded(self, info: DatabaseInfo) -> None:
        self.state = replace(self.state, info=info)
        self.state_changed.emit(self.state)

    def _staff_loaded(self, people: tuple[StaffDto, ...]) -> None:
        self.state = replace(self.state, staff=tuple(people))
        self.state_changed.emit(self.state)

    def create(self, request: CreateStaff, done: Callable[[StaffDto], None], failed: Failed) -> None:
        """A new member of staff: a login of the database."""
        self._desk.write(self, staff.create, request, done, failed)

    def set_active(self, person: StaffDto, active: bool) -> None:
        """Switch a login on or off."""

        def done(changed: StaffDto) -> None:
            text = self.tr("{0} can sign in again") if changed.active else self.tr("{0} can't sign in any more")
            self._desk.toast(text.format(changed.display_name))
            self.load()

        self._desk.write(self, staff.set_active, SetStaffActive(id=person.id, active=active), done)

    def change_password(self, password: str, done: Callable[[object], None], failed: Failed) -> None:
        """Set one's own password."""
        request = ChangePassword.model_validate({"password": password})
        self._desk.write(self, staff.change_password, request, done, failed)

    def patch_facility(self, request: PatchFacility, done: Callable[[FacilityDto], None], failed: Failed) -> None:
        """Name, phone, address of the facility."""
        self._desk.write(self, facilities.patch, request, done, failed)
