"""Sounds made from numbers, and the shipped dictation cut, mixed and damaged: what a microphone can bring."""

from __future__ import annotations

import struct
import wave
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np  # noqa: TID253 - a test's own start is not measured

from opd_desktop.paths import RESOURCES
from opd_desktop.scribe import audio

RATE = audio.SAMPLE_RATE
Samples = np.ndarray[Any, Any]


@lru_cache(maxsize=1)
def dictation() -> Samples:
    """The shipped dictation, float32 mono."""
    return audio.load(RESOURCES / "samples" / "dictation.ogg")


def music(seconds: float) -> Samples:
    """Chords of five overtones that change every second, with a beat."""
    made = np.zeros(int(seconds * RATE))
    clock = np.arange(RATE) / RATE
    for bar in range(int(seconds)):
        for note in (220.0, 277.2, 329.6):
            pitch = note * 2 ** ((bar * 5 % 7) / 12)
            for overtone in range(1, 6):
                made[bar * RATE : (bar + 1) * RATE] += np.sin(2 * np.pi * pitch * overtone * clock) / overtone
        made[bar * RATE : bar * RATE + 1600] += 2 * np.exp(-np.arange(1600) / 200)
    return (0.08 * made).astype(np.float32)


def mumbling(seconds: float) -> Samples:
    """A voice through a wall: syllables without consonants, in no language."""
    random = np.random.default_rng(4)
    clock = np.arange(int(seconds * RATE)) / RATE
    pitch = 110 + 12 * np.sin(2 * np.pi * 0.7 * clock)
    voice = sum(np.sin(2 * np.pi * np.cumsum(pitch) / RATE * n) / n**1.6 for n in range(1, 8))
    syllables = np.clip(np.sin(2 * np.pi * 3.1 * clock), 0, 1) ** 0.5
    return (0.12 * voice * syllables + 0.002 * random.standard_normal(clock.size)).astype(np.float32)


def hiss(seconds: float) -> Samples:
    """A fan: noise without a voice."""
    return (0.05 * np.random.default_rng(5).standard_normal(int(seconds * RATE))).astype(np.float32)


def resampled(samples: Samples, rate: int) -> Samples:
    """The same at another rate, by straight lines between samples."""
    length = int(samples.size * rate / RATE)
    return np.interp(np.arange(length) * RATE / rate, np.arange(samples.size), samples).astype(np.float32)


def write(path: Path, *channels: Samples, rate: int = RATE) -> Path:
    """A 16-bit WAV file."""
    with wave.open(str(path), "wb") as out:
        out.setnchannels(len(channels))
        out.setsampwidth(2)
        out.setframerate(rate)
        out.writeframes((np.stack(channels, axis=1).clip(-1, 1) * 32767).astype("<i2").tobytes())
    return path


def write_long(path: Path, minutes: float, *said: tuple[float, Samples]) -> Path:
    """A long recording that is silent but for `said` (at seconds, samples); the disk holds only what is said."""
    size = int(minutes * 60 * RATE) * 2
    header = struct.pack(
        "<4sI4s4sIHHIIHH4sI", b"RIFF", 36 + size, b"WAVE", b"fmt ", 16, 1, 1, RATE, 2 * RATE, 2, 16, b"data", size
    )
    with path.open("wb") as file:
        file.write(header)
        for at, samples in said:
            file.seek(len(header) + int(at * RATE) * 2)
            file.write((samples.clip(-1, 1) * 32767).astype("<i2").tobytes())
        file.truncate(len(header) + size)
    return path
