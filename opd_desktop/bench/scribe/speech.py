"""Speech: word error rate on a recorded clinic visit, text on silence, and the time against bare faster-whisper.

The recordings are those of canvas-medical/canvas-hyperscribe (MIT): a visit of 150 seconds with what was said, and
clips without a voice. Both engines run the same model with the same beam in the same process, in turns.
"""

from __future__ import annotations

import json
import random
import re
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from opd_desktop.bench.scribe import live
from opd_desktop.bench.scribe.data import folder
from opd_desktop.domain.errors import OpdError

SET = "hyperscribe-audio"
_RESAMPLES = 1000
_SILENT_S = 30


def measure(rounds: int = 2) -> dict[str, object]:
    """WER with a bootstrap interval over what was said turn by turn, words heard in silence, real-time factors."""
    from opd_desktop.scribe import speech_model

    place = folder(SET)
    if place is None:
        return {"absent": SET}
    try:
        model = speech_model.load()
    except OpdError as error:
        return {"absent": f"{SET} or a speech model ({error.code})"}
    found: dict[str, object] = {"silence": _silence(place)}
    visit = next((one for one in sorted(place.rglob("audio2transcript.json"))), None)
    if visit is None:
        return found | {"headline": "no visit with a transcript", "absent": f"{SET}: audio2transcript.json"}
    clip = next(iter(sorted(visit.parent.rglob("*.mp3"))))
    said = [row["text"] for rows in json.loads(visit.read_text(encoding="utf-8")).values() for row in rows]
    found |= _compared(clip, said, model, rounds)
    found["live"] = live.measure(clip, rooms=live.ROOMS_DB)
    rate: Any = found["word_error_rate"]
    ours: Any = found["ours"]
    silence: Any = found["silence"]
    delay: Any = found["live"]
    shown = delay.get("after_pause_s", {"median": "?", "p95": "?"})
    found["headline"] = (
        f"WER {rate['percent']} % ({rate['low']}-{rate['high']}), bare {rate['bare_percent']} %; "
        f"{silence['words']} words in {silence['seconds']} s without a voice; "
        f"RTF {ours['real_time_factor']}, {found['overhead']}x of bare faster-whisper; "
        f"live text {shown['median']} s after a pause (p95 {shown['p95']})"
    )
    return found


def _compared(clip: Path, said: Sequence[str], model: Any, rounds: int) -> dict[str, object]:
    from opd_desktop.scribe import audio, transcribe

    ours_s, bare_s, heard, bare = [], [], "", ""
    seconds = 0.0
    for _ in range(max(1, rounds)):
        begun = time.perf_counter()
        transcript = transcribe.transcribe(clip)
        ours_s.append(time.perf_counter() - begun)
        heard, seconds = transcript.text, transcript.duration_s
        begun = time.perf_counter()
        segments, _info = model.transcribe(
            audio.load(clip), language="en", beam_size=5, temperature=0.0, word_timestamps=True, vad_filter=True
        )
        bare = " ".join(segment.text.strip() for segment in segments)
        bare_s.append(time.perf_counter() - begun)
    errors = errors_by_turn(said, heard)
    low, high = _bootstrap(errors)
    return {
        "clip_s": round(seconds, 1),
        "words": sum(length for _, length in errors),
        "word_error_rate": {
            "percent": _percent(errors),
            "low": low,
            "high": high,
            "bare_percent": _percent(errors_by_turn(said, bare)),
        },
        "ours": {"seconds": round(min(ours_s), 2), "real_time_factor": round(min(ours_s) / seconds, 3)},
        "bare": {"seconds": round(min(bare_s), 2), "real_time_factor": round(min(bare_s) / seconds, 3)},
        "overhead": round(min(ours_s) / min(bare_s), 3),
        "rounds": rounds,
    }


def _silence(place: Path) -> dict[str, object]:
    """Words that came out of clips without a voice, and of digital silence."""
    import tempfile
    import wave

    from opd_desktop.scribe import transcribe

    words, seconds = 0, 0.0
    with tempfile.TemporaryDirectory() as temporary:
        silent = Path(temporary) / "silence.wav"
        with wave.open(str(silent), "wb") as out:
            out.setnchannels(1)
            out.setsampwidth(2)
            out.setframerate(16_000)
            out.writeframes(bytes(2 * 16_000 * _SILENT_S))
        clips = [silent, *sorted((place / "audio_no_voice").rglob("*.mp3"))]
        for clip in clips:
            heard = transcribe.transcribe(clip)
            words += len(heard.text.split())
            seconds += heard.duration_s
    return {"clips": len(clips), "seconds": round(seconds, 1), "words": words}


def errors_by_turn(said: Sequence[str], heard: str) -> list[tuple[int, int]]:
    """For each turn of the reference the word errors in it (substituted, left out, put in) and its length in words."""
    turns = [normal_words(text) for text in said]
    reference = [word for turn in turns for word in turn]
    wrong = _errors(reference, normal_words(heard))
    found, place = [], 0
    for turn in turns:
        if turn:
            found.append((sum(wrong[place : place + len(turn)]), len(turn)))
        place += len(turn)
    return found


def _errors(reference: Sequence[str], heard: Sequence[str]) -> list[int]:
    """Errors at each word of the reference, of an alignment with as few as possible (Levenshtein)."""
    rows = [list(range(len(heard) + 1))]
    for number, word in enumerate(reference, start=1):
        before, row = rows[-1], [number]
        for place, other in enumerate(heard, start=1):
            row.append(min(before[place] + 1, row[-1] + 1, before[place - 1] + (word != other)))
        rows.append(row)
    wrong = [0] * max(1, len(reference))
    left, right = len(reference), len(heard)
    while left or right:
        here = rows[left][right]
        if left and right and here == rows[left - 1][right - 1] + (reference[left - 1] != heard[right - 1]):
            wrong[left - 1] += reference[left - 1] != heard[right - 1]
            left, right = left - 1, right - 1
        elif left and here == rows[left - 1][right] + 1:
            wrong[left - 1] += 1
            left -= 1
        else:
            wrong[max(0, left - 1)] += 1
            right -= 1
    return wrong


def normal_words(text: str) -> list[str]:
    """Words for a word error rate: lower case, numbers as digits, one kind of apostrophe, one spelling of all right."""
    from opd_desktop.scribe.numbers import to_digits

    plain = to_digits(text.lower().replace("\u2019", "'")).replace("-", " ").replace("/", " over ")
    return re.findall(r"[a-z0-9']+", plain.replace("alright", "all right"))


def _percent(errors: Sequence[tuple[int, int]]) -> float:
    return round(100 * sum(wrong for wrong, _ in errors) / max(1, sum(length for _, length in errors)), 2)


def _bootstrap(errors: Sequence[tuple[int, int]]) -> tuple[float, float]:
    """The 95 % interval of the rate when turns are drawn anew; the seed is fixed."""
    chance = random.Random(1)  # noqa: S311 - resampling, not a secret
    rates = sorted(_percent(chance.choices(errors, k=len(errors))) for _ in range(_RESAMPLES))
    return rates[round(0.025 * _RESAMPLES)], rates[round(0.975 * _RESAMPLES) - 1]
