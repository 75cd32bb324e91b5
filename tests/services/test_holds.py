"""Holds: one desk keeps a place while it fills in the form; others see it and can't take it."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from sqlalchemy import URL, text
from sqlalchemy.exc import DBAPIError

from opd_desktop.domain.appointment import HOLD_TIME
from opd_desktop.domain.errors import BadInput, NotPermitted, SlotTaken
from opd_desktop.services import holds
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.appointments import HoldDto, HoldSlots, ReleaseHold
from opd_desktop.services.dto.common import Nothing
from tests.support import build

SignIn = Callable[..., Clinic]


def held(database: URL) -> list[tuple[int, str]]:
    found = build.rows(database, "SELECT held, status FROM time_slot ORDER BY starts_at")
    return [(row["held"], row["status"]) for row in found]


def test_a_hold_tells_who_and_where_and_until_when(database: URL, sign_in: SignIn) -> None:
    slots = build.slots(database, 3)
    desk = sign_in("reception", desk="Desk 2")
    made = desk.call(holds.hold, HoldSlots(slot_ids=(slots[1], slots[0])))
    assert (made.login, made.desk, made.slot_ids) == ("reception", "Desk 2", tuple(slots[:2]))
    assert (made.starts_at, made.ends_at) == (build.tomorrow(), build.tomorrow() + timedelta(minutes=30))
    assert held(database) == [(1, "busy"), (1, "busy"), (0, "free")]
    (row,) = build.rows(database, "SELECT expires_at - now() AS left FROM slot_hold LIMIT 1")
    assert HOLD_TIME - timedelta(seconds=30) < row["left"] <= HOLD_TIME
    assert desk.call(holds.release, ReleaseHold(id=made.id)) == Nothing()
    assert held(database) == [(0, "free")] * 3
    assert desk.call(holds.release, ReleaseHold(id=made.id)) == Nothing()
    names = [row["name"] for row in build.rows(database, "SELECT name FROM outbox_event ORDER BY id")]
    assert names == ["Hold.Placed", "Hold.Released"]


def test_holding_again_starts_anew(database: URL, sign_in: SignIn) -> None:
    slots = build.slots(database, 2)
    desk = sign_in("reception")
    first = desk.call(holds.hold, HoldSlots(slot_ids=(slots[0],)))
    again = desk.call(holds.hold, HoldSlots(slot_ids=tuple(slots)))
    assert again.id != first.id
    assert held(database) == [(1, "busy")] * 2


def test_one_of_eight_desks_gets_the_hold(database: URL, sign_in: SignIn) -> None:
    slots = build.slots(database, 2)
    desks = [sign_in("reception", desk=f"Desk {number}") for number in range(8)]
    gate = Barrier(8)

    def try_to_hold(desk: Clinic) -> HoldDto | SlotTaken:
        gate.wait()
        try:
            return desk.call(holds.hold, HoldSlots(slot_ids=(slots[0],)))
        except SlotTaken as refused:
            return refused

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(try_to_hold, desks))
    assert sum(isinstance(answer, HoldDto) for answer in answers) == 1
    second = (build.tomorrow() + timedelta(minutes=15)).isoformat()
    assert {tuple(one.params["alternatives"]) for one in answers if isinstance(one, SlotTaken)} == {(second,)}


def test_another_persons_hold_can_not_be_given_back(database: URL, sign_in: SignIn) -> None:
    (slot,) = build.slots(database, 1)
    made = sign_in("reception").call(holds.hold, HoldSlots(slot_ids=(slot,)))
    sign_in("manager").call(holds.release, ReleaseHold(id=made.id))
    assert held(database) == [(1, "busy")]


def test_nobody_holds_longer_than_three_minutes(database: URL, sign_in: SignIn) -> None:
    (slot,) = build.slots(database, 1)
    with sign_in("reception")._engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO slot_hold (id, slot_id, facility_id, expires_at) "
                "VALUES (opd.uuid7(), :slot, :facility, now() + interval '1 day')"
            ),
            {"slot": slot, "facility": build.CITY},
        )
    (row,) = build.rows(database, "SELECT expires_at <= now() + interval '3 minutes' AS soon FROM slot_hold")
    assert row["soon"]


def test_what_can_not_be_held(database: URL, sign_in: SignIn) -> None:
    slots = build.slots(database, 3)
    build.appointment(database, build.patient(database), [slots[0]])
    desk = sign_in("reception")
    with pytest.raises(SlotTaken):
        desk.call(holds.hold, HoldSlots(slot_ids=(slots[0],)))
    with pytest.raises(BadInput, match=r"booking\.not_consecutive"):
        desk.call(holds.hold, HoldSlots(slot_ids=(slots[0], slots[2])))
    with pytest.raises(NotPermitted, match=r"appointment\.own_only"):
        sign_in("doctor2").call(holds.hold, HoldSlots(slot_ids=(slots[1],)))
    with pytest.raises(NotPermitted, match=r"permission\.missing"):
        sign_in("admin").call(holds.hold, HoldSlots(slot_ids=(slots[1],)))
    with sign_in("admin")._engine.connect() as connection, pytest.raises(DBAPIError, match="permission denied"):
        connection.execute(
            text("INSERT INTO slot_hold (id, slot_id, facility_id, expires_at) VALUES (opd.uuid7(), :s, :f, now())"),
            {"s": slots[1], "f": build.CITY},
        )
