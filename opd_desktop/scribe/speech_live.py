"""Text of a recording while it is made: in the scribe process, one thread hears pauses and another recognises.

What is said is recognised first at a breath and every few seconds, and shown as provisional; when the pause after it
is long enough to end the phrase, its text is there already. A recogniser that falls behind is given all that waits at
once: Whisper needs nearly as long for two seconds as for twenty, since it always looks at thirty.
"""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from opd_desktop.domain.errors import OpdError
from opd_desktop.scribe.speech_pauses import BREATH_S, WINDOW_BYTES, Chances, Phrase, Phrases

_EVERY_S = 2.0
"""So often the text of a phrase under way is renewed, where recognising leaves half of the time free."""
_QUICK_S = 1.2
"""A recogniser that takes longer is not asked at every breath: it would be late at the pause."""
_AT_ONCE_S = 28.0
"""Whisper looks at half a minute."""
_WAITING_S = 60.0
"""What waits for its text beyond this is left out, oldest first, unless all of it is wanted."""

Recognise = Callable[[bytes, bool], str | None]
"""Makes text of a phrase; told whether it has ended. Of one that may go on it may give up (None): what takes long then
would make the text at the pause late."""


@dataclass(frozen=True, slots=True)
class Heard:
    """Text of the seconds `start` to `end` of a recording; "" when nobody spoke there.

    `over`: the phrase has ended and this text stays, else it is replaced by the next. `took`: seconds of recognising.
    """

    start: float
    end: float
    text: str
    over: bool
    took: float = 0.0


class Stream:
    """One recording that is heard while it is made; `begin` starts it.

    Args:
        recogniser: loads the model and returns what makes text of a phrase; called on a thread of its own.
        detector: makes the voice detector, on a thread of its own.
        tell: gets each `Heard`; called from both threads.
        ended: called once at the end, with the error if it was one; `Cancelled` after `stop`.
        start: seconds into the recording at which the sound begins.
        complete: leave nothing out, however far recognising falls behind.
    """

    def __init__(
        self,
        recogniser: Callable[[], Recognise],
        detector: Callable[[], Chances],
        tell: Callable[[Heard], None],
        ended: Callable[[BaseException | None], None],
        *,
        start: float = 0.0,
        complete: bool = False,
    ) -> None:
        self._recogniser, self._detector = recogniser, detector
        self._tell, self._ended = tell, ended
        self._complete = complete
        self._sound: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._phrases = Phrases(start)
        self._work = threading.Condition()
        self._waiting: list[Phrase] = []
        self._draft: Phrase | None = None
        self._known: tuple[Phrase, str] | None = None
        self._drafted_to = start
        self._took = 0.0
        self._free_at = 0.0
        self._silent_from_now = False
        self._error: BaseException | None = None
        self._threads = [
            threading.Thread(target=self._listen, name="scribe-pauses", daemon=True),
            threading.Thread(target=self._recognise, name="scribe-live", daemon=True),
        ]

    def begin(self) -> None:
        """Load the model and hear what was taken meanwhile."""
        for thread in self._threads:
            thread.start()

    def take(self, samples: bytes) -> None:
        """More sound: 16-bit samples."""
        if samples:
            self._sound.put(samples)

    def pause(self) -> None:
        """The microphone is off for now: what was said last is a phrase."""
        self._sound.put(b"")

    def finish(self) -> None:
        """There is no more sound; `ended` follows when all of it is text."""
        self._sound.put(None)

    def stop(self, error: BaseException) -> None:
        """Leave the rest; `ended` follows with `error`."""
        with self._work:
            self._error = self._error or error
            self._work.notify_all()
        self._sound.put(None)

    def join(self, timeout: float) -> None:
        """Wait until its threads have ended."""
        for thread in self._threads:
            thread.join(timeout)

    # Pauses ------------------------------------------------------------------------------------------------

    def _listen(self) -> None:
        try:
            chances = self._detector()
            rest = b""
            while (block := self._sound.get()) is not None and self._error is None:
                rest = self._hear(chances, rest + block) if block else self._break()
            if self._error is None:
                self._break()
        except Exception as error:
            self.stop(error)
        with self._work:
            self._silent_from_now = True
            self._work.notify_all()

    def _hear(self, chances: Chances, samples: bytes) -> bytes:
        """Look at the whole windows; what is left of them."""
        for place, chance in enumerate(chances(samples)):
            phrase = self._phrases.add(samples[place * WINDOW_BYTES : (place + 1) * WINDOW_BYTES], chance)
            if phrase is not None:
                self._over(phrase)
        self._renew_draft()
        return samples[len(samples) // WINDOW_BYTES * WINDOW_BYTES :]

    def _break(self) -> bytes:
        phrase = self._phrases.flush()
        if phrase is not None:
            self._over(phrase)
        return b""

    def _over(self, phrase: Phrase) -> None:
        """A phrase has ended: its text is known from its last breath, or it waits for it."""
        with self._work:
            self._draft = None
            if self._known is not None and _same(self._known[0], phrase):
                text, self._known = self._known[1], None
                self._tell(Heard(phrase.start, phrase.end, text, True))
                return
            self._waiting.append(phrase)
            while not self._complete and len(self._waiting) > 1 and _seconds(self._waiting) > _WAITING_S:
                del self._waiting[0]
            self._work.notify_all()

    def _renew_draft(self) -> None:
        """Have what was said so far recognised at a breath, and in a long phrase every few seconds."""
        phrase = self._phrases.unfinished
        if phrase is None:
            return
        with self._work:
            news = phrase.spoken_to - max(phrase.start, self._drafted_to)
            if news <= 0:
                return
            breath = self._phrases.quiet_s >= BREATH_S and self._took <= _QUICK_S
            rested = time.monotonic() - self._free_at >= self._took
            if breath or (news >= max(_EVERY_S, 2 * self._took) and rested):
                self._draft = phrase
                self._work.notify_all()

    # Recognising -------------------------------------------------------------------------------------------

    def _recognise(self) -> None:
        error: BaseException | None = None
        try:
            recognise = self._recogniser()
            while (task := self._next()) is not None:
                phrase, over = task
                begun = time.monotonic()
                text = recognise(phrase.samples, over)
                self._recognised(phrase, text, over, time.monotonic() - begun)
        except Exception as failed:
            error = failed
            self.stop(failed)
        self._ended(self._error or error)

    def _next(self) -> tuple[Phrase, bool] | None:
        """What to recognise next, and whether it is all of a phrase; None at the end."""
        with self._work:
            while self._error is None:
                if self._waiting:
                    return self._all_that_waits(), True
                if self._draft is not None:
                    phrase, self._draft = self._draft, None
                    self._drafted_to = phrase.spoken_to
                    return phrase, False
                if self._silent_from_now:
                    return None
                self._work.wait()
        return None

    def _all_that_waits(self) -> Phrase:
        first, *_ = self._waiting
        taken = [self._waiting.pop(0)]
        while self._waiting and _seconds([*taken, self._waiting[0]]) <= _AT_ONCE_S:
            taken.append(self._waiting.pop(0))
        last = taken[-1]
        samples = b"".join(one.samples for one in taken)
        return Phrase(last.number, first.start, last.end, last.spoken_to, samples)

    def _recognised(self, phrase: Phrase, text: str | None, over: bool, took: float) -> None:
        with self._work:
            self._took, self._free_at = took, time.monotonic()
            if text is None:
                # What was told of it before stands.
                return
            if not over and self._waiting and _same(self._waiting[0], phrase):
                # It ended meanwhile, with nothing but silence after what was recognised.
                phrase, over = self._waiting.pop(0), True
            self._known = None if over else (phrase, text)
            self._tell(Heard(phrase.start, phrase.end, text, over, took))


def _same(one: Phrase, other: Phrase) -> bool:
    """Whether both hold the same speech."""
    return (one.number, one.spoken_to) == (other.number, other.spoken_to)


def _seconds(phrases: list[Phrase]) -> float:
    return sum(one.end - one.start for one in phrases)


def as_error(error: BaseException) -> OpdError:
    """What ended a stream, as the desk is told it."""
    from opd_desktop.scribe.speech_model import Cancelled

    if isinstance(error, Cancelled):
        return OpdError("scribe.cancelled")
    return error if isinstance(error, OpdError) else OpdError("scribe.bug", reason=type(error).__name__)
