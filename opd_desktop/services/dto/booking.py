"""Series, the waiting list with its offers, and the search for the first free place."""

from datetime import datetime, time
from typing import Annotated, Literal
from uuid import UUID

from pydantic import Field

from opd_desktop.services.dto.appointments import AppointmentDto, Booked, CancelledBy
from opd_desktop.services.dto.common import Change, Dto, Request, UndoDto

#: 0 is Monday, as in `date.weekday`.
Weekday = Annotated[int, Field(ge=0, le=6)]
#: 0 can wait, 1 soon, 2 urgent.
Urgency = Annotated[int, Field(ge=0, le=2)]
Answer = Literal["accepted", "declined", "no-answer"]
Scope = Literal["one", "following", "all"]

# First available ------------------------------------------------------------------------------------


class FindFirst(Request):
    """Free places, soonest first.

    ``days``, ``from_time`` and ``to_time`` are the facility's wall time: a place begins at or after ``from_time`` and
    ends by ``to_time``, and lies on such days from begin to end. Without ``facility_id`` all of the person's facilities
    are searched. ``length`` is how many consecutive slots it takes. Nothing later than a year after ``start`` (default:
    now) is looked at.
    """

    facility_id: UUID | None = None
    practitioner_ids: tuple[UUID, ...] = ()
    specialty: str | None = None
    service_type: str | None = None
    start: datetime | None = None
    days: tuple[Weekday, ...] = ()
    from_time: time | None = None
    to_time: time | None = None
    length: int = Field(default=1, ge=1, le=32)
    limit: int = Field(default=20, ge=1, le=200)


class Found(Dto):
    """A free place: ``slot_ids`` are what `BookAppointment` takes."""

    practitioner_id: UUID
    practitioner_name: str
    facility_id: UUID
    slot_ids: tuple[UUID, ...]
    starts_at: datetime
    ends_at: datetime


# Series ---------------------------------------------------------------------------------------------


class InsteadOf(Dto):
    """Another place for the date ``at`` of a series: the visit there belongs to the series all the same."""

    at: datetime
    slot_ids: tuple[UUID, ...] = Field(min_length=1, max_length=32)


class BookSeries(Request):
    """Visits that repeat: ``slot_ids`` are those of the first one, ``rrule`` says when the others are.

    ``rrule`` is a recurrence rule of RFC 5545 without DTSTART (``FREQ=WEEKLY;COUNT=6``), in the facility's wall time;
    `domain.series` tells which parts are understood. With ``skip_missing`` dates without a free place are left out;
    those of ``instead`` are booked at the places given there.
    """

    request_id: UUID
    patient_id: UUID
    slot_ids: tuple[UUID, ...] = Field(min_length=1, max_length=32)
    rrule: str = Field(min_length=1, max_length=200)
    reason: str = Field(default="", max_length=500)
    visit_kind: str = "new-problem"
    skip_missing: bool = False
    instead: tuple[InsteadOf, ...] = Field(default=(), max_length=200)


class SeriesDate(Dto):
    """One date of a series. ``slot_ids`` is None when it can't be booked; ``why`` is then the code of the reason:
    ``no_slots``, ``full``, ``closed``, ``in_the_past``."""

    at: datetime
    slot_ids: tuple[UUID, ...] | None = None
    why: str | None = None


class SeriesPlan(Dto):
    """What a series would book, soonest first."""

    dates: tuple[SeriesDate, ...]


class SeriesGap(Dto):
    """A date that stays as it is, and the code of the reason (see `SeriesDate`)."""

    at: datetime
    why: str


class SeriesBooked(Dto):
    """The visits of a series; ``missing`` are dates that were left out."""

    series_id: UUID
    appointments: tuple[AppointmentDto, ...]
    missing: tuple[SeriesGap, ...] = ()
    undo: UndoDto | None = None


class ChangeSeries(Request):
    """Move or cancel visits of a series that are still to come.

    ``scope`` counts from ``appointment_id``. A move shifts the start by ``minutes`` of wall time and may go to another
    practitioner. Unless ``skip_refused``, nothing moves when one of the visits can't.
    """

    appointment_id: UUID
    scope: Scope
    what: Literal["move", "cancel"]
    minutes: int | None = Field(default=None, ge=-60 * 24 * 31, le=60 * 24 * 31)
    practitioner_id: UUID | None = None
    cancel_reason: str | None = Field(default=None, max_length=200)
    cancelled_by: CancelledBy | None = None
    skip_refused: bool = False


class FreedPlace(Dto):
    """A place that a visit left, and how many on the waiting list could take it."""

    practitioner_id: UUID
    practitioner_name: str
    starts_at: datetime
    matches: int


class SeriesChanged(Dto):
    """``changed`` is empty when something in ``refused`` stopped the whole move.

    ``freed`` are the places left by it that somebody on the waiting list could take, soonest first.
    """

    changed: tuple[AppointmentDto, ...]
    refused: tuple[SeriesGap, ...] = ()
    freed: tuple[FreedPlace, ...] = ()
    undo: UndoDto | None = None


class VisitPlace(Dto):
    """Where a visit was, for the way back: ``row_version`` is the one that it has now."""

    id: UUID
    row_version: int
    slot_ids: tuple[UUID, ...]
    resource_ids: tuple[UUID, ...] = ()
    overbook_reason: str | None = None
    status: Literal["booked", "arrived"] = "booked"


class PutSeriesBack(Request):
    """The inverse of a change of a series: each visit back to where it was, or none."""

    visits: tuple[VisitPlace, ...] = Field(min_length=1)


class CancelVisits(Request):
    """The inverse of booking a series: all of it cancelled as booked by mistake, or none."""

    visits: tuple[VisitPlace, ...] = Field(min_length=1)


# The waiting list -----------------------------------------------------------------------------------


class AddToWaitlist(Request):
    """The patient could come between ``start`` and ``end``.

    With ``any_practitioner`` another doctor of the facility will do, of ``specialty`` if that is given. ``weekdays``,
    ``from_time`` and ``to_time`` are the facility's wall time; empty means any.
    """

    request_id: UUID
    patient_id: UUID
    practitioner_id: UUID
    facility_id: UUID
    start: datetime
    end: datetime
    reason: str = Field(default="", max_length=500)
    any_practitioner: bool = False
    specialty: str | None = None
    weekdays: tuple[Weekday, ...] = ()
    from_time: time | None = None
    to_time: time | None = None
    urgency: Urgency = 0
    note: str = Field(default="", max_length=500)


class WishDto(Dto):
    """What a waiting patient would take; the time in which they could come is the appointment's period."""

    any_practitioner: bool = False
    specialty: str | None = None
    weekdays: tuple[int, ...] = ()
    from_time: time | None = None
    to_time: time | None = None
    urgency: int = 0
    note: str = ""


class OfferDto(Dto):
    """A freed place offered to somebody who waits.

    ``outcome`` is ``open``, ``accepted``, ``declined``, ``no-answer``, or ``withdrawn`` when the entry left the list,
    the offer was taken back or the hours were (``slot_id`` is then None). ``booked`` after it was accepted.
    """

    id: UUID
    appointment_id: UUID
    slot_id: UUID | None
    practitioner_name: str
    starts_at: datetime
    ends_at: datetime
    offered_at: datetime
    by: str
    desk: str
    outcome: str
    decided_at: datetime | None
    note: str
    booked: Booked | None = None
    undo: UndoDto | None = None


class WaitingDto(Dto):
    """An entry of the waiting list, its wish, and what was offered so far (newest first)."""

    appointment: AppointmentDto
    wish: WishDto
    since: datetime
    offers: tuple[OfferDto, ...] = ()
    undo: UndoDto | None = None


class ListWaitlist(Request):
    """``slot_id``: only those who could come at that slot."""

    facility_id: UUID | None = None
    practitioner_id: UUID | None = None
    slot_id: UUID | None = None


class MatchWaitlist(Request):
    """Who could take this slot."""

    slot_id: UUID


class WaitlistMatch(Dto):
    """``rank`` 1 is whom to call first.

    ``why`` are codes: ``urgent``, ``soon``, ``own_doctor``, ``any_doctor``, ``specialty``, ``weekday``, ``hours``;
    ``waiting_days`` is how long they have been waiting.
    """

    waiting: WaitingDto
    rank: int
    why: tuple[str, ...]
    waiting_days: int


class OfferPlace(Request):
    """Offer a slot to a waiting patient; ``waitlist_id`` is the entry's appointment."""

    waitlist_id: UUID
    slot_id: UUID
    note: str = Field(default="", max_length=500)


class AnswerOffer(Request):
    """What the patient said; ``accepted`` books it."""

    offer_id: UUID
    outcome: Answer
    note: str = Field(default="", max_length=500)


class OfferById(Request):
    """The offer to take back, or to open again."""

    id: UUID


class PutBack(Change):
    """The inverse of booking from the waiting list: the entry as it was, with its offer open again."""

    practitioner_id: UUID
    start: datetime
    end: datetime
    service_type: str
    visit_kind: str
    reason: str
    offer_id: UUID | None = None
