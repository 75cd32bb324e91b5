"""End an HTTP answer from another thread, also while the server sends nothing.

A read that waits for bytes notices neither an event nor that its client was closed. Shutting the socket down wakes it
on every system. httpx hands the socket out by the `trace` extension (https://www.encode.io/httpcore/extensions/).
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Event, Lock, Thread
from typing import Any, Literal

POLL_S = 0.05
"""Seconds until a cancel is noticed, at the most."""
Why = Literal["", "stopped", "late"]


class Line:
    """The connection of one client, one request at a time. `trace_request` is a request hook for httpx."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._socket: Any = None
        self._cut = False
        self.why: Why = ""

    def trace_request(self, request: Any) -> None:
        """Have the connection of ``request`` told."""
        request.extensions["trace"] = self._told

    def _told(self, event: str, info: dict[str, Any]) -> None:
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            with self._lock:
                self._socket = info["return_value"].get_extra_info("socket")
                if self._cut:
                    _shut(self._socket)

    def _end(self, why: Why) -> None:
        with self._lock:
            self._cut, self.why = True, why
            if self._socket is not None:
                _shut(self._socket)

    @contextmanager
    def watched(self, cancel: Event | None, seconds: float) -> Iterator[None]:
        """While this lasts, the connection is cut as soon as ``cancel`` is set or ``seconds`` are over; see `why`."""
        with self._lock:
            self._cut, self.why = False, ""
        over = Event()
        watch = Thread(target=self._watch, args=(cancel, time.monotonic() + seconds, over), name="ollama-watch")
        watch.daemon = True
        watch.start()
        try:
            yield
        finally:
            over.set()
            watch.join()

    def _watch(self, cancel: Event | None, until: float, over: Event) -> None:
        while not over.wait(POLL_S):
            if cancel is not None and cancel.is_set():
                return self._end("stopped")
            if time.monotonic() > until:
                return self._end("late")
        return None


def _shut(connection: Any) -> None:
    with suppress(OSError, ValueError):  # it is closed already
        connection.shutdown(socket.SHUT_RDWR)
