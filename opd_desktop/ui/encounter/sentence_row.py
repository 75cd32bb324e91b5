"""A sentence of the note, read or typed, with the mark of who wrote it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QWidget

from opd_desktop.domain.note import Finding
from opd_desktop.ui.encounter.lines import Line
from opd_desktop.ui.encounter.note_row import NoteRow
from opd_desktop.ui.encounter.sentence_edit import SentenceEdit
from opd_desktop.ui.encounter.words import finding_text, finding_word, section_text, time_text
from opd_desktop.ui.theme import Look, theme
from opd_desktop.ui.widgets import Chip

_ORIGINS = {"draft": ("spark", "consult_t"), "edited": ("edit", "consult_t"), "human": ("user", "faint")}


class OriginMark(QLabel):
    """Who wrote a sentence, as an icon: the scribe, the scribe and then a person, or a person. The word stands beside
    the sentence, so a screen reader passes over the icon."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._origin = ""
        self.setContentsMargins(0, 3, 0, 0)
        theme().changed.connect(self._paint)

    def show_origin(self, origin: str) -> None:
        """``draft``, ``edited`` or ``human``."""
        if origin != self._origin:
            self._origin = origin
            self._paint()

    def _paint(self) -> None:
        if self._origin:
            icon, token = _ORIGINS[self._origin]
            side = round(theme().rem * 0.95)
            self.setPixmap(theme().icon(icon, token).pixmap(side, side))


class SentenceRow(NoteRow):
    """A sentence, read or typed.

    Attributes:
        typed: its text while it is typed.
        done: typing ended; True if the next sentence is wanted.
        back: it was emptied by Backspace.
    """

    typed = Signal(str)
    done = Signal(bool)
    back = Signal()

    def __init__(self, line: Line, parent: QWidget | None = None) -> None:
        super().__init__(line.id, parent)
        self.line = line
        self.edit: SentenceEdit | None = None
        self.whose = OriginMark(self)
        self.row.insertWidget(0, self.whose, 0, Qt.AlignmentFlag.AlignTop)
        self.label = QLabel(self)
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.verdict = Chip(Look("warning", "", "warn_t", "warn"), self)
        self.verdict.hide()
        self.row.addWidget(self.label, 1)
        self.row.addWidget(self.verdict, 0, Qt.AlignmentFlag.AlignTop)
        self.finish_layout()

    def show_line(self, line: Line, editable: bool, finding: Finding | None) -> None:
        """Show the sentence as it is now."""
        self.line, self.turns = line, line.turns
        self.set_decision(line.pending, editable)
        self.label.setText(line.text)
        self.label.setToolTip(self._extracted_text() if line.extracted else "")
        self.side.setText(self._side_text())
        self._edge = "" if line.origin == "human" else "consult_t"
        self.whose.show_origin(line.origin)
        if self.edit is not None and self.edit.toPlainText() != line.text:
            self.edit.setPlainText(line.text)
            self.edit.moveCursor(self.edit.textCursor().MoveOperation.End)
        if self.edit is not None and not editable:
            self.stop_editing()
        self.verdict.setVisible(finding is not None)
        if finding is not None:
            self.verdict.set_look(Look("warning", finding_word(finding.kind), "warn_t", "warn"))
            self.verdict.setToolTip(finding_text(finding))
        self.setAccessibleName(self._spoken(finding))

    def _side_text(self) -> str:
        words = {"draft": self.tr("Drafted"), "edited": self.tr("Edited draft"), "human": self.tr("Typed")}
        proposed = self.tr("Reworded draft") if self.line.extracted else self.tr("Draft")
        parts = [proposed if self.line.pending else words[self.line.origin]]
        if self.line.start is not None:
            parts.append(time_text(self.line.start))
        return " · ".join(part for part in parts if part)

    def _extracted_text(self) -> str:
        """What a language model made this of."""
        return self.tr("Before the rewording: {0}").format(self.line.extracted)

    def _spoken(self, finding: Finding | None) -> str:
        parts = [section_text(self.line.section), self.line.text, self._side_text()]
        if self.line.pending and self.line.extracted:
            parts.append(self._extracted_text())
        if finding is not None:
            parts.append(finding_text(finding))
        return ", ".join(part for part in parts if part)

    def start_editing(self) -> None:
        """Type in it."""
        if self.edit is not None or not self.editable:
            return
        self.edit = SentenceEdit(self.line.text, self.tr("Sentence, {0}").format(section_text(self.line.section)), self)
        self.edit.setPlaceholderText(self.tr("Type a sentence; Enter for the next one"))
        self.edit.textChanged.connect(lambda: self.typed.emit(self.edit.toPlainText()) if self.edit else None)
        self.edit.next_wanted.connect(lambda: self._finish(True))
        self.edit.left.connect(lambda: self._finish(False))
        self.edit.back_wanted.connect(self.back)
        self.row.insertWidget(self.row.indexOf(self.label), self.edit, 1)
        self.label.hide()
        # A layout shows new children later, and what is hidden can't take the keyboard.
        self.edit.show()
        self.setFocusProxy(self.edit)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _finish(self, wants_next: bool) -> None:
        if self.edit is None:
            return
        had_keyboard = self.edit.hasFocus()
        self.stop_editing()
        if had_keyboard and not wants_next:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.done.emit(wants_next)

    def stop_editing(self) -> None:
        """Read again."""
        edit, self.edit = self.edit, None
        if edit is None:
            return
        self.setFocusProxy(None)  # type: ignore[arg-type]
        edit.blockSignals(True)
        self.row.removeWidget(edit)
        self.label.show()
        edit.hide()
        edit.deleteLater()
