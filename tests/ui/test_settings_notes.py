"""Note templates and what the scribe learned, in the settings: with real keys, on a real database."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from sqlalchemy import URL

from opd_desktop.domain.note_template import Heading
from opd_desktop.services import note_templates, scribe_rules
from opd_desktop.services.dto.note_templates import ListNoteTemplates, NoteTemplateDto
from opd_desktop.services.dto.scribe_rules import ListRules
from opd_desktop.ui.note_words import language_text
from opd_desktop.ui.settings.rules_panel import RulesPanel
from opd_desktop.ui.settings.template_editor import TemplateEditor
from opd_desktop.ui.settings.templates_panel import TemplatesPanel
from opd_desktop.ui.settings.view import SettingsScreen
from tests.conftest import SignIn
from tests.services import test_scribe_rules as taught
from tests.support import build
from tests.ui.conftest import Host, MakeDesk

Key, Alt, Ctrl = Qt.Key, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
Open = Callable[..., SettingsScreen]


@pytest.fixture
def open_panel(make_desk: MakeDesk, host: Host, qtbot: QtBot) -> Open:
    def show(login: str, panel: str) -> SettingsScreen:
        screen = SettingsScreen(make_desk(login))
        host(screen)
        screen.open(panel)
        qtbot.waitUntil(lambda: screen.desk.tasks.idle, timeout=10_000)
        return screen

    return show


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    target = QApplication.focusWidget()
    assert target is not None
    QTest.keyClick(target, key, modifiers)
    QApplication.processEvents()


def settle(qtbot: QtBot, screen: SettingsScreen) -> None:
    qtbot.waitUntil(lambda: screen.desk.tasks.idle, timeout=10_000)
    QApplication.processEvents()


def own(sign_in: SignIn, *, inactive: bool = False) -> list[NoteTemplateDto]:
    request = ListNoteTemplates(facility_id=build.CITY, include_inactive=inactive)
    return [one for one in sign_in("manager").call(note_templates.list_, request) if not one.builtin]


def templates(screen: SettingsScreen) -> TemplatesPanel:
    assert isinstance(screen.panel, TemplatesPanel)
    return screen.panel


def editor(screen: SettingsScreen) -> TemplateEditor:
    assert isinstance(screen.panel, TemplateEditor)
    return screen.panel


# Templates --------------------------------------------------------------------------------------------------


def test_a_shipped_template_is_copied_changed_by_keys_and_saved(
    open_panel: Open, qtbot: QtBot, sign_in: SignIn
) -> None:
    screen = open_panel("manager", "templates")
    assert templates(screen).none.isVisible()
    row = next(one for one in templates(screen).rows if one.template.key == "general")
    row.buttons["copy"].setFocus()
    press(Key.Key_Space)
    edit = editor(screen)
    assert edit.name.text() == "General medicine (ours)"
    assert [one.code for one in edit.headings[:2]] == [Heading.CHIEF, Heading.HISTORY]
    edit.list.setFocus()
    press(Key.Key_Down, Alt)
    assert [one.code for one in edit.headings[:2]] == [Heading.HISTORY, Heading.CHIEF]
    assert edit.list.currentRow() == 1
    press(Key.Key_Down)
    press(Key.Key_Delete)
    assert Heading.PAST not in {one.code for one in edit.headings}
    edit.list.setCurrentRow(0)
    edit.title_edit.setFocus()
    edit.title_edit.selectAll()
    QTest.keyClicks(edit.title_edit, "Story")
    edit.required.setFocus()
    press(Key.Key_Space)
    press(Key.Key_S, Ctrl)
    qtbot.waitUntil(lambda: isinstance(screen.panel, TemplatesPanel), timeout=10_000)
    settle(qtbot, screen)
    (saved,) = own(sign_in)
    assert (saved.name, saved.language) == ("General medicine (ours)", "en")
    assert (saved.headings[0].title, saved.headings[0].required) == ("Story", False)
    assert saved.headings[1].code is Heading.CHIEF
    assert not templates(screen).none.isVisible()
    assert templates(screen).rows[0].template.name == "General medicine (ours)"


def test_a_heading_is_added_to_its_part_and_a_title_can_t_be_empty(open_panel: Open, qtbot: QtBot) -> None:
    screen = open_panel("manager", "templates")
    row = next(one for one in templates(screen).rows if one.template.key == "general")
    row.buttons["copy"].click()
    edit = editor(screen)
    edit.more.activated.emit(edit.more.findText("Wound and healing · Objective"))
    place = edit.list.currentRow()
    assert edit.headings[place].code is Heading.WOUND
    assert edit.headings[place - 1].code.section is Heading.WOUND.section
    assert edit.title_edit.hasFocus()
    edit.title_edit.clear()
    edit.title_edit.textEdited.emit("")
    edit.submit()
    assert edit.save.isEnabled()
    assert edit._title.error == "Type the title"


def test_a_name_that_exists_is_told_in_the_panel_and_nothing_typed_is_lost(open_panel: Open, qtbot: QtBot) -> None:
    screen = open_panel("manager", "templates")
    for _ in range(2):
        row = next(one for one in templates(screen).rows if one.template.key == "general")
        row.buttons["copy"].click()
        editor(screen).submit()
        settle(qtbot, screen)
    edit = editor(screen)
    assert edit.error.isVisible()
    assert edit.error.text()
    assert edit.name.text() == "General medicine (ours)"
    assert edit.save.isEnabled()


def test_a_template_is_removed_and_brought_back(open_panel: Open, qtbot: QtBot, sign_in: SignIn) -> None:
    screen = open_panel("manager", "templates")
    next(one for one in templates(screen).rows if one.template.key == "ent").buttons["copy"].click()
    editor(screen).submit()
    settle(qtbot, screen)
    templates(screen).rows[0].buttons["remove"].click()
    settle(qtbot, screen)
    assert own(sign_in) == []
    templates(screen).rows[0].buttons["restore"].click()
    settle(qtbot, screen)
    assert [one.active for one in own(sign_in)] == [True]


def test_shipped_templates_are_listed_in_the_chosen_language(open_panel: Open, qtbot: QtBot) -> None:
    screen = open_panel("manager", "templates")
    templates(screen).languages.chosen.emit("de")
    settle(qtbot, screen)
    assert "Hals-Nasen-Ohren-Heilkunde" in [one.template.name for one in templates(screen).rows]


def test_a_doctor_reads_templates_and_changes_none(open_panel: Open) -> None:
    screen = open_panel("doctor", "templates")
    assert templates(screen).rows
    assert not any(one.buttons for one in templates(screen).rows)


def test_reception_has_neither_panel(open_panel: Open) -> None:
    screen = open_panel("reception", "templates")
    assert screen.panel is None
    screen.open("rules")
    assert screen.panel is None


# Rules ------------------------------------------------------------------------------------------------------


def rules(screen: SettingsScreen) -> RulesPanel:
    assert isinstance(screen.panel, RulesPanel)
    return screen.panel


def test_nothing_learned_tells_how_rules_come_about(open_panel: Open) -> None:
    screen = open_panel("doctor", "rules")
    assert rules(screen).empty.isVisible()
    assert "3 signed visits" in rules(screen).empty.accessibleName()


def test_rules_are_sentences_that_are_switched_deleted_and_brought_back(
    database: URL, sign_in: SignIn, open_panel: Open, qtbot: QtBot
) -> None:
    taught.learned(database, sign_in)
    screen = open_panel("doctor", "rules")
    panel = rules(screen)
    assert {row.label.text() for row in panel.rows} == {
        "Writes “friendly” instead of “pleasant”.",
        "Leaves out what stands under “Review of systems”.",
    }
    row = next(one for one in panel.rows if one.rule.kind == "replace")
    assert row.switch.accessibleDescription().startswith("Seen in 3 signed visits · since ")
    row.switch.setFocus()
    press(Key.Key_Space)
    settle(qtbot, screen)

    def known() -> dict[str, bool]:
        return {one.kind: one.active for one in sign_in("doctor").call(scribe_rules.list_, ListRules())}

    assert known() == {"replace": False, "leave-out": True}
    row = next(one for one in panel.rows if one.rule.kind == "replace")
    assert row.switch.accessibleDescription().endswith("off")
    row.end.setFocus()
    press(Key.Key_Space)
    settle(qtbot, screen)
    assert known() == {"leave-out": True}
    row = next(one for one in panel.rows if one.rule.kind == "replace")
    assert row.end.text() == "Undo"
    row.end.setFocus()
    press(Key.Key_Space)
    settle(qtbot, screen)
    assert known() == {"replace": False, "leave-out": True}
    assert len(panel.rows) == 2


def test_what_was_seen_too_seldom_is_only_counted(database: URL, sign_in: SignIn, open_panel: Open) -> None:
    taught.sign(database, sign_in)
    panel = rules(open_panel("doctor", "rules"))
    assert panel.rows == []
    assert panel.waiting.text() == "2 more edits were seen, not often enough yet."


def test_languages_are_named_in_their_own_words() -> None:
    assert [language_text(one) for one in ("en", "es", "fr", "de", "pt")] == [
        "English", "Español", "Français", "Deutsch", "Português",
    ]  # fmt: skip
