"""What services need from the outside, as Protocols; the composition root injects the real thing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

if TYPE_CHECKING:
    from opd_desktop.domain.note import Draft, DraftSentence, NoteSentence, Subject, Transcript, Validation
    from opd_desktop.domain.note_template import NoteTemplate
    from opd_desktop.domain.scribe_rules import LearnedRule, Observation


class Scribe(Protocol):
    """Drafting and validating notes; stateless, offline (`opd_desktop.scribe`)."""

    def draft(
        self,
        source: Transcript | str,
        *,
        template: NoteTemplate | None = None,
        rules: Sequence[LearnedRule] = (),
    ) -> Draft:
        """A SOAP draft of a transcript or of typed dialogue, by a template and with what was learned of a doctor."""

    def validate(
        self, note: str, dialogue: Transcript | str | None = None, subject: Subject | None = None
    ) -> Validation:
        """What a note says that the dialogue or the record of its subject does not carry, and what it leaves out."""

    def observe(self, drafted: Sequence[DraftSentence], final: Sequence[NoteSentence]) -> tuple[Observation, ...]:
        """What a doctor's edits of a draft say (`domain.scribe_rules.learn`)."""


class Fhir(Protocol):
    """R4 JSON from DTOs (`opd_desktop.fhir`). Every method returns a validated resource."""

    def resource(self, kind: str, source: Any) -> dict[str, Any]:
        """The FHIR resource of ``kind`` ("Patient", "Encounter", ...) made from a DTO."""

    def validate(self, resource: Mapping[str, Any]) -> None:
        """Raise `BadInput` ``fhir.invalid`` with the field at fault unless it is valid R4."""


class Outcome(StrEnum):
    """How a send attempt ended, as the channel can tell."""

    SENT = "sent"
    REFUSED = "refused"
    RETRY = "retry"
    UNKNOWN = "unknown"


class Recovery(StrEnum):
    """What is safe after an answer was lost: see the journeys design."""

    KEYED = "keyed"
    QUERYABLE = "queryable"
    CORRELATED = "correlated"
    BLIND = "blind"


@dataclass(frozen=True)
class OutgoingMessage:
    """One rendered message. ``attempt_id`` is the idempotency key that a keyed provider is given.

    ``communication_id`` stays the same over all attempts; e-mail makes its Message-ID of it.
    """

    attempt_id: UUID
    communication_id: UUID
    to: str
    subject: str
    body: str


@dataclass(frozen=True)
class SendResult:
    """``provider_id`` is the provider's own reference; ``detail`` is a code, never patient data."""

    outcome: Outcome
    provider_id: str | None = None
    detail: str = ""
    retry_after_s: float | None = None


class Channel(Protocol):
    """One provider behind the one sending port."""

    name: str
    recovery: Recovery

    def send(self, message: OutgoingMessage, *, timeout_s: float) -> SendResult:
        """Hand the message over, never raising for what a provider can do."""


@dataclass(frozen=True)
class Ports:
    """Everything injected into a unit of work."""

    scribe: Scribe
    fhir: Fhir
    channels: Sequence[Channel] = ()
