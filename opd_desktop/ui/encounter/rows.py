"""Problems and orders of the note, each with its codes or its status and its decision."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from opd_desktop.domain.note import OrderStatus
from opd_desktop.ui.encounter.lines import OrderLine, ProblemLine
from opd_desktop.ui.encounter.note_row import NoteRow
from opd_desktop.ui.encounter.words import code_card_text, order_status_text, order_type_text
from opd_desktop.ui.theme import Look
from opd_desktop.ui.widgets import Chip, ElidedLabel, MenuButton


class ProblemRow(NoteRow):
    """A problem with its codes."""

    def __init__(self, line: ProblemLine, parent: QWidget | None = None) -> None:
        super().__init__(line.id, parent)
        self.label = ElidedLabel(parent=self)
        self.label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.icd = Chip(Look("", "", "booked_t", "booked"), self)
        self.snomed = Chip(Look("", "", "booked_t", "booked"), self)
        self.row.addWidget(self.label, 0)
        self.row.addWidget(self.icd)
        self.row.addWidget(self.snomed)
        self.row.addStretch(1)
        self.finish_layout()

    def show_problem(self, line: ProblemLine, editable: bool) -> None:
        """Show the problem as it is now."""
        problem = line.problem
        self.turns = problem.turns
        self.set_decision(line.pending, editable)
        name = problem.icd10_display or f"{problem.text[:1].upper()}{problem.text[1:]}"
        self.label.set_text(name)
        for chip, system, code, display in (
            (self.icd, "ICD-10-CM", problem.icd10, problem.icd10_display),
            (self.snomed, "SNOMED CT", problem.snomed, problem.snomed_display),
        ):
            chip.setVisible(bool(code))
            if code:
                chip.set_look(Look("", code, "booked_t", "booked"))
                about = code_card_text(problem) if chip is self.icd else problem.why
                chip.setToolTip(f"{system} {code}: {display or problem.text}\n{about}".strip())
                chip.setAccessibleDescription(about)
                chip.setAccessibleName(f"{system} {code}")
        if problem.certainty == "suspected":
            self.icd.setVisible(True)
            self.icd.set_look(Look("", self.tr("Not coded"), "cancel_t", "cancel"))
            self.icd.setToolTip(problem.why)
            self.icd.setAccessibleName(self.tr("Not coded"))
            self.icd.setAccessibleDescription(problem.why)
        sure = self.tr("{0} % sure").format(round(problem.confidence * 100)) if line.pending else ""
        self.side.setText(f"{self.tr('Draft')} · {sure}" if line.pending else "")
        codes = " ".join(code for code in (problem.icd10, problem.snomed) if code)
        self.setAccessibleName(f"{name}, {codes}, {self.side.text()}")


class OrderRow(NoteRow):
    """An order that the doctor decides on.

    Attributes:
        status_chosen: another `OrderStatus`.
    """

    status_chosen = Signal(object)

    def __init__(self, line: OrderLine, parent: QWidget | None = None) -> None:
        super().__init__(line.id, parent)
        self.kind = Chip(Look("", "", "cancel_t", "cancel"), self)
        self.label = QLabel(self)
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.status = MenuButton(self.tr("Order status"), self)
        self.status.chosen.connect(self.status_chosen)
        middle = Qt.AlignmentFlag.AlignVCenter
        self.row.addWidget(self.kind, 0, middle)
        self.finish_layout(middle)
        # What it is for, and whether it is decided, stand below it: a row of an order is wide enough already.
        self.row.removeWidget(self.side)
        self.side.setWordWrap(True)
        self.side.setTextFormat(Qt.TextFormat.PlainText)
        text = QVBoxLayout()
        text.setSpacing(0)
        text.addWidget(self.label)
        text.addWidget(self.side)
        self.row.insertLayout(1, text, 1)
        self.row.insertWidget(2, self.status, 0, middle)
        self.accept_button.setToolTip(self.tr("Confirm"))
        self.accept_button.setAccessibleName(self.tr("Confirm"))

    def show_order(self, line: OrderLine, editable: bool) -> None:
        """Show the order as it is now."""
        order = line.order
        self.turns = order.turns
        self.set_decision(line.pending, editable)
        kind = order_type_text(order.order_type)
        self.kind.set_look(Look("", kind, "cancel_t", "cancel"))
        self.label.setText(order.description)
        self.status.set_choices([(one, order_status_text(one)) for one in OrderStatus], order.status)
        self.status.setEnabled(editable)
        decision = self.tr("to confirm") if line.pending else self.tr("Confirmed")
        why = self.tr("for {0}").format(order.reason) if order.reason else ""
        self.side.setText(" · ".join(part for part in (decision, why) if part))
        self.setAccessibleName(f"{kind}: {order.description}, {order_status_text(order.status)}, {self.side.text()}")
