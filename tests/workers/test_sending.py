"""Sending: attempts are committed first, outcomes are written once, and nothing is sent twice by itself."""

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import URL

from opd_desktop.app import make_ports, open_clinic
from opd_desktop.channels.desk import DeskChannel
from opd_desktop.channels.email import EmailChannel, Server
from opd_desktop.demo.base import CITY
from opd_desktop.domain.errors import ServiceUnavailable
from opd_desktop.services import communications, sending
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.communications import ResolveUnknown, SendCommunication
from opd_desktop.services.dto.worker import FinishAttempt, Lease
from opd_desktop.services.ports import Channel, Outcome, OutgoingMessage, Recovery, SendResult
from opd_desktop.settings import Settings
from opd_desktop.workers.flow import Flow
from opd_desktop.workers.sender import Sender, Times
from tests.support import journeys as support
from tests.support import smtp

SignIn = Callable[..., Clinic]


class Fake:
    """A channel that answers what it is told, and keeps what it was given."""

    def __init__(self, name: str = "email", recovery: Recovery = Recovery.BLIND) -> None:
        self.name, self.recovery = name, recovery
        self.answers: list[SendResult | Exception] = []
        self.given: list[OutgoingMessage] = []

    def send(self, message: OutgoingMessage, *, timeout_s: float) -> SendResult:
        self.given.append(message)
        answer = self.answers.pop(0) if self.answers else SendResult(Outcome.SENT, "id-1")
        if isinstance(answer, Exception):
            raise answer
        return answer


Open = Callable[..., Clinic]


@pytest.fixture
def open_with(database: URL, tmp_path: object) -> Iterator[Open]:
    """Sign in (by default as the worker) with given channels beside the desk."""
    support.defaults(database)
    opened: list[Clinic] = []

    def sign_in(*channels: Channel, login: str = "opd_worker", password: str | None = None) -> Clinic:
        ports = replace(make_ports(Settings(data_dir="unused")), channels=(DeskChannel(), *channels))
        opened.append(open_clinic(database, login, password, "test", ports))
        return opened[-1]

    yield sign_in
    for clinic in opened:
        clinic.close()


def queued(url: URL, clinic: Clinic, **more: object) -> UUID:
    patient = support.patient(url, email="meena@example.org", channel="email")
    request = SendCommunication(patient_id=patient, facility_id=CITY, body="Come at ten.", **more)
    made = clinic.call(communications.create, request)
    assert (made.status, made.channel) == ("queued", "email")
    return made.id


def one(url: URL) -> dict:
    [row] = support.rows(url, "SELECT id, status, error, not_before > now() AS waits FROM communication")
    return row


def attempts(url: URL) -> list[tuple]:
    found = support.rows(url, "SELECT number, outcome, detail, ended_at FROM communication_attempt ORDER BY number")
    return [(row["number"], row["outcome"], row["detail"], row["ended_at"] is not None) for row in found]


def events(url: URL) -> list[str]:
    found = support.rows(url, "SELECT name FROM outbox_event WHERE aggregate = 'communication' ORDER BY id")
    return [row["name"].partition(".")[2] for row in found]


def run_out(url: URL) -> None:
    """The lease of the attempt is over."""
    support.rows(url, "UPDATE communication_attempt SET lease_until = now() - interval '1 s' RETURNING id")


def test_sent(database: URL, open_with: Open) -> None:
    channel = Fake()
    clinic = open_with(channel)
    message = queued(database, clinic, subject="Visit")
    assert Sender(clinic, "w").send_one()
    assert not Sender(clinic, "w").send_one()
    assert one(database)["status"] == "sent"
    [given] = channel.given
    assert (given.communication_id, given.to, given.subject) == (message, "meena@example.org", "Visit")
    assert attempts(database) == [(1, "sent", "", True)]
    assert events(database) == ["Queued", "Sent"]


def test_the_attempt_is_committed_before_the_message_leaves(database: URL, open_with: Open) -> None:
    seen: list[tuple] = []

    class Looks(Fake):
        def send(self, message: OutgoingMessage, *, timeout_s: float) -> SendResult:
            seen.extend(attempts(database))
            return super().send(message, timeout_s=timeout_s)

    clinic = open_with(Looks())
    queued(database, clinic)
    Sender(clinic, "w").send_one()
    assert seen == [(1, "pending", "", False)]


def test_refused_for_now_is_tried_again_later_and_in_the_end_fails(database: URL, open_with: Open) -> None:
    channel = Fake()
    channel.answers = [SendResult(Outcome.RETRY, detail="smtp.451")] * sending.MAX_ATTEMPTS
    clinic = open_with(channel)
    queued(database, clinic)
    for number in range(1, sending.MAX_ATTEMPTS + 1):
        assert Sender(clinic, "w").send_one()
        assert not Sender(clinic, "w").send_one(), "not before its time"
        last = number == sending.MAX_ATTEMPTS
        assert one(database)["status"] == ("failed" if last else "queued")
        support.rows(database, "UPDATE communication SET not_before = NULL RETURNING id")
    assert one(database)["error"] == "smtp.451"
    assert len({message.attempt_id for message in channel.given}) == sending.MAX_ATTEMPTS
    assert len({message.communication_id for message in channel.given}) == 1
    assert events(database) == ["Queued", "Failed"]


def test_a_failed_message_of_a_journey_opens_one_ticket(database: URL, open_with: Open) -> None:
    channel = Fake()
    channel.answers = [SendResult(Outcome.REFUSED, detail="smtp.550")]
    clinic = open_with(channel)
    patient = support.patient(database, email="meena@example.org", channel="email")
    support.booked(database, patient)
    flow, sender = Flow(clinic, "w"), Sender(clinic, "w")
    while flow.work() or sender.send_one():
        pass
    [ticket] = support.rows(database, "SELECT subject, priority, communication_id, description FROM ticket")
    assert ticket["subject"] == "A message about the appointment did not reach the patient"
    assert (ticket["priority"], ticket["description"]) == ("high", "smtp.550")
    assert ticket["communication_id"] == one(database)["id"]


@pytest.mark.parametrize("answer", [SendResult(Outcome.UNKNOWN, detail="smtp.answer_lost"), RuntimeError("bug")])
def test_an_unknown_fate_waits_for_a_person(database: URL, open_with: Open, answer: SendResult | Exception) -> None:
    channel = Fake()
    channel.answers = [answer]
    clinic = open_with(channel)
    message = queued(database, clinic)
    sender = Sender(clinic, "w")
    sender.send_one()
    run_out(database)
    sender.recover()
    assert not sender.send_one()
    assert one(database)["status"] == "unknown"
    assert len(channel.given) == 1
    reception = open_with(channel, login="reception", password="demo-opd")
    again = reception.call(communications.resolve, ResolveUnknown(id=message, status="queued"))
    assert (again.status, again.attempts) == ("queued", 1)
    sender.send_one()
    assert one(database)["status"] == "sent"
    assert [number for number, *_ in attempts(database)] == [1, 2]


def test_a_worker_that_died_on_a_blind_channel_leaves_unknown(database: URL, open_with: Open) -> None:
    channel = Fake()
    clinic = open_with(channel)
    queued(database, clinic)
    claimed = clinic.call(sending.claim, Lease(worker="dead"))
    assert claimed is not None
    other = Sender(clinic, "other")
    other.recover()
    assert one(database)["status"] == "sending", "the lease still stands"
    run_out(database)
    other.recover()
    assert one(database)["status"] == "unknown"
    assert channel.given == []
    assert attempts(database) == [(1, "unknown", "worker-died", True)]
    assert events(database) == ["Queued", "Unknown"]

    late = FinishAttempt(attempt_id=claimed.attempt_id, worker="dead", outcome=Outcome.RETRY)
    assert clinic.call(sending.finish, late).count == 0
    assert one(database)["status"] == "unknown"
    late = FinishAttempt(attempt_id=claimed.attempt_id, worker="dead", outcome=Outcome.SENT, provider_id="x")
    assert clinic.call(sending.finish, late).count == 1, "it was only asleep, and knows that it has sent"
    assert one(database)["status"] == "sent"
    assert clinic.call(sending.finish, late).count == 0


def test_a_worker_that_died_on_a_keyed_channel_is_taken_over_with_the_same_key(database: URL, open_with: Open) -> None:
    channel = Fake(recovery=Recovery.KEYED)
    clinic = open_with(channel)
    queued(database, clinic)
    claimed = clinic.call(sending.claim, Lease(worker="dead"))
    assert claimed is not None
    run_out(database)
    Sender(clinic, "other").recover()
    assert [message.attempt_id for message in channel.given] == [claimed.attempt_id]
    assert one(database)["status"] == "sent"
    assert attempts(database) == [(1, "sent", "", True)]


def test_a_template_that_is_harmless_to_repeat_goes_again_by_itself(database: URL, open_with: Open) -> None:
    channel = Fake()
    clinic = open_with(channel)
    support.rows(database, "UPDATE message_template SET repeat_is_harmless = true RETURNING id")
    patient = support.patient(database, email="meena@example.org", channel="email")
    support.booked(database, patient)
    flow = Flow(clinic, "w")
    while flow.work():
        pass
    clinic.call(sending.claim, Lease(worker="dead"))
    run_out(database)
    sender = Sender(clinic, "other")
    sender.recover()
    assert sender.send_one()
    assert one(database)["status"] == "sent"
    assert [outcome for _, outcome, *_ in attempts(database)] == ["unknown", "sent"]


def test_a_machine_that_slept_does_not_send_what_may_be_another_s(database: URL, open_with: Open) -> None:
    channel = Fake()
    clinic = open_with(channel)
    queued(database, clinic)
    times = iter([0.0, 80.0])
    Sender(clinic, "w", Times(lease_s=90, send_s=20), clock=lambda: next(times)).send_one()
    assert channel.given == []
    assert one(database)["status"] == "sending"


def test_an_outcome_is_kept_until_the_database_is_back(
    database: URL, open_with: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    channel = Fake()
    clinic = open_with(channel)
    queued(database, clinic)
    sender, call = Sender(clinic, "w"), clinic.call

    def down(operation: object, request: object) -> object:
        if operation is sending.finish:
            raise ServiceUnavailable("database.down")
        return call(operation, request)  # type: ignore[arg-type]

    with monkeypatch.context() as patched:
        patched.setattr(clinic, "call", down)
        with pytest.raises(ServiceUnavailable):
            sender.send_one()
    assert one(database)["status"] == "sending"
    assert not sender.send_one()
    assert one(database)["status"] == "sent"
    assert len(channel.given) == 1


def test_a_channel_that_is_not_set_up_here_is_left_to_others(database: URL, open_with: Open) -> None:
    queued(database, open_with(Fake()))
    assert not Sender(open_with(), "w").send_one()
    assert one(database)["status"] == "queued"


def test_a_message_that_waited_too_long_is_not_sent_and_somebody_is_told(database: URL, open_with: Open) -> None:
    channel = Fake()
    clinic = open_with(channel)
    support.booked(database, support.patient(database, email="meena@example.org", channel="email"))
    flow = Flow(clinic, "w")
    while flow.work():
        pass
    support.rows(database, "UPDATE step_run SET expires_at = now() - interval '1 s' RETURNING id")
    assert not Sender(clinic, "w").send_one()
    assert (one(database)["status"], one(database)["error"]) == ("failed", "expired")
    assert channel.given == []
    assert len(support.rows(database, "SELECT id FROM ticket")) == 1


def test_consent_withdrawn_while_a_message_waits(database: URL, open_with: Open) -> None:
    channel = Fake()
    clinic = open_with(channel)
    queued(database, clinic)
    support.rows(
        database,
        "INSERT INTO patient_consent (id, patient_id, purpose, granted, given_at) SELECT opd.uuid7(), patient_id, "
        "'messages', false, clock_timestamp() FROM communication RETURNING id",
    )
    assert not Sender(clinic, "w").send_one()
    assert (one(database)["status"], one(database)["error"]) == ("cancelled", "no-consent")
    assert channel.given == []


def test_several_senders_send_everything_once(database: URL, open_with: Open) -> None:
    channel = Fake()
    clinic = open_with(channel)
    for _ in range(20):
        queued(database, clinic)

    def send(number: int) -> None:
        sender = Sender(clinic, f"w{number}")
        while sender.send_one():
            pass

    threads = [threading.Thread(target=send, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(channel.given) == 20
    assert len({message.communication_id for message in channel.given}) == 20


def test_over_a_real_server(database: URL, open_with: Open) -> None:
    with smtp.serve() as box:
        clinic = open_with(EmailChannel(Server("127.0.0.1", box.port, "clinic@example.org", security="none")))
        message = queued(database, clinic)
        Sender(clinic, "w").send_one()
    assert one(database)["status"] == "sent"
    assert box.ids == [f"<{message}@example.org>"]
