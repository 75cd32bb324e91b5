"""The calendar screen over the real services, by real keys and clicks."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from sqlalchemy import URL

from opd_desktop.ui.calendar.draft import DRAFT
from opd_desktop.ui.calendar.view import CalendarScreen
from opd_desktop.ui.calendar.visit import CancelPanel, VisitPanel
from opd_desktop.ui.widgets import Button
from tests.support import build
from tests.ui.conftest import Host
from tests.ui.place import Place

Key = Qt.Key


NINE = build.tomorrow(9)
DAY = NINE.astimezone().date()


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


# Booking


def test_a_visit_is_booked_by_keys_alone(place: Callable[..., Place], database: URL) -> None:
    build.patient(database, "Meena Patil")
    build.slots(database, 4)
    on = place()
    on.go_to(local_day(on.screen, NINE))
    on.at(NINE)
    on.press(Key.Key_Down)
    on.press(Key.Key_Return)
    on.settle()
    on.until(lambda: holds(database) == 1)
    assert "held for you" in on.booking.place.where.text()
    assert "Dr Rao" in on.booking.place.where.text()
    choose_patient(on, "meena")
    on.enter("Fever, 3 days")
    on.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    on.until(lambda: on.screen.panel is None)
    on.settle()
    (row,) = booked_rows(database)
    assert (row["name"], row["status"], row["reason"]) == ("Meena Patil", "booked", "Fever, 3 days")
    assert row["starts_at"] == NINE + timedelta(minutes=15)
    assert holds(database) == 0
    assert on.said == f"Booked Meena Patil at {on.desk.local(row['starts_at']):%H:%M} with Dr Rao"
    assert on.told.undo is not None
    stop = on.screen.agenda.cursor_stop
    assert stop is not None
    assert stop.visit is not None
    assert stop.visit.patient_name == "Meena Patil"
    assert on.desk.drafts.get(DRAFT) is None
    on.desk.undo(on.told.undo)
    on.until(lambda: booked_rows(database)[0]["status"] == "cancelled")


def test_typing_a_name_on_a_free_place_searches_there(place: Callable[..., Place], database: URL) -> None:
    build.patient(database, "Meena Patil")
    build.slots(database, 2)
    on = place()
    on.go_to(local_day(on.screen, NINE))
    on.at(NINE)
    on.enter("m")
    on.enter("eena")
    assert on.booking.who.picker.text() == "meena"
    on.until(lambda: [hit.name for hit in on.booking.who.picker.hits()] == ["Meena Patil"])
    on.settle()


def test_several_slots_and_another_kind_of_visit(place: Callable[..., Place], database: URL) -> None:
    build.patient(database)
    build.slots(database, 4)
    on = place()
    on.go_to(local_day(on.screen, NINE))
    on.at(NINE)
    on.press(Key.Key_Return)
    on.settle()
    assert [on.booking.length.itemText(n) for n in range(on.booking.length.count())] == [
        "15 min", "30 min · 2 slots", "45 min · 3 slots", "1 h · 4 slots",
    ]  # fmt: skip
    on.booking.length.setFocus()
    on.press(Key.Key_Down)
    on.settle()
    on.until(lambda: holds(database) == 2)
    on.booking.kind.setFocus()
    on.press(Key.Key_Down)
    on.booking.setFocus()
    choose_patient(on, "meena")
    on.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    on.until(lambda: on.screen.panel is None)
    (row,) = booked_rows(database)
    assert row["ends_at"] - row["starts_at"] == timedelta(minutes=30)
    assert row["visit_kind"] == "follow-up"


def test_a_new_patient_is_registered_inside_the_booking(place: Callable[..., Place], database: URL) -> None:
    build.patient(database, "Meena Patil", phone="+919820041177")
    build.slots(database, 2)
    on = place()
    on.go_to(local_day(on.screen, NINE))
    on.at(NINE)
    on.press(Key.Key_Return)
    on.settle()
    on.enter("Mina Patel")
    on.settle()
    on.press(Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    form = on.booking.form
    assert form is not None
    assert form.name.text() == "Mina Patel"
    form.birth.setFocus()
    on.enter("34")
    form.phone.setFocus()
    on.enter("98200 41178")
    form.consent.setChecked(True)
    on.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    on.until(lambda: on.screen.panel is not None and on.booking.patient is not None)
    assert on.booking.form is None
    on.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    on.until(lambda: on.screen.panel is None)
    assert [row["name"] for row in booked_rows(database)] == ["Mina Patel"]
    consent = build.rows(
        database,
        "SELECT c.granted FROM patient_consent c JOIN patient p ON p.id = c.patient_id WHERE p.name = 'Mina Patel'",
    )
    assert [row["granted"] for row in consent] == [True]


def test_without_a_patient_nothing_is_booked(place: Callable[..., Place], database: URL) -> None:
    build.slots(database, 2)
    on = place()
    on.go_to(local_day(on.screen, NINE))
    on.at(NINE)
    on.press(Key.Key_Return)
    on.settle()
    on.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert on.booking.error_text() == "Choose a patient first, or register a new one with Ctrl+N."
    assert booked_rows(database) == []


def test_a_warning_is_shown_and_does_not_refuse(place: Callable[..., Place], database: URL) -> None:
    meena = build.patient(database, "Meena Patil")
    slots = build.slots(database, 4)
    build.appointment(database, meena, slots[3:])
    on = place()
    on.go_to(local_day(on.screen, NINE))
    on.at(NINE)
    on.press(Key.Key_Return)
    on.settle()
    choose_patient(on, "meena")
    on.until(lambda: bool(on.booking.warnings_text()))
    assert on.booking.warnings_text().startswith("Already booked with Dr Rao on ")
    on.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    on.until(lambda: on.screen.panel is None)
    assert len(booked_rows(database)) == 2


def test_esc_gives_the_place_back_and_keeps_what_was_typed(place: Callable[..., Place], database: URL) -> None:
    build.patient(database, "Meena Patil")
    build.slots(database, 2)
    on = place()
    on.go_to(local_day(on.screen, NINE))
    on.at(NINE)
    on.press(Key.Key_Return)
    on.settle()
    choose_patient(on, "meena")
    on.enter("Cough")
    on.press(Key.Key_Escape)
    assert on.screen.panel is None
    on.until(lambda: holds(database) == 0)
    on.settle()
    on.press(Key.Key_Return)
    on.settle()
    assert on.booking._restore.text() == "The booking of Meena Patil was not finished."
    on.booking.restore()
    on.settle()
    assert on.booking.patient is not None
    assert on.booking.reason.text() == "Cough"


def test_a_booking_survives_a_crash(place: Callable[..., Place], host: Host, database: URL, qtbot: QtBot) -> None:
    build.patient(database, "Meena Patil")
    build.slots(database, 2)
    on = place()
    on.go_to(local_day(on.screen, NINE))
    on.at(NINE + timedelta(minutes=15))
    on.press(Key.Key_Return)
    on.settle()
    choose_patient(on, "meena")
    on.enter("Cough")
    on.until(lambda: (on.desk.drafts.get(DRAFT) or {}).get("reason") == "Cough")
    again = CalendarScreen(on.desk)
    other = Place(qtbot, again, host(again))
    other.go_to(local_day(again, NINE))
    assert again.unfinished.text() == "The booking of Meena Patil was not finished."
    again._go_on()
    other.settle()
    assert other.booking.reason.text() == "Cough"
    assert other.booking.patient is not None
    assert other.booking.slot is not None
    assert other.booking.slot.starts_at == NINE + timedelta(minutes=15)
    again.close_panel()
    other.settle()


def test_a_panel_closed_while_booking_leaves_nothing_behind(place: Callable[..., Place], database: URL) -> None:
    build.patient(database, "Meena Patil")
    build.slots(database, 2)
    on = place()
    on.go_to(local_day(on.screen, NINE))
    on.at(NINE)
    on.press(Key.Key_Return)
    on.settle()
    choose_patient(on, "meena")
    on.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    on.press(Key.Key_Escape)
    assert on.screen.panel is None
    on.until(lambda: on.said.startswith("Booked Meena Patil"))
    on.settle()
    assert on.desk.drafts.get(DRAFT) is None
    assert holds(database) == 0
    assert len(booked_rows(database)) == 1


def test_another_place_takes_an_open_booking_along(place: Callable[..., Place], database: URL) -> None:
    build.patient(database, "Meena Patil")
    slots = build.slots(database, 3)
    on = place()
    on.go_to(local_day(on.screen, NINE))
    on.at(NINE)
    on.press(Key.Key_Return)
    on.settle()
    choose_patient(on, "meena")
    panel = on.booking
    on.qtbot.mouseClick(
        on.screen.agenda.viewport(),
        Qt.MouseButton.LeftButton,
        pos=on.screen.agenda.stop_rect(on.screen.agenda.plan.index_of(("free", slots[2]))).center(),  # type: ignore
    )
    on.settle()
    assert on.screen.panel is panel
    assert panel.patient is not None
    assert panel.slot_ids() == (slots[2],)
    on.until(lambda: holds(database) == 1)
    rows = build.rows(database, "SELECT slot_id FROM slot_hold")
    assert [row["slot_id"] for row in rows] == [slots[2]]


def test_a_place_that_is_gone_offers_others_to_click(place: Callable[..., Place], database: URL) -> None:
    build.patient(database, "Meena Patil")
    slots = build.slots(database, 4)
    on = place()
    on.go_to(local_day(on.screen, NINE))
    # Taken behind the screen's back: no event tells it.
    build.appointment(database, build.patient(database, "Li Wei", phone="+919812345670"), slots[:1])
    on.at(NINE, "free")
    on.press(Key.Key_Return)
    on.until(lambda: bool(on.booking.alternatives()))
    assert on.booking.error_text() == "This time can't be had any more. Free near it:"
    first = on.booking.alternatives()[0]
    assert first.text() == f"{on.desk.local(NINE + timedelta(minutes=15)):%H:%M}"
    on.qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    on.until(lambda: on.booking.slot_ids() == (slots[1],))
    on.settle()
    on.until(lambda: holds(database) == 1)
    assert on.booking.error_text() == ""


def test_a_hold_that_ran_out_says_so_and_is_taken_again(place: Callable[..., Place], database: URL) -> None:
    build.slots(database, 2)
    on = place()
    on.go_to(local_day(on.screen, NINE))
    on.at(NINE)
    on.press(Key.Key_Return)
    on.settle()
    hold = on.screen.keeper.hold
    assert hold is not None
    build.rows(database, "UPDATE slot_hold SET expires_at = now() - interval '1 second'")
    on.screen.keeper._held = hold.model_copy(update={"expires_at": on.desk.now() - timedelta(seconds=1)})
    on.booking.place.count_down()
    assert on.booking.place.lapsed.text() == "The time is no longer held for you; another desk may take it."
    again = next(one for one in on.booking.place.lapsed.findChildren(Button) if one.text() == "Hold again")
    on.qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    on.until(lambda: on.screen.keeper.hold is not None)
    on.settle()
    assert on.booking.place.lapsed.text() == ""
    assert holds(database) == 1


def test_overbooking_needs_the_right_and_a_reason(place: Callable[..., Place], database: URL) -> None:
    build.patient(database, "Meena Patil")
    slots = build.slots(database, 2, overbook=1)
    build.appointment(database, build.patient(database, "Li Wei", phone="+919812345670"), slots[:1])
    on = place()
    on.go_to(local_day(on.screen, NINE))
    on.at(NINE)
    on.press(Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert on.said.startswith("This time is full, and overbooking needs a right")
    assert on.screen.panel is None
    boss = place("manager", "Office")
    boss.go_to(local_day(boss.screen, NINE))
    boss.at(NINE)
    boss.press(Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    boss.settle()
    assert boss.booking.heading.text().startswith("Overbook")
    choose_patient(boss, "meena")
    boss.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert boss.booking.fields.overbook_field.error == "Write why this time is overbooked."
    boss.enter("Sent by the ward")
    boss.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    boss.until(lambda: boss.screen.panel is None)
    rows = [row for row in booked_rows(database) if row["name"] == "Meena Patil"]
    assert [(row["overbooked"], row["overbook_reason"]) for row in rows] == [(True, "Sent by the ward")]
    boss.settle()
    boss.at(NINE)
    boss.press(Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert boss.said == "This time is full and may not be overbooked any more. Choose another."


def test_the_waiting_list(place: Callable[..., Place], database: URL) -> None:
    build.patient(database, "Meena Patil")
    build.slots(database, 2)
    on = place()
    on.go_to(local_day(on.screen, NINE))
    on.at(NINE)
    on.press(Key.Key_Return)
    on.settle()
    choose_patient(on, "meena")
    on.qtbot.mouseClick(on.booking.wait_button, Qt.MouseButton.LeftButton)
    on.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    on.until(lambda: on.screen.panel is None)
    assert on.said == "Meena Patil is on the waiting list of Dr Rao"
    assert [row["status"] for row in booked_rows(database)] == ["waitlist"]
    on.until(lambda: holds(database) == 0)


def test_a_doctor_books_own_visits_only(place: Callable[..., Place], database: URL) -> None:
    build.slots(database, 2, practitioner=build.MEHTA)
    on = place("doctor", "Room 3")
    on.go_to(local_day(on.screen, NINE))
    on.at(NINE)
    on.press(Key.Key_Return)
    assert on.screen.panel is None
    assert on.said == "You book your own visits only. Ask the desk to book with another doctor."


# Two desks


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


# Moving, cancelling, checking in


@pytest.fixture
def visit_at_nine(database: URL) -> UUID:
    meena = build.patient(database, "Meena Patil")
    slots = build.slots(database, 4)
    return build.appointment(database, meena, slots[:1])


def test_moving_by_keys_and_undo(place: Callable[..., Place], database: URL, visit_at_nine: UUID) -> None:
    on = place()
    on.go_to(local_day(on.screen, NINE))
    on.at(NINE)
    on.press(Key.Key_M)
    assert on.screen.bar.text().startswith("Moving Meena Patil")
    on.press(Key.Key_Down)
    on.press(Key.Key_Down)
    on.press(Key.Key_Return)
    on.until(lambda: booked_rows(database)[0]["starts_at"] == NINE + timedelta(minutes=30))
    on.settle()
    assert on.said == f"Moved Meena Patil to {on.desk.local(NINE + timedelta(minutes=30)):%H:%M} with Dr Rao"
    assert on.screen.bar.text() == ""
    stop = on.screen.agenda.cursor_stop
    assert stop is not None
    assert stop.visit is not None
    assert stop.visit.id == visit_at_nine
    assert on.told.undo is not None
    on.desk.undo(on.told.undo)
    on.until(lambda: booked_rows(database)[0]["starts_at"] == NINE)


def test_esc_stops_moving(place: Callable[..., Place], database: URL, visit_at_nine: UUID) -> None:
    del visit_at_nine
    on = place()
    on.go_to(local_day(on.screen, NINE))
    on.at(NINE)
    on.press(Key.Key_F2)
    on.press(Key.Key_Down)
    on.press(Key.Key_Escape)
    assert on.screen.agenda.moving is None
    assert on.screen.bar.text() == ""
    assert booked_rows(database)[0]["starts_at"] == NINE


def test_dragging_moves_and_a_refused_place_says_why(
    place: Callable[..., Place], database: URL, visit_at_nine: UUID
) -> None:
    del visit_at_nine
    slots = build.rows(database, "SELECT id FROM time_slot ORDER BY starts_at")
    build.appointment(database, build.patient(database, "Li Wei", phone="+919812345670"), [slots[1]["id"]])
    on = place()
    on.go_to(local_day(on.screen, NINE))
    agenda = on.screen.agenda

    def middle(minutes: int) -> Any:
        index = agenda.plan.index_of(on.at(NINE + timedelta(minutes=minutes)).key)  # type: ignore[union-attr]
        return agenda.stop_rect(index).center()  # type: ignore[arg-type]

    start, full, free = middle(0), middle(15), middle(45)
    port = agenda.viewport()
    on.qtbot.mousePress(port, Qt.MouseButton.LeftButton, pos=start)
    on.qtbot.mouseMove(port, (start + full) / 2)
    on.qtbot.mouseMove(port, full)
    ghost = agenda._marks().ghost
    assert ghost is not None
    assert ghost.refusal == f"{on.desk.local(NINE + timedelta(minutes=15)):%H:%M} is full"
    on.qtbot.mouseMove(port, free)
    on.qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=free)
    on.until(lambda: booked_rows(database)[1]["starts_at"] == NINE + timedelta(minutes=45))
    on.settle()
    assert on.said.startswith("Moved Meena Patil to")


def test_cancelling_asks_for_a_reason(place: Callable[..., Place], database: URL, visit_at_nine: UUID) -> None:
    del visit_at_nine
    on = place()
    on.go_to(local_day(on.screen, NINE))
    on.at(NINE)
    on.press(Key.Key_Delete)
    panel = on.screen.panel
    assert isinstance(panel, CancelPanel)
    on.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert panel.field.error == "Say why, in a word or two."
    on.enter("Feels better")
    on.press(Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    on.until(lambda: on.screen.panel is None)
    on.settle()
    (row,) = booked_rows(database)
    assert (row["status"], row["cancel_reason"], row["cancelled_by"]) == ("cancelled", "Feels better", "patient")
    assert on.kinds() == ["free"] * 4
    on.press(Key.Key_H, Qt.KeyboardModifier.ControlModifier)
    assert "visit" in on.kinds()
    assert on.told.undo is not None
    on.desk.undo(on.told.undo)
    on.until(lambda: booked_rows(database)[0]["status"] == "booked")
    on.settle()


def test_a_click_opens_a_visit_with_its_history(
    place: Callable[..., Place], database: URL, visit_at_nine: UUID
) -> None:
    del database, visit_at_nine
    on = place()
    on.go_to(local_day(on.screen, NINE))
    index = on.screen.agenda.plan.index_of(on.at(NINE).key)  # type: ignore[union-attr]
    centre = on.screen.agenda.stop_rect(index).center()  # type: ignore[arg-type]
    on.qtbot.mouseClick(on.screen.agenda.viewport(), Qt.MouseButton.LeftButton, pos=centre)
    panel = on.screen.panel
    assert isinstance(panel, VisitPanel)
    on.settle()
    assert "Booked for" in panel.history_text()
    assert panel.buttons()[-2:] == ["Move", "Cancel the visit"], "before them is what belongs to the day itself"
    on.press(Key.Key_Escape)
    assert on.screen.panel is None
    assert on.screen.agenda.hasFocus()


@pytest.fixture
def visits_today(database: URL) -> tuple[UUID, UUID, datetime]:
    """Two visits of today, begun some minutes ago: past the grace of a no-show."""
    zone = build.rows(database, "SELECT time_zone FROM facility WHERE code = 'CITY'")[0]["time_zone"]
    midnight = build.rows(
        database, "SELECT (date_trunc('day', now() AT TIME ZONE :zone) AT TIME ZONE :zone) AS at", zone=zone
    )[0]["at"]
    now = datetime.now(UTC).replace(second=0, microsecond=0)
    if now - midnight < timedelta(minutes=13):
        pytest.skip("just past midnight at the facility: no visit of today can be late yet")
    start = max(now - timedelta(minutes=20), midnight)
    slots = build.slots(database, 2, start, minutes=60)
    meena = build.patient(database, "Meena Patil")
    first = build.appointment(database, meena, slots[:1])
    other = build.slots(database, 1, start, minutes=60, practitioner=build.MEHTA)
    second = build.appointment(database, build.patient(database, "Li Wei", phone="+919812345670"), other)
    return first, second, start


def test_check_in_from_the_calendar(
    place: Callable[..., Place], database: URL, visits_today: tuple[UUID, UUID, datetime]
) -> None:
    first, _second, _start = visits_today
    on = place()
    on.settle()
    assert on.screen.agenda.put_cursor_on(first)
    on.press(Key.Key_F5)
    on.until(lambda: on.said.startswith("Checked in Meena Patil, token A-001"))
    on.settle()
    visit = on.screen.presenter.find(first)
    assert visit is not None
    assert (visit.status.value, visit.token) == ("checked-in", "A-001")
    assert on.told.undo is not None
    gone: list[tuple[str, object]] = []
    on.desk.requested.connect(lambda screen, argument: gone.append((screen, argument)))
    on.press(Key.Key_Return)
    panel = on.screen.panel
    assert isinstance(panel, VisitPanel)
    assert panel.buttons()[0] == "Open the encounter"
    on.press(Key.Key_E)
    assert gone == [("encounter", visit.encounter_id)]
    on.settle()


def test_arrived_and_no_show(
    place: Callable[..., Place], database: URL, visits_today: tuple[UUID, UUID, datetime]
) -> None:
    first, second, _start = visits_today
    on = place()
    on.screen.agenda.put_cursor_on(first)
    on.press(Key.Key_Return)
    panel = on.screen.panel
    assert isinstance(panel, VisitPanel)
    assert panel.buttons() == ["Check in", "Arrived", "No-show", "Move", "Cancel the visit"]
    on.press(Key.Key_F4)
    on.until(lambda: on.said == "Meena Patil has arrived")
    on.settle()
    assert panel.visit.status.value == "arrived"
    assert panel.buttons() == ["Check in", "Cancel the visit"]
    on.press(Key.Key_Escape)
    on.screen.agenda.put_cursor_on(second)
    on.press(Key.Key_N, Qt.KeyboardModifier.ShiftModifier)
    on.until(lambda: on.said == "Li Wei did not come")
    on.settle()
    assert {row["status"] for row in booked_rows(database)} == {"arrived", "noshow"}


# Going about


def test_days_are_stepped_by_keys_and_t_is_today(place: Callable[..., Place], database: URL) -> None:
    del database
    on = place()
    today = on.desk.today()
    for key, modifier, day in (
        (Key.Key_PageDown, Qt.KeyboardModifier.NoModifier, today + timedelta(days=1)),
        (Key.Key_PageDown, Qt.KeyboardModifier.ShiftModifier, today + timedelta(days=8)),
        (Key.Key_PageUp, Qt.KeyboardModifier.NoModifier, today + timedelta(days=7)),
        (Key.Key_T, Qt.KeyboardModifier.NoModifier, today),
    ):
        on.press(key, modifier)
        assert on.screen.presenter.state.day == day
        on.settle()
    assert on.screen.current_title() == f"{today:%A} {today.day} {today:%B}"


@pytest.mark.qt_log_ignore("This plugin does not support (raise|grabbing the keyboard|propagateSizeHints)")
def test_a_far_day_is_chosen_in_the_month_and_another_facility_shows_its_own_doctors(
    place: Callable[..., Place], database: URL
) -> None:
    del database
    on = place()
    far = on.desk.today() + timedelta(days=45)
    on.press(Key.Key_G, Qt.KeyboardModifier.ControlModifier)
    on.screen.date.month.setSelectedDate(QDate(far.year, far.month, far.day))
    table = on.screen.date.month.findChild(QWidget, "qt_calendar_calendarview")
    assert isinstance(table, QWidget)
    on.qtbot.keyClick(table, Key.Key_Return)
    assert on.screen.presenter.state.day == far
    on.settle()
    other = next(one for one in on.desk.facilities if one.id == build.LAKESIDE)
    on.desk.choose_facility(other)
    on.until(lambda: on.screen.agenda.plan is not None)
    on.settle()
    plan = on.screen.agenda.plan
    assert plan is not None
    assert [column.practitioner.display_name for column in plan.columns] == ["Dr Lindqvist"]
    assert plan.zone.key == "Europe/Berlin"


def test_empty_days_say_why_and_what_to_do(place: Callable[..., Place], database: URL) -> None:
    build.slots(database, 2)
    on = place()
    day = local_day(on.screen, NINE)
    on.go_to(day)
    assert on.screen._stack.currentWidget() is on.screen.agenda
    on.screen.presenter.show_only(build.MEHTA)
    assert on.screen._stack.currentWidget() is on.screen.empty
    assert on.screen.empty.title().startswith("No hours for Dr Mehta on ")
    on.screen.acts.everybody.trigger()
    assert on.screen._stack.currentWidget() is on.screen.agenda
    on.screen.presenter.show_only("General medicine")
    assert on.screen.agenda.plan is not None
    assert [c.practitioner.specialty for c in on.screen.agenda.plan.columns] == ["General medicine"] * 2
    on.screen.presenter.show_only(None)
    on.go_to(day + timedelta(days=1))
    assert on.screen.empty.title().startswith("No hours on ")
    build.rows(
        database,
        "INSERT INTO schedule_exception (id, practitioner_id, facility_id, kind, starts_at, ends_at, reason) "
        "VALUES (gen_random_uuid(), NULL, :facility, 'holiday', :start, :end, 'Diwali')",
        facility=build.CITY, start=NINE + timedelta(hours=20), end=NINE + timedelta(hours=36),
    )  # fmt: skip
    on.screen.refresh()
    on.settle()
    assert "Holiday" in on.screen.empty.title()
    assert "Diwali" in on.screen.empty.title()


def test_other_screens_ask_for_a_visit_or_a_booking(
    place: Callable[..., Place], database: URL, visit_at_nine: UUID
) -> None:
    on = place()
    on.screen.open(visit_at_nine)
    on.until(lambda: isinstance(on.screen.panel, VisitPanel))
    on.settle()
    assert on.screen.presenter.state.day == local_day(on.screen, NINE)
    assert on.screen.selected() is not None
    from opd_desktop.services import patients
    from opd_desktop.services.dto.common import ById

    patient_id = build.rows(database, "SELECT id FROM patient")[0]["id"]
    patient = on.desk.clinic.call(patients.get, ById(id=patient_id))
    on.screen.open(patient)
    assert on.screen.bar.text() == "Choose a time for Meena Patil: arrow keys and Enter, or a click."
    on.at(NINE + timedelta(minutes=15))
    on.screen.agenda.setFocus()
    on.press(Key.Key_Return)
    assert on.booking.patient is not None
    assert on.booking.patient.name == "Meena Patil"
    assert on.screen.bar.text() == ""
    on.settle()


def test_every_widget_that_takes_the_keyboard_has_a_name(place: Callable[..., Place], database: URL) -> None:
    build.slots(database, 2)
    on = place()
    on.go_to(local_day(on.screen, NINE))
    on.at(NINE)
    on.press(Key.Key_Return)
    on.settle()
    nameless = [
        widget
        for root in (on.screen, on.screen.header_widget)
        for widget in root.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and widget.isVisible()
        and widget.focusProxy() is None
        and not widget.accessibleName()
        and not widget.objectName().startswith("qt_")
    ]
    assert nameless == []
