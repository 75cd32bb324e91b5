"""The part of a booking that repeats it: how often, how long, and which dates have a place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from PySide6.QtCore import QDate, Qt, QTimer, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDateEdit, QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from opd_desktop.services import series, slots
from opd_desktop.services.dto.booking import BookSeries, FindFirst, Found, InsteadOf, SeriesDate, SeriesPlan
from opd_desktop.ui.calendar.alternatives import AlternativeTimes
from opd_desktop.ui.calendar.panels.days import Weekdays
from opd_desktop.ui.calendar.panels.rows import Row, RowList
from opd_desktop.ui.calendar.panels.rule import MOST, Repeat
from opd_desktop.ui.calendar.panels.words import gap_text
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.text import clock_text, day_text, moment_text
from opd_desktop.ui.theme import theme
from opd_desktop.ui.widgets import Field, Muted, Notice
from opd_desktop.ui.widgets.boxes import dress_date, dress_number
from opd_desktop.ui.words import error_text

_PAUSE_MS = 250
_OTHERS = 4


@dataclass(frozen=True)
class Ask:
    """The first visit, for planning the others."""

    request: BookSeries
    starts_at: datetime
    practitioner_id: UUID
    length: int


class RepeatSection(QWidget):
    """Once, or again and again; dates without a place are left out or put to another time, one by one.

    Attributes:
        changed: the rule, or what becomes of a date, is another.
    """

    changed = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._start: datetime | None = None
        self._ask: Ask | None = None
        self._dates: tuple[SeriesDate, ...] = ()
        self._instead: dict[datetime, Found] = {}
        self._others: dict[datetime, Found] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE_MS)
        self._timer.timeout.connect(self._read_plan)
        self._make_rule()
        self._make_plan()
        self._lay_out()
        self._follow()

    # Building

    def _make_rule(self) -> None:
        self.how = QComboBox(self)
        for key, text in (
            ("", self.tr("Once")),
            ("WEEKLY 1", self.tr("Every week")),
            ("WEEKLY 2", self.tr("Every 2 weeks")),
            ("MONTHLY 1", self.tr("Every month")),
            ("own", self.tr("Another rhythm")),
        ):
            self.how.addItem(text, key)
        self.every = QSpinBox(self)
        self.every.setRange(1, 52)
        dress_number(self.every)
        self.unit = QComboBox(self)
        for unit, text in (
            ("DAILY", self.tr("days")), ("WEEKLY", self.tr("weeks")), ("MONTHLY", self.tr("months")),
        ):  # fmt: skip
            self.unit.addItem(text, unit)
        self.unit.setCurrentIndex(1)
        self.weekdays = Weekdays(self.tr("Repeat on"), self)
        self.ends = QComboBox(self)
        self.ends.addItem(self.tr("Number of visits"), "count")
        self.ends.addItem(self.tr("Last day"), "until")
        self.count = QSpinBox(self)
        self.count.setRange(2, MOST)
        dress_number(self.count)
        self.count.setValue(4)
        self.until = QDateEdit(self)
        dress_date(self.until)
        for widget, name in (
            (self.every, self.tr("Every")), (self.unit, self.tr("Days, weeks or months")),
            (self.ends, self.tr("Ends by")), (self.count, self.tr("Number of visits")),
            (self.until, self.tr("Last day")),
        ):  # fmt: skip
            widget.setAccessibleName(name)
        for box in (self.how, self.unit, self.ends):
            box.currentIndexChanged.connect(self._follow)
        for spin in (self.every, self.count):
            spin.valueChanged.connect(self._follow)
        self.until.dateChanged.connect(self._follow)
        self.weekdays.changed.connect(self._follow)

    def _make_plan(self) -> None:
        self.sentence = Muted(parent=self)
        self.dates = RowList(self.tr("Dates of the series"), self)
        self.dates.setFixedHeight(round(theme().rem * 9))
        self.dates.own_keys((int(Qt.Key.Key_Delete),))
        self.dates.opened.connect(self._choose_another)
        self.others = AlternativeTimes(self._desk, self)
        self.others.chosen.connect(self._take_other)
        self.missing = Notice("warn", parent=self)
        self.missing.set_text("")
        self.skip = QCheckBox(self.tr("Leave out the dates without a place"), self)
        self.skip.setAccessibleName(self.skip.text())
        self.skip.toggled.connect(self.changed)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(Field(self.tr("Repeat"), self.how))
        self._more = QWidget(self)
        more = QVBoxLayout(self._more)
        more.setContentsMargins(0, 0, 0, 0)
        more.setSpacing(8)
        self._rhythm, self._end = QWidget(self._more), QWidget(self._more)
        for area, widgets in (
            (self._rhythm, (self.every, self.unit)),
            (self._end, (self.ends, self.count, self.until)),
        ):
            row = QHBoxLayout(area)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(8)
            for widget in widgets:
                row.addWidget(widget, 1)
        for part in (
            self._rhythm, self.weekdays, self._end, self.sentence, self.dates, self.missing, self.others, self.skip,
        ):  # fmt: skip
            more.addWidget(part)
        column.addWidget(self._more)

    # The rule

    def rule(self) -> Repeat | None:
        """How the visit repeats; None for once."""
        how = self.how.currentData()
        if not how or self._start is None:
            return None
        if how == "own":
            unit, every, days = self.unit.currentData(), self.every.value(), self.weekdays.days()
        else:
            unit, _, number = str(how).partition(" ")
            every, days = int(number), ()
        until = None
        if self.ends.currentData() == "until":
            chosen = self.until.date()
            until = date(chosen.year(), chosen.month(), chosen.day())
        repeat = Repeat(every, unit, days, self.count.value(), until)
        return repeat.on_day_of(self._start)

    def set_start(self, local: datetime) -> None:
        """The first visit's wall time."""
        if local == self._start:
            return
        self._start = local
        for day in range(7):
            self.weekdays.button(day).setEnabled(True)
        self.weekdays.set_days((local.weekday(),))
        self.weekdays.keep(local.weekday())
        last = local.date() + timedelta(weeks=8)
        self.until.setMinimumDate(QDate(local.year, local.month, local.day))
        self.until.setDate(QDate(last.year, last.month, last.day))
        self._follow()

    def _follow(self, *_ignored: object) -> None:
        rule = self.rule()
        own = self.how.currentData() == "own"
        self._more.setVisible(rule is not None)
        self._rhythm.setVisible(own)
        self.weekdays.setVisible(own and self.unit.currentData() == "WEEKLY")
        until = self.ends.currentData() == "until"
        self.count.setVisible(not until)
        self.until.setVisible(until)
        if rule is not None and self._start is not None:
            self.sentence.setText(rule.sentence(self._start))
        self._instead.clear()
        self._show_dates(())
        self.changed.emit()

    # The dates

    def plan(self, ask: Ask | None) -> None:
        """Look which dates have a place, as soon as typing pauses; None looks at nothing."""
        self._ask = ask
        if ask is None:
            self._timer.stop()
            self._show_dates(())
        else:
            self._timer.start()

    def _read_plan(self) -> None:
        if self._ask is not None and self.rule() is not None:
            self._desk.read(self, "plan", series.plan, self._ask.request, self._planned, self._not_planned)

    def _planned(self, found: SeriesPlan) -> None:
        self._show_dates(found.dates)

    def _not_planned(self, error: BaseException) -> None:
        self._show_dates(())
        self.missing.set_text(error_text(error))

    def _show_dates(self, dates: Sequence[SeriesDate]) -> None:
        self._dates = tuple(dates)
        self.dates.set_rows([self._row(one) for one in self._dates])
        self.dates.setVisible(bool(self._dates))
        self.others.show_times(())
        open_dates = self.without_place()
        if open_dates and not self.dates.hasFocus():
            self.dates.go_to(open_dates[0].at)
        self.skip.setVisible(bool(open_dates))
        self.missing.set_text("")
        if open_dates:
            text = self.tr("No place on {0} of {1} dates. Enter on one offers other times; or leave them out.")
            self.missing.set_text(text.format(len(open_dates), len(self._dates)))

    def _row(self, one: SeriesDate) -> Row:
        local = self._desk.local(one.at)
        text = f"{day_text(local.date())} {clock_text(local)}"
        other = self._instead.get(one.at)
        if other is not None:
            now = moment_text(self._desk.local(other.starts_at), local.date())
            return Row(one.at, text, side=self.tr("instead {0}").format(now), data=one)
        if one.slot_ids:
            return Row(one.at, text, side=self.tr("free"), data=one)
        return Row(one.at, text, side=gap_text(one.why), data=one, off=True)

    def without_place(self) -> tuple[SeriesDate, ...]:
        """The dates that have neither a place nor another time instead."""
        return tuple(one for one in self._dates if not one.slot_ids and one.at not in self._instead)

    def instead(self) -> tuple[InsteadOf, ...]:
        """The other times that were chosen for dates without a place."""
        return tuple(InsteadOf(at=at, slot_ids=place.slot_ids) for at, place in sorted(self._instead.items()))

    def leaves_out(self) -> bool:
        """Whether dates without a place are left out of the series."""
        return self.skip.isChecked()

    def is_settled(self) -> bool:
        """Whether every date has a place, or it was said what becomes of those that have none."""
        return self.skip.isChecked() or not self.without_place()

    def _choose_another(self, row: Row) -> None:
        one, ask = row.data, self._ask
        if not isinstance(one, SeriesDate) or ask is None or one.slot_ids:
            return
        request = FindFirst(
            facility_id=self._desk.facility.id,
            practitioner_ids=(ask.practitioner_id,),
            start=max(one.at - timedelta(hours=3), self._desk.now()),
            length=ask.length,
            limit=_OTHERS,
        )

        def found(places: tuple[Found, ...]) -> None:
            self._others = {place.starts_at: place for place in places}
            self.others.show_times(self._others, self._desk.local(one.at).date())
            if not places:
                self.missing.set_text(self.tr("No free time near this date. Leave it out, or choose another doctor."))
            elif self.others.buttons():
                self.others.buttons()[0].setFocus(Qt.FocusReason.OtherFocusReason)

        self._desk.read(self, "others", slots.find, request, found, self._not_planned)

    def _take_other(self, moment: datetime) -> None:
        row = self.dates.current()
        place = self._others.get(moment)
        if row is not None and isinstance(row.data, SeriesDate) and place is not None:
            self._instead[row.data.at] = place
            self._show_dates(self._dates)
            self.dates.setFocus(Qt.FocusReason.OtherFocusReason)
            self.changed.emit()

    # Drafts

    def values(self) -> dict[str, Any]:
        """What was chosen, for a draft."""
        until = self.until.date()
        return {
            "how": self.how.currentData(), "every": self.every.value(), "unit": self.unit.currentData(),
            "weekdays": list(self.weekdays.days()), "ends": self.ends.currentData(), "count": self.count.value(),
            "until": until.toString(Qt.DateFormat.ISODate), "skip": self.skip.isChecked(),
        }  # fmt: skip

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Put a draft back."""
        for box, key in ((self.unit, "unit"), (self.ends, "ends"), (self.how, "how")):
            box.setCurrentIndex(max(box.findData(values.get(key)), 0))
        self.every.setValue(int(values.get("every") or 1))
        self.count.setValue(int(values.get("count") or 4))
        self.weekdays.set_days(tuple(values.get("weekdays") or ()))
        until = QDate.fromString(str(values.get("until") or ""), Qt.DateFormat.ISODate)
        if until.isValid():
            self.until.setDate(until)
        self.skip.setChecked(bool(values.get("skip")))
        self._follow()
