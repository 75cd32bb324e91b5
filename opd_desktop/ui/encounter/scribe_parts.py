"""Parts of the scribe's column: recording, consent, a kept recording, the foot of the conversation."""

from collections.abc import Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from opd_desktop.ui.encounter.buttons import short_button
from opd_desktop.ui.encounter.scribe_session import ScribeSession
from opd_desktop.ui.encounter.scribe_state import ScribeState
from opd_desktop.ui.encounter.words import time_text
from opd_desktop.ui.theme import theme
from opd_desktop.ui.widgets import Button, Muted, Notice


class StartRow(QWidget):
    """The ways in: record, dictate, open, paste."""

    def __init__(self, record: QAction, others: Sequence[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        column = _column(self)
        column.setSpacing(6)
        column.addWidget(Button.for_action(record, "primary", icon="mic"))
        words = (self.tr("Dictate"), self.tr("Open file"), self.tr("Paste text"))
        row = QHBoxLayout()
        for action, word in zip(others, words, strict=True):
            row.addWidget(short_button(action, self, text=word), 1)
        column.addLayout(row)


class RecordRow(QWidget):
    """The recording or dictation under way."""

    def __init__(self, session: ScribeSession, parent: QWidget) -> None:
        super().__init__(parent)
        column = _column(self)
        first, second = QHBoxLayout(), QHBoxLayout()
        self._recording = QLabel(self)
        self._recording.setProperty("kind", "strong")
        self.pause = Button(self.tr("Pause"), parent=self)
        self.pause.clicked.connect(session.pause)
        self.stop = Button(self.tr("Draft"), "primary", parent=self)
        self.stop.setAccessibleName(self.tr("End the recording and draft"))
        self.stop.clicked.connect(session.stop)
        self.drop = Button(self.tr("Discard"), "quiet", parent=self)
        self.drop.setAccessibleName(self.tr("Discard the recording"))
        self.drop.clicked.connect(session.discard)
        first.addWidget(self._recording, 1)
        first.addWidget(self.drop)
        second.addStretch()
        second.addWidget(self.pause)
        second.addWidget(self.stop)
        column.addLayout(first)
        column.addLayout(second)

    def show_state(self, state: ScribeState) -> None:
        """How long it is, and what can be done with it."""
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


class ConsentBox(QWidget):
    """The question to the patient before anything is recorded."""

    def __init__(self, session: ScribeSession, parent: QWidget) -> None:
        super().__init__(parent)
        column = _column(self)
        question = self.tr(
            "Does the patient agree to be recorded? The sound stays on this computer, encrypted, and is "
            "deleted when the note is signed."
        )
        column.addWidget(Notice("info", question, parent=self))
        row = QHBoxLayout()
        refuse = Button(self.tr("No"), parent=self)
        refuse.setAccessibleName(self.tr("The patient does not agree to be recorded"))
        refuse.clicked.connect(lambda: session.answer_consent(False))
        self.agree = Button(self.tr("Yes, record"), "primary", parent=self)
        self.agree.clicked.connect(lambda: session.answer_consent(True))
        row.addStretch()
        row.addWidget(refuse)
        row.addWidget(self.agree)
        column.addLayout(row)


class KeptRow(QWidget):
    """A recording that is not text yet."""

    def __init__(self, session: ScribeSession, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        again = Button(self.tr("Try again"), parent=self)
        again.clicked.connect(session.draft_again_from_kept)
        forget = Button(self.tr("Delete it"), "quiet", parent=self)
        forget.setAccessibleName(self.tr("Delete the recording"))
        forget.clicked.connect(session.forget_kept)
        row.addWidget(Muted(self.tr("The recording is kept."), self), 1)
        row.addWidget(forget)
        row.addWidget(again)


class FootRow(QWidget):
    """What can be done with the whole conversation."""

    def __init__(self, session: ScribeSession, parent: QWidget) -> None:
        super().__init__(parent)
        column = _column(self)
        column.setSpacing(2)
        row = QHBoxLayout()
        self.hint = Muted(parent=self)
        self.again = Button(self.tr("Draft again"), "quiet", parent=self)
        self.again.clicked.connect(session.draft)
        self.forget = Button(self.tr("Start over"), "quiet", icon="trash", parent=self)
        self.forget.setToolTip(self.tr("Forget this conversation and its sound; what is in the note stays"))
        self.forget.setAccessibleName(self.tr("Start over: forget this conversation and its sound"))
        self.forget.clicked.connect(session.forget_conversation)
        row.addWidget(self.again)
        row.addWidget(self.forget)
        row.addStretch()
        column.addWidget(self.hint)
        column.addLayout(row)

    def show_state(self, state: ScribeState, *, read_only: bool, pasting: bool) -> None:
        """Only there while there is a conversation and nothing is under way."""
        there = state.transcript is not None and bool(state.transcript.turns)
        self.setVisible(there and state.phase == "idle" and not pasting)
        guess = state.transcript is not None and state.transcript.speaker_guess
        hints = [self.tr("Click a line to listen.")] if state.audible else []
        if guess and not read_only:
            hints.append(self.tr("D or P on a line corrects who spoke."))
        self.hint.setText(" ".join(hints))
        self.again.setVisible(not read_only)
        self.forget.setVisible(not read_only)


def _column(box: QWidget) -> QVBoxLayout:
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    return column
