"""The right of the encounter: record, open or paste; progress; the transcript; what was said and not noted."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from opd_desktop.domain.note import Finding, Transcript, Turn
from opd_desktop.ui.encounter.buttons import short_button
from opd_desktop.ui.encounter.level_meter import LevelMeter
from opd_desktop.ui.encounter.scribe_session import ScribeSession
from opd_desktop.ui.encounter.scribe_state import ScribeState
from opd_desktop.ui.encounter.transcript_view import TranscriptView
from opd_desktop.ui.encounter.words import run_card_text, time_text, warning_text
from opd_desktop.ui.theme import theme
from opd_desktop.ui.widgets import Button, EmptyState, Muted, Notice
from opd_desktop.ui.words import error_text

_SHOWN_MISSING = 3


class _PasteEdit(QPlainTextEdit):
    """Ctrl+Enter drafts here instead of completing the visit."""

    draft_wanted = Signal()

    def event(self, event: QEvent) -> bool:
        """Take Ctrl+Enter before it becomes the screen's shortcut."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _drafts(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Enter: draft."""
        if _drafts(event):
            event.accept()
            self.draft_wanted.emit()
            return
        super().keyPressEvent(event)


def _drafts(event: QKeyEvent) -> bool:
    enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
    return enter and bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)


class PasteBox(QWidget):
    """Dialogue or dictation as text.

    Attributes:
        given: the text to draft from.
        left: never mind.
    """

    given = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = _PasteEdit(self)
        self.text.draft_wanted.connect(self._give)
        self.text.setAccessibleName(self.tr("Conversation or dictation"))
        self.text.setTabChangesFocus(True)
        self.text.setPlaceholderText(
            self.tr("Paste or type the visit.\n\nDoctor: What brings you in?\nPatient: A cough for three days.")
        )
        draft = Button(self.tr("Draft"), "primary", keys="Ctrl+Return", parent=self)
        cancel = Button(self.tr("Cancel"), "quiet", parent=self)
        draft.clicked.connect(self._give)
        cancel.clicked.connect(self.left)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(cancel)
        row.addWidget(draft)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.text, 1)
        column.addLayout(row)

    def _give(self) -> None:
        if self.text.toPlainText().strip():
            self.given.emit(self.text.toPlainText())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc: never mind."""
        if event.key() == Qt.Key.Key_Escape:
            event.accept()
            self.left.emit()
            return
        super().keyPressEvent(event)


def with_live(state: ScribeState) -> Transcript | None:
    """The conversation with what was heard since in the recording under way, which nobody has a name for yet."""
    if not state.live:
        return state.transcript
    known = state.transcript or Transcript()
    last = max((turn.id for turn in known.turns), default=0)
    more = tuple(
        Turn(id=last + number, speaker="unknown", text=text, start=round(known.duration_s + start, 2))
        for number, (start, text) in enumerate(state.live, 1)
    )
    return known.model_copy(update={"turns": known.turns + more})


class ScribeView(QFrame):
    """Shows a `ScribeState`.

    Attributes:
        add_wanted: a `Finding` that was said and shall be noted.
    """

    add_wanted = Signal(object)

    def __init__(
        self,
        session: ScribeSession,
        record: QAction,
        others: Sequence[QAction],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._missing: tuple[Finding, ...] = ()
        self.read_only = False
        """The note is signed: the conversation can be read and heard, nothing drafted."""
        self.setProperty("kind", "panel")
        self.setMinimumWidth(round(theme().rem * 15))
        self.setMaximumWidth(round(theme().rem * 22))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 12, 12)
        column.setSpacing(8)
        self.start_row = self._make_start_row(record, others)
        self.record_row = self._make_record_row()
        self.meter = LevelMeter(self)
        session.level.connect(self.meter.add)
        self.consent = self._make_consent()
        self.progress = self._make_progress()
        self.notice = Notice("danger", parent=self)
        self.kept_row = self._make_kept_row()
        self.transcript = TranscriptView(self)
        self.paste = PasteBox(self)
        self.paste.given.connect(self._paste_given)
        self.paste.left.connect(self.hide_paste)
        self._empty = EmptyState(icon="mic")
        self._stack = QStackedWidget(self)
        for page in (self._empty, self.transcript, self.paste):
            self._stack.addWidget(page)
        self._said = QVBoxLayout()
        self._said.setSpacing(6)
        self.card = QLabel(self)
        self.card.setProperty("kind", "small")
        self.card.setWordWrap(True)
        for widget in (
            self.start_row, self.record_row, self.meter, self.consent, self.progress, self.notice, self.kept_row
        ):  # fmt: skip
            column.addWidget(widget)
        column.addWidget(self._stack, 1)
        self.foot = self._make_foot()
        column.addWidget(self.foot)
        column.addLayout(self._said)
        column.addWidget(self.card)
        self.show_state(session.state)

    # Parts -------------------------------------------------------------------------------------------------

    def _make_start_row(self, record: QAction, others: Sequence[QAction]) -> QWidget:
        box = QWidget(self)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(Button.for_action(record, "primary", icon="mic"))
        words = (self.tr("Dictate"), self.tr("Open file"), self.tr("Paste text"))
        row = QHBoxLayout()
        for action, word in zip(others, words, strict=True):
            row.addWidget(short_button(action, box, text=word), 1)
        column.addLayout(row)
        return box

    def _make_record_row(self) -> QWidget:
        box = QWidget(self)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        self._recording = QLabel(box)
        self._recording.setProperty("kind", "strong")
        self.pause = Button(self.tr("Pause"), parent=box)
        self.pause.clicked.connect(self._session.pause)
        self.stop = Button(self.tr("Draft"), "primary", parent=box)
        self.stop.setAccessibleName(self.tr("End the recording and draft"))
        self.stop.clicked.connect(self._session.stop)
        self.drop = Button(self.tr("Discard"), "quiet", parent=box)
        self.drop.setAccessibleName(self.tr("Discard the recording"))
        self.drop.clicked.connect(self._session.discard)
        row.addWidget(self._recording, 1)
        for button in (self.drop, self.pause, self.stop):
            row.addWidget(button)
        return box

    def _make_consent(self) -> QWidget:
        box = QWidget(self)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(
            Notice(
                "info",
                self.tr(
                    "Does the patient agree to be recorded? The sound stays on this computer, encrypted, and is "
                    "deleted when the note is signed."
                ),
                parent=box,
            )
        )
        row = QHBoxLayout()
        refuse = Button(self.tr("No"), parent=box)
        refuse.setAccessibleName(self.tr("The patient does not agree to be recorded"))
        refuse.clicked.connect(lambda: self._session.answer_consent(False))
        self.agree = Button(self.tr("Yes, record"), "primary", parent=box)
        self.agree.clicked.connect(lambda: self._session.answer_consent(True))
        row.addStretch()
        row.addWidget(refuse)
        row.addWidget(self.agree)
        column.addLayout(row)
        return box

    def _make_progress(self) -> QWidget:
        box = QWidget(self)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        self._doing = Muted(parent=box)
        self.cancel = Button(self.tr("Cancel"), parent=box)
        self.cancel.clicked.connect(self._session.cancel)
        row.addWidget(self._doing, 1)
        row.addWidget(self.cancel)
        self.bar = QProgressBar(box)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress"))
        column.addLayout(row)
        column.addWidget(self.bar)
        return box

    def _make_kept_row(self) -> QWidget:
        box = QWidget(self)
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        again = Button(self.tr("Try again"), parent=box)
        again.clicked.connect(self._session.draft_again_from_kept)
        forget = Button(self.tr("Delete it"), "quiet", parent=box)
        forget.setAccessibleName(self.tr("Delete the recording"))
        forget.clicked.connect(self._session.forget_kept)
        row.addWidget(Muted(self.tr("The recording is kept."), box), 1)
        row.addWidget(forget)
        row.addWidget(again)
        return box

    def _make_foot(self) -> QWidget:
        """What can be done with the whole conversation."""
        box = QWidget(self)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        row = QHBoxLayout()
        self._hint = Muted(parent=box)
        self.again = Button(self.tr("Draft again"), "quiet", parent=box)
        self.again.clicked.connect(self._session.draft)
        self.forget = Button(self.tr("Start over"), "quiet", icon="trash", parent=box)
        self.forget.setToolTip(self.tr("Forget this conversation and its sound; what is in the note stays"))
        self.forget.setAccessibleName(self.tr("Start over: forget this conversation and its sound"))
        self.forget.clicked.connect(self._session.forget_conversation)
        row.addWidget(self.again)
        row.addWidget(self.forget)
        row.addStretch()
        column.addWidget(self._hint)
        column.addLayout(row)
        return box

    def _show_foot(self, state: ScribeState) -> None:
        there = state.transcript is not None and bool(state.transcript.turns)
        self.foot.setVisible(there and state.phase == "idle" and not self._pasting)
        guess = state.transcript is not None and state.transcript.speaker_guess
        hints = [self.tr("Click a line to listen.")] if state.audible else []
        if guess and not self.read_only:
            hints.append(self.tr("D or P on a line corrects who spoke."))
        self._hint.setText(" ".join(hints))
        self.again.setVisible(not self.read_only)
        self.forget.setVisible(not self.read_only)

    def sizeHint(self) -> QSize:
        """As wide as reads well; where there is little room, most of it is the note's."""
        return QSize(self.maximumWidth(), super().sizeHint().height())

    def set_read_only(self, on: bool) -> None:
        """Whether the conversation can only be read and heard."""
        if on != self.read_only:
            self.read_only = on
            self.show_state(self._session.state)

    # Showing -----------------------------------------------------------------------------------------------

    def show_state(self, state: ScribeState) -> None:
        """Show what the scribe does."""
        recording = state.phase in {"recording", "paused", "dictating"}
        self.start_row.setVisible(state.phase == "idle" and not self._pasting and not self.read_only)
        if recording and not self.record_row.isVisibleTo(self):
            self.meter.clear()
        self.record_row.setVisible(recording)
        self.meter.setVisible(recording)
        self.consent.setVisible(state.phase == "consent")
        if state.phase == "consent":
            self.agree.setFocus(Qt.FocusReason.OtherFocusReason)
        self.progress.setVisible(state.busy)
        self._show_recording(state)
        self._show_progress(state)
        self._show_notice(state)
        self.kept_row.setVisible(state.kept is not None and state.phase == "idle")
        self.transcript.show_transcript(with_live(state))
        self.transcript.set_sound(state.audible, state.playing)
        self._show_foot(state)
        self._show_empty(state)
        if not self._pasting:
            self._stack.setCurrentWidget(self.transcript if self.transcript.turns() else self._empty)
        self._show_missing(() if self.read_only else state.missing)
        speech = state.transcript.model if state.transcript else ""
        self.card.setText(run_card_text(state.run_card, speech))
        self.card.setVisible(bool(self.card.text()))

    def _show_empty(self, state: ScribeState) -> None:
        if state.phase in {"recording", "paused"} or state.busy:
            self._empty.set_text(self.tr("The conversation appears here"), self.tr("The draft appears beside it."))
        else:
            self._empty.set_text(
                self.tr("Nothing recorded yet"),
                self.tr("Record the visit, open a recording, or paste the text. The draft appears beside it."),
            )

    def _show_recording(self, state: ScribeState) -> None:
        dictating = state.phase == "dictating"
        words = {"paused": self.tr("Paused {0}"), "dictating": self.tr("Dictating {0}")}
        text = words.get(state.phase, self.tr("Recording {0}"))
        self.drop.setVisible(not dictating)
        self.pause.setVisible(not dictating)
        self.stop.setText(self.tr("Done") if dictating else self.tr("Draft"))
        self.stop.setAccessibleName(
            self.tr("End the dictation") if dictating else self.tr("End the recording and draft")
        )
        self._recording.setText(f"● {text.format(time_text(state.seconds))}")
        colour = theme().tokens["muted" if state.phase == "paused" else "danger"]
        self._recording.setStyleSheet(f"color: {colour};")
        self.pause.setText(self.tr("Go on") if state.phase == "paused" else self.tr("Pause"))
        self.pause.setAccessibleName(self.pause.text())

    def _show_progress(self, state: ScribeState) -> None:
        if not state.busy:
            return
        if state.restarts:
            self._doing.setText(self.tr("The scribe stopped and starts again ({0})").format(state.restarts))
        elif state.phase == "transcribing":
            self._doing.setText(self.tr("Listening to the recording: {0} %").format(round(state.share * 100)))
        else:
            self._doing.setText(self.tr("Drafting"))
        if state.phase == "transcribing" and state.share > 0:
            self.bar.setRange(0, 100)
            self.bar.setValue(round(state.share * 100))
        else:
            self.bar.setRange(0, 0)

    def _show_notice(self, state: ScribeState) -> None:
        if state.error is not None:
            self.notice.set_text(error_text(state.error), "danger")
        elif state.silent:
            self.notice.set_text(
                self.tr("I can't hear anything. Check that the microphone is on, or speak nearer to it."), "warn"
            )
        elif state.phase == "dictating":
            self.notice.set_text(
                self.tr(
                    "Your words go into the note; no sound is kept. Say “new line”, “scratch that”, “go to plan” "
                    "between two pauses."
                ),
                "info",
            )
        else:
            told = [warning_text(one) for one in state.warnings if one.code != "section_empty"]
            self.notice.set_text("\n".join(told), "warn")

    def _show_missing(self, missing: tuple[Finding, ...]) -> None:
        if missing == self._missing:
            return
        self._missing = missing
        while (item := self._said.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for finding in missing[:_SHOWN_MISSING]:
            self._said.addWidget(self._said_notice(finding))
        if len(missing) > _SHOWN_MISSING:
            more = self.tr("{0} more were said and are not in the note").format(len(missing) - _SHOWN_MISSING)
            self._said.addWidget(Muted(more, self))

    def _said_notice(self, finding: Finding) -> Notice:
        text = self.tr("Said, not in the note: “{0}”").format(finding.sentence)
        return Notice("warn", text, self.tr("Add"), lambda: self.add_wanted.emit(finding), parent=self)

    @property
    def _pasting(self) -> bool:
        return self._stack.currentWidget() is self.paste

    def show_paste(self) -> None:
        """Paste or type."""
        self._stack.setCurrentWidget(self.paste)
        self.start_row.hide()
        self.paste.text.setFocus(Qt.FocusReason.OtherFocusReason)

    def hide_paste(self) -> None:
        """Back to the transcript."""
        self._stack.setCurrentWidget(self._empty)
        self.show_state(self._session.state)

    def _paste_given(self, text: str) -> None:
        self.hide_paste()
        self.paste.text.clear()
        self._session.take_text(text)
