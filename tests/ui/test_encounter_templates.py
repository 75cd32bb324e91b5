"""The note by heading with real keys: templates, prompts, problems of a plan, what is left out, what was learned."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMenu, QWidget
from sqlalchemy import URL

from opd_desktop import shipped_templates
from opd_desktop.domain.encounter import EncounterStatus
from opd_desktop.domain.note import Draft, DraftSentence, Section, Transcript, Turn
from opd_desktop.domain.note_template import Heading
from opd_desktop.domain.scribe_rules import ACTIVE_AFTER
from opd_desktop.scribe import engine
from opd_desktop.services import my_settings
from opd_desktop.services.dto.encounters import Vitals
from opd_desktop.services.dto.my_settings import ReadSettings
from opd_desktop.ui.changes import Happened
from opd_desktop.ui.encounter import grouping, lines, note_json, proposals
from opd_desktop.ui.encounter.heading_rows import HeadingLabel, PromptRow
from opd_desktop.ui.encounter.lines import Line, NoteState
from opd_desktop.ui.encounter.sentence_row import SentenceRow
from tests.conftest import SignIn
from tests.services import test_scribe_rules as taught
from tests.ui.conftest import MakeDesk
from tests.ui.room import Room, begun, enter, note_of, reception, visit

__all__ = ["begun", "enter", "reception", "visit"]

Key, Ctrl, Shift = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
GENERAL = shipped_templates.find("general")
assert GENERAL is not None


def sentence(number: int, section: Section, text: str, heading: str | None = None, problem: str = "") -> DraftSentence:
    return DraftSentence(id=f"s{number}", section=section, text=text, turns=(number,), heading=heading, problem=problem)


DRAFT = Draft(
    sentences=(
        sentence(1, Section.SUBJECTIVE, "Cough.", Heading.CHIEF),
        sentence(2, Section.SUBJECTIVE, "A cough for 3 days.", Heading.HISTORY),
        sentence(3, Section.ASSESSMENT, "Hypertension.", None, "Hypertension."),
        sentence(4, Section.PLAN, "Paracetamol 500 mg.", Heading.TREATMENT, "Cough."),
        sentence(5, Section.PLAN, "Continue lisinopril.", Heading.TREATMENT, "Hypertension."),
        sentence(6, Section.PLAN, "A lipid panel.", Heading.TESTING, "Hypertension."),
        sentence(7, Section.PLAN, "Come back in 2 weeks.", Heading.FOLLOW_UP),
    ),
    left_out=(sentence(8, Section.SUBJECTIVE, "Drinks beer on weekends.", Heading.SOCIAL),),
)


def stack(room: Room, section: Section) -> list[str]:
    """What stands in a part of the note, from top to bottom."""
    rows = room.screen.pane.note.cards[section].rows
    found = []
    for place in range(rows.count()):
        widget = rows.itemAt(place).widget()
        if isinstance(widget, HeadingLabel):
            found.append(f"# {widget.text()}")
        elif isinstance(widget, PromptRow):
            found.append(f"? {widget.prompt}")
        elif isinstance(widget, SentenceRow):
            found.append(widget.line.text)
    return found


@pytest.fixture
def room(enter: Callable[..., Room], begun: UUID) -> Room:
    made = enter()
    made.open(begun)
    made.until(lambda: made.presenter.template is not None)
    return made


def test_a_draft_stands_by_heading_and_in_the_plan_by_problem(room: Room) -> None:
    room.presenter.editor.propose(DRAFT)
    assert stack(room, Section.SUBJECTIVE) == [
        "# Chief complaint", "Cough.", "# History of present illness", "A cough for 3 days.",
    ]  # fmt: skip
    assert stack(room, Section.ASSESSMENT) == ["Hypertension."]
    assert stack(room, Section.PLAN) == [
        "# Cough", "Paracetamol 500 mg.", "# Hypertension", "Continue lisinopril.", "A lipid panel.",
        "# Follow-up", "Come back in 2 weeks.",
    ]  # fmt: skip
    room.screen.pane.note.focus_first()
    for _ in range(3):
        room.press(Key.Key_Down)
    row = room.screen.pane.note.current()
    assert isinstance(row, SentenceRow)
    assert row.line.text == "Paracetamol 500 mg."


def test_an_empty_heading_says_what_belongs_there_and_enter_writes_under_it(
    room: Room, begun: UUID, sign_in: SignIn
) -> None:
    shown = stack(room, Section.SUBJECTIVE)
    assert shown[:2] == ["# Chief complaint", "? Why the patient came, in their own words"]
    room.screen.pane.note.findChildren(PromptRow)[1].setFocus()
    room.press(Key.Key_Up)
    focused = QApplication.focusWidget()
    assert isinstance(focused, PromptRow)
    assert focused.accessibleName().startswith("Chief complaint is empty: Why the patient came")
    room.press(Key.Key_Return)
    room.type("Cough for a week.")
    room.press(Key.Key_Return)
    room.press(Key.Key_Escape)
    assert stack(room, Section.SUBJECTIVE)[:2] == ["# Chief complaint", "Cough for a week."]
    room.save()
    assert room.screen.pane.summary.text() == "3 headings to fill"
    note = note_of(sign_in("doctor"), begun)
    assert note is not None
    assert [(one.text, one.heading) for one in note.sentences] == [("Cough for a week.", Heading.CHIEF)]
    assert (note.template, note.language, note.titles) == ("general", "en", {Heading.CHIEF: "Chief complaint"})


def test_opening_a_note_changes_nothing_in_the_database(room: Room, begun: UUID, sign_in: SignIn) -> None:
    assert not room.presenter.saver.dirty
    room.save()
    assert note_of(sign_in("doctor"), begun) is None


def choose(room: Room, text: str) -> None:
    """Open the box by its key and choose an entry of its menu."""
    room.press(Key.Key_T, Ctrl)
    room.until(lambda: isinstance(QApplication.activePopupWidget(), QMenu))
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.setActiveAction(next(one for one in menu.actions() if one.text() == text))
    room.press_on(menu, Key.Key_Return)
    room.settle()


@pytest.mark.qt_log_ignore("does not support (raise|grabbing)", extend=True)
def test_ctrl_t_chooses_a_template_and_a_language_that_the_next_notes_keep(
    room: Room, sign_in: SignIn, begun: UUID, make_desk: MakeDesk, enter: Callable[..., Room]
) -> None:
    room.presenter.editor.propose(DRAFT)
    choose(room, "Psychiatry")
    assert room.screen.pane.template.text() == "Psychiatry ▾"
    assert stack(room, Section.OBJECTIVE)[0] == "# Mental status examination"
    assert stack(room, Section.OBJECTIVE)[1].startswith("? ")
    choose(room, "Español")
    assert stack(room, Section.SUBJECTIVE)[0] == "# Motivo de consulta"
    assert "Cough." in stack(room, Section.SUBJECTIVE)
    assert room.screen.pane.language.text() == (
        "Headings in Español; sentences stay in the language of the visit (English)."
    )
    kept = sign_in("doctor").call(my_settings.read, ReadSettings(key="note.template")).value
    assert kept == {"key": "psychiatry", "language": "es"}
    room.press(Key.Key_Z, Ctrl)
    assert stack(room, Section.SUBJECTIVE)[0] == "# Chief complaint"
    again = enter()
    again.open(begun)
    again.until(lambda: again.presenter.template is not None)
    again.until(lambda: again.presenter.writing.usual and again.presenter.writing.usual.key == "psychiatry")


def test_another_template_loses_no_sentence(room: Room) -> None:
    room.presenter.editor.propose(DRAFT)
    room.presenter.editor.accept_all()
    for template in room.presenter.writing.templates:
        if template.language == "en":
            room.presenter.editor.choose_template(template)
            shown = [one for section in Section for one in stack(room, section) if one[0] not in "#?"]
            assert sorted(shown) == sorted(one.text for one in DRAFT.sentences)


def test_a_sentence_that_was_left_out_can_be_seen_and_taken_back(room: Room) -> None:
    room.presenter.editor.propose(DRAFT)
    card = room.screen.pane.note.left_out
    assert card.isVisible()
    assert "Drinks beer on weekends." not in stack(room, Section.SUBJECTIVE)
    card.toggle.setFocus()
    room.press(Key.Key_Space)
    (back,) = [one for one in card.list.findChildren(QWidget) if one.accessibleName().startswith("Take back")]
    back.setFocus()
    room.press(Key.Key_Space)
    assert not card.isVisible()
    assert stack(room, Section.SUBJECTIVE)[-2:] == ["# Social history", "Drinks beer on weekends."]
    line = next(one for one in room.presenter.editor.state.lines if one.heading == Heading.SOCIAL)
    assert line.pending
    assert any(one.heading == Heading.SOCIAL for one in room.presenter.editor.state.drafted)
    room.press(Key.Key_Z, Ctrl)
    assert card.isVisible()


def test_what_is_typed_behind_a_line_stands_under_its_heading_and_problem(room: Room) -> None:
    room.presenter.editor.propose(DRAFT)
    row = next(
        one
        for one in room.screen.pane.note.ordered()
        if isinstance(one, SentenceRow) and one.line.text == "Continue lisinopril."
    )
    row.setFocus()
    room.press(Key.Key_E)
    room.press(Key.Key_Return)
    room.type("Home readings.")
    room.press(Key.Key_Escape)
    plan = stack(room, Section.PLAN)
    assert plan[plan.index("# Hypertension") :][:3] == ["# Hypertension", "Continue lisinopril.", "Home readings."]


def test_reopening_asks_why_and_the_reason_stays_in_the_history(
    room: Room, begun: UUID, database: URL, sign_in: SignIn
) -> None:
    room.press(Key.Key_Return, Ctrl)
    room.until(lambda: room.encounter.status is EncounterStatus.FINISHED)
    room.settle()
    room.screen.reopen_button.click()
    assert QApplication.focusWidget() is room.screen.pane.reopen.why
    room.press(Key.Key_Return)
    assert room.encounter.status is EncounterStatus.FINISHED
    room.type("a result came")
    room.press(Key.Key_Return)
    room.until(lambda: room.encounter.status is EncounterStatus.IN_PROGRESS)
    room.settle()
    assert not room.screen.pane.reopen.isVisible()


def test_a_signed_note_shows_whether_it_is_still_what_was_signed(room: Room, begun: UUID) -> None:
    room.presenter.editor.add(Section.PLAN, "Rest")
    room.press(Key.Key_Return, Ctrl | Shift)
    room.until(lambda: room.presenter.state.signed)
    room.settle()
    signature = room.screen.pane.signature
    assert signature.text().startswith("Unchanged Signed ")
    assert signature.text().endswith(" by Dr Rao")
    signature.show_encounter(room.encounter.model_copy(update={"signature_holds": False}))
    assert "checksum differs" in signature.text()
    assert not signature.chip.isVisible()
    signature.show_encounter(room.encounter.model_copy(update={"signature_holds": None}))
    assert signature.text().startswith("Signed ")


@pytest.fixture
def nearly_taught(database: URL, sign_in: SignIn) -> None:
    """All but one of the visits with the same edits that make a rule."""
    for _ in range(ACTIVE_AFTER - 1):
        assert taught.sign(database, sign_in) == ()


@pytest.mark.usefixtures("nearly_taught")
def test_signing_tells_what_the_scribe_learned_and_leads_to_the_rules(
    enter: Callable[..., Room], request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Only now: the doctor has one patient in the room at a time.
    room = enter()
    room.open(request.getfixturevalue("begun"))
    toasts, went = room.toasts(), list[tuple[str, Any]]()
    monkeypatch.setattr(room.screen.desk, "go", lambda where, what=None: went.append((where, what)))
    room.presenter.editor.propose(Draft(sentences=taught.DRAFT))
    first = room.presenter.editor.state.lines[0]
    room.presenter.editor.type(first.id, "A friendly lady with fever.")
    room.presenter.editor.remove(room.presenter.editor.state.lines[1].id)
    room.press(Key.Key_Return, Ctrl | Shift)
    room.until(lambda: room.presenter.state.signed)
    room.settle()
    assert len(room.presenter.state.learned) == 2
    assert toasts[-1] == "The note of Meena Patil is signed · The scribe learned 2 things"
    notice = room.screen.pane.learned
    assert notice.isVisible()
    (link,) = [one for one in notice.findChildren(QWidget) if one.accessibleName() == "Settings"]
    link.setFocus()
    room.press(Key.Key_Space)
    assert went == [("settings", "rules")]


def test_what_was_drafted_and_left_out_survives_a_crash(room: Room, begun: UUID, make_desk: MakeDesk) -> None:
    room.presenter.editor.propose(DRAFT)
    room.presenter.keep()
    kept = room.screen.desk.drafts.get(f"encounter/{begun}")
    assert kept is not None
    state = note_json.from_json(kept["note"])
    assert [one.text for one in state.left_out] == ["Drinks beer on weekends."]
    assert state.drafted == DRAFT.sentences
    assert state == room.presenter.editor.state


def test_the_scribe_is_asked_with_the_template_and_the_rules(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, Any]] = []
    monkeypatch.setattr(
        type(room.screen.process), "draft", lambda _process, *_args, **given: asked.append(given) or _job(room)
    )
    room.presenter.writing.rules = (taught.FRIENDLY,)
    room.presenter.scribe.begin(room.encounter, Transcript(turns=(Turn(id=1, speaker="patient", text="A cough."),)))
    room.presenter.scribe.draft()
    (given,) = asked
    assert given["template"] == GENERAL
    assert given["rules"] == (taught.FRIENDLY,)


def _job(room: Room) -> Any:
    from opd_desktop.ui.scribe_process import ScribeJob

    return ScribeJob(room.screen)


# Pure -------------------------------------------------------------------------------------------------------

_LINES = st.lists(
    st.builds(
        Line,
        id=st.uuids().map(str),
        section=st.sampled_from(Section),
        text=st.sampled_from(["Cough.", "Hypertension.", "Rest."]),
        heading=st.sampled_from(["", *Heading]),
        problem=st.sampled_from(["", "Cough.", "Hypertension."]),
    ),
    max_size=8,
)


@given(_LINES, st.sampled_from([None, *shipped_templates.shipped()]))
def test_every_line_stands_once_and_in_its_own_part(found: list[Line], template: Any) -> None:
    grouped = grouping.groups(found, template)
    assert set(grouped) == set(Section)
    shown = [line for groups in grouped.values() for group in groups for line in group.lines]
    assert sorted(line.id for line in shown) == sorted(line.id for line in found)
    for section, groups in grouped.items():
        assert all(line.section is section for group in groups for line in group.lines)
        titled = [group.code for group in groups if group.title]
        named = [(group.code, group.problem) for group in groups if group.problem]
        assert len(set(titled)) == len(titled)
        assert len(set(named)) == len(named)


def test_a_real_draft_keeps_its_headings_on_the_way_through_the_note() -> None:
    text = "Doctor: What brings you in?\nPatient: A cough for three days.\nDoctor: Take paracetamol 500 mg daily."
    state = lines.accepted_all(proposals.with_draft(NoteState(), engine.draft(text, bundle=False)))
    again = lines.from_note(lines.to_note(state))
    assert [(one.text, one.heading, one.problem) for one in again.lines] == [
        (one.text, one.heading, one.problem) for one in state.lines
    ]
    assert any(one.heading == Heading.HISTORY for one in again.lines)


def test_vitals_of_earlier_visits_are_a_small_line_each(room: Room) -> None:
    room.until(lambda: room.presenter.state.chart is not None)
    chart, now = room.presenter.state.chart, room.screen.desk.now()
    assert chart is not None
    trend = room.screen.chart.trend
    assert not trend.isVisible()
    days = ((60, 150, 36.8), (30, 128, None), (0, 200, 40.0))
    found = tuple(
        Vitals(systolic=upper, diastolic=80, temperature=warm, taken_at=now - timedelta(days=ago))
        for ago, upper, warm in days
    )
    room.presenter.update(chart=chart.model_copy(update={"vitals": tuple(reversed(found))}))
    line, last = trend.lines["blood_pressure"]
    assert trend.isVisible()
    # What was measured today stands in the form.
    assert [(one.text, bool(one.flag)) for one in line.points] == [("150/80", True), ("128/80", False)]
    assert last.text().startswith("128/80 · ")
    assert line.accessibleName().startswith("BP: ")
    assert line.accessibleName().endswith("150/80")
    assert not trend.lines["pulse"][0].isVisible()
    room.screen.grab()


def test_what_happens_in_the_queue_does_not_read_an_open_visit_again(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    loads: list[str] = []
    monkeypatch.setattr(room.screen.presenter, "load", lambda: loads.append("read"))
    for names in ({"Queue.Called"}, {"Encounter.Updated", "Queue.Called"}):
        room.screen.desk.changed.emit(Happened(names))
        QApplication.processEvents()
    room.until(lambda: loads)
    assert loads == ["read"]


def test_a_long_reminder_makes_the_note_no_wider(room: Room) -> None:
    note = room.screen.pane.note
    wide = note.minimumSizeHint().width()
    longer = GENERAL.headings[0].model_copy(update={"prompt": "Why the patient came " * 20})
    room.presenter.writing.templates = (GENERAL.model_copy(update={"headings": (longer, *GENERAL.headings[1:])}),)
    room.presenter.writing.changed.emit()
    QApplication.processEvents()
    prompt = note.findChildren(PromptRow)[0]
    assert prompt.text().endswith("…")
    assert prompt.toolTip() == longer.prompt
    assert note.minimumSizeHint().width() == wide


def test_dictation_goes_under_the_usual_heading_of_its_part(room: Room) -> None:
    dictation = room.screen.pane.note.dictation
    dictation.begin(Section.SUBJECTIVE)
    dictation.take("A cough for a week. Go to plan. Rest.")
    assert [(one.text, one.heading) for one in room.presenter.editor.state.lines] == [
        ("A cough for a week.", Heading.HISTORY), ("Rest.", Heading.PLAN),
    ]  # fmt: skip
