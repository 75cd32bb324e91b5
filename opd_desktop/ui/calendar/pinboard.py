"""A strip at the bottom of the calendar: visits that were cut or copied, until they are put somewhere."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from uuid import UUID

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QButtonGroup, QFrame, QHBoxLayout, QPushButton, QScrollArea, QWidget

from opd_desktop.services.dto.appointments import AppointmentDto
from opd_desktop.ui.calendar.placing import Wish
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.text import clock_text, day_text
from opd_desktop.ui.theme import theme
from opd_desktop.ui.widgets import Button, Caption, Muted

#: Lines of text that the board must be wide to show its hint, and that a name may be wide.
_ROOMY, _NAME = 60, 12


@dataclass(frozen=True)
class Pin:
    """A visit on the board: to be moved, or (``copy``) to be booked once more."""

    visit: AppointmentDto
    copy: bool = False

    @property
    def wish(self) -> Wish:
        """What is to be put somewhere."""
        return Wish(self.visit, self.copy)


class Pinboard(QFrame):
    """Holds pins; the chosen one is put down next. Nothing is unbooked while it waits here.

    Attributes:
        changed: other pins, or another one chosen.
        carried: the mouse takes a pin along (its `Pin`, where it is).
        carried_to: the pin is there now (a global `QPoint`, as the others).
        put_down: the mouse let go of it there.
    """

    changed = Signal()
    carried = Signal(object, object)
    carried_to = Signal(object)
    put_down = Signal(object)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._pins: tuple[Pin, ...] = ()
        self._current: UUID | None = None
        self._expects = self._hot = False
        self._carries = self._stale = False
        self.setProperty("kind", "surface")
        self.setObjectName("pinboard")
        self.setAccessibleName(self.tr("Pinboard"))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(10)
        row.addWidget(Caption(self.tr("Pinboard"), self))
        self._chips = QWidget(self)
        self._chips.setProperty("kind", "scrolled")
        self._row = QHBoxLayout(self._chips)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        scroll = QScrollArea(self)
        scroll.setWidget(self._chips)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll = scroll
        scroll.setFixedHeight(round(theme().rem * 2.4))
        self._group = QButtonGroup(self)
        row.addWidget(scroll, 1)
        self._here = Muted(self.tr("Drop the visit here to keep it at hand; with Ctrl it will be booked again"), self)
        # As high as with a pin, to aim at.
        self._here.setMinimumHeight(round(theme().rem * 2.4))
        self._here.hide()
        row.addWidget(self._here, 1)
        self._hint = Muted(self.tr("Drag it to a free time, or Ctrl+V at the cursor"), self)
        self._hint.setWordWrap(False)
        row.addWidget(self._hint)
        clear = Button(self.tr("Clear"), "quiet", keys="Esc", parent=self)
        clear.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        clear.clicked.connect(self.clear)
        self._clear = clear
        row.addWidget(clear)
        self._tint()
        theme().changed.connect(self._tint)
        self.hide()

    def _tint(self) -> None:
        tokens = theme().tokens
        ground, edge = ("accent_soft", "accent") if self._hot else ("surface", "line")
        self.setStyleSheet(f"#pinboard {{ background: {tokens[ground]}; border-top: 1px solid {tokens[edge]}; }}")

    def expect(self, visit: AppointmentDto | None) -> None:
        """A visit is dragged, which may be dropped here; None = no more."""
        self._expects = visit is not None and visit.id not in self.cut
        self.set_hot(False)
        self._show_parts()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the pins have the room of the hint."""
        super().resizeEvent(event)
        self._show_parts()

    def set_hot(self, hot: bool) -> None:
        """Whether what is dragged would be dropped here."""
        hot = hot and self._expects
        if hot != self._hot:
            self._hot = hot
            self._tint()

    def _show_parts(self) -> None:
        filled = bool(self._pins)
        self._here.setVisible(self._expects)
        roomy = self.width() >= round(theme().rem * _ROOMY)
        self._hint.setVisible(filled and not self._expects and roomy)
        self._scroll.setVisible(filled)
        self._clear.setVisible(filled)
        self.setVisible(filled or self._expects)

    @property
    def pins(self) -> tuple[Pin, ...]:
        """What waits, the oldest first."""
        return self._pins

    @property
    def current(self) -> Pin | None:
        """The one that is put down next."""
        return next((pin for pin in self._pins if pin.visit.id == self._current), None)

    @property
    def cut(self) -> frozenset[UUID]:
        """The visits that wait to be moved."""
        return frozenset(pin.visit.id for pin in self._pins if not pin.copy)

    def add(self, visits: Iterable[AppointmentDto], *, copy: bool) -> None:
        """Put visits on the board; one that is there already changes its kind."""
        fresh = {visit.id: Pin(visit, copy) for visit in visits}
        kept = [pin for pin in self._pins if pin.visit.id not in fresh]
        self._set((*kept, *fresh.values()))
        if self.current is None or fresh:
            self._current = next(iter(fresh), self._current)
            self._fill()

    def take(self, visit_id: UUID) -> None:
        """Take a pin off."""
        self._set(tuple(pin for pin in self._pins if pin.visit.id != visit_id))

    def clear(self) -> None:
        """Take all off; every visit stays where it is."""
        self._set(())

    def refresh(self, newer: Mapping[UUID, AppointmentDto]) -> None:
        """Visits were loaded again: what is put down later is their newest state."""
        pins = tuple(replace(pin, visit=newer[pin.visit.id]) if pin.visit.id in newer else pin for pin in self._pins)
        if pins != self._pins:
            self._set(pins)

    def _set(self, pins: tuple[Pin, ...]) -> None:
        self._pins = pins
        if self.current is None:
            self._current = pins[0].visit.id if pins else None
        self._fill()

    def _fill(self) -> None:
        # The chip that the mouse takes along must live until it is put down.
        self._stale = self._carries
        if not self._carries:
            self._fill_chips()
        self.changed.emit()

    def _fill_chips(self) -> None:
        while (item := self._row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                if isinstance(widget, QPushButton):
                    self._group.removeButton(widget)
                widget.hide()
                widget.deleteLater()
        for pin in self._pins:
            self._row.addWidget(self._chip(pin))
        self._row.addStretch()
        self._show_parts()
        if (chip := self._group.checkedButton()) is not None:
            self._chips.adjustSize()
            self._scroll.ensureWidgetVisible(chip)

    def _begin_carrying(self, pin: Pin, where: QPoint) -> None:
        self._carries = True
        self.carried.emit(pin, where)

    def _end_carrying(self, where: QPoint) -> None:
        self._carries = False
        self.put_down.emit(where)
        if self._stale:
            self._fill()

    def _chip(self, pin: Pin) -> "_Chip":
        start = self._desk.local(pin.visit.starts_at)
        when = f"{day_text(start.date())} {clock_text(start)}"
        what = self.tr("book again") if pin.copy else self.tr("move")
        room = round(theme().rem * _NAME)
        name = self.fontMetrics().elidedText(pin.visit.patient_name, Qt.TextElideMode.ElideRight, room)
        chip = _Chip(f"{name} · {when} · {what}", self._chips)
        chip.setProperty("kind", "segment")
        chip.setCheckable(True)
        chip.setChecked(pin.visit.id == self._current)
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        chip.setAccessibleName(
            self.tr("{0}, {1} with {2}, to {3}").format(pin.visit.patient_name, when, pin.visit.practitioner_name, what)
        )
        tip = self.tr("{0}, {1} with {2}. Delete takes it off the board.")
        chip.setToolTip(tip.format(pin.visit.patient_name, when, pin.visit.practitioner_name))
        chip.removed.connect(partial(self.take, pin.visit.id))
        chip.clicked.connect(partial(self._choose, pin.visit.id))
        chip.carried.connect(partial(self._begin_carrying, pin))
        chip.carried_to.connect(self.carried_to)
        chip.put_down.connect(self._end_carrying)
        self._group.addButton(chip)
        return chip

    def _choose(self, visit_id: UUID, _checked: bool = False) -> None:
        self._current = visit_id
        self.changed.emit()

    def texts(self) -> list[str]:
        """What the chips say."""
        widgets = [self._row.itemAt(place) for place in range(self._row.count())]
        found = [item.widget() for item in widgets if item is not None]
        return [widget.text() for widget in found if isinstance(widget, QPushButton)]


class _Chip(QPushButton):
    """A pin on the board.

    Attributes:
        removed: Delete was pressed on it.
        carried: the mouse begins to take it along, from there (a global `QPoint`, as the others).
        carried_to: it is there now.
        put_down: the mouse let go of it there.
    """

    removed = Signal()
    carried = Signal(object)
    carried_to = Signal(object)
    put_down = Signal(object)

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(text, parent)
        self._pressed: QPoint | None = None
        self._carries = False
        self.setCursor(Qt.CursorShape.OpenHandCursor)

    def sizeHint(self) -> QSize:
        """Room for the text when the pin is the chosen one, which is written bolder."""
        hint = super().sizeHint()
        bold = QFontMetrics(theme().font("strong")).horizontalAdvance(self.text())
        return QSize(hint.width() + max(bold - self.fontMetrics().horizontalAdvance(self.text()), 0), hint.height())

    def minimumSizeHint(self) -> QSize:
        """The text is never cut; pins that have no room are scrolled to."""
        return self.sizeHint()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Remember where; what follows is a click or a drag."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Take the pin along."""
        point, start = event.position().toPoint(), self._pressed
        if self._carries:
            self.carried_to.emit(event.globalPosition().toPoint())
        elif start is not None and (point - start).manhattanLength() >= QApplication.startDragDistance():
            self._carries = True
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
            self.carried.emit(event.globalPosition().toPoint())
        else:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End of a drag, or a click."""
        carried, self._carries, self._pressed = self._carries, False, None
        self.setCursor(Qt.CursorShape.OpenHandCursor)
        if not carried:
            super().mouseReleaseEvent(event)
            return
        event.accept()
        self.setDown(False)
        self.put_down.emit(event.globalPosition().toPoint())

    def event(self, event: QEvent) -> bool:
        """Delete here is about the pin, not about the visit under the calendar's cursor."""
        asks = event.type() == QEvent.Type.ShortcutOverride
        if asks and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Delete:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes the pin off."""
        if event.key() == Qt.Key.Key_Delete:
            event.accept()
            self.removed.emit()
            return
        super().keyPressEvent(event)
