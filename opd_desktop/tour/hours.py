"""The part of the day that is about hours: a first free place, a week, whom to call, and the hours themselves."""

from PySide6.QtCore import Qt

from opd_desktop.tour.day import Day, calendar_of
from opd_desktop.tour.driver import CTRL, SHIFT, StepFailed, check, pause, wait
from opd_desktop.ui.calendar.panels.affected import AffectedPanel
from opd_desktop.ui.calendar.panels.find import FindPanel
from opd_desktop.ui.schedules.view import SchedulesScreen

Key = Qt.Key


def a_first_free_place_is_found(day: Day) -> list[str]:
    """Ctrl+Shift+F: what is free soonest, narrowed as somebody types."""
    seat = day.at(day.seats["Desk 1"])
    seat.go("calendar")
    screen = calendar_of(seat)
    wait("the day", lambda: screen.presenter.state.plan)
    screen.focus_body()
    seat.key(Key.Key_F, CTRL | SHIFT)
    panel = wait("the search", lambda: screen.panel)
    if not isinstance(panel, FindPanel):
        raise StepFailed("another panel opened")
    wait("free places", panel.list.rows)
    everybody = len(panel.list.rows())
    seat.type("mehta")
    wait("only one doctor's", lambda: panel.list.rows() and all("Mehta" in row.spoken() for row in panel.list.rows()))
    seat.settle()
    return [check("places of several doctors were offered", everybody >= 5)]


def visits_to_call_about(day: Day) -> list[str]:
    """Ctrl+Shift+A: whose visit lost its hours, with what can be done about it."""
    seat = day.at(day.seats["Desk 1"])
    screen = calendar_of(seat)
    seat.key(Key.Key_Escape)
    screen.focus_body()
    seat.key(Key.Key_A, CTRL | SHIFT)
    panel = wait("the list of calls", lambda: screen.panel if isinstance(screen.panel, AffectedPanel) else None)
    rows = wait("somebody to call", panel.list.rows)
    seat.settle()
    return [check("the afternoon's leave touches visits", len(rows) >= 1)]


def a_week_of_one_doctor(day: Day) -> list[str]:
    """Ctrl+2 shows a week, Ctrl+1 the day again."""
    seat = day.at(day.seats["Desk 1"])
    screen = calendar_of(seat)
    seat.key(Key.Key_Escape)
    screen.focus_body()
    seat.key(Key.Key_2, CTRL)
    plan = wait("the week", lambda: screen.presenter.state.view == "week" and screen.presenter.state.plan)
    seat.settle()
    pause(200)
    return [
        check("a week has seven columns", len(plan.columns) == 7),
        check("all are one doctor's", len({column.practitioner.id for column in plan.columns}) == 1),
    ]


def the_hours_of_a_doctor(day: Day) -> list[str]:
    """A manager sees the hours of a week, and what they make."""
    desk = day.at(day.seats["Desk 1"])
    desk.key(Key.Key_1, CTRL)
    seat = day.at(day.seats["Office"])
    seat.go("schedules")
    screen = seat.frame.current()
    if not isinstance(screen, SchedulesScreen):
        raise StepFailed("no schedules")
    known = wait("the schedules", lambda: screen.presenter.state.schedules)
    pause(400)
    seat.settle()
    return [check("every doctor of the clinic has hours", len(known) >= 5)]
