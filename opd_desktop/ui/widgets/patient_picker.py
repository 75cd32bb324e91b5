"""One box that finds a patient, by whatever the person at the window says first."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from opd_desktop.services import patients
from opd_desktop.services.dto.patients import PatientHit, SearchPatients
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.text import age_text, date_text, phone_text
from opd_desktop.ui.theme import theme
from opd_desktop.ui.widgets.basic import Muted

_HIT = Qt.ItemDataRole.UserRole
_PAUSE_MS = 90


class PatientPicker(QWidget):
    """Search as one types; Down and Enter choose, the last line registers a new patient.

    Attributes:
        picked: a `PatientHit`.
        register_wanted: the typed text, when nobody fits.
    """

    picked = Signal(object)
    register_wanted = Signal(str)

    def __init__(self, desk: Desk, *, can_register: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._can_register = can_register
        self.edit = QLineEdit(self)
        self.edit.setPlaceholderText(self.tr("Name, phone, MRN or birth date"))
        self.edit.setAccessibleName(self.tr("Find a patient"))
        self.edit.setClearButtonEnabled(True)
        self.setFocusProxy(self.edit)
        self._model = QStandardItemModel(self)
        self.results = QListView(self)
        self.results.setProperty("kind", "results")
        self.results.setModel(self._model)
        self.results.setItemDelegate(_HitDelegate(self.results))
        self.results.setAccessibleName(self.tr("Patients found"))
        self.results.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.results.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.results.clicked.connect(self._choose)
        self._nobody = Muted(parent=self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for widget in (self.edit, self.results, self._nobody):
            column.addWidget(widget)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._search)
        self.edit.textEdited.connect(lambda _text: self._timer.start())
        self.edit.textChanged.connect(self._cleared)
        self.edit.installEventFilter(self)
        self._show(())

    def text(self) -> str:
        """What was typed."""
        return self.edit.text().strip()

    def set_text(self, text: str) -> None:
        """Type for the person, and search."""
        self.edit.setText(text)
        self._timer.start()

    def hits(self) -> list[PatientHit]:
        """The patients on the list."""
        found = (self._model.item(row).data(_HIT) for row in range(self._model.rowCount()))
        return [hit for hit in found if isinstance(hit, PatientHit)]

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows and Enter in the box move and choose in the list."""
        if watched is self.edit and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        row, last = self.results.currentIndex().row(), self._model.rowCount() - 1
        key = event.key()
        if key == Qt.Key.Key_Down and last >= 0:
            self.results.setCurrentIndex(self._model.index(min(row + 1, last), 0))
        elif key == Qt.Key.Key_Up and row > 0:
            self.results.setCurrentIndex(self._model.index(row - 1, 0))
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers() and not self.results.isHidden():
            self._choose(self.results.currentIndex())
        else:
            return False
        return True

    def _cleared(self, text: str) -> None:
        if not text.strip():
            self._timer.stop()
            self._show(())

    def _search(self) -> None:
        if text := self.text():
            self._desk.read(self, "search", patients.search, SearchPatients(text=text, limit=8), self._show)

    def _show(self, hits: Sequence[PatientHit]) -> None:
        text = self.text()
        self._model.clear()
        for hit in hits:
            item = QStandardItem(hit.name)
            item.setData(hit, _HIT)
            item.setEditable(False)
            item.setAccessibleText(f"{hit.name}, {age_text(hit.sex, hit.age_years)}, {hit.mrn}, {hit.phone}")
            self._model.appendRow(item)
        if text and self._can_register:
            item = QStandardItem(self.tr("Register “{0}”").format(text))
            item.setEditable(False)
            self._model.appendRow(item)
        self._nobody.setText(self.tr("Nobody found. Try part of the name, or the phone.") if text and not hits else "")
        self._nobody.setVisible(bool(text) and not hits)
        rows = self._model.rowCount()
        self.results.setVisible(rows > 0)
        if rows:
            self.results.setCurrentIndex(self._model.index(0, 0))
            self.results.setFixedHeight(min(rows, 6) * self.results.sizeHintForRow(0) + 4)

    def _choose(self, index: QModelIndex) -> None:
        if not index.isValid():
            return
        hit = index.data(_HIT)
        text = self.text()
        if isinstance(hit, PatientHit):
            self._show(())
            self.picked.emit(hit)
        else:
            self.register_wanted.emit(text)


class _HitDelegate(QStyledItemDelegate):
    """Name and MRN on one line; age, birth date and phone on the next."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex) -> QSize:
        """Two lines and some air."""
        del option, index
        return QSize(100, round(theme().rem * 2 + 14))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex) -> None:
        """Both lines, on the tint of the chosen row."""
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, theme().color("accent_soft"))
        hit = index.data(_HIT)
        area = option.rect.adjusted(10, 5, -10, -5)
        half = area.height() // 2
        first = QRect(area.x(), area.y(), area.width(), half)
        second = QRect(area.x(), area.y() + half, area.width(), half)
        if isinstance(hit, PatientHit):
            right, below = hit.mrn, _second_line(hit)
        else:
            right, below = "Ctrl+N", self.tr("New patient")
        painter.setFont(theme().font("body"))
        painter.setPen(theme().color("faint"))
        painter.drawText(first, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, right)
        room = first.width() - painter.fontMetrics().horizontalAdvance(right) - 10
        painter.setFont(theme().font("strong"))
        painter.setPen(theme().color("text"))
        name = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room)
        painter.drawText(first, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name)
        painter.setFont(theme().font("small"))
        painter.setPen(theme().color("muted"))
        below = painter.fontMetrics().elidedText(below, Qt.TextElideMode.ElideRight, second.width())
        painter.drawText(second, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, below)
        painter.restore()


def _second_line(hit: PatientHit) -> str:
    parts = [age_text(hit.sex, hit.age_years)]
    if hit.birth_date:
        parts.append(date_text(hit.birth_date))
    if hit.phone:
        parts.append(phone_text(hit.phone))
    return " · ".join(parts)
