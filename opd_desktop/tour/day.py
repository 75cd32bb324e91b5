"""The windows of the clinic over one day, and what its steps share."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt

from opd_desktop.demo.base import PASSWORD
from opd_desktop.services import appointments, communications, journey_instances
from opd_desktop.services.dto.appointments import AppointmentDto
from opd_desktop.services.dto.common import ById
from opd_desktop.services.dto.communications import ListCommunications
from opd_desktop.services.dto.journeys import ListInstances
from opd_desktop.tour.driver import Hands, Seat, StepFailed, wait
from opd_desktop.ui.application import Application
from opd_desktop.ui.calendar.view import CalendarScreen

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
    """The calendar of a seat that has visited it."""
    screen = seat.frame.screen("calendar")
    if not isinstance(screen, CalendarScreen):
        raise StepFailed("no calendar")
    return screen


def visit_of(seat: Seat) -> AppointmentDto | None:
    """The patient's visit as the calendar of a seat shows it."""
    plan = calendar_of(seat).agenda.plan
    visits = [stop.visit for stop in plan.stops if stop.visit is not None] if plan else []
    return next((visit for visit in visits if visit.patient_name == PATIENT), None)
