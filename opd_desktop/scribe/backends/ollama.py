"""A model in the Ollama server of this machine (or of `OLLAMA_HOST`), through its official client.

Protocol: https://docs.ollama.com/api. Structured output is asked for with `format`; models that "think" are told not
to, since thinking and `format` together give broken JSON.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import Event
from typing import Any
from urllib.parse import urlsplit

from opd_desktop.domain.errors import ServiceUnavailable
from opd_desktop.scribe.backends.base import ANSWER_S, Answer, Ask, ModelCard, Stopped, Tokens
from opd_desktop.scribe.backends.cutting import Line

MODEL_VARIABLE = "OPD_OLLAMA_MODEL"
CONNECT_S = 0.5
"""Seconds to wait for a connection; a server on this machine answers in milliseconds."""
PULL_S = 24 * 3600.0
"""Seconds that a pull may take as a whole."""
SILENT_S = 120.0
"""Seconds without a byte after which a pull is given up."""
_PROBE_S = 3.0
_NS = 1e9
_NOT_FOUND = 404
_HERE = frozenset({"", "localhost", "::1", "0.0.0.0"})  # noqa: S104 - addresses of this machine, nothing is bound


@dataclass(frozen=True, slots=True)
class OllamaModel:
    """A model that the server has. Size in bytes; `digest` is the manifest's SHA-256."""

    name: str
    digest: str
    size: int
    parameters: str
    quantization: str


class Ollama:
    """One model of the server.

    Args:
        model: name with or without tag; default `OPD_OLLAMA_MODEL`, else the largest one the server has.
        host: address; default `OLLAMA_HOST`, else this machine.
        answer_s: seconds that one answer may take as a whole, if the question does not say less.

    Raises:
        ServiceUnavailable: `scribe.llm_no_ollama` when the client is not installed or no server answers,
            `scribe.llm_no_model` when it has no model, or not the one asked for.
    """

    def __init__(self, model: str | None = None, host: str | None = None, answer_s: float = ANSWER_S) -> None:
        wanted = model or os.environ.get(MODEL_VARIABLE, "")
        self._answer_s = answer_s
        found = _named(wanted, models(host))
        shown = _shown(found.name, host)
        self._line = Line()
        self._client, self._failures = _connect(host, answer_s, self._line)
        self._thinks = "thinking" in (shown.capabilities or [])
        self._options = {"temperature": 0.0, "seed": 1, "num_ctx": 8192}
        elsewhere = _elsewhere(host or os.environ.get("OLLAMA_HOST") or "")
        settings = {**self._options, "thinking": False, **({"host": elsewhere} if elsewhere else {})}
        self.card = ModelCard("ollama", found.name, found.digest, "ollama", settings)

    def close(self) -> None:
        """Close the connection; the server keeps the model."""
        self._client.close()

    def answer(self, ask: Ask, tokens: Tokens | None = None, cancel: Event | None = None) -> Answer:
        """See `Backend.answer`. `cancel` cuts the connection at once, also while the server is silent; the server then
        ends its own work (https://docs.ollama.com/api)."""
        messages = [{"role": "system", "content": ask.system}, {"role": "user", "content": ask.user}]
        options = {**self._options, "num_predict": ask.max_tokens}
        extra = {"think": False} if self._thinks else {}
        seconds = min(self._answer_s, ask.seconds)
        pieces: list[str] = []
        with _cut_short(self._line, cancel, seconds), _worded(self._failures, self.card.model):
            stream = self._client.chat(
                model=self.card.model, messages=messages, format=ask.schema, options=options, stream=True, **extra
            )
            for part in stream:
                pieces.append(part.message.content or "")
                if part.done:
                    return Answer(
                        "".join(pieces),
                        part.prompt_eval_count or 0,
                        (part.prompt_eval_duration or 0) / _NS,
                        part.eval_count or 0,
                        (part.eval_duration or 0) / _NS,
                    )
                if tokens:
                    tokens(len(pieces))
                if cancel and cancel.is_set():
                    raise Stopped
        raise ServiceUnavailable("scribe.llm_unavailable", reason="the answer was cut off")


def models(host: str | None = None) -> tuple[OllamaModel, ...]:
    """The models that the server has, by name.

    Raises:
        ServiceUnavailable: `scribe.llm_no_ollama` when the client is not installed or no server answers.
    """
    client, failures = _connect(host, _PROBE_S)
    try:
        with _worded(failures):
            rows = client.list().models
    except ServiceUnavailable as error:
        raise ServiceUnavailable("scribe.llm_no_ollama", **error.params) from error
    finally:
        client.close()
    found = [
        OllamaModel(
            str(row.model),
            str(row.digest or "").removeprefix("sha256:"),
            int(row.size or 0),
            str((row.details.parameter_size if row.details else "") or ""),
            str((row.details.quantization_level if row.details else "") or ""),
        )
        for row in rows
        if row.model
    ]
    return tuple(sorted(found, key=lambda one: one.name))


def pull(
    name: str,
    progress: Callable[[str, float], None] | None = None,
    cancel: Event | None = None,
    host: str | None = None,
) -> None:
    """Have the server fetch a model; the only thing here that may use the internet, and only when asked.

    Args:
        progress: called with the server's own word for the step and the share done (0..1).

    Raises:
        ServiceUnavailable: `scribe.llm_unavailable` with the server's reason.
        Stopped: `cancel` was set; what was fetched is kept by the server and used next time.
    """
    line = Line()
    client, failures = _connect(host, SILENT_S, line)
    ended = ""
    try:
        with _cut_short(line, cancel, PULL_S), _worded(failures):
            for step in client.pull(name, stream=True):
                if cancel and cancel.is_set():
                    raise Stopped
                ended = step.status or ended
                if progress:
                    progress(ended, (step.completed or 0) / step.total if step.total else float(ended == "success"))
    finally:
        client.close()
    if ended != "success":
        raise ServiceUnavailable("scribe.llm_unavailable", reason=f"pull ended with: {ended or 'nothing'}")


def _named(wanted: str, found: tuple[OllamaModel, ...]) -> OllamaModel:
    if not found:
        raise ServiceUnavailable("scribe.llm_no_model", model=wanted)
    if not wanted:
        return max(found, key=lambda one: (one.size, one.name))
    for one in found:
        if one.name in {wanted, f"{wanted}:latest"}:
            return one
    raise ServiceUnavailable("scribe.llm_no_model", model=wanted)


def _shown(name: str, host: str | None) -> Any:
    """What the server knows of a model."""
    client, failures = _connect(host, _PROBE_S)
    try:
        with _worded(failures, name):
            return client.show(name)
    finally:
        client.close()


def _connect(host: str | None, read_s: float, line: Line | None = None) -> tuple[Any, tuple[type[Exception], ...]]:
    try:
        import httpx
        import ollama
    except ImportError as error:
        raise ServiceUnavailable("scribe.llm_not_installed", package="ollama", install="opd-desktop[scribe]") from error
    timeout = httpx.Timeout(read_s, connect=CONNECT_S)
    hooks = {"request": [line.trace_request] if line else []}
    client = ollama.Client(host=host or os.environ.get("OLLAMA_HOST"), timeout=timeout, event_hooks=hooks)
    return client, (httpx.HTTPError, ollama.ResponseError, ConnectionError, ValueError)


@contextmanager
def _cut_short(line: Line, cancel: Event | None, seconds: float) -> Iterator[None]:
    """What a connection that was cut on purpose fails with, as what was meant."""
    try:
        with line.watched(cancel, seconds):
            yield
    except ServiceUnavailable as error:
        if line.why == "stopped":
            raise Stopped from error
        if line.why == "late":
            raise ServiceUnavailable("scribe.llm_unavailable", reason="too slow") from error
        raise


@contextmanager
def _worded(failures: tuple[type[Exception], ...], model: str = "") -> Iterator[None]:
    """Failures of the client as one error; it names the kind of failure and never the text that was sent."""
    try:
        yield
    except failures as error:
        if model and getattr(error, "status_code", 0) == _NOT_FOUND:
            raise ServiceUnavailable("scribe.llm_no_model", model=model) from error
        raise ServiceUnavailable("scribe.llm_unavailable", reason=_reason(error)) from error


def _elsewhere(address: str) -> str:
    """The machine of the server, "" for this one: the run card tells where a conversation went."""
    host = urlsplit(address if "://" in address else f"//{address}").hostname or ""
    return "" if host in _HERE or host.startswith("127.") else host


def _reason(error: Exception) -> str:
    """What the server said, else what became of the connection."""
    if said := getattr(error, "error", ""):
        return str(said)[:120]
    name = type(error).__name__
    for part, words in (
        ("Timeout", "no answer in time"),
        ("Connect", "no connection"),
        ("Protocol", "the connection broke"),
    ):
        if part in name:
            return words
    return "the connection broke" if name in {"ReadError", "WriteError"} else name
