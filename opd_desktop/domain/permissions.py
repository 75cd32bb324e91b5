"""Who may do what, once. Services check this table, SQL grants and policies repeat it, a test compares."""

from enum import StrEnum


class Role(StrEnum):
    """The staff roles; each is a Postgres group role ``opd_<role>``."""

    RECEPTION = "reception"
    DOCTOR = "doctor"
    MANAGER = "manager"
    ADMIN = "admin"
    WORKER = "worker"


class Permission(StrEnum):
    """A right that an operation needs. ``None`` on an operation means any signed-in person."""

    PATIENT_READ = "patient.read"
    PATIENT_WRITE = "patient.write"
    BOOK = "appointment.book"
    CHECK_IN = "appointment.check_in"
    RESET_STATUS = "appointment.reset_status"
    OVERBOOK = "appointment.overbook"
    QUEUE = "queue.manage"
    VITALS = "encounter.vitals"
    ENCOUNTER_READ = "encounter.read"
    ENCOUNTER_START = "encounter.start"
    NOTE_READ = "note.read"
    NOTE_WRITE = "note.write"
    NOTE_SIGN = "note.sign"
    SCRIBE = "scribe.use"
    NOTE_TEMPLATE = "note.template"
    JOURNEY_READ = "journey.read"
    JOURNEY_MANAGE = "journey.manage"
    JOURNEY_RUN = "journey.run"
    MESSAGE_READ = "message.read"
    MESSAGE_SEND = "message.send"
    TICKET = "ticket.manage"
    SCHEDULE = "schedule.manage"
    STAFF = "staff.manage"
    AUDIT_READ = "audit.read"
    REPORT = "report.read"


_P = Permission

ROLE_PERMISSIONS: dict[Role, frozenset[Permission]] = {
    Role.RECEPTION: frozenset(
        {
            _P.PATIENT_READ, _P.PATIENT_WRITE, _P.BOOK, _P.CHECK_IN, _P.QUEUE, _P.VITALS,
            _P.ENCOUNTER_READ, _P.JOURNEY_READ, _P.MESSAGE_READ, _P.MESSAGE_SEND, _P.TICKET,
        }
    ),
    Role.DOCTOR: frozenset(
        {
            _P.PATIENT_READ, _P.BOOK, _P.CHECK_IN, _P.OVERBOOK, _P.RESET_STATUS, _P.QUEUE, _P.VITALS,
            _P.ENCOUNTER_READ, _P.ENCOUNTER_START, _P.NOTE_READ, _P.NOTE_WRITE, _P.NOTE_SIGN, _P.SCRIBE,
            _P.JOURNEY_READ, _P.MESSAGE_READ, _P.SCHEDULE,
        }
    ),
    Role.MANAGER: frozenset(
        {
            _P.PATIENT_READ, _P.PATIENT_WRITE, _P.BOOK, _P.CHECK_IN, _P.OVERBOOK, _P.RESET_STATUS, _P.QUEUE,
            _P.ENCOUNTER_READ, _P.JOURNEY_READ, _P.JOURNEY_MANAGE, _P.MESSAGE_READ, _P.MESSAGE_SEND,
            _P.TICKET, _P.SCHEDULE, _P.AUDIT_READ, _P.REPORT, _P.NOTE_TEMPLATE,
        }
    ),
    Role.ADMIN: frozenset(
        {
            _P.PATIENT_READ, _P.ENCOUNTER_READ, _P.JOURNEY_READ, _P.MESSAGE_READ, _P.SCHEDULE, _P.STAFF,
            _P.JOURNEY_MANAGE, _P.AUDIT_READ, _P.REPORT, _P.NOTE_TEMPLATE,
        }
    ),
    Role.WORKER: frozenset({_P.JOURNEY_RUN, _P.JOURNEY_READ, _P.MESSAGE_READ, _P.MESSAGE_SEND, _P.SCHEDULE}),
}  # fmt: skip


def permissions_of(role: Role, *, can_overbook: bool = False) -> frozenset[Permission]:
    """The rights of a role; ``can_overbook`` is the personal right that a manager gives a receptionist."""
    extra = {_P.OVERBOOK, _P.RESET_STATUS} if can_overbook else set()
    return ROLE_PERMISSIONS[role] | extra
