"""Any recording that PyAV reads, as 16 kHz mono samples."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from opd_desktop.domain.errors import BadInput, NotFound, ServiceUnavailable

if TYPE_CHECKING:
    import numpy as np

SAMPLE_RATE = 16_000
"""Hz; what Whisper was trained on. Other rates are resampled."""

MAX_SECONDS = 4 * 3600
"""A longer recording is refused: it is no outpatient visit, and would fill the memory."""


def load(path: Path) -> np.ndarray[Any, Any]:
    """The first audio track of `path` as float32 samples between -1 and 1, mono, `SAMPLE_RATE` Hz.

    Raises:
        NotFound: `scribe.no_such_file`.
        BadInput: `scribe.bad_audio` when the file can't be decoded, holds no audio or is cut to nothing,
            `scribe.audio_too_long` beyond `MAX_SECONDS`.
        ServiceUnavailable: `scribe.not_installed` without the scribe extra.
    """
    if not path.is_file():
        raise NotFound("scribe.no_such_file", file=path.name)
    try:
        import av
        import numpy as np
    except ImportError as error:
        raise ServiceUnavailable("scribe.not_installed", package="faster-whisper") from error
    try:
        chunks = _decode(path, av, np)
    except (av.FFmpegError, OSError, ValueError, EOFError) as error:
        raise BadInput("scribe.bad_audio", file=path.name, reason=type(error).__name__) from error
    if not chunks:
        raise BadInput("scribe.bad_audio", file=path.name, reason="empty")
    return np.concatenate(chunks).astype(np.float32) / 32768.0


def _decode(path: Path, av: Any, numpy: Any) -> list[Any]:
    chunks: list[Any] = []
    length = 0
    with av.open(str(path), mode="r", metadata_errors="ignore") as container:
        if not container.streams.audio:
            raise BadInput("scribe.bad_audio", file=path.name, reason="no audio track")
        resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
        for frame in _readable_frames(container, av):
            frame.pts = None
            for piece in resampler.resample(frame):
                chunks.append(piece.to_ndarray().reshape(-1))
                length += chunks[-1].size
            if length > MAX_SECONDS * SAMPLE_RATE:
                raise BadInput("scribe.audio_too_long", file=path.name, hours=MAX_SECONDS // 3600)
        chunks.extend(piece.to_ndarray().reshape(-1) for piece in resampler.resample(None))
    return [numpy.asarray(chunk) for chunk in chunks if chunk.size]


def _readable_frames(container: Any, av: Any) -> Any:
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
