"""A WAV file written while it is being recorded, valid after every second of sound."""

from __future__ import annotations

import os
import struct
from pathlib import Path
from types import TracebackType
from typing import Self

RATE = 16_000
"""Samples a second, mono, 16 bit: what the transcriber works with."""

_HEADER = struct.Struct("<4sI4s4sIHHIIHH4sI")


class WavWriter:
    """Append 16-bit mono samples to a file. Each second the sizes in the header are brought up to date and the data
    is handed to the disk, so that a crash or power cut loses at most the last second.

    Raises:
        OSError: from the file system, for example when the disk is full; what was written before stays readable.
    """

    def __init__(self, path: Path, rate: int = RATE) -> None:
        self.path = path
        self._rate = rate
        self._bytes = 0
        self._synced = 0
        self._file = path.open("wb")
        try:
            self._write_header()
        except OSError:
            self._file.close()
            raise

    @property
    def seconds(self) -> float:
        """Length of what was written."""
        return self._bytes / (2 * self._rate)

    def write(self, samples: bytes) -> None:
        """Append little-endian 16-bit samples; an odd last byte is dropped."""
        whole = samples[: len(samples) // 2 * 2]
        self._file.seek(_HEADER.size + self._bytes)
        self._file.write(whole)
        self._bytes += len(whole)
        if self._bytes - self._synced >= 2 * self._rate:
            self._sync()

    def close(self) -> None:
        """Bring the header up to date and close; closing twice does nothing."""
        if self._file.closed:
            return
        try:
            self._sync()
        finally:
            self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _sync(self) -> None:
        self._write_header()
        os.fsync(self._file.fileno())
        self._synced = self._bytes

    def _write_header(self) -> None:
        self._file.seek(0)
        self._file.write(
            _HEADER.pack(
                b"RIFF",
                36 + self._bytes,
                b"WAVE",
                b"fmt ",
                16,
                1,
                1,
                self._rate,
                2 * self._rate,
                2,
                16,
                b"data",
                self._bytes,
            )
        )
        self._file.flush()
