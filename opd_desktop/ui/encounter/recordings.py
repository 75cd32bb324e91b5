"""The recordings of visits on this computer: which are not text yet, and how long those of signed visits stay."""

from collections.abc import Sequence
from pathlib import Path
from uuid import UUID

from opd_desktop.ui import scribe_choices
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.encounter import takes
from opd_desktop.ui.encounter.kept import draft_key
from opd_desktop.ui.encounter.microphone import PASSING
from opd_desktop.ui.encounter.takes import Take


class Recordings:
    """Of the desk's data folder."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._data_dir = desk.settings.data_dir

    @property
    def keep_days(self) -> int:
        """Days that they stay after signing, as chosen in Settings."""
        return scribe_choices.load(self._data_dir).keep_days

    def without_text(self, encounter_id: UUID | None, done: Sequence[Take]) -> Path | None:
        """The newest recording of a visit that no take is of."""
        return takes.without_text(self._data_dir, encounter_id, done)

    def signed(self, encounter_id: UUID) -> bool:
        """The note of a visit is signed; whether its sound stays for some days."""
        return takes.signed(self._data_dir, encounter_id, self._desk.now(), self.keep_days)

    def forget(self, encounter_id: UUID) -> None:
        """Delete those of a visit."""
        takes.forget(self._data_dir, encounter_id)

    def forget_overdue(self) -> None:
        """Delete the recordings and transcripts of signed visits that were kept long enough."""
        for left in takes.folder(self._data_dir).glob(f"*{PASSING}"):
            left.unlink(missing_ok=True)
        for key in takes.overdue(self._data_dir, self._desk.now(), self.keep_days):
            takes.forget(self._data_dir, key)
            self._desk.drafts.drop(draft_key(key))
