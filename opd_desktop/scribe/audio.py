"""Any recording that PyAV reads, as 16 kHz samples, a few minutes at a time so that a long one fits any memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from opd_desktop.domain.errors import BadInput, NotFound, ServiceUnavailable
from opd_desktop.scribe import sealed

if TYPE_CHECKING:
    import numpy as np

SAMPLE_RATE = sealed.RATE
"""Hz; what Whisper was trained on. Other rates are resampled."""

MAX_SECONDS = 4 * 3600
"""A longer recording is refused: it is no outpatient visit."""

WINDOW_S = 180.0
"""Length of the pieces that are worked on: with all that looks at them some 160 MB, however long the recording is."""

_SEARCH_S = 20.0
"""A piece is cut where it is quietest within its last seconds, so that no word is cut in two."""
_FRAME = SAMPLE_RATE // 10


@dataclass(frozen=True, slots=True)
class Window:
    """A piece of a recording: `samples` is float32 (channels, samples) between -1 and 1, `start` in seconds."""

    start: float
    samples: np.ndarray[Any, Any]

    @property
    def seconds(self) -> float:
        """Its length."""
        return float(self.samples.shape[1]) / SAMPLE_RATE


def load(path: Path, key: bytes | None = None) -> np.ndarray[Any, Any]:
    """The first audio track of `path` as float32 samples between -1 and 1, mono, `SAMPLE_RATE` Hz.

    Raises:
        NotFound, BadInput, ServiceUnavailable: see `windows`.
    """
    import numpy as np

    return np.concatenate([window.samples.mean(axis=0) for window in windows(path, key)])


def windows(path: Path, key: bytes | None = None, seconds: float = WINDOW_S) -> Iterator[Window]:
    """The first audio track of `path` piece by piece, mono or with two channels as it was recorded.

    `key` opens recordings of this program (`sealed`).

    Raises:
        NotFound: `scribe.no_such_file`.
        BadInput: `scribe.bad_audio` when the file can't be decoded, holds no audio or is cut to nothing,
            `scribe.audio_too_long` beyond `MAX_SECONDS`, `scribe.locked_recording` without the right key.
        ServiceUnavailable: `scribe.not_installed` without the scribe extra.
    """
    try:
        import numpy as np
    except ImportError as error:
        raise ServiceUnavailable("scribe.not_installed", package="faster-whisper") from error
    limit = int(seconds * SAMPLE_RATE)
    waiting: list[Any] = []
    length = done = 0
    for block in _blocks(path, key, np):
        waiting.append(block)
        length += block.shape[1]
        if done + length > MAX_SECONDS * SAMPLE_RATE:
            raise BadInput("scribe.audio_too_long", file=path.name, hours=MAX_SECONDS // 3600)
        while length >= limit:
            whole = np.concatenate(waiting, axis=1)
            cut = _quietest(whole[:, :limit], np)
            yield _window(whole[:, :cut], done, np)
            waiting, length, done = [whole[:, cut:]], whole.shape[1] - cut, done + cut
    if length:
        yield _window(np.concatenate(waiting, axis=1), done, np)
    elif not done:
        raise BadInput("scribe.bad_audio", file=path.name, reason="empty")


def duration(path: Path) -> float | None:
    """Length in seconds as the file itself tells it; None when it does not, or tells nothing."""
    if sealed.is_sealed(path):
        return sealed.seconds(path)
    try:
        import av
    except ImportError:
        return None
    try:
        with av.open(str(path), mode="r", metadata_errors="ignore") as container:
            return float(container.duration) / 1_000_000 if container.duration else None
    except (av.FFmpegError, OSError, ValueError):
        return None


def span(path: Path, key: bytes | None, start: float, end: float) -> bytes:
    """16-bit mono samples from `start` to `end` seconds, for listening.

    Raises:
        NotFound, BadInput, ServiceUnavailable: see `windows`.
    """
    if key is not None and sealed.is_sealed(path):
        return b"".join(sealed.opened(path, key, start, end))
    import numpy as np

    first, last, place = int(start * SAMPLE_RATE), int(end * SAMPLE_RATE), 0
    pieces: list[bytes] = []
    for block in _blocks(path, key, np):
        mono = block.astype(np.int32).mean(axis=0).astype("<i2")
        pieces.append(mono[max(0, first - place) : max(0, last - place)].tobytes())
        place += mono.size
        if place >= last:
            break
    return b"".join(pieces)


def _window(samples: Any, start: int, numpy: Any) -> Window:
    return Window(start / SAMPLE_RATE, samples.astype(numpy.float32) / 32768.0)


def _quietest(samples: Any, numpy: Any) -> int:
    """Where to cut: the middle of the quietest half second near the end."""
    tail = samples[:, -int(min(_SEARCH_S, samples.shape[1] / SAMPLE_RATE / 2) * SAMPLE_RATE) :]
    frames = tail.shape[1] // _FRAME
    if frames < 5:
        return int(samples.shape[1])
    loud = numpy.square(tail[:, -frames * _FRAME :].astype(numpy.float64)).sum(axis=0).reshape(frames, _FRAME).sum(1)
    place = int(numpy.convolve(loud, numpy.ones(5), "valid").argmin())
    return int(samples.shape[1] - (frames - place) * _FRAME + 5 * _FRAME // 2)


def _blocks(path: Path, key: bytes | None, numpy: Any) -> Iterator[Any]:
    """int16 blocks (channels, samples) at `SAMPLE_RATE`."""
    if not path.is_file():
        raise NotFound("scribe.no_such_file", file=path.name)
    if sealed.is_sealed(path):
        if key is None:
            raise BadInput("scribe.locked_recording", file=path.name)
        for samples in sealed.opened(path, key):
            yield numpy.frombuffer(samples, dtype="<i2").reshape(1, -1)
        return
    try:
        import av
    except ImportError as error:
        raise ServiceUnavailable("scribe.not_installed", package="faster-whisper") from error
    try:
        yield from _decoded(path, av)
    except (av.FFmpegError, OSError, ValueError, EOFError) as error:
        raise BadInput(
            "scribe.bad_audio", file=path.name, reason=_REASONS.get(type(error).__name__, "damaged")
        ) from error


_REASONS = {"InvalidDataError": "not audio, or damaged", "PermissionError": "no right to read it"}


def _decoded(path: Path, av: Any) -> Iterator[Any]:
    with av.open(str(path), mode="r", metadata_errors="ignore") as container:
        if not container.streams.audio:
            raise BadInput("scribe.bad_audio", file=path.name, reason="no audio track")
        stereo = container.streams.audio[0].codec_context.channels == 2
        resampler = av.AudioResampler(format="s16p", layout="stereo" if stereo else "mono", rate=SAMPLE_RATE)
        for frame in _readable_frames(container, av):
            frame.pts = None
            for piece in resampler.resample(frame):
                yield piece.to_ndarray()
        for piece in resampler.resample(None):
            if piece.samples:
                yield piece.to_ndarray()


def _readable_frames(container: Any, av: Any) -> Iterator[Any]:
    """Frames up to the first that can't be decoded: a recording cut by a crash keeps what it has."""
    decoded = 0
    frames = container.decode(audio=0)
    while True:
        try:
            frame = next(frames)
        except StopIteration:
            return
        except av.FFmpegError:
            if decoded == 0:
                raise
            return
        decoded += 1
        yield frame
