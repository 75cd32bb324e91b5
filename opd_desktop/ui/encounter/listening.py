"""Listening to the turns that prove a sentence: decrypted off the GUI thread, heard from memory."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from opd_desktop.domain.errors import NotFound, ServiceUnavailable
from opd_desktop.domain.note import Transcript
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.encounter import takes
from opd_desktop.ui.encounter.takes import Sound, Take

if TYPE_CHECKING:
    from opd_desktop.ui.encounter.player import Player


class Listening(QObject):
    """Plays turns of a conversation.

    Attributes:
        playing: the turns that are heard now; an empty set when it ends.
        failed: why nothing is heard.
    """

    playing = Signal(object)
    failed = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._player: Player | None = None
        self._now: frozenset[int] = frozenset()

    def listen(self, transcript: Transcript | None, done: Sequence[Take], turns: Sequence[int]) -> None:
        """Play what proves a sentence; the same again while it is heard stops it."""
        wanted = frozenset(turns)
        if wanted and wanted == self._now:
            self.stop()
            return
        found = [turn for turn in (transcript.turns if transcript else ()) if turn.id in wanted]
        sounds = takes.sounds(done, found)
        if not sounds:
            self.failed.emit(NotFound("scribe.sound_gone"))
            return
        key = self._desk.drafts.key
        self._desk.run(
            self, "listen", lambda: _samples(sounds, key), lambda sound: self._play(sound, wanted), self._not_heard
        )

    def stop(self) -> None:
        """Be silent."""
        if self._player is not None:
            self._player.stop()

    def _play(self, samples: bytes, turns: frozenset[int]) -> None:
        if self._player is None:
            from opd_desktop.ui.encounter.player import Player

            self._player = Player(self)
            self._player.stopped.connect(lambda: self._tell(frozenset()))
            self._player.failed.connect(lambda code: self.failed.emit(ServiceUnavailable(code)))
        if self._player.play(samples):
            self._tell(turns)

    def _tell(self, turns: frozenset[int]) -> None:
        self._now = turns
        self.playing.emit(turns)

    def _not_heard(self, error: BaseException) -> None:
        self.failed.emit(NotFound("scribe.sound_gone") if isinstance(error, NotFound) else error)


def _samples(sounds: Sequence[Sound], key: bytes) -> bytes:
    """Decrypted in memory, for the loudspeaker alone."""
    from opd_desktop.scribe import audio

    return b"".join(audio.span(one.path, key if one.own else None, one.start, one.end) for one in sounds)
