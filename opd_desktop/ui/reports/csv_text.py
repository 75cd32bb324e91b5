"""A day as CSV (RFC 4180): a line per doctor and one for all."""

import csv
import io

from PySide6.QtCore import QCoreApplication

from opd_desktop.services.dto.reports import DayReport, PractitionerDay

_FIGURES = (
    "booked", "seen", "no_show", "cancelled", "walk_ins", "mean_wait_minutes", "mean_consultation_minutes",
    "used_percent",
)  # fmt: skip


def csv_of(report: DayReport, facility: str) -> str:
    """The figures of a day; an empty field is a figure that nothing is known for."""
    tr = QCoreApplication.translate
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(
        [
            tr("reports", "Day"), tr("reports", "Facility"), tr("reports", "Doctor"), tr("reports", "Booked"),
            tr("reports", "Seen"), tr("reports", "No-show"), tr("reports", "Cancelled"), tr("reports", "Walk-ins"),
            tr("reports", "Mean wait (min)"), tr("reports", "Mean consultation (min)"),
            tr("reports", "Places used (%)"),
        ]
    )  # fmt: skip
    for one in report.practitioners:
        writer.writerow(_row(report, facility, one.practitioner_name, one))
    writer.writerow(_row(report, facility, tr("reports", "All"), report))
    return text.getvalue()


def _row(report: DayReport, facility: str, name: str, figures: PractitionerDay | DayReport) -> list[str]:
    values = (getattr(figures, field) for field in _FIGURES)
    numbers = ["" if value is None else str(value) for value in values]
    return [report.day.isoformat(), _plain(facility), _plain(name), *numbers]


def _plain(text: str) -> str:
    """Text that no spreadsheet takes for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
