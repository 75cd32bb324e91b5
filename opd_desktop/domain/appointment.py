"""The appointment's status machine. The codes are FHIR R4's; the table of moves is ours (R4 has none).

The database holds the same table (``appointment_transition``) and refuses the same moves; a test compares
the two.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from opd_desktop.domain.errors import Conflict

UNDO_WINDOW = timedelta(minutes=10)
NO_SHOW_GRACE = timedelta(minutes=10)
HOLD_TIME = timedelta(minutes=3)


class AppointmentStatus(StrEnum):
    """FHIR R4 ``AppointmentStatus`` (http://hl7.org/fhir/R4/valueset-appointmentstatus.html)."""

    WAITLIST = "waitlist"
    PROPOSED = "proposed"
    PENDING = "pending"
    BOOKED = "booked"
    ARRIVED = "arrived"
    CHECKED_IN = "checked-in"
    FULFILLED = "fulfilled"
    CANCELLED = "cancelled"
    NOSHOW = "noshow"
    ENTERED_IN_ERROR = "entered-in-error"


_S = AppointmentStatus

#: (from, to) -> whether the move needs RESET_STATUS (an undo inside UNDO_WINDOW needs none).
TRANSITIONS: dict[tuple[AppointmentStatus, AppointmentStatus], bool] = {
    **{(start, end): False for start in (_S.WAITLIST, _S.PROPOSED, _S.PENDING) for end in (_S.BOOKED, _S.CANCELLED)},
    (_S.BOOKED, _S.ARRIVED): False,
    (_S.BOOKED, _S.CHECKED_IN): False,
    (_S.BOOKED, _S.CANCELLED): False,
    (_S.BOOKED, _S.NOSHOW): False,
    (_S.BOOKED, _S.WAITLIST): True,
    (_S.ARRIVED, _S.CHECKED_IN): False,
    (_S.ARRIVED, _S.FULFILLED): False,
    (_S.ARRIVED, _S.CANCELLED): False,
    (_S.CHECKED_IN, _S.FULFILLED): False,
    (_S.CHECKED_IN, _S.CANCELLED): False,
    (_S.ARRIVED, _S.BOOKED): True,
    (_S.CHECKED_IN, _S.BOOKED): True,
    (_S.CHECKED_IN, _S.ARRIVED): True,
    (_S.CHECKED_IN, _S.NOSHOW): True,
    (_S.NOSHOW, _S.CHECKED_IN): False,
    (_S.NOSHOW, _S.BOOKED): True,
    (_S.FULFILLED, _S.BOOKED): True,
    (_S.FULFILLED, _S.ARRIVED): True,
    (_S.CANCELLED, _S.BOOKED): True,
    (_S.CANCELLED, _S.ARRIVED): True,
    (_S.CANCELLED, _S.WAITLIST): True,
    **{(start, _S.ENTERED_IN_ERROR): True for start in _S if start is not _S.ENTERED_IN_ERROR},
}

#: Statuses that keep their slots; a no-show does too: its time has passed, and "came late" must still fit.
OCCUPYING = frozenset({_S.PENDING, _S.BOOKED, _S.ARRIVED, _S.CHECKED_IN, _S.FULFILLED, _S.NOSHOW})
#: Statuses that a day's end should find nobody in.
UNRESOLVED = frozenset({_S.BOOKED, _S.ARRIVED, _S.CHECKED_IN})


def check_move(
    start: AppointmentStatus,
    end: AppointmentStatus,
    *,
    now: datetime,
    changed_at: datetime,
    starts_at: datetime,
    may_reset: bool,
) -> None:
    """Refuse a move that the table does not allow.

    Args:
        now: database time.
        changed_at: when the present status was entered; a reset within ``UNDO_WINDOW`` of it is an undo.
        starts_at: start of the visit; a no-show needs ``NO_SHOW_GRACE`` to have passed since.
        may_reset: whether the actor holds RESET_STATUS.

    Raises:
        Conflict: ``appointment.illegal_move``, ``appointment.too_early_for_noshow`` or
            ``appointment.reset_needs_right``.
    """
    needs_right = TRANSITIONS.get((start, end))
    if needs_right is None:
        raise Conflict("appointment.illegal_move", start=start.value, end=end.value)
    if needs_right and not may_reset and (end is _S.ENTERED_IN_ERROR or now - changed_at > UNDO_WINDOW):
        raise Conflict("appointment.reset_needs_right", start=start.value, end=end.value)
    if end is _S.NOSHOW and now < starts_at + NO_SHOW_GRACE:
        raise Conflict("appointment.too_early_for_noshow", after=(starts_at + NO_SHOW_GRACE).isoformat())
