"""Moving a series: another day or hour for this visit, the later ones, or all that are still to come."""

from datetime import datetime, timedelta

from PySide6.QtCore import QCoreApplication, QDate, QTime
from PySide6.QtWidgets import QComboBox, QDateEdit, QHBoxLayout, QTimeEdit

from opd_desktop.services import series
from opd_desktop.services.dto.appointments import AppointmentDto
from opd_desktop.services.dto.booking import ChangeSeries, Scope, SeriesChanged
from opd_desktop.ui.calendar.panels.words import gap_text, visits_text
from opd_desktop.ui.calendar.panels.work import PanelWork
from opd_desktop.ui.text import clock_text, day_text, moment_text
from opd_desktop.ui.widgets import Button, Caption, Field, Muted, Notice, Panel, Segmented
from opd_desktop.ui.widgets.boxes import choose_data, dress_date, dress_number
from opd_desktop.ui.words import error_text

_SHOWN = 6

translate = QCoreApplication.translate


def scope_choice(panel: Panel) -> Segmented:
    """This visit, the following, or all of the series."""
    return Segmented(
        [
            ("one", translate("panels", "This one")),
            ("following", translate("panels", "And later ones")),
            ("all", translate("panels", "All")),
        ],
        translate("panels", "Which visits"),
        panel,
    )


def chosen_scope(choice: Segmented) -> Scope:
    """What is chosen there."""
    found = choice.current()
    return "all" if found == "all" else "following" if found == "following" else "one"


class SeriesMovePanel(Panel):
    """The new time of this visit; the others of the scope are shifted by as much."""

    def __init__(self, work: PanelWork, visit: AppointmentDto) -> None:
        super().__init__()
        self.set_title(self.tr("Move the series"))
        self._work = work
        self.visit = visit
        self._wall = work.desk.local(visit.starts_at).replace(tzinfo=None)
        self.scope = scope_choice(self)
        self.scope.set_current("following")
        self.day, self.clock = QDateEdit(self), QTimeEdit(self)
        dress_date(self.day)
        self.day.setDate(QDate(self._wall.year, self._wall.month, self._wall.day))
        self.clock.setTime(QTime(self._wall.hour, self._wall.minute))
        self.clock.setDisplayFormat("HH:mm")
        dress_number(self.clock)
        self.doctor = QComboBox(self)
        for one in work.desk.practitioners:
            if work.calendar.owns(one.id):
                self.doctor.addItem(one.display_name, one.id)
        choose_data(self.doctor, visit.practitioner_id)
        self.error = Notice("danger", parent=self)
        self.error.set_text("")
        self.button = Button(self.tr("Move"), "primary", keys="Ctrl+Return", parent=self)
        self.button.clicked.connect(self.submit)
        self.others = Button(self.tr("Move the others"), parent=self)
        self.others.clicked.connect(self._skip)
        self.others.hide()
        self._lay_out()
        self.setFocusProxy(self.day)

    def _lay_out(self) -> None:
        when = f"{day_text(self._wall.date())} {clock_text(self._wall)}"
        self.body.addWidget(Muted(" · ".join((self.visit.patient_name, when, self.visit.practitioner_name))))
        pair = QHBoxLayout()
        pair.setSpacing(12)
        self.day_field = Field(self.tr("New day"), self.day)
        pair.addWidget(self.day_field, 1)
        pair.addWidget(Field(self.tr("New time"), self.clock), 1)
        self.body.addLayout(pair)
        self.body.addWidget(Field(self.tr("With"), self.doctor))
        self.body.addWidget(Caption(self.tr("Which visits")))
        self.body.addWidget(self.scope)
        self.body.addWidget(self.error)
        self.body.addStretch()
        self.footer.addWidget(self.button, 1)
        self.footer.addWidget(self.others)

    def minutes(self) -> int:
        """By how much the visits move, on the wall clock."""
        day, clock = self.day.date(), self.clock.time()
        new = datetime(day.year(), day.month(), day.day(), clock.hour(), clock.minute())  # noqa: DTZ001 (wall time)
        return round((new - self._wall) / timedelta(minutes=1))

    def submit(self) -> None:
        """Move them, all or none."""
        self._move(skip=False)

    def _skip(self) -> None:
        self._move(skip=True)

    def _move(self, *, skip: bool) -> None:
        minutes, other = self.minutes(), self.doctor.currentData()
        if not minutes and other == self.visit.practitioner_id:
            self.day_field.set_error(self.tr("Choose another day, time or doctor."))
            return
        self.day_field.set_error("")
        self.button.setEnabled(False)
        request = ChangeSeries(
            appointment_id=self.visit.id,
            scope=chosen_scope(self.scope),
            what="move",
            minutes=minutes,
            practitioner_id=other,
            skip_refused=skip,
        )
        self._work.write(series.change, request, self._text, self._moved, self._failed, self)

    def _text(self, result: SeriesChanged) -> str:
        if not result.changed:
            return ""
        return self.tr("Moved {0} of {1}").format(visits_text(len(result.changed)), self.visit.patient_name)

    def _moved(self, result: SeriesChanged) -> None:
        if result.changed:
            self._work.calendar.arrived_at.emit(result.changed[0])
            self.closed.emit()
            return
        self.button.setEnabled(True)
        today = self._work.desk.today()
        lines = [f"{moment_text(self._work.desk.local(one.at), today)}: {gap_text(one.why)}" for one in result.refused]
        text = self.tr("Nothing was moved, since these have no place there:")
        self.error.set_text("\n".join((text, *lines[:_SHOWN])))
        self.others.show()
        self.others.setFocus()

    def _failed(self, error: BaseException) -> None:
        self.button.setEnabled(True)
        self.error.set_text(error_text(error))
