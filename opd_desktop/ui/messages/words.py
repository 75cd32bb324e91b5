"""Messages in words: channels, templates, and why one did not arrive."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from opd_desktop.services.dto.communications import CommunicationDto
from opd_desktop.ui.theme import Look, theme

_CHANNELS = {
    "desk": QT_TRANSLATE_NOOP("messages", "Desk"),
    "email": QT_TRANSLATE_NOOP("messages", "E-mail"),
    "sms": QT_TRANSLATE_NOOP("messages", "SMS"),
    "whatsapp": QT_TRANSLATE_NOOP("messages", "WhatsApp"),
}
_TEMPLATES = {
    "appointment-confirmation": QT_TRANSLATE_NOOP("messages", "Confirmation"),
    "appointment-reminder": QT_TRANSLATE_NOOP("messages", "Reminder"),
    "appointment-rescheduled": QT_TRANSLATE_NOOP("messages", "New time"),
    "appointment-cancelled": QT_TRANSLATE_NOOP("messages", "Cancellation"),
    "visit-missed": QT_TRANSLATE_NOOP("messages", "Missed visit"),
    "visit-follow-up": QT_TRANSLATE_NOOP("messages", "Follow-up"),
    "visit-feedback": QT_TRANSLATE_NOOP("messages", "Feedback"),
    "programme-welcome": QT_TRANSLATE_NOOP("messages", "Welcome"),
    "programme-review": QT_TRANSLATE_NOOP("messages", "Invitation"),
    "programme-readings": QT_TRANSLATE_NOOP("messages", "Readings"),
    "surgery-stitches": QT_TRANSLATE_NOOP("messages", "Stitches"),
    "surgery-wound-care": QT_TRANSLATE_NOOP("messages", "Wound care"),
}
_FAILURES = {
    "worker-died": QT_TRANSLATE_NOOP(
        "messages", "The program was interrupted while sending, so nobody knows whether it went out."
    ),
    "resolved-by-hand": QT_TRANSLATE_NOOP("messages", "Settled by hand."),
    "channel.raised": QT_TRANSLATE_NOOP("messages", "Sending broke off, so nobody knows whether it went out."),
    "smtp.bad_address": QT_TRANSLATE_NOOP("messages", "The e-mail address is not valid. Correct it at the patient."),
    "smtp.answer_lost": QT_TRANSLATE_NOOP(
        "messages", "The mail server took the message, but its answer was lost on the way."
    ),
    "smtp.login_refused": QT_TRANSLATE_NOOP(
        "messages", "The mail server refused our login. Ask the administrator to correct the mail settings."
    ),
    "smtp.tls_not_offered": QT_TRANSLATE_NOOP(
        "messages", "The mail server offers no encryption, so nothing was sent. Ask the administrator."
    ),
    "smtp.tls_failed": QT_TRANSLATE_NOOP(
        "messages", "The mail server could not prove who it is, so nothing was sent. Ask the administrator."
    ),
    "smtp.timeout": QT_TRANSLATE_NOOP("messages", "The mail server took too long to answer."),
    "smtp.no_such_host": QT_TRANSLATE_NOOP(
        "messages", "There is no mail server of that name. Ask the administrator to correct the mail settings."
    ),
    "smtp.not_reached": QT_TRANSLATE_NOOP("messages", "The mail server can't be reached."),
}


def channel_text(channel: str) -> str:
    """The channel's name."""
    return QCoreApplication.translate("messages", _CHANNELS[channel]) if channel in _CHANNELS else channel


def template_text(key: str) -> str:
    """What a template is for; one of the clinic's own shows its key, an empty key is a message by hand."""
    if not key:
        return QCoreApplication.translate("messages", "By hand")
    if key in _TEMPLATES:
        return QCoreApplication.translate("messages", _TEMPLATES[key])
    return key.replace("-", " ").capitalize()


def failure_text(code: str) -> str:
    """Why a message (or a step) failed; a code that nobody has worded is shown as it is."""
    if code in _FAILURES:
        return QCoreApplication.translate("messages", _FAILURES[code])
    kind, _, number = code.partition(".")
    if kind == "smtp" and number.isdigit():
        text = (
            QCoreApplication.translate("messages", "The mail server refused the message for now (code {0}).")
            if number.startswith("4")
            else QCoreApplication.translate("messages", "The mail server refused the message (code {0}).")
        )
        return text.format(number)
    return code


def needs_look(message: CommunicationDto) -> bool:
    """Whether a person should look at it: unknown, or failed and nobody has settled it yet."""
    return message.status == "unknown" or (message.status == "failed" and message.error != "resolved-by-hand")


def status_look(message: CommunicationDto) -> Look:
    """The look of a message's status."""
    return theme().looks(message.status)


def short_text(message: CommunicationDto) -> str:
    """Subject or first line."""
    return message.subject or message.body.strip().partition("\n")[0]
