"""Lists of visits on paper: per doctor (or day), with page numbers, facility and date of printing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPagedPaintDevice,
    QPageLayout,
    QPainter,
    QTextLayout,
    QTextOption,
)

from opd_desktop.services.dto.appointments import AppointmentDto
from opd_desktop.ui.calendar.day import DayPlan
from opd_desktop.ui.calendar.visits import Row
from opd_desktop.ui.calendar.words import state_of, translate
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.paper import INK, MARGIN, PALE, RULE, paper_font, save_pdf, use_points
from opd_desktop.ui.text import age_text, clock_text, day_text, phone_text
from opd_desktop.ui.theme import theme

__all__ = ["Line", "ListPrinter", "Part", "lists_of_plan", "lists_of_rows", "lists_of_visits", "save_pdf"]

#: Points (1/72 inch).
_GAP = 8.0
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
    """Paints parts on a paged device; pages are counted first, so that each says how many there are."""

    def __init__(self, parts: Sequence[Part], facility: str, printed: datetime) -> None:
        self._parts = parts
        self._facility = facility
        self._printed = printed

    def print_to(self, device: QPagedPaintDevice) -> int:
        """Paint all pages; returns their number."""
        total = _Run(self, device, painter=None, total=0).run()
        painter = QPainter(device)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        _Run(self, device, painter, total).run()
        painter.end()
        return total

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


class _Run:
    """One pass over the pages; without a painter it only counts them."""

    def __init__(self, printer: ListPrinter, device: QPagedPaintDevice, painter: QPainter | None, total: int) -> None:
        self._printer = printer
        self._device = device
        self._painter = painter
        self._total = total
        layout = device.pageLayout().fullRect(QPageLayout.Unit.Point)
        self._width = layout.width() - 2 * MARGIN
        self._height = layout.height() - 2 * MARGIN
        self._fonts = {
            "title": paper_font(14, bold=True),
            "strong": paper_font(9, bold=True),
            "body": paper_font(9),
            "small": paper_font(8),
        }
        self._page = 0
        self._y = 0.0

    def run(self) -> int:
        self._new_page()
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
                self._line(line, height)
        return self._page

    @property
    def _bottom(self) -> float:
        return self._height - 20

    def _new_page(self) -> None:
        self._page += 1
        self._y = 0.0
        if self._painter is None:
            return
        if self._page > 1:
            self._device.newPage()
        else:
            use_points(self._painter, self._device)
        left_text, right_text = self._printer.foot(self._page, self._total)
        place = QRectF(0, self._height - 12, self._width, 12)
        self._text(place, left_text, "small", PALE)
        self._text(place, right_text, "small", PALE, Qt.AlignmentFlag.AlignRight)

    def _text(
        self, place: QRectF, text: str, font: str, colour: QColor = INK,
        align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:  # fmt: skip
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
            self._text(QRectF(x, self._y, width, 12), text.upper(), "small", PALE)
        self._y += 14
        self._rule()

    def _rule(self) -> None:
        if self._painter is not None:
            self._painter.fillRect(QRectF(0, self._y, self._width, 0.6), RULE)
        self._y += 3

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

    def _line(self, line: Line, height: float) -> None:
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
    layout = QTextLayout(text, font)
    layout.setTextOption(_wrapping())
    layout.beginLayout()
    lines = []
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        lines.append(text[line.textStart() : line.textStart() + line.textLength()].strip())
    layout.endLayout()
    return lines


def _wrapping(align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft) -> QTextOption:
    """Break between words; inside one only if it is wider than its column."""
    option = QTextOption(align | Qt.AlignmentFlag.AlignTop)
    option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
    return option
