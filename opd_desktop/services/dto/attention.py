"""What waits for somebody: the numbers at the rail and in the status bar."""

from datetime import datetime
from uuid import UUID

from opd_desktop.services.dto.common import Dto, Request


class AttentionRequest(Request):
    facility_id: UUID


class BusiestQueue(Dto):
    """The queue in which most people wait, and for how many minutes the first of them has."""

    practitioner_name: str
    waiting: int
    longest_minutes: float


class Attention(Dto):
    """What waits at a facility; zero and None for what the person's role doesn't see to.

    Attributes:
        now: the server's time of counting.
        waiting: people who wait or were skipped, in a practitioner's own queue, or for anybody else in all.
        messages: messages of which nobody knows whether they arrived, or that failed and nobody has settled.
        tickets: open tickets whose time is over.
    """

    now: datetime
    waiting: int = 0
    busiest: BusiestQueue | None = None
    messages: int = 0
    tickets: int = 0
