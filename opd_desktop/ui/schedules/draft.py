"""A schedule as it is being edited: all its fields, what is wrong with them, and what can be undone."""

import json
from dataclasses import asdict, dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from opd_desktop.services.dto.schedules import CreateSchedule, PatchSchedule, PreviewSchedule, ScheduleDto
from opd_desktop.ui.schedules.week import Block, Week, of_sessions, to_sessions

_MOST_UNDO = 200


@dataclass(frozen=True)
class Draft:
    """``schedule_id`` None is a new one; ``row_version`` is the one that was opened."""

    practitioner_id: UUID
    facility_id: UUID
    valid_from: date
    schedule_id: UUID | None = None
    row_version: int | None = None
    week: Week = ()
    service_type: str = "consultation"
    location_id: UUID | None = None
    slot_minutes: int = 15
    capacity: int = 1
    overbook_limit: int = 0
    buffer_before: int = 0
    buffer_after: int = 0
    valid_to: date | None = None
    active: bool = True

    @classmethod
    def of(cls, schedule: ScheduleDto) -> "Draft":
        """The draft of a schedule that is stored."""
        same = {
            name: getattr(schedule, name)
            for name in (
                "practitioner_id", "facility_id", "valid_from", "row_version", "service_type", "location_id",
                "slot_minutes", "capacity", "overbook_limit", "buffer_before", "buffer_after", "valid_to", "active",
            )
        }  # fmt: skip
        return cls(schedule_id=schedule.id, week=of_sessions(schedule.sessions), **same)

    def problem(self) -> tuple[str, str] | None:
        """The field that can't be saved as it is, and why: ``("week", "empty")``, ``("valid_to", "order")`` ..."""
        if not self.week:
            return "week", "empty"
        if self.valid_to is not None and self.valid_to < self.valid_from:
            return "valid_to", "order"
        if not self.service_type.strip():
            return "service_type", "empty"
        longest = max(one.end - one.start for one in self.week)
        if self.slot_minutes + self.buffer_before + self.buffer_after > longest:
            return "slot_minutes", "too_long"
        return None

    def create(self) -> CreateSchedule:
        """What creates it."""
        return CreateSchedule(**self._fields(), practitioner_id=self.practitioner_id, facility_id=self.facility_id)

    def patch(self) -> PatchSchedule:
        """What changes the stored one."""
        if self.schedule_id is None:
            raise ValueError("a new schedule is created, not changed")
        return PatchSchedule(id=self.schedule_id, row_version=self.row_version, active=self.active, **self._fields())

    def preview(self, start: date, end: date) -> PreviewSchedule:
        """What asks for the slots that it would make."""
        return PreviewSchedule(
            **self._fields(), practitioner_id=self.practitioner_id, facility_id=self.facility_id, id=self.schedule_id,
            start=start, end=end,
        )  # fmt: skip

    def _fields(self) -> dict[str, Any]:
        names = (
            "service_type", "location_id", "slot_minutes", "capacity", "overbook_limit", "buffer_before",
            "buffer_after", "valid_from", "valid_to",
        )  # fmt: skip
        return {name: getattr(self, name) for name in names} | {"sessions": to_sessions(self.week)}

    def to_json(self) -> dict[str, Any]:
        """Plain values, to be kept as a draft."""
        made: dict[str, Any] = json.loads(json.dumps(asdict(self), default=str))
        return made

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Draft | None":
        """What was kept; None for what an older program kept otherwise."""
        try:
            given = dict(kept)
            for name in ("practitioner_id", "facility_id", "schedule_id", "location_id"):
                given[name] = UUID(given[name]) if given[name] else None
            for name in ("valid_from", "valid_to"):
                given[name] = date.fromisoformat(given[name]) if given[name] else None
            given["week"] = tuple(
                Block(one["weekday"], one["start"], one["end"], tuple((low, high) for low, high in one["breaks"]))
                for one in given["week"]
            )
            return cls(**given)
        except (KeyError, TypeError, ValueError):
            return None


class History:
    """The states of a draft, to step back and forth in."""

    def __init__(self, first: Draft) -> None:
        self.stored = first
        self._states = [first]
        self._place = 0

    @property
    def now(self) -> Draft:
        """The present state."""
        return self._states[self._place]

    @property
    def changed(self) -> bool:
        """Whether it differs from what is stored."""
        return self.now != self.stored or self.now.schedule_id is None

    def push(self, draft: Draft) -> bool:
        """A new state; False if nothing differs."""
        if draft == self.now:
            return False
        self._states = [*self._states[: self._place + 1], draft][-_MOST_UNDO:]
        self._place = len(self._states) - 1
        return True

    def change(self, **fields: Any) -> bool:
        """A new state with other fields."""
        return self.push(replace(self.now, **fields))

    def back(self) -> bool:
        """One step back; False at the first state."""
        if self._place == 0:
            return False
        self._place -= 1
        return True

    def forth(self) -> bool:
        """One step forth again."""
        if self._place == len(self._states) - 1:
            return False
        self._place += 1
        return True
