"""The appointment's status machine, and the database's copy of it."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import URL, text
from sqlalchemy.exc import DBAPIError

from opd_desktop.domain.appointment import (
    NO_SHOW_GRACE,
    OCCUPYING,
    TRANSITIONS,
    UNDO_WINDOW,
    UNRESOLVED,
    AppointmentStatus,
    check_move,
)
from opd_desktop.domain.errors import Conflict
from tests.support import build

S = AppointmentStatus
NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
LONG_AGO = NOW - timedelta(hours=3)
ALL = list(product(S, S))


def refusal(start: S, end: S, *, changed: datetime = LONG_AGO, visit: datetime = LONG_AGO, right: bool) -> str | None:
    try:
        check_move(start, end, now=NOW, changed_at=changed, starts_at=visit, may_reset=right)
    except Conflict as refused:
        return refused.code
    return None


def test_the_moves_are_those_of_the_design_and_the_ways_back_to_what_was() -> None:
    free = {
        "waitlist": "booked cancelled", "proposed": "booked cancelled", "pending": "booked cancelled",
        "booked": "arrived checked-in cancelled noshow", "arrived": "checked-in fulfilled cancelled",
        "checked-in": "fulfilled cancelled", "noshow": "checked-in",
    }  # fmt: skip
    by_right = {
        "arrived": "booked", "checked-in": "booked arrived noshow", "noshow": "booked", "fulfilled": "booked arrived",
        "cancelled": "booked arrived waitlist", "booked": "waitlist",
    }  # fmt: skip
    expected = {(S(start), S(end)): False for start, ends in free.items() for end in ends.split()}
    expected |= {(S(start), S(end)): True for start, ends in by_right.items() for end in ends.split()}
    expected |= {(start, S.ENTERED_IN_ERROR): True for start in S if start is not S.ENTERED_IN_ERROR}
    assert expected == TRANSITIONS


@given(st.sampled_from(ALL), st.booleans())
def test_a_move_outside_the_table_is_refused_to_everybody(move: tuple[S, S], right: bool) -> None:
    code = refusal(*move, right=right)
    if move not in TRANSITIONS:
        assert code == "appointment.illegal_move"
    elif TRANSITIONS[move] and not right:
        assert code == "appointment.reset_needs_right"
    else:
        assert code is None


@given(st.integers(-30, 60))
def test_no_show_only_after_the_start_and_some_grace(minutes: int) -> None:
    code = refusal(S.BOOKED, S.NOSHOW, visit=NOW - timedelta(minutes=minutes), right=True)
    assert (code is None) == (timedelta(minutes=minutes) >= NO_SHOW_GRACE)


@given(st.integers(0, 30))
def test_within_the_window_a_reset_is_an_undo(minutes: int) -> None:
    changed = NOW - timedelta(minutes=minutes)
    code = refusal(S.CANCELLED, S.BOOKED, changed=changed, right=False)
    assert (code is None) == (timedelta(minutes=minutes) <= UNDO_WINDOW)
    assert refusal(S.BOOKED, S.ENTERED_IN_ERROR, changed=changed, right=False) == "appointment.reset_needs_right"


def test_every_unresolved_visit_occupies_its_slots() -> None:
    assert UNRESOLVED < OCCUPYING
    assert not OCCUPYING & {S.CANCELLED, S.WAITLIST, S.PROPOSED, S.ENTERED_IN_ERROR}


def test_the_database_holds_the_same_table(database: URL) -> None:
    found = build.rows(database, "SELECT from_status, to_status, needs_right FROM appointment_transition")
    assert {(S(row["from_status"]), S(row["to_status"])): row["needs_right"] for row in found} == TRANSITIONS


@pytest.mark.parametrize("right", [True, False])
def test_the_database_refuses_the_same_moves(database: URL, right: bool) -> None:
    """Every pair of statuses, long after the last change: what the trigger says is what the rule says."""
    start = datetime.now(UTC) - timedelta(hours=3)
    (slot,) = build.slots(database, 1, start)
    visit = build.appointment(database, build.patient(database), [slot])
    build.rows(database, "UPDATE staff SET can_overbook = :right WHERE login = 'reception'", right=right)
    said: dict[tuple[S, S], str | None] = {}
    with build.owner(database) as connection:
        for begin, end in ALL:
            if begin is end:
                continue
            connection.execute(text("SAVEPOINT try"))
            connection.execute(
                text("UPDATE appointment SET status = :to, status_changed_at = now() - interval '1 hour'"),
                {"to": begin},
            )
            connection.execute(text("SELECT set_config('opd.importing', 'off', true)"))
            connection.execute(text("SELECT set_config('opd.reason', 'By mistake', true)"))
            connection.execute(text("SET LOCAL SESSION AUTHORIZATION reception"))
            try:
                done = connection.execute(
                    text(
                        "UPDATE appointment SET status = :to, cancel_reason = 'Travels', cancelled_by = 'patient' "
                        "WHERE id = :id"
                    ),
                    {"to": end, "id": visit},
                )
                said[begin, end] = None if done.rowcount == 1 else "nothing was changed"
            except DBAPIError as refused:
                said[begin, end] = str(refused.orig).partition("\n")[0]
            connection.execute(text("ROLLBACK TO SAVEPOINT try"))
    expected = {move: refusal(*move, right=right) for move in ALL if move[0] is not move[1]}
    # The rule of who completes a visit is the operation's (`check_in.complete` needs ENCOUNTER_START).
    completed = [move for move, code in expected.items() if code is None and move[1] is S.FULFILLED]
    # That nobody is booked into the past is the business of who chooses the slots.
    late = [move for move in ALL if move[0] in (S.WAITLIST, S.PROPOSED, S.PENDING) and move[1] is S.BOOKED]
    assert said == (
        expected | dict.fromkeys(completed, "encounter.doctors_only") | dict.fromkeys(late, "appointment.in_the_past")
    )
    assert None in said.values()
