"""Freed places: whom they suit, offered once, answered, booked, and all of it taken back."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import time, timedelta
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import URL

from opd_desktop.domain.appointment import AppointmentStatus
from opd_desktop.domain.errors import BadInput, Conflict, NotFound, NotPermitted, SlotTaken
from opd_desktop.domain.ids import uuid7
from opd_desktop.services import appointments, undo, waitlist
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.appointments import Cancel, Reschedule, Resize
from opd_desktop.services.dto.booking import (
    AddToWaitlist,
    AnswerOffer,
    ListWaitlist,
    MatchWaitlist,
    OfferById,
    OfferDto,
    OfferPlace,
    WaitingDto,
)
from opd_desktop.services.dto.common import ById, Nothing
from tests.support import build, sql
from tests.support.booking import book, booked_at, check_counters, look, undo_it

SignIn = Callable[..., Clinic]


@pytest.fixture
def desk(sign_in: SignIn) -> Clinic:
    return sign_in("reception")


def waits(clinic: Clinic, patient: UUID, **more: Any) -> WaitingDto:
    fields = {
        "request_id": uuid7(), "patient_id": patient, "practitioner_id": build.RAO, "facility_id": build.CITY,
        "start": build.tomorrow(0), "end": build.tomorrow(0) + timedelta(days=3),
    }  # fmt: skip
    return clinic.call(waitlist.add, AddToWaitlist.model_validate(fields | more))


def offer(clinic: Clinic, waiting: WaitingDto, slot: UUID) -> OfferDto:
    return clinic.call(waitlist.offer, OfferPlace(waitlist_id=waiting.appointment.id, slot_id=slot))


def answer(clinic: Clinic, offered: OfferDto, outcome: str) -> OfferDto:
    return clinic.call(waitlist.answer, AnswerOffer.model_validate({"offer_id": offered.id, "outcome": outcome}))


def names(clinic: Clinic, slot: UUID) -> list[str]:
    found = clinic.call(waitlist.matches, MatchWaitlist(slot_id=slot))
    assert [match.rank for match in found] == list(range(1, len(found) + 1))
    return [match.waiting.appointment.patient_name for match in found]


def test_whom_a_place_suits_and_whom_to_call_first(database: URL, desk: Clinic) -> None:
    (slot,) = build.slots(database, 1)
    weekday = build.tomorrow().weekday()
    # 09:00 UTC is 14:30 in Kolkata.
    people: dict[str, dict[str, Any]] = {
        "Longest": {"weekdays": (weekday,)},
        "Soon": {"urgency": 1, "from_time": time(14), "to_time": time(14, 45)},
        "Anybody": {"practitioner_id": build.MEHTA, "any_practitioner": True},
        "Urgent": {"urgency": 2, "practitioner_id": build.MEHTA, "any_practitioner": True,
                   "specialty": "General medicine"},
        "Other doctor": {"practitioner_id": build.MEHTA},
        "Other specialty": {"practitioner_id": build.MEHTA, "any_practitioner": True, "specialty": "Cardiology"},
        "Other day": {"weekdays": ((weekday + 1) % 7,)},
        "Mornings": {"to_time": time(12)},
        "Evenings": {"from_time": time(17)},
        "Next week": {"start": build.tomorrow() + timedelta(days=1)},
    }  # fmt: skip
    since: dict[UUID, int] = {}
    for number, (name, wish) in enumerate(people.items()):
        made = waits(desk, build.patient(database, name), **wish)
        since[made.appointment.id] = 40 - number
    build.rows(database, "ALTER TABLE appointment DISABLE TRIGGER touch")
    for entry, days in since.items():
        build.rows(
            database, "UPDATE appointment SET created_at = now() - make_interval(days => :days) WHERE id = :id",
            id=entry, days=days,
        )  # fmt: skip
    found = desk.call(waitlist.matches, MatchWaitlist(slot_id=slot))
    assert [(match.waiting.appointment.patient_name, match.why, match.waiting_days) for match in found] == [
        ("Urgent", ("urgent", "specialty"), 37),
        ("Soon", ("soon", "own_doctor", "hours"), 39),
        ("Longest", ("own_doctor", "weekday"), 40),
        ("Anybody", ("any_doctor",), 38),
    ]
    soon = found[1].waiting.wish
    assert (soon.urgency, soon.from_time, soon.to_time) == (1, time(14), time(14, 45))
    listed = desk.call(waitlist.list_, ListWaitlist(slot_id=slot, practitioner_id=build.RAO))
    assert [one.appointment.patient_name for one in listed] == ["Soon", "Longest"]
    assert len(desk.call(waitlist.list_, ListWaitlist())) == len(people)


def test_a_freed_place_tells_how_many_could_take_it(database: URL, desk: Clinic) -> None:
    slots = build.slots(database, 4)
    visit = book(desk, build.patient(database), *slots[:2])
    for name in ("Arjun Nair", "Sara Thomas"):
        waits(desk, build.patient(database, name))
    assert desk.call(appointments.resize, Resize(id=visit.id, slots=1)).matches == 2
    assert desk.call(appointments.resize, Resize(id=visit.id, slots=2)).matches == 0
    assert desk.call(appointments.reschedule, Reschedule(id=visit.id, slot_ids=(slots[2],))).matches == 2
    assert desk.call(appointments.cancel, Cancel(id=visit.id, cancel_reason="Travels")).matches == 2
    other = book(desk, build.patient(database, "Ravi Kumar"), slots[0])
    for entry in desk.call(waitlist.list_, ListWaitlist()):
        desk.call(appointments.cancel, Cancel(id=entry.appointment.id, cancel_reason="Went elsewhere"))
    assert desk.call(appointments.cancel, Cancel(id=other.id, cancel_reason="Travels")).matches == 0


def test_an_offer_is_logged_accepted_and_booked_and_taken_back(database: URL, sign_in: SignIn) -> None:
    desk = sign_in("reception", desk="Desk 2")
    (slot,) = build.slots(database, 1)
    entry = waits(desk, build.patient(database), reason="Rash", urgency=2, note="Call after ten")
    offered = offer(desk, entry, slot)
    assert (offered.outcome, offered.by, offered.desk, offered.starts_at) == (
        "open", "Asha Menon", "Desk 2", build.tomorrow(),
    )  # fmt: skip
    assert names(desk, slot) == []
    accepted = answer(desk, offered, "accepted")
    assert accepted.outcome == "accepted"
    assert accepted.booked is not None
    booked = accepted.booked.appointment
    assert (booked.id, booked.status, booked.reason) == (entry.appointment.id, AppointmentStatus.BOOKED, "Rash")
    assert booked_at(database) == [build.tomorrow()]
    told = [(one.what, one.status) for one in desk.call(appointments.history, ById(id=booked.id))]
    assert sorted(told) == sorted([("waiting", ""), ("offered", "accepted"), ("booked", "")])
    undo_it(desk, accepted.undo)
    (back,) = desk.call(waitlist.list_, ListWaitlist())
    assert (back.appointment.starts_at, back.appointment.ends_at) == (
        entry.appointment.starts_at, entry.appointment.ends_at,
    )  # fmt: skip
    assert (back.appointment.status, back.wish, [one.outcome for one in back.offers]) == (
        AppointmentStatus.WAITLIST, entry.wish, ["open"],
    )  # fmt: skip
    assert booked_at(database) == []
    check_counters(database)


@pytest.mark.parametrize("outcome", ["declined", "no-answer"])
def test_an_answer_that_books_nothing_and_its_undo(database: URL, desk: Clinic, outcome: str) -> None:
    (slot,) = build.slots(database, 1)
    entry = waits(desk, build.patient(database))
    offered = offer(desk, entry, slot)
    answered = answer(desk, offered, outcome)
    assert (answered.outcome, answered.booked) == (outcome, None)
    # Who declined a place is not asked again for the same; who did not answer may be.
    assert names(desk, slot) == ([] if outcome == "declined" else ["Meena Patil"])
    with pytest.raises(Conflict, match=r"waitlist\.offer_closed"):
        answer(desk, offered, "accepted")
    undo_it(desk, answered.undo)
    assert answer(desk, offered, "accepted").booked is not None


def test_an_offer_is_taken_back_and_a_closed_one_can_not_be(database: URL, desk: Clinic) -> None:
    (slot,) = build.slots(database, 1)
    entry = waits(desk, build.patient(database))
    undo_it(desk, offer(desk, entry, slot).undo)
    assert names(desk, slot) == ["Meena Patil"]
    again = offer(desk, entry, slot)
    build.rows(database, "UPDATE waitlist_offer SET outcome = 'declined', decided_at = now() - interval '11 minutes'")
    with pytest.raises(Conflict, match=r"waitlist\.offer_closed"):
        desk.call(waitlist.reopen, OfferById(id=again.id))
    with pytest.raises(NotFound, match=r"waitlist_offer\.not_found"):
        desk.call(waitlist.withdraw, OfferById(id=uuid7()))


def test_a_place_is_offered_once_and_a_patient_asked_once(database: URL, sign_in: SignIn) -> None:
    first, second = sign_in("reception", desk="Desk 1"), sign_in("manager", desk="Desk 2")
    slots = build.slots(database, 2)
    meena, arjun = (waits(first, build.patient(database, name)) for name in ("Meena Patil", "Arjun Nair"))
    offer(first, meena, slots[0])
    with pytest.raises(Conflict, match=r"waitlist\.place_offered") as refused:
        offer(second, arjun, slots[0])
    assert refused.value.params == {"by": "reception", "desk": "Desk 1"}
    with pytest.raises(Conflict, match=r"waitlist\.has_offer"):
        offer(second, meena, slots[1])
    # Whoever is called off the list has no open offer any more.
    first.call(appointments.cancel, Cancel(id=meena.appointment.id, cancel_reason="Went elsewhere"))
    assert offer(second, arjun, slots[0]).outcome == "open"


def test_of_eight_desks_one_offers_the_place(database: URL, sign_in: SignIn) -> None:
    (slot,) = build.slots(database, 1)
    desks = [sign_in("reception", desk=f"Desk {number}") for number in range(4)]
    entries = [waits(desks[0], build.patient(database, f"Patient {number}")) for number in range(8)]
    gate = Barrier(8)

    def try_to_offer(number: int) -> str:
        gate.wait()
        try:
            return offer(desks[number % 4], entries[number], slot).outcome
        except Conflict as refused:
            return refused.code

    with ThreadPoolExecutor(8) as pool:
        answers = sorted(pool.map(try_to_offer, range(8)))
    assert answers == ["open", *["waitlist.place_offered"] * 7]


def test_what_can_not_be_offered(database: URL, sign_in: SignIn) -> None:
    desk = sign_in("reception")
    slots = build.slots(database, 3)
    entry = waits(desk, build.patient(database))
    visit = book(desk, build.patient(database, "Arjun Nair"), slots[0])
    build.rows(database, "UPDATE time_slot SET status = 'busy-unavailable' WHERE id = :id", id=slots[1])
    (away,) = build.slots(database, 1, practitioner=build.LINDQVIST, facility=build.LAKESIDE)
    with pytest.raises(Conflict, match=r"booking\.slot_taken"):
        offer(desk, entry, slots[0])
    with pytest.raises(Conflict, match=r"booking\.slot_unavailable"):
        offer(desk, entry, slots[1])
    with pytest.raises(NotFound, match=r"slot\.not_found"):
        offer(desk, entry, away)
    with pytest.raises(NotPermitted, match=r"appointment\.own_only"):
        offer(sign_in("doctor2"), entry, slots[2])
    with pytest.raises(Conflict, match=r"waitlist\.not_waiting"):
        desk.call(waitlist.offer, OfferPlace(waitlist_id=visit.id, slot_id=slots[2]))
    with pytest.raises(BadInput, match=r"waitlist\.bad_hours"):
        waits(desk, build.patient(database, "Sara Thomas"), from_time=time(12), to_time=time(9))


def test_who_accepts_too_late_stays_on_the_list(database: URL, desk: Clinic) -> None:
    (slot,) = build.slots(database, 1)
    entry = waits(desk, build.patient(database))
    offered = offer(desk, entry, slot)
    book(desk, build.patient(database, "Arjun Nair"), slot)
    with pytest.raises(SlotTaken):
        answer(desk, offered, "accepted")
    (still,) = desk.call(waitlist.list_, ListWaitlist())
    assert [one.outcome for one in still.offers] == ["open"]
    assert answer(desk, offered, "no-answer").outcome == "no-answer"
    check_counters(database)


def test_taking_on_and_off_the_list_is_undone(database: URL, desk: Clinic) -> None:
    made = waits(desk, build.patient(database), urgency=1)
    off = desk.call(appointments.cancel, Cancel(id=made.appointment.id, cancel_reason="Went elsewhere"))
    undo_it(desk, off.undo)
    (back,) = desk.call(waitlist.list_, ListWaitlist())
    assert (back.wish, back.appointment.starts_at) == (made.wish, made.appointment.starts_at)
    second = waits(desk, build.patient(database, "Arjun Nair"))
    undo_it(desk, second.undo)
    assert look(desk, second.appointment.id).status is AppointmentStatus.CANCELLED


def test_booking_from_the_list_is_undone_to_the_list(database: URL, desk: Clinic) -> None:
    slots = build.slots(database, 2, practitioner=build.MEHTA)
    patient = build.patient(database)
    entry = waits(desk, patient, any_practitioner=True, reason="Rash")
    booked = book(desk, patient, *slots, waitlist_id=entry.appointment.id, reason="Itch")
    assert (booked.practitioner_name, booked.reason) == ("Dr Mehta", "Itch")
    undo_it(desk, desk.call(undo.last, Nothing()))
    (back,) = desk.call(waitlist.list_, ListWaitlist())
    assert back.appointment.model_copy(update={"row_version": 1, "status_changed_at": booked.status_changed_at}) == (
        entry.appointment.model_copy(update={"row_version": 1, "status_changed_at": booked.status_changed_at})
    )


def test_a_doctor_does_not_book_from_another_doctors_list(database: URL, sign_in: SignIn) -> None:
    desk, doctor = sign_in("reception"), sign_in("doctor2")
    (slot,) = build.slots(database, 1, practitioner=build.MEHTA)
    patient = build.patient(database)
    entry = waits(desk, patient, any_practitioner=True)
    assert names(doctor, slot) == ["Meena Patil"]
    with pytest.raises(NotPermitted, match=r"appointment\.own_only"):
        book(doctor, patient, slot, waitlist_id=entry.appointment.id)
    mine = waits(desk, build.patient(database, "Arjun Nair"), practitioner_id=build.MEHTA)
    assert book(doctor, mine.appointment.patient_id, slot, waitlist_id=mine.appointment.id).id == mine.appointment.id


INSERT = (
    "INSERT INTO waitlist_offer (id, facility_id, appointment_id, slot_id, practitioner_id, starts_at, ends_at) "
    "SELECT opd.uuid7(), a.facility_id, a.id, %(slot)s, a.practitioner_id, now(), now() "
    "FROM appointment a WHERE a.id = %(entry)s"
)


def test_the_database_refuses_the_same(database: URL, desk: Clinic) -> None:
    slots = build.slots(database, 2)
    meena, arjun = (waits(desk, build.patient(database, name)) for name in ("Meena Patil", "Arjun Nair"))
    first = {"slot": slots[0], "entry": meena.appointment.id}
    assert sql.try_as(database, "reception", INSERT, **first) == 1
    assert sql.try_as(database, "doctor", INSERT, **first) == 1
    assert sql.try_as(database, "doctor2", INSERT, **first) == sql.DENIED
    assert sql.try_as(database, "admin", INSERT, **first) == sql.DENIED
    offered = offer(desk, meena, slots[0])
    assert sql.try_as(database, "reception", INSERT, slot=slots[0], entry=arjun.appointment.id) == "OP005"
    with build.owner(database) as owner:
        owner.exec_driver_sql("ALTER TABLE waitlist_offer DISABLE TRIGGER guard")
    assert sql.try_as(database, "reception", INSERT, slot=slots[0], entry=arjun.appointment.id) == "23505"
    assert sql.try_as(database, "reception", INSERT, slot=slots[1], entry=meena.appointment.id) == "23505"
    with build.owner(database) as owner:
        owner.exec_driver_sql("ALTER TABLE waitlist_offer ENABLE TRIGGER guard")
    # "Accepted" without the booking, another slot, another's name: none of it.
    for change in ("outcome = 'accepted'", "slot_id = %(slot)s", "login = 'doctor'", "offered_at = now()"):
        update = f"UPDATE waitlist_offer SET {change} WHERE id = %(id)s"
        assert sql.refused(sql.try_as(database, "reception", update, id=offered.id, slot=slots[1])), change
    assert sql.try_as(database, "doctor2", "UPDATE waitlist_offer SET outcome = 'declined'") == 0
    assert sql.try_as(database, "reception", "UPDATE waitlist_offer SET outcome = 'declined'") == 1
    assert sql.try_as(database, "reception", "DELETE FROM waitlist_offer") == sql.DENIED
    wish = "INSERT INTO waitlist_wish (appointment_id, urgency) SELECT id, 2 FROM appointment WHERE id = %(entry)s"
    build.rows(database, "DELETE FROM waitlist_wish")
    assert sql.try_as(database, "doctor2", wish, entry=meena.appointment.id) == sql.DENIED
    assert sql.try_as(database, "reception", wish, entry=meena.appointment.id) == 1
    assert sql.try_as(database, "reception", wish.replace("2", "3"), entry=meena.appointment.id) == "23514"
