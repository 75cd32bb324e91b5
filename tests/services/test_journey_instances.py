"""Patients on journeys, and the board."""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import URL, text

from opd_desktop.demo.base import CITY, DOCTORS
from opd_desktop.domain.errors import BadInput, ChangedElsewhere, Conflict, NotFound, NotPermitted
from opd_desktop.domain.ids import uuid7
from opd_desktop.services import journey_instances, journeys
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.common import ById
from opd_desktop.services.dto.journeys import (
    AdvanceInstance,
    BoardRequest,
    CreateInstance,
    InstanceDto,
    JourneyDto,
    ListInstances,
    ListJourneys,
    PatchInstance,
)
from tests.support import journeys as support

SignIn = Callable[..., Clinic]


@pytest.fixture
def manager(database: URL, sign_in: SignIn) -> Clinic:
    support.defaults(database)
    return sign_in("manager")


def definition(clinic: Clinic, key: str = "opd-visit") -> JourneyDto:
    found = clinic.call(journeys.list_, ListJourneys(status=("published",)))
    return next(one for one in found if one.key == key)


def start(clinic: Clinic, url: URL, key: str = "opd-visit", patient: UUID | None = None) -> InstanceDto:
    who = patient or support.patient(url)
    visit = support.appointment(url, who) if key == "opd-visit" else None
    request = CreateInstance(
        definition_id=definition(clinic, key).id, patient_id=who, facility_id=CITY, appointment_id=visit
    )
    return clinic.call(journey_instances.create, request)


def test_started_by_hand(manager: Clinic, database: URL) -> None:
    made = start(manager, database)
    assert (made.stage, made.state, made.stage_name) == ("booked", "active", "Booked")
    assert made.practitioner_name == "Dr Rao"
    assert made.next_step is not None
    assert made.next_step.step_key == "booked/confirmation"
    story = manager.call(journey_instances.get, ById(id=made.id))
    assert [(one.stage, one.state) for one in story.stages] == [
        ("booked", "active"), ("missed", "pending"), ("day-of-visit", "pending"), ("post-visit", "pending"),
        ("closed", "pending"),
    ]  # fmt: skip
    assert {one.step_key for one in story.steps} == {"booked/confirmation", "booked/reminder"}
    events = support.rows(database, "SELECT name, aggregate_id FROM outbox_event")
    assert [(row["name"], row["aggregate_id"]) for row in events] == [("Journey.Created", made.id)]


def test_once_per_appointment_but_as_often_as_wanted_without_one(manager: Clinic, database: URL) -> None:
    made = start(manager, database)
    again = CreateInstance(
        definition_id=made.definition_id, patient_id=made.patient_id, facility_id=CITY,
        appointment_id=made.appointment_id,
    )  # fmt: skip
    with pytest.raises(Conflict, match=r"journey\.exists"):
        manager.call(journey_instances.create, again)
    for _ in range(2):
        start(manager, database, "diabetes-follow-up", made.patient_id)
    with pytest.raises(BadInput, match=r"journey\.other_patient"):
        manager.call(journey_instances.create, again.model_copy(update={"patient_id": support.patient(database)}))
    with pytest.raises(NotFound, match=r"patient|reference"):
        manager.call(journey_instances.create, CreateInstance(
            definition_id=made.definition_id, patient_id=uuid7(), facility_id=CITY))  # fmt: skip


def test_moving_on_and_back(manager: Clinic, database: URL) -> None:
    made = start(manager, database)
    moved = manager.call(journey_instances.advance, AdvanceInstance(id=made.id, row_version=made.row_version))
    assert moved.stage == "day-of-visit"
    with pytest.raises(ChangedElsewhere):
        manager.call(journey_instances.advance, AdvanceInstance(id=made.id, row_version=made.row_version))
    with pytest.raises(BadInput, match=r"journey\.reason_needed"):
        manager.call(journey_instances.advance, AdvanceInstance(id=made.id, stage="closed"))
    back = manager.call(journey_instances.advance, AdvanceInstance(id=made.id, stage="booked", why="wrong card"))
    assert back.stage == "booked"
    done = manager.call(journey_instances.advance, AdvanceInstance(id=made.id, stage="closed", why="moved away"))
    assert (done.state, done.stage_due_at) == ("completed", None)
    story = manager.call(journey_instances.get, ById(id=made.id))
    assert {one.stage: one.reason for one in story.stages}["post-visit"] == "moved away"
    names = [row["name"] for row in support.rows(database, "SELECT name FROM outbox_event ORDER BY id")]
    assert names == ["Journey.Created", *["Journey.StageAdvanced"] * 3, "Journey.Completed"]


def test_cancelling_drops_the_steps(manager: Clinic, database: URL) -> None:
    made = start(manager, database)
    gone = manager.call(journey_instances.patch, PatchInstance(id=made.id, state="cancelled", why="duplicate"))
    assert (gone.state, gone.next_step) == ("cancelled", None)
    story = manager.call(journey_instances.get, ById(id=made.id))
    assert {one.state for one in story.steps} == {"cancelled"}
    assert story.stages[0].reason == "duplicate"
    with pytest.raises(Conflict, match=r"journey\.not_active"):
        manager.call(journey_instances.patch, PatchInstance(id=made.id, state="cancelled"))


def test_a_corrected_due_time_moves_the_ticket_for_being_late(manager: Clinic, database: URL) -> None:
    made = start(manager, database, "after-minor-surgery")
    healing = manager.call(journey_instances.advance, AdvanceInstance(id=made.id))
    assert healing.stage == "healing"
    due = datetime.now(UTC) - timedelta(minutes=5)
    late = manager.call(journey_instances.patch, PatchInstance(id=made.id, stage_due_at=due))
    assert late.overdue
    steps = {one.step_key: one.due_at for one in manager.call(journey_instances.get, ById(id=made.id)).steps}
    assert steps["healing/book"] == due


def test_lists_and_who_may_see(manager: Clinic, database: URL, sign_in: SignIn) -> None:
    made = start(manager, database)
    found = manager.call(journey_instances.list_, ListInstances(facility_id=CITY, practitioner_id=DOCTORS[0].id))
    assert [one.id for one in found] == [made.id]
    assert manager.call(journey_instances.list_, ListInstances(practitioner_id=DOCTORS[1].id)) == ()
    assert manager.call(journey_instances.list_, ListInstances(state=("completed",))) == ()
    assert sign_in("doctor").call(journey_instances.get, ById(id=made.id)).instance == made
    with pytest.raises(NotPermitted):
        sign_in("reception").call(journey_instances.advance, AdvanceInstance(id=made.id))
    with pytest.raises(NotFound):
        manager.call(journey_instances.get, ById(id=uuid7()))


def test_reception_may_not_move_a_journey_by_sql_either(manager: Clinic, database: URL) -> None:
    from sqlalchemy.exc import ProgrammingError

    from opd_desktop.db.engine import make_engine
    from opd_desktop.demo.base import PASSWORD

    start(manager, database)
    engine = make_engine(database, login="reception", password=PASSWORD)
    try:
        for sql in ("UPDATE journey_instance SET stage = 'closed'", "UPDATE step_run SET state = 'done'",
                    "UPDATE communication SET body = 'x'", "DELETE FROM step_run"):  # fmt: skip
            with engine.connect() as connection, pytest.raises(ProgrammingError, match="permission denied"):
                connection.execute(text(sql))
    finally:
        engine.dispose()


def test_the_board(manager: Clinic, database: URL) -> None:
    empty = manager.call(journey_instances.board, BoardRequest(facility_id=CITY))
    assert [column.count for column in empty.columns] == [0] * 5
    assert empty.figures.returned_percent is None
    first, second = start(manager, database), start(manager, database)
    third = start(manager, database)
    manager.call(journey_instances.patch, PatchInstance(
        id=second.id, stage_due_at=datetime.now(UTC) - timedelta(hours=4)))  # fmt: skip
    manager.call(journey_instances.advance, AdvanceInstance(id=third.id, stage="closed", why="x"))
    board = manager.call(journey_instances.board, BoardRequest(facility_id=CITY))
    assert board.definition is not None
    assert board.definition.key == "opd-visit"
    columns = {column.key: column for column in board.columns}
    assert [card.id for card in columns["booked"].cards] == [second.id, first.id], "overdue first"
    assert columns["booked"].cards[0].overdue
    assert columns["booked"].hint == "confirmation, reminder"
    assert (columns["closed"].count, columns["closed"].cards[0].id) == (1, third.id)
    assert (board.figures.open_journeys, board.figures.new_today, board.figures.overdue) == (2, 3, 1)
    other = manager.call(journey_instances.board, BoardRequest(facility_id=CITY, practitioner_id=DOCTORS[1].id))
    assert sum(column.count for column in other.columns) == 0
    programme = definition(manager, "antenatal-care").id
    board = manager.call(journey_instances.board, BoardRequest(facility_id=CITY, definition_id=programme))
    assert [column.key for column in board.columns] == [
        "first-trimester", "second-trimester", "third-trimester", "closed",
    ]  # fmt: skip


def test_a_board_without_any_definition(sign_in: SignIn) -> None:
    board = sign_in("manager").call(journey_instances.board, BoardRequest(facility_id=CITY))
    assert (board.definition, board.columns, board.figures.open_journeys) == (None, (), 0)


def test_five_thousand_open_journeys_stay_quick(manager: Clinic, database: URL) -> None:
    made = start(manager, database)
    with support.owner(database) as connection:
        connection.execute(
            text(
                "INSERT INTO journey_instance (id, definition_id, patient_id, facility_id, anchor_kind, anchor_id, "
                "stage, stage_due_at) SELECT opd.uuid7(), definition_id, patient_id, facility_id, 'manual', "
                "gen_random_uuid(), 'booked', now() + n * interval '1 minute' "
                "FROM journey_instance, generate_series(1, 5000) AS n"
            )
        )
        connection.execute(text("ANALYZE journey_instance"))
    began = time.monotonic()
    board = manager.call(journey_instances.board, BoardRequest(facility_id=CITY))
    assert time.monotonic() - began < 2
    assert board.figures.open_journeys == 5001
    assert made.id in {card.id for card in board.columns[0].cards}
