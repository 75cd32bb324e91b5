"""What is typed and proposed for an encounter, as it is kept on this computer until it is safe or signed."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from opd_desktop.domain.note import Transcript
from opd_desktop.ui.drafts import Drafts
from opd_desktop.ui.encounter import note_json
from opd_desktop.ui.encounter.lines import NoteState
from opd_desktop.ui.encounter.takes import Take


@dataclass(frozen=True)
class Kept:
    """What was on screen when it was last kept.

    Attributes:
        version: of the note in the database that it was typed upon.
        dirty: it holds text that the database did not have.
        takes: the recordings that the transcript is of.
    """

    note: NoteState
    version: int
    dirty: bool
    at: datetime
    transcript: Transcript | None
    takes: tuple[Take, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As `Drafts` keeps it."""
        return {
            "note": note_json.to_json(self.note),
            "version": self.version,
            "dirty": self.dirty,
            "at": self.at.isoformat(),
            "transcript": self.transcript.model_dump(mode="json") if self.transcript else None,
            "takes": [take.to_json() for take in self.takes],
        }

    @classmethod
    def read(cls, data: dict[str, Any]) -> "Kept":
        """The other way round.

        Raises:
            KeyError, TypeError, ValueError: it was written by another version of the program.
        """
        transcript = data["transcript"]
        return cls(
            note_json.from_json(data["note"]),
            int(data["version"]),
            bool(data["dirty"]),
            datetime.fromisoformat(data["at"]),
            Transcript.model_validate(transcript) if transcript else None,
            tuple(Take.read(one) for one in data.get("takes", ())),
        )


def draft_key(encounter_id: UUID) -> str:
    """Where the text of an encounter is kept."""
    return f"encounter/{encounter_id}"


def put(drafts: Drafts, encounter_id: UUID, now: Kept) -> None:
    """Keep it in place of what was kept before."""
    drafts.put(draft_key(encounter_id), now.to_json())


def drop(drafts: Drafts, encounter_id: UUID) -> None:
    """Forget it."""
    drafts.drop(draft_key(encounter_id))


def get(drafts: Drafts, encounter_id: UUID) -> Kept | None:
    """What was kept, None without any, or if another version of the program wrote it."""
    found = drafts.get(draft_key(encounter_id))
    if found is None:
        return None
    try:
        return Kept.read(found)
    except (KeyError, TypeError, ValueError):
        drop(drafts, encounter_id)
        return None
