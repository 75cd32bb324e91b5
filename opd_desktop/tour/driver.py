"""A person at the windows: keys to where the keyboard is, eyes that wait for what shall appear."""

import logging
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEventLoop, QPoint, Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget

from opd_desktop.ui.frame import Frame

Found = TypeVar("Found")
_LOOK_MS = 20
PATIENCE_S = 20.0
NONE, CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


class StepFailed(Exception):
    """A step of the tour did not hold."""


def pause(milliseconds: int) -> None:
    """Let everything else go on; unlike ``QTest.qWait`` this lets Python threads run too."""
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


def wait(what: str, condition: Callable[[], Found], patience: float = PATIENCE_S) -> Found:
    """Wait until ``condition`` gives something, and return it.

    Raises:
        StepFailed: it did not within ``patience`` seconds.
    """
    until = time.monotonic() + patience
    while time.monotonic() < until:
        if found := condition():
            return found
        pause(_LOOK_MS)
    raise StepFailed(f"waited {patience:g} s for: {what}")


def check(what: str, holds: object) -> str:
    """Assert something; returns it for the protocol.

    Raises:
        StepFailed: it doesn't hold.
    """
    if not holds:
        raise StepFailed(f"does not hold: {what}")
    return what


class Hands:
    """Keys and clicks in one window, and pictures of it."""

    def __init__(self, window: QWidget, out: Path) -> None:
        self.window = window
        self._out = out

    def front(self) -> None:
        """Bring the window to the front: keys go to it from now on."""
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
        wait("the window is active", self.window.isActiveWindow)

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Press a key where the keyboard is."""
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifiers)
        QCoreApplication.processEvents()

    def type(self, text: str) -> None:
        """Type a text where the keyboard is."""
        target = QApplication.focusWidget()
        if target is None:
            raise StepFailed(f"nothing takes what is typed: {text}")
        QTest.keyClicks(target, text)
        QCoreApplication.processEvents()

    def click(self, widget: QWidget, place: QPoint | None = None) -> None:
        """Click into a widget."""
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, NONE, place or widget.rect().center())
        QCoreApplication.processEvents()

    def choose_file(self, path: Path, key: Qt.Key, modifiers: Qt.KeyboardModifier) -> None:
        """Press the key that opens a file dialog, type the path, press Enter."""
        timer = QTimer()
        timer.setInterval(100)

        def answer() -> None:
            dialog = QApplication.activeModalWidget()
            if isinstance(dialog, QFileDialog):
                name = dialog.findChild(QLineEdit, "fileNameEdit")
                if name is None:
                    dialog.reject()
                    return
                # On a busy machine the folder is still being read, and the list of names takes the first Enter.
                if name.text() != str(path):
                    name.clear()
                    QTest.keyClicks(name, str(path))
                QTest.keyClick(name, Qt.Key.Key_Return)

        timer.timeout.connect(answer)
        timer.start()
        self.key(key, modifiers)
        timer.stop()

    def picture(self, name: str) -> None:
        """Save what the window shows."""
        pause(60)
        self.window.grab().save(str(self._out / f"{name}.png"))


class Seat(Hands):
    """Hands at a signed-in window."""

    def __init__(self, frame: Frame, out: Path) -> None:
        super().__init__(frame, out)
        self.frame = frame
        self.desk = frame.desk

    def settle(self) -> None:
        """Wait until nothing is under way."""
        wait("nothing is under way", lambda: self.desk.tasks.idle)

    def go(self, screen_id: str) -> None:
        """To a screen, by its key."""
        places = list(self.frame.places)
        self.key(Qt.Key(Qt.Key.Key_1 + places.index(screen_id)), ALT)
        wait(f"the screen {screen_id}", lambda: self.frame.current().screen_id == screen_id)
        self.settle()

    def toast(self, part: str) -> str:
        """Wait for a notice that holds ``part``; returns it."""
        return wait(
            f"a notice with “{part}”",
            lambda: self.frame.toast.text() if self.frame.toast.isVisible() and part in self.frame.toast.text() else "",
        )


class Complaints(logging.Handler):
    """Warnings and errors logged meanwhile (Qt's messages included); any of them fails the tour."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        """Keep the line."""
        trace = f": {record.exc_info[1]!r}" if record.exc_info else ""
        self.lines.append(f"{record.name}: {record.getMessage()}{trace}")


def not_of_the_platform(record: logging.LogRecord) -> bool:
    """Whether a line is more than what the offscreen platform says of size hints and of raising windows."""
    return "This plugin does not support" not in record.getMessage()
