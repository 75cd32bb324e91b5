"""The steps of the day. Each drives the windows and returns what it asserted."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from opd_desktop.demo.base import DOCTORS, PASSWORD
from opd_desktop.domain.appointment import AppointmentStatus
from opd_desktop.domain.encounter import EncounterStatus
from opd_desktop.paths import RESOURCES
from opd_desktop.services import appointments, communications, encounters, journey_instances
from opd_desktop.services.dto.appointments import AppointmentDto
from opd_desktop.services.dto.common import ById
from opd_desktop.services.dto.communications import ListCommunications
from opd_desktop.services.dto.journeys import ListInstances
from opd_desktop.tour.driver import CTRL, SHIFT, Hands, Seat, StepFailed, check, pause, wait
from opd_desktop.ui.application import Application
from opd_desktop.ui.calendar.booking import BookingPanel
from opd_desktop.ui.calendar.day import Stop
from opd_desktop.ui.calendar.view import CalendarScreen
from opd_desktop.ui.encounter.rows import OrderRow
from opd_desktop.ui.encounter.view import EncounterScreen
from opd_desktop.ui.journeys.view import JourneysScreen
from opd_desktop.ui.patients.view import PatientsScreen
from opd_desktop.ui.queue.view import QueueScreen
from opd_desktop.ui.settings.view import SettingsScreen
from opd_desktop.ui.theme import theme

Key = Qt.Key
PATIENT = "Anjali Deshmukh"
REASON = "Fever, 3 days"


class Day:
    """The windows of the clinic and what is known from earlier steps."""

    def __init__(self, out: Path, open_desk: Callable[[str, bool], Application]) -> None:
        self.protocol: list[dict[str, Any]] = []
        self._out = out
        self._open = open_desk
        self._applications: list[Application] = []
        self.seats: dict[str, Seat] = {}
        self._hands: Hands | None = None
        self.visit_id: Any = None
        self.encounter_id: Any = None
        self.patient_id: Any = None

    def sign_in(self, login: str, desk: str, *, worker: bool = False) -> Seat:
        """Type name and password into the sign-in, as a person does."""
        application = self._open(desk, worker)
        self._applications.append(application)
        application.start()
        signin = application.signin
        if signin is None:
            raise StepFailed("no sign-in window")
        hands = self._hands = Hands(signin, self._out)
        hands.front()
        signin.login.setFocus()
        signin.login.clear()
        hands.type(login)
        hands.key(Key.Key_Tab)
        hands.type(PASSWORD)
        hands.key(Key.Key_Return)
        frame = wait("the window opens", lambda: application.frame)
        frame.resize(1440, 900)
        seat = Seat(frame, self._out)
        self.seats[desk] = seat
        self.at(seat)
        seat.settle()
        return seat

    def at(self, seat: Seat) -> Seat:
        """Sit down at a window."""
        self._hands = seat
        seat.front()
        return seat

    def picture(self, name: str) -> None:
        """What the window in front shows."""
        if self._hands is not None:
            self._hands.picture(name)

    def picture_of_failure(self) -> None:
        """For who looks into it."""
        self.picture("failed")

    def close(self) -> None:
        """Close every window and end every process."""
        for application in reversed(self._applications):
            application.close()

    # What the database says

    def visit(self) -> AppointmentDto:
        """The visit that the day is about."""
        return self.seats["Desk 1"].desk.clinic.call(appointments.get, ById(id=self.visit_id))

    def stage(self) -> str:
        """Where the patient's journey stands."""
        wanted = ListInstances(patient_id=self.patient_id, state=("active", "completed"))
        found = self.seats["Desk 1"].desk.clinic.call(journey_instances.list_, wanted)
        return found[0].stage if found else ""

    def messages(self) -> dict[str, str]:
        """Template -> status of the patient's messages."""
        wanted = ListCommunications(patient_id=self.patient_id)
        found = self.seats["Desk 1"].desk.clinic.call(communications.list_, wanted)
        return {one.template_key: one.status for one in found}


def calendar_of(seat: Seat) -> CalendarScreen:
    screen = seat.frame.screen("calendar")
    if not isinstance(screen, CalendarScreen):
        raise StepFailed("no calendar")
    return screen


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
    visit = wait("the visit on the calendar", lambda: _visit_of(seat))
    day.visit_id, day.patient_id = visit.id, visit.patient_id
    wait("the visit on the other desk, without a refresh", lambda: _visit_of(other))
    return [
        check("a notice offers to take it back", seat.frame.toast.offer() is not None and said),
        check("the database has the visit", day.visit().status is AppointmentStatus.BOOKED),
        check("with the reason that was typed", day.visit().reason == REASON),
        "the other desk showed it without a refresh",
    ]


def _visit_of(seat: Seat) -> AppointmentDto | None:
    plan = calendar_of(seat).agenda.plan
    visits = [stop.visit for stop in plan.stops if stop.visit is not None] if plan else []
    return next((visit for visit in visits if visit.patient_name == PATIENT), None)


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


def check_the_patient_in(day: Day) -> list[str]:
    """F5, the name, Enter: a token."""
    seat = day.at(day.seats["Desk 1"])
    seat.go("queue")
    screen = seat.frame.current()
    if not isinstance(screen, QueueScreen):
        raise StepFailed("no queue")
    seat.key(Key.Key_F5)
    wait("the check-in panel", lambda: screen.panel)
    seat.settle()
    seat.type(PATIENT)
    seat.key(Key.Key_Return)
    said = seat.toast(PATIENT)
    visit = wait("checked in", lambda: day.visit() if day.visit().status is AppointmentStatus.CHECKED_IN else None)
    day.encounter_id = visit.encounter_id
    seat.settle()
    wait("the journey comes to the day of the visit", lambda: day.stage() == "day-of-visit", 40)
    return [
        check("the notice tells the token", visit.token is not None and visit.token in said),
        check("the visit has an encounter", visit.encounter_id is not None),
        check("the journey advanced by itself", day.stage() == "day-of-visit"),
    ]


def the_doctor_calls_the_patient(day: Day) -> list[str]:
    """The doctor finishes with the patient before, then calls this one in."""
    seat = day.sign_in("doctor", "Room 3")
    visit = day.visit()
    if visit.practitioner_id != seat.desk.actor.practitioner_id:
        raise StepFailed(f"the visit is with {visit.practitioner_name}, not with the doctor who signed in")
    check("a doctor starts at the queue", seat.frame.current().screen_id == "queue")
    screen = seat.frame.current()
    if not isinstance(screen, QueueScreen):
        raise StepFailed("no queue")
    queue = wait("the own queue", lambda: screen.presenter.state.queues)[0]
    if queue.in_room is not None and queue.in_room.encounter_id is not None:
        _complete_the_one_before(seat, queue.in_room.encounter_id)
        seat.go("queue")
    column = screen.column(queue.practitioner_id)
    screen.focus_body()
    for _ in range(30):
        entry = column.selected()
        if entry is not None and entry.patient_name == PATIENT:
            break
        seat.key(Key.Key_Down)
    seat.key(Key.Key_C)
    seat.toast(PATIENT)
    wait("called", lambda: day.visit().queue_state == "called")
    seat.settle()
    return [check("the queue shows the patient as called", day.visit().queue_state == "called")]


def _complete_the_one_before(seat: Seat, encounter_id: Any) -> None:
    seat.desk.go("encounter", encounter_id)
    screen = _encounter(seat)
    wait("the encounter before", lambda: screen.presenter.state.encounter)
    seat.settle()
    screen.focus_body()
    seat.key(Key.Key_Return, CTRL)
    wait(
        "the encounter before is complete",
        lambda: seat.desk.clinic.call(encounters.get, ById(id=encounter_id)).status is EncounterStatus.FINISHED,
    )
    seat.settle()


def _encounter(seat: Seat) -> EncounterScreen:
    screen = seat.frame.current()
    if not isinstance(screen, EncounterScreen):
        raise StepFailed("no encounter screen")
    return screen


def vitals_are_typed(day: Day) -> list[str]:
    """The doctor opens the encounter, starts, and types what was measured."""
    seat = day.at(day.seats["Room 3"])
    seat.desk.go("encounter", day.encounter_id)
    screen = _encounter(seat)
    wait("the encounter", lambda: screen.presenter.state.encounter)
    seat.settle()
    screen.focus_body()
    seat.key(Key.Key_F10)
    wait("in progress", lambda: _status(screen) is EncounterStatus.IN_PROGRESS)
    seat.settle()
    seat.key(Key.Key_F8)
    for name, text in (("temperature", "38.4"), ("blood_pressure", "118/76"), ("pulse", "92"), ("spo2", "98")):
        screen.chart.vitals.edits[name].setFocus()
        seat.type(text)
    seat.key(Key.Key_Tab)
    vitals = wait("the vitals are saved", lambda: _saved_vitals(seat, day), 30)
    seat.settle()
    return [
        check("the temperature is in the database", vitals.temperature == 38.4),
        check("and the blood pressure", (vitals.systolic, vitals.diastolic) == (118, 76)),
    ]


def _status(screen: EncounterScreen) -> EncounterStatus | None:
    encounter = screen.presenter.state.encounter
    return encounter.status if encounter else None


def _saved_vitals(seat: Seat, day: Day) -> Any:
    vitals = seat.desk.clinic.call(encounters.get, ById(id=day.encounter_id)).vitals
    return vitals if vitals is not None and vitals.spo2 == 98 else None


def a_dictation_becomes_a_draft(day: Day) -> list[str]:
    """A recording of a dictation is opened; Whisper writes it down, the scribe drafts the note. Offline."""
    seat = day.at(day.seats["Room 3"])
    screen = _encounter(seat)
    screen.focus_body()
    seat.choose_file(RESOURCES / "samples" / "dictation.ogg", Key.Key_O, CTRL)
    lines = wait("a draft", lambda: [one for one in _lines(screen) if one.pending], 120)
    wait("nothing is being drafted", lambda: screen.presenter.scribe.state.phase == "idle", 60)
    seat.settle()
    text = " ".join(one.text for one in _lines(screen)).casefold()
    return [
        check("sentences are proposed", len(lines) >= 5),
        check("the history is in the note", "fever" in text and "cough" in text),
        check("the plan is in the note", "paracetamol" in text),
        check("the transcript is beside it", screen.presenter.scribe.state.transcript is not None),
    ]


def _lines(screen: EncounterScreen) -> list[Any]:
    return list(screen.presenter.editor.state.lines)


def the_doctor_accepts_and_completes(day: Day) -> list[str]:
    """All sentences at once, the orders one by one; complete and sign."""
    seat = day.at(day.seats["Room 3"])
    screen = _encounter(seat)
    screen.pane.note.setFocus()
    seat.key(Key.Key_A, CTRL | SHIFT)
    wait("everything is accepted", lambda: not [one for one in _lines(screen) if one.pending])
    while any(one.pending for one in screen.presenter.editor.state.orders):
        row = next(row for row in screen.pane.findChildren(OrderRow) if _to_confirm(row))
        seat.click(row.accept_button)
        pause(30)
    screen.presenter.saver.flush()
    seat.settle()
    seat.key(Key.Key_Return, CTRL | SHIFT)
    done = wait("signed", lambda: _signed(seat, day), 30)
    seat.settle()
    return [
        check("the encounter is finished", done.status is EncounterStatus.FINISHED),
        check("the note is signed", done.note is not None and done.note.status == "final"),
        check("sentences know their evidence", any(one.turns for one in done.note.sentences)),
        check("the confirmed orders are in it", {"medication", "lab"} <= {one.order_type for one in done.note.orders}),
        check("the visit is fulfilled", day.visit().status is AppointmentStatus.FULFILLED),
    ]


def _to_confirm(row: OrderRow) -> bool:
    return row.isVisible() and row.pending


def _signed(seat: Seat, day: Day) -> Any:
    found = seat.desk.clinic.call(encounters.get, ById(id=day.encounter_id))
    return found if found.signed_at is not None else None


def the_manager_sees_the_journey(day: Day) -> list[str]:
    """The journey went on by itself, the follow-up is sent; the board shows it."""
    seat = day.sign_in("manager", "Office")
    wait("after the visit", lambda: day.stage() == "post-visit", 40)
    wait("the follow-up is sent", lambda: sum(one == "sent" for one in day.messages().values()) >= 2, 40)
    check("a manager starts at the board", seat.frame.current().screen_id == "journeys")
    screen = seat.frame.current()
    if not isinstance(screen, JourneysScreen):
        raise StepFailed("no board")
    board = wait("the board", lambda: screen.presenter.state.board)
    seat.settle()
    return [
        check("the board has the columns of the journey", len(board.columns) >= 4),
        check("the journey is at post-visit", day.stage() == "post-visit"),
        check("confirmation and follow-up are sent", "sent" in day.messages().values()),
    ]


def figures_of_the_day(day: Day) -> list[str]:
    """The manager's figures."""
    seat = day.at(day.seats["Office"])
    seat.go("reports")
    pause(400)
    seat.settle()
    return [check("the reports opened", seat.frame.current().screen_id == "reports")]


def tickets_of_the_desk(day: Day) -> list[str]:
    """What somebody must see to."""
    seat = day.at(day.seats["Office"])
    seat.go("tickets")
    pause(400)
    seat.settle()
    return [check("the tickets opened", seat.frame.current().screen_id == "tickets")]


def the_patient_has_a_timeline(day: Day) -> list[str]:
    """The palette finds the patient; the timeline tells the day."""
    seat = day.at(day.seats["Desk 1"])
    seat.key(Key.Key_K, CTRL)
    wait("the palette", seat.frame.palette_box.isVisible)
    seat.type(PATIENT)
    wait("the patient is found", lambda: PATIENT in _palette_texts(seat))
    while seat.frame.palette_box.list.currentIndex().data() != PATIENT:
        seat.key(Key.Key_Down)
    seat.key(Key.Key_Return)
    wait("the patients screen", lambda: seat.frame.current().screen_id == "patients")
    screen = seat.frame.current()
    if not isinstance(screen, PatientsScreen):
        raise StepFailed("no patients screen")
    wait("the timeline", lambda: len(screen.presenter.state.timeline) >= 4)
    seat.settle()
    kinds = {entry.kind for entry in screen.presenter.state.timeline}
    return [check("the timeline has the visit, the messages and the journey", {"appointment", "message"} <= kinds)]


def _palette_texts(seat: Seat) -> list[str]:
    model = seat.frame.palette_box.list.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def settings_in_the_dark(day: Day) -> list[str]:
    """Settings tell the database and the staff; the dark look is one key away."""
    seat = day.sign_in("admin", "Back office")
    screen = seat.frame.current()
    if not isinstance(screen, SettingsScreen):
        raise StepFailed("an administrator starts at the settings")
    people = wait("the staff list", lambda: screen.presenter.state.staff)
    info = wait("the database's facts", lambda: screen.presenter.state.info)
    seat.key(Key.Key_D, CTRL | SHIFT)
    seat.settle()
    return [
        check("the staff list has the demo staff", {"reception", "doctor", "manager"} <= {one.login for one in people}),
        check("the server tells its version", info.server_version),
        check("the look is dark", theme().name == "dark"),
    ]


def the_calendar_in_the_dark(day: Day) -> list[str]:
    """The same day, dark."""
    seat = day.at(day.seats["Desk 1"])
    seat.go("calendar")
    wait("the visit is done", lambda: _visit_of(seat))
    seat.settle()
    return [check("the visit shows as done", (_visit_of(seat) or day.visit()).status is AppointmentStatus.FULFILLED)]


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
