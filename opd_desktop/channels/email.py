"""E-mail over SMTP (RFC 5321). The Message-ID is made of the message's id, the same on every attempt.

SMTP has no idempotency key, and a server may accept a message whose "250" never arrives (RFC 1047), so an answer
that is lost after the data were sent means `Outcome.UNKNOWN`: nobody resends that by themselves.
"""

import re
import smtplib
import socket
import ssl
from dataclasses import dataclass
from email import policy
from email.message import EmailMessage
from email.utils import formatdate, parseaddr
from uuid import UUID

from opd_desktop.services.ports import Outcome, OutgoingMessage, Recovery, SendResult

#: What we are ready to send to: plain ASCII, one "@", no spaces or brackets.
_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\\x00-\x1f\x7f-\U0010ffff]+@[A-Za-z0-9.-]+")


@dataclass(frozen=True)
class Server:
    """How the SMTP server is reached.

    Attributes:
        security: ``starttls`` (refused unless the server offers it), ``tls`` from the first byte, or ``none``.
        ca_file: certificate authorities besides the system's, for a server of one's own.
    """

    host: str
    port: int
    sender: str
    user: str = ""
    password: str = ""
    security: str = "starttls"
    ca_file: str | None = None


class EmailChannel:
    """Sends over one SMTP server, a connection per message."""

    name = "email"
    recovery = Recovery.BLIND

    def __init__(self, server: Server) -> None:
        self._server = server

    def send(self, message: OutgoingMessage, *, timeout_s: float) -> SendResult:
        """Hand over one message; every fault of server or network is an outcome, none is raised."""
        try:
            mail = _compose(self._server.sender, message)
        except ValueError:
            return SendResult(Outcome.REFUSED, detail="smtp.bad_address")
        try:
            connection = self._connect(timeout_s)
        except (OSError, smtplib.SMTPException) as failed:
            return _not_reached(failed)
        try:
            return _hand_over(connection, mail, message.to)
        finally:
            _hang_up(connection)

    def _connect(self, timeout_s: float) -> smtplib.SMTP:
        server = self._server
        if server.security == "tls":
            context = ssl.create_default_context(cafile=server.ca_file)
            connection: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=timeout_s, context=context)
        else:
            connection = smtplib.SMTP(server.host, server.port, timeout=timeout_s)
        try:
            connection.ehlo_or_helo_if_needed()
            if server.security == "starttls":
                connection.starttls(context=ssl.create_default_context(cafile=server.ca_file))
                connection.ehlo()
            if server.user:
                connection.login(server.user, server.password)
        except BaseException:
            connection.close()
            raise
        return connection


def message_id(communication_id: UUID, sender: str) -> str:
    """The Message-ID of a message (RFC 5322, 3.6.4)."""
    domain = parseaddr(sender)[1].rpartition("@")[2] or "localhost"
    return f"<{communication_id}@{domain}>"


def _compose(sender: str, message: OutgoingMessage) -> EmailMessage:
    """The mail; ValueError for an address that is none."""
    if not _ADDRESS.fullmatch(message.to):
        raise ValueError("not an address")
    # Seven bits, so that every server can pass it on.
    mail = EmailMessage(policy=policy.SMTP.clone(cte_type="7bit"))
    mail["From"] = sender
    mail["To"] = message.to
    mail["Subject"] = " ".join(message.subject.split())
    mail["Date"] = formatdate(localtime=False)
    mail["Message-ID"] = message_id(message.communication_id, sender)
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.body)
    return mail


def _hand_over(connection: smtplib.SMTP, mail: EmailMessage, to: str) -> SendResult:
    sender = parseaddr(str(mail["From"]))[1]
    try:
        # Up to here nothing is sent: whatever goes wrong, the message can go again.
        code, _ = connection.mail(sender)
        if code != 250:
            return _answered(code)
        code, _ = connection.rcpt(to)
        if code not in (250, 251):
            return _answered(code)
    except (OSError, smtplib.SMTPException) as failed:
        return _not_reached(failed)
    try:
        code, _ = connection.data(mail.as_bytes())
    except smtplib.SMTPDataError as refused:
        return _answered(refused.smtp_code)
    except (OSError, smtplib.SMTPException):
        # The answer is lost: the server may have the message, or not.
        return SendResult(Outcome.UNKNOWN, detail="smtp.answer_lost")
    if code != 250:
        return _answered(code)
    return SendResult(Outcome.SENT, provider_id=str(mail["Message-ID"]))


def _answered(code: int) -> SendResult:
    """A reply of the server: 4yz is for now, 5yz for good (RFC 5321, 4.2.1)."""
    return SendResult(Outcome.RETRY if 400 <= code < 500 else Outcome.REFUSED, detail=f"smtp.{code}")


def _not_reached(failed: OSError | smtplib.SMTPException) -> SendResult:
    """A fault before anything was sent: it can go again, also when it is the set-up that needs correcting."""
    if isinstance(failed, smtplib.SMTPAuthenticationError):
        return SendResult(Outcome.RETRY, detail="smtp.login_refused", retry_after_s=600)
    if isinstance(failed, smtplib.SMTPNotSupportedError):
        return SendResult(Outcome.RETRY, detail="smtp.tls_not_offered", retry_after_s=600)
    if isinstance(failed, ssl.SSLError):
        return SendResult(Outcome.RETRY, detail="smtp.tls_failed", retry_after_s=600)
    if isinstance(failed, TimeoutError) or isinstance(failed.__context__, TimeoutError):
        return SendResult(Outcome.RETRY, detail="smtp.timeout")
    if isinstance(failed, socket.gaierror):
        return SendResult(Outcome.RETRY, detail="smtp.no_such_host")
    if isinstance(failed, smtplib.SMTPResponseException):
        return SendResult(Outcome.RETRY, detail=f"smtp.{failed.smtp_code}")
    return SendResult(Outcome.RETRY, detail="smtp.not_reached")


def _hang_up(connection: smtplib.SMTP) -> None:
    """Say goodbye without waiting for a server that hangs."""
    try:
        if connection.sock is not None:
            connection.sock.settimeout(2)
        connection.quit()
    except (OSError, smtplib.SMTPException):
        connection.close()
