"""What is told when visits leave places that somebody waits for: made shorter, cancelled together, in a series."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from PySide6.QtCore import Qt, QTime
from sqlalchemy import URL

from opd_desktop.domain.ids import uuid7
from opd_desktop.services import waitlist
from opd_desktop.services.dto.booking import AddToWaitlist
from opd_desktop.ui.calendar.many import CancelManyPanel
from opd_desktop.ui.calendar.panels.matches import MatchesPanel
from opd_desktop.ui.calendar.panels.series_move import SeriesMovePanel
from opd_desktop.ui.calendar.visit import CancelPanel
from opd_desktop.ui.text import moment_text
from tests.support import build
from tests.support.booking import book_weekly
from tests.ui.place import CTRL, SHIFT, Place

Key = Qt.Key
NINE = build.tomorrow(9)
WEEK = timedelta(days=7)
QUARTER = timedelta(minutes=15)


@pytest.fixture
def on(place: Callable[..., Place], database: URL) -> Place:
    """A calendar, and one who waits for Dr Rao."""
    made = place()
    request = AddToWaitlist(
        request_id=uuid7(), patient_id=build.patient(database, "Arjun Nair"), practitioner_id=build.RAO,
        facility_id=build.CITY, start=datetime.now(UTC), end=NINE + 3 * WEEK,
    )  # fmt: skip
    made.desk.clinic.call(waitlist.add, request)
    return made


def show(on: Place) -> None:
    on.go_to(on.desk.local(NINE).date())


def moment(on: Place, at: datetime) -> str:
    return moment_text(on.desk.local(at), on.desk.today())


def bar(on: Place) -> str:
    return on.screen.panels.notice.text()


def test_a_visit_made_shorter_frees_its_end(on: Place, database: URL) -> None:
    build.appointment(database, build.patient(database), build.slots(database, 2))
    show(on)
    on.at(NINE, "visit")
    on.press(Key.Key_Up, CTRL | SHIFT)
    on.until(lambda: bool(bar(on)))
    on.settle()
    free = NINE + QUARTER
    assert bar(on).startswith(f"{moment(on, free)} with Dr Rao is free: 1 on the waiting list could take it")
    on.press(Key.Key_O, CTRL | SHIFT)
    on.until(lambda: on.rows() == ["1. Arjun Nair"])
    assert moment(on, free) in on.panel(MatchesPanel).note.text()
    assert bar(on) == ""


def test_an_undo_takes_the_offer_back(on: Place, database: URL) -> None:
    build.appointment(database, build.patient(database), build.slots(database, 2))
    show(on)
    on.at(NINE, "visit")
    on.press(Key.Key_Up, CTRL | SHIFT)
    on.until(lambda: bool(bar(on)))
    on.settle()
    on.undo()
    on.until(lambda: bar(on) == "")


def test_places_of_several_are_offered_one_after_the_other(on: Place, database: URL) -> None:
    slots = build.slots(database, 3)
    for slot in slots:
        build.appointment(database, build.patient(database), [slot])
    show(on)
    for number in (0, 2):
        on.at(NINE + number * QUARTER, "visit")
        on.press(Key.Key_Space, CTRL)
    on.press(Key.Key_Delete)
    on.panel(CancelManyPanel)
    on.enter("Doctor away")
    on.press(Key.Key_Return, CTRL)
    on.until(lambda: bool(bar(on)))
    on.settle()
    assert bar(on).startswith(f"2 places are free that somebody waits for. First {moment(on, NINE)} with Dr Rao")
    on.press(Key.Key_O, CTRL | SHIFT)
    on.until(lambda: on.rows() == ["1. Arjun Nair"])
    assert bar(on).startswith(f"{moment(on, NINE + 2 * QUARTER)} with Dr Rao is free")
    on.press(Key.Key_O)
    on.until(lambda: on.rows() == ["Arjun Nair"])
    on.settle()


def test_a_series_that_is_cancelled_or_moved_frees_its_places(on: Place, database: URL) -> None:
    first, *_later = [build.slots(database, 3, NINE + week * WEEK)[0] for week in range(3)]
    book_weekly(on.desk.clinic, build.patient(database), first, count=3)
    show(on)
    on.at(NINE, "visit")
    on.press(Key.Key_M, SHIFT)
    move = on.panel(SeriesMovePanel)
    move.scope.set_current("all")
    later = on.desk.local(NINE + QUARTER)
    move.clock.setTime(QTime(later.hour, later.minute))
    on.press(Key.Key_Return, CTRL)
    on.until(lambda: bool(bar(on)))
    on.settle()
    assert bar(on).startswith(f"3 places are free that somebody waits for. First {moment(on, NINE)}")
    on.at(NINE + QUARTER, "visit")
    on.press(Key.Key_Delete)
    panel = on.panel(CancelPanel)
    panel.scope.set_current("following")
    panel.reason.setFocus()
    on.enter("Travels")
    on.press(Key.Key_Return, CTRL)
    on.until(lambda: moment(on, NINE + QUARTER) in bar(on))
    on.settle()
    assert bar(on).startswith("3 places are free")


def test_a_place_in_leave_is_offered_to_nobody(on: Place, database: URL) -> None:
    slots = build.slots(database, 1)
    build.appointment(database, build.patient(database), slots)
    build.rows(database, "UPDATE time_slot SET status = 'busy-unavailable' WHERE id = :id", id=slots[0])
    show(on)
    on.at(NINE, "visit")
    on.press(Key.Key_Delete)
    on.panel(CancelPanel)
    on.enter("Doctor away")
    on.press(Key.Key_Return, CTRL)
    on.until(lambda: on.screen.panel is None)
    on.settle()
    assert bar(on) == ""
    assert _waiting(database) == 1


def _waiting(url: URL) -> int:
    ids: list[UUID] = [row["id"] for row in build.rows(url, "SELECT id FROM appointment WHERE status = 'waitlist'")]
    return len(ids)
