"""Sound goes to the scribe process and text comes back, whatever becomes of the process meanwhile."""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from opd_desktop.domain.errors import OpdError
from opd_desktop.scribe.client import ScribeClient
from opd_desktop.scribe.sealed import RATE
from opd_desktop.scribe.speech_listening import Listening
from opd_desktop.scribe.speech_live import Heard
from tests.scribe import sounds

SECOND = bytes(2 * RATE)

# Tells what it is given, as text; dies after as many seconds of sound as it is told, once for each start.
_PROCESS = """
import base64, json, sys
lives = open(sys.argv[1], "a+"); lives.write("x"); lives.flush(); lives.seek(0)
dies_after = json.loads(sys.argv[2])[len(lives.read()) - 1]
seconds, start = 0.0, 0.0
def say(told): print(json.dumps(told), flush=True)
for line in sys.stdin:
    told = json.loads(line)
    if told["op"] == "listen":
        start = told["start"]
        say({"id": told["id"], "event": "heard", "heard": {"start": start, "end": start, "text": "", "over": False}})
    elif told["op"] == "sound":
        seconds += len(base64.b64decode(told["samples"])) / 32000
        if dies_after is not None and seconds >= dies_after: sys.exit(1)
        text = {"start": start, "end": start + 1, "text": f"{start:g}-{start + seconds:g}", "over": seconds >= 1}
        say({"id": told["id"], "event": "heard", "heard": text})
        if seconds >= 1: start, seconds = start + 1, seconds - 1
    elif told["op"] == "finish":
        say({"id": told["id"], "event": "result", "result": {}})
"""


class _Hearing:
    def __init__(self, client: ScribeClient, **how: Any) -> None:
        self.told: queue.SimpleQueue[Heard] = queue.SimpleQueue()
        self.end: queue.SimpleQueue[OpdError | None] = queue.SimpleQueue()
        self.listening = Listening(lambda: client, self.told.put, self.end.put, **how)

    def until(self, wanted: Callable[[Heard], bool]) -> Heard:
        while not wanted(heard := self.told.get(timeout=60)):
            pass
        return heard


@pytest.fixture
def client_of(tmp_path: Path) -> Iterator[Callable[[list[float | None]], ScribeClient]]:
    made: list[ScribeClient] = []

    def make(dies_after: list[float | None]) -> ScribeClient:
        command = [sys.executable, "-c", _PROCESS, str(tmp_path / "lives"), json.dumps(dies_after)]
        made.append(ScribeClient(command=command))
        return made[-1]

    yield make
    for one in made:
        one.close()


def test_a_process_that_dies_is_given_again_what_it_had_not_made_text_of(
    client_of: Callable[[list[float | None]], ScribeClient],
) -> None:
    hearing = _Hearing(client_of([3.0, None]), back_off_s=(0.01,))
    for _ in range(5):
        hearing.listening.feed(SECOND)
    hearing.listening.finish()
    assert hearing.end.get(timeout=60) is None
    hearing.listening.join()
    told = [hearing.told.get() for _ in range(hearing.told.qsize())]
    # It died at the third second, of which there was no text: the next begins with it, and nothing comes twice.
    assert [one.text for one in told if one.over] == ["0-1", "1-2", "2-3", "3-4", "4-5"]


def test_a_process_that_keeps_dying_is_told(
    client_of: Callable[[list[float | None]], ScribeClient], tmp_path: Path
) -> None:
    hearing = _Hearing(client_of([0.1] * 9), back_off_s=(0.01, 0.01))
    hearing.listening.feed(SECOND)
    # What was recorded meanwhile waits, and is not lost on a process that lives.
    error = hearing.end.get(timeout=60)
    hearing.listening.join()
    assert error is not None
    assert error.code == "scribe.crashed"
    assert len((tmp_path / "lives").read_text()) >= 3


def test_a_process_that_reads_nothing_holds_up_nobody() -> None:
    client = ScribeClient(command=[sys.executable, "-c", "import time; time.sleep(600)"])
    hearing = _Hearing(client)
    # Twice what fits a pipe, at once: were this thread the one that writes, it would never come back.
    for _ in range(40):
        hearing.listening.feed(SECOND)
    hearing.listening.cancel()
    client.close()
    error = hearing.end.get(timeout=60)
    hearing.listening.join()
    assert error is not None
    assert error.code == "scribe.cancelled"


def test_sound_is_held_for_two_minutes_and_no_longer(
    client_of: Callable[[list[float | None]], ScribeClient],
) -> None:
    hearing = _Hearing(client_of([None]))
    hearing.listening.cancel()
    hearing.listening.join()
    for _ in range(130):
        hearing.listening._hold(SECOND)
    assert (len(hearing.listening._held), hearing.listening._held_from) == (120 * 2 * RATE, 10 * RATE)
    hearing.listening._release(30 * RATE)
    assert (len(hearing.listening._held), hearing.listening._held_from) == (100 * 2 * RATE, 30 * RATE)
    hearing.listening._release(5 * RATE)
    assert hearing.listening._held_from == 30 * RATE


@pytest.mark.speech
@pytest.mark.e2e
def test_text_goes_on_after_the_scribe_was_killed_while_somebody_spoke() -> None:
    sound = (sounds.dictation()[: 16 * RATE] * 32767).astype("<i2").tobytes()
    with ScribeClient() as client:
        hearing = _Hearing(client, complete=True, back_off_s=(0.01,))
        half = 8 * 2 * RATE
        for place in range(0, half, 3200):
            hearing.listening.feed(sound[place : place + 3200])
        first = hearing.until(lambda heard: bool(heard.text))
        assert "fever" in first.text.lower() or "34" in first.text or "woman" in first.text.lower()
        os.kill(client.ping(), signal.SIGKILL)
        for place in range(half, len(sound), 3200):
            hearing.listening.feed(sound[place : place + 3200])
        hearing.listening.finish()
        assert hearing.end.get(timeout=60) is None
        hearing.listening.join()
        rest = [hearing.told.get() for _ in range(hearing.told.qsize())]
        text = " ".join(one.text for one in rest if one.over).lower()
        assert "chest pain" in text
        assert not [one for one in threading.enumerate() if one.name == "scribe-listening"]


@pytest.mark.speech
@pytest.mark.e2e
def test_silence_and_noise_become_no_text_and_a_second_recording_is_heard_as_the_first() -> None:
    speech = (sounds.dictation()[: 5 * RATE] * 32767).astype("<i2").tobytes()
    noise = (sounds.hiss(5) * 32767).astype("<i2").tobytes()
    with ScribeClient() as client:
        for sound, spoken in ((bytes(5 * 2 * RATE) + noise, False), (speech, True)):
            hearing = _Hearing(client)
            hearing.listening.feed(sound)
            hearing.listening.finish()
            assert hearing.end.get(timeout=60) is None
            hearing.listening.join()
            told = [hearing.told.get() for _ in range(hearing.told.qsize())]
            assert bool([one for one in told if one.text]) is spoken
