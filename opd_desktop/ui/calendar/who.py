"""The part of a booking that says for whom: search, register, or the one who was chosen."""

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from opd_desktop.services.dto.patients import PatientDto, PatientHit
from opd_desktop.ui.calendar.draft import as_hit
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.text import age_text
from opd_desktop.ui.widgets import Caption, Notice
from opd_desktop.ui.widgets.patient_picker import PatientPicker
from opd_desktop.ui.widgets.register_form import RegisterForm

#: Of a search alone, that it is worth being kept as a draft.
_KEPT_LETTERS = 3


class PatientChoice(QWidget):
    """One of three faces: the search, the form for a new patient, the chosen patient.

    Attributes:
        chosen: a `PatientHit`.
        unchosen: back to the search.
        registering: whether the form for a new patient is open.
        typed: something was typed.
    """

    chosen = Signal(object)
    unchosen = Signal()
    registering = Signal(bool)
    typed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.patient: PatientHit | None = None
        self.form: RegisterForm | None = None
        self._caption = Caption(self.tr("Patient"))
        self.picker = PatientPicker(desk, parent=self)
        self.picker.picked.connect(self.choose)
        self.picker.register_wanted.connect(self.register)
        self.picker.edit.textChanged.connect(self.typed)
        self._who = Notice("good", "", self.tr("Change"), self.unchoose, self)
        self._who.set_text("")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        for widget in (self._caption, self.picker, self._who):
            self._column.addWidget(widget)
        self.setFocusProxy(self.picker.edit)

    def choose(self, patient: PatientHit | PatientDto) -> None:
        """It is for this patient."""
        self.patient = as_hit(patient)
        self._close_form()
        self._show_search(shown=False)
        one = self.patient
        self._who.set_text(" · ".join((one.name, age_text(one.sex, one.age_years), one.mrn)))
        self.chosen.emit(one)

    def unchoose(self) -> None:
        """Search again."""
        self.patient = None
        self._close_form()
        self._who.set_text("")
        self._show_search(shown=True)
        self.picker.edit.setFocus()
        self.picker.edit.selectAll()
        self.unchosen.emit()

    def search(self, text: str) -> None:
        """Begin to search with what was typed elsewhere."""
        if self.patient is None and self.form is None:
            self.picker.edit.setFocus()
            self.picker.set_text(text)
            self.picker.edit.setCursorPosition(len(text))

    def register(self, text: str | None = None) -> None:
        """Nobody fits: register here, beginning with what was typed."""
        if self.form is not None:
            return
        self.patient = None
        self._who.set_text("")
        self._show_search(shown=False)
        self.form = RegisterForm(self._desk, self.picker.text() if text is None else text, self)
        self.form.registered.connect(self.choose)
        self.form.existing_chosen.connect(self.choose)
        for edit in (self.form.name, self.form.birth, self.form.phone, self.form.email):
            edit.textChanged.connect(self.typed)
        self._column.addWidget(self.form)
        self.setFocusProxy(self.form)
        self.registering.emit(True)
        self.form.setFocus()

    def _close_form(self) -> None:
        if self.form is not None:
            self.form.hide()
            self.form.deleteLater()
            self.form = None
            self.setFocusProxy(self.picker.edit)
            self.registering.emit(False)

    def _show_search(self, *, shown: bool) -> None:
        self._caption.setVisible(shown)
        self.picker.setVisible(shown)

    def is_empty(self) -> bool:
        """Nobody was chosen and nothing was typed."""
        form = self.form.values() if self.form else {}
        return self.patient is None and not any((self.picker.text(), form.get("name"), form.get("phone")))

    def is_slight(self) -> bool:
        """A letter or two in the search, and nobody chosen: not worth being kept."""
        return self.patient is None and self.form is None and len(self.picker.text().strip()) < _KEPT_LETTERS

    def values(self) -> dict[str, Any]:
        """What was typed, for a draft."""
        return {
            "patient": self.patient.model_dump(mode="json") if self.patient else None,
            "search": self.picker.text(),
            "register": self.form.values() if self.form else None,
        }

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Put a draft back."""
        if values.get("patient"):
            self.choose(PatientHit.model_validate(values["patient"]))
        elif values.get("register"):
            self.register("")
            if self.form is not None:
                self.form.set_values(dict(values["register"]))
        elif values.get("search"):
            self.search(str(values["search"]))
