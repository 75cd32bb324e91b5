"""E-mail against a real SMTP server on loopback, and against servers that misbehave."""

import datetime as dt
import ipaddress
import ssl
import time
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from opd_desktop.channels import configured
from opd_desktop.channels.email import EmailChannel, Server
from opd_desktop.domain.ids import uuid7
from opd_desktop.services.ports import Outcome, OutgoingMessage, Recovery
from opd_desktop.settings import EmailSettings, Settings
from tests.support import smtp


def channel(port: int, **more: str | None) -> EmailChannel:
    given = {
        "host": "127.0.0.1",
        "port": port,
        "sender": "City clinic <clinic@example.org>",
        "security": "none",
        **more,
    }
    return EmailChannel(Server(**given))  # type: ignore[arg-type]


def message(to: str = "meena@example.org", **more: str) -> OutgoingMessage:
    return OutgoingMessage(uuid7(), uuid7(), to, more.get("subject", "Your visit"), more.get("body", "Come at ten."))


def test_a_message_arrives_whole() -> None:
    with smtp.serve() as box:
        mail = message(subject="Su cita del martes\nBcc: x", body="Señora Núñez:\n.\nHasta mañana — 10:20 हिन्दी")
        result = channel(box.port).send(mail, timeout_s=5)
    assert result.outcome is Outcome.SENT
    [got] = box.received
    assert got["Message-ID"] == result.provider_id == f"<{mail.communication_id}@example.org>"
    assert got["To"] == "meena@example.org"
    assert got["Bcc"] is None
    assert got["Subject"] == "Su cita del martes Bcc: x"
    assert got.get_content().replace("\r\n", "\n").rstrip("\n") == mail.body


def test_every_attempt_of_a_message_has_the_same_message_id() -> None:
    first = message()
    again = OutgoingMessage(uuid7(), first.communication_id, first.to, first.subject, first.body)
    with smtp.serve() as box:
        for one in (first, again):
            channel(box.port).send(one, timeout_s=5)
    assert len(set(box.ids)) == 1


@pytest.mark.parametrize(
    ("answers", "outcome", "detail"),
    [
        ({"rcpt": "550 No such user"}, Outcome.REFUSED, "smtp.550"),
        ({"rcpt": "451 Greylisted"}, Outcome.RETRY, "smtp.451"),
        ({"data": "554 Not wanted"}, Outcome.REFUSED, "smtp.554"),
        ({"data": "452 Full"}, Outcome.RETRY, "smtp.452"),
    ],
)
def test_what_the_server_says_decides(answers: dict[str, str], outcome: Outcome, detail: str) -> None:
    with smtp.serve(smtp.Mailbox(**answers)) as box:  # type: ignore[arg-type]
        result = channel(box.port).send(message(), timeout_s=5)
    assert (result.outcome, result.detail) == (outcome, detail)
    assert box.received == []


@pytest.mark.parametrize(
    "to", ["", "meena", "a b@example.org", "a@b@example.org", "x@example.org>,<y@example.org", "ü@example.org"]
)
def test_an_address_that_is_none_is_refused_before_anything_is_sent(to: str) -> None:
    result = channel(1).send(message(to), timeout_s=1)
    assert (result.outcome, result.detail) == (Outcome.REFUSED, "smtp.bad_address")


def test_a_lost_answer_after_the_data_is_unknown() -> None:
    with smtp.drops_after_data() as port:
        result = channel(port).send(message(), timeout_s=5)
    assert (result.outcome, result.detail) == (Outcome.UNKNOWN, "smtp.answer_lost")


def test_a_server_that_keeps_the_mail_and_hangs_is_unknown() -> None:
    import threading

    with smtp.serve(smtp.Mailbox(hold=threading.Event())) as box:
        began = time.monotonic()
        result = channel(box.port).send(message(), timeout_s=0.5)
        assert time.monotonic() - began < 4
    assert (result.outcome, result.detail) == (Outcome.UNKNOWN, "smtp.answer_lost")


def test_a_server_that_never_greets_is_tried_again_later() -> None:
    with smtp.silent() as port:
        result = channel(port).send(message(), timeout_s=0.3)
    assert (result.outcome, result.detail) == (Outcome.RETRY, "smtp.timeout")


def test_no_server_and_no_such_host() -> None:
    assert channel(1).send(message(), timeout_s=1).detail == "smtp.not_reached"
    nowhere = channel(25, host="no-such-host.invalid").send(message(), timeout_s=2)
    assert (nowhere.outcome, nowhere.detail) == (Outcome.RETRY, "smtp.no_such_host")


def test_starttls_is_insisted_on() -> None:
    with smtp.serve() as box:
        result = channel(box.port, security="starttls").send(message(), timeout_s=5)
    assert (result.outcome, result.detail) == (Outcome.RETRY, "smtp.tls_not_offered")
    assert box.received == []


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[ssl.SSLContext, Path]:
    """A server's certificate for 127.0.0.1, signed by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), True)
        .sign(key, hashes.SHA256())
    )
    cert, secret = tmp_path / "cert.pem", tmp_path / "key.pem"
    cert.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    secret.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(cert, secret)
    return context, cert


def test_starttls_and_login(certificate: tuple[ssl.SSLContext, Path]) -> None:
    context, cert = certificate
    with smtp.serve(tls=context, login=("clinic", "secret")) as box:
        good = channel(box.port, security="starttls", ca_file=str(cert), user="clinic", password="secret")
        assert good.send(message(), timeout_s=5).outcome is Outcome.SENT
        bad = channel(box.port, security="starttls", ca_file=str(cert), user="clinic", password="wrong")
        assert bad.send(message(), timeout_s=5).detail == "smtp.login_refused"
        stranger = channel(box.port, security="starttls", user="clinic", password="secret")
        assert stranger.send(message(), timeout_s=5).detail == "smtp.tls_failed", "an unknown certificate is refused"
    assert len(box.received) == 1


def test_the_settings_make_the_channels(tmp_path: Path) -> None:
    assert [one.name for one in configured(Settings(data_dir=tmp_path))] == ["desk"]
    mail = EmailSettings(host="mail.example.org", sender="clinic@example.org")
    desk, email = configured(Settings(data_dir=tmp_path, email=mail), {"OPD_SMTP_PASSWORD": "secret"})
    assert (desk.name, desk.recovery) == ("desk", Recovery.KEYED)
    assert (email.name, email.recovery) == ("email", Recovery.BLIND)
    assert desk.send(message(), timeout_s=1).outcome is Outcome.SENT
