"""A lane: one thread that does one kind of work while there is any, then sleeps until it is woken."""

import logging
import threading
from collections.abc import Callable

from opd_desktop.domain.errors import OpdError, ServiceUnavailable
from opd_desktop.services.bug_trace import trace

log = logging.getLogger(__name__)

_LONGEST_WAIT_S = 30.0


class Lane:
    """Runs ``work`` in a thread of its own, again as long as it returns True.

    An error never ends the lane: it is logged, and the lane tries again after a wait that grows to half a minute.
    """

    def __init__(self, name: str, work: Callable[[], bool]) -> None:
        self.name = name
        self._work = work
        self._wake = threading.Event()
        self._stop = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self) -> None:
        """Start the thread, or a new one if it is gone."""
        if not self.is_alive():
            self._thread = threading.Thread(target=self._run, name=f"worker-{self.name}", daemon=True)
            self._thread.start()

    def is_alive(self) -> bool:
        """Whether the thread runs."""
        return self._thread is not None and self._thread.is_alive()

    def wake(self) -> None:
        """There may be something to do."""
        self._wake.set()

    def stop(self, timeout_s: float = 30) -> bool:
        """Finish the piece of work at hand and end; whether it did in time."""
        self._stop.set()
        self._wake.set()
        if self._thread is not None:
            self._thread.join(timeout_s)
        return not self.is_alive()

    def _run(self) -> None:
        wait = 0.5
        while not self._stop.is_set():
            self._wake.clear()
            try:
                while not self._stop.is_set() and self._work():
                    pass
                wait = 0.5
            except ServiceUnavailable as down:
                log.warning("%s: %s", self.name, down.code)
                wait = self._pause(wait)
                continue
            except OpdError as refused:
                log.error("%s: %s", self.name, refused.code)
                wait = self._pause(wait)
                continue
            except Exception as bug:
                log.error("%s failed: %s", self.name, trace(bug))
                wait = self._pause(wait)
                continue
            self._wake.wait()

    def _pause(self, seconds: float) -> float:
        self._stop.wait(seconds)
        return min(seconds * 2, _LONGEST_WAIT_S)
