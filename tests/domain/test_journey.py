"""The journey engine: any order of events, doubled and missing ones, and the times of steps."""

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opd_desktop.domain import journey as engine
from opd_desktop.domain.errors import BadInput, Conflict
from opd_desktop.domain.journey import Advance, Happened, Progress, Why
from opd_desktop.domain.journey_simulator import Scripted, simulate
from opd_desktop.domain.journey_spec import (
    DueSpec,
    Facts,
    FailureSpec,
    Journey,
    Stage,
    StageSpec,
    StepSpec,
    is_at_risk,
    lint,
    local_shift,
    quiet_until,
)

ZONE = "Asia/Kolkata"
NOW = datetime(2026, 3, 2, 5, 0, tzinfo=UTC)
VISIT = datetime(2026, 3, 6, 5, 0, tzinfo=UTC)
FACTS = Facts(ZONE, VISIT, "booked")

OPD = Journey(
    "Appointment.Created",
    (
        Stage("booked", "Booked", StageSpec(
            enter_on=("Appointment.Created",), statuses=("booked", "arrived"),
            due=DueSpec(after="appointment", minutes=30),
            steps=(
                StepSpec(key="confirmation", kind="message", template="c", quiet=False, outlives_stage=True),
                StepSpec(key="reminder", kind="message", template="r", when="before-appointment", days=1, at=time(18)),
                StepSpec(key="moved", kind="message", template="m", when="event", event="Appointment.Rescheduled"),
                StepSpec(key="late", kind="ticket", subject="Late", when="overdue"),
            ),
            on_failure=FailureSpec(subject="Call"),
        )),
        Stage("missed", "Missed", StageSpec(
            enter_on=("Appointment.NoShow",), statuses=("noshow",), branch_of="booked", leave_after=60 * 24,
            leave_to="closed")),
        Stage("day", "Day of visit", StageSpec(enter_on=("Appointment.CheckedIn",), statuses=("checked-in",))),
        Stage("post", "Post-visit", StageSpec(
            enter_on=("Encounter.Completed", "Appointment.Completed"), statuses=("fulfilled",), leave_after=60 * 24 * 7,
            steps=(StepSpec(key="follow-up", kind="message", template="f", quiet=False),),
        )),
        Stage("closed", "Closed", StageSpec(final=True)),
    ),
)  # fmt: skip
EVENTS = (
    "Appointment.Created", "Appointment.CheckedIn", "Appointment.NoShow", "Appointment.Cancelled",
    "Appointment.Rescheduled", "Appointment.Completed", "Encounter.Completed", "Appointment.Reverted",
    "Encounter.Signed",
)  # fmt: skip
MOMENTS = st.integers(0, 525600).map(lambda minutes: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes))
STATUSES = ("booked", "arrived", "checked-in", "fulfilled", "noshow", "cancelled")


def begun(at: datetime = NOW, facts: Facts = FACTS) -> Advance:
    return engine.begin(OPD, Happened("Appointment.Created", at), facts)


def tell(progress: Progress, name: str, at: datetime = NOW, status: str = "booked", **more: object) -> Advance:
    facts = replace(FACTS, appointment_status=status, **more)  # type: ignore[arg-type]
    return engine.advance(OPD, progress, Happened(name, at), facts)


def keys(change: Advance) -> list[str]:
    return [step.key for step in change.add]


def test_a_booking_plans_confirmation_reminder_and_the_ticket_for_nobody_coming() -> None:
    change = begun()
    due = {step.key: step.due_at for step in change.add}
    assert due == {
        "booked/confirmation": NOW,
        "booked/reminder": datetime(2026, 3, 5, 18, 0, tzinfo=ZoneInfo(ZONE)),
        "booked/late": VISIT + timedelta(minutes=30),
    }
    assert change.progress.current.due_at == VISIT + timedelta(minutes=30)
    reminder = next(step for step in change.add if step.key == "booked/reminder")
    assert reminder.expires_at == VISIT


def test_a_booking_on_the_day_needs_no_reminder() -> None:
    assert "booked/reminder" not in keys(begun(at=VISIT - timedelta(hours=1)))


def test_the_patient_moves_forward_only_and_twice_is_once() -> None:
    here = tell(begun().progress, "Appointment.CheckedIn", status="checked-in").progress
    assert here.stage == "day"
    assert not tell(here, "Appointment.CheckedIn", status="checked-in").is_change
    gone = tell(here, "Encounter.Completed", status="fulfilled")
    assert gone.progress.stage == "post"
    assert keys(gone) == ["post/follow-up", "post/leave"]
    for late in ("Appointment.Completed", "Appointment.CheckedIn", "Appointment.NoShow", "Appointment.Created"):
        assert tell(gone.progress, late, status="fulfilled").progress.stage == "post"


def test_leaving_a_stage_drops_what_was_to_be_done_in_it_but_not_the_confirmation() -> None:
    change = tell(begun().progress, "Appointment.CheckedIn", status="checked-in")
    assert {step.key for step, why in change.cancel if why == Why.STAGE_LEFT} == {"booked/reminder", "booked/late"}


def test_a_missing_event_leaves_a_skipped_stage_and_a_late_one_fills_it() -> None:
    jumped = tell(begun().progress, "Encounter.Completed", status="fulfilled").progress
    assert (jumped.stages["day"].state, jumped.stages["day"].reason) == ("skipped", Why.NO_EVENT)
    assert jumped.stages["missed"].state == "pending", "a branch not taken is not skipped"
    late = tell(jumped, "Appointment.CheckedIn", status="fulfilled").progress
    assert (late.stage, late.stages["day"].state) == ("post", "completed")


def test_a_no_show_who_comes_late_is_here() -> None:
    missed = tell(begun().progress, "Appointment.NoShow", status="noshow").progress
    assert missed.stage == "missed"
    assert tell(missed, "Appointment.CheckedIn", status="checked-in").progress.stage == "day"


def test_a_missed_visit_is_closed_by_time_and_the_stages_it_never_reached_are_skipped() -> None:
    missed = tell(begun().progress, "Appointment.NoShow", status="noshow").progress
    closed = engine.leave_by_time(OPD, missed, NOW + timedelta(days=1), replace(FACTS, appointment_status="noshow"))
    assert (closed.progress.stage, closed.ended) == ("closed", "completed")
    assert {closed.progress.stages[key].state for key in ("day", "post")} == {"skipped"}


def test_rescheduling_moves_the_times_and_tells_the_patient() -> None:
    later = VISIT + timedelta(days=7)
    change = tell(begun().progress, "Appointment.Rescheduled", NOW + timedelta(hours=1), starts_at=later)
    assert {step.key: step.due_at for step in change.move} == {
        "booked/reminder": datetime(2026, 3, 12, 18, 0, tzinfo=ZoneInfo(ZONE)),
        "booked/late": later + timedelta(minutes=30),
    }
    assert keys(change) == ["booked/moved"]
    again = tell(change.progress, "Appointment.Rescheduled", NOW + timedelta(hours=2), starts_at=VISIT)
    assert [(step.key, step.occurrence) for step in again.add] == [("booked/moved", 2)]


def test_rescheduling_to_now_drops_the_reminder() -> None:
    soon = NOW + timedelta(hours=2)
    change = tell(begun().progress, "Appointment.Rescheduled", NOW, starts_at=soon)
    assert ("booked/reminder", Why.TOO_LATE) in {(step.key, why) for step, why in change.cancel}


def test_a_sent_reminder_does_not_stop_the_one_of_the_new_day() -> None:
    before = begun().progress
    reminded = replace(before, steps=tuple(
        replace(step, state="done") if step.key == "booked/reminder" else step for step in before.steps))  # fmt: skip
    change = tell(reminded, "Appointment.Rescheduled", NOW, starts_at=VISIT + timedelta(days=7))
    assert [(s.key, s.occurrence) for s in change.add if s.key == "booked/reminder"] == [("booked/reminder", 2)]


def test_cancelling_ends_it_and_taking_that_back_goes_on_without_a_second_confirmation() -> None:
    start = begun().progress
    sent = replace(start, steps=tuple(
        replace(step, state="done") if step.key == "booked/confirmation" else step
        for step in start.steps))  # fmt: skip
    over = tell(sent, "Appointment.Cancelled", status="cancelled")
    assert (over.ended, over.progress.state) == ("cancelled", "cancelled")
    assert not [step for step in over.progress.steps if step.state == "ready"]
    back = tell(over.progress, "Appointment.Reverted", status="booked")
    assert (back.progress.state, back.progress.stage) == ("active", "booked")
    assert keys(back) == ["booked/reminder", "booked/late"]
    assert back.progress.current.due_at == VISIT + timedelta(minutes=30)


def test_a_journey_cancelled_by_hand_stays_cancelled() -> None:
    over = engine.cancel(OPD, begun().progress, NOW, "moved away", FACTS)
    assert not tell(over.progress, "Appointment.Reverted").is_change
    with pytest.raises(Conflict, match=r"journey\.not_active"):
        engine.cancel(OPD, over.progress, NOW, "", FACTS)


def test_an_undone_check_in_goes_back() -> None:
    here = tell(begun().progress, "Appointment.CheckedIn", status="checked-in").progress
    back = tell(here, "Appointment.Reverted", status="booked").progress
    assert (back.stage, back.stages["day"].state) == ("booked", "pending")
    assert tell(back, "Appointment.CheckedIn", status="checked-in").progress.stage == "day"


def test_by_hand_a_skip_needs_a_reason() -> None:
    start = begun().progress
    assert engine.move(OPD, start, None, "", NOW, FACTS).progress.stage == "day"
    with pytest.raises(BadInput, match=r"journey\.reason_needed"):
        engine.move(OPD, start, "post", " ", NOW, FACTS)
    jumped = engine.move(OPD, start, "post", "came without an appointment", NOW, FACTS).progress
    assert jumped.stages["day"].reason == "came without an appointment"
    back = engine.move(OPD, jumped, "booked", "mistake", NOW, FACTS).progress
    assert back.stage == "booked"
    with pytest.raises(BadInput, match=r"journey\.unknown_stage"):
        engine.move(OPD, start, "nowhere", "x", NOW, FACTS)
    closed = engine.move(OPD, start, "closed", "x", NOW, FACTS)
    assert (closed.ended, closed.progress.state) == ("completed", "completed")
    assert not [step for step in closed.progress.steps if step.state == "ready" and step.key != "booked/confirmation"]
    with pytest.raises(Conflict, match=r"journey\.not_active"):
        engine.move(OPD, closed.progress, None, "", NOW, FACTS)


def test_beginning_late_counts_the_earlier_stages_as_skipped() -> None:
    facts = replace(FACTS, appointment_status="checked-in")
    change = engine.begin(OPD, Happened("Appointment.CheckedIn", NOW), facts)
    assert change.progress.stage == "day"
    assert change.progress.stages["booked"].state == "skipped"
    assert keys(change) == [], "nobody gets a confirmation at the door"
    by_hand = engine.begin(OPD, Happened("", NOW), replace(FACTS, appointment_status="fulfilled"))
    assert by_hand.progress.stage == "post"


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(EVENTS), st.sampled_from(STATUSES), st.booleans()), max_size=14))
def test_whatever_happens_the_state_stays_sane(happenings: list[tuple[str, str, bool]]) -> None:
    progress, at = begun().progress, NOW
    for name, status, run_steps in happenings:
        at += timedelta(minutes=7)
        before = progress
        change = tell(progress, name, at, status)
        progress = change.progress
        assert_sane(before, change)
        again = tell(progress, name, at, status)
        if name != "Appointment.Rescheduled":
            assert not again.add, "the same event again plans nothing"
        if run_steps:
            progress = replace(progress, steps=tuple(
                replace(step, state="done") if step.state == "ready" and step.due_at <= at else step
                for step in progress.steps))  # fmt: skip
    once = [step.key for step in progress.steps if step.state == "done" and step.spec.when == "enter"]
    assert len(once) == len(set(once)), "what is sent on entering a stage is sent once"


def assert_sane(before: Progress, change: Advance) -> None:
    progress = change.progress
    active = [key for key, status in progress.stages.items() if status.state == "active"]
    assert active == ([progress.stage] if progress.state == "active" else [])
    numbered = [(step.key, step.occurrence) for step in progress.steps]
    assert len(numbered) == len(set(numbered))
    for step in progress.steps:
        if step.state == "ready" and not step.spec.outlives_stage:
            assert step.stage == progress.stage
            assert progress.state == "active"
    assert {(s.key, s.occurrence) for s in change.add} == set(numbered) - {(s.key, s.occurrence) for s in before.steps}
    for step in change.add:
        assert step.expires_at is None or step.expires_at >= step.due_at


@given(
    MOMENTS,
    st.sampled_from(["Asia/Kolkata", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca"]),
)
def test_quiet_hours_end_at_eight_local(moment: datetime, zone: str) -> None:
    ends = quiet_until(moment, zone)
    local = moment.astimezone(ZoneInfo(zone))
    if ends is None:
        assert time(8) <= local.time() < time(21)
    else:
        assert ends > moment
        assert ends.astimezone(ZoneInfo(zone)).time() == time(8)
        assert quiet_until(ends, zone) is None
        assert ends - moment <= timedelta(hours=12)


def test_a_local_day_keeps_its_clock_over_a_change_of_time() -> None:
    before = datetime(2026, 3, 28, 9, 0, tzinfo=ZoneInfo("Europe/Berlin"))
    after = local_shift(before, "Europe/Berlin", days=1)
    assert after.astimezone(ZoneInfo("Europe/Berlin")).time() == time(9)
    assert after - before == timedelta(hours=23)


def test_at_risk_is_the_last_stretch_before_overdue() -> None:
    due = NOW + timedelta(hours=2)
    assert not is_at_risk(NOW, None, NOW)
    assert not is_at_risk(NOW, due, NOW + timedelta(hours=1))
    assert is_at_risk(NOW, due, NOW + timedelta(hours=1, minutes=40))
    assert not is_at_risk(NOW, due, due)
    assert not is_at_risk(NOW, NOW + timedelta(days=9), NOW + timedelta(days=8)), "at most an hour before"


def test_a_simulated_visit_tells_what_is_sent_and_when() -> None:
    script = [
        Scripted("Appointment.Created", NOW, "booked"),
        Scripted("Appointment.CheckedIn", VISIT, "checked-in"),
        Scripted("Encounter.Completed", VISIT + timedelta(minutes=20), "fulfilled"),
    ]
    story = simulate(OPD, script, FACTS, NOW + timedelta(days=90))
    assert [(one.step.key, one.state) for one in story.did] == [
        ("booked/confirmation", "done"), ("booked/reminder", "done"), ("post/follow-up", "done"),
        ("post/leave", "done"),
    ]  # fmt: skip
    assert [stage for stage, _ in story.moves] == ["booked", "day", "post", "closed"]
    assert story.progress.state == "completed"
    assert story.ended_at == VISIT + timedelta(days=7, minutes=20)
    assert [step.key for step, _ in story.cancelled] == ["booked/late"]


def test_lint_names_what_is_wrong() -> None:
    assert lint(OPD) == []
    stages = (
        Stage("a", "A", StageSpec(branch_of="nowhere", leave_to="b", steps=(
            StepSpec(key="x", kind="message"), StepSpec(key="x", kind="ticket", when="overdue"),
            StepSpec(key="y", kind="message", template="t", when="event"), StepSpec(key="z", kind="advance"),
        ))),
    )  # fmt: skip
    assert lint(Journey("", stages)) == [
        "no_first_stage", "no_final", "unknown_branch:a", "no_way_out:a", "unknown_leave:a", "step_twice:a/x",
        "no_template:a/x",
        "no_subject:a/x", "never_overdue:a/x", "no_event:a/y", "step_kind:a/z",
    ]  # fmt: skip
