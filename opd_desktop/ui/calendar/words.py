"""Words of the calendar: what a place is, why a visit can't go there, what to warn about."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from opd_desktop.services.dto.appointments import AppointmentDto, BookWarning, HoldDto
from opd_desktop.services.dto.schedules import SlotDto
from opd_desktop.ui.calendar.day import Band, Column, DayPlan, Placing, Stop
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.text import clock_text, day_text, minutes_text, moment_text
from opd_desktop.ui.theme import theme

VISIT_KINDS = (
    ("new-problem", QT_TRANSLATE_NOOP("calendar", "New problem")),
    ("follow-up", QT_TRANSLATE_NOOP("calendar", "Follow-up")),
    ("procedure", QT_TRANSLATE_NOOP("calendar", "Procedure")),
    ("vaccination", QT_TRANSLATE_NOOP("calendar", "Vaccination")),
    ("certificate", QT_TRANSLATE_NOOP("calendar", "Certificate")),
)

_REFUSALS = {
    "off": QT_TRANSLATE_NOOP("calendar", "{doctor} has no hours at {time}"),
    "past": QT_TRANSLATE_NOOP("calendar", "{time} has passed"),
    "full": QT_TRANSLATE_NOOP("calendar", "{time} is full"),
    "short": QT_TRANSLATE_NOOP("calendar", "Too short here for {minutes}"),
    "same": QT_TRANSLATE_NOOP("calendar", "It is here already"),
    "not_movable": QT_TRANSLATE_NOOP("calendar", "A visit that is {status} can't be moved"),
    "held": QT_TRANSLATE_NOOP("calendar", "{desk} is booking {time}"),
    "not_yours": QT_TRANSLATE_NOOP("calendar", "You move visits to your own hours only"),
}

_WARNINGS = {
    "patient_overlap": QT_TRANSLATE_NOOP("calendar", "Already booked with {practitioner} at {starts_at}."),
    "same_doctor_this_week": QT_TRANSLATE_NOOP("calendar", "Already booked with {practitioner} on {starts_at}."),
    "not_usual_doctor": QT_TRANSLATE_NOOP("calendar", "The usual doctor is {practitioner}."),
}

_AWAY = {
    "leave": QT_TRANSLATE_NOOP("calendar", "Leave"),
    "holiday": QT_TRANSLATE_NOOP("calendar", "Holiday"),
    "blocked": QT_TRANSLATE_NOOP("calendar", "Blocked"),
    "extra": QT_TRANSLATE_NOOP("calendar", "Extra session"),
}

_HISTORY = {
    "booked": QT_TRANSLATE_NOOP("calendar", "Booked for {time}"),
    "arrived": QT_TRANSLATE_NOOP("calendar", "Arrived"),
    "checked-in": QT_TRANSLATE_NOOP("calendar", "Checked in"),
    "fulfilled": QT_TRANSLATE_NOOP("calendar", "Done"),
    "cancelled": QT_TRANSLATE_NOOP("calendar", "Cancelled"),
    "noshow": QT_TRANSLATE_NOOP("calendar", "Did not come"),
}


translate = QCoreApplication.translate


def word(text: object) -> str:
    """A marked text of the calendar in the language of the desk (Qt types its marker as ``object``)."""
    return translate("calendar", str(text))


def count_text(count: int, one: str, many: str) -> str:
    """``one`` for 1, else ``many`` with the number in it; both are translated already."""
    return one if count == 1 else many.format(count)


def state_of(visit: AppointmentDto) -> str:
    """The state that a visit shows: the queue's while in the queue, else its own."""
    if visit.status == "checked-in" and visit.queue_state in {"called", "in-consultation", "skipped"}:
        return visit.queue_state
    return visit.status.value


def kind_text(kind: str) -> str:
    """A kind of visit; one that we don't know shows its own name."""
    return next((word(text) for key, text in VISIT_KINDS if key == kind), kind)


def holder_text(desk: str, login: str) -> str:
    """Who holds a place: the desk, or the login of one without a name."""
    return desk or login


def refusal_text(placing: Placing, plan: DayPlan, visit: AppointmentDto) -> str:
    """Why a visit can't go there; empty when it can."""
    if not placing.refusal:
        return ""
    if placing.refusal == "away":
        return band_text(placing.band, plan) if placing.band else translate("calendar", "This time is blocked")
    hold = placing.hold
    return word(_REFUSALS[placing.refusal]).format(
        doctor=plan.columns[placing.column].practitioner.display_name,
        time=clock_text(plan.local(placing.start, placing.column)),
        minutes=minutes_text((visit.ends_at - visit.starts_at).total_seconds() / 60),
        status=theme().looks(state_of(visit)).word.lower(),
        desk=holder_text(hold.desk, hold.login) if hold else "",
    )


def placing_note(placing: Placing, plan: DayPlan) -> str:
    """What to tell of a place that a visit can go to; empty when there is nothing."""
    other = placing.other
    if other is None:
        return ""
    text = translate("calendar", "Also with {doctor} at {time}")
    return text.format(doctor=other.practitioner_name, time=clock_text(other.starts_at.astimezone(plan.zone)))


def late_text(column: Column) -> str:
    """``Late by 20 min · Ward round``; empty for who is on time."""
    if column.late is None:
        return ""
    late = translate("calendar", "Running late")
    if column.late_by:
        minutes = minutes_text(column.late_by / timedelta(minutes=1))
        late = translate("calendar", "Late by {0}").format(minutes)
    return f"{late} · {column.late.reason}" if column.late.reason else late


def overbook_refusal(plan: DayPlan, slot: SlotDto, *, may: bool) -> str:
    """Why a slot can't be booked over its capacity; empty when it can, or when it isn't full.

    Args:
        may: whether the person holds the right to overbook.
    """
    if plan.free_places(slot) > 0:
        return ""
    if slot.ends_at <= plan.now:
        return translate("calendar", "This time has passed. Choose a later one.")
    if not may:
        column = plan.column_of(slot.practitioner_id)
        doctor = plan.columns[column].practitioner.display_name if column is not None else ""
        return translate(
            "calendar", "This time is full, and overbooking needs a right that {doctor} and managers have."
        ).format(doctor=doctor or "?")
    if -plan.free_places(slot) >= slot.overbook_limit:
        return translate("calendar", "This time is full and may not be overbooked any more. Choose another.")
    return ""


def place_text(plan: DayPlan, run: Sequence[SlotDto], hold: HoldDto | None, now: datetime, *, over: bool) -> str:
    """``Tue 24 Nov · Dr Rao · 15 min · 2 of 3 places free · held for you 2:48``.

    Args:
        run: the slots of the visit, in order.
        hold: this desk's hold on them.
    """
    slot = run[0]
    column = plan.column_of(slot.practitioner_id)
    doctor = plan.columns[column].practitioner.display_name if column is not None else ""
    parts = [
        day_text(slot.starts_at.astimezone(plan.zone).date()),
        doctor,
        minutes_text((run[-1].ends_at - slot.starts_at).total_seconds() / 60),
    ]
    if over:
        parts.append(translate("calendar", "{0} booked, {1} places").format(slot.booked, slot.capacity))
    elif slot.capacity > 1:
        own = sum(hold is not None and one.id == hold.id for one in plan.holds_of(slot.id))
        parts.append(
            translate("calendar", "{0} of {1} places free").format(plan.free_places(slot) + own, slot.capacity)
        )
    if hold is not None:
        left = max(int((hold.expires_at - now).total_seconds()), 0)
        parts.append(translate("calendar", "held for you {0}").format(f"{left // 60}:{left % 60:02}"))
    return " · ".join(part for part in parts if part)


def band_text(band: Band, plan: DayPlan) -> str:
    """``Leave until 13:00 · Conference``."""
    one = band.exception
    text = word(_AWAY.get(one.kind, one.kind))
    if one.kind != "extra" and band.end < plan.end:
        text = translate("calendar", "{0} until {1}").format(text, clock_text(plan.local(band.end, band.column)))
    return f"{text} · {one.reason}" if one.reason else text


def warning_text(warning: BookWarning, desk: Desk) -> str:
    """A warning before a booking; times are shown on the facility's clock."""
    text = _WARNINGS.get(warning.code)
    if text is None:
        return warning.code
    params = dict(warning.params)
    if moment := _parsed(params.get("starts_at")):
        params["starts_at"] = moment_text(desk.local(moment), desk.today())
    return word(text).format_map({"practitioner": "?", "starts_at": "?", **params})


def _parsed(text: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None


def history_text(status: str, time: str) -> str:
    """A line of a visit's history."""
    text = _HISTORY.get(status)
    return word(text).format(time=time) if text else theme().looks(status).word


def spoken_visit(visit: AppointmentDto, plan: DayPlan, expected: datetime | None = None) -> str:
    """A visit as a sentence for the screen reader.

    Args:
        expected: when it will really begin, if the doctor runs late.
    """
    start = visit.starts_at.astimezone(plan.zone)
    late = translate("calendar", "expected about {0}")
    parts = [
        day_text(start.date(), long=True) if plan.week else "",
        clock_text(start),
        visit.practitioner_name,
        visit.patient_name,
        theme().looks(state_of(visit)).word,
        late.format(clock_text(expected.astimezone(plan.zone))) if expected else "",
        visit.reason,
        translate("calendar", "token {0}").format(visit.token) if visit.token else "",
        translate("calendar", "overbooked") if visit.overbooked else "",
    ]
    return ", ".join(part for part in parts if part)


def spoken_stop(stop: Stop, plan: DayPlan) -> str:
    """A place of the calendar as a sentence."""
    if stop.visit is not None:
        return spoken_visit(stop.visit, plan, plan.expected(stop))
    column = plan.columns[stop.column]
    time, doctor = clock_text(plan.local(stop.start, stop.column)), column.practitioner.display_name
    if plan.week:
        doctor = day_text(column.day, long=True)
    if stop.hold is not None:
        if stop.mine:
            return translate("calendar", "{0}, {1}, held for you").format(time, doctor)
        return translate("calendar", "{0}, {1}, {2} is booking").format(
            time, doctor, holder_text(stop.hold.desk, stop.hold.login)
        )
    if plan.is_past(stop):
        return translate("calendar", "{0}, {1}, free, has passed").format(time, doctor)
    if stop.slot is not None and stop.slot.capacity > 1:
        return translate("calendar", "{0}, {1}, {2} of {3} places free").format(
            time, doctor, stop.places, stop.slot.capacity
        )
    return translate("calendar", "{0}, {1}, free").format(time, doctor)
