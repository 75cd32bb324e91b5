"""The sheet of a day: a list view with its own geometry, so that every visit is an item for the screen reader."""

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    QRectF,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QScrollBar, QWidget

from opd_desktop.domain.agenda_layout import Agenda, Grid
from opd_desktop.ui.calendar.day import DayPlan, Stop
from opd_desktop.ui.calendar.margins import GutterStrip, HeaderStrip
from opd_desktop.ui.calendar.model import Index, VisitsModel
from opd_desktop.ui.calendar.painter import Marks, Metrics, SheetPainter, paint_skeleton
from opd_desktop.ui.calendar.words import spoken_stop
from opd_desktop.ui.theme import theme

_ZOOMS = (0.75, 1.0, 1.25, 1.5, 2.0)
_SKELETON_MS = 150


class SheetView(QListView):
    """Shows a `DayPlan`, scrolls it, keeps a cursor on its stops; what keys and mouse do is for `AgendaView`.

    Attributes:
        cursor_moved: the `Stop` under the cursor, or None.
    """

    cursor_moved = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan: DayPlan | None = None
        self._agenda: Agenda | None = None
        self._sheet: SheetPainter | None = None
        self._metrics = Metrics()
        self._cursor: int | None = None
        self._keep_minute: float | None = None
        self._hover: int | None = None
        self._now: float | None = None
        self._zoom = 1.0
        self._header = HeaderStrip(self)
        self._gutter = GutterStrip(self)
        self._skeleton = QTimer(self)
        self._skeleton.setSingleShot(True)
        self._skeleton.setInterval(_SKELETON_MS)
        self._skeleton.timeout.connect(self.viewport().update)
        self._waited = False
        self._visits = VisitsModel(self)
        self.setModel(self._visits)
        self.setAccessibleName(self.tr("Visits of the day"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self._restyle()
        theme().changed.connect(self._restyle)

    # What is shown

    @property
    def plan(self) -> DayPlan | None:
        """The day shown."""
        return self._plan

    @property
    def cursor_stop(self) -> Stop | None:
        """The place under the cursor."""
        if self._plan is None or self._cursor is None:
            return None
        return self._plan.stops[self._cursor]

    def set_plan(self, plan: DayPlan | None) -> None:
        """Show a day; cursor and scroll stay where they are if it is the same day as before."""
        before, stop, top = self._plan, self.cursor_stop, self._top_minute()
        same_day = plan is not None and before is not None and plan.day == before.day
        self._plan = plan
        self._waited = False
        self._hover = None
        self._cursor = self._cursor_in(plan, stop, before) if plan is not None and same_day else None
        self._visits.set_plan(plan)
        self._relayout()
        if plan is not None and same_day and self._agenda is not None and top is not None:
            self.verticalScrollBar().setValue(round(self._agenda.grid.y(top)))
        self._sync_current()
        self._after_plan()
        self.cursor_moved.emit(self.cursor_stop)
        self.viewport().update()

    def _cursor_in(self, plan: DayPlan, stop: Stop | None, before: DayPlan | None) -> int | None:
        """The same place in a newer plan: the visit if it still stands there, else what is there now."""
        if stop is None or before is None:
            return None
        column = plan.column_of(before.columns[stop.column].practitioner.id)
        # A place that this desk has begun to book is held now, though others of its slot may be free.
        mine = (index for index, one in enumerate(plan.stops) if _same_slot(one, stop) and one.mine)
        if stop.kind == "free" and (booking := next(mine, None)) is not None:
            return booking
        same = plan.index_of(stop.key)
        if same is not None and (plan.stops[same].column, plan.stops[same].start) == (column, stop.start):
            return same
        if column is None:
            return None
        grid = Grid(len(plan.columns), 1, 1, plan.start, plan.end)
        return Agenda([one.span for one in plan.stops], plan.lanes, grid).nearest(column, stop.start)

    def wait_for_plan(self) -> None:
        """A plan is on its way; if it takes long, the outline of a day stands in for it."""
        self._waited = True
        self._skeleton.start()

    def set_now(self, minute: float | None) -> None:
        """Move the now-line; None takes it away."""
        self._now = minute
        self._gutter.set_now(minute)
        self.viewport().update()

    def set_cursor(self, index: int | None, *, reveal: bool = True) -> None:
        """Put the cursor on a stop of the plan."""
        self._cursor = index
        stop = self.cursor_stop
        self._keep_minute = stop.start if stop else None
        if reveal:
            self.reveal_cursor()
        self._after_cursor()

    def put_cursor_on(self, visit_id: object) -> bool:
        """Put the cursor on a visit, if it is shown."""
        if self._plan is None:
            return False
        for index, stop in enumerate(self._plan.stops):
            if stop.visit is not None and stop.visit.id == visit_id:
                self.set_cursor(index)
                return True
        return False

    def reveal_cursor(self) -> None:
        """Scroll so that the whole place under the cursor is seen."""
        if self._agenda is None or self._cursor is None:
            return
        box = self._agenda.boxes[self._cursor]
        self._reveal(self.verticalScrollBar(), box.y, box.bottom, self.viewport().height())
        self._reveal(self.horizontalScrollBar(), box.x, box.right, self.viewport().width())

    @staticmethod
    def _reveal(bar: QScrollBar, start: float, end: float, room: int) -> None:
        if start < bar.value() + 8:
            bar.setValue(int(start - 8))
        elif end > bar.value() + room - 8:
            bar.setValue(int(end - room + 8))

    def scroll_to_minute(self, minute: float) -> None:
        """Bring a minute to the upper part of the sheet."""
        if self._agenda is not None:
            self.verticalScrollBar().setValue(round(self._agenda.grid.y(minute)))

    def zoom(self, steps: int) -> None:
        """Higher or lower hours; 0 goes back to the usual height."""
        place = min(range(len(_ZOOMS)), key=lambda n: abs(_ZOOMS[n] - self._zoom))
        wanted = 1.0 if not steps else _ZOOMS[min(max(place + steps, 0), len(_ZOOMS) - 1)]
        if wanted != self._zoom:
            top = self._top_minute()
            self._zoom = wanted
            self._relayout()
            if top is not None:
                self.scroll_to_minute(top)

    def _top_minute(self) -> float | None:
        return self._agenda.grid.minute_at(self.verticalOffset()) if self._agenda else None

    # Layout

    def _restyle(self) -> None:
        self._metrics = Metrics()
        self.setViewportMargins(self._metrics.gutter, self._metrics.header, 0, 0)
        self._relayout()

    def _relayout(self) -> None:
        plan = self._plan
        if plan is None or not plan.columns:
            self._agenda = self._sheet = None
            grid = None
        else:
            grid = self._grid(plan)
            self._agenda = Agenda([stop.span for stop in plan.stops], plan.lanes, grid)
            self._sheet = SheetPainter(plan, self._agenda, self._metrics)
        for strip in (self._header, self._gutter):
            strip.show_layout(plan, grid, self._metrics)
        self._place_strips()
        self._set_ranges()
        self.viewport().update()

    def _grid(self, plan: DayPlan) -> Grid:
        shortest = min(
            ((slot.ends_at - slot.starts_at).total_seconds() / 60 for one in plan.columns for slot in one.slots),
            default=15.0,
        )
        height = self._metrics.minute_height(max(shortest, 5.0)) * self._zoom
        width = max(self._metrics.column, self.viewport().width() / len(plan.columns))
        return Grid(len(plan.columns), width, height, plan.start, plan.end)

    def _place_strips(self) -> None:
        area = self.viewport().geometry()
        gutter, header = self._metrics.gutter, self._metrics.header
        self._header.setGeometry(area.x() - gutter, area.y() - header, area.width() + gutter, header)
        self._header.set_offset(self.horizontalOffset() - gutter)
        self._gutter.setGeometry(area.x() - gutter, area.y(), gutter, area.height())
        self._gutter.set_offset(self.verticalOffset())

    def _set_ranges(self) -> None:
        width = self._agenda.grid.width if self._agenda else 0
        height = self._agenda.grid.height + 24 if self._agenda else 0
        area = self.viewport().size()
        for bar, whole, room in (
            (self.verticalScrollBar(), height, area.height()),
            (self.horizontalScrollBar(), width, area.width()),
        ):
            bar.setRange(0, max(int(whole - room + 0.5), 0))
            bar.setPageStep(max(room, 1))
            bar.setSingleStep(20)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Columns share the new width."""
        super().resizeEvent(event)
        self._relayout()

    def updateGeometries(self) -> None:
        """Scroll ranges are ours."""
        if hasattr(self, "_gutter"):
            self._place_strips()
            self._set_ranges()

    def doItemsLayout(self) -> None:
        """Boxes are laid out when the plan or the size changes, not when Qt asks."""

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Sheet and strips scroll together; what is seen already is moved, not painted again."""
        if hasattr(self, "_gutter"):
            self._header.set_offset(self.horizontalOffset() - self._metrics.gutter)
            self._gutter.set_offset(self.verticalOffset())
        self.viewport().scroll(dx, dy)

    def horizontalOffset(self) -> int:
        """Pixels scrolled to the right."""
        return self.horizontalScrollBar().value()

    def verticalOffset(self) -> int:
        """Pixels scrolled down."""
        return self.verticalScrollBar().value()

    # What Qt and the screen reader ask

    def visualRect(self, index: Index) -> QRect:
        """Where a visit is, in the viewport."""
        stop = self._visits.stop_of(index.row()) if index.isValid() else None
        if stop is None or self._agenda is None or stop >= len(self._agenda.boxes):
            return QRect()
        box = self._agenda.boxes[stop]
        rect = QRectF(box.x - self.horizontalOffset(), box.y - self.verticalOffset(), box.width, box.height)
        return rect.toRect()

    def _repaint_stop(self, index: int | None) -> None:
        if index is not None and self._agenda is not None and index < len(self._agenda.boxes):
            self.viewport().update(self.stop_rect(index).adjusted(-3, -3, 3, 3))

    def stop_rect(self, index: int) -> QRect:
        """Where a stop is, in the viewport."""
        if self._agenda is None:
            return QRect()
        box = self._agenda.boxes[index]
        rect = QRectF(box.x - self.horizontalOffset(), box.y - self.verticalOffset(), box.width, box.height)
        return rect.toRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The visit at a point of the viewport."""
        row = self._visits.row_of(self._stop_at(point))
        return self._visits.index(row) if row is not None else QModelIndex()

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

    def _stop_at(self, point: QPoint) -> int | None:
        if self._agenda is None:
            return None
        return self._agenda.at(point.x() + self.horizontalOffset(), point.y() + self.verticalOffset())

    def _sync_current(self) -> None:
        """The list's current item is the visit under the cursor."""
        selection = self.selectionModel()
        if selection is None:
            return
        row = self._visits.row_of(self._cursor)
        flags = QItemSelectionModel.SelectionFlag
        if row is None:
            selection.setCurrentIndex(QModelIndex(), flags.Clear)
        else:
            selection.setCurrentIndex(self._visits.index(row), flags.ClearAndSelect)

    def _after_plan(self) -> None:
        """Another plan is shown; for what depends on it."""

    def _after_cursor(self) -> None:
        self._sync_current()
        stop = self.cursor_stop
        if stop is not None and stop.visit is None and self._plan is not None and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, spoken_stop(stop, self._plan)))
        self.cursor_moved.emit(stop)
        self.viewport().update()

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """The part of the sheet in sight."""
        painter = QPainter(self.viewport())
        if self._sheet is None:
            painter.fillRect(event.rect(), theme().color("bg"))
            if self._waited and not self._skeleton.isActive():
                paint_skeleton(painter, self.viewport().rect(), self._metrics)
        else:
            dx, dy = self.horizontalOffset(), self.verticalOffset()
            painter.translate(-dx, -dy)
            self._sheet.paint(painter, QRectF(event.rect()).translated(dx, dy), self._marks())
        painter.end()

    def _marks(self) -> Marks:
        return Marks(cursor=self._cursor, hover=self._hover, focus=self.hasFocus(), minute=self._now)


def _same_slot(one: Stop, other: Stop) -> bool:
    return one.slot is not None and other.slot is not None and one.slot.id == other.slot.id
