"""What keeps text that nobody said out of a transcript, and tells when too little of what was said became text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

COVERAGE = 0.8
"""Share of detected speech that must have become text; below it the transcript warns instead of passing."""

MAX_NO_SPEECH = 0.6
_MIN_LOGPROB = -1.0
_MIN_WORD_SURE = 0.35
"""Mean probability of the words of a segment below which Whisper guesses; speech that is understood lies above 0.6."""
_MAX_COMPRESSION = 2.4
"""Whisper's own limit for text that repeats itself (openai/whisper, `compression_ratio_threshold`)."""
_MAX_RATE = 7.0
"""Words a second beyond which text is invented: the fastest speakers stay below 6."""
_LOOP = 4
"""The same words in a row, so often, are a loop of the model and not of a person."""
_NEAR_S = 0.6
"""Speech this near to a word counts as heard: word times are not exact."""

_NOISE = re.compile(
    r"^[\W\d]*(?:(?:mm+|hm+|hmm+|uh+|um+|ah+|oh+|la|da|you|thank you|thank you very much|bye|bye-bye|"
    r"\[.*?\]|\(.*?\)|\u266a.*?)[\W]*)+$",
    re.IGNORECASE,
)
_NEVER_SAID = re.compile(
    r"thank(?:s| you) for (?:watching|listening)|please subscribe|like and subscribe|"
    r"see you (?:in the )?next (?:video|time)|subtitles? (?:by|created)|transcri(?:bed|ption) by|amara\.org|"
    r"\bcaptions? by\b|www\.|https?:|\u266a|"
    r"^\W*(?:music|applause|laughter|silence)\W*$",
    re.IGNORECASE,
)
"""What Whisper learned from subtitles and says over noise and music."""


@dataclass(frozen=True, slots=True)
class Word:
    """A recognised word with its times in seconds from the start of the recording."""

    text: str
    start: float
    end: float


def said(segment: Any) -> bool:
    """Whether a segment of faster-whisper is speech and not one of Whisper's inventions."""
    text = segment.text.strip()
    words = text.split()
    if not words or _NEVER_SAID.search(text):
        return False
    if segment.no_speech_prob > MAX_NO_SPEECH and segment.avg_logprob < _MIN_LOGPROB:
        return False
    if segment.compression_ratio > _MAX_COMPRESSION:
        return False
    if _NOISE.match(text) and (segment.no_speech_prob > 0.3 or segment.avg_logprob < -0.8):
        return False
    sure = [float(word.probability) for word in segment.words or ()]
    if sure and sum(sure) / len(sure) < _MIN_WORD_SURE:
        return False
    seconds = max(0.01, segment.end - segment.start)
    return len(words) / seconds <= _MAX_RATE or len(words) < 4


def without_loops(words: Sequence[Word]) -> list[Word]:
    """`words` with phrases of one to six words that come `_LOOP` times in a row or more left once."""
    kept: list[Word] = []
    place = 0
    texts = [re.sub(r"\W", "", word.text).lower() for word in words]
    while place < len(words):
        size, times = _loop_at(texts, place)
        kept += words[place : place + size]
        place += size * times
    return kept


def _loop_at(texts: Sequence[str], place: int) -> tuple[int, int]:
    for size in range(1, 7):
        phrase = texts[place : place + size]
        if len(phrase) < size or phrase[0].isdigit():
            continue
        times = 1
        while texts[place + times * size : place + (times + 1) * size] == phrase:
            times += 1
        if times >= _LOOP:
            return size, times
    return 1, 1


def covered(speech: Sequence[tuple[float, float]], words: Sequence[Word]) -> float:
    """The share of the detected speech, in time, that lies near a recognised word; 1.0 without speech."""
    total = sum(end - start for start, end in speech)
    if total <= 0:
        return 1.0
    near = _joined([(word.start - _NEAR_S, word.end + _NEAR_S) for word in words])
    heard = 0.0
    place = 0
    for start, end in sorted(speech):
        while place < len(near) and near[place][1] <= start:
            place += 1
        for left, right in near[place:]:
            if left >= end:
                break
            heard += max(0.0, min(end, right) - max(start, left))
    return min(1.0, heard / total)


def _joined(spans: list[tuple[float, float]]) -> list[tuple[float, float]]:
    joined: list[tuple[float, float]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
