"""The clinic as a signed-in person sees it: the one object through which a front end calls operations."""

import random
import time
from collections.abc import Callable, Iterator
from threading import Event as StopFlag
from typing import Any

from pydantic import BaseModel, ValidationError
from sqlalchemy import Engine

from opd_desktop.db.meanings import Retry
from opd_desktop.db.notify import Changed, Online, listen
from opd_desktop.domain.errors import BadInput, NotPermitted, ServiceUnavailable
from opd_desktop.services.actor import Actor
from opd_desktop.services.operations import Operation, Request, Result
from opd_desktop.services.ports import Ports
from opd_desktop.services.uow import UnitOfWork

__all__ = ["Changed", "Clinic", "Online"]

_ATTEMPTS = 5


class Clinic:
    """A signed-in connection to the clinic's database.

    Thread-safe: each call takes its own connection from the pool and gives it back.
    """

    def __init__(self, engine: Engine, actor: Actor, ports: Ports) -> None:
        self.actor = actor
        self.ports = ports
        self._engine = engine
        self._uow = UnitOfWork(engine, ports)

    def call(self, operation: Operation[Request, Result], request: Request) -> Result:
        """Run one operation in one transaction and return its result.

        Serialization failures and deadlocks are retried, a bounded number of times.

        Raises:
            NotPermitted: the actor lacks the operation's right (code ``permission.missing``).
            OpdError: what the operation or the database refused.
        """
        if not self.actor.may(operation.needs):
            raise NotPermitted(
                "permission.missing",
                operation=operation.name,
                needs=str(operation.needs),
                role=self.actor.role.value,
            )
        return _retrying(lambda: self._once(operation, request))

    def _once(self, operation: Operation[Request, Result], request: Request) -> Result:
        with self._uow(self.actor, operation.name) as tx:
            result = operation.run(tx, self.actor, request)
            undeclared = {type(event) for event in tx.recorded} - set(operation.emits)
            if undeclared:
                names = ", ".join(sorted(kind.__name__ for kind in undeclared))
                raise RuntimeError(f"{operation.name} records {names} without declaring it")
            return result

    def changes(self, stop: StopFlag) -> Iterator[Online | Changed]:
        """What happens in the database, as it happens; ends when ``stop`` is set. Blocks: use a thread."""
        return listen(self._engine, stop)

    def close(self) -> None:
        """Give back all connections."""
        self._engine.dispose()


def _retrying(attempt: Callable[[], Result]) -> Result:
    for number in range(_ATTEMPTS):
        try:
            return attempt()
        except Retry as clash:
            if number == _ATTEMPTS - 1:
                raise ServiceUnavailable("database.too_busy") from clash
            time.sleep(random.uniform(0.005, 0.02) * 2**number)  # noqa: S311 (jitter, not a secret)
    raise AssertionError("unreachable")


def validate_request(operation: Operation[Any, Any], data: object) -> BaseModel:
    """Turn plain JSON data into the operation's typed request.

    Raises:
        BadInput: ``input.invalid`` with ``fields`` (path -> what is wrong).
    """
    try:
        made: BaseModel = operation.request.model_validate(data)
    except ValidationError as wrong:
        fields = {
            ".".join(str(part) for part in problem["loc"]) or "request": problem["msg"] for problem in wrong.errors()
        }
        raise BadInput("input.invalid", operation=operation.name, fields=fields) from None
    return made
