"""Putting visits elsewhere on the sheet and making them longer, by mouse and by keys."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QWidget

from opd_desktop.services.dto.appointments import AppointmentDto
from opd_desktop.ui.calendar import placing as places
from opd_desktop.ui.calendar.day import MOVABLE, Placing
from opd_desktop.ui.calendar.drawing import Ghost, Marks, inside
from opd_desktop.ui.calendar.sheet import SheetView
from opd_desktop.ui.calendar.words import placing_note, refusal_text

_EDGE = 28
#: Pixels at the lower edge of a visit that make it longer or shorter.
_GRIP = 6


@dataclass(frozen=True)
class Moving:
    """A visit that is being put elsewhere; by mouse with the minutes between its top and the pointer.

    ``sizing`` makes it longer or shorter where it stands. ``pinned`` comes from the pinboard, as ``copy`` to be booked
    once more.
    """

    visit: AppointmentDto
    by_mouse: bool = False
    grabbed: float = 0.0
    sizing: bool = False
    pinned: bool = False
    copy: bool = False

    @property
    def wish(self) -> places.Wish:
        """What is to be put somewhere."""
        return places.Wish(self.visit, self.copy)


class MovingView(SheetView):
    """A sheet on which a visit can be under way.

    Attributes:
        refused: why nothing happened, as a sentence.
        dropped: a visit was put at a place that takes it (`AppointmentDto`, `Placing`).
        resized: a visit was made longer or shorter (`AppointmentDto`, `Placing`).
        moving_changed: the visit that is being moved by keys, or None.
        dragging: the visit that the mouse takes along, or None.
        over_board: whether that is over the pinboard now.
        parked: a visit was dropped on the pinboard (`AppointmentDto`, and whether to book it once more).
        pin_dropped: a pin was dropped at a place that takes it (`Wish`, `Placing`).
    """

    refused = Signal(str)
    dropped = Signal(object, object)
    resized = Signal(object, object)
    moving_changed = Signal(object)
    dragging = Signal(object)
    over_board = Signal(bool)
    parked = Signal(object, bool)
    pin_dropped = Signal(object, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._moving: Moving | None = None
        self._target: Placing | None = None
        self._dragged_to = QPoint()
        self._board: QWidget | None = None
        self._may_move: Callable[[AppointmentDto], bool] = lambda _visit: False
        self._may_place: Callable[[UUID], bool] = lambda _practitioner: True
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

    def set_may_move(self, may: Callable[[AppointmentDto], bool], place: Callable[[UUID], bool] | None = None) -> None:
        """Which visits the person may drag, and with whom they may book, as far as rights go."""
        self._may_move = may
        if place is not None:
            self._may_place = place

    def set_board(self, board: QWidget) -> None:
        """The pinboard: what is dragged onto it is dropped there."""
        self._board = board

    def _after_plan(self) -> None:
        if self._moving is not None and self._moving.by_mouse:
            self._target = self._target_at(self._dragged_to)
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
            refusal = "" if moving.sizing and target.refusal == "same" else refusal_text(target, plan, moving.visit)
            ghost = Ghost(target, moving.visit.patient_name, refusal, placing_note(target, plan))
        leaves = None if moving.copy else plan.index_of(("visit", moving.visit.id))
        return replace(marks, moving=leaves, ghost=ghost)

    def place(self, column: int, minute: float, wish: places.Wish) -> Placing | None:
        """Where a visit would stand at a minute of a column, or why it can't."""
        plan = self._plan
        if plan is None:
            return None
        if not self._may_place(plan.columns[column].practitioner.id):
            return places.not_yours(column, minute, wish.visit)
        return places.place(plan, column, minute, wish)

    # By keys

    def start_moving(self, visit: AppointmentDto) -> None:
        """Take a visit up: arrows choose where, Enter puts it there, Esc leaves it."""
        if visit.status in MOVABLE:
            self._set_moving(Moving(visit))
            self._follow_moving()
        elif self._plan is not None:
            self.refused.emit(refusal_text(Placing(0, 0, 0, refusal="not_movable"), self._plan, visit))

    def stop_moving(self) -> None:
        """Leave the visit where it is."""
        self._scroller.stop()
        if self._moving is not None:
            self._set_moving(None)

    def resize_by_key(self, slots: int) -> None:
        """Make the visit under the cursor longer or shorter by a slot."""
        stop, plan = self.cursor_stop, self._plan
        if stop is None or plan is None or stop.visit is None or self._cursor is None:
            return
        if not self._may_move(stop.visit):
            self.refused.emit(self.tr("You change your own visits only."))
            return
        slot = stop.slot
        length = (slot.ends_at - slot.starts_at) / timedelta(minutes=1) if slot else 0
        gap = plan.columns[stop.column].gap / timedelta(minutes=1)
        self._finish_resize(
            stop.visit, places.resize(plan, self._cursor, stop.end + slots * (length + gap)), longer=slots > 0
        )

    def _finish_resize(self, visit: AppointmentDto, target: Placing | None, *, longer: bool) -> None:
        plan = self._plan
        if plan is None:
            return
        if target is None or target.refusal == "same":
            self.refused.emit(
                self.tr("No time follows that could be added.") if longer else self.tr("It can't be shorter.")
            )
        elif target.refusal:
            self.refused.emit(refusal_text(target, plan, visit))
        else:
            self.resized.emit(visit, target)

    def _set_moving(self, moving: Moving | None) -> None:
        self._moving, self._target = moving, None
        by_mouse = moving is not None and moving.by_mouse
        shape = Qt.CursorShape.ArrowCursor
        if moving is not None and by_mouse:
            shape = Qt.CursorShape.SizeVerCursor if moving.sizing else Qt.CursorShape.ClosedHandCursor
        self.viewport().setCursor(shape)
        if not by_mouse:
            self.moving_changed.emit(moving.visit if moving else None)
        self.dragging.emit(moving.visit if moving and by_mouse and not moving.sizing else None)
        self.viewport().update()

    def _follow_moving(self) -> None:
        """By keys, the visit would go where the cursor is."""
        stop = self.cursor_stop
        if self._moving is None or self._moving.by_mouse or stop is None or self._plan is None:
            return
        self._target = self.place(stop.column, stop.start, places.Wish(self._moving.visit))
        self._say_target()
        self.viewport().update()

    def _say_target(self) -> None:
        if self._target is None or self._moving is None or self._plan is None or not QAccessible.isActive():
            return
        if text := refusal_text(self._target, self._plan, self._moving.visit):
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
            if moving.pinned:
                self.pin_dropped.emit(moving.wish, target)
            else:
                (self.resized if moving.sizing else self.dropped).emit(moving.visit, target)

    # By mouse

    def _grip_at(self, point: QPoint) -> int | None:
        """The visit whose lower edge is under the pointer, if it may be made longer or shorter."""
        index, plan = self._stop_at(point), self._plan
        if index is None or plan is None or self._agenda is None:
            return None
        visit = plan.stops[index].visit
        if visit is None or visit.status not in MOVABLE or not self._may_move(visit):
            return None
        block = inside(self._agenda.boxes[index])
        near = block.bottom() - _GRIP <= point.y() + self.verticalOffset() <= block.bottom() + 2
        return index if near and block.height() > 3 * _GRIP else None

    def _start_drag(self, index: int, point: QPoint, *, sizing: bool = False) -> None:
        stop = self._plan.stops[index] if self._plan is not None else None
        if stop is None or stop.visit is None or self._agenda is None or not self._may_move(stop.visit):
            return
        if stop.visit.status not in MOVABLE:
            self.start_moving(stop.visit)
            return
        grabbed = self._agenda.grid.minute_at(point.y() + self.verticalOffset()) - stop.start
        self._set_moving(Moving(stop.visit, by_mouse=True, grabbed=grabbed, sizing=sizing))
        self._scroller.start()
        self._drag_to(point)

    def carry(self, wish: places.Wish, where: QPoint) -> None:
        """Take a pin of the board along with the mouse; ``where`` is global, as below."""
        if self._plan is not None and self.isVisible():
            self._set_moving(Moving(wish.visit, by_mouse=True, pinned=True, copy=wish.copy))
            self._scroller.start()
            self.carry_to(where)

    def carry_to(self, where: QPoint) -> None:
        """The mouse is there now."""
        if self._moving is not None and self._moving.pinned:
            self._drag_to(self.viewport().mapFromGlobal(where))

    def put_down(self, where: QPoint) -> None:
        """The mouse let go of what it carried."""
        if self._moving is not None and self._moving.pinned:
            self._end_drag(self.viewport().mapFromGlobal(where))

    def _is_over_board(self, point: QPoint) -> bool:
        board = self._board
        if board is None or self._moving is None or self._moving.sizing or not board.isVisible():
            return False
        return board.rect().contains(board.mapFromGlobal(self.viewport().mapToGlobal(point)))

    def _drag_to(self, point: QPoint) -> None:
        self._dragged_to = point
        self.over_board.emit(self._is_over_board(point))
        before, self._target = self._target, self._target_at(point)
        if before != self._target:
            self._say_target()
            self.viewport().update()

    def _target_at(self, point: QPoint) -> Placing | None:
        plan, agenda, moving = self._plan, self._agenda, self._moving
        if plan is None or agenda is None or moving is None or self._is_over_board(point):
            return None
        if moving.pinned and not self.viewport().rect().contains(point):
            return None
        minute = agenda.grid.minute_at(point.y() + self.verticalOffset())
        if moving.sizing:
            index = plan.index_of(("visit", moving.visit.id))
            return places.resize(plan, index, minute) if index is not None else None
        column = agenda.grid.column_at(point.x() + self.horizontalOffset())
        if column is None:
            return None
        # The slot under the pointer counts when the visit was taken near its top, else the one under its top.
        slot = plan.slot_at(column, minute)
        length = (slot.ends_at - slot.starts_at).total_seconds() / 60 if slot else 0
        wanted = minute if moving.grabbed <= length else minute - moving.grabbed
        return self.place(column, wanted, moving.wish)

    def _scroll_at_edge(self) -> None:
        point = self._dragged_to
        area = self.viewport().rect()
        if self._is_over_board(point):
            return
        for bar, at, room in (
            (self.verticalScrollBar(), point.y(), area.height()),
            (self.horizontalScrollBar(), point.x(), area.width()),
        ):
            if at < _EDGE:
                bar.setValue(bar.value() - (_EDGE - max(at, 0)) // 2)
            elif at > room - _EDGE:
                bar.setValue(bar.value() + (_EDGE - max(room - at, 0)) // 2)
        self._drag_to(point)

    def _end_drag(self, point: QPoint, *, copy: bool = False) -> None:
        self._scroller.stop()
        moving = self._moving
        if moving is not None and not moving.pinned and self._is_over_board(point):
            self.stop_moving()
            self.parked.emit(moving.visit, copy)
            return
        self._target = self._target_at(point)
        if self._target is None:
            self.stop_moving()
        else:
            self._drop()
