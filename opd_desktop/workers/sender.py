"""Sending: claim a message, hand it to its channel, write what became of it."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass

from opd_desktop.domain.errors import ServiceUnavailable
from opd_desktop.services import sending
from opd_desktop.services.bug_trace import trace
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.common import Nothing
from opd_desktop.services.dto.worker import ClaimedMessage, FinishAttempt, Lease
from opd_desktop.services.ports import Channel, Outcome, OutgoingMessage, SendResult

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Times:
    """How long an attempt is this worker's, and how long a channel may take; the second well below the first."""

    lease_s: float = 90
    send_s: float = 20


class Sender:
    """Sends queued messages, one after the other."""

    def __init__(
        self,
        clinic: Clinic,
        worker: str,
        times: Times | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._clinic = clinic
        self._times = times or Times()
        self._lease = Lease(worker=worker, seconds=self._times.lease_s)
        self._clock = clock
        self._channels: dict[str, Channel] = {channel.name: channel for channel in clinic.ports.channels}
        self._unwritten: list[FinishAttempt] = []

    def send_one(self) -> bool:
        """Send the next message; whether there was one."""
        self._write_results()
        began = self._clock()
        claimed = self._clinic.call(sending.claim, self._lease)
        if claimed is None:
            return False
        self._hand_over(claimed, began)
        return True

    def recover(self) -> None:
        """Deal with the attempts of workers that died."""
        for _ in range(self._clinic.call(sending.lost, Nothing()).count):
            began = self._clock()
            again = self._clinic.call(sending.recover, self._lease)
            if again is not None:
                log.info("taking over attempt %s on %s", again.attempt_id, again.channel)
                self._hand_over(again, began)

    def _hand_over(self, claimed: ClaimedMessage, began: float) -> None:
        left = self._times.lease_s - (self._clock() - began)
        if left < self._times.send_s:
            # The machine slept: the attempt may be somebody else's by now.
            log.warning("attempt %s is too old to be sent", claimed.attempt_id)
            return
        result = self._send(claimed)
        self._unwritten.append(
            FinishAttempt(
                attempt_id=claimed.attempt_id,
                worker=self._lease.worker,
                outcome=result.outcome,
                provider_id=result.provider_id,
                detail=result.detail,
                retry_after_s=result.retry_after_s,
            )
        )
        self._write_results()

    def _send(self, claimed: ClaimedMessage) -> SendResult:
        message = OutgoingMessage(
            attempt_id=claimed.attempt_id,
            communication_id=claimed.communication_id,
            to=claimed.to_address,
            subject=claimed.subject,
            body=claimed.body,
        )
        try:
            return self._channels[claimed.channel].send(message, timeout_s=self._times.send_s)
        except Exception as bug:
            # A channel must not raise; if it does, nobody knows what it had done by then.
            log.error("channel %s raised: %s", claimed.channel, trace(bug))
            return SendResult(Outcome.UNKNOWN, detail="channel.raised")

    def _write_results(self) -> None:
        """Write what is known; while the database is away it is kept, since it can't be asked for again."""
        while self._unwritten:
            try:
                self._clinic.call(sending.finish, self._unwritten[0])
            except ServiceUnavailable:
                log.warning("%d results wait for the database", len(self._unwritten))
                raise
            del self._unwritten[0]
