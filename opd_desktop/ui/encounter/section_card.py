"""One part of the SOAP note on screen: its sentences, and below them what else belongs to it."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from opd_desktop.domain.note import Section
from opd_desktop.ui.encounter.words import section_text
from opd_desktop.ui.widgets import Button, Caption, Card, Muted


class SectionCard(Card):
    """One section; ``rows`` holds its sentences, ``extra`` what stands below them."""

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
        line = QHBoxLayout()
        line.addWidget(self.add)
        line.addStretch()
        self.foot = line
        self.body.addLayout(line)
        self.extra = QVBoxLayout()
        self.extra.setSpacing(1)
        self.body.addLayout(self.extra)
        self.setAccessibleName(section_text(section))
