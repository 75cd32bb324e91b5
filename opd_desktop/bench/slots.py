"""Making a year of slots of many doctors, against a bare INSERT ... SELECT generate_series of as many rows."""

import time
from datetime import timedelta

from opd_desktop.bench import Result, hospital
from opd_desktop.bench.scratch import scratch
from opd_desktop.services import schedules
from opd_desktop.services.dto.schedules import Materialize


def run(rounds: int) -> Result:
    """Make the slots of ``rounds`` doctors in one database and insert as many in an equal one, taking turns."""
    ours, bare, made = [], [], 0
    with scratch() as place:
        known = hospital.add_doctors(place.server.url(), rounds)
        copy = place.copy("opd_bare").set(username="postgres")
        last = hospital.first_day() + timedelta(days=hospital.DAYS - 1)
        with place.clinic(place.url(), "manager") as manager:
            for schedule in known:
                request = Materialize(id=schedule, start=hospital.first_day(), end=last)
                begin = time.perf_counter()
                made += manager.call(schedules.materialize, request).made
                between = time.perf_counter()
                inserted = hospital.bare(copy, [schedule])
                bare.append(1000 * (time.perf_counter() - between))
                ours.append(1000 * (between - begin))
                if made != inserted * len(ours):
                    raise RuntimeError(f"{made} slots made, {inserted * len(ours)} inserted")
    return Result(
        "slots",
        "scheduling.schedule.materialize, a year of one doctor",
        ours,
        "INSERT ... SELECT generate_series into the same table",
        bare,
        {
            "doctors": rounds,
            "slots": made,
            "seconds": round(sum(ours) / 1000, 1),
            "baseline_seconds": round(sum(bare) / 1000, 1),
            "ratio_of_sums": round(sum(ours) / sum(bare), 3),
        },
    )
