"""The waiting list: patients who would come if a place becomes free, and whom a place was offered to."""

from uuid import UUID

from sqlalchemy import select, text

from opd_desktop.db.models import Appointment, WaitlistOffer, WaitlistWish
from opd_desktop.domain.errors import BadInput, Conflict, NotFound
from opd_desktop.domain.events import AppointmentCreated, AppointmentUpdated
from opd_desktop.domain.ids import uuid7
from opd_desktop.domain.permissions import Permission
from opd_desktop.services import appointment_view, undo
from opd_desktop.services import waitlist_view as view
from opd_desktop.services.actor import Actor
from opd_desktop.services.appointment_rows import offer as offer_undo
from opd_desktop.services.appointments import bookable_patient, cancel, make
from opd_desktop.services.dto.appointments import AppointmentDto, BookAppointment, Cancel
from opd_desktop.services.dto.booking import (
    AddToWaitlist,
    AnswerOffer,
    ListWaitlist,
    MatchWaitlist,
    OfferById,
    OfferDto,
    OfferPlace,
    WaitingDto,
    WaitlistMatch,
)
from opd_desktop.services.matching import matches as matching
from opd_desktop.services.operations import operation
from opd_desktop.services.placing import check_own, check_works_at
from opd_desktop.services.uow import Tx


@operation("scheduling.waitlist.add", needs=Permission.BOOK, emits=[AppointmentUpdated])
def add(tx: Tx, actor: Actor, request: AddToWaitlist) -> WaitingDto:
    """Put a patient on the waiting list of a practitioner; the same request again returns the same entry.

    `appointments.create` with ``waitlist_id`` turns the entry into a booked visit, and cancelling takes it off.

    Raises:
        BadInput: ``waitlist.bad_window``, ``waitlist.bad_hours``, ``schedule.practitioner_not_here``.
        Conflict: ``waitlist.already_on_it``, ``patient.not_active``.
    """
    # One at a time per patient: whoever is second sees the entry of the first.
    tx.session.execute(
        text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))"), {"key": f"waitlist:{request.patient_id}"}
    )
    again = view.some(tx, "a.request_id = :request", request=request.request_id)
    if again:
        if not _same(again[0].appointment, request):
            raise Conflict("request.already_done")
        return again[0]
    check_own(actor, request.practitioner_id)
    _check_times(tx, request)
    patient = bookable_patient(tx, request.patient_id)
    check_works_at(tx, request.practitioner_id, request.facility_id)
    if appointment_view.some(
        tx, "a.patient_id = :patient AND a.practitioner_id = :practitioner AND a.status = 'waitlist' "
        "AND a.starts_at < :end AND a.ends_at > :start",
        patient=patient.id, practitioner=request.practitioner_id, start=request.start, end=request.end,
    ):  # fmt: skip
        raise Conflict("waitlist.already_on_it")
    row = Appointment(
        id=uuid7(),
        request_id=request.request_id,
        patient_id=patient.id,
        practitioner_id=request.practitioner_id,
        facility_id=request.facility_id,
        starts_at=request.start,
        ends_at=request.end,
        status="waitlist",
        reason=request.reason,
    )
    tx.session.add(row)
    tx.session.flush()
    tx.session.add(_wish(row, request))
    tx.session.flush()
    tx.record(AppointmentUpdated(id=row.id, facility_id=row.facility_id, patient_id=patient.id))
    made = view.one(tx, row.id)
    mistake = Cancel(
        id=row.id, row_version=row.row_version, cancel_reason="Put on the list by mistake", cancelled_by="clinic"
    )
    return made.model_copy(update={"undo": offer_undo(tx, "waiting", made.appointment, cancel, mistake)})


def _same(made: AppointmentDto, request: AddToWaitlist) -> bool:
    """Whether an entry is what the request asks for; one that was booked since is elsewhere."""
    if made.patient_id != request.patient_id:
        return False
    asked = (request.practitioner_id, request.start, request.end)
    return made.status != "waitlist" or (made.practitioner_id, made.starts_at, made.ends_at) == asked


def _check_times(tx: Tx, request: AddToWaitlist) -> None:
    if request.end <= max(request.start, tx.now):
        raise BadInput("waitlist.bad_window")
    if request.from_time is not None and request.to_time is not None and request.to_time <= request.from_time:
        raise BadInput("waitlist.bad_hours")


def _wish(row: Appointment, request: AddToWaitlist) -> WaitlistWish:
    return WaitlistWish(
        appointment_id=row.id,
        any_practitioner=request.any_practitioner,
        specialty=request.specialty,
        weekdays=sorted(set(request.weekdays)),
        from_time=request.from_time,
        to_time=request.to_time,
        urgency=request.urgency,
        note=request.note,
    )


@operation("scheduling.waitlist.list", needs=Permission.PATIENT_READ)
def list_(tx: Tx, actor: Actor, request: ListWaitlist) -> tuple[WaitingDto, ...]:
    """Who waits for a place, by the start of the time in which they could come; windows that are over are left out.

    With ``slot_id`` only those who could come at that slot, in the order in which to call them.
    """
    if request.slot_id is not None:
        found = matches.run(tx, actor, MatchWaitlist(slot_id=request.slot_id))
        return tuple(
            match.waiting
            for match in found
            if request.facility_id in (None, match.waiting.appointment.facility_id)
            and request.practitioner_id in (None, match.waiting.appointment.practitioner_id)
        )
    # A facility's own entries are found by index; without one it is the few of all that the person works at.
    facilities = [request.facility_id] if request.facility_id is not None else list(actor.facility_ids)
    where = "a.status = 'waitlist' AND a.ends_at > now() AND a.facility_id = ANY(:facilities)"
    if request.practitioner_id is None:
        return view.some(tx, where, facilities=facilities)
    where += " AND a.practitioner_id = :practitioner"
    return view.some(tx, where, facilities=facilities, practitioner=request.practitioner_id)


@operation("scheduling.waitlist.matches", needs=Permission.PATIENT_READ)
def matches(tx: Tx, actor: Actor, request: MatchWaitlist) -> tuple[WaitlistMatch, ...]:
    """Who on the waiting list could take a slot, whom to call first at the front.

    The most urgent come first, then who waits longest, then whose own doctor it is. Whoever is being asked about
    another place, or has declined this one, is left out.
    """
    del actor
    found = matching(tx, [request.slot_id])
    listed = view.some(tx, "a.id = ANY(:ids)", ids=[match.appointment_id for match in found])
    entries = {entry.appointment.id: entry for entry in listed}
    return tuple(
        WaitlistMatch(
            waiting=entries[match.appointment_id],
            rank=number,
            why=match.why,
            waiting_days=(tx.now - match.since).days,
        )
        for number, match in enumerate(found, 1)
    )


@operation("scheduling.waitlist.offer", needs=Permission.BOOK, emits=[AppointmentUpdated])
def offer(tx: Tx, actor: Actor, request: OfferPlace) -> OfferDto:
    """Note that a free slot is being offered to a waiting patient; nobody else can offer it meanwhile.

    Raises:
        Conflict: ``waitlist.place_offered`` or ``waitlist.has_offer`` (``by`` and ``desk`` say who did),
            ``waitlist.not_waiting``, ``booking.slot_taken``, ``booking.slot_unavailable``.
        NotFound: ``appointment.not_found``, ``slot.not_found``.
        BadInput: ``appointment.in_the_past``.
    """
    row = tx.get(Appointment, request.waitlist_id)
    (slot,) = tx.rows("SELECT practitioner_id FROM time_slot WHERE id = :id", id=request.slot_id) or ({},)
    check_own(actor, slot.get("practitioner_id", row.practitioner_id))
    made = WaitlistOffer(
        id=uuid7(), facility_id=row.facility_id, appointment_id=row.id, slot_id=request.slot_id, note=request.note
    )
    tx.session.add(made)
    tx.session.flush()
    tx.record(AppointmentUpdated(id=row.id, facility_id=row.facility_id, patient_id=row.patient_id))
    shown = view.offer(tx, made.id)
    waiting = appointment_view.one(tx, row.id)
    return shown.model_copy(update={"undo": offer_undo(tx, "offered", waiting, withdraw, OfferById(id=made.id))})


@operation("scheduling.waitlist.answer", needs=Permission.BOOK, emits=[AppointmentCreated, AppointmentUpdated])
def answer(tx: Tx, actor: Actor, request: AnswerOffer) -> OfferDto:
    """What the patient said to an offer; "accepted" books it, in ``booked``. Undo opens the offer again.

    Raises:
        NotFound: ``waitlist_offer.not_found``.
        Conflict: ``waitlist.offer_closed``; all that booking can raise.
    """
    row = _lock(tx, request.offer_id)
    if row.outcome != "open" or row.slot_id is None:
        raise Conflict("waitlist.offer_closed", outcome=row.outcome)
    slot = row.slot_id
    row.outcome, row.note = request.outcome, request.note or row.note
    tx.session.flush()
    entry = tx.get(Appointment, row.appointment_id)
    if request.outcome == "accepted":
        booking = BookAppointment(
            request_id=uuid7(), patient_id=entry.patient_id, slot_ids=(slot,), waitlist_id=entry.id,
            visit_kind=entry.visit_kind,
        )  # fmt: skip
        booked = make(tx, actor, booking, offer_id=row.id)
        return view.offer(tx, row.id).model_copy(update={"booked": booked, "undo": booked.undo})
    tx.record(AppointmentUpdated(id=entry.id, facility_id=entry.facility_id, patient_id=entry.patient_id))
    back = undo.offer(
        tx, "appointment.answered", {"patient": appointment_view.one(tx, entry.id).patient_name}, reopen,
        OfferById(id=row.id),
    )  # fmt: skip
    return view.offer(tx, row.id).model_copy(update={"undo": back})


@operation("scheduling.waitlist.withdraw", needs=Permission.BOOK, emits=[AppointmentUpdated])
def withdraw(tx: Tx, actor: Actor, request: OfferById) -> OfferDto:
    """Take an open offer back.

    Raises:
        Conflict: ``waitlist.offer_closed``.
    """
    del actor
    return _set(tx, request, "withdrawn")


@operation("scheduling.waitlist.reopen", needs=Permission.BOOK, emits=[AppointmentUpdated])
def reopen(tx: Tx, actor: Actor, request: OfferById) -> OfferDto:
    """Open an offer again that was declined, not answered or withdrawn: within ten minutes, later with the right.

    Raises:
        Conflict: ``waitlist.offer_closed``, ``waitlist.place_offered``, ``waitlist.not_waiting``.
    """
    del actor
    return _set(tx, request, "open")


def _set(tx: Tx, request: OfferById, outcome: str) -> OfferDto:
    row = _lock(tx, request.id)
    if (row.outcome == "open") == (outcome == "open"):
        raise Conflict("waitlist.offer_closed", outcome=row.outcome)
    row.outcome = outcome
    tx.session.flush()
    entry = tx.get(Appointment, row.appointment_id)
    tx.record(AppointmentUpdated(id=entry.id, facility_id=entry.facility_id, patient_id=entry.patient_id))
    return view.offer(tx, row.id)


def _lock(tx: Tx, offer_id: UUID) -> WaitlistOffer:
    """Lock an offer, after its entry: booking from the list locks them in that order."""
    entry = select(WaitlistOffer.appointment_id).where(WaitlistOffer.id == offer_id).scalar_subquery()
    tx.session.execute(select(Appointment.id).where(Appointment.id == entry).with_for_update())
    query = select(WaitlistOffer).where(WaitlistOffer.id == offer_id).with_for_update()
    row = tx.session.execute(query).scalar_one_or_none()
    if row is None:
        raise NotFound("waitlist_offer.not_found", id=str(offer_id))
    return row
