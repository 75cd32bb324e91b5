"""The note with undo: every change is a step that can be taken back; typing in one sentence is one step."""

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from opd_desktop.domain.note import Draft, Order, OrderStatus, Problem, Section
from opd_desktop.domain.note_template import NoteTemplate
from opd_desktop.ui.encounter import lines, proposals
from opd_desktop.ui.encounter.lines import Line, NoteState

_TYPING = 1


class _Step(QUndoCommand):
    """From one state to the next. Steps with the same ``typing_in`` melt into one; ``forget`` drops it when undone."""

    def __init__(self, editor: "NoteEditor", text: str, after: NoteState, typing_in: str = "") -> None:
        super().__init__(text)
        self._editor = editor
        self._before = editor.state
        self.after = after
        self.typing_in = typing_in
        self.forget = False

    def id(self) -> int:
        """Only typing is offered to `mergeWith`."""
        return _TYPING if self.typing_in else -1

    def mergeWith(self, other: QUndoCommand) -> bool:
        """More letters of the same sentence; a sentence typed and emptied again leaves nothing to undo."""
        if not isinstance(other, _Step) or other.typing_in != self.typing_in:
            return False
        self.after = other.after
        return True

    def redo(self) -> None:
        """Show the state after."""
        self._editor.show_state(self.after)

    def undo(self) -> None:
        """Show the state before."""
        self._editor.show_state(self._before)
        if self.forget:
            # Only now: the stack skips the undo of a step that is obsolete already.
            self.setObsolete(True)


class NoteEditor(QObject):
    """What a person does to the note.

    Attributes:
        changed: a new `NoteState`, also by undo and redo.
        undo_stack: for the undo and redo actions.
    """

    changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.undo_stack = QUndoStack(self)
        self.undo_stack.setUndoLimit(500)
        # A stack that is deleted tells that it is empty, to listeners that may be gone already.
        stack = self.undo_stack
        self.destroyed.connect(lambda: stack.blockSignals(True))
        self._state = NoteState()
        self._session = 0

    @property
    def state(self) -> NoteState:
        """The note now."""
        return self._state

    def show_state(self, state: NoteState) -> None:
        """Show ``state`` without a step of its own; for the steps."""
        if state != self._state:
            self._state = state
            self.changed.emit(state)

    def load(self, state: NoteState) -> None:
        """Begin with another note: nothing before it can be undone."""
        self.undo_stack.clear()
        self._state = state
        self.changed.emit(state)

    def replace(self, state: NoteState, text: str) -> None:
        """Another note as one step that can be undone."""
        self._do(text, state)

    def add(
        self,
        section: Section,
        text: str = "",
        after: str | None = None,
        turns: tuple[int, ...] = (),
        *,
        heading: str = "",
        problem: str = "",
    ) -> str:
        """A new sentence; returns its id. An empty one and the typing in it are one step.

        Behind another (``after``) it stands under the same heading and problem.
        """
        before = self._state.line(after) if after else None
        if before is not None and before.section is section:
            heading, problem = before.heading, before.problem
        line = Line(lines.fresh_id(), section, text, turns=turns, heading=heading, problem=problem)
        typing = "" if text else self._typing(line.id, fresh=True)
        self._do(self.tr("Add a sentence"), lines.inserted(self._state, line, after), typing)
        return line.id

    def type(self, line_id: str, text: str) -> None:
        """The text of a sentence while it is typed."""
        self._do(self.tr("Type"), lines.retyped(self._state, line_id, text), self._typing(line_id))

    def finish_typing(self, line_id: str) -> None:
        """The keyboard left the sentence: an empty one goes, and more typing later is a step of its own."""
        line = self._state.line(line_id)
        self._session += 1
        if line is None or line.text.strip():
            return
        top = self.undo_stack.command(self.undo_stack.index() - 1) if self.undo_stack.index() else None
        if isinstance(top, _Step) and top.typing_in.startswith(f"+{line_id}/"):
            # Made and left empty: as if it had never been there, in undo and in redo.
            top.forget = True
            self.undo_stack.undo()
        else:
            self.remove(line_id)

    def accept(self, ids: Iterable[str]) -> None:
        """Take proposed sentences or problems into the note."""
        self._do(self.tr("Accept"), lines.accepted(self._state, ids))

    def accept_all(self) -> None:
        """Take all proposed sentences and problems into the note."""
        self._do(self.tr("Accept all"), lines.accepted_all(self._state))

    def remove(self, item_id: str) -> None:
        """Reject a proposal, or delete what was written."""
        self._do(self.tr("Remove"), lines.removed(self._state, item_id))

    def confirm(self, order_id: str, status: OrderStatus | None = None) -> None:
        """Decide on an order."""
        self._do(self.tr("Confirm an order"), lines.confirmed(self._state, order_id, status))

    def add_problem(self, problem: Problem) -> None:
        """A problem by the doctor."""
        self._do(self.tr("Add a problem"), lines.with_problem(self._state, problem))

    def add_order(self, order: Order) -> None:
        """An order by the doctor."""
        self._do(self.tr("Add an order"), lines.with_order(self._state, order))

    def propose(self, draft: Draft) -> None:
        """Show a draft beside what is written."""
        self._do(self.tr("Draft"), proposals.with_draft(self._state, draft))

    def choose_template(self, template: NoteTemplate) -> None:
        """Order and title the note by another template."""
        self._do(self.tr("Another template"), lines.with_template(self._state, template))

    def begin_with(self, template: NoteTemplate) -> None:
        """The template of a note that has none yet; no step of its own."""
        if not self._state.template:
            self._state = lines.with_template(self._state, template)

    def take_back(self, line_id: str) -> None:
        """Propose a sentence after all that was left out by what the scribe learned."""
        self._do(self.tr("Propose it after all"), proposals.taken_back(self._state, line_id))

    def _typing(self, line_id: str, *, fresh: bool = False) -> str:
        key = f"{line_id}/{self._session}"
        if fresh:
            return f"+{key}"
        top = self.undo_stack.command(self.undo_stack.index() - 1) if self.undo_stack.index() else None
        return f"+{key}" if isinstance(top, _Step) and top.typing_in == f"+{key}" else key

    def _do(self, text: str, after: NoteState, typing_in: str = "") -> None:
        if after != self._state:
            self.undo_stack.push(_Step(self, text, after, typing_in))
