"""What other desks do is seen in the calendar."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import URL

from opd_desktop.services import appointments
from opd_desktop.services.dto.appointments import CalendarRequest, Cancel
from tests.support import build
from tests.ui.calendar_help import NINE, Key, local_day
from tests.ui.place import Place


def test_two_desks_see_each_other(place: Callable[..., Place], database: URL) -> None:
    build.patient(database, "Meena Patil")
    build.slots(database, 30)
    one, two = place("reception", "Desk 1"), place("reception", "Desk 2")
    day = local_day(one.screen, NINE)
    one.go_to(day)
    two.go_to(day)
    two.screen.agenda.resize(700, 300)
    last = two.at(NINE + timedelta(minutes=15 * 20))
    scrolled = two.screen.agenda.verticalScrollBar().value()
    one.window.activateWindow()
    one.at(NINE)
    one.screen.agenda.setFocus()
    one.qtbot.keyClick(one.screen.agenda, Key.Key_Return)
    two.until(lambda: "held" in two.kinds())
    plan = two.screen.agenda.plan
    assert plan is not None
    held = next(stop for stop in plan.stops if stop.kind == "held")
    assert held.hold is not None
    assert (held.hold.desk, held.mine) == ("Desk 1", False)
    one.booking.who.picker.set_text("meena")
    one.until(lambda: bool(one.booking.who.picker.hits()))
    one.booking.who.choose(one.booking.who.picker.hits()[0])
    one.booking.submit()
    two.until(lambda: "visit" in two.kinds() and "held" not in two.kinds())
    assert two.screen.agenda.cursor_stop is not None
    assert two.screen.agenda.cursor_stop.key == last.key
    assert two.screen.agenda.verticalScrollBar().value() == scrolled
    one.settle()
    two.settle()


def test_after_a_change_elsewhere_only_whom_it_touches_is_read(
    on: Place, place: Callable[..., Place], three: list[UUID], monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[CalendarRequest] = []
    call = on.desk.clinic.call

    def noted(operation: Any, request: Any) -> Any:
        if isinstance(request, CalendarRequest):
            asked.append(request)
        return call(operation, request)

    monkeypatch.setattr(on.desk.clinic, "call", noted)
    before = on.screen.agenda.plan
    assert before is not None
    other = place("reception", "Desk 2")
    other.desk.clinic.call(
        appointments.cancel, Cancel(id=three[0], cancel_reason="Cannot come", cancelled_by="patient")
    )
    on.until(lambda: len(on.screen.agenda.plan.visits) == 2)  # type: ignore[union-attr]
    on.settle()
    assert asked
    assert asked[-1].events
    after = on.screen.agenda.plan
    assert after is not None
    mehta = next(n for n, column in enumerate(after.columns) if column.practitioner.id == build.MEHTA)
    assert after.parts[mehta] is before.parts[mehta]
    other.settle()
