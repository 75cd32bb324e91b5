"""Keeping what is typed in a panel on this computer, a moment after typing pauses."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer

from opd_desktop.ui.drafts import Drafts

_PAUSE_MS = 400


class DraftSaver(QObject):
    """Saves under one key while there is something typed; nothing typed leaves an older draft alone."""

    def __init__(self, drafts: Drafts, key: str, values: Callable[[], dict[str, Any] | None], parent: QObject) -> None:
        super().__init__(parent)
        self._drafts, self._key, self._values = drafts, key, values
        self._over = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self.save)

    def typed(self) -> None:
        """Something was typed: save when typing pauses."""
        if not self._over:
            self._timer.start()

    def save(self) -> None:
        """Save now."""
        self._timer.stop()
        values = None if self._over else self._values()
        if values is not None:
            self._drafts.put(self._key, values)

    def found(self) -> dict[str, Any] | None:
        """What was kept."""
        return self._drafts.get(self._key)

    def drop(self) -> None:
        """It is done: nothing is kept any more."""
        self._over = True
        self._timer.stop()
        self._drafts.drop(self._key)

    def close(self) -> None:
        """The panel goes: keep what was typed for the next time."""
        self.save()
        self._over = True
