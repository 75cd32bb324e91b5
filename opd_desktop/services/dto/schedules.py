"""Schedules, exceptions, slots."""

from datetime import date, datetime, time
from typing import Literal
from uuid import UUID

from pydantic import Field, model_validator

from opd_desktop.services.dto.common import Change, Dto, Request, UndoDto


class Break(Dto):
    start: time
    end: time


class Session(Dto):
    """Hours of one weekday (0 = Monday) in the facility's wall time."""

    weekday: int = Field(ge=0, le=6)
    start: time
    end: time
    breaks: tuple[Break, ...] = ()

    @model_validator(mode="after")
    def _ends_after_start(self) -> "Session":
        if self.end <= self.start or any(b.end <= b.start for b in self.breaks):
            raise ValueError("must end after it starts")
        return self


class ScheduleDto(Dto):
    id: UUID
    practitioner_id: UUID
    practitioner_name: str
    facility_id: UUID
    location_id: UUID | None
    service_type: str
    sessions: tuple[Session, ...]
    slot_minutes: int
    capacity: int
    overbook_limit: int
    buffer_before: int
    buffer_after: int
    valid_from: date
    valid_to: date | None
    active: bool
    row_version: int


class CreateSchedule(Request):
    practitioner_id: UUID
    facility_id: UUID
    location_id: UUID | None = None
    service_type: str = Field(default="consultation", min_length=1, max_length=60)
    sessions: tuple[Session, ...] = Field(min_length=1)
    slot_minutes: int = Field(ge=5, le=480)
    capacity: int = Field(default=1, ge=1, le=100)
    overbook_limit: int = Field(default=0, ge=0, le=20)
    buffer_before: int = Field(default=0, ge=0, le=120)
    buffer_after: int = Field(default=0, ge=0, le=120)
    valid_from: date
    valid_to: date | None = None


class ScheduleMade(ScheduleDto):
    """A new schedule; its undo switches it off."""

    undo: UndoDto | None = None


class ListSchedules(Request):
    facility_id: UUID | None = None
    practitioner_id: UUID | None = None
    include_inactive: bool = False


class PatchSchedule(Change):
    """Only the fields that are given change; free future slots follow, booked ones stay.

    ``valid_to`` and ``location_id`` given as None are taken away: no last day, no room.
    """

    service_type: str | None = Field(default=None, min_length=1, max_length=60)
    valid_from: date | None = None
    sessions: tuple[Session, ...] | None = None
    slot_minutes: int | None = Field(default=None, ge=5, le=480)
    capacity: int | None = Field(default=None, ge=1, le=100)
    overbook_limit: int | None = Field(default=None, ge=0, le=20)
    buffer_before: int | None = Field(default=None, ge=0, le=120)
    buffer_after: int | None = Field(default=None, ge=0, le=120)
    valid_to: date | None = None
    location_id: UUID | None = None
    active: bool | None = None


class Materialize(Request):
    """Make slots of one schedule for the dates ``start`` to ``end`` (inclusive, facility's calendar)."""

    id: UUID
    start: date
    end: date

    @model_validator(mode="after")
    def _range(self) -> "Materialize":
        if self.end < self.start or (self.end - self.start).days > 800:
            raise ValueError("end must be within 800 days after start")
        return self


class AffectedAppointment(Dto):
    """A visit that now stands outside hours: somebody must call the patient."""

    appointment_id: UUID
    patient_id: UUID
    patient_name: str
    phone: str
    starts_at: datetime


class Materialized(Dto):
    made: int
    removed: int
    kept: int
    affected: tuple[AffectedAppointment, ...] = ()
    undo: UndoDto | None = None


class ScheduleChanged(ScheduleDto):
    """A changed schedule; ``slots`` tells what became of the slots that were made already."""

    slots: Materialized
    undo: UndoDto | None = None


class SlotDto(Dto):
    id: UUID
    practitioner_id: UUID
    facility_id: UUID
    location_id: UUID | None
    service_type: str
    starts_at: datetime
    ends_at: datetime
    capacity: int
    overbook_limit: int
    booked: int
    held: int
    status: str


class ListSlots(Request):
    """Slots whose start lies in ``[start, end)``; ``free_only`` leaves out full ones."""

    start: datetime
    end: datetime
    facility_id: UUID | None = None
    practitioner_id: UUID | None = None
    specialty: str | None = None
    service_type: str | None = None
    free_only: bool = False
    limit: int = Field(default=5000, ge=1, le=20000)


#: What is planned for days to come.
PlannedKind = Literal["leave", "holiday", "blocked", "extra"]
#: With what is said of today: who runs late (`AnnounceLate`).
ExceptionKind = Literal[PlannedKind, "late"]


class ExceptionDto(Dto):
    """``minutes`` is by how much visits begin later, of "late" alone."""

    id: UUID
    practitioner_id: UUID | None
    facility_id: UUID
    kind: ExceptionKind
    starts_at: datetime
    ends_at: datetime
    reason: str
    row_version: int
    minutes: int | None = None


class CreateException(Request):
    """``practitioner_id`` None means the whole facility (a holiday)."""

    practitioner_id: UUID | None = None
    facility_id: UUID
    kind: PlannedKind
    starts_at: datetime
    ends_at: datetime
    reason: str = Field(default="", max_length=500)


class ListExceptions(Request):
    """Exceptions that touch ``[start, end)``; those of a practitioner include the whole facility's."""

    facility_id: UUID
    practitioner_id: UUID | None = None
    start: datetime | None = None
    end: datetime | None = None


class ExceptionAdded(ExceptionDto):
    """A new exception; ``slots`` tells what became of the slots on its days."""

    slots: Materialized
    undo: UndoDto | None = None


class PreviewSchedule(CreateSchedule):
    """What a schedule would make on the days ``start`` to ``end`` (inclusive); ``id`` is the one that is edited."""

    id: UUID | None = None
    start: date
    end: date

    @model_validator(mode="after")
    def _range(self) -> "PreviewSchedule":
        if self.end < self.start or (self.end - self.start).days > 100:
            raise ValueError("end must be within 100 days after start")
        return self


class PreviewSlot(Dto):
    starts_at: datetime
    ends_at: datetime


class ClosedDay(Dto):
    """A day with hours by the pattern and no slot, and the exception that takes them."""

    day: date
    why: ExceptionKind
    reason: str


class Preview(Dto):
    """``affected`` are booked visits that the edit would leave outside hours, on any day from now on."""

    slots: tuple[PreviewSlot, ...]
    closed: tuple[ClosedDay, ...]
    affected: tuple[AffectedAppointment, ...]


class SuggestHolidays(Request):
    """``country`` is an ISO 3166-1 code (default: the facility's), ``subdivision`` the end of one of ISO 3166-2."""

    facility_id: UUID
    year: int = Field(ge=1970, le=2100)
    country: str | None = Field(default=None, pattern="^[A-Z]{2}$")
    subdivision: str | None = Field(default=None, max_length=10)


class HolidayDto(Dto):
    """``already``: the facility has that day as a holiday."""

    day: date
    name: str
    already: bool


class AddHolidays(Request):
    """The days, by name, on which the whole facility is closed."""

    facility_id: UUID
    days: tuple[tuple[date, str], ...] = Field(min_length=1, max_length=100)


class RemoveHolidays(Request):
    """The inverse of adding holidays: all of them taken back, or none."""

    facility_id: UUID
    holidays: tuple[Change, ...] = Field(min_length=1)


class ExceptionsAdded(Dto):
    count: int
    slots: Materialized
    undo: UndoDto | None = None


class AnnounceLate(Request):
    """A practitioner starts ``minutes`` late today; 0 takes it back. ``tell`` writes to those still at home.

    ``expected``: refuse unless it is this that is announced now (an undo never overwrites what came after).
    """

    facility_id: UUID
    practitioner_id: UUID
    minutes: int = Field(ge=0, le=240)
    tell: bool = False
    expected: int | None = None


class LateVisit(Dto):
    """One visit of the rest of the day. ``channel`` is how the patient was told ("desk": somebody should call)."""

    appointment_id: UUID
    patient_name: str
    token: str | None
    starts_at: datetime
    expected_at: datetime
    at_home: bool
    told: bool
    channel: str | None = None


class Late(Dto):
    """What a lateness does to the rest of the day; ``until`` is when the last visit should be over."""

    minutes: int
    until: datetime
    visits: tuple[LateVisit, ...]
    undo: UndoDto | None = None


AffectedOutcome = Literal["open", "no-answer", "moved", "kept", "cancelled", "lifted"]
AffectedCause = Literal["leave", "holiday", "blocked", "hours"]


class ListAffected(Request):
    """Visits that hours were taken from, soonest first; those that are settled only with ``include_closed``."""

    facility_id: UUID
    practitioner_id: UUID | None = None
    include_closed: bool = False


class DecideAffected(Change):
    """What became of the call: the patient comes all the same, or nobody answered. "open" takes "kept" back."""

    outcome: Literal["kept", "no-answer", "open"]
    note: str = Field(default="", max_length=500)
