"""Reading again and again what changes all the time, without ever asking twice at once."""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

import shiboken6
from pydantic import BaseModel
from PySide6.QtCore import QObject

from opd_desktop.services.operations import Operation
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.tasks import Failed

Request = TypeVar("Request", bound=BaseModel)
Result = TypeVar("Result")


class Loader(QObject, Generic[Request, Result]):
    """One read at a time; what is asked for meanwhile follows, once, when the answer is there.

    A busy clinic tells of changes faster than a long list can be read. Dropping the older read each time would show
    nothing until the evening, and queueing all of them would never catch up.
    """

    def __init__(self, desk: Desk, operation: Operation[Request, Result], parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._operation = operation
        self._running: Request | None = None
        self._next: tuple[Request, Callable[[Result], None], Failed | None] | None = None

    @property
    def busy(self) -> bool:
        """Whether an answer is awaited."""
        return self._running is not None

    def load(self, request: Request, done: Callable[[Result], None], failed: Failed | None = None) -> None:
        """Read; the answer to an older and different request is not handed over any more."""
        if self._running is not None:
            self._next = (request, done, failed)
            return
        self._running = request
        self._desk.read(
            self, "load", self._operation, request, lambda result: self._done(result, done),
            lambda error: self._failed(error, failed),
        )  # fmt: skip

    def _done(self, result: Result, done: Callable[[Result], None]) -> None:
        wanted = self._next is None or self._next[0] == self._running
        self._running = None
        if wanted:
            done(result)
        self._go_on()

    def _failed(self, error: BaseException, failed: Failed | None) -> None:
        self._running = None
        if self._next is None:
            (failed or self._desk.show_error)(error)
        self._go_on()

    def _go_on(self) -> None:
        following, self._next = self._next, None
        if following is not None:
            self.load(*following)


def while_alive(
    owner: QObject, run: Callable[[Any], None], otherwise: Callable[[Any], None] | None = None
) -> Callable[[Any], None]:
    """``run`` as long as ``owner`` exists, then ``otherwise``: a panel may be closed before its answer comes."""

    def call(value: Any) -> None:
        if shiboken6.isValid(owner):
            run(value)
        elif otherwise is not None:
            otherwise(value)

    return call
