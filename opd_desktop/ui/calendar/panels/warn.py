"""What to know before booking: another visit then, another this week, another usual doctor."""

from uuid import UUID

from PySide6.QtWidgets import QWidget

from opd_desktop.services.dto.appointments import BookWarning
from opd_desktop.ui.calendar.presenter import CalendarPresenter
from opd_desktop.ui.calendar.words import warning_text
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.widgets import Notice


class Warnings(Notice):
    """Warnings as they arise; they stop nothing."""

    def __init__(self, desk: Desk, presenter: CalendarPresenter, parent: QWidget) -> None:
        super().__init__("warn", parent=parent)
        self._desk = desk
        self._presenter = presenter
        self._asked = 0
        self.set_text("")

    def look(self, patient_id: UUID | None, slot_ids: tuple[UUID, ...]) -> None:
        """Look again for this patient and place; without them there is nothing to warn about."""
        self._asked += 1
        asked = self._asked
        if patient_id is None or not slot_ids:
            self.set_text("")
            return

        def found(warnings: tuple[BookWarning, ...]) -> None:
            if asked == self._asked:
                self.set_text("\n".join(warning_text(one, self._desk) for one in warnings))

        self._presenter.warnings(self, patient_id, slot_ids, found)
