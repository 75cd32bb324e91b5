"""What waits for somebody: visits without an outcome, calls to make, people who wait. Each opens its list."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu, QPushButton

from opd_desktop.services import affected, appointments, waitlist
from opd_desktop.services.dto.appointments import ListUnresolved
from opd_desktop.services.dto.booking import ListWaitlist
from opd_desktop.services.dto.schedules import ListAffected
from opd_desktop.services.operations import Operation
from opd_desktop.ui.calendar.panels.work import PanelWork

#: Numbers may be this old: counting must not slow down what the calendar itself reads after a change.
_PAUSE_MS = 2000


class Counts(QPushButton):
    """``To do 12 ▾``: a menu of the lists with their numbers; it hides when there is nothing to do."""

    def __init__(self, work: PanelWork, lists: Mapping[str, QAction]) -> None:
        super().__init__()
        self._work = work
        self._lists = dict(lists)
        self._shown: dict[str, int] = {}
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)
        self.setProperty("kind", "quiet")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.hide()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.load)
        work.changed.connect(self.later)
        work.desk.facility_changed.connect(self.later)

    def later(self) -> None:
        """Count soon; many changes are counted once, and an unbroken stream of them every so often."""
        if not self._pause.isActive():
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
        total = sum(self._shown.values())
        self.setText(self.tr("To do {0} ▾").format(total))
        self.setVisible(total > 0)
        said = [f"{self._lists[key].text()}: {n}" for key, n in self._shown.items() if n]
        self.setAccessibleName(self.tr("To do: {0}").format(", ".join(said)))
        self.setToolTip("\n".join(said))

    def _fill(self) -> None:
        self._menu.clear()
        for key, action in self._lists.items():
            # A tab shows the keys without claiming them a second time.
            text = f"{action.text()}: {self._shown.get(key, 0)}\t{action.shortcut().toString()}"
            self._menu.addAction(text, action.trigger)

    def shown(self) -> dict[str, int]:
        """The numbers as last counted."""
        return dict(self._shown)
