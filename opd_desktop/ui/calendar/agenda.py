"""Working on the sheet of a day: keys, mouse, moving visits."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QApplication, QWidget

from opd_desktop.domain.agenda_layout import Direction
from opd_desktop.services.dto.appointments import AppointmentDto
from opd_desktop.ui.calendar.day import MOVABLE, Placing, Stop
from opd_desktop.ui.calendar.painter import Ghost, Marks
from opd_desktop.ui.calendar.sheet import SheetView
from opd_desktop.ui.calendar.words import refusal_text, spoken_stop

_ARROWS: dict[int, Direction] = {
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
}
_EDGE = 28


@dataclass(frozen=True)
class Moving:
    """A visit that is being put elsewhere; by mouse with the minutes between its top and the pointer."""

    visit: AppointmentDto
    by_mouse: bool = False
    grabbed: float = 0.0


class AgendaView(SheetView):
    """Columns of doctors with their visits, a cursor on places, moving by mouse and by keys.

    Attributes:
        opened: Enter or a click on a visit (`AppointmentDto`).
        book_wanted: Enter or a click on a free place (`Stop`), with what was typed there.
        refused: why nothing happened, as a sentence.
        dropped: a visit was put at a place that takes it (`AppointmentDto`, `Placing`).
        moving_changed: the visit that is being moved, or None.
        menu_wanted: a right click on a visit (`AppointmentDto`, global `QPoint`).
    """

    opened = Signal(object)
    book_wanted = Signal(object, str)
    refused = Signal(str)
    dropped = Signal(object, object)
    moving_changed = Signal(object)
    menu_wanted = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pressed: tuple[QPoint, int] | None = None
        self._moving: Moving | None = None
        self._target: Placing | None = None
        self._dragged_to = QPoint()
        self._may_move: Callable[[AppointmentDto], bool] = lambda _visit: False
        self._scroller = QTimer(self)
        self._scroller.setInterval(30)
        self._scroller.timeout.connect(self._scroll_at_edge)

    @property
    def moving(self) -> AppointmentDto | None:
        """The visit that is being put elsewhere."""
        return self._moving.visit if self._moving else None

    @property
    def target(self) -> Placing | None:
        """Where the visit that is being moved would stand."""
        return self._target

    def set_may_move(self, may: Callable[[AppointmentDto], bool]) -> None:
        """Which visits the person may drag, as far as rights go."""
        self._may_move = may

    def _after_plan(self) -> None:
        self._pressed = None
        if self._moving is not None and self._moving.by_mouse:
            self._target = self._place_at(self._dragged_to)
        self._follow_moving()

    def _after_cursor(self) -> None:
        super()._after_cursor()
        self._follow_moving()

    def _marks(self) -> Marks:
        marks, plan, moving = super()._marks(), self._plan, self._moving
        if plan is None or moving is None:
            return marks
        ghost = None
        if (target := self._target) is not None:
            ghost = Ghost(target, moving.visit.patient_name, refusal_text(target, plan, moving.visit))
        return replace(marks, moving=plan.index_of(("visit", moving.visit.id)), ghost=ghost)

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
            before, self._hover = self._hover, hover
            self._repaint_stop(before)
            self._repaint_stop(hover)

    def _start_drag(self, index: int, point: QPoint) -> None:
        self._pressed = None
        stop = self._plan.stops[index] if self._plan is not None else None
        if stop is None or stop.visit is None or self._agenda is None or not self._may_move(stop.visit):
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
        before, self._hover = self._hover, None
        self._repaint_stop(before)

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
