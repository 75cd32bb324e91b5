"""Recordings with two channels: whether a person is on each, and how to keep the one out of the other's."""

from __future__ import annotations

from typing import Any

from opd_desktop.scribe.sealed import RATE

_FRAME = RATE // 10
_APART_DB = 6.0
"""Level difference that one microphone in a room does not give, and a microphone for each person does."""
_MIN_APART = 0.6
_MIN_SHARE = 0.1
_AUDIBLE = 0.02
"""Of the loudest tenth of a second: quieter ones say nothing about who speaks."""


def two_people(samples: Any) -> bool:
    """Whether (2, n) samples hold a person on each channel: they take turns, and each is louder on their own."""
    import numpy as np

    left, right = _levels(samples, np)
    louder = np.maximum(left, right)
    active = louder > _AUDIBLE * louder.max(initial=0.0)
    if not active.any() or louder.max(initial=0.0) == 0:
        return False
    apart = 20 * np.log10((left[active] + 1e-9) / (right[active] + 1e-9))
    shares = ((apart > _APART_DB).mean(), (apart < -_APART_DB).mean())
    return bool(sum(shares) >= _MIN_APART and min(shares) >= _MIN_SHARE)


def without_the_other(samples: Any) -> tuple[Any, Any]:
    """Each channel silenced where the other is clearly louder, so that nobody is heard twice."""
    import numpy as np

    left, right = _levels(samples, np)
    factor = 10 ** (_APART_DB / 20)
    quiet = [np.repeat(other > own * factor, _FRAME) for own, other in ((left, right), (right, left))]
    made = []
    for channel, mask in zip(samples, quiet, strict=True):
        own = channel.copy()
        own[: mask.size][mask[: own.size]] = 0.0
        made.append(own)
    return made[0], made[1]


def _levels(samples: Any, numpy: Any) -> tuple[Any, Any]:
    """Root mean square of each tenth of a second by channel; the last, unfinished one is left out."""
    frames = samples.shape[1] // _FRAME
    cut = samples[:, : frames * _FRAME].reshape(2, frames, _FRAME)
    left, right = numpy.sqrt(numpy.square(cut).mean(axis=2))
    return left, right
