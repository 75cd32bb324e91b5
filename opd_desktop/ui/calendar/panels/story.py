"""Who did what to a visit, as a strip of lines: booked, moved, told, arrived ..."""

from collections.abc import Sequence

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication
from PySide6.QtWidgets import QVBoxLayout, QWidget

from opd_desktop.services.dto.appointments import HistoryEntry
from opd_desktop.ui.calendar.words import history_text
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.messages.words import channel_text
from opd_desktop.ui.text import moment_text
from opd_desktop.ui.theme import theme
from opd_desktop.ui.widgets import Muted
from opd_desktop.ui.widgets.line import IconLine, clear_layout

translate = QCoreApplication.translate

#: The login of the program that sends messages; its doings are nobody's.
_WORKER = "opd_worker"
#: What was done -> icon, colour.
_ICONS = {
    "booked": ("calendar", "booked_t"),
    "waiting": ("clock", "muted"),
    "moved": ("arrow-right", "accent"),
    "resized": ("clock", "accent"),
    "arrived": ("arrow-right", "arrived_t"),
    "checked-in": ("check", "checked_t"),
    "fulfilled": ("check", "done_t"),
    "cancelled": ("x", "danger"),
    "noshow": ("x", "danger"),
    "reverted": ("undo", "muted"),
    "entered-in-error": ("trash", "danger"),
    "message": ("mail", "muted"),
    "offered": ("phone", "muted"),
}
_WHAT = {
    "waiting": QT_TRANSLATE_NOOP("story", "Put on the waiting list"),
    "resized": QT_TRANSLATE_NOOP("story", "Length changed"),
    "reverted": QT_TRANSLATE_NOOP("story", "Back to booked"),
    "entered-in-error": QT_TRANSLATE_NOOP("story", "Entered in error"),
    "offered": QT_TRANSLATE_NOOP("story", "Offered {time}"),
}
_OUTCOMES = {
    "accepted": QT_TRANSLATE_NOOP("story", "accepted"),
    "declined": QT_TRANSLATE_NOOP("story", "declined"),
    "no-answer": QT_TRANSLATE_NOOP("story", "not reached"),
    "open": QT_TRANSLATE_NOOP("story", "no answer yet"),
    "withdrawn": QT_TRANSLATE_NOOP("story", "taken back"),
}


def _word(text: object) -> str:
    return translate("story", str(text))


class StoryStrip(QWidget):
    """The newest at the top; each line with its time and who it was."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._texts: list[str] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    def show_entries(self, entries: Sequence[HistoryEntry]) -> None:
        """Show what happened, oldest first as the service tells it."""
        clear_layout(self._column)
        self._texts = []
        for entry in reversed(entries):
            what, who, at = self._what(entry), self._who(entry), self._at(entry)
            icon, tint = _ICONS.get(entry.what or entry.to_status, ("info", "muted"))
            self._column.addWidget(IconLine(icon, what, " · ".join(part for part in (at, who) if part), tint=tint))
            self._texts.append("  ".join(part for part in (at, what, who) if part))
        if not entries:
            self.show_text(translate("story", "Nothing yet"))

    def show_text(self, text: str) -> None:
        """Say that there is nothing, or that it could not be read."""
        clear_layout(self._column)
        self._texts = [text]
        self._column.addWidget(Muted(text))

    def text(self) -> str:
        """All lines."""
        return "\n".join(self._texts)

    def _at(self, entry: HistoryEntry) -> str:
        return moment_text(self._desk.local(entry.at), self._desk.today())

    def _who(self, entry: HistoryEntry) -> str:
        by = translate("story", "by itself") if entry.by == _WORKER else entry.by
        who = " · ".join(part for part in (by, entry.desk) if part)
        # A message's reason is its subject, which the line says already.
        reason = "" if entry.what == "message" else entry.reason
        return ": ".join(part for part in (who, reason) if part)

    def _what(self, entry: HistoryEntry) -> str:
        today = self._desk.today()
        to = moment_text(self._desk.local(entry.to_starts_at), today)
        if entry.what == "message":
            state = theme().looks(entry.status).word.lower() if entry.status else ""
            said = translate("story", "Message by {0}").format(channel_text(entry.channel))
            parts = (": ".join(part for part in (said, entry.reason) if part), state)
            return ", ".join(part for part in parts if part)
        if entry.what in _WHAT:
            text = _word(_WHAT[entry.what]).format(time=to)
            outcome = _word(_OUTCOMES[entry.status]) if entry.status in _OUTCOMES else ""
            return ", ".join(part for part in (text, outcome) if part)
        if _is_move(entry) and entry.from_starts_at is not None:
            text = translate("story", "Moved from {0} to {1}").format(
                moment_text(self._desk.local(entry.from_starts_at), today), to
            )
            if entry.from_practitioner and entry.from_practitioner != entry.to_practitioner:
                text = translate("story", "{0}, from {1} to {2}").format(
                    text, entry.from_practitioner, entry.to_practitioner or "?"
                )
            return text
        return history_text(entry.to_status, to)


def _is_move(entry: HistoryEntry) -> bool:
    if entry.what:
        return entry.what == "moved"
    return entry.from_status == entry.to_status
