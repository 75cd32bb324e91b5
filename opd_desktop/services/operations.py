"""The registry of operations: every use case once, with its route, right, types and events.

The desk, the command line and later front ends all call through it; none has logic of its own.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, TypeVar, get_type_hints

from pydantic import BaseModel, TypeAdapter

from opd_desktop.domain.events import Event
from opd_desktop.domain.permissions import Permission

if TYPE_CHECKING:
    from opd_desktop.services.actor import Actor
    from opd_desktop.services.uow import Tx

Request = TypeVar("Request", bound=BaseModel)
Result = TypeVar("Result")


@dataclass(frozen=True)
class Operation(Generic[Request, Result]):
    """One use case.

    Attributes:
        name: stable dotted name, ``scheduling.appointment.create``.
        route: HTTP method and path of the first specification, or ``""`` for what has none.
        needs: the right it takes, ``None`` for any signed-in person.
        emits: the events it may record; recording another is a bug.
        request: the pydantic model of its input.
        response: the type of its result, for the JSON schema.
        run: the function that does it inside one transaction.
    """

    name: str
    route: str
    needs: Permission | None
    emits: tuple[type[Event], ...]
    request: type[Request]
    response: Any
    run: "Callable[[Tx, Actor, Request], Result]"

    @property
    def summary(self) -> str:
        """First line of the function's docstring."""
        return (self.run.__doc__ or "").strip().partition("\n")[0]

    def describe(self) -> dict[str, Any]:
        """The operation as JSON: what ``opd-desktop ops --json`` prints."""
        return {
            "name": self.name,
            "route": self.route,
            "summary": self.summary,
            "needs": self.needs.value if self.needs else None,
            "emits": [kind.name for kind in self.emits],
            "request": self.request.model_json_schema(),
            "response": TypeAdapter(self.response).json_schema(mode="serialization"),
        }


OPERATIONS: dict[str, Operation[Any, Any]] = {}


def operation(
    name: str,
    *,
    route: str = "",
    needs: Permission | None = None,
    emits: Iterable[type[Event]] = (),
) -> "Callable[[Callable[[Tx, Actor, Request], Result]], Operation[Request, Result]]":
    """Register the decorated function; the module attribute becomes the `Operation`."""

    def register(run: "Callable[[Tx, Actor, Request], Result]") -> Operation[Request, Result]:
        from opd_desktop.services.actor import Actor
        from opd_desktop.services.uow import Tx

        if name in OPERATIONS:
            raise RuntimeError(f"operation {name} is registered twice")
        hints = get_type_hints(run, localns={"Tx": Tx, "Actor": Actor})
        made: Operation[Request, Result] = Operation(
            name, route, needs, tuple(emits), hints["request"], hints["return"], run
        )
        OPERATIONS[name] = made
        return made

    return register
