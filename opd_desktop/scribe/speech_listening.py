"""The desk's side of text while recording: sound goes to the scribe process, text comes back, on a thread of its own.

Nothing here blocks who feeds it. A process that dies is started again and given what it had not made text of; sound is
held in memory only, and the recording itself does not depend on any of this.
"""

from __future__ import annotations

import queue
import threading
from base64 import b64encode
from collections.abc import Callable, Sequence
from dataclasses import asdict
from typing import Any

from opd_desktop.domain.errors import OpdError, ServiceUnavailable
from opd_desktop.scribe.client import END, ScribeClient, result_of
from opd_desktop.scribe.sealed import RATE
from opd_desktop.scribe.speech_live import Heard
from opd_desktop.scribe.speech_model import Engine

BACK_OFF_S = (0.5, 1.0, 2.0)
"""Seconds before the process is started again after a crash, and again when it dies before any text."""
_HELD_S = 120
"""Sound that is held for a process that has to be started again; what is older is in the recording alone."""
_BLOCK = RATE
"""Bytes of one message when held sound is given again: half a second."""
_PAUSE, _FINISH, _CANCEL = "pause", "finish", "cancel"


class Listening:
    """One recording that becomes text while it is made.

    Args:
        client: gives the scribe process; called on the thread of this object.
        tell: gets each `Heard`, on that thread.
        ended: called once, with the error if it was one: as the scribe says, `scribe.cancelled` after `cancel`,
            `scribe.crashed` when the process keeps dying.
        complete: leave nothing out, however far recognising falls behind.
    """

    def __init__(
        self,
        client: Callable[[], ScribeClient],
        tell: Callable[[Heard], None],
        ended: Callable[[OpdError | None], None],
        *,
        language: str = "en",
        engine: Engine | None = None,
        complete: bool = False,
        back_off_s: Sequence[float] = BACK_OFF_S,
    ) -> None:
        self._client, self._tell, self._ended = client, tell, ended
        self._request = {
            "op": "listen",
            "language": language,
            "engine": asdict(engine) if engine else None,
            "complete": complete,
        }
        self._back_off_s = tuple(back_off_s)
        self._inbox: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._held = bytearray()
        self._held_from = 0
        self._finished = False
        self._text_since_start = False
        self._cancelled = threading.Event()
        self._thread = threading.Thread(target=self._run, name="scribe-listening", daemon=True)
        self._thread.start()

    def feed(self, samples: bytes) -> None:
        """More 16-bit mono samples, as the microphone gives them; returns at once."""
        self._inbox.put(samples)

    def pause(self) -> None:
        """The microphone is off for now; what was said last becomes text."""
        self._inbox.put(_PAUSE)

    def finish(self) -> None:
        """There is no more sound; `ended` follows when all of it is text."""
        self._inbox.put(_FINISH)

    def cancel(self) -> None:
        """Give it up; `ended` follows."""
        self._cancelled.set()
        self._inbox.put(_CANCEL)

    @property
    def alive(self) -> bool:
        """It has not ended."""
        return self._thread.is_alive()

    def join(self, timeout: float | None = None) -> None:
        """Wait until its thread has ended."""
        self._thread.join(timeout)

    def _run(self) -> None:
        error: OpdError | None = None
        try:
            self._hear()
        except OpdError as told:
            error = told
        except Exception as told:
            error = OpdError("scribe.bug", reason=type(told).__name__)
        self._ended(error)

    def _hear(self) -> None:
        crashes = 0
        while not self._through_one_process():
            crashes = 1 if self._text_since_start else crashes + 1
            if crashes > len(self._back_off_s):
                raise ServiceUnavailable("scribe.crashed")
            self._cancelled.wait(self._back_off_s[crashes - 1])

    def _through_one_process(self) -> bool:
        """Hear until the end; False when the process died before."""
        self._text_since_start = False
        self._raise_if_cancelled()
        # Each process has its own tag, so that the last words of a dead one are not taken for the next one's.
        tag = _Tag(self._inbox)
        channel = self._client().channel(tag)
        if channel is None:
            return False
        try:
            channel.send({**self._request, "start": self._held_from / RATE})
            for place in range(0, len(self._held), _BLOCK):
                channel.send(_sound(bytes(self._held[place : place + _BLOCK])))
            if self._finished:
                channel.send({"op": _FINISH})
            while True:
                over = self._take(self._inbox.get(), tag, channel.send)
                if over is not None:
                    return over
        finally:
            if self._cancelled.is_set():
                channel.cancel()
            channel.close()

    def _take(self, item: Any, tag: _Tag, send: Callable[[dict[str, Any]], bool]) -> bool | None:
        """One thing that came in: sound, a word of the desk, or an answer. True at the end, False when it died."""
        self._raise_if_cancelled()
        if isinstance(item, bytes):
            self._hold(item)
            send(_sound(item))
        elif isinstance(item, str):
            self._finished = self._finished or item == _FINISH
            send({"op": item})
        elif item[0] is tag:
            return self._answer(item[1])
        return None

    def _answer(self, answer: Any) -> bool | None:
        if answer is END:
            return False
        if answer.get("event") != "heard":
            result_of(answer)
            return True
        heard = Heard(**answer["heard"])
        self._text_since_start = True
        if heard.over:
            self._release(round(heard.end * RATE))
        self._tell(heard)
        return None

    def _hold(self, samples: bytes) -> None:
        self._held += samples
        too_much = len(self._held) // 2 - _HELD_S * RATE
        if too_much > 0:
            self._release(self._held_from + too_much)

    def _release(self, up_to: int) -> None:
        """Forget the samples before this one."""
        gone = min(max(0, up_to - self._held_from), len(self._held) // 2)
        del self._held[: 2 * gone]
        self._held_from += gone

    def _raise_if_cancelled(self) -> None:
        if self._cancelled.is_set():
            raise OpdError("scribe.cancelled")


class _Tag:
    """An inbox for the answers of one process."""

    def __init__(self, inbox: queue.SimpleQueue[Any]) -> None:
        self._inbox = inbox

    def put(self, answer: Any) -> None:
        self._inbox.put((self, answer))


def _sound(samples: bytes) -> dict[str, Any]:
    return {"op": "sound", "samples": b64encode(samples).decode()}
