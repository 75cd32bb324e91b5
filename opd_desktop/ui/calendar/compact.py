"""One button for what a narrow top bar has no room for: the view, whose visits, the filter, the day."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QPushButton, QWidget

Choices = Sequence[tuple[object, str]]


class CompactMenu(QPushButton):
    """``Day ▾``; a point before the arrow says that not everybody or not everything is shown.

    Attributes:
        doctor_chosen: the key of the doctor or specialty that was chosen.
    """

    doctor_chosen = Signal(object)

    def __init__(self, actions: Sequence[QAction], more: Sequence[QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._views = tuple(actions)
        self._more = tuple(more)
        self._doctors: Callable[[], tuple[Choices, object]] = lambda: ((), None)
        self.setProperty("kind", "quiet")
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill)
        self.setMenu(self._menu)

    def offer_doctors(self, doctors: Callable[[], tuple[Choices, object]]) -> None:
        """Where the choices of doctors come from, with the key of the chosen one."""
        self._doctors = doctors

    def show_state(self, view: str, *, part: bool) -> None:
        """The view that is shown, and whether only a ``part`` of the visits is."""
        self.setText(f"{view} • ▾" if part else f"{view} ▾")
        shown = self.tr("{0}, not everything is shown").format(view) if part else view
        self.setAccessibleName(self.tr("View, doctors and filter: {0}").format(shown))

    def _fill(self) -> None:
        menu = self._menu
        menu.clear()
        menu.addActions(self._views)
        doctors = menu.addMenu(self.tr("Doctors"))
        group = QActionGroup(doctors)
        choices, current = self._doctors()
        for key, text in choices:
            action = doctors.addAction(text)
            action.setCheckable(True)
            action.setChecked(key == current)
            action.triggered.connect(partial(self._choose, key))
            group.addAction(action)
        menu.addSeparator()
        menu.addActions(self._more)

    def _choose(self, key: object, _checked: bool = False) -> None:
        self.doctor_chosen.emit(key)
