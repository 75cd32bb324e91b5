"""Public holidays to tick, by country and year."""

from datetime import date
from typing import Any

from PySide6.QtCore import QLocale, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLineEdit, QSizePolicy, QSpinBox, QVBoxLayout, QWidget

from opd_desktop.services import holidays
from opd_desktop.services.dto.schedules import AddHolidays, ExceptionsAdded, HolidayDto, SuggestHolidays
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.schedules.fields import WITHOUT_BUTTONS
from opd_desktop.ui.text import day_text
from opd_desktop.ui.widgets import Button, EmptyState, Field, Notice, Panel
from opd_desktop.ui.widgets.line import clear_layout
from opd_desktop.ui.words import error_text


class HolidayPanel(Panel):
    """Tick the days on which the facility is closed.

    Attributes:
        added: they were written (`ExceptionsAdded`).
    """

    added = Signal(object)

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.set_title(self.tr("Public holidays"))
        self._desk = desk
        self.boxes: dict[date, QCheckBox] = {}
        self._names: dict[date, str] = {}
        self.country = QComboBox(self)
        self.country.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self._offer_countries()
        self.region = QLineEdit(self)
        self.region.setPlaceholderText(self.tr("All"))
        self.region.setMaxLength(10)
        self.year = QSpinBox(self)
        today = desk.today()
        self.year.setRange(today.year, today.year + 5)
        self.year.setStyleSheet(WITHOUT_BUTTONS)
        self.year.lineEdit().setTextMargins(8, 0, 4, 0)
        # In the last weeks of a year one plans the next.
        self.year.setValue(today.year + (today.month >= 11))
        self.region_field = Field(self.tr("Region"), self.region, parent=self)
        self.notice = Notice("danger", parent=self)
        self.notice.set_text("")
        self.empty = EmptyState(self.tr("Looking …"), icon="sun", parent=self)
        inside = QWidget(self)
        self._list = QVBoxLayout(inside)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(2)
        self.body.addWidget(Field(self.tr("Country"), self.country, parent=self))
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.region_field)
        row.addWidget(Field(self.tr("Year"), self.year, parent=self))
        self.body.addLayout(row)
        self.body.addWidget(self.notice)
        self.body.addWidget(self.empty)
        self.body.addWidget(inside)
        self.body.addStretch()
        self.all = QCheckBox(self.tr("All"), self)
        self.all.clicked.connect(self._tick_all)
        self.save = Button("", "primary", keys="Ctrl+Return", parent=self)
        self.save.setShortcut("Ctrl+Return")
        self.save.clicked.connect(self.add)
        self.footer.addWidget(self.all)
        self.footer.addStretch()
        self.footer.addWidget(self.save)
        self.country.activated.connect(self._country_chosen)
        self.region.editingFinished.connect(self.load)
        self.year.valueChanged.connect(self.load)
        self.setFocusProxy(self.year)
        self._count()
        self.load()

    def _offer_countries(self) -> None:
        """The countries of the world by their names, the facility's own first."""
        named: dict[str, str] = {}
        for number in range(QLocale.Country.LastCountry.value + 1):
            try:
                territory = QLocale.Country(number)
            except ValueError:
                continue
            code = QLocale.territoryToCode(territory)
            if len(code) == 2:
                named[code] = QLocale.territoryToString(territory)
        own = self._desk.facility.country
        for code, name in sorted(named.items(), key=lambda pair: (pair[0] != own, pair[1])):
            self.country.addItem(name, code)
        self.country.setCurrentIndex(max(self.country.findData(own), 0))

    def _country_chosen(self, _index: int) -> None:
        self.region.clear()
        self.load()

    def load(self, _value: Any = None) -> None:
        """Ask for the holidays of what is chosen."""
        request = SuggestHolidays(
            facility_id=self._desk.facility.id, year=self.year.value(), country=self.country.currentData(),
            subdivision=self.region.text().strip().upper() or None,
        )  # fmt: skip
        self._desk.read(self, "suggest", holidays.suggest, request, self._loaded, self._refused)

    def _loaded(self, found: tuple[HolidayDto, ...]) -> None:
        self.notice.set_text("")
        self.region_field.set_error("")
        clear_layout(self._list)
        self.boxes.clear()
        self._names = {one.day: one.name for one in found}
        today = self._desk.today()
        for one in found:
            text = f"{day_text(one.day)} · {one.name}"
            text = self.tr("{0} (closed already)").format(text) if one.already else text
            box = QCheckBox(self._wrapped(text), self)
            box.setAccessibleName(text)
            box.setChecked(one.already)
            box.setEnabled(not one.already and one.day >= today)
            box.toggled.connect(self._count)
            self._list.addWidget(box)
            if box.isEnabled():
                self.boxes[one.day] = box
        self.empty.setVisible(not found)
        self.empty.set_text(
            self.tr("No public holidays are known for this year"), self.tr("Add the days yourself with New.")
        )
        self._count()

    def _wrapped(self, text: str) -> str:
        """In lines that fit: a tick box does not wrap by itself."""
        metrics, room = self.fontMetrics(), self.width() - 80
        lines: list[str] = []
        for word in text.split(" "):
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and metrics.horizontalAdvance(longer) <= room:
                lines[-1] = longer
            else:
                lines.append(word)
        return "\n".join(lines)

    def _refused(self, error: BaseException) -> None:
        clear_layout(self._list)
        self.boxes.clear()
        self.empty.hide()
        code = getattr(error, "code", "")
        if code == "holiday.no_subdivision":
            self.region_field.set_error(error_text(error))
        else:
            self.notice.set_text(error_text(error))
        self._count()

    def chosen(self) -> tuple[tuple[date, str], ...]:
        """The days that are ticked and not closed yet."""
        return tuple((day, self._names[day]) for day, box in self.boxes.items() if box.isChecked())

    def _tick_all(self, on: bool) -> None:
        for box in self.boxes.values():
            box.setChecked(on)

    def _count(self, _on: bool = False) -> None:
        count = len(self.chosen())
        self.save.setText(self.tr("Close on {0} days").format(count) if count != 1 else self.tr("Close on 1 day"))
        self.save.setEnabled(count > 0)
        self.all.setChecked(bool(self.boxes) and count == len(self.boxes))
        self.all.setEnabled(bool(self.boxes))

    def add(self) -> None:
        """Close the facility on the ticked days."""
        days = self.chosen()
        if not days:
            return
        self.save.setEnabled(False)
        request = AddHolidays(facility_id=self._desk.facility.id, days=days)
        self._desk.write(self, holidays.add, request, self._added, self._refused)

    def _added(self, made: ExceptionsAdded) -> None:
        self.added.emit(made)
        self.load()
