"""Doing what a booking panel asks for: one visit, a series, a place on the waiting list; and what comes after."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject

from opd_desktop.domain.ids import uuid7
from opd_desktop.services import series, waitlist
from opd_desktop.services.dto.appointments import AppointmentDto, BookAppointment, Booked
from opd_desktop.services.dto.booking import AddToWaitlist, BookSeries, InsteadOf, SeriesBooked, WaitingDto
from opd_desktop.services.dto.patients import PatientHit
from opd_desktop.services.dto.schedules import SlotDto
from opd_desktop.ui.calendar.draft import DRAFT
from opd_desktop.ui.calendar.keeper import HoldKeeper
from opd_desktop.ui.calendar.panels.repeat import Ask
from opd_desktop.ui.calendar.panels.slip import print_slip
from opd_desktop.ui.calendar.panels.words import dates_text, visits_text
from opd_desktop.ui.calendar.panels.work import PanelWork, call_if_alive
from opd_desktop.ui.calendar.presenter import CalendarPresenter
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.tasks import Failed

Visits = tuple[AppointmentDto, ...]


@dataclass(frozen=True)
class Wish:
    """What to book: ``rule`` (RFC 5545) makes it a series, ``instead`` are other times for dates without a place."""

    patient: PatientHit
    slot: SlotDto
    slot_ids: tuple[UUID, ...]
    reason: str = ""
    visit_kind: str = "new-problem"
    overbook_reason: str | None = None
    rooms: tuple[UUID, ...] = ()
    rule: str = ""
    leaves_out: bool = False
    instead: tuple[InsteadOf, ...] = ()
    slip: bool = False
    again: bool = False


class Booker(QObject):
    """Books wishes. The same wish again, after a lost connection, keeps its request id and books nothing twice."""

    def __init__(self, desk: Desk, presenter: CalendarPresenter, keeper: HoldKeeper) -> None:
        super().__init__(presenter)
        self._desk = desk
        self._presenter = presenter
        self._keeper = keeper
        self._work = PanelWork.of(desk, presenter)
        self._ids: dict[object, UUID] = {}
        self.wait_id = uuid7()

    def _id(self, *what: object) -> UUID:
        return self._ids.setdefault(what, uuid7())

    def ask(self, wish: Wish) -> Ask:
        """What the plan of a series is asked with."""
        return Ask(self._series(wish), wish.slot.starts_at, wish.slot.practitioner_id, len(wish.slot_ids))

    def _series(self, wish: Wish) -> BookSeries:
        return BookSeries(
            request_id=self._id("series", wish.patient.id, wish.slot_ids, wish.rule, wish.leaves_out, wish.instead),
            patient_id=wish.patient.id,
            slot_ids=wish.slot_ids,
            rrule=wish.rule,
            reason=wish.reason,
            visit_kind=wish.visit_kind,
            skip_missing=wish.leaves_out,
            instead=wish.instead,
        )

    def book(self, wish: Wish, done: Callable[[Visits], None], failed: Failed) -> None:
        """Book; ``done`` gets the visits, the first one first."""
        if wish.rule:
            self._book_series(wish, done, failed)
            return

        def booked(result: Booked) -> None:
            self._keeper.used()
            self._after(wish, (result.appointment,), done)

        def refused(error: BaseException) -> None:
            if not call_if_alive(failed, error):
                self._desk.show_error(error)

        self._presenter.book(self._single(wish, wish.slot_ids, rooms=wish.rooms), booked, refused)

    def _single(self, wish: Wish, slot_ids: tuple[UUID, ...], *, rooms: tuple[UUID, ...] = ()) -> BookAppointment:
        hold = self._keeper.hold
        held = hold is not None and set(hold.slot_ids) == set(slot_ids)
        return BookAppointment(
            request_id=self._id("single", wish.patient.id, slot_ids),
            patient_id=wish.patient.id,
            slot_ids=slot_ids,
            hold_id=hold.id if hold is not None and held else None,
            reason=wish.reason,
            visit_kind=wish.visit_kind,
            overbook_reason=wish.overbook_reason,
            resource_ids=rooms,
        )

    def _book_series(self, wish: Wish, done: Callable[[Visits], None], failed: Failed) -> None:
        def booked(result: SeriesBooked) -> None:
            self._keeper.used()
            self._desk.drafts.drop(DRAFT)
            if result.appointments:
                self._presenter.arrived_at.emit(result.appointments[0])
            self._after(wish, result.appointments, done)

        self._work.write(series.create, self._series(wish), self._series_text, booked, failed)

    def _series_text(self, result: SeriesBooked) -> str:
        first = result.appointments[0]
        text = self.tr("Booked {0} of {1} with {2}").format(
            visits_text(len(result.appointments)), first.patient_name, first.practitioner_name
        )
        if result.missing:
            text = self.tr("{0}, {1} left out").format(text, dates_text(len(result.missing)))
        return text

    def _after(self, wish: Wish, visits: Visits, done: Callable[[Visits], None]) -> None:
        if wish.slip:
            print_slip(self._desk, visits)
        call_if_alive(done, visits)
        if wish.again:
            self._desk.go("calendar", wish.patient)

    def wait(self, request: AddToWaitlist, done: Callable[[Any], None], failed: Failed) -> None:
        """Put a patient on the waiting list."""

        def waits(result: WaitingDto) -> None:
            self._desk.drafts.drop(DRAFT)
            call_if_alive(done, result)

        self._work.write(waitlist.add, request, self._waits_text, waits, failed)

    def _waits_text(self, result: WaitingDto) -> str:
        visit, wish = result.appointment, result.wish
        whom = wish.specialty if wish.any_practitioner and wish.specialty else visit.practitioner_name
        return self.tr("{0} is on the waiting list of {1}").format(visit.patient_name, whom)
