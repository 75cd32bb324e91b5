"""Visits that repeat: planned, booked, moved and cancelled together. A date keeps its wall time over a DST change."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from opd_desktop.db.models import Appointment, AppointmentSeries
from opd_desktop.domain.appointment import AppointmentStatus
from opd_desktop.domain.clinic_time import instant_of, zone_named
from opd_desktop.domain.errors import BadInput, Conflict, OpdError
from opd_desktop.domain.events import (
    AppointmentCancelled,
    AppointmentCreated,
    AppointmentRescheduled,
    AppointmentReverted,
)
from opd_desktop.domain.ids import uuid7
from opd_desktop.domain.permissions import Permission
from opd_desktop.domain.series import occurrences
from opd_desktop.services import appointment_view as view
from opd_desktop.services import undo
from opd_desktop.services.actor import Actor
from opd_desktop.services.appointment_moves import MOVABLE, relocate
from opd_desktop.services.appointment_rows import lock, record
from opd_desktop.services.appointment_status import cancel, rebook
from opd_desktop.services.appointments import bookable_patient
from opd_desktop.services.dto.appointments import AppointmentDto, Cancel, ResetStatus
from opd_desktop.services.dto.booking import (
    BookSeries,
    CancelVisits,
    ChangeSeries,
    FreedPlace,
    PutSeriesBack,
    SeriesBooked,
    SeriesChanged,
    SeriesDate,
    SeriesGap,
    SeriesPlan,
    VisitPlace,
)
from opd_desktop.services.dto.common import Nothing
from opd_desktop.services.matching import freed
from opd_desktop.services.operations import operation
from opd_desktop.services.placing import NewVisit, Place, book, check_own, choose, drop_holds, slots_of
from opd_desktop.services.resources import rooms_of
from opd_desktop.services.series_places import Dated, places_at
from opd_desktop.services.uow import Tx

_S = AppointmentStatus


class _Refused(Exception):
    """Carries out of a savepoint what stopped a move of the whole series."""

    def __init__(self, gaps: list[SeriesGap]) -> None:
        super().__init__(len(gaps))
        self.gaps = gaps


@operation("scheduling.series.plan", needs=Permission.BOOK)
def plan(tx: Tx, actor: Actor, request: BookSeries) -> SeriesPlan:
    """What booking the series would take, date by date; nothing is written.

    Raises:
        BadInput: ``series.bad_rule``, ``series.no_end``, ``series.too_long``, ``series.rule_misses_first``,
            ``booking.not_consecutive``.
        NotPermitted: ``appointment.own_only``.
    """
    _, dated = _dates(tx, actor, request)
    return SeriesPlan(dates=tuple(_shown(one) for one in dated))


def _dates(tx: Tx, actor: Actor, request: BookSeries) -> tuple[Place, list[Dated]]:
    first = choose(tx, actor, request.slot_ids)
    starts = occurrences(first.starts_at, request.rrule, zone_named(_zone(tx, first.facility_id)))
    return first, places_at(tx, actor, first.practitioner_id, first.facility_id, starts, count=len(first.slot_ids))


def _zone(tx: Tx, facility_id: UUID) -> str:
    (row,) = tx.rows("SELECT time_zone FROM facility WHERE id = :id", id=facility_id)
    name: str = row["time_zone"]
    return name


def _shown(one: Dated) -> SeriesDate:
    return SeriesDate(at=one.at, slot_ids=one.place.slot_ids if one.place else None, why=one.why)


@operation("scheduling.series.create", needs=Permission.BOOK, emits=[AppointmentCreated])
def create(tx: Tx, actor: Actor, request: BookSeries) -> SeriesBooked:
    """Book a series, all of it or none; the same request again returns the same series.

    With ``skip_missing`` dates that have no free place are left out and told; those of ``instead`` are at other times.

    Raises:
        BadInput: ``series.other_facility``.
        Conflict: ``series.dates_missing`` with ``dates`` (``at`` and ``why`` of each), ``patient.not_active``,
            ``request.already_done``.
        BadInput, NotPermitted: as `plan`.
    """
    if (again := _repeated(tx, request)) is not None:
        return again
    patient = bookable_patient(tx, request.patient_id)
    first, dated = _dates(tx, actor, request)
    elsewhere = _elsewhere(tx, actor, request, first)
    dated = [one for one in dated if one.at not in elsewhere]
    missing = [SeriesGap(at=one.at, why=one.why) for one in dated if one.why is not None]
    if missing and (not request.skip_missing or len(missing) == len(dated)):
        # The same request at the same moment was faster: what is in the way are its own visits.
        if (again := _repeated(tx, request)) is not None:
            return again
        raise _missing(missing)
    series_id = _insert(tx, request, first)
    if series_id is None:
        return _answered(tx, request)
    if first.held_by_us:
        drop_holds(tx, actor, first.slot_ids)
    places = [one.place for one in dated if one.place is not None]
    missing += _book_all(tx, request, series_id, places)
    gone = _book_all(tx, request, series_id, list(elsewhere.values()))
    # A place that a person chose for a date is never left out quietly.
    if gone or (missing and (not request.skip_missing or len(missing) == len(dated))):
        raise _missing(missing + gone)
    visits = _visits(tx, series_id)
    back = CancelVisits(visits=tuple(VisitPlace(id=v.id, row_version=v.row_version, slot_ids=()) for v in visits))
    return SeriesBooked(
        series_id=series_id,
        appointments=visits,
        missing=tuple(sorted(missing, key=lambda gap: gap.at)),
        undo=undo.offer(tx, "series.booked", {"patient": patient.name}, cancel_visits, back),
    )


def _elsewhere(tx: Tx, actor: Actor, request: BookSeries, first: Place) -> dict[datetime, Place]:
    """The places that were chosen for dates without one, by the date."""
    found = {one.at: choose(tx, actor, one.slot_ids) for one in request.instead}
    if any(place.facility_id != first.facility_id for place in found.values()):
        raise BadInput("series.other_facility")
    return found


def _book_all(tx: Tx, request: BookSeries, series_id: UUID, places: list[Place]) -> list[SeriesGap]:
    """Book each; those that were taken since they were looked at."""
    return [SeriesGap(at=one.starts_at, why="full") for one in places if not _book_one(tx, request, series_id, one)]


def _repeated(tx: Tx, request: BookSeries) -> SeriesBooked | None:
    query = select(AppointmentSeries).where(AppointmentSeries.request_id == request.request_id)
    found = tx.session.execute(query).scalar_one_or_none()
    if found is None:
        return None
    other = tx.rows(
        "SELECT FROM time_slot WHERE id = ANY(:slots) GROUP BY practitioner_id "
        "HAVING practitioner_id <> :practitioner OR min(starts_at) <> :start",
        slots=list(request.slot_ids), practitioner=found.practitioner_id, start=found.starts_at,
    )  # fmt: skip
    if (found.patient_id, found.rrule) != (request.patient_id, request.rrule) or other:
        raise Conflict("request.already_done")
    return SeriesBooked(series_id=found.id, appointments=_visits(tx, found.id))


def _insert(tx: Tx, request: BookSeries, first: Place) -> UUID | None:
    """Make the row of a series; None when the same request is made at the same moment and was faster."""
    made = insert(AppointmentSeries).values(
        id=uuid7(), request_id=request.request_id, facility_id=first.facility_id, patient_id=request.patient_id,
        practitioner_id=first.practitioner_id, rrule=request.rrule, starts_at=first.starts_at,
    )  # fmt: skip
    once = made.on_conflict_do_nothing(index_elements=["request_id"]).returning(AppointmentSeries.id)
    return tx.session.execute(once).scalar_one_or_none()


def _answered(tx: Tx, request: BookSeries) -> SeriesBooked:
    again = _repeated(tx, request)
    if again is None:
        raise Conflict("request.already_done")
    return again


def _missing(gaps: list[SeriesGap]) -> Conflict:
    dates = [gap.model_dump(mode="json") for gap in sorted(gaps, key=lambda gap: gap.at)]
    return Conflict("series.dates_missing", dates=dates, count=len(dates))


def _visits(tx: Tx, series_id: UUID) -> tuple[AppointmentDto, ...]:
    return view.some(tx, "a.series_id = :series", series=series_id)


def _book_one(tx: Tx, request: BookSeries, series_id: UUID, place: Place) -> bool:
    visit = NewVisit(
        id=uuid7(), request_id=uuid7(), patient_id=request.patient_id, practitioner_id=place.practitioner_id,
        facility_id=place.facility_id, location_id=place.location_id, starts_at=place.starts_at,
        ends_at=place.ends_at, service_type=place.service_type, visit_kind=request.visit_kind, reason=request.reason,
        overbooked=False, overbook_reason="", series_id=series_id,
    )  # fmt: skip
    try:
        book(tx, visit, place, overbooked=False)
    except Conflict as gone:
        # Taken since it was looked at; other refusals are of the whole series.
        if gone.code not in ("booking.slot_taken", "booking.slot_unavailable"):
            raise
        return False
    tx.record(AppointmentCreated(id=visit.id, facility_id=place.facility_id, patient_id=request.patient_id))
    return True


@operation("scheduling.series.cancel_visits", needs=Permission.BOOK, emits=[AppointmentCancelled])
def cancel_visits(tx: Tx, actor: Actor, request: CancelVisits) -> Nothing:
    """Take back the booking of a series, all of it or none; none when one of its visits was changed since.

    Raises:
        ChangedElsewhere: somebody changed a visit.
        Conflict: ``appointment.illegal_move``.
    """
    for visit in request.visits:
        mistake = Cancel(
            id=visit.id, row_version=visit.row_version, cancel_reason="Booked by mistake", cancelled_by="clinic"
        )
        cancel.run(tx, actor, mistake)
    return Nothing()


@operation("scheduling.series.change", needs=Permission.BOOK, emits=[AppointmentRescheduled, AppointmentCancelled])
def change(tx: Tx, actor: Actor, request: ChangeSeries) -> SeriesChanged:
    """Move or cancel one visit of a series, it and those that follow, or all that are still to come.

    Visits that have begun, are over or were cancelled stay as they are. A move that one visit can't make moves none,
    and ``refused`` says which; with ``skip_refused`` the others move.

    Raises:
        BadInput: ``series.nothing_to_change``, ``series.reason_needed``.
        Conflict: ``series.not_in_one``, ``series.nothing_to_come``.
        NotPermitted: ``appointment.own_only``.
    """
    rows = _to_change(tx, actor, request)
    if request.what == "cancel":
        return _cancel(tx, actor, request, rows)
    if not request.minutes and request.practitioner_id is None:
        raise BadInput("series.nothing_to_change")
    return _move(tx, actor, request, rows)


def _to_change(tx: Tx, actor: Actor, request: ChangeSeries) -> list[Appointment]:
    """The visits that the change is about, locked, soonest first."""
    chosen = tx.get(Appointment, request.appointment_id)
    check_own(actor, chosen.practitioner_id)
    if chosen.series_id is None:
        raise Conflict("series.not_in_one")
    query = (
        select(Appointment)
        .where(
            Appointment.series_id == chosen.series_id,
            Appointment.status.in_([status.value for status in MOVABLE]),
            Appointment.starts_at > tx.now,
        )
        .order_by(Appointment.starts_at, Appointment.id)
    )
    if request.scope == "one":
        query = query.where(Appointment.id == chosen.id)
    elif request.scope == "following":
        query = query.where(Appointment.starts_at >= chosen.starts_at)
    ids = [row.id for row in tx.session.execute(query).scalars()]
    # What changed while waiting for the lock is no longer to be changed here.
    rows = [lock(tx, actor, key, None) for key in ids]
    rows = [row for row in rows if row.status in MOVABLE and row.starts_at > tx.now]
    if not rows:
        raise Conflict("series.nothing_to_come")
    return rows


def _cancel(tx: Tx, actor: Actor, request: ChangeSeries, rows: list[Appointment]) -> SeriesChanged:
    if not request.cancel_reason:
        raise BadInput("series.reason_needed")
    before = [_place(tx, row) for row in rows]
    places = []
    for row in rows:
        wanted = Cancel(id=row.id, cancel_reason=request.cancel_reason, cancelled_by=request.cancelled_by or "patient")
        told = cancel.run(tx, actor, wanted)
        if told.matches:
            visit = told.appointment
            places.append(
                FreedPlace(
                    practitioner_id=visit.practitioner_id, practitioner_name=visit.practitioner_name,
                    starts_at=visit.starts_at, matches=told.matches,
                )
            )  # fmt: skip
    return _changed(tx, "cancelled", rows, before, [], tuple(places))


def _move(tx: Tx, actor: Actor, request: ChangeSeries, rows: list[Appointment]) -> SeriesChanged:
    # A visit may take the place that another of them leaves: those in front go first.
    ordered = rows[::-1] if (request.minutes or 0) > 0 else rows
    try:
        with tx.savepoint():
            moved, before, refused = _move_each(tx, actor, request, ordered)
            if refused and (not request.skip_refused or not moved):
                raise _Refused(refused)
    except _Refused as stopped:
        return SeriesChanged(changed=(), refused=tuple(sorted(stopped.gaps, key=lambda gap: gap.at)))
    return _changed(tx, "moved", moved, before, refused, freed(tx, [was.slot_ids for was in before]))


def _move_each(
    tx: Tx, actor: Actor, request: ChangeSeries, rows: list[Appointment]
) -> tuple[list[Appointment], list[VisitPlace], list[SeriesGap]]:
    moved: list[Appointment] = []
    before: list[VisitPlace] = []
    refused: list[SeriesGap] = []
    for row in rows:
        at = row.starts_at
        target = _target(tx, actor, request, row)
        if target.place is None:
            refused.append(SeriesGap(at=at, why=target.why or "full"))
            continue
        was = _place(tx, row)
        try:
            with tx.savepoint():
                if relocate(tx, actor, row, target.place.slot_ids, None) is not None:
                    record(tx, AppointmentRescheduled, row)
                    moved.append(row)
                    before.append(was)
        except Conflict as stopped:
            refused.append(SeriesGap(at=at, why=_why(stopped)))
            tx.session.refresh(row)
    return moved, before, refused


def _why(stopped: OpdError) -> str:
    return {"booking.slot_unavailable": "closed", "booking.room_taken": "room"}.get(stopped.code, "full")


def _target(tx: Tx, actor: Actor, request: ChangeSeries, row: Appointment) -> Dated:
    """Where a visit would go: its wall time shifted, as many slots, or as long with another practitioner."""
    zone = zone_named(_zone(tx, row.facility_id))
    wall = row.starts_at.astimezone(zone).replace(tzinfo=None) + timedelta(minutes=request.minutes or 0)
    at = instant_of(wall.date(), wall.time(), zone) if request.minutes else row.starts_at
    practitioner = request.practitioner_id or row.practitioner_id
    if practitioner == row.practitioner_id:
        (found,) = places_at(
            tx, actor, practitioner, row.facility_id, [at], count=len(slots_of(tx, row.id)), leaving=row.id
        )
    else:
        (found,) = places_at(tx, actor, practitioner, row.facility_id, [at], lasting=row.ends_at - row.starts_at)
    return found


def _place(tx: Tx, row: Appointment) -> VisitPlace:
    return VisitPlace(
        id=row.id, row_version=row.row_version, slot_ids=slots_of(tx, row.id), resource_ids=rooms_of(tx, row.id),
        overbook_reason=row.overbook_reason or None, status="arrived" if row.status == _S.ARRIVED else "booked",
    )  # fmt: skip


def _changed(
    tx: Tx, what: str, rows: list[Appointment], before: list[VisitPlace], refused: list[SeriesGap],
    places: tuple[FreedPlace, ...],
) -> SeriesChanged:  # fmt: skip
    versions = {row.id: row.row_version for row in rows}
    # Back in the opposite order, for the same reason as on the way there.
    back = [was.model_copy(update={"row_version": versions[was.id]}) for was in reversed(before)]
    shown = view.some(tx, "a.id = ANY(:ids)", ids=list(versions))
    offered = None
    if back:
        params = {"patient": shown[0].patient_name}
        offered = undo.offer(tx, f"series.{what}", params, put_back, PutSeriesBack(visits=tuple(back)))
        undo.only(tx, offered)
    gaps = tuple(sorted(refused, key=lambda gap: gap.at))
    return SeriesChanged(changed=shown, refused=gaps, freed=places, undo=offered)


@operation("scheduling.series.put_back", needs=Permission.BOOK, emits=[AppointmentRescheduled, AppointmentReverted])
def put_back(tx: Tx, actor: Actor, request: PutSeriesBack) -> Nothing:
    """Each visit of a changed series back to where and what it was, or none of them.

    Raises:
        SlotTaken: an old time has been given to somebody else.
        ChangedElsewhere: somebody changed a visit since.
    """
    for visit in request.visits:
        row = lock(tx, actor, visit.id, visit.row_version)
        if row.status == _S.CANCELLED:
            rebook(tx, actor, ResetStatus(id=row.id, resource_ids=visit.resource_ids, to=visit.status))
        elif row.status in MOVABLE:
            relocate(tx, actor, row, visit.slot_ids, visit.overbook_reason)
            record(tx, AppointmentRescheduled, row)
        else:
            raise Conflict("appointment.not_movable", status=row.status)
    return Nothing()
