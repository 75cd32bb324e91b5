"""What every line of the note can do: be chosen, accepted, removed and listened to, by keys and by mouse."""

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QEnterEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from opd_desktop.ui.theme import theme

_INSET = QPoint(0, 4)


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
        for button in (self.accept_button, self.remove_button):
            _keep_place(button, True)

    def set_decision(self, pending: bool, editable: bool) -> None:
        """Show whether it is proposed, and what can be done."""
        self.pending, self.editable = pending, editable
        self._show_buttons()
        self.update()

    def set_audible(self, on: bool) -> None:
        """Whether what proves it can be listened to."""
        if on != self._audible:
            self._audible = on
            # A visit without sound gives the place to the text.
            _keep_place(self.listen_button, on)
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


def _keep_place(button: QPushButton, on: bool) -> None:
    """Whether a button that is hidden leaves its place empty."""
    policy = button.sizePolicy()
    policy.setRetainSizeWhenHidden(on)
    button.setSizePolicy(policy)
