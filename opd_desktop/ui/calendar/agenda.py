"""Working on a sheet: keys, mouse, choosing several visits."""

from uuid import UUID

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QWidget

from opd_desktop.domain.agenda_layout import Direction
from opd_desktop.services.dto.appointments import AppointmentDto
from opd_desktop.ui.calendar.day import Stop
from opd_desktop.ui.calendar.moving import MovingView
from opd_desktop.ui.calendar.words import spoken_stop

_ARROWS: dict[int, Direction] = {
    Qt.Key.Key_Up: "up",
    Qt.Key.Key_Down: "down",
    Qt.Key.Key_Left: "left",
    Qt.Key.Key_Right: "right",
}
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_Mod = Qt.KeyboardModifier


class AgendaView(MovingView):
    """Columns with their visits, a cursor on places, moving by mouse and by keys.

    Attributes:
        opened: Enter or a click on a visit (`AppointmentDto`).
        book_wanted: Enter or a click on a free place (`Stop`), with what was typed there.
        menu_wanted: what a menu was asked for (`Stop` or None), and where (global `QPoint`).
        chosen_changed: other visits are chosen to be acted on together.
    """

    opened = Signal(object)
    book_wanted = Signal(object, str)
    menu_wanted = Signal(object, object)
    chosen_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pressed: tuple[QPoint, int, bool] | None = None
        self._anchor: int | None = None

    def _after_plan(self) -> None:
        self._pressed = self._anchor = None
        if self._chosen and self._plan is not None:
            self._choose_ids({visit.id for visit in self._plan.visits} & self._chosen)
        super()._after_plan()

    # Choosing several

    @property
    def chosen(self) -> tuple[AppointmentDto, ...]:
        """The visits that are chosen to be acted on together, in the order of the sheet."""
        plan = self._plan
        visits = [plan.stops[index].visit for index in self.chosen_stops()] if plan is not None else []
        return tuple(visit for visit in visits if visit is not None)

    def clear_chosen(self) -> None:
        """Choose nothing."""
        self._choose_ids(())

    def choose_column(self) -> None:
        """Choose all visits of the cursor's column."""
        stop, plan = self.cursor_stop, self._plan
        if stop is not None and plan is not None:
            self._choose_ids({one.visit.id for one in plan.parts[stop.column].stops if one.visit})

    def toggle_chosen(self) -> None:
        """Choose the visit under the cursor, or let it go."""
        stop = self.cursor_stop
        if stop is not None and stop.visit is not None:
            self._choose_ids(self._chosen ^ {stop.visit.id})

    def _choose_ids(self, visits: "set[UUID] | frozenset[UUID] | tuple[()]") -> None:
        made = frozenset(visits)
        if made != self._chosen:
            self._chosen = made
            self._sync_chosen()
            self.chosen_changed.emit()
            self.viewport().update()

    def _extend(self, direction: Direction) -> None:
        """Shift and an arrow: from where it began to where the cursor goes."""
        plan = self._plan
        if plan is None or self._cursor is None:
            return
        anchor = self._cursor if self._anchor is None else self._anchor
        self._step(direction)
        self._anchor = anchor
        one, other = plan.stops[anchor], plan.stops[self._cursor]
        columns = range(min(one.column, other.column), max(one.column, other.column) + 1)
        start, end = min(one.start, other.start), max(one.end, other.end)
        self._choose_ids(
            {
                stop.visit.id
                for column in columns
                for stop in plan.parts[column].stops
                if stop.visit and stop.start < end and start < stop.end
            }
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
        plain = event.modifiers() in (_Mod.NoModifier, _Mod.ShiftModifier)
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
        """Arrows move the cursor, Enter books, opens or drops, Esc goes back, a letter searches a patient."""
        modifiers = event.modifiers() & ~_Mod.KeypadModifier
        if self._arrow(event.key(), modifiers) or self._other_key(event.key(), modifiers):
            event.accept()
        elif self._types(event) and self.cursor_stop is not None:
            event.accept()
            self.book_wanted.emit(self.cursor_stop, event.text())
        else:
            event.ignore()

    def _arrow(self, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        direction = _ARROWS.get(key)
        if direction is None:
            return False
        if modifiers == _Mod.NoModifier:
            self._step(direction)
        elif modifiers == _Mod.ShiftModifier and self._moving is None:
            self._extend(direction)
        elif modifiers == _Mod.ControlModifier and direction in ("up", "down"):
            self._step("next" if direction == "down" else "previous")
        elif modifiers == _Mod.ControlModifier | _Mod.ShiftModifier and direction in ("up", "down"):
            self.resize_by_key(1 if direction == "down" else -1)
        else:
            return False
        return True

    def _other_key(self, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        plain = modifiers == _Mod.NoModifier
        if key in _ENTER and plain:
            self._enter()
        elif key in _ENTER and modifiers == _Mod.ShiftModifier:
            self._overbook()
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and plain:
            self._to_edge(last=key == Qt.Key.Key_End)
        elif key == Qt.Key.Key_Space and modifiers == _Mod.ControlModifier:
            self.toggle_chosen()
        elif key == Qt.Key.Key_A and modifiers == _Mod.ControlModifier:
            self.choose_column()
        elif key == Qt.Key.Key_Escape and self._moving is not None:
            self.stop_moving()
        elif key == Qt.Key.Key_Escape and self._chosen:
            self.clear_chosen()
        elif key == Qt.Key.Key_Menu or (key == Qt.Key.Key_F10 and modifiers == _Mod.ShiftModifier):
            self._menu_at_cursor()
        else:
            return False
        return True

    def _step(self, direction: Direction) -> None:
        if self._agenda is None or self._plan is None:
            return
        self._anchor = None
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
            self._act_on(stop)

    def _act_on(self, stop: Stop) -> None:
        plan = self._plan
        if plan is None:
            return
        if stop.visit is not None:
            self.opened.emit(stop.visit)
        elif stop.kind == "held" and not stop.mine:
            self.refused.emit(spoken_stop(stop, plan))
        elif plan.is_past(stop):
            self.refused.emit(self.tr("This time has passed. Choose a later one."))
        else:
            self.book_wanted.emit(stop, "")

    def _overbook(self) -> None:
        stop = self.cursor_stop
        if stop is not None and stop.slot is not None and self._moving is None:
            self.book_wanted.emit(stop, "")

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where; what follows is a click or a drag."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        event.accept()
        point = event.position().toPoint()
        if self._moving is not None:
            self._target = self._target_at(point)
            self._drop()
            return
        index = self._stop_at(point)
        self._pressed = None
        if index is None:
            return
        self._anchor = None
        self.set_cursor(index, reveal=False)
        if event.modifiers() & _Mod.ControlModifier:
            self.toggle_chosen()
            return
        self._pressed = (point, index, self._grip_at(point) == index)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what is under the pointer, or take the visit along."""
        point = event.position().toPoint()
        if self._moving is not None:
            if self._moving.by_mouse:
                self._drag_to(point)
            return
        if self._pressed is not None and event.buttons() & Qt.MouseButton.LeftButton:
            if (point - self._pressed[0]).manhattanLength() >= QApplication.startDragDistance():
                start, index, grip = self._pressed
                self._pressed = None
                self._start_drag(index, start, sizing=grip)
                if self._moving is not None and self._moving.by_mouse:
                    self._drag_to(point)
            return
        self._show_hover(point)

    def _show_hover(self, point: QPoint) -> None:
        hover = self._stop_at(point)
        if hover != self._hover:
            before, self._hover = self._hover, hover
            self._repaint_stop(before)
            self._repaint_stop(hover)
        grip = self._grip_at(point) is not None
        self.viewport().setCursor(Qt.CursorShape.SizeVerCursor if grip else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End of a drag, or a click."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        event.accept()
        pressed, self._pressed = self._pressed, None
        if self._moving is not None and self._moving.by_mouse:
            copy = bool(event.modifiers() & _Mod.ControlModifier)
            self._end_drag(event.position().toPoint(), copy=copy)
        elif pressed is not None and self._plan is not None and pressed[1] < len(self._plan.stops):
            self.clear_chosen()
            self._act_on(self._plan.stops[pressed[1]])

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The first click has done it already."""
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with a visit or a place."""
        event.accept()
        if event.reason() != QContextMenuEvent.Reason.Mouse:
            self._menu_at_cursor()
            return
        index = self._stop_at(event.pos())
        if index is not None:
            self.set_cursor(index, reveal=False)
        stop = self._plan.stops[index] if self._plan is not None and index is not None else None
        self.menu_wanted.emit(stop, event.globalPos())

    def _menu_at_cursor(self) -> None:
        place = self.viewport().rect().center()
        if self._cursor is not None:
            self.reveal_cursor()
            place = self.stop_rect(self._cursor).center()
        self.menu_wanted.emit(self.cursor_stop, self.viewport().mapToGlobal(place))

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the pointer any more."""
        super().leaveEvent(event)
        before, self._hover = self._hover, None
        self._repaint_stop(before)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll; with Ctrl zoom, with Shift sideways."""
        turned = event.angleDelta()
        if event.modifiers() & _Mod.ControlModifier:
            self.zoom(1 if turned.y() > 0 else -1)
            event.accept()
        elif event.modifiers() & _Mod.ShiftModifier and turned.y():
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
        self._repaint_stop(self._cursor)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Draw the cursor fainter."""
        super().focusOutEvent(event)
        self._repaint_stop(self._cursor)
