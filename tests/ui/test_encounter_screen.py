"""The encounter screen with real keys on a real database: call, write, decide, save, clash, sign, amend."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import URL

from opd_desktop.domain.encounter import EncounterStatus
from opd_desktop.domain.note import Finding, FindingKind, NoteSentence, OrderStatus, Section, Transcript, Turn
from opd_desktop.paths import RESOURCES
from opd_desktop.scribe.recorder import Recorder
from opd_desktop.services import encounters, queue
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.common import ById, Change
from opd_desktop.services.dto.encounters import EncounterDto, NoteDto, PatchEncounter, Vitals
from opd_desktop.services.dto.queue import CallNext, WalkIn
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.encounter.sentence_row import SentenceRow
from opd_desktop.ui.encounter.view import EncounterScreen
from tests.conftest import SignIn
from tests.support import build
from tests.ui.conftest import Host, MakeDesk
from tests.ui.test_encounter_note import DRAFT

Key, Ctrl, Shift = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def reception(sign_in: SignIn) -> Clinic:
    return sign_in("reception", desk="Front")


@pytest.fixture
def visit(database: URL, reception: Clinic) -> UUID:
    """The encounter of a walk-in who waits for Dr Rao."""
    patient = build.patient(database, "Meena Patil", birth_date="1992-03-09")
    request = WalkIn(
        facility_id=build.CITY, practitioner_id=build.RAO, patient_id=patient, reason="fever and cough"
    )  # fmt: skip
    made = reception.call(queue.walk_in, request).entry.encounter_id
    assert made is not None
    return made


@pytest.fixture
def begun(visit: UUID, sign_in: SignIn) -> UUID:
    """The same, called in and in the room."""
    doctor = sign_in("doctor", desk="Elsewhere")
    doctor.call(queue.call_next, CallNext(facility_id=build.CITY, practitioner_id=build.RAO))
    doctor.call(encounters.start, Change(id=visit))
    return visit


class Room:
    """A shown encounter screen with what a person does in it."""

    def __init__(self, screen: EncounterScreen, window: QWidget, qtbot: QtBot) -> None:
        self.screen, self.window, self._qtbot = screen, window, qtbot
        self.presenter = screen.presenter

    def settle(self) -> None:
        self._qtbot.waitUntil(lambda: self.screen.desk.tasks.idle, timeout=10_000)
        QApplication.processEvents()

    def until(self, condition: Callable[[], object], timeout: int = 10_000) -> None:
        self._qtbot.waitUntil(lambda: bool(condition()), timeout=timeout)

    def open(self, encounter: UUID) -> None:
        self.screen.open(encounter)
        self.until(lambda: self.presenter.state.encounter is not None)
        self.settle()

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        target = QApplication.focusWidget() or self.screen
        QTest.keyClick(target, key, modifiers)
        QApplication.processEvents()

    def press_on(self, target: QWidget, key: Qt.Key) -> None:
        QTest.keyClick(target, key)
        QApplication.processEvents()

    def type(self, text: str) -> None:
        target = QApplication.focusWidget()
        assert target is not None
        QTest.keyClicks(target, text)
        QApplication.processEvents()

    def texts(self, section: Section = Section.SUBJECTIVE) -> list[str]:
        return [line.text for line in self.presenter.editor.state.of(section)]

    def save(self) -> None:
        self.presenter.saver.flush()
        self.settle()

    @property
    def encounter(self) -> EncounterDto:
        assert self.presenter.state.encounter is not None
        return self.presenter.state.encounter

    def toasts(self) -> list[str]:
        shown: list[str] = []
        self.screen.desk.toast = lambda text, undo=None: shown.append(text)  # type: ignore[method-assign]
        return shown


@pytest.fixture
def enter(make_desk: MakeDesk, host: Host, qtbot: QtBot) -> Iterator[Callable[..., Room]]:
    rooms: list[Room] = []

    def show(login: str = "doctor", desk: Desk | None = None) -> Room:
        screen = EncounterScreen(desk or make_desk(login, desk="Room 3"))
        rooms.append(Room(screen, host(screen), qtbot))
        return rooms[-1]

    yield show
    for room in rooms:
        room.settle()
        room.screen.process.close(wait=True)


def note_of(clinic: Clinic, encounter: UUID) -> NoteDto | None:
    return clinic.call(encounters.get, ById(id=encounter)).note


# The day ----------------------------------------------------------------------------------------------------


def test_the_doctor_calls_starts_and_completes_by_keys(
    enter: Callable[..., Room], visit: UUID, sign_in: SignIn
) -> None:
    room = enter()
    toasts = room.toasts()
    room.until(lambda: room.screen.worklist.table.rows())
    (row,) = room.screen.worklist.table.rows()
    assert (row.patient, row.token, row.state) == ("Meena Patil", "A-001", "waiting")
    room.press(Key.Key_F9)
    room.until(lambda: room.presenter.state.encounter is not None)
    room.settle()
    assert room.encounter.id == visit
    assert room.screen.start_button.isVisible()
    assert not room.screen.complete_button.isVisible()
    room.press(Key.Key_F10)
    room.settle()
    assert room.encounter.status is EncounterStatus.IN_PROGRESS
    assert "In consultation" in room.screen.status.accessibleName()
    assert room.screen.where.accessibleName() == "A-001 · Dr Rao · Room 3"
    room.press(Key.Key_Return, Ctrl)
    room.until(lambda: room.encounter.status is EncounterStatus.FINISHED)
    room.settle()
    assert room.screen.sign_button.text() == "Sign"
    assert "The visit of Meena Patil is complete" in toasts
    room.press(Key.Key_L, Ctrl)
    room.settle()
    (row,) = room.screen.worklist.table.rows()
    assert (row.encounter_id, row.state) == (visit, "preliminary")


def test_enter_on_the_list_opens_the_visit(enter: Callable[..., Room], visit: UUID) -> None:
    room = enter()
    room.until(lambda: room.screen.worklist.table.rows())
    room.press(Key.Key_Return)
    room.until(lambda: room.presenter.state.encounter is not None)
    assert room.encounter.id == visit


def test_an_empty_day_says_so(enter: Callable[..., Room]) -> None:
    room = enter()
    room.until(lambda: room.screen.worklist_presenter.state.loaded)
    assert room.screen.worklist._empty.isVisible()


def test_an_encounter_that_does_not_exist_is_told_in_the_screen(enter: Callable[..., Room], visit: UUID) -> None:
    room = enter()
    room.screen.open(build.RAO)
    room.until(lambda: room.presenter.state.error is not None)
    assert room.screen._wait.isVisible()
    assert room.screen._wait.title() == "This encounter can't be shown"


# Writing ----------------------------------------------------------------------------------------------------


def test_sentences_are_typed_one_after_another_and_saved(
    enter: Callable[..., Room], begun: UUID, sign_in: SignIn
) -> None:
    room = enter()
    room.open(begun)
    room.press(Key.Key_1, Ctrl)
    room.type("Fever for three days.")
    room.press(Key.Key_Return)
    room.type("No chest pain")
    room.press(Key.Key_Return)
    room.press(Key.Key_Escape)
    assert room.texts() == ["Fever for three days.", "No chest pain"]
    assert room.screen.pane.saved.text() == "Saving"
    room.until(lambda: room.presenter.saver.status.state == "saved")
    assert room.screen.pane.saved.text().startswith("Saved ")
    note = note_of(sign_in("doctor"), begun)
    assert note is not None
    assert [(one.text, one.origin) for one in note.sentences] == [
        ("Fever for three days.", "human"),
        ("No chest pain", "human"),
    ]


def test_undo_and_redo_work_while_typing_and_after(enter: Callable[..., Room], begun: UUID) -> None:
    room = enter()
    room.open(begun)
    room.press(Key.Key_4, Ctrl)
    room.type("Rest")
    room.press(Key.Key_Return)
    room.type("Fluids")
    room.press(Key.Key_Z, Ctrl)
    assert room.texts(Section.PLAN) == ["Rest"]
    room.press(Key.Key_Z, Ctrl)
    assert room.texts(Section.PLAN) == []
    room.press(Key.Key_Z, Ctrl | Shift)
    assert room.texts(Section.PLAN) == ["Rest"]


def test_a_sentence_is_edited_and_deleted_by_keys(enter: Callable[..., Room], begun: UUID) -> None:
    room = enter()
    room.open(begun)
    room.presenter.editor.add(Section.SUBJECTIVE, "Cough")
    room.presenter.editor.add(Section.SUBJECTIVE, "Fever")
    room.screen.pane.note.focus_first()
    room.press(Key.Key_Return)
    room.type(" at night")
    room.press(Key.Key_Escape)
    assert room.texts() == ["Cough at night", "Fever"]
    room.press(Key.Key_Delete)
    assert room.texts() == ["Fever"]
    current = room.screen.pane.note.current()
    assert isinstance(current, SentenceRow)
    assert current.line.text == "Fever"


def test_letters_typed_in_a_sentence_are_letters(enter: Callable[..., Room], begun: UUID) -> None:
    room = enter()
    room.open(begun)
    room.presenter.editor.propose(DRAFT)
    room.press(Key.Key_1, Ctrl)
    room.type("area")
    assert room.texts()[-1] == "area"
    assert len(room.presenter.editor.state.pending) == 3


def test_problems_and_orders_are_added_by_hand(enter: Callable[..., Room], begun: UUID, sign_in: SignIn) -> None:
    room = enter()
    room.open(begun)
    note = room.screen.pane.note
    note.problems.edit.setFocus()
    room.type("Viral pharyngitis")
    room.press(Key.Key_Return)
    note.orders.edit.setFocus()
    room.type("Paracetamol 500 mg three times a day")
    room.press(Key.Key_Return)
    room.save()
    saved = note_of(sign_in("doctor"), begun)
    assert saved is not None
    assert [problem.text for problem in saved.problems] == ["Viral pharyngitis"]
    assert [(order.description, order.status) for order in saved.orders] == [
        ("Paracetamol 500 mg three times a day", OrderStatus.ORDERED)
    ]


# Deciding ---------------------------------------------------------------------------------------------------


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


# Two people, a crash ----------------------------------------------------------------------------------------


def _saved_elsewhere(doctor: Clinic, encounter: UUID, text: str) -> None:
    now = doctor.call(encounters.get, ById(id=encounter))
    note = NoteDto(sentences=(NoteSentence(text=text, section=Section.PLAN),))
    version = now.note.version if now.note else 0
    doctor.call(encounters.patch, PatchEncounter(id=encounter, note=note, note_version=version))


@pytest.fixture
def clash(enter: Callable[..., Room], begun: UUID, sign_in: SignIn) -> Room:
    """Typed here and saved elsewhere meanwhile."""
    room = enter()
    room.open(begun)
    room.presenter.editor.add(Section.PLAN, "Mine")
    room.save()
    room.presenter.editor.add(Section.PLAN, "Mine too")
    _saved_elsewhere(sign_in("doctor", desk="Home"), begun, "Theirs")
    room.save()
    room.until(lambda: room.presenter.state.clash is not None)
    return room


def test_a_clash_shows_both_texts_and_writes_nothing(clash: Room, begun: UUID, sign_in: SignIn) -> None:
    assert clash.screen.pane.clash.isVisible()
    assert "Theirs" in clash.screen.pane.clash._theirs.text()
    assert clash.texts(Section.PLAN) == ["Mine", "Mine too"]
    note = note_of(sign_in("doctor"), begun)
    assert note is not None
    assert [one.text for one in note.sentences] == ["Theirs"]


def test_keep_mine_writes_a_newer_version(clash: Room, begun: UUID, sign_in: SignIn) -> None:
    clash.screen.pane.clash.mine_button.click()
    clash.settle()
    note = note_of(sign_in("doctor"), begun)
    assert note is not None
    assert [one.text for one in note.sentences] == ["Mine", "Mine too"]
    assert not clash.screen.pane.clash.isVisible()


def test_take_theirs_can_be_undone(clash: Room) -> None:
    clash.screen.pane.clash.theirs_button.click()
    assert clash.texts(Section.PLAN) == ["Theirs"]
    assert not clash.presenter.saver.dirty
    clash.presenter.editor.undo_stack.undo()
    assert clash.texts(Section.PLAN) == ["Mine", "Mine too"]
    clash.save()
    assert clash.presenter.saver.status.state == "saved"


def test_what_others_save_appears_without_a_clash(enter: Callable[..., Room], begun: UUID, sign_in: SignIn) -> None:
    room = enter()
    room.open(begun)
    room.presenter.editor.propose(DRAFT)
    _saved_elsewhere(sign_in("doctor", desk="Home"), begun, "Theirs")
    room.screen.refresh()
    room.until(lambda: "Theirs" in room.texts(Section.PLAN))
    assert len(room.presenter.editor.state.pending) == 3


def test_a_reload_leaves_what_is_being_typed(enter: Callable[..., Room], begun: UUID, reception: Clinic) -> None:
    room = enter()
    room.open(begun)
    room.press(Key.Key_1, Ctrl)
    room.type("Fever sin")
    reception.call(encounters.patch, PatchEncounter(id=begun, vitals=Vitals(temperature=38.6)))
    room.until(lambda: room.encounter.vitals is not None)
    room.settle()
    room.type("ce Monday")
    assert room.texts() == ["Fever since Monday"]
    assert room.screen.chart.vitals.edits["temperature"].text() == "38.6"


def test_typed_text_survives_a_crash(enter: Callable[..., Room], begun: UUID) -> None:
    room = enter()
    room.open(begun)
    room.presenter.editor.add(Section.PLAN, "Rest for a week")
    room.presenter.editor.propose(DRAFT)
    room.presenter.saver.hold()
    room.presenter.keep()
    # The program ends here without saving; the next one starts on the same computer.
    again = enter(desk=room.screen.desk)
    again.open(begun)
    assert "Rest for a week" in again.texts(Section.PLAN)
    assert len(again.presenter.editor.state.pending) == 3
    assert again.screen.pane.restored.isVisible()
    again.save()
    assert again.presenter.saver.status.state == "saved"


def test_two_visits_do_not_mix(
    enter: Callable[..., Room], begun: UUID, database: URL, reception: Clinic, sign_in: SignIn
) -> None:
    other = build.patient(database, "Arjun Nair", birth_date="1980-01-01")
    request = WalkIn(facility_id=build.CITY, practitioner_id=build.RAO, patient_id=other)
    second = reception.call(queue.walk_in, request).entry.encounter_id
    assert second is not None
    room = enter()
    room.open(begun)
    room.press(Key.Key_1, Ctrl)
    room.type("Of the first")
    room.open(second)
    assert room.encounter.patient_name == "Arjun Nair"
    assert room.presenter.editor.state.empty
    doctor = sign_in("doctor")
    room.until(lambda: note_of(doctor, begun) is not None)
    assert note_of(doctor, second) is None


# Signing ----------------------------------------------------------------------------------------------------


def test_signing_asks_about_proposals_then_locks(enter: Callable[..., Room], begun: UUID, sign_in: SignIn) -> None:
    room = enter()
    room.open(begun)
    room.presenter.editor.add(Section.PLAN, "Rest")
    room.presenter.editor.propose(DRAFT)
    room.screen.pane.note.focus_first()
    room.press(Key.Key_Return, Ctrl | Shift)
    assert room.screen.pane.question.isVisible()
    assert room.encounter.status is EncounterStatus.IN_PROGRESS
    room.screen.pane.sign_anyway.click()
    room.until(lambda: room.presenter.state.signed)
    room.settle()
    assert [one.text for one in room.encounter.note.sentences] == ["Rest"] if room.encounter.note else False
    assert not room.presenter.may_write
    assert not room.screen.pane.note.cards[Section.PLAN].add.isVisible()
    assert room.screen.amend_button.isVisible()
    assert room.screen.desk.drafts.get(f"encounter/{begun}") is None


def test_an_empty_note_is_not_signed(enter: Callable[..., Room], begun: UUID) -> None:
    room = enter()
    room.open(begun)
    room.press(Key.Key_Return, Ctrl | Shift)
    room.settle()
    assert room.screen.pane.question.isVisible()
    assert not room.screen.pane.sign_anyway.isVisible()
    assert room.encounter.status is EncounterStatus.IN_PROGRESS


def test_a_signed_note_changes_by_amendment_with_a_reason(
    enter: Callable[..., Room], begun: UUID, sign_in: SignIn
) -> None:
    room = enter()
    room.open(begun)
    room.presenter.editor.add(Section.PLAN, "Rest")
    room.press(Key.Key_Return, Ctrl | Shift)
    room.until(lambda: room.presenter.state.signed)
    room.settle()
    room.screen.amend_button.click()
    assert not room.screen.pane.amend.begin.isEnabled()
    room.type("dose was missing")
    room.press(Key.Key_Return)
    assert room.presenter.may_write
    room.presenter.editor.add(Section.PLAN, "Paracetamol 500 mg")
    room.screen.pane.amend.save.click()
    room.settle()
    note = note_of(sign_in("doctor"), begun)
    assert note is not None
    assert (note.status, note.amendment_reason) == ("amended", "dose was missing")
    assert [one.text for one in note.sentences] == ["Rest", "Paracetamol 500 mg"]
    assert "dose was missing" in room.screen.pane.amended.text()
    assert not room.presenter.may_write
    room.screen.versions_button.click()
    room.until(lambda: room.screen.panel is not None)
    shown = [label.text() for label in room.screen.panel.findChildren(QLabel)] if room.screen.panel else []
    assert "Plan: Rest Paracetamol 500 mg" in shown
    assert "Plan: Rest" in shown


def test_dropping_an_amendment_leaves_the_signed_text(enter: Callable[..., Room], begun: UUID) -> None:
    room = enter()
    room.open(begun)
    room.presenter.editor.add(Section.PLAN, "Rest")
    room.press(Key.Key_Return, Ctrl | Shift)
    room.until(lambda: room.presenter.state.signed)
    room.settle()
    room.presenter.moves.amend("wrong dose")
    room.presenter.editor.add(Section.PLAN, "Something else")
    room.presenter.moves.drop_amendment()
    assert room.texts(Section.PLAN) == ["Rest"]


# Vitals and rights ------------------------------------------------------------------------------------------


def test_reception_enters_vitals_and_sees_no_note(enter: Callable[..., Room], visit: UUID, sign_in: SignIn) -> None:
    room = enter("reception")
    room.open(visit)
    assert not room.screen.pane.isVisible()
    assert not room.screen.scribe.isVisible()
    assert room.screen._no_note.title() == "The note is for doctors"
    assert room.screen.chart.closed.isVisible()
    edits = room.screen.chart.vitals.edits
    edits["temperature"].setFocus()
    for text in ("38,6", "132/84", "96", "", "97", "61", "161,5"):
        if text:
            room.type(text)
        room.press(Key.Key_Return)
    room.screen.chart.vitals.flush()
    room.settle()
    saved = sign_in("doctor").call(encounters.get, ById(id=visit)).vitals
    assert saved is not None
    assert (saved.temperature, saved.systolic, saved.diastolic, saved.pulse) == (38.6, 132, 84, 96)
    assert (saved.spo2, saved.weight, saved.height, saved.bmi) == (97, 61, 161.5, 23.4)
    assert saved.taken_by == "Asha Menon"
    form = room.screen.chart.vitals
    assert form.texts["temperature"] == "38.6"
    assert form._after["temperature"].text() == "°C high"
    assert "23.4" in form._bmi.text()
    assert "Asha Menon" in form.status.text()


def test_a_typing_error_is_told_beside_its_field_and_not_saved(
    enter: Callable[..., Room], visit: UUID, sign_in: SignIn
) -> None:
    room = enter("reception")
    room.open(visit)
    form = room.screen.chart.vitals
    form.edits["weight"].setFocus()
    room.type("380")
    room.press(Key.Key_Return)
    room.type("170")
    room.press(Key.Key_Return)
    room.settle()
    assert form._wrong["weight"].isVisible()
    assert form._wrong["weight"].text() == "Nobody has that. Type 0.3 to 350 kg."
    saved = sign_in("doctor").call(encounters.get, ById(id=visit)).vitals
    assert saved is not None
    assert (saved.weight, saved.height) == (None, 170)
    assert form.texts["weight"] == "380"


def test_a_doctor_reads_but_does_not_write_anothers_visit(enter: Callable[..., Room], begun: UUID) -> None:
    room = enter("doctor2")
    room.open(begun)
    assert room.screen.pane.isVisible()
    assert not room.presenter.may_write
    assert not room.screen.scribe.isVisible()
    assert not room.screen.sign_button.isVisible()
