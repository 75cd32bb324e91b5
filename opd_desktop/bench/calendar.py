"""A day of sixty doctors: planned and first painted, one visit changed, scrolled; against rectangles with text.

Everything happens offscreen in the GUI thread; the data are in memory, as they come from the service.
"""

import os
import statistics
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from opd_desktop.bench import Result
from opd_desktop.domain.appointment import AppointmentStatus
from opd_desktop.domain.ids import uuid7
from opd_desktop.services.dto.appointments import AppointmentDto, CalendarDto
from opd_desktop.services.dto.facilities import PractitionerDto
from opd_desktop.services.dto.schedules import SlotDto

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_DOCTORS = 60
_VISITS_EACH = 32
_MINUTES = 15
_SIZE = (1920, 1080)
_FRAMES = 200
_STATUSES = ("booked", "arrived", "checked-in", "fulfilled", "noshow")


def run(rounds: int) -> Result:
    """Open the day ``rounds`` times, change a visit in it and scroll through it."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QCoreApplication, QEvent

    from opd_desktop.ui.application import make_application
    from opd_desktop.ui.calendar.agenda import AgendaView
    from opd_desktop.ui.calendar.planning import Look, plan_day
    from opd_desktop.ui.collecting import spare_collections

    application = make_application()
    found, look = _day(), Look()
    day, now = found.start, found.now
    plan_day(found, day, look, now)
    spare_collections()  # As the desk does before its first window.
    opened, changed, frames, bare = _Watch(), _Watch(), _Watch(), _Watch()
    for number in range(rounds):
        view = AgendaView()
        view.resize(*_SIZE)
        view.show()
        application.processEvents()
        with opened:
            plan = plan_day(found, day, look, now)
            view.set_plan(plan)
            view.viewport().repaint()
        application.processEvents()
        other = _with_arrival(found, number)
        with changed:
            view.set_plan(plan_day(other, day, look, now, plan))
            view.viewport().repaint()
        _scroll(view, frames, application.processEvents)
        view.close()
        view.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        with bare:
            _bare()
    return Result(
        "calendar",
        f"{_DOCTORS} doctors, {_DOCTORS * _VISITS_EACH} visits: plan, layout and first paint",
        opened.wall,
        "as many rectangles with two lines of text by QPainter",
        bare.wall,
        {
            "size": "x".join(map(str, _SIZE)),
            "one_changed_median": round(statistics.median(changed.wall), 2),
            "one_changed_p95": round(_p95(changed.wall), 2),
            "frame_median": round(statistics.median(frames.wall), 2),
            "frame_p95": round(_p95(frames.wall), 2),
            # Of the thread alone, for a machine that does other things beside.
            "cpu_first_paint_median": round(statistics.median(opened.cpu), 2),
            "cpu_first_paint_p95": round(_p95(opened.cpu), 2),
            "cpu_one_changed_median": round(statistics.median(changed.cpu), 2),
            "cpu_one_changed_p95": round(_p95(changed.cpu), 2),
            "cpu_frame_p95": round(_p95(frames.cpu), 2),
            "cpu_baseline_median": round(statistics.median(bare.cpu), 2),
        },
    )


class _Watch:
    """Milliseconds that something took, each time: by the clock, and of the processor in this thread."""

    def __init__(self) -> None:
        self.wall: list[float] = []
        self.cpu: list[float] = []
        self._begin = (0.0, 0.0)

    def __enter__(self) -> None:
        self._begin = (time.perf_counter(), time.thread_time())

    def __exit__(self, *_error: object) -> None:
        wall, cpu = time.perf_counter(), time.thread_time()
        self.wall.append(1000 * (wall - self._begin[0]))
        self.cpu.append(1000 * (cpu - self._begin[1]))


def _p95(samples: list[float]) -> float:
    return sorted(samples)[int(0.95 * (len(samples) - 1))]


def _scroll(view: "QWidget", frames: _Watch, idle: Callable[[], None]) -> None:
    """Take the time of frames, sideways and down; between frames the window does what it does when idle."""
    for bar in (view.horizontalScrollBar(), view.verticalScrollBar()):  # type: ignore[attr-defined]
        for number in range(_FRAMES // 2):
            with frames:
                bar.setValue(round(bar.maximum() * number / (_FRAMES // 2)))
                view.viewport().repaint()  # type: ignore[attr-defined]
            idle()


def _bare() -> None:
    from PySide6.QtCore import QRectF
    from PySide6.QtGui import QColor, QPainter, QPixmap

    sheet = QPixmap(*_SIZE)
    painter = QPainter(sheet)
    width, height = _SIZE[0] / _DOCTORS, _SIZE[1] / _VISITS_EACH
    for column in range(_DOCTORS):
        for row in range(_VISITS_EACH):
            box = QRectF(column * width, row * height, width - 1, height - 1)
            painter.fillRect(box, QColor("#E7F0FC"))
            painter.drawText(box.topLeft(), f"Bench Patient {row}")
            painter.drawText(box.center(), "Cough")
    painter.end()


def _day() -> CalendarDto:
    facility = uuid7()
    start = datetime(2030, 5, 6, 8, tzinfo=UTC)
    people = tuple(
        PractitionerDto(
            id=uuid7(), display_name=f"Dr Bench {number:02}", specialty="General medicine", facility_id=facility,
            token_prefix=f"X{number}", room=f"Room {number}", location_id=None,
        )
        for number in range(_DOCTORS)
    )  # fmt: skip
    pairs = [
        _place(facility, person.id, start + timedelta(minutes=_MINUTES * row), row, number)
        for number, person in enumerate(people)
        for row in range(_VISITS_EACH)
    ]
    return CalendarDto(
        facility_id=facility, time_zone="UTC", now=start + timedelta(hours=2), start=start.date(), end=start.date(),
        practitioners=people, slots=tuple(slot for slot, _visit in pairs),
        appointments=tuple(visit for _slot, visit in pairs), holds=(), exceptions=(), last_event_id=0,
    )  # fmt: skip


def _place(facility: UUID, who: UUID, start: datetime, row: int, column: int) -> tuple[SlotDto, AppointmentDto]:
    end = start + timedelta(minutes=_MINUTES)
    slot = SlotDto(
        id=uuid7(), practitioner_id=who, facility_id=facility, location_id=None, service_type="consultation",
        starts_at=start, ends_at=end, capacity=1, overbook_limit=1, booked=1, held=0, status="busy",
    )  # fmt: skip
    visit = AppointmentDto(
        id=uuid7(), patient_id=uuid7(), patient_name=f"Bench Patient {column * _VISITS_EACH + row}",
        patient_mrn=f"{row:06}-1", patient_phone="+912240001000", patient_sex="female", patient_age=20 + row,
        practitioner_id=who, practitioner_name="", facility_id=facility, location_id=None, starts_at=start, ends_at=end,
        status=AppointmentStatus(_STATUSES[row % len(_STATUSES)]), status_changed_at=start, service_type="consultation",
        visit_kind="new-problem", reason="Cough and fever for three days", overbooked=False, overbook_reason="",
        cancel_reason=None, cancelled_by=None, encounter_id=None, queue_entry_id=None, queue_state=None, token=None,
        created_by="reception", row_version=1,
    )  # fmt: skip
    return slot, visit


def _with_arrival(found: CalendarDto, number: int) -> CalendarDto:
    """The same day with one visit's status changed, as a desk reads it after an event."""
    visits = list(found.appointments)
    place = (7 * _VISITS_EACH + 5 * number) % len(visits)
    other = "arrived" if visits[place].status == "booked" else "booked"
    visits[place] = visits[place].model_copy(update={"status": AppointmentStatus(other), "row_version": 2})
    return found.model_copy(update={"appointments": tuple(visits)})
