"""A desk as a process of its own, for tests that kill it: books one slot after the other through a real `Desk`.

Reads one JSON object from the first line of standard input: ``url``, ``login``, ``desk``, ``folder``, ``jobs`` (pairs
of patient and slot id), ``hold`` (slots to hold first), ``watch``. Prints a JSON line for every confirmed booking
(``booked``), refusal (``refused``), hold (``held``), set of events heard (``heard``), change of the connection
(``online``) and, if it watches, visit that newly came to its list (``shown``). Ends when standard input does, or
with code 1 at an error that nobody caught.
"""

import json
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication
from sqlalchemy import make_url

from opd_desktop.app import make_ports, open_clinic
from opd_desktop.demo.base import PASSWORD
from opd_desktop.domain.errors import OpdError
from opd_desktop.domain.ids import uuid7
from opd_desktop.services import appointments, holds
from opd_desktop.services.dto.appointments import (
    AppointmentDto,
    BookAppointment,
    Booked,
    HoldDto,
    HoldSlots,
    ListAppointments,
)
from opd_desktop.services.dto.common import Page
from opd_desktop.settings import Settings
from opd_desktop.ui.desk import Desk, Start
from opd_desktop.ui.drafts import Drafts
from opd_desktop.ui.theme import theme


def say(**what: object) -> None:
    print(json.dumps(what, default=str), flush=True)


class Script(QObject):
    """Books its jobs in order; a refused one is told and left."""

    over = Signal()

    def __init__(self, desk: Desk, jobs: list[list[str]]) -> None:
        super().__init__()
        self._desk = desk
        self._jobs = iter(jobs)
        self._shown: set[str] = set()
        desk.changed.connect(lambda names: say(heard=sorted(names)))
        desk.online_changed.connect(lambda online: say(online=online))

    def begin(self, hold: list[str]) -> None:
        """Hold what is to be held, then book."""
        if hold:
            request = HoldSlots.model_validate({"slot_ids": hold})
            self._desk.write(self, holds.hold, request, self._held, self._refused)
        else:
            self.next()

    def watch(self) -> None:
        """Keep the list of booked visits up to date from now on, only when told of a change."""
        self._desk.changed.connect(self._load)

    def _load(self) -> None:
        self._desk.read(self, "list", appointments.list_, ListAppointments(), self._show)

    def _show(self, listed: Page[AppointmentDto]) -> None:
        for visit in listed.items:
            if str(visit.id) not in self._shown:
                self._shown.add(str(visit.id))
                say(shown=visit.id)

    def _held(self, held: HoldDto) -> None:
        say(held=held.id)
        self.next()

    def next(self) -> None:
        job = next(self._jobs, None)
        if job is None:
            say(done=True)
            return
        patient, slot = job
        request = BookAppointment.model_validate({"request_id": uuid7(), "patient_id": patient, "slot_ids": [slot]})
        self._desk.write(self, appointments.create, request, self._booked, self._refused)

    def _booked(self, result: Booked) -> None:
        say(booked=result.appointment.id)
        self.next()

    def _refused(self, error: BaseException) -> None:
        say(refused=error.code if isinstance(error, OpdError) else repr(error))
        self.next()


def _end_at_error(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    sys.__excepthook__(kind, error, trace)
    QApplication.exit(1)


def main() -> int:
    told: dict[str, Any] = json.loads(sys.stdin.readline())
    application = QApplication([])
    sys.excepthook = _end_at_error
    folder = Path(told["folder"])
    settings = Settings(data_dir=folder, desk=told["desk"])
    clinic = open_clinic(make_url(told["url"]), told["login"], PASSWORD, told["desk"], make_ports(settings))
    desk = Desk(clinic, settings, theme(), Drafts(folder, told["login"], PASSWORD), Start(clinic))
    script = Script(desk, told["jobs"])
    script.over.connect(application.quit)
    threading.Thread(target=lambda: (sys.stdin.read(), script.over.emit()), daemon=True).start()
    if told["watch"]:
        script.watch()
    say(ready=True)
    script.begin(told["hold"])
    code = application.exec()
    desk.close()
    return code


if __name__ == "__main__":
    raise SystemExit(main())
