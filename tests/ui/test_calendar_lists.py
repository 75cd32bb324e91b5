"""Lists to work through in the calendar: waiting, freed places, the end of the day, calls, lateness; by keys."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from sqlalchemy import URL

from opd_desktop.domain.ids import uuid7
from opd_desktop.services import check_in, waitlist
from opd_desktop.services.defaults import install_defaults
from opd_desktop.services.dto.appointments import CheckIn
from opd_desktop.services.dto.booking import AddToWaitlist
from opd_desktop.ui.calendar.panels.add_waiting import AddWaitingPanel
from opd_desktop.ui.calendar.panels.affected import AffectedPanel
from opd_desktop.ui.calendar.panels.day_end import DayEndPanel
from opd_desktop.ui.calendar.panels.late import LatePanel
from opd_desktop.ui.calendar.panels.matches import MatchesPanel
from opd_desktop.ui.calendar.panels.waiting import WaitingPanel
from opd_desktop.ui.calendar.visit import CancelPanel
from opd_desktop.ui.text import moment_text
from tests.support import build, clock
from tests.ui.place import CTRL, SHIFT, Place

Key = Qt.Key
NINE = build.tomorrow(9)
DAY = timedelta(days=1)


def waits(on: Place, patient: UUID, **more: Any) -> None:
    """Put somebody on the waiting list of Dr Rao for the next days."""
    fields = {
        "request_id": uuid7(), "patient_id": patient, "practitioner_id": build.RAO, "facility_id": build.CITY,
        "start": datetime.now(UTC), "end": NINE + 5 * DAY, "reason": "Rash",
    }  # fmt: skip
    on.desk.clinic.call(waitlist.add, AddToWaitlist.model_validate(fields | more))


def statuses(url: URL) -> dict[str, str]:
    found = build.rows(url, "SELECT p.name, a.status FROM appointment a JOIN patient p ON p.id = a.patient_id")
    return {row["name"]: row["status"] for row in found}


def outcomes(url: URL) -> list[str]:
    return [row["outcome"] for row in build.rows(url, "SELECT outcome FROM waitlist_offer ORDER BY offered_at")]


# The waiting list


def test_a_freed_place_goes_to_who_waits(place: Callable[..., Place], database: URL) -> None:
    slots = build.slots(database, 2)
    build.appointment(database, build.patient(database, "Li Wei"), slots[:1])
    on = place()
    waits(on, build.patient(database, "Meena Patil", phone="+919812345671"))
    waits(on, build.patient(database, "Arjun Nair", phone="+919812345672"), urgency=2)
    on.go_to(on.desk.local(NINE).date())
    on.at(NINE)
    on.press(Key.Key_Delete)
    on.panel(CancelPanel)
    on.enter("Feels better")
    on.press(Key.Key_Return, CTRL)
    on.until(lambda: bool(on.screen.panels.notice.text()))
    on.settle()
    at = moment_text(on.desk.local(NINE), on.desk.today())
    assert on.screen.panels.notice.text().startswith(f"{at} with Dr Rao is free: 2 on the waiting list could take it")
    on.press(Key.Key_O, CTRL | SHIFT)
    panel = on.panel(MatchesPanel)
    assert on.screen.panels.notice.text() == ""
    on.until(lambda: len(on.rows()) == 2)
    assert on.rows() == ["1. Arjun Nair", "2. Meena Patil"]
    assert [button.isEnabled() for button in panel.choices()] == [True, False, False, False]
    assert "urgent" in panel.list.rows()[0].lines[0]
    # Nothing was offered yet: an answer is refused and says so.
    on.press(Key.Key_A)
    assert panel.error.text() == "Offer the place first."
    on.press(Key.Key_O)
    on.until(lambda: outcomes(database) == ["open"])
    on.settle()
    assert on.rows() == ["Arjun Nair", "1. Meena Patil"]
    on.press(Key.Key_N)
    on.until(lambda: outcomes(database) == ["no-answer"])
    on.settle()
    assert on.said == "Arjun Nair was not reached; stays on the list"
    panel.list.setFocus()
    panel.list.go_to(next(row.key for row in panel.list.rows() if row.text.endswith("Meena Patil")))
    on.press(Key.Key_Return)
    on.until(lambda: outcomes(database) == ["no-answer", "open"])
    on.settle()
    on.press(Key.Key_A)
    on.until(lambda: on.screen.panel is None)
    on.settle()
    assert statuses(database) == {"Li Wei": "cancelled", "Meena Patil": "booked", "Arjun Nair": "waitlist"}
    assert on.said.startswith("Booked Meena Patil at")
    on.undo()
    on.until(lambda: statuses(database)["Meena Patil"] == "waitlist")


def test_a_place_is_found_for_who_waits_and_declined(place: Callable[..., Place], database: URL) -> None:
    build.slots(database, 2)
    on = place()
    waits(on, build.patient(database, "Meena Patil"))
    on.press(Key.Key_W, CTRL | SHIFT)
    panel = on.panel(WaitingPanel)
    on.until(lambda: on.rows() == ["Meena Patil"])
    assert panel.note.text() == "1 waiting"
    assert panel.list.rows()[0].lines[0].startswith("Dr Rao · until ")
    on.press(Key.Key_F)
    on.until(lambda: bool(panel.times.buttons()))
    on.press(Key.Key_Space)
    on.until(lambda: outcomes(database) == ["open"])
    on.settle()
    assert [button.isEnabled() for button in panel.choices()] == [False, True, True, True, True]
    on.press(Key.Key_D)
    on.until(lambda: outcomes(database) == ["declined"])
    on.settle()
    assert "declined" in panel.list.rows()[0].lines[-1]
    on.press(Key.Key_R)
    on.until(lambda: panel.empty.title() == "Nobody waits")
    on.settle()
    assert statuses(database) == {"Meena Patil": "cancelled"}
    on.undo()
    on.until(lambda: statuses(database) == {"Meena Patil": "waitlist"})


def test_no_place_suits_yet(place: Callable[..., Place], database: URL) -> None:
    build.slots(database, 1, NINE + 20 * DAY)
    on = place()
    waits(on, build.patient(database, "Meena Patil"))
    on.press(Key.Key_W, CTRL | SHIFT)
    panel = on.panel(WaitingPanel)
    on.until(lambda: on.rows() == ["Meena Patil"])
    on.press(Key.Key_Return)
    said = "No free place suits the wishes yet."
    on.until(lambda: panel.error.text().startswith(said))
    panel.load()
    on.settle()
    assert panel.error.text().startswith(said), "reading the list again doesn't take back what was said"


def test_somebody_is_added_and_a_draft_is_kept(place: Callable[..., Place], database: URL) -> None:
    build.patient(database, "Meena Patil")
    on = place()
    on.press(Key.Key_W, CTRL | SHIFT)
    on.until(lambda: on.panel(WaitingPanel).empty.title() == "Nobody waits")
    on.panel(WaitingPanel).add.setFocus()
    on.press(Key.Key_Space)
    panel = on.panel(AddWaitingPanel)
    on.press(Key.Key_Return, CTRL)
    assert panel.error.text().startswith("Choose a patient first")
    on.enter("meena")
    on.until(lambda: bool(panel.who.picker.hits()))
    on.press(Key.Key_Return)
    on.enter("Itching")
    on.press(Key.Key_Escape)
    on.settle()
    on.screen.panels.open_add_waiting()
    panel = on.panel(AddWaitingPanel)
    on.settle()
    assert panel.reason.text() == "Itching"
    assert panel.who.patient is not None
    on.press(Key.Key_Return, CTRL)
    on.until(lambda: on.screen.panel is None)
    on.settle()
    assert on.said == "Meena Patil is on the waiting list"
    on.until(lambda: on.screen.panels.counts.shown().get("waiting") == 1)
    on.settle()


# The end of the day


def past(url: URL, name: str, hours: float, *, doctor: UUID = build.RAO, status: str = "booked") -> UUID:
    """A visit of today that ended some hours ago."""
    slots = build.slots(url, 1, clock.soon(-60 * hours), minutes=5, practitioner=doctor)
    return build.appointment(url, build.patient(url, name), slots, status)


@pytest.fixture
def evening(database: URL) -> None:
    """Three visits of today that nobody has decided about."""
    clock.make_it(database, 18)
    for hours, name in ((3, "Meena Patil"), (2, "Li Wei"), (1, "Arjun Nair")):
        past(database, name, hours)


def test_the_day_is_finished_by_one_key_each(place: Callable[..., Place], database: URL, evening: None) -> None:
    del evening
    on = place()
    on.press(Key.Key_E, CTRL | SHIFT)
    panel = on.panel(DayEndPanel)
    on.until(lambda: on.rows() == ["Meena Patil", "Li Wei", "Arjun Nair"])
    assert panel.progress() == "0 of 3 done"
    on.press(Key.Key_N)
    on.until(lambda: panel.progress() == "1 of 3 done")
    on.settle()
    assert on.said == "Meena Patil did not come"
    # The cursor is on the next one; who was never here can't have left.
    on.press(Key.Key_L)
    assert panel.error.text() == "The patient was not here. Was it a no-show?"
    # That a visit took place is not reception's to say; that the patient was here is.
    assert [button.text() for button in panel.choices()] == ["Was here", "Came late", "Left unseen", "No-show"]
    on.press(Key.Key_C)
    on.until(lambda: statuses(database)["Li Wei"] == "checked-in")
    on.settle()
    assert on.said.startswith("Checked in Li Wei, token ")
    on.until(lambda: "Arjun Nair" in on.rows())
    panel.list.go_to(next(row.key for row in panel.list.rows() if row.text == "Arjun Nair"))
    on.press(Key.Key_N)
    on.until(lambda: statuses(database)["Arjun Nair"] == "noshow")
    on.settle()
    on.undo()
    on.until(lambda: statuses(database)["Arjun Nair"] == "booked")


def test_reception_notes_who_was_here_and_the_doctor_says_who_was_seen(
    place: Callable[..., Place], database: URL, evening: None
) -> None:
    del evening
    on = place()
    on.press(Key.Key_E, CTRL | SHIFT)
    panel = on.panel(DayEndPanel)
    on.until(lambda: len(on.rows()) == 3)
    on.press(Key.Key_W)
    on.until(lambda: statuses(database)["Meena Patil"] == "arrived")
    on.until(lambda: on.rows() == ["Li Wei", "Arjun Nair", "Meena Patil"])
    on.settle()
    assert on.said == "Meena Patil was here; Dr Rao says whether the visit took place"
    assert panel.progress() == "0 of 3 done, 1 for the doctor to say"
    assert panel.list.rows()[2].lines[-1] == "Was here. The doctor decides."
    current = panel.list.current()
    assert current is not None
    assert current.text == "Li Wei", "the cursor is on the next one"
    panel.list.go_to(panel.list.rows()[2].key)
    on.press(Key.Key_W)
    assert panel.error.text().startswith("That is noted already.")
    doctor = place("doctor", "Room 3")
    doctor.press(Key.Key_E, CTRL | SHIFT)
    theirs = doctor.panel(DayEndPanel)
    doctor.until(lambda: len(doctor.rows()) == 3)
    theirs.list.go_to(next(row.key for row in theirs.list.rows() if row.text == "Meena Patil"))
    doctor.press(Key.Key_S)
    doctor.until(lambda: statuses(database)["Meena Patil"] == "fulfilled")
    doctor.settle()
    on.settle()


def test_who_was_seen_and_who_left(place: Callable[..., Place], database: URL, evening: None) -> None:
    del evening
    on = place("doctor", "Room 3")
    visits = build.rows(database, "SELECT a.id, p.name FROM appointment a JOIN patient p ON p.id = a.patient_id")
    ids = {row["name"]: row["id"] for row in visits}
    on.desk.clinic.call(check_in.check_in, CheckIn(id=ids["Li Wei"]))
    on.press(Key.Key_E, CTRL | SHIFT)
    panel = on.panel(DayEndPanel)
    on.until(lambda: len(on.rows()) == 3)
    panel.list.go_to(ids["Meena Patil"])
    on.press(Key.Key_S)
    on.until(lambda: statuses(database)["Meena Patil"] == "fulfilled")
    on.settle()
    panel.list.go_to(ids["Li Wei"])
    on.press(Key.Key_L)
    on.until(lambda: statuses(database)["Li Wei"] == "cancelled")
    on.settle()
    assert on.said == "Li Wei left without being seen"
    panel.list.go_to(ids["Arjun Nair"])
    on.press(Key.Key_N)
    on.until(lambda: panel.empty.title() == "Nothing is left open")
    on.until(lambda: panel.progress() == "3 of 3 done")
    on.settle()


# Calls


@pytest.fixture
def leave(database: URL) -> list[UUID]:
    """Two visits of tomorrow that stand in leave now, and free places elsewhere."""
    slots = build.slots(database, 4)
    ids = [
        build.appointment(database, build.patient(database, name, phone=phone), [slot])
        for name, phone, slot in (
            ("Meena Patil", "+919812345671", slots[0]), ("Li Wei", "+919812345672", slots[1]),
        )
    ]  # fmt: skip
    build.slots(database, 3, NINE + DAY)
    for visit in ids:
        build.rows(
            database,
            "INSERT INTO affected_visit (id, facility_id, appointment_id, starts_at, cause, reason) "
            "SELECT gen_random_uuid(), facility_id, id, starts_at, 'leave', 'Conference' FROM appointment "
            "WHERE id = :id",
            id=visit,
        )
    return ids


def test_calls_are_made_moved_kept_and_counted(place: Callable[..., Place], database: URL, leave: list[UUID]) -> None:
    del leave
    on = place()
    on.until(lambda: on.screen.panels.counts.shown().get("calls") == 2)
    on.press(Key.Key_A, CTRL | SHIFT)
    panel = on.panel(AffectedPanel)
    on.until(lambda: on.rows() == ["Meena Patil", "Li Wei"])
    assert panel.list.rows()[0].lines[2] == "Leave: Conference"
    assert panel.list.rows()[0].lines[0].startswith("+91 98123")
    on.press(Key.Key_N)
    on.until(lambda: on.rows() == ["Li Wei", "Meena Patil"])
    on.settle()
    assert on.said == "Meena Patil was not reached"
    panel.list.go_to(panel.list.rows()[0].key)
    on.press(Key.Key_K)
    on.until(lambda: on.rows() == ["Meena Patil"])
    on.settle()
    assert panel.note.text() == "1 of 2 settled"
    on.press(Key.Key_M)
    on.until(lambda: bool(panel.times.buttons()))
    panel.times.buttons()[-1].setFocus()
    on.press(Key.Key_Space)
    on.until(lambda: panel.empty.title() == "Nobody has to be called")
    on.settle()
    assert on.said.startswith("Moved Meena Patil to ")
    rows = build.rows(database, "SELECT outcome FROM affected_visit ORDER BY outcome")
    assert [row["outcome"] for row in rows] == ["kept", "moved"]
    on.undo()
    on.until(lambda: NINE in {row["starts_at"] for row in build.rows(database, "SELECT starts_at FROM appointment")})
    on.settle()


def test_an_undone_move_is_to_be_called_again(place: Callable[..., Place], database: URL, leave: list[UUID]) -> None:
    # As leave does it: whoever is booked there stays, nobody else can be.
    build.rows(database, "UPDATE time_slot SET status = 'busy-unavailable' WHERE starts_at < :end", end=NINE + DAY / 2)
    on = place()
    on.press(Key.Key_A, CTRL | SHIFT)
    panel = on.panel(AffectedPanel)
    on.until(lambda: on.rows() == ["Meena Patil", "Li Wei"])
    on.press(Key.Key_M)
    on.until(lambda: bool(panel.times.buttons()))
    on.press(Key.Key_Space)
    on.until(lambda: on.rows() == ["Li Wei"])
    on.settle()
    assert panel.note.text() == "1 of 2 settled"
    on.undo()
    on.until(lambda: on.rows() == ["Meena Patil", "Li Wei"])
    on.settle()
    assert panel.note.text() == "0 of 2 settled"
    on.until(lambda: on.screen.panels.counts.shown().get("calls") == 2)
    del leave


def test_a_long_visit_is_moved_to_as_many_places(place: Callable[..., Place], database: URL) -> None:
    slots = build.slots(database, 2)
    made = build.appointment(database, build.patient(database, "Meena Patil"), slots)
    build.slots(database, 1, NINE + timedelta(hours=2))
    build.slots(database, 2, NINE + DAY)
    build.rows(
        database, "INSERT INTO affected_visit (id, facility_id, appointment_id, starts_at, cause, reason) "
        "SELECT gen_random_uuid(), facility_id, id, starts_at, 'hours', '' FROM appointment WHERE id = :id",
        id=made,
    )  # fmt: skip
    on = place()
    on.press(Key.Key_A, CTRL | SHIFT)
    panel = on.panel(AffectedPanel)
    on.until(lambda: on.rows() == ["Meena Patil"])
    assert panel.list.rows()[0].lines[2] == "Hours changed"
    on.press(Key.Key_M)
    on.until(lambda: bool(panel.times.buttons()))
    assert len(panel.times.buttons()) == 1
    on.press(Key.Key_Space)
    on.until(lambda: panel.empty.title() == "Nobody has to be called")
    on.settle()
    (row,) = build.rows(database, "SELECT starts_at, ends_at FROM appointment")
    assert (row["starts_at"], row["ends_at"]) == (NINE + DAY, NINE + DAY + timedelta(minutes=30))


def test_a_call_ends_in_a_cancellation(place: Callable[..., Place], database: URL, leave: list[UUID]) -> None:
    del leave
    on = place()
    on.press(Key.Key_A, CTRL | SHIFT)
    on.panel(AffectedPanel)
    on.until(lambda: len(on.rows()) == 2)
    on.press(Key.Key_C)
    cancel = on.panel(CancelPanel)
    assert cancel.by.current() == "clinic"
    on.enter("Doctor away")
    on.press(Key.Key_Return, CTRL)
    on.until(lambda: isinstance(on.screen.panel, AffectedPanel))
    on.until(lambda: on.rows() == ["Li Wei"])
    on.settle()
    (row,) = build.rows(database, "SELECT cancelled_by FROM appointment WHERE status = 'cancelled'")
    assert row["cancelled_by"] == "clinic"


# Lateness


def test_lateness_shows_what_it_does_and_is_taken_back(place: Callable[..., Place], database: URL) -> None:
    clock.make_it(database, 12)
    soon = clock.soon(10)
    slots = build.slots(database, 3, soon)
    for name, slot in (("Meena Patil", slots[0]), ("Li Wei", slots[1])):
        build.appointment(database, build.patient(database, name), [slot])
    on = place()
    on.press(Key.Key_L, CTRL | SHIFT)
    panel = on.panel(LatePanel)
    panel.doctor.setCurrentText("Dr Rao")
    on.until(lambda: len(panel.list.rows()) == 2)
    panel.minutes.setFocus()
    panel.minutes.selectAll()
    on.enter("20")
    old, new = (f"{on.desk.local(at):%H:%M}" for at in (soon, soon + timedelta(minutes=20)))
    assert panel.list.rows()[0].lines == (f"{old}, expected {new}",)
    end, before = (f"{on.desk.local(soon + timedelta(minutes=at)):%H:%M}" for at in (50, 30))
    assert panel.note.text() == f"The last visit ends at {end} instead of {before}."
    assert panel.tell.text() == "Tell the 2 still at home"
    panel.tell.setFocus()
    on.press(Key.Key_Space)
    assert not panel.tell.isChecked()
    on.press(Key.Key_Return, CTRL)
    on.until(lambda: on.screen.panel is None)
    on.settle()
    assert build.rows(database, "SELECT id FROM communication") == []
    assert on.said == "Dr Rao is 20 min late"
    assert [row["minutes"] for row in build.rows(database, "SELECT minutes FROM schedule_exception")] == [20]
    on.undo()
    on.until(lambda: build.rows(database, "SELECT minutes FROM schedule_exception") == [])
    # Once more, and those at home are told; who can't be written to is to be called.
    with build.owner(database) as connection:
        install_defaults(connection)
    on.press(Key.Key_L, CTRL | SHIFT)
    panel = on.panel(LatePanel)
    panel.doctor.setCurrentText("Dr Rao")
    on.until(lambda: len(panel.list.rows()) == 2)
    assert panel.tell.isChecked()
    on.press(Key.Key_Return, CTRL)
    on.until(lambda: bool(panel.error.text()))
    on.settle()
    assert panel.error.text() == "These can't be written to, please call them: Meena Patil, Li Wei"
    assert on.said == "Dr Rao is 15 min late; 0 told"
    assert len(build.rows(database, "SELECT id FROM communication WHERE template_key = 'running-late'")) == 2
    panel.on_time.setFocus()
    on.press(Key.Key_Space)
    on.until(lambda: on.screen.panel is None)
    on.settle()
    assert on.said == "Dr Rao is on time again"


def test_every_widget_of_the_panels_has_a_name(place: Callable[..., Place], database: URL) -> None:
    build.slots(database, 2)
    on = place()
    waits(on, build.patient(database, "Meena Patil"))
    panels = on.screen.panels
    for shown in (
        panels.open_find, panels.open_waiting, panels.open_add_waiting, panels.open_day_end, panels.open_affected,
        panels.open_late,
    ):  # fmt: skip
        shown()
        on.settle()
        panel = on.screen.panel
        assert panel is not None
        assert panel.accessibleName()
        nameless = [
            widget
            for widget in panel.findChildren(QWidget)
            if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
            and widget.isVisible()
            and widget.focusProxy() is None
            and not widget.accessibleName()
            and not widget.objectName().startswith("qt_")
        ]
        assert nameless == []
    on.screen.close_panel()
    on.settle()
