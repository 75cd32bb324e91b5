"""What tests of journeys, messages, tickets and reports share: cards built by hand, what the person was told."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import URL

from opd_desktop.demo.base import CITY
from opd_desktop.domain.ids import uuid7
from opd_desktop.services import journey_instances, journeys
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.common import UndoDto
from opd_desktop.services.dto.journeys import CreateInstance, InstanceDto, ListJourneys, StepDto
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.words import error_text
from tests.support import journeys as support

NOW = datetime(2026, 11, 24, 4, 30, tzinfo=UTC)


class Told:
    """What the person was told, in place of the frame; and where the screen wanted to go."""

    def __init__(self, desk: Desk) -> None:
        self.texts: list[str] = []
        self.gone: list[tuple[str, object]] = []
        desk.show_on(self)
        desk.requested.connect(lambda screen, argument: self.gone.append((screen, argument)))

    def show_toast(self, text: str, undo: UndoDto | None) -> None:
        del undo
        self.texts.append(text)

    def show_failure(self, error: BaseException) -> None:
        self.texts.append(error_text(error))


class Lists:
    """A screen with lists at work, with what a test wants to do to it."""

    def __init__(self, qtbot: QtBot, screen: Any) -> None:
        self.qtbot = qtbot
        self.screen = screen
        self.told = Told(screen.desk)

    def settle(self) -> None:
        """Wait until nothing is under way."""
        self.qtbot.waitUntil(lambda: self.screen.desk.tasks.idle, timeout=10_000)

    def until(self, holds: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(holds()), timeout=10_000)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """A key where the keyboard is."""
        self.qtbot.keyClick(self.screen.window().focusWidget() or self.screen, key, modifier)

    def show(self, kind: str) -> None:
        """Choose what is listed."""
        button = next(b for b in self.screen.kinds.findChildren(QPushButton) if b.accessibleName() == f"Show: {kind}")
        self.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        self.settle()


def card(name: str = "Meena Patil", **fields: Any) -> InstanceDto:
    """A card as the board gets it, one day into its stage."""
    values: dict[str, Any] = {
        "id": uuid7(), "definition_id": uuid7(), "definition_name": "OPD visit", "patient_id": uuid7(),
        "patient_name": name, "practitioner_name": "Dr Mehta", "facility_id": CITY, "appointment_id": uuid7(),
        "appointment_at": NOW + timedelta(hours=2), "appointment_status": "booked", "stage": "booked",
        "stage_name": "Booked", "state": "active", "stage_entered_at": NOW - timedelta(days=1), "stage_due_at": None,
        "overdue": False, "at_risk": False, "next_step": None, "last_message_status": None,
        "last_message_channel": None, "last_message_at": None, "row_version": 1,
    }  # fmt: skip
    return InstanceDto.model_validate(values | fields)


def step(key: str = "booked/reminder", **fields: Any) -> StepDto:
    """A step that waits."""
    values: dict[str, Any] = {
        "id": uuid7(), "step_key": key, "kind": "message", "due_at": NOW + timedelta(hours=8), "state": "ready",
        "attempts": 0, "reason": "",
    }  # fmt: skip
    return StepDto.model_validate(values | fields)


def start_journey(manager: Clinic, url: URL, name: str, key: str = "opd-visit", *, days: int = 3) -> InstanceDto:
    """A patient with a visit (in ``days``) on the shipped journey ``key``."""
    patient = support.patient(url, name)
    visit = None
    if key == "opd-visit":
        taken = support.rows(url, "SELECT count(*) AS n FROM time_slot")[0]["n"]
        hour = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
        visit = support.appointment(url, patient, hour + timedelta(days=days, minutes=15 * taken))
    found = manager.call(journeys.list_, ListJourneys(status=("published",)))
    definition = next(one.id for one in found if one.key == key)
    return manager.call(
        journey_instances.create,
        CreateInstance(definition_id=definition, patient_id=patient, facility_id=CITY, appointment_id=visit),
    )


def change(url: URL, sql: str, **params: object) -> None:
    """Write as the owner."""
    support.rows(url, f"{sql} RETURNING 1 AS done", **params)


def fail_message(url: URL, message_id: UUID, status: str, error: str) -> None:
    """Give a message the fate that only the sender gives."""
    change(url, "UPDATE communication SET status = 'sending' WHERE id = :id", id=message_id)
    change(
        url, "UPDATE communication SET status = :status, error = :error WHERE id = :id", status=status, error=error,
        id=message_id,
    )  # fmt: skip


@contextmanager
def settled(qtbot: QtBot, desk: Desk) -> Iterator[None]:
    """After the block, wait until nothing is under way."""
    yield
    qtbot.waitUntil(lambda: desk.tasks.idle, timeout=10_000)
