"""The queue: calling in order, never the same person twice, every move and its undo."""

import threading
from uuid import UUID

import pytest
from sqlalchemy import URL

from opd_desktop.domain.errors import Conflict, NotFound
from opd_desktop.domain.queue import TRANSITIONS, QueueState
from opd_desktop.services import check_in, encounters, queue, undo
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.appointments import CheckedIn, CheckIn
from opd_desktop.services.dto.common import ById, Change, RunUndo
from opd_desktop.services.dto.queue import (
    CallNext,
    ListQueue,
    PractitionerQueue,
    QueueChange,
    QueueEntryDto,
    Rejoin,
    Transfer,
    WalkIn,
)
from tests.conftest import SignIn
from tests.support import build, clock, sql
from tests.support.sql import try_as

NEXT = CallNext(facility_id=build.CITY, practitioner_id=build.RAO)


def walk_in(clinic: Clinic, database: URL, priority: str = "normal", who: UUID | None = None) -> QueueEntryDto:
    patient = who or build.patient(database)
    request = WalkIn.model_validate(
        {"facility_id": build.CITY, "practitioner_id": build.RAO, "patient_id": patient, "priority": priority}
    )
    return clinic.call(queue.walk_in, request).entry


def checked_in(clinic: Clinic, database: URL, minutes: int) -> CheckedIn:
    start = clock.soon(minutes)
    return clinic.call(check_in.check_in, CheckIn(id=build.booked(database, start)))


def line(clinic: Clinic) -> PractitionerQueue:
    board = clinic.call(queue.board, ListQueue(facility_id=build.CITY, practitioner_ids=(build.RAO,)))
    return board.queues[0]


def change(entry: QueueEntryDto) -> QueueChange:
    return QueueChange(id=entry.id, row_version=entry.row_version)


def test_the_board_shows_every_queue_of_the_facility_even_empty(sign_in: SignIn, database: URL) -> None:
    board = sign_in("reception").call(queue.board, ListQueue(facility_id=build.CITY))
    assert len(board.queues) >= 3
    assert all(not one.entries and one.in_room is None for one in board.queues)
    assert board.to_arrive == 0


def test_emergencies_come_first_and_the_board_says_why(sign_in: SignIn, database: URL) -> None:
    reception = sign_in("reception")
    walk_in(reception, database)
    urgent = walk_in(reception, database, "emergency")
    shown = line(reception).entries
    assert shown[0].id == urgent.id
    assert [one.why_here for one in shown] == ["emergency", "walk-in"]
    assert [one.position for one in shown] == [1, 2]
    assert all(one.wait_max_minutes is not None and one.wait_min_minutes is not None for one in shown)


def test_appointments_and_walk_ins_mix_by_due_time(sign_in: SignIn, database: URL) -> None:
    reception = sign_in("reception")
    later = checked_in(reception, database, 40)
    walker = walk_in(reception, database)
    assert [one.id for one in line(reception).entries] == [walker.id, later.queue_entry_id]


def test_a_walk_in_is_in_a_queue_once(sign_in: SignIn, database: URL) -> None:
    reception, who = sign_in("reception"), build.patient(database)
    walk_in(reception, database, who=who)
    with pytest.raises(Conflict) as refused:
        walk_in(reception, database, who=who)
    assert refused.value.code == "queue.already_waiting"


def test_call_next_takes_the_first_and_tells_when_nobody_waits(sign_in: SignIn, database: URL) -> None:
    doctor, reception = sign_in("doctor"), sign_in("reception")
    first, second = walk_in(reception, database), walk_in(reception, database)
    assert doctor.call(queue.call_next, NEXT).entry.id == first.id
    assert doctor.call(queue.call_next, NEXT).entry.id == second.id
    with pytest.raises(NotFound) as nobody:
        doctor.call(queue.call_next, NEXT)
    assert nobody.value.code == "queue.nobody_waits"
    assert [one.id for one in line(doctor).called] == [first.id, second.id]


def test_eight_desks_calling_at_once_call_eight_people(sign_in: SignIn, database: URL) -> None:
    desks = [sign_in("reception", f"Desk {number}") for number in range(8)]
    for _ in range(8):
        walk_in(desks[0], database)
    barrier = threading.Barrier(8)
    called: list[UUID] = []
    failed: list[BaseException] = []

    def press(clinic: Clinic) -> None:
        barrier.wait()
        try:
            called.append(clinic.call(queue.call_next, NEXT).entry.id)
        except Exception as error:
            failed.append(error)

    threads = [threading.Thread(target=press, args=(desk,)) for desk in desks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failed
    assert len(set(called)) == 8


def test_skipped_people_come_up_later_not_never(sign_in: SignIn, database: URL) -> None:
    reception = sign_in("reception")
    first, second = walk_in(reception, database), walk_in(reception, database)
    called = reception.call(queue.call_next, NEXT).entry
    skipped = reception.call(queue.skip, change(called)).entry
    assert skipped.state == "skipped"
    assert [one.id for one in line(reception).entries] == [second.id, first.id]
    assert line(reception).entries[1].why_here == "skipped"
    assert reception.call(queue.call, change(skipped)).entry.state == "called"


def test_recall_needs_somebody_who_was_called(sign_in: SignIn, database: URL) -> None:
    reception = sign_in("reception")
    entry = walk_in(reception, database)
    with pytest.raises(Conflict):
        reception.call(queue.recall, change(entry))
    called = reception.call(queue.call, change(entry)).entry
    assert reception.call(queue.recall, change(called)).entry.state == "called"


def test_leaving_cancels_the_visit_and_coming_back_restores_all(sign_in: SignIn, database: URL) -> None:
    reception = sign_in("reception")
    visit = checked_in(reception, database, 10)
    entry = line(reception).entries[0]
    left = reception.call(queue.leave, change(entry))
    (row,) = build.rows(database, "SELECT status, cancel_reason FROM appointment")
    assert row == {"status": "cancelled", "cancel_reason": "left-without-being-seen"}
    assert reception.call(encounters.get, ById(id=visit.encounter_id)).status == "cancelled"
    assert left.undo is not None
    reception.call(undo.run, RunUndo(id=left.undo.id))
    assert [one.id for one in line(reception).entries] == [entry.id]
    (row,) = build.rows(database, "SELECT status, (SELECT booked FROM time_slot) AS booked FROM appointment")
    assert row == {"status": "checked-in", "booked": 1}
    assert reception.call(encounters.get, ById(id=visit.encounter_id)).status == "arrived"


def test_transfer_takes_the_encounter_along(sign_in: SignIn, database: URL) -> None:
    reception = sign_in("reception")
    visit = checked_in(reception, database, 10)
    entry = line(reception).entries[0]
    moved = reception.call(
        queue.transfer, Transfer(id=entry.id, row_version=entry.row_version, practitioner_id=build.MEHTA)
    )
    assert moved.entry.practitioner_id == build.MEHTA
    assert moved.entry.token == entry.token
    assert reception.call(encounters.get, ById(id=visit.encounter_id)).practitioner_id == build.MEHTA
    assert moved.undo is not None
    reception.call(undo.run, RunUndo(id=moved.undo.id))
    assert [one.id for one in line(reception).entries] == [entry.id]


def test_transfer_to_another_facility_is_refused(sign_in: SignIn, database: URL) -> None:
    reception = sign_in("reception")
    entry = walk_in(reception, database)
    with pytest.raises(NotFound) as refused:
        reception.call(queue.transfer, Transfer(id=entry.id, practitioner_id=build.LINDQVIST))
    assert refused.value.code == "queue.practitioner_not_here"


def test_requeue_of_a_consultation_undoes_its_start(sign_in: SignIn, database: URL) -> None:
    reception, doctor = sign_in("reception"), sign_in("doctor")
    visit = checked_in(reception, database, 10)
    doctor.call(queue.call_next, NEXT)
    doctor.call(encounters.start, Change(id=visit.encounter_id))
    in_room = line(doctor).in_room
    assert in_room is not None
    assert in_room.id == visit.queue_entry_id
    doctor.call(queue.requeue, change(in_room))
    assert line(doctor).in_room is None
    assert doctor.call(encounters.get, ById(id=visit.encounter_id)).status == "arrived"


def test_the_database_refuses_the_same_moves(database: URL) -> None:
    states = [state.value for state in QueueState]
    allowed = {(start.value, end.value) for start, end in TRANSITIONS}
    who = build.patient(database)
    for start in states:
        for end in states:
            if start == end:
                continue
            if _database_allows(database, who, start, end) != ((start, end) in allowed):
                pytest.fail(f"{start} -> {end}: database and domain disagree")


def _database_allows(database: URL, who: UUID, start: str, end: str) -> bool:
    from sqlalchemy import text
    from sqlalchemy.exc import DBAPIError

    with build.owner(database) as connection:
        key = connection.execute(
            text(
                "INSERT INTO queue_entry (id, facility_id, practitioner_id, patient_id, service_point, day, "
                "token_number, state) VALUES (opd.uuid7(), :facility, :doctor, :who, 'T', current_date, "
                "(SELECT coalesce(max(token_number), 0) + 1 FROM queue_entry), :state) RETURNING id"
            ),
            {"facility": build.CITY, "doctor": build.RAO, "who": who, "state": start},
        ).scalar_one()
    try:
        with build.owner(database, importing=False) as connection:
            connection.execute(text("UPDATE queue_entry SET state = :end WHERE id = :id"), {"end": end, "id": key})
    except DBAPIError as refused:
        if "illegal_move" not in str(refused):
            raise
        return False
    return True


def stand(database: URL) -> list[tuple[str, int, UUID]]:
    """State, skips and practitioner of all entries."""
    found = build.rows(database, "SELECT state, skip_count, practitioner_id FROM queue_entry ORDER BY arrived_at")
    return [(row["state"], row["skip_count"], row["practitioner_id"]) for row in found]


def test_a_skip_that_is_undone_does_not_count(sign_in: SignIn, database: URL) -> None:
    reception = sign_in("reception")
    entry = walk_in(reception, database)
    called = reception.call(queue.call, change(entry)).entry
    for before in (entry, called):
        now = queue_view_of(reception, entry.id)
        if before is entry:
            now = reception.call(queue.requeue, change(now)).entry
        else:
            now = reception.call(queue.call, change(now)).entry
        skipped = reception.call(queue.skip, change(now))
        assert stand(database) == [("skipped", 1, build.RAO)]
        assert skipped.undo is not None
        reception.call(undo.run, RunUndo(id=skipped.undo.id))
        assert stand(database) == [(before.state, 0, build.RAO)]


def queue_view_of(clinic: Clinic, entry_id: UUID) -> QueueEntryDto:
    mine = line(clinic)
    return next(one for one in (*mine.entries, *mine.called) if one.id == entry_id)


def test_who_was_skipped_and_called_by_mistake_is_skipped_again(sign_in: SignIn, database: URL) -> None:
    reception = sign_in("reception")
    entry = walk_in(reception, database)
    skipped = reception.call(queue.skip, change(entry)).entry
    called = reception.call(queue.call, change(skipped))
    assert called.undo is not None
    reception.call(undo.run, RunUndo(id=called.undo.id))
    assert stand(database) == [("skipped", 1, build.RAO)]
    moved = reception.call(queue.transfer, Transfer(id=entry.id, practitioner_id=build.MEHTA))
    assert stand(database) == [("waiting", 1, build.MEHTA)]
    assert moved.undo is not None
    reception.call(undo.run, RunUndo(id=moved.undo.id))
    assert stand(database) == [("skipped", 1, build.RAO)]


def test_who_was_called_and_sent_away_by_mistake_is_called(sign_in: SignIn, database: URL) -> None:
    reception = sign_in("reception")
    called = reception.call(queue.call, change(walk_in(reception, database))).entry
    left = reception.call(queue.leave, change(called))
    assert left.undo is not None
    reception.call(undo.run, RunUndo(id=left.undo.id))
    assert stand(database) == [("called", 0, build.RAO)]


def test_who_has_left_comes_back_with_the_encounter(sign_in: SignIn, database: URL) -> None:
    reception = sign_in("reception")
    left = reception.call(queue.leave, change(walk_in(reception, database))).entry
    with pytest.raises(Conflict, match=r"queue\.illegal_move"):
        reception.call(queue.requeue, change(left))
    assert try_as(database, "reception", "UPDATE queue_entry SET state = 'waiting'") == "OP005"
    back = reception.call(queue.rejoin, Rejoin(id=left.id)).entry
    assert back.encounter_id is not None
    assert reception.call(encounters.get, ById(id=back.encounter_id)).status == "arrived"


def test_who_is_with_the_doctor_is_not_called_away(sign_in: SignIn, database: URL) -> None:
    reception, doctor = sign_in("reception"), sign_in("doctor")
    entry = walk_in(reception, database)
    doctor.call(encounters.start, Change(id=entry.encounter_id))
    with pytest.raises(Conflict, match=r"queue\.illegal_move"):
        reception.call(queue.call, QueueChange(id=entry.id))
    for state in ("called", "waiting"):
        assert try_as(database, "reception", f"UPDATE queue_entry SET state = '{state}'") == "OP005"
    assert stand(database) == [("in-consultation", 0, build.RAO)]


def test_skips_are_taken_back_as_an_undo_only(sign_in: SignIn, database: URL) -> None:
    reception = sign_in("reception")
    entry = walk_in(reception, database)
    reception.call(queue.skip, change(entry))
    back = "UPDATE queue_entry SET state = 'waiting', skip_count = {} RETURNING skip_count"
    with sql.connect(database, "reception") as connection:
        for wanted, given in ((0, 0), (-1, 1)):
            assert connection.execute(back.format(wanted)).fetchone() == (given,)  # type: ignore[call-overload]
            connection.rollback()
        connection.execute("UPDATE queue_entry SET state = 'called'")
        # The skip is not the last move any more.
        assert connection.execute(back.format(0)).fetchone() == (1,)  # type: ignore[call-overload]
