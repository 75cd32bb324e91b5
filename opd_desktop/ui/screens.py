"""The screens in the order of the rail; each is imported when it is first visited."""

import importlib
from dataclasses import dataclass

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from opd_desktop.domain.permissions import Permission
from opd_desktop.services.actor import Actor
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.screen import Screen


@dataclass(frozen=True)
class Place:
    """One line of the rail: ``word`` is translated by `title`; ``needs`` hides it from who may not use it."""

    screen_id: str
    word: str
    needs: Permission | None

    @property
    def title(self) -> str:
        """The word under the icon."""
        return QCoreApplication.translate("rail", self.word)

    def make(self, desk: Desk) -> Screen:
        """Import and build the screen."""
        module = importlib.import_module(f"opd_desktop.ui.{self.screen_id}.view")
        made: Screen = getattr(module, f"{self.screen_id.title()}Screen")(desk)
        return made


PLACES = (
    Place("calendar", QT_TRANSLATE_NOOP("rail", "Calendar"), Permission.BOOK),
    Place("queue", QT_TRANSLATE_NOOP("rail", "Queue"), Permission.QUEUE),
    Place("encounter", QT_TRANSLATE_NOOP("rail", "Encounter"), Permission.VITALS),
    Place("journeys", QT_TRANSLATE_NOOP("rail", "Journeys"), Permission.JOURNEY_READ),
    Place("patients", QT_TRANSLATE_NOOP("rail", "Patients"), Permission.PATIENT_READ),
    Place("messages", QT_TRANSLATE_NOOP("rail", "Messages"), Permission.MESSAGE_READ),
    Place("tickets", QT_TRANSLATE_NOOP("rail", "Tickets"), Permission.TICKET),
    Place("reports", QT_TRANSLATE_NOOP("rail", "Reports"), Permission.REPORT),
    Place("schedules", QT_TRANSLATE_NOOP("rail", "Schedules"), Permission.SCHEDULE),
    Place("settings", QT_TRANSLATE_NOOP("rail", "Settings"), None),
)


def places_of(actor: Actor) -> tuple[Place, ...]:
    """The screens that a person may use."""
    return tuple(place for place in PLACES if actor.may(place.needs))


def first_place(actor: Actor) -> str:
    """Where a person starts: doctors at their queue, managers at the board, everybody else at the first screen."""
    wanted = {"doctor": "queue", "manager": "journeys", "admin": "settings"}.get(actor.role.value, "calendar")
    mine = [place.screen_id for place in places_of(actor)]
    return wanted if wanted in mine else mine[0]
