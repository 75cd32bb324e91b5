"""A list of two-line rows with a cursor: Enter opens, single keys act on the row."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from opd_desktop.ui.theme import Look, theme
from opd_desktop.ui.widgets.basic import chip_width, paint_chip

_ROW = Qt.ItemDataRole.UserRole
_PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Row:
    """What a row shows: ``text`` strong, ``lines`` below it, ``side`` or a chip at the right.

    ``key`` keeps the cursor across reloads; ``data`` is what the row stands for; ``off`` greys it.
    """

    key: object
    text: str
    lines: tuple[str, ...] = ()
    side: str = ""
    look: Look | None = None
    data: object = None
    off: bool = False

    def spoken(self) -> str:
        """The row as one sentence."""
        parts = (self.text, self.side, self.look.word if self.look else "", *self.lines)
        return ", ".join(part for part in parts if part)


class _Painter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        del option
        row = index.data(_ROW)
        if not isinstance(row, Row):
            return QSize(0, 0)
        body, small = QFontMetrics(theme().font("strong")), QFontMetrics(theme().font("small"))
        return QSize(0, max(34, body.height() + (small.height() + 2) * len(row.lines) + 14))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(_ROW)
        if not isinstance(row, Row):
            return
        area: QRect = option.rect
        state = option.state
        painter.save()
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, theme().color("accent_soft"))
            if state & QStyle.StateFlag.State_HasFocus:
                painter.fillRect(QRect(area.x(), area.y(), 3, area.height()), theme().color("accent"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, theme().color("hover"))
        painter.setPen(theme().color("line"))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        self._words(painter, area.adjusted(10, 7, -8, -6), row)
        painter.restore()

    def _words(self, painter: QPainter, area: QRect, row: Row) -> None:
        taken = 0
        top = Qt.AlignmentFlag.AlignTop
        if row.look is not None:
            taken = chip_width(row.look) + 8
            paint_chip(painter, area.right() - taken + 8, area.y() - 1, row.look)
        elif row.side:
            painter.setFont(theme().font("small"))
            painter.setPen(theme().color("muted"))
            taken = painter.fontMetrics().horizontalAdvance(row.side) + 8
            painter.drawText(area, Qt.AlignmentFlag.AlignRight | top, row.side)
        painter.setFont(theme().font("body" if row.off else "strong"))
        painter.setPen(theme().color("muted" if row.off else "text"))
        metrics = painter.fontMetrics()
        room = area.adjusted(0, 0, -taken, 0)
        painter.drawText(room, top, metrics.elidedText(row.text, Qt.TextElideMode.ElideRight, room.width()))
        y = area.y() + metrics.height() + 2
        painter.setFont(theme().font("small"))
        painter.setPen(theme().color("muted"))
        metrics = painter.fontMetrics()
        for line in row.lines:
            text = metrics.elidedText(line, Qt.TextElideMode.ElideRight, area.width())
            painter.drawText(QRect(area.x(), y, area.width(), metrics.height()), top, text)
            y += metrics.height() + 2


class RowList(QListWidget):
    """Rows to go through by arrows; the cursor stays where work goes on when rows come and go.

    Attributes:
        opened: Enter or a double click on a row (`Row`).
        moved: the row under the cursor, or None.
    """

    opened = Signal(object)
    moved = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keys: Mapping[int, str] = {}
        self.setAccessibleName(name)
        self.setItemDelegate(_Painter(self))
        self.setMouseTracking(True)
        self.setUniformItemSizes(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.itemDoubleClicked.connect(self._open_item)
        self.currentItemChanged.connect(self._tell)
        theme().changed.connect(self._repaint)

    def own_keys(self, keys: Collection[int]) -> None:
        """Plain keys that belong to the panel while the list has the keyboard, not to the screen's shortcuts."""
        self._keys = dict.fromkeys(keys, "")

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these; the cursor stays on its row, or where that row was."""
        before, place = self.current(), max(self.currentRow(), 0)
        scroll = self.verticalScrollBar().value()
        self.blockSignals(True)
        self.clear()
        for row in rows:
            item = QListWidgetItem(self)
            item.setData(_ROW, row)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, row.spoken())
            item.setToolTip("\n".join((row.text, *row.lines)))
        kept = next((n for n, row in enumerate(rows) if before is not None and row.key == before.key), place)
        if rows:
            self.setCurrentRow(min(kept, len(rows) - 1))
        self.blockSignals(False)
        self.verticalScrollBar().setValue(scroll)
        self._tell()

    def rows(self) -> list[Row]:
        """What is shown."""
        found = (self.item(number).data(_ROW) for number in range(self.count()))
        return [row for row in found if isinstance(row, Row)]

    def current(self) -> Row | None:
        """The row under the cursor."""
        item = self.currentItem()
        row = item.data(_ROW) if item is not None else None
        return row if isinstance(row, Row) else None

    def go_to(self, key: object) -> bool:
        """Put the cursor on a row; False when there is none."""
        for number, row in enumerate(self.rows()):
            if row.key == key:
                self.setCurrentRow(number)
                return True
        return False

    def event(self, event: QEvent) -> bool:
        """The panel's own keys are no shortcuts here."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() in self._keys
            and event.modifiers() in _PLAIN
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens; the panel's keys go up to it; the rest moves the cursor."""
        plain = event.modifiers() in _PLAIN
        row = self.current()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain and row is not None:
            event.accept()
            self.opened.emit(row)
        elif event.key() == Qt.Key.Key_Escape or (event.key() in self._keys and plain):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def _open_item(self, item: QListWidgetItem) -> None:
        row = item.data(_ROW)
        if isinstance(row, Row):
            self.opened.emit(row)

    def _tell(self, *_ignored: object) -> None:
        self.moved.emit(self.current())

    def _repaint(self) -> None:
        self.doItemsLayout()
        self.viewport().update()
