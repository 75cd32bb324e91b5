"""The server's clock at the desk, whatever this computer's own says."""

import time
from datetime import datetime, timedelta

#: Answers wobble by network time; a clock that differs by less was not set.
_WOBBLE = timedelta(seconds=1)


def ticks() -> float:
    """Seconds that only go on: nobody sets them, and where the system can tell, they go on while it sleeps."""
    if hasattr(time, "CLOCK_BOOTTIME"):
        return time.clock_gettime(time.CLOCK_BOOTTIME)
    return time.monotonic()


class ServerClock:
    """What the server said last, and the time since then.

    Args:
        moment: the server's time.
        asked: `ticks` when it was asked for; it is taken to have answered halfway from then to now.
    """

    def __init__(self, moment: datetime, asked: float) -> None:
        self._moment, self._since = moment, asked + (ticks() - asked) / 2

    def now(self) -> datetime:
        """Now by the server's clock."""
        return self._at(ticks())

    def hear(self, moment: datetime, asked: float) -> None:
        """The server said its time again: the clock is set if it is wrong by more than the way there explains."""
        doubt = (ticks() - asked) / 2
        halfway = asked + doubt
        if abs(moment - self._at(halfway)) > _WOBBLE + timedelta(seconds=doubt):
            self._moment, self._since = moment, halfway

    def _at(self, at: float) -> datetime:
        return self._moment + timedelta(seconds=at - self._since)
