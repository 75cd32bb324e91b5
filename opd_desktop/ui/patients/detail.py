"""One patient: who it is, how to reach them, what happened."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from opd_desktop.services.dto.patients import PatientDto, TimelineEntry
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.patients.presenter import PatientsState
from opd_desktop.ui.patients.words import happened_text, icon_of
from opd_desktop.ui.text import age_text, date_text, moment_text, phone_text
from opd_desktop.ui.theme import theme
from opd_desktop.ui.widgets import Button, Caption, Heading, Muted

_ENTRY = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex


class _Timeline(QAbstractListModel):
    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.entries: tuple[TimelineEntry, ...] = ()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.entries):
            return None
        entry = self.entries[index.row()]
        if role == _ENTRY:
            return entry
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return f"{self.when(entry)}: {happened_text(entry)}. {entry.text}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.tr("By {0}").format(entry.by) if entry.by else None
        return None

    def when(self, entry: TimelineEntry) -> str:
        return moment_text(self._desk.local(entry.at), self._desk.today())

    def show(self, entries: tuple[TimelineEntry, ...]) -> None:
        if entries != self.entries:
            self.beginResetModel()
            self.entries = entries
            self.endResetModel()


class _TimelineDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One line, or two with text."""
        entry = index.data(_ENTRY)
        lines = 2 if isinstance(entry, TimelineEntry) and _below(entry) else 1
        del option
        return QSize(200, round(theme().rem * lines + 16))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Icon on a thread, what happened, when."""
        entry = index.data(_ENTRY)
        model = index.model()
        if not isinstance(entry, TimelineEntry) or not isinstance(model, _Timeline):
            return
        painter.save()
        area = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, theme().color("accent_soft"))
        painter.setPen(theme().color("line"))
        middle = area.x() + 24
        painter.drawLine(middle, area.top(), middle, area.bottom())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().color("surface"))
        painter.drawEllipse(middle - 11, area.y() + 5, 22, 22)
        painter.drawPixmap(middle - 8, area.y() + 8, theme().pixmap(icon_of(entry), "accent", 16))
        line = QRect(area.x() + 48, area.y() + 7, area.width() - 64, round(theme().rem + 2))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.setFont(theme().font("small"))
        painter.setPen(theme().color("muted"))
        when = model.when(entry)
        painter.drawText(line, right, when)
        room = line.width() - painter.fontMetrics().horizontalAdvance(when) - 12
        painter.setFont(theme().font("body"))
        painter.setPen(theme().color("text"))
        text = painter.fontMetrics().elidedText(happened_text(entry), Qt.TextElideMode.ElideRight, room)
        painter.drawText(line, left, text)
        if below := _below(entry):
            painter.setFont(theme().font("small"))
            painter.setPen(theme().color("muted"))
            line.translate(0, round(theme().rem + 1))
            painter.drawText(
                line, left, painter.fontMetrics().elidedText(below, Qt.TextElideMode.ElideRight, line.width())
            )
        painter.restore()


def _below(entry: TimelineEntry) -> str:
    return " ".join(entry.text.split()) if happened_text(entry) != entry.text else ""


class PatientDetail(QWidget):
    """Everything about one patient.

    Attributes:
        opened: a `TimelineEntry`.
        older_wanted: scroll back in time.
    """

    opened = Signal(object)
    older_wanted = Signal()

    def __init__(self, desk: Desk, buttons: list[Button], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.setProperty("kind", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._name = Heading(parent=self)
        self._who = Muted(parent=self)
        self._facts = QLabel(self)
        self._facts.setTextFormat(Qt.TextFormat.PlainText)
        self._facts.setWordWrap(True)
        self._facts.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._nothing = Muted(self.tr("Nothing has happened yet. Book a first visit."), self)
        self._model = _Timeline(desk, self)
        self.timeline = QListView(self)
        self.timeline.setModel(self._model)
        self.timeline.setItemDelegate(_TimelineDelegate(self.timeline))
        self.timeline.setAccessibleName(self.tr("Timeline"))
        self.timeline.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.timeline.activated.connect(lambda index: self.opened.emit(index.data(_ENTRY)))
        self._older = Button(self.tr("Show older"), "quiet", parent=self)
        self._older.clicked.connect(self.older_wanted)
        row = QHBoxLayout()
        for button in buttons:
            row.addWidget(button)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 12)
        column.setSpacing(8)
        column.addWidget(self._name)
        column.addWidget(self._who)
        column.addWidget(self._facts)
        column.addLayout(row)
        column.addSpacing(8)
        column.addWidget(Caption(self.tr("Timeline")))
        column.addWidget(self._nothing)
        column.addWidget(self.timeline, 1)
        column.addWidget(self._older)

    def show_state(self, state: PatientsState) -> None:
        """Show a patient; none shows nothing."""
        patient = state.patient
        if patient is None:
            return
        self._name.setText(patient.name)
        age = age_text(patient.sex, patient.age_years)
        born = "" if patient.birth_date is None else self._born(patient)
        self._who.setText(" · ".join(part for part in (age, born, self.tr("MRN {0}").format(patient.mrn)) if part))
        self._facts.setText("\n".join(self._fact_lines(patient)))
        self._model.show(state.timeline)
        self._nothing.setVisible(not state.timeline)
        self.timeline.setVisible(bool(state.timeline))
        self._older.setVisible(state.more)

    def _born(self, patient: PatientDto) -> str:
        if patient.birth_date is None:
            return ""
        if patient.birth_date_estimated:
            return self.tr("born about {0}").format(patient.birth_date.year)
        return self.tr("born {0}").format(date_text(patient.birth_date))

    def _fact_lines(self, patient: PatientDto) -> list[str]:
        reach = " · ".join(part for part in (phone_text(patient.phone), patient.email) if part)
        messages = [one for one in patient.consents if one.purpose == "messages"]
        allowed = any(one.granted for one in messages)
        channel = patient.preferred_channel
        consent = self.tr("Messages allowed, by {0}").format(channel) if allowed else self.tr("No consent to messages")
        contacts = ", ".join(
            " ".join(part for part in (one.name, one.relationship, phone_text(one.phone)) if part)
            for one in patient.contacts
        )
        return [line for line in (reach or self.tr("No phone, no e-mail"), patient.address, consent, contacts) if line]
