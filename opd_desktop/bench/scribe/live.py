"""Live text: how long after somebody pauses the text of what was said is there.

A recording is fed at the speed at which it was spoken through the recorder, as a microphone gives it, ten times a
second; phrases go to a scribe process as they do from the desk. Where somebody pauses is told by the voice detector
(Silero) on the whole recording, and not by the recorder's own rule; a pause that the recorder missed counts until the
text that goes beyond it.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

TARGET_S = 2.0
"""Text should be there within so many seconds of the pause after speech (the scribe's design)."""
_BLOCK_S = 0.1
_PAUSE_MS = 600
_NEAR_S = 0.3
"""The detector and the recorder differ by so much where speech ends."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Seconds from the start: up to where it goes, when it was handed over, and when its text was there."""

    end: float
    handed: float
    told: float
    words: int


def measure(clip: Path, seconds: float | None = None) -> dict[str, object]:
    """Feed `clip` (its first `seconds`, else all of it) in real time; delays in seconds over the pauses in it."""
    from opd_desktop.scribe.client import ScribeClient

    sound = _samples(clip, seconds)
    with ScribeClient() as client:
        begun = time.perf_counter()
        client.warm()
        warm_s = time.perf_counter() - begun
        phrases = _spoken(sound, client)
    found = delays(_pauses(sound), phrases)
    if not found:
        return {"absent": f"a pause after speech in {clip.name}"}
    work = sorted(one.told - one.handed for one in phrases)
    p95 = _p95(found)
    return {
        "clip_s": round(len(sound) / 32_000, 1),
        "pauses": len(found),
        "phrases": len(phrases),
        "words": sum(one.words for one in phrases),
        "after_pause_s": {
            "median": round(statistics.median(found), 2),
            "p95": round(p95, 2),
            "max": round(found[-1], 2),
        },
        "of_that_recognising_s": {"median": round(statistics.median(work), 2), "p95": round(_p95(work), 2)},
        "warm_s": round(warm_s, 2),
        "target_s": TARGET_S,
        "within_target": p95 <= TARGET_S,
    }


def delays(pauses: Sequence[float], phrases: Sequence[Phrase]) -> list[float]:
    """Seconds from each pause to the text that holds what was said before it, in rising order."""
    found = []
    for pause in pauses:
        reached = [one.told for one in phrases if one.end >= pause - _NEAR_S]
        if reached:
            found.append(max(0.0, min(reached) - pause))
    return sorted(found)


def _p95(values: Sequence[float]) -> float:
    return values[max(0, -(-95 * len(values) // 100) - 1)]


def _samples(clip: Path, seconds: float | None) -> bytes:
    """16-bit mono samples of the recorder's rate, with a second of silence at the end so that the last phrase ends."""
    import numpy as np

    from opd_desktop.scribe import audio

    sound = (np.clip(audio.load(clip), -1.0, 1.0) * 32767).astype("<i2").tobytes()
    if seconds is not None:
        sound = sound[: int(seconds * audio.SAMPLE_RATE) * 2]
    return sound + bytes(2 * audio.SAMPLE_RATE)


def _pauses(sound: bytes) -> list[float]:
    """Seconds at which speech ends and nobody speaks for `_PAUSE_MS`."""
    import numpy as np
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    from opd_desktop.scribe.audio import SAMPLE_RATE

    samples = np.frombuffer(sound, dtype="<i2").astype(np.float32) / 32768.0
    spans = get_speech_timestamps(samples, VadOptions(min_silence_duration_ms=_PAUSE_MS, speech_pad_ms=0))
    return [span["end"] / SAMPLE_RATE for span in spans]


def _spoken(sound: bytes, client: Any) -> list[Phrase]:
    """Speak `sound` into a recorder at its own pace."""
    from cryptography.fernet import Fernet
    from PySide6.QtCore import QCoreApplication

    from opd_desktop.scribe.recorder import Recorder
    from opd_desktop.scribe.sealed import RATE

    app = QCoreApplication.instance() or QCoreApplication([])
    block = int(_BLOCK_S * RATE) * 2
    waiting: list[Future[Phrase]] = []
    recorder = Recorder()
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(1) as lane:
        begun = time.perf_counter()

        def ask(start: float, samples: bytes) -> None:
            end = start + len(samples) / (2 * RATE)
            waiting.append(lane.submit(_text, client, samples, end, begun))

        recorder.phrase.connect(ask)
        recorder.open_file(Path(folder) / "live.sound", Fernet.generate_key())
        for place in range(0, len(sound), block):
            time.sleep(max(0.0, begun + (place + block) / (2 * RATE) - time.perf_counter()))
            recorder.feed(sound[place : place + block])
        recorder.finish_phrase()
        recorder.discard()
        recorder.deleteLater()
        app.processEvents()
        return [one.result() for one in waiting]


def _text(client: Any, samples: bytes, end: float, begun: float) -> Phrase:
    # The lane has one thread: a phrase that waits for the one before it is handed over when its turn comes.
    handed = time.perf_counter() - begun
    words = len(client.live(samples).split())
    return Phrase(end, handed, time.perf_counter() - begun, words)
