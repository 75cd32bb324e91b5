"""A GGUF model inside this process, through llama.cpp as packed by `xllamacpp`; no server to install.

Which file is taken: `opd_desktop.scribe.backends.gguf`. It stays loaded until `unload`, since loading takes longer than
an answer. Nothing of one question is kept for the next: with it, the last digits of the arithmetic, and so now and then
a word, would depend on what was asked before.
"""

from __future__ import annotations

import importlib.util
import os
import secrets
import time
from pathlib import Path
from threading import Event, Lock
from typing import Any

from opd_desktop.domain.errors import ServiceUnavailable
from opd_desktop.scribe.backends import gguf
from opd_desktop.scribe.backends.base import Answer, Ask, ModelCard, Stopped, Tokens

_CONTEXT = 6144
_BATCH = 64
"""Tokens of a question that are read at a time: between two batches a cancel is noticed, so half as many as 128 make it
half the wait. A question costs 6.5 % more computing by it (SmolLM2 135M, 645 tokens, two cores); with 32 it is 23 %."""
_lock = Lock()
_open: dict[tuple[str, int, int], Embedded] = {}


class Embedded:
    """One GGUF model, loaded. Use `load`, which keeps one model loaded for all callers.

    Raises:
        ServiceUnavailable: `scribe.llm_not_installed` without `xllamacpp`, `scribe.llm_file_broken` when it can't load
            the file, and as `gguf.check` says.
    """

    def __init__(self, path: Path) -> None:
        try:
            import xllamacpp
        except ImportError as error:
            raise not_installed() from error
        gguf.check(path)
        threads = threads_for(os.cpu_count() or 1)
        parameters = xllamacpp.CommonParams()
        parameters.model.path = str(path)
        parameters.n_ctx = _CONTEXT
        parameters.n_parallel = 1
        parameters.warmup = False
        parameters.verbosity = -1
        parameters.n_batch = parameters.n_ubatch = _BATCH
        # By default the runtime would keep every question in memory, up to eight gigabytes of them.
        parameters.cache_ram_mib = 0
        parameters.cpuparams.n_threads = threads
        # The library opens a port on this machine; with a key that nobody else has, nobody else can use it.
        parameters.api_keys = [secrets.token_urlsafe(32)]
        try:
            self._server: Any = xllamacpp.Server(parameters)
        except RuntimeError as error:
            raise ServiceUnavailable("scribe.llm_file_broken", file=path.name) from error
        settings: dict[str, str | int | float | bool] = {
            "temperature": 0.0,
            "seed": 1,
            "num_ctx": _CONTEXT,
            "threads": threads,
        }
        self.card = ModelCard(
            "embedded", path.name, gguf.digest_of(path), f"xllamacpp {xllamacpp.__version__}", settings
        )
        self._busy = Lock()

    def close(self) -> None:
        """Nothing to do: the model stays loaded for the next visit; see `unload`."""

    def stop(self) -> None:
        """Free the model's memory."""
        self._server = None

    def answer(self, ask: Ask, tokens: Tokens | None = None, cancel: Event | None = None) -> Answer:
        """See `Backend.answer`. One question at a time; a second caller waits, unless it is cancelled."""
        body = {
            "messages": [{"role": "system", "content": ask.system}, {"role": "user", "content": ask.user}],
            "max_tokens": ask.max_tokens,
            "temperature": 0.0,
            "seed": 1,
            "stream": True,
            "return_progress": True,
            "cache_prompt": False,
            "response_format": {"type": "json_schema", "json_schema": {"name": "answer", "schema": ask.schema}},
        }
        while not self._busy.acquire(timeout=0.1):
            if cancel and cancel.is_set():
                raise Stopped
        heard = _Stream(tokens, cancel, ask.seconds)
        try:
            self._server.handle_chat_completions(body, heard.take)
        except (RuntimeError, ValueError) as error:
            raise ServiceUnavailable("scribe.llm_unavailable", reason="the model failed") from error
        finally:
            self._busy.release()
        return heard.answer()


class _Stream:
    """Collects the pieces of one answer; what `take` returns tells the library whether to stop."""

    def __init__(self, tokens: Tokens | None, cancel: Event | None, seconds: float) -> None:
        self._tokens = tokens
        self._cancel = cancel
        self._until = time.monotonic() + seconds
        self._pieces: list[str] = []
        self._timings: dict[str, float] = {}
        self._error = ""

    def take(self, part: Any) -> bool:
        if self._cancel and self._cancel.is_set():
            return True
        if time.monotonic() > self._until:
            self._error = "too slow"
            return True
        rows = part if isinstance(part, list) else [part]
        for row in rows:
            if not isinstance(row, dict) or "error" in row or row.get("code"):
                self._error = _why(row)
                return True
            told = (choice.get("delta", {}).get("content") for choice in row.get("choices", ()))
            self._pieces += [piece for piece in told if piece]
            self._timings = row.get("timings") or self._timings
        if self._tokens and self._pieces:
            self._tokens(len(self._pieces))
        return False

    def answer(self) -> Answer:
        if self._cancel and self._cancel.is_set():
            raise Stopped
        if self._error or not self._pieces:
            raise ServiceUnavailable("scribe.llm_unavailable", reason=self._error or "no answer")
        time = self._timings
        return Answer(
            "".join(self._pieces),
            int(time.get("prompt_n", 0)) + int(time.get("cache_n", 0)),
            time.get("prompt_ms", 0.0) / 1000,
            int(time.get("predicted_n", 0)),
            time.get("predicted_ms", 0.0) / 1000,
        )


def _why(row: Any) -> str:
    """What went wrong, in words, from a piece that is no piece of an answer."""
    if not isinstance(row, dict):
        return "no answer"
    told = row["error"] if isinstance(row.get("error"), dict) else row
    too_long = told.get("type") == "exceed_context_size_error"
    return "the question did not fit the model" if too_long else "the model failed"


def load(path: Path | None = None, folder: Path | None = None) -> Embedded:
    """The model at `path`, loaded once and shared; another path replaces it.

    Args:
        path: default: `gguf.find_model` in `folder`.

    Raises:
        ServiceUnavailable: `scribe.llm_no_file` or `scribe.llm_folder_unreadable` when there is none to take, and as
            `Embedded` says.
    """
    file = path or gguf.find_model(folder)
    if file is None:
        place = folder or gguf.models_folder()
        raise gguf.unreadable_folder(place) or ServiceUnavailable("scribe.llm_no_file", folder=str(place))
    found = gguf.check(file)
    key = (str(file.resolve()), found.st_size, found.st_mtime_ns)
    with _lock:
        if key not in _open:
            _drop()
            _open[key] = Embedded(file)
        return _open[key]


def unload() -> None:
    """Free the loaded model, if there is one."""
    with _lock:
        _drop()


def _drop() -> None:
    for model in _open.values():
        model.stop()
    _open.clear()


def threads_for(cores: int) -> int:
    """Threads to compute with: one core is left to the desk. The threads wait for each other after every layer, so on a
    busy machine as many threads as cores are many times slower than one fewer.
    """
    return max(1, cores - 1)


def available() -> bool:
    """Whether the runtime is installed."""
    return importlib.util.find_spec("xllamacpp") is not None


def not_installed() -> ServiceUnavailable:
    """That the runtime is missing, and how to get it."""
    return ServiceUnavailable("scribe.llm_not_installed", package="xllamacpp", install="opd-desktop[llm]")
