"""What of the calendar is wanted to be seen, and how that is kept; no Qt."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from opd_desktop.services.dto.appointments import AppointmentDto
from opd_desktop.services.dto.facilities import PractitionerDto
from opd_desktop.services.dto.schedules import SlotDto

#: The states that visits may be filtered by, in the order of a visit's life.
STATES = ("booked", "arrived", "checked-in", "in-consultation", "fulfilled", "noshow", "cancelled")


@dataclass(frozen=True)
class Filter:
    """Only these; an empty set leaves that question open. States are those that visits show, the queue's included."""

    doctors: frozenset[UUID] = frozenset()
    specialties: frozenset[str] = frozenset()
    services: frozenset[str] = frozenset()
    states: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.doctors or self.specialties or self.services or self.states)

    def __len__(self) -> int:
        return len(self.doctors) + len(self.specialties) + len(self.services) + len(self.states)

    def shows_person(self, person: PractitionerDto) -> bool:
        """Whether the column of a practitioner is wanted: one of the doctors or of the specialties."""
        if not self.doctors and not self.specialties:
            return True
        return person.id in self.doctors or person.specialty in self.specialties

    def shows_visit(self, visit: AppointmentDto) -> bool:
        """Whether a visit is wanted; whose it is was asked before."""
        if self.services and visit.service_type not in self.services:
            return False
        return not self.states or shown_state(visit) in self.states

    def shows_slot(self, slot: SlotDto) -> bool:
        """Whether a free place is wanted."""
        return not self.services or slot.service_type in self.services

    def to_json(self) -> dict[str, list[str]]:
        """As it is kept."""
        return {
            "doctors": sorted(map(str, self.doctors)),
            "specialties": sorted(self.specialties),
            "services": sorted(self.services),
            "states": sorted(self.states),
        }

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Filter":
        """What was kept; what can't be understood (an older program wrote it) is left open."""

        def words(key: str) -> frozenset[str]:
            found = kept.get(key)
            return frozenset(one for one in found if isinstance(one, str)) if isinstance(found, list) else frozenset()

        doctors = set()
        for text in words("doctors"):
            try:
                doctors.add(UUID(text))
            except ValueError:
                continue
        states = words("states") & frozenset(STATES)
        return cls(frozenset(doctors), words("specialties"), words("services"), states)


NO_FILTER = Filter()


def shown_state(visit: AppointmentDto) -> str:
    """The state that a visit shows: the queue's while in the queue, else its own; a called one is still waiting."""
    if visit.status == "checked-in" and visit.queue_state == "in-consultation":
        return "in-consultation"
    return visit.status.value
