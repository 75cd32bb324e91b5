"""The port of a local language model: one question under a JSON schema, one answer with what it cost."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Event
from typing import Any, Literal, Protocol

Kind = Literal["ollama", "embedded"]
ANSWER_S = 120.0
"""Seconds to wait for one answer as a whole; loading a large model from disk counts."""
Tokens = Callable[[int], None]
"""Called with the number of tokens answered so far."""


class Stopped(Exception):
    """The answer was cancelled by the caller."""


@dataclass(frozen=True, slots=True)
class Ask:
    """One question. `max_tokens` is explicit, since a model's own default may cut an answer or never end it.

    Attributes:
        seconds: after which the answer is given up.
    """

    system: str
    user: str
    schema: dict[str, Any]
    max_tokens: int
    seconds: float = ANSWER_S


@dataclass(frozen=True, slots=True)
class Answer:
    """The raw text, with token counts and seconds as the model's runtime counted them (0 where it does not say)."""

    text: str
    prompt_tokens: int = 0
    prompt_s: float = 0.0
    answer_tokens: int = 0
    answer_s: float = 0.0


@dataclass(frozen=True, slots=True)
class ModelCard:
    """Which model answered, well enough to get the same one again.

    Attributes:
        digest: SHA-256 of the weights (GGUF file) or of the manifest (Ollama), in hex.
        settings: sampling and context, as given to the runtime.
    """

    backend: Kind
    model: str
    digest: str = ""
    runtime: str = ""
    settings: dict[str, str | int | float | bool] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """ "ollama:llama3.1:8b", as the run card shows it."""
        return f"{self.backend}:{self.model}"


@dataclass(frozen=True, slots=True)
class Speed:
    """What one model does on this machine.

    Attributes:
        prompt_tokens_s, answer_tokens_s: tokens a second read and written.
        visit_s: seconds to expect for a visit of ten minutes.
        kept, asked: how many test sentences it improved in a way that the guard let stand, of how many.
    """

    prompt_tokens_s: float
    answer_tokens_s: float
    visit_s: float
    kept: int
    asked: int

    @property
    def fit(self) -> bool:
        """Whether its rewordings are worth waiting for: at least half of the test sentences stood."""
        return 2 * self.kept >= self.asked


class Backend(Protocol):
    """A model that answers with JSON text."""

    @property
    def card(self) -> ModelCard:
        """The model's identity and settings."""

    def answer(self, ask: Ask, tokens: Tokens | None = None, cancel: Event | None = None) -> Answer:
        """The raw answer.

        Raises:
            ServiceUnavailable: `scribe.llm_unavailable` when there is none (not reachable, too slow, cut off).
            Stopped: `cancel` was set. Ollama is left at once; the embedded model ends with the token, or with the piece
                of the question, that it is at.
        """

    def close(self) -> None:
        """Give back connections and memory."""
