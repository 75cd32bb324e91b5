"""The board: figures on top, a column per stage."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from opd_desktop.services.dto.journeys import BoardColumn, BoardFigures, InstanceDto
from opd_desktop.ui.journeys.cards import CardList
from opd_desktop.ui.journeys.words import Words, rough_text
from opd_desktop.ui.theme import theme
from opd_desktop.ui.widgets import Caption, Card, ElidedLabel


class Figure(Card):
    """One number that says how things stand.

    Attributes:
        clicked: the person wants to see what is behind it.
    """

    clicked = Signal()

    def __init__(self, caption: str, parent: QWidget | None = None, *, opens: bool = False) -> None:
        super().__init__(parent)
        self._caption = caption
        self._opens = opens
        self._value = QLabel(self)
        self._value.setProperty("kind", "figure")
        self._detail = ElidedLabel(kind="muted", parent=self)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._value)
        row.addWidget(self._detail, 1, Qt.AlignmentFlag.AlignBottom)
        self.body.addWidget(Caption(caption, self))
        self.body.addLayout(row)
        if opens:
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_value(self, value: str, detail: str = "", tip: str = "") -> None:
        """Show a number and what it is made of."""
        self._value.setText(value)
        self._detail.set_text(detail)
        self.setToolTip(tip)
        self.setAccessibleName(f"{self._caption}: {value} {detail}".strip())

    def text(self) -> str:
        """What it says."""
        return self.accessibleName()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click opens what is behind the number."""
        super().mouseReleaseEvent(event)
        if (
            self._opens
            and event.button() == Qt.MouseButton.LeftButton
            and self.rect().contains(event.position().toPoint())
        ):
            self.clicked.emit()


class Figures(QWidget):
    """The row of numbers above the board.

    Attributes:
        messages_wanted: the number of messages was clicked.
    """

    messages_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.open = Figure(self.tr("Open journeys"), self)
        self.overdue = Figure(self.tr("Overdue"), self)
        self.sent = Figure(self.tr("Sent today"), self, opens=True)
        self.returned = Figure(self.tr("Came back for review"), self)
        self.sent.clicked.connect(self.messages_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        for figure in (self.open, self.overdue, self.sent, self.returned):
            row.addWidget(figure, 1)

    def show_figures(self, figures: BoardFigures, oldest: datetime | None, now: datetime) -> None:
        """Show the newest numbers; ``oldest`` is when the stage overdue longest was due."""
        self.open.show_value(str(figures.open_journeys), self.tr("+{0} today").format(figures.new_today))
        late = ""
        if oldest is not None:
            late = self.tr("the longest by {0}").format(rough_text(now - oldest))
        self.overdue.show_value(str(figures.overdue), late)
        trouble = []
        if figures.failed_today:
            trouble.append(self.tr("{0} failed").format(figures.failed_today))
        if figures.unknown_today:
            trouble.append(self.tr("{0} unknown").format(figures.unknown_today))
        self.sent.show_value(str(figures.sent_today), ", ".join(trouble) or self.tr("none failed"))
        tip = self.tr("Patients seen in the last 90 days who have come back, or have a visit booked")
        if figures.returned_percent is None:
            self.returned.show_value("–", self.tr("nobody seen in 90 days"), tip)
        else:
            self.returned.show_value(f"{figures.returned_percent} %", self.tr("of 90 days"), tip)


class StageColumn(QFrame):
    """One stage with its cards."""

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.key = key
        self.setMinimumWidth(round(theme().rem * 11.5))
        self._name = ElidedLabel(kind="strong", parent=self)
        self._hint = ElidedLabel(kind="small", parent=self)
        self._count = QLabel(self)
        self._count.setProperty("kind", "muted")
        self.list = CardList(self)
        self.setFocusProxy(self.list)
        names = QHBoxLayout()
        names.addWidget(self._name, 1)
        names.addWidget(self._count)
        head = QVBoxLayout()
        head.setContentsMargins(14, 10, 14, 8)
        head.setSpacing(1)
        head.addLayout(names)
        head.addWidget(self._hint)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 4)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        theme().changed.connect(self.update)

    def show_column(self, column: BoardColumn, words: Words, *, filtered: bool) -> None:
        """Show the newest state of the stage; ``filtered`` tells that a search hides cards."""
        self._name.set_text(column.name)
        self._hint.set_text(column.hint)
        shown = len(column.cards)
        count = self.tr("{0} of {1}").format(shown, column.count) if filtered else str(column.count)
        self._count.setText(count)
        self.list.setAccessibleName(self.tr("{0}, {1} journeys").format(column.name, count))
        self.list.show_cards(column.cards, words, self.tr("Nobody fits") if filtered else self.tr("Nobody here"))

    def count_text(self) -> str:
        """The number in its head."""
        return self._count.text()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The sunken ground."""
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("sunken"))
        painter.drawRoundedRect(self.rect(), 8, 8)
        painter.end()


class BoardView(QWidget):
    """All columns side by side; scrolls sideways where there are many.

    Attributes:
        opened: a card was opened.
    """

    opened = Signal(object)

    def __init__(self, actions: Sequence[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = list(actions)
        self._columns: dict[str, StageColumn] = {}
        self._current = ""
        inside = QWidget(self)
        inside.setProperty("kind", "scrolled")
        self._row = QHBoxLayout(inside)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(12)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setWidget(inside)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._scroll)

    @property
    def columns(self) -> dict[str, StageColumn]:
        """The columns by the key of their stage, in order."""
        return dict(self._columns)

    def show_columns(self, columns: Sequence[BoardColumn], words: Words, *, filtered: bool) -> None:
        """Show the newest state of the board."""
        wanted = [column.key for column in columns]
        if wanted != list(self._columns):
            self._rebuild(wanted)
        for column in columns:
            self._columns[column.key].show_column(column, words, filtered=filtered)

    def _rebuild(self, keys: Sequence[str]) -> None:
        for gone in self._columns.values():
            self._row.removeWidget(gone)
            gone.hide()
            gone.deleteLater()
        self._columns = {key: self._make(key) for key in keys}
        for column in self._columns.values():
            self._row.addWidget(column, 1)

    def _make(self, key: str) -> StageColumn:
        column = StageColumn(key, self)
        column.list.addActions(self._actions)
        column.list.opened.connect(self.opened)
        column.list.entered.connect(lambda: self._enter(key))
        column.list.sideways.connect(lambda step, height: self._sideways(key, step, height))
        return column

    def _enter(self, key: str) -> None:
        self._current = key
        self._scroll.ensureWidgetVisible(self._columns[key], 12, 0)
        for other, column in self._columns.items():
            if other != key:
                column.list.clearSelection()

    def _sideways(self, key: str, step: int, height: int) -> None:
        """To the next column that has cards, at about the same height."""
        keys = list(self._columns)
        beside = keys[keys.index(key) + 1 :] if step > 0 else keys[: keys.index(key)][::-1]
        for other in beside:
            target = self._columns[other].list
            if target.cards.cards:
                target.select_at(height)
                target.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def focus_cards(self) -> bool:
        """The keyboard goes to the cards, where it last was; False if there are none."""
        filled = [key for key, column in self._columns.items() if column.list.cards.cards]
        if filled:
            key = self._current if self._current in filled else filled[0]
            self._columns[key].list.setFocus(Qt.FocusReason.OtherFocusReason)
        return bool(filled)

    def selected(self) -> InstanceDto | None:
        """The card under the cursor."""
        column = self._columns.get(self._current)
        return column.list.current() if column else None

    def select(self, instance_id: UUID) -> bool:
        """Put the cursor on a journey, wherever it is; False if it is not on the board."""
        for key, column in self._columns.items():
            if column.list.select(instance_id):
                self._enter(key)
                return True
        return False
