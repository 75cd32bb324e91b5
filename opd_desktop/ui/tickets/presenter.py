"""State of the tickets screen and what a person can do with it; no widgets."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cached_property
from typing import Any, Literal
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from opd_desktop.services import tickets
from opd_desktop.services.dto.common import ById
from opd_desktop.services.dto.tickets import (
    AssigneeDto,
    CreateTicket,
    ListAssignees,
    ListTickets,
    PatchTicket,
    TicketDto,
    TicketStatus,
)
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.loading import Loader
from opd_desktop.ui.tasks import Failed
from opd_desktop.ui.tickets.words import PRIORITIES, is_open, is_overdue

Kind = Literal["open", "mine", "overdue", "done"]
Order = Literal["due", "priority", "newest"]
_OPEN: tuple[TicketStatus, ...] = ("open", "pending")
_DONE: tuple[TicketStatus, ...] = ("resolved", "closed")
_MOST = 2000
_NEVER = datetime.min.replace(tzinfo=UTC)
_FAR = datetime.max.replace(tzinfo=UTC)
_SORT: dict[str, Callable[[TicketDto], Any]] = {
    "due": lambda t: (t.due_at or _FAR, t.number),
    "priority": lambda t: (PRIORITIES.index(t.priority), t.due_at or _FAR, t.number),
    "newest": lambda t: -t.number,
}


@dataclass(frozen=True)
class TicketsState:
    """What is shown.

    Attributes:
        found: open tickets, or the finished ones with ``kind`` done; None = not loaded yet.
        me: the staff id of the signed-in person, for "mine".
        now: the moment at which they were loaded, for what is overdue.
    """

    found: tuple[TicketDto, ...] | None = None
    kind: Kind = "open"
    order: Order = "due"
    priority: str | None = None
    me: UUID | None = None
    now: datetime = _NEVER
    assignees: tuple[AssigneeDto, ...] = ()

    @cached_property
    def tickets(self) -> tuple[TicketDto, ...]:
        """What to list, in order."""
        kept = [ticket for ticket in self.found or () if self._wanted(ticket)]
        if self.kind == "done":
            return tuple(sorted(kept, key=lambda t: t.resolved_at or t.created_at, reverse=True))
        return tuple(sorted(kept, key=_SORT[self.order]))

    def _wanted(self, ticket: TicketDto) -> bool:
        if self.priority is not None and ticket.priority != self.priority:
            return False
        if self.kind == "mine":
            return ticket.assignee_id == self.me
        return self.kind != "overdue" or is_overdue(ticket, self.now)


class TicketsPresenter(QObject):
    """Lists tickets, opens new ones, assigns, answers, resolves.

    Attributes:
        state_changed: a new `TicketsState`.
    """

    state_changed = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._list = Loader(desk, tickets.list_, self)
        self._one = Loader(desk, tickets.get, self)
        self._staff = Loader(desk, tickets.assignees, self)
        self.state = TicketsState(me=desk.actor.staff_id, now=desk.now())

    def _set(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.state_changed.emit(self.state)

    def load(self) -> None:
        """The list and who may be given tickets."""
        here = self._desk.facility.id
        self._staff.load(ListAssignees(facility_id=here), lambda found: self._set(assignees=found))
        self.load_list()

    def load_list(self) -> None:
        """The list: open tickets, or the finished ones."""
        status = _DONE if self.state.kind == "done" else _OPEN
        request = ListTickets(facility_id=self._desk.facility.id, status=status, limit=_MOST)
        self._list.load(request, lambda found: self._set(found=found, now=self._desk.now()))

    def choose_kind(self, kind: Kind) -> None:
        """Show other tickets."""
        reload = (kind == "done") != (self.state.kind == "done")
        self._set(kind=kind, **({"found": None} if reload else {}))
        self.load()

    def choose_priority(self, priority: str | None) -> None:
        """Show the tickets of one priority, or all."""
        self._set(priority=priority)

    def sort(self, order: Order) -> None:
        """Put the list into another order."""
        self._set(order=order)

    def find(self, ticket_id: UUID) -> TicketDto | None:
        """A ticket on the list."""
        return next((one for one in self.state.tickets if one.id == ticket_id), None)

    def read(self, ticket_id: UUID, done: Callable[[TicketDto], None], failed: Failed | None = None) -> None:
        """One ticket with its thread."""
        self._one.load(ById(id=ticket_id), done, failed)

    def create(self, request: CreateTicket, done: Callable[[TicketDto], None], failed: Failed) -> None:
        """Open a ticket."""

        def opened(ticket: TicketDto) -> None:
            self._desk.toast(self.tr("Ticket {0} opened").format(ticket.number))
            self.load()
            done(ticket)

        self._desk.write(self, tickets.create, request, opened, failed)

    def patch(self, request: PatchTicket, done: Callable[[TicketDto], None], failed: Failed) -> None:
        """Change a ticket, or add to its thread."""

        def changed(ticket: TicketDto) -> None:
            if request.status is not None:
                texts = {
                    "open": self.tr("Ticket {0} is open again"),
                    "pending": self.tr("Ticket {0} waits for somebody else"),
                    "resolved": self.tr("Ticket {0} resolved"),
                    "closed": self.tr("Ticket {0} closed"),
                }
                self._desk.toast(texts[request.status].format(ticket.number))
            self.load()
            done(ticket)

        def refused(error: BaseException) -> None:
            self.load()
            failed(error)

        self._desk.write(self, tickets.patch, request, changed, refused)

    def may_take(self, ticket: TicketDto) -> bool:
        """Whether the signed-in person can make it theirs."""
        return is_open(ticket) and self.state.me is not None and ticket.assignee_id != self.state.me
