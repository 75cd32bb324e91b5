"""What the scribe proposes in the encounter: decided by keys, checked, from pasted text and recordings."""

from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt

from opd_desktop.domain.note import Finding, FindingKind, Section, Transcript, Turn
from opd_desktop.paths import RESOURCES
from opd_desktop.scribe.recorder import Recorder
from opd_desktop.ui.encounter.sentence_row import SentenceRow
from tests.conftest import SignIn
from tests.support import build
from tests.ui.room import Room, begun, enter, note_of, reception, visit
from tests.ui.test_encounter_note import DRAFT

__all__ = ["begun", "enter", "reception", "visit"]

Key, Ctrl, Shift = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def test_proposals_are_decided_by_keys_and_only_then_saved(
    enter: Callable[..., Room], begun: UUID, sign_in: SignIn
) -> None:
    room = enter()
    room.open(begun)
    room.presenter.editor.propose(DRAFT)
    assert not room.presenter.saver.dirty
    row = next(iter(room.screen.pane.note.ordered()))
    assert "Draft" in row.accessibleName()
    room.screen.pane.note.focus_first()
    room.press(Key.Key_A)
    room.press(Key.Key_R)
    room.press(Key.Key_Return, Qt.KeyboardModifier.NoModifier)
    room.save()
    note = note_of(sign_in("doctor"), begun)
    assert note is not None
    assert [(one.text, one.origin, one.turns) for one in note.sentences] == [
        ("Fever for 3 days.", "draft", (1,)),
    ]
    assert [problem.icd10 for problem in note.problems] == ["R50.9"]
    assert note.orders == ()


def test_accept_all_leaves_the_orders_to_the_doctor(enter: Callable[..., Room], begun: UUID) -> None:
    room = enter()
    room.open(begun)
    room.presenter.editor.propose(DRAFT)
    room.screen.pane.note.focus_first()
    room.press(Key.Key_A, Ctrl | Shift)
    state = room.presenter.editor.state
    assert not state.pending
    assert [one.pending for one in state.orders] == [True, True]
    assert "2 orders to confirm" in room.screen.pane.summary.text()
    order = room.screen.pane.note.ordered()[-2]
    order.setFocus()
    room.press(Key.Key_Return)
    assert [one.pending for one in room.presenter.editor.state.orders] == [False, True]


def test_looking_at_a_sentence_lights_up_its_source_and_the_other_way_round(
    enter: Callable[..., Room], begun: UUID
) -> None:
    room = enter()
    room.open(begun)
    turns = tuple(Turn(id=n, speaker="patient", text=f"turn {n}", start=n * 3.0) for n in range(1, 6))
    room.presenter.scribe.begin(room.encounter, Transcript(turns=turns))
    room.presenter.editor.propose(DRAFT)
    second = room.screen.pane.note.ordered()[1]
    second.setFocus()
    assert room.screen.scribe.transcript.lit == frozenset({2, 3})
    room.screen.scribe.transcript.turn_looked_at.emit(5)
    marked = [row.accessibleName() for row in room.screen.pane.note.ordered() if row._marked]
    assert len(marked) == 1
    assert "Start paracetamol" in marked[0]


@pytest.mark.e2e
def test_pasted_dialogue_becomes_a_draft_with_its_transcript_and_a_check(
    enter: Callable[..., Room], begun: UUID
) -> None:
    room = enter()
    room.open(begun)
    room.press(Key.Key_V, Ctrl | Shift)
    room.screen.scribe.paste.text.setPlainText(
        "Doctor: any fever?\nPatient: yes, fever for two days.\nDoctor: your throat is red.\n"
        "Doctor: I think it is a viral pharyngitis. take paracetamol 500 mg three times a day."
    )
    room.press(Key.Key_Return, Ctrl)
    room.until(lambda: room.presenter.editor.state.pending, 60_000)
    room.until(lambda: room.presenter.scribe.state.validation is not None)
    assert len(room.screen.scribe.transcript.turns()) >= 4
    assert any("fever" in line.text.lower() for line in room.presenter.editor.state.pending)
    assert all(line.turns for line in room.presenter.editor.state.pending)
    assert "to decide" in room.screen.pane.summary.text()
    assert "all on this computer" in room.screen.scribe.card.text()


def test_a_sentence_that_a_language_model_reworded_says_so_and_what_it_was(
    enter: Callable[..., Room], begun: UUID
) -> None:
    room = enter()
    room.open(begun)
    first, *rest = DRAFT.sentences
    changed = first.model_copy(update={"text": "Fever for 3 days, with chills.", "extracted": first.text})
    room.presenter.editor.propose(DRAFT.model_copy(update={"sentences": (changed, *rest)}))
    row, other, *_ = room.screen.pane.note.ordered()
    assert isinstance(row, SentenceRow)
    assert isinstance(other, SentenceRow)
    assert (row.side.text().split(" ·")[0], other.side.text().split(" ·")[0]) == ("Reworded draft", "Draft")
    assert row.label.toolTip() == f"Before the rewording: {first.text}"
    assert first.text in row.accessibleName()


def test_what_was_said_and_not_noted_is_added_at_a_click(enter: Callable[..., Room], begun: UUID) -> None:
    room = enter()
    room.open(begun)
    finding = Finding(sentence="My son has the same.", kind=FindingKind.MISSING, turns=(4,))
    room.screen.scribe.add_wanted.emit(finding)
    line = room.presenter.editor.state.lines[0]
    assert (line.text, line.turns, line.pending) == ("My son has the same.", (4,), False)


def test_a_check_shows_what_the_visit_does_not_carry(enter: Callable[..., Room], begun: UUID) -> None:
    room = enter()
    room.open(begun)
    transcript = Transcript(turns=(Turn(id=1, speaker="patient", text="i have no chest pain ."),))
    room.presenter.scribe.begin(room.encounter, transcript)
    room.presenter.editor.add(Section.SUBJECTIVE, "He has chest pain.")
    room.presenter.check()
    room.until(lambda: room.presenter.scribe.state.validation is not None)
    row = room.screen.pane.note.ordered()[0]
    assert isinstance(row, SentenceRow)
    assert row.verdict.isVisible()
    assert "to look at" in room.screen.pane.summary.text()


def test_a_typed_age_that_is_not_the_records_shows_at_the_check(enter: Callable[..., Room], begun: UUID) -> None:
    room = enter()
    room.open(begun)
    age = room.encounter.patient_age
    assert age is not None
    room.presenter.editor.add(Section.SUBJECTIVE, f"{age + 10}-year-old woman with a cough.")
    room.presenter.editor.add(Section.ASSESSMENT, f"Cough in a {age}-year-old woman.")
    room.presenter.check()
    room.until(lambda: room.presenter.scribe.state.validation is not None)
    wrong, right, *_ = room.screen.pane.note.ordered()
    assert isinstance(wrong, SentenceRow)
    assert isinstance(right, SentenceRow)
    assert wrong.verdict.isVisible()
    assert not right.verdict.isVisible()


def test_without_a_microphone_it_says_so(enter: Callable[..., Room], begun: UUID, monkeypatch: Any) -> None:
    def absent(recorder: Recorder, path: object, key: bytes) -> bool:
        recorder.failed.emit("scribe.no_microphone")
        return False

    monkeypatch.setattr(Recorder, "start", absent)
    room = enter()
    room.open(begun)
    room.press(Key.Key_R, Ctrl)
    room.until(lambda: room.presenter.scribe.state.phase == "consent")
    room.screen.scribe.consent.agree.click()
    room.until(lambda: room.presenter.scribe.state.error is not None)
    assert "No microphone was found" in room.screen.scribe.notice.text()
    assert room.screen.scribe.start_row.isVisible()
    # The consent is stored, so the next time nobody asks.
    room.press(Key.Key_R, Ctrl)
    room.settle()
    assert room.presenter.scribe.state.phase == "idle"


def test_a_recording_that_is_not_text_yet_is_offered_again_with_its_visit(
    enter: Callable[..., Room], begun: UUID
) -> None:
    room = enter()
    folder = room.screen.desk.settings.data_dir / "recordings"
    folder.mkdir(parents=True)
    left = folder / f"{begun}-1.sound"
    left.write_bytes(b"OPD-SOUND-1\n")
    (folder / f"{build.RAO}-1.sound").write_bytes(b"OPD-SOUND-1\n")
    room.open(begun)
    assert room.presenter.scribe.state.kept == left
    assert room.screen.scribe.kept_row.isVisible()
    room.presenter.scribe.forget_kept()
    assert not left.exists()
    assert not room.screen.scribe.kept_row.isVisible()


@pytest.mark.e2e
def test_a_file_that_is_no_recording_is_told_and_nothing_is_lost(
    enter: Callable[..., Room], begun: UUID, tmp_path: Path
) -> None:
    room = enter()
    room.open(begun)
    room.presenter.editor.add(Section.PLAN, "Rest")
    broken = tmp_path / "visit.ogg"
    broken.write_text("no sound")
    room.presenter.scribe.open_recording(broken)
    assert room.screen.scribe.progress.isVisible()
    assert not room.screen.scribe_actions.record.isEnabled()
    room.until(lambda: room.presenter.scribe.state.error is not None, 60_000)
    assert "visit.ogg" in room.screen.scribe.notice.text()
    assert room.screen.scribe_actions.record.isEnabled()
    assert broken.exists()
    assert room.texts(Section.PLAN) == ["Rest"]


@pytest.mark.e2e
@pytest.mark.speech
def test_the_sample_dictation_becomes_a_draft_with_times(enter: Callable[..., Room], begun: UUID) -> None:
    room = enter()
    room.open(begun)
    room.presenter.scribe.open_recording(RESOURCES / "samples" / "dictation.ogg")
    room.until(lambda: room.presenter.editor.state.pending, 120_000)
    room.until(lambda: not room.presenter.scribe.state.checking)
    assert all(line.start is not None for line in room.presenter.editor.state.pending)
    assert any("paracetamol" in one.order.description for one in room.presenter.editor.state.orders)
    assert "0:08" in room.screen.pane.note.ordered()[2].accessibleName()
