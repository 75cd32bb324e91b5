"""Headings on the note: their titles, the problems of a plan, and what an empty heading asks for."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from opd_desktop.ui.encounter.grouping import Group
from opd_desktop.ui.encounter.words import section_text
from opd_desktop.ui.theme import theme
from opd_desktop.ui.widgets import Button


class HeadingLabel(QLabel):
    """The title of a heading, or under it the name of a problem."""

    def __init__(self, parent: QWidget, *, problem: bool = False) -> None:
        super().__init__(parent)
        self._problem = problem
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setProperty("kind", "" if problem else "small")
        self.setContentsMargins(10, round(theme().rem * (0.2 if problem else 0.35)), 6, 0)
        if not problem:
            font = self.font()
            font.setWeight(font.Weight.DemiBold)
            self.setFont(font)
        self._tint()
        theme().changed.connect(self._tint)

    def _tint(self) -> None:
        tokens = theme().tokens
        colour = tokens["text" if self._problem else "muted"]
        self.setStyleSheet(f"color: {colour}; font-weight: 600;")


class PromptRow(Button):
    """An empty heading that must be filled: what belongs there. Enter or a click begins to write.

    Attributes:
        step_wanted: up (-1) or down (1).
    """

    step_wanted = Signal(int)

    def __init__(self, group: Group, parent: QWidget) -> None:
        super().__init__("", "quiet", icon="plus", parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setStyleSheet("text-align: left;")
        self.show_group(group)

    def show_group(self, group: Group) -> None:
        """Show what belongs under the heading."""
        self.asks = group
        self.prompt = group.prompt or self.tr("Nothing noted yet")
        self._elide()

    def _elide(self) -> None:
        """A long reminder ends in an ellipsis and makes nothing wider; the whole is its tooltip."""
        room = self.width() - round(theme().rem * 3)
        shown = self.fontMetrics().elidedText(self.prompt, Qt.TextElideMode.ElideRight, max(room, 1))
        if shown != self.text():
            self.setText(shown)
        self.setToolTip(self.prompt if shown != self.prompt else "")
        title = self.asks.title or section_text(self.asks.section)
        self.setAccessibleName(self.tr("{0} is empty: {1}. Enter to write").format(title, self.prompt))

    def minimumSizeHint(self) -> QSize:
        """As narrow as the note gets."""
        return QSize(round(theme().rem * 8), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the reminder to the new width."""
        super().resizeEvent(event)
        self._elide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter writes; the arrows walk."""
        key = event.key()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.click()
        elif key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.step_wanted.emit(-1 if key == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)
            return
        event.accept()


class HeadingRows:
    """Keeps the titles and prompts that are on screen, so that what stays is not made anew (and keeps the keyboard)."""

    def __init__(self, write: Callable[[Group], None], step: Callable[[QWidget, int], None]) -> None:
        self._write, self._walk = write, step
        self._titles: dict[tuple[str, ...], HeadingLabel] = {}
        self._prompts: dict[str, PromptRow] = {}
        self._used: set[object] = set()

    def begin(self) -> None:
        """The note is shown again."""
        self._used.clear()

    def titles(self, group: Group, parent: QWidget, *, known: str = "") -> list[QWidget]:
        """The title of a heading and the name of a problem, where they are shown; ``known`` stands above already."""
        found: list[QWidget] = []
        code = group.code.value
        for key, text in (((code,), group.title), ((code, group.problem), group.problem.rstrip("."))):
            if not text or text.casefold() == known.casefold():
                continue
            label = self._titles.get(key)
            if label is None:
                label = self._titles[key] = HeadingLabel(parent, problem=len(key) > 1)
            label.setText(text)
            self._used.add(key)
            found.append(label)
        return found

    def prompt(self, group: Group, parent: QWidget) -> PromptRow:
        """What an empty heading asks for."""
        code = group.code.value
        row = self._prompts.get(code)
        if row is None:
            row = self._prompts[code] = PromptRow(group, parent)
            row.clicked.connect(lambda _on=False, row=row: self._write(row.asks))
            row.step_wanted.connect(lambda step, row=row: self._walk(row, step))
        row.show_group(group)
        self._used.add(code)
        return row

    def end(self) -> None:
        """What was not asked for since `begin` goes."""
        gone: list[QWidget] = [self._titles.pop(key) for key in [one for one in self._titles if one not in self._used]]
        gone += [self._prompts.pop(code) for code in [one for one in self._prompts if one not in self._used]]
        for widget in gone:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
