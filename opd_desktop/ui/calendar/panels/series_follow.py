"""One visit of a series was moved: the later ones can follow by as much."""

from datetime import timedelta

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from opd_desktop.domain.appointment import AppointmentStatus
from opd_desktop.services import appointments, series
from opd_desktop.services.dto.appointments import AppointmentDto, ListAppointments, Moved
from opd_desktop.services.dto.booking import ChangeSeries, SeriesChanged
from opd_desktop.services.dto.common import Page
from opd_desktop.ui.calendar.panels.words import visits_text
from opd_desktop.ui.calendar.panels.work import PanelWork
from opd_desktop.ui.widgets import Notice


class SeriesFollower(QObject):
    """Asks after a move whether the later visits of the series follow, and moves them."""

    def __init__(self, work: PanelWork, parent: QWidget) -> None:
        super().__init__(parent)
        self._work = work
        self._old: AppointmentDto | None = None
        self._new: AppointmentDto | None = None
        self.notice = Notice("info", "", self.tr("Move the later ones too"), self.follow, parent)
        self.notice.set_text("")
        work.calendar.place_left.connect(self._on_left)

    def _on_left(self, visit: AppointmentDto, result: Moved) -> None:
        moved = result.appointment
        if visit.series_id is None or moved.status is not AppointmentStatus.BOOKED:
            self._old = self._new = None
            self.notice.set_text("")
            return
        self._old, self._new = visit, moved
        text = self.tr("{0}: one visit of a series was moved, the others stand where they were (Ctrl+Shift+M).")
        self.notice.set_text(text.format(visit.patient_name))

    def minutes(self) -> int:
        """By how much the visit moved on the wall clock."""
        if self._old is None or self._new is None:
            return 0
        old, new = (self._work.desk.local(one.starts_at).replace(tzinfo=None) for one in (self._old, self._new))
        return round((new - old) / timedelta(minutes=1))

    def follow(self) -> None:
        """Look which visits come later in the series, and move them."""
        old = self._old
        if old is None:
            self._work.desk.toast(self.tr("No visit of a series was moved just now."))
            return
        request = ListAppointments(
            patient_id=old.patient_id, start=old.starts_at, status=(AppointmentStatus.BOOKED,), limit=500
        )
        self._work.read(self, "later", appointments.list_, request, self._found)

    def _found(self, page: Page[AppointmentDto]) -> None:
        old, new = self._old, self._new
        if old is None or new is None:
            return
        later = [one for one in page.items if one.series_id == old.series_id and one.id != old.id]
        if not later:
            self.notice.set_text("")
            self._work.desk.toast(self.tr("It was the last visit of the series."))
            return
        request = ChangeSeries(
            appointment_id=later[0].id,
            scope="following",
            what="move",
            minutes=self.minutes(),
            practitioner_id=new.practitioner_id,
            skip_refused=True,
        )
        self._work.write(series.change, request, self._text, self._done, None, self)

    def _text(self, result: SeriesChanged) -> str:
        text = self.tr("{0} moved as well").format(visits_text(len(result.changed)))
        if result.refused:
            text = self.tr("{0}, {1} without a place there").format(text, visits_text(len(result.refused)))
        return text

    def _done(self, _result: object) -> None:
        self._old = self._new = None
        self.notice.set_text("")
