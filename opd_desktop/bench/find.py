"""First available of many doctors whose next weeks are full, against the same statements by plain psycopg."""

import time
from datetime import UTC, datetime, timedelta
from datetime import time as wall
from typing import Any

import psycopg
from sqlalchemy import URL

from opd_desktop.bench import Result, hospital
from opd_desktop.bench.scratch import OPTIONS, Statement, scratch
from opd_desktop.demo.base import CITY, PASSWORD
from opd_desktop.services import slots
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.booking import FindFirst

_FULL_DAYS = 20
_KINDS = {
    "anybody": FindFirst(facility_id=CITY),
    "specialty": FindFirst(facility_id=CITY, specialty="Cardiology"),
    "weekdays": FindFirst(facility_id=CITY, days=(0, 2, 4)),
    "two slots": FindFirst(facility_id=CITY, length=2),
    "only the first": FindFirst(facility_id=CITY, limit=1),
    "hours": FindFirst(facility_id=CITY, from_time=wall(9), to_time=wall(11)),
    "two slots on weekdays in hours": FindFirst(
        facility_id=CITY, length=2, days=(0, 2, 4), from_time=wall(9), to_time=wall(12)
    ),
    "sixty days ahead": FindFirst(facility_id=CITY, start=datetime.now(UTC) + timedelta(days=60)),
}
_SEARCHES = tuple(_KINDS.values())
#: What no doctor has in all the year: the most that a search can cost.
_NOWHERE = {
    "hours that nobody works": FindFirst(facility_id=CITY, from_time=wall(18), to_time=wall(20)),
    "a visit longer than the hours": FindFirst(facility_id=CITY, length=20, from_time=wall(8), to_time=wall(12)),
}


def run(rounds: int) -> Result:
    """Search ``rounds`` times, of several kinds in turn, through the service and by the statement that it sent."""
    log: list[Statement] = []
    ours: list[float] = []
    bare: list[float] = []
    with scratch() as place:
        hospital.add_doctors(place.server.url())
        hospital.fill(place.server.url(), hospital.DOCTORS * hospital.SLOTS_A_DAY * _FULL_DAYS)
        with place.clinic(place.url(), "reception", log) as clinic, _plain(place.url()) as plain:
            for number in range(rounds + len(_SEARCHES)):
                log.clear()
                begin = time.perf_counter()
                found = clinic.call(slots.find, _SEARCHES[number % len(_SEARCHES)])
                ours.append(1000 * (time.perf_counter() - begin))
                first = (found[0].starts_at.date() - hospital.first_day()).days
                if first < _FULL_DAYS:
                    raise RuntimeError(f"found a place after {first} days")
                bare.append(_replay(plain, log))
            nowhere = {kind: round(_nothing(clinic, request), 1) for kind, request in _NOWHERE.items()}
    each = len(_SEARCHES)
    by_kind = {kind: sorted(bare[each + number :: each]) for number, kind in enumerate(_KINDS)}
    return Result(
        "find",
        f"scheduling.slot.find, {hospital.DOCTORS} doctors, first free place {_FULL_DAYS} days out",
        ours[len(_SEARCHES) :],
        "the search's statements by psycopg: the time in the database",
        bare[len(_SEARCHES) :],
        {
            "slots": hospital.DOCTORS * hospital.SLOTS_A_DAY * hospital.DAYS,
            "p95_in_database": {kind: round(one[int(0.95 * (len(one) - 1))], 2) for kind, one in by_kind.items()},
            "found_nowhere": nowhere,
        },
    )


def _plain(url: URL) -> "psycopg.Connection[tuple[Any, ...]]":
    return psycopg.connect(
        host=str(url.query["host"]), dbname=url.database, user="reception", password=PASSWORD, options=OPTIONS
    )


def _replay(plain: "psycopg.Connection[tuple[Any, ...]]", log: list[Statement]) -> float:
    searches = [one for one in log if one.sql.lstrip().startswith("WITH doctors")]
    begin = time.perf_counter()
    for one in searches:
        plain.execute(one.sql, one.params).fetchall()
    return 1000 * (time.perf_counter() - begin)


def _nothing(clinic: Clinic, request: FindFirst) -> float:
    begin = time.perf_counter()
    if clinic.call(slots.find, request):
        raise RuntimeError("found a place that nobody has")
    return 1000 * (time.perf_counter() - begin)
