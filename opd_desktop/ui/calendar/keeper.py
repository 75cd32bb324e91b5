"""Holding places while a booking is being typed."""

from collections.abc import Callable
from uuid import UUID

from PySide6.QtCore import QObject, Signal

from opd_desktop.services import holds
from opd_desktop.services.dto.appointments import HoldDto, HoldSlots, ReleaseHold
from opd_desktop.ui.desk import Desk


class HoldKeeper(QObject):
    """Keeps at most one hold; what comes too late, after a release or another wish, is given back.

    It outlives the panel that it serves, since a hold may be granted when the panel is gone already.

    Attributes:
        taken: the `HoldDto` that was granted.
        refused: why the places can't be held.
    """

    taken = Signal(object)
    refused = Signal(object)

    def __init__(self, desk: Desk, changed: Callable[[], None], parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._changed = changed
        self._wish = 0
        self._held: HoldDto | None = None

    @property
    def hold(self) -> HoldDto | None:
        """What is held now; None when nothing is, or when its time is over."""
        if self._held is not None and self._held.expires_at <= self._desk.now():
            return None
        return self._held

    def lapsed(self) -> bool:
        """Whether a hold was granted and has run out."""
        return self._held is not None and self.hold is None

    def take(self, slot_ids: tuple[UUID, ...]) -> None:
        """Hold these places instead of those held before."""
        self.give_back()
        self._wish += 1
        wish = self._wish

        def granted(hold: HoldDto) -> None:
            if wish != self._wish:
                self._release(hold)
                return
            self._held = hold
            self.taken.emit(hold)
            self._changed()

        def refused(error: BaseException) -> None:
            if wish == self._wish:
                self.refused.emit(error)

        self._desk.write(self, holds.hold, HoldSlots(slot_ids=slot_ids), granted, refused)

    def give_back(self) -> None:
        """Free what is held, and what was asked for and not granted yet."""
        self._wish += 1
        held, self._held = self._held, None
        if held is not None:
            self._release(held)

    def used(self) -> None:
        """The booking took the hold with it."""
        self._wish += 1
        self._held = None

    def _release(self, hold: HoldDto) -> None:
        # A hold that ended by itself, or that can't be reached now, frees itself within three minutes.
        self._desk.write(
            self, holds.release, ReleaseHold(id=hold.id), lambda _done: self._changed(), lambda _error: None
        )
