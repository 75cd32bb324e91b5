"""A doctor runs late: by how much, what that does to the rest of the day, and whether those at home are told."""

from datetime import timedelta
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QSpinBox

from opd_desktop.domain.appointment import AppointmentStatus
from opd_desktop.domain.permissions import Permission
from opd_desktop.services import late
from opd_desktop.services.dto.appointments import AppointmentDto
from opd_desktop.services.dto.schedules import AnnounceLate, Late
from opd_desktop.ui.calendar.panels.boxes import choose_data, dress_number
from opd_desktop.ui.calendar.panels.rows import Row, RowList
from opd_desktop.ui.calendar.panels.work import PanelWork
from opd_desktop.ui.text import clock_text
from opd_desktop.ui.theme import Look, theme
from opd_desktop.ui.widgets import Button, Caption, Field, Muted, Notice, Panel
from opd_desktop.ui.words import error_text

_S = AppointmentStatus
_HOME = frozenset({_S.BOOKED, _S.PENDING})
_WAITS = frozenset({_S.ARRIVED, _S.CHECKED_IN})
_STEPS = (10, 15, 20, 30, 45, 60)


class LatePanel(Panel):
    """Say that a doctor is late; the list shows at once when each patient will really be seen."""

    def __init__(self, work: PanelWork, practitioner_id: UUID | None = None) -> None:
        super().__init__()
        self.set_title(self.tr("Running late"))
        self._work = work
        self._desk = work.desk
        self.doctor = QComboBox(self)
        for one in self._desk.practitioners:
            if work.calendar.owns(one.id):
                self.doctor.addItem(one.display_name, one.id)
        choose_data(self.doctor, practitioner_id)
        self.minutes = QSpinBox(self)
        self.minutes.setRange(0, 240)
        self.minutes.setSingleStep(5)
        dress_number(self.minutes)
        self.minutes.setSuffix(self.tr(" min"))
        self.note = Muted(parent=self)
        self.list = RowList(self.tr("The rest of the day"), self)
        self.list.setMinimumHeight(round(theme().rem * 12))
        self.tell = QCheckBox(self.tr("Tell those still at home"), self)
        self.tell.setAccessibleName(self.tell.text())
        self.error = Notice("danger", parent=self)
        self.error.set_text("")
        self.button = Button(self.tr("Announce"), "primary", keys="Ctrl+Return", parent=self)
        self.button.clicked.connect(self.submit)
        self.on_time = Button(self.tr("On time again"), parent=self)
        self.on_time.clicked.connect(self._take_back)
        self._lay_out()
        self.doctor.currentIndexChanged.connect(self._doctor_changed)
        self.minutes.valueChanged.connect(self._show)
        work.calendar.state_changed.connect(self._show)
        self._doctor_changed()
        self.setFocusProxy(self.minutes)

    def _lay_out(self) -> None:
        self.body.addWidget(Field(self.tr("Doctor"), self.doctor))
        self.body.addWidget(Field(self.tr("Late by"), self.minutes))
        quick = QHBoxLayout()
        quick.setSpacing(4)
        for step in _STEPS:
            button = Button(str(step), "quiet", parent=self)
            button.setAccessibleName(self.tr("{0} minutes late").format(step))
            button.setStyleSheet("padding: 3px 2px;")
            button.clicked.connect(lambda _checked=False, step=step: self.minutes.setValue(step))
            quick.addWidget(button, 1)
        self.body.addLayout(quick)
        self.body.addWidget(self.note)
        self.body.addWidget(Caption(self.tr("The rest of the day")))
        self.body.addWidget(self.list, 1)
        self.body.addWidget(self.tell)
        self.body.addWidget(self.error)
        self.footer.addWidget(self.button, 1)
        self.footer.addWidget(self.on_time)
        may_tell = self._desk.actor.may(Permission.MESSAGE_SEND)
        self.tell.setEnabled(may_tell)
        self.tell.setChecked(may_tell)
        if not may_tell:
            self.tell.setToolTip(self.tr("The desk sends messages; ask there."))

    # What it does

    def _practitioner(self) -> UUID | None:
        found = self.doctor.currentData()
        return found if isinstance(found, UUID) else None

    def announced(self) -> int:
        """By how many minutes the doctor is said to be late now."""
        found = self._work.calendar.state.calendar
        now = self._desk.now()
        for one in found.exceptions if found else ():
            if one.kind == "late" and one.practitioner_id == self._practitioner() and one.ends_at > now:
                return one.minutes or 0
        return 0

    def _doctor_changed(self, *_ignored: object) -> None:
        self.minutes.setValue(self.announced() or 15)
        self._show()

    def visits(self) -> list[AppointmentDto]:
        """Who is still to be seen today, in order."""
        found = self._work.calendar.state.calendar
        today = self._desk.today()
        return [
            one
            for one in (found.appointments if found else ())
            if one.practitioner_id == self._practitioner()
            and self._desk.local(one.starts_at).date() == today
            and (one.status in _HOME or one.status in _WAITS)
            and one.queue_state != "in-consultation"
            and one.ends_at + timedelta(minutes=self.minutes.value()) > self._desk.now()
        ]

    def _show(self, *_ignored: object) -> None:
        visits, now = self.visits(), self.announced()
        shift = timedelta(minutes=self.minutes.value())
        self.list.set_rows([self._row(one, shift) for one in visits])
        self.list.setVisible(bool(visits))
        self.on_time.setVisible(now > 0)
        self.note.setText(self._note(visits, shift, now))
        home = sum(one.status in _HOME for one in visits)
        self.tell.setText(self.tr("Tell the {0} still at home").format(home) if home else self.tr("Nobody is at home"))
        self.tell.setAccessibleName(self.tell.text())
        self.tell.setEnabled(home > 0 and self._desk.actor.may(Permission.MESSAGE_SEND))
        self.button.setEnabled(self._practitioner() is not None and self.minutes.value() > 0)

    def _note(self, visits: list[AppointmentDto], shift: timedelta, now: int) -> str:
        if self._work.calendar.state.calendar is None:
            return self.tr("The day is being loaded.")
        if self._work.calendar.state.day != self._desk.today():
            return self.tr("The calendar shows another day. Press T there to see who is touched.")
        if not visits:
            return self.tr("Nobody else is booked with this doctor today.")
        last = max(one.ends_at for one in visits) + shift
        text = self.tr("The last visit ends at {0} instead of {1}.").format(
            clock_text(self._desk.local(last)), clock_text(self._desk.local(last - shift))
        )
        return self.tr("Said to be {0} min late. {1}").format(now, text) if now else text

    def _row(self, visit: AppointmentDto, shift: timedelta) -> Row:
        old = clock_text(self._desk.local(visit.starts_at))
        new = clock_text(self._desk.local(max(visit.starts_at + shift, self._desk.now())))
        here = visit.status in _WAITS
        look = (
            Look("user", self.tr("Here"), "checked_t", "checked")
            if here
            else Look("phone", self.tr("At home"), "booked_t", "booked")
        )
        return Row(
            visit.id, visit.patient_name, (self.tr("{0}, expected {1}").format(old, new),), look=look, data=visit
        )

    # Saying it

    def submit(self) -> None:
        """Announce it."""
        if self.button.isEnabled():
            tells = self.tell.isChecked() and self.tell.isEnabled()
            self._announce(self.minutes.value(), tells)

    def _take_back(self) -> None:
        self._announce(0, False)

    def _announce(self, minutes: int, tells: bool) -> None:
        who = self._practitioner()
        if who is None:
            return
        self.error.set_text("")
        self.button.setEnabled(False)
        request = AnnounceLate(facility_id=self._work.facility_id, practitioner_id=who, minutes=minutes, tell=tells)
        name = self.doctor.currentText()

        def text(result: Late) -> str:
            if not result.minutes:
                return self.tr("{0} is on time again").format(name)
            told = sum(one.told for one in result.visits)
            said = self.tr("{0} is {1} min late").format(name, result.minutes)
            return self.tr("{0}; {1} told").format(said, told) if tells else said

        self._work.write(late.announce, request, text, self._announced, self._failed, self)

    def _announced(self, result: Late) -> None:
        missed = [one.patient_name for one in result.visits if one.at_home and not one.told]
        if self.tell.isChecked() and result.minutes and missed:
            names = ", ".join(missed)
            self.error.set_text(self.tr("Could not be written to; please call: {0}").format(names), "warn")
            self._show()
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.closed.emit()

    def _failed(self, error: BaseException) -> None:
        self.button.setEnabled(True)
        self.error.set_text(error_text(error), "danger")
