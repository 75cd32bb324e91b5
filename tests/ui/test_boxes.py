"""Choices by their data."""

from uuid import UUID

from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from opd_desktop.domain.ids import uuid7
from opd_desktop.ui.widgets.boxes import choose_data


def test_an_id_is_found_by_its_value_not_its_identity(qtbot: QtBot) -> None:
    box = QComboBox()
    qtbot.addWidget(box)
    known = uuid7()
    box.addItem("No room", None)
    box.addItem("Room 8", known)
    assert choose_data(box, UUID(str(known)))
    assert box.currentText() == "Room 8"
    assert not choose_data(box, uuid7())
    assert box.currentText() == "No room"
    assert choose_data(box, None)
