"""Booking beyond one visit: series, rooms, waiting, what follows, and first available; by keys."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from PySide6.QtCore import Qt
from sqlalchemy import URL

from opd_desktop.services.defaults import install_defaults
from opd_desktop.ui.calendar.draft import DRAFT
from opd_desktop.ui.calendar.panels import slip
from opd_desktop.ui.calendar.panels.find import FindPanel
from tests.support import build
from tests.ui.place import CTRL, SHIFT, Place

Key = Qt.Key
NINE = build.tomorrow(9)
WEEK = timedelta(days=7)


def visits(url: URL) -> list[dict[str, Any]]:
    return build.rows(
        url, "SELECT a.status, a.starts_at, a.ends_at, a.reason, p.name FROM appointment a "
        "JOIN patient p ON p.id = a.patient_id ORDER BY a.starts_at",
    )  # fmt: skip


def begin(on: Place, patient: str = "meena") -> None:
    """Open the booking of tomorrow at nine for somebody."""
    on.go_to(on.desk.local(NINE).date())
    on.at(NINE)
    on.press(Key.Key_Return)
    on.settle()
    on.choose_patient(patient)


# Series


def test_a_series_is_planned_booked_and_taken_back(place: Callable[..., Place], database: URL) -> None:
    build.patient(database, "Meena Patil")
    for week in range(4):
        build.slots(database, 2, NINE + week * WEEK)
    on = place()
    begin(on)
    repeat = on.booking.repeat
    repeat.how.setFocus()
    on.press(Key.Key_Down)
    assert repeat.sentence.text() == f"Every week on {NINE:%A}, 4 visits"
    on.until(lambda: len(repeat.dates.rows()) == 4)
    assert [row.side for row in repeat.dates.rows()] == ["free"] * 4
    assert repeat.without_place() == ()
    on.press(Key.Key_Return, CTRL)
    on.until(lambda: on.screen.panel is None)
    on.settle()
    assert [row["starts_at"] for row in visits(database)] == [NINE + week * WEEK for week in range(4)]
    assert on.said == "Booked 4 visits of Meena Patil with Dr Rao"
    on.undo()
    on.until(lambda: {row["status"] for row in visits(database)} == {"cancelled"})


def test_dates_without_a_place_are_left_out_or_put_elsewhere(place: Callable[..., Place], database: URL) -> None:
    build.patient(database, "Meena Patil")
    build.slots(database, 2)
    build.slots(database, 1, NINE + WEEK + timedelta(hours=2))
    build.slots(database, 1, NINE + 2 * WEEK)
    on = place()
    begin(on)
    repeat = on.booking.repeat
    repeat.count.setValue(4)
    repeat.how.setFocus()
    on.press(Key.Key_Down)
    on.until(lambda: len(repeat.dates.rows()) == 4)
    assert [row.side for row in repeat.dates.rows()] == ["free", "no hours", "free", "no hours"]
    assert repeat.missing.text().startswith("No place on 2 of 4 dates.")
    on.press(Key.Key_Return, CTRL)
    assert on.booking.error_text().startswith("Say what becomes of the dates without a place")
    assert visits(database) == []
    # The keyboard is on the list, at the first such date: Enter offers times near it.
    on.press(Key.Key_Return)
    on.until(lambda: bool(repeat.others.buttons()))
    on.press(Key.Key_Space)
    assert repeat.dates.rows()[1].side == f"instead {on.desk.local(NINE + timedelta(hours=2)):%H:%M}"
    repeat.skip.setFocus()
    on.press(Key.Key_Space)
    on.press(Key.Key_Return, CTRL)
    on.until(lambda: on.screen.panel is None)
    on.until(lambda: len(visits(database)) == 3)
    on.settle()
    assert [row["starts_at"] for row in visits(database)] == [
        NINE, NINE + WEEK + timedelta(hours=2), NINE + 2 * WEEK
    ]  # fmt: skip
    assert any("1 date left out" in text for text in on.told.texts)
    members = build.rows(database, "SELECT DISTINCT series_id FROM appointment")
    assert len(members) == 1, "a time chosen for a date is a visit of the series"
    assert members[0]["series_id"] is not None
    on.undo()
    on.until(lambda: {row["status"] for row in visits(database)} == {"cancelled"})


# Rooms


def test_a_room_is_reserved_with_the_visit_and_only_once(place: Callable[..., Place], database: URL) -> None:
    build.patient(database, "Meena Patil")
    build.patient(database, "Arjun Nair", phone="+919812345670")
    build.slots(database, 1)
    build.slots(database, 1, practitioner=build.MEHTA)
    on = place()
    begin(on)
    on.until(lambda: bool(on.booking.rooms.actions_()))
    action = on.booking.rooms.actions_()[0]
    room = action.text()
    action.trigger()
    assert room in on.booking.rooms.text()
    on.press(Key.Key_Return, CTRL)
    on.until(lambda: on.screen.panel is None)
    on.settle()
    (kept,) = build.rows(
        database, "SELECT l.name, r.starts_at FROM appointment_resource r JOIN location l ON l.id = r.location_id"
    )
    assert (kept["name"], kept["starts_at"]) == (room, NINE)
    other = next(
        n for n, stop in enumerate(on.screen.agenda.plan.stops)  # type: ignore[union-attr]
        if stop.kind == "free" and stop.slot is not None and stop.slot.practitioner_id == build.MEHTA
    )  # fmt: skip
    on.screen.agenda.set_cursor(other)
    on.press(Key.Key_Return)
    on.settle()
    on.choose_patient("arjun")
    on.until(lambda: bool(on.booking.rooms.actions_()))
    action = on.booking.rooms.actions_()[0]
    on.until(lambda: not action.isEnabled())
    until = on.desk.local(NINE + timedelta(minutes=15))
    assert action.text() == f"{room} · taken until {until:%H:%M}, Dr Rao"
    assert action.toolTip() == f"Meena Patil with Dr Rao, {on.desk.local(NINE):%H:%M} to {until:%H:%M}"
    assert all(one.isEnabled() for one in on.booking.rooms.actions_()[1:] if "taken" not in one.text())
    assert len(visits(database)) == 1


def test_a_room_that_another_desk_takes_meanwhile_is_marked_and_refused(
    place: Callable[..., Place], database: URL
) -> None:
    build.patient(database, "Meena Patil")
    build.slots(database, 1)
    on = place()
    begin(on)
    on.until(lambda: bool(on.booking.rooms.actions_()))
    action = on.booking.rooms.actions_()[0]
    room = action.text()
    action.trigger()
    other = build.appointment(
        database, build.patient(database, "Arjun Nair", phone="+919812345670"),
        build.slots(database, 1, practitioner=build.MEHTA),
    )  # fmt: skip
    build.rows(
        database, "INSERT INTO appointment_resource (appointment_id, location_id) "
        "SELECT :visit, id FROM location WHERE name = :room AND facility_id = :city",
        visit=other, room=room, city=build.CITY,
    )  # fmt: skip
    on.press(Key.Key_Return, CTRL)
    on.until(lambda: bool(on.booking.error_text()))
    assert room in on.booking.error_text()
    on.until(lambda: "taken" in on.booking.rooms.text())
    assert action.isChecked(), "it is for the person to choose another"
    assert action.isEnabled()
    on.settle()
    assert [row["status"] for row in visits(database)] == ["booked"]


# Two desks


def test_another_desk_that_books_there_is_named(place: Callable[..., Place], database: URL) -> None:
    build.slots(database, 2, capacity=2)
    two = place("reception", "Desk 2")
    two.go_to(two.desk.local(NINE).date())
    two.at(NINE)
    two.press(Key.Key_Return)
    two.settle()
    assert two.booking.place.others.text() == ""
    one = place()
    one.go_to(one.desk.local(NINE).date())
    one.at(NINE, "free")
    one.press(Key.Key_Return)
    one.settle()
    assert one.booking.place.others.text() == f"Desk 2 is booking {one.desk.local(NINE):%H:%M}"
    two.until(lambda: two.booking.place.others.text() == f"Desk 1 is booking {one.desk.local(NINE):%H:%M}")
    two.screen.close_panel()
    one.until(lambda: one.booking.place.others.text() == "")
    one.screen.close_panel()
    one.settle()
    two.settle()


# What follows


def test_then_tells_the_messages_and_a_slip_is_printed(
    place: Callable[..., Place], database: URL, monkeypatch: pytest.MonkeyPatch
) -> None:
    build.patient(database, "Meena Patil")
    build.slots(database, 2)
    with build.owner(database) as connection:
        install_defaults(connection)
    printed: list[str] = []
    monkeypatch.setattr(
        "opd_desktop.ui.calendar.panels.booker.print_slip",
        lambda desk, visits: printed.append(slip.slip_html(desk, visits)),
    )
    on = place()
    begin(on)
    on.until(lambda: any("Desk" in text for text in on.booking.then.texts()))
    assert on.booking.then.texts()[0] == "Confirmation · Desk at once"
    gone: list[tuple[str, object]] = []
    on.desk.requested.connect(lambda screen, argument: gone.append((screen, argument)))
    for box in (on.booking.then.slip, on.booking.then.again):
        box.setFocus()
        on.press(Key.Key_Space)
    on.press(Key.Key_Return, CTRL)
    on.until(lambda: on.screen.panel is None)
    on.settle()
    assert len(printed) == 1
    assert "Meena Patil" in printed[0]
    assert f"{on.desk.local(NINE):%H:%M}" in printed[0]
    ((screen, who),) = gone
    assert screen == "calendar"
    assert getattr(who, "name", "") == "Meena Patil"


# Waiting instead


def test_wishes_go_to_the_waiting_list(place: Callable[..., Place], database: URL) -> None:
    build.patient(database, "Meena Patil")
    build.slots(database, 2)
    on = place()
    begin(on)
    on.enter("Rash")
    on.booking.wait_button.setFocus()
    on.press(Key.Key_Space)
    assert on.booking.heading.text() == "Waiting list"
    assert not on.booking.place.isVisible()
    on.until(lambda: build.rows(database, "SELECT count(*) AS n FROM slot_hold")[0]["n"] == 0)
    wish = on.booking.wish
    wish.last.setDate(wish.first.date().addDays(-3))
    wish.first.setDate(wish.first.date().addDays(2))
    on.press(Key.Key_Return, CTRL)
    assert wish.last_field.error == "Choose a day that isn't before the first."
    wish.last.setDate(wish.first.date().addDays(9))
    wish.weekdays.button(1).setFocus()
    on.press(Key.Key_Space)
    wish.urgency.set_current("2")
    wish.whom.set_current("any")
    wish.hours.set_current("morning")
    wish.note.setFocus()
    on.enter("after 18:00")
    on.press(Key.Key_Return, CTRL)
    on.until(lambda: on.screen.panel is None)
    on.settle()
    assert on.said == "Meena Patil is on the waiting list of General medicine"
    (row,) = build.rows(
        database, "SELECT w.urgency, w.weekdays, w.note, w.specialty, w.to_time::text AS until, a.reason "
        "FROM waitlist_wish w JOIN appointment a ON a.id = w.appointment_id",
    )  # fmt: skip
    assert (row["urgency"], list(row["weekdays"]), row["note"]) == (2, [1], "after 18:00")
    assert (row["specialty"], row["until"], row["reason"]) == ("General medicine", "12:00:00", "Rash")


def test_a_series_and_wishes_survive_a_crash(place: Callable[..., Place], database: URL) -> None:
    build.patient(database, "Meena Patil")
    build.slots(database, 2)
    on = place()
    begin(on)
    on.booking.repeat.how.setCurrentIndex(2)
    on.booking.repeat.count.setValue(7)
    on.press(Key.Key_Escape)
    on.settle()
    on.press(Key.Key_Return)
    on.settle()
    on.booking.restore()
    on.settle()
    assert on.booking.patient is not None
    assert on.booking.repeat.how.currentData() == "WEEKLY 2"
    assert on.booking.repeat.count.value() == 7
    on.booking.repeat.how.setCurrentIndex(0)
    on.booking.wait()
    on.booking.wish.note.setText("any day")
    on.press(Key.Key_Escape)
    on.settle()
    on.press(Key.Key_Return)
    on.settle()
    on.booking.restore()
    on.settle()
    assert on.booking.wish.note.text() == "any day"
    assert on.booking.button.text() == "Put on the list"
    on.screen.close_panel()
    on.settle()


# First available


def test_first_available_by_typing_and_enter_books_there(place: Callable[..., Place], database: URL) -> None:
    build.patient(database, "Meena Patil")
    build.slots(database, 4)
    build.slots(database, 4, NINE + timedelta(days=2), practitioner=build.MEHTA)
    on = place()
    on.press(Key.Key_F, CTRL | SHIFT)
    panel = on.panel(FindPanel)
    on.until(lambda: len(on.rows()) == 8)
    on.enter("mehta")
    on.until(lambda: len(on.rows()) == 4)
    panel.length.setValue(3)
    on.until(lambda: len(on.rows()) == 2)
    panel.who.setFocus()
    on.press(Key.Key_Down)
    row = panel.list.current()
    assert row is not None
    assert "Dr Mehta" in row.lines[0]
    on.press(Key.Key_Return)
    on.until(lambda: not isinstance(on.screen.panel, FindPanel) and on.screen.panel is not None)
    on.settle()
    day = on.desk.local(NINE + timedelta(days=2)).date()
    assert on.screen.presenter.state.day == day
    assert on.booking.slot is not None
    assert on.booking.slot.starts_at == NINE + timedelta(days=2, minutes=15)
    assert len(on.booking.slot_ids()) == 3
    on.screen.close_panel()
    on.settle()


def test_first_available_says_why_there_is_nothing(place: Callable[..., Place], database: URL) -> None:
    build.slots(database, 1)
    on = place()
    on.press(Key.Key_F, CTRL | SHIFT)
    panel = on.panel(FindPanel)
    on.until(lambda: len(on.rows()) == 1)
    on.enter("nobody")
    on.until(lambda: on.rows() == [])
    assert panel.empty.title() == "Nobody here is called that"
    panel.who.clear()
    on.until(lambda: len(on.rows()) == 1)
    # An hour among the words: not before that.
    on.enter(f"rao {on.desk.local(NINE + timedelta(minutes=30)):%H:%M}")
    on.until(lambda: on.rows() == [])
    panel.who.setText(f"rao {on.desk.local(NINE):%H:%M}")
    on.until(lambda: len(on.rows()) == 1)
    panel.who.clear()
    panel.length.setValue(2)
    on.until(lambda: panel.empty.title() == "No free place in the coming year")
    on.press(Key.Key_Escape)
    assert on.screen.panel is None
    on.settle()


def test_a_filter_that_hides_the_doctor_is_taken_off(place: Callable[..., Place], database: URL) -> None:
    build.slots(database, 1)
    build.slots(database, 1, practitioner=build.MEHTA)
    on = place()
    on.go_to(on.desk.local(NINE).date())
    on.screen.presenter.show_only(build.RAO)
    on.press(Key.Key_F, CTRL | SHIFT)
    on.panel(FindPanel)
    on.enter("mehta")
    on.until(lambda: len(on.rows()) == 1)
    on.press(Key.Key_Return)
    on.until(lambda: not isinstance(on.screen.panel, FindPanel) and on.screen.panel is not None)
    on.settle()
    assert on.booking.slot is not None
    assert on.booking.slot.practitioner_id == build.MEHTA
    on.screen.close_panel()
    on.settle()


# Nothing is cut


def test_no_face_of_the_booking_is_wider_than_its_panel(place: Callable[..., Place], database: URL) -> None:
    build.patient(database, "Meena Patil")
    build.slots(database, 1)
    on = place()
    begin(on)
    inside = on.booking._scroll.widget()
    assert inside is not None
    # A bar to scroll with takes some of it.
    room = on.booking.width() - 10
    assert inside.minimumSizeHint().width() <= room
    on.booking.wait()
    assert on.booking.wish.isVisible()
    assert inside.minimumSizeHint().width() <= room


def test_a_letter_typed_by_mistake_is_no_unfinished_booking(place: Callable[..., Place], database: URL) -> None:
    build.slots(database, 1)
    on = place()
    on.go_to(on.desk.local(NINE).date())
    on.at(NINE)
    on.enter("w")
    assert on.booking.who.picker.text() == "w"
    on.press(Key.Key_Escape)
    on.settle()
    assert on.desk.drafts.get(DRAFT) is None
