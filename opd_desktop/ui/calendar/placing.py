"""Where a visit may be put in a plan, how long it may be made, and why not; no Qt."""

from collections.abc import Sequence
from datetime import timedelta
from typing import NamedTuple

from opd_desktop.services.dto.appointments import AppointmentDto, HoldDto
from opd_desktop.services.dto.schedules import SlotDto
from opd_desktop.ui.calendar.day import MOVABLE, Band, DayPlan, Placing, Refusal


class Wish(NamedTuple):
    """What is to be put somewhere: the visit itself, or (``copy``) another booking like it."""

    visit: AppointmentDto
    copy: bool = False


def place(plan: DayPlan, column: int, minute: float, wish: Wish) -> Placing:
    """Where a visit would stand if it were put at a minute of a column, or why it can't."""
    visit = wish.visit
    wanted = (visit.ends_at - visit.starts_at).total_seconds() / 60
    first = plan.slot_at(column, minute)
    if first is None:
        band = plan.band_at(column, minute)
        return Placing(column, minute, minute + wanted, refusal="away" if band else "off", band=band)
    start = plan.minute_in(column, first.starts_at)
    taken: list[SlotDto] = []
    for slot in plan.run_from(first):
        taken.append(slot)
        if plan.minute_in(column, slot.ends_at) - start >= wanted:
            break
    end = plan.minute_in(column, taken[-1].ends_at)
    made = Placing(column, start, max(end, start + min(wanted, 5)), tuple(slot.id for slot in taken))
    return _judged(plan, made, taken, wish, short=end - start < wanted)


def resize(plan: DayPlan, index: int, until: float) -> Placing | None:
    """A visit of the plan made to end at a minute, at least one slot long; None if it stands outside the slots.

    The refusal ``same`` says that nothing would change.
    """
    stop = plan.stops[index]
    visit = stop.visit
    if visit is None:
        return None
    first = plan.slot_at(stop.column, stop.start)
    if first is None:
        return None
    taken: list[SlotDto] = []
    for slot in plan.run_from(first):
        begin = plan.minute_in(stop.column, slot.starts_at)
        end = plan.minute_in(stop.column, slot.ends_at)
        # Half of a slot is enough to take it.
        if taken and until < (begin + end) / 2:
            break
        taken.append(slot)
    end = plan.minute_in(stop.column, taken[-1].ends_at)
    made = Placing(stop.column, stop.start, end, tuple(slot.id for slot in taken))
    if visit.status not in MOVABLE:
        return _refused(made, "not_movable")
    if taken[-1].ends_at == visit.ends_at:
        return _refused(made, "same")
    return _judged_slots(plan, made, taken, visit) or made


def _judged(plan: DayPlan, made: Placing, taken: Sequence[SlotDto], wish: Wish, *, short: bool) -> Placing:
    visit = wish.visit
    if not wish.copy and visit.status not in MOVABLE:
        return _refused(made, "not_movable")
    if not wish.copy and (visit.practitioner_id, visit.starts_at) == (taken[0].practitioner_id, taken[0].starts_at):
        return _refused(made, "same")
    if taken[-1].ends_at <= plan.now:
        return _refused(made, "past")
    refused = _judged_slots(plan, made, taken, None if wish.copy else visit)
    if refused is not None:
        return refused
    if short:
        return _refused(made, "short")
    return Placing(made.column, made.start, made.end, made.slot_ids, other=_same_patient(plan, made, wish))


def _judged_slots(
    plan: DayPlan, made: Placing, taken: Sequence[SlotDto], visit: AppointmentDto | None
) -> Placing | None:
    """The refusal of a place that is away, held or full; ``visit`` gives up the places that it has."""
    for slot in taken:
        band = plan.band_at(made.column, plan.minute_in(made.column, slot.starts_at))
        if slot.status == "busy-unavailable" or band is not None:
            return _refused(made, "away", band=band)
        own = visit is not None and (
            visit.practitioner_id == slot.practitioner_id
            and visit.starts_at < slot.ends_at
            and slot.starts_at < visit.ends_at
        )
        if plan.free_places(slot) + own <= 0:
            holds = plan.holds_of(slot.id)
            return _refused(made, "held", holds[0]) if holds else _refused(made, "full")
    return None


def _refused(made: Placing, why: Refusal, hold: HoldDto | None = None, band: Band | None = None) -> Placing:
    return Placing(made.column, made.start, made.end, made.slot_ids if why == "same" else (), why, hold, band)


def _same_patient(plan: DayPlan, made: Placing, wish: Wish) -> AppointmentDto | None:
    """Another visit of the patient that is shown and overlaps."""
    start, end = plan.moment(made.column, made.start), plan.moment(made.column, made.end)
    return next(
        (
            one
            for one in plan.visits
            if one.patient_id == wish.visit.patient_id
            and (wish.copy or one.id != wish.visit.id)
            and one.starts_at < end
            and start < one.ends_at
        ),
        None,
    )


def not_yours(column: int, start: float, visit: AppointmentDto) -> Placing:
    """The refusal for who may book their own visits only."""
    return Placing(column, start, start + (visit.ends_at - visit.starts_at) / timedelta(minutes=1), refusal="not_yours")
