"""What is asked often is answered from indexes: no statement here reads a big table from end to end."""

from typing import Any

import pytest
from sqlalchemy import URL, text

from opd_desktop.services import appointment_view, booking_warnings, calendar, holds, placing, slots
from tests.support import build

BIG = ("appointment", "appointment_slot", "appointment_history", "encounter", "patient", "queue_entry", "time_slot")
DAY = build.tomorrow().date()
AT = {"start": build.tomorrow(), "end": build.tomorrow(12)}
ONE = {"id": build.RAO}

QUERIES: dict[str, tuple[str, dict[str, Any]]] = {
    "a day of the calendar": (
        calendar._READ,
        {"facility": build.CITY, "start": DAY, "end": DAY, "everybody": True, "practitioners": []},
    ),
    "one appointment": (f"{appointment_view.SELECT} WHERE a.id = :id", ONE),
    "a repeated request": (f"{appointment_view.SELECT} WHERE a.request_id = :id", ONE),
    "a patient's appointments": (f"{appointment_view.SELECT} WHERE a.patient_id = :id ORDER BY a.starts_at", ONE),
    "a doctor's appointments": (
        f"{appointment_view.SELECT} WHERE a.practitioner_id = :id AND a.starts_at >= :start AND a.starts_at < :end",
        ONE | AT,
    ),
    "free slots of a doctor": (
        (f"{slots.SELECT} WHERE s.practitioner_id = :id AND s.starts_at >= :start AND {slots.FREE} "
        "ORDER BY s.starts_at LIMIT 1"),
        ONE | {"start": build.tomorrow()},
    ),
    "first free slot of a facility": (
        (f"{slots.SELECT} WHERE s.facility_id = :id AND s.starts_at >= :start AND {slots.FREE} "
        "ORDER BY s.starts_at LIMIT 1"),
        {"id": build.CITY, "start": build.tomorrow()},
    ),
    "the slots of a booking": (
        placing._CHOSEN, {"ids": [build.RAO], "hold": build.RAO, "leaving": build.RAO, "desk": "Desk 1"}
    ),
    "a hold": (f"{holds.SELECT} WHERE h.id = :id {holds.GROUP}", ONE),
    "the warnings": (
        booking_warnings._OTHERS,
        AT | {"practitioner": build.RAO, "facility": build.CITY, "patient": build.RAO, "but": build.RAO},
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", QUERIES)
def test_no_big_table_is_read_from_end_to_end(database: URL, name: str) -> None:
    sql, params = QUERIES[name]
    with build.owner(database) as connection:
        # The tables of a test are so small that reading them whole is cheapest; without that choice the planner
        # does it only where no index fits.
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        plan = "\n".join(connection.execute(text(f"EXPLAIN {sql}"), params).scalars())
    read_whole = [table for table in BIG if f"Seq Scan on {table} " in plan or f"Seq Scan on {table}\n" in plan]
    assert read_whole == [], plan
