"""A place became free: who on the waiting list could take it, best first, and the offer with its answer."""

from datetime import datetime, timedelta
from uuid import UUID

from opd_desktop.services import slots, waitlist
from opd_desktop.services.dto.booking import (
    Answer,
    ListWaitlist,
    MatchWaitlist,
    OfferDto,
    OfferPlace,
    WaitingDto,
    WaitlistMatch,
)
from opd_desktop.services.dto.schedules import ListSlots, SlotDto
from opd_desktop.ui.calendar.panels.listing import ListPanel
from opd_desktop.ui.calendar.panels.offers import Offers, open_offer
from opd_desktop.ui.calendar.panels.rows import Row
from opd_desktop.ui.calendar.panels.words import urgency_look, why_text, wish_text
from opd_desktop.ui.calendar.panels.work import PanelWork
from opd_desktop.ui.text import minutes_text, moment_text, phone_text
from opd_desktop.ui.theme import Look


class MatchesPanel(ListPanel):
    """Those who wait and could come, ranked, each with why; O offers, A, D or N notes the answer."""

    def __init__(self, work: PanelWork, practitioner_id: UUID, starts_at: datetime) -> None:
        super().__init__("", "", icon="user")
        self.set_title(self.tr("Offer the place"))
        self.list.setAccessibleName(self.tr("Who could take the place"))
        self._work = work
        self._desk = work.desk
        self._practitioner_id, self._starts_at = practitioner_id, starts_at
        self._slot: SlotDto | None = None
        self._taken = False
        self._offers = Offers(work, self, self.show_failure)
        self.add_choice("O", self.tr("Offer"), self._offer, why_not=self._why_no_offer, kind="primary")
        self.add_choice("A", self.tr("Accepted"), self._accepted, why_not=self._why_no_answer)
        self.add_choice("D", self.tr("Declined"), self._declined, why_not=self._why_no_answer)
        self.add_choice("N", self.tr("No answer"), self._not_reached, why_not=self._why_no_answer)
        self.list.opened.connect(self._opened)
        self.show_rows((), self.tr("Looking …"))
        work.changed.connect(self.load)
        self._find_slot()

    def _find_slot(self) -> None:
        request = ListSlots(
            start=self._starts_at,
            end=self._starts_at + timedelta(minutes=1),
            facility_id=self._work.facility_id,
            practitioner_id=self._practitioner_id,
            limit=1,
        )
        self._work.read(self, "slot", slots.list_, request, self._found_slot, self.show_failure)

    def _found_slot(self, found: tuple[SlotDto, ...]) -> None:
        if not found:
            self.show_rows((), self.tr("This time is no longer in the calendar"))
            return
        self._slot = found[0]
        self.load()

    def load(self) -> None:
        """Ask who could take the place."""
        if self._slot is None or self._taken:
            return
        slot = self._slot
        doctor = next((one for one in self._desk.practitioners if one.id == slot.practitioner_id), None)
        when = moment_text(self._desk.local(slot.starts_at), self._desk.today())
        length = minutes_text((slot.ends_at - slot.starts_at) / timedelta(minutes=1))
        self.show_note(" · ".join(part for part in (when, length, doctor.display_name if doctor else "") if part))
        clinic, facility = self._desk.clinic, self._work.facility_id

        def both() -> tuple[tuple[WaitlistMatch, ...], tuple[WaitingDto, ...]]:
            asked = clinic.call(waitlist.list_, ListWaitlist(facility_id=facility))
            return clinic.call(waitlist.matches, MatchWaitlist(slot_id=slot.id)), asked

        self._desk.run(self, "matches", both, self._found, self._failed)

    def _found(self, found: tuple[tuple[WaitlistMatch, ...], tuple[WaitingDto, ...]]) -> None:
        matches, everybody = found
        # Who is being asked about this place is no match any more, and first in the list here.
        asked = [WaitlistMatch(waiting=one, rank=0, why=(), waiting_days=(self._desk.now() - one.since).days)
                 for one in everybody if self._open(one) is not None]  # fmt: skip
        hint = self.tr("Nobody on the waiting list wished for this doctor, day and hour.")
        rows = [self._row(one) for one in (*asked, *matches)]
        self.show_rows(rows, self.tr("Nobody waits for this place"), hint)

    def _failed(self, error: BaseException) -> None:
        self.show_rows((), self.tr("The place is gone"))
        self.show_failure(error)

    def _row(self, match: WaitlistMatch) -> Row:
        visit, wish = match.waiting.appointment, match.waiting.wish
        look = urgency_look(wish.urgency)
        if self._open(match.waiting) is not None:
            look = Look("phone", self.tr("Offered"), "booked_t", "booked")
        lines = [
            why_text(match.why, match.waiting_days),
            wish_text(visit, wish, self._desk.zone),
            " · ".join(part for part in (phone_text(visit.patient_phone), wish.note) if part),
        ]
        name = self.tr("{0}. {1}").format(match.rank, visit.patient_name) if match.rank else visit.patient_name
        return Row(visit.id, name, tuple(line for line in lines if line), look=look, data=match)

    def _open(self, waiting: WaitingDto) -> OfferDto | None:
        offer = open_offer(waiting)
        return offer if offer is not None and self._slot is not None and offer.slot_id == self._slot.id else None

    # Offering

    def _why_no_offer(self, row: Row) -> str:
        match = _match(row)
        if open_offer(match.waiting) is not None:
            return self.tr("A place was offered already. Note the answer first.")
        return ""

    def _why_no_answer(self, row: Row) -> str:
        return "" if self._open(_match(row).waiting) is not None else self.tr("Offer the place first.")

    def _opened(self, row: Row) -> None:
        why = self._why_no_offer(row)
        self.error.set_text(why)
        if not why:
            self._offer(row)

    def _offer(self, row: Row) -> None:
        waiting = _match(row).waiting
        if self._slot is not None:
            request = OfferPlace(waitlist_id=waiting.appointment.id, slot_id=self._slot.id)
            self._offers.offer(waiting, request, self._offered)

    def _offered(self, _offer: OfferDto) -> None:
        """The list loads by itself."""

    def _accepted(self, row: Row) -> None:
        self._answer(row, "accepted")

    def _declined(self, row: Row) -> None:
        self._answer(row, "declined")

    def _not_reached(self, row: Row) -> None:
        self._answer(row, "no-answer")

    def _answer(self, row: Row, outcome: Answer) -> None:
        match = _match(row)
        offer = self._open(match.waiting)
        if offer is not None:
            self._offers.answer(match.waiting, offer, outcome, self._answered)

    def _answered(self, offer: OfferDto) -> None:
        if offer.booked is not None:
            self._taken = True
            self.closed.emit()


def _match(row: Row) -> WaitlistMatch:
    if not isinstance(row.data, WaitlistMatch):
        raise TypeError("a row of this list stands for a match")
    return row.data
