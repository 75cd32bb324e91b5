"""Recordings of a visit: kept encrypted until signing, in several takes, listened to sentence by sentence."""

import os
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtMultimedia import QMediaDevices

from opd_desktop.domain.ids import uuid7
from opd_desktop.domain.note import CodeCard, DraftWarning, Problem, Section, Transcript, Turn
from opd_desktop.scribe.sealed import SUFFIX, SealedWriter
from opd_desktop.ui import scribe_choices
from opd_desktop.ui.encounter import player as player_module
from opd_desktop.ui.encounter import takes
from opd_desktop.ui.encounter.player import Player
from opd_desktop.ui.encounter.rows import ProblemRow
from opd_desktop.ui.encounter.scribe_view import with_live
from opd_desktop.ui.encounter.sentence_row import SentenceRow
from opd_desktop.ui.encounter.takes import Sound, Take
from opd_desktop.ui.encounter.words import code_card_text
from opd_desktop.ui.scribe_choices import ScribeChoices
from tests.ui.room import Room, begun, enter, reception, visit
from tests.ui.test_encounter_note import DRAFT

__all__ = ["begun", "enter", "reception", "visit"]

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
Key = Qt.Key


def _transcript(*texts: str, seconds: float = 10.0, warnings: tuple[DraftWarning, ...] = ()) -> Transcript:
    turns = tuple(
        Turn(id=n, speaker="patient", text=text, start=2.0 * n, end=2.0 * n + 1.5) for n, text in enumerate(texts, 1)
    )
    return Transcript(turns=turns, duration_s=seconds, speech_s=seconds / 2, source="take", warnings=warnings)


# One line of time --------------------------------------------------------------------------------------------


def test_a_second_take_goes_on_where_the_first_ended() -> None:
    first = _transcript("I cough.", "Since Monday.")
    whole = takes.joined(first, _transcript("And fever.", seconds=7.0))
    assert [(turn.id, turn.text, turn.start) for turn in whole.turns] == [
        (1, "I cough.", 2.0), (2, "Since Monday.", 4.0), (3, "And fever.", 12.0)
    ]  # fmt: skip
    assert (whole.duration_s, whole.speech_s) == (17.0, 8.5)
    assert takes.joined(None, first) == first


def test_a_silent_take_changes_nothing_that_was_said_and_pasted_text_has_no_times() -> None:
    first = _transcript("I cough.")
    silent = Transcript(duration_s=5.0, warnings=(DraftWarning(code="no_speech", params={"seconds": 5}),))
    whole = takes.joined(first, silent)
    assert (whole.turns, whole.duration_s, whole.warnings) == (first.turns, 15.0, ())
    typed = takes.joined(whole, Transcript(turns=(Turn(id=1, speaker="doctor", text="Rest."),)))
    assert (typed.turns[-1].id, typed.turns[-1].start, typed.duration_s) == (2, None, 15.0)


def test_what_to_listen_to_is_found_in_its_take() -> None:
    one, two = Take(Path("one.sound"), 10.0, True), Take(Path("two.mp3"), 7.0, False)
    turns = takes.joined(_transcript("a", "b", "c"), _transcript("d", seconds=7.0)).turns
    found = takes.sounds((one, two), (turns[3], turns[0], turns[2]))
    assert found == [
        Sound(one.path, True, 1.85, 3.65), Sound(one.path, True, 5.85, 7.65), Sound(two.path, False, 1.85, 3.65)
    ]  # fmt: skip
    near = (turns[0], turns[1].model_copy(update={"start": 3.6}))
    assert takes.sounds((one,), near) == [Sound(one.path, True, 1.85, 5.65)]
    assert takes.sounds((one,), (Turn(id=1, speaker="doctor", text="typed"),)) == []
    assert takes.sounds((), turns) == []


# Retention ---------------------------------------------------------------------------------------------------


def _recorded(data_dir: Path, encounter: UUID, key: bytes, seconds: float = 4.0) -> Path:
    folder = takes.folder(data_dir)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{encounter}-{uuid7().hex}{SUFFIX}"
    with SealedWriter(path, key) as writer:
        writer.write(os.urandom(round(32_000 * seconds)))
    return path


def test_signing_deletes_the_sound_or_keeps_it_for_the_days_that_were_chosen(tmp_path: Path) -> None:
    key = b"x" * 43 + b"="
    mine, other = uuid7(), uuid7()
    kept = _recorded(tmp_path, other, key)
    gone = _recorded(tmp_path, mine, key)
    assert not takes.signed(tmp_path, mine, NOW, keep_days=0)
    assert (gone.exists(), kept.exists()) == (False, True)
    assert takes.signed(tmp_path, other, NOW, keep_days=7)
    assert takes.overdue(tmp_path, NOW + timedelta(days=6), 7) == []
    assert takes.overdue(tmp_path, NOW + timedelta(days=7), 7) == [other]
    assert takes.overdue(tmp_path, NOW, 0) == [other]
    # An amendment, or another look at the visit, keeps it no longer.
    assert takes.signed(tmp_path, other, NOW + timedelta(days=5), keep_days=7)
    assert takes.overdue(tmp_path, NOW + timedelta(days=7), 7) == [other]
    takes.forget(tmp_path, other)
    assert list(takes.folder(tmp_path).iterdir()) == []


def test_a_mark_that_cannot_be_read_counts_as_old(tmp_path: Path) -> None:
    encounter = uuid7()
    _recorded(tmp_path, encounter, b"x" * 43 + b"=")
    takes.signed(tmp_path, encounter, NOW, 7)
    next(takes.folder(tmp_path).glob(f"*{takes.SIGNED}")).write_text("soon")
    (takes.folder(tmp_path) / f"notes{takes.SIGNED}").write_text("")
    assert takes.overdue(tmp_path, NOW, 7) == [encounter]


# On screen ---------------------------------------------------------------------------------------------------


class _Heard:
    """What the loudspeaker got, in its place: the hardware is what cannot be here."""

    def __init__(self) -> None:
        self.sounds: list[bytes] = []

    def play(self, player: Player, samples: bytes) -> bool:
        self.sounds.append(samples)
        player._sink = object()  # type: ignore[assignment]
        return True

    def stop(self, player: Player) -> None:
        if player.playing:
            player._sink = None
            player.stopped.emit()


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> _Heard:
    made = _Heard()
    monkeypatch.setattr(Player, "play", lambda player, samples: made.play(player, samples))
    monkeypatch.setattr(Player, "stop", lambda player: made.stop(player))
    return made


@pytest.fixture
def listening(enter: Callable[..., Room], begun: UUID) -> Room:
    """A visit with one recording that is text, and its draft."""
    room = enter()
    room.open(begun)
    desk = room.screen.desk
    path = _recorded(desk.settings.data_dir, begun, desk.drafts.key, 12.0)
    turns = tuple(Turn(id=n, speaker="patient", text=f"turn {n}", start=2.0 * n, end=2.0 * n + 1) for n in range(1, 6))
    transcript = Transcript(turns=turns, duration_s=12.0)
    room.presenter.scribe.begin(room.encounter, transcript, (Take(path, 12.0, True),))
    room.presenter.editor.propose(DRAFT)
    return room


def test_a_key_plays_what_proves_a_sentence_and_again_stops(listening: Room, heard: _Heard) -> None:
    room = listening
    row = room.screen.pane.note.ordered()[1]
    row.setFocus()
    assert row.listen_button.isVisible()
    room.press(Key.Key_L)
    room.until(lambda: heard.sounds)
    # Turns 2 and 3 from 4 to 7 seconds, with a little before and after, and the second between them left out.
    assert [len(sound) for sound in heard.sounds] == [2 * round(32_000 * 1.3)]
    assert room.screen.scribe.transcript.playing == frozenset({2, 3})
    room.press(Key.Key_L)
    assert room.screen.scribe.transcript.playing == frozenset()
    row.listen_button.click()
    room.until(lambda: len(heard.sounds) == 2)


def test_a_click_on_a_line_plays_it(listening: Room, heard: _Heard) -> None:
    view = listening.screen.scribe.transcript
    view.clicked.emit(view.model().index(3, 0))
    listening.until(lambda: heard.sounds)
    assert view.playing == frozenset({4})
    assert "Click a line to listen." in listening.screen.scribe.foot.hint.text()


def test_sound_that_is_gone_is_told(listening: Room, heard: _Heard) -> None:
    listening.presenter.scribe.state.takes[0].path.unlink()
    listening.presenter.scribe.listen((1,))
    listening.until(lambda: listening.presenter.scribe.state.error is not None)
    assert "no longer on this computer" in listening.screen.scribe.notice.text()
    assert heard.sounds == []


def test_without_a_loudspeaker_it_says_so(listening: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    class _None:
        def isNull(self) -> bool:
            return True

    monkeypatch.setattr(player_module.QMediaDevices, "defaultAudioOutput", _None)
    listening.presenter.scribe.listen((1,))
    listening.until(lambda: listening.presenter.scribe.state.error is not None)
    assert "Connect loudspeakers" in listening.screen.scribe.notice.text()
    assert QMediaDevices is player_module.QMediaDevices


def test_the_takes_are_there_again_when_the_visit_is_opened_again(listening: Room, begun: UUID) -> None:
    room = listening
    before = room.presenter.scribe.state
    room.presenter.keep()
    room.screen.open(None)
    room.settle()
    room.open(begun)
    after = room.presenter.scribe.state
    assert (after.takes, after.transcript, after.kept) == (before.takes, before.transcript, None)
    assert after.audible == frozenset({1, 2, 3, 4, 5})


@pytest.mark.parametrize("days", [0, 7])
def test_signing_ends_the_sound_of_the_visit_as_chosen(listening: Room, days: int) -> None:
    room = listening
    data_dir = room.screen.desk.settings.data_dir
    scribe_choices.save(data_dir, replace(ScribeChoices(), keep_days=days))
    room.presenter.editor.accept_all()
    for order in room.presenter.editor.state.orders:
        room.presenter.editor.confirm(order.id)
    room.presenter.moves.complete(sign=True)
    room.until(lambda: room.presenter.state.signed)
    room.settle()
    left = list(takes.folder(data_dir).glob(f"*{SUFFIX}"))
    assert len(left) == (1 if days else 0)
    assert room.screen.scribe.isVisible() is bool(days)
    assert not room.screen.scribe.start_row.isVisible()
    if days:
        room.screen.desk.now = lambda: datetime.now(UTC) + timedelta(days=8)  # type: ignore[method-assign]
        room.presenter.scribe.recordings.forget_overdue()
        assert list(takes.folder(data_dir).iterdir()) == []


def test_starting_over_forgets_the_conversation_and_leaves_the_note(listening: Room) -> None:
    room = listening
    room.presenter.editor.add(Section.PLAN, "Rest")
    path = room.presenter.scribe.state.takes[0].path
    room.screen.scribe.foot.forget.click()
    assert not path.exists()
    assert room.presenter.scribe.state.transcript is None
    assert "Rest" in room.texts(Section.PLAN)


def test_a_wrong_speaker_is_corrected_by_a_key(listening: Room) -> None:
    room = listening
    view = room.screen.scribe.transcript
    view.setFocus()
    view.setCurrentIndex(view.model().index(1, 0))
    room.press(Key.Key_D)
    transcript = room.presenter.scribe.state.transcript
    assert transcript is not None
    assert [turn.speaker for turn in transcript.turns] == ["patient", "doctor", "patient", "patient", "patient"]
    assert view.currentIndex().row() == 1
    room.press(Key.Key_P)
    assert {turn.speaker for turn in room.presenter.scribe.state.transcript.turns} == {"patient"}  # type: ignore[union-attr]


def test_who_wrote_a_sentence_is_told_by_icon_word_and_in_the_data(listening: Room) -> None:
    room = listening
    first, second, *_ = room.presenter.editor.state.pending
    room.presenter.editor.accept([first.id])
    room.presenter.editor.type(second.id, "Fever for two days, he says.")
    typed = room.presenter.editor.add(Section.PLAN, "Rest at home.")
    rows = {row.item_id: row for row in room.screen.pane.note.ordered() if isinstance(row, SentenceRow)}
    words = {key: rows[key].side.text().split(" · ")[0] for key in (first.id, second.id, typed)}
    assert list(words.values()) == ["Drafted", "Edited draft", "Typed"]
    marks = [rows[key].whose.pixmap().toImage() for key in (first.id, second.id, typed)]
    assert marks[0] != marks[1] != marks[2]
    assert [room.presenter.editor.state.line(key).origin for key in words] == ["draft", "edited", "human"]  # type: ignore[union-attr]


def test_live_text_stands_below_what_is_known_until_the_final_pass(listening: Room) -> None:
    session = listening.presenter.scribe
    session._update(phase="recording", live=((1.5, "I also have fever."),))
    shown = listening.screen.scribe.transcript.turns()
    assert (shown[-1].text, shown[-1].speaker, shown[-1].start) == ("I also have fever.", "unknown", 13.5)
    assert len(shown) == 6
    session.discard()
    assert len(listening.screen.scribe.transcript.turns()) == 5
    assert with_live(session.state) is session.state.transcript


def test_a_code_tells_why_it_was_proposed_and_what_its_list_says(listening: Room) -> None:
    card = CodeCard(
        matched=("fever", "cough"), billable=False, includes=("cold",), excludes1=("influenza",),
        nearby=(("J06.0", "Acute laryngopharyngitis"),),
    )  # fmt: skip
    problem = Problem(text="cold", icd10="J06", icd10_display="Infections", confidence=0.8, why="said", explain=card)
    listening.presenter.editor.add_problem(problem)
    row = next(one for one in listening.screen.pane.note.ordered() if "Infections" in one.accessibleName())
    assert isinstance(row, ProblemRow)
    assert row.icd.toolTip().splitlines() == [
        "ICD-10-CM J06: Infections", "said", "Matched: fever; cough", "Includes: cold",
        "Not together with: influenza", "Not billable: choose a more specific code.",
        "Nearby: J06.0 Acute laryngopharyngitis",
    ]  # fmt: skip
    assert "Not billable" in row.icd.accessibleDescription()
    assert code_card_text(problem.model_copy(update={"explain": None})) == "said"
