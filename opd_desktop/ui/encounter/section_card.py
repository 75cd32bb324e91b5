"""One part of the SOAP note on screen: its sentences by heading, and below them what else belongs to it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from opd_desktop.domain.note import Section
from opd_desktop.ui.encounter.words import section_text
from opd_desktop.ui.widgets import Button, Caption, Card, Muted


class SectionCard(Card):
    """One section; ``rows`` holds headings and sentences, ``extra`` what stands below them.

    Attributes:
        under_wanted: the code of the heading under which a sentence is to be typed.
    """

    under_wanted = Signal(str)

    def __init__(self, section: Section, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.section = section
        self.body.setContentsMargins(8, 10, 8, 8)
        self.body.setSpacing(2)
        caption = Caption(section_text(section), self)
        caption.setContentsMargins(6, 0, 0, 2)
        self.body.addWidget(caption)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(1)
        self.body.addLayout(self.rows)
        self.empty = Muted(self.tr("Nothing noted"), self)
        self.empty.setContentsMargins(10, 2, 0, 2)
        self.body.addWidget(self.empty)
        self.add = Button(self.tr("Add a sentence"), "quiet", icon="plus", parent=self)
        self.add.setAccessibleName(self.tr("Add a sentence to {0}").format(section_text(section)))
        self.under = Button(f"{self.tr('Under a heading')} ▾", "quiet", parent=self)
        self.under.setAccessibleName(self.tr("Add a sentence to {0} under a heading").format(section_text(section)))
        self._menu = QMenu(self.under)
        self.under.setMenu(self._menu)
        self._choices: tuple[tuple[str, str], ...] = ()
        line = QHBoxLayout()
        line.addWidget(self.add)
        line.addWidget(self.under)
        line.addStretch()
        self.body.addLayout(line)
        self.extra = QVBoxLayout()
        self.extra.setSpacing(1)
        self.body.addLayout(self.extra)
        self.setAccessibleName(section_text(section))

    def show_foot(self, choices: Sequence[tuple[str, str]], *, editable: bool) -> None:
        """What can be added: a sentence, also under one of these headings (code, title)."""
        self.add.setVisible(editable)
        self.under.setVisible(editable and len(choices) > 1)
        if tuple(choices) == self._choices:
            return
        self._choices = tuple(choices)
        self._menu.clear()
        for code, title in choices:
            self._menu.addAction(title).triggered.connect(lambda _on=False, code=code: self.under_wanted.emit(code))
