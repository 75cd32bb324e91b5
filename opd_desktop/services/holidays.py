"""Public holidays of a country, offered to a facility as days on which it is closed."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from opd_desktop.db.models import Facility, ScheduleException
from opd_desktop.domain.clinic_time import day_bounds, local_date, zone_named
from opd_desktop.domain.errors import BadInput, NotFound
from opd_desktop.domain.events import ScheduleUpdated, SlotsMaterialized
from opd_desktop.domain.ids import uuid7
from opd_desktop.domain.permissions import Permission
from opd_desktop.services import materializing, undo
from opd_desktop.services.actor import Actor
from opd_desktop.services.dto.common import Change
from opd_desktop.services.dto.schedules import (
    AddHolidays,
    ExceptionsAdded,
    HolidayDto,
    Materialized,
    RemoveHolidays,
    SuggestHolidays,
)
from opd_desktop.services.operations import operation
from opd_desktop.services.placing import check_own_hours
from opd_desktop.services.schedule_exceptions import follow, lock_exceptions
from opd_desktop.services.uow import Tx

_KNOWN = """
SELECT starts_at, ends_at FROM schedule_exception
WHERE facility_id = :facility AND practitioner_id IS NULL AND kind = 'holiday' AND ends_at > :low AND starts_at < :high
"""


@operation("scheduling.holiday.suggest", needs=Permission.SCHEDULE)
def suggest(tx: Tx, actor: Actor, request: SuggestHolidays) -> tuple[HolidayDto, ...]:
    """The public holidays of a year, soonest first, as the ``holidays`` library knows them.

    Raises:
        BadInput: ``holiday.no_country`` or ``holiday.no_subdivision``, for one that the library does not know.
    """
    facility = _facility(tx, actor, request.facility_id)
    found = _public(request.country or facility.country, request.subdivision, request.year)
    known = _already(tx, facility, sorted(found))
    return tuple(HolidayDto(day=day, name=found[day], already=day in known) for day in sorted(found))


@operation("scheduling.holiday.add", needs=Permission.SCHEDULE, emits=[ScheduleUpdated, SlotsMaterialized])
def add(tx: Tx, actor: Actor, request: AddHolidays) -> ExceptionsAdded:
    """Close the whole facility on these days; days that are holidays already stay as they are.

    Booked visits stay and are listed in ``slots.affected``, for somebody to call.

    Raises:
        NotPermitted: ``schedule.own_only`` for a doctor.
        NotFound: ``facility.not_found``.
    """
    check_own_hours(actor, None)
    facility = _facility(tx, actor, request.facility_id)
    lock_exceptions(tx, facility.id)
    days = dict(request.days)
    wanted = sorted(set(days) - _already(tx, facility, sorted(days)))
    made = []
    for day in wanted:
        start, end = day_bounds(day, zone_named(facility.time_zone))
        made.append(
            ScheduleException(
                id=uuid7(), facility_id=facility.id, kind="holiday", starts_at=start, ends_at=end, reason=days[day]
            )
        )
    if not made:
        return ExceptionsAdded(count=0, slots=materializing.total(()))
    tx.session.add_all(made)
    tx.session.flush()
    slots = follow(tx, facility.id, None, (wanted[0], wanted[-1]))
    back = RemoveHolidays(
        facility_id=facility.id, holidays=tuple(Change(id=one.id, row_version=one.row_version) for one in made)
    )
    return ExceptionsAdded(count=len(made), slots=slots, undo=undo.offer(tx, "holiday.added", {}, remove, back))


@operation("scheduling.holiday.remove", needs=Permission.SCHEDULE, emits=[ScheduleUpdated, SlotsMaterialized])
def remove(tx: Tx, actor: Actor, request: RemoveHolidays) -> Materialized:
    """Open the facility again on holidays that were added together; all of them or none.

    Raises:
        NotPermitted: ``schedule.own_only`` for a doctor.
        NotFound: ``facility.not_found``, ``schedule_exception.not_found``.
        ChangedElsewhere: somebody changed one since.
    """
    check_own_hours(actor, None)
    facility = _facility(tx, actor, request.facility_id)
    lock_exceptions(tx, facility.id)
    zone = zone_named(facility.time_zone)
    rows = [tx.lock(ScheduleException, one.id, one.row_version) for one in request.holidays]
    for row in rows:
        if row.facility_id != facility.id or row.kind != "holiday":
            raise NotFound("schedule_exception.not_found", id=str(row.id))
        tx.session.delete(row)
    tx.session.flush()
    days = sorted(local_date(row.starts_at, zone) for row in rows)
    return follow(tx, facility.id, None, (days[0], days[-1]), beyond=True)


def _facility(tx: Tx, actor: Actor, facility_id: Any) -> Facility:
    if facility_id not in actor.facility_ids:
        raise NotFound("facility.not_found", id=str(facility_id))
    return tx.get(Facility, facility_id)


def _already(tx: Tx, facility: Facility, days: list[date]) -> set[date]:
    """Those of the days that a holiday of the whole facility covers from end to end."""
    if not days:
        return set()
    zone: ZoneInfo = zone_named(facility.time_zone)
    low = datetime.combine(days[0], datetime.min.time(), UTC) - timedelta(days=2)
    high = datetime.combine(days[-1], datetime.min.time(), UTC) + timedelta(days=3)
    rows = tx.rows(_KNOWN, facility=facility.id, low=low, high=high)

    def covered(day: date) -> bool:
        start, end = day_bounds(day, zone)
        return any(row["starts_at"] <= start and row["ends_at"] >= end for row in rows)

    return {day for day in days if covered(day)}


def _public(country: str, subdivision: str | None, year: int) -> dict[date, str]:
    """Names in English where the library has them, else in the country's own language."""
    import holidays

    supported = holidays.list_supported_countries(include_aliases=False)
    if country not in supported:
        raise BadInput("holiday.no_country", country=country)
    if subdivision and subdivision not in supported[country]:
        raise BadInput("holiday.no_subdivision", country=country, subdivision=subdivision)
    languages = holidays.list_localized_countries().get(country, [])
    language = next((one for one in ("en_GB", "en_US", "en_IN", "en") if one in languages), None)
    found = holidays.country_holidays(country, subdiv=subdivision or None, years=year, language=language)
    return {day: str(name) for day, name in found.items()}
