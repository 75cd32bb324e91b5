"""Lists of visits on paper: per doctor (or day), with page numbers, facility and date of printing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPagedPaintDevice, QPainter, QTextOption

from opd_desktop.services.dto.appointments import AppointmentDto
from opd_desktop.ui.calendar.day import DayPlan
from opd_desktop.ui.calendar.visits import Row
from opd_desktop.ui.calendar.words import state_of, translate
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.paper import INK, PALE, PageRun, laid_out, print_in_passes, save_pdf
from opd_desktop.ui.text import age_text, clock_text, day_text, phone_text
from opd_desktop.ui.theme import theme

__all__ = ["Line", "ListPrinter", "Part", "lists_of_plan", "lists_of_rows", "lists_of_visits", "save_pdf"]

#: Points (1/72 inch).
_GAP = 8.0
_FOOT = 20.0
_FONTS = {"title": (14, True), "strong": (9, True), "body": (9, False), "small": (8, False)}
#: Shares of the width: time, patient, token, phone, reason, status.
_SHARES = (0.125, 0.265, 0.075, 0.195, 0.22, 0.12)
_NAME = 1


@dataclass(frozen=True)
class Line:
    """A visit in words, a cell per column."""

    cells: tuple[str, ...]
    struck: bool = False


@dataclass(frozen=True)
class Part:
    """A list with its heading: a doctor on a day."""

    title: str
    subtitle: str
    lines: tuple[Line, ...]


def headings() -> tuple[str, ...]:
    """The titles of the columns."""
    return (
        translate("calendar", "Time"),
        translate("calendar", "Patient"),
        translate("calendar", "Token"),
        translate("calendar", "Phone"),
        translate("calendar", "Reason"),
        translate("calendar", "Status"),
    )


def lists_of_plan(desk: Desk, plan: DayPlan | None) -> tuple[Part, ...]:
    """A part per column of a plan that has visits."""
    if plan is None:
        return ()
    made = []
    for part in plan.parts:
        visits = [stop.visit for stop in part.stops if stop.visit]
        if visits:
            made.append(_part(desk, part.column.practitioner.display_name, part.column.day, visits))
    return tuple(made)


def lists_of_rows(desk: Desk, rows: Sequence[Row]) -> tuple[Part, ...]:
    """The agenda, a part per day and doctor."""
    return lists_of_visits(desk, [row.visit for row in rows])


def lists_of_visits(desk: Desk, visits: Iterable[AppointmentDto]) -> tuple[Part, ...]:
    """Some visits, a part per day and doctor."""

    def key(visit: AppointmentDto) -> tuple[date, str]:
        return desk.local(visit.starts_at).date(), visit.practitioner_name

    ordered = sorted(visits, key=lambda visit: (*key(visit), visit.starts_at))
    return tuple(_part(desk, doctor, day, list(group)) for (day, doctor), group in groupby(ordered, key))


def _part(desk: Desk, doctor: str, day: date, visits: Sequence[AppointmentDto]) -> Part:
    lines = []
    for visit in sorted(visits, key=lambda one: one.starts_at):
        start, end = desk.local(visit.starts_at), desk.local(visit.ends_at)
        known = " · ".join(part for part in (age_text(visit.patient_sex, visit.patient_age), visit.patient_mrn) if part)
        status = theme().looks(state_of(visit)).word
        if visit.overbooked:
            status = f"{status}, {translate('calendar', 'overbooked')}"
        cells = (
            f"{clock_text(start)}–{clock_text(end)}", f"{visit.patient_name}\n{known}", visit.token or "",
            phone_text(visit.patient_phone), visit.reason, status,
        )  # fmt: skip
        lines.append(Line(cells, struck=visit.status.value == "cancelled"))
    return Part(doctor, day_text(day, long=True, year=True), tuple(lines))


class ListPrinter:
    """Paints parts on a paged device."""

    def __init__(self, parts: Sequence[Part], facility: str, printed: datetime) -> None:
        self._parts = parts
        self._facility = facility
        self._printed = printed

    def print_to(self, device: QPagedPaintDevice) -> int:
        """Paint all pages; returns their number."""
        return print_in_passes(device, lambda painter, total: _Run(self, device, painter, total))

    @property
    def parts(self) -> Sequence[Part]:
        """What is printed."""
        return self._parts

    def foot(self, page: int, total: int) -> tuple[str, str]:
        """What stands at the left and the right of the foot of a page."""
        printed = translate("calendar", "Printed {0} {1}").format(
            day_text(self._printed.date(), year=True), clock_text(self._printed)
        )
        number = translate("calendar", "Page {0} of {1}").format(page, total)
        return f"{self._facility} · {printed}", number


class _Run(PageRun):
    def __init__(self, printer: ListPrinter, device: QPagedPaintDevice, painter: QPainter | None, total: int) -> None:
        super().__init__(device, painter, total, _FONTS, _FOOT)
        self._printer = printer

    def _fill(self) -> None:
        for number, part in enumerate(self._printer.parts):
            if number and self._y + 110 > self._bottom:
                self._new_page()
            elif number:
                self._y += 20
            self._heading(part)
            for line in part.lines:
                height = self._height_of(line)
                if self._y + height > self._bottom:
                    self._new_page()
                    self._heading(part, again=True)
                self._visit(line, height)

    def _new_page(self) -> None:
        super()._new_page()
        self._feet(*self._printer.foot(self._page, self._total))

    def _text(
        self, place: QRectF, text: str, font: str, colour: QColor = INK,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:  # fmt: skip
        """Text in as many lines as it needs at a place."""
        if self._painter is not None:
            self._painter.setFont(self._fonts[font])
            self._painter.setPen(colour)
            self._painter.drawText(place, text, _wrapping(align))

    def _heading(self, part: Part, *, again: bool = False) -> None:
        title = translate("calendar", "{0}, continued").format(part.title) if again else part.title
        room = self._width * 0.6
        height = self._room("title", title, room)
        self._text(QRectF(0, self._y, room, height + 4), title, "title")
        self._text(QRectF(0, self._y + 4, self._width, 16), part.subtitle, "body", PALE, Qt.AlignmentFlag.AlignRight)
        self._y += max(24.0, height + 6)
        for (x, width), text in zip(self._columns(), headings(), strict=True):
            self._line(QRectF(x, self._y, width, 12), text.upper(), "small", PALE)
        self._y += 14
        self._rule()

    def _columns(self) -> Iterable[tuple[float, float]]:
        x = 0.0
        for share in _SHARES:
            width = self._width * share
            yield x, width - _GAP
            x += width

    def _height_of(self, line: Line) -> float:
        """As high as its highest cell: long names and reasons wrap."""
        heights = []
        for number, ((_x, width), text) in enumerate(zip(self._columns(), line.cells, strict=True)):
            if number == _NAME:
                name, _, known = text.partition("\n")
                heights.append(self._room("strong", name, width) + self._room("small", known, width))
            else:
                heights.append(self._room("body", text, width))
        return max(heights) + 8

    def _visit(self, line: Line, height: float) -> None:
        colour = PALE if line.struck else INK
        for number, ((x, width), text) in enumerate(zip(self._columns(), line.cells, strict=True)):
            place = QRectF(x, self._y + 1, width, height)
            if number != _NAME:
                self._text(place, text, "body", colour)
                continue
            name, _, known = text.partition("\n")
            self._text(place, name, "strong", colour)
            below = self._room("strong", name, width)
            self._text(place.adjusted(0, below, 0, 0), known, "small", PALE)
        self._y += height - 3
        self._rule()

    def _room(self, font: str, text: str, width: float) -> float:
        """How high a text is in a column."""
        lines = len(wrapped(text, self._fonts[font], width))
        return max(lines, 1) * QFontMetricsF(self._fonts[font]).lineSpacing()


def wrapped(text: str, font: QFont, width: float) -> list[str]:
    """The lines of a text in a column as they are printed."""
    layout = laid_out(text, font, width)
    lines = [layout.lineAt(number) for number in range(layout.lineCount())]
    return [text[line.textStart() : line.textStart() + line.textLength()].strip() for line in lines]


def _wrapping(align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft) -> QTextOption:
    """Break between words; inside one only if it is wider than its column."""
    option = QTextOption(align | Qt.AlignmentFlag.AlignTop)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option
