"""The sheet of a day or a week: what it shows, its scrolling, its cursor. All is painted by one widget."""

from dataclasses import replace
from datetime import timedelta
from time import perf_counter
from uuid import UUID

from PySide6.QtCore import QElapsedTimer, QRectF, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QScrollBar, QWidget

from opd_desktop.domain.agenda_layout import Agenda, Grid
from opd_desktop.ui.calendar.day import DayPlan, Stop
from opd_desktop.ui.calendar.drawing import Marks, Metrics, paint_skeleton
from opd_desktop.ui.calendar.items import ItemsView
from opd_desktop.ui.calendar.margins import GutterStrip, HeaderStrip
from opd_desktop.ui.calendar.overlay import OverlayPainter
from opd_desktop.ui.calendar.painter import SheetPainter
from opd_desktop.ui.calendar.words import spoken_stop
from opd_desktop.ui.theme import theme

ZOOMS = (0.75, 1.0, 1.25, 1.5, 2.0, 3.0)
_SKELETON_MS = 150
#: Seconds that painting ahead may take at once, so that a key or a turn of the wheel never waits for it.
_AHEAD_S = 0.003


class SheetView(ItemsView):
    """Shows a `DayPlan`, scrolls it, keeps a cursor on its stops; what keys and mouse do is for `AgendaView`.

    Attributes:
        cursor_moved: the `Stop` under the cursor, or None.
        zoomed: the factor of the hours' height, changed by the person.
    """

    cursor_moved = Signal(object)
    zoomed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plan: DayPlan | None = None
        self._sheet: SheetPainter | None = None
        self._overlay: OverlayPainter | None = None
        self._metrics = Metrics()
        self._keep_minute: float | None = None
        self._hover: int | None = None
        self._now: float | None = None
        self._zoom = 1.0
        self._chosen: frozenset[UUID] = frozenset()
        self._pinned: frozenset[UUID] = frozenset()
        self._header = HeaderStrip(self)
        self._gutter = GutterStrip(self)
        self._skeleton = self._timer(_SKELETON_MS)
        self._skeleton.timeout.connect(self.viewport().update)
        self._ahead = self._timer(0)
        self._ahead.timeout.connect(self._paint_ahead)
        self._age = QElapsedTimer()
        self._countdown = self._timer(1000, single=False)
        self._countdown.timeout.connect(self._count_down)
        self._waited = False
        self.setAccessibleName(self.tr("Visits of the day"))
        self._restyle()
        theme().changed.connect(self._restyle)

    def _timer(self, interval: int, *, single: bool = True) -> QTimer:
        made = QTimer(self)
        made.setInterval(interval)
        made.setSingleShot(single)
        return made

    # What is shown

    @property
    def plan(self) -> DayPlan | None:
        """What is shown."""
        return self._plan

    @property
    def cursor_stop(self) -> Stop | None:
        """The place under the cursor."""
        if self._plan is None or self._cursor is None:
            return None
        return self._plan.stops[self._cursor]

    def set_plan(self, plan: DayPlan | None) -> None:
        """Show a day or a week; cursor and scroll stay where they are if it is the same as before."""
        before, stop, top = self._plan, self.cursor_stop, self._top_minute()
        same_days = plan is not None and before is not None and _days(plan) == _days(before)
        self._plan = plan
        self._waited = False
        self._hover = None
        self._cursor = self._cursor_in(plan, stop, before) if plan is not None and same_days else None
        self._visits.set_plan(plan)
        self._relayout()
        if plan is not None and same_days and self._agenda is not None and top is not None:
            self.verticalScrollBar().setValue(round(self._agenda.grid.y(top)))
        self._age.start()
        if plan is not None and plan.next_expiry is not None:
            self._countdown.start()
        else:
            self._countdown.stop()
        self._sync_chosen()
        self._after_plan()
        self.cursor_moved.emit(self.cursor_stop)

    def _cursor_in(self, plan: DayPlan, stop: Stop | None, before: DayPlan | None) -> int | None:
        """The same place in a newer plan: the visit if it still stands there, else what is there now."""
        if stop is None or before is None:
            return None
        old = before.columns[stop.column]
        moment = before.moment(stop.column, stop.start)
        column = plan.column_at(old.practitioner.id, moment)
        # A place that this desk has begun to book is held now, though others of its slot may be free.
        mine = (index for index, one in enumerate(plan.stops) if one.mine and _same_slot(one, stop))
        if stop.kind == "free" and (booking := next(mine, None)) is not None:
            return booking
        same = plan.index_of(stop.key)
        if same is not None and (plan.stops[same].column, plan.stops[same].start) == (column, stop.start):
            return same
        return self.nearest(plan, column, stop.start)

    @staticmethod
    def nearest(plan: DayPlan, column: int | None, minute: float) -> int | None:
        """The stop of a column at a minute, or nearest to it."""
        if column is None:
            return None
        grid = Grid(len(plan.columns), 1, 1, plan.start, plan.end)
        return Agenda(plan.spans, plan.lanes, grid).nearest(column, minute)

    def wait_for_plan(self) -> None:
        """A plan is on its way; if it takes long, the outline of a day stands in for it."""
        self._waited = True
        self._skeleton.start()

    def set_now(self, minute: float | None) -> None:
        """Move the now-line; None takes it away."""
        self._now = minute
        self._gutter.set_now(minute)
        if self._sheet is not None and self._sheet.set_now(minute):
            self.viewport().update()

    def set_cursor(self, index: int | None, *, reveal: bool = True) -> None:
        """Put the cursor on a stop of the plan."""
        self._repaint_stop(self._cursor)
        self._cursor = index
        stop = self.cursor_stop
        self._keep_minute = stop.start if stop else None
        if reveal:
            self.reveal_cursor()
        self._repaint_stop(index)
        self._after_cursor()

    def put_cursor_on(self, visit_id: UUID) -> bool:
        """Put the cursor on a visit, if it is shown."""
        index = self._plan.index_of(("visit", visit_id)) if self._plan is not None else None
        if index is None:
            return False
        self.set_cursor(index)
        return True

    def set_pinned(self, visits: frozenset[UUID]) -> None:
        """Which visits wait on the pinboard for another place."""
        self._pinned = visits
        self.viewport().update()

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

    # Zoom

    @property
    def zoom_factor(self) -> float:
        """How high the hours are; 1 is usual."""
        return self._zoom

    def zoom(self, steps: int) -> None:
        """Higher or lower hours; 0 goes back to the usual height."""
        place = min(range(len(ZOOMS)), key=lambda n: abs(ZOOMS[n] - self._zoom))
        wanted = 1.0 if not steps else ZOOMS[min(max(place + steps, 0), len(ZOOMS) - 1)]
        if wanted != self._zoom:
            self.set_zoom(wanted)
            self.zoomed.emit(wanted)

    def set_zoom(self, factor: float) -> None:
        """Make the hours this high; what was in the middle stays there."""
        middle = self.viewport().height() / 2
        minute = self._agenda.grid.minute_at(self.verticalOffset() + middle) if self._agenda else None
        self._zoom = min(max(factor, ZOOMS[0]), ZOOMS[-1])
        self._relayout()
        if minute is not None and self._agenda is not None:
            self.verticalScrollBar().setValue(round(self._agenda.grid.y(minute) - middle))

    def _top_minute(self) -> float | None:
        return self._agenda.grid.minute_at(self.verticalOffset()) if self._agenda else None

    # Layout

    def _restyle(self) -> None:
        self._metrics = Metrics()
        self.setViewportMargins(self._metrics.gutter, self._metrics.header, 0, 0)
        self._relayout()

    def _relayout(self) -> None:
        plan, shown = self._plan, self._sheet
        if plan is None or not plan.columns:
            self._agenda = self._sheet = self._overlay = None
            grid = None
        else:
            grid = self._grid(plan)
            if self._agenda is None or self._agenda.spans is not plan.spans or self._agenda.grid != grid:
                self._agenda = Agenda(plan.spans, plan.lanes, grid, [len(part.stops) for part in plan.parts])
            self._sheet = SheetPainter(plan, self._agenda, self._metrics, self._sheet)
            self._sheet.set_now(self._now)
            self._overlay = OverlayPainter(plan, self._agenda, self._metrics)
        for strip in (self._header, self._gutter):
            strip.show_layout(plan, grid, self._metrics)
        self._place_strips()
        self._set_ranges()
        self._update_changed(shown)

    def _update_changed(self, shown: SheetPainter | None) -> None:
        """Ask for painting where the sheet differs from what was shown."""
        sheet = self._sheet
        changed = sheet.differs_from(shown) if sheet is not None and shown is not None else None
        if sheet is None or self._agenda is None or changed is None:
            self.viewport().update()
            return
        for area in changed:
            seen = area.translated(-self.horizontalOffset(), -self.verticalOffset())
            self.viewport().update(seen.toAlignedRect())

    def _grid(self, plan: DayPlan) -> Grid:
        shortest = min(
            ((one.slots[0].ends_at - one.slots[0].starts_at) / timedelta(minutes=1) for one in plan.columns
             if one.slots),
            default=15.0,
        )  # fmt: skip
        height = self._metrics.minute_height(max(shortest, 5.0)) * self._zoom
        # Whole pixels: columns are copied from pixmaps.
        width = max(self._metrics.column, self.viewport().width() // len(plan.columns))
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

    def scrollContentsBy(self, dx: int, dy: int) -> None:
        """Sheet and strips scroll together; what is seen already is moved, not painted again."""
        if hasattr(self, "_gutter"):
            self._header.set_offset(self.horizontalOffset() - self._metrics.gutter)
            self._gutter.set_offset(self.verticalOffset())
        self.viewport().scroll(dx, dy)

    # Marks

    def chosen_stops(self) -> list[int]:
        """The stops of the visits that are chosen, in the order of the sheet."""
        plan = self._plan
        if plan is None or not self._chosen:
            return []
        found = (plan.index_of(("visit", visit)) for visit in self._chosen)
        return sorted(index for index in found if index is not None)

    def _sync_chosen(self) -> None:
        self._sync_current(self.chosen_stops())

    def _repaint_stop(self, index: int | None) -> None:
        if index is not None and self._agenda is not None and index < len(self._agenda.boxes):
            self.viewport().update(self.stop_rect(index).adjusted(-3, -3, 3, 3))

    def _after_plan(self) -> None:
        """Another plan is shown; for what depends on it."""

    def _after_cursor(self) -> None:
        self._sync_chosen()
        stop = self.cursor_stop
        if stop is not None and stop.visit is None and self._plan is not None and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, spoken_stop(stop, self._plan)))
        self.cursor_moved.emit(stop)

    def _marks(self) -> Marks:
        marks = Marks(cursor=self._cursor, hover=self._hover, focus=self.hasFocus())
        return replace(marks, chosen=self._chosen, pinned=self._pinned)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """The part of the sheet in sight."""
        painter = QPainter(self.viewport())
        if self._sheet is None or self._overlay is None:
            painter.fillRect(event.rect(), theme().color("bg"))
            if self._waited and not self._skeleton.isActive():
                paint_skeleton(painter, self.viewport().rect(), self._metrics)
        else:
            dx, dy = self.horizontalOffset(), self.verticalOffset()
            painter.translate(-dx, -dy)
            area = QRectF(event.rect()).translated(dx, dy)
            self._sheet.paint(painter, area, self.devicePixelRatioF())
            self._overlay.paint(painter, area, self._marks(), self._seconds_left())
            self._ahead.start()
        painter.end()

    def _paint_ahead(self) -> None:
        """Paint the tiles around what is in sight, a few at a time, while nothing else is to do."""
        sheet, area = self._sheet, QRectF(self.viewport().rect())
        if sheet is None or not self.isVisible():
            return
        seen = area.translated(self.horizontalOffset(), self.verticalOffset())
        margin = self._metrics.column * 2
        until = perf_counter() + _AHEAD_S
        for tile in sheet.missing(seen.adjusted(-margin, -margin, margin, margin)):
            sheet.prepare(tile)
            if perf_counter() > until:
                self._ahead.start()
                return

    def _seconds_left(self) -> dict[int, int]:
        """Of the holds, by stop."""
        plan, overlay = self._plan, self._overlay
        if plan is None or overlay is None or not overlay.holds:
            return {}
        now = plan.now + timedelta(milliseconds=self._age.elapsed())
        holds = ((index, plan.stops[index].hold) for index in overlay.holds)
        return {index: int((hold.expires_at - now).total_seconds()) for index, hold in holds if hold is not None}

    def _count_down(self) -> None:
        for index in self._overlay.holds if self._overlay is not None else ():
            self._repaint_stop(index)


def _days(plan: DayPlan) -> tuple[object, ...]:
    return (plan.week, *sorted({column.day for column in plan.columns})) if plan.week else (plan.day,)


def _same_slot(one: Stop, other: Stop) -> bool:
    return one.slot is not None and other.slot is not None and one.slot.id == other.slot.id
