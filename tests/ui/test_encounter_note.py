"""The note while it is written: proposals stay out of it, undo takes back any change, vitals are read and judged."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from opd_desktop.domain.note import (
    Draft,
    DraftSentence,
    NoteSentence,
    Order,
    OrderStatus,
    OrderType,
    Problem,
    RunCard,
    Section,
)
from opd_desktop.services.dto.encounters import NoteDto, Vitals
from opd_desktop.ui.encounter import lines, note_json, proposals, vitals_rules
from opd_desktop.ui.encounter.editor import NoteEditor
from opd_desktop.ui.encounter.lines import NoteState
from opd_desktop.ui.encounter.words import run_card_text

DRAFT = Draft(
    sentences=(
        DraftSentence(id="s1", section=Section.SUBJECTIVE, text="Fever for 3 days.", turns=(1,), start=0.5),
        DraftSentence(id="s2", section=Section.SUBJECTIVE, text="No chest pain.", turns=(2, 3), start=9.0),
        DraftSentence(id="s3", section=Section.PLAN, text="Start paracetamol 500 mg.", turns=(5,), start=30.0),
    ),
    problems=(Problem(text="fever", icd10="R50.9", confidence=0.8, turns=(1,)),),
    orders=(
        Order(order_type=OrderType.MEDICATION, description="paracetamol 500 mg", status=OrderStatus.ORDERED),
        Order(order_type=OrderType.IMAGING, description="chest x-ray", status=OrderStatus.CONDITIONAL),
    ),
)


def texts(state: NoteState, section: Section = Section.SUBJECTIVE) -> list[str]:
    return [line.text for line in state.of(section)]


def test_a_proposal_is_not_in_the_note_until_it_is_accepted() -> None:
    state = proposals.with_draft(NoteState(), DRAFT)
    assert lines.to_note(state) == NoteDto(sentences=())
    first = state.lines[0]
    state = lines.accepted(state, [first.id])
    (sentence,) = lines.to_note(state).sentences
    assert sentence == NoteSentence(
        text="Fever for 3 days.", section=Section.SUBJECTIVE, origin="draft", turns=(1,), start=0.5
    )  # fmt: skip


def test_accepting_all_orders_nothing() -> None:
    state = lines.accepted_all(proposals.with_draft(NoteState(), DRAFT))
    note = lines.to_note(state)
    assert len(note.sentences) == 3
    assert [problem.icd10 for problem in note.problems] == ["R50.9"]
    assert note.orders == ()
    assert state.undecided == 2


def test_an_order_is_confirmed_as_heard_or_with_another_status() -> None:
    state = proposals.with_draft(NoteState(), DRAFT)
    first, second = state.orders
    state = lines.confirmed(lines.confirmed(state, first.id), second.id, OrderStatus.DECLINED)
    assert [(order.description, order.status) for order in lines.to_note(state).orders] == [
        ("paracetamol 500 mg", OrderStatus.ORDERED),
        ("chest x-ray", OrderStatus.DECLINED),
    ]


def test_a_second_draft_replaces_proposals_and_leaves_what_a_person_wrote() -> None:
    state = proposals.with_draft(NoteState(), DRAFT)
    state = lines.accepted(state, [state.lines[0].id])
    state = lines.inserted(state, lines.Line("mine", Section.SUBJECTIVE, "Works at night."))
    again = proposals.with_draft(state, DRAFT)
    assert texts(again) == ["Fever for 3 days.", "Works at night.", "No chest pain."]
    assert [line.pending for line in again.of(Section.SUBJECTIVE)] == [False, False, True]
    assert len(again.problems) == 1
    assert len(again.orders) == 2


def test_editing_a_proposal_accepts_it_as_edited() -> None:
    state = proposals.with_draft(NoteState(), DRAFT)
    state = lines.retyped(state, state.lines[0].id, "Fever for 4 days.")
    line = state.lines[0]
    assert (line.pending, line.origin, line.turns) == (False, "edited", (1,))


def test_the_same_problem_is_kept_once() -> None:
    state = proposals.with_draft(NoteState(), DRAFT)
    state = lines.with_problem(state, Problem(text="Fever", icd10="R50.9", confidence=1))
    assert [one.pending for one in state.problems] == [False]


def test_blank_sentences_are_not_saved() -> None:
    state = lines.inserted(NoteState(), lines.Line("a", Section.PLAN, "   "))
    assert lines.to_note(state).sentences == ()


def test_the_text_for_validation_has_headings_and_full_stops() -> None:
    state = NoteState()
    for section, text in ((Section.PLAN, "Rest"), (Section.SUBJECTIVE, "Cough."), (Section.SUBJECTIVE, "No fever")):
        state = lines.inserted(state, lines.Line(lines.fresh_id(), section, text))
    assert lines.note_text(state) == "SUBJECTIVE\n\nCough. No fever.\n\nPLAN\n\nRest."


def test_drafts_on_disk_keep_proposals_and_order() -> None:
    state = proposals.with_draft(NoteState(), DRAFT)
    state = lines.accepted(state, [state.lines[1].id])
    assert note_json.from_json(note_json.to_json(state)) == state


def test_sections_stay_in_order_whatever_is_inserted_first() -> None:
    state = NoteState()
    for section in reversed(Section):
        state = lines.inserted(state, lines.Line(section.value, section, section.value))
    assert [line.section for line in state.lines] == list(Section)


_EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.sampled_from(list(Section)), st.text("ab .", max_size=4)),
        st.tuples(st.just("type"), st.integers(0, 9), st.text("ab .", max_size=4)),
        st.tuples(st.just("accept"), st.integers(0, 9)),
        st.tuples(st.just("remove"), st.integers(0, 9)),
        st.tuples(st.just("accept_all")),
        st.tuples(st.just("propose")),
        st.tuples(st.just("confirm"), st.integers(0, 9)),
        st.tuples(st.just("leave"), st.integers(0, 9)),
    ),
    max_size=12,
)


def _play(editor: NoteEditor, edit: tuple[Any, ...]) -> None:
    kind, *rest = edit
    ids = [line.id for line in editor.state.lines]
    if kind == "add":
        editor.add(*rest)
    elif kind in ("accept_all", "propose"):
        editor.accept_all() if kind == "accept_all" else editor.propose(DRAFT)
    elif kind == "confirm":
        if editor.state.orders:
            editor.confirm(editor.state.orders[rest[0] % len(editor.state.orders)].id)
    elif ids:
        chosen = ids[rest[0] % len(ids)]
        if kind == "type":
            editor.type(chosen, rest[1])
        elif kind == "accept":
            editor.accept([chosen])
        elif kind == "remove":
            editor.remove(chosen)
        else:
            editor.finish_typing(chosen)


@given(_EDITS)
@settings(max_examples=150, deadline=None)
def test_undo_leads_back_to_the_beginning_and_redo_to_the_end(edits: list[tuple[Any, ...]]) -> None:
    editor = NoteEditor()
    for edit in edits:
        _play(editor, edit)
        order = [list(Section).index(line.section) for line in editor.state.lines]
        assert order == sorted(order)
    end = editor.state
    while editor.undo_stack.canUndo():
        editor.undo_stack.undo()
    assert editor.state == NoteState()
    while editor.undo_stack.canRedo():
        editor.undo_stack.redo()
    assert editor.state == end


def test_typing_a_sentence_is_one_step(qtbot: QtBot) -> None:
    editor = NoteEditor()
    line = editor.add(Section.PLAN)
    for text in ("R", "Re", "Rest"):
        editor.type(line, text)
    assert editor.undo_stack.count() == 1
    editor.finish_typing(line)
    editor.type(line, "Rest well")
    editor.undo_stack.undo()
    assert texts(editor.state, Section.PLAN) == ["Rest"]
    editor.undo_stack.undo()
    assert editor.state.empty


def test_a_sentence_left_empty_leaves_no_trace(qtbot: QtBot) -> None:
    editor = NoteEditor()
    line = editor.add(Section.PLAN)
    editor.finish_typing(line)
    assert editor.state.empty
    assert not editor.undo_stack.canUndo()
    assert not editor.undo_stack.canRedo()


def test_emptying_a_sentence_deletes_it_and_undo_brings_it_back(qtbot: QtBot) -> None:
    editor = NoteEditor()
    line = editor.add(Section.PLAN, "Rest")
    editor.type(line, "")
    editor.finish_typing(line)
    assert editor.state.empty
    editor.undo_stack.undo()
    editor.undo_stack.undo()
    assert texts(editor.state, Section.PLAN) == ["Rest"]


def test_loading_a_note_forgets_the_steps_of_the_one_before(qtbot: QtBot) -> None:
    editor = NoteEditor()
    editor.add(Section.PLAN, "Rest")
    editor.load(NoteState())
    assert not editor.undo_stack.canUndo()


# Vitals ---------------------------------------------------------------------------------------------------


def test_vitals_are_read_as_people_type_them() -> None:
    values, wrong = vitals_rules.read(
        {"temperature": "38,6", "blood_pressure": "132/84", "pulse": " 96 ", "weight": "61.5", "height": ""}
    )
    assert not wrong
    assert values["temperature"] == 38.6
    assert (values["systolic"], values["diastolic"]) == (132, 84)
    assert values["height"] is None
    assert Vitals(**values).pulse == 96


@pytest.mark.parametrize(
    ("field", "text", "reason"),
    [
        ("weight", "380", "out_of_range"),
        ("temperature", "hot", "not_a_number"),
        ("pulse", "80.5", "not_a_number"),
        ("blood_pressure", "120", "pressure_form"),
        ("blood_pressure", "80/120", "pressure_order"),
        ("blood_pressure", "120/8", "out_of_range"),
        ("spo2", "101", "out_of_range"),
    ],
)
def test_what_nobody_can_have_is_refused_beside_its_field(field: str, text: str, reason: str) -> None:
    values, wrong = vitals_rules.read({field: text, "pulse" if field != "pulse" else "spo2": "97"})
    assert {name: one.reason for name, one in wrong.items()} == {field: reason}
    assert values["spo2" if field == "pulse" else "pulse"] == 97


@pytest.mark.parametrize(
    ("name", "value", "age", "flag"),
    [
        ("temperature", 38.0, 34, "high"),
        ("temperature", 37.9, 34, ""),
        ("temperature", 38.0, 3, "high"),
        ("temperature", 39.1, 34, "very_high"),
        ("pulse", 100, 34, ""),
        ("pulse", 101, 34, "high"),
        ("pulse", 130, 3, ""),
        ("pulse", 40, 34, "very_low"),
        ("respiratory_rate", 21, None, "high"),
        ("spo2", 96, 34, ""),
        ("spo2", 95, 34, "low"),
        ("spo2", 91, 34, "very_low"),
    ],
)
def test_abnormal_values_are_named(name: str, value: float, age: int | None, flag: str) -> None:
    assert vitals_rules.flag_of(name, {name: value}, age) == flag


@pytest.mark.parametrize(
    ("upper", "lower", "flag"),
    [(132, 84, ""), (140, 80, "high"), (130, 90, "high"), (180, 90, "very_high"), (150, 110, "very_high"),
     (100, 60, "low"), (90, 60, "very_low")],
)  # fmt: skip
def test_blood_pressure_is_judged_by_both_numbers(upper: int, lower: int, flag: str) -> None:
    values: dict[str, float | None] = {"systolic": upper, "diastolic": lower}
    assert vitals_rules.flag_of("blood_pressure", values, 50) == flag
    assert vitals_rules.flag_of("blood_pressure", values, 8) == ""


def test_bmi_needs_both_and_an_adult() -> None:
    values: dict[str, float | None] = {"weight": 61, "height": 161.5}
    assert vitals_rules.bmi(values) == 23.4
    assert vitals_rules.flag_of("bmi", values, 34) == ""
    assert vitals_rules.flag_of("bmi", {"weight": 90, "height": 160}, 34) == "obese"
    assert vitals_rules.flag_of("bmi", {"weight": 90, "height": 160}, 12) == ""
    assert vitals_rules.bmi({"weight": 61, "height": None}) is None


@given(
    st.builds(
        Vitals,
        temperature=st.one_of(st.none(), st.integers(250, 450).map(lambda n: n / 10)),
        systolic=st.integers(121, 300),
        diastolic=st.integers(20, 120),
        pulse=st.one_of(st.none(), st.integers(20, 300)),
        weight=st.one_of(st.none(), st.integers(3, 3500).map(lambda n: n / 10)),
    )
)
def test_what_was_saved_is_shown_so_that_it_reads_the_same(vitals: Vitals) -> None:
    values, wrong = vitals_rules.read(vitals_rules.typed(vitals))
    assert not wrong
    assert Vitals(**values) == vitals


def test_the_run_card_names_speech_rules_model_and_codes() -> None:
    card = RunCard(rules="rules-3", llm="embedded:small.gguf", codes="SNOMED CT INT 2026-01-01")
    assert run_card_text(card, "base.en") == (
        "Whisper base.en · rules-3 · embedded:small.gguf · SNOMED CT INT 2026-01-01 · all on this computer"
    )
    assert run_card_text(RunCard(rules="rules-3"), "") == "rules-3 · all on this computer"
    assert run_card_text(None, "base.en") == ""
    elsewhere = RunCard(rules="rules-3", llm="ollama:llama3.1:8b", settings={"host": "clinic-server"})
    assert run_card_text(elsewhere, "") == "rules-3 · ollama:llama3.1:8b · reworded on clinic-server"
