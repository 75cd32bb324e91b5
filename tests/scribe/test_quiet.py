"""A microphone that is turned down or far away: speech in it is heard, and silence stays silence."""

from __future__ import annotations

from pathlib import Path

import numpy as np  # noqa: TID253 - a test's own start is not measured
import pytest

from opd_desktop.bench.scribe.speech import errors_by_turn
from opd_desktop.scribe import engine, speech_loudness, speech_pauses, transcribe
from opd_desktop.scribe.speech_pauses import WINDOW_BYTES
from tests.scribe import sounds
from tests.scribe.sounds import RATE, Samples


def _as_recorded(sound: Samples) -> Samples:
    """In 16 bits, as the recorder writes them."""
    return (np.round(sound * 32767) / 32768).astype(np.float32)


@pytest.mark.speech
@pytest.mark.parametrize("volume", [0.1, 0.01])
def test_speech_at_a_hundredth_of_the_volume_is_heard_nearly_as_well(volume: float, tmp_path: Path) -> None:
    speech = sounds.dictation()[: 8 * RATE]
    whole = engine.transcribe(sounds.write(tmp_path / "whole.wav", speech))
    quiet = engine.transcribe(sounds.write(tmp_path / "quiet.wav", _as_recorded(speech * volume)))
    wrong = errors_by_turn([turn.text for turn in whole.turns], quiet.text)
    assert sum(errors for errors, _ in wrong) <= 0.1 * sum(words for _, words in wrong)
    assert quiet.warnings == ()


@pytest.mark.speech
@pytest.mark.parametrize("volume", [0.1, 0.01])
@pytest.mark.parametrize("sound", [sounds.music(3), sounds.mumbling(3), sounds.hiss(6)], ids=["music", "mumble", "fan"])
def test_no_noise_becomes_text_because_it_is_quiet(sound: Samples, volume: float, tmp_path: Path) -> None:
    heard = engine.transcribe(sounds.write(tmp_path / "noise.wav", _as_recorded(sound * volume)))
    assert heard.turns == ()
    assert heard.warnings[0].code == "no_speech"


@pytest.mark.speech
def test_a_muted_microphone_is_told(tmp_path: Path) -> None:
    heard = engine.transcribe(sounds.write(tmp_path / "muted.wav", sounds.hiss(6) * 0.001))
    assert [warning.code for warning in heard.warnings] == ["no_speech", "too_quiet"]


@pytest.mark.speech
def test_live_text_of_a_quiet_phrase_is_that_of_a_loud_one() -> None:
    phrase = sounds.dictation()[: 8 * RATE]
    loud, quiet = ((phrase * volume * 32767).astype("<i2").tobytes() for volume in (1.0, 0.01))
    assert transcribe.live(quiet).split()[:5] == transcribe.live(loud).split()[:5]


@pytest.mark.parametrize("volume", [1.0, 0.1, 0.01])
def test_pauses_are_found_in_a_quiet_stream_as_in_a_loud_one(volume: float) -> None:
    sound = (sounds.dictation()[: 20 * RATE] * volume * 32767).astype("<i2").tobytes()
    chances = speech_pauses.detector()
    speech = [
        chance >= 0.5
        for place in range(0, len(sound), 3 * WINDOW_BYTES)
        for chance in chances(sound[place : place + 3 * WINDOW_BYTES])
    ]
    assert 0.5 < sum(speech) / len(speech) < 0.95


def test_what_is_loud_enough_is_left_as_it_is_and_a_bump_does_not_count() -> None:
    speech = sounds.dictation()[: 20 * RATE].reshape(1, -1)
    assert speech_loudness.gain(speech) == 1.0
    quiet = speech * np.float32(0.01)
    bumped = quiet.copy()
    bumped[:, RATE : RATE + 1600] = 0.9
    assert speech_loudness.gain(bumped) == pytest.approx(speech_loudness.gain(quiet), rel=0.2)
    assert speech_loudness.gain(np.zeros((1, 0), np.float32)) == 1.0


def test_one_answer_in_minutes_of_silence_is_not_raised_beyond_measure() -> None:
    silence = sounds.hiss(120).reshape(1, -1) * np.float32(0.01)
    loudest = int(np.abs(sounds.dictation()).argmax())
    silence[:, RATE : 2 * RATE] = sounds.dictation()[loudest - RATE // 2 : loudest + RATE // 2]
    assert speech_loudness.gain(silence) * np.abs(silence).max() < 3.0


def test_the_gain_of_a_stream_is_the_same_however_it_is_cut() -> None:
    rows = (sounds.dictation()[: 512 * 90] * 0.01).reshape(-1, 512)
    whole, parts = speech_loudness.StreamGain(0.032), speech_loudness.StreamGain(0.032)
    assert whole.of(rows) == [one for place in range(0, 90, 7) for one in parts.of(rows[place : place + 7])]
