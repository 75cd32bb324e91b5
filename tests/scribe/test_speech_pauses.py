"""Where a phrase ends: by the rule, and by the voice detector in quiet, in noise and where nobody speaks."""

from __future__ import annotations

from itertools import pairwise

import numpy as np  # noqa: TID253 - a test's own start is not measured
import pytest
from hypothesis import given
from hypothesis import strategies as st

from opd_desktop.bench.scribe.live import in_a_room
from opd_desktop.scribe import speech_pauses
from opd_desktop.scribe.speech_pauses import BREATH_S, PAUSE_S, WINDOW_BYTES, WINDOW_S, Phrase, Phrases
from tests.scribe import sounds


def _said(phrases: Phrases, *parts: tuple[float, float]) -> list[Phrase]:
    """The phrases that end while parts of (seconds, chance of speech) are heard."""
    found = []
    for seconds, chance in parts:
        for _ in range(round(seconds / WINDOW_S)):
            ended = phrases.add(bytes(WINDOW_BYTES), chance)
            found += [ended] if ended else []
    return found


def _pcm(samples: sounds.Samples) -> bytes:
    return (samples.clip(-1, 1) * 32767).astype("<i2").tobytes()


def _phrases(sound: bytes) -> list[Phrase]:
    chances, phrases, found = speech_pauses.detector(), Phrases(), []
    for place in range(0, len(sound), 3 * WINDOW_BYTES):
        block = sound[place : place + 3 * WINDOW_BYTES]
        for number, chance in enumerate(chances(block)):
            ended = phrases.add(block[number * WINDOW_BYTES : (number + 1) * WINDOW_BYTES], chance)
            found += [ended] if ended else []
    last = phrases.flush()
    return [*found, last] if last else found


def test_a_pause_ends_a_phrase_and_a_little_of_the_silence_before_belongs_to_it() -> None:
    phrases = Phrases(start=10.0)
    (one,) = _said(phrases, (3.0, 0.02), (2.0, 0.9), (PAUSE_S + 0.1, 0.02), (2.0, 0.02))
    assert one.start == pytest.approx(12.6, abs=0.05)
    assert one.spoken_to == pytest.approx(15.0, abs=0.05)
    assert one.end == pytest.approx(15.0 + PAUSE_S, abs=0.05)
    assert len(one.samples) == round((one.end - one.start) / WINDOW_S) * WINDOW_BYTES
    assert phrases.unfinished is None


def test_a_cough_is_no_phrase_and_yes_is_one() -> None:
    assert _said(Phrases(), (1.0, 0.0), (0.13, 0.9), (2.0, 0.0)) == []
    assert len(_said(Phrases(), (1.0, 0.0), (0.26, 0.9), (2.0, 0.0))) == 1


def test_a_breath_ends_a_long_phrase_and_only_that() -> None:
    breath = (BREATH_S + 0.05, 0.1)
    assert _said(Phrases(), (3.0, 0.9), breath, (1.0, 0.9)) == []
    assert len(_said(Phrases(), (7.0, 0.9), breath, (1.0, 0.9))) == 1


def test_somebody_who_never_breathes_is_cut_where_speech_is_least_sure() -> None:
    phrases = Phrases()
    (one,) = _said(phrases, (10.0, 0.95), (0.1, 0.6), (3.0, 0.95))
    assert one.end == pytest.approx(10.0, abs=0.1)
    rest = phrases.flush()
    assert rest is not None
    assert rest.start == one.end
    assert (one.number, rest.number) == (0, 1)


def test_what_is_said_when_the_microphone_is_put_off_is_a_phrase() -> None:
    phrases = Phrases()
    assert _said(phrases, (1.0, 0.9)) == []
    assert phrases.unfinished is not None
    ended = phrases.flush()
    assert ended is not None
    assert ended.spoken_to == pytest.approx(1.0, abs=0.05)
    assert phrases.flush() is None


@given(st.lists(st.tuples(st.floats(0.1, 6.0), st.sampled_from([0.0, 0.2, 0.4, 0.6, 0.95])), max_size=12))
def test_phrases_follow_each_other_and_hold_each_window_once_at_most(parts: list[tuple[float, float]]) -> None:
    phrases = Phrases()
    found = _said(phrases, *parts)
    last = phrases.flush()
    found += [last] if last else []
    for one in found:
        assert one.start < one.spoken_to <= one.end
        assert len(one.samples) == round((one.end - one.start) / WINDOW_S) * WINDOW_BYTES
        assert one.end - one.start <= 12.1
    assert all(one.end <= other.start + 1e-9 for one, other in pairwise(found))


@pytest.mark.speech
def test_the_stream_is_heard_as_faster_whisper_hears_the_whole() -> None:
    from faster_whisper.vad import get_vad_model

    # From its first loud window on, as what is quiet before that is raised.
    windows = sounds.dictation()[: 400 * speech_pauses.WINDOW].reshape(-1, speech_pauses.WINDOW)
    sound = windows[int((np.sqrt((windows**2).mean(axis=1)) > 0.06).argmax()) :][:300].reshape(-1)
    stream, samples = speech_pauses.detector(), _pcm(sound)
    assert stream(b"\0" * 100) == []
    step = 3 * WINDOW_BYTES
    found = [one for place in range(0, len(samples), step) for one in stream(samples[place : place + step])]
    whole = get_vad_model()(np.frombuffer(samples, "<i2").astype(np.float32) / 32768.0)
    # Of its last window faster-whisper silences the end before it looks at it.
    assert found[:-1] == pytest.approx([float(one) for one in whole[:-1]], abs=1e-4)


@pytest.mark.speech
@pytest.mark.parametrize("decibels", [20, 10, 5])
def test_pauses_are_found_over_the_noise_of_a_room(decibels: int) -> None:
    clean = _pcm(sounds.dictation()[: 25 * sounds.RATE])
    expected = [one.spoken_to for one in _phrases(clean)]
    found = [one.spoken_to for one in _phrases(in_a_room(clean, decibels))]
    assert len(expected) >= 4
    met = sum(1 for end in expected if any(abs(end - other) < 0.4 for other in found))
    assert met >= len(expected) - 1


@pytest.mark.speech
def test_noise_and_music_are_no_phrase() -> None:
    room = in_a_room(_pcm(sounds.dictation()[: 20 * sounds.RATE]), -60)
    for sound in (_pcm(sounds.hiss(20)), _pcm(sounds.music(20)), bytes(20 * 2 * sounds.RATE), room):
        assert _phrases(sound) == []
