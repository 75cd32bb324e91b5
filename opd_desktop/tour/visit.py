"""The part of the day with the patient: checked in, called, measured, heard, completed."""

from typing import Any

from PySide6.QtCore import Qt

from opd_desktop.domain.appointment import AppointmentStatus
from opd_desktop.domain.encounter import EncounterStatus
from opd_desktop.paths import RESOURCES
from opd_desktop.services import encounters
from opd_desktop.services.dto.common import ById
from opd_desktop.tour.day import PATIENT, Day
from opd_desktop.tour.driver import CTRL, SHIFT, Seat, StepFailed, check, pause, wait
from opd_desktop.ui.encounter.rows import OrderRow
from opd_desktop.ui.encounter.view import EncounterScreen
from opd_desktop.ui.queue.view import QueueScreen

Key = Qt.Key


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
