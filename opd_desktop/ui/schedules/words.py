"""What the schedules screen says."""

from collections.abc import Iterable
from datetime import date, datetime

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication, QLocale

from opd_desktop.services.dto.schedules import Session
from opd_desktop.ui.schedules.week import Week, block_at, clock_words
from opd_desktop.ui.text import clock_text, date_text, day_text

KINDS = {
    "leave": QT_TRANSLATE_NOOP("schedules", "Leave"),
    "holiday": QT_TRANSLATE_NOOP("schedules", "Holiday"),
    "blocked": QT_TRANSLATE_NOOP("schedules", "Blocked"),
    "extra": QT_TRANSLATE_NOOP("schedules", "Extra session"),
    "late": QT_TRANSLATE_NOOP("schedules", "Running late"),
    "hours": QT_TRANSLATE_NOOP("schedules", "Hours changed"),
}
PROBLEMS = {
    ("week", "empty"): QT_TRANSLATE_NOOP(
        "schedules", "There are no hours yet. Drag over the grid, or press F2 and type them."
    ),
    ("valid_to", "order"): QT_TRANSLATE_NOOP("schedules", "The last day is before the first. Choose a later one."),
    ("service_type", "empty"): QT_TRANSLATE_NOOP("schedules", "Name the service, for example consultation."),
    ("slot_minutes", "too_long"): QT_TRANSLATE_NOOP(
        "schedules", "A slot and its buffers are longer than any hours. Make slots shorter, or the hours longer."
    ),
}
#: What services usually are; any other word can be typed.
SERVICES = ("consultation", "follow-up", "procedure", "vaccination", "teleconsultation")


def tr(text: str) -> str:
    """A text of this screen, translated."""
    return QCoreApplication.translate("schedules", text)


#: On a week without hours.
EMPTY_WEEK = QT_TRANSLATE_NOOP("schedules", "Drag down a day to paint hours")


def kind_word(kind: str) -> str:
    """``Leave``."""
    return tr(KINDS.get(kind, kind))


def day_name(weekday: int, *, short: bool = False) -> str:
    """``Monday`` or ``Mon`` for 0, in the language of the desk."""
    form = QLocale.FormatType.ShortFormat if short else QLocale.FormatType.LongFormat
    return QLocale().standaloneDayName(weekday + 1, form)


def hours_words(minutes: int) -> str:
    """``7 h 30``; a dash for none."""
    if not minutes:
        return "–"
    hours, rest = divmod(minutes, 60)
    if not rest:
        return QCoreApplication.translate("schedules", "{0} h").format(hours)
    return QCoreApplication.translate("schedules", "{0} h {1}").format(hours, f"{rest:02d}")


def slots_words(count: int) -> str:
    """``12 slots``."""
    if count == 1:
        return QCoreApplication.translate("schedules", "1 slot")
    return QCoreApplication.translate("schedules", "{0} slots").format(QLocale().toString(count))


def place_words(week: Week, weekday: int, minute: int, selection: tuple[int, int, int] | None) -> str:
    """Where the cursor is, for a screen reader."""
    if selection is not None:
        return QCoreApplication.translate("schedules", "{0}, {1} to {2} selected").format(
            day_name(weekday), clock_words(selection[1]), clock_words(selection[2])
        )
    block = block_at(week, weekday, minute)
    if block is None:
        return QCoreApplication.translate("schedules", "{0} {1}, no hours").format(
            day_name(weekday), clock_words(minute)
        )
    inside = QCoreApplication.translate("schedules", "{0} {1}, in hours from {2} to {3}").format(
        day_name(weekday), clock_words(minute), clock_words(block.start), clock_words(block.end)
    )
    pause = block.break_at(minute)
    if pause is None:
        return inside
    return QCoreApplication.translate("schedules", "{0}, break from {1} to {2}").format(
        inside, clock_words(pause[0]), clock_words(pause[1])
    )


def pattern_lines(sessions: Iterable[Session]) -> tuple[str, ...]:
    """``Mon, Wed 09:00–13:00 14:30–18:00``, ``Sat 09:00–12:00``: days with the same hours in one line."""
    by_day: dict[int, list[str]] = {}
    for one in sorted(sessions, key=lambda s: (s.weekday, s.start)):
        by_day.setdefault(one.weekday, []).append(f"{one.start:%H:%M}–{one.end:%H:%M}")
    by_hours: dict[str, list[int]] = {}
    for weekday, times in by_day.items():
        by_hours.setdefault(" ".join(times), []).append(weekday)
    return tuple(f"{_days(days)} {text}" for text, days in by_hours.items())


def _days(days: list[int]) -> str:
    """``Mon–Fri``, ``Mon, Wed``, ``Mon–Wed, Fri``."""
    runs: list[list[int]] = []
    for day in days:
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    parts: list[str] = []
    for run in runs:
        names = [day_name(day, short=True) for day in run]
        parts += [f"{names[0]}–{names[-1]}"] if len(run) > 2 else names
    return ", ".join(parts)


def validity_words(valid_from: date, valid_to: date | None, today: date) -> str:
    """``from 1 Dec 2026``, ``until 31 Dec 2026``, ``1 Dec 2026 – 31 Dec 2026``."""
    if valid_to is None:
        return QCoreApplication.translate("schedules", "from {0}").format(date_text(valid_from))
    if valid_from <= today:
        return QCoreApplication.translate("schedules", "until {0}").format(date_text(valid_to))
    return f"{date_text(valid_from)} – {date_text(valid_to)}"


def period_words(local_start: datetime, local_end: datetime) -> str:
    """``Thu 26 Nov``, ``26 Nov – 2 Dec``, ``Thu 26 Nov 10:00–12:00``; the ends are in the facility's zone."""
    whole = local_start.time() == local_end.time() == datetime.min.time()
    if whole:
        last = date.fromordinal(local_end.toordinal() - 1)
        first = local_start.date()
        if first == last:
            return day_text(first, year=True)
        return f"{day_text(first)} – {day_text(last, year=True)}"
    if local_start.date() == local_end.date():
        return f"{day_text(local_start.date(), year=True)} {clock_text(local_start)}–{clock_text(local_end)}"
    return (
        f"{day_text(local_start.date())} {clock_text(local_start)} – "
        f"{day_text(local_end.date(), year=True)} {clock_text(local_end)}"
    )
