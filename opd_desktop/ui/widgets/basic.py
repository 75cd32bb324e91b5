"""Labels, buttons, chips, notices, empty states."""

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QFontMetrics, QKeySequence, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QVBoxLayout,
    QWidget,
)

from opd_desktop.ui.theme import Look, theme


def _label(text: str, kind: str, parent: QWidget | None = None) -> QLabel:
    label = QLabel(text, parent)
    label.setProperty("kind", kind)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label


class Heading(QLabel):
    """The title of a panel or a part of a screen."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setProperty("kind", "title")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)


class Caption(QLabel):
    """A small heading in capitals above a group."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text.upper(), parent)
        self.setProperty("kind", "caption")
        self.setTextFormat(Qt.TextFormat.PlainText)


class Muted(QLabel):
    """Secondary text; wraps."""

    def __init__(self, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self.setProperty("kind", "muted")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)


class ElidedLabel(QLabel):
    """One line that ends in an ellipsis where it doesn't fit; the whole text is its tooltip."""

    def __init__(self, text: str = "", kind: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        if kind:
            self.setProperty("kind", kind)
        self.set_text(text)

    def set_text(self, text: str) -> None:
        """Show ``text``."""
        self._whole = text
        self.setAccessibleName(text)
        self._elide()

    def minimumSizeHint(self) -> QSize:
        """Room for an ellipsis."""
        return QSize(self.fontMetrics().horizontalAdvance("…") * 3, super().minimumSizeHint().height())

    def sizeHint(self) -> QSize:
        """Room for the whole text."""
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 2, super().sizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shorten the text to the new width."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, max(self.width(), 1))
        if shown != self.text():
            self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


class Button(QPushButton):
    """A button that shows its key.

    ``kind``: plain, primary (one per screen), danger, quiet, link.
    """

    def __init__(
        self, text: str, kind: str = "plain", *, keys: str = "", icon: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(text, parent)
        self.setProperty("kind", kind)
        self.setAccessibleName(text)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._keys = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText) if keys else ""
        self._kind = kind
        self._action: QAction | None = None
        self._icon_name = icon
        if icon:
            self._tint()
            theme().changed.connect(self._tint)
        if self._keys:
            self.setToolTip(f"{text} ({self._keys})")

    def setText(self, text: str) -> None:
        """Another text, the same shortcut (Qt would drop it for the text's mnemonic)."""
        keys = self.shortcut()
        super().setText(text)
        self.setShortcut(keys)

    @classmethod
    def for_action(cls, action: QAction, kind: str = "plain", *, icon: str = "") -> "Button":
        """A button that triggers an action, enabled and visible as the action is."""
        made = cls(action.text(), kind, keys=action.shortcut().toString(), icon=icon)
        made.clicked.connect(action.trigger)
        made.setEnabled(action.isEnabled())
        made.setVisible(action.isVisible()) if not action.isVisible() else None

        made._action = action
        # A bound method: Qt drops the connection when the button goes before the action does.
        action.changed.connect(made._follow)
        return made

    def _follow(self) -> None:
        if self._action is not None:
            self.setEnabled(self._action.isEnabled())
            if not self._action.isVisible():
                self.hide()

    def _tint(self) -> None:
        token = {"primary": "accent_text", "danger": "danger"}.get(self._kind, "muted")
        self.setIcon(theme().icon(self._icon_name, token))

    def _hint_width(self) -> int:
        if not self._keys:
            return 0
        return self.fontMetrics().horizontalAdvance(self._keys) + 18

    def sizeHint(self) -> QSize:
        """Text, icon and key."""
        hint = super().sizeHint()
        return QSize(hint.width() + self._hint_width(), hint.height())

    def minimumSizeHint(self) -> QSize:
        """Text and icon: where there is little room, the key goes and stays in the tooltip."""
        return super().sizeHint()

    @property
    def shows_key(self) -> bool:
        """Whether there is room for the key."""
        return bool(self._keys) and self.width() >= self.sizeHint().width()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The button as the style draws it; the key in a small frame at the right, the text in what is left."""
        if not self.shows_key:
            super().paintEvent(event)
            return
        self._paint_button()
        token = "accent_text" if self._kind == "primary" and self.isEnabled() else "faint"
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = theme().color(token)
        font = theme().font("small")
        painter.setFont(font)
        width = painter.fontMetrics().horizontalAdvance(self._keys) + 8
        height = painter.fontMetrics().height() + 1
        area = self.rect()
        area.setRect(self.width() - width - 9, (self.height() - height) // 2, width, height)
        colour.setAlphaF(0.45)
        painter.setPen(colour)
        painter.drawRoundedRect(area, 3, 3)
        painter.setPen(theme().color(token))
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self._keys)
        painter.end()

    def _paint_button(self) -> None:
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter = QStylePainter(self)
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        area = self.style().subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self)
        option.rect = area.adjusted(0, 0, -self._hint_width(), 0)  # type: ignore[attr-defined]
        painter.drawControl(QStyle.ControlElement.CE_PushButtonLabel, option)
        painter.end()


class MenuButton(QPushButton):
    """``City clinic ▾``: a choice from a menu.

    Attributes:
        chosen: the key of what was chosen.
    """

    chosen = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._menu = QMenu(self)
        self._group = QActionGroup(self)
        self.setProperty("kind", "quiet")
        self.setMenu(self._menu)
        self.setAccessibleName(name)
        self._group.triggered.connect(lambda action: self._choose(action))

    def set_choices(self, choices: Iterable[tuple[object, str]], current: object) -> None:
        """Offer ``(key, text)`` and show the current one."""
        self._menu.clear()
        for action in self._group.actions():
            self._group.removeAction(action)
        for key, text in choices:
            action = self._menu.addAction(text)
            action.setCheckable(True)
            action.setData(key)
            self._group.addAction(action)
            if key == current:
                action.setChecked(True)
                self._show(text)

    def _choose(self, action: QAction) -> None:
        self._show(action.text())
        self.chosen.emit(action.data())

    def _show(self, text: str) -> None:
        self.setText(f"{text} ▾")
        self.setAccessibleName(f"{self._name}: {text}")


class Segmented(QWidget):
    """A row of buttons of which one is chosen.

    Attributes:
        changed: the key of the chosen one.
    """

    changed = Signal(str)

    def __init__(self, options: Sequence[tuple[str, str]], name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self._buttons: dict[str, QPushButton] = {}
        for key, text in options:
            button = QPushButton(text, self)
            button.setCheckable(True)
            button.setAutoExclusive(True)
            button.setProperty("kind", "segment")
            button.setAccessibleName(f"{name}: {text}")
            button.clicked.connect(lambda _checked=False, key=key: self.changed.emit(key))
            row.addWidget(button)
            self._buttons[key] = button
        row.addStretch()
        if options:
            self.set_current(options[0][0])

    def set_current(self, key: str) -> None:
        """Choose without telling."""
        self._buttons[key].setChecked(True)

    def current(self) -> str:
        """The chosen key."""
        return next((key for key, button in self._buttons.items() if button.isChecked()), "")


class Chip(QWidget):
    """A state: icon, word and tint."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_look(look)
        theme().changed.connect(self.update)

    def set_look(self, look: Look) -> None:
        """Show another state."""
        self._look = look
        self.setAccessibleName(look.word)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Icon, word, and some air."""
        return QSize(chip_width(self._look), QFontMetrics(theme().font("small")).height() + 6)

    def minimumSizeHint(self) -> QSize:
        """A chip is never cut."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The tint, the icon, the word."""
        del event
        painter = QPainter(self)
        paint_chip(painter, self.rect().x(), self.rect().y(), self._look)
        painter.end()


def chip_width(look: Look) -> int:
    """The width of a chip in pixels."""
    metrics = QFontMetrics(theme().font("small"))
    return metrics.horizontalAdvance(look.word) + (metrics.ascent() + 4 if look.icon else 0) + 14


def paint_chip(painter: QPainter, x: int, y: int, look: Look) -> int:
    """Paint a chip with its top left at ``(x, y)``; returns its width in pixels. For delegates."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(theme().font("small"))
    metrics = painter.fontMetrics()
    size = metrics.ascent()
    icon = size + 4 if look.icon else 0
    width = chip_width(look)
    height = metrics.height() + 6
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme().color(look.bg))
    painter.drawRoundedRect(x, y, width, height, 4, 4)
    if look.icon:
        painter.drawPixmap(x + 6, y + (height - size) // 2, theme().pixmap(look.icon, look.fg, size))
    painter.setPen(theme().color(look.fg))
    painter.drawText(
        x + 7 + icon, y, width, height, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, look.word
    )
    painter.restore()
    return width


class Card(QFrame):
    """A surface with a fine edge; ``body`` is its layout."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(14, 12, 14, 12)
        self.body.setSpacing(6)


class Notice(QFrame):
    """A tinted line that warns or informs, with at most one thing to do about it."""

    _TINTS = {"warn": "warn", "danger": "noshow", "info": "booked", "good": "checked"}

    def __init__(
        self,
        kind: str = "warn",
        text: str = "",
        action_text: str = "",
        run: Callable[[], None] | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._kind = kind
        self._text = QLabel(text, self)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 8, 10, 8)
        row.addWidget(self._text, 1)
        self.setAccessibleName(text)
        if action_text and run:
            button = Button(action_text, "link", parent=self)
            button.clicked.connect(lambda _checked=False: run())
            row.addWidget(button)
        self._paint_tint()
        theme().changed.connect(self._paint_tint)

    def set_text(self, text: str, kind: str | None = None) -> None:
        """Show another text; an empty one hides the notice."""
        if kind:
            self._kind = kind
            self._paint_tint()
        self._text.setText(text)
        self.setAccessibleName(text)
        self.setVisible(bool(text))

    def text(self) -> str:
        """What it says."""
        return self._text.text()

    def _paint_tint(self) -> None:
        tint = self._TINTS[self._kind]
        tokens = theme().tokens
        self.setStyleSheet(
            f"Notice {{ background: {tokens[tint]}; border-radius: 6px; }} QLabel {{ color: {tokens[tint + '_t']}; }}"
        )


class EmptyState(QWidget):
    """Nothing to show: says why, and what to do next."""

    def __init__(
        self,
        title: str = "",
        hint: str = "",
        action: QAction | None = None,
        icon: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        column.addStretch(2)
        self._icon = QLabel(self)
        self._icon_name = icon
        self._icon.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._icon.setVisible(bool(icon))
        self._title = _label(title, "strong", self)
        self._hint = _label(hint, "muted", self)
        for label in (self._icon, self._title, self._hint):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            column.addWidget(label)
        if action is not None:
            row = QHBoxLayout()
            row.addStretch()
            row.addWidget(Button.for_action(action, "primary"))
            row.addStretch()
            column.addLayout(row)
        column.addStretch(3)
        self._tint()
        theme().changed.connect(self._tint)

    def set_text(self, title: str, hint: str = "") -> None:
        """Say something else."""
        self._title.setText(title)
        self._hint.setText(hint)
        self.setAccessibleName(f"{title}. {hint}")

    def title(self) -> str:
        """What it says first."""
        return self._title.text()

    def _tint(self) -> None:
        if self._icon_name:
            self._icon.setPixmap(theme().pixmap(self._icon_name, "faint", 36))
