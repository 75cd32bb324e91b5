"""The agenda: visits by day and time in rows."""

from datetime import datetime

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from opd_desktop.services.dto.appointments import AppointmentDto
from opd_desktop.ui.calendar.visits import Listing, Row
from opd_desktop.ui.calendar.words import state_of, translate
from opd_desktop.ui.text import age_text, clock_text, day_text, phone_text
from opd_desktop.ui.theme import Look, theme
from opd_desktop.ui.widgets import Column, ListTable


class VisitList(ListTable):
    """Rows of visits; several can be chosen with Ctrl and Shift.

    Attributes:
        opened: Enter or a double click on a visit (`AppointmentDto`).
        menu_wanted: a menu was asked for: a visit or None, and where (global `QPoint`).
        chosen_changed: other rows are chosen.
    """

    opened = Signal(object)
    menu_wanted = Signal(object, object)
    chosen_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(translate("calendar", "Visits by day and time"), parent)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.set_columns(
            (
                Column(self.tr("Day"), self._day, token=self._day_token),
                Column(self.tr("Time"), self._time, align="right", token=self._time_token),
                Column(self.tr("Patient"), lambda row: row.visit.patient_name, strong=True, stretch=True),
                Column(self.tr("Status"), lambda row: self._look(row).word, look=self._look),
                Column(self.tr("Doctor"), lambda row: row.visit.practitioner_name),
                Column(self.tr("Reason"), lambda row: row.visit.reason, stretch=True),
                Column(self.tr("Age"), lambda row: age_text(row.visit.patient_sex, row.visit.patient_age)),
                Column(self.tr("Phone"), lambda row: phone_text(row.visit.patient_phone)),
                Column(self.tr("Token"), lambda row: row.visit.token or "", align="right"),
            ),
            key=lambda row: row.visit.id,
        )
        self.activated_row.connect(self._open)
        self.selectionModel().selectionChanged.connect(self._selection_moved)

    @staticmethod
    def _day(row: Row) -> str:
        return day_text(row.start.date())

    @staticmethod
    def _day_token(row: Row) -> str:
        return "text" if row.first else "faint"

    @staticmethod
    def _time(row: Row) -> str:
        time = clock_text(row.start)
        return f"{time} → {clock_text(row.start + row.late)}" if row.late else time

    @staticmethod
    def _time_token(row: Row) -> str:
        return "arrived_t" if row.late else "text"

    @staticmethod
    def _look(row: Row) -> Look:
        return theme().looks(state_of(row.visit))

    def show_listing(self, listing: Listing, now: datetime) -> None:
        """Show other visits; the cursor stays on its visit, or begins at the first that isn't over."""
        if tuple(self.rows()) != listing.rows:
            self.set_rows(listing.rows)
        if self.current() is None and listing.rows:
            rows = (row for row in listing.rows if row.visit.ends_at > now)
            self.select(next(rows, listing.rows[0]).visit.id)

    @property
    def visit(self) -> AppointmentDto | None:
        """The visit under the cursor."""
        row = self.current()
        return row.visit if isinstance(row, Row) else None

    @property
    def chosen(self) -> tuple[AppointmentDto, ...]:
        """The visits that are chosen, from the top."""
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        return tuple(self.rows()[row].visit for row in rows if row < len(self.rows()))

    def select(self, key: object) -> bool:
        """Put the cursor on a visit and choose it alone; False if it isn't listed."""
        found = super().select(key)
        if found:
            # Qt would add it to what is chosen while Ctrl is still held down, as after Ctrl+3.
            flags = QItemSelectionModel.SelectionFlag
            self.selectionModel().select(self.currentIndex(), flags.ClearAndSelect | flags.Rows)
        return found

    def clear_chosen(self) -> None:
        """Choose only the visit under the cursor."""
        if (visit := self.visit) is not None:
            self.clearSelection()
            self.select(visit.id)

    def _selection_moved(self) -> None:
        self.chosen_changed.emit()

    def _open(self, row: Row) -> None:
        self.opened.emit(row.visit)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the visit, or with those that are chosen."""
        event.accept()
        if event.reason() == QContextMenuEvent.Reason.Mouse:
            self.menu_wanted.emit(self.visit if self.rows() else None, event.globalPos())
        else:
            self._menu_at_cursor()

    def _menu_at_cursor(self) -> None:
        rect = self.visualRect(self.currentIndex())
        place = rect.center() if rect.isValid() else QPoint(40, 40)
        self.menu_wanted.emit(self.visit, self.viewport().mapToGlobal(place))

    def event(self, event: QEvent) -> bool:
        """Page keys go through what is listed; at its end they are the screen's: the next week."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._has_page(event):
            event.accept()
            return True
        return super().event(event)

    def _has_page(self, event: QKeyEvent) -> bool:
        if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            return False
        bar = self.verticalScrollBar()
        if event.key() == Qt.Key.Key_PageDown:
            return bar.value() < bar.maximum()
        return event.key() == Qt.Key.Key_PageUp and bar.value() > bar.minimum()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Shift+F10 shows the menu, Esc lets go of all but one; letters are for shortcuts."""
        key, shift = event.key(), event.modifiers() == Qt.KeyboardModifier.ShiftModifier
        if key == Qt.Key.Key_Menu or (key == Qt.Key.Key_F10 and shift):
            event.accept()
            self._menu_at_cursor()
        elif key == Qt.Key.Key_Escape and len(self.chosen) > 1:
            event.accept()
            self.clear_chosen()
        elif event.text().isalnum() and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)
