"""Text while it is recorded: known at a breath, merged when it falls behind, ended with an error that is told."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable, Iterator
from itertools import pairwise

import pytest

from opd_desktop.domain.errors import BadInput, ServiceUnavailable
from opd_desktop.scribe import speech_model, speech_quick, transcribe
from opd_desktop.scribe.speech_live import Heard, Stream, as_error
from opd_desktop.scribe.speech_model import Cancelled
from opd_desktop.scribe.speech_pauses import WINDOW_BYTES, WINDOW_S
from tests.scribe import sounds

VOICE, QUIET = b"\x01" * WINDOW_BYTES, b"\0" * WINDOW_BYTES


def _detector() -> Callable[[bytes], list[float]]:
    """Speech is what is not silent."""
    return lambda samples: [
        0.9 if samples[place] else 0.0 for place in range(0, len(samples) // WINDOW_BYTES * WINDOW_BYTES, WINDOW_BYTES)
    ]


class _Recogniser:
    """Counts the seconds of speech it is given; waits at a gate when it has one."""

    def __init__(self) -> None:
        self.asked: queue.SimpleQueue[float] = queue.SimpleQueue()
        self.gate = threading.Semaphore(1_000_000)
        self.quick = True
        """It makes text also of what is still being said."""

    def __call__(self, samples: bytes, over: bool) -> str | None:
        seconds = samples.count(b"\x01") / WINDOW_BYTES * WINDOW_S
        self.asked.put(seconds)
        self.gate.acquire()
        return f"{seconds:.1f}" if over or self.quick else None


class _Heard:
    def __init__(self, recogniser: _Recogniser, *, complete: bool = False, start: float = 0.0) -> None:
        self.told: queue.SimpleQueue[Heard] = queue.SimpleQueue()
        self.end: queue.SimpleQueue[BaseException | None] = queue.SimpleQueue()
        self.stream = Stream(lambda: recogniser, _detector, self.told.put, self.end.put, start=start, complete=complete)
        self.stream.begin()

    def say(self, *parts: tuple[bytes, float]) -> None:
        for window, seconds in parts:
            self.stream.take(window * round(seconds / WINDOW_S))

    def all(self) -> Iterator[Heard]:
        while not self.told.empty():
            yield self.told.get()


@pytest.fixture
def made() -> Iterator[Callable[..., _Heard]]:
    streams: list[_Heard] = []

    def make(recogniser: _Recogniser, **how: object) -> _Heard:
        streams.append(_Heard(recogniser, **how))  # type: ignore[arg-type]
        return streams[-1]

    yield make
    for one in streams:
        one.stream.stop(Cancelled())
        one.stream.join(10)


def test_what_was_recognised_at_a_breath_is_the_text_when_the_pause_goes_on(made: Callable[..., _Heard]) -> None:
    recogniser = _Recogniser()
    heard = made(recogniser, start=5.0)
    heard.say((QUIET, 1.0), (VOICE, 1.6), (QUIET, 0.3))
    first = heard.told.get(timeout=10)
    assert (first.text, first.over) == ("1.6", False)
    heard.say((QUIET, 0.4))
    second = heard.told.get(timeout=10)
    assert (second.text, second.over, second.took) == ("1.6", True, 0.0)
    assert second.start == first.start == pytest.approx(5.6, abs=0.05)
    assert recogniser.asked.get() == pytest.approx(1.6, abs=0.05)
    assert recogniser.asked.empty()
    heard.stream.finish()
    assert heard.end.get(timeout=10) is None


def test_what_goes_on_and_is_not_understood_quickly_waits_for_its_end(made: Callable[..., _Heard]) -> None:
    recogniser = _Recogniser()
    recogniser.quick = False
    heard = made(recogniser)
    heard.say((VOICE, 4.0))
    assert recogniser.asked.get(timeout=10) == pytest.approx(4.0, abs=0.05)
    heard.say((QUIET, 0.6))
    heard.stream.finish()
    assert heard.end.get(timeout=10) is None
    told = list(heard.all())
    assert [one.text for one in told if one.over] == ["4.0"]
    assert all(one.text for one in told)


def test_more_speech_after_a_breath_replaces_what_was_told(made: Callable[..., _Heard]) -> None:
    heard = made(_Recogniser())
    heard.say((VOICE, 1.0), (QUIET, 0.3))
    first = heard.told.get(timeout=10)
    heard.say((VOICE, 1.0), (QUIET, 0.6))
    heard.stream.finish()
    assert heard.end.get(timeout=10) is None
    *_, last = heard.all()
    assert (first.over, last.over) == (False, True)
    assert (first.start, last.text) == (last.start, "2.0")


def test_a_long_phrase_has_text_before_it_ends(made: Callable[..., _Heard]) -> None:
    heard = made(_Recogniser())
    heard.say((VOICE, 2.5))
    first = heard.told.get(timeout=10)
    assert not first.over
    assert float(first.text) >= 2.0


def test_phrases_that_wait_become_text_at_once_and_none_is_lost(made: Callable[..., _Heard]) -> None:
    recogniser = _Recogniser()
    recogniser.gate = threading.Semaphore(0)
    heard = made(recogniser)
    heard.say((VOICE, 1.0), (QUIET, 0.6))
    recogniser.asked.get(timeout=10)
    for _ in range(30):
        heard.say((VOICE, 3.0), (QUIET, 0.6))
    heard.stream.finish()
    while heard.stream._threads[0].is_alive():
        heard.stream._threads[0].join(1)
    waiting = sum(one.end - one.start for one in heard.stream._waiting)
    recogniser.gate.release(1_000)
    assert heard.end.get(timeout=10) is None
    rest = [recogniser.asked.get() for _ in range(recogniser.asked.qsize())]
    # A minute is kept, the oldest is left out; given in as few pieces as Whisper looks at at once.
    assert waiting <= 60.0
    assert max(rest) <= 28.0
    assert len(rest) <= 4
    spans = [(one.start, one.end) for one in heard.all() if one.over]
    assert all(one[1] <= other[0] + 0.01 for one, other in pairwise(spans))


def test_of_dictation_nothing_is_left_out(made: Callable[..., _Heard]) -> None:
    recogniser = _Recogniser()
    recogniser.gate = threading.Semaphore(0)
    heard = made(recogniser, complete=True)
    for _ in range(30):
        heard.say((VOICE, 3.0), (QUIET, 0.6))
    heard.stream.finish()
    recogniser.gate.release(1_000)
    assert heard.end.get(timeout=10) is None
    said = sum(float(one.text) for one in heard.all() if one.over)
    assert said == pytest.approx(90.0, abs=1.5)


def test_a_pause_of_the_microphone_ends_the_phrase(made: Callable[..., _Heard]) -> None:
    heard = made(_Recogniser())
    heard.say((VOICE, 1.0))
    heard.stream.pause()
    first = heard.told.get(timeout=10)
    assert (first.text, first.over) == ("1.0", True)
    heard.say((VOICE, 1.0))
    heard.stream.finish()
    assert heard.end.get(timeout=10) is None
    assert [one.text for one in heard.all() if one.over] == ["1.0"]


def test_silence_is_never_recognised(made: Callable[..., _Heard]) -> None:
    recogniser = _Recogniser()
    heard = made(recogniser)
    heard.say((QUIET, 30.0))
    heard.stream.finish()
    assert heard.end.get(timeout=10) is None
    assert recogniser.asked.empty()


def test_what_is_missing_ends_it_and_is_told() -> None:
    ends: queue.SimpleQueue[BaseException | None] = queue.SimpleQueue()

    def missing() -> Callable[[bytes], list[float]]:
        raise ServiceUnavailable("scribe.not_installed", package="faster-whisper")

    for recogniser, detector in ((lambda: str, missing), (missing, _detector)):
        stream = Stream(recogniser, detector, lambda _heard: None, ends.put)  # type: ignore[arg-type]
        stream.begin()
        error = ends.get(timeout=10)
        assert error is not None
        assert as_error(error).code == "scribe.not_installed"
        stream.join(10)
    assert as_error(Cancelled()).code == "scribe.cancelled"
    assert as_error(ValueError()).params == {"reason": "ValueError"}


@pytest.mark.parametrize(
    ("told", "once"),
    [
        ("It started about a week ago. It started about a week ago.", "It started about a week ago."),
        ("The diagnosis is a cute infection. The diagnosis is acute.", "The diagnosis is a cute infection."),
        ("No, no, nothing at all.", "No, no, nothing at all."),
        ("I take one in the morning and two at night.", "I take one in the morning and two at night."),
        ("", ""),
    ],
)
def test_of_what_a_model_says_twice_the_first_time_stays(told: str, once: str) -> None:
    assert speech_quick.once(told) == once


@pytest.mark.speech
def test_the_quick_way_hears_the_same_and_gives_up_rather_than_invent() -> None:
    speech = sounds.dictation()[: 5 * sounds.RATE]
    usual, quick = (transcribe.live(_pcm(speech), quick=how).lower() for how in (False, True))
    assert "fever" in usual
    assert "fever" in quick
    for silent in (sounds.hiss(4), sounds.music(4), sounds.hiss(4) * 0):
        assert transcribe.live(_pcm(silent), quick=True) == ""
    # Half a minute and more is for the usual way.
    assert speech_quick.text(speech_model.load(), sounds.dictation()[: 31 * sounds.RATE], "en", None) is None


@pytest.mark.speech
def test_what_is_not_trusted_is_recognised_in_the_usual_way(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    monkeypatch.setattr(speech_quick, "text", lambda *given: asked.append(given[2]))
    speech = _pcm(sounds.dictation()[: 5 * sounds.RATE])
    assert "fever" in transcribe.live(speech, quick=True).lower()
    assert asked == ["en"]
    assert transcribe.live_while_said(speech) is None
    with pytest.raises(BadInput) as refused:
        transcribe.live(speech, quick=True, language="fr")
    assert refused.value.code == "scribe.language"


def _pcm(samples: sounds.Samples) -> bytes:
    return (samples.clip(-1, 1) * 32767).astype("<i2").tobytes()
