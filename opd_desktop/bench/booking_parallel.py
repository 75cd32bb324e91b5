"""Eight desks that book at once, each a process of its own, against eight pgbench clients that replay them."""

import multiprocessing
import statistics
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from threading import Barrier
from uuid import UUID

from sqlalchemy import URL

from opd_desktop.bench import Result, pgbench
from opd_desktop.bench.booking import book, over_capacity, prepare
from opd_desktop.bench.scratch import Statement, open_clinic, scratch

PROCESSES = 8
_WARM_UP = 5
#: Of each process; nobody has more visits than a patient may have.
_PATIENTS = 15
_START_S = 120
#: Set in each process: all begin at the same moment.
_gate: list[Barrier] = []


@dataclass(frozen=True)
class Lane:
    """What one process did.

    Attributes:
        spent: milliseconds of each booking, without the first few.
        log: the statements of each booking, all of them.
        begin, end: seconds on the machine's clock, which all processes share.
    """

    spent: list[float]
    log: list[list[Statement]]
    begin: float
    end: float


def run(rounds: int) -> Result:
    """Book ``rounds`` slots per process through the service, then replay the same on an equal copy."""
    each = rounds + _WARM_UP
    with scratch() as place:
        slots, patients = prepare(place, each * PROCESSES, PROCESSES * _PATIENTS)
        copy = place.copy("opd_copy")
        context = multiprocessing.get_context("spawn")
        gate = context.Barrier(PROCESSES)
        with ProcessPoolExecutor(PROCESSES, context, initializer=_know, initargs=(gate,)) as pool:
            ours = list(
                pool.map(
                    _book_all,
                    [place.url()] * PROCESSES,
                    [patients[number::PROCESSES] for number in range(PROCESSES)],
                    [slots[number::PROCESSES] for number in range(PROCESSES)],
                )
            )
        lanes = pgbench.replay(copy, "reception", copy.set(username="postgres"), [lane.log for lane in ours])
        overfull = over_capacity(place.server.dsn("opd"))
    spent = [spent for lane in ours for spent in lane.spent]
    bare = [spent for lane in lanes for spent in lane[_WARM_UP:]]
    return Result(
        "booking-8",
        f"scheduling.appointment.create from {PROCESSES} processes at once",
        spent,
        "the same statements by pgbench, prepared, as many clients",
        bare,
        {
            "processes": PROCESSES,
            "bookings_per_s": _rate(ours),
            "share_of_pgbench": round(statistics.fmean(bare) / statistics.fmean(spent), 3),
            "slots_over_capacity": overfull,
        },
    )


def _know(gate: Barrier) -> None:
    _gate.append(gate)


def _rate(lanes: list[Lane]) -> float:
    """Bookings a second of all processes together."""
    spent = max(lane.end for lane in lanes) - min(lane.begin for lane in lanes)
    return round(sum(len(lane.spent) for lane in lanes) / spent, 1)


def _book_all(url: URL, patients: list[UUID], slots: list[UUID]) -> Lane:
    log: list[Statement] = []
    logs, spent, begin = [], [], 0.0
    with open_clinic(url, "reception", log=log) as clinic:
        for number, slot in enumerate(slots):
            if number == _WARM_UP:
                begin = _together()
            log.clear()
            spent.append(book(clinic, patients[number % len(patients)], slot))
            logs.append(list(log))
    return Lane(spent[_WARM_UP:], logs, begin, time.monotonic())


def _together() -> float:
    _gate[0].wait(_START_S)
    return time.monotonic()
