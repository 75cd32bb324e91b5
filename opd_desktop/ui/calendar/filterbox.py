"""The button in the top bar that opens what visits can be filtered by."""

from collections.abc import Iterable

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from opd_desktop.services.dto.facilities import PractitionerDto
from opd_desktop.ui.calendar.filters import NO_FILTER, STATES, Filter
from opd_desktop.ui.calendar.words import translate
from opd_desktop.ui.theme import theme
from opd_desktop.ui.widgets import Button

_KIND, _KEY = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


class FilterBox(QFrame):
    """A list of check boxes in groups, with a line to search in it. Space ticks, Esc closes.

    Attributes:
        changed: a `Filter`.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("kind", "panel")
        self._filling = False
        self._filter = NO_FILTER
        self.search = QLineEdit(self)
        self.search.setPlaceholderText(self.tr("Search doctors, services, states"))
        self.search.setAccessibleName(self.tr("Search in the filter"))
        self.search.setClearButtonEnabled(True)
        self.search.textChanged.connect(self._narrow)
        self.list = QListWidget(self)
        self.list.setAccessibleName(self.tr("Show only"))
        self.list.setSpacing(2)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.itemChanged.connect(self._ticked)
        self.list.itemActivated.connect(self._toggle)
        self.list.itemClicked.connect(self._clicked)
        self.nothing = Button(self.tr("Show everything"), "plain", parent=self)
        self.nothing.clicked.connect(self._clear)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 10)
        column.setSpacing(8)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.addStretch()
        row.addWidget(self.nothing)
        column.addLayout(row)
        self.resize(round(theme().rem * 17), round(theme().rem * 26))
        self._tint()
        theme().changed.connect(self._tint)

    def _tint(self) -> None:
        """Check boxes in a list take no colours from the palette."""
        tokens, size = theme().tokens, round(theme().rem * 0.8)
        self.list.setStyleSheet(
            f"QListView::indicator {{ width: {size}px; height: {size}px; border-radius: 3px;"
            f" border: 1px solid {tokens['faint']}; background: {tokens['surface']}; }}"
            f"QListView::indicator:checked {{ background: {tokens['accent']}; border-color: {tokens['accent']}; }}"
        )

    def fill(self, people: Iterable[PractitionerDto], services: Iterable[str], wanted: Filter) -> None:
        """Offer these doctors, their specialties and these services, with ``wanted`` ticked."""
        self._filling = True
        self._filter = wanted
        self.list.clear()
        people = tuple(people)
        self._group(self.tr("Status"), "states", ((one, theme().looks(one).word) for one in STATES))
        kept = wanted.services | set(services)
        self._group(self.tr("Service"), "services", ((one, service_text(one)) for one in sorted(kept)))
        special = sorted({one.specialty for one in people if one.specialty} | wanted.specialties)
        self._group(self.tr("Specialty"), "specialties", ((one, one) for one in special))
        self._group(self.tr("Doctor"), "doctors", ((one.id, one.display_name) for one in people))
        self._filling = False
        self._narrow(self.search.text())

    def _group(self, title: str, kind: str, choices: Iterable[tuple[object, str]]) -> None:
        choices = list(choices)
        if not choices:
            return
        heading = QListWidgetItem(title.upper())
        heading.setFlags(Qt.ItemFlag.NoItemFlags)
        heading.setFont(theme().font("small"))
        heading.setForeground(theme().color("muted"))
        heading.setSizeHint(QSize(0, round(theme().rem * 1.7)))
        self.list.addItem(heading)
        ticked = getattr(self._filter, kind)
        for key, text in choices:
            item = QListWidgetItem(text)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if key in ticked else Qt.CheckState.Unchecked)
            item.setSizeHint(QSize(0, round(theme().rem * 1.5)))
            item.setData(_KIND, kind)
            item.setData(_KEY, key)
            self.list.addItem(item)

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    def _narrow(self, text: str) -> None:
        wanted = text.strip().casefold()
        for item in self._items():
            heading = item.data(_KIND) is None
            item.setHidden(bool(wanted) and (heading or wanted not in item.text().casefold()))

    def _toggle(self, item: QListWidgetItem) -> None:
        if item.data(_KIND) is not None:
            on = item.checkState() == Qt.CheckState.Checked
            item.setCheckState(Qt.CheckState.Unchecked if on else Qt.CheckState.Checked)

    def _clicked(self, item: QListWidgetItem) -> None:
        """A click on the word ticks as well; one on the box has done so by now."""
        place = self.list.mapFromGlobal(self.cursor().pos())
        box = self.list.visualItemRect(item).left() + round(theme().rem * 1.6)
        if place.x() > box:
            self._toggle(item)

    def _ticked(self, _item: QListWidgetItem) -> None:
        if self._filling:
            return
        ticked: dict[str, set[object]] = {"doctors": set(), "specialties": set(), "services": set(), "states": set()}
        for item in self._items():
            if item.data(_KIND) is not None and item.checkState() == Qt.CheckState.Checked:
                ticked[item.data(_KIND)].add(item.data(_KEY))
        self._filter = Filter(**{kind: frozenset(keys) for kind, keys in ticked.items()})  # type: ignore[arg-type]
        self.changed.emit(self._filter)

    def tick(self, text: str) -> None:
        """Tick or untick the choice of this text."""
        self._toggle(next(item for item in self._items() if item.text() == text))

    def _clear(self) -> None:
        self._filling = True
        for item in self._items():
            if item.data(_KIND) is not None:
                item.setCheckState(Qt.CheckState.Unchecked)
        self._filling = False
        self._filter = NO_FILTER
        self.changed.emit(NO_FILTER)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down goes from the search to the list."""
        if event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            self.list.setFocus(Qt.FocusReason.TabFocusReason)
            first = next((row for row, item in enumerate(self._items())
                          if item.data(_KIND) is not None and not item.isHidden()), 0)  # fmt: skip
            self.list.setCurrentRow(first)
            event.accept()
            return
        super().keyPressEvent(event)


class FilterButton(Button):
    """``Filter · 3``: how many things are asked for; opens the box."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(translate("calendar", "Filter"), "quiet", parent=parent)
        self.box = FilterBox(self)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip(translate("calendar", "Show only some doctors, services or states (Alt+F)"))

    def set_filter(self, wanted: Filter) -> None:
        """Say how much is filtered."""
        text = translate("calendar", "Filter")
        self.setText(f"{text} · {len(wanted)} ▾" if wanted else f"{text} ▾")
        self.setAccessibleName(self.text().removesuffix(" ▾"))

    def open(self, under: QWidget) -> None:
        """Show the box under this button, or what stands in for it."""
        self.box.move(under.mapToGlobal(QPoint(0, under.height() + 4)))
        self.box.show()
        self.box.search.setFocus(Qt.FocusReason.PopupFocusReason)


def service_text(service: str) -> str:
    """A service type in words: ``follow-up`` is ``Follow-up``."""
    return service.replace("_", " ").replace("-", " ").capitalize() if service.islower() else service
