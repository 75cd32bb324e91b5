"""How loud speech is, and how much a quiet recording is raised before anybody listens to it.

The voice detector takes speech at a hundredth of full volume for silence, and Whisper then hears nothing. Raised to
the loudness of ordinary speech both hear it nearly as well as if it had been recorded so; a recording that is loud
enough is left as it is, to the bit.
"""

from __future__ import annotations

from collections import deque
from statistics import median
from typing import Any

from opd_desktop.scribe.sealed import RATE

FAINT = 0.0015
"""Speech below this (root mean square of its loudest tenths of a second, 0..1) is heard worse even when raised."""

_ENOUGH = 0.05
_RAISED_TO = 0.08
_MOST = 200.0
"""What is quieter still is the noise of the microphone and its digits."""
_FRAME = RATE // 10
_LOUD_SHARE = 99.0
"""Percentile of the tenths of a second that is taken for speech: a few hundredths of a recording may be bumps."""
_PEAK, _PEAK_FRAMES = 0.3, 3
"""Three tenths of a second are never raised above this: one short answer in minutes of silence."""
_LATELY = 9
"""Windows of a stream (of 32 ms) whose median is how loud it is: a bump is shorter."""
_HALVED_S = 30.0
"""Seconds in which what is known of a stream's loudness is halved."""


def loudness(samples: Any) -> float:
    """How loud (channels, samples) are where somebody speaks, 0..1."""
    import numpy as np

    tenths = _tenths(samples, np)
    return float(np.percentile(tenths, _LOUD_SHARE)) if tenths.size else 0.0


def gain(samples: Any) -> float:
    """What to multiply (channels, samples) with, 1.0 where they are loud enough."""
    import numpy as np

    tenths = np.sort(_tenths(samples, np))
    if not tenths.size:
        return 1.0
    most = _PEAK / max(1e-9, float(tenths[-_PEAK_FRAMES:][0]))
    return max(1.0, min(_gain_at(float(np.percentile(tenths, _LOUD_SHARE))), most))


class StreamGain:
    """The same for a stream of mono samples, from what was heard of it so far. `seconds`: length of one window."""

    def __init__(self, seconds: float) -> None:
        self._falls = 0.5 ** (seconds / _HALVED_S)
        self._loudness = 0.0
        self._last: deque[float] = deque(maxlen=_LATELY)

    def of(self, windows: Any) -> list[float]:
        """What to multiply each of the next windows (windows, samples) with."""
        import numpy as np

        found = []
        for loud in np.sqrt(np.square(windows).mean(axis=1)):
            self._last.append(float(loud))
            self._loudness = max(self._loudness * self._falls, median(self._last))
            found.append(_gain_at(self._loudness))
        return found


def _gain_at(level: float) -> float:
    return 1.0 if level >= _ENOUGH else min(_MOST, _RAISED_TO / max(1e-9, level))


def _tenths(samples: Any, numpy: Any) -> Any:
    """Root mean square of each tenth of a second, of the louder channel; a shorter sound is one."""
    frame = max(1, min(_FRAME, samples.shape[1]))
    frames = samples.shape[1] // frame
    parts = samples[:, : frames * frame].reshape(samples.shape[0], frames, frame)
    return numpy.sqrt(numpy.square(parts).mean(axis=2)).max(axis=0)
