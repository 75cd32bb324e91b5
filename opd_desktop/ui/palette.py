"""``Ctrl+K``: any action, screen or patient by a few letters."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, QSize, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsDropShadowEffect,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from opd_desktop.domain.permissions import Permission
from opd_desktop.services import patients
from opd_desktop.services.dto.patients import PatientHit, SearchPatients
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.text import age_text, phone_text
from opd_desktop.ui.theme import theme

_ENTRY = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class Entry:
    """One line: ``hint`` is its keys or what kind of thing it is."""

    text: str
    hint: str
    icon: str
    run: Callable[[], None]


def matches(query: str, text: str) -> int:
    """How well ``text`` answers ``query``: 0 not at all; words that begin with the letters count most.

    Every word of the query must be found.
    """
    words = text.casefold().split()
    score = 0
    for part in query.casefold().split():
        if any(word.startswith(part) for word in words):
            score += 3
        elif part in text.casefold():
            score += 1
        else:
            return 0
    return score or 1


class CommandPalette(QFrame):
    """A box over the window; Esc gives the keyboard back to where it was."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self._entries: Sequence[Entry] = ()
        self._hits: list[Entry] = []
        self._before: QWidget | None = None
        self.setProperty("kind", "card")
        self.edit = QLineEdit(self)
        self.edit.setPlaceholderText(self.tr("Action, screen or patient"))
        self.edit.setAccessibleName(self.tr("Find an action, a screen or a patient"))
        self.edit.installEventFilter(self)
        self.edit.textChanged.connect(self._typed)
        self._model = QStandardItemModel(self)
        self.list = QListView(self)
        self.list.setModel(self._model)
        self.list.setItemDelegate(_EntryDelegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(self.tr("Found"))
        self.list.clicked.connect(self._run)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.addWidget(self.edit)
        column.addWidget(self.list)
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(40)
        shadow.setOffset(0, 8)
        self.setGraphicsEffect(shadow)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(90)
        self._timer.timeout.connect(self._find_patients)
        self.hide()

    def open(self, entries: Sequence[Entry]) -> None:
        """Offer ``entries`` (and patients, as one types)."""
        parent = self.parentWidget()
        if parent is None:
            return
        self._before = parent.window().focusWidget()
        self._entries = entries
        self.edit.clear()
        self._fill()
        width = min(560, parent.width() - 60)
        self.setGeometry((parent.width() - width) // 2, 72, width, min(420, parent.height() - 120))
        self.show()
        self.raise_()
        self.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_palette(self) -> None:
        """Go, and give the keyboard back."""
        if self.isHidden():
            return
        self._timer.stop()
        self.hide()
        if self._before is not None and self._before.isVisible():
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows, Enter and Esc, while typing goes on."""
        if watched is self.edit and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        if watched is self.edit and event.type() == QEvent.Type.FocusOut:
            QTimer.singleShot(0, self, self._close_if_left)
        return super().eventFilter(watched, event)

    def _close_if_left(self) -> None:
        if not self.edit.hasFocus():
            self.hide()

    def _key(self, event: QKeyEvent) -> bool:
        row, last = self.list.currentIndex().row(), self._model.rowCount() - 1
        if event.key() == Qt.Key.Key_Down and last >= 0:
            self.list.setCurrentIndex(self._model.index((row + 1) % (last + 1), 0))
        elif event.key() == Qt.Key.Key_Up and last >= 0:
            self.list.setCurrentIndex(self._model.index((row - 1) % (last + 1), 0))
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._run(self.list.currentIndex())
        elif event.key() == Qt.Key.Key_Escape:
            self.close_palette()
        else:
            return False
        return True

    def _typed(self) -> None:
        self._hits = []
        self._fill()
        if self.edit.text().strip() and self._desk.actor.may(Permission.PATIENT_READ):
            self._timer.start()

    def _find_patients(self) -> None:
        if text := self.edit.text().strip():
            self._desk.read(self, "search", patients.search, SearchPatients(text=text, limit=6), self._found)

    def _found(self, hits: Sequence[PatientHit]) -> None:
        self._hits = [self._patient_entry(hit) for hit in hits]
        self._fill()

    def _patient_entry(self, hit: PatientHit) -> Entry:
        hint = " · ".join(part for part in (age_text(hit.sex, hit.age_years), phone_text(hit.phone), hit.mrn) if part)
        return Entry(hit.name, hint, "patients", lambda: self._desk.go("patients", hit.id))

    def _fill(self) -> None:
        query = self.edit.text().strip()
        scored = [(matches(query, entry.text), entry) for entry in self._entries] if query else []
        chosen = [entry for score, entry in sorted(scored, key=lambda pair: -pair[0]) if score]
        self._model.clear()
        for entry in [*(chosen if query else self._entries), *self._hits]:
            item = QStandardItem(entry.text)
            item.setData(entry, _ENTRY)
            item.setEditable(False)
            item.setAccessibleText(f"{entry.text}, {entry.hint}")
            self._model.appendRow(item)
        if self._model.rowCount():
            self.list.setCurrentIndex(self._model.index(0, 0))

    def _run(self, index: QModelIndex) -> None:
        entry = index.data(_ENTRY) if index.isValid() else None
        if isinstance(entry, Entry):
            self.close_palette()
            entry.run()


class _EntryDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        """One line."""
        del option, index
        return QSize(100, max(34, round(theme().rem * 2)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """Icon, text, hint at the right."""
        entry = index.data(_ENTRY)
        if not isinstance(entry, Entry):
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme().color("accent_soft"))
            painter.drawRoundedRect(option.rect, 5, 5)
        area = option.rect.adjusted(10, 0, -10, 0)
        painter.drawPixmap(area.x(), area.y() + (area.height() - 16) // 2, theme().pixmap(entry.icon, "muted", 16))
        painter.setFont(theme().font("small"))
        painter.setPen(theme().color("muted"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(area, right, entry.hint)
        room = area.width() - painter.fontMetrics().horizontalAdvance(entry.hint) - 44
        painter.setFont(theme().font("body"))
        painter.setPen(theme().color("text"))
        text = painter.fontMetrics().elidedText(entry.text, Qt.TextElideMode.ElideRight, room)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRect(area.x() + 28, area.y(), room, area.height()), left, text)
        painter.restore()
