"""The end of the day: visits whose time is over and whose fate nobody has told, decided by one key each."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from opd_desktop.domain.appointment import NO_SHOW_GRACE, AppointmentStatus
from opd_desktop.domain.permissions import Permission
from opd_desktop.services import appointments, check_in, queue
from opd_desktop.services.dto.appointments import (
    AppointmentDto,
    Cancel,
    ChangeStatus,
    CheckedIn,
    CheckIn,
    ListUnresolved,
    Moved,
)
from opd_desktop.services.dto.queue import QueueChange
from opd_desktop.services.operations import Operation
from opd_desktop.services.queue import LEFT_UNSEEN
from opd_desktop.ui.calendar.panels.listing import ListPanel
from opd_desktop.ui.calendar.panels.rows import Row
from opd_desktop.ui.calendar.panels.work import PanelWork
from opd_desktop.ui.calendar.words import state_of
from opd_desktop.ui.text import clock_text, day_text, phone_text
from opd_desktop.ui.theme import theme

_S = AppointmentStatus
_IN_QUEUE = frozenset({"waiting", "called", "skipped"})


class DayEndPanel(ListPanel):
    """Came late, seen, left without being seen, no-show; ``3 of 7`` done.

    That a visit took place is the doctor's to say. Who can't say so notes that the patient was here, which puts the
    visit on the doctor's list; here it goes to the end and waits.
    """

    def __init__(self, work: PanelWork, day: date | None = None) -> None:
        super().__init__("", "")
        self.set_title(self.tr("End of the day"))
        self.list.setAccessibleName(self.tr("Visits without an outcome"))
        self._work = work
        self._desk = work.desk
        self._day = day
        self._decided: set[UUID] = set()
        self._busy: set[UUID] = set()
        self._next: int | None = None
        self._says_seen = work.desk.actor.may(Permission.ENCOUNTER_START)
        if self._says_seen:
            self.add_choice("S", self.tr("Was seen"), self._seen, why_not=self._why_not_seen)
        else:
            self.add_choice("W", self.tr("Was here"), self._was_here, why_not=self._why_not_here)
        self.add_choice("C", self.tr("Came late"), self._came_late, why_not=self._why_not_late)
        self.add_choice("L", self.tr("Left unseen"), self._left, why_not=self._why_not_left)
        self.add_choice("N", self.tr("No-show"), self._no_show, why_not=self._why_not_noshow)
        self.show_rows((), self.tr("Looking …"))
        work.changed.connect(self.load)
        self.load()

    def load(self) -> None:
        """Ask which visits are undecided."""
        request = ListUnresolved(facility_id=self._work.facility_id, day=self._day)
        self._work.read(self, "unresolved", appointments.unresolved, request, self._loaded, self.show_failure)

    def _loaded(self, visits: tuple[AppointmentDto, ...]) -> None:
        mine = [one for one in visits if self._work.calendar.owns(one.practitioner_id)]
        self._decided -= {one.id for one in mine} - self._busy
        # Stable: both parts stay in the order of time.
        mine.sort(key=self._waits_for_doctor)
        done, left = len(self._decided), len(mine)
        waiting = sum(map(self._waits_for_doctor, mine))
        note = self.tr("{0} of {1} done").format(done, done + left) if done + left else ""
        if waiting:
            note = self.tr("{0}, {1} for the doctor to say").format(note, waiting)
        self.show_note(note)
        hint = self.tr("Every visit whose time is over has an outcome.")
        self.show_rows([self._row(one) for one in mine], self.tr("Nothing is left open"), hint)
        if self._next is not None and mine:
            # The row went to the end; work goes on where it was.
            self.list.setCurrentRow(min(self._next, len(mine) - 1))
        self._next = None

    def progress(self) -> str:
        """``3 of 7 done``."""
        return self.note.text()

    def _row(self, visit: AppointmentDto) -> Row:
        start, end = self._desk.local(visit.starts_at), self._desk.local(visit.ends_at)
        when = f"{clock_text(start)}–{clock_text(end)}"
        if start.date() != self._desk.today():
            when = f"{day_text(start.date())} {when}"
        second = " · ".join(part for part in (visit.patient_mrn, phone_text(visit.patient_phone)) if part)
        lines = [f"{when} · {visit.practitioner_name}", second]
        if self._waits_for_doctor(visit):
            lines.append(self.tr("Was here. The doctor decides."))
        return Row(
            visit.id, visit.patient_name, tuple(lines),
            look=theme().looks(state_of(visit)), data=visit,
        )  # fmt: skip

    # Why not

    def _is_today(self, visit: AppointmentDto) -> bool:
        return self._desk.local(visit.starts_at).date() == self._desk.today()

    def _waits_for_doctor(self, visit: AppointmentDto) -> bool:
        return not self._says_seen and visit.status is not _S.BOOKED

    def _why_not_here(self, row: Row) -> str:
        if _visit(row).status is not _S.BOOKED:
            return self.tr("That is noted already. The doctor says whether the visit took place.")
        return ""

    def _why_not_seen(self, row: Row) -> str:
        if _visit(row).status is _S.BOOKED and not self._desk.actor.may(Permission.CHECK_IN):
            return self.tr("Somebody at the desk says that the patient was here.")
        return ""

    def _why_not_late(self, row: Row) -> str:
        if not self._is_today(_visit(row)):
            return self.tr("A visit of another day can't be checked in. Book a new one.")
        if _visit(row).status is _S.CHECKED_IN:
            return self.tr("The patient is checked in already.")
        return ""

    def _why_not_left(self, row: Row) -> str:
        if _visit(row).status is _S.BOOKED:
            return self.tr("The patient was not here. Was it a no-show?")
        if _visit(row).queue_state == "in-consultation":
            return self.tr("The patient is with the doctor.")
        return ""

    def _why_not_noshow(self, row: Row) -> str:
        visit = _visit(row)
        if visit.status is not _S.BOOKED:
            return self.tr("The patient was here.")
        if self._desk.now() < visit.starts_at + NO_SHOW_GRACE:
            return self.tr("It is too early to say so.")
        return ""

    # What it was

    def _seen(self, row: Row) -> None:
        visit = _visit(row)
        if visit.status is not _S.BOOKED:
            self._decide(visit, check_in.complete, _change(visit), self._seen_text)
            return

        def here(moved: Moved) -> None:
            self._decide(moved.appointment, check_in.complete, _change(moved.appointment), self._seen_text)

        # Nobody noted the arrival; who was seen was here.
        self._work.write(appointments.arrive, _change(visit), lambda _moved: "", here, self.show_failure, self)

    def _was_here(self, row: Row) -> None:
        visit = _visit(row)

        def text(moved: Moved) -> str:
            told = self.tr("{0} was here; {1} says whether the visit took place")
            return told.format(moved.appointment.patient_name, moved.appointment.practitioner_name)

        self._next = self.list.currentRow()
        self._work.write(appointments.arrive, _change(visit), text, None, self.show_failure, self)

    def _seen_text(self, moved: Moved) -> str:
        return self.tr("{0} was seen").format(moved.appointment.patient_name)

    def _came_late(self, row: Row) -> None:
        visit = _visit(row)
        request = CheckIn(id=visit.id, row_version=visit.row_version)

        def text(result: CheckedIn) -> str:
            name = result.appointment.patient_name
            return self.tr("Checked in {patient}, token {token}").format(patient=name, token=result.token)

        self._decide(visit, check_in.check_in, request, text)

    def _left(self, row: Row) -> None:
        visit = _visit(row)

        def text(_result: object) -> str:
            return self.tr("{0} left without being seen").format(visit.patient_name)

        if visit.queue_entry_id is not None and visit.queue_state in _IN_QUEUE:
            self._decide(visit, queue.leave, QueueChange(id=visit.queue_entry_id), text)
            return
        request = Cancel(
            id=visit.id, row_version=visit.row_version, cancel_reason=LEFT_UNSEEN, cancelled_by="patient"
        )  # fmt: skip
        self._decide(visit, appointments.cancel, request, text)

    def _no_show(self, row: Row) -> None:
        visit = _visit(row)

        def text(_result: object) -> str:
            return self.tr("{0} did not come").format(visit.patient_name)

        self._decide(visit, appointments.no_show, _change(visit), text)

    def _decide(
        self, visit: AppointmentDto, operation: Operation[Any, Any], request: Any, text: Callable[[Any], str]
    ) -> None:
        """Once for each visit, however often the key is pressed."""
        if visit.id in self._busy:
            return
        self._busy.add(visit.id)

        def done(_result: object) -> None:
            self._busy.discard(visit.id)
            self._decided.add(visit.id)
            self.load()

        def failed(error: BaseException) -> None:
            self._busy.discard(visit.id)
            self.show_failure(error)

        self._work.write(operation, request, text, done, failed, self)


def _change(visit: AppointmentDto) -> ChangeStatus:
    return ChangeStatus(id=visit.id, row_version=visit.row_version)


def _visit(row: Row) -> AppointmentDto:
    if not isinstance(row.data, AppointmentDto):
        raise TypeError("a row of this list stands for a visit")
    return row.data
