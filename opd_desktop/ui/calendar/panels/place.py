"""Where a booking stands: the place, who else books there, how long it is held."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from opd_desktop.services.dto.schedules import SlotDto
from opd_desktop.ui.calendar.day import DayPlan
from opd_desktop.ui.calendar.keeper import HoldKeeper
from opd_desktop.ui.calendar.words import holder_text, place_text
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.text import clock_text
from opd_desktop.ui.widgets import Muted, Notice


class PlaceLines(QWidget):
    """``Tue 24 Nov · Dr Rao · 15 min · held for you 2:48``, counting down; ``Desk 2 is booking 10:20``."""

    def __init__(
        self, desk: Desk, keeper: HoldKeeper, hold_again: Callable[[], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._desk, self._keeper = desk, keeper
        self._plan: DayPlan | None = None
        self._run: Sequence[SlotDto] = ()
        self._over = False
        self.where = Muted(parent=self)
        self.others = Notice("info", parent=self)
        self.lapsed = Notice("warn", "", self.tr("Hold again"), hold_again, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.where, self.others, self.lapsed):
            column.addWidget(widget)
        self.others.set_text("")
        self.lapsed.set_text("")
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self.count_down)
        self._second.start()

    def show_place(self, plan: DayPlan, run: Sequence[SlotDto], *, over: bool) -> None:
        """Another place, or the same one as it is now."""
        self._plan, self._run, self._over = plan, run, over
        self._show()

    def hold_changes(self) -> None:
        """A new hold is asked for, or was granted."""
        self.lapsed.set_text("")
        self._show()

    def count_down(self) -> None:
        """A second has passed."""
        self._show()
        if self._keeper.lapsed() and self.lapsed.isHidden():
            self.lapsed.set_text(self.tr("The time is no longer held for you; another desk may take it."))

    def stop(self) -> None:
        """Count no more."""
        self._second.stop()

    def _show(self) -> None:
        if self._plan is None or not self._run:
            return
        self.where.setText(place_text(self._plan, self._run, self._keeper.hold, self._desk.now(), over=self._over))
        self.others.set_text("\n".join(self._other_desks(self._plan)))

    def _other_desks(self, plan: DayPlan) -> list[str]:
        own = self._keeper.hold
        found = {
            holder_text(one.desk, one.login): clock_text(self._desk.local(one.starts_at))
            for slot in self._run
            for one in plan.holds_of(slot.id)
            if own is None or one.id != own.id
        }
        return [self.tr("{0} is booking {1}").format(desk, at) for desk, at in found.items()]
