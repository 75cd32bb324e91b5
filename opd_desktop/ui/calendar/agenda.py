"""The sheet of a day: a list view with its own geometry, so that every visit is an item for the screen reader."""

from dataclasses import dataclass

from PySide6.QtCore import (
    QEvent,
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
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QApplication, QListView, QWidget

from opd_desktop.domain.agenda_layout import Agenda, Direction, Grid
from opd_desktop.services.dto.appointments import AppointmentDto
from opd_desktop.ui.calendar.day import MOVABLE, DayPlan, Placing, Stop
from opd_desktop.ui.calendar.margins import GutterStrip, HeaderStrip
from opd_desktop.ui.calendar.model import Index, VisitsModel
from opd_desktop.ui.calendar.painter import Ghost, Marks, Metrics, SheetPainter
from opd_desktop.ui.calendar.words import refusal_text, spoken_stop
from opd_desktop.ui.theme import theme

_ARROWS: dict[int, Direction] = {
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
}
_EDGE = 28
_ZOOMS = (0.75, 1.0, 1.25, 1.5, 2.0)


@dataclass(frozen=True)
class Moving:
    """A visit that is being put elsewhere; by mouse with the minutes between its top and the pointer."""

    visit: AppointmentDto
    by_mouse: bool = False
    grabbed: float = 0.0


class AgendaView(QListView):
    """Columns of doctors with their visits, a cursor on places, moving by mouse and by keys.

    Attributes:
        opened: Enter or a click on a visit (`AppointmentDto`).
        book_wanted: Enter or a click on a free place (`Stop`), with what was typed there.
        refused: why nothing happened, as a sentence.
        dropped: a visit was put at a place that takes it (`AppointmentDto`, `Placing`).
        cursor_moved: the `Stop` under the cursor, or None.
        moving_changed: the visit that is being moved, or None.
        menu_wanted: a right click on a visit (`AppointmentDto`, global `QPoint`).
    """

    opened = Signal(object)
    book_wanted = Signal(object, str)
    refused = Signal(str)
    dropped = Signal(object, object)
    cursor_moved = Signal(object)
    moving_changed = Signal(object)
    menu_wanted = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan: DayPlan | None = None
        self._agenda: Agenda | None = None
        self._sheet: SheetPainter | None = None
        self._metrics = Metrics()
        self._cursor: int | None = None
        self._keep_minute: float | None = None
        self._hover: int | None = None
        self._pressed: tuple[QPoint, int] | None = None
        self._moving: Moving | None = None
        self._target: Placing | None = None
        self._dragged_to = QPoint()
        self._now: float | None = None
        self._zoom = 1.0
        self._may_move = False
        self._header = HeaderStrip(self)
        self._gutter = GutterStrip(self)
        self._visits = VisitsModel(self)
        self.setModel(self._visits)
        self.setAccessibleName(self.tr("Visits of the day"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self._scroller = QTimer(self)
        self._scroller.setInterval(30)
        self._scroller.timeout.connect(self._scroll_at_edge)
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

    @property
    def moving(self) -> AppointmentDto | None:
        """The visit that is being put elsewhere."""
        return self._moving.visit if self._moving else None

    @property
    def target(self) -> Placing | None:
        """Where the visit that is being moved would stand."""
        return self._target

    def set_may_move(self, may: bool) -> None:
        """Whether visits can be dragged."""
        self._may_move = may

    def set_plan(self, plan: DayPlan | None) -> None:
        """Show a day; cursor and scroll stay where they are if it is the same day as before."""
        before, stop, top = self._plan, self.cursor_stop, self._top_minute()
        same_day = plan is not None and before is not None and plan.day == before.day
        self._plan = plan
        self._hover = self._pressed = None
        self._cursor = self._cursor_in(plan, stop, before) if plan is not None and same_day else None
        self._visits.set_plan(plan)
        self._relayout()
        if plan is not None and same_day and self._agenda is not None and top is not None:
            self.verticalScrollBar().setValue(round(self._agenda.grid.y(top)))
        self._follow_moving()
        self._sync_current()
        self.cursor_moved.emit(self.cursor_stop)
        self.viewport().update()

    def _cursor_in(self, plan: DayPlan, stop: Stop | None, before: DayPlan | None) -> int | None:
        """The same place in a newer plan: the visit if it still stands there, else what is there now."""
        if stop is None or before is None:
            return None
        column = plan.column_of(before.columns[stop.column].practitioner.id)
        same = plan.index_of(stop.key)
        if same is not None and (plan.stops[same].column, plan.stops[same].start) == (column, stop.start):
            return same
        if column is None:
            return None
        grid = Grid(len(plan.columns), 1, 1, plan.start, plan.end)
        return Agenda([one.span for one in plan.stops], plan.lanes, grid).nearest(column, stop.start)

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
    def _reveal(bar: object, start: float, end: float, room: int) -> None:
        value = bar.value()  # type: ignore[attr-defined]
        if start < value + 8:
            bar.setValue(int(start - 8))  # type: ignore[attr-defined]
        elif end > value + room - 8:
            bar.setValue(int(end - room + 8))  # type: ignore[attr-defined]

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
        """Sheet and strips scroll together."""
        del dx, dy
        if hasattr(self, "_gutter"):
            self._header.set_offset(self.horizontalOffset() - self._metrics.gutter)
            self._gutter.set_offset(self.verticalOffset())
        self.viewport().update()

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

    def _after_cursor(self) -> None:
        self._sync_current()
        self._follow_moving()
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
        else:
            dx, dy = self.horizontalOffset(), self.verticalOffset()
            painter.translate(-dx, -dy)
            self._sheet.paint(painter, QRectF(event.rect()).translated(dx, dy), self._marks())
        painter.end()

    def _marks(self) -> Marks:
        plan, moving, target = self._plan, self._moving, self._target
        ghost = None
        away = None
        if plan is not None and moving is not None:
            away = plan.index_of(("visit", moving.visit.id))
            if target is not None:
                ghost = Ghost(target, moving.visit.patient_name, refusal_text(target, plan, moving.visit))
        return Marks(
            cursor=self._cursor,
            hover=self._hover,
            focus=self.hasFocus(),
            moving=away,
            ghost=ghost,
            minute=self._now,
        )

    # Keys

    def event(self, event: QEvent) -> bool:
        """A letter typed on a free place starts a search there instead of a shortcut; ``t`` stays Today."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._types(event):
            event.accept()
            return True
        return super().event(event)

    def _types(self, event: QKeyEvent) -> bool:
        stop = self.cursor_stop
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        text = event.text()
        return (
            stop is not None
            and stop.kind == "free"
            and self._moving is None
            and plain
            and len(text) == 1
            and (text.isalpha() or text.isdigit() or text == "+")
            and text != "t"
        )

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows move the cursor, Enter books, opens or drops, Esc stops a move, a letter searches a patient."""
        key, plain = event.key(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if key in _ARROWS and plain:
            self._step(_ARROWS[key])
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self._enter()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and event.modifiers() == Qt.KeyboardModifier.ShiftModifier:
            self._overbook()
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and plain:
            self._to_edge(last=key == Qt.Key.Key_End)
        elif key == Qt.Key.Key_Escape and self._moving is not None:
            self.stop_moving()
        elif self._types(event) and self.cursor_stop is not None:
            self.book_wanted.emit(self.cursor_stop, event.text())
        else:
            event.ignore()
            return
        event.accept()

    def _step(self, direction: Direction) -> None:
        if self._agenda is None or self._plan is None:
            return
        if self._cursor is None:
            first = self._plan.first_free()
            self.set_cursor(first if first is not None else 0 if self._plan.stops else None)
            return
        sideways = direction in ("left", "right")
        found = self._agenda.step(self._cursor, direction, self._keep_minute if sideways else None)
        if found is None:
            return
        keep = self._keep_minute
        self.set_cursor(found)
        if sideways and keep is not None:
            self._keep_minute = keep

    def _to_edge(self, *, last: bool) -> None:
        stop = self.cursor_stop
        if stop is not None and self._agenda is not None:
            members = self._agenda.column(stop.column)
            self.set_cursor(members[-1 if last else 0])

    def _enter(self) -> None:
        if self._moving is not None:
            self._drop()
        elif (stop := self.cursor_stop) is not None:
            self._choose(stop)

    def _choose(self, stop: Stop) -> None:
        plan = self._plan
        if plan is None:
            return
        if stop.visit is not None:
            self.opened.emit(stop.visit)
        elif stop.kind == "held" and not stop.mine:
            self.refused.emit(spoken_stop(stop, plan))
        elif stop.end <= plan.minute(plan.now):
            self.refused.emit(self.tr("This time has passed. Choose a later one."))
        else:
            self.book_wanted.emit(stop, "")

    def _overbook(self) -> None:
        stop = self.cursor_stop
        if stop is not None and stop.slot is not None and self._moving is None:
            self.book_wanted.emit(stop, "")

    # Moving a visit

    def start_moving(self, visit: AppointmentDto) -> None:
        """Cut a visit: arrows choose where, Enter puts it there, Esc leaves it."""
        if visit.status in MOVABLE:
            self._set_moving(Moving(visit))
            self._follow_moving()
        elif self._plan is not None:
            placing = Placing(0, 0, 0, refusal="not_movable")
            self.refused.emit(refusal_text(placing, self._plan, visit))

    def stop_moving(self) -> None:
        """Leave the visit where it is."""
        self._scroller.stop()
        self._set_moving(None)

    def _set_moving(self, moving: Moving | None) -> None:
        self._moving, self._target = moving, None
        self.viewport().setCursor(
            Qt.CursorShape.ClosedHandCursor if moving and moving.by_mouse else Qt.CursorShape.ArrowCursor
        )
        self.moving_changed.emit(moving.visit if moving else None)
        self.viewport().update()

    def _follow_moving(self) -> None:
        """By keys, the visit would go where the cursor is."""
        stop = self.cursor_stop
        if self._moving is None or self._moving.by_mouse or stop is None or self._plan is None:
            return
        self._target = self._plan.place(stop.column, stop.start, self._moving.visit)
        if self._target.refusal and QAccessible.isActive():
            text = refusal_text(self._target, self._plan, self._moving.visit)
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def _drop(self) -> None:
        moving, target, plan = self._moving, self._target, self._plan
        if moving is None or target is None or plan is None:
            return
        if target.refusal == "same":
            self.stop_moving()
        elif target.refusal:
            self.refused.emit(refusal_text(target, plan, moving.visit))
            if moving.by_mouse:
                self.stop_moving()
        else:
            self.stop_moving()
            self.dropped.emit(moving.visit, target)

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where; what follows is a click or a drag."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        index = self._stop_at(event.position().toPoint())
        if self._moving is not None:
            self._target = self._place_at(event.position().toPoint())
            self._drop()
            return
        self._pressed = (event.position().toPoint(), index) if index is not None else None
        if index is not None:
            self.set_cursor(index, reveal=False)
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what is under the pointer, or take the visit along."""
        point = event.position().toPoint()
        if self._moving is not None:
            if self._moving.by_mouse:
                self._drag_to(point)
            return
        if self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            if (point - self._pressed[0]).manhattanLength() >= QApplication.startDragDistance():
                self._start_drag(self._pressed[1], self._pressed[0])
            return
        hover = self._stop_at(point)
        if hover != self._hover:
            self._hover = hover
            self.viewport().update()

    def _start_drag(self, index: int, point: QPoint) -> None:
        self._pressed = None
        stop = self._plan.stops[index] if self._plan is not None else None
        if stop is None or stop.visit is None or not self._may_move or self._agenda is None:
            return
        if stop.visit.status not in MOVABLE:
            self.start_moving(stop.visit)
            return
        grabbed = self._agenda.grid.minute_at(point.y() + self.verticalOffset()) - stop.start
        self._set_moving(Moving(stop.visit, by_mouse=True, grabbed=grabbed))
        self._scroller.start()
        self._drag_to(point)

    def _drag_to(self, point: QPoint) -> None:
        self._dragged_to = point
        self._target = self._place_at(point)
        self.viewport().update()

    def _place_at(self, point: QPoint) -> Placing | None:
        plan, agenda, moving = self._plan, self._agenda, self._moving
        if plan is None or agenda is None or moving is None:
            return None
        column = agenda.grid.column_at(point.x() + self.horizontalOffset())
        if column is None:
            return None
        minute = agenda.grid.minute_at(point.y() + self.verticalOffset())
        # The slot under the pointer counts when the visit was taken near its top, else the one under its top.
        slot = plan.slot_at(column, minute)
        length = (slot.ends_at - slot.starts_at).total_seconds() / 60 if slot else 0
        return plan.place(column, minute if moving.grabbed <= length else minute - moving.grabbed, moving.visit)

    def _scroll_at_edge(self) -> None:
        point = self._dragged_to
        area = self.viewport().rect()
        for bar, place, room in (
            (self.verticalScrollBar(), point.y(), area.height()),
            (self.horizontalScrollBar(), point.x(), area.width()),
        ):
            if place < _EDGE:
                bar.setValue(bar.value() - (_EDGE - max(place, 0)) // 2)
            elif place > room - _EDGE:
                bar.setValue(bar.value() + (_EDGE - max(room - place, 0)) // 2)
        self._target = self._place_at(point)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End of a drag, or a click."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        pressed, self._pressed = self._pressed, None
        if self._moving is not None and self._moving.by_mouse:
            self._scroller.stop()
            self._target = self._place_at(event.position().toPoint())
            if self._target is None:
                self.stop_moving()
            else:
                self._drop()
        elif pressed is not None and self._plan is not None and pressed[1] < len(self._plan.stops):
            self._choose(self._plan.stops[pressed[1]])
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The first click has done it already."""
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with a visit."""
        stop = self.cursor_stop
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            index = self._stop_at(event.pos())
            if index is not None:
                self.set_cursor(index, reveal=False)
            stop = self._plan.stops[index] if self._plan is not None and index is not None else None
        if stop is not None and stop.visit is not None:
            self.menu_wanted.emit(stop.visit, event.globalPos())
        event.accept()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer any more."""
        super().leaveEvent(event)
        self._hover = None
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl zoom, with Shift sideways."""
        turned = event.angleDelta()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1 if turned.y() > 0 else -1)
            event.accept()
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier and turned.y():
            self.horizontalScrollBar().setValue(self.horizontalOffset() - turned.y())
            event.accept()
        else:
            super().wheelEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The cursor shows where keys act; without one, the next free place is it."""
        super().focusInEvent(event)
        if self._cursor is None and self._plan is not None and self._plan.stops:
            first = self._plan.first_free()
            self.set_cursor(first if first is not None else 0, reveal=False)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Draw the cursor fainter."""
        super().focusOutEvent(event)
        self.viewport().update()
