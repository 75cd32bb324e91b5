"""A calendar day made by hand, for tests of the sheet that need no database."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

from opd_desktop.domain.appointment import AppointmentStatus
from opd_desktop.services.dto.appointments import AppointmentDto, CalendarDto, HoldDto
from opd_desktop.services.dto.facilities import PractitionerDto
from opd_desktop.services.dto.schedules import ExceptionDto, SlotDto

SPACE = UUID("9f4bd1b6-5f5d-4d53-8b6a-0d7c0b7f6a10")
FACILITY = uuid5(SPACE, "facility")
DAY = date(2026, 11, 24)
ZONE = "Asia/Kolkata"
#: 08:00 on the facility's clock.
EIGHT = datetime(2026, 11, 24, 2, 30, tzinfo=UTC)


def at(clock: str) -> datetime:
    """A moment of the day by the facility's clock."""
    hour, minute = clock.split(":")
    return EIGHT + timedelta(hours=int(hour) - 8, minutes=int(minute))


def doctor(name: str, specialty: str = "General medicine") -> PractitionerDto:
    """A practitioner; the name makes the id."""
    return PractitionerDto(
        id=uuid5(SPACE, name),
        display_name=name,
        specialty=specialty,
        facility_id=FACILITY,
        token_prefix="A",
        room="Room 3",
        location_id=None,
    )


def slot(
    who: PractitionerDto,
    start: str,
    minutes: int = 15,
    *,
    capacity: int = 1,
    booked: int = 0,
    overbook_limit: int = 0,
    status: str = "free",
) -> SlotDto:
    """A slot; practitioner and start make the id."""
    return SlotDto(
        id=uuid5(who.id, f"slot {start}"),
        practitioner_id=who.id,
        facility_id=FACILITY,
        location_id=None,
        service_type="consultation",
        starts_at=at(start),
        ends_at=at(start) + timedelta(minutes=minutes),
        capacity=capacity,
        overbook_limit=overbook_limit,
        booked=booked,
        held=0,
        status=status,
    )


def slots(who: PractitionerDto, start: str, count: int, minutes: int = 15) -> list[SlotDto]:
    """Slots one after the other."""
    first = at(start)
    clocks = [(first - EIGHT + timedelta(hours=8, minutes=minutes * number)) for number in range(count)]
    return [
        slot(who, f"{int(clock.total_seconds()) // 3600:02}:{int(clock.total_seconds()) % 3600 // 60:02}", minutes)
        for clock in clocks
    ]


def visit(
    who: PractitionerDto,
    start: str,
    patient: str,
    status: str = "booked",
    minutes: int = 15,
    *,
    queue_state: str | None = None,
    token: str | None = None,
    reason: str = "Cough",
    overbooked: bool = False,
) -> AppointmentDto:
    """A visit; practitioner, start and patient make the id."""
    return AppointmentDto(
        id=uuid5(who.id, f"{start} {patient}"),
        patient_id=uuid5(SPACE, patient),
        patient_name=patient,
        patient_mrn="000451-2",
        patient_phone="+919820041177",
        patient_sex="female",
        patient_age=34,
        practitioner_id=who.id,
        practitioner_name=who.display_name,
        facility_id=FACILITY,
        location_id=None,
        starts_at=at(start),
        ends_at=at(start) + timedelta(minutes=minutes),
        status=AppointmentStatus(status),
        status_changed_at=at(start),
        service_type="consultation",
        visit_kind="new-problem",
        reason=reason,
        overbooked=overbooked,
        overbook_reason="",
        cancel_reason=None,
        cancelled_by=None,
        encounter_id=None,
        queue_entry_id=None,
        queue_state=queue_state,
        token=token,
        created_by="reception",
        row_version=1,
    )


def hold(slots_held: Sequence[SlotDto], desk: str = "Desk 1", *, expires: str = "09:39") -> HoldDto:
    """A hold of another desk."""
    return HoldDto(
        id=uuid5(SPACE, f"hold {desk} {slots_held[0].id}"),
        slot_ids=tuple(one.id for one in slots_held),
        practitioner_id=slots_held[0].practitioner_id,
        facility_id=FACILITY,
        starts_at=slots_held[0].starts_at,
        ends_at=slots_held[-1].ends_at,
        login="reception",
        desk=desk,
        expires_at=at(expires),
    )


def leave(who: PractitionerDto | None, start: str, end: str, kind: str = "leave", reason: str = "") -> ExceptionDto:
    """Time away."""
    return ExceptionDto.model_validate(
        {
            "id": uuid5(SPACE, f"{kind} {start} {who.display_name if who else ''}"),
            "practitioner_id": who.id if who else None,
            "facility_id": FACILITY,
            "kind": kind,
            "starts_at": at(start),
            "ends_at": at(end),
            "reason": reason,
            "row_version": 1,
        }
    )


def calendar(
    doctors: Sequence[PractitionerDto],
    slots_made: Sequence[SlotDto],
    visits: Sequence[AppointmentDto] = (),
    holds: Sequence[HoldDto] = (),
    exceptions: Sequence[ExceptionDto] = (),
    *,
    now: str = "09:36",
) -> CalendarDto:
    """The day; ``booked`` of the slots is counted from the visits."""
    taken = [
        one.model_copy(
            update={
                "booked": one.booked
                or sum(
                    v.practitioner_id == one.practitioner_id
                    and v.starts_at < one.ends_at
                    and one.starts_at < v.ends_at
                    and v.status not in {AppointmentStatus.CANCELLED, AppointmentStatus.ENTERED_IN_ERROR}
                    for v in visits
                )
            }
        )
        for one in slots_made
    ]
    return CalendarDto(
        facility_id=FACILITY,
        time_zone=ZONE,
        now=at(now),
        start=DAY,
        end=DAY,
        practitioners=tuple(doctors),
        slots=tuple(taken),
        appointments=tuple(visits),
        holds=tuple(holds),
        exceptions=tuple(exceptions),
        last_event_id=0,
    )
