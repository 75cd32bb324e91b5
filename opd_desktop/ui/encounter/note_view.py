"""The middle of the encounter: the note by heading, with problems under the assessment and orders under the plan."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from opd_desktop.domain.note import Finding, Section
from opd_desktop.domain.note_template import NoteTemplate
from opd_desktop.scribe import spoken
from opd_desktop.ui.encounter.dictating import Dictation
from opd_desktop.ui.encounter.editor import NoteEditor
from opd_desktop.ui.encounter.entry_boxes import OrderBox, ProblemBox
from opd_desktop.ui.encounter.grouping import Group, choices, groups, usual_heading
from opd_desktop.ui.encounter.heading_rows import HeadingRows
from opd_desktop.ui.encounter.left_out import LeftOutCard
from opd_desktop.ui.encounter.lines import Line, NoteState, OrderLine, ProblemLine
from opd_desktop.ui.encounter.note_row import NoteRow
from opd_desktop.ui.encounter.rows import OrderRow, ProblemRow
from opd_desktop.ui.encounter.section_card import SectionCard
from opd_desktop.ui.encounter.sentence_row import SentenceRow
from opd_desktop.ui.encounter.words import section_text

_STOPS = (".", "!", "?", ",")


class NoteView(QScrollArea):
    """Shows a `NoteState` and hands what the person does to the editor.

    Attributes:
        looked_at: the turns behind the row under the keyboard or the mouse; empty = none.
        listen_wanted: the turns behind the row that the person wants to hear.
    """

    looked_at = Signal(object)
    listen_wanted = Signal(object)

    def __init__(self, editor: NoteEditor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._editor = editor
        self.dictation = Dictation(editor, self.usual_heading)
        self._editable = False
        self._findings: Mapping[str, Finding] = {}
        self._rows: dict[str, NoteRow] = {}
        self._headings = HeadingRows(self._write_under, self._step)
        self._walk: list[QWidget] = []
        self.template: NoteTemplate | None = None
        self._focus_next: QWidget | None = None
        self._order_before: tuple[str, ...] = ()
        self._audible: frozenset[int] = frozenset()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget(self)
        inside.setProperty("kind", "window")
        column = QVBoxLayout(inside)
        column.setContentsMargins(12, 4, 12, 16)
        column.setSpacing(12)
        self.cards = {section: SectionCard(section, inside) for section in Section}
        self._column = column
        for section, card in self.cards.items():
            column.addWidget(card)
            card.add.clicked.connect(lambda _checked=False, section=section: self.add_sentence(section))
            card.under_wanted.connect(lambda code, section=section: self.add_sentence(section, heading=code))
        self.left_out = LeftOutCard(inside)
        self.left_out.back_wanted.connect(self._take_back)
        column.addWidget(self.left_out)
        column.addStretch()
        self.problems = ProblemBox(self.tr("Problems"), self.cards[Section.ASSESSMENT])
        self.problems.wanted.connect(editor.add_problem)
        self.cards[Section.ASSESSMENT].extra.addWidget(self.problems)
        self.orders = OrderBox(self.tr("Orders"), self.cards[Section.PLAN])
        self.orders.wanted.connect(editor.add_order)
        self.cards[Section.PLAN].extra.addWidget(self.orders)
        self.setWidget(inside)

    def minimumSizeHint(self) -> QSize:
        """Never narrower than what is in it: there is no scrolling sideways."""
        hint = super().minimumSizeHint()
        inside = self.widget()
        width = inside.minimumSizeHint().width() if inside else 0
        return QSize(max(hint.width(), width + self.verticalScrollBar().sizeHint().width()), hint.height())

    # Showing -----------------------------------------------------------------------------------------------

    def show_note(self, state: NoteState, editable: bool, findings: Mapping[str, Finding]) -> None:
        """Show the note; rows that stay keep their keyboard and what is being typed."""
        self._editable, self._findings = editable, findings
        for item_id in [key for key in self._rows if key not in state.ids]:
            self._drop(item_id)
        grouped = groups(state.lines, self.template)
        self._place(self._column, [self.cards[section] for section in grouped])
        self._walk = []
        problems = [self._problem(one) for one in state.problems]
        orders = [self._order(one) for one in state.orders]
        self._headings.begin()
        for section, found in grouped.items():
            card, shown = self.cards[section], [one for one in found if one.lines or editable]
            card.empty.setVisible(not shown and not editable)
            card.show_foot(choices(section, self.template), editable=editable)
            self._place(card.rows, self._stacked(card, shown))
            self._walk += {Section.ASSESSMENT: problems, Section.PLAN: orders}.get(section, [])
        self._headings.end()
        self.left_out.show_lines(state.left_out, self.template, editable)
        self._place(self.problems.rows, problems)
        self._place(self.orders.rows, orders)
        self.problems.show_state(editable=editable, filled=bool(state.problems))
        self.orders.show_state(editable=editable, filled=bool(state.orders))
        self._order_before = tuple(row.item_id for row in self.ordered())
        self.set_audible(self._audible)
        following, self._focus_next = self._focus_next, None
        if following is not None:
            following.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_template(self, template: NoteTemplate | None) -> None:
        """Order and title the note by another template."""
        if template != self.template:
            self.template = template
            self.show_note(self._editor.state, self._editable, self._findings)

    def _stacked(self, card: SectionCard, found: Sequence[Group]) -> list[QWidget]:
        """The rows of a part with their headings between them."""
        stack: list[QWidget] = []
        for number, group in enumerate(found):
            rows: list[QWidget] = [self._sentence(line) for line in group.lines]
            if not rows:
                rows = [self._headings.prompt(group, card)]
            stack += self._headings.titles(group, card, known="" if number else section_text(card.section))
            stack += rows
            self._walk += rows
        return stack

    @staticmethod
    def _place(layout: QVBoxLayout, rows: Sequence[QWidget]) -> None:
        for place, row in enumerate(rows):
            if layout.indexOf(row) != place:
                layout.insertWidget(place, row)
            row.show()

    def _sentence(self, line: Line) -> NoteRow:
        row = self._rows.get(line.id)
        if not isinstance(row, SentenceRow):
            row = SentenceRow(line, self.cards[line.section])
            row.typed.connect(lambda text, key=line.id: self._type(key, text))
            row.done.connect(lambda more, key=line.id: self._typed(key, more))
            row.back.connect(lambda key=line.id: self._back(key))
            row.open_wanted.connect(row.start_editing)
            row.accept_wanted.connect(lambda key=line.id: self.accept(key))
            self._connect(row)
        row.show_line(line, self._editable, self._findings.get(line.id))
        return row

    def _problem(self, line: ProblemLine) -> NoteRow:
        row = self._rows.get(line.id)
        if not isinstance(row, ProblemRow):
            row = ProblemRow(line, self.cards[Section.ASSESSMENT])
            row.accept_wanted.connect(lambda key=line.id: self.accept(key))
            self._connect(row)
        row.show_problem(line, self._editable)
        return row

    def _order(self, line: OrderLine) -> NoteRow:
        row = self._rows.get(line.id)
        if not isinstance(row, OrderRow):
            row = OrderRow(line, self.cards[Section.PLAN])
            row.accept_wanted.connect(lambda key=line.id: self._editor.confirm(key))
            row.status_chosen.connect(lambda status, key=line.id: self._editor.confirm(key, status))
            self._connect(row)
        row.show_order(line, self._editable)
        return row

    def _connect(self, row: NoteRow) -> None:
        self._rows[row.item_id] = row
        row.chosen.connect(lambda on, row=row: self.looked_at.emit(row.turns if on else ()))
        row.listen_wanted.connect(lambda row=row: self.listen_wanted.emit(row.turns))
        row.remove_wanted.connect(lambda row=row: self.remove(row.item_id))
        row.step_wanted.connect(lambda step, row=row: self._step(row, step))

    def _drop(self, item_id: str) -> None:
        row = self._rows.pop(item_id)
        proxy = row.focusProxy()
        if row.hasFocus() or (proxy is not None and proxy.hasFocus()):
            self._focus_next = self._focus_next or self._neighbour(row)
        if isinstance(row, SentenceRow):
            row.stop_editing()
        row.blockSignals(True)
        row.hide()
        # Out of the layout now: a row that is only hidden would still count in the order of the others.
        row.setParent(None)
        row.deleteLater()

    def set_audible(self, turns: frozenset[int]) -> None:
        """The turns that there is sound of."""
        self._audible = turns
        for row in self._rows.values():
            row.set_audible(not turns.isdisjoint(row.turns))

    def mark_turn(self, turn: int | None) -> None:
        """Light up the rows that rest on a turn."""
        for row in self._rows.values():
            row.mark(turn is not None and turn in row.turns)

    # Walking -----------------------------------------------------------------------------------------------

    def ordered(self) -> list[NoteRow]:
        """All rows from top to bottom."""
        return [row for row in self._walk if isinstance(row, NoteRow) and row.item_id in self._rows]

    def current(self) -> NoteRow | None:
        """The row that has the keyboard, while it is not typed in."""
        return next((row for row in self._rows.values() if row.hasFocus()), None)

    def _step(self, row: QWidget, step: int) -> None:
        rows = self._walk
        place = rows.index(row) + step if row in rows else 0
        if 0 <= place < len(rows):
            rows[place].setFocus(Qt.FocusReason.OtherFocusReason)
            self.ensureWidgetVisible(rows[place], 0, 40)

    def _neighbour(self, row: NoteRow) -> QWidget:
        """The row that follows one that goes, else the one before it, else where a first one is added."""
        keys = self._order_before
        place = keys.index(row.item_id) if row.item_id in keys else 0
        rest = [*keys[place + 1 :], *reversed(keys[:place])]
        following = next((self._rows[key] for key in rest if key in self._rows), None)
        return following or self.cards[Section.SUBJECTIVE].add

    def focus_first(self) -> None:
        """The keyboard goes to the first proposal, else to the first sentence, else to the first section."""
        rows = self.ordered()
        row = next((one for one in rows if one.pending), rows[0] if rows else None)
        self._go_to(row or self.cards[Section.SUBJECTIVE].add)

    def _go_to(self, place: QWidget) -> None:
        """The keyboard goes there, and it is seen with its heading."""
        place.setFocus(Qt.FocusReason.OtherFocusReason)
        # A new row has no place of its own until the layout ran.
        QTimer.singleShot(0, place, lambda: self._reveal(place))

    def _reveal(self, place: QWidget) -> None:
        rows = self.ordered()
        if not rows or place is rows[0]:
            self.verticalScrollBar().setValue(0)
        else:
            self.ensureWidgetVisible(place, 0, 60)

    # What the person does ----------------------------------------------------------------------------------

    def add_sentence(self, section: Section, after: str | None = None, heading: str = "") -> None:
        """Type a new sentence: behind another, under a heading, or where it usually goes."""
        if not self._editable:
            return
        key = self._editor.add(section, after=after, heading=heading or self.usual_heading(section))
        self._edit(key)

    def usual_heading(self, section: Section) -> str:
        """Where a sentence goes that is added to a part of the note and follows none."""
        return usual_heading(section, self.template)

    def _write_under(self, group: Group) -> None:
        self.add_sentence(group.section, heading=group.code.value)

    def _take_back(self, line_id: str) -> None:
        if self._editable:
            self._editor.take_back(line_id)

    def _edit(self, key: str) -> None:
        row = self._rows.get(key)
        if isinstance(row, SentenceRow):
            row.start_editing()
            # The row has no place of its own until the layout ran.
            QTimer.singleShot(0, row, lambda: self.ensureWidgetVisible(row, 0, 40))

    def _type(self, key: str, text: str) -> None:
        self._editor.type(key, text)
        if text.endswith(_STOPS) and spoken.has_command(text):
            # The editor of the sentence is still at work on this letter.
            QTimer.singleShot(0, self, lambda: self._obey(key))

    def _obey(self, key: str) -> None:
        """Do what was dictated into a sentence, and go on typing where it leads."""
        line, row = self._editor.state.line(key), self._rows.get(key)
        if line is None or not isinstance(row, SentenceRow) or not spoken.has_command(line.text):
            return
        row.stop_editing()
        self.dictation.take_line(key)
        self.add_sentence(self.dictation.section, after=self.dictation.last)

    def _typed(self, key: str, more: bool) -> None:
        line = self._editor.state.line(key)
        if line is not None and spoken.has_command(line.text):
            self._obey(key)
        elif more and line is not None and line.text.strip():
            self._editor.finish_typing(key)
            if line.origin != "edited" or not self._next_proposal(key):
                self.add_sentence(line.section, after=key)
        else:
            self._editor.finish_typing(key)

    def _next_proposal(self, key: str) -> bool:
        """A drafted sentence was put right: on to the next one that waits; False when none does."""
        rows = self.ordered()
        place = next((i for i, row in enumerate(rows) if row.item_id == key), 0)
        following = next((row for row in rows[place + 1 :] if row.pending), None)
        row = self._rows.get(key)
        if following is None or not isinstance(row, SentenceRow):
            return False
        row.stop_editing()
        self._go_to(following)
        return True

    def _back(self, key: str) -> None:
        rows = self.ordered()
        place = next((i for i, row in enumerate(rows) if row.item_id == key), 0)
        before = rows[place - 1] if place else None
        self._editor.finish_typing(key)
        if isinstance(before, SentenceRow):
            before.start_editing()

    def accept(self, key: str) -> None:
        """Accept, and go on to the next proposal."""
        if not self._editable:
            return
        rows = self.ordered()
        place = next((i for i, row in enumerate(rows) if row.item_id == key), 0)
        had_keyboard = key in self._rows and self._rows[key].hasFocus()
        if isinstance(self._rows.get(key), OrderRow):
            self._editor.confirm(key)
        else:
            self._editor.accept([key])
        following = next((row for row in rows[place + 1 :] if row.pending and row.item_id in self._rows), None)
        if had_keyboard and following is not None:
            following.setFocus(Qt.FocusReason.OtherFocusReason)
            self.ensureWidgetVisible(following, 0, 40)

    def remove(self, key: str) -> None:
        """Reject or delete; the keyboard goes to the next row."""
        if self._editable:
            self._editor.remove(key)

    def accept_current(self) -> None:
        """Accept the row with the keyboard."""
        if (row := self.current()) is not None and row.pending:
            self.accept(row.item_id)

    def accept_all(self) -> None:
        """Accept every sentence and problem; the keyboard goes on to the first order, which is confirmed by itself."""
        if self._editable:
            self._editor.accept_all()
            if any(row.pending for row in self.ordered()):
                self.focus_first()

    def remove_current(self) -> None:
        """Reject or delete the row with the keyboard."""
        if (row := self.current()) is not None:
            self.remove(row.item_id)

    def edit_current(self) -> None:
        """Type in the row with the keyboard."""
        if isinstance(row := self.current(), SentenceRow):
            row.start_editing()
