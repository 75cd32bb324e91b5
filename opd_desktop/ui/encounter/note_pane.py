"""The note with what is said about it above: proposals, saving, a clash, an amendment, a question before signing."""

from collections.abc import Callable
from datetime import datetime

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from opd_desktop.domain.note import Finding, FindingKind, Validation
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.encounter import lines
from opd_desktop.ui.encounter.buttons import short_button
from opd_desktop.ui.encounter.encounter_state import Clash, EncounterState
from opd_desktop.ui.encounter.lines import NoteState
from opd_desktop.ui.encounter.note_view import NoteView
from opd_desktop.ui.encounter.presenter import EncounterPresenter
from opd_desktop.ui.encounter.saver import SaveStatus
from opd_desktop.ui.encounter.words import PROBLEMS, finding_text, section_text
from opd_desktop.ui.text import clock_text, moment_text
from opd_desktop.ui.theme import theme
from opd_desktop.ui.widgets import Button, Caption, Card, Chip, Muted, Notice
from opd_desktop.ui.words import error_text


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


class AmendBar(Card):
    """Why a signed note is changed, then the end of changing it."""

    def __init__(self, presenter: EncounterPresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self.why = QLineEdit(self)
        self.why.setAccessibleName(self.tr("Reason of the amendment"))
        self.why.setPlaceholderText(self.tr("Why is the signed note changed? At least 3 letters"))
        self.why.returnPressed.connect(self._begin)
        self.why.textChanged.connect(lambda text: self.begin.setEnabled(len(text.strip()) >= 3))
        self.begin: Button = Button(self.tr("Amend"), "primary", parent=self)
        self.begin.setEnabled(False)
        self.begin.clicked.connect(self._begin)
        self.leave = Button(self.tr("Cancel"), "quiet", parent=self)
        self.leave.clicked.connect(self.hide)
        self._asking = QWidget(self)
        row = QHBoxLayout(self._asking)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.why, 1)
        row.addWidget(self.leave)
        row.addWidget(self.begin)
        self._doing = QWidget(self)
        row = QHBoxLayout(self._doing)
        row.setContentsMargins(0, 0, 0, 0)
        self._reason = Muted(parent=self._doing)
        self.save = Button(self.tr("Sign the amendment"), "primary", parent=self._doing)
        self.save.clicked.connect(presenter.moves.save_amendment)
        drop = Button(self.tr("Drop it"), "quiet", parent=self._doing)
        drop.clicked.connect(presenter.moves.drop_amendment)
        row.addWidget(self._reason, 1)
        row.addWidget(drop)
        row.addWidget(self.save)
        self.body.addWidget(self._asking)
        self.body.addWidget(self._doing)
        self.hide()

    def ask(self) -> None:
        """Ask for the reason."""
        self.why.clear()
        self.show()
        self.why.setFocus(Qt.FocusReason.OtherFocusReason)

    def _begin(self) -> None:
        if len(self.why.text().strip()) >= 3:
            self._presenter.moves.amend(self.why.text())

    def show_state(self, state: EncounterState) -> None:
        """Asking or amending."""
        self._asking.setVisible(not state.amending)
        self._doing.setVisible(bool(state.amending))
        self._reason.setText(self.tr("Amending the signed note: {0}").format(state.amending))
        if state.amending:
            self.show()
        elif not state.signed or (self.isVisible() and not self._asking.isVisibleTo(self)):
            self.hide()


class NotePane(QWidget):
    """Header strip, notices and the note.

    Attributes:
        looked_at: the turns behind the row under the keyboard or the mouse.
    """

    looked_at = Signal(object)

    def __init__(
        self,
        desk: Desk,
        presenter: EncounterPresenter,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._presenter = presenter
        self.note = NoteView(presenter.editor, self)
        self.note.looked_at.connect(self.looked_at)
        self.strip = self._make_strip()
        self.clash = ClashCard(presenter.keep_mine, presenter.take_theirs, self)
        self.amend = AmendBar(presenter, self)
        self.question = self._make_question()
        self.restored = Notice("info", parent=self)
        self.amended = Muted(parent=self)
        self.findings = Notice("warn", parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top = QVBoxLayout()
        top.setContentsMargins(12, 12, 12, 8)
        top.setSpacing(8)
        for widget in (
            self.strip, self.clash, self.amend, self.question, self.restored, self.amended, self.findings
        ):  # fmt: skip
            top.addWidget(widget)
        column.addLayout(top)
        column.addWidget(self.note, 1)
        self.setFocusProxy(None)  # type: ignore[arg-type]

    def _make_strip(self) -> QWidget:
        strip = QWidget(self)
        self._strip_row = QBoxLayout(QBoxLayout.Direction.LeftToRight, strip)
        self._strip_row.setContentsMargins(0, 0, 0, 0)
        says, does = QHBoxLayout(), QHBoxLayout()
        self.chip = Chip(self._desk.theme.looks("draft"), strip)
        self.summary = QLabel(strip)
        self.summary.setProperty("kind", "muted")
        self.summary.setTextFormat(Qt.TextFormat.PlainText)
        self.summary.setWordWrap(True)
        self.saved = QLabel(strip)
        self.saved.setProperty("kind", "small")
        self.saved.setWordWrap(True)
        says.addWidget(self.chip)
        says.addWidget(self.summary, 1)
        says.addWidget(self.saved)
        does.addStretch()
        self._does = does
        self._strip_row.addLayout(says, 1)
        self._strip_row.addLayout(does)
        return strip

    def add_actions(self, accept_all: QAction, check: QAction) -> None:
        """What can be done with the whole note."""
        self.check_button = short_button(check, self.strip, "quiet")
        self.accept_button = Button.for_action(accept_all)
        self._does.addWidget(self.check_button)
        self._does.addWidget(self.accept_button)

    def minimumSizeHint(self) -> QSize:
        """As wide as the note needs; the strip above finds room in two lines."""
        return QSize(self.note.minimumSizeHint().width(), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, the buttons go below what is said."""
        super().resizeEvent(event)
        narrow = event.size().width() < theme().rem * 46
        directions = QBoxLayout.Direction
        self._strip_row.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)

    def _make_question(self) -> QWidget:
        box = QWidget(self)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        self._question = Notice("warn", parent=box)
        self.sign_anyway = Button(self.tr("Sign without them"), "danger", parent=box)
        self.sign_anyway.clicked.connect(lambda: self._presenter.moves.complete(sign=True))
        back = Button(self.tr("Go back"), parent=box)
        back.clicked.connect(self._presenter.moves.dismiss)
        row.addWidget(self._question, 1)
        row.addWidget(back)
        row.addWidget(self.sign_anyway)
        return box

    def show_state(self, state: EncounterState, note: NoteState, validation: Validation | None) -> None:
        """Show the encounter's note and all that is said about it."""
        findings = by_line(note, validation)
        self.note.show_note(note, self._presenter.may_write, findings)
        self._show_strip(state, note, validation)
        self.clash.setVisible(state.clash is not None)
        if state.clash is not None:
            self.clash.show_clash(state.clash, self._desk.local)
        self.amend.show_state(state)
        self._show_question(state, note)
        if state.restored is not None:
            when = moment_text(self._desk.local(state.restored), self._desk.today())
            self.restored.set_text(self.tr("What was typed at {0} was not saved then; it is back.").format(when))
        self.restored.setVisible(state.restored is not None)
        self._show_amended(state)
        self._show_findings(note, validation)

    def _show_strip(self, state: EncounterState, note: NoteState, validation: Validation | None) -> None:
        pending = note.undecided
        self.chip.setVisible(bool(pending) or note.empty is False)
        saved = state.encounter.note if state.encounter else None
        look = "draft" if pending else (saved.status if saved else "preliminary")
        self.chip.set_look(self._desk.theme.looks(look))
        self.summary.setText(self._summary(note, validation))
        self.accept_button.setVisible(self._presenter.may_write and bool(note.pending))
        self.check_button.setVisible(self._presenter.may_write and bool(note.lines))
        self.saved.setText("" if state.signed else self._saved_text(state.save))
        _restyle(self.saved, "error" if state.save.state in {"failed", "clash"} else "small")

    def _summary(self, note: NoteState, validation: Validation | None) -> str:
        parts = []
        if note.pending:
            parts.append(_count(len(note.pending), self.tr("1 sentence to decide"), self.tr("{0} sentences to decide")))
            if all(line.turns for line in note.pending):
                parts.append(self.tr("each with its source"))
        waiting = sum(one.pending for one in note.orders)
        if waiting:
            parts.append(_count(waiting, self.tr("1 order to confirm"), self.tr("{0} orders to confirm")))
        if validation is not None:
            if validation.missing:
                parts.append(self.tr("{0} not in the note").format(validation.missing))
            bad = sum(one.kind in PROBLEMS for one in validation.findings)
            parts.append(self.tr("{0} to look at").format(bad) if bad else self.tr("no unsupported claims"))
        return " · ".join(parts)

    def _saved_text(self, status: SaveStatus) -> str:
        if status.state in {"dirty", "saving"}:
            return self.tr("Saving")
        if status.state == "failed":
            return self.tr("Not saved; kept on this computer. {0}").format(error_text(status.error or OSError()))
        if status.state == "clash":
            return self.tr("Not saved")
        if status.at is None:
            return ""
        return self.tr("Saved {0}").format(clock_text(self._desk.local(status.at)))

    def _show_question(self, state: EncounterState, note: NoteState) -> None:
        self.question.setVisible(bool(state.confirm))
        if state.confirm == "undecided":
            one = self.tr("1 proposal is not decided and will not be in the signed note.")
            many = self.tr("{0} proposals are not decided and will not be in the signed note.")
            self._question.set_text(_count(note.undecided, one, many))
            self.sign_anyway.show()
        elif state.confirm == "empty":
            self._question.set_text(self.tr("The note is empty. Write a sentence, then sign."))
            self.sign_anyway.hide()

    def _show_amended(self, state: EncounterState) -> None:
        note = state.encounter.note if state.encounter else None
        text = ""
        if note is not None and note.amendment_reason:
            when = moment_text(self._desk.local(note.updated_at), self._desk.today()) if note.updated_at else ""
            text = self.tr("Amended {0} by {1}: {2}").format(when, note.author, note.amendment_reason)
        self.amended.setText(text)
        self.amended.setVisible(bool(text))

    def _show_findings(self, note: NoteState, validation: Validation | None) -> None:
        """What is said about the note as a whole, or about text that stands in no single sentence."""
        found = validation.findings if validation else ()
        loose = [
            f"{finding_text(one)} {f'“{one.sentence}”' if one.sentence else ''}".strip()
            for one in found
            if one.kind in PROBLEMS and not any(lines.said_in(one.sentence, line) for line in note.lines)
        ]
        empty = [
            section_text(one.section) for one in found if one.kind is FindingKind.SECTION and one.section is not None
        ]  # fmt: skip
        if empty:
            loose.append(self.tr("Empty: {0}").format(", ".join(empty)))
        self.findings.set_text("\n".join(loose[:4]))


def by_line(note: NoteState, validation: Validation | None) -> dict[str, Finding]:
    """The worst finding of each sentence."""
    rank = {"high": 0, "medium": 1, "low": 2}
    found: dict[str, Finding] = {}
    for finding in sorted(validation.findings if validation else (), key=lambda one: rank[one.severity]):
        if finding.kind in PROBLEMS:
            for line in note.lines:
                if lines.said_in(finding.sentence, line):
                    found.setdefault(line.id, finding)
    return found


def _count(number: int, one: str, many: str) -> str:
    return one if number == 1 else many.format(number)


def _restyle(label: QLabel, kind: str) -> None:
    if label.property("kind") != kind:
        label.setProperty("kind", kind)
        label.style().unpolish(label)
        label.style().polish(label)
