"""Colours can be read in every look; every state and icon that is named exists."""

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QCheckBox
from pytestqt.qtbot import QtBot

from opd_desktop.ui.theme import looks, theme
from opd_desktop.ui.theme.tokens import LOOKS, Tokens
from opd_desktop.ui.widgets import Column, ListTable

_PAIRS = [
    ("text", "bg"), ("text", "surface"), ("text", "sunken"), ("text", "accent_soft"), ("text", "hover"),
    ("muted", "bg"), ("muted", "surface"), ("muted", "sunken"), ("faint", "surface"),
    ("accent", "surface"), ("accent_text", "accent"), ("danger", "surface"), ("danger_text", "danger"),
    ("toast_text", "toast"), ("toast_action", "toast"), ("checked_t", "accent_soft"),
    *((f"{tint}_t", tint) for tint in ("warn", "booked", "arrived", "checked", "consult", "done", "noshow", "cancel")),
]  # fmt: skip


def luminance(colour: str) -> float:
    """Relative luminance, WCAG 2.1 (https://www.w3.org/TR/WCAG21/#dfn-relative-luminance)."""

    def linear(part: float) -> float:
        return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4

    made = QColor(colour)
    return 0.2126 * linear(made.redF()) + 0.7152 * linear(made.greenF()) + 0.0722 * linear(made.blueF())


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(("text", "ground"), _PAIRS)
def test_text_stands_out(look: str, text: str, ground: str) -> None:
    tokens = LOOKS[look]
    least = 7.0 if look == "high-contrast" and text == "text" else 4.5
    assert contrast(tokens[text], tokens[ground]) >= least


@pytest.mark.parametrize("look", LOOKS)
def test_the_frame_of_a_box_to_tick_stands_out(look: str) -> None:
    """WCAG 1.4.11: 3 to 1 for what shows where a control is."""
    tokens = LOOKS[look]
    assert contrast(tokens["faint"], tokens["surface"]) >= 3.0
    assert contrast(tokens["accent"], tokens["surface"]) >= 3.0


def test_a_box_to_tick_is_drawn_with_its_frame_and_its_tick(qapp: object) -> None:
    box = QCheckBox("Leave out")
    for look in LOOKS:
        theme().set_look(look)
        box.setChecked(False)
        empty = box.grab().toImage()
        box.setChecked(True)
        ticked = box.grab().toImage()
        colours = {ticked.pixelColor(x, y).name() for x in range(24) for y in range(ticked.height())}
        frame = {empty.pixelColor(x, y).name() for x in range(24) for y in range(empty.height())}
        assert theme().color("faint").name() in frame, look
        assert theme().color("accent").name() in colours, look
    box.deleteLater()


def test_hyphens_and_underscores_name_the_same_colour(qapp: object) -> None:
    del qapp
    assert theme().color("accent-soft") == theme().color("accent_soft")


def test_every_state_has_an_icon_that_draws_and_colours_that_exist(qapp: object) -> None:
    del qapp
    for state in looks.known_states():
        look = looks.look_of(state)
        assert look.word
        assert {look.fg, look.bg} <= set(Tokens.names())
        assert not theme().pixmap(look.icon, look.fg).toImage().isNull()


def test_an_unknown_state_shows_its_name(qapp: object) -> None:
    del qapp
    assert looks.look_of("something-new").word == "something-new"


def test_switching_the_look_recolours_what_is_painted(qapp: object) -> None:
    del qapp
    seen: list[str] = []
    theme().changed.connect(lambda: seen.append(theme().name))
    theme().set_look("dark")
    assert theme().color("bg") == QColor(LOOKS["dark"].bg)
    theme().set_look("no such look")
    assert seen == ["dark", "light"]


def test_figures_are_tabular(qapp: object) -> None:
    del qapp
    from PySide6.QtGui import QFontMetricsF

    metrics = QFontMetricsF(theme().font("body"))
    assert len({round(metrics.horizontalAdvance(figure * 10), 2) for figure in "0123456789"}) == 1


def test_the_head_of_a_column_stands_over_what_is_in_it(qtbot: QtBot) -> None:
    table = ListTable("Visits")
    qtbot.addWidget(table)
    words = (Column("HHH", lambda _row: "HHH"), Column("HHH", lambda _row: "HHH", align="right"))
    table.set_columns((*words, Column("H", lambda _row: "H", stretch=True)), key=lambda row: row)
    table.set_rows((1, 2))
    table.resize(500, 140)
    table.show()
    qtbot.waitExposed(table)
    image, head = table.grab().toImage(), table.horizontalHeader().height()
    row = head + table.rowViewportPosition(1)

    def inked(column: int, top: int, bottom: int) -> list[int]:
        left = table.columnViewportPosition(column) + 1
        across = range(left, left + table.columnWidth(column))
        return [x for x in across if any(image.pixelColor(x, y).lightness() < 190 for y in range(top, bottom))]

    for column, side in ((0, 0), (1, -1)):
        below = inked(column, row + 6, row + table.rowHeight(1) - 6)
        assert inked(column, 3, head - 4)[side] == below[side], column
