"""A list view with a geometry of its own, so that every visit on a sheet is an item for the screen reader."""

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QAbstractItemView, QListView, QWidget

from opd_desktop.domain.agenda_layout import Agenda
from opd_desktop.ui.calendar.model import Index, VisitsModel


class ItemsView(QListView):
    """What Qt and the screen reader ask of a view of visits, answered from an `Agenda`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._agenda: Agenda | None = None
        self._cursor: int | None = None
        self._visits = VisitsModel(self)
        self.setModel(self._visits)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def horizontalOffset(self) -> int:
        """Pixels scrolled to the right."""
        return self.horizontalScrollBar().value()

    def verticalOffset(self) -> int:
        """Pixels scrolled down."""
        return self.verticalScrollBar().value()

    def visualRect(self, index: Index) -> QRect:
        """Where a visit is, in the viewport."""
        stop = self._visits.stop_of(index.row()) if index.isValid() else None
        if stop is None or self._agenda is None or stop >= len(self._agenda.boxes):
            return QRect()
        return self.stop_rect(stop)

    def stop_rect(self, index: int) -> QRect:
        """Where a stop is, in the viewport."""
        if self._agenda is None:
            return QRect()
        box = self._agenda.boxes[index]
        rect = QRectF(box.x - self.horizontalOffset(), box.y - self.verticalOffset(), box.width, box.height)
        return rect.toRect()

    def _stop_at(self, point: QPoint) -> int | None:
        if self._agenda is None:
            return None
        return self._agenda.at(point.x() + self.horizontalOffset(), point.y() + self.verticalOffset())

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The visit at a point of the viewport."""
        row = self._visits.row_of(self._stop_at(point))
        return self._visits.index(row) if row is not None else QModelIndex()

    def reveal_cursor(self) -> None:
        """Scroll so that the whole place under the cursor is seen."""

    def scrollTo(self, index: Index, hint: QAbstractItemView.ScrollHint | None = None) -> None:
        """Bring a visit into sight."""
        del hint
        stop = self._visits.stop_of(index.row()) if index.isValid() else None
        if stop is not None and stop == self._cursor:
            self.reveal_cursor()

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Keys are handled in `keyPressEvent`; the current visit stays."""
        del action, modifiers
        return self.currentIndex()

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Visits are not selected by a rubber band."""

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """Where the selected visits are."""
        region = QRegion()
        for index in selection.indexes():
            region += self.visualRect(index)
        return region

    def doItemsLayout(self) -> None:
        """Boxes are laid out when the plan or the size changes, not when Qt asks."""

    def _sync_current(self, chosen: list[int]) -> None:
        """The list's current item is the visit under the cursor; selected are the chosen ones, else it alone.

        Args:
            chosen: stops of the visits that are chosen.
        """
        selection = self.selectionModel()
        if selection is None:
            return
        row = self._visits.row_of(self._cursor)
        flags = QItemSelectionModel.SelectionFlag
        current = self._visits.index(row) if row is not None else QModelIndex()
        picked = QItemSelection()
        rows = [one for one in map(self._visits.row_of, chosen) if one is not None]
        for one in rows or ([row] if row is not None else []):
            picked.select(self._visits.index(one), self._visits.index(one))
        if selection.currentIndex() != current:
            selection.setCurrentIndex(current, flags.NoUpdate)
        selection.select(picked, flags.ClearAndSelect)
