"""The lists of the day on paper."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtGui import QFontMetricsF
from sqlalchemy import URL

from opd_desktop.domain.appointment import AppointmentStatus
from opd_desktop.ui.calendar.preview import PrintPreview
from opd_desktop.ui.calendar.printing import ListPrinter, lists_of_plan, lists_of_visits, save_pdf, wrapped
from opd_desktop.ui.paper import paper_font
from tests.ui.calendar_help import CTRL, NO_POPUPS, Key
from tests.ui.place import Place


def test_the_day_is_printed_per_doctor_with_page_numbers(on: Place, tmp_path: Path) -> None:
    parts = lists_of_plan(on.desk, on.screen.agenda.plan)
    assert [part.title for part in parts] == ["Dr Rao"]
    assert [line.cells[1].split("\n")[0] for line in parts[0].lines] == ["Meena Patil", "Li Wei", "Arjun Nair"]
    assert parts[0].lines[0].cells[5] == "Booked"
    now = on.desk.local(on.desk.now())
    printer = ListPrinter(parts * 12, on.desk.facility.name, now)
    path = tmp_path / "day.pdf"
    pages = save_pdf(str(path), printer, "Day")
    assert pages > 1
    left, right = printer.foot(2, pages)
    assert left.startswith(f"{on.desk.facility.name} · Printed ")
    assert right == f"Page 2 of {pages}"
    assert path.read_bytes().startswith(b"%PDF")
    assert path.read_bytes().count(b"/Type /Page\n") == pages


def test_a_long_name_takes_more_lines_and_is_not_cut(on: Place, tmp_path: Path) -> None:
    visits = on.screen.agenda.plan.visits  # type: ignore[union-attr]
    long = visits[0].model_copy(update={"patient_name": "Sabine von der Heydenreich-Altenburg " * 3})
    now = on.desk.local(on.desk.now())
    short = ListPrinter(lists_of_visits(on.desk, [visits[0]] * 20), "City", now)
    wrapped = ListPrinter(lists_of_visits(on.desk, [long] * 20), "City", now)
    assert save_pdf(str(tmp_path / "a.pdf"), short, "a") == 1
    assert save_pdf(str(tmp_path / "b.pdf"), wrapped, "b") > 1


def test_names_break_between_words_and_inside_one_only_if_it_is_too_wide() -> None:
    font = paper_font(9, bold=True)
    room = QFontMetricsF(font).horizontalAdvance("Imran Venkataraman") + 8
    assert wrapped("Imran Venkataraman Subramaniam", font, room) == ["Imran Venkataraman", "Subramaniam"]
    word = "Donaudampfschifffahrtsgesellschaft" * 2
    lines = wrapped(word, font, room)
    assert len(lines) > 2
    assert "".join(lines) == word


def test_cancelled_visits_are_printed_pale_and_a_long_doctors_name_makes_room(on: Place, tmp_path: Path) -> None:
    visits = on.screen.agenda.plan.visits  # type: ignore[union-attr]
    doctor = "Dr Sabine von der Heydenreich-Altenburg zu Hohenlohe-Schillingsfürst und Waldenburg"
    some = [
        one.model_copy(update={"practitioner_name": doctor, "status": status})
        for one, status in zip(visits, (AppointmentStatus.CANCELLED, AppointmentStatus.NOSHOW), strict=False)
    ]
    (part,) = lists_of_visits(on.desk, some)
    assert [line.struck for line in part.lines] == [True, False]
    assert [line.cells[5] for line in part.lines] == ["Cancelled", "No-show"]
    now = on.desk.local(on.desk.now())
    usual = ListPrinter([part, *lists_of_visits(on.desk, visits)] * 20, "City", now)
    assert save_pdf(str(tmp_path / "a.pdf"), usual, "a") > 5


@pytest.mark.qt_log_ignore(NO_POPUPS)
def test_the_preview_shows_the_pages_and_saves_them(on: Place, tmp_path: Path) -> None:
    on.press(Key.Key_P, CTRL)
    preview = on.screen.findChild(PrintPreview)
    assert isinstance(preview, PrintPreview)
    on.until(lambda: preview.pages == 1)
    preview.save(str(tmp_path / "visits.pdf"))
    assert (tmp_path / "visits.pdf").stat().st_size > 1000
    preview.reject()


def test_nothing_to_print_is_said(place: Callable[..., Place], database: URL) -> None:
    del database
    on = place()
    on.screen.print_shown()
    assert on.said == "There is no visit to print."
