"""What a person can do with visits from the calendar: book, move, lengthen, cancel, check in; no widgets."""

from collections.abc import Callable, Collection, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID, uuid4

import shiboken6
from PySide6.QtCore import QObject, Signal

from opd_desktop.domain.appointment import AppointmentStatus
from opd_desktop.services import appointments, check_in
from opd_desktop.services.dto.appointments import (
    AppointmentDto,
    BookAppointment,
    Booked,
    BookWarning,
    Cancel,
    ChangeStatus,
    CheckedIn,
    CheckIn,
    CheckWarnings,
    HistoryEntry,
    Moved,
    Reschedule,
    Resize,
)
from opd_desktop.services.dto.booking import FreedPlace
from opd_desktop.services.dto.common import ById, UndoDto
from opd_desktop.services.operations import Operation
from opd_desktop.ui.calendar.day import Placing
from opd_desktop.ui.calendar.draft import DRAFT
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.tasks import Failed
from opd_desktop.ui.text import clock_text, day_text

Done = Callable[[], None]


def _if_alive(callback: Callable[[Any], None], value: object) -> bool:
    """Call a method of a panel unless the panel was closed while the work was under way; whether it was called."""
    owner = getattr(callback, "__self__", None)
    if isinstance(owner, QObject) and not shiboken6.isValid(owner):
        return False
    callback(value)
    return True


def freed_by(visit: AppointmentDto, result: Moved, begins: datetime | None = None) -> FreedPlace:
    """The place that a visit left, from where it stood (or from ``begins`` on)."""
    return FreedPlace(
        practitioner_id=visit.practitioner_id, practitioner_name=visit.practitioner_name,
        starts_at=begins or visit.starts_at, matches=result.matches,
    )  # fmt: skip


class CalendarWork(QObject):
    """Writes; every refusal loads the calendar again, since what was on the screen was old.

    Attributes:
        arrived_at: a visit that was booked or moved by this desk and should get the cursor.
        place_left: a visit as it stood before it was moved or cancelled by this desk, and the `Moved`.
        places_freed: the places (`FreedPlace`) that visits left together, moved, cancelled or made shorter here.
    """

    arrived_at = Signal(object)
    place_left = Signal(object, object)
    places_freed = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk

    def load(self, events: Collection[int] | None = None) -> None:
        """Ask for what is shown again, all of it or what these events touch."""

    def shown_day(self) -> date:
        """The day that times without a day are of."""
        return self._desk.today()

    # What can be done

    def warnings(self, owner: QObject, patient_id: UUID, slot_ids: tuple[UUID, ...], done: Callable[..., None]) -> None:
        """What to tell before booking; ``done`` gets a tuple of `BookWarning`, while ``owner`` lives."""
        request = CheckWarnings(patient_id=patient_id, slot_ids=slot_ids)

        def found(warnings: tuple[BookWarning, ...]) -> None:
            done(tuple(warnings))

        # Warnings are a help: what stands in the way is told when booking.
        self._desk.read(owner, "warnings", appointments.warnings, request, found, lambda _error: done(()))

    def book(self, request: BookAppointment, done: Callable[[Booked], None], failed: Failed) -> None:
        """Book; the toast offers to undo."""

        def booked(result: Booked) -> None:
            self._desk.drafts.drop(DRAFT)
            self._tell(self.tr("Booked {patient} at {time} with {doctor}"), result.appointment, result)
            _if_alive(done, result)

        self._write(appointments.create, request, booked, failed)

    def move(self, visit: AppointmentDto, placing: Placing, done: Done | None = None) -> None:
        """Put a visit to other slots; ``done`` is called when it stands there."""
        request = Reschedule(id=visit.id, row_version=visit.row_version, slot_ids=placing.slot_ids)
        text = self.tr("Moved {patient} to {time} with {doctor}")

        def moved(result: Moved) -> None:
            self._tell(text, result.appointment, result)
            self._left(visit, result)
            if done is not None:
                done()

        self._write(appointments.reschedule, request, moved, None)

    def _left(self, visit: AppointmentDto, result: Moved) -> None:
        self.place_left.emit(visit, result)
        self.places_freed.emit((freed_by(visit, result),))

    def resize(self, visit: AppointmentDto, placing: Placing) -> None:
        """Make a visit as long as the slots of a placing."""
        request = Resize(id=visit.id, row_version=visit.row_version, slots=len(placing.slot_ids))
        minutes = round(placing.end - placing.start)
        text = self.tr("{patient} has {minutes} min now").replace("{minutes}", str(minutes))

        def resized(result: Moved) -> None:
            self._tell(text, result.appointment, result)
            self.places_freed.emit((freed_by(visit, result, self.place_after(result.appointment, visit.ends_at)),))

        self._write(appointments.resize, request, resized, None)

    def place_after(self, visit: AppointmentDto, until: datetime) -> datetime:
        """Where the first place begins that a visit gave up at its end, which was ``until``."""
        return min(visit.ends_at, until)

    def copy(self, visit: AppointmentDto, placing: Placing) -> None:
        """Book the patient of a visit once more, for the same reason."""
        request = BookAppointment(
            request_id=uuid4(), patient_id=visit.patient_id, slot_ids=placing.slot_ids, reason=visit.reason,
            visit_kind=visit.visit_kind,
        )  # fmt: skip

        def booked(result: Booked) -> None:
            self._tell(self.tr("Booked {patient} at {time} with {doctor}"), result.appointment, result)

        self._write(appointments.create, request, booked, None)

    def arrive(self, visit: AppointmentDto) -> None:
        """The patient is in the house, not yet checked in."""
        request = ChangeStatus(id=visit.id, row_version=visit.row_version)
        self._change(appointments.arrive, request, self.tr("{patient} has arrived"))

    def no_show(self, visit: AppointmentDto) -> None:
        """The patient did not come."""
        request = ChangeStatus(id=visit.id, row_version=visit.row_version)
        self._change(appointments.no_show, request, self.tr("{patient} did not come"))

    def check_in(self, visit: AppointmentDto) -> None:
        """Check in; the token goes to the toast."""
        request = CheckIn(id=visit.id, row_version=visit.row_version)

        def checked_in(result: CheckedIn) -> None:
            text = self.tr("Checked in {patient}, token {token}")
            self._desk.toast(text.format(patient=result.appointment.patient_name, token=result.token), result.undo)
            self.load()

        self._write(check_in.check_in, request, checked_in, None)

    def cancel(
        self, visit: AppointmentDto, reason: str, by: str, done: Callable[[Moved], None], failed: Failed
    ) -> None:
        """Cancel with a reason; ``by`` is ``patient`` or ``clinic``."""
        request = Cancel.model_validate(
            {"id": visit.id, "row_version": visit.row_version, "cancel_reason": reason, "cancelled_by": by}
        )

        def cancelled(result: Moved) -> None:
            self._tell(self.tr("Cancelled {patient} at {time}"), result.appointment, result)
            self._left(visit, result)
            _if_alive(done, result)

        self._write(appointments.cancel, request, cancelled, failed)

    def history(
        self, owner: QObject, visit_id: UUID, done: Callable[[tuple[HistoryEntry, ...]], None], failed: Failed
    ) -> None:
        """What happened to a visit; told while ``owner`` lives."""
        self._desk.read(owner, "history", appointments.history, ById(id=visit_id), done, failed)

    def cancel_all(
        self, visits: Sequence[AppointmentDto], reason: str, by: str, done: Callable[[tuple[UndoDto, ...]], None]
    ) -> None:
        """Cancel several; those that can't be are told one by one, ``done`` gets what undoes the others."""
        undos: list[UndoDto] = []
        places: list[FreedPlace] = []
        left = len(visits)

        def one_less(result: Moved | None = None) -> None:
            nonlocal left
            left -= 1
            if result is not None:
                places.append(freed_by(result.appointment, result))
                if result.undo is not None:
                    undos.append(result.undo)
            if left == 0:
                self.load()
                self.places_freed.emit(tuple(sorted(places, key=lambda one: one.starts_at)))
                _if_alive(done, tuple(undos))

        def refused(error: BaseException) -> None:
            self._desk.show_error(error)
            one_less()

        for visit in visits:
            request = Cancel.model_validate(
                {"id": visit.id, "row_version": visit.row_version, "cancel_reason": reason, "cancelled_by": by}
            )
            self._desk.write(self, appointments.cancel, request, one_less, refused)

    def undo_all(self, undos: Sequence[UndoDto]) -> None:
        """Take back several things, the last one first."""
        for offer in reversed(undos):
            self._desk.undo(offer)

    def _change(self, operation: Operation[Any, Moved], request: object, text: str, done: Done | None = None) -> None:
        def moved(result: Moved) -> None:
            self._tell(text, result.appointment, result)
            if done is not None:
                done()

        self._write(operation, request, moved, None)

    def _write(
        self, operation: Operation[Any, Any], request: Any, done: Callable[[Any], None], failed: Failed | None
    ) -> None:
        """Write; when it is refused, what is on the screen was old, so load again."""

        def refused(error: BaseException) -> None:
            if failed is None or not _if_alive(failed, error):
                self._desk.show_error(error)
            self.load()

        self._desk.write(self, operation, request, done, refused)

    def _tell(self, text: str, visit: AppointmentDto, result: Booked | Moved) -> None:
        self._desk.toast(
            text.format(patient=visit.patient_name, time=self.time_text(visit), doctor=visit.practitioner_name),
            result.undo,
        )
        if visit.status is not AppointmentStatus.CANCELLED:
            self.arrived_at.emit(visit)
        self.load()

    def time_text(self, visit: AppointmentDto) -> str:
        """``10:30``, with the day if it isn't the one shown."""
        local = self._desk.local(visit.starts_at)
        if local.date() == self.shown_day():
            return clock_text(local)
        return f"{day_text(local.date())} {clock_text(local)}"
