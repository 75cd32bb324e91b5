"""The part of the day before the patient comes: a visit is booked, moved, cancelled, and its confirmation is sent."""

from datetime import datetime

from PySide6.QtCore import Qt

from opd_desktop.demo.base import DOCTORS
from opd_desktop.domain.appointment import AppointmentStatus
from opd_desktop.services import appointments
from opd_desktop.services.dto.common import ById
from opd_desktop.tour.day import PATIENT, REASON, Day, calendar_of, visit_of
from opd_desktop.tour.driver import CTRL, Seat, StepFailed, check, pause, wait
from opd_desktop.ui.calendar.booking import BookingPanel
from opd_desktop.ui.calendar.day import Stop
from opd_desktop.ui.calendar.view import CalendarScreen

Key = Qt.Key


def _booking(seat: Seat) -> BookingPanel | None:
    panel = calendar_of(seat).panel
    return panel if isinstance(panel, BookingPanel) else None


def sign_in_and_see_the_day(day: Day) -> list[str]:
    """The receptionist signs in; the calendar shows today."""
    seat = day.sign_in("reception", "Desk 1", worker=True)
    screen = calendar_of(seat)
    plan = wait("today's plan", lambda: screen.agenda.plan)
    visits = [stop.visit for stop in plan.stops if stop.visit is not None]
    statuses = {visit.status for visit in visits}
    wanted = {AppointmentStatus.BOOKED, AppointmentStatus.CHECKED_IN, AppointmentStatus.FULFILLED}
    return [
        check("the receptionist starts at the calendar", seat.frame.current() is screen),
        check("today has visits of many statuses", wanted <= statuses),
        check("the day shown is today at the clinic", plan.day == seat.desk.today()),
    ]


def hold_a_place_and_register_a_patient(day: Day) -> list[str]:
    """Another desk is open; Enter at the cursor holds the place; a new patient is registered in the panel."""
    other = day.sign_in("reception", "Desk 2")
    wait("the other desk's plan", lambda: calendar_of(other).agenda.plan)
    seat = day.at(day.seats["Desk 1"])
    screen = calendar_of(seat)
    screen.focus_body()
    stop = _walk_to_free_place(seat, screen)
    seat.key(Key.Key_Return)
    panel = wait("the booking panel", lambda: _booking(seat))
    held = wait("the other desk sees the hold", lambda: _held_elsewhere(other))
    seat.type(PATIENT)
    wait("the search is done", lambda: panel.who.picker.results.isVisible())
    seat.settle()
    while panel.form is None:
        seat.key(Key.Key_Down)
        seat.key(Key.Key_Return) if _on_register_line(panel) else None
    seat.settle()
    form = panel.form
    form.birth.setFocus()
    seat.type("34")
    form.phone.setFocus()
    seat.type("98200 41177")
    form.email.setFocus()
    seat.type("anjali@example.org")
    return [
        check("Enter on a free place opens the booking", stop.kind == "free"),
        check("the other desk sees who is booking", "Desk 1" in held),
        check("nobody of that name is known, so the panel registers", form.name.text() == PATIENT),
    ]


def _walk_to_free_place(seat: Seat, screen: CalendarScreen) -> Stop:
    """By arrow keys to the first free place of the doctor who will see the patient."""
    wait("the cursor", lambda: screen.agenda.cursor_stop)
    for key in (*[Key.Key_Left] * 12, *[Key.Key_Down] * 60):
        stop = screen.agenda.cursor_stop
        slot = stop.slot if stop else None
        if stop and slot and stop.kind == "free" and slot.practitioner_id == DOCTORS[0].id:
            return stop
        seat.key(key)
    raise StepFailed("the doctor has no free place left today")


def _held_elsewhere(other: Seat) -> str:
    plan = calendar_of(other).agenda.plan
    held = [stop.hold for stop in plan.stops if stop.kind == "held" and stop.hold is not None] if plan else []
    return held[0].desk if held else ""


def _on_register_line(panel: BookingPanel) -> bool:
    results = panel.who.picker.results
    return results.currentIndex().row() == results.model().rowCount() - 1


def book_the_visit(day: Day) -> list[str]:
    """Ctrl+Enter registers, then books; both desks show the visit, and a journey begins."""
    seat, other = day.seats["Desk 1"], day.seats["Desk 2"]
    panel = _booking(seat)
    if panel is None:
        raise StepFailed("the booking panel is gone")
    seat.key(Key.Key_Return, CTRL)
    wait("the patient is registered", lambda: panel.patient)
    seat.settle()
    panel.reason.setFocus()
    seat.type(REASON)
    seat.key(Key.Key_Return, CTRL)
    said = seat.toast(PATIENT)
    visit = wait("the visit on the calendar", lambda: visit_of(seat))
    day.visit_id, day.patient_id = visit.id, visit.patient_id
    wait("the visit on the other desk, without a refresh", lambda: visit_of(other))
    return [
        check("a notice offers to take it back", seat.frame.toast.offer() is not None and said),
        check("the database has the visit", day.visit().status is AppointmentStatus.BOOKED),
        check("with the reason that was typed", day.visit().reason == REASON),
        "the other desk showed it without a refresh",
    ]


def move_it_and_take_that_back(day: Day) -> list[str]:
    """M takes the visit up, arrows carry it, Enter puts it down; Ctrl+Z brings it back."""
    seat = day.at(day.seats["Desk 1"])
    screen = calendar_of(seat)
    screen.close_panel()
    before = day.visit().starts_at
    check("the cursor finds the visit", screen.agenda.put_cursor_on(day.visit_id))
    where = wait("the cursor", lambda: screen.agenda.cursor_stop)
    screen.focus_body()
    seat.key(Key.Key_M)
    wait("the visit is in hand", lambda: screen.agenda.moving)
    for _ in range(40):
        seat.key(Key.Key_Down)
        target = screen.agenda.target
        if target is not None and not target.refusal and target.start != where.start:
            break
    seat.key(Key.Key_Return)
    seat.toast(PATIENT)
    moved = wait("another time", lambda: day.visit().starts_at if day.visit().starts_at != before else None)
    seat.settle()
    seat.key(Key.Key_Z, CTRL)
    wait("the old time again", lambda: day.visit().starts_at == before)
    seat.settle()
    return [
        check("it was moved by keys alone", isinstance(moved, datetime)),
        check("undo brought it back", day.visit().starts_at == before),
    ]


def the_confirmation_is_sent(day: Day) -> list[str]:
    """The worker started the journey and sent the confirmation; Messages shows it."""
    seat = day.at(day.seats["Desk 1"])
    wait("the confirmation is sent", lambda: "sent" in day.messages().values(), 40)
    stage = wait("the journey began", day.stage)
    seat.go("messages")
    screen = seat.frame.current()
    wait("the message is on the screen", lambda: any(row.patient_name == PATIENT for row in screen.table.rows()))  # type: ignore[attr-defined]
    return [
        check("the journey stands at its first stage", stage == "booked"),
        check("the outbox of the desk shows the confirmation", True),
    ]


def a_visit_is_cancelled(day: Day) -> list[str]:
    """Del, a reason, Enter: cancelled, with a notice that takes it back."""
    seat = day.at(day.seats["Desk 1"])
    screen = calendar_of(seat)
    plan = screen.agenda.plan
    if plan is None:
        raise StepFailed("no plan")
    booked = [one.visit for one in plan.stops if one.visit is not None and one.visit.status is AppointmentStatus.BOOKED]
    visit = booked[-1]
    check("the cursor finds the visit", screen.agenda.put_cursor_on(visit.id))
    screen.focus_body()
    seat.key(Key.Key_Delete)
    wait("the panel asks why", lambda: screen.panel)
    pause(200)
    seat.type("Cannot come")
    seat.key(Key.Key_Return)
    clinic = seat.desk.clinic
    wait("cancelled", lambda: clinic.call(appointments.get, ById(id=visit.id)).status is AppointmentStatus.CANCELLED)
    seat.settle()
    return [check("the place is free again", clinic.call(appointments.get, ById(id=visit.id)).cancel_reason)]
