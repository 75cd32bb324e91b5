"""Opening a day in a database of a million visits, against the same day in one that holds nothing else."""

import time
from uuid import UUID

from opd_desktop.bench import Result, hospital
from opd_desktop.bench.scratch import scratch
from opd_desktop.demo.base import CITY
from opd_desktop.services import calendar, facilities
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.appointments import CalendarRequest
from opd_desktop.services.dto.facilities import ListPractitioners

_VISITS = 1_000_000
_SHOWN = 60


def run(rounds: int) -> Result:
    """Read sixty doctors' day ``rounds`` times in both, taking turns."""
    with scratch() as place:
        hospital.add_doctors(place.server.url())
        small = place.copy("opd_small")
        hospital.fill(place.server.url(), _VISITS)
        hospital.fill(small.set(username="postgres"), hospital.DOCTORS * hospital.SLOTS_A_DAY, days=1)
        with place.clinic(place.url(), "reception") as big, place.clinic(small, "reception") as bare:
            people = [
                one.id
                for one in big.call(facilities.practitioners, ListPractitioners(facility_id=CITY))
                if one.display_name.startswith("Dr Bench")
            ][:_SHOWN]
            both = [(_open(big, people), _open(bare, people)) for _ in range(rounds + 1)][1:]
    ours, baseline = zip(*both, strict=True)
    return Result(
        "day",
        f"a day of {_SHOWN} doctors, {_VISITS} visits in the database",
        ours,
        "the same day with no other visits",
        baseline,
        {"visits": _VISITS, "visits_shown": _SHOWN * hospital.SLOTS_A_DAY},
    )


def _open(clinic: Clinic, people: list[UUID]) -> float:
    day = hospital.first_day()
    begin = time.perf_counter()
    found = clinic.call(
        calendar.read, CalendarRequest(facility_id=CITY, start=day, end=day, practitioner_ids=tuple(people))
    )
    spent = 1000 * (time.perf_counter() - begin)
    if len(found.appointments) != _SHOWN * hospital.SLOTS_A_DAY:
        raise RuntimeError(f"{len(found.appointments)} visits shown")
    return spent
