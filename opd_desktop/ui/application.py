"""The desk as a program: one QApplication, sign-in, the window, the background worker, the log file."""

import logging
import logging.handlers
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMessageLogContext, QObject, Qt, QTimer, QtMsgType, Signal, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from opd_desktop import __version__
from opd_desktop.settings import Settings
from opd_desktop.ui.background import WorkerProcess
from opd_desktop.ui.collecting import spare_collections
from opd_desktop.ui.i18n import install_translator
from opd_desktop.ui.preferences import Preferences
from opd_desktop.ui.signin import SignIn
from opd_desktop.ui.tasks import TaskRunner
from opd_desktop.ui.theme import theme

if TYPE_CHECKING:
    from opd_desktop.services.actor import Actor
    from opd_desktop.ui.desk import Desk
    from opd_desktop.ui.entering import Connect, SignedIn
    from opd_desktop.ui.frame import Frame

log = logging.getLogger(__name__)


def run_desk(settings: Settings, connect: "Connect", login: str | None = None, password: str | None = None) -> int:
    """Run the desk until its last window closes; returns the exit code.

    Args:
        connect: signs in (the composition root's).
        login, password: sign in at once, as the demo does.
    """
    application = make_application()
    log_to_file(settings.data_dir)
    desk = Application(settings, connect)
    desk.opened.connect(spare_collections, Qt.ConnectionType.SingleShotConnection)
    desk.start(login, password)
    application.aboutToQuit.connect(desk.close)
    return application.exec()


def make_application() -> QApplication:
    """The QApplication with our name; the one that exists, if any."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
    application = QApplication(sys.argv[:1])
    application.setApplicationName("OPD Desk")
    application.setApplicationVersion(__version__)
    application.setDesktopFileName("opd-desk")
    return application


def log_to_file(data_dir: Path) -> None:
    """Log to ``data_dir/logs/desk.log`` (5 files of 1 MB). Messages carry codes and ids, no patient data."""
    folder = data_dir / "logs"
    folder.mkdir(parents=True, exist_ok=True)
    handler = logging.handlers.RotatingFileHandler(folder / "desk.log", maxBytes=1_000_000, backupCount=4, delay=True)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s %(message)s"))
    logging.getLogger().addHandler(handler)
    hear_everything()


def hear_everything() -> None:
    """Qt's messages and exceptions that nobody caught go to the log."""
    qInstallMessageHandler(_qt_message)
    sys.excepthook = _uncaught


def _qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    del context
    level = logging.INFO if kind in {QtMsgType.QtDebugMsg, QtMsgType.QtInfoMsg} else logging.WARNING
    logging.getLogger("qt").log(level, "%s", message)


def _uncaught(kind: type[BaseException], error: BaseException, trace: object) -> None:
    """An exception in a slot: logged, told in a dialog, and the desk goes on; what was typed is kept."""
    log.error("uncaught", exc_info=(kind, error, trace))  # type: ignore[arg-type]
    from opd_desktop.ui.frame import Frame

    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, Frame):
            widget.show_failure(error)
            return


class Application(QObject):
    """Moves between the sign-in and the window.

    Attributes:
        opened: the window of a signed-in person stands.
    """

    opened = Signal()

    def __init__(self, settings: Settings, connect: "Connect") -> None:
        super().__init__()
        self._settings = settings
        self._connect = connect
        self.preferences = Preferences(settings.data_dir)
        install_translator()
        theme().set_look(self.preferences.look)
        theme().changed.connect(self._remember_look)
        self._tasks = TaskRunner(self)
        self.signin: SignIn | None = None
        self.frame: Frame | None = None
        self._desk: Desk | None = None
        self._worker: WorkerProcess | None = None

    def start(self, login: str | None = None, password: str | None = None) -> None:
        """Show the sign-in; with a password, sign in at once."""
        self.signin = SignIn(self._settings, self._connect, self._tasks, login or self.preferences.login)
        self.signin.signed_in.connect(self._open)
        self.signin.show()
        self._load(_load_window)
        if login and password:
            self.signin.sign_in(login, password)

    def _open(self, signed_in: "SignedIn") -> None:
        from opd_desktop.ui.desk import Desk
        from opd_desktop.ui.frame import Frame

        self.preferences.login = signed_in.clinic.actor.login
        self._desk = Desk(signed_in.clinic, self._settings, theme(), signed_in.drafts, signed_in.start)
        self.frame = Frame(self._desk)
        self.frame.signed_out.connect(self._sign_out)
        if not self.preferences.geometry.isEmpty():
            self.frame.restoreGeometry(self.preferences.geometry)
        self.frame.show()
        if self.signin is not None:
            self.signin.close()
            self.signin.deleteLater()
            self.signin = None
        if self._worker is None and self._settings.worker and not self._settings.database_url:
            self._worker = WorkerProcess({"OPD_DATA_DIR": str(self._settings.data_dir)}, self)
            self._worker.start()
        QTimer.singleShot(0, self._opened)

    def _opened(self) -> None:
        """Called after the first paint: what was not needed for it is loaded from here on."""
        self.opened.emit()
        if self._desk is not None:
            self._load(partial(_load_screens, self._desk.actor))

    def _load(self, work: Callable[[], None]) -> None:
        self._tasks.read(self, "load", work, lambda _loaded: None, self._not_loaded)

    def _not_loaded(self, error: BaseException) -> None:
        log.error("the window cannot be loaded", exc_info=error)
        if self.signin is not None:
            self.signin.tell(error)

    def _remember_look(self) -> None:
        self.preferences.look = theme().name

    def _sign_out(self) -> None:
        frame, self.frame = self.frame, None
        self.start()
        if frame is not None:
            self.preferences.geometry = frame.saveGeometry()
            frame.close()
            frame.deleteLater()
        self._close_desk()

    def _close_desk(self) -> None:
        desk, self._desk = self._desk, None
        if desk is not None:
            desk.close()

    def close(self) -> None:
        """End everything that was started, in order."""
        if self.frame is not None:
            self.preferences.geometry = self.frame.saveGeometry()
            self.frame.close()
        self._close_desk()
        if self._worker is not None:
            self._worker.stop()
        self._tasks.close()


def _load_window() -> None:
    """What is behind the sign-in, imported on a thread: the sign-in is there at once, and takes keys meanwhile."""
    from opd_desktop.ui import entering

    entering.load_window()


def _load_screens(actor: "Actor") -> None:
    from opd_desktop.ui import entering

    entering.load_screens(actor)
