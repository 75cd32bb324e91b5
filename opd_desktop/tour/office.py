"""The part of the day in the office: the board, the day's figures, tickets, a patient's timeline."""

from PySide6.QtCore import Qt

from opd_desktop.tour.day import PATIENT, Day
from opd_desktop.tour.driver import CTRL, Seat, StepFailed, check, pause, wait
from opd_desktop.ui.journeys.view import JourneysScreen
from opd_desktop.ui.patients.view import PatientsScreen

Key = Qt.Key


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
