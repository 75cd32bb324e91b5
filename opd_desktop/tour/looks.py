"""The part of the day in the dark."""

from PySide6.QtCore import Qt

from opd_desktop.domain.appointment import AppointmentStatus
from opd_desktop.tour.day import Day, visit_of
from opd_desktop.tour.driver import CTRL, SHIFT, StepFailed, check, wait
from opd_desktop.ui.settings.view import SettingsScreen
from opd_desktop.ui.theme import theme

Key = Qt.Key


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
    wait("the visit is done", lambda: visit_of(seat))
    seat.settle()
    return [check("the visit shows as done", (visit_of(seat) or day.visit()).status is AppointmentStatus.FULFILLED)]
