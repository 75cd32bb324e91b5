"""Messages: which way they go, who may send, and settling the unknown ones."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from sqlalchemy import URL, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from opd_desktop.app import make_ports, open_clinic
from opd_desktop.channels.desk import DeskChannel
from opd_desktop.channels.email import EmailChannel, Server
from opd_desktop.db.engine import make_engine
from opd_desktop.db.meanings import meaning_of
from opd_desktop.demo.base import CITY, PASSWORD
from opd_desktop.domain.errors import BadInput, ChangedElsewhere, Conflict, NotFound, NotPermitted
from opd_desktop.domain.ids import uuid7
from opd_desktop.services import communications, journey_instances, journeys
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.common import ById
from opd_desktop.services.dto.communications import (
    CommunicationDto,
    ListCommunications,
    ResolveUnknown,
    SendCommunication,
)
from opd_desktop.services.dto.journeys import CreateInstance, ListJourneys
from opd_desktop.settings import Settings
from tests.support import journeys as support

SignIn = Callable[..., Clinic]


@pytest.fixture
def reception(database: URL) -> Iterator[Clinic]:
    """Reception of a clinic where e-mail is set up."""
    channels = (DeskChannel(), EmailChannel(Server("127.0.0.1", 1, "clinic@example.org")))
    ports = replace(make_ports(Settings(data_dir="unused")), channels=channels)
    clinic = open_clinic(database, "reception", PASSWORD, "Desk 1", ports)
    yield clinic
    clinic.close()


def send(clinic: Clinic, url: URL, by: str | None = None, /, **person: object) -> CommunicationDto:
    patient = support.patient(url, **person)  # type: ignore[arg-type]
    request = SendCommunication(patient_id=patient, facility_id=CITY, channel=by, body="Come at ten.")
    return clinic.call(communications.create, request)


@pytest.mark.parametrize(
    ("person", "wanted", "channel"),
    [
        ({}, None, "desk"),
        ({"email": "m@example.org", "channel": "email"}, None, "email"),
        ({"email": "", "channel": "email"}, None, "desk"),
        ({"email": "m@example.org", "channel": "email", "consent": None}, None, "desk"),
        ({"email": "m@example.org", "channel": "whatsapp"}, None, "desk"),
        ({"email": "m@example.org"}, None, "desk"),
        ({"email": "m@example.org"}, "email", "email"),
        ({"consent": None}, "desk", "desk"),
    ],
)
def test_which_way_it_goes(
    database: URL, reception: Clinic, person: dict[str, object], wanted: str | None, channel: str
) -> None:
    made = send(reception, database, wanted, **person)
    assert (made.channel, made.status, made.direction, made.created_by) == (channel, "queued", "out", "reception")
    assert made.to_address == ("m@example.org" if channel == "email" else "+919812345678")
    events = support.rows(database, "SELECT name, aggregate_id FROM outbox_event")
    assert [(row["name"], row["aggregate_id"]) for row in events] == [("Communication.Queued", made.id)]


@pytest.mark.parametrize(
    ("person", "wanted", "code"),
    [
        ({"consent": False}, None, "communication.no_consent"),
        ({"consent": False}, "desk", "communication.no_consent"),
        ({"consent": None, "email": "m@example.org"}, "email", "communication.no_consent"),
        ({"email": ""}, "email", "communication.no_address"),
        ({}, "sms", "communication.no_channel"),
    ],
)
def test_what_is_refused(
    database: URL, reception: Clinic, person: dict[str, object], wanted: str | None, code: str
) -> None:
    with pytest.raises((BadInput, Conflict)) as refused:
        send(reception, database, wanted, **person)
    assert refused.value.code == code
    assert support.rows(database, "SELECT id FROM communication") == []
    assert support.rows(database, "SELECT id FROM outbox_event") == []


def test_the_newest_consent_for_the_channel_counts(database: URL, reception: Clinic) -> None:
    patient = support.patient(database, email="m@example.org", channel="email", consent=False)
    request = SendCommunication(patient_id=patient, facility_id=CITY, channel="email", body="Hello")

    def record(channel: str, granted: bool) -> None:
        support.rows(
            database, "INSERT INTO patient_consent (id, patient_id, purpose, channel, granted, given_at) VALUES "
            "(opd.uuid7(), :patient, 'messages', :channel, :granted, clock_timestamp()) RETURNING id",
            patient=patient, channel=channel, granted=granted,
        )  # fmt: skip

    record("email", True)
    assert reception.call(communications.create, request).channel == "email"
    record("email", False)
    record("any", True)
    with pytest.raises(Conflict, match=r"communication\.no_consent"):
        reception.call(communications.create, request)


def test_lists(database: URL, reception: Clinic) -> None:
    first, second = send(reception, database), send(reception, database)
    found = reception.call(communications.list_, ListCommunications(facility_id=CITY))
    assert [one.id for one in found] == [second.id, first.id]
    assert reception.call(communications.list_, ListCommunications(patient_id=first.patient_id)) == (first,)
    assert reception.call(communications.list_, ListCommunications(status=("sent",))) == ()
    assert reception.call(communications.list_, ListCommunications(channel="email")) == ()
    assert len(reception.call(communications.list_, ListCommunications(limit=1))) == 1


def test_of_another_patient_s_journey_or_of_nobody(database: URL, reception: Clinic, sign_in: SignIn) -> None:
    support.defaults(database)
    manager = sign_in("manager")
    journey = manager.call(journeys.list_, ListJourneys(status=("published",)))[0]
    mine, other = support.patient(database), support.patient(database)
    instance = manager.call(
        journey_instances.create, CreateInstance(definition_id=journey.id, patient_id=mine, facility_id=CITY)
    )
    request = SendCommunication(patient_id=mine, facility_id=CITY, body="Hello", journey_instance_id=instance.id)
    made = reception.call(communications.create, request)
    assert manager.call(journey_instances.get, ById(id=instance.id)).instance.last_message_status == "queued"
    assert reception.call(communications.list_, ListCommunications(journey_instance_id=instance.id)) == (made,)
    with pytest.raises(BadInput, match=r"communication\.other_patient"):
        reception.call(communications.create, request.model_copy(update={"patient_id": other}))
    with pytest.raises(NotFound):
        reception.call(communications.create, request.model_copy(update={"patient_id": uuid7()}))


@pytest.mark.parametrize(("status", "event"), [("sent", "Sent"), ("queued", "Queued"), ("failed", "Failed")])
def test_a_person_settles_what_is_unknown(database: URL, reception: Clinic, status: str, event: str) -> None:
    made = send(reception, database)
    with pytest.raises(Conflict, match=r"communication\.nothing_to_resolve"):
        reception.call(communications.resolve, ResolveUnknown(id=made.id, status="sent"))
    support.rows(database, "UPDATE communication SET status = 'unknown', error = 'smtp.answer_lost' RETURNING id")
    with pytest.raises(ChangedElsewhere):
        reception.call(communications.resolve, ResolveUnknown(id=made.id, row_version=made.row_version, status="sent"))
    seen = reception.call(communications.list_, ListCommunications(status=("unknown",)))[0]
    request = ResolveUnknown(id=made.id, row_version=seen.row_version, status=status)  # type: ignore[arg-type]
    assert reception.call(communications.resolve, request).status == status
    names = [row["name"] for row in support.rows(database, "SELECT name FROM outbox_event ORDER BY id")]
    assert names == ["Communication.Queued", f"Communication.{event}"]


def test_who_may(database: URL, reception: Clinic, sign_in: SignIn) -> None:
    made = send(reception, database)
    doctor = sign_in("doctor")
    assert doctor.call(communications.list_, ListCommunications())[0].id == made.id
    for login in ("doctor", "admin"):
        with pytest.raises(NotPermitted):
            sign_in(login).call(
                communications.create, SendCommunication(patient_id=made.patient_id, facility_id=CITY, body="x")
            )
    engine = make_engine(database, login="reception", password=PASSWORD)
    try:
        with engine.begin() as connection:
            settled = connection.execute(text("UPDATE communication SET status = 'sent'"))
            assert settled.rowcount == 0, "only what got stuck may be settled"
        for sql in ("UPDATE communication SET body = 'x'", "UPDATE communication SET to_address = 'x'"):
            with engine.connect() as connection, pytest.raises(ProgrammingError, match="permission denied"):
                connection.execute(text(sql))
    finally:
        engine.dispose()


@pytest.mark.parametrize(
    ("start", "end", "allowed"),
    [("queued", "sending", True), ("sending", "sent", True), ("sent", "delivered", True), ("read", "delivered", False),
     ("sent", "queued", False), ("unknown", "sent", True), ("delivered", "failed", False), ("failed", "queued", True)],
)  # fmt: skip
def test_statuses_only_move_forward(database: URL, reception: Clinic, start: str, end: str, allowed: bool) -> None:
    send(reception, database)
    support.rows(database, "UPDATE communication SET status = :status RETURNING id", status=start)
    engine = make_engine(database, login="opd_worker")
    try:
        with engine.begin() as connection:
            if allowed:
                connection.execute(text("UPDATE communication SET status = :status"), {"status": end})
                return
            with pytest.raises(DBAPIError) as refused:
                connection.execute(text("UPDATE communication SET status = :status"), {"status": end})
            meaning = meaning_of(refused.value)
            assert meaning is not None
            assert meaning.code == "communication.illegal_move"
            connection.rollback()
    finally:
        engine.dispose()
