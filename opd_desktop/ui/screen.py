"""Base of the screens: title and header for the top bar, a body, a detail panel, actions with keys and help."""

from collections.abc import Callable, Sequence
from typing import ClassVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from opd_desktop.domain.permissions import Permission
from opd_desktop.ui.changes import Happened
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.widgets.panel import Panel


class Screen(QWidget):
    """One place of the rail.

    Attributes:
        screen_id: name used for navigation.
        watches: prefixes of event names that make the screen reload.
        title_changed: the text in the top bar.
    """

    screen_id: ClassVar[str] = ""
    icon_name: ClassVar[str] = "info"
    needs: ClassVar[Permission | None] = None
    watches: ClassVar[tuple[str, ...]] = ()

    title_changed = Signal(str)

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.setProperty("kind", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.header_widget = QWidget(self)
        self.header_widget.hide()
        self.header = QHBoxLayout(self.header_widget)
        self.header.setContentsMargins(0, 0, 0, 0)
        self.header.setSpacing(8)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._panel: Panel | None = None
        self._stale = True
        self._news: set[int] | None = None
        self._title = ""
        self._reload = QTimer(self)
        self._reload.setSingleShot(True)
        self._reload.timeout.connect(self._refresh_if_shown)
        desk.changed.connect(self._on_changed)
        desk.facility_changed.connect(self._schedule_reload)
        desk.online_changed.connect(self._on_online)

    def title(self) -> str:
        """The screen's name, for the top bar and the rail."""
        return self.screen_id

    def current_title(self) -> str:
        """What the top bar shows now."""
        return self._title or self.title()

    def set_title(self, text: str) -> None:
        """Show ``text`` in the top bar instead of the screen's name."""
        if text != self._title:
            self._title = text
            self.title_changed.emit(text)

    def set_body(self, widget: QWidget) -> None:
        """The screen itself, left of the panel."""
        self._row.insertWidget(0, widget, 1)

    @property
    def panel(self) -> Panel | None:
        """The open detail panel."""
        return self._panel

    def show_panel(self, panel: Panel) -> None:
        """Open a detail panel; it replaces the one that is open."""
        self.close_panel()
        self._panel = panel
        panel.closed.connect(self.close_panel)
        self._row.addWidget(panel)
        panel.show()

    def close_panel(self) -> None:
        """Close the detail panel and give the keyboard back to the body."""
        panel, self._panel = self._panel, None
        if panel is None:
            return
        panel.on_close()
        self._row.removeWidget(panel)
        panel.hide()
        panel.deleteLater()
        self.focus_body()

    def focus_body(self) -> None:
        """Put the keyboard where work goes on."""
        first = self._row.itemAt(0)
        widget = first.widget() if first else None
        if widget is not None and widget is not self._panel:
            (widget.focusProxy() or widget).setFocus(Qt.FocusReason.OtherFocusReason)

    def act(
        self,
        action_id: str,
        text: str,
        run: Callable[[], None],
        *,
        keys: str | Sequence[str] = (),
        icon: str = "",
        needs: Permission | None = None,
        help: str = "",  # noqa: A002 (the word that all call sites read)
    ) -> QAction:
        """Register an action once: shortcut, palette entry and line of the key sheet.

        An action whose right the person lacks is not registered with keys and stays disabled.
        """
        action = QAction(text, self)
        action.setObjectName(action_id)
        action.setWhatsThis(help)
        if icon:
            action.setIcon(self.desk.theme.icon(icon))
        action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        action.triggered.connect(lambda _checked=False: run())
        if self.desk.actor.may(needs):
            action.setShortcuts([QKeySequence(one) for one in ((keys,) if isinstance(keys, str) else keys)])
        else:
            action.setEnabled(False)
            action.setVisible(False)
        self.addAction(action)
        return action

    def refresh(self) -> None:
        """Load again what is shown."""

    def open(self, argument: object) -> None:
        """Navigation with an argument, for example an encounter's id."""

    def take_news(self) -> tuple[int, ...] | None:
        """Numbers of the watched events since this was last asked; None means "load everything"."""
        news, self._news = self._news, set()
        return None if news is None else tuple(sorted(news))

    def _on_changed(self, happened: Happened) -> None:
        if not happened:
            self._schedule_reload()
        elif any(name.startswith(self.watches) for name in happened):
            if self._news is not None:
                self._news.update(happened.events)
            self._stale = True
            self._reload.start(0)

    def _on_online(self, online: bool) -> None:
        if online:
            self._schedule_reload()

    def _schedule_reload(self) -> None:
        self._news = None
        self._stale = True
        self._reload.start(0)

    def _refresh_if_shown(self) -> None:
        if self._stale and self.isVisible():
            self._stale = False
            self.refresh()

    def showEvent(self, event: QShowEvent) -> None:
        """Reload what went stale while another screen was shown."""
        super().showEvent(event)
        if self._stale:
            self._reload.start(0)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the panel."""
        if event.key() == Qt.Key.Key_Escape and self._panel is not None:
            self.close_panel()
            event.accept()
            return
        super().keyPressEvent(event)
