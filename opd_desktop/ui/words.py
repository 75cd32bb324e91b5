"""Codes from the services in the words of the desk (errors, undo labels, warnings), translated."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from opd_desktop import words
from opd_desktop.domain.errors import OpdError
from opd_desktop.services.dto.common import UndoDto, Undone

_UNDONE = {
    "appointment.created": QT_TRANSLATE_NOOP("undo", "Booking of {patient} taken back"),
    "appointment.cancelled": QT_TRANSLATE_NOOP("undo", "{patient} is booked again"),
    "appointment.rescheduled": QT_TRANSLATE_NOOP("undo", "{patient} is back at the old time"),
    "appointment.checked_in": QT_TRANSLATE_NOOP("undo", "Check-in of {patient} taken back"),
    "appointment.arrived": QT_TRANSLATE_NOOP("undo", "Arrival of {patient} taken back"),
    "appointment.noshow": QT_TRANSLATE_NOOP("undo", "No-show of {patient} taken back"),
    "appointment.resized": QT_TRANSLATE_NOOP("undo", "The visit of {patient} is as long as it was"),
    "appointment.reset": QT_TRANSLATE_NOOP("undo", "The visit of {patient} is as it was"),
    "appointment.corrected": QT_TRANSLATE_NOOP("undo", "The visit of {patient} is for what it was for"),
    "appointment.completed": QT_TRANSLATE_NOOP("undo", "The visit of {patient} is open again"),
    "appointment.waiting": QT_TRANSLATE_NOOP("undo", "{patient} is off the waiting list again"),
    "appointment.offered": QT_TRANSLATE_NOOP("undo", "The offer to {patient} is taken back"),
    "appointment.answered": QT_TRANSLATE_NOOP("undo", "The offer to {patient} is open again"),
    "series.booked": QT_TRANSLATE_NOOP("undo", "The series of {patient} taken back"),
    "series.moved": QT_TRANSLATE_NOOP("undo", "The series of {patient} is back at the old times"),
    "series.cancelled": QT_TRANSLATE_NOOP("undo", "The series of {patient} is booked again"),
    "affected.kept": QT_TRANSLATE_NOOP("undo", "{patient} is back in the list of calls"),
    "late.announced": QT_TRANSLATE_NOOP("undo", "The lateness is as it was"),
    "schedule.changed": QT_TRANSLATE_NOOP("undo", "The schedule of {practitioner} is as it was"),
    "schedule.created": QT_TRANSLATE_NOOP("undo", "The new schedule of {practitioner} is switched off"),
    "holiday.added": QT_TRANSLATE_NOOP("undo", "The holidays are taken back"),
    "exception.removed": QT_TRANSLATE_NOOP("undo", "The exception is there again"),
    "exception.leave": QT_TRANSLATE_NOOP("undo", "Leave taken back"),
    "exception.holiday": QT_TRANSLATE_NOOP("undo", "Holiday taken back"),
    "exception.blocked": QT_TRANSLATE_NOOP("undo", "Blocked time is open again"),
    "exception.extra": QT_TRANSLATE_NOOP("undo", "Extra session taken back"),
    "exception.late": QT_TRANSLATE_NOOP("undo", "The lateness is as it was"),
    "queue.called": QT_TRANSLATE_NOOP("undo", "Call of {token} taken back"),
    "encounter.started": QT_TRANSLATE_NOOP("undo", "{patient} waits again"),
    "encounter.completed": QT_TRANSLATE_NOOP("undo", "The visit of {patient} is open again"),
    "queue.walked_in": QT_TRANSLATE_NOOP("undo", "{token} is off the queue again"),
    "queue.skipped": QT_TRANSLATE_NOOP("undo", "{token} waits again"),
    "queue.transferred": QT_TRANSLATE_NOOP("undo", "{token} is back in the queue it came from"),
    "queue.left": QT_TRANSLATE_NOOP("undo", "{token} waits again"),
    "scribe_rule.removed": QT_TRANSLATE_NOOP("undo", "The rule is there again"),
}


def error_text(error: BaseException) -> str:
    """An error as a sentence that says what to do."""
    if isinstance(error, OpdError):
        return words.describe(error, translate=lambda text: QCoreApplication.translate("words", text))
    return QCoreApplication.translate("words", "Something went wrong that should not. What you typed is kept.")


def undone_text(undone: UndoDto | Undone) -> str:
    """What an undo did."""
    text = _UNDONE.get(undone.label)
    if text is None:
        return QCoreApplication.translate("undo", "Undone")
    params = {"patient": "", "token": "", "practitioner": "", **undone.params}
    return QCoreApplication.translate("undo", text).format(**params)
