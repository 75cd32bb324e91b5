"""The outbox over the real services, by real keys and clicks."""

from collections.abc import Callable
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import URL

from opd_desktop.demo.base import CITY
from opd_desktop.services import communications
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.communications import CommunicationDto, ListCommunications, SendCommunication
from opd_desktop.ui.messages.panels import MessagePanel, WritePanel
from opd_desktop.ui.messages.view import MessagesScreen
from opd_desktop.ui.messages.words import failure_text, template_text
from tests.support import journeys as support
from tests.ui.care import Lists, fail_message, start_journey
from tests.ui.conftest import Host, MakeDesk

Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
CTRL = Qt.KeyboardModifier.ControlModifier


class Place(Lists):
    """An outbox at work."""

    screen: MessagesScreen

    @property
    def names(self) -> list[str]:
        return [one.patient_name for one in self.screen.table.rows()]

    @property
    def message(self) -> MessagePanel:
        assert isinstance(self.screen.panel, MessagePanel)
        return self.screen.panel

    @property
    def writing(self) -> WritePanel:
        assert isinstance(self.screen.panel, WritePanel)
        return self.screen.panel


OpenOutbox = Callable[..., Place]


@pytest.fixture
def open_outbox(qtbot: QtBot, make_desk: MakeDesk, host: Host) -> OpenOutbox:
    def opened(login: str = "reception") -> Place:
        screen = MessagesScreen(make_desk(login))
        host(screen)
        place = Place(qtbot, screen)
        place.settle()
        return place

    return opened


@pytest.fixture
def clinic(sign_in: Callable[..., Clinic]) -> Clinic:
    return sign_in("manager", desk="Office")


def send(clinic: Clinic, url: URL, name: str, body: str = "Come at ten.") -> CommunicationDto:
    patient = support.patient(url, name)
    return clinic.call(communications.create, SendCommunication(patient_id=patient, facility_id=CITY, body=body))


def state_of(clinic: Clinic, message_id: UUID) -> str:
    found = clinic.call(communications.list_, ListCommunications(facility_id=CITY))
    return next(one.status for one in found if one.id == message_id)


def test_the_outbox_and_what_needs_a_look(database: URL, clinic: Clinic, open_outbox: OpenOutbox) -> None:
    send(clinic, database, "Meena Patil")
    failed = send(clinic, database, "Arjun Nair")
    unknown = send(clinic, database, "Li Wei")
    settled = send(clinic, database, "Omar Haddad")
    fail_message(database, failed.id, "failed", "smtp.550")
    fail_message(database, unknown.id, "unknown", "smtp.answer_lost")
    fail_message(database, settled.id, "failed", "resolved-by-hand")
    place = open_outbox()
    assert place.names == ["Omar Haddad", "Li Wei", "Arjun Nair", "Meena Patil"], "newest first"
    place.show("Needs a look")
    assert place.names == ["Li Wei", "Arjun Nair"], "what somebody has settled needs none"
    place.show("On the way")
    assert place.names == ["Meena Patil"]
    place.show("Received")
    assert place.screen.empty.title() == "No such messages"
    place.show("All")
    place.screen.presenter.choose_channel("email")
    place.until(lambda: place.screen.empty.isVisible())


def test_an_unknown_message_settled_by_keys(database: URL, clinic: Clinic, open_outbox: OpenOutbox) -> None:
    sent = send(clinic, database, "Meena Patil", "Bring the old reports.\nThank you.")
    fail_message(database, sent.id, "unknown", "smtp.answer_lost")
    place = open_outbox()
    place.press(Key.Key_Return)
    panel = place.message
    assert panel.text.toPlainText() == "Bring the old reports.\nThank you."
    shown = " ".join(child.accessibleName() for child in panel.findChildren(object) if hasattr(child, "accessibleName"))
    assert "its answer was lost on the way" in shown
    place.press(Key.Key_S)
    place.until(lambda: place.told.texts)
    assert place.told.texts == ["Message to Meena Patil settled as sent"]
    assert state_of(clinic, sent.id) == "sent"
    place.until(lambda: panel.message.status == "sent")
    # There is nothing left to decide.
    place.until(lambda: not place.screen.sent_action.isEnabled())


@pytest.mark.parametrize(("key", "status"), [(Key.Key_A, "queued"), (Key.Key_N, "failed")])
def test_sent_again_or_not_sent(
    database: URL, clinic: Clinic, open_outbox: OpenOutbox, key: Qt.Key, status: str
) -> None:
    sent = send(clinic, database, "Meena Patil")
    fail_message(database, sent.id, "unknown", "worker-died")
    place = open_outbox()
    place.press(key)
    place.until(lambda: place.told.texts)
    assert state_of(clinic, sent.id) == status


def test_settled_by_somebody_else_meanwhile(database: URL, clinic: Clinic, open_outbox: OpenOutbox) -> None:
    sent = send(clinic, database, "Meena Patil")
    fail_message(database, sent.id, "unknown", "worker-died")
    place = open_outbox()
    place.press(Key.Key_Return)
    seen = place.message.message
    support.rows(database, "UPDATE communication SET status = 'sent', row_version = row_version + 1 RETURNING id")
    place.message.settle("queued")
    place.until(lambda: place.message._error.text())
    place.until(lambda: place.message.message.status == "sent")
    assert seen.status == "unknown"
    assert state_of(clinic, sent.id) == "sent", "what the other one decided stands"


def test_writing_a_message(database: URL, clinic: Clinic, open_outbox: OpenOutbox, qtbot: QtBot) -> None:
    patient = support.patient(database, "Fatima Sheikh")
    place = open_outbox()
    assert place.screen.empty.title() == "No messages yet"
    place.press(Key.Key_N, CTRL)
    panel = place.writing
    place.press(Key.Key_Return, CTRL)
    place.until(lambda: panel.find_field.error)  # a button pressed by its key clicks a moment later
    assert panel.find_field.error == "Choose who gets the message."
    assert panel.text_field.error == "Write the message first."
    qtbot.keyClicks(panel.picker.edit, "fatima")
    place.until(panel.picker.hits)
    place.press(Key.Key_Return)
    assert panel.text.hasFocus()
    qtbot.keyClicks(panel.text, "Your report is ready.")
    place.press(Key.Key_Return, CTRL)
    place.until(lambda: place.names == ["Fatima Sheikh"])
    assert place.screen.panel is None
    assert place.told.texts == ["Message to Fatima Sheikh is on its way"]
    made = clinic.call(communications.list_, ListCommunications(patient_id=patient))[0]
    assert (made.body, made.channel, made.created_by) == ("Your report is ready.", "desk", "reception")


def test_no_consent_is_told_in_the_panel(database: URL, open_outbox: OpenOutbox, qtbot: QtBot) -> None:
    support.patient(database, "Fatima Sheikh", consent=False)
    place = open_outbox()
    place.screen.open_write()
    panel = place.writing
    qtbot.keyClicks(panel.picker.edit, "fatima")
    place.until(panel.picker.hits)
    place.press(Key.Key_Return)
    panel.text.setPlainText("Hello")
    panel.submit()
    place.until(lambda: panel._error.isVisible())
    assert "has not agreed to messages" in panel._error.text()
    assert panel.button.isEnabled()
    assert panel.text.toPlainText() == "Hello"


def test_what_was_typed_survives(database: URL, clinic: Clinic, open_outbox: OpenOutbox) -> None:
    support.defaults(database)
    instance = start_journey(clinic, database, "Meena Patil")
    place = open_outbox()
    place.screen.open(instance)
    place.writing.text.setPlainText("Please come")
    place.writing.subject.setText("Visit")
    place.press(Key.Key_Escape)
    assert place.screen.panel is None
    place.screen.open(instance)
    assert (place.writing.text.toPlainText(), place.writing.subject.text()) == ("Please come", "Visit")
    place.writing.submit()
    place.until(lambda: place.screen.panel is None)
    place.settle()
    place.screen.open(instance)
    assert place.writing.text.toPlainText() == "", "what was sent is no draft any more"
    made = clinic.call(communications.list_, ListCommunications(patient_id=instance.patient_id))
    assert [one.journey_instance_id for one in made if one.body == "Please come"] == [instance.id]


def test_closed_before_the_answer_leaves_no_draft(database: URL, clinic: Clinic, open_outbox: OpenOutbox) -> None:
    support.defaults(database)
    instance = start_journey(clinic, database, "Meena Patil")
    place = open_outbox()
    place.screen.open(instance)
    place.writing.text.setPlainText("Please come")
    place.writing.submit()
    place.screen.close_panel()
    place.until(lambda: place.told.texts)
    place.settle()
    place.screen.open(instance)
    assert place.writing.text.toPlainText() == ""


def test_the_outbox_follows_and_opens_by_id(database: URL, clinic: Clinic, open_outbox: OpenOutbox) -> None:
    place = open_outbox()
    sent = send(clinic, database, "Meena Patil")
    place.until(lambda: place.names == ["Meena Patil"])
    place.screen.open(sent.id)
    place.until(lambda: isinstance(place.screen.panel, MessagePanel))
    assert place.message.message.id == sent.id
    place.press(Key.Key_P)
    assert place.told.gone == [("patients", sent.patient_id)]


def test_a_doctor_reads_but_does_not_write(database: URL, clinic: Clinic, open_outbox: OpenOutbox) -> None:
    sent = send(clinic, database, "Meena Patil")
    fail_message(database, sent.id, "unknown", "worker-died")
    place = open_outbox("doctor")
    place.press(Key.Key_Return)
    assert [b.text() for b in place.message.findChildren(QPushButton) if b.isVisible()] == ["Esc", "Patient"]
    place.press(Key.Key_S)
    place.press(Key.Key_N, CTRL)
    place.settle()
    assert state_of(clinic, sent.id) == "unknown"
    assert isinstance(place.screen.panel, MessagePanel)


@pytest.mark.parametrize(
    ("code", "text"),
    [
        ("smtp.421", "The mail server refused the message for now (code 421)."),
        ("smtp.550", "The mail server refused the message (code 550)."),
        ("smtp.timeout", "The mail server took too long to answer."),
        ("something.new", "something.new"),
    ],
)
def test_failures_are_words(code: str, text: str) -> None:
    assert failure_text(code) == text


def test_templates_are_words() -> None:
    assert [template_text(key) for key in ("", "visit-follow-up", "our-own-letter")] == [
        "By hand", "Follow-up", "Our own letter",
    ]  # fmt: skip
