"""Making the slots of all schedules until a day, one schedule after another, with progress and a way to stop."""

from collections import deque
from datetime import date, timedelta

from PySide6.QtCore import QDate, Signal
from PySide6.QtWidgets import QDateEdit, QProgressBar

from opd_desktop.services import schedules
from opd_desktop.services.dto.schedules import Materialize, Materialized, ScheduleDto
from opd_desktop.services.materializing import WEEKS_AHEAD
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.schedules.words import slots_words
from opd_desktop.ui.widgets import Button, Field, Muted, Notice, Panel
from opd_desktop.ui.words import error_text

_LONGEST = 366


class MakePanel(Panel):
    """Until when; then how far it is.

    Attributes:
        finished: all is made, or it was stopped; true if visits now stand outside hours.
    """

    finished = Signal(bool)

    def __init__(self, desk: Desk, found: tuple[ScheduleDto, ...]) -> None:
        super().__init__()
        self.set_title(self.tr("Make slots"))
        self._desk = desk
        self._all = tuple(one for one in found if one.active)
        self._left: deque[ScheduleDto] = deque()
        self._made = self._removed = self._affected = 0
        today = desk.today()
        first = QDate(today.year, today.month, today.day)
        self.until = QDateEdit(first.addDays(7 * WEEKS_AHEAD), self)
        self.until.setMinimumDate(first)
        self.until.setMaximumDate(first.addDays(_LONGEST))
        self.until.setCalendarPopup(True)
        self.until.setDisplayFormat("ddd d MMM yyyy")
        self.until.setStyleSheet("QDateEdit::drop-down { border: 0; width: 18px; }")
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(self.tr("Schedules done"))
        self.progress.hide()
        self.told = Muted(parent=self)
        self.notice = Notice("danger", parent=self)
        self.notice.set_text("")
        self.body.addWidget(
            Muted(
                self.tr(
                    "Slots are made {0} weeks ahead each night. To book further ahead, make them now; what is there "
                    "already stays."
                ).format(WEEKS_AHEAD)
            )
        )
        self.body.addWidget(Field(self.tr("Until"), self.until, parent=self))
        self.body.addWidget(self.progress)
        self.body.addWidget(self.told)
        self.body.addWidget(self.notice)
        self.body.addStretch()
        self.stop = Button(self.tr("Stop"), parent=self)
        self.stop.clicked.connect(self._stop)
        self.stop.hide()
        self.make = Button(self.tr("Make slots"), "primary", keys="Ctrl+Return", parent=self)
        self.make.setShortcut("Ctrl+Return")
        self.make.clicked.connect(self.begin)
        self.make.setEnabled(bool(self._all))
        self.footer.addStretch()
        self.footer.addWidget(self.stop)
        self.footer.addWidget(self.make)
        if not self._all:
            self.told.setText(self.tr("There is no schedule in use yet. Make one first."))
        self.setFocusProxy(self.until)

    def begin(self) -> None:
        """Make them."""
        self._left = deque(self._all)
        self._made = self._removed = self._affected = 0
        self.progress.setRange(0, len(self._all))
        self.progress.setValue(0)
        self.progress.show()
        self.notice.set_text("")
        self.make.setEnabled(False)
        self.until.setEnabled(False)
        self.stop.show()
        self._next()

    def _next(self) -> None:
        if not self._left:
            self._end()
            return
        one, today = self._left[0], self._desk.today()
        day = self.until.date()
        until = date(day.year(), day.month(), day.day())
        start = max(today, one.valid_from)
        end = min(until, one.valid_to) if one.valid_to is not None else until
        self.told.setText(
            self.tr("{0} of {1}: {2}").format(self.progress.value() + 1, self.progress.maximum(), one.practitioner_name)
        )
        if end < start or end - start > timedelta(days=800):
            self._done(Materialized(made=0, removed=0, kept=0))
            return
        self._desk.write(
            self, schedules.materialize, Materialize(id=one.id, start=start, end=end), self._done, self._failed
        )

    def _done(self, result: Materialized) -> None:
        if not self._left:
            return
        self._left.popleft()
        self._made += result.made
        self._removed += result.removed
        self._affected += len(result.affected)
        self.progress.setValue(self.progress.value() + 1)
        self._next()

    def _failed(self, error: BaseException) -> None:
        name = self._left[0].practitioner_name if self._left else ""
        self._left.clear()
        self.notice.set_text(f"{name}: {error_text(error)}")
        self._end()

    def _stop(self) -> None:
        """After the one that is under way; what is made stays."""
        while len(self._left) > 1:
            self._left.pop()

    def _end(self) -> None:
        self.stop.hide()
        self.make.setEnabled(True)
        self.until.setEnabled(True)
        text = self.tr("{0} made, {1} taken away.").format(slots_words(self._made), slots_words(self._removed))
        self.told.setText(text)
        self.finished.emit(self._affected > 0)
