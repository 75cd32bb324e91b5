"""Booking from the calendar over the real services, by real keys and clicks."""

from collections.abc import Callable
from datetime import timedelta

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot
from sqlalchemy import URL

from opd_desktop.ui.calendar.draft import DRAFT
from opd_desktop.ui.calendar.view import CalendarScreen
from opd_desktop.ui.widgets import Button
from tests.support import build
from tests.ui.calendar_help import NINE, Key, booked_rows, choose_patient, holds, local_day
from tests.ui.conftest import Host
from tests.ui.place import Place


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
