"""The week as a grid of hours: painted by dragging, changed by its edges, moved by its body, all of it by keys too.

Arrow keys move a cursor of a quarter of an hour, Shift with them selects, Enter makes hours of the selection, B a
break, Delete takes away, F2 asks for exact times, W copies the day to all from Monday to Friday.
"""

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleValueChangeEvent,
    QContextMenuEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QMenu, QSizePolicy, QWidget

from opd_desktop.ui.schedules import grid_painter as painting
from opd_desktop.ui.schedules import week as weeks
from opd_desktop.ui.schedules.grid_state import FIRST_HOUR, LAST_HOUR, STEP, Drag, GridState
from opd_desktop.ui.schedules.week import LAST, Block, Week
from opd_desktop.ui.schedules.words import day_name, place_words
from opd_desktop.ui.theme import theme

#: So near to an edge, in pixels, the mouse takes hold of it.
_EDGE = 6


class WeekGrid(QWidget):
    """Monday to Sunday, hours down.

    Attributes:
        edited: the person made another week of it.
        exact_wanted: exact times for a block (None: new ones at the cursor's day and minutes).
        said: something to tell in one sentence, why a move is refused for example.
    """

    edited = Signal(object)
    exact_wanted = Signal(object, int, int, int)
    said = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.state = GridState()
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(round(theme().rem * 20), round(theme().rem * 16))
        self.setAccessibleName(self.tr("Hours of the week"))
        self._describe()
        theme().changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """As much as there is."""
        return QSize(700, 520)

    # What is shown

    def set_week(self, week: Week, slot_minutes: int) -> None:
        """Show a week; the cursor stays."""
        state = self.state
        state.week, state.slot_minutes = week, slot_minutes
        if state.chosen not in week:
            state.chosen = weeks.block_at(week, *state.cursor)
        self._widen()
        self._describe()
        self.update()

    def put_cursor(self, weekday: int, minute: int) -> None:
        """Move the cursor, without selecting."""
        self.state.anchor = None
        self._go(weekday, minute)

    def _widen(self) -> None:
        low, high = FIRST_HOUR, LAST_HOUR
        minutes = [self.state.cursor[1], self.state.cursor[1] + STEP]
        minutes += [minute for one in self.state.week for minute in (one.start, one.end)]
        low = min(low, min(minutes) // 60)
        high = max(high, -(-min(max(minutes), LAST) // 60))
        self.state.hours = (low, high)

    def geometry_now(self) -> painting.Frame:
        """Where days and minutes are."""
        metrics = QFontMetricsF(theme().font("small"))
        gutter = metrics.horizontalAdvance("00:00") + 16
        header = QFontMetricsF(theme().font("strong")).height() + metrics.height() + 14
        low, high = self.state.hours
        return painting.Frame(QRectF(self.rect()), gutter, header, low * 60, high * 60)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Everything; a week is small."""
        del event
        painter = QPainter(self)
        painting.paint(painter, self.geometry_now(), self.state)
        painter.end()

    # The mouse

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin to paint, move or change hours."""
        if event.button() != Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        found = self._at(event.position())
        if found is None:
            return
        weekday, minute = found
        frame, block = self.geometry_now(), weeks.block_at(self.state.week, weekday, minute)
        self.state.anchor = None
        self._go(weekday, minute, snap=True)
        shift = bool(event.modifiers() & (Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier))
        kind = "new"
        edge_block = self._edge(frame, event.position(), weekday)
        if edge_block is not None:
            block, kind = edge_block
        elif block is not None:
            kind = "break" if shift else "move"
        origin = minute if kind in ("move", "start", "end") else _floor(minute)
        self.state.drag = Drag(kind, weekday, origin, block, self.state.week)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow the mouse; what would be made is shown as it is."""
        drag = self.state.drag
        if drag is None:
            self._hover(event.position())
            return
        frame = self.geometry_now()
        weekday, minute = frame.day_at(event.position().x()), frame.minute_at(event.position().y())
        if abs(minute - drag.origin) >= 4 or weekday != drag.weekday:
            drag.moved = True
        if drag.moved:
            self._drag_to(drag, weekday, minute)
        self.update()

    def _drag_to(self, drag: Drag, weekday: int, minute: int) -> None:
        state = self.state
        if drag.kind in ("new", "break"):
            low, high = min(drag.origin, _floor(minute)), max(drag.origin, _floor(minute)) + STEP
            drag.ghost = (drag.weekday, low, min(high, LAST))
            change = weeks.add if drag.kind == "new" else weeks.add_break
            state.week = change(drag.before, drag.weekday, low, high)
        elif drag.kind == "move" and drag.block is not None:
            start = drag.block.start + _round(minute - drag.origin)
            moved = weeks.move(drag.before, drag.block, weekday, start)
            drag.refused = moved is None
            length = drag.block.end - drag.block.start
            start = min(max(start, 0), LAST - length)
            drag.ghost = (weekday, start, start + length)
            state.week = moved if moved is not None else drag.before
        elif drag.block is not None:
            at = _round(minute)
            edges = (at, drag.block.end) if drag.kind == "start" else (drag.block.start, at)
            if edges[1] - edges[0] >= STEP:
                state.week = weeks.resize(drag.before, drag.block, *edges)
                drag.ghost = (drag.weekday, *edges)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """What was dragged is done."""
        drag, self.state.drag = self.state.drag, None
        if drag is None:
            super().mouseReleaseEvent(event)
            return
        if drag.moved and drag.refused:
            self.said.emit(self.tr("Other hours are there. Choose a time that is empty."))
        changed = self.state.week
        self.state.week = drag.before
        if drag.moved and changed != drag.before:
            if drag.ghost is not None:
                self.state.cursor = (drag.ghost[0], drag.ghost[1])
            self._commit(changed)
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Exact times."""
        found = self._at(event.position())
        self.state.drag = None
        if found is not None:
            self.put_cursor(found[0], _floor(found[1]))
            self.ask_exact()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is under the mouse."""
        self.state.hover = None
        self.update()
        super().leaveEvent(event)

    def _hover(self, at: QPointF) -> None:
        found = self._at(at)
        block = weeks.block_at(self.state.week, *found) if found else None
        shape = Qt.CursorShape.ArrowCursor
        if found is not None:
            edge = self._edge(self.geometry_now(), at, found[0])
            if edge is not None:
                shape = Qt.CursorShape.SizeVerCursor
            else:
                shape = Qt.CursorShape.OpenHandCursor if block else Qt.CursorShape.CrossCursor
        self.setCursor(shape)
        if block != self.state.hover:
            self.state.hover = block
            self.update()

    def _edge(self, frame: painting.Frame, at: QPointF, weekday: int) -> tuple[Block, str] | None:
        for one in self.state.week:
            if one.weekday != weekday:
                continue
            for kind, minute in (("start", one.start), ("end", one.end)):
                if abs(frame.y(minute) - at.y()) <= _EDGE:
                    return one, kind
        return None

    def _at(self, at: QPointF) -> tuple[int, int] | None:
        frame = self.geometry_now()
        if at.x() < frame.gutter or at.y() < frame.header:
            return None
        return frame.day_at(at.x()), frame.minute_at(at.y())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The keys, for who does not know them."""
        if event.reason() == QContextMenuEvent.Reason.Mouse and (found := self._at(QPointF(event.pos()))):
            self.put_cursor(*found)
        menu = QMenu(self)
        chosen = self.state.chosen
        menu.addAction(self.tr("Exact times…"), self.ask_exact).setShortcut("F2")
        if chosen is not None:
            menu.addAction(self.tr("Take these hours away"), self.delete).setShortcut("Del")
            menu.addAction(self.tr("Break of a quarter of an hour here"), self.make_break).setShortcut("B")
        same_day = menu.addMenu(self.tr("Copy this day to"))
        for target in range(7):
            if target != self.state.cursor[0]:
                action = same_day.addAction(day_name(target))
                action.triggered.connect(lambda _checked=False, target=target: self.copy_day(target))
        weekdays = same_day.addAction(self.tr("All days from Monday to Friday"))
        weekdays.setShortcut("W")
        weekdays.triggered.connect(lambda _checked=False: self.copy_to_weekdays())
        menu.exec(event.globalPos())
        menu.deleteLater()

    def copy_day(self, target: int) -> None:
        """The hours of the cursor's day on another day."""
        self._commit(weeks.copy_day(self.state.week, self.state.cursor[0], target))

    def copy_to_weekdays(self) -> None:
        """The hours of the cursor's day on every day from Monday to Friday."""
        made = self.state.week
        for target in range(5):
            if target != self.state.cursor[0]:
                made = weeks.copy_day(made, self.state.cursor[0], target)
        self._commit(made)

    # Keys

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See the module."""
        if event.modifiers() & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ControlModifier):
            super().keyPressEvent(event)
            return
        steps = {
            Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -STEP), Qt.Key.Key_Down: (0, STEP),
            Qt.Key.Key_PageUp: (0, -60), Qt.Key.Key_PageDown: (0, 60),
        }  # fmt: skip
        key = Qt.Key(event.key())
        if key in steps:
            event.accept()
            self._step(*steps[key], select=bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier))
            return
        does = {
            Qt.Key.Key_Return: self.enter, Qt.Key.Key_Enter: self.enter, Qt.Key.Key_Space: self.enter,
            Qt.Key.Key_F2: self.ask_exact, Qt.Key.Key_Delete: self.delete, Qt.Key.Key_Backspace: self.delete,
            Qt.Key.Key_B: self.make_break, Qt.Key.Key_W: self.copy_to_weekdays,
        }  # fmt: skip
        if key == Qt.Key.Key_Escape and self.state.anchor is not None:
            event.accept()
            self.put_cursor(*self.state.cursor)
        elif key in does:
            event.accept()
            does[key]()
        else:
            super().keyPressEvent(event)

    def _step(self, days: int, minutes: int, *, select: bool) -> None:
        weekday, minute = self.state.cursor
        if select and not days:
            if self.state.anchor is None:
                # The first step selects where the cursor stands; each further one adds a quarter.
                self.state.anchor = minute
            else:
                minute += minutes
            self._go(weekday, minute)
            return
        self.state.anchor = None
        self._go((weekday + days) % 7, minute + minutes)

    def _go(self, weekday: int, minute: int, *, snap: bool = False) -> None:
        minute = min(max(_floor(minute) if snap else minute, 0), _floor(LAST))
        self.state.cursor = (weekday, minute)
        self.state.chosen = weeks.block_at(self.state.week, weekday, minute)
        self._widen()
        self._describe()
        self.update()

    def enter(self) -> None:
        selection = self.state.selection
        if selection is None:
            self.ask_exact()
            return
        self.state.anchor = None
        self._commit(weeks.add(self.state.week, *selection))

    def make_break(self) -> None:
        weekday, minute = self.state.cursor
        chosen = self.state.selection or (weekday, minute, minute + STEP)
        self.state.anchor = None
        made = weeks.add_break(self.state.week, *chosen)
        if made == self.state.week:
            self.said.emit(self.tr("A break lies inside hours. Move to some first."))
        self._commit(made)

    def delete(self) -> None:
        selection, block, minute = self.state.selection, self.state.chosen, self.state.cursor[1]
        self.state.anchor = None
        if selection is not None:
            self._commit(weeks.cut(self.state.week, *selection))
        elif block is not None and (pause := block.break_at(minute)) is not None:
            self._commit(weeks.remove_break(self.state.week, block, pause))
        elif block is not None:
            self._commit(weeks.remove(self.state.week, block))

    def ask_exact(self) -> None:
        weekday, minute = self.state.cursor
        low, high = (self.state.selection or (weekday, minute, minute + 240))[1:]
        self.exact_wanted.emit(self.state.chosen, weekday, low, min(high, LAST))

    def _commit(self, made: Week) -> None:
        if made == self.state.week:
            self._describe()
            self.update()
            return
        self.state.week = made
        self.state.chosen = weeks.block_at(made, *self.state.cursor)
        self._widen()
        self._describe()
        self.update()
        self.edited.emit(made)

    def _describe(self) -> None:
        text = place_words(self.state.week, *self.state.cursor, self.state.selection)
        if text != self.accessibleDescription():
            self.setAccessibleDescription(text)
            QAccessible.updateAccessibility(QAccessibleValueChangeEvent(self, text))

    def focusInEvent(self, event: object) -> None:
        """The cursor shows."""
        self.state.focus = True
        super().focusInEvent(event)  # type: ignore[arg-type]
        self.update()

    def focusOutEvent(self, event: object) -> None:
        """The cursor fades."""
        self.state.focus = False
        super().focusOutEvent(event)  # type: ignore[arg-type]
        self.update()


def _floor(minute: int) -> int:
    return minute // STEP * STEP


def _round(minute: int) -> int:
    return round(minute / STEP) * STEP
