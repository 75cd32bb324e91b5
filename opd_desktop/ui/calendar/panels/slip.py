"""A slip for the patient's hand: who, when, with whom, where; printed on whatever paper the printer has."""

from collections.abc import Callable, Sequence
from html import escape

from PySide6.QtCore import QCoreApplication, QSizeF
from PySide6.QtGui import QFont, QTextDocument
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QApplication, QDialog

from opd_desktop.services.dto.appointments import AppointmentDto
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.text import clock_text, day_text, phone_text

translate = QCoreApplication.translate
Paper = Callable[[], QPrinter | None]


def slip_html(desk: Desk, visits: Sequence[AppointmentDto]) -> str:
    """The slip of one or more visits of one patient, soonest first."""
    facility, first = desk.facility, visits[0]
    lines = "".join(_line(desk, visit) for visit in sorted(visits, key=lambda one: one.starts_at))
    address = " · ".join(part for part in (facility.address, phone_text(facility.phone)) if part)
    come = translate("slip", "Please come ten minutes before. If you can't come, call us, so that another can.")
    return (
        f"<h3>{escape(facility.name)}</h3><p>{escape(address)}</p>"
        f"<h2>{escape(first.patient_name)}</h2><p>{escape(first.patient_mrn)}</p>"
        f"<table cellspacing='0' cellpadding='3'>{lines}</table><p>{escape(come)}</p>"
    )


def _line(desk: Desk, visit: AppointmentDto) -> str:
    local = desk.local(visit.starts_at)
    room = next((one.room for one in desk.practitioners if one.id == visit.practitioner_id), "")
    where = ", ".join(part for part in (room, *visit.resource_names) if part)
    cells = (
        f"<b>{escape(day_text(local.date(), year=True))}</b>",
        f"<b>{clock_text(local)}</b>",
        escape(visit.practitioner_name),
        escape(where),
    )
    return "<tr>" + "".join(f"<td>{cell}</td>" for cell in cells) + "</tr>"


def ask_for_paper() -> QPrinter | None:
    """The printer that the person chooses; None when they leave it."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    dialog = QPrintDialog(printer, QApplication.activeWindow())
    return printer if dialog.exec() == QDialog.DialogCode.Accepted else None


def print_slip(desk: Desk, visits: Sequence[AppointmentDto], paper: Paper | None = None) -> bool:
    """Print the slip; whether it was printed.

    Args:
        paper: gives the printer; by default the person is asked.
    """
    printer = (paper or ask_for_paper)() if visits else None
    if printer is None:
        return False
    document = QTextDocument()
    document.setDefaultFont(QFont(QApplication.font().family(), 11))
    document.setHtml(slip_html(desk, visits))
    document.setPageSize(QSizeF(printer.pageRect(QPrinter.Unit.Point).size()))
    document.print_(printer)
    return True
