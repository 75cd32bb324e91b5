"""What waits for somebody, kept up to date for the rail and the status bar."""

from PySide6.QtCore import QObject, QTimer, Signal

from opd_desktop.services import attention
from opd_desktop.services.dto.attention import Attention, AttentionRequest
from opd_desktop.ui.changes import Happened
from opd_desktop.ui.clock import ticks
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.loading import Loader

#: The window is painted and its first screen has asked before this does.
_SOON_MS = 150
#: Waits grow and tickets become overdue by the clock alone.
_POLL_MS = 30_000
_WATCHES = ("Queue.", "Appointment.", "Encounter.", "Communication.", "Ticket.")


class AttentionFeed(QObject):
    """Counts soon after it is made, after what happens, and now and then; each answer sets the desk's clock.

    Attributes:
        counted: an `Attention`.
    """

    counted = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._loader = Loader(desk, attention.read, self)
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON_MS)
        self._soon.timeout.connect(self._count)
        self._poll = QTimer(self)
        self._poll.setInterval(_POLL_MS)
        self._poll.timeout.connect(self._count)
        self._poll.start()
        desk.changed.connect(self._on_changed)
        desk.facility_changed.connect(self._soon.start)
        self._soon.start()

    def _on_changed(self, happened: Happened) -> None:
        if not happened or any(name.startswith(_WATCHES) for name in happened):
            self._soon.start()

    def _count(self) -> None:
        if self._desk.online:
            request, asked = AttentionRequest(facility_id=self._desk.facility.id), ticks()
            self._loader.load(request, lambda found: self._counted(found, asked), self._ignore)

    def _counted(self, found: Attention, asked: float) -> None:
        self._desk.clock.hear(found.now, asked)
        self.counted.emit(found)

    def _ignore(self, error: BaseException) -> None:
        """The screens tell errors; a figure that can't be had is left as it is."""
