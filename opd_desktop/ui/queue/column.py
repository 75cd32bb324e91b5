"""One practitioner's queue: header, who is in the room, who was called, who waits."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from opd_desktop.services.dto.queue import PractitionerQueue, QueueEntryDto
from opd_desktop.ui.queue.presenter import QueuePresenter
from opd_desktop.ui.queue.words import wait_text, why_text
from opd_desktop.ui.text import age_text, minutes_text
from opd_desktop.ui.theme import theme
from opd_desktop.ui.widgets import Button, ElidedLabel
from opd_desktop.ui.widgets.basic import paint_chip

ENTRY = Qt.ItemDataRole.UserRole
_LONG_WAIT_MIN = 20
Index = QModelIndex | QPersistentModelIndex


class _Entries(QAbstractListModel):
    def __init__(self, presenter: QueuePresenter, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self.entries: Sequence[QueueEntryDto] = ()
        self.now: datetime | None = None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.entries):
            return None
        entry = self.entries[index.row()]
        if role == ENTRY:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{entry.token} {entry.patient_name}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self.spoken(entry)
        if role == Qt.ItemDataRole.ToolTipRole:
            return why_text(entry.why_here)
        return None

    def waited(self, entry: QueueEntryDto) -> float:
        return max((self.now - entry.arrived_at).total_seconds() / 60, 0) if self.now else 0

    def visit(self, entry: QueueEntryDto) -> str:
        return self._presenter.visit_text(entry)

    def spoken(self, entry: QueueEntryDto) -> str:
        look = theme().looks(entry.state)
        parts = [
            entry.token,
            entry.patient_name,
            age_text(entry.patient_sex, entry.patient_age),
            self.visit(entry),
            look.word,
            self.tr("waiting {0}").format(minutes_text(self.waited(entry))),
            why_text(entry.why_here),
        ]
        return ", ".join(part for part in parts if part)

    def show(self, entries: Sequence[QueueEntryDto], now: datetime) -> None:
        same = [entry.id for entry in entries] == [entry.id for entry in self.entries]
        self.now = now
        if same:
            self.entries = entries
            if entries:
                self.dataChanged.emit(self.index(0), self.index(len(entries) - 1))
            return
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """Two lines and air."""
        del option, index
        return QSize(200, max(52, round(theme().rem * 2 + 18)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Token, name over visit, state, time waited, time still expected."""
        entry = index.data(ENTRY)
        model = index.model()
        if not isinstance(entry, QueueEntryDto) or not isinstance(model, _Entries):
            return
        painter.save()
        area = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(area, theme().color("accent_soft"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, theme().color("hover"))
        painter.setPen(theme().color("line"))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        inner = area.adjusted(16, 0, -16, 0)
        left = self._token(painter, inner, entry)
        right = self._times(painter, inner, entry, model)
        self._who(painter, QRect(left, inner.y(), right - left - 8, inner.height()), entry, model)
        painter.restore()

    def _token(self, painter: QPainter, area: QRect, entry: QueueEntryDto) -> int:
        font = theme().font("title")
        painter.setFont(font)
        painter.setPen(theme().color("text"))
        width = max(
            painter.fontMetrics().horizontalAdvance("W-000"), painter.fontMetrics().horizontalAdvance(entry.token)
        )
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, entry.token)
        return area.x() + width + 18

    def _times(self, painter: QPainter, area: QRect, entry: QueueEntryDto, model: _Entries) -> int:
        """Paint from the right; returns where it begins. In a narrow column the expectation goes first."""
        right_aligned = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        edge = area.right()
        painter.setFont(theme().font("body"))
        metrics = painter.fontMetrics()
        if area.width() > theme().rem * 30:
            painter.setPen(theme().color("muted"))
            width = metrics.horizontalAdvance("000–000 min") + 10
            painter.drawText(QRect(edge - width, area.y(), width, area.height()), right_aligned, wait_text(entry))
            edge -= width + 6
        waited = model.waited(entry)
        long = waited >= _LONG_WAIT_MIN
        painter.setPen(theme().color("danger" if long else "text"))
        if long:
            painter.setFont(theme().font("strong"))
        width = metrics.horizontalAdvance("00 h 00 min") if waited >= 60 else metrics.horizontalAdvance("000 min")
        painter.drawText(QRect(edge - width, area.y(), width, area.height()), right_aligned, minutes_text(waited))
        return self._chips(painter, area, edge - width - 14, entry)

    def _chips(self, painter: QPainter, area: QRect, edge: int, entry: QueueEntryDto) -> int:
        painter.setFont(theme().font("small"))
        metrics = painter.fontMetrics()
        states = [entry.state] if entry.state != "waiting" else []
        states += [entry.priority] if entry.priority != "normal" else []
        for state in states or ["waiting"]:
            look = theme().looks(state)
            width = metrics.horizontalAdvance(look.word) + metrics.ascent() + 18
            edge -= width
            paint_chip(painter, edge, area.y() + (area.height() - metrics.height() - 6) // 2, look)
            edge -= 4
        return edge

    def _who(self, painter: QPainter, area: QRect, entry: QueueEntryDto, model: _Entries) -> None:
        half = area.height() // 2
        upper = QRect(area.x(), area.y() + 7, area.width(), half - 6)
        lower = QRect(area.x(), area.y() + half, area.width(), half - 6)
        left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        painter.setFont(theme().font("strong"))
        painter.setPen(theme().color("text"))
        age = age_text(entry.patient_sex, entry.patient_age)
        room = upper.width() - painter.fontMetrics().horizontalAdvance(age) - 8
        name = painter.fontMetrics().elidedText(entry.patient_name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(upper, left, name)
        at = upper.x() + painter.fontMetrics().horizontalAdvance(name) + 6
        painter.setFont(theme().font("body"))
        painter.setPen(theme().color("faint"))
        painter.drawText(QRect(at, upper.y(), upper.right() - at, upper.height()), left, age)
        painter.setFont(theme().font("small"))
        painter.setPen(theme().color("muted"))
        text = painter.fontMetrics().elidedText(model.visit(entry), Qt.TextElideMode.ElideRight, lower.width())
        painter.drawText(lower, left, text)


class EntryList(QListView):
    """The people who wait.

    Attributes:
        opened: Enter or double click on an entry.
        sideways: Left (-1) or Right (+1) wants the neighbouring queue.
        entered: it got the keyboard.
    """

    opened = Signal(object)
    sideways = Signal(int)
    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right go to the neighbour, Enter opens."""
        key = event.key()
        if key in {Qt.Key.Key_Left, Qt.Key.Key_Right} and not event.modifiers():
            self.sideways.emit(-1 if key == Qt.Key.Key_Left else 1)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers():
            if self.currentIndex().isValid():
                self.opened.emit(self.currentIndex().data(ENTRY))
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Tell, so that keys act on this queue."""
        super().focusInEvent(event)
        self.entered.emit()


class QueueColumn(QFrame):
    """A queue.

    Attributes:
        call_next_wanted, opened, sideways, entered: what the person does here.
    """

    call_next_wanted = Signal(object)
    opened = Signal(object)
    sideways = Signal(int)
    entered = Signal()

    def __init__(self, presenter: QueuePresenter, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presenter = presenter
        self.queue: PractitionerQueue | None = None
        self.setProperty("kind", "card")
        self.setMinimumWidth(round(theme().rem * 27))
        self._name = ElidedLabel(kind="strong")
        self._about = ElidedLabel(kind="muted")
        self._count = QLabel(self)
        self._count.setProperty("kind", "muted")
        self.call_next = Button(self.tr("Call next"), "primary", keys="F9", parent=self)
        self.call_next.clicked.connect(lambda: self.call_next_wanted.emit(self.queue))
        self._busy = _Band("consult", self)
        self._called = _Band("arrived", self)
        self._busy.opened.connect(self.opened)
        self._called.opened.connect(self.opened)
        self._model = _Entries(presenter, self)
        self.list = EntryList(self)
        self.list.setModel(self._model)
        self.list.setItemDelegate(_Delegate(self.list))
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.list.opened.connect(self.opened)
        self.list.doubleClicked.connect(lambda index: self.opened.emit(index.data(ENTRY)))
        self.list.sideways.connect(self.sideways)
        self.list.entered.connect(self.entered)
        self._empty = QLabel(self)
        self._empty.setProperty("kind", "muted")
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._empty.setWordWrap(True)
        self._lay_out()
        self.setFocusProxy(self.list)

    def _lay_out(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(1)
        names.addWidget(self._name)
        names.addWidget(self._about)
        head = QHBoxLayout()
        head.setContentsMargins(16, 12, 16, 12)
        head.setSpacing(10)
        head.addLayout(names, 1)
        head.addWidget(self._count)
        head.addWidget(self.call_next)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addLayout(head)
        for widget in (self._busy, self._called):
            column.addWidget(widget)
        column.addWidget(self._empty, 1)
        column.addWidget(self.list, 1)

    def show_queue(self, queue: PractitionerQueue, now: datetime) -> None:
        """Show the newest state; the selection stays with its person."""
        before = self.selected()
        self.queue = queue
        self._name.set_text(queue.practitioner_name)
        self._about.set_text(" · ".join(part for part in (queue.specialty, *self._facts(queue)) if part))
        waiting = len(queue.entries)
        self._count.setText(self.tr("{0} waiting").format(waiting))
        self.call_next.setEnabled(waiting > 0)
        self.call_next.setAccessibleName(self.tr("Call next for {0}").format(queue.practitioner_name))
        self.list.setAccessibleName(self.tr("Queue of {0}").format(queue.practitioner_name))
        self._busy.show_entries([queue.in_room] if queue.in_room else [], now, self.tr("in room {0}"))
        self._called.show_entries(list(queue.called), now, self.tr("called {0} ago"))
        self._model.show(queue.entries, now)
        self._empty.setText(self._empty_text(queue))
        self._empty.setVisible(not waiting)
        self.list.setVisible(waiting > 0)
        self.setFocusProxy(self.list if waiting else self.call_next)
        self._select(before)

    def _facts(self, queue: PractitionerQueue) -> list[str]:
        facts = [queue.room] if queue.room else []
        if queue.running_late_minutes >= 10:
            facts.append(self.tr("running {0} late").format(minutes_text(queue.running_late_minutes)))
        else:
            facts.append(self.tr("usual {0} a visit").format(minutes_text(queue.pace_minutes)))
        return facts

    def _empty_text(self, queue: PractitionerQueue) -> str:
        if queue.done_count:
            return self.tr("Nobody waits. {0} seen today.").format(queue.done_count)
        return self.tr("Nobody waits. Check a patient in with F5, or take a walk-in with F6.")

    def _select(self, before: QueueEntryDto | None) -> None:
        rows = [entry.id for entry in self._model.entries]
        row = rows.index(before.id) if before is not None and before.id in rows else 0
        if rows:
            self.list.setCurrentIndex(self._model.index(row))

    def selected(self) -> QueueEntryDto | None:
        """The person under the cursor."""
        entry = self.list.currentIndex().data(ENTRY) if self.list.currentIndex().isValid() else None
        return entry if isinstance(entry, QueueEntryDto) else None


class _Band(QWidget):
    """People in the room or called, as tinted lines."""

    opened = Signal(object)

    def __init__(self, tint: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._tint = tint
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        theme().changed.connect(self._paint_tint)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._paint_tint()

    def show_entries(self, entries: Sequence[QueueEntryDto], now: datetime, since: str) -> None:
        """One line a person."""
        while self._column.count():
            item = self._column.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        for entry in entries:
            minutes = max((now - entry.state_changed_at).total_seconds() / 60, 0)
            text = f"{entry.token} {entry.patient_name} · {since.format(minutes_text(minutes))}"
            line = Button(text, "quiet", parent=self)
            line.setObjectName("band")
            line.clicked.connect(lambda _checked=False, entry=entry: self.opened.emit(entry))
            self._column.addWidget(line)
        self.setVisible(bool(entries))

    def _paint_tint(self) -> None:
        tokens = theme().tokens
        self.setStyleSheet(
            f"_Band {{ background: {tokens[self._tint]}; }} "
            f"QPushButton#band {{ color: {tokens[self._tint + '_t']}; font-weight: 600; text-align: left; "
            "padding: 8px 16px; border-radius: 0; }"
        )
