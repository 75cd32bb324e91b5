"""The server crashes while desks are at work, and a desk whose clock is wrong: what was said stays true."""

import os
import signal
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, tzinfo
from pathlib import Path
from uuid import UUID

import pytest
from pytestqt.qtbot import QtBot
from sqlalchemy import URL

from opd_desktop.app import open_clinic
from opd_desktop.bench.scratch import Scratch, scratch
from opd_desktop.demo.base import PASSWORD
from opd_desktop.domain.appointment import HOLD_TIME
from opd_desktop.domain.errors import Conflict, OpdError, SlotTaken
from opd_desktop.domain.ids import uuid7
from opd_desktop.services import appointments, holds
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.appointments import BookAppointment, ChangeStatus, HoldSlots
from opd_desktop.settings import Settings
from opd_desktop.ui import desk as desk_module
from opd_desktop.ui.desk import Desk, Start
from opd_desktop.ui.drafts import Drafts
from opd_desktop.ui.theme import theme
from tests.conftest import SignIn
from tests.e2e.processes import DeskProcess, until
from tests.support import build
from tests.support.booking import check_counters
from tests.ui.conftest import flush_deleted

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def place() -> Iterator[Scratch]:
    """A server that these tests may crash."""
    with scratch() as made:
        yield made


@pytest.fixture(autouse=True)
def _running(place: Scratch) -> Iterator[None]:
    yield
    place.server.ensure_running()


def crash(place: Scratch) -> None:
    """End the server without a checkpoint, as a power cut does; the next start recovers from its log."""
    pid = place.server.pid()
    assert pid is not None
    os.kill(pid, signal.SIGQUIT)
    until("the server is gone", lambda: not place.server.is_running())


def again(clinic: Clinic, request: BookAppointment) -> UUID:
    """Book, as a desk does whose connections were cut: once more when the first is found dead."""
    for _ in range(5):
        try:
            return clinic.call(appointments.create, request).appointment.id
        except OpdError as failed:
            if not failed.code.startswith("database."):
                raise
    return clinic.call(appointments.create, request).appointment.id


def request_for(database: URL, slot: UUID, hold: UUID | None = None) -> BookAppointment:
    return BookAppointment(request_id=uuid7(), patient_id=build.patient(database), slot_ids=(slot,), hold_id=hold)


def test_a_place_that_a_desk_holds_is_held_after_a_crash(place: Scratch) -> None:
    url = place.url()
    (slot,) = build.slots(url, 1, build.tomorrow(9))
    here, there = (open_clinic(url, "reception", PASSWORD, f"Desk {n}", place.ports) for n in (1, 2))
    try:
        held = here.call(holds.hold, HoldSlots(slot_ids=(slot,)))
        crash(place)
        place.server.ensure_running()
        with pytest.raises(SlotTaken):
            again(there, request_for(url, slot))
        (hold,) = build.rows(url, "SELECT id, desk, expires_at FROM slot_hold")
        assert (hold["id"], hold["desk"], hold["expires_at"]) == (held.id, "Desk 1", held.expires_at)
        request = request_for(url, slot, held.id)
        visit = again(here, request)
        crash(place)
        place.server.ensure_running()
        assert again(here, request) == visit
        assert build.rows(url, "SELECT booked, held FROM time_slot WHERE id = :id", id=slot) == [
            {"booked": 1, "held": 0}
        ]
        check_counters(url)
    finally:
        here.close()
        there.close()


def test_what_was_booked_while_a_desk_heard_nothing_is_shown_after_a_crash(place: Scratch, tmp_path: Path) -> None:
    """The desk sleeps, its ear is cut off, somebody books, the server dies: nothing ever told the desk."""
    url = place.url()
    (slot,) = build.slots(url, 1, build.tomorrow(11))
    watching = DeskProcess(url, tmp_path, "Desk 3", [], watch=True)
    other = open_clinic(url, "reception", PASSWORD, "Desk 4", place.ports)
    try:
        until("the desk is open and connected", lambda: watching.all("ready") and True in watching.all("online"))
        watching.process.send_signal(signal.SIGSTOP)
        deaf = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'opd:Desk 3'"
        build.rows(url, deaf)
        visit = again(other, request_for(url, slot))
        crash(place)
        place.server.ensure_running()
        assert str(visit) not in watching.all("shown")
        watching.process.send_signal(signal.SIGCONT)
        until("the desk shows it", lambda: str(visit) in watching.all("shown"))
    finally:
        watching.process.send_signal(signal.SIGCONT)
        other.close()
        assert watching.end() == 0


class AnHourAhead(datetime):
    """A computer's clock that nobody set."""

    @classmethod
    def now(cls, tz: tzinfo | None = None) -> datetime:
        return datetime.now(tz) + timedelta(hours=1)


def test_the_servers_clock_decides_on_a_desk_that_is_an_hour_ahead(
    database: URL, sign_in: SignIn, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    del qtbot
    monkeypatch.setattr(desk_module, "datetime", AnHourAhead)
    start = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=5)
    running, later = build.slots(database, 2, start, minutes=30)
    clinic = sign_in("reception", desk="Desk 1")
    folder = Settings(data_dir=tmp_path, desk="Desk 1")
    desk = Desk(clinic, folder, theme(), Drafts(tmp_path, "reception", PASSWORD), Start(clinic))
    try:
        assert abs(desk.now() - datetime.now(UTC)) < timedelta(minutes=1)
        # By the desk's own clock both are over, and the patient is late enough for a no-show.
        visit = clinic.call(appointments.create, request_for(database, running)).appointment
        with pytest.raises(Conflict, match=r"appointment\.too_early_for_noshow"):
            clinic.call(appointments.no_show, ChangeStatus(id=visit.id))
        hold = clinic.call(holds.hold, HoldSlots(slot_ids=(later,)))
        assert abs(hold.expires_at - datetime.now(UTC) - HOLD_TIME) < timedelta(minutes=1)
        assert desk.now() < hold.expires_at
        (told,) = build.rows(database, "SELECT at FROM appointment_history")
        assert abs(told["at"] - datetime.now(UTC)) < timedelta(minutes=1)
    finally:
        desk.close()
        desk.deleteLater()
        flush_deleted()
