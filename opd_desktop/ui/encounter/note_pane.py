"""The note with what is said about it above: proposals, saving, a clash, an amendment, a question before signing."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from opd_desktop.domain.note import Finding, FindingKind, Validation
from opd_desktop.domain.note_template import LANGUAGES, NoteTemplate, missing
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.encounter import lines
from opd_desktop.ui.encounter.buttons import short_button
from opd_desktop.ui.encounter.clash_card import ClashCard
from opd_desktop.ui.encounter.encounter_state import EncounterState
from opd_desktop.ui.encounter.lines import NoteState
from opd_desktop.ui.encounter.note_view import NoteView
from opd_desktop.ui.encounter.presenter import EncounterPresenter
from opd_desktop.ui.encounter.reason_bars import AmendBar, ReopenBar
from opd_desktop.ui.encounter.saver import SaveStatus
from opd_desktop.ui.encounter.signature import SignatureLine
from opd_desktop.ui.encounter.template_box import TemplateBox
from opd_desktop.ui.encounter.words import PROBLEMS, finding_text, section_text
from opd_desktop.ui.note_words import language_text, learned_text
from opd_desktop.ui.text import clock_text, moment_text
from opd_desktop.ui.theme import theme
from opd_desktop.ui.widgets import Button, Chip, Muted, Notice
from opd_desktop.ui.words import error_text


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
        self.note.left_out.rules_wanted.connect(self.show_rules)
        self.strip = self._make_strip()
        self.clash = ClashCard(presenter.keep_mine, presenter.take_theirs, self)
        self.amend = AmendBar(
            presenter,
            self.tr("Reason of the amendment"),
            self.tr("Why is the signed note changed? At least 3 letters"),
            self.tr("Amend"),
            self,
        )
        self.reopen = ReopenBar(
            presenter,
            self.tr("Reason for going on"),
            self.tr("Why does this visit go on? At least 3 letters"),
            self.tr("Reopen"),
            self,
        )
        self.question = self._make_question()
        self.restored = Notice("info", parent=self)
        self.learned = Notice(
            "good", "", self.tr("Settings"), self.show_rules, parent=self
        )  # fmt: skip
        self.signature = SignatureLine(desk, self)
        self.language = Muted(parent=self)
        self.amended = Muted(parent=self)
        self.findings = Notice("warn", parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top = QVBoxLayout()
        top.setContentsMargins(12, 12, 12, 8)
        top.setSpacing(8)
        for widget in (
            self.strip, self.language, self.clash, self.amend, self.reopen, self.question, self.restored, self.learned,
            self.signature, self.amended, self.findings,
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
        self.template = TemplateBox(self._presenter.writing, strip)
        self.template.chosen.connect(self._presenter.choose_template)
        self.template.edit_wanted.connect(self._edit_templates)
        self._keys = ""
        self._tight = False
        does.addWidget(self.template)
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

    def add_actions(self, accept_all: QAction, check: QAction, template: QAction) -> None:
        """What can be done with the whole note."""
        self._keys = template.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
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
        narrow = event.size().width() < theme().rem * 58
        self._tight = event.size().width() < theme().rem * 24
        self._show_check()
        directions = QBoxLayout.Direction
        self._strip_row.setDirection(directions.TopToBottom if narrow else directions.LeftToRight)

    def _show_check(self) -> None:
        """With a template and "Accept all" beside it a tight strip has no room; the key and the palette stay."""
        lines_there = bool(self._presenter.editor.state.lines)
        self.check_button.setVisible(self._presenter.may_write and lines_there and not self._tight)

    def _make_question(self) -> QWidget:
        box = QWidget(self)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        self._question = Notice("warn", parent=box)
        self.sign_anyway = Button(self.tr("Sign without them"), "danger", keys="Ctrl+Shift+Return", parent=box)
        self.sign_anyway.clicked.connect(lambda: self._presenter.moves.complete(sign=True))
        back = Button(self.tr("Go back"), keys="Esc", parent=box)
        back.clicked.connect(self._presenter.moves.dismiss)
        row.addStretch()
        row.addWidget(back)
        row.addWidget(self.sign_anyway)
        column.addWidget(self._question)
        column.addLayout(row)
        return box

    def show_state(self, state: EncounterState, note: NoteState, validation: Validation | None) -> None:
        """Show the encounter's note and all that is said about it."""
        findings = by_line(note, validation)
        template = self._presenter.template
        self.note.show_template(template)
        self.note.show_note(note, self._presenter.may_write, findings)
        self._show_template(template)
        self.learned.set_text(learned_text(state.learned))
        self.signature.show_encounter(state.encounter)
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

    def _show_template(self, template: NoteTemplate | None) -> None:
        """The box, and where the headings are in another language than the visit, that its sentences are not."""
        keys = self._keys
        self.template.show_template(template, keys, editable=self._presenter.may_write)
        heard = self._presenter.scribe.state.transcript
        spoken = heard.language if heard else LANGUAGES[0]
        other = template is not None and template.language.split("-")[0] != spoken.split("-")[0]
        self.language.setVisible(other and self._presenter.may_write)
        if template is not None and other:
            text = self.tr("Headings in {0}; sentences stay in the language of the visit ({1}).")
            self.language.setText(text.format(language_text(template.language), language_text(spoken)))

    def show_rules(self) -> None:
        """The rules that the scribe learned, in the settings."""
        self._desk.go("settings", "rules")

    def _edit_templates(self) -> None:
        self._desk.go("settings", "templates")

    def open_template_box(self) -> None:
        """Choose a template by keyboard."""
        if self.template.isVisible() and self.template.isEnabled():
            self.template.showMenu()

    def _show_strip(self, state: EncounterState, note: NoteState, validation: Validation | None) -> None:
        pending = note.undecided
        self.chip.setVisible(bool(pending) or note.empty is False)
        saved = state.encounter.note if state.encounter else None
        look = "draft" if pending else (saved.status if saved else "preliminary")
        self.chip.set_look(self._desk.theme.looks(look))
        self.summary.setText(self._summary(note, validation))
        self.accept_button.setVisible(self._presenter.may_write and bool(note.pending))
        self._show_check()
        self.saved.setText("" if state.signed else self._saved_text(state.save))
        _restyle(self.saved, "error" if state.save.state in {"failed", "clash"} else "small")

    def _summary(self, note: NoteState, validation: Validation | None) -> str:
        parts = []
        if note.pending:
            parts.append(_count(len(note.pending), self.tr("1 sentence to decide"), self.tr("{0} sentences to decide")))
            if all(line.turns for line in note.pending) and not self._tight:
                parts.append(self.tr("each with its source"))
        waiting = sum(one.pending for one in note.orders)
        if waiting:
            parts.append(_count(waiting, self.tr("1 order to confirm"), self.tr("{0} orders to confirm")))
        template = self._presenter.template
        unfilled = missing(note.lines, template) if template is not None and note.lines else ()
        if unfilled and self._presenter.may_write:
            parts.append(_count(len(unfilled), self.tr("1 heading to fill"), self.tr("{0} headings to fill")))
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
        if state.confirm == "at_work":
            self._question.set_text(
                self.tr("The scribe is still at work on this visit. What it makes will not be in the signed note.")
            )
            self.sign_anyway.setText(self.tr("Sign without it"))
            self.sign_anyway.show()
        elif state.confirm == "undecided":
            self.sign_anyway.setText(self.tr("Sign without them"))
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
