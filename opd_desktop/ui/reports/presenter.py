"""State of the day's figures; no widgets."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from opd_desktop.services import reports
from opd_desktop.services.dto.reports import DayReport, DayReportRequest
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.loading import Loader
from opd_desktop.ui.reports.csv_text import csv_of


@dataclass(frozen=True)
class ReportsState:
    """``day`` None follows today, also past midnight; ``report`` None = not loaded yet."""

    day: date | None = None
    report: DayReport | None = None


class ReportsPresenter(QObject):
    """Loads one day and steps through days.

    Attributes:
        state_changed: a new `ReportsState`.
    """

    state_changed = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self._loader = Loader(desk, reports.day, self)
        self.state = ReportsState()

    def _set(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.state_changed.emit(self.state)

    @property
    def day(self) -> date:
        """The day shown."""
        return self.state.day or self._desk.today()

    def load(self) -> None:
        """Load the day again."""
        request = DayReportRequest(facility_id=self._desk.facility.id, day=self.state.day)
        self._loader.load(request, lambda report: self._set(report=report))

    def choose(self, day: date) -> None:
        """Show another day."""
        if day != self.day:
            self._set(day=None if day == self._desk.today() else day)
            self.load()

    def step(self, days: int) -> None:
        """Go some days on, or back."""
        self.choose(self.day + timedelta(days=days))

    def csv(self) -> str:
        """The day as CSV; empty while nothing is loaded."""
        return csv_of(self.state.report, self._desk.facility.name) if self.state.report else ""

    def save(self, path: Path) -> None:
        """Write the day as a CSV file that spreadsheets open with the right letters."""
        text = self.csv()

        def work() -> Path:
            fresh = path.with_name(f"{path.name}.part")
            fresh.write_text(text, encoding="utf-8-sig", newline="")
            fresh.replace(path)
            return path

        self._desk.run(self, "save", work, lambda saved: self._desk.toast(self.tr("Saved {0}").format(saved.name)))
