"""The cards of one column: a model, a painter, a list with keys. No widget per card, so thousands stay smooth."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from PySide6.QtCore import (
    QAbstractListModel,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QFocusEvent,
    QFontMetrics,
    QKeyEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QShowEvent,
)
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from opd_desktop.services.dto.journeys import InstanceDto
from opd_desktop.ui.journeys.words import Words, due_look, is_trouble
from opd_desktop.ui.theme import theme
from opd_desktop.ui.widgets.basic import paint_chip

CARD = Qt.ItemDataRole.UserRole
_SIZE = int(Qt.ItemDataRole.SizeHintRole)
Index = QModelIndex | QPersistentModelIndex
_GAP = 8
_SIDE = 10
_PAD = 10
_EDGE = 3
_LINE_GAP = 6
_RADIUS = 8


@dataclass(frozen=True)
class Heights:
    """Heights of lines, and sizes of cards, in pixels for the present fonts."""

    strong: int
    small: int
    plain: QSize
    late: QSize

    @classmethod
    def measure(cls) -> "Heights":
        """Measure the theme's fonts."""
        strong = QFontMetrics(theme().font("strong")).height()
        small = QFontMetrics(theme().font("small")).height()
        plain = _GAP + 2 * _PAD + strong + 2 + small + _LINE_GAP + small
        return cls(strong, small, QSize(120, plain), QSize(120, plain + _LINE_GAP + small + 6))


class CardModel(QAbstractListModel):
    """The cards of a stage."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.cards: Sequence[InstanceDto] = ()
        self.words: Words | None = None
        self.heights = Heights.measure()
        theme().changed.connect(self._measure)

    def _measure(self) -> None:
        self.heights = Heights.measure()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        """The number of cards."""
        return 0 if parent.isValid() else len(self.cards)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The card, its name, its size, and how it is read aloud."""
        row = index.row()
        if not 0 <= row < len(self.cards):
            return None
        card = self.cards[row]
        if role == _SIZE:
            # Asked for every card when the list is laid out; a delegate's method would cost a second call each.
            return self.heights.late if card.overdue or card.at_risk else self.heights.plain
        if role == CARD:
            return card
        if role == Qt.ItemDataRole.DisplayRole:
            return card.patient_name
        if role == Qt.ItemDataRole.AccessibleTextRole and self.words is not None:
            return self.words.spoken(card)
        if role == Qt.ItemDataRole.ToolTipRole and self.words is not None:
            return "\n".join(part for part in (card.patient_name, self.words.line(card)) if part)
        return None

    def show(self, cards: Sequence[InstanceDto], words: Words) -> None:
        """Other cards, or the same ones at a later moment."""
        self.words = words
        if [_shape(card) for card in cards] == [_shape(card) for card in self.cards]:
            # Told as changed, the list would be laid out anew; to paint it again is enough, and the view does that.
            self.cards = cards
            return
        self.beginResetModel()
        self.cards = cards
        self.endResetModel()

    def row_of(self, instance_id: UUID) -> int:
        """The row of a journey, -1 if it is not here."""
        return next((row for row, card in enumerate(self.cards) if card.id == instance_id), -1)


def _shape(card: InstanceDto) -> tuple[UUID, bool]:
    """What the layout of the list depends on."""
    return card.id, card.overdue or card.at_risk


class CardDelegate(QStyledItemDelegate):
    """Paints a card: name and time in the stage, doctor and visit, what comes next, and what is wrong."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """One card."""
        card, model = index.data(CARD), index.model()
        if not isinstance(card, InstanceDto) or not isinstance(model, CardModel) or model.words is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = option.rect.adjusted(_SIDE, 0, -self._right(option), -_GAP)
        self._frame(painter, area, card, option.state)
        inner = area.adjusted(_PAD + _EDGE, _PAD, -_PAD - 2, -_PAD)
        self._lines(painter, inner, card, model.words, model.heights)
        painter.restore()

    @staticmethod
    def _right(option: QStyleOptionViewItem) -> int:
        """The margin at the right; a scroll bar beside the cards takes its place."""
        view = option.widget
        scrolls = isinstance(view, QListView) and view.verticalScrollBar().isVisible()
        return 2 if scrolls else _SIDE

    def _frame(self, painter: QPainter, area: QRect, card: InstanceDto, state: QStyle.StateFlag) -> None:
        selected = bool(state & QStyle.StateFlag.State_Selected)
        focused = selected and bool(state & QStyle.StateFlag.State_HasFocus)
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        path = QPainterPath()
        path.addRoundedRect(area.adjusted(1, 1, -1, -1).toRectF(), _RADIUS, _RADIUS)
        surface = "accent_soft" if selected and not focused else "hover" if hovered else "surface"
        painter.fillPath(path, theme().color(surface))
        edge = "danger" if card.overdue else "arrived_t" if card.at_risk else ""
        if edge:
            strip = QPainterPath()
            strip.addRect(area.x(), area.y(), _EDGE + 1, area.height())
            painter.fillPath(path.intersected(strip), theme().color(edge))
        painter.setPen(QPen(theme().color("focus" if focused else "line"), 2 if focused else 1))
        painter.drawPath(path)

    def _lines(self, painter: QPainter, area: QRect, card: InstanceDto, words: Words, heights: Heights) -> None:
        y = area.y()
        self._name(painter, QRect(area.x(), y, area.width(), heights.strong), card, words)
        y += heights.strong + 2
        painter.setFont(theme().font("small"))
        self._text(painter, QRect(area.x(), y, area.width(), heights.small), words.visit(card), "faint")
        y += heights.small + _LINE_GAP
        line = QRect(area.x(), y, area.width(), heights.small)
        if is_trouble(card):
            size = painter.fontMetrics().ascent()
            top = y + (heights.small - size) // 2
            painter.drawPixmap(area.x(), top, theme().pixmap("warning", "danger", size))
            line.setLeft(area.x() + size + 5)
        self._text(painter, line, words.line(card), "danger" if is_trouble(card) else "muted")
        y += heights.small + _LINE_GAP
        look = due_look(card, words.now)
        if look is not None:
            paint_chip(painter, area.x(), y, look)

    def _name(self, painter: QPainter, area: QRect, card: InstanceDto, words: Words) -> None:
        painter.setFont(theme().font("small"))
        age = words.age(card)
        width = painter.fontMetrics().horizontalAdvance(age)
        self._text(painter, area, age, "faint", Qt.AlignmentFlag.AlignRight)
        painter.setFont(theme().font("strong"))
        token = "text" if card.state == "active" else "muted"
        self._text(painter, area.adjusted(0, 0, -width - 8, 0), card.patient_name, token)

    @staticmethod
    def _text(
        painter: QPainter, area: QRect, text: str, token: str, side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
    ) -> None:
        painter.setPen(theme().color(token))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter, shown)


class CardList(QListView):
    """The cards of a stage.

    Attributes:
        opened: Enter or a click on a card.
        sideways: Left (-1) or Right (+1) wants the column beside, at this height in the window.
        entered: it got the keyboard.
    """

    opened = Signal(object)
    sideways = Signal(int, int)
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._nothing = ""
        self.setModel(CardModel(self))
        self.setItemDelegate(CardDelegate(self))
        self.setObjectName("cards")
        self.setStyleSheet("QListView#cards { background: transparent; border: 0; }")
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.ActionsContextMenu)
        self.clicked.connect(lambda index: self.opened.emit(index.data(CARD)))
        theme().changed.connect(self.scheduleDelayedItemsLayout)

    @property
    def cards(self) -> CardModel:
        """Its model."""
        model = self.model()
        assert isinstance(model, CardModel)  # noqa: S101 (set in the constructor)
        return model

    def show_cards(self, cards: Sequence[InstanceDto], words: Words, nothing: str) -> None:
        """Show cards; the cursor stays on its journey, the list where it was scrolled to."""
        before, scroll = self.current(), self.verticalScrollBar().value()
        self._nothing = nothing
        self.cards.show(cards, words)
        if before is not None and self.current() is None:
            self.select(before.id, scroll=False)
        self.verticalScrollBar().setValue(scroll)
        self.viewport().update()

    def current(self) -> InstanceDto | None:
        """The card under the cursor."""
        card = self.currentIndex().data(CARD) if self.currentIndex().isValid() else None
        return card if isinstance(card, InstanceDto) else None

    def select(self, instance_id: UUID, *, scroll: bool = True) -> bool:
        """Put the cursor on a journey; False if it is not here."""
        row = self.cards.row_of(instance_id)
        if row < 0:
            return False
        self.setAutoScroll(scroll)
        self.setCurrentIndex(self.cards.index(row))
        self.setAutoScroll(True)
        return True

    def select_at(self, height: int) -> None:
        """Put the cursor on the card at a height of the screen (global pixels), or the nearest one."""
        y = self.viewport().mapFromGlobal(QPoint(0, height)).y()
        index = self.indexAt(QPoint(self.viewport().width() // 2, max(y, 0)))
        last = len(self.cards.cards) - 1
        self.setCurrentIndex(index if index.isValid() else self.cards.index(last))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and right go to the column beside, Enter opens."""
        key = event.key()
        if key in {Qt.Key.Key_Left, Qt.Key.Key_Right} and not event.modifiers():
            area = self.visualRect(self.currentIndex())
            middle = self.viewport().mapToGlobal(area.center()).y()
            self.sideways.emit(-1 if key == Qt.Key.Key_Left else 1, middle)
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.current() is not None:
            self.opened.emit(self.current())
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The cursor is somewhere, and seen, as soon as the keyboard is here."""
        super().focusInEvent(event)
        if self.cards.cards:
            # Qt gives a list that got the keyboard a current card, but selects none.
            self.setCurrentIndex(self.cards.index(max(self.currentIndex().row(), 0)))
            self.selectionModel().select(self.currentIndex(), QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.entered.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """Fonts may have changed while another screen was shown."""
        super().showEvent(event)
        self.scheduleDelayedItemsLayout()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The cards, or why there are none."""
        super().paintEvent(event)
        if self.cards.cards or not self._nothing:
            return
        painter = QPainter(self.viewport())
        painter.setFont(theme().font("small"))
        painter.setPen(theme().color("faint"))
        area = self.viewport().rect().adjusted(16, 8, -16, -8)
        flags = Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
        painter.drawText(area, flags, self._nothing)
        painter.end()
