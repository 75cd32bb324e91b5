"""The patients screen: find at the left, one patient with the timeline at the right."""

from pathlib import Path
from uuid import UUID

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from opd_desktop.domain.permissions import Permission
from opd_desktop.services.dto.patients import PatientDto, PatientHit, TimelineEntry
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.patients.detail import PatientDetail
from opd_desktop.ui.patients.panels import CorrectPanel, RegisterPanel
from opd_desktop.ui.patients.presenter import PatientsPresenter, PatientsState
from opd_desktop.ui.screen import Screen
from opd_desktop.ui.text import age_text, phone_text
from opd_desktop.ui.widgets import Button, Column, EmptyState, ListTable

_PAUSE_MS = 90


class PatientsScreen(Screen):
    """Find a patient, see everything that happened, correct, register, export."""

    screen_id = "patients"
    icon_name = "patients"
    needs = Permission.PATIENT_READ
    watches = ("Patient.", "Appointment.", "Encounter.", "Communication.", "Journey.", "Ticket.")

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.presenter = PatientsPresenter(desk, self)
        self.presenter.state_changed.connect(self._show)
        self._make_actions()
        self._make_header()
        self._make_body()

    def title(self) -> str:
        """The name of the screen."""
        return self.tr("Patients")

    def _make_actions(self) -> None:
        write = Permission.PATIENT_WRITE
        self.register_action = self.act(
            "patients.register", self.tr("New patient"), self.open_register, keys="Ctrl+N", icon="plus", needs=write
        )
        self.correct_action = self.act(
            "patients.correct", self.tr("Correct"), self.open_correct, keys="Ctrl+E", icon="edit", needs=write
        )
        self.book_action = self.act(
            "patients.book", self.tr("Book a visit"), self._book, keys="Ctrl+B", icon="calendar", needs=Permission.BOOK
        )
        self.export_action = self.act(
            "patients.export", self.tr("Export as FHIR"), self.choose_export, keys="Ctrl+Shift+E", icon="send"
        )
        self.find_action = self.act(
            "patients.find", self.tr("Find a patient"), lambda: self.edit.setFocus(), keys="/", icon="search"
        )

    def _make_header(self) -> None:
        self.header.addStretch()
        self.header.addWidget(Button.for_action(self.register_action, "primary"))

    def _make_body(self) -> None:
        self.edit = QLineEdit(self)
        self.edit.setPlaceholderText(self.tr("Name, phone, MRN or birth date"))
        self.edit.setAccessibleName(self.tr("Find a patient"))
        self.edit.setClearButtonEnabled(True)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(lambda: self.presenter.search(self.edit.text()))
        self.edit.textChanged.connect(lambda _text: self._timer.start())
        self.edit.returnPressed.connect(self._open_first)
        self.table = ListTable(self.tr("Patients found"), self)
        self.table.set_columns(
            [
                Column(self.tr("Name"), lambda hit: hit.name, stretch=True, strong=True),
                Column(self.tr("Age"), lambda hit: age_text(hit.sex, hit.age_years)),
                Column(self.tr("Phone"), lambda hit: phone_text(hit.phone)),
                Column(self.tr("MRN"), lambda hit: hit.mrn, align="right"),
            ],
            lambda hit: hit.id,
        )
        self.table.activated_row.connect(self._open_hit)
        self.table.clicked.connect(lambda index: self._open_hit(index.data(Qt.ItemDataRole.UserRole)))
        self._hint = EmptyState(icon="search", parent=self)
        self._list = QStackedWidget(self)
        self._list.addWidget(self._hint)
        self._list.addWidget(self.table)
        left = QWidget(self)
        column = QVBoxLayout(left)
        column.setContentsMargins(16, 16, 12, 16)
        column.setSpacing(10)
        column.addWidget(self.edit)
        column.addWidget(self._list, 1)
        buttons = [Button.for_action(one) for one in (self.book_action, self.correct_action, self.export_action)]
        self.detail = PatientDetail(self.desk, buttons, self)
        self.detail.older_wanted.connect(self.presenter.older)
        self.detail.opened.connect(self._open_entry)
        self._nobody = EmptyState(
            self.tr("Nobody chosen"), self.tr("Find a patient at the left, or register a new one with Ctrl+N."),
            icon="patients", parent=self,
        )  # fmt: skip
        self._right = QStackedWidget(self)
        self._right.addWidget(self._nobody)
        self._right.addWidget(self.detail)
        whole = QWidget(self)
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left, 5)
        row.addWidget(self._right, 6)
        whole.setFocusProxy(self.edit)
        self.set_body(whole)
        self._show(self.presenter.state)

    def refresh(self) -> None:
        """Load again what is shown."""
        self.presenter.reload()
        if self.edit.text().strip():
            self.presenter.search(self.edit.text())

    def open(self, argument: object) -> None:
        """Show the patient with this id; a text is searched."""
        if isinstance(argument, UUID):
            self.close_panel()
            self.presenter.show(argument)
        elif isinstance(argument, str):
            self.edit.setText(argument)

    def _show(self, state: PatientsState) -> None:
        self.table.set_rows(state.hits)
        if state.hits and self.table.current() is None:
            self.table.select(state.hits[0].id)
        self._list.setCurrentWidget(self.table if state.hits else self._hint)
        if state.text and not state.hits:
            self._hint.set_text(
                self.tr("Nobody found"), self.tr("Try part of the name, or the phone. Ctrl+N registers.")
            )
        else:
            self._hint.set_text(self.tr("Find a patient"), self.tr("Type a name, a phone, an MRN or a birth date."))
        known = state.patient is not None
        self._right.setCurrentWidget(self.detail if known else self._nobody)
        for action in (self.correct_action, self.book_action, self.export_action):
            if action.isVisible():
                action.setEnabled(known)
        self.detail.show_state(state)

    def _open_first(self) -> None:
        hit = self.table.current()
        if hit is not None:
            self._open_hit(hit)
            self.table.setFocus()

    def _open_hit(self, hit: PatientHit | None) -> None:
        if hit is not None:
            self.presenter.show(hit.id)

    def _open_entry(self, entry: TimelineEntry) -> None:
        if entry.kind in {"encounter", "note", "order"}:
            self.desk.go("encounter", entry.ref_id)
        elif entry.kind in {"appointment", "check-in"}:
            self.desk.go("calendar", entry.ref_id)

    def open_register(self) -> None:
        """A new patient; what is in the search box goes into the form."""
        text = self.edit.text().strip()
        panel = RegisterPanel(self.desk, text if not self.presenter.state.hits else "")
        panel.registered.connect(self._registered)
        panel.existing_chosen.connect(self._chose_existing)
        self.show_panel(panel)
        panel.setFocus()

    def _registered(self, patient: PatientDto) -> None:
        self.close_panel()
        self.presenter.show(patient.id)
        self.desk.toast(self.tr("Registered {0}, MRN {1}").format(patient.name, patient.mrn))

    def _chose_existing(self, hit: PatientHit) -> None:
        self.close_panel()
        self.presenter.show(hit.id)

    def open_correct(self) -> None:
        """Correct the patient shown."""
        patient = self.presenter.state.patient
        if patient is not None:
            panel = CorrectPanel(self.desk, self.presenter, patient)
            panel.saved.connect(self._corrected)
            self.show_panel(panel)
            panel.setFocus()

    def _corrected(self, patient: PatientDto) -> None:
        self.close_panel()
        self.presenter.show(patient.id)
        self.desk.toast(self.tr("Saved {0}").format(patient.name))

    def _book(self) -> None:
        if self.presenter.state.patient is not None:
            self.desk.go("calendar", self.presenter.state.patient)

    def choose_export(self) -> None:
        """Ask where to, then export."""
        patient = self.presenter.state.patient
        if patient is None:
            return
        dialog = QFileDialog(self, self.tr("Export as FHIR"), f"{patient.mrn}.fhir.json", self.tr("FHIR JSON (*.json)"))
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda path: self.presenter.export(Path(path)))
        dialog.open()
