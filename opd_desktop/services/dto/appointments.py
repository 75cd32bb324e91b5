"""Appointments, holds, the day of a calendar."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Literal, TypeVar
from uuid import UUID

from pydantic import Field

from opd_desktop.domain.appointment import AppointmentStatus
from opd_desktop.services.dto.common import Change, Dto, Request, UndoDto
from opd_desktop.services.dto.facilities import PractitionerDto
from opd_desktop.services.dto.schedules import ExceptionDto, SlotDto

CancelledBy = Literal["patient", "clinic"]


class AppointmentDto(Dto):
    """A visit with the names that screens show; ``token`` and ``queue_state`` once checked in."""

    id: UUID
    patient_id: UUID
    patient_name: str
    patient_mrn: str
    patient_phone: str
    patient_sex: str
    patient_age: int | None
    practitioner_id: UUID
    practitioner_name: str
    facility_id: UUID
    location_id: UUID | None
    starts_at: datetime
    ends_at: datetime
    status: AppointmentStatus
    status_changed_at: datetime
    service_type: str
    visit_kind: str
    reason: str
    overbooked: bool
    overbook_reason: str
    cancel_reason: str | None
    cancelled_by: str | None
    encounter_id: UUID | None
    queue_entry_id: UUID | None
    queue_state: str | None
    token: str | None
    created_by: str
    row_version: int
    series_id: UUID | None = None
    resource_names: tuple[str, ...] = ()


class BookWarning(Dto):
    """To tell, not a refusal: ``patient_overlap``, ``same_doctor_this_week``, ``not_usual_doctor``."""

    code: str
    params: dict[str, str] = {}


class BookAppointment(Request):
    """Book ``slot_ids`` (consecutive, of one practitioner) for a patient.

    ``request_id`` is made by the client: the same request again returns the same appointment.
    ``hold_id`` is given back in the same transaction. ``resource_ids`` are locations reserved for the same time.
    """

    request_id: UUID
    patient_id: UUID
    slot_ids: tuple[UUID, ...] = Field(min_length=1, max_length=32)
    hold_id: UUID | None = None
    reason: str = Field(default="", max_length=500)
    visit_kind: str = Field(default="new-problem", max_length=60)
    overbook_reason: str | None = Field(default=None, max_length=500)
    waitlist_id: UUID | None = None
    resource_ids: tuple[UUID, ...] = Field(default=(), max_length=8)


class Booked(Dto):
    appointment: AppointmentDto
    warnings: tuple[BookWarning, ...] = ()
    undo: UndoDto | None = None


class Moved(Dto):
    """A changed appointment, and how to undo the change (None when it cannot be).

    ``matches`` is how many on the waiting list could take the place that became free.
    """

    appointment: AppointmentDto
    undo: UndoDto | None = None
    matches: int = 0


class CheckWarnings(Request):
    """What `BookAppointment` would warn about, for the form."""

    patient_id: UUID
    slot_ids: tuple[UUID, ...] = Field(min_length=1)


class ListAppointments(Request):
    """Appointments that start in ``[start, end)``, soonest first."""

    start: datetime | None = None
    end: datetime | None = None
    facility_id: UUID | None = None
    practitioner_id: UUID | None = None
    patient_id: UUID | None = None
    status: tuple[AppointmentStatus, ...] = ()
    limit: int = Field(default=500, ge=1, le=5000)


class PatchAppointment(Change):
    reason: str | None = Field(default=None, max_length=500)
    visit_kind: str | None = Field(default=None, max_length=60)


class Reschedule(Change):
    """Move to other slots; the appointment keeps its id, journey and encounter, and its rooms in the same facility.

    ``resource_ids`` are locations to reserve there besides.
    """

    slot_ids: tuple[UUID, ...] = Field(min_length=1, max_length=32)
    why: str = Field(default="", max_length=500)
    overbook_reason: str | None = Field(default=None, max_length=500)
    resource_ids: tuple[UUID, ...] = ()


class Resize(Change):
    """Make a visit longer or shorter: ``slots`` consecutive ones from its start."""

    slots: int = Field(ge=1, le=32)


class EnterInError(Change):
    """This visit was never meant to be. There is no way back."""

    why: str = Field(min_length=1, max_length=500)


class ListUnresolved(Request):
    """Visits of a day of the facility (None: any day so far) whose end is past and that nobody has decided about."""

    facility_id: UUID
    day: date | None = None
    limit: int = Field(default=500, ge=1, le=5000)


class Cancel(Change):
    cancel_reason: str = Field(min_length=1, max_length=200)
    cancelled_by: CancelledBy = "patient"


class ChangeStatus(Change):
    """Arrived, no-show, complete and the like."""


class UndoCheckIn(Change):
    """``to`` is the status that the visit had before its patient was checked in."""

    to: Literal["booked", "arrived", "noshow"] = "booked"


class ResetStatus(Change):
    """Back to ``to``: an undo within ten minutes, or with the right and a reason.

    ``resource_ids`` are locations to reserve again for a visit that was cancelled.
    """

    to: Literal["booked", "arrived"] = "booked"
    why: str = Field(default="", max_length=500)
    resource_ids: tuple[UUID, ...] = ()


class CheckIn(Change):
    priority: Literal["emergency", "urgent", "elderly", "normal"] = "normal"


class CheckedIn(Dto):
    appointment: AppointmentDto
    token: str
    queue_entry_id: UUID
    encounter_id: UUID
    promised_wait_minutes: int | None
    undo: UndoDto | None = None


class HoldSlots(Request):
    slot_ids: tuple[UUID, ...] = Field(min_length=1, max_length=32)


class HoldDto(Dto):
    """``desk`` and ``login`` tell others who is booking there."""

    id: UUID
    slot_ids: tuple[UUID, ...]
    practitioner_id: UUID
    facility_id: UUID
    starts_at: datetime
    ends_at: datetime
    login: str
    desk: str
    expires_at: datetime


class ReleaseHold(Request):
    id: UUID


class HistoryEntry(Dto):
    """One thing that was done to an appointment.

    ``what`` is its code: ``booked``, ``waiting``, ``moved``, ``resized``, ``arrived``, ``checked-in``, ``fulfilled``,
    ``cancelled``, ``noshow``, ``reverted``, ``entered-in-error``, ``message``, ``offered`` (a place, to one who waits).
    A message has its ``channel``, ``status`` and subject (``reason``); an offer its outcome as ``status``.
    """

    at: datetime
    by: str
    desk: str
    what: str = ""
    from_status: str | None
    to_status: str
    from_starts_at: datetime | None
    to_starts_at: datetime
    reason: str
    from_practitioner: str | None = None
    to_practitioner: str | None = None
    channel: str = ""
    status: str = ""


class CalendarRequest(Request):
    """The days ``start`` to ``end`` (inclusive) of a facility, in its own zone.

    ``events``: numbers of events since the last read; then only what they touch is read.
    """

    facility_id: UUID
    start: date
    end: date
    practitioner_ids: tuple[UUID, ...] = ()
    events: tuple[int, ...] = Field(default=(), max_length=200)


class CalendarDto(Dto):
    """All that a calendar shows, in one snapshot.

    ``touched``: the practitioners whose slots and holds were read again because of ``events``, or None when all was.
    ``touched_visits``: then the visits that were looked for again; one that isn't among ``appointments`` left the days.
    """

    facility_id: UUID
    time_zone: str
    now: datetime
    start: date
    end: date
    practitioners: tuple[PractitionerDto, ...]
    slots: tuple[SlotDto, ...]
    appointments: tuple[AppointmentDto, ...]
    holds: tuple[HoldDto, ...]
    exceptions: tuple[ExceptionDto, ...]
    last_event_id: int
    touched: tuple[UUID, ...] | None = None
    touched_visits: tuple[UUID, ...] = ()

    def merged(self, newer: "CalendarDto") -> "CalendarDto":
        """This one with what a newer read found: all of it, or what was touched."""
        if newer.touched is None:
            return newer
        again, visits = frozenset(newer.touched), frozenset(newer.touched_visits)
        return newer.model_copy(
            update={
                "touched": None,
                "touched_visits": (),
                "practitioners": self.practitioners,
                "exceptions": self.exceptions,
                "slots": _spliced((one for one in self.slots if one.practitioner_id not in again), newer.slots),
                "appointments": _spliced(
                    (one for one in self.appointments if one.id not in visits), newer.appointments
                ),
                "holds": _spliced((one for one in self.holds if one.practitioner_id not in again), newer.holds),
            }
        )


_Timed = TypeVar("_Timed", SlotDto, AppointmentDto, HoldDto)


def _spliced(kept: Iterable[_Timed], new: tuple[_Timed, ...]) -> tuple[_Timed, ...]:
    joined = list(kept)
    joined.extend(new)
    joined.sort(key=lambda one: (one.starts_at, one.id))
    return tuple(joined)
