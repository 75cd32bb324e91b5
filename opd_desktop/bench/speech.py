"""Transcribing the sample dictation, against bare faster-whisper with the same model and settings."""

import time
from typing import Any

from opd_desktop.bench import Result
from opd_desktop.bench.scribe import live
from opd_desktop.paths import RESOURCES

_LIVE_S = 20.0
"""Of the sample, for the delay of live text: it is spoken at its own pace, and once more in noise."""
_NOISE_DB = 10
_SHOWN = frozenset({"after_pause_s", "pauses", "without_text", "absent"})


def run(rounds: int) -> Result:
    """Transcribe ``rounds`` times both ways, taking turns, with the model loaded before."""
    from opd_desktop.scribe import audio, speech_model, transcribe

    sample = RESOURCES / "samples" / "dictation.ogg"
    model = speech_model.load()
    ours, bare, length = [], [], 0.0
    transcribe.transcribe(sample)
    for _ in range(rounds):
        begin = time.perf_counter()
        length = transcribe.transcribe(sample).duration_s
        ours.append(1000 * (time.perf_counter() - begin))
        begin = time.perf_counter()
        segments, _info = model.transcribe(
            audio.load(sample), language="en", beam_size=5, temperature=0.0, word_timestamps=True, vad_filter=True
        )
        list(segments)
        bare.append(1000 * (time.perf_counter() - begin))
    notes: dict[str, Any] = {"audio_s": round(length, 1), "real_time_factor": round(min(ours) / 1000 / length, 3)}
    told = live.measure(sample, _LIVE_S, (_NOISE_DB,))
    notes |= {f"live_{key}": value for key, value in told.items() if key in _SHOWN}
    noisy: Any = told.get(f"room_{_NOISE_DB}_db", {})
    notes |= {f"live_{_NOISE_DB}_db_{key}": value for key, value in noisy.items() if key in _SHOWN}
    return Result(
        "speech", "transcript with turns and word times", ours, "bare faster-whisper, same model and beam", bare, notes
    )
