"""The one job that the scribe does for the visit on screen; a newer one takes its place."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Signal

from opd_desktop.ui.scribe_process import ScribeJob


class WorkInHand(QObject):
    """Follows a `ScribeJob` until it is done, fails or is given up; what comes of an older one is not told.

    Attributes:
        went_on: the share that is done, 0 to 1.
        restarted: the process died and is tried again; which try it is.
        failed: the error of the job.
    """

    went_on = Signal(float)
    restarted = Signal(int)
    failed = Signal(object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._job: ScribeJob | None = None

    @property
    def any(self) -> bool:
        """Something is under way."""
        return self._job is not None

    def follow(self, job: ScribeJob, done: Callable[[Any], None]) -> None:
        """From now on this job; ``done`` gets its result."""
        self._job = job
        job.progressed.connect(lambda share: self.went_on.emit(share) if self._job is job else None)
        job.restarted.connect(lambda count: self.restarted.emit(count) if self._job is job else None)

        def finished(result: Any) -> None:
            if self._job is job:
                self._job = None
                done(result)

        def failed(error: BaseException) -> None:
            if self._job is job:
                self._job = None
                self.failed.emit(error)

        job.done.connect(finished)
        job.failed.connect(failed)

    def cancel(self) -> None:
        """Give it up; ``failed`` tells when it has stopped."""
        if self._job is not None:
            self._job.cancel()

    def abandon(self) -> None:
        """Give it up and hear no more of it."""
        job, self._job = self._job, None
        if job is not None:
            job.cancel()
