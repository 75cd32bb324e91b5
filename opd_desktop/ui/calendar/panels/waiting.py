"""The waiting list: who waits for what, offers that are open, and places that would suit."""

from datetime import datetime
from uuid import UUID

from PySide6.QtCore import Signal

from opd_desktop.services import appointments, slots, waitlist
from opd_desktop.services.dto.appointments import Cancel, Moved
from opd_desktop.services.dto.booking import (
    Answer,
    FindFirst,
    Found,
    ListWaitlist,
    OfferDto,
    OfferPlace,
    WaitingDto,
)
from opd_desktop.ui.calendar.alternatives import AlternativeTimes
from opd_desktop.ui.calendar.panels.listing import ListPanel
from opd_desktop.ui.calendar.panels.offers import Offers, open_offer
from opd_desktop.ui.calendar.panels.rows import Row
from opd_desktop.ui.calendar.panels.words import offer_text, urgency_look, waited_text, wish_text
from opd_desktop.ui.calendar.panels.work import PanelWork
from opd_desktop.ui.text import moment_text, phone_text
from opd_desktop.ui.theme import Look
from opd_desktop.ui.widgets import Button

_PLACES = 4


class WaitingPanel(ListPanel):
    """Everybody who waits at this facility, the most urgent first.

    Attributes:
        add_wanted: somebody else is to be put on the list.
    """

    add_wanted = Signal()

    def __init__(self, work: PanelWork) -> None:
        super().__init__("", "", icon="user")
        self.set_title(self.tr("Waiting list"))
        self.list.setAccessibleName(self.tr("Who waits"))
        self._work = work
        self._desk = work.desk
        self._places: dict[datetime, Found] = {}
        self._for: WaitingDto | None = None
        self._offers = Offers(work, self, self.show_failure)
        self.times = AlternativeTimes(self._desk, self)
        self.times.chosen.connect(self._offer)
        self.body.addWidget(self.times)
        self.add_choice("F", self.tr("Find a place"), self._find, why_not=self._why_not_find)
        self.add_choice("A", self.tr("Accepted"), self._accepted, why_not=self._why_no_answer)
        self.add_choice("D", self.tr("Declined"), self._declined, why_not=self._why_no_answer)
        self.add_choice("N", self.tr("No answer"), self._not_reached, why_not=self._why_no_answer)
        self.add_choice("R", self.tr("Remove"), self._take_off, kind="danger")
        self.list.opened.connect(self._opened)
        self.add = Button(self.tr("Add somebody"), keys="Ctrl+N", icon="plus", parent=self)
        self.add.clicked.connect(self.register)
        self.footer.addWidget(self.add, 1)
        self.show_rows((), self.tr("Looking …"))
        work.changed.connect(self.load)
        self.load()

    def register(self) -> None:
        """Somebody else waits."""
        self.add_wanted.emit()

    def load(self) -> None:
        """Ask who waits."""
        request = ListWaitlist(facility_id=self._work.facility_id)
        self._work.read(self, "waiting", waitlist.list_, request, self._loaded, self.show_failure)

    def _loaded(self, found: tuple[WaitingDto, ...]) -> None:
        ordered = sorted(found, key=lambda one: (open_offer(one) is None, -one.wish.urgency, one.since))
        self.show_note(self.tr("{0} waiting").format(len(found)) if found else "")
        hint = self.tr("When no time suits, put the patient here: in a booking, press Waitlist.")
        self.show_rows([self._row(one) for one in ordered], self.tr("Nobody waits"), hint)

    def _row(self, waiting: WaitingDto) -> Row:
        visit, wish, offer = waiting.appointment, waiting.wish, open_offer(waiting)
        look = urgency_look(wish.urgency)
        if offer is not None:
            look = Look("phone", self.tr("Offered"), "booked_t", "booked")
        days = (self._desk.now() - waiting.since).days
        last = waiting.offers[0] if waiting.offers else None
        lines = [
            wish_text(visit, wish, self._desk.zone),
            " · ".join(part for part in (waited_text(days), phone_text(visit.patient_phone)) if part),
            " · ".join(part for part in (visit.reason, wish.note) if part),
            self._offer_line(last) if last is not None else "",
        ]
        return Row(visit.id, visit.patient_name, tuple(line for line in lines if line), look=look, data=waiting)

    def _offer_line(self, offer: OfferDto) -> str:
        at = moment_text(self._desk.local(offer.starts_at), self._desk.today())
        return f"{at} {offer.practitioner_name}: {offer_text(offer.outcome)}"

    def row_changed(self, row: Row | None) -> None:
        """Places that were found belong to one entry."""
        if self._for is not None and (row is None or row.key != self._for.appointment.id):
            self._for = None
            self.times.show_times(())

    # Places

    def _why_not_find(self, row: Row) -> str:
        waiting = _waiting(row)
        return self.tr("A place was offered. Note the answer first.") if open_offer(waiting) is not None else ""

    def _opened(self, row: Row) -> None:
        why = self._why_not_find(row)
        self.error.set_text(why)
        if not why:
            self._find(row)

    def _find(self, row: Row) -> None:
        waiting = _waiting(row)
        visit, wish = waiting.appointment, waiting.wish
        people: tuple[UUID, ...] = (visit.practitioner_id,)
        request = FindFirst(
            facility_id=visit.facility_id,
            practitioner_ids=() if wish.any_practitioner else people,
            specialty=wish.specialty if wish.any_practitioner else None,
            start=max(visit.starts_at, self._desk.now()),
            days=wish.weekdays,
            from_time=wish.from_time,
            to_time=wish.to_time,
            limit=_PLACES,
        )
        self._for = waiting

        def found(places: tuple[Found, ...]) -> None:
            self._show_places(waiting, places)

        self._work.read(self, "places", slots.find, request, found, self.show_failure)

    def _show_places(self, waiting: WaitingDto, places: tuple[Found, ...]) -> None:
        fitting = [one for one in places if one.ends_at <= waiting.appointment.ends_at]
        self._places = {one.starts_at: one for one in fitting}
        self.times.show_times(self._places, self._desk.today())
        if fitting:
            self.times.buttons()[0].setFocus()
        else:
            self.error.set_text(self.tr("No free place suits the wishes yet. You are told when one becomes free."))

    def _offer(self, moment: datetime) -> None:
        place, waiting = self._places.get(moment), self._for
        if place is not None and waiting is not None:
            request = OfferPlace(waitlist_id=waiting.appointment.id, slot_id=place.slot_ids[0])
            self._offers.offer(waiting, request, self._settled)

    def _settled(self, _offer: OfferDto) -> None:
        self.times.show_times(())
        self._for = None
        self.list.setFocus()

    # Answers

    def _why_no_answer(self, row: Row) -> str:
        return "" if open_offer(_waiting(row)) is not None else self.tr("Nothing was offered yet.")

    def _accepted(self, row: Row) -> None:
        self._answer(row, "accepted")

    def _declined(self, row: Row) -> None:
        self._answer(row, "declined")

    def _not_reached(self, row: Row) -> None:
        self._answer(row, "no-answer")

    def _answer(self, row: Row, outcome: Answer) -> None:
        waiting = _waiting(row)
        offer = open_offer(waiting)
        if offer is not None:
            self._offers.answer(waiting, offer, outcome, self._settled)

    def _take_off(self, row: Row) -> None:
        visit = _waiting(row).appointment
        request = Cancel(
            id=visit.id, row_version=visit.row_version, cancel_reason="no-longer-waiting", cancelled_by="patient"
        )

        def text(moved: Moved) -> str:
            return self.tr("{0} is off the waiting list").format(moved.appointment.patient_name)

        self._work.write(appointments.cancel, request, text, None, self.show_failure, self)


def _waiting(row: Row) -> WaitingDto:
    if not isinstance(row.data, WaitingDto):
        raise TypeError("a row of this list stands for somebody who waits")
    return row.data
