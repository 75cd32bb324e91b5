"""Live text: how long after somebody pauses the text of what was said is there.

A recording is fed at the speed at which it was spoken, ten times a second as a microphone gives it, to a scribe process
by the way that the desk goes. Where somebody pauses is told by the voice detector (Silero) on the whole recording
before any noise is added; a pause that was missed while recording counts until the text that goes beyond it. The same
words are spoken again in a room that grows louder: pink noise, so many decibels below the speech.
"""

from __future__ import annotations

import os
import statistics
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from opd_desktop.scribe.client import ScribeClient

TARGET_S = 2.0
"""Text should be there within so many seconds of the pause after speech (the scribe's design)."""
ROOMS_DB = (20, 10, 5)
"""Decibels of speech over the noise of a room: a quiet one, one with a fan, a full waiting room."""
_ROOM_S = 40.0
_BLOCK_S = 0.1
_PAUSE_MS = 600
_NEAR_S = 0.1
"""Text that ends so shortly before a pause holds all that was said: windows of the detector are 0.032 s long."""


@dataclass(frozen=True, slots=True)
class Phrase:
    """Seconds from the start: up to where it goes, and when its text was there.

    `took`: seconds of recognising, 0 when the text was known from a breath; `over`: it is no more replaced.
    """

    end: float
    told: float
    words: int
    took: float = 0.0
    over: bool = True


def measure(clip: Path, seconds: float | None = None, rooms: Sequence[int] = ()) -> dict[str, object]:
    """Feed `clip` (its first `seconds`, else all of it) in real time; delays in seconds over the pauses in it.

    `rooms`: for each so many decibels of speech over noise, the first `_ROOM_S` seconds once more.
    """
    from opd_desktop.scribe.client import ScribeClient

    sound = _samples(clip, seconds)
    pauses = _pauses(sound)
    if not pauses:
        return {"absent": f"a pause after speech in {clip.name}"}
    with ScribeClient() as client:
        _spoken(bytes(32_000), client)
        found = _told(sound, pauses, client) | {"load": round(os.getloadavg()[0], 1)}
        part = sound[: int(_ROOM_S * 16_000) * 2]
        for decibels in rooms:
            found[f"room_{decibels}_db"] = _told(in_a_room(part, decibels), _pauses(part), client)
    return found


def _told(sound: bytes, pauses: Sequence[float], client: ScribeClient) -> dict[str, object]:
    phrases = _spoken(sound, client)
    found = delays(pauses, phrases)
    if not found:
        return {"pauses": len(pauses), "without_text": len(pauses)}
    work = sorted(one.took for one in phrases if one.took)
    p95 = _p95(found)
    return {
        "clip_s": round(len(sound) / 32_000, 1),
        "pauses": len(pauses),
        "without_text": len(pauses) - len(found),
        "phrases": sum(one.over for one in phrases),
        "words": sum(one.words for one in phrases if one.over),
        "after_pause_s": {
            "median": round(statistics.median(found), 2),
            "p95": round(p95, 2),
            "max": round(found[-1], 2),
        },
        "recognising_s": {"calls": len(work), "median": round(statistics.median(work), 2), "p95": round(_p95(work), 2)},
        "target_s": TARGET_S,
        "within_target": p95 <= TARGET_S,
    }


def delays(pauses: Sequence[float], phrases: Sequence[Phrase]) -> list[float]:
    """Seconds from each pause to the text that holds what was said before it, in rising order."""
    found = []
    for pause in pauses:
        reached = [one.told for one in phrases if one.words and one.end >= pause - _NEAR_S]
        if reached:
            found.append(max(0.0, min(reached) - pause))
    return sorted(found)


def _p95(values: Sequence[float]) -> float:
    return values[max(0, -(-95 * len(values) // 100) - 1)]


def in_a_room(sound: bytes, decibels: float) -> bytes:
    """`sound` (16-bit samples) with pink noise that is so many decibels less loud than it; the same noise each time."""
    import numpy as np

    samples = np.frombuffer(sound, dtype="<i2").astype(np.float64) / 32768.0
    spectrum = np.fft.rfft(np.random.default_rng(7).standard_normal(samples.size))
    spectrum /= np.sqrt(np.maximum(1.0, np.arange(spectrum.size)))
    noise = np.fft.irfft(spectrum, samples.size)
    loud = samples[np.abs(samples) > 0.01]
    wanted = np.sqrt(np.mean(loud**2)) / 10 ** (decibels / 20)
    mixed = samples + noise * wanted / np.sqrt(np.mean(noise**2))
    return (np.clip(mixed, -1.0, 1.0) * 32767).astype("<i2").tobytes()


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


def _spoken(sound: bytes, client: ScribeClient) -> list[Phrase]:
    """Speak `sound` at its own pace, and wait for the last of its text.

    Raises:
        OpdError: what ended the hearing of it.
    """
    from opd_desktop.scribe.sealed import RATE
    from opd_desktop.scribe.speech_listening import Listening

    block = int(_BLOCK_S * RATE) * 2
    found: list[Phrase] = []
    errors: list[BaseException] = []
    over = threading.Event()

    def ended(error: BaseException | None) -> None:
        errors.extend([error] if error else [])
        over.set()

    def heard(told: Any) -> None:
        words = len(told.text.split())
        found.append(Phrase(told.end, time.perf_counter() - begun, words, told.took, told.over))

    begun = time.perf_counter()
    listening = Listening(lambda: client, heard, ended)
    for place in range(0, len(sound), block):
        time.sleep(max(0.0, begun + (place + block) / (2 * RATE) - time.perf_counter()))
        listening.feed(sound[place : place + block])
    listening.finish()
    over.wait()
    listening.join()
    if errors:
        raise errors[0]
    return found
