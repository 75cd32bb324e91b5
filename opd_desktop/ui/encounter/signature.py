"""Whether a signed note is still what was signed."""

from PySide6.QtWidgets import QHBoxLayout, QWidget

from opd_desktop.services.dto.encounters import EncounterDto
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.text import moment_text
from opd_desktop.ui.theme import Look
from opd_desktop.ui.widgets import Chip, Muted, Notice


class SignatureLine(QWidget):
    """Who signed and when, and whether the checksum that the database took then still fits."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.chip = Chip(Look("check", "", "checked_t", "checked"), self)
        self._who = Muted(parent=self)
        self.broken = Notice("danger", parent=self)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.chip)
        row.addWidget(self._who, 1)
        row.addWidget(self.broken, 1)
        self.hide()

    def text(self) -> str:
        """What it says."""
        if self.broken.isVisibleTo(self):
            return self.broken.text()
        word = self.chip.accessibleName() if self.chip.isVisibleTo(self) else ""
        return f"{word} {self._who.text()}".strip()

    def show_encounter(self, encounter: EncounterDto | None) -> None:
        """Nothing while the note is not signed, or is not for this person to read."""
        signed = encounter is not None and encounter.signed_at is not None and encounter.note is not None
        self.setVisible(signed)
        if not signed or encounter is None or encounter.signed_at is None:
            return
        when = moment_text(self._desk.local(encounter.signed_at), self._desk.today())
        who = self.tr("Signed {0} by {1}").format(when, encounter.practitioner_name)
        holds = encounter.signature_holds
        self.chip.setVisible(holds is True)
        self.chip.set_look(Look("check", self.tr("Unchanged"), "checked_t", "checked"))
        self.chip.setToolTip(self.tr("The signed text still has the checksum that was taken when it was signed."))
        self._who.setText(who)
        self._who.setVisible(holds is not False)
        self.broken.set_text(
            self.tr(
                "{0}. The text is no longer the one that was signed: its checksum differs. Do not rely on it; ask "
                "an administrator to compare it with a backup."
            ).format(who)
            if holds is False
            else ""
        )
