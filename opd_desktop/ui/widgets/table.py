"""A calm table of rows: 36 px, hover, no grid; columns are functions of a row."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from opd_desktop.ui.theme import Look, theme
from opd_desktop.ui.widgets.basic import chip_width, paint_chip

_LOOK = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Column:
    """How one column shows a row.

    Attributes:
        text: what it says, also for the screen reader.
        align: ``left`` or ``right`` (numbers).
        look: instead of the text, a chip.
        stretch: takes the room that is left.
        strong: heavier text.
    """

    title: str
    text: Callable[[Any], str]
    align: str = "left"
    look: Callable[[Any], Look | None] | None = None
    stretch: bool = False
    strong: bool = False
    token: Callable[[Any], str] | None = None


class _Rows(QAbstractTableModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.columns: Sequence[Column] = ()
        self.rows: Sequence[Any] = ()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation != Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title.upper()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(self.columns[section])
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.rows):
            return None
        row, column = self.rows[index.row()], self.columns[index.column()]
        if role == Qt.ItemDataRole.UserRole:
            return row
        if role == _LOOK:
            return column.look(row) if column.look else None
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole}:
            return column.text(row)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.title}: {column.text(row)}"
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == Qt.ItemDataRole.FontRole and column.strong:
            return theme().font("strong")
        if role == Qt.ItemDataRole.ForegroundRole and column.token:
            return QColor(theme().color(column.token(row)))
        return None


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.align == "right" else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """The text's size, or room for the chip and the air around it."""
        size = super().sizeHint(option, index)
        look = index.data(_LOOK)
        return size if look is None else QSize(chip_width(look) + 16, size.height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """The row as the style draws it; a chip over it where there is one."""
        option.state &= ~QStyle.StateFlag.State_HasFocus  # type: ignore[attr-defined]
        look = index.data(_LOOK)
        if look is None:
            super().paint(painter, option, index)
            return
        self.initStyleOption(option, index)
        option.text = ""  # type: ignore[attr-defined]
        option.widget.style().drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        height = theme().font("small").pointSizeF() * 2.2
        area = option.rect  # type: ignore[attr-defined]
        paint_chip(painter, area.x() + 8, area.y() + round((area.height() - height) / 2), look)


class ListTable(QTableView):
    """A table of objects.

    Attributes:
        selected: the row under the cursor, or None.
        activated_row: Enter or a double click on a row.
    """

    selected = Signal(object)
    activated_row = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows = _Rows(self)
        self._key: Callable[[Any], object] = id
        self.setModel(self._rows)
        self.setItemDelegate(_Delegate(self))
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(max(36, round(theme().rem * 2.1)))
        self.horizontalHeader().setHighlightSections(False)
        self.selectionModel().currentRowChanged.connect(
            lambda now, _before: self.selected.emit(now.data(Qt.ItemDataRole.UserRole))
        )
        self.doubleClicked.connect(lambda index: self.activated_row.emit(index.data(Qt.ItemDataRole.UserRole)))

    def set_columns(self, columns: Sequence[Column], key: Callable[[Any], object]) -> None:
        """The columns, and what tells one row from another when rows are replaced."""
        self._key = key
        self._rows.beginResetModel()
        self._rows.columns = columns
        self._rows.endResetModel()
        header = self.horizontalHeader()
        for number, column in enumerate(columns):
            mode = QHeaderView.ResizeMode.Stretch if column.stretch else QHeaderView.ResizeMode.ResizeToContents
            header.setSectionResizeMode(number, mode)

    def set_rows(self, rows: Sequence[Any]) -> None:
        """Show other rows; the cursor stays on the same one if it is still there."""
        before = self.current()
        kept = self._key(before) if before is not None else None
        scroll = self.verticalScrollBar().value()
        self._rows.beginResetModel()
        self._rows.rows = rows
        self._rows.endResetModel()
        if kept is not None:
            self.select(kept)
        self.verticalScrollBar().setValue(scroll)

    def rows(self) -> Sequence[Any]:
        """The rows shown."""
        return self._rows.rows

    def select(self, key: object) -> bool:
        """Put the cursor on the row with ``key``; False if there is none."""
        for number, row in enumerate(self._rows.rows):
            if self._key(row) == key:
                self.setCurrentIndex(self._rows.index(number, 0))
                return True
        return False

    def current(self) -> Any:
        """The row under the cursor, or None."""
        index = self.currentIndex()
        return index.data(Qt.ItemDataRole.UserRole) if index.isValid() else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the row."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.current() is not None:
            event.accept()
            self.activated_row.emit(self.current())
            return
        super().keyPressEvent(event)
