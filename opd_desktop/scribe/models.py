"""What the scribe finds on this machine: speech models, language models, and what to do where there is none."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any, Literal

from opd_desktop.domain.errors import BadInput, ServiceUnavailable
from opd_desktop.scribe import speech_model
from opd_desktop.scribe.speech_model import Cancelled, SpeechModel


@dataclass(frozen=True, slots=True)
class LanguageModel:
    """A model that may reword drafts. `backend` is ``ollama`` or ``embedded``; `size` in bytes."""

    backend: str
    name: str
    size: int
    about: str
    path: str = ""


@dataclass(frozen=True, slots=True)
class LanguageSpeed:
    """What a language model does here: tokens written a second, seconds to expect for a visit of ten minutes, and
    how many of the `asked` test sentences the guard let stand."""

    tokens_s: float
    visit_s: float
    kept: int
    asked: int

    @property
    def fit(self) -> bool:
        """At least half of the test sentences stood."""
        return 2 * self.kept >= self.asked


@dataclass(frozen=True, slots=True)
class Survey:
    """What is there.

    Attributes:
        speech_ready: faster-whisper is installed.
        embedded_ready: the runtime for GGUF files is installed.
        ollama: "" when its server answers, else why not.
        unreadable: folders of models that may not be looked into.
    """

    speech: tuple[SpeechModel, ...]
    language: tuple[LanguageModel, ...]
    speech_ready: bool
    embedded_ready: bool
    ollama: str
    unreadable: tuple[str, ...] = ()

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Survey:
        """From JSON."""
        return cls(
            tuple(SpeechModel(**one) for one in told["speech"]),
            tuple(LanguageModel(**one) for one in told["language"]),
            bool(told["speech_ready"]),
            bool(told["embedded_ready"]),
            str(told["ollama"]),
            tuple(told["unreadable"]),
        )


def survey(folder: Path) -> Survey:
    """Look at the packages, `folder`, the caches and Ollama. Takes seconds at most; whatever is missing is left out."""
    from opd_desktop.scribe.backends import embedded, gguf, ollama

    files = gguf.gguf_files(folder)
    language = [LanguageModel("embedded", path.stem, path.stat().st_size, "GGUF", str(path)) for path in files]
    why = ""
    try:
        language += [
            LanguageModel("ollama", one.name, one.size, " ".join(filter(None, (one.parameters, one.quantization))))
            for one in ollama.models()
        ]
    except ServiceUnavailable as error:
        why = str(error.params.get("reason") or "no answer")
    ready = importlib.util.find_spec("faster_whisper") is not None
    unreadable = speech_model.unreadable_folders(folder)
    return Survey(speech_model.installed(folder), tuple(language), ready, embedded.available(), why, unreadable)


def measure(backend: str, model: str, cancel: Event, folder: Path | None = None) -> LanguageSpeed:
    """Let a language model reword the test sentences.

    Args:
        model: an Ollama name or the path of a GGUF file; "" for the one that would be taken.
        folder: this computer's GGUF files; default: `gguf.models_folder`.

    Raises:
        BadInput: `scribe.bad_request` for another backend.
        ServiceUnavailable: why it can't be asked, as `choosing.open_backend` says, or `scribe.llm_unavailable`.
        Cancelled: `cancel` was set.
    """
    from opd_desktop.scribe import choosing
    from opd_desktop.scribe.backends import Stopped

    if backend not in {"embedded", "ollama"}:
        raise BadInput("scribe.bad_request", reason="backend is embedded or ollama")
    kind: Literal["ollama", "embedded"] = "ollama" if backend == "ollama" else "embedded"
    opened = choosing.open_backend(kind, model or None, folder)
    try:
        speed = choosing.measure(opened, cancel)
    except Stopped as error:
        raise Cancelled from error
    finally:
        opened.close()
    return LanguageSpeed(round(speed.answer_tokens_s, 1), round(speed.visit_s, 1), speed.kept, speed.asked)


def pull(name: str, progress: Callable[[float], None], cancel: Event) -> str:
    """Have Ollama fetch a model.

    Raises:
        BadInput: `scribe.model_name` when it is no name of a model.
        ServiceUnavailable: `scribe.llm_unavailable` with the server's reason.
        Cancelled: `cancel` was set; what was fetched is used next time.
    """
    from opd_desktop.scribe.backends import ollama
    from opd_desktop.scribe.backends.base import Stopped

    wanted = name.strip()
    if not wanted or any(letter.isspace() for letter in wanted):
        raise BadInput("scribe.model_name", name=name)
    try:
        ollama.pull(wanted, lambda _step, share: progress(share), cancel)
    except Stopped as error:
        raise Cancelled from error
    return wanted
