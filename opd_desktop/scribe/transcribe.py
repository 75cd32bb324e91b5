"""Speech to numbered turns with faster-whisper, offline, guarded against text that nobody said."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event
from typing import Any

from opd_desktop.domain import note
from opd_desktop.domain.errors import BadInput
from opd_desktop.domain.note import DraftWarning, Speaker, Transcript, Turn
from opd_desktop.scribe import audio, channels, speech_loudness, speech_model, speech_quick
from opd_desktop.scribe.languages import AUTO
from opd_desktop.scribe.speakers import guess_speakers, is_dictation, roles_of
from opd_desktop.scribe.speech_guards import COVERAGE, MAX_NO_SPEECH, Word, covered, said, without_loops
from opd_desktop.scribe.speech_model import Cancelled, Engine

_MIN_SPEECH_S = 0.4
_PAD_S = 0.4
"""Kept around each stretch of speech for Whisper, as faster-whisper does."""
_PAD_COUNTED_S = 0.1
_SILENT = 1e-4
"""Largest sample of what needs no voice detector: nothing was recorded."""

_PROMPT = "The doctor examines the patient and orders a lipid panel, a complete blood count and paracetamol."
"""Sets spelling and punctuation, in each half minute anew. Kept short and in prose. On one real visit (tiny, int8) it
leaves 6.2 % of the words wrong; given for the first half minute alone 7.6 %, another sentence in its place 26.6 %."""

Progress = Callable[[float], None]
Span = tuple[float, float]


@dataclass(slots=True)
class _Heard:
    """What was recognised so far: words by channel, and the stretches of speech."""

    words: list[list[Word]] = field(default_factory=lambda: [[], []])
    speech: list[Span] = field(default_factory=list)
    seconds: float = 0.0
    two: bool | None = None
    """Two people on two channels; None until somebody spoke."""
    loudness: float = 0.0
    """Of the loudest piece; see `speech_loudness`."""
    language: str | None = None
    """What is spoken; None until somebody spoke, where the model is to tell."""


def transcribe(
    path: Path,
    *,
    key: bytes | None = None,
    engine: Engine | None = None,
    language: str = "en",
    progress: Progress | None = None,
    cancel: Event | None = None,
) -> Transcript:
    """Transcribe a recording into turns with times in seconds.

    The recording is worked on in pieces of a few minutes, so that its length does not matter for memory. Two channels
    with a person on each give the speakers. Silence gives no turns and the warning `no_speech`; when less than
    `COVERAGE` of the detected speech became text the warning is `low_coverage`, and no draft will be made of it. A
    quiet recording is raised first; `too_quiet` tells that it may not have been enough.

    Args:
        key: opens a recording that this program encrypted (`sealed`).
        language: ISO 639-1, or `languages.AUTO`: what the model takes the first minutes for.

    Raises:
        Cancelled: when `cancel` was set meanwhile.
        BadInput: `scribe.language` when the model hears English only, `scribe.unknown_language`.
        NotFound, BadInput, ServiceUnavailable: see `audio.windows` and `speech_model.load`.
    """
    chosen = engine or Engine()
    heard = _Heard()
    total = audio.duration(path)
    if progress:
        progress(0.0)
    for window in audio.windows(path, key):
        _stop_if(cancel)
        _hear(window, heard, _Listener(chosen, language, total, progress, cancel))
        if progress and total:
            progress(min(1.0, heard.seconds / total))
    return _transcript(heard, path, chosen, heard.language or ("en" if language == AUTO else language))


def live(samples: bytes, *, engine: Engine | None = None, language: str = "en", quick: bool = False) -> str:
    """The text of one phrase (16-bit mono samples), for the view while it is recorded; "" when nobody spoke.

    `quick`: by `speech_quick` where that can be trusted.

    Raises:
        BadInput, ServiceUnavailable: see `transcribe`.
    """
    sound, chosen = _raised(samples), engine or Engine()
    if quick and language != AUTO:
        text = _quick(sound, chosen, language)
        if text is not None:
            return text
    heard = _Heard()
    window = audio.Window(0.0, sound.reshape(1, -1))
    _hear(window, heard, _Listener(chosen, language, None, None, None, live=True))
    return " ".join("".join(word.text for word in heard.words[0]).split())


def live_while_said(samples: bytes, *, engine: Engine | None = None, language: str = "en") -> str | None:
    """The text of a phrase that goes on, by `speech_quick` alone; None where that can't be trusted.

    Raises:
        BadInput, ServiceUnavailable: see `transcribe`.
    """
    return _quick(_raised(samples), engine or Engine(), language)


def _raised(samples: bytes) -> Any:
    """16-bit samples as float32, raised where they are quiet."""
    import numpy as np

    sound = np.frombuffer(samples[: len(samples) // 2 * 2], dtype="<i2").astype(np.float32) / 32768.0
    return sound * speech_loudness.gain(sound.reshape(1, -1))


def _quick(sound: Any, engine: Engine, language: str) -> str | None:
    spans = _speech_spans(sound)
    if not spans:
        return ""
    model = speech_model.load(engine)
    speech = _spoken(sound, spans)
    spoken = _language(model, speech, language)
    return speech_quick.text(model, speech, spoken, _PROMPT if spoken == "en" else None)


def _spoken(samples: Any, spans: Sequence[Span]) -> Any:
    """The samples of the speech alone."""
    import numpy as np

    rate = audio.SAMPLE_RATE
    return np.concatenate([samples[int(start * rate) : int(end * rate)] for start, end in spans])


def _transcript(heard: _Heard, path: Path, engine: Engine, language: str) -> Transcript:
    speech_s = sum(end - start for start, end in heard.speech)
    turns, guess = _turns(heard)
    warnings: tuple[DraftWarning, ...] = ()
    if speech_s < _MIN_SPEECH_S or not turns:
        turns, guess = (), False
        warnings = (DraftWarning(code="no_speech", params={"seconds": round(heard.seconds, 1)}),)
    else:
        share = covered(heard.speech, sorted([*heard.words[0], *heard.words[1]], key=lambda word: word.start))
        if share < COVERAGE:
            warnings = (DraftWarning(code="low_coverage", params={"percent": round(share * 100)}),)
    if heard.loudness < speech_loudness.FAINT:
        warnings = (*warnings, DraftWarning(code="too_quiet"))
    return Transcript(
        turns=turns,
        warnings=warnings,
        speaker_guess=guess,
        language=language,
        duration_s=round(heard.seconds, 2),
        speech_s=round(speech_s, 2),
        source=path.name,
        model=Path(speech_model.model_path(engine.model)).name,
    )


@dataclass(frozen=True, slots=True)
class _Listener:
    """How a piece is recognised."""

    engine: Engine
    language: str
    total: float | None
    progress: Progress | None
    cancel: Event | None
    live: bool = False
    """Text as soon as can be: the likeliest words, without the time of each, which takes as long as the text itself."""


def _hear(window: audio.Window, heard: _Heard, how: _Listener) -> None:
    """Add what is said in a piece to `heard`."""
    heard.seconds = window.start + window.seconds
    samples = window.samples
    if float(abs(samples).max(initial=0.0)) < _SILENT:
        return
    heard.loudness = max(heard.loudness, speech_loudness.loudness(samples))
    samples = samples * speech_loudness.gain(samples)
    mono = samples.mean(axis=0) if samples.shape[0] == 2 else samples[0]
    spans = _speech_spans(mono)
    if not spans:
        return
    if samples.shape[0] == 2 and heard.two is None:
        heard.two = channels.two_people(samples)
    heard.speech += [(window.start + start, window.start + end) for start, end in map(_unpadded, spans)]
    if samples.shape[0] == 2 and heard.two:
        for number, channel in enumerate(channels.without_the_other(samples)):
            own = _speech_spans(channel)
            if own:
                heard.words[number] += _recognise(channel, own, window.start, how, heard)
    else:
        heard.words[0] += _recognise(mono, spans, window.start, how, heard)


def _speech_spans(samples: Any) -> list[Span]:
    """Stretches of speech in seconds, `_PAD_S` around each."""
    from faster_whisper.vad import VadOptions, get_speech_timestamps

    options = VadOptions(min_silence_duration_ms=500, speech_pad_ms=round(_PAD_S * 1000))
    rate = audio.SAMPLE_RATE
    return [(span["start"] / rate, span["end"] / rate) for span in get_speech_timestamps(samples, options)]


def _unpadded(span: Span) -> Span:
    less = min(_PAD_S - _PAD_COUNTED_S, (span[1] - span[0]) / 2)
    return span[0] + less, span[1] - less


def _recognise(samples: Any, spans: Sequence[Span], offset: float, how: _Listener, heard: _Heard) -> list[Word]:
    """The words of the speech in `spans`, with times in the whole recording."""
    model = speech_model.load(how.engine)
    _stop_if(how.cancel)
    speech = _spoken(samples, spans)
    if heard.language is None:
        heard.language = _language(model, speech, how.language)
    language = heard.language
    segments, _info = model.transcribe(
        speech,
        language=language,
        beam_size=1 if how.live else 5,
        temperature=0.0,
        word_timestamps=not how.live,
        # Silence is cut out already, and looking for it twice costs a twentieth of the time.
        vad_filter=False,
        condition_on_previous_text=False,
        # Not `initial_prompt`: that one is forgotten after half a minute, and full stops with it.
        hotwords=_PROMPT if language == "en" else None,
        hallucination_silence_threshold=None if how.live else 1.0,
        no_speech_threshold=MAX_NO_SPEECH,
    )
    clock = _Clock(spans)
    words: list[Word] = []
    for segment in segments:
        _stop_if(how.cancel)
        if said(segment):
            words += [Word(text, *clock.span(start, end, offset)) for text, start, end in _timed(segment)]
        if how.progress and how.total:
            how.progress(min(1.0, (offset + clock.moment(segment.end)) / how.total))
    return without_loops(words)


def _timed(segment: Any) -> list[tuple[str, float, float]]:
    """Its words with their times, or where those were not asked for, each with the time of them all."""
    if segment.words:
        return [(word.word, word.start, word.end) for word in segment.words]
    return [(f" {word}", segment.start, segment.end) for word in segment.text.split()]


def _language(model: Any, speech: Any, wanted: str) -> str:
    """What is spoken: as the person says, or as the model takes it."""
    if not model.model.is_multilingual:
        if wanted not in {"en", AUTO}:
            raise BadInput("scribe.language", language=wanted)
        return "en"
    if wanted == AUTO:
        return str(model.detect_language(speech, language_detection_segments=4)[0])
    if wanted not in model.supported_languages:
        raise BadInput("scribe.unknown_language", language=wanted)
    return wanted


class _Clock:
    """From seconds in the speech alone to seconds in the recording with its silence."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._begins: list[float] = []
        self._silence: list[float] = []
        spoken = 0.0
        for start, end in spans:
            self._begins.append(spoken)
            self._silence.append(start - spoken)
            spoken += end - start

    def moment(self, seconds: float) -> float:
        return seconds + self._silence[max(0, bisect_right(self._begins, seconds) - 1)]

    def span(self, start: float, end: float, offset: float) -> Span:
        """A word lies in one stretch of speech, the one of its middle."""
        silence = self._silence[max(0, bisect_right(self._begins, (start + end) / 2) - 1)]
        return round(offset + start + silence, 3), round(offset + end + silence, 3)


def _stop_if(cancel: Event | None) -> None:
    if cancel and cancel.is_set():
        raise Cancelled


_ENDS = re.compile(r"[.?!][\"')]*$")
_NO_END = re.compile(r"^(?:dr|mr|mrs|ms|st|vs)\.$", re.IGNORECASE)


def _sentences(words: Sequence[Word]) -> list[tuple[str, list[Word]]]:
    """Sentences with their words."""
    rows: list[list[Word]] = [[]]
    for word in words:
        rows[-1].append(word)
        text = word.text.strip()
        if _ENDS.search(text) and not _NO_END.match(text):
            rows.append([])
    spoken = [(" ".join("".join(word.text for word in row).split()), row) for row in rows if row]
    return [(text, row) for text, row in spoken if re.search(r"\w", text)]


def _turns(heard: _Heard) -> tuple[tuple[Turn, ...], bool]:
    """Numbered turns in the order of time, and whether the speakers are a guess from the words alone."""
    if heard.two:
        both = [_sentences(words) for words in heard.words]
        roles, sure = roles_of([[text for text, _ in rows] for rows in both])
        named = zip(roles, both, strict=True)
        rows = sorted(
            ((role, text, said) for role, found in named for text, said in found),
            key=lambda row: (row[2][0].start, row[2][-1].end, row[1]),
        )
        guess = not sure
    else:
        found = _sentences(heard.words[0])
        texts = [text for text, _ in found]
        speakers: list[Speaker] = guess_speakers(texts)
        rows = [(role, text, said) for role, (text, said) in zip(speakers, found, strict=True)]
        guess = bool(texts) and not is_dictation(texts)
    turns = tuple(
        Turn(
            id=number,
            speaker=role,
            text=text,
            start=round(said[0].start, 2),
            end=round(max(word.end for word in said), 2),
            words=_whole_words(said),
        )
        for number, (role, text, said) in enumerate(rows, start=1)
    )
    return turns, guess


def _whole_words(said: Sequence[Word]) -> tuple[note.Word, ...]:
    """Words as they are written: Whisper tells "38" and ".4" apart, and only the first has a space before it."""
    rows: list[list[Word]] = []
    for word in said:
        if rows and not word.text.startswith(" "):
            rows[-1].append(word)
        else:
            rows.append([word])
    return tuple(
        note.Word(
            text="".join(part.text for part in row).strip(), start=round(row[0].start, 2), end=round(row[-1].end, 2)
        )
        for row in rows
    )
