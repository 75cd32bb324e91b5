"""State of the outbox and what a person can do with it; no widgets."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from opd_desktop.domain.permissions import Permission
from opd_desktop.services import communications
from opd_desktop.services.dto.communications import (
    CommunicationDto,
    CommunicationStatus,
    ListCommunications,
    ResolveUnknown,
    SendCommunication,
)
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.loading import Loader
from opd_desktop.ui.messages.words import needs_look
from opd_desktop.ui.tasks import Failed

Kind = Literal["all", "look", "waiting", "sent", "received"]
#: What a filter asks the service for; empty = everything.
STATUSES: dict[str, tuple[CommunicationStatus, ...]] = {
    "all": (),
    "look": ("unknown", "failed"),
    "waiting": ("queued", "sending"),
    "sent": ("sent", "delivered", "read"),
    "received": ("received",),
}
_PAGE = 200
_MOST = 2000


@dataclass(frozen=True)
class MessagesState:
    """What is shown: ``messages`` None = not loaded yet."""

    messages: tuple[CommunicationDto, ...] | None = None
    kind: Kind = "all"
    channel: str | None = None
    limit: int = _PAGE
    more: bool = False


class MessagesPresenter(QObject):
    """Lists messages, settles those in trouble, queues new ones.

    Attributes:
        state_changed: a new `MessagesState`.
    """

    state_changed = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._list = Loader(desk, communications.list_, self)
        self.state = MessagesState()

    def _set(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.state_changed.emit(self.state)

    def load(self) -> None:
        """Read the list again."""
        request = ListCommunications(
            facility_id=self._desk.facility.id,
            status=STATUSES[self.state.kind],
            channel=self.state.channel,
            limit=self.state.limit,
        )
        self._list.load(request, self._loaded)

    def _loaded(self, found: tuple[CommunicationDto, ...]) -> None:
        kept = found if self.state.kind != "look" else tuple(one for one in found if needs_look(one))
        self._set(messages=kept, more=len(found) == self.state.limit < _MOST)

    def choose_kind(self, kind: Kind) -> None:
        """Show messages in other states."""
        self._set(kind=kind, limit=_PAGE)
        self.load()

    def choose_channel(self, channel: str | None) -> None:
        """Show the messages of one channel, or of all."""
        self._set(channel=channel, limit=_PAGE)
        self.load()

    def older(self) -> None:
        """Show more of the past."""
        self._set(limit=min(self.state.limit * 2, _MOST))
        self.load()

    def find(self, message_id: UUID) -> CommunicationDto | None:
        """A message on the list."""
        return next((one for one in self.state.messages or () if one.id == message_id), None)

    def resolve(
        self,
        message: CommunicationDto,
        status: Literal["sent", "queued", "failed"],
        done: Callable[[CommunicationDto], None],
        failed: Failed,
    ) -> None:
        """Say what became of a message, or send it again."""
        request = ResolveUnknown(id=message.id, row_version=message.row_version, status=status)

        def settled(result: CommunicationDto) -> None:
            texts = {
                "sent": self.tr("Message to {0} settled as sent"),
                "queued": self.tr("Message to {0} will be sent again"),
                "failed": self.tr("Message to {0} settled as not sent"),
            }
            self._desk.toast(texts[status].format(result.patient_name))
            self.load()
            done(result)

        def refused(error: BaseException) -> None:
            self.load()
            failed(error)

        self._desk.write(self, communications.resolve, request, settled, refused)

    def send(self, request: SendCommunication, done: Callable[[CommunicationDto], None], failed: Failed) -> None:
        """Queue a message."""

        def queued(message: CommunicationDto) -> None:
            self._desk.toast(self.tr("Message to {0} is on its way").format(message.patient_name))
            self.load()
            done(message)

        self._desk.write(self, communications.create, request, queued, failed)

    def channels(self) -> tuple[str, ...]:
        """The channels that are set up here; the desk always is."""
        names = {channel.name for channel in self._desk.clinic.ports.channels}
        return ("desk", *sorted(names - {"desk"}))

    def may(self, permission: Permission) -> bool:
        """Whether the signed-in person has a right."""
        return self._desk.actor.may(permission)
