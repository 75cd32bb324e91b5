"""The encounter's status machine (FHIR R4 ``EncounterStatus``)."""

from enum import StrEnum

from opd_desktop.domain.errors import Conflict


class EncounterStatus(StrEnum):
    """http://hl7.org/fhir/R4/valueset-encounter-status.html, without ``unknown``, which we never write."""

    PLANNED = "planned"
    ARRIVED = "arrived"
    TRIAGED = "triaged"
    IN_PROGRESS = "in-progress"
    ONLEAVE = "onleave"
    FINISHED = "finished"
    CANCELLED = "cancelled"
    ENTERED_IN_ERROR = "entered-in-error"


_S = EncounterStatus
_OPEN = (_S.PLANNED, _S.ARRIVED, _S.TRIAGED)

TRANSITIONS: frozenset[tuple[EncounterStatus, EncounterStatus]] = frozenset(
    {
        (_S.PLANNED, _S.ARRIVED),
        (_S.PLANNED, _S.TRIAGED),
        (_S.ARRIVED, _S.TRIAGED),
        *((start, _S.IN_PROGRESS) for start in _OPEN),
        *((start, _S.CANCELLED) for start in (*_OPEN, _S.IN_PROGRESS)),
        (_S.IN_PROGRESS, _S.ARRIVED),  # undo of a start: back to the queue
        (_S.IN_PROGRESS, _S.ONLEAVE),
        (_S.ONLEAVE, _S.IN_PROGRESS),
        (_S.IN_PROGRESS, _S.FINISHED),
        (_S.FINISHED, _S.IN_PROGRESS),  # reopen, while the note is unsigned
        (_S.FINISHED, _S.CANCELLED),  # the visit is booked again, while the note is unsigned
        (_S.CANCELLED, _S.ARRIVED),  # a cancelled check-in is undone
        *((start, _S.ENTERED_IN_ERROR) for start in _S if start is not _S.ENTERED_IN_ERROR),
    }
)


def check_move(start: EncounterStatus, end: EncounterStatus) -> None:
    """Refuse a move that the table does not allow.

    Raises:
        Conflict: ``encounter.illegal_move`` with ``start`` and ``end``.
    """
    if (start, end) not in TRANSITIONS:
        raise Conflict("encounter.illegal_move", start=start.value, end=end.value)
