"""How late live text is: counted from what a voice detector takes for a pause, whatever the recorder makes of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from opd_desktop.bench.scribe import live
from opd_desktop.bench.scribe.live import Phrase, delays


def test_a_pause_that_the_recorder_missed_counts_until_the_text_that_goes_beyond_it() -> None:
    phrases = [Phrase(4.0, 4.0, 5.0, 6), Phrase(14.0, 14.0, 15.5, 20)]
    # The end at 3.4 is in the first phrase, the one at 9 only in the second, nothing reaches the last.
    assert delays([3.4, 9.0, 20.0], phrases) == pytest.approx([1.6, 6.5])
    assert delays([], phrases) == []


@pytest.mark.speech
@pytest.mark.e2e
def test_a_recording_is_fed_at_its_own_pace_and_becomes_text(dictation: Path) -> None:
    found = live.measure(dictation, 6.0)
    assert found["clip_s"] == 7.0
    assert int(str(found["words"])) > 5
    assert int(str(found["pauses"])) >= 1
