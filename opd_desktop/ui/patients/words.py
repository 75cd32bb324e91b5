"""What happened to a patient, in words: timeline codes of the services."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from opd_desktop.services.dto.patients import TimelineEntry

_HAPPENED = {
    "appointment.booked": QT_TRANSLATE_NOOP("timeline", "Booked with {practitioner}"),
    "appointment.waitlist": QT_TRANSLATE_NOOP("timeline", "Put on the waiting list of {practitioner}"),
    "appointment.reverted": QT_TRANSLATE_NOOP("timeline", "Back to booked"),
    "appointment.entered-in-error": QT_TRANSLATE_NOOP("timeline", "Booked by mistake"),
    "appointment.rescheduled": QT_TRANSLATE_NOOP("timeline", "Moved to another time"),
    "appointment.arrived": QT_TRANSLATE_NOOP("timeline", "Arrived"),
    "appointment.checked-in": QT_TRANSLATE_NOOP("timeline", "Checked in"),
    "appointment.fulfilled": QT_TRANSLATE_NOOP("timeline", "Visit done"),
    "appointment.cancelled": QT_TRANSLATE_NOOP("timeline", "Cancelled"),
    "appointment.noshow": QT_TRANSLATE_NOOP("timeline", "Did not come"),
    "encounter.started": QT_TRANSLATE_NOOP("timeline", "Consultation began with {practitioner}"),
    "encounter.finished": QT_TRANSLATE_NOOP("timeline", "Consultation ended"),
    "encounter.reopened": QT_TRANSLATE_NOOP("timeline", "Consultation reopened"),
    "encounter.onleave": QT_TRANSLATE_NOOP("timeline", "Consultation interrupted"),
    "encounter.cancelled": QT_TRANSLATE_NOOP("timeline", "Consultation cancelled"),
    "encounter.entered-in-error": QT_TRANSLATE_NOOP("timeline", "Consultation recorded by mistake"),
    "encounter.signed": QT_TRANSLATE_NOOP("timeline", "Note signed"),
    "note.amended": QT_TRANSLATE_NOOP("timeline", "Note amended"),
    "order.medication": QT_TRANSLATE_NOOP("timeline", "Medicine prescribed"),
    "order.service": QT_TRANSLATE_NOOP("timeline", "Ordered"),
    "message.out": QT_TRANSLATE_NOOP("timeline", "Message by {channel}: {status}"),
    "message.in": QT_TRANSLATE_NOOP("timeline", "Message received by {channel}"),
    "journey.started": QT_TRANSLATE_NOOP("timeline", "Journey {journey} began"),
    "journey.stage": QT_TRANSLATE_NOOP("timeline", "Journey: {stage}"),
    "journey.completed": QT_TRANSLATE_NOOP("timeline", "Journey {journey} completed"),
    "journey.cancelled": QT_TRANSLATE_NOOP("timeline", "Journey {journey} cancelled"),
    "ticket.opened": QT_TRANSLATE_NOOP("timeline", "Ticket {number} opened"),
    "ticket.resolved": QT_TRANSLATE_NOOP("timeline", "Ticket {number} resolved"),
}
_ICONS = {
    "appointment": "calendar",
    "check-in": "check",
    "encounter": "encounter",
    "note": "edit",
    "order": "tickets",
    "message": "messages",
    "ticket": "tickets",
    "journey": "journeys",
}


class _Params(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "?"


def happened_text(entry: TimelineEntry) -> str:
    """One entry as a sentence."""
    template = _HAPPENED.get(entry.code)
    if template is None:
        return entry.text or entry.code
    return QCoreApplication.translate("timeline", template).format_map(_Params(entry.params))


def icon_of(entry: TimelineEntry) -> str:
    """The icon of an entry's kind."""
    return _ICONS.get(entry.kind, "info")
