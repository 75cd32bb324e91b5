"""What the database's refusals mean: SQLSTATEs and constraint names, in the domain's words, in one table."""

import json
import re
from collections.abc import Callable

from psycopg import errors as pg
from sqlalchemy.exc import DBAPIError

from opd_desktop.domain.errors import (
    BadInput,
    Conflict,
    NotFound,
    NotPermitted,
    OpdError,
    ServiceUnavailable,
    SlotTaken,
)

#: Raised by our triggers and functions: MESSAGE is the code, DETAIL a JSON object of parameters.
CONFLICT_STATE = "OP005"
NOT_PERMITTED_STATE = "OP003"
BAD_INPUT_STATE = "OP002"
NOT_FOUND_STATE = "OP004"


class Retry(OpdError):
    """The transaction lost a race that a second try wins (deadlock, serialization failure)."""


_OURS: dict[str, type[OpdError]] = {
    CONFLICT_STATE: Conflict,
    NOT_PERMITTED_STATE: NotPermitted,
    BAD_INPUT_STATE: BadInput,
    NOT_FOUND_STATE: NotFound,
}

_CONSTRAINTS: dict[str, Callable[[], OpdError]] = {
    "time_slot_capacity_check": SlotTaken,
    "time_slot_no_overlap": lambda: Conflict("schedule.slots_overlap"),
    "provider_schedule_no_overlap": lambda: Conflict("schedule.overlaps_another"),
    "appointment_request_id_key": lambda: Conflict("request.already_done"),
    "patient_mrn_key": lambda: Conflict("patient.mrn_exists"),
    "patient_identifier_system_value_key": lambda: Conflict("patient.identifier_exists"),
    "appointment_series_request_id_key": lambda: Conflict("request.already_done"),
    "appointment_resource_no_overlap": lambda: Conflict("booking.room_taken"),
    "waitlist_offer_one_of_slot": lambda: Conflict("waitlist.place_offered"),
    "waitlist_offer_one_of_entry": lambda: Conflict("waitlist.has_offer"),
    "queue_entry_one_active": lambda: Conflict("queue.already_waiting"),
    "encounter_appointment_id_key": lambda: Conflict("encounter.exists"),
    "journey_instance_definition_anchor_key": lambda: Conflict("journey.exists"),
    "journey_definition_key_version_key": lambda: Conflict("journey.version_exists"),
    # Two workers took steps of one journey at the same moment; the loser looks again.
    "step_run_one_running_idx": lambda: Retry("database.retry"),
    "note_template_name_idx": lambda: Conflict("note_template.name_exists"),
    "practitioner_role_facility_id_token_prefix_key": lambda: Conflict("practitioner.token_prefix_taken"),
    "facility_code_key": lambda: Conflict("facility.code_exists"),
    "staff_login_key": lambda: Conflict("staff.login_exists"),
}


#: What libpq says when the encrypted connection that the URL asks for is not to be had.
_TLS = re.compile(
    r"server does not support SSL|certificate verify failed|root certificate file .* does not exist|"
    r"server certificate for .* does not match host name .*|invalid sslmode value: \S+"
)
_WRONG_PASSWORD = ("password authentication failed", "no password supplied", "Peer authentication failed")


def meaning_of(failed: DBAPIError) -> OpdError | None:
    """The domain error for a database error, or None for a bug.

    Args:
        failed: SQLAlchemy's wrapper; its ``orig`` is the psycopg error.
    """
    cause = failed.orig
    if not isinstance(cause, pg.Error):
        return None
    state = cause.sqlstate or ""
    if state in _OURS:
        return _OURS[state](cause.diag.message_primary or "", **json.loads(cause.diag.message_detail or "{}"))
    if isinstance(cause, pg.SerializationFailure | pg.DeadlockDetected):
        return Retry("database.retry")
    if isinstance(cause, pg.InsufficientPrivilege):
        return NotPermitted("permission.database")
    if isinstance(cause, pg.QueryCanceled | pg.LockNotAvailable):
        return ServiceUnavailable("database.too_slow")
    if isinstance(cause, pg.DiskFull):
        return ServiceUnavailable("database.disk_full")
    if isinstance(cause, pg.OperationalError) and not isinstance(cause, pg.ProgramLimitExceeded):
        return why_refused(cause)
    if failed.connection_invalidated:
        return ServiceUnavailable("database.down")
    if isinstance(cause, pg.IntegrityError):
        return _constraint(cause)
    return None


def why_refused(cause: pg.OperationalError) -> OpdError:
    """Why there is no connection; a failed attempt carries no SQLSTATE, so the server's words are looked at."""
    said = str(cause)
    if cause.sqlstate in ("28P01", "28000") or any(words in said for words in _WRONG_PASSWORD):
        return NotPermitted("auth.wrong_password")
    if "is not permitted to log in" in said:
        return NotPermitted("auth.inactive")
    if "too many clients" in said or "remaining connection slots" in said:
        return ServiceUnavailable("database.too_many_connections")
    if "no pg_hba.conf entry" in said:
        return NotPermitted("database.not_allowed")
    if "does not exist" in said and "database" in said:
        return ServiceUnavailable("database.no_database")
    if unsafe := _TLS.search(said):
        return ServiceUnavailable("database.tls", reason=unsafe[0])
    return ServiceUnavailable("database.down")


def _constraint(cause: pg.IntegrityError) -> OpdError | None:
    name = cause.diag.constraint_name or ""
    if name in _CONSTRAINTS:
        return _CONSTRAINTS[name]()
    if isinstance(cause, pg.ForeignKeyViolation):
        return NotFound("reference.not_found", constraint=name)
    if isinstance(cause, pg.CheckViolation | pg.NotNullViolation):
        return BadInput("input.refused_by_database", constraint=name or cause.diag.column_name)
    return None
