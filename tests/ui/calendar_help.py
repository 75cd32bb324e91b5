"""What tests of the calendar screen share: its day, what was booked, choosing a patient or several visits."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import Qt
from sqlalchemy import URL

from opd_desktop.ui.calendar.view import CalendarScreen
from tests.support import build
from tests.ui.place import Place

Key = Qt.Key
CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier

#: Tomorrow at nine, where the visits of these tests begin.
NINE = build.tomorrow(9)
DAY = NINE.astimezone().date()
#: The offscreen platform of the tests says so for every popup.
NO_POPUPS = "This plugin does not support (raise|grabbing the keyboard|propagateSizeHints)"


def booked_rows(url: URL) -> list[dict[str, Any]]:
    return build.rows(
        url,
        "SELECT a.status, a.reason, a.visit_kind, a.starts_at, a.ends_at, a.overbooked, a.overbook_reason, "
        "a.practitioner_id, a.cancel_reason, a.cancelled_by, p.name FROM appointment a "
        "JOIN patient p ON p.id = a.patient_id ORDER BY a.starts_at",
    )


def holds(url: URL) -> int:
    return int(build.rows(url, "SELECT count(*) AS n FROM slot_hold WHERE expires_at > now()")[0]["n"])


def local_day(screen: CalendarScreen, moment: datetime) -> date:
    return screen.desk.local(moment).date()


def choose_patient(on: Place, text: str) -> None:
    """Type in the search box and take the first hit."""
    on.enter(text)
    on.until(lambda: bool(on.booking.who.picker.hits()))
    on.press(Key.Key_Return)
    assert on.booking.patient is not None


def choose(on: Place, visits: list[UUID]) -> None:
    """Choose visits by Ctrl+Space."""
    for visit in visits:
        assert on.screen.agenda.put_cursor_on(visit)
        on.press(Key.Key_Space, CTRL)
