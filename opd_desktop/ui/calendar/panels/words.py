"""Words of the panels of the calendar."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from opd_desktop.services.dto.appointments import AppointmentDto
from opd_desktop.services.dto.booking import FreedPlace, WishDto
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.text import day_text, moment_text
from opd_desktop.ui.theme import Look

translate = QCoreApplication.translate

_GAPS = {
    "full": QT_TRANSLATE_NOOP("panels", "full"),
    "closed": QT_TRANSLATE_NOOP("panels", "closed"),
    "no_slots": QT_TRANSLATE_NOOP("panels", "no hours"),
    "in_the_past": QT_TRANSLATE_NOOP("panels", "has passed"),
}

URGENCY = (
    QT_TRANSLATE_NOOP("panels", "Can wait"),
    QT_TRANSLATE_NOOP("panels", "Soon"),
    QT_TRANSLATE_NOOP("panels", "Urgent"),
)


def word(text: object) -> str:
    """A marked text in the language of the desk (Qt types its marker as ``object``)."""
    return translate("panels", str(text))


def gap_text(why: str | None) -> str:
    """Why a date has no place; a reason that we have no word for shows itself."""
    return word(_GAPS[why]) if why in _GAPS else why or word(_GAPS["full"])


_WHY = {
    "urgent": QT_TRANSLATE_NOOP("panels", "urgent"),
    "soon": QT_TRANSLATE_NOOP("panels", "soon"),
    "own_doctor": QT_TRANSLATE_NOOP("panels", "asked for this doctor"),
    "any_doctor": QT_TRANSLATE_NOOP("panels", "any doctor will do"),
    "specialty": QT_TRANSLATE_NOOP("panels", "same specialty"),
    "weekday": QT_TRANSLATE_NOOP("panels", "the right day"),
    "hours": QT_TRANSLATE_NOOP("panels", "the right hours"),
}

_CAUSES = {
    "leave": QT_TRANSLATE_NOOP("panels", "Leave"),
    "holiday": QT_TRANSLATE_NOOP("panels", "Holiday"),
    "blocked": QT_TRANSLATE_NOOP("panels", "Blocked"),
    "hours": QT_TRANSLATE_NOOP("panels", "Hours changed"),
}

_OFFERS = {
    "open": QT_TRANSLATE_NOOP("panels", "offered, no answer yet"),
    "accepted": QT_TRANSLATE_NOOP("panels", "accepted"),
    "declined": QT_TRANSLATE_NOOP("panels", "declined"),
    "no-answer": QT_TRANSLATE_NOOP("panels", "not reached"),
    "withdrawn": QT_TRANSLATE_NOOP("panels", "taken back"),
}


def why_text(codes: Sequence[str], waiting_days: int) -> str:
    """Why somebody comes first for a place: ``waiting 6 days, urgent, asked for this doctor``."""
    parts = [word(_WHY[code]) for code in codes if code in _WHY]
    return ", ".join((waited_text(waiting_days), *parts))


def waited_text(days: int) -> str:
    """How long somebody has been waiting."""
    if days <= 0:
        return translate("panels", "waiting since today")
    if days == 1:
        return translate("panels", "waiting 1 day")
    return translate("panels", "waiting {0} days").format(days)


def wish_text(visit: AppointmentDto, wish: WishDto, zone: ZoneInfo) -> str:
    """``Dr Rao · Tue, Fri · 12:00–17:00 · until Tue 8 Dec``."""
    whom = visit.practitioner_name
    if wish.any_practitioner:
        # The entry's own doctor is one of them.
        whom = wish.specialty or translate("panels", "Any doctor")
    days = ", ".join(QLocale().dayName(day + 1, QLocale.FormatType.ShortFormat) for day in wish.weekdays)
    first, last = visit.starts_at.astimezone(zone), visit.ends_at.astimezone(zone) - timedelta(seconds=1)
    now = datetime.now(zone)
    until = translate("panels", "until {0}").format(day_text(last.date()))
    if first > now:
        until = f"{day_text(first.date())} – {day_text(last.date())}"
    return " · ".join(part for part in (whom, days, _hours(wish.from_time, wish.to_time), until) if part)


def _hours(begin: time | None, end: time | None) -> str:
    if begin is not None and end is not None:
        return f"{begin:%H:%M}–{end:%H:%M}"
    if begin is not None:
        return translate("panels", "from {0}").format(f"{begin:%H:%M}")
    return translate("panels", "until {0}").format(f"{end:%H:%M}") if end is not None else ""


def urgency_look(urgency: int) -> Look | None:
    """The chip of an entry that can't wait; None for one that can."""
    if urgency <= 0:
        return None
    text = word(URGENCY[min(urgency, len(URGENCY) - 1)])
    return Look("warning", text, "noshow_t", "noshow") if urgency > 1 else Look("clock", text, "arrived_t", "arrived")


def cause_text(cause: str, reason: str) -> str:
    """Why hours were taken away: ``Leave: conference``."""
    text = word(_CAUSES[cause]) if cause in _CAUSES else cause
    return f"{text}: {reason}" if reason else text


def offer_text(outcome: str) -> str:
    """What became of an offer."""
    return word(_OFFERS[outcome]) if outcome in _OFFERS else outcome


def visits_text(number: int) -> str:
    """``1 visit``, ``4 visits``."""
    return translate("panels", "1 visit") if number == 1 else translate("panels", "{0} visits").format(number)


def freed_text(desk: Desk, places: Sequence[FreedPlace]) -> str:
    """What the bar says about places that became free; empty for none."""
    if not places:
        return ""
    first = places[0]
    when = moment_text(desk.local(first.starts_at), desk.today())
    if len(places) == 1:
        text = translate("panels", "{0} with {1} is free: {2} on the waiting list could take it (Ctrl+Shift+O).")
        return text.format(when, first.practitioner_name, first.matches)
    text = translate(
        "panels",
        "{0} places are free that somebody waits for. First {1} with {2}: {3} on the waiting list (Ctrl+Shift+O).",
    )
    return text.format(len(places), when, first.practitioner_name, first.matches)


def dates_text(number: int) -> str:
    """``1 date``, ``4 dates``."""
    return translate("panels", "1 date") if number == 1 else translate("panels", "{0} dates").format(number)
