"""What the scribe drafted and, by what it learned, does not propose: nothing is lost silently."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from opd_desktop.domain.note_template import NoteTemplate, heading_of
from opd_desktop.ui.encounter.lines import Line
from opd_desktop.ui.widgets import Button, Card, Muted


class LeftOutCard(Card):
    """Says how many there are, shows them on demand, and takes back one or all.

    Attributes:
        back_wanted: the id of a sentence to be proposed after all.
        rules_wanted: show the rules that left them out.
    """

    back_wanted = Signal(str)
    rules_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.body.setContentsMargins(14, 8, 10, 8)
        self._lines: tuple[Line, ...] = ()
        self._template: NoteTemplate | None = None
        self._says = Muted(parent=self)
        self.toggle = Button(self.tr("Show"), "quiet", parent=self)
        self.toggle.clicked.connect(self._turn)
        self.rules = Button(self.tr("Why?"), "link", parent=self)
        self.rules.setAccessibleName(self.tr("Why? The rules that the scribe learned"))
        self.rules.clicked.connect(self.rules_wanted)
        row = QHBoxLayout()
        row.addWidget(self._says, 1)
        row.addWidget(self.rules)
        row.addWidget(self.toggle)
        self.body.addLayout(row)
        self.list = QWidget(self)
        self._rows = QVBoxLayout(self.list)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(2)
        self.list.hide()
        self.body.addWidget(self.list)
        self.hide()

    def show_lines(self, lines: Sequence[Line], template: NoteTemplate | None, editable: bool) -> None:
        """Show how many there are; none, or a locked note, hides it."""
        self.setVisible(bool(lines) and editable)
        if tuple(lines) == self._lines and template is self._template:
            return
        self._lines, self._template = tuple(lines), template
        one, many = self.tr("1 drafted sentence is left out"), self.tr("{0} drafted sentences are left out")
        text = one if len(lines) == 1 else many.format(len(lines))
        self._says.setText(self.tr("{0}, as you usually do.").format(text))
        self._fill()

    def _fill(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for line in self._lines:
            self._rows.addWidget(self._row(line))

    def _row(self, line: Line) -> QWidget:
        box = QWidget(self.list)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        code = heading_of(line)
        title = self._template.title(code) if self._template else code.standard_title
        label = QLabel(f"{title}: {line.text}", box)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        back = Button(self.tr("Take back"), "quiet", icon="undo", parent=box)
        back.setAccessibleName(self.tr("Take back: {0}").format(line.text))
        back.clicked.connect(lambda _checked=False: self.back_wanted.emit(line.id))
        row.addWidget(label, 1)
        row.addWidget(back, 0, Qt.AlignmentFlag.AlignTop)
        return box

    def _turn(self) -> None:
        shown = self.list.isHidden()
        self.list.setVisible(shown)
        self.toggle.setText(self.tr("Hide") if shown else self.tr("Show"))
