"""The desk's side of the scribe process: start it on first use, ask it, start it again after a crash."""

from __future__ import annotations

import contextlib
import itertools
import json
import queue
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any, Protocol, Self

from opd_desktop.domain import errors
from opd_desktop.domain.errors import OpdError, ServiceUnavailable
from opd_desktop.domain.note import Draft, DraftWarning, Subject, Transcript, Validation
from opd_desktop.domain.note_template import NoteTemplate
from opd_desktop.domain.scribe_rules import LearnedRule
from opd_desktop.scribe.models import LanguageSpeed, Survey
from opd_desktop.scribe.speech_model import Engine, Speed
from opd_desktop.scribe.words import warning

Progress = Callable[[float], None]
DRAFT_S = 300.0
"""Seconds to wait for a draft or a validation; a local language model may need most of it."""
_POLL_S = 0.1
_STUCK_S = 2.0
_DEATHS = frozenset({"scribe.crashed", "scribe.timeout"})
END = object()
"""What an inbox gets when the process has ended."""


class Inbox(Protocol):
    """Where the answers to one request go, from the thread that reads them."""

    def put(self, answer: Any, /) -> None:
        """Take one answer, or `END`."""


class ScribeClient:
    """A scribe process and the calls to it; safe to use from several threads.

    A request that meets a dying process is sent once more to a fresh one, since every operation is stateless.
    """

    def __init__(
        self,
        python: str = sys.executable,
        env: Mapping[str, str] | None = None,
        *,
        command: Sequence[str] | None = None,
    ) -> None:
        self._command = list(command or (python, "-m", "opd_desktop.scribe", "serve"))
        self._env = dict(env) if env is not None else None
        self._lock = threading.Lock()
        self._child: _Child | None = None
        self._ids = itertools.count(1)
        self._closed = False

    def transcribe(
        self,
        path: Path | str,
        on_progress: Progress | None = None,
        cancel: threading.Event | None = None,
        *,
        language: str = "en",
        key: bytes | None = None,
        engine: Engine | None = None,
    ) -> Transcript:
        """The transcript of a recording. `on_progress` gets the share done, on the calling thread.

        `key` opens one that this program encrypted; `engine` says which model is run how.

        Raises:
            OpdError: as the scribe says, `scribe.cancelled` after `cancel`, `scribe.crashed` after two crashes.
        """
        request = {
            "op": "transcribe",
            "path": str(Path(path).absolute()),
            "language": language,
            "key": key.decode() if key else None,
            "engine": asdict(engine) if engine else None,
        }
        return Transcript.model_validate(self._ask(request, on_progress, cancel, None))

    def measure(self, model: str = "", cancel: threading.Event | None = None) -> tuple[Speed, ...]:
        """How fast a speech model runs here, by device and compute type, the fastest first."""
        told = self._ask({"op": "measure", "engine": {"model": model}}, None, cancel)
        return tuple(Speed(**one) for one in told["speeds"])

    def measure_llm(
        self, backend: str, model: str, cancel: threading.Event | None = None, *, models: Path | None = None
    ) -> LanguageSpeed:
        """How fast a language model rewords here, and how many of its test sentences the guard let stand."""
        place = str(models) if models else None
        told = self._ask({"op": "measure_llm", "backend": backend, "model": model, "models": place}, None, cancel)
        return LanguageSpeed(**told)

    def models(self, folder: Path) -> Survey:
        """What is installed: speech models and language models; `folder` is where the person keeps theirs."""
        return Survey.of(self._ask({"op": "models", "folder": str(folder)}))

    def pull(self, name: str, on_progress: Progress | None = None, cancel: threading.Event | None = None) -> str:
        """Have Ollama fetch a model; returns its name.

        Raises:
            OpdError: `scribe.llm_unavailable` with Ollama's reason, `scribe.cancelled` after `cancel`.
        """
        return str(self._ask({"op": "pull", "name": name}, on_progress, cancel, None)["pulled"])

    def draft(
        self,
        source: Transcript | str,
        *,
        llm: str = "none",
        llm_model: str | None = None,
        bundle: bool = True,
        template: NoteTemplate | None = None,
        rules: Sequence[LearnedRule] = (),
        codes: Path | None = None,
        models: Path | None = None,
        on_progress: Progress | None = None,
        cancel: threading.Event | None = None,
    ) -> Draft:
        """A SOAP draft of a transcript or of typed dialogue; the rest as in `engine.draft`.

        A language model that takes the process down with it, or never ends, costs the rewording only: the draft is made
        without it then, and the warning `llm_crashed` says so.
        """
        given = source if isinstance(source, str) else source.model_dump(mode="json")
        request = {
            "op": "draft",
            "source": given,
            "llm": llm,
            "llm_model": llm_model,
            "bundle": bundle,
            "template": template.model_dump(mode="json") if template else None,
            "rules": [one.model_dump(mode="json") for one in rules],
            "codes": str(codes) if codes else None,
            "models": str(models) if models else None,
        }
        try:
            return Draft.model_validate(self._ask(request, on_progress, cancel))
        except ServiceUnavailable as error:
            if llm == "none" or error.code not in _DEATHS or (cancel and cancel.is_set()):
                raise
        made = Draft.model_validate(self._ask({**request, "llm": "none"}, on_progress, cancel))
        told = DraftWarning(code="llm_crashed", message=warning("llm_crashed", {}))
        return made.model_copy(update={"warnings": (*made.warnings, told)})

    def validate(
        self, note: str, dialogue: Transcript | str | None = None, subject: Subject | None = None
    ) -> Validation:
        """What a note says that the dialogue or the record of its subject does not carry, and what it leaves out."""
        given = dialogue.model_dump(mode="json") if isinstance(dialogue, Transcript) else dialogue
        told = subject.model_dump(mode="json") if subject else None
        request = {"op": "validate", "note": note, "dialogue": given, "subject": told}
        return Validation.model_validate(self._ask(request))

    def ping(self) -> int:
        """The process id of the running scribe, started if need be."""
        return int(self._ask({"op": "ping"})["pid"])

    def channel(self, inbox: Inbox) -> Channel | None:
        """For a request that goes on: what belongs to it is sent, and answers come, until it is closed.

        None when the process has just died. `speech_listening` makes use of it.
        """
        child, identity = self._running(), next(self._ids)
        return Channel(child, identity) if child.subscribe(identity, inbox) else None

    def close(self) -> None:
        """End the process and everything that waits for it. The client can't be used afterwards."""
        with self._lock:
            self._closed = True
            child, self._child = self._child, None
        if child:
            child.end()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def _ask(
        self,
        request: dict[str, Any],
        on_progress: Progress | None = None,
        cancel: threading.Event | None = None,
        timeout_s: float | None = DRAFT_S,
    ) -> dict[str, Any]:
        for _attempt in range(2):
            child = self._running()
            answer = child.ask(next(self._ids), request, on_progress, cancel, timeout_s)
            if answer is not None:
                return result_of(answer)
            self._forget(child)
        raise ServiceUnavailable("scribe.crashed")

    def _running(self) -> _Child:
        with self._lock:
            if self._closed:
                raise ServiceUnavailable("scribe.not_started", reason="closed")
            if self._child is None or not self._child.alive():
                if self._child:
                    self._child.end()
                self._child = _Child(self._command, self._env)
            return self._child

    def _forget(self, child: _Child) -> None:
        with self._lock:
            if self._child is child:
                self._child = None
        child.end()


class Channel:
    """What belongs to one request that goes on; safe to use from several threads."""

    def __init__(self, child: _Child, identity: int) -> None:
        self._child, self._identity = child, identity

    def send(self, request: dict[str, Any]) -> bool:
        """False when the process is gone; `END` follows then."""
        return self._child.send({**request, "id": self._identity})

    def cancel(self) -> None:
        """Ask the process to give the request up."""
        self._child.cancel(self._identity)

    def close(self) -> None:
        """No more answers are wanted."""
        self._child.unsubscribe(self._identity)


class _Child:
    """One process with the thread that reads its answers."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str] | None) -> None:
        try:
            self._process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
                list(command), stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=dict(env) if env is not None else None
            )
        except OSError as error:
            raise ServiceUnavailable("scribe.not_started", reason=error.strerror or type(error).__name__) from error
        self._write_lock = threading.Lock()
        self._waiting_lock = threading.Lock()
        self._waiting: dict[int, Inbox] = {}
        self._over = False
        self._reader = threading.Thread(target=self._read, name="scribe-answers", daemon=True)
        self._reader.start()

    def alive(self) -> bool:
        return not self._over and self._process.poll() is None

    def ask(
        self,
        identity: int,
        request: dict[str, Any],
        on_progress: Progress | None,
        cancel: threading.Event | None,
        timeout_s: float | None,
    ) -> dict[str, Any] | None:
        """The final answer, or None when the process ended before it came."""
        inbox: queue.SimpleQueue[Any] = queue.SimpleQueue()
        if not self.subscribe(identity, inbox):
            return None
        try:
            if not self.send({**request, "id": identity}):
                return None
            return self._wait(identity, inbox, on_progress, cancel, timeout_s)
        finally:
            self.unsubscribe(identity)

    def subscribe(self, identity: int, inbox: Inbox) -> bool:
        """Have the answers to a request put into `inbox`, `END` after them if the process ends; False when it has."""
        with self._waiting_lock:
            if not self._over:
                self._waiting[identity] = inbox
            return not self._over

    def unsubscribe(self, identity: int) -> None:
        """Answers to this request go nowhere from now on."""
        with self._waiting_lock:
            self._waiting.pop(identity, None)

    def cancel(self, identity: int) -> None:
        """Ask for a request to be given up."""
        self.send({"id": f"cancel-{identity}", "op": "cancel", "target": identity})

    def _wait(
        self,
        identity: int,
        inbox: queue.SimpleQueue[Any],
        on_progress: Progress | None,
        cancel: threading.Event | None,
        timeout_s: float | None,
    ) -> dict[str, Any] | None:
        asked_to_stop = False
        waited = 0.0
        while True:
            if cancel and cancel.is_set() and not asked_to_stop:
                asked_to_stop = True
                self.cancel(identity)
            try:
                answer = inbox.get(timeout=_POLL_S)
            except queue.Empty:
                waited += _POLL_S
                if timeout_s is not None and waited > timeout_s:
                    self._process.kill()
                    raise ServiceUnavailable("scribe.timeout", seconds=timeout_s) from None
                continue
            if answer is END:
                return None
            if answer.get("event") == "progress":
                if on_progress:
                    on_progress(float(answer.get("share", 0.0)))
                continue
            return dict(answer)

    def send(self, request: dict[str, Any]) -> bool:
        data = (json.dumps(request, ensure_ascii=False) + "\n").encode()
        with self._write_lock:
            try:
                assert self._process.stdin is not None  # noqa: S101 - opened with a pipe above
                self._process.stdin.write(data)
                self._process.stdin.flush()
            except (OSError, ValueError):
                return False
        return True

    def _read(self) -> None:
        stream = self._process.stdout
        assert stream is not None  # noqa: S101 - opened with a pipe above
        with contextlib.suppress(OSError, ValueError):
            for line in stream:
                try:
                    answer = json.loads(line)
                except ValueError:
                    continue
                with self._waiting_lock:
                    inbox = self._waiting.get(answer.get("id")) if isinstance(answer.get("id"), int) else None
                if inbox:
                    inbox.put(answer)
        with self._waiting_lock:
            self._over = True
            for inbox in self._waiting.values():
                inbox.put(END)

    def end(self) -> None:
        """Close stdin, wait, and if need be kill; leaves no process, thread or pipe behind."""
        # A process that reads no more keeps whoever writes to it, and the lock with them.
        if self._write_lock.acquire(timeout=_STUCK_S):
            self._write_lock.release()
        else:
            self._process.kill()
        with self._write_lock, contextlib.suppress(OSError, ValueError):
            if self._process.stdin:
                self._process.stdin.close()
        try:
            self._process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        if threading.current_thread() is not self._reader:
            self._reader.join(timeout=5)
        if self._process.stdout:
            self._process.stdout.close()


def result_of(answer: dict[str, Any]) -> dict[str, Any]:
    """The result in a final answer.

    Raises:
        OpdError: the error in it.
    """
    if answer.get("event") == "result":
        return dict(answer["result"])
    told = answer.get("error", {})
    kind = getattr(errors, str(told.get("kind", "")), OpdError)
    if not (isinstance(kind, type) and issubclass(kind, OpdError)):
        kind = OpdError
    raise kind(str(told.get("code", "scribe.bug")), **dict(told.get("params", {})))
