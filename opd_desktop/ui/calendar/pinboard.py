"""A strip at the bottom of the calendar: visits that were cut or copied, until they are put somewhere."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from uuid import UUID

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QScrollArea, QWidget

from opd_desktop.services.dto.appointments import AppointmentDto
from opd_desktop.ui.calendar.placing import Wish
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.text import clock_text, day_text
from opd_desktop.ui.theme import theme
from opd_desktop.ui.widgets import Button, Caption, Muted


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
    """

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._pins: tuple[Pin, ...] = ()
        self._current: UUID | None = None
        self.setProperty("kind", "surface")
        self.setObjectName("pinboard")
        self.setAccessibleName(self.tr("Pinboard"))
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(10)
        row.addWidget(Caption(self.tr("Pinboard"), self))
        self._chips = QWidget(self)
        self._chips.setProperty("kind", "surface")
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
        self._hint = Muted(self.tr("Ctrl+V puts it at the cursor"), self)
        self._hint.setWordWrap(False)
        row.addWidget(self._hint)
        clear = Button(self.tr("Clear"), "quiet", keys="Esc", parent=self)
        clear.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        clear.clicked.connect(self.clear)
        row.addWidget(clear)
        self._tint()
        theme().changed.connect(self._tint)
        self.hide()

    def _tint(self) -> None:
        tokens = theme().tokens
        self.setStyleSheet(f"#pinboard {{ background: {tokens['surface']}; border-top: 1px solid {tokens['line']}; }}")

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
        while (item := self._row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                if isinstance(widget, QPushButton):
                    self._group.removeButton(widget)
                widget.hide()
                widget.deleteLater()
        for pin in self._pins:
            self._row.addWidget(self._chip(pin))
        self._row.addStretch()
        self.setVisible(bool(self._pins))
        if (chip := self._group.checkedButton()) is not None:
            self._chips.adjustSize()
            self._scroll.ensureWidgetVisible(chip)
        self.changed.emit()

    def _chip(self, pin: Pin) -> "_Chip":
        start = self._desk.local(pin.visit.starts_at)
        when = f"{day_text(start.date())} {clock_text(start)}"
        what = self.tr("book again") if pin.copy else self.tr("move")
        chip = _Chip(f"{pin.visit.patient_name} · {when} · {what}", self._chips)
        chip.setProperty("kind", "segment")
        chip.setCheckable(True)
        chip.setChecked(pin.visit.id == self._current)
        chip.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        chip.setAccessibleName(
            self.tr("{0}, {1} with {2}, to {3}").format(pin.visit.patient_name, when, pin.visit.practitioner_name, what)
        )
        tip = self.tr("{0} with {1}. Delete takes it off the board.")
        chip.setToolTip(tip.format(when, pin.visit.practitioner_name))
        chip.removed.connect(partial(self.take, pin.visit.id))
        chip.clicked.connect(partial(self._choose, pin.visit.id))
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
    """

    removed = Signal()

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
