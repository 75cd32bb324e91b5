"""Signing in off the GUI thread, and what a window needs of it.

The sign-in window itself is made of Qt alone, so that it stands at once. This module, which brings the services and
SQLAlchemy, and the window behind it are imported on other threads while a person types the password.
"""

import importlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from opd_desktop.services import staff
from opd_desktop.services.actor import Actor
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.facilities import ChangePassword
from opd_desktop.settings import Settings
from opd_desktop.ui import screens
from opd_desktop.ui.desk import Start
from opd_desktop.ui.drafts import Drafts

#: Connects: name, password, desk -> the clinic. The composition root gives it.
Connect = Callable[[str, str, str], Clinic]


@dataclass(frozen=True)
class SignedIn:
    """Everything that a window needs."""

    clinic: Clinic
    start: Start
    drafts: Drafts


def enter(connect: Connect, settings: Settings, login: str, password: str) -> SignedIn:
    """Sign in and read what the window starts with.

    Raises:
        OpdError: what ``connect`` refused, or ``desk.no_facility``.
    """
    clinic = connect(login, password, settings.desk)
    try:
        return SignedIn(clinic, Start(clinic), Drafts(settings.data_dir, login, password))
    except BaseException:
        clinic.close()
        raise


def change_password(old: SignedIn, connect: Connect, settings: Settings, login: str, password: str) -> SignedIn:
    """Replace the password that was given by somebody else, and sign in with the new one.

    Raises:
        OpdError: what the database refused.
    """
    old.clinic.call(staff.change_password, ChangePassword.model_validate({"password": password}))
    old.clinic.close()
    return enter(connect, settings, login, password)


_WINDOW = ("frame", "calendar.view", "calendar.panels.actions")
#: What is opened first in the calendar, and is no part of it until then.
_PANELS = ("calendar.booking", "calendar.visit", "calendar.many")


def load_window() -> None:
    """Import the window and the screen that most people start at; called on a thread while a person signs in.

    The import system makes whoever needs a module meanwhile wait for it, so that nothing is imported twice.
    """
    _load(_WINDOW)


def load_screens(actor: Actor) -> None:
    """Import the other screens that a person may use, so that none of them is slow the first time; on a thread."""
    mine = [place.screen_id for place in screens.places_of(actor)]
    _load([*(_PANELS if "calendar" in mine else ()), *(f"{screen_id}.view" for screen_id in mine)])


def _load(modules: Iterable[str]) -> None:
    for module in modules:
        importlib.import_module(f"opd_desktop.ui.{module}")
