"""What the scribe's side of a visit shows. No Qt."""

from dataclasses import dataclass
from pathlib import Path

from opd_desktop.domain.note import DraftWarning, Finding, FindingKind, RunCard, Transcript, Turn, Validation
from opd_desktop.ui.encounter import takes
from opd_desktop.ui.encounter.takes import Take

BUSY = frozenset({"reading", "transcribing", "drafting"})


@dataclass(frozen=True)
class ScribeState:
    """What the right side shows.

    Attributes:
        phase: idle, consent (to be asked), recording, paused, dictating, reading, transcribing, drafting.
        seconds: length of the recording so far.
        share: of the work under way, 0 to 1.
        rewords: a language model rewords the draft that is being made.
        restarts: how often the process died during this work.
        silent: nothing is heard by the microphone.
        takes: the recordings that the transcript is of, in order.
        live: what was heard so far in the recording under way: seconds, text.
        provisional: the last of ``live`` is still being said, and may change.
        playing: the turns that are heard from the loudspeaker.
        kept: a recording that is not text yet (after a cancel or an error).
    """

    phase: str = "idle"
    seconds: float = 0.0
    share: float = 0.0
    rewords: bool = False
    restarts: int = 0
    silent: bool = False
    transcript: Transcript | None = None
    takes: tuple[Take, ...] = ()
    live: tuple[tuple[float, str], ...] = ()
    provisional: bool = False
    playing: frozenset[int] = frozenset()
    warnings: tuple[DraftWarning, ...] = ()
    run_card: RunCard | None = None
    validation: Validation | None = None
    checking: bool = False
    error: BaseException | None = None
    kept: Path | None = None

    @property
    def missing(self) -> tuple[Finding, ...]:
        """What was said and is not in the note."""
        found = self.validation.findings if self.validation else ()
        return tuple(one for one in found if one.kind is FindingKind.MISSING)

    @property
    def busy(self) -> bool:
        """The process works on something."""
        return self.phase in BUSY

    @property
    def at_work(self) -> bool:
        """It hears, or makes a draft of what it heard, and would still add to the note."""
        return self.phase not in {"idle", "consent"}

    @property
    def audible(self) -> frozenset[int]:
        """The turns that can be listened to."""
        return frozenset(turn.id for turn in self._turns() if takes.sounds(self.takes, (turn,)))

    def _turns(self) -> tuple[Turn, ...]:
        return self.transcript.turns if self.transcript and self.takes else ()
