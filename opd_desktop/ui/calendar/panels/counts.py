"""What waits for somebody: visits without an outcome, calls to make, people who wait. Each opens its list."""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QWidget

from opd_desktop.services import affected, appointments, waitlist
from opd_desktop.services.dto.appointments import ListUnresolved
from opd_desktop.services.dto.booking import ListWaitlist
from opd_desktop.services.dto.schedules import ListAffected
from opd_desktop.services.operations import Operation
from opd_desktop.ui.calendar.panels.work import PanelWork
from opd_desktop.ui.widgets import Button

_PAUSE_MS = 600


class Counts(QWidget):
    """Small buttons with numbers; one whose number is nought hides."""

    def __init__(self, work: PanelWork, unresolved: QAction, calls: QAction, waiting: QAction) -> None:
        super().__init__()
        self._work = work
        self._shown: dict[str, int] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self._buttons: dict[str, tuple[Button, QAction]] = {}
        for key, icon, action in (
            ("unresolved", "warning", unresolved), ("calls", "phone", calls), ("waiting", "clock", waiting),
        ):  # fmt: skip
            button = Button("", "quiet", icon=icon, parent=self)
            button.clicked.connect(action.trigger)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.hide()
            row.addWidget(button)
            self._buttons[key] = (button, action)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.load)
        work.changed.connect(self.later)
        work.desk.facility_changed.connect(self.later)

    def later(self) -> None:
        """Count soon; many changes at once are counted once."""
        self._pause.start()

    def load(self) -> None:
        """Count now."""
        facility = self._work.facility_id
        asked: tuple[tuple[str, Operation[Any, Any], Any], ...] = (
            ("unresolved", appointments.unresolved, ListUnresolved(facility_id=facility)),
            ("calls", affected.list_, ListAffected(facility_id=facility)),
            ("waiting", waitlist.list_, ListWaitlist(facility_id=facility)),
        )
        for key, operation, request in asked:
            self._work.read(self, key, operation, request, self._counted(key), self._not_counted)

    def _counted(self, key: str) -> Callable[[Sequence[object]], None]:
        def counted(found: Sequence[object]) -> None:
            self.show_count(key, len(found))

        return counted

    def _not_counted(self, _error: BaseException) -> None:
        """A number that could not be had stays as it was; the list itself tells why."""

    def show_count(self, key: str, number: int) -> None:
        """Show a number."""
        self._shown[key] = number
        button, action = self._buttons[key]
        button.setText(str(number))
        button.setVisible(number > 0)
        name = self.tr("{0}: {1}").format(action.text(), number)
        button.setAccessibleName(name)
        button.setToolTip(f"{name} ({action.shortcut().toString()})")

    def shown(self) -> dict[str, int]:
        """The numbers as last counted."""
        return dict(self._shown)
