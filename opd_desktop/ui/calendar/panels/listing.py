"""Panels that are a list to work through: arrows choose, one key each decides, what is done goes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QWidget

from opd_desktop.ui.calendar.panels.rows import Row, RowList
from opd_desktop.ui.theme import theme
from opd_desktop.ui.widgets import Button, EmptyState, Muted, Notice, Panel
from opd_desktop.ui.words import error_text


@dataclass(frozen=True)
class Choice:
    """What a key does with the row under the cursor; ``why_not`` gives the reason where it can't be done."""

    key: int
    button: Button
    run: Callable[[Row], None]
    why_not: Callable[[Row], str]


def _always(_row: Row) -> str:
    return ""


class ListPanel(Panel):
    """A note, a list or why it is empty, an error, and the keys that act on a row."""

    def __init__(self, title: str, list_name: str, icon: str = "check") -> None:
        super().__init__(title)
        self._choices: list[Choice] = []
        self._followed: object = None
        self.note = Muted(parent=self)
        self.note.hide()
        self.error = Notice("danger", parent=self)
        self.error.set_text("")
        self.list = RowList(list_name, self)
        self.list.setMinimumHeight(round(theme().rem * 14))
        self.list.moved.connect(self._follow)
        self.empty = EmptyState(icon=icon, parent=self)
        self.empty.hide()
        self._keys_area = QWidget(self)
        self._grid = QGridLayout(self._keys_area)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        self._keys_area.hide()
        for widget in (self.note, self.error):
            self.body.addWidget(widget)
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.empty, 1)
        self.body.addWidget(self._keys_area)
        self.setFocusProxy(self.list)

    # Keys

    def add_choice(
        self,
        key: str,
        text: str,
        run: Callable[[Row], None],
        *,
        why_not: Callable[[Row], str] = _always,
        kind: str = "plain",
    ) -> Button:
        """Offer what ``key``, a capital letter, does with the row under the cursor."""
        button = Button(text, kind, keys=key, parent=self._keys_area)
        choice = Choice(ord(key), button, run, why_not)
        self._choices.append(choice)
        button.clicked.connect(lambda _checked=False: self._do(choice))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._arrange()
        self.list.own_keys([one.key for one in self._choices])
        return button

    def _arrange(self) -> None:
        """Two buttons in a row where the longest words leave room for it, else one."""
        widest = max(one.button.sizeHint().width() for one in self._choices)
        columns = 2 if 2 * widest + 40 <= self.width() else 1
        for place, one in enumerate(self._choices):
            self._grid.addWidget(one.button, place // columns, place % columns)

    def _do(self, choice: Choice) -> None:
        row = self.list.current()
        if row is None:
            return
        why = choice.why_not(row)
        self.error.set_text(why)
        if not why:
            choice.run(row)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A key of a choice decides about the row; Esc closes."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        found = next((one for one in self._choices if plain and one.key == event.key()), None)
        if found is not None and self.list.hasFocus():
            event.accept()
            self._do(found)
            return
        super().keyPressEvent(event)

    def choices(self) -> list[Button]:
        """The buttons of what can be done with a row."""
        return [one.button for one in self._choices]

    def _follow(self, row: Row | None) -> None:
        # Desks beside this one have the list read again: what was said about a row stays until another is chosen.
        key = row.key if row is not None else None
        if key != self._followed:
            self._followed = key
            self.error.set_text("")
        for choice in self._choices:
            why = choice.why_not(row) if row is not None else ""
            choice.button.setEnabled(row is not None and not why)
            choice.button.setToolTip(why or choice.button.text())
        self.row_changed(row)

    def row_changed(self, row: Row | None) -> None:
        """Override: another row has the cursor."""

    # What is shown

    def show_note(self, text: str) -> None:
        """What the list is about, above it."""
        self.note.setText(text)
        self.note.setVisible(bool(text))

    def show_rows(self, rows: Sequence[Row], title: str, hint: str = "") -> None:
        """Show rows, or say with ``title`` and ``hint`` why there are none."""
        had_focus = self.list.hasFocus()
        self.list.set_rows(rows)
        self.empty.set_text(title, hint)
        self.list.setVisible(bool(rows))
        self.empty.setVisible(not rows)
        self._keys_area.setVisible(bool(rows) and bool(self._choices))
        if had_focus and not rows:
            self.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_failure(self, error: BaseException) -> None:
        """What went wrong, where it was asked for."""
        self.error.set_text(error_text(error))
