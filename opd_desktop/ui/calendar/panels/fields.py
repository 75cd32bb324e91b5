"""What a visit is for and how long it takes: the fields of a booking."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from opd_desktop.ui.calendar.panels.length import LengthChoice
from opd_desktop.ui.calendar.words import VISIT_KINDS, word
from opd_desktop.ui.widgets import Field


class VisitFields(QWidget):
    """Reason, kind, length, and why a full time is overbooked. The panel puts them where they belong."""

    def __init__(self, typed: Callable[..., None], parent: QWidget) -> None:
        super().__init__(parent)
        self.hide()
        self.reason = QLineEdit(self)
        self.reason.setMaxLength(500)
        self.reason.textChanged.connect(typed)
        self.kind = QComboBox(self)
        for key, text in VISIT_KINDS:
            self.kind.addItem(word(text), key)
        self.length = LengthChoice(self)
        self.overbook_reason = QLineEdit(self)
        self.overbook_reason.setMaxLength(200)
        self.overbook_reason.textChanged.connect(typed)
        self.reason_field = Field(self.tr("Reason"), self.reason)
        self.overbook_field = Field(
            self.tr("Why overbook?"), self.overbook_reason, self.tr("Kept with the visit, for whoever asks later.")
        )
        self.pair = QWidget(self)
        row = QHBoxLayout(self.pair)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(Field(self.tr("Visit"), self.kind), 1)
        row.addWidget(Field(self.tr("Length"), self.length), 1)

    def is_empty(self) -> bool:
        """Nothing was typed."""
        return not (self.reason.text() or self.overbook_reason.text())

    def why(self) -> str:
        """The reason as typed."""
        return self.reason.text().strip()

    def why_over(self) -> str:
        """Why the time is overbooked."""
        return self.overbook_reason.text().strip()

    def values(self) -> dict[str, Any]:
        """What was typed, for a draft."""
        return {
            "reason": self.reason.text(),
            "kind": self.kind.currentData(),
            "overbook_reason": self.overbook_reason.text(),
        }

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Put a draft back."""
        self.reason.setText(str(values.get("reason") or ""))
        self.overbook_reason.setText(str(values.get("overbook_reason") or ""))
        self.kind.setCurrentIndex(max(self.kind.findData(values.get("kind")), 0))
