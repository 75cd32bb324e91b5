"""The window of a signed-in person: rail, top bar, screen, status bar, palette, toasts, banner."""

import logging
from collections.abc import Callable

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QMessageBox,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from opd_desktop.domain.errors import ServiceUnavailable, UserError
from opd_desktop.services.dto.attention import Attention
from opd_desktop.services.dto.common import UndoDto
from opd_desktop.ui.attention import AttentionFeed
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.keysheet import KeySheet, keys_text
from opd_desktop.ui.palette import CommandPalette, Entry
from opd_desktop.ui.rail import RailButton, logo_pixmap
from opd_desktop.ui.screen import Screen
from opd_desktop.ui.screens import Place, first_place, places_of
from opd_desktop.ui.status_bar import StatusBar
from opd_desktop.ui.theme import theme
from opd_desktop.ui.toast import Toast
from opd_desktop.ui.widgets import Button, MenuButton, Notice
from opd_desktop.ui.words import error_text

log = logging.getLogger(__name__)


class Frame(QMainWindow):
    """One window.

    Attributes:
        signed_out: the person wants to leave; the application shows the sign-in again.
    """

    signed_out = Signal()

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._places = {place.screen_id: place for place in places_of(desk.actor)}
        self._screens: dict[str, Screen] = {}
        self._buttons: dict[str, RailButton] = {}
        self._stack = QStackedWidget(self)
        self._bar = _TopBar(desk, self)
        self._banner = Notice("danger", "", self.tr("Try again"), self._retry, self)
        self._banner.hide()
        self._status = StatusBar(desk, self)
        self._lay_out()
        self._attention = AttentionFeed(desk, self)
        self._attention.counted.connect(self._status.show_attention)
        self._attention.counted.connect(self._show_badges)
        self._toast = Toast(self.centralWidget())
        self._toast.undo_wanted.connect(desk.undo)
        self._palette = CommandPalette(desk, self.centralWidget())
        self._bar.find.clicked.connect(self.open_palette)
        self._actions = self._make_actions()
        desk.show_on(self)
        desk.requested.connect(self.go)
        desk.online_changed.connect(self._on_online)
        self.setWindowTitle(self.tr("OPD Desk — {0}").format(desk.facility.name))
        desk.facility_changed.connect(lambda: self.setWindowTitle(self.tr("OPD Desk — {0}").format(desk.facility.name)))
        self.setMinimumSize(900, 560)
        self.resize(1440, 900)
        self.go(first_place(desk.actor))

    # Building

    def _lay_out(self) -> None:
        whole = QWidget(self)
        whole.setProperty("kind", "window")
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self._bar)
        right.addWidget(self._banner)
        right.addWidget(self._stack, 1)
        right.addWidget(self._status)
        row = QHBoxLayout(whole)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._make_rail())
        row.addLayout(right, 1)
        self.setCentralWidget(whole)

    def _make_rail(self) -> QFrame:
        rail = QFrame(self)
        rail.setProperty("kind", "rail")
        rail.setAccessibleName(self.tr("Screens"))
        column = QVBoxLayout(rail)
        column.setContentsMargins(6, 10, 6, 10)
        column.setSpacing(4)
        logo = QLabel(rail)
        logo.setPixmap(logo_pixmap())
        logo.setAlignment(Qt.AlignmentFlag.AlignCenter)
        logo.setAccessibleName("OPD Desk")
        column.addWidget(logo)
        column.addSpacing(6)
        for number, place in enumerate(self._places.values(), start=1):
            button = RailButton(place, number, rail)
            button.clicked.connect(lambda _checked=False, key=place.screen_id: self.go(key))
            self._buttons[place.screen_id] = button
            column.addWidget(button)
        column.addStretch()
        return rail

    def _make_actions(self) -> list[QAction]:
        made = [
            self._action(self.tr("Find anything"), ("Ctrl+K", "Ctrl+F"), self.open_palette),
            self._action(self.tr("Undo the last change"), ("Ctrl+Z",), self._undo),
            self._action(self.tr("Keys of this screen"), ("F1",), self.show_keys),
            self._action(self.tr("Reload"), ("Ctrl+L",), self._reload),
            self._action(self.tr("Light look"), (), lambda: self.set_look("light")),
            self._action(self.tr("Dark look"), ("Ctrl+Shift+D",), self._toggle_dark),
            self._action(self.tr("High-contrast look"), (), lambda: self.set_look("high-contrast")),
            self._action(self.tr("Sign out"), ("Ctrl+Shift+Q",), self.signed_out.emit),
        ]
        for number, place in enumerate(self._places.values(), start=1):
            go = self._action(place.title, (f"Alt+{number}",), lambda key=place.screen_id: self.go(key))
            go.setObjectName(f"go.{place.screen_id}")
        return made

    def _action(self, text: str, keys: tuple[str, ...], run: Callable[[], object]) -> QAction:
        action = QAction(text, self)
        action.setShortcuts([QKeySequence(one) for one in keys])
        action.triggered.connect(lambda _checked=False: run())
        self.addAction(action)
        return action

    def _show_badges(self, found: Attention) -> None:
        for key, count in (("queue", found.waiting), ("messages", found.messages), ("tickets", found.tickets)):
            if key in self._buttons:
                self._buttons[key].set_badge(count)

    # Going about

    def go(self, screen_id: str, argument: object = None) -> None:
        """Show a screen; one that this person may not use is refused with a toast."""
        place = self._places.get(screen_id)
        if place is None:
            self.show_toast(self.tr("Your role has no such screen."), None)
            return
        screen = self._screens.get(screen_id)
        if screen is None:
            screen = self._add_screen(place)
        self._stack.setCurrentWidget(screen)
        self._bar.show_header(screen)
        for key, button in self._buttons.items():
            button.setChecked(key == screen_id)
        if argument is not None:
            screen.open(argument)
        if screen.panel is None:
            screen.focus_body()

    def _add_screen(self, place: Place) -> Screen:
        screen = place.make(self.desk)
        self._screens[place.screen_id] = screen
        self._stack.addWidget(screen)
        screen.title_changed.connect(lambda _text: self._retitle(screen))
        return screen

    def _retitle(self, screen: Screen) -> None:
        if self._stack.currentWidget() is screen:
            self._bar.title.setText(screen.current_title())

    @property
    def visited(self) -> frozenset[str]:
        """The screens that have been built."""
        return frozenset(self._screens)

    def screen(self, screen_id: str) -> Screen:
        """A screen that has been visited."""
        return self._screens[screen_id]

    def current(self) -> Screen:
        """The screen shown."""
        widget = self._stack.currentWidget()
        if not isinstance(widget, Screen):
            raise TypeError("no screen yet")
        return widget

    @property
    def places(self) -> tuple[str, ...]:
        """The screens of the rail, in order."""
        return tuple(self._places)

    @property
    def toast(self) -> Toast:
        """The notice at the bottom."""
        return self._toast

    @property
    def palette_box(self) -> CommandPalette:
        """The command palette."""
        return self._palette

    @property
    def banner(self) -> Notice:
        """The line under the top bar that stays while something is wrong."""
        return self._banner

    def open_palette(self) -> None:
        """Any action, patient or screen."""
        screen = self.current()
        mine = [action for action in screen.actions() if action.isEnabled() and action.text()]
        entries = [
            *(Entry(action.text(), keys_text(action), screen.icon_name, action.trigger) for action in mine),
            *(
                Entry(place.title, f"Alt+{number}", place.screen_id, lambda key=place.screen_id: self.go(key))
                for number, place in enumerate(self._places.values(), start=1)
            ),
            *(Entry(action.text(), keys_text(action), "info", action.trigger) for action in self._actions[1:]),
        ]
        self._palette.open(entries)

    def show_keys(self) -> None:
        """The sheet of keys."""
        groups = [
            (self.current().title(), self.current().actions()),
            (self.tr("Everywhere"), self._actions),
            (self.tr("Screens"), [one for one in self.actions() if one.objectName().startswith("go.")]),
        ]
        sheet = KeySheet(groups, self)
        sheet.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        sheet.open()

    def set_look(self, name: str) -> None:
        """Light, dark or high contrast."""
        theme().set_look(name)

    def _toggle_dark(self) -> None:
        self.set_look("light" if theme().name == "dark" else "dark")

    def _reload(self) -> None:
        self.current().refresh()

    def _undo(self) -> None:
        offer = self._toast.offer()
        if offer is not None:
            self._toast.undo_button().click()
        else:
            self.desk.undo_last()

    # Telling

    def show_toast(self, text: str, undo: UndoDto | None) -> None:
        """See `Desk.toast`."""
        self._toast.say(text, undo)

    def show_failure(self, error: BaseException) -> None:
        """A person's mistake is a toast, a service that is down a banner, a bug a dialog and a log entry."""
        if isinstance(error, UserError):
            self.show_toast(error_text(error), None)
        elif isinstance(error, ServiceUnavailable):
            self._banner.set_text(error_text(error), "danger")
        else:
            log.error("unexpected error in the desk", exc_info=error)
            box = QMessageBox(self)
            box.setIcon(QMessageBox.Icon.Warning)
            box.setWindowTitle(self.tr("Something went wrong"))
            box.setText(error_text(error))
            box.setInformativeText(self.tr("The details are in the log file of this computer."))
            box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            box.open()

    def _retry(self) -> None:
        self._banner.hide()
        self._reload()

    def _on_online(self, online: bool) -> None:
        if online:
            self._banner.hide()
        else:
            self._banner.set_text(
                self.tr("The database doesn't answer. What you type is kept; the desk connects again by itself."),
                "danger",
            )

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The palette goes; it is placed anew when it opens."""
        super().resizeEvent(event)
        if hasattr(self, "_palette"):
            self._palette.close_palette()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Close panels first, so that holds are given back and drafts kept."""
        for screen in self._screens.values():
            screen.close_panel()
        super().closeEvent(event)


class _TopBar(QFrame):
    """Title, the screen's own header, the facility, and the box that opens the palette."""

    def __init__(self, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("kind", "topbar")
        self.setMinimumHeight(48)
        self._shown: QWidget | None = None
        self.title = QLabel(self)
        self.title.setProperty("kind", "title")
        self.title.setTextFormat(Qt.TextFormat.PlainText)
        self.find = Button(self.tr("Find patient, action"), "quiet", keys="Ctrl+K", icon="search", parent=self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 6, 16, 6)
        self._row.setSpacing(10)
        self._row.addWidget(self.title)
        self._row.addStretch()
        if len(desk.facilities) > 1:
            self._facility = MenuButton(self.tr("Facility"), self)
            self._facility.set_choices([(one.id, one.name) for one in desk.facilities], desk.facility.id)
            self._facility.chosen.connect(
                lambda chosen: desk.choose_facility(next(one for one in desk.facilities if one.id == chosen))
            )
            self._row.addWidget(self._facility)
        self._row.addWidget(self.find)

    def show_header(self, screen: Screen) -> None:
        """Swap in a screen's header."""
        if self._shown is not None:
            self._row.removeWidget(self._shown)
            self._shown.hide()
        self.title.setText(screen.current_title())
        self._shown = screen.header_widget
        self._row.insertWidget(1, self._shown, 10)
        self._shown.show()
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the search says less."""
        super().resizeEvent(event)
        self.fit()

    def event(self, event: QEvent) -> bool:
        """A longer title, or another button in the screen's header, leaves less room for the search."""
        if event.type() == QEvent.Type.LayoutRequest:
            self.fit()
        return super().event(event)

    def fit(self) -> None:
        """Let the search say all that it has room for: all, one word, or its icon; its name is said in any case."""
        others = [one for number in range(self._row.count()) if (one := self._row.itemAt(number).widget()) is not None]
        shown = [one for one in others if one is not self.find and not one.isHidden()]
        margins = self._row.contentsMargins()
        taken = sum(max(one.minimumSizeHint().width(), one.minimumWidth()) for one in shown)
        room = self.width() - margins.left() - margins.right() - taken - self._row.spacing() * (len(shown) + 1)
        letters, shown_text = self.find.fontMetrics(), self.find.text()
        around = self.find.sizeHint().width() - letters.horizontalAdvance(shown_text)
        texts = (self.tr("Find patient, action"), self.tr("Find"), "")
        text = next((one for one in texts if around + letters.horizontalAdvance(one) <= room), "")
        # Another text asks for a layout, which comes here again: only a text that is new may be set.
        if text != shown_text:
            self.find.setText(text)
