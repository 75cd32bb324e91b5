"""Where somebody speaks and where a phrase ends, while the sound comes in.

Whether a window of sound is speech is told by the voice detector that faster-whisper brings (Silero VAD, an LSTM whose
state goes from window to window), and not by how loud it is: a fan, a street or a quiet patient mislead loudness.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from opd_desktop.domain.errors import ServiceUnavailable
from opd_desktop.scribe.sealed import RATE
from opd_desktop.scribe.speech_loudness import StreamGain

WINDOW = 512
"""Samples of one window: what Silero was trained on at 16 kHz."""
WINDOW_BYTES = 2 * WINDOW
WINDOW_S = WINDOW / RATE
_CONTEXT = 64
"""Samples of the window before that the detector is given once more with each."""
_STATE = (1, 1, 128)

PAUSE_S = 0.5
"""Silence that ends a phrase."""
BREATH_S = 0.25
"""Silence after which the text of what was said so far is worth making; it also ends a phrase of `_LONG_S`."""
_LONG_S = 6.0
_PHRASE_S = 12.0
"""Somebody who does not even breathe is cut where the detector is least sure of speech within the last `_SEARCH_S`."""
_SEARCH_S = 3.0
_BEFORE_S = 0.4
"""Of the silence before a phrase so much stays, so that its first sound is whole."""
_SPOKEN_S = 0.19
"""A shorter voice is a cough or a chair; "no" and "yes" are longer."""
_BEGINS, _GOES_ON = 0.5, 0.35
"""Silero's own limits: how sure it must be that speech begins, and that it goes on."""

Chances = Callable[[bytes], list[float]]
"""For each whole window of 16-bit samples how likely it holds speech, 0..1; keeps what came before in mind."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """What was said without a pause, or so far: seconds from the start of the recording, and 16-bit samples.

    `number` counts the phrases of a recording, `spoken_to` is where its last speech ends.
    """

    number: int
    start: float
    end: float
    spoken_to: float
    samples: bytes


def detector() -> Chances:
    """A voice detector for one stream of sound.

    Raises:
        ServiceUnavailable: `scribe.not_installed` without faster-whisper or onnxruntime.
    """
    try:
        from faster_whisper.vad import get_vad_model

        session = get_vad_model().session
    except (ImportError, RuntimeError) as error:  # faster-whisper raises RuntimeError without onnxruntime
        raise ServiceUnavailable("scribe.not_installed", package="faster-whisper") from error
    import numpy as np

    hidden, cell = np.zeros(_STATE, np.float32), np.zeros(_STATE, np.float32)
    before = np.zeros(_CONTEXT, np.float32)
    gain = StreamGain(WINDOW_S)

    def chances(samples: bytes) -> list[float]:
        nonlocal hidden, cell, before
        count = len(samples) // WINDOW_BYTES
        if not count:
            return []
        sound = np.frombuffer(samples[: count * WINDOW_BYTES], dtype="<i2").astype(np.float32) / 32768.0
        whole = np.concatenate([before, sound])
        rows = np.stack([whole[place * WINDOW : (place + 1) * WINDOW + _CONTEXT] for place in range(count)])
        louder = np.asarray(gain.of(sound.reshape(count, WINDOW)), np.float32).reshape(-1, 1)
        heard = np.clip(rows * louder, -1.0, 1.0)
        found, hidden, cell = session.run(None, {"input": heard, "h": hidden, "c": cell})
        before = whole[-_CONTEXT:]
        return [float(one) for one in found.reshape(-1)]

    return chances


class Phrases:
    """Cuts a stream of windows into phrases. `start`: seconds into the recording at which the stream begins."""

    def __init__(self, start: float = 0.0) -> None:
        self._start = start
        self._windows = 0
        self._number = 0
        self._samples = bytearray()
        self._speech: list[tuple[float, bool]] = []
        """For each window that is held how sure the detector is, and whether that counts as speech."""
        self._spoken = 0
        self._quiet = 0

    def add(self, window: bytes, chance: float) -> Phrase | None:
        """Take a window of `WINDOW_BYTES`; the phrase that ends with it, if one does."""
        goes_on = self._quiet == 0 and self._spoken > 0
        heard = chance >= (_GOES_ON if goes_on else _BEGINS)
        self._windows += 1
        self._samples += window
        self._speech.append((chance, heard))
        self._spoken += heard
        self._quiet = 0 if heard else self._quiet + 1
        if not self._enough:
            if self._spoken == 0 or self._quiet * WINDOW_S >= PAUSE_S:
                self._keep(round(_BEFORE_S / WINDOW_S))
            return None
        length = len(self._speech) * WINDOW_S
        if self._quiet * WINDOW_S >= (PAUSE_S if length < _LONG_S else BREATH_S):
            return self._cut(len(self._speech))
        if length >= _PHRASE_S:
            return self._cut(self._least_sure())
        return None

    def flush(self) -> Phrase | None:
        """End the phrase under way: the microphone is off."""
        ended = self._cut(len(self._speech)) if self._enough else None
        self._keep(0)
        return ended

    @property
    def unfinished(self) -> Phrase | None:
        """What is said so far of a phrase that has not ended; None while nobody speaks."""
        return self._phrase(len(self._speech)) if self._enough else None

    @property
    def quiet_s(self) -> float:
        """Seconds since the last speech."""
        return self._quiet * WINDOW_S

    @property
    def _enough(self) -> bool:
        return self._spoken * WINDOW_S >= _SPOKEN_S

    def _phrase(self, count: int) -> Phrase:
        first = self._windows - len(self._speech)
        last = max((place + 1 for place in range(count) if self._speech[place][1]), default=0)
        return Phrase(
            self._number,
            self._start + first * WINDOW_S,
            self._start + (first + count) * WINDOW_S,
            self._start + (first + last) * WINDOW_S,
            bytes(self._samples[: count * WINDOW_BYTES]),
        )

    def _cut(self, count: int) -> Phrase:
        phrase = self._phrase(count)
        self._number += 1
        self._keep(len(self._speech) - count)
        return phrase

    def _keep(self, count: int) -> None:
        """Hold the last `count` windows; what is speech among them belongs to the next phrase."""
        gone = max(0, len(self._speech) - count)
        if gone:
            del self._samples[: gone * WINDOW_BYTES]
            del self._speech[:gone]
            self._spoken = sum(heard for _, heard in self._speech)
        if not self._spoken:
            self._quiet = 0

    def _least_sure(self) -> int:
        """Windows up to the one that is least likely speech."""
        first = len(self._speech) - round(_SEARCH_S / WINDOW_S)
        return 1 + min(range(first, len(self._speech)), key=lambda place: self._speech[place][0])
