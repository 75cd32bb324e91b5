"""A doctor runs late: by how much, what that does to the rest of the day, and whether those at home are told."""

from datetime import timedelta
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QSpinBox

from opd_desktop.domain.appointment import AppointmentStatus
from opd_desktop.domain.permissions import Permission
from opd_desktop.services import calendar, late
from opd_desktop.services.dto.appointments import AppointmentDto, CalendarDto, CalendarRequest
from opd_desktop.services.dto.schedules import AnnounceLate, Late, LateVisit
from opd_desktop.ui.calendar.panels.rows import Row, RowList
from opd_desktop.ui.calendar.panels.work import PanelWork
from opd_desktop.ui.text import clock_text
from opd_desktop.ui.theme import Look, theme
from opd_desktop.ui.widgets import Button, Caption, Field, Muted, Notice, Panel
from opd_desktop.ui.widgets.boxes import choose_data, dress_number
from opd_desktop.ui.words import error_text

_S = AppointmentStatus
_HOME = frozenset({_S.BOOKED, _S.PENDING})
_WAITS = frozenset({_S.ARRIVED, _S.CHECKED_IN})
_USUAL = 15
_STEPS = (10, 15, 20, 30, 45, 60)


class LatePanel(Panel):
    """Say that a doctor is late; the list shows at once when each patient will really be seen."""

    def __init__(self, work: PanelWork, practitioner_id: UUID | None = None) -> None:
        super().__init__()
        self.set_title(self.tr("Running late"))
        self._work = work
        self._desk = work.desk
        self._day: CalendarDto | None = None
        self.doctor = QComboBox(self)
        for one in self._desk.practitioners:
            if work.calendar.owns(one.id):
                self.doctor.addItem(one.display_name, one.id)
        choose_data(self.doctor, practitioner_id)
        self.minutes = QSpinBox(self)
        self.minutes.setRange(0, 240)
        self.minutes.setSingleStep(5)
        self.minutes.setValue(_USUAL)
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
        self.doctor.currentIndexChanged.connect(self._read)
        self.minutes.valueChanged.connect(self._show)
        work.changed.connect(self._read)
        self._read()
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
        now = self._desk.now()
        for one in self._day.exceptions if self._day else ():
            if one.kind == "late" and one.practitioner_id == self._practitioner() and one.ends_at > now:
                return one.minutes or 0
        return 0

    def _read(self, *_ignored: object) -> None:
        """Ask for the doctor's day, whatever day the calendar shows."""
        who, today = self._practitioner(), self._desk.today()
        self._show()
        if who is not None:
            request = CalendarRequest(
                facility_id=self._work.facility_id, start=today, end=today, practitioner_ids=(who,)
            )
            self._work.read(self, "day", calendar.read, request, self._loaded, self._failed)

    def _loaded(self, day: CalendarDto) -> None:
        before, self._day = self._day, day
        other = before is None or before.practitioners != day.practitioners
        if other:
            self.minutes.setValue(self.announced() or _USUAL)
        self._show()

    def visits(self) -> list[AppointmentDto]:
        """Who is still to be seen today, in order."""
        today = self._desk.today()
        return [
            one
            for one in (self._day.appointments if self._day else ())
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
        if self._day is None:
            return self.tr("The day is being loaded.")
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
            told = sum(_is_told(one) for one in result.visits)
            said = self.tr("{0} is {1} min late").format(name, result.minutes)
            return self.tr("{0}; {1} told").format(said, told) if tells else said

        self._work.write(late.announce, request, text, self._announced, self._failed, self)

    def _announced(self, result: Late) -> None:
        missed = [one.patient_name for one in result.visits if one.at_home and not _is_told(one)]
        if self.tell.isChecked() and result.minutes and missed:
            names = ", ".join(missed)
            self.error.set_text(self.tr("These can't be written to, please call them: {0}").format(names), "warn")
            self._show()
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.closed.emit()

    def _failed(self, error: BaseException) -> None:
        self.button.setEnabled(True)
        self.error.set_text(error_text(error), "danger")


def _is_told(visit: LateVisit) -> bool:
    """Whether the patient reads it; a message for the desk is one that somebody there has to pass on."""
    return visit.told and visit.channel != "desk"
