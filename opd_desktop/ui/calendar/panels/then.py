"""What happens after a booking: messages that will go out by themselves, and what the desk wants to do next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from opd_desktop.domain.journey_spec import Facts, StageSpec, StepSpec, step_due
from opd_desktop.services import journeys, patients
from opd_desktop.services.dto.common import ById
from opd_desktop.services.dto.journeys import JourneyDto, ListJourneys
from opd_desktop.services.dto.patients import PatientDto
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.journeys.words import near_text
from opd_desktop.ui.messages.words import channel_text, template_text
from opd_desktop.ui.widgets import Caption
from opd_desktop.ui.widgets.line import IconLine, clear_layout

_BOOKED = "Appointment.Created"


@dataclass(frozen=True)
class Coming:
    """A message that a booking brings about: what it is for, and when it goes."""

    template: str
    due: datetime


def coming_messages(
    definitions: Sequence[JourneyDto], starts_at: datetime, zone: str, now: datetime
) -> tuple[Coming, ...]:
    """The messages that will be sent up to the visit, soonest first, as far as they can be known now."""
    facts = Facts(zone, starts_at, "booked")
    found: list[Coming] = []
    for journey in definitions:
        if journey.trigger != _BOOKED:
            continue
        stage = next((one for one in journey.stages if _enters_at_booking(one.spec)), None)
        if stage is None and journey.stages:
            stage = journey.stages[0]
        if stage is not None:
            found += _of_stage(StageSpec.model_validate(stage.spec), facts, now)
    return tuple(sorted(found, key=lambda one: one.due))


def _enters_at_booking(spec: dict[str, object]) -> bool:
    return _BOOKED in (spec.get("enter_on") or ())  # type: ignore[operator]


def _of_stage(spec: StageSpec, facts: Facts, now: datetime) -> list[Coming]:
    found = []
    for step in spec.steps:
        if step.kind != "message" or step.when not in ("enter", "before-appointment"):
            continue
        due = step_due(step, spec, facts, now)
        if due is not None and (due >= now or _still_worth(step)):
            found.append(Coming(step.template, max(due, now)))
    return found


def _still_worth(step: StepSpec) -> bool:
    return step.when == "enter" and step.days == 0


def reached_by(patient: PatientDto) -> str:
    """The channel over which messages reach the patient; empty when they have refused all.

    The newest consent for the channel counts before one for any channel, as when sending.
    """

    def granted(channel: str) -> bool:
        for wanted in (channel, "any"):
            for consent in patient.consents:
                if consent.purpose == "messages" and consent.channel == wanted:
                    return consent.granted
        return channel == "desk"

    preferred = patient.preferred_channel
    address = patient.email if preferred == "email" else patient.phone
    if preferred != "desk" and address and granted(preferred):
        return preferred
    return "desk" if granted("desk") else ""


class ThenSection(QWidget):
    """Messages that will go out, and ticks for a slip and for another booking of the same patient."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._definitions: tuple[JourneyDto, ...] = ()
        self._patient: PatientDto | None = None
        self._starts_at: datetime | None = None
        self._lines = QVBoxLayout()
        self._lines.setSpacing(4)
        self.slip = QCheckBox(self.tr("Print a slip"), self)
        self.again = QCheckBox(self.tr("Book another for the same patient"), self)
        for box in (self.slip, self.again):
            box.setAccessibleName(box.text())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(Caption(self.tr("Then")))
        column.addLayout(self._lines)
        column.addWidget(self.slip)
        column.addWidget(self.again)
        desk.read(self, "journeys", journeys.list_, ListJourneys(status=("published",)), self._journeys, self._none)

    def _journeys(self, found: tuple[JourneyDto, ...]) -> None:
        self._definitions = found
        self._show()

    def _none(self, _error: BaseException) -> None:
        """What will be sent is a help; without it a booking goes on."""

    def show_for(self, patient_id: object, starts_at: datetime | None) -> None:
        """The patient and the start of the visit, as far as chosen."""
        self._starts_at = starts_at
        if patient_id is None:
            self._patient = None
        elif self._patient is None or self._patient.id != patient_id:
            request = ById.model_validate({"id": patient_id})
            self._desk.read(self, "patient", patients.get, request, self._known, self._none)
        self._show()

    def _known(self, patient: PatientDto) -> None:
        self._patient = patient
        self._show()

    def _show(self) -> None:
        clear_layout(self._lines)
        for icon, text, side in self._texts():
            self._lines.addWidget(IconLine(icon, text, side=side))

    def _texts(self) -> list[tuple[str, str, str]]:
        if self._starts_at is None:
            return []
        now = self._desk.now()
        messages = coming_messages(self._definitions, self._starts_at, self._desk.facility.time_zone, now)
        if not messages:
            return [("mail", self.tr("No message goes out for this visit"), "")]
        channel = reached_by(self._patient) if self._patient is not None else "?"
        if not channel:
            return [("mail", self.tr("No messages: the patient has refused them"), "")]
        how = "" if channel == "?" else f" · {channel_text(channel)}"
        return [(("mail"), template_text(one.template) + how, self._when(one.due, now)) for one in messages]

    def _when(self, due: datetime, now: datetime) -> str:
        if due <= now:
            return self.tr("at once")
        return near_text(self._desk.local(due), self._desk.local(now))

    def texts(self) -> list[str]:
        """What is said to happen."""
        return [" ".join(part for part in (text, side) if part) for _icon, text, side in self._texts()]
