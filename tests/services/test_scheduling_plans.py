"""What is asked often is answered from indexes, on a database as large as a clinic's: read as a receptionist reads.

Row-level security is part of each plan. A sequential scan of a big table would take seconds where these take
milliseconds.
"""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import URL, Engine, text

from opd_desktop.db.engine import make_engine
from opd_desktop.demo.base import PASSWORD
from opd_desktop.services import (
    affected,
    appointment_reading,
    appointment_view,
    booking_warnings,
    calendar,
    holds,
    late,
    matching,
    placing,
    previewing,
    series_places,
    slots,
    unresolved,
    waitlist_view,
)
from tests.support import build, pg

BIG = ("appointment", "appointment_history", "appointment_slot", "patient", "time_slot")
DAY = build.tomorrow().date()
AT = {"start": build.tomorrow(), "end": build.tomorrow(12)}

#: Fifty doctors beside the six, each with 32 slots on each of 180 days (60 past), of which about 200,000 are booked.
FILL = (
    (
        "INSERT INTO practitioner (id, display_name, specialty) "
        "SELECT gen_random_uuid(), 'Dr ' || n, CASE n % 2 WHEN 0 THEN 'Cardiology' ELSE 'Paediatrics' END "
        "FROM generate_series(1, 50) AS n"
    ),
    (
        "INSERT INTO practitioner_role (id, practitioner_id, facility_id, token_prefix) "
        "SELECT gen_random_uuid(), id, :city, 'Z' || substr(display_name, 4) FROM practitioner "
        "WHERE display_name ~ '^Dr [0-9]+$'"
    ),
    (
        "INSERT INTO provider_schedule (id, practitioner_id, facility_id, weekly_pattern, slot_minutes, valid_from) "
        "SELECT p.id, p.id, :city, '[]', 15, '2020-01-01' FROM practitioner p WHERE p.display_name ~ '^Dr [0-9]+$'"
    ),
    (
        "INSERT INTO patient (id, mrn, name, sex, phone) SELECT gen_random_uuid(), 'P' || n, 'Patient ' || n, "
        "'female', '+91981' || (1000000 + n) FROM generate_series(1, 100000) AS n"
    ),
    "CREATE TEMP TABLE person AS SELECT id, row_number() OVER () AS n FROM patient",
    "CREATE INDEX ON person (n)",
    (
        "CREATE TEMP TABLE made AS SELECT gen_random_uuid() AS id, gen_random_uuid() AS visit, p.id AS doctor, "
        "CAST(:start AS timestamptz) + (day - 60) * interval '1 day' + n * interval '15 minutes' AS at, "
        "day < 60 OR (day < 125 AND n % 16 <> 5) AS taken, "
        "1 + (hashint4(day * 64 + n) & 8191) + (hashtext(p.id::text) & 8191) AS person "
        "FROM practitioner p, generate_series(0, 179) AS day, generate_series(0, 31) AS n "
        "WHERE p.display_name ~ '^Dr [0-9]+$'"
    ),
    (
        "INSERT INTO time_slot (id, schedule_id, practitioner_id, facility_id, starts_at, ends_at, capacity, booked, "
        "status) SELECT id, doctor, doctor, :city, at, at + interval '15 minutes', 1, taken::int, "
        "CASE WHEN taken THEN 'busy' ELSE 'free' END FROM made"
    ),
    (
        "INSERT INTO appointment (id, request_id, patient_id, practitioner_id, facility_id, starts_at, ends_at, "
        "status, status_changed_at, created_by) SELECT m.visit, m.visit, p.id, m.doctor, :city, m.at, m.at + interval "
        "'15 minutes', CASE WHEN m.at > now() OR m.person % 400 = 0 THEN 'booked' ELSE 'fulfilled' END, now(), "
        "'reception' FROM made m JOIN person p ON p.n = m.person WHERE m.taken"
    ),
    "INSERT INTO appointment_slot (appointment_id, slot_id) SELECT visit, id FROM made WHERE taken",
    (
        "INSERT INTO appointment_history (appointment_id, to_status, to_starts_at, to_practitioner_id) "
        "SELECT visit, 'booked', at, doctor FROM made WHERE taken AND at > now()"
    ),
    (
        "INSERT INTO appointment (id, request_id, patient_id, practitioner_id, facility_id, starts_at, ends_at, "
        "status, created_by) SELECT gen_random_uuid(), gen_random_uuid(), p.id, d.id, :city, "
        "CAST(:start AS timestamptz), CAST(:start AS timestamptz) + interval '20 days', 'waitlist', 'reception' "
        "FROM person p, LATERAL (SELECT id "
        "FROM practitioner WHERE display_name ~ '^Dr [0-9]+$' OFFSET p.n % 50 LIMIT 1) AS d WHERE p.n <= 300"
    ),
    # The last days' encounters, places in the queue, journeys and messages.
    (
        "CREATE TEMP TABLE seen AS SELECT a.*, row_number() OVER (PARTITION BY practitioner_id ORDER BY starts_at) "
        "AS n FROM appointment a WHERE a.starts_at BETWEEN now() - interval '6 days' AND now() "
        "AND a.status <> 'waitlist'"
    ),
    (
        "INSERT INTO queue_entry (id, facility_id, practitioner_id, patient_id, appointment_id, service_point, day, "
        "token_number, state) SELECT id, facility_id, practitioner_id, patient_id, id, practitioner_id::text, "
        "starts_at::date, n, 'done' FROM seen"
    ),
    (
        "INSERT INTO encounter (id, facility_id, patient_id, practitioner_id, appointment_id, queue_entry_id, status) "
        "SELECT id, facility_id, patient_id, practitioner_id, id, id, 'finished' FROM seen"
    ),
    (
        "INSERT INTO journey_instance (id, definition_id, patient_id, facility_id, anchor_kind, anchor_id, "
        "appointment_id, stage) SELECT id, id, patient_id, facility_id, 'appointment', id, id, 'seen' FROM seen"
    ),
    (
        "INSERT INTO communication (id, facility_id, patient_id, journey_instance_id, channel, body) "
        "SELECT id, facility_id, patient_id, id, 'desk', 'Come at nine' FROM seen"
    ),
    "ANALYZE",
)


@pytest.fixture(scope="module")
def big(server: pg.TestServer) -> Iterator[Engine]:
    """A receptionist's connections to a database of two years' size of a small hospital."""
    with server.clone() as url:
        _fill(url)
        engine = make_engine(url, login="reception", password=PASSWORD, desk="Desk 1")
        yield engine
        engine.dispose()


def _fill(url: URL) -> None:
    with build.owner(url) as owner:
        # Set-based, without what would check, count and log each row; no reading uses this constraint's index.
        owner.exec_driver_sql("ALTER TABLE time_slot DROP CONSTRAINT time_slot_no_overlap")
        owner.exec_driver_sql("SET LOCAL session_replication_role = replica")
        for statement in FILL:
            owner.execute(text(statement), {"city": build.CITY, "start": build.tomorrow(4)})


@pytest.fixture(scope="module")
def known(big: Engine) -> dict[str, Any]:
    """Ids to ask for: a busy doctor, one of their visits still to come, a patient with many, free slots."""
    with big.connect() as connection:
        row = connection.execute(
            text(
                "SELECT a.id AS visit, a.practitioner_id AS doctor, a.patient_id AS patient, x.slot_id AS slot, "
                "(SELECT array_agg(id) FROM (SELECT id FROM time_slot WHERE booked = 0 LIMIT 2) AS s) AS free "
                "FROM appointment a JOIN appointment_slot x ON x.appointment_id = a.id WHERE a.starts_at > now() "
                "ORDER BY a.starts_at LIMIT 1"
            )
        )
        return dict(row.mappings().one())


def _found(**asked: bool) -> str:
    return slots.find_sql(**({"several": False, "windows": False, "service": False} | asked))


SEARCH: dict[str, Any] = {
    "facilities": [build.CITY, build.LAKESIDE], "anybody": True, "practitioners": [], "specialty": None,
    "service": "consultation", "zones": ["Asia/Kolkata"],
    "windows": [
        "{" + ",".join(
            f"[{build.tomorrow(4) + timedelta(days=number)},{build.tomorrow(7) + timedelta(days=number)})"
            for number in range(300)
        ) + "}"
    ],
    "start": build.tomorrow(), "until": build.tomorrow() + timedelta(days=366), "length": 1, "limit": 20,
    "further": timedelta(0),
}  # fmt: skip
LONG = SEARCH | {
    "length": 3, "further": 2 * slots._STEP, "days": list(range(7)), "from_time": None, "to_time": None,
}  # fmt: skip
#: A schedule with hours on all days, in place of the one that the busy doctor has (its id is the doctor's).
EDITED: dict[str, Any] = {
    "row": json.dumps(
        {
            "id": str(build.RAO), "practitioner_id": str(build.RAO), "facility_id": str(build.CITY), "slot_minutes": 20,
            "capacity": 1, "overbook_limit": 0, "buffer_before": 0, "buffer_after": 0, "valid_from": "2020-01-01",
            "active": True, "weekly_pattern": [{"weekday": day, "start": "09:00", "end": "12:00"} for day in range(7)],
        }
    ),
    "zone": "Asia/Kolkata", "id": "doctor", "practitioner": "doctor",
}  # fmt: skip
#: What is asked, and with what beside the ids of `known`.
QUERIES: dict[str, tuple[str, dict[str, Any]]] = {
    "a day of the calendar": (
        calendar.READ, {"facility": build.CITY, "start": DAY, "end": DAY, "practitioners": []},
    ),
    "what an event touches of it": (
        calendar.READ_TOUCHED,
        {"facility": build.CITY, "start": DAY, "end": DAY, "practitioners": [], "events": [1]},
    ),
    "one appointment": (f"{appointment_view.SELECT} WHERE a.id = :visit", {}),
    "a repeated request": (f"{appointment_view.SELECT} WHERE a.request_id = :visit", {}),
    "a patient's appointments": (
        f"{appointment_view.SELECT} WHERE a.patient_id = :patient ORDER BY a.starts_at, a.id LIMIT 501", {}
    ),
    "a doctor's appointments": (
        (f"{appointment_view.SELECT} WHERE a.practitioner_id = :doctor AND a.starts_at >= :start "
        "AND a.starts_at < :end ORDER BY a.starts_at, a.id LIMIT 501"), AT,
    ),
    "free slots of a doctor": (
        (f"{slots.SELECT} WHERE s.practitioner_id = :doctor AND s.starts_at >= :start AND {slots.FREE} "
        "ORDER BY s.starts_at LIMIT 1"), {"start": build.tomorrow()},
    ),
    "first free slot of a facility": (
        (f"{slots.SELECT} WHERE s.facility_id = :city AND s.starts_at >= :start AND {slots.FREE} "
        "ORDER BY s.starts_at LIMIT 1"), {"city": build.CITY, "start": build.tomorrow()},
    ),
    "the first available": (_found(), SEARCH),
    "the first available on a weekday in the morning": (_found(windows=True, service=True), SEARCH),
    "the first available on a weekday": (_found(windows=True), SEARCH),
    "the only first available on a weekday": (_found(windows=True), SEARCH | {"limit": 1}),
    "the first available for a long visit": (_found(several=True), LONG),
    "the first available for a long visit in the morning": (_found(several=True, windows=True), LONG),
    "the first available of a specialty for a long visit": (
        _found(several=True, windows=True, service=True), LONG | {"specialty": "Cardiology"}
    ),
    "the slots of a booking": (
        placing._CHOSEN, {"ids": "free", "hold": build.RAO, "leaving": build.RAO, "desk": "Desk 1"}
    ),
    "a hold": (f"{holds.SELECT} WHERE h.id = :visit {holds.GROUP}", {}),
    "the warnings": (
        booking_warnings._OTHERS, AT | {"practitioner": build.RAO, "facility": build.CITY, "but": build.RAO, "most": 5}
    ),
    "who could take a freed place": (matching.CANDIDATES, {"slots": ["slot"]}),
    "the waiting list": (
        (f"{appointment_view.SELECT} WHERE a.status = 'waitlist' AND a.ends_at > now() AND a.facility_id = ANY(:at) "
        "ORDER BY a.starts_at, a.id"), {"at": [build.CITY]},
    ),
    "the offers to an entry": (f"{waitlist_view._OFFER} WHERE o.appointment_id = ANY(:ids)", {"ids": ["visit"]}),
    "what nobody decided about": (
        f"{appointment_view.SELECT} WHERE {unresolved.OPEN} ORDER BY {unresolved.OLDEST} LIMIT 500",
        {"facility": build.CITY},
    ),
    "what nobody decided about on a day": (
        (f"{appointment_view.SELECT} WHERE {unresolved.OPEN} AND {unresolved.ON_DAY} ORDER BY {unresolved.OLDEST} "
        "LIMIT 500"), {"facility": build.CITY, "day": DAY - timedelta(days=9)},
    ),
    "the dates of a series": (
        series_places.AT,
        {
            "starts": [build.tomorrow(4) + timedelta(weeks=number) for number in range(26)], "facility": build.CITY,
            "count": 2, "leaving": build.RAO, "desk": "Desk 1",
        },
    ),
    "the visits of a series": (f"{appointment_view.SELECT} WHERE a.series_id = :visit ORDER BY a.starts_at, a.id", {}),
    "who is to be called": (
        (f"{affected._SELECT} WHERE v.facility_id = :facility AND v.outcome IN ('open', 'no-answer') "
        "ORDER BY a.starts_at, v.id"), {"facility": build.CITY},
    ),
    "the visits of a doctor who is late": (
        late._VISITS, {"facility": build.CITY, "practitioner": "doctor", "minutes": 30, "exception": None}
    ),
    "the hours of a doctor who is late": (late._HOURS, {"facility": build.CITY, "practitioner": "doctor"}),
    "the slots of a schedule that is edited": (
        previewing._SLOTS,
        EDITED | {"start": DAY, "end": DAY + timedelta(days=13), "minutes": 20, "before": 0, "after": 0},
    ),
    "the visits that an edit leaves outside": (previewing._AFFECTED, EDITED),
    "the story of a visit": (
        " UNION ALL ".join((appointment_reading._MOVES, appointment_reading._OFFERS, appointment_reading._MESSAGES)),
        {},
    ),
}  # fmt: skip


def test_the_database_is_a_big_one(big: Engine) -> None:
    with big.connect() as connection:
        counts = [connection.execute(text(f"SELECT count(*) FROM {name}")).scalar_one()
                  for name in ("time_slot", "appointment", "appointment_slot", "appointment_history")]  # fmt: skip
    assert counts[0] >= 280_000
    assert min(counts[1:3]) >= 190_000
    assert counts[3] >= 90_000


@pytest.mark.parametrize("name", QUERIES)
def test_no_big_table_is_read_from_end_to_end(big: Engine, known: dict[str, Any], name: str) -> None:
    sql, given = QUERIES[name]
    params = known | {"id": known["visit"], "practitioner": known["doctor"]} | given
    params = {key: _named(known, value) for key, value in params.items()}
    with big.connect() as connection:
        (plan,) = connection.execute(text(f"EXPLAIN (ANALYZE, FORMAT JSON) {sql}"), params).scalars().one()
    nodes = list(_nodes(plan["Plan"]))
    read_whole = {node["Relation Name"] for node in nodes if node["Node Type"] == "Seq Scan"} & set(BIG)
    assert read_whole == set(), json.dumps(plan, indent=1)
    # Neither by reading an index from end to end: so many rows of a big table are more than anybody asked for.
    touched = {
        node["Relation Name"]: node["Actual Loops"] * (node["Actual Rows"] + node.get("Rows Removed by Filter", 0))
        for node in nodes
        if node.get("Relation Name") in BIG
    }
    assert max(touched.values(), default=0) <= 20_000, json.dumps(plan, indent=1)


def _named(known: dict[str, Any], value: Any) -> Any:
    if isinstance(value, str) and value in known:
        return known[value]
    return [_named(known, one) for one in value] if isinstance(value, list) else value


def _nodes(plan: dict[str, Any]) -> Iterator[dict[str, Any]]:
    yield plan
    for below in plan.get("Plans", ()):
        yield from _nodes(below)
