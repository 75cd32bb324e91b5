"""What the note is made of on screen: sentences, problems and orders, each with its mark and its decision."""

from PySide6.QtCore import QEvent, QMimeData, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextOption,
)
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QSizePolicy, QWidget

from opd_desktop.domain.note import Finding, OrderStatus
from opd_desktop.ui.encounter.lines import Line, OrderLine, ProblemLine
from opd_desktop.ui.encounter.words import (
    code_card_text,
    finding_text,
    finding_word,
    order_status_text,
    order_type_text,
    section_text,
    time_text,
)
from opd_desktop.ui.theme import Look, theme
from opd_desktop.ui.widgets import Chip, ElidedLabel, MenuButton


class SentenceEdit(QPlainTextEdit):
    """One sentence while it is typed; as high as its text.

    Attributes:
        next_wanted: Enter.
        left: Esc, or the keyboard went elsewhere.
        back_wanted: Backspace in an empty sentence.
    """

    next_wanted = Signal()
    left = Signal()
    back_wanted = Signal()

    def __init__(self, text: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "bare")
        self.setAccessibleName(name)
        # The note has one undo for everything; an undo of its own would take back half of a step.
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWordWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.document().setDocumentMargin(2)
        self.setPlainText(text)
        self.moveCursor(self.textCursor().MoveOperation.End)
        self.textChanged.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        lines = max(1, round(self.document().size().height()))
        height = QFontMetricsF(self.font()).lineSpacing() * lines + 2 * self.document().documentMargin() + 6
        if round(height) != self.height() or self.minimumHeight() != round(height):
            self.setFixedHeight(round(height))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width wraps differently."""
        super().resizeEvent(event)
        self._fit()

    def event(self, event: QEvent) -> bool:
        """Leave undo and redo to the note."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            keys = QKeySequence.StandardKey
            if event.matches(keys.Undo) or event.matches(keys.Redo):
                event.ignore()
                return False
        return super().event(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Pasted lines become one sentence."""
        self.insertPlainText(" ".join(source.text().split()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter: the next one; Esc: done; Backspace in an empty one: gone."""
        key = event.key()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.next_wanted.emit()
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        elif key == Qt.Key.Key_Backspace and not self.toPlainText():
            self.back_wanted.emit()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The sentence is done when the keyboard goes elsewhere in the window."""
        super().focusOutEvent(event)
        if event.reason() not in {Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason}:
            self.left.emit()


class IconButton(QPushButton):
    """A small button with only an icon, and its name for the screen reader."""

    def __init__(self, icon: str, name: str, token: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._icon, self._token = icon, token
        self.setProperty("kind", "quiet")
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        side = round(theme().rem * 1.35)
        self.setFixedSize(side, side)
        self.setStyleSheet("QPushButton { padding: 0; min-height: 0; }")
        self._tint()
        theme().changed.connect(self._tint)

    def _tint(self) -> None:
        self.setIcon(theme().icon(self._icon, self._token))


_ORIGINS = {"draft": ("spark", "consult_t"), "edited": ("edit", "consult_t"), "human": ("user", "faint")}


class OriginMark(QLabel):
    """Who wrote a sentence, as an icon: the scribe, the scribe and then a person, or a person. The word stands beside
    the sentence, so a screen reader passes over the icon."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._origin = ""
        self.setContentsMargins(0, 3, 0, 0)
        theme().changed.connect(self._paint)

    def show_origin(self, origin: str) -> None:
        """``draft``, ``edited`` or ``human``."""
        if origin != self._origin:
            self._origin = origin
            self._paint()

    def _paint(self) -> None:
        if self._origin:
            icon, token = _ORIGINS[self._origin]
            side = round(theme().rem * 0.95)
            self.setPixmap(theme().icon(icon, token).pixmap(side, side))


class NoteRow(QFrame):
    """A line of the note that can be chosen, accepted and removed.

    Attributes:
        chosen: the keyboard or the mouse is on it; False when it leaves.
        accept_wanted, remove_wanted, open_wanted, listen_wanted: what the person wants with it.
        step_wanted: up (-1) or down (1).
    """

    chosen = Signal(bool)
    accept_wanted = Signal()
    remove_wanted = Signal()
    open_wanted = Signal()
    listen_wanted = Signal()
    step_wanted = Signal(int)

    def __init__(self, item_id: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.item_id = item_id
        self.turns: tuple[int, ...] = ()
        self.pending = False
        self.editable = True
        self._lit = False
        self._marked = False
        self._audible = False
        self._edge = ""
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(10, 3, 6, 3)
        self.row.setSpacing(6)
        self.side = QLabel(self)
        self.side.setProperty("kind", "small")
        self.side.setContentsMargins(0, 2, 0, 0)
        self.accept_button = IconButton("check", self.tr("Accept"), "accent", self)
        self.remove_button = IconButton("x", self.tr("Reject"), "muted", self)
        self.listen_button = IconButton("play", self.tr("Listen to what was said"), "accent", self)
        self.listen_button.clicked.connect(self.listen_wanted)
        self.accept_button.clicked.connect(self.accept_wanted)
        self.remove_button.clicked.connect(self.remove_wanted)
        theme().changed.connect(self.update)

    def finish_layout(self, align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignTop) -> None:
        """The end of the row, the same for all."""
        for widget in (self.listen_button, self.side, self.accept_button, self.remove_button):
            self.row.addWidget(widget, 0, align)
        for button in (self.listen_button, self.accept_button, self.remove_button):
            policy = button.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            button.setSizePolicy(policy)

    def set_decision(self, pending: bool, editable: bool) -> None:
        """Show whether it is proposed, and what can be done."""
        self.pending, self.editable = pending, editable
        self._show_buttons()
        self.update()

    def set_audible(self, on: bool) -> None:
        """Whether what proves it can be listened to."""
        if on != self._audible:
            self._audible = on
            self._show_buttons()

    def mark(self, on: bool) -> None:
        """Light up because its evidence is looked at."""
        if on != self._marked:
            self._marked = on
            self.update()

    def _show_buttons(self) -> None:
        here = self._lit or self.hasFocus()
        self.listen_button.setVisible(self._audible and here)
        self.accept_button.setVisible(self.editable and self.pending)
        self.remove_button.setVisible(self.editable and (self.pending or here))
        self.remove_button.setToolTip(self.tr("Reject") if self.pending else self.tr("Delete"))
        self.remove_button.setAccessibleName(self.remove_button.toolTip())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Proposals stand on a tint behind a dashed line; the chosen row has an edge."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if self.hasFocus() or self._marked:
            painter.setBrush(theme().color("accent_soft"))
        elif self.pending:
            painter.setBrush(theme().color("consult"))
        elif self._lit:
            painter.setBrush(theme().color("hover"))
        painter.drawRoundedRect(area, 6, 6)
        if self.pending or self._edge:
            style = Qt.PenStyle.DotLine if self.pending else Qt.PenStyle.SolidLine
            painter.setPen(QPen(theme().color("consult_t" if self.pending else self._edge), 2, style))
            painter.drawLine(QRectF(area).topLeft().toPoint() + _INSET, QRectF(area).bottomLeft().toPoint() - _INSET)
        if self.hasFocus():
            painter.setPen(QPen(theme().color("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area, 6, 6)
        painter.end()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter accepts or opens; the arrows walk."""
        key = event.key()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2} and self.editable:
            accepts = self.pending and key != Qt.Key.Key_F2
            (self.accept_wanted if accepts else self.open_wanted).emit()
        elif key in {Qt.Key.Key_Up, Qt.Key.Key_Down}:
            self.step_wanted.emit(-1 if key == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click edits."""
        if self.editable:
            self.open_wanted.emit()
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Its evidence lights up."""
        super().focusInEvent(event)
        self._choose(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Its evidence goes dark."""
        super().focusOutEvent(event)
        self._choose(False)

    def enterEvent(self, event: QEnterEvent) -> None:
        """The mouse shows evidence too."""
        super().enterEvent(event)
        self._lit = True
        self._choose(True)

    def leaveEvent(self, event: QEvent) -> None:
        """The mouse went on."""
        super().leaveEvent(event)
        self._lit = False
        self._choose(False)

    def _choose(self, on: bool) -> None:
        self._show_buttons()
        self.update()
        self.chosen.emit(on)


class SentenceRow(NoteRow):
    """A sentence, read or typed.

    Attributes:
        typed: its text while it is typed.
        done: typing ended; True if the next sentence is wanted.
        back: it was emptied by Backspace.
    """

    typed = Signal(str)
    done = Signal(bool)
    back = Signal()

    def __init__(self, line: Line, parent: QWidget | None = None) -> None:
        super().__init__(line.id, parent)
        self.line = line
        self.edit: SentenceEdit | None = None
        self.whose = OriginMark(self)
        self.row.insertWidget(0, self.whose, 0, Qt.AlignmentFlag.AlignTop)
        self.label = QLabel(self)
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.verdict = Chip(Look("warning", "", "warn_t", "warn"), self)
        self.verdict.hide()
        self.row.addWidget(self.label, 1)
        self.row.addWidget(self.verdict, 0, Qt.AlignmentFlag.AlignTop)
        self.finish_layout()

    def show_line(self, line: Line, editable: bool, finding: Finding | None) -> None:
        """Show the sentence as it is now."""
        self.line, self.turns = line, line.turns
        self.set_decision(line.pending, editable)
        self.label.setText(line.text)
        self.side.setText(self._side_text())
        self._edge = "" if line.origin == "human" else "consult_t"
        self.whose.show_origin(line.origin)
        if self.edit is not None and self.edit.toPlainText() != line.text:
            self.edit.setPlainText(line.text)
            self.edit.moveCursor(self.edit.textCursor().MoveOperation.End)
        if self.edit is not None and not editable:
            self.stop_editing()
        self.verdict.setVisible(finding is not None)
        if finding is not None:
            self.verdict.set_look(Look("warning", finding_word(finding.kind), "warn_t", "warn"))
            self.verdict.setToolTip(finding_text(finding))
        self.setAccessibleName(self._spoken(finding))

    def _side_text(self) -> str:
        words = {"draft": self.tr("Drafted"), "edited": self.tr("Edited draft"), "human": self.tr("Typed")}
        parts = [self.tr("Draft") if self.line.pending else words[self.line.origin]]
        if self.line.start is not None:
            parts.append(time_text(self.line.start))
        return " · ".join(part for part in parts if part)

    def _spoken(self, finding: Finding | None) -> str:
        parts = [section_text(self.line.section), self.line.text, self._side_text()]
        if finding is not None:
            parts.append(finding_text(finding))
        return ", ".join(part for part in parts if part)

    def start_editing(self) -> None:
        """Type in it."""
        if self.edit is not None or not self.editable:
            return
        self.edit = SentenceEdit(self.line.text, self.tr("Sentence, {0}").format(section_text(self.line.section)), self)
        self.edit.setPlaceholderText(self.tr("Type a sentence; Enter for the next one"))
        self.edit.textChanged.connect(lambda: self.typed.emit(self.edit.toPlainText()) if self.edit else None)
        self.edit.next_wanted.connect(lambda: self._finish(True))
        self.edit.left.connect(lambda: self._finish(False))
        self.edit.back_wanted.connect(self.back)
        self.row.insertWidget(self.row.indexOf(self.label), self.edit, 1)
        self.label.hide()
        # A layout shows new children later, and what is hidden can't take the keyboard.
        self.edit.show()
        self.setFocusProxy(self.edit)
        self.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _finish(self, wants_next: bool) -> None:
        if self.edit is None:
            return
        had_keyboard = self.edit.hasFocus()
        self.stop_editing()
        if had_keyboard and not wants_next:
            self.setFocus(Qt.FocusReason.OtherFocusReason)
        self.done.emit(wants_next)

    def stop_editing(self) -> None:
        """Read again."""
        edit, self.edit = self.edit, None
        if edit is None:
            return
        self.setFocusProxy(None)  # type: ignore[arg-type]
        edit.blockSignals(True)
        self.row.removeWidget(edit)
        self.label.show()
        edit.hide()
        edit.deleteLater()


class ProblemRow(NoteRow):
    """A problem with its codes."""

    def __init__(self, line: ProblemLine, parent: QWidget | None = None) -> None:
        super().__init__(line.id, parent)
        self.label = ElidedLabel(parent=self)
        self.label.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.icd = Chip(Look("", "", "booked_t", "booked"), self)
        self.snomed = Chip(Look("", "", "booked_t", "booked"), self)
        self.row.addWidget(self.label, 0)
        self.row.addWidget(self.icd)
        self.row.addWidget(self.snomed)
        self.row.addStretch(1)
        self.finish_layout()

    def show_problem(self, line: ProblemLine, editable: bool) -> None:
        """Show the problem as it is now."""
        problem = line.problem
        self.turns = problem.turns
        self.set_decision(line.pending, editable)
        name = problem.icd10_display or problem.text
        self.label.set_text(name)
        for chip, system, code, display in (
            (self.icd, "ICD-10-CM", problem.icd10, problem.icd10_display),
            (self.snomed, "SNOMED CT", problem.snomed, problem.snomed_display),
        ):
            chip.setVisible(bool(code))
            if code:
                chip.set_look(Look("", code, "booked_t", "booked"))
                about = code_card_text(problem) if chip is self.icd else problem.why
                chip.setToolTip(f"{system} {code}: {display or problem.text}\n{about}".strip())
                chip.setAccessibleDescription(about)
                chip.setAccessibleName(f"{system} {code}")
        sure = self.tr("{0} % sure").format(round(problem.confidence * 100)) if line.pending else ""
        self.side.setText(f"{self.tr('Draft')} · {sure}" if line.pending else "")
        codes = " ".join(code for code in (problem.icd10, problem.snomed) if code)
        self.setAccessibleName(f"{name}, {codes}, {self.side.text()}")


class OrderRow(NoteRow):
    """An order that the doctor decides on.

    Attributes:
        status_chosen: another `OrderStatus`.
    """

    status_chosen = Signal(object)

    def __init__(self, line: OrderLine, parent: QWidget | None = None) -> None:
        super().__init__(line.id, parent)
        self.kind = Chip(Look("", "", "cancel_t", "cancel"), self)
        self.label = QLabel(self)
        self.label.setWordWrap(True)
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.status = MenuButton(self.tr("Order status"), self)
        self.status.chosen.connect(self.status_chosen)
        middle = Qt.AlignmentFlag.AlignVCenter
        self.row.addWidget(self.kind, 0, middle)
        self.row.addWidget(self.label, 1)
        self.row.addWidget(self.status, 0, middle)
        self.finish_layout(middle)
        self.accept_button.setToolTip(self.tr("Confirm"))
        self.accept_button.setAccessibleName(self.tr("Confirm"))

    def show_order(self, line: OrderLine, editable: bool) -> None:
        """Show the order as it is now."""
        order = line.order
        self.turns = order.turns
        self.set_decision(line.pending, editable)
        kind = order_type_text(order.order_type)
        self.kind.set_look(Look("", kind, "cancel_t", "cancel"))
        self.label.setText(order.description)
        self.label.setToolTip(order.reason)
        self.status.set_choices([(one, order_status_text(one)) for one in OrderStatus], order.status)
        self.status.setEnabled(editable)
        self.side.setText(self.tr("to confirm") if line.pending else self.tr("Confirmed"))
        self.setAccessibleName(
            f"{kind}: {order.description}, {order_status_text(order.status)}, {self.side.text()}"
        )  # fmt: skip


_INSET = QPoint(0, 4)
