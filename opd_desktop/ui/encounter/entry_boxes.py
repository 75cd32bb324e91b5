"""Problems and orders on the note: their rows, and a line in which the doctor types one more."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from opd_desktop.domain.note import Order, OrderStatus, OrderType, Problem
from opd_desktop.ui.encounter.words import order_type_text
from opd_desktop.ui.theme import theme
from opd_desktop.ui.widgets import Caption, MenuButton


class EntryBox(QWidget):
    """A caption, rows, and the line in which another is typed."""

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, round(theme().rem * 0.4), 0, 0)
        column.setSpacing(4)
        caption = Caption(title, self)
        caption.setContentsMargins(6, 0, 0, 0)
        column.addWidget(caption)
        self.rows = QVBoxLayout()
        self.rows.setSpacing(1)
        column.addLayout(self.rows)
        self.entry = QWidget(self)
        self.line = QHBoxLayout(self.entry)
        self.line.setContentsMargins(0, 0, 0, 0)
        self.edit = QLineEdit(self.entry)
        self.edit.returnPressed.connect(self._typed)
        self.line.addWidget(self.edit, 1)
        column.addWidget(self.entry)

    def show_state(self, *, editable: bool, filled: bool) -> None:
        """An empty one is only there while something can be added."""
        self.setVisible(editable or filled)
        self.entry.setVisible(editable)

    def _typed(self) -> None:
        text = self.edit.text().strip()
        if text:
            self.edit.clear()
            self.take(text)

    def take(self, text: str) -> None:
        """Make of the text what this box holds."""
        raise NotImplementedError


class ProblemBox(EntryBox):
    """The problems, under the assessment.

    Attributes:
        wanted: one more `Problem`.
    """

    wanted = Signal(object)

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(title, parent)
        self.edit.setPlaceholderText(self.tr("Add a problem; Enter"))
        self.edit.setAccessibleName(self.tr("Add a problem"))

    def take(self, text: str) -> None:
        """A problem in the doctor's words."""
        self.wanted.emit(Problem(text=text, confidence=1.0))


class OrderBox(EntryBox):
    """The orders, under the plan.

    Attributes:
        wanted: one more `Order`.
    """

    wanted = Signal(object)

    def __init__(self, title: str, parent: QWidget) -> None:
        super().__init__(title, parent)
        self._kind = OrderType.MEDICATION
        kind = MenuButton(self.tr("Kind of order"), self.entry)
        kind.set_choices([(one, order_type_text(one)) for one in OrderType], self._kind)
        kind.chosen.connect(self._choose_kind)
        self.line.insertWidget(0, kind)
        self.edit.setPlaceholderText(self.tr("Add an order; Enter"))
        self.edit.setAccessibleName(self.tr("Add an order"))

    def _choose_kind(self, kind: OrderType) -> None:
        self._kind = kind
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def take(self, text: str) -> None:
        """An order of the chosen kind."""
        self.wanted.emit(Order(order_type=self._kind, description=text, status=OrderStatus.ORDERED))
