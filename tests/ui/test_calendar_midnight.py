"""A calendar that stays open over midnight: the date, the column of today, the now-line, what is past."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from sqlalchemy import URL

from opd_desktop.services.dto.appointments import CalendarDto
from opd_desktop.ui.calendar.agenda import AgendaView
from opd_desktop.ui.calendar.day import DayPlan
from opd_desktop.ui.calendar.planning import Look, plan_week
from opd_desktop.ui.clock import ServerClock, ticks
from tests.support import build
from tests.support.calendar_day import DAY, calendar, doctor, slots, visit
from tests.ui.place import Place

RAO = doctor("Dr Rao")
NEXT = DAY + timedelta(days=1)


def night(now: str) -> CalendarDto:
    """Dr Rao works through the night; the days after have no hours."""
    return calendar(
        (RAO,), slots(RAO, "22:00", 16), (visit(RAO, "23:30", "Meena Patil"), visit(RAO, "24:30", "Li Wei")), now=now
    )


def week_of(found: CalendarDto, before: DayPlan | None = None) -> DayPlan:
    days = [DAY + timedelta(days=number) for number in range(-1, 4)]
    return plan_week(found, DAY, days, RAO.id, Look(), found.now, before)


@pytest.fixture
def show() -> Iterator[Callable[[DayPlan], AgendaView]]:
    views: list[AgendaView] = []

    def make(plan: DayPlan) -> AgendaView:
        view = AgendaView()
        views.append(view)
        view.resize(1200, 900)
        view.set_plan(plan)
        view.set_now(plan.minute(plan.now))
        view.show()
        QApplication.processEvents()
        return view

    yield make
    for view in views:
        view.close()
        view.deleteLater()
    QApplication.processEvents()


def picture(view: AgendaView, *, top: bool = False) -> QImage:
    view.verticalScrollBar().setValue(0 if top else view.verticalScrollBar().maximum())
    view.horizontalScrollBar().setValue(0)
    view.clearFocus()
    view.set_cursor(None)
    return view.grab().toImage()


@pytest.mark.parametrize("top", [True, False], ids=["top", "bottom"])
def test_what_is_kept_over_midnight_is_what_would_be_painted_anew(
    show: Callable[[DayPlan], AgendaView], top: bool
) -> None:
    before = week_of(night("23:50"))
    view = show(before)
    picture(view, top=not top)
    picture(view, top=top)
    after = week_of(night("24:10"), before)
    view.set_plan(after)
    view.set_now(after.minute(after.now))
    kept = picture(view, top=top)
    assert kept == picture(show(week_of(night("24:10"))), top=top)
    assert kept != picture(show(before), top=top)


def test_today_and_the_now_line_go_to_the_next_column() -> None:
    before, after = week_of(night("23:59")), week_of(night("24:01"))
    assert (before.today, after.today) == (DAY, NEXT)
    assert [before.now_in(column) for column in range(3)] == [None, 23 * 60 + 59, None]
    assert [after.now_in(column) for column in range(3)] == [None, None, 1]


def pass_midnight(on: Place) -> None:
    """The clock of the desk goes on to ten past midnight of its facility."""
    now = on.desk.local(on.desk.now())
    later = now.replace(hour=0, minute=10, second=0) + timedelta(days=1)
    on.desk.clock = ServerClock(later, ticks())
    on.screen.presenter.tick()
    on.settle()


def open_tomorrow(on: Place, database: URL) -> date:
    """A place at nine on the day after today; returns the day."""
    now = on.desk.local(on.desk.now())
    nine = now.replace(hour=9, minute=0, second=0, microsecond=0) + timedelta(days=1)
    build.slots(database, 1, nine)
    return nine.date()


def test_the_screen_goes_on_to_the_new_day(place: Callable[..., Place], database: URL) -> None:
    on = place()
    tomorrow = open_tomorrow(on, database)
    assert on.screen.presenter.state.day == tomorrow - timedelta(days=1)
    pass_midnight(on)
    assert on.screen.presenter.state.day == tomorrow == on.desk.today()
    plan = on.screen.agenda.plan
    assert plan is not None
    assert (plan.day, plan.today) == (on.desk.today(), on.desk.today())
    assert [stop.kind for stop in plan.stops] == ["free"]
    assert on.screen.agenda._now is not None
    assert 10 <= on.screen.agenda._now < 15
    assert f"{on.desk.today().day} " in on.screen.current_title()


def test_who_looked_at_tomorrow_before_midnight_follows_the_days_after_it(
    place: Callable[..., Place], database: URL
) -> None:
    on = place()
    tomorrow = open_tomorrow(on, database)
    on.go_to(tomorrow)
    assert on.screen.agenda._now is None
    pass_midnight(on)
    assert on.screen.presenter.state.day == tomorrow
    assert on.screen.agenda._now is not None
    pass_midnight(on)
    assert on.screen.presenter.state.day == tomorrow + timedelta(days=1)


def test_who_looks_at_another_day_stays_there(place: Callable[..., Place]) -> None:
    on = place()
    far = on.desk.today() + timedelta(days=9)
    on.go_to(far)
    pass_midnight(on)
    assert on.screen.presenter.state.day == far
    assert on.screen.agenda._now is None


def test_what_is_being_booked_stays_open_over_midnight(place: Callable[..., Place], database: URL) -> None:
    build.patient(database, "Meena Patil")
    on = place()
    on.go_to(open_tomorrow(on, database))
    on.screen.agenda.set_cursor(0)
    on.screen.agenda._enter()
    on.settle()
    on.choose_patient("meena")
    on.enter("Fever")
    pass_midnight(on)
    assert (on.booking.patient is not None, on.booking.reason.text()) == (True, "Fever")
