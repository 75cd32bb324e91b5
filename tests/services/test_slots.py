"""Finding slots: what is free, for whom, soonest first."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import URL

from opd_desktop.domain.errors import BadInput
from opd_desktop.services import holds, slots
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.appointments import HoldSlots
from opd_desktop.services.dto.schedules import ListSlots
from tests.support import build

SignIn = Callable[..., Clinic]


def find(clinic: Clinic, **asked: object) -> list[UUID]:
    window = {"start": build.tomorrow(0), "end": build.tomorrow(0) + timedelta(days=1)}
    return [one.id for one in clinic.call(slots.list_, ListSlots.model_validate(window | asked))]


def test_slots_are_filtered_and_soonest_first(database: URL, sign_in: SignIn) -> None:
    desk = sign_in("reception")
    rao = build.slots(database, 3)
    mehta = build.slots(database, 2, build.tomorrow() + timedelta(minutes=5), practitioner=build.MEHTA)
    away = build.slots(database, 1, practitioner=build.LINDQVIST, facility=build.LAKESIDE)
    assert find(desk, facility_id=build.CITY) == [rao[0], mehta[0], rao[1], mehta[1], rao[2]]
    assert find(desk, practitioner_id=build.MEHTA) == mehta
    assert set(find(desk, specialty="General medicine")) == {*rao, *away}
    assert find(desk, specialty="Paediatrics", service_type="consultation") == mehta
    assert find(desk, service_type="surgery") == []
    assert find(desk, facility_id=build.CITY, limit=1) == rao[:1]
    assert find(desk, start=build.tomorrow() + timedelta(minutes=15), practitioner_id=build.RAO) == rao[1:]
    assert set(find(sign_in("doctor"))) == {*rao, *mehta}


def test_first_available_passes_over_what_is_booked_held_closed_or_over(database: URL, sign_in: SignIn) -> None:
    desk = sign_in("reception")
    made = build.slots(database, 5)
    build.appointment(database, build.patient(database), [made[0]])
    desk.call(holds.hold, HoldSlots(slot_ids=(made[1],)))
    build.rows(database, "UPDATE time_slot SET status = 'busy-unavailable' WHERE id = :id", id=made[2])
    assert find(desk, free_only=True) == made[3:]
    assert find(desk, free_only=True, limit=1) == made[3:4]
    build.rows(database, "UPDATE slot_hold SET expires_at = now() - interval '1 second'")
    assert find(desk, free_only=True) == [made[1], *made[3:]]
    shown = {one.id: one for one in desk.call(slots.list_, ListSlots(start=build.tomorrow(0), end=build.tomorrow(23)))}
    assert [(shown[slot].booked, shown[slot].held, shown[slot].status) for slot in made[:4]] == [
        (1, 0, "busy"), (0, 0, "free"), (0, 0, "busy-unavailable"), (0, 0, "free"),
    ]  # fmt: skip
    past = build.slots(database, 1, datetime.now(UTC) - timedelta(hours=3), practitioner=build.MEHTA)
    window = {"start": datetime.now(UTC) - timedelta(days=1), "end": datetime.now(UTC)}
    assert find(desk, **window) == past
    assert find(desk, **window, free_only=True) == []


def test_a_window_that_ends_before_it_starts_is_refused(sign_in: SignIn) -> None:
    with pytest.raises(BadInput) as refused:
        find(sign_in("reception"), end=build.tomorrow(0) - timedelta(days=1))
    assert list(refused.value.params["fields"]) == ["end"]


@pytest.mark.parametrize("free_only", [True, False])
def test_it_is_answered_from_an_index(database: URL, sign_in: SignIn, free_only: bool) -> None:
    build.slots(database, 400, minutes=5)
    build.rows(database, "ANALYZE time_slot")
    where = "s.practitioner_id = :who AND s.starts_at >= :low AND s.starts_at < :high"
    if free_only:
        where += f" AND {slots.FREE}"
    plan = build.rows(
        database, f"EXPLAIN {slots.SELECT} WHERE {where} ORDER BY s.starts_at, s.id LIMIT 1",
        who=build.RAO, low=build.tomorrow(10), high=build.tomorrow(11),
    )  # fmt: skip
    text = "\n".join(row["QUERY PLAN"] for row in plan)
    assert "Seq Scan on time_slot" not in text, text
