"""The recordings of one visit on one line of time: each take begins where the one before ended. No Qt."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from opd_desktop.domain.note import Transcript, Turn, stretches
from opd_desktop.scribe.sealed import SUFFIX

SIGNED = ".signed"
_MARGIN_S = 0.15
"""Heard before and after a sentence: word times cut close."""
_GAP_S = 0.4
"""Sentences nearer than this are heard as one."""


@dataclass(frozen=True)
class Take:
    """A recording that is text.

    Attributes:
        seconds: its length.
        own: recorded here, so it is encrypted and goes when the note is signed.
    """

    path: Path
    seconds: float
    own: bool

    def to_json(self) -> dict[str, Any]:
        """As it is kept with the draft."""
        return {"path": str(self.path), "seconds": self.seconds, "own": self.own}

    @classmethod
    def read(cls, data: dict[str, Any]) -> "Take":
        """The other way round.

        Raises:
            KeyError, TypeError, ValueError: it was written by another version of the program.
        """
        return cls(Path(data["path"]), float(data["seconds"]), bool(data["own"]))


@dataclass(frozen=True)
class Sound:
    """A stretch of one recording, in its own seconds."""

    path: Path
    own: bool
    start: float
    end: float


def joined(first: Transcript | None, second: Transcript) -> Transcript:
    """A conversation that goes on: numbers and times of ``second`` continue those of ``first``, so that what points
    to a turn of the first take still points to it."""
    if first is None or not (first.turns or first.duration_s):
        return second
    last, offset = max((turn.id for turn in first.turns), default=0), first.duration_s
    more = tuple(_later(turn, last + number, offset) for number, turn in enumerate(second.turns, 1))
    turns = first.turns + more
    warnings = (*first.warnings, *(one for one in second.warnings if one not in first.warnings))
    if turns:
        warnings = tuple(one for one in warnings if one.code != "no_speech")
    return first.model_copy(
        update={
            "turns": turns,
            "duration_s": round(offset + second.duration_s, 2),
            "speech_s": round(first.speech_s + second.speech_s, 2),
            "source": ", ".join(filter(None, (first.source, second.source))),
            "warnings": warnings,
            "speaker_guess": first.speaker_guess or second.speaker_guess,
            "model": second.model or first.model,
        }
    )


def _later(turn: Turn, number: int, offset: float) -> Turn:
    times = {
        name: None if value is None else round(value + offset, 2)
        for name, value in (("start", turn.start), ("end", turn.end))
    }
    words = tuple(
        word.model_copy(update={"start": round(word.start + offset, 2), "end": round(word.end + offset, 2)})
        for word in turn.words
    )
    return turn.model_copy(update={"id": number, "words": words, **times})


def sounds(takes: Sequence[Take], turns: Iterable[Turn]) -> list[Sound]:
    """What to listen to for these turns, in the order of time; neighbours become one stretch."""
    found = []
    for start, end in stretches(turns, _GAP_S):
        begins = 0.0
        for take in takes:
            if begins <= start < begins + take.seconds:
                first = max(0.0, start - begins - _MARGIN_S)
                last = min(take.seconds, end - begins + _MARGIN_S)
                found.append(Sound(take.path, take.own, first, last))
            begins += take.seconds
    return found


def folder(data_dir: Path) -> Path:
    """Where recordings are until the note is signed; only this computer's user can read it."""
    return data_dir / "recordings"


def recordings(data_dir: Path, encounter_id: UUID | None) -> list[Path]:
    """The recordings of a visit made here, oldest first."""
    if encounter_id is None:
        return []
    return sorted(folder(data_dir).glob(f"{encounter_id}-*{SUFFIX}"))


def without_text(data_dir: Path, encounter_id: UUID | None, done: Iterable[Take]) -> Path | None:
    """The newest recording of a visit that none of its takes is of."""
    known = {take.path for take in done}
    return next((path for path in reversed(recordings(data_dir, encounter_id)) if path not in known), None)


def forget(data_dir: Path, encounter_id: UUID) -> None:
    """Delete the recordings of a visit."""
    for path in (*recordings(data_dir, encounter_id), _mark(data_dir, encounter_id)):
        path.unlink(missing_ok=True)


def signed(data_dir: Path, encounter_id: UUID, now: datetime, keep_days: int) -> bool:
    """The note is signed: delete its recordings, or remember the day if they are to be kept for some; True if kept.

    The day of the first signature stands, so that nothing that is done later keeps them longer.
    """
    if keep_days <= 0 or not recordings(data_dir, encounter_id):
        forget(data_dir, encounter_id)
        return False
    mark = _mark(data_dir, encounter_id)
    if not mark.exists():
        mark.write_text(now.isoformat(), encoding="ascii")
    return True


def overdue(data_dir: Path, now: datetime, keep_days: int) -> list[UUID]:
    """The signed visits whose recordings were kept long enough; a mark that can't be read counts as old."""
    found = []
    for mark in folder(data_dir).glob(f"*{SIGNED}"):
        try:
            key = UUID(mark.stem)
        except ValueError:
            continue
        try:
            since = datetime.fromisoformat(mark.read_text(encoding="ascii"))
        except (OSError, ValueError):
            since = now - timedelta(days=keep_days)
        if now - since >= timedelta(days=keep_days):
            found.append(key)
    return found


def _mark(data_dir: Path, encounter_id: UUID) -> Path:
    return folder(data_dir) / f"{encounter_id}{SIGNED}"
