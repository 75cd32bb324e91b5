"""Work off the GUI thread: one ordered write lane, parallel reads of which only the newest answer counts.

Python's executors rather than ``QThreadPool``: they can be joined, their threads have names, and Python knows
them (docs/adr/0007).
"""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Signal, Slot

Result = TypeVar("Result")
Done = Callable[[Any], None]
Failed = Callable[[BaseException], None]

_READERS = 4


class TaskRunner(QObject):
    """Runs callables on threads and brings their results back to the GUI thread.

    A result is dropped when its owner is gone, or when a newer read with the same owner and key was asked for.
    """

    busy_changed = Signal(bool)
    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._readers = ThreadPoolExecutor(_READERS, thread_name_prefix="desk-read")
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="desk-write")
        self._newest: dict[tuple[int, str], object] = {}
        self._running = 0
        self._closed = False
        self._finished.connect(self._deliver)

    @property
    def idle(self) -> bool:
        """Nothing is under way and every result has been handed over."""
        return self._running == 0

    def read(
        self, owner: QObject, key: str, work: Callable[[], Result], done: Callable[[Result], None], failed: Failed
    ) -> None:
        """Run ``work`` beside others; ``done`` or ``failed`` follow in the GUI thread."""
        token = object()
        self._newest[id(owner), key] = token
        self._submit(self._readers, _Task(owner, key, token, done, failed), work)

    def write(self, owner: QObject, work: Callable[[], Result], done: Callable[[Result], None], failed: Failed) -> None:
        """Run ``work`` after all writes before it."""
        self._submit(self._writer, _Task(owner, "", None, done, failed), work)

    def _submit(self, lane: ThreadPoolExecutor, task: "_Task", work: Callable[[], Any]) -> None:
        if self._closed:
            return
        self._running += 1
        if self._running == 1:
            self.busy_changed.emit(True)
        future = lane.submit(work)
        future.add_done_callback(lambda finished: self._hand_over(task, finished))

    def _hand_over(self, task: "_Task", future: "Future[Any]") -> None:
        task.future = future
        try:
            self._finished.emit(task)
        except RuntimeError:
            return  # the runner was destroyed while the work was under way

    @Slot(object)
    def _deliver(self, task: "_Task") -> None:
        self._running -= 1
        if not self._running:
            self.busy_changed.emit(False)
        if self._closed or not shiboken6.isValid(task.owner) or task.future is None or task.future.cancelled():
            return
        if task.token is not None:
            slot = (id(task.owner), task.key)
            if self._newest.get(slot) is not task.token:
                return
            del self._newest[slot]
        error = task.future.exception()
        if error is not None:
            task.failed(error)
        else:
            task.done(task.future.result())

    def close(self) -> None:
        """Finish the writes that were asked for, drop the reads, and end the threads."""
        self._closed = True
        self._readers.shutdown(wait=True, cancel_futures=True)
        self._writer.shutdown(wait=True)


class _Task:
    """What to do with one result."""

    def __init__(self, owner: QObject, key: str, token: object | None, done: Done, failed: Failed) -> None:
        self.owner = owner
        self.key = key
        self.token = token
        self.done = done
        self.failed = failed
        self.future: Future[Any] | None = None
