"""Somebody else saved the same note: both texts, and the choice between them."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from opd_desktop.ui.encounter import lines
from opd_desktop.ui.encounter.encounter_state import Clash
from opd_desktop.ui.encounter.words import section_text
from opd_desktop.ui.text import clock_text
from opd_desktop.ui.widgets import Button, Caption, Card, Muted, Notice


class ClashCard(Card):
    """Two texts, and the choice between them."""

    def __init__(self, keep_mine: Callable[[], None], take_theirs: Callable[[], None], parent: QWidget) -> None:
        super().__init__(parent)
        self._notice = Notice("danger", parent=self)
        self._theirs = Muted(parent=self)
        self._theirs.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.mine_button = Button(self.tr("Keep mine"), "primary", parent=self)
        self.mine_button.clicked.connect(lambda: keep_mine())
        self.theirs_button = Button(self.tr("Take theirs"), parent=self)
        self.theirs_button.clicked.connect(lambda: take_theirs())
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.theirs_button)
        row.addWidget(self.mine_button)
        self.body.addWidget(self._notice)
        self.body.addWidget(Caption(self.tr("Their text"), self))
        self.body.addWidget(self._theirs)
        self.body.addLayout(row)

    def show_clash(self, clash: Clash, local: Callable[[datetime], datetime]) -> None:
        """Show the other text; one's own stands below as it was typed."""
        who = clash.by or self.tr("Somebody else")
        when = f" ({clock_text(local(clash.at))})" if clash.at else ""
        self._notice.set_text(
            self.tr(
                "{0} saved this note meanwhile{1}. Your text stands below and is kept on this computer. Choose one; "
                "the other stays as an older version or can be brought back by Ctrl+Z."
            ).format(who, when)
        )
        state = lines.from_note(clash.theirs)
        parts = [
            f"{section_text(section)}: {' '.join(line.text for line in state.of(section))}"
            for section in lines.SECTIONS
            if state.of(section)
        ]
        self._theirs.setText("\n".join(parts) or self.tr("An empty note"))
