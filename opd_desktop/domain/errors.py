"""Errors as codes with parameters; only the front ends turn them into sentences (`opd_desktop.words`)."""

from typing import Any, ClassVar


class OpdError(Exception):
    """Root of every expected error.

    Attributes:
        code: stable dotted name, for example ``booking.slot_taken``.
        params: values that the sentence needs; JSON-serialisable and free of patient data.
        exit_code: what the command line exits with (see ``docs/cli.md``).
    """

    exit_code: ClassVar[int] = 1

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code = code
        self.params = params

    def __str__(self) -> str:
        return f"{self.code} {self.params}" if self.params else self.code

    def __reduce__(self) -> tuple[Any, ...]:
        return (_rebuild, (type(self), self.code, self.params))


def _rebuild(kind: type["OpdError"], code: str, params: dict[str, Any]) -> "OpdError":
    return kind(code, **params)


class UserError(OpdError):
    """The person in front of the screen can act on it."""

    exit_code = 2


class BadInput(UserError):
    """What was given is not valid. ``params["fields"]``, where present, maps a field to what is wrong."""

    exit_code = 2


class NotPermitted(UserError):
    """The signed-in person's role does not allow this."""

    exit_code = 3


class NotFound(UserError):
    """No such record, or none that this person may see."""

    exit_code = 4


class Conflict(UserError):
    """The state of the data does not allow it: taken, changed elsewhere, an illegal move."""

    exit_code = 5


class SlotTaken(Conflict):
    """The place was taken meanwhile. ``params["alternatives"]`` lists the nearest free starts (ISO 8601)."""

    def __init__(self, **params: Any) -> None:
        super().__init__("booking.slot_taken", **params)


class ChangedElsewhere(Conflict):
    """A stale write was refused: ``params`` carry ``by`` and ``at`` of the newer change."""

    def __init__(self, **params: Any) -> None:
        super().__init__("edit.changed_elsewhere", **params)


class ServiceUnavailable(OpdError):
    """Something outside the program is missing or down: banner and retry, no bug report."""

    exit_code = 6
