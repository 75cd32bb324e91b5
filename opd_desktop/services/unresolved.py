"""The end of the day: visits whose time is over and that nobody has decided about."""

from opd_desktop.domain.permissions import Permission
from opd_desktop.services import appointment_view as view
from opd_desktop.services.actor import Actor
from opd_desktop.services.dto.appointments import AppointmentDto, ListUnresolved
from opd_desktop.services.operations import operation
from opd_desktop.services.uow import Tx

#: A visit that runs over by less is still under way.
GRACE = "interval '30 minutes'"
#: The statuses are those of `domain.appointment.UNRESOLVED`; the index on them is partial.
OPEN = f"a.facility_id = :facility AND a.status IN ('booked', 'arrived', 'checked-in') AND a.ends_at < now() - {GRACE}"
#: In the order of that index, so that a limit is one, however many there are.
OLDEST = "a.ends_at, a.id"
#: The first two conditions use the index, the last is exact on days with a change of clocks.
ON_DAY = (
    "a.ends_at > CAST(:day AS date) - interval '2 days' AND a.ends_at < CAST(:day AS date) + interval '3 days' "
    "AND (a.starts_at AT TIME ZONE (SELECT time_zone FROM facility WHERE id = :facility))::date = :day"
)


@operation("scheduling.appointment.unresolved", needs=Permission.PATIENT_READ)
def unresolved(tx: Tx, actor: Actor, request: ListUnresolved) -> tuple[AppointmentDto, ...]:
    """Visits still booked, arrived or checked in half an hour after their end, oldest first.

    A person decides about each: no-show, complete, cancel (left without being seen), check in late, or back to
    booked with a reason.
    """
    del actor
    where = OPEN if request.day is None else f"{OPEN} AND {ON_DAY}"
    params = {} if request.day is None else {"day": request.day}
    return view.some(tx, where, limit=request.limit, order=OLDEST, facility=request.facility_id, **params)
