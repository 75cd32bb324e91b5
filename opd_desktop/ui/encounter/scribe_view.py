"""The right of the encounter: record, open or paste; progress; the transcript; what was said and not noted."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFrame, QLabel, QStackedWidget, QVBoxLayout, QWidget

from opd_desktop.domain.note import Finding, Transcript, Turn
from opd_desktop.ui.encounter.level_meter import LevelMeter
from opd_desktop.ui.encounter.paste_box import PasteBox
from opd_desktop.ui.encounter.scribe_parts import ConsentBox, FootRow, KeptRow, RecordRow, StartRow
from opd_desktop.ui.encounter.scribe_session import ScribeSession
from opd_desktop.ui.encounter.scribe_state import ScribeState
from opd_desktop.ui.encounter.transcript_view import TranscriptView
from opd_desktop.ui.encounter.words import run_card_text, warning_text
from opd_desktop.ui.theme import theme
from opd_desktop.ui.widgets import EmptyState, Muted, Notice, ProgressRow
from opd_desktop.ui.words import error_text

_SHOWN_MISSING = 3


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
        self.setMaximumWidth(round(theme().rem * 22))
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 12, 12)
        column.setSpacing(8)
        self.start_row = StartRow(record, others, self)
        self.record_row = RecordRow(session, self)
        self.meter = LevelMeter(self)
        session.level.connect(self.meter.add)
        self.consent = ConsentBox(session, self)
        self.progress = ProgressRow(self)
        self.progress.cancelled.connect(session.cancel)
        self.notice = Notice("danger", parent=self)
        self.kept_row = KeptRow(session, self)
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
        self.foot = FootRow(session, self)
        column.addWidget(self.foot)
        column.addLayout(self._said)
        column.addWidget(self.card)
        self.show_state(session.state)

    def minimumSizeHint(self) -> QSize:
        """The ways in need their words, whatever is shown just now."""
        words = self.start_row.minimumSizeHint().width() + 28
        return QSize(max(round(theme().rem * 15), words), super().minimumSizeHint().height())

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
            self.consent.agree.setFocus(Qt.FocusReason.OtherFocusReason)
        self.record_row.show_state(state)
        self.progress.show_work(self._work_text(state), state.share)
        self._show_notice(state)
        self.kept_row.setVisible(state.kept is not None and state.phase == "idle")
        self.transcript.show_transcript(with_live(state), live=len(state.live), provisional=state.provisional)
        self.transcript.set_sound(state.audible, state.playing)
        self.foot.show_state(state, read_only=self.read_only, pasting=self._pasting)
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

    def _work_text(self, state: ScribeState) -> str:
        """What the scribe works on, "" for nothing."""
        if not state.busy:
            return ""
        if state.restarts:
            return self.tr("The scribe stopped and starts again ({0})").format(state.restarts)
        percent = round(state.share * 100)
        if state.phase == "transcribing":
            return self.tr("Listening to the recording: {0} %").format(percent)
        if state.phase == "drafting" and state.rewords:
            # It takes long enough to tell how far it is, once the model has begun to answer.
            doing = self.tr("Rewording the draft")
            return f"{doing}: {percent} %" if state.share > 0 else doing
        return self.tr("Drafting")

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
