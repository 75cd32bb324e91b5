"""The scribe as a process of its own: JSON lines in on stdin, JSON lines out on stdout, the speech model kept loaded.

Requests are `{"id": 1, "op": "transcribe" | "draft" | "validate" | "measure" | "measure_llm" | "models" | "pull" |
"cancel" | "ping", ...}`; answers carry the same id and one `event` of `result`, `error` or `progress`. Work is done one
request at a time in order; `cancel` and `ping` are answered at once. The process ends when stdin does.

`listen` hears a recording while it is made, beside that work: `sound` with the same id brings samples, `pause` says
that the microphone is off for now, `finish` that there is no more. Answers have the event `heard` until the `result`.
"""

from __future__ import annotations

import json
import os
import queue
import sys
import threading
from base64 import b64decode
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

from pydantic import ValidationError

from opd_desktop.domain.errors import BadInput, OpdError
from opd_desktop.domain.note import Transcript
from opd_desktop.domain.note_template import NoteTemplate
from opd_desktop.domain.scribe_rules import LearnedRule
from opd_desktop.scribe import engine, speech_live, speech_pauses, turns
from opd_desktop.scribe.languages import AUTO
from opd_desktop.scribe.speech_live import Heard, Stream
from opd_desktop.scribe.speech_model import Cancelled, Engine, share_processors
from opd_desktop.scribe.validation import subject_of
from opd_desktop.words import describe

MAX_LINE = 16_000_000
Progress = Callable[[float], None]


def serve(source: TextIO | None = None, sink: TextIO | None = None) -> int:
    """Answer requests until the input ends; returns the exit code."""
    share_processors()
    return _Server(source or sys.stdin, sink or _private_stdout()).run()


def _private_stdout() -> TextIO:
    """Stdout for answers alone: whatever a library prints goes to stderr instead of between the lines."""
    sys.stdout.flush()
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return answers


class _Server:
    def __init__(self, source: TextIO, sink: TextIO) -> None:
        self._source = source
        self._sink = sink
        self._lock = threading.Lock()
        self._jobs: queue.SimpleQueue[tuple[object, dict[str, Any], threading.Event] | None] = queue.SimpleQueue()
        self._cancels: dict[object, threading.Event] = {}
        self._streams: dict[object, Stream] = {}

    def run(self) -> int:
        worker = threading.Thread(target=self._work, name="scribe-work", daemon=True)
        worker.start()
        try:
            while line := self._source.readline(MAX_LINE):
                self._take(line)
        except (OSError, ValueError):
            pass
        for event in list(self._cancels.values()):
            event.set()
        streams = list(self._streams.values())
        for stream in streams:
            stream.stop(Cancelled())
        self._jobs.put(None)
        worker.join(timeout=10)
        for stream in streams:
            stream.join(timeout=10)
        return 0

    def _take(self, line: str) -> None:
        if not line.strip():
            return
        try:
            request = json.loads(line)
            identity, op = request["id"], request["op"]
            hash(identity)
        except (ValueError, TypeError, KeyError, RecursionError):
            self._error(None, BadInput("scribe.bad_request", reason="a JSON object with id and op expected"))
            return
        if op == "ping":
            self._say({"id": identity, "event": "result", "result": {"pid": os.getpid()}})
        elif op == "cancel":
            event = self._cancels.get(request.get("target"))
            stream = self._streams.get(request.get("target"))
            if event:
                event.set()
            if stream:
                stream.stop(Cancelled())
            self._say({"id": identity, "event": "result", "result": {"cancelled": bool(event or stream)}})
        elif op == "listen":
            self._listen(identity, request)
        elif op in _OF_A_STREAM:
            self._stream(identity, request)
        elif op in _OPERATIONS:
            cancel = threading.Event()
            self._cancels[identity] = cancel
            self._jobs.put((identity, request, cancel))
        else:
            self._error(identity, BadInput("scribe.bad_request", reason="unknown op"))

    def _listen(self, identity: object, request: dict[str, Any]) -> None:
        def heard(told: Heard) -> None:
            self._say({"id": identity, "event": "heard", "heard": asdict(told)})

        def ended(error: BaseException | None) -> None:
            self._streams.pop(identity, None)
            if error is None:
                self._say({"id": identity, "event": "result", "result": {}})
            else:
                self._error(identity, speech_live.as_error(error))

        try:
            how, language = _how(request), str(request.get("language") or "en")
            start = request.get("start", 0.0)
            if not isinstance(start, int | float):
                raise BadInput("scribe.bad_request", reason="start in seconds expected")
        except BadInput as error:
            self._error(identity, error)
            return
        complete = bool(request.get("complete"))
        self._streams[identity] = stream = Stream(
            lambda: _recogniser(how, language, quick=not complete),
            speech_pauses.detector,
            heard,
            ended,
            start=start,
            complete=complete,
        )
        stream.begin()

    def _stream(self, identity: object, request: dict[str, Any]) -> None:
        """More of a recording that is heard; nothing when hearing it has ended already, with an error say."""
        try:
            samples = b64decode(_text(request, "samples"), validate=True) if request["op"] == "sound" else b""
        except (ValueError, BadInput):
            self._error(identity, BadInput("scribe.bad_request", reason="samples in base64 expected"))
            return
        stream = self._streams.get(identity)
        if stream is None:
            return
        if request["op"] == "sound":
            stream.take(samples)
        elif request["op"] == "pause":
            stream.pause()
        else:
            stream.finish()

    def _work(self) -> None:
        while job := self._jobs.get():
            identity, request, cancel = job
            try:
                if cancel.is_set():
                    raise Cancelled
                result = _OPERATIONS[request["op"]](request, cancel, self._progress(identity))
                self._say({"id": identity, "event": "result", "result": result})
            except Cancelled:
                self._error(identity, OpdError("scribe.cancelled"))
            except OpdError as error:
                self._error(identity, error)
            except Exception as error:
                self._error(identity, OpdError("scribe.bug", reason=type(error).__name__))
            finally:
                self._cancels.pop(identity, None)

    def _progress(self, identity: object) -> Callable[[float], None]:
        return lambda share: self._say({"id": identity, "event": "progress", "share": round(share, 3)})

    def _error(self, identity: object, error: OpdError) -> None:
        told = {
            "kind": type(error).__name__,
            "code": error.code,
            "params": error.params,
            "message": describe(error),
        }
        self._say({"id": identity, "event": "error", "error": told})

    def _say(self, answer: dict[str, Any]) -> None:
        line = json.dumps(answer, ensure_ascii=False)
        with self._lock:
            try:
                self._sink.write(f"{line}\n")
                self._sink.flush()
            except (OSError, ValueError):
                # The desk is gone; the end of stdin follows and ends the process.
                return


def _text(request: dict[str, Any], key: str) -> str:
    value = request.get(key)
    if not isinstance(value, str):
        raise BadInput("scribe.bad_request", reason=f"{key} expected")
    return value


def _source_of(value: Any) -> Transcript:
    return turns.parse(value) if isinstance(value, str) else turns.from_json(value)


def _key(request: dict[str, Any]) -> bytes | None:
    """The key of an encrypted recording. It comes through the pipe, so it is in no list of processes and in no file."""
    value = request.get("key")
    return value.encode() if isinstance(value, str) and value else None


def _path(request: dict[str, Any], key: str) -> Path | None:
    value = request.get(key)
    return Path(value) if isinstance(value, str) and value else None


def _template(request: dict[str, Any]) -> NoteTemplate | None:
    told = request.get("template")
    if told is None:
        return None
    try:
        return NoteTemplate.model_validate(told)
    except ValidationError as wrong:
        raise BadInput("scribe.bad_request", reason="a note template expected") from wrong


def _learned(request: dict[str, Any]) -> list[LearnedRule]:
    try:
        return [LearnedRule.model_validate(one) for one in request.get("rules") or ()]
    except (ValidationError, TypeError) as wrong:
        raise BadInput("scribe.bad_request", reason="learned rules expected") from wrong


def _how(request: dict[str, Any]) -> Engine:
    told = request.get("engine")
    return Engine.of(told if isinstance(told, dict) else None)


def _transcribe(request: dict[str, Any], cancel: threading.Event, progress: Progress) -> Any:
    path = Path(_text(request, "path"))
    language = str(request.get("language") or "en")
    made = engine.transcribe(
        path, how=_how(request), key=_key(request), language=language, progress=progress, cancel=cancel
    )
    return made.model_dump(mode="json")


def _recogniser(how: Engine, language: str, *, quick: bool) -> speech_live.Recognise:
    """Loads the model, and makes text of phrases: quickly where the final pass replaces it."""
    from opd_desktop.scribe import speech_model, transcribe

    def recognise(samples: bytes, over: bool) -> str | None:
        if quick and not over and language != AUTO:
            return transcribe.live_while_said(samples, engine=how, language=language)
        return transcribe.live(samples, engine=how, language=language, quick=quick)

    speech_model.load(how)
    return recognise


def _measure(request: dict[str, Any], cancel: threading.Event, progress: Progress) -> Any:
    from opd_desktop.scribe import speech_model

    return {"speeds": [asdict(one) for one in speech_model.measure(_how(request).model, cancel)]}


def _measure_llm(request: dict[str, Any], cancel: threading.Event, progress: Progress) -> Any:
    from opd_desktop.scribe import models

    asked = _text(request, "backend"), _text(request, "model")
    return asdict(models.measure(*asked, cancel, _path(request, "models")))


def _models(request: dict[str, Any], cancel: threading.Event, progress: Progress) -> Any:
    from opd_desktop.scribe import models

    return asdict(models.survey(Path(_text(request, "folder"))))


def _pull(request: dict[str, Any], cancel: threading.Event, progress: Progress) -> Any:
    from opd_desktop.scribe import models

    return {"pulled": models.pull(_text(request, "name"), progress, cancel)}


def _draft(request: dict[str, Any], cancel: threading.Event, progress: Progress) -> Any:
    source = _source_of(request.get("source"))
    kind = request.get("llm", "none")
    if kind not in engine.KINDS:
        raise BadInput("scribe.bad_request", reason=f"llm is one of {', '.join(engine.KINDS)}")
    model = request.get("llm_model")
    made = engine.draft(
        source,
        language_model=kind,
        model=model if isinstance(model, str) and model else None,
        bundle=bool(request.get("bundle", True)),
        cancel=cancel,
        progress=progress,
        codes=_path(request, "codes"),
        template=_template(request),
        learned=_learned(request),
        models=_path(request, "models"),
    )
    return made.model_dump(mode="json")


def _validate(request: dict[str, Any], cancel: threading.Event, progress: Progress) -> Any:
    dialogue = request.get("dialogue")
    source = None if dialogue is None else _source_of(dialogue)
    found = engine.validate(_text(request, "note"), source, subject_of(request))
    return found.model_dump(mode="json")


_OF_A_STREAM = frozenset({"sound", "pause", "finish"})
_OPERATIONS = {
    "transcribe": _transcribe,
    "draft": _draft,
    "validate": _validate,
    "measure": _measure,
    "measure_llm": _measure_llm,
    "models": _models,
    "pull": _pull,
}
