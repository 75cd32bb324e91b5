"""The signed note and its amendments, to be read beside each other."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from opd_desktop.services.dto.encounters import NoteDto
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.encounter import lines
from opd_desktop.ui.encounter.words import section_text
from opd_desktop.ui.text import moment_text
from opd_desktop.ui.widgets import Caption, Muted, Panel


class VersionsPanel(Panel):
    """Every version that was signed, newest first; what was typed before signing is left out."""

    def __init__(self, desk: Desk, versions: Sequence[NoteDto], parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.set_title(self.tr("Signed versions"))
        self._desk = desk
        for note in versions:
            if note.status != "preliminary":
                self._add(note)
        self.body.addStretch()

    def _add(self, note: NoteDto) -> None:
        when = moment_text(self._desk.local(note.updated_at), self._desk.today()) if note.updated_at else ""
        word = self._desk.theme.looks(note.status).word
        self.body.addWidget(Caption(f"{word} · {when} · {note.author}", self))
        if note.amendment_reason:
            self.body.addWidget(Muted(self.tr("Reason: {0}").format(note.amendment_reason), self))
        state = lines.from_note(note)
        for section in lines.SECTIONS:
            texts = [line.text for line in state.of(section)]
            if texts:
                label = QLabel(f"{section_text(section)}: {' '.join(texts)}", self)
                label.setTextFormat(Qt.TextFormat.PlainText)
                label.setWordWrap(True)
                label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
                label.setFocusPolicy(Qt.FocusPolicy.NoFocus)
                self.body.addWidget(label)
