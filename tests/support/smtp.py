"""A real SMTP server on loopback whose own log is the oracle, and servers that misbehave."""

import contextlib
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword


@dataclass
class Mailbox:
    """What the server was given, and how it answers.

    Attributes:
        rcpt: reply to RCPT TO, None to accept.
        data: reply after the data, None to accept.
        hold: when set to an event, the server keeps the mail but does not answer until the event is set.
    """

    port: int = 0
    rcpt: str | None = None
    data: str | None = None
    hold: threading.Event | None = None
    received: list[EmailMessage] = field(default_factory=list)
    arrived: threading.Event = field(default_factory=threading.Event)

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        if self.rcpt is not None:
            return self.rcpt
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.data is not None:
            return self.data
        self.received.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        self.arrived.set()
        if self.hold is not None:
            import asyncio

            while not self.hold.is_set():
                await asyncio.sleep(0.02)
            return "421 Going away"
        return "250 OK"

    @property
    def ids(self) -> list[str]:
        """The Message-IDs in the order of arrival."""
        return [str(mail["Message-ID"]) for mail in self.received]


@contextlib.contextmanager
def serve(
    mailbox: Mailbox | None = None, *, tls: ssl.SSLContext | None = None, login: tuple[str, str] | None = None
) -> Iterator[Mailbox]:
    """Run a server until the block ends."""
    box = mailbox or Mailbox()
    options: dict[str, Any] = {}
    if tls is not None:
        options |= {"tls_context": tls, "require_starttls": True}
    if login is not None:

        def check(server: Any, session: Any, envelope: Any, mechanism: str, data: LoginPassword) -> AuthResult:
            right = (data.login.decode(), data.password.decode()) == login
            return AuthResult(success=right, handled=right)

        options |= {"authenticator": check, "auth_required": True, "auth_require_tls": tls is not None}
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port, **options)
    controller.start()
    box.port = port
    try:
        yield box
    finally:
        if box.hold is not None:
            box.hold.set()
        controller.stop()


@contextlib.contextmanager
def silent() -> Iterator[int]:
    """A port that accepts connections and never says a word."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


@contextlib.contextmanager
def drops_after_data() -> Iterator[int]:
    """A server that takes the mail and hangs up without an answer."""
    server = socket.create_server(("127.0.0.1", 0))

    def talk() -> None:
        with contextlib.suppress(OSError):
            connection, _ = server.accept()
            with connection, connection.makefile("rb") as lines:
                connection.sendall(b"220 here\r\n")
                for line in lines:
                    word = line[:4].upper()
                    if word == b"DATA":
                        connection.sendall(b"354 go on\r\n")
                    elif line == b".\r\n":
                        return
                    elif word in (b"EHLO", b"HELO", b"MAIL", b"RCPT"):
                        connection.sendall(b"250 OK\r\n")

    thread = threading.Thread(target=talk, daemon=True)
    thread.start()
    try:
        yield server.getsockname()[1]
    finally:
        server.close()
        thread.join(5)
