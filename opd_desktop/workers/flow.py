"""The flow: events to their consumers, and the steps of journeys that are due."""

import logging

from opd_desktop.domain.errors import OpdError, ServiceUnavailable
from opd_desktop.services import outbox, steps
from opd_desktop.services.bug_trace import trace
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.common import Nothing
from opd_desktop.services.dto.worker import Batch, ClaimedStep, Lease, StepFailed, StepRef

log = logging.getLogger(__name__)

STEP_LEASE_S = 60.0


class Flow:
    """Relays events and runs steps."""

    def __init__(self, clinic: Clinic, worker: str, lease_s: float = STEP_LEASE_S) -> None:
        self._clinic = clinic
        self._lease = Lease(worker=worker, seconds=lease_s)

    def work(self) -> bool:
        """One event and one step; whether there was any."""
        relayed = self._clinic.call(outbox.relay, Nothing())
        stepped = self.run_step()
        if relayed is None:
            self._clinic.call(outbox.skip, Batch())
        return relayed is not None or stepped

    def run_step(self) -> bool:
        """Run the step that has been due longest; whether there was one."""
        claimed = self._clinic.call(steps.claim, self._lease)
        if claimed is None:
            return False
        try:
            self._clinic.call(steps.run, StepRef(id=claimed.id, fence=claimed.fence))
        except ServiceUnavailable:
            raise
        except OpdError as refused:
            self._give_back(claimed, refused.code)
        except Exception as bug:
            log.error("step %s failed: %s", claimed.id, trace(bug))
            self._give_back(claimed, type(bug).__name__)
        return True

    def recover(self) -> None:
        """Free the steps of workers that died."""
        self._clinic.call(steps.recover, Nothing())

    def _give_back(self, claimed: ClaimedStep, code: str) -> None:
        log.warning("step %s (%s) failed: %s", claimed.id, claimed.step_key, code)
        self._clinic.call(steps.fail, StepFailed(id=claimed.id, fence=claimed.fence, code=code))
