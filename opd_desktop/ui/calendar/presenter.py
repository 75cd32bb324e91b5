"""State of the calendar screen and what a person can do with it; no widgets."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import shiboken6
from PySide6.QtCore import QObject, QTimer, Signal

from opd_desktop.domain.appointment import AppointmentStatus
from opd_desktop.domain.permissions import Permission, Role
from opd_desktop.services import appointments, calendar, check_in, waitlist
from opd_desktop.services.dto.appointments import (
    AddToWaitlist,
    AppointmentDto,
    BookAppointment,
    Booked,
    BookWarning,
    CalendarDto,
    CalendarRequest,
    Cancel,
    ChangeStatus,
    CheckedIn,
    CheckIn,
    CheckWarnings,
    HistoryEntry,
    Moved,
    Reschedule,
)
from opd_desktop.services.dto.common import ById
from opd_desktop.services.dto.schedules import SlotDto
from opd_desktop.services.operations import Operation
from opd_desktop.ui.calendar.day import DayPlan, Placing
from opd_desktop.ui.calendar.draft import DRAFT
from opd_desktop.ui.calendar.planning import Look, plan_day
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.tasks import Failed
from opd_desktop.ui.text import clock_text, day_text

_TICK_MS = 20_000
Choice = UUID | str | None


@dataclass(frozen=True)
class CalendarState:
    """What is shown: ``plan`` None = not loaded yet; ``choice`` a practitioner, a specialty, or None for all."""

    day: date
    choice: Choice = None
    cancelled: bool = False
    calendar: CalendarDto | None = None
    plan: DayPlan | None = None


def _if_alive(callback: Callable[[Any], None], value: object) -> bool:
    """Call a method of a panel unless the panel was closed while the work was under way; whether it was called."""
    owner = getattr(callback, "__self__", None)
    if isinstance(owner, QObject) and not shiboken6.isValid(owner):
        return False
    callback(value)
    return True


class CalendarPresenter(QObject):
    """Loads days, and books, moves and changes visits.

    Attributes:
        state_changed: a new `CalendarState`.
        ticked: time has passed; the now-line moves.
        arrived_at: a visit that was booked or moved by this desk and should get the cursor.
    """

    state_changed = Signal(object)
    ticked = Signal()
    arrived_at = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.state = CalendarState(day=desk.today())
        self._follows_today = True
        # Places become past and holds end without any event: look again now and then.
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self.tick)
        self._tick.start()
        self._expiry = QTimer(self)
        self._expiry.setSingleShot(True)
        self._expiry.timeout.connect(self.tick)

    def may(self, permission: Permission) -> bool:
        """Whether the signed-in person has a right."""
        return self._desk.actor.may(permission)

    def owns(self, practitioner_id: UUID) -> bool:
        """Whether the person may book and change this practitioner's visits; doctors only their own."""
        actor = self._desk.actor
        return actor.role is not Role.DOCTOR or actor.practitioner_id == practitioner_id

    # What is shown

    def load(self) -> None:
        """Ask for the day; planning it happens off the GUI thread too."""
        day, look = self.state.day, self._look()
        request = CalendarRequest(facility_id=self._desk.facility.id, start=day, end=day)

        def work() -> tuple[CalendarDto, DayPlan]:
            found = self._desk.clinic.call(calendar.read, request)
            return found, plan_day(found, day, look, self._desk.now())

        self._desk.run(self, "day", work, self._loaded)

    def _loaded(self, loaded: tuple[CalendarDto, DayPlan]) -> None:
        found, plan = loaded
        if plan.day != self.state.day or found.facility_id != self._desk.facility.id:
            return
        self._set(replace(self.state, calendar=found, plan=plan))

    def _set(self, state: CalendarState) -> None:
        self.state = state
        if state.plan is not None and state.plan.next_expiry is not None:
            left = (state.plan.next_expiry - self._desk.now()).total_seconds()
            self._expiry.start(max(int(left * 1000) + 200, 200))
        else:
            self._expiry.stop()
        self.state_changed.emit(state)

    def tick(self) -> None:
        """Look at the loaded day again with the time as it is now."""
        today = self._desk.today()
        if self._follows_today and self.state.day != today:
            self.go_to(today)
            return
        self._replan()
        self.ticked.emit()

    def _replan(self) -> None:
        found = self.state.calendar
        if found is not None:
            self._set(replace(self.state, plan=plan_day(found, self.state.day, self._look(), self._desk.now())))

    def _look(self) -> Look:
        choice = self.state.choice
        only: tuple[UUID, ...] = ()
        if isinstance(choice, UUID):
            only = (choice,)
        elif choice:
            only = tuple(one.id for one in self._desk.practitioners if one.specialty == choice)
        actor = self._desk.actor
        return Look(only=only, cancelled=self.state.cancelled, me=(actor.login, actor.desk))

    def go_to(self, day: date) -> None:
        """Show another day."""
        self._follows_today = day == self._desk.today()
        if day != self.state.day:
            self._set(replace(self.state, day=day, calendar=None, plan=None))
        self.load()

    def step(self, days: int) -> None:
        """Go some days on or back."""
        self.go_to(self.state.day + timedelta(days=days))

    def show_only(self, choice: Choice) -> None:
        """Show a practitioner, a specialty, or all (None)."""
        self.state = replace(self.state, choice=choice)
        self._replan()

    def show_cancelled(self, shown: bool) -> None:
        """Show cancelled visits too."""
        self.state = replace(self.state, cancelled=shown)
        self._replan()

    def change_facility(self) -> None:
        """Another facility: its day may differ, and its doctors do."""
        self._set(CalendarState(day=self._desk.today()))

    def find(self, visit_id: UUID) -> AppointmentDto | None:
        """A visit of the loaded day, shown or not."""
        found = self.state.calendar
        return next((one for one in found.appointments if one.id == visit_id), None) if found else None

    def fetch(self, visit_id: UUID, done: Callable[[AppointmentDto], None]) -> None:
        """A visit of any day."""
        self._desk.read(self, "visit", appointments.get, ById(id=visit_id), done)

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

    def wait(
        self, request_id: UUID, patient_id: UUID, slot: SlotDto, plan: DayPlan, reason: str,
        done: Callable[[AppointmentDto], None], failed: Failed,
    ) -> None:  # fmt: skip
        """Put a patient on the waiting list of a slot's doctor, for what is left of the day."""
        request = AddToWaitlist(
            request_id=request_id,
            patient_id=patient_id,
            practitioner_id=slot.practitioner_id,
            facility_id=slot.facility_id,
            start=max(plan.midnight + timedelta(minutes=plan.start), self._desk.now()),
            end=plan.midnight + timedelta(minutes=plan.end),
            reason=reason,
        )

        def waits(visit: AppointmentDto) -> None:
            text = self.tr("{patient} is on the waiting list of {doctor}")
            self._desk.toast(text.format(patient=visit.patient_name, doctor=visit.practitioner_name))
            _if_alive(done, visit)

        self._write(waitlist.add, request, waits, failed)

    def move(self, visit: AppointmentDto, placing: Placing) -> None:
        """Put a visit to other slots."""
        request = Reschedule(id=visit.id, row_version=visit.row_version, slot_ids=placing.slot_ids)
        self._change(appointments.reschedule, request, self.tr("Moved {patient} to {time} with {doctor}"))

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
            _if_alive(done, result)

        self._write(appointments.cancel, request, cancelled, failed)

    def history(
        self, owner: QObject, visit_id: UUID, done: Callable[[tuple[HistoryEntry, ...]], None], failed: Failed
    ) -> None:
        """What happened to a visit; told while ``owner`` lives."""
        self._desk.read(owner, "history", appointments.history, ById(id=visit_id), done, failed)

    def _change(self, operation: Operation[Any, Moved], request: object, text: str) -> None:
        def moved(result: Moved) -> None:
            self._tell(text, result.appointment, result)

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
        if local.date() == self.state.day:
            return clock_text(local)
        return f"{day_text(local.date())} {clock_text(local)}"
