"""The conversation with times and speakers; the turns behind a sentence light up."""

from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter, QPalette, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from opd_desktop.domain.note import Transcript, Turn
from opd_desktop.ui.encounter.words import speaker_letter, speaker_text, time_text
from opd_desktop.ui.theme import theme

_TURN = Qt.ItemDataRole.UserRole
Index = QModelIndex | QPersistentModelIndex
_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
_PAD = 4
_AT_END = 8
"""Pixels from the end at which the newest turn is still followed."""


class _Turns(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.turns: tuple[Turn, ...] = ()
        self.provisional: int | None = None
        """The id of the turn that may still change."""

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 (Qt's signature)
        return 0 if parent.isValid() else len(self.turns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not index.isValid() or index.row() >= len(self.turns):
            return None
        turn = self.turns[index.row()]
        if role == _TURN:
            return turn
        if role == Qt.ItemDataRole.DisplayRole:
            return turn.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            when = f"{time_text(turn.start)} " if turn.start is not None else ""
            said = f"{when}{speaker_text(turn.speaker)}: {turn.text}"
            return self.tr("{0} (may still change)").format(said) if turn.id == self.provisional else said
        return None


class _Painter(QStyledItemDelegate):
    def __init__(self, view: "TranscriptView") -> None:
        super().__init__(view)
        self._view = view

    def _columns(self) -> tuple[int, int]:
        metrics = QFontMetrics(theme().font("body"))
        when = metrics.horizontalAdvance("00:00") + 8 if self._view.timed else 0
        return when, metrics.horizontalAdvance("M") + 10

    def _text_area(self, area: QRect) -> QRect:
        when, who = self._columns()
        return area.adjusted(_PAD + 2 + when + who, _PAD, -_PAD - 4, -_PAD)

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as the wrapped text."""
        del option
        turn = index.data(_TURN)
        metrics = QFontMetrics(theme().font("body"))
        width = self._view.viewport().width()
        if turn is None or width < 1:
            return QSize(width, metrics.height() + 2 * _PAD)
        room = self._text_area(QRect(0, 0, width, 10_000))
        height = metrics.boundingRect(room, _WRAP, turn.text).height()
        return QSize(width, max(height, metrics.height()) + 2 * _PAD)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Time, speaker's letter, text."""
        turn = index.data(_TURN)
        if turn is None:
            return
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area: QRect = option.rect
        lit = turn.id in self._view.lit
        state = option.state
        if lit or state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme().color("accent_soft" if lit else "hover"))
            painter.drawRoundedRect(area.adjusted(0, 0, -2, -1), 6, 6)
        if turn.id in self._view.playing:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme().color("accent"))
            painter.drawRoundedRect(QRect(area.x(), area.y() + 3, 3, area.height() - 7), 1.5, 1.5)
        when, who = self._columns()
        line = area.adjusted(_PAD + 2, _PAD, 0, 0)
        painter.setFont(theme().font("body"))
        if turn.start is not None:
            painter.setPen(theme().color("muted" if lit else "faint"))
            painter.drawText(QRect(line.x(), line.y(), when, line.height()), _WRAP, time_text(turn.start))
        painter.setFont(theme().font("strong"))
        painter.setPen(theme().color({"doctor": "accent", "patient": "consult_t"}.get(turn.speaker, "muted")))
        painter.drawText(QRect(line.x() + when, line.y(), who, line.height()), _WRAP, speaker_letter(turn.speaker))
        provisional = turn.id == self._view.provisional
        font = QFont(theme().font("body"))
        font.setItalic(provisional)
        painter.setFont(font)
        painter.setPen(theme().color("muted" if provisional else "text"))
        painter.drawText(self._text_area(area), _WRAP, turn.text)
        if state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(theme().color("focus"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area.adjusted(1, 1, -3, -2), 6, 6)
        painter.restore()


class TranscriptView(QListView):
    """A list of turns.

    Attributes:
        turn_looked_at: the id of the turn under the keyboard or the mouse, None when none.
        listen_wanted: the id of a turn that was clicked, or Enter pressed on.
        speaker_wanted: the id of a turn and who said it, in place of the guess.
        lit: the turns behind the sentence that is looked at.
        playing: the turns that are heard.
    """

    turn_looked_at = Signal(object)
    listen_wanted = Signal(int)
    speaker_wanted = Signal(int, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lit: frozenset[int] = frozenset()
        self.playing: frozenset[int] = frozenset()
        self.audible: frozenset[int] = frozenset()
        self.timed = False
        self._turns = _Turns(self)
        self.setModel(self._turns)
        self.setItemDelegate(_Painter(self))
        self.setAccessibleName(self.tr("Transcript"))
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMouseTracking(True)
        self.viewport().setMouseTracking(True)
        self.entered.connect(lambda index: self._look(index))
        self.clicked.connect(self._listen)
        self.selectionModel().currentChanged.connect(lambda now, _before: self._look(now) if self.hasFocus() else None)
        theme().changed.connect(self._restyle)
        self._restyle()

    def _restyle(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Base, theme().color("surface"))
        self.setPalette(palette)
        self._turns.layoutChanged.emit()

    @property
    def provisional(self) -> int | None:
        """The id of the turn that is still being said."""
        return self._turns.provisional

    def show_transcript(self, transcript: Transcript | None, *, live: int = 0, provisional: bool = False) -> None:
        """Show a conversation, whose last ``live`` turns are heard just now; the newest is followed unless the person
        has scrolled away. ``provisional``: it is still being said."""
        turns = transcript.turns if transcript else ()
        unsure = turns[-1].id if provisional and turns else None
        if (turns, unsure) == (self._turns.turns, self._turns.provisional):
            return
        bar = self.verticalScrollBar()
        place, follow = bar.value(), bar.value() >= bar.maximum() - _AT_END
        self._show(turns, unsure)
        if live:
            self.doItemsLayout()
            bar.setValue(bar.maximum() if follow else place)

    def _show(self, turns: tuple[Turn, ...], provisional: int | None) -> None:
        at = self.currentIndex().row() if len(turns) == len(self._turns.turns) else -1
        self._turns.beginResetModel()
        self._turns.turns, self._turns.provisional = turns, provisional
        self._turns.endResetModel()
        self.timed = any(turn.start is not None for turn in turns)
        self.lit = frozenset()
        if at >= 0:
            self.setCurrentIndex(self._turns.index(at))

    def set_sound(self, audible: frozenset[int], playing: frozenset[int]) -> None:
        """Which turns can be listened to, and which are heard now."""
        if (audible, playing) == (self.audible, self.playing):
            return
        started = playing - self.playing
        self.audible, self.playing = audible, playing
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if audible else Qt.CursorShape.ArrowCursor)
        place = next((i for i, turn in enumerate(self._turns.turns) if turn.id in started), None)
        if place is not None:
            self.scrollTo(self._turns.index(place), QAbstractItemView.ScrollHint.EnsureVisible)
        self.viewport().update()

    def current_turn(self) -> Turn | None:
        """The turn that has the keyboard."""
        turn = self.currentIndex().data(_TURN) if self.currentIndex().isValid() else None
        return turn if isinstance(turn, Turn) else None

    def _listen(self, index: QModelIndex) -> None:
        turn = index.data(_TURN)
        if isinstance(turn, Turn) and turn.id in self.audible:
            self.listen_wanted.emit(turn.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter: listen; D and P: the doctor, or the patient, said it."""
        turn = self.current_turn()
        who = {Qt.Key.Key_D: "doctor", Qt.Key.Key_P: "patient"}.get(Qt.Key(event.key()))
        if turn is not None and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and turn.id in self.audible:
            self.listen_wanted.emit(turn.id)
        elif turn is not None and who is not None and not event.modifiers():
            self.speaker_wanted.emit(turn.id, who)
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def light(self, turns: tuple[int, ...]) -> None:
        """Light up these turns and show the first of them."""
        lit = frozenset(turns)
        if lit == self.lit:
            return
        self.lit = lit
        place = next((i for i, turn in enumerate(self._turns.turns) if turn.id in lit), None)
        if place is not None:
            self.scrollTo(self._turns.index(place), QAbstractItemView.ScrollHint.EnsureVisible)
        self.viewport().update()

    def turns(self) -> tuple[Turn, ...]:
        """The turns shown."""
        return self._turns.turns

    def _look(self, index: QModelIndex) -> None:
        turn = index.data(_TURN) if index.isValid() else None
        self.turn_looked_at.emit(turn.id if turn else None)

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse went away."""
        super().leaveEvent(event)
        self.turn_looked_at.emit(None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width wraps differently."""
        super().resizeEvent(event)
        self.scheduleDelayedItemsLayout()
