"""State of the journeys board and what a person can do with it; no widgets."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Literal
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from opd_desktop.domain.permissions import Permission
from opd_desktop.services import communications, journey_instances, journeys
from opd_desktop.services.dto.common import ById
from opd_desktop.services.dto.communications import CommunicationDto, ListCommunications
from opd_desktop.services.dto.journeys import (
    AdvanceInstance,
    Board,
    BoardColumn,
    BoardRequest,
    CreateInstance,
    InstanceDto,
    InstanceStory,
    JourneyDto,
    ListJourneys,
    PatchInstance,
)
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.journeys.words import Words
from opd_desktop.ui.loading import Loader
from opd_desktop.ui.tasks import Failed

Moved = Callable[[InstanceDto], None]
Order = Literal["overdue", "visit", "longest"]
_FAR = datetime.max.replace(tzinfo=UTC)
_SORT: dict[str, Callable[[InstanceDto], Any]] = {
    "overdue": lambda c: (not c.overdue, not c.at_risk, c.stage_due_at or _FAR, c.stage_entered_at),
    "visit": lambda c: (c.appointment_at or _FAR, c.stage_entered_at),
    "longest": lambda c: c.stage_entered_at,
}


@dataclass(frozen=True)
class JourneysState:
    """What is shown: ``board`` None = not loaded yet; ``definition_id`` None = the journey that bookings start."""

    board: Board | None = None
    definitions: tuple[JourneyDto, ...] = ()
    definition_id: UUID | None = None
    practitioner_id: UUID | None = None
    order: Order = "overdue"
    text: str = ""

    @cached_property
    def columns(self) -> tuple[BoardColumn, ...]:
        """The columns with the cards to show, in order; journeys that have ended come last, newest first."""
        if self.board is None:
            return ()
        return tuple(one.model_copy(update={"cards": self._cards(one)}) for one in self.board.columns)

    def _cards(self, column: BoardColumn) -> tuple[InstanceDto, ...]:
        words = self.text.casefold().split()
        found = [
            card
            for card in column.cards
            if not words or all(w in f"{card.patient_name} {card.practitioner_name}".casefold() for w in words)
        ]
        live = sorted((card for card in found if card.state == "active"), key=_SORT[self.order])
        return (*live, *(card for card in found if card.state != "active"))

    @property
    def oldest_overdue(self) -> datetime | None:
        """When the stage that is overdue longest was due."""
        cards = (card for column in self.columns for card in column.cards if card.overdue and card.stage_due_at)
        return min((card.stage_due_at for card in cards if card.stage_due_at), default=None)

    @property
    def is_empty(self) -> bool:
        """Whether nobody is on the journey, whatever is typed into the search box."""
        return self.board is not None and not any(column.count for column in self.board.columns)


class JourneysPresenter(QObject):
    """Loads the board and the stories, moves and cancels.

    Attributes:
        state_changed: a new `JourneysState`.
    """

    state_changed = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._board = Loader(desk, journey_instances.board, self)
        self._definitions = Loader(desk, journeys.list_, self)
        self._story = Loader(desk, journey_instances.get, self)
        self._messages = Loader(desk, communications.list_, self)
        mine = desk.actor.practitioner_id
        self.state = JourneysState(practitioner_id=mine)

    def _set(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]
        self.state_changed.emit(self.state)

    def load(self) -> None:
        """The board, and the definitions to choose from."""
        request = BoardRequest(
            facility_id=self._desk.facility.id,
            definition_id=self.state.definition_id,
            practitioner_id=self.state.practitioner_id,
        )
        self._board.load(request, lambda board: self._set(board=board))
        self._definitions.load(ListJourneys(status=("published",)), lambda found: self._set(definitions=found))

    def choose_definition(self, definition_id: UUID | None) -> None:
        """Show another journey."""
        self._set(definition_id=definition_id)
        self.load()

    def choose_practitioner(self, practitioner_id: UUID | None) -> None:
        """Show one doctor's patients, or all."""
        self._set(practitioner_id=practitioner_id)
        self.load()

    def sort(self, order: Order) -> None:
        """Put the cards into another order."""
        self._set(order=order)

    def search(self, text: str) -> None:
        """Show the cards whose patient or doctor fits."""
        if text.strip() != self.state.text:
            self._set(text=text.strip())

    def words(self) -> Words:
        """Words for the cards as of now."""
        definition = self.state.board.definition if self.state.board else None
        return Words.of(definition, self._desk.zone, self._desk.now())

    def story(self, instance_id: UUID, done: Callable[[InstanceStory], None], failed: Failed | None = None) -> None:
        """Everything about one journey."""
        self._story.load(ById(id=instance_id), done, failed)

    def messages(self, instance_id: UUID, done: Callable[[tuple[CommunicationDto, ...]], None]) -> None:
        """The messages of one journey; nothing for who may not read messages."""
        if self.may(Permission.MESSAGE_READ):
            self._messages.load(ListCommunications(journey_instance_id=instance_id), done)

    def stages(self, instance: InstanceDto, done: Callable[[JourneyDto], None]) -> None:
        """The definition that a journey runs on, for the choice of stages."""
        self._desk.read(self, "definition", journeys.get, ById(id=instance.definition_id), done)

    def advance(self, instance: InstanceDto, stage: str | None, why: str, done: Moved, failed: Failed) -> None:
        """Move a patient on; ``stage`` None is the next one."""
        request = AdvanceInstance(id=instance.id, row_version=instance.row_version, stage=stage, why=why)

        def told(moved: InstanceDto) -> None:
            text = self.tr("{patient} is now in {stage}")
            self._desk.toast(text.format(patient=moved.patient_name, stage=moved.stage_name))
            self.load()
            done(moved)

        self._desk.write(self, journey_instances.advance, request, told, failed)

    def cancel(self, instance: InstanceDto, why: str, done: Moved, failed: Failed) -> None:
        """End a journey early."""
        request = PatchInstance(id=instance.id, row_version=instance.row_version, state="cancelled", why=why)

        def told(ended: InstanceDto) -> None:
            text = self.tr("Journey of {0} cancelled; nothing more will be sent for it")
            self._desk.toast(text.format(ended.patient_name))
            self.load()
            done(ended)

        self._desk.write(self, journey_instances.patch, request, told, failed)

    def start(self, definition_id: UUID, patient_id: UUID, done: Callable[[InstanceDto], None], failed: Failed) -> None:
        """Put a patient on a journey by hand."""
        request = CreateInstance(
            definition_id=definition_id, patient_id=patient_id, facility_id=self._desk.facility.id
        )  # fmt: skip
        self._desk.write(self, journey_instances.create, request, done, failed)

    def may(self, permission: Permission) -> bool:
        """Whether the signed-in person has a right."""
        return self._desk.actor.may(permission)
