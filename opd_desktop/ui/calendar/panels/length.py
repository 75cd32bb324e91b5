"""How long a visit is: one slot, or several that follow each other."""

from collections.abc import Sequence
from uuid import UUID

from PySide6.QtWidgets import QComboBox, QWidget

from opd_desktop.services.dto.schedules import SlotDto
from opd_desktop.ui.text import minutes_text


class LengthChoice(QComboBox):
    """``15 min``, ``30 min · 2 places`` ...: as long as places are free one after the other."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runs: tuple[tuple[SlotDto, ...], ...] = ()
        self._wanted = 1

    def set_runs(self, runs: Sequence[tuple[SlotDto, ...]]) -> None:
        """Offer these, the shortest first; what was chosen stays as far as it fits."""
        self._runs = tuple(runs)
        kept = max(self.currentIndex() + 1, self._wanted)
        self.blockSignals(True)
        self.clear()
        for run in self._runs:
            text = minutes_text((run[-1].ends_at - run[0].starts_at).total_seconds() / 60)
            self.addItem(text if len(run) == 1 else self.tr("{0} · {1} slots").format(text, len(run)))
        self.setCurrentIndex(min(kept, len(self._runs)) - 1)
        self.blockSignals(False)

    def set_length(self, slots: int) -> None:
        """Take so many slots, or as many as there are."""
        self._wanted = max(slots, 1)
        if self._runs:
            self.setCurrentIndex(min(self._wanted, len(self._runs)) - 1)

    def chosen(self, otherwise: SlotDto | None = None) -> tuple[SlotDto, ...]:
        """The slots of the visit, in order; without any, just ``otherwise``."""
        row = self.currentIndex()
        if 0 <= row < len(self._runs):
            return self._runs[row]
        return (otherwise,) if otherwise is not None else ()

    def slot_ids(self) -> tuple[UUID, ...]:
        """Their ids."""
        return tuple(slot.id for slot in self.chosen())
