"""The rows of the list at the left: every doctor with their schedules, and what waits to be saved."""

from datetime import date

from PySide6.QtCore import QT_TRANSLATE_NOOP

from opd_desktop.services.dto.schedules import ScheduleDto
from opd_desktop.ui.calendar.panels.rows import Row
from opd_desktop.ui.schedules.presenter import SchedulesPresenter
from opd_desktop.ui.schedules.words import pattern_lines, tr, validity_words
from opd_desktop.ui.theme import Look

_NEW = QT_TRANSLATE_NOOP("schedules", "New schedule")
_NONE = QT_TRANSLATE_NOOP("schedules", "No hours yet")
_SIZE = QT_TRANSLATE_NOOP("schedules", "{0} min × {1}")
#: Icon, word and tint of a schedule that is not simply in use.
_STATES = {
    "unsaved": ("edit", QT_TRANSLATE_NOOP("schedules", "Not saved"), "arrived"),
    "off": ("pause", QT_TRANSLATE_NOOP("schedules", "Off"), "cancel"),
    "over": ("check", QT_TRANSLATE_NOOP("schedules", "Over"), "cancel"),
    "later": ("clock", QT_TRANSLATE_NOOP("schedules", "Later"), "booked"),
}


def schedule_rows(presenter: SchedulesPresenter, today: date) -> list[Row]:
    """A row for each schedule, and one for each doctor who has none or an unsaved new one."""
    found = presenter.state.schedules or ()
    rows: list[Row] = []
    for person in presenter.practitioners():
        mine = [one for one in found if one.practitioner_id == person.id]
        if presenter.unsaved(None, person.id):
            rows.append(Row(person.id, person.display_name, (tr(_NEW),), look=_look("unsaved"), data=person))
        elif not mine:
            rows.append(Row(person.id, person.display_name, (tr(_NONE),), side=person.specialty, data=person, off=True))
        rows += [_row(presenter, one, today) for one in mine]
    return rows


def _row(presenter: SchedulesPresenter, one: ScheduleDto, today: date) -> Row:
    room = next((room.name for room in presenter.state.locations if room.id == one.location_id), "")
    size = tr(_SIZE).format(one.slot_minutes, one.capacity)
    lines = (
        *pattern_lines(one.sessions),
        " · ".join(part for part in (one.service_type, size, room) if part),
        validity_words(one.valid_from, one.valid_to, today),
    )
    state = _state(presenter, one, today)
    look = _look(state) if state else None
    return Row(one.id, one.practitioner_name, lines, look=look, data=one, off=not one.active)


def _state(presenter: SchedulesPresenter, one: ScheduleDto, today: date) -> str:
    if presenter.unsaved(one.id, one.practitioner_id):
        return "unsaved"
    if not one.active:
        return "off"
    if one.valid_to is not None and one.valid_to < today:
        return "over"
    return "later" if one.valid_from > today else ""


def _look(state: str) -> Look:
    icon, word, tint = _STATES[state]
    return Look(icon, tr(word), f"{tint}_t", tint)
