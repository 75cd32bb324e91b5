"""The journeys screen over the real services, by real keys and clicks."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from sqlalchemy import URL

from opd_desktop.services import journey_instances
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.common import ById
from opd_desktop.services.dto.journeys import AdvanceInstance
from opd_desktop.ui.journeys.story import StartPanel, StoryPanel
from opd_desktop.ui.journeys.view import JourneysScreen
from opd_desktop.ui.widgets.line import IconLine
from tests.support import journeys as support
from tests.ui.care import Told, change, start_journey
from tests.ui.conftest import Host, MakeDesk

Key = Qt.Key


class Place:
    """A board at work."""

    def __init__(self, qtbot: QtBot, screen: JourneysScreen) -> None:
        self.qtbot = qtbot
        self.screen = screen
        self.told = Told(screen.desk)

    def settle(self) -> None:
        self.qtbot.waitUntil(lambda: self.screen.desk.tasks.idle, timeout=10_000)

    def until(self, holds: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(holds()), timeout=10_000)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(self.screen.window().focusWidget() or self.screen, key, modifier)

    def names(self, stage: str) -> list[str]:
        return [one.patient_name for one in self.screen.board.columns[stage].list.cards.cards]

    @property
    def story(self) -> StoryPanel:
        assert isinstance(self.screen.panel, StoryPanel)
        return self.screen.panel


OpenBoard = Callable[[str], Place]


@pytest.fixture
def manager(database: URL, sign_in: Callable[..., Clinic]) -> Clinic:
    support.defaults(database)
    return sign_in("manager", desk="Office")


@pytest.fixture
def open_board(qtbot: QtBot, make_desk: MakeDesk, host: Host) -> OpenBoard:
    def opened(login: str = "manager") -> Place:
        screen = JourneysScreen(make_desk(login))
        host(screen)
        place = Place(qtbot, screen)
        place.settle()
        return place

    return opened


def lines(panel: StoryPanel) -> list[str]:
    return [line.accessibleName() for line in panel.findChildren(IconLine) if line.isVisible()]


def test_the_board_shows_who_is_where(database: URL, manager: Clinic, open_board: OpenBoard) -> None:
    start_journey(manager, database, "Meena Patil")
    late = start_journey(manager, database, "Arjun Nair")
    moved = start_journey(manager, database, "Li Wei")
    change(
        database, "UPDATE journey_instance SET stage_due_at = now() - interval '4 hours' WHERE id = :id", id=late.id
    )  # fmt: skip
    manager.call(journey_instances.advance, AdvanceInstance(id=moved.id))
    place = open_board()
    assert list(place.screen.board.columns) == ["booked", "missed", "day-of-visit", "post-visit", "closed"]
    assert place.names("booked") == ["Arjun Nair", "Meena Patil"], "the overdue one first"
    assert place.names("day-of-visit") == ["Li Wei"]
    figures = place.screen.figures
    assert figures.open.text() == "Open journeys: 3 +3 today"
    assert figures.overdue.text() == "Overdue: 1 the longest by 4 h"
    assert figures.returned.text() == "Came back for review: – nobody seen in 90 days"
    assert place.screen.definitions.text() == "OPD visit, v1 ▾"


def test_the_whole_story_by_keys(database: URL, manager: Clinic, open_board: OpenBoard) -> None:
    start_journey(manager, database, "Meena Patil")
    place = open_board()
    place.press(Key.Key_Return)
    place.settle()
    told = lines(place.story)
    assert place.story.heading.text() == "Meena Patil"
    stages = [line for line in told if line.startswith(("Booked", "Day of visit", "Post-visit", "Closed"))]
    assert len(stages) == 4
    assert any(line.startswith("Confirmation") and "planned" in line for line in told)
    assert any(line.startswith("Reminder") for line in told)
    place.press(Key.Key_Escape)
    assert place.screen.panel is None
    assert place.screen.board.columns["booked"].list.hasFocus()


def test_moving_on_by_keys(database: URL, manager: Clinic, open_board: OpenBoard) -> None:
    instance = start_journey(manager, database, "Meena Patil")
    place = open_board()
    place.press(Key.Key_M)
    place.settle()
    panel = place.story
    assert panel.target.currentText() == "Day of visit", "the next stage of the main path is proposed"
    place.qtbot.mouseClick(panel.move_button, Qt.MouseButton.LeftButton)
    place.until(lambda: place.names("day-of-visit") == ["Meena Patil"])
    assert place.told.texts == ["Meena Patil is now in Day of visit"]
    place.until(lambda: panel.target.currentText() == "Post-visit")
    assert manager.call(journey_instances.get, ById(id=instance.id)).instance.stage == "day-of-visit"


def test_skipping_a_stage_asks_for_the_reason(database: URL, manager: Clinic, open_board: OpenBoard) -> None:
    instance = start_journey(manager, database, "Meena Patil")
    place = open_board()
    place.press(Key.Key_M)
    place.settle()
    panel = place.story
    panel.target.setCurrentIndex(panel.target.findData("post-visit"))
    panel.move_on()
    place.until(lambda: panel.why_field.error)
    assert "Say why" in panel.why_field.error
    assert panel.why.hasFocus()
    place.qtbot.keyClicks(panel.why, "Seen at home")
    place.press(Key.Key_Return)
    place.until(lambda: place.names("post-visit") == ["Meena Patil"])
    story = manager.call(journey_instances.get, ById(id=instance.id))
    assert "Seen at home" in {stage.reason for stage in story.stages}
    place.until(lambda: any("Seen at home" in line for line in lines(place.story)))


def test_cancelling_needs_a_reason(database: URL, manager: Clinic, open_board: OpenBoard) -> None:
    instance = start_journey(manager, database, "Meena Patil")
    place = open_board()
    place.press(Key.Key_Delete)
    place.settle()
    place.until(lambda: place.story.why.hasFocus())
    place.qtbot.mouseClick(place.story.cancel_button, Qt.MouseButton.LeftButton)
    assert place.story.why_field.error == "Say why the journey is cancelled."
    place.qtbot.keyClicks(place.story.why, "Moved away")
    place.qtbot.mouseClick(place.story.cancel_button, Qt.MouseButton.LeftButton)
    place.until(lambda: place.told.texts)
    assert "cancelled" in place.told.texts[0]
    assert manager.call(journey_instances.get, ById(id=instance.id)).instance.state == "cancelled"
    place.until(place.story.move_button.isHidden)
    place.settle()
    assert place.story.move_button.isHidden(), "an ended journey offers nothing to do"


def test_moved_by_somebody_else_meanwhile(database: URL, manager: Clinic, open_board: OpenBoard) -> None:
    instance = start_journey(manager, database, "Meena Patil")
    place = open_board()
    place.press(Key.Key_Return)
    place.settle()
    # The panel still holds the older version when the button is pressed.
    held = place.story.instance
    manager.call(journey_instances.advance, AdvanceInstance(id=instance.id))
    place.screen.presenter.advance(held, None, "", lambda _moved: None, place.story._failed)
    place.until(lambda: place.story._error.isVisible())
    assert place.story._error.text()


def test_the_board_follows_other_desks(database: URL, manager: Clinic, open_board: OpenBoard) -> None:
    place = open_board()
    assert place.screen.empty.title() == "Nobody is on this journey yet"
    instance = start_journey(manager, database, "Meena Patil")
    place.until(lambda: place.names("booked") == ["Meena Patil"])
    manager.call(journey_instances.advance, AdvanceInstance(id=instance.id))
    place.until(lambda: place.names("day-of-visit") == ["Meena Patil"])
    assert place.names("booked") == []


def test_search_doctor_and_order(database: URL, manager: Clinic, open_board: OpenBoard, qtbot: QtBot) -> None:
    start_journey(manager, database, "Meena Patil", days=2)
    start_journey(manager, database, "Arjun Nair", days=5)
    place = open_board()
    place.press(Key.Key_Slash)
    assert place.screen.search.hasFocus()
    qtbot.keyClicks(place.screen.search, "arj")
    place.until(lambda: place.names("booked") == ["Arjun Nair"])
    assert place.screen.board.columns["booked"].count_text() == "1 of 2"
    place.press(Key.Key_Return)
    assert place.screen.board.columns["booked"].list.hasFocus()
    place.screen.search.clear()
    place.until(lambda: len(place.names("booked")) == 2)
    place.screen.presenter.sort("visit")
    assert place.names("booked") == ["Meena Patil", "Arjun Nair"]
    mehta = next(one for one in place.screen.desk.practitioners if one.display_name == "Dr Mehta")
    place.screen.presenter.choose_practitioner(mehta.id)
    place.until(lambda: place.screen.empty.isVisible())
    assert "doctor" in place.screen.empty.title()


def test_another_journey_started_by_hand(database: URL, manager: Clinic, open_board: OpenBoard, qtbot: QtBot) -> None:
    support.patient(database, "Fatima Sheikh")
    place = open_board()
    place.press(Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    panel = place.screen.panel
    assert isinstance(panel, StartPanel)
    panel.submit()
    assert panel.picker.edit.hasFocus(), "it says what is missing and goes there"
    qtbot.keyClicks(panel.picker.edit, "fatima")
    place.until(panel.picker.hits)
    place.press(Key.Key_Return)
    panel.journey.setCurrentText("Antenatal care")
    place.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    place.until(lambda: isinstance(place.screen.panel, StoryPanel))
    place.until(lambda: "first-trimester" in place.screen.board.columns)
    assert place.names("first-trimester") == ["Fatima Sheikh"]
    assert place.told.texts == ["Fatima Sheikh is on the journey Antenatal care"]


def test_reception_looks_but_does_not_move(database: URL, manager: Clinic, open_board: OpenBoard) -> None:
    instance = start_journey(manager, database, "Meena Patil")
    place = open_board("reception")
    place.press(Key.Key_M)
    assert place.screen.panel is None
    place.screen.open(instance.id)
    place.until(lambda: place.screen.panel)
    place.settle()
    assert place.story.move_button.isHidden()
    assert place.story.cancel_button.isHidden()
    place.press(Key.Key_P)
    place.press(Key.Key_W)
    assert [(screen, getattr(argument, "id", argument)) for screen, argument in place.told.gone] == [
        ("patients", instance.patient_id), ("messages", instance.id),
    ]  # fmt: skip


def test_a_doctor_sees_the_own_patients(database: URL, manager: Clinic, open_board: OpenBoard) -> None:
    start_journey(manager, database, "Meena Patil")
    assert open_board("doctor").names("booked") == ["Meena Patil"], "the visit is Dr Rao's"
    assert open_board("doctor2").screen.empty.title() == "None of this doctor's patients is on this journey"


def test_nothing_published_says_so(database: URL, open_board: OpenBoard) -> None:
    del database
    place = open_board()
    assert place.screen.empty.title() == "No journey is published"


def test_a_closed_panel_is_left_alone(database: URL, manager: Clinic, open_board: OpenBoard) -> None:
    start_journey(manager, database, "Meena Patil")
    place = open_board()
    place.press(Key.Key_Return)
    place.screen.close_panel()
    place.settle()
    assert place.screen.panel is None
    assert place.told.texts == []


def test_every_control_has_a_name(database: URL, manager: Clinic, open_board: OpenBoard) -> None:
    start_journey(manager, database, "Meena Patil")
    place = open_board()
    place.press(Key.Key_Return)
    place.settle()
    root = place.screen.window()
    for kind in (QPushButton, QLineEdit, QComboBox, QAbstractItemView):
        for widget in root.findChildren(kind):
            if widget.isVisible() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
                assert widget.accessibleName(), widget
