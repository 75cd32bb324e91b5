"""The background worker: any number may run, on desks or on a server; none is the leader.

What is due lives in Postgres. APScheduler only ticks, from memory; LISTEN wakes the worker at once.
"""

import contextlib
import logging
import os
import signal
import socket
import threading
import time
from collections.abc import Callable
from datetime import UTC, datetime
from types import FrameType

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers import SchedulerNotRunningError
from apscheduler.schedulers.background import BackgroundScheduler

from opd_desktop.domain.errors import OpdError, ServiceUnavailable
from opd_desktop.domain.ids import uuid7
from opd_desktop.services import housekeeping
from opd_desktop.services.bug_trace import trace
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.common import Nothing
from opd_desktop.services.dto.worker import Batch
from opd_desktop.workers.flow import Flow
from opd_desktop.workers.lanes import Lane
from opd_desktop.workers.parent import Parent
from opd_desktop.workers.sender import Sender, Times

log = logging.getLogger(__name__)

#: A tick is this late when the ticker is taken for dead.
_STALLED_S = 30.0


class Worker:
    """One worker on one signed-in clinic: lanes for the flow and for sending, a ticker, a listener."""

    def __init__(
        self, clinic: Clinic, *, times: Times | None = None, step_lease_s: float = 60, tick_s: float = 1.0
    ) -> None:
        self.name = f"{socket.gethostname()}:{os.getpid()}:{uuid7().hex[-12:]}"
        self._clinic = clinic
        self._flow = Flow(clinic, self.name, step_lease_s)
        self._sender = Sender(clinic, self.name, times)
        self._lanes = (Lane("flow", self._flow.work), Lane("send", self._send))
        self._recovery_due = threading.Event()
        self._recovery_due.set()
        self._tick_s = tick_s
        self._ticked = time.monotonic()
        self._stop = threading.Event()
        self._scheduler = self._make_scheduler()
        self._listener = self._make_listener()

    def start(self) -> None:
        """Start working; returns at once."""
        for lane in self._lanes:
            lane.start()
        self._listener.start()
        self._scheduler.start()
        log.info("worker %s started", self.name)

    def stop(self) -> None:
        """Finish what is at hand and end."""
        self._stop.set()
        self._scheduler.shutdown(wait=True)
        for lane in self._lanes:
            lane.stop()
        self._listener.join(10)
        log.info("worker %s stopped", self.name)

    def look_after(self) -> None:
        """Start again what has died; called now and then by the main thread."""
        for lane in self._lanes:
            lane.start()
        if not self._listener.is_alive():
            self._listener = self._make_listener()
            self._listener.start()
        if time.monotonic() - self._ticked > _STALLED_S:
            log.error("the ticker stalled; starting another")
            # From a thread of its own: a ticker that hangs may hold the locks that ending it needs.
            threading.Thread(target=_end, args=(self._scheduler,), daemon=True).start()
            self._scheduler = self._make_scheduler()
            self._scheduler.start()
            self._ticked = time.monotonic()

    def _make_listener(self) -> threading.Thread:
        return threading.Thread(target=self._listen, name="worker-listen", daemon=True)

    def _make_scheduler(self) -> BackgroundScheduler:
        scheduler = BackgroundScheduler(
            jobstores={"default": MemoryJobStore()},
            executors={"default": ThreadPoolExecutor(2)},
            job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
            timezone="UTC",
        )
        for job, seconds in (
            (self._tick, self._tick_s),
            (self._ask_for_recovery, max(5.0, self._tick_s)),
            (self._expire_holds, 20.0),
            (self._keep_house, 3600.0),
        ):
            scheduler.add_job(job, "interval", seconds=seconds, next_run_time=datetime.now(UTC))
        return scheduler

    def _tick(self) -> None:
        self._ticked = time.monotonic()
        for lane in self._lanes:
            lane.wake()

    def _ask_for_recovery(self) -> None:
        self._recovery_due.set()

    def _send(self) -> bool:
        if self._recovery_due.is_set():
            self._recovery_due.clear()
            self._flow.recover()
            self._sender.recover()
        return self._sender.send_one()

    def _listen(self) -> None:
        for _ in self._clinic.changes(self._stop):
            for lane in self._lanes:
                lane.wake()

    def _expire_holds(self) -> None:
        self._quietly(lambda: self._clinic.call(housekeeping.expire_holds, Batch()))

    def _keep_house(self) -> None:
        self._quietly(lambda: self._clinic.call(housekeeping.make_partitions, Nothing()))
        self._quietly(lambda: self._clinic.call(housekeeping.make_ahead, housekeeping.MakeAhead()))

    def _quietly(self, work: Callable[[], object]) -> None:
        """Do something that comes round again anyway."""
        try:
            work()
        except OpdError as refused:
            log.warning("housekeeping: %s", refused.code)
        except Exception as bug:
            log.error("housekeeping failed: %s", trace(bug))


def _end(scheduler: BackgroundScheduler) -> None:
    with contextlib.suppress(SchedulerNotRunningError):
        scheduler.shutdown(wait=False)


def run_worker(open_clinic: Callable[[], Clinic], parent_pid: int | None = None) -> int:
    """Work until SIGTERM, SIGINT, or until the parent process is gone.

    Args:
        open_clinic: signs in as ``opd_worker``; called again with back-off while there is no server.

    Returns:
        The exit code, 0.

    Raises:
        OpdError: signing in was refused for another reason than a missing server.
    """
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(name)s %(message)s", force=True)
    logging.getLogger("apscheduler").setLevel(logging.WARNING)
    stop = threading.Event()

    def ask_to_stop(number: int, frame: FrameType | None) -> None:
        del number, frame
        stop.set()

    for name in ("SIGTERM", "SIGINT"):
        signal.signal(getattr(signal, name), ask_to_stop)
    parent = Parent(parent_pid)
    clinic = _connect(open_clinic, stop, parent)
    if clinic is None:
        return 0
    worker = Worker(clinic)
    worker.start()
    try:
        while not stop.wait(1.0) and parent.is_running():
            worker.look_after()
    finally:
        worker.stop()
        clinic.close()
    return 0


def _connect(open_clinic: Callable[[], Clinic], stop: threading.Event, parent: Parent) -> Clinic | None:
    wait = 1.0
    while not stop.is_set() and parent.is_running():
        try:
            return open_clinic()
        except ServiceUnavailable as down:
            log.warning("no database yet: %s", down.code)
            stop.wait(wait)
            wait = min(wait * 2, 30.0)
    return None
