"""Schedules of Dr Rao at the city clinic through the services, and the slots that they have."""

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from opd_desktop.services import slots
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.schedules import Break, CreateSchedule, ListSlots, Session, SlotDto
from tests.support import build

IST = ZoneInfo("Asia/Kolkata")
TODAY = datetime.now(IST).date()


def daily(start: int, end: int, *breaks: Break) -> tuple[Session, ...]:
    """The same full hours every day."""
    return tuple(Session(weekday=day, start=time(start), end=time(end), breaks=breaks) for day in range(7))


def asked(**more: Any) -> CreateSchedule:
    """A schedule from today on: nine to twelve, half an hour a slot."""
    fields = {
        "practitioner_id": build.RAO, "facility_id": build.CITY, "sessions": daily(9, 12), "slot_minutes": 30,
        "valid_from": TODAY,
    }  # fmt: skip
    return CreateSchedule.model_validate(fields | more)


def found(clinic: Clinic, days: int = 60) -> tuple[SlotDto, ...]:
    """The slots from now on."""
    now = datetime.now(UTC)
    return clinic.call(slots.list_, ListSlots(start=now, end=now + timedelta(days=days)))
