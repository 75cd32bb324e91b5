"""A recording that is encrypted while it is made: on the disk there is never a second that others could play.

The file is a line that says what it is, then one line a half second: a Fernet token (AES-128-CBC with HMAC-SHA256,
https://github.com/fernet/spec) of a running number and 16-bit samples. The key is the one that locks the typed drafts
of the same person. A crash or a power cut loses the unfinished line, which is less than a second.
"""

from __future__ import annotations

import os
import struct
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Self

from cryptography.fernet import Fernet, InvalidToken

from opd_desktop.domain.errors import BadInput, NotFound

RATE = 16_000
"""Samples a second, mono, 16 bit: what the transcriber works with."""

SUFFIX = ".sound"
_FIRST_LINE = b"OPD-SOUND-1\n"
_CHUNK = RATE
"""Bytes of samples in one line: half a second."""
_NUMBER = struct.Struct(">I")
_LINE = 4 * -(-(57 + 16 * ((_NUMBER.size + _CHUNK) // 16 + 1)) // 3) + 1
"""Bytes of a full line: version, time, vector and signature (57), padded ciphertext, in base64, and its end."""


class SealedWriter:
    """Append 16-bit mono samples to an encrypted file.

    Raises:
        OSError: from the file system, for example when the disk is full; what was written before stays readable.
        ValueError: `key` is no Fernet key.
    """

    def __init__(self, path: Path, key: bytes) -> None:
        self.path = path
        self._box = Fernet(key)
        self._waiting = bytearray()
        self._bytes = 0
        self._lines = 0
        self._file = path.open("xb")
        try:
            self._file.write(_FIRST_LINE)
            self._file.flush()
        except OSError:
            self._file.close()
            raise

    @property
    def seconds(self) -> float:
        """Length of what was taken."""
        return self._bytes / (2 * RATE)

    def write(self, samples: bytes) -> None:
        """Append little-endian 16-bit samples; an odd last byte is dropped."""
        whole = samples[: len(samples) // 2 * 2]
        self._waiting += whole
        self._bytes += len(whole)
        while len(self._waiting) >= _CHUNK:
            self._seal(bytes(self._waiting[:_CHUNK]))
            del self._waiting[:_CHUNK]

    def close(self) -> None:
        """Write what waits and close; closing twice does nothing."""
        if self._file.closed:
            return
        try:
            if self._waiting:
                self._seal(bytes(self._waiting))
                self._waiting.clear()
            os.fsync(self._file.fileno())
        finally:
            self._file.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _seal(self, samples: bytes) -> None:
        token = self._box.encrypt(_NUMBER.pack(self._lines) + samples)
        self._file.write(token + b"\n")
        self._lines += 1
        self._file.flush()
        if self._lines % 2 == 0:
            os.fsync(self._file.fileno())


def is_sealed(path: Path) -> bool:
    """Whether the file was written by `SealedWriter`."""
    try:
        with path.open("rb") as file:
            return file.read(len(_FIRST_LINE)) == _FIRST_LINE
    except OSError:
        return False


def seconds(path: Path) -> float:
    """About how long a recording is, from the size of its file."""
    return max(0, path.stat().st_size - len(_FIRST_LINE)) / _LINE * (_CHUNK / (2 * RATE))


def opened(path: Path, key: bytes, start: float = 0.0, end: float | None = None) -> Iterator[bytes]:
    """The samples of a recording from `start` to `end` seconds, decrypted half second by half second in memory.

    Reading stops before the first line that is unfinished, damaged or out of order.

    Raises:
        NotFound: `scribe.no_such_file`.
        BadInput: `scribe.locked_recording` when the key does not open it, `scribe.bad_audio` when nothing is in it.
    """
    box = Fernet(key)
    first, last = int(start * RATE) * 2, None if end is None else int(end * RATE) * 2
    place = 0
    try:
        with path.open("rb") as file:
            if file.readline(64) != _FIRST_LINE:
                raise BadInput("scribe.bad_audio", file=path.name, reason="not a recording of this program")
            for number, line in enumerate(file):
                samples = _unsealed(box, line, number, path)
                if samples is None or (last is not None and place >= last):
                    break
                wanted = samples[max(0, first - place) : None if last is None else last - place]
                place += len(samples)
                if wanted:
                    yield wanted
    except FileNotFoundError as error:
        raise NotFound("scribe.no_such_file", file=path.name) from error
    except OSError as error:
        raise BadInput("scribe.unreadable", file=path.name, reason=error.strerror or "") from error
    if place == 0:
        raise BadInput("scribe.bad_audio", file=path.name, reason="empty")


def _unsealed(box: Fernet, line: bytes, number: int, path: Path) -> bytes | None:
    if not line.endswith(b"\n"):
        return None
    try:
        plain = box.decrypt(line.rstrip(b"\n"))
    except InvalidToken as error:
        if number == 0:
            raise BadInput("scribe.locked_recording", file=path.name) from error
        return None
    if len(plain) < _NUMBER.size or _NUMBER.unpack_from(plain)[0] != number:
        return None
    return plain[_NUMBER.size :]
