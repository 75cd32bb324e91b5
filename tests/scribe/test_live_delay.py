"""How late live text is: counted from what a voice detector takes for a pause, whatever the recorder makes of it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np  # noqa: TID253 - a test's own start is not measured
import pytest

from opd_desktop.bench.scribe import live
from opd_desktop.bench.scribe.live import Phrase, delays
from tests.scribe import sounds


def test_a_pause_that_the_recorder_missed_counts_until_the_text_that_goes_beyond_it() -> None:
    phrases = [Phrase(4.0, 5.0, 6), Phrase(9.5, 10.0, 0), Phrase(14.0, 15.5, 20, over=False)]
    # The end at 3.4 is in the first phrase, the one at 9 only in the last with a word in it, nothing reaches 20.
    assert delays([3.4, 9.0, 20.0], phrases) == pytest.approx([1.6, 6.5])
    assert delays([], phrases) == []


@pytest.mark.speech
@pytest.mark.e2e
def test_a_recording_is_fed_at_its_own_pace_and_becomes_text(dictation: Path) -> None:
    found = live.measure(dictation, 6.0)
    assert found["clip_s"] == 7.0
    assert int(str(found["words"])) > 5
    assert int(str(found["pauses"])) >= 1
    assert found["without_text"] == 0


def test_the_noise_of_a_room_is_as_loud_as_it_is_called_and_always_the_same() -> None:
    speech = (sounds.dictation()[: 10 * sounds.RATE] * 32767).astype("<i2").tobytes()
    noisy = live.in_a_room(speech, 10)
    assert noisy == live.in_a_room(speech, 10)
    heard, mixed = (np.frombuffer(one, "<i2").astype(float) for one in (speech, noisy))
    spoken = heard[np.abs(heard) > 330]
    decibels = 10 * np.log10(np.mean(spoken**2) / np.mean((mixed - heard) ** 2))
    assert decibels == pytest.approx(10, abs=0.5)


def test_the_delay_is_measured_without_qt() -> None:
    code = "import sys; from opd_desktop.bench.scribe import live; from opd_desktop.scribe import speech_listening"
    told = subprocess.run(
        [sys.executable, "-c", f"{code}; print([one for one in sys.modules if one.startswith('PySide6')])"],
        capture_output=True,
        check=True,
        text=True,
    )
    assert told.stdout.strip() == "[]"
