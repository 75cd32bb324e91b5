"""Exact times of some hours, typed: a small card over the grid."""

import re
from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from opd_desktop.ui.schedules.week import LAST, SHORTEST, Block, Piece, clock_words
from opd_desktop.ui.schedules.words import day_name
from opd_desktop.ui.theme import theme
from opd_desktop.ui.widgets import Button, Field

_CLOCK = re.compile(r"^\s*(\d{1,2})\s*(?:[:.h]?\s*(\d{2}))?\s*(am|pm)?\s*$", re.IGNORECASE)


def parse_clock(text: str) -> int | None:
    """Minutes after midnight of ``9``, ``930``, ``9:30``, ``9.30``, ``9h30``, ``2 pm``; 24:00 is the last minute."""
    found = _CLOCK.match(text)
    if found is None:
        return None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half == "pm" else 0)
    if (hour, minute) == (24, 0):
        return LAST
    return hour * 60 + minute if hour < 24 and minute < 60 else None


def parse_breaks(text: str) -> tuple[Piece, ...] | None:
    """``11:00-11:15, 13-14`` as pieces, soonest first; None for what can't be read."""
    made: list[Piece] = []
    for part in re.split(r"[,;]", text):
        if not part.strip():
            continue
        ends = re.split(r"\s*(?:-|–|—|\bto\b)\s*", part.strip())
        minutes = [parse_clock(one) for one in ends]
        if len(minutes) != 2 or minutes[0] is None or minutes[1] is None or minutes[1] <= minutes[0]:
            return None
        made.append((minutes[0], minutes[1]))
    made.sort()
    if any(one[1] > other[0] for one, other in pairwise(made)):
        return None
    return tuple(made)


class TimesCard(QFrame):
    """Day, from, to, breaks. Enter takes them, Esc leaves things as they were.

    Attributes:
        done: the block that was typed, in place of ``block`` (None: a new one).
        closed: it is gone, one way or the other.
    """

    done = Signal(object, object)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("times")
        self._block: Block | None = None
        self.day = QComboBox(self)
        self.day.addItems([day_name(weekday) for weekday in range(7)])
        self.start, self.end, self.breaks = QLineEdit(self), QLineEdit(self), QLineEdit(self)
        self.breaks.setPlaceholderText("11:00-11:15, 13:00-14:00")
        self.day_field = Field(self.tr("Day"), self.day, parent=self)
        self.start_field = Field(self.tr("From"), self.start, parent=self)
        self.end_field = Field(self.tr("To"), self.end, parent=self)
        self.breaks_field = Field(self.tr("Breaks"), self.breaks, parent=self)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.start_field, 1, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.end_field, 1, Qt.AlignmentFlag.AlignTop)
        take = Button(self.tr("Set"), "primary", keys="Enter", parent=self)
        leave = Button(self.tr("Leave"), "quiet", keys="Esc", parent=self)
        take.clicked.connect(self._take)
        leave.clicked.connect(self.leave)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addStretch()
        buttons.addWidget(leave)
        buttons.addWidget(take)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(10)
        column.addWidget(self.day_field)
        column.addLayout(row)
        column.addWidget(self.breaks_field)
        column.addLayout(buttons)
        self.setFixedWidth(round(theme().rem * 16))
        self.setAccessibleName(self.tr("Exact times"))
        self._tint()
        theme().changed.connect(self._tint)
        self.hide()

    def _tint(self) -> None:
        tokens = theme().tokens
        self.setStyleSheet(
            f"#times {{ background: {tokens['surface']}; border: 1px solid {tokens['accent']}; border-radius: 8px; }}"
        )

    def ask(self, block: Block | None, weekday: int, start: int, end: int, near: QPoint) -> None:
        """Open at a point of the parent, for a block or new hours."""
        self._block = block
        shown = block or Block(weekday, start, end)
        self.day.setCurrentIndex(shown.weekday)
        self.start.setText(clock_words(shown.start))
        self.end.setText(clock_words(shown.end))
        self.breaks.setText(", ".join(f"{clock_words(low)}-{clock_words(high)}" for low, high in shown.breaks))
        for field in (self.start_field, self.end_field, self.breaks_field):
            field.set_error("")
        self.adjustSize()
        host = self.parentWidget()
        if host is not None:
            left = min(max(near.x(), 8), max(host.width() - self.width() - 8, 8))
            top = min(max(near.y(), 8), max(host.height() - self.height() - 8, 8))
            self.move(left, top)
        self.show()
        self.raise_()
        self.start.setFocus(Qt.FocusReason.PopupFocusReason)
        self.start.selectAll()

    def refuse(self, text: str) -> None:
        """Why these times can't be: stay open and say so."""
        self.start_field.set_error(text)
        self.adjustSize()
        self.start.setFocus(Qt.FocusReason.OtherFocusReason)

    def leave(self) -> None:
        """Close, and change nothing."""
        self.hide()
        self.closed.emit()

    def _take(self) -> None:
        start, end, breaks = (
            parse_clock(self.start.text()),
            parse_clock(self.end.text()),
            parse_breaks(self.breaks.text()),
        )
        bad = self.tr("Type a time, like 9:30.")
        self.start_field.set_error(bad if start is None else "")
        self.end_field.set_error(bad if end is None else "")
        self.breaks_field.set_error("")
        if breaks is None:
            self.breaks_field.set_error(self.tr("Type breaks that follow one another, like 11:00-11:15, 13-14."))
        elif start is not None and end is not None:
            if end - start < SHORTEST:
                self.end_field.set_error(self.tr("The end must be after the start."))
            elif not _inside(breaks, start, end):
                self.breaks_field.set_error(self.tr("Breaks must lie inside the hours."))
            else:
                self.done.emit(self._block, Block(self.day.currentIndex(), start, end, breaks))
                return
        self.adjustSize()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter takes, Esc leaves."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()
            self._take()
        elif event.key() == Qt.Key.Key_Escape:
            event.accept()
            self.leave()
        else:
            super().keyPressEvent(event)


def _inside(breaks: Sequence[Piece], start: int, end: int) -> bool:
    return all(start < low and high < end for low, high in breaks)
