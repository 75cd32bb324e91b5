"""Words of the queue: why somebody is at their place, and how long it will take."""

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from opd_desktop.services.dto.queue import QueueEntryDto

_WHY = {
    "emergency": QT_TRANSLATE_NOOP("queue", "Emergency: before everybody"),
    "urgent": QT_TRANSLATE_NOOP("queue", "Urgent: before appointments"),
    "elderly": QT_TRANSLATE_NOOP("queue", "Elderly: before appointments"),
    "skipped": QT_TRANSLATE_NOOP("queue", "Was not there when called: 15 minutes later each time"),
    "late": QT_TRANSLATE_NOOP("queue", "Came late: by time of arrival"),
    "appointment": QT_TRANSLATE_NOOP("queue", "By time of appointment"),
    "walk-in": QT_TRANSLATE_NOOP("queue", "Walk-in: by time of arrival"),
}


def why_text(rule: str) -> str:
    """The rule that put somebody at their place."""
    return QCoreApplication.translate("queue", _WHY[rule]) if rule in _WHY else ""


def wait_text(entry: QueueEntryDto) -> str:
    """``next · 0–5 min`` or ``6–12 min``; empty when nothing is known."""
    if entry.wait_max_minutes is None:
        return ""
    return QCoreApplication.translate("queue", "{0}–{1} min").format(
        entry.wait_min_minutes or 0, entry.wait_max_minutes
    )
