"""Journeys in words: steps, reasons, times."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from opd_desktop.services.dto.journeys import InstanceDto, JourneyDto, StepDto
from opd_desktop.ui.messages.words import channel_text, failure_text
from opd_desktop.ui.text import clock_text, day_text, minutes_text
from opd_desktop.ui.theme import Look, theme

_STEPS = {
    "confirmation": QT_TRANSLATE_NOOP("journeys", "Confirmation"),
    "reminder": QT_TRANSLATE_NOOP("journeys", "Reminder"),
    "rescheduled": QT_TRANSLATE_NOOP("journeys", "New time"),
    "cancelled": QT_TRANSLATE_NOOP("journeys", "Cancellation"),
    "missed-visit": QT_TRANSLATE_NOOP("journeys", "Missed visit"),
    "follow-up": QT_TRANSLATE_NOOP("journeys", "Follow-up"),
    "feedback": QT_TRANSLATE_NOOP("journeys", "Feedback"),
    "welcome": QT_TRANSLATE_NOOP("journeys", "Welcome"),
    "next-contact": QT_TRANSLATE_NOOP("journeys", "Next contact"),
}
_REASONS = {
    "appointment-cancelled": QT_TRANSLATE_NOOP("journeys", "The visit was cancelled."),
    "cancelled-by-hand": QT_TRANSLATE_NOOP("journeys", "Cancelled by hand."),
    "no-event": QT_TRANSLATE_NOOP("journeys", "It was passed over."),
    "stage-left": QT_TRANSLATE_NOOP("journeys", "The patient had moved on."),
    "taken-back": QT_TRANSLATE_NOOP("journeys", "What led here was taken back."),
    "time-passed": QT_TRANSLATE_NOOP("journeys", "Its time had passed."),
    "too-late": QT_TRANSLATE_NOOP("journeys", "It was too late for it."),
    "expired": QT_TRANSLATE_NOOP("journeys", "It was no longer worth doing."),
    "wrong-status": QT_TRANSLATE_NOOP("journeys", "The visit's status no longer asks for it."),
    "no-consent": QT_TRANSLATE_NOOP("journeys", "The patient has not agreed to messages."),
    "too-many": QT_TRANSLATE_NOOP("journeys", "The patient has had enough messages today."),
    "quiet-hours": QT_TRANSLATE_NOOP("journeys", "Held back until the quiet hours end."),
    "journey-ended": QT_TRANSLATE_NOOP("journeys", "The journey had ended."),
    "patient-inactive": QT_TRANSLATE_NOOP("journeys", "The patient is no longer active."),
}
#: State of a step -> icon, colour, word.
_STEP_STATES = {
    "ready": ("clock", "muted", QT_TRANSLATE_NOOP("journeys", "planned")),
    "leased": ("send", "accent", QT_TRANSLATE_NOOP("journeys", "under way")),
    "dispatching": ("send", "accent", QT_TRANSLATE_NOOP("journeys", "under way")),
    "done": ("check", "done_t", QT_TRANSLATE_NOOP("journeys", "done")),
    "skipped": ("chevron-right", "faint", QT_TRANSLATE_NOOP("journeys", "left out")),
    "unknown": ("info", "arrived_t", QT_TRANSLATE_NOOP("journeys", "unknown")),
    "failed": ("warning", "danger", QT_TRANSLATE_NOOP("journeys", "failed")),
    "dead": ("warning", "danger", QT_TRANSLATE_NOOP("journeys", "given up")),
    "cancelled": ("x", "faint", QT_TRANSLATE_NOOP("journeys", "cancelled")),
}
#: State of a stage -> icon, colour.
STAGE_ICONS = {
    "completed": ("check", "done_t"),
    "active": ("play", "accent"),
    "skipped": ("chevron-right", "faint"),
    "pending": ("clock", "faint"),
}


def tr(text: str) -> str:
    """Translate a text of this screen."""
    return QCoreApplication.translate("journeys", text)


def near_text(local: datetime, now: datetime) -> str:
    """``today 18:00``, ``tomorrow 09:15``, ``Tue 10:30`` within a week, else ``12 Nov``; both times local."""
    days = (local.date() - now.date()).days
    clock = clock_text(local)
    if days == 0:
        return QCoreApplication.translate("journeys", "today {0}").format(clock)
    if days == 1:
        return QCoreApplication.translate("journeys", "tomorrow {0}").format(clock)
    if days == -1:
        return QCoreApplication.translate("journeys", "yesterday {0}").format(clock)
    if -7 < days < 7:
        return f"{QLocale().toString(local.date(), 'ddd')} {clock}"
    return day_text(local.date(), year=local.year != now.year)


def rough_text(span: timedelta) -> str:
    """``20 min``, ``4 h``, ``3 d``: as exact as a glance needs."""
    minutes = span.total_seconds() / 60
    return minutes_text(minutes if minutes < 60 else minutes // 60 * 60)


def reason_text(reason: str) -> str:
    """Why a stage or step ended so; what a person typed is shown as it is."""
    return tr(_REASONS[reason]) if reason in _REASONS else failure_text(reason)


def step_look(state: str) -> tuple[str, str, str]:
    """Icon, colour token and word of a step's state."""
    icon, token, word = _STEP_STATES.get(state, ("info", "muted", state))
    return icon, token, tr(word)


@dataclass(frozen=True)
class Words:
    """What the texts of a board depend on.

    Attributes:
        now: the moment for which the board speaks, aware.
        subjects: subjects of the ticket steps, by step key ``stage/step``.
    """

    zone: ZoneInfo
    now: datetime
    subjects: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, definition: JourneyDto | None, zone: ZoneInfo, now: datetime) -> "Words":
        """Words for the steps of a definition."""
        subjects = {
            f"{stage.key}/{step.get('key', '')}": str(step["subject"])
            for stage in (definition.stages if definition else ())
            for step in stage.spec.get("steps", ())
            if step.get("subject")
        }
        return cls(zone, now, subjects)

    def near(self, moment: datetime) -> str:
        """A moment, told from now."""
        return near_text(moment.astimezone(self.zone), self.now.astimezone(self.zone))

    def step_name(self, step: StepDto) -> str:
        """What a step does."""
        if step.kind == "advance":
            return tr("Moves on by itself")
        if step.step_key in self.subjects:
            return self.subjects[step.step_key]
        key = step.step_key.rpartition("/")[2]
        return tr(_STEPS[key]) if key in _STEPS else key.replace("-", " ").capitalize()

    def step(self, step: StepDto) -> str:
        """What comes next, and when."""
        name = self.step_name(step)
        if step.state in ("leased", "dispatching"):
            return QCoreApplication.translate("journeys", "{0}, under way").format(name)
        if step.due_at <= self.now:
            return QCoreApplication.translate("journeys", "{0}, due now").format(name)
        return QCoreApplication.translate("journeys", "{0}, {1}").format(name, self.near(step.due_at))

    def visit(self, card: InstanceDto) -> str:
        """``Dr Mehta · Tue 10:30``; what became of the visit where that is not plain from the stage."""
        if card.appointment_at is None:
            return card.practitioner_name or tr("no visit")
        when = self.near(card.appointment_at)
        template = {
            "fulfilled": QT_TRANSLATE_NOOP("journeys", "seen {0}"),
            "noshow": QT_TRANSLATE_NOOP("journeys", "missed {0}"),
            "cancelled": QT_TRANSLATE_NOOP("journeys", "cancelled, was {0}"),
        }.get(card.appointment_status or "")
        if template:
            when = tr(template).format(when)
        return f"{card.practitioner_name} · {when}" if card.practitioner_name else when

    def message(self, card: InstanceDto) -> str:
        """The last message and what became of it; empty if there was none."""
        if card.last_message_status is None or card.last_message_at is None:
            return ""
        word = theme().looks(card.last_message_status).word
        channel = channel_text(card.last_message_channel or "")
        text = QCoreApplication.translate("journeys", "Message {status}, {channel}, {when}")
        return text.format(status=word.lower(), channel=channel, when=self.near(card.last_message_at))

    def line(self, card: InstanceDto) -> str:
        """The line that matters: a message in trouble, else what comes next, else the last message."""
        if is_trouble(card):
            return self.message(card)
        if card.state == "active" and card.next_step is not None:
            return self.step(card.next_step)
        return self.message(card) or (tr("Nothing planned") if card.state == "active" else "")

    def age(self, card: InstanceDto) -> str:
        """How long the patient has been in the stage."""
        return rough_text(self.now - card.stage_entered_at)

    def spoken(self, card: InstanceDto) -> str:
        """The card for a screen reader."""
        look = due_look(card, self.now)
        parts = [card.patient_name, look.word if look else "", self.visit(card), self.line(card)]
        parts.append(QCoreApplication.translate("journeys", "{0} in this stage").format(self.age(card)))
        return ", ".join(part for part in parts if part)


def is_trouble(card: InstanceDto) -> bool:
    """Whether the last message did not arrive, or nobody knows."""
    return card.last_message_status in ("failed", "unknown")


def due_look(card: InstanceDto, now: datetime) -> Look | None:
    """``Overdue 4 h`` or ``At risk``; None when all is in time."""
    if card.overdue:
        look = theme().looks("overdue")
        if card.stage_due_at is None:
            return look
        return replace(look, word=f"{look.word} {rough_text(now - card.stage_due_at)}")
    return theme().looks("at-risk") if card.at_risk else None
