"""Offering a place to somebody who waits, and noting the answer; shared by the list and by a freed place."""

from collections.abc import Callable

from PySide6.QtCore import QObject

from opd_desktop.services import waitlist
from opd_desktop.services.dto.booking import Answer, AnswerOffer, OfferDto, OfferPlace, WaitingDto
from opd_desktop.ui.calendar.panels.work import PanelWork
from opd_desktop.ui.tasks import Failed
from opd_desktop.ui.text import moment_text


def open_offer(waiting: WaitingDto) -> OfferDto | None:
    """The offer that waits for an answer."""
    return next((one for one in waiting.offers if one.outcome == "open"), None)


class Offers(QObject):
    """Offers and answers, told in the words of the desk; each is one write, logged by the service."""

    def __init__(self, work: PanelWork, owner: QObject, failed: Failed) -> None:
        super().__init__(owner)
        self._work = work
        self._owner = owner
        self._failed = failed

    def offer(self, waiting: WaitingDto, request: OfferPlace, done: Callable[[OfferDto], None]) -> None:
        """Offer a place."""
        name = waiting.appointment.patient_name

        def text(offer: OfferDto) -> str:
            return self.tr("{0} offered to {1}. Note the answer when you have it.").format(self._when(offer), name)

        self._work.write(waitlist.offer, request, text, done, self._failed, self._owner)

    def answer(self, waiting: WaitingDto, offer: OfferDto, outcome: Answer, done: Callable[[OfferDto], None]) -> None:
        """Note what the patient said; an acceptance books."""
        name = waiting.appointment.patient_name

        def text(answered: OfferDto) -> str:
            if answered.booked is not None:
                booked = self.tr("Booked {0} at {1} with {2}")
                return booked.format(name, self._when(answered), answered.practitioner_name)
            if outcome == "declined":
                return self.tr("{0} declined {1}").format(name, self._when(answered))
            return self.tr("{0} was not reached; stays on the list").format(name)

        def answered(result: OfferDto) -> None:
            if result.booked is not None:
                self._work.calendar.arrived_at.emit(result.booked.appointment)
            done(result)

        request = AnswerOffer(offer_id=offer.id, outcome=outcome)
        self._work.write(waitlist.answer, request, text, answered, self._failed, self._owner)

    def _when(self, offer: OfferDto) -> str:
        return moment_text(self._work.desk.local(offer.starts_at), self._work.desk.today())
