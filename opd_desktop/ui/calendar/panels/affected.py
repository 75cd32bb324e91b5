"""Visits that lost their hours: call, then move, keep or cancel each; nobody is cancelled by the program."""

from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

from PySide6.QtCore import Signal

from opd_desktop.services import affected, appointments, slots
from opd_desktop.services.dto.affected import AffectedVisit
from opd_desktop.services.dto.appointments import Moved, Reschedule
from opd_desktop.services.dto.booking import FindFirst, Found
from opd_desktop.services.dto.schedules import DecideAffected, ListAffected, ListSlots
from opd_desktop.ui.calendar.alternatives import AlternativeTimes
from opd_desktop.ui.calendar.day import MOVABLE
from opd_desktop.ui.calendar.panels.listing import ListPanel
from opd_desktop.ui.calendar.panels.rows import Row
from opd_desktop.ui.calendar.panels.words import cause_text
from opd_desktop.ui.calendar.panels.work import PanelWork
from opd_desktop.ui.text import moment_text, phone_text
from opd_desktop.ui.theme import Look
from opd_desktop.ui.widgets import Caption

_PLACES = 5


class AffectedPanel(ListPanel):
    """The call list: M moves, K keeps, C cancels, N notes that nobody answered.

    Attributes:
        cancel_wanted: ask for the reason of this visit's cancellation (`AppointmentDto`).
    """

    cancel_wanted = Signal(object)

    def __init__(self, work: PanelWork) -> None:
        super().__init__("", "", icon="phone")
        self.set_title(self.tr("To call"))
        self.list.setAccessibleName(self.tr("Visits that lost their hours"))
        self._work = work
        self._desk = work.desk
        self._settled: set[UUID] = set()
        self._places: dict[datetime, Found] = {}
        self._for: AffectedVisit | None = None
        self._times_caption = Caption(self.tr("Free instead"), self)
        self._times_caption.hide()
        self.times = AlternativeTimes(self._desk, self)
        self.times.chosen.connect(self._move_to)
        self.body.addWidget(self._times_caption)
        self.body.addWidget(self.times)
        self.add_choice("M", self.tr("Move"), self._find, why_not=self._why_not_move, kind="primary")
        self.add_choice("K", self.tr("Still comes"), self._keep)
        self.add_choice("N", self.tr("No answer"), self._no_answer)
        self.add_choice("C", self.tr("Cancel"), self._cancel, kind="danger")
        self.list.opened.connect(self._opened)
        self.show_rows((), self.tr("Looking …"))
        work.changed.connect(self.load)
        self.load()

    def load(self) -> None:
        """Ask who is to be called."""
        request = ListAffected(facility_id=self._work.facility_id)
        self._work.read(self, "affected", affected.list_, request, self._loaded, self.show_failure)

    def _loaded(self, found: tuple[AffectedVisit, ...]) -> None:
        mine = [one for one in found if self._work.calendar.owns(one.appointment.practitioner_id)]
        mine.sort(key=lambda one: (one.calls, one.appointment.starts_at))
        # What an undo opened again is no longer settled.
        self._settled -= {one.id for one in mine}
        done = len(self._settled)
        note = self.tr("{0} of {1} settled").format(done, done + len(mine))
        self.show_note(note if mine or done else "")
        hint = self.tr("When leave or changed hours touch booked visits, they appear here to be called.")
        self.show_rows([self._row(one) for one in mine], self.tr("Nobody has to be called"), hint)

    def _row(self, one: AffectedVisit) -> Row:
        visit = one.appointment
        when = moment_text(self._desk.local(visit.starts_at), self._desk.today())
        look = None
        if one.calls:
            look = Look("phone", self.tr("{0}× no answer").format(one.calls), "arrived_t", "arrived")
        lines = (
            phone_text(visit.patient_phone) or self.tr("No phone number"),
            f"{when} · {visit.practitioner_name}",
            " · ".join(part for part in (cause_text(one.cause, one.reason), one.note) if part),
        )
        return Row(one.id, visit.patient_name, lines, look=look, data=one)

    def row_changed(self, row: Row | None) -> None:
        """Free times belong to one visit."""
        if self._for is not None and (row is None or row.key != self._for.id):
            self._for = None
            self._show_times({})

    # Moving

    def _why_not_move(self, row: Row) -> str:
        visit = _affected(row).appointment
        return "" if visit.status in MOVABLE else self.tr("The patient is here already.")

    def _opened(self, row: Row) -> None:
        why = self._why_not_move(row)
        self.error.set_text(why)
        if not why:
            self._find(row)

    def _find(self, row: Row) -> None:
        one = _affected(row)
        visit = one.appointment
        doctor = next((p for p in self._desk.practitioners if p.id == visit.practitioner_id), None)
        self._for = one
        clinic = self._desk.clinic
        own = ListSlots(start=visit.starts_at, end=visit.ends_at, practitioner_id=visit.practitioner_id)
        asked = FindFirst(
            facility_id=visit.facility_id,
            specialty=doctor.specialty if doctor is not None else None,
            start=max(visit.starts_at - timedelta(hours=4), self._desk.now()),
            limit=_PLACES,
        )

        def look() -> tuple[Found, ...]:
            length = max(len(clinic.call(slots.list_, own)), 1)
            return clinic.call(slots.find, asked.model_copy(update={"length": length}))

        self._desk.run(self, "places", look, self._found, self.show_failure)

    def _found(self, places: tuple[Found, ...]) -> None:
        own = self._for.appointment.practitioner_id if self._for else None
        # Of two places at one time, the patient's own doctor's.
        ordered = sorted(places, key=lambda one: one.practitioner_id == own)
        self._show_times({one.starts_at: one for one in ordered})
        if not places:
            self.error.set_text(self.tr("No free place in this specialty. Cancel it, or put the patient on the list."))
        else:
            self.times.buttons()[0].setFocus()

    def _show_times(self, places: dict[datetime, Found]) -> None:
        self._places = dict(sorted(places.items()))
        day = self._desk.local(self._for.appointment.starts_at).date() if self._for else None
        self.times.show_places(self._places.values(), day)
        self._times_caption.setVisible(bool(places))

    def _move_to(self, moment: datetime) -> None:
        place, one = self._places.get(moment), self._for
        if place is None or one is None:
            return
        visit = one.appointment
        request = Reschedule(id=visit.id, row_version=visit.row_version, slot_ids=place.slot_ids, why=one.cause)
        done = partial(self._settle, one.id)
        self._work.write(appointments.reschedule, request, self._moved_text, done, self.show_failure, self)

    def _moved_text(self, moved: Moved) -> str:
        visit = moved.appointment
        when = moment_text(self._desk.local(visit.starts_at), self._desk.today())
        return self.tr("Moved {0} to {1} with {2}").format(visit.patient_name, when, visit.practitioner_name)

    def _settle(self, row_id: UUID, _result: object) -> None:
        self._settled.add(row_id)
        self._for = None
        self._show_times({})
        self.list.setFocus()

    # The others

    def _keep(self, row: Row) -> None:
        one = _affected(row)

        def text(_result: object) -> str:
            return self.tr("{0} comes all the same").format(one.appointment.patient_name)

        request = DecideAffected(id=one.id, row_version=one.row_version, outcome="kept")
        self._work.write(affected.decide, request, text, partial(self._settle, one.id), self.show_failure, self)

    def _no_answer(self, row: Row) -> None:
        one = _affected(row)

        def text(result: AffectedVisit) -> str:
            name = result.appointment.patient_name
            if result.calls < 2:
                return self.tr("{0} was not reached").format(name)
            return self.tr("{0} was not reached, {1} times now").format(name, result.calls)

        request = DecideAffected(id=one.id, row_version=one.row_version, outcome="no-answer")
        self._work.write(affected.decide, request, text, None, self.show_failure, self)

    def _cancel(self, row: Row) -> None:
        self.cancel_wanted.emit(_affected(row).appointment)


def _affected(row: Row) -> AffectedVisit:
    if not isinstance(row.data, AffectedVisit):
        raise TypeError("a row of this list stands for a visit that lost its hours")
    return row.data
