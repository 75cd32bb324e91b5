"""State of the queue screen and what a person can do with it; no widgets."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from opd_desktop.domain.appointment import AppointmentStatus
from opd_desktop.domain.permissions import Permission
from opd_desktop.services import appointments, check_in, queue
from opd_desktop.services.dto.appointments import AppointmentDto, CheckedIn, CheckIn, ListAppointments
from opd_desktop.services.dto.common import Page
from opd_desktop.services.dto.queue import (
    CallNext,
    ListQueue,
    PractitionerQueue,
    QueueBoard,
    QueueChange,
    QueueEntryDto,
    QueueMoved,
    Transfer,
    WalkIn,
)
from opd_desktop.services.operations import Operation
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.tasks import Failed
from opd_desktop.ui.text import clock_text


@dataclass(frozen=True)
class QueueState:
    """What is shown: ``board`` None = not loaded yet; ``only`` the practitioners wanted, empty = all."""

    board: QueueBoard | None = None
    only: tuple[UUID, ...] = ()

    @property
    def queues(self) -> tuple[PractitionerQueue, ...]:
        """The queues to show."""
        return self.board.queues if self.board else ()


class QueuePresenter(QObject):
    """Loads the board and carries out calls, moves and check-ins.

    Attributes:
        state_changed: a new `QueueState`.
        called: the entry that was called, for the announcement and the encounter.
    """

    state_changed = Signal(object)
    called = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        mine = desk.actor.practitioner_id
        self.state = QueueState(only=(mine,) if mine else ())

    def show_only(self, practitioners: tuple[UUID, ...]) -> None:
        """Show these practitioners' queues; none means all."""
        self.state = replace(self.state, only=practitioners)
        self.load()

    def load(self) -> None:
        """Ask for the board."""
        request = ListQueue(facility_id=self._desk.facility.id, practitioner_ids=self.state.only)
        self._desk.read(self, "board", queue.board, request, self._loaded)

    def _loaded(self, board: QueueBoard) -> None:
        self.state = replace(self.state, board=board)
        self.state_changed.emit(self.state)

    def call_next(self, practitioner_id: UUID) -> None:
        """Call whoever is next by the rule."""
        request = CallNext(facility_id=self._desk.facility.id, practitioner_id=practitioner_id)
        self._desk.write(self, queue.call_next, request, self._was_called)

    def call(self, entry: QueueEntryDto) -> None:
        """Call this person, out of turn."""
        self._move(entry, queue.call, self._was_called)

    def recall(self, entry: QueueEntryDto) -> None:
        """Call again who was called."""
        self._move(entry, queue.recall, self._was_called)

    def _was_called(self, moved: QueueMoved) -> None:
        entry = moved.entry
        self._desk.toast(
            self.tr("Called {0} {1} to {2}").format(entry.token, entry.patient_name, entry.practitioner_name),
            moved.undo,
        )
        self.load()
        self.called.emit(entry)

    def requeue(self, entry: QueueEntryDto) -> None:
        """Back among those who wait."""
        self._move(entry, queue.requeue, lambda moved: self._told(moved, self.tr("{0} {1} waits again")))

    def skip(self, entry: QueueEntryDto) -> None:
        """Not there when called: later, not lost."""
        self._move(entry, queue.skip, lambda moved: self._told(moved, self.tr("{0} {1} skipped, comes up again later")))

    def leave(self, entry: QueueEntryDto) -> None:
        """Went away without being seen."""
        self._move(entry, queue.leave, lambda moved: self._told(moved, self.tr("{0} {1} left without being seen")))

    def transfer(self, entry: QueueEntryDto, practitioner_id: UUID) -> None:
        """To another practitioner's queue, with a token of that one."""
        request = Transfer(id=entry.id, row_version=entry.row_version, practitioner_id=practitioner_id)
        self._desk.write(
            self, queue.transfer, request, lambda moved: self._told(moved, self.tr("{0} {1} moved to the other queue"))
        )

    def _move(
        self, entry: QueueEntryDto, operation: Operation[Any, QueueMoved], done: Callable[[QueueMoved], None]
    ) -> None:
        request = QueueChange(id=entry.id, row_version=entry.row_version)
        self._desk.write(self, operation, request, done)

    def _told(self, moved: QueueMoved, text: str) -> None:
        self._desk.toast(text.format(moved.entry.token, moved.entry.patient_name), moved.undo)
        self.load()

    def expected(self, done: Callable[[Page[AppointmentDto]], None]) -> None:
        """Today's visits that have not been checked in, soonest first."""
        day = self._desk.today()
        start = datetime.combine(day, time(), self._desk.zone)
        request = ListAppointments(
            start=start,
            end=start + timedelta(days=1),
            facility_id=self._desk.facility.id,
            status=(AppointmentStatus.BOOKED, AppointmentStatus.ARRIVED),
        )
        self._desk.read(self, "expected", appointments.list_, request, done)

    def check_in(self, visit: AppointmentDto, priority: str, done: Callable[[CheckedIn], None], failed: Failed) -> None:
        """Check a booked patient in; the token goes to the toast."""
        request = CheckIn.model_validate({"id": visit.id, "row_version": visit.row_version, "priority": priority})

        def checked_in(result: CheckedIn) -> None:
            self._desk.toast(
                self.tr("Checked in {0}, token {1}").format(result.appointment.patient_name, result.token), result.undo
            )
            self.load()
            done(result)

        self._desk.write(self, check_in.check_in, request, checked_in, failed)

    def walk_in(self, request: WalkIn, done: Callable[[QueueMoved], None], failed: Failed) -> None:
        """A patient without an appointment joins a queue."""

        def joined(moved: QueueMoved) -> None:
            self._desk.toast(
                self.tr("{0} waits for {1}, token {2}").format(
                    moved.entry.patient_name, moved.entry.practitioner_name, moved.entry.token
                ),
                moved.undo,
            )
            self.load()
            done(moved)

        self._desk.write(self, queue.walk_in, request, joined, failed)

    def may(self, permission: Permission) -> bool:
        """Whether the signed-in person has a right."""
        return self._desk.actor.may(permission)

    def visit_text(self, entry: QueueEntryDto) -> str:
        """``Appointment 09:30 · cough`` or ``Walk-in · cough``."""
        if entry.appointment_at is None:
            first = self.tr("Walk-in")
        else:
            first = self.tr("Appointment {0}").format(clock_text(self._desk.local(entry.appointment_at)))
        return f"{first} · {entry.reason}" if entry.reason else first
