"""The encounter at 1280 x 720 with text half as large again: nothing is cut, the keys of buttons give way first."""

from collections.abc import Callable, Iterator
from uuid import UUID

import pytest
from PySide6.QtWidgets import QApplication

from opd_desktop.domain.note import Draft, DraftSentence, Order, OrderStatus, OrderType, Section
from opd_desktop.ui.encounter.rows import OrderRow
from opd_desktop.ui.theme import theme
from opd_desktop.ui.widgets import Button
from tests.ui.room import Room, begun, enter, reception, visit

__all__ = ["begun", "enter", "reception", "visit"]

DRAFT = Draft(
    sentences=tuple(
        DraftSentence(
            id=f"s{number}", section=section, turns=(1,),
            text="The patient reports that chest pain on exertion has been getting worse for three weeks.",
        )
        for number, section in enumerate(Section)
    ),
    orders=(
        Order(
            order_type=OrderType.MEDICATION, description="amlodipine 5 mg every morning",
            reason="high blood pressure", status=OrderStatus.CONDITIONAL,
        ),
    ),
)  # fmt: skip


@pytest.fixture
def large_text(qapp: QApplication) -> Iterator[None]:
    """Text at 150 %."""
    del qapp
    look = theme()
    usual = look._base.pointSizeF()
    look._base.setPointSizeF(usual * 1.5)
    look.set_look("light")
    yield
    look._base.setPointSizeF(usual)
    look.set_look("light")


def test_nothing_is_cut_in_a_small_window_with_large_text(
    large_text: None, enter: Callable[..., Room], begun: UUID
) -> None:
    room = enter()
    room.open(begun)
    room.presenter.save_vitals({"systolic": 162, "diastolic": 94})
    room.presenter.scribe.drafted.emit(DRAFT)
    # What a window of 1280 x 720 leaves beside the rail and below the top bar.
    room.window.resize(1180, 670)
    room.settle()
    chart = room.screen.chart
    # The word beside an abnormal value comes with the saved vitals, and the columns make room for it.
    room.until(lambda: chart.widget().minimumSizeHint().width() <= chart.viewport().width())
    note = room.screen.pane.note
    inside = note.widget()
    assert inside is not None
    assert inside.minimumSizeHint().width() <= note.viewport().width()
    assert note.horizontalScrollBar().maximum() == 0
    for button in room.screen.findChildren(Button):
        if button.isVisible():
            assert button.width() >= button.minimumSizeHint().width(), button.text()


def test_the_key_of_a_button_gives_way_and_stays_in_the_tooltip(qapp: QApplication) -> None:
    del qapp
    button = Button("Complete and sign", "primary", keys="Ctrl+Shift+Return")
    button.resize(button.sizeHint())
    assert button.shows_key
    button.resize(button.minimumSizeHint())
    assert not button.shows_key
    assert "Return" in button.toolTip()
    button.deleteLater()


def test_an_order_says_what_it_is_for(enter: Callable[..., Room], begun: UUID) -> None:
    room = enter()
    room.open(begun)
    room.presenter.scribe.drafted.emit(DRAFT)
    room.settle()
    (row,) = room.screen.pane.note.findChildren(OrderRow)
    assert row.side.text() == "to confirm · for high blood pressure"
    assert "for high blood pressure" in row.accessibleName()
