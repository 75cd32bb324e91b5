"""Where the keyboard goes by itself: to the first proposal of a draft, and back to the note when what had it goes."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

if TYPE_CHECKING:
    from opd_desktop.ui.encounter.view import EncounterScreen

_TYPING = (QLineEdit, QTextEdit, QPlainTextEdit)


class Keyboard(QObject):
    """Keeps the keyboard inside the encounter, where its keys are heard, and never takes it from who is typing."""

    def __init__(self, screen: "EncounterScreen") -> None:
        super().__init__(screen)
        self._screen = screen
        self._back = QTimer(self)
        self._back.setSingleShot(True)
        self._back.setInterval(0)
        self._back.timeout.connect(self._come_back)
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._moved)

    def to_draft(self) -> None:
        """A draft came: decide on its first sentence, unless something is being typed."""
        now = QApplication.focusWidget()
        if self._screen.isVisible() and not isinstance(now, _TYPING):
            self._screen.pane.note.focus_first()

    def _moved(self, before: QWidget | None, now: QWidget | None) -> None:
        """A button that goes when it was used leaves the keyboard to whatever is next in the window."""
        if before is None or before.isVisible() or not self._screen.isVisible():
            return
        if self._inside(before) and not (now is not None and self._screen.isAncestorOf(now)):
            self._back.start()

    def _inside(self, widget: QWidget) -> bool:
        return self._screen.isAncestorOf(widget) or self._screen.header_widget.isAncestorOf(widget)

    def _come_back(self) -> None:
        now = QApplication.focusWidget()
        if isinstance(now, _TYPING) or QApplication.activeModalWidget() is not None or not self._screen.isVisible():
            return
        if now is None or not self._screen.isAncestorOf(now):
            self._screen.focus_body()

    def escape(self) -> bool:
        """Esc takes back a question or a notice, the nearest first; whether there was one."""
        presenter = self._screen.presenter
        state = presenter.state
        if state.confirm or state.restored is not None or state.learned:
            presenter.moves.dismiss()
        elif presenter.scribe.state.phase == "consent":
            presenter.scribe.cancel()
        else:
            return False
        self._screen.focus_body()
        return True
