"""How a visit repeats: the rule of RFC 5545, section 3.3.10, as a person chooses and reads it."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from PySide6.QtCore import QCoreApplication, QLocale

from opd_desktop.ui.text import day_text

Unit = Literal["DAILY", "WEEKLY", "MONTHLY"]
CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
#: More visits than a year of weeks are no series but a standing arrangement.
MOST = 53

translate = QCoreApplication.translate


@dataclass(frozen=True)
class Repeat:
    """Every ``every`` days, weeks or months; ``weekdays`` (0 = Monday) for weeks; ``count`` visits, or to ``until``."""

    every: int = 1
    unit: Unit = "WEEKLY"
    weekdays: tuple[int, ...] = ()
    count: int = 4
    until: date | None = None

    def rule(self, start: datetime) -> str:
        """The RRULE for a first visit at ``start`` (wall time of the clinic).

        An end date becomes a number of visits, so that it means the clinic's day and not one of UTC.
        """
        return f"{self._base()};COUNT={self.visits(start)}"

    def _base(self) -> str:
        parts = [f"FREQ={self.unit}", f"INTERVAL={self.every}"]
        if self.unit == "WEEKLY" and self.weekdays:
            parts.append("BYDAY=" + ",".join(CODES[day] for day in sorted(self.weekdays)))
        return ";".join(parts)

    def visits(self, start: datetime) -> int:
        """How many visits there are, the first included; at most `MOST`."""
        if self.until is None:
            return min(self.count, MOST)
        from dateutil.rrule import rrulestr

        wall = start.replace(tzinfo=None)
        last = datetime.combine(self.until, datetime.max.time())
        found = 0
        for moment in rrulestr(f"{self._base()};COUNT={MOST}", dtstart=wall):
            if moment > last:
                break
            found += 1
        return max(found, 1)

    def on_day_of(self, start: datetime) -> "Repeat":
        """With the weekday of the first visit among the weekdays, where weeks repeat."""
        if self.unit != "WEEKLY":
            return replace(self, weekdays=())
        return replace(self, weekdays=tuple(sorted({*self.weekdays, start.weekday()})))

    def sentence(self, start: datetime) -> str:
        """``Every 2 weeks on Tuesday and Friday, 6 visits``."""
        how = self._how()
        if self.unit == "WEEKLY":
            names = [QLocale().dayName(day + 1) for day in self.weekdays or (start.weekday(),)]
            how = translate("repeat", "{0} on {1}").format(how, QLocale().createSeparatedList(names))
        elif self.unit == "MONTHLY":
            how = translate("repeat", "{0} on day {1}").format(how, start.day)
        visits = translate("repeat", "{0} visits").format(self.visits(start))
        if self.until is not None:
            until = translate("repeat", "until {0}").format(day_text(self.until, year=self.until.year != start.year))
            return f"{how}, {until}, {visits}"
        return f"{how}, {visits}"

    def _how(self) -> str:
        if self.every == 1:
            return {
                "DAILY": translate("repeat", "Every day"),
                "WEEKLY": translate("repeat", "Every week"),
                "MONTHLY": translate("repeat", "Every month"),
            }[self.unit]
        return {
            "DAILY": translate("repeat", "Every {0} days"),
            "WEEKLY": translate("repeat", "Every {0} weeks"),
            "MONTHLY": translate("repeat", "Every {0} months"),
        }[self.unit].format(self.every)
