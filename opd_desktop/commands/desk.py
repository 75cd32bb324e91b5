"""``opd-desktop desk``: the desk's window."""

import argparse
import contextlib
import os
import re
import socket
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from opd_desktop import settings
from opd_desktop.domain.errors import ServiceUnavailable
from opd_desktop.settings import Settings
from opd_desktop.ui.collecting import pause_collections

if TYPE_CHECKING:
    from opd_desktop.services.clinic import Clinic

_X11 = re.compile(r"^(?P<host>[^:]*):(?P<number>\d+)(?:\.\d+)?$")
_X11_PORT = 6000


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--as", dest="login", metavar="USER", help="who signs in; the password is asked in the window")


def run(args: argparse.Namespace) -> int:
    """Open the desk. A password in OPD_PASSWORD signs in at once."""
    return open_desk(settings.load(), login=args.login, password=os.environ.get("OPD_PASSWORD"))


def open_desk(found: Settings, login: str | None = None, password: str | None = None) -> int:
    """Run the desk until its window is closed.

    Raises:
        ServiceUnavailable: ``desk.no_display``, or ``desk.qt_missing`` when Qt lacks a system library.
    """
    if not has_display():
        raise ServiceUnavailable("desk.no_display")
    pause_collections()
    try:
        from opd_desktop.ui.application import run_desk
    except ImportError as missing:
        raise ServiceUnavailable("desk.qt_missing", reason=str(missing)) from missing

    def connect(name: str, secret: str, desk: str) -> "Clinic":
        # On the sign-in's thread: the window that asks for the name does not wait for SQLAlchemy.
        from opd_desktop import app

        return app.sign_in(found, name, secret, desk)

    return run_desk(found, connect, login, password)


def has_display(environ: Mapping[str, str] | None = None) -> bool:
    """Whether a window can be shown; Qt itself would end the process where none can."""
    env = os.environ if environ is None else environ
    if env.get("QT_QPA_PLATFORM") or sys.platform in ("win32", "darwin"):
        return True
    return _wayland_answers(env) or _x11_answers(env.get("DISPLAY", ""))


def _wayland_answers(env: Mapping[str, str]) -> bool:
    name = env.get("WAYLAND_DISPLAY")
    return bool(name) and _answers(str(Path(env.get("XDG_RUNTIME_DIR", "")) / str(name)))


def _x11_answers(display: str) -> bool:
    found = _X11.match(display)
    if found is None:
        return False
    number = int(found["number"])
    if found["host"] in ("", "unix"):
        beside = f"/tmp/.X11-unix/X{number}"  # noqa: S108 (where every X server puts it)
        return _answers(beside) or _answers(f"\0{beside}")
    with contextlib.suppress(OSError), socket.create_connection((found["host"], _X11_PORT + number), timeout=2):
        return True
    return False


def _answers(address: str) -> bool:
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX) as probe:
        probe.settimeout(2)
        probe.connect(address)
        return True
    return False
