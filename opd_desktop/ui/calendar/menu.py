"""The context menu of a place or of a visit: everything that can be done there, with its keys."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from opd_desktop.services.dto.appointments import AppointmentDto
from opd_desktop.ui.calendar.day import MOVABLE, Stop
from opd_desktop.ui.calendar.panels.work import PanelWork

if TYPE_CHECKING:
    from opd_desktop.ui.calendar.actions import CalendarActions
    from opd_desktop.ui.calendar.handling import VisitsPart


def _add(menu: QMenu, actions: Iterable[QAction]) -> None:
    shown = [action for action in actions if action.isEnabled() and action.isVisible()]
    if shown and not menu.isEmpty():
        menu.addSeparator()
    for action in shown:
        # Some styles hide keys in context menus; here they are what the menu teaches.
        action.setShortcutVisibleInContextMenu(True)
        menu.addAction(action)


def _groups(
    acts: "CalendarActions", stop: Stop | None, visit: AppointmentDto | None, *, many: int, pinned: bool
) -> Iterable[Iterable[QAction]]:
    if many > 1:
        yield (acts.cancel, acts.cut, acts.copy, acts.print_chosen)
        yield (acts.choose_column,)
        return
    if visit is not None:
        yield (acts.open,)
        yield (action for action, _kind in acts.offered(visit) if action is not acts.cancel)
        yield (acts.longer, acts.shorter) if stop is not None else ()
        yield (acts.cut, acts.copy, acts.choose) if visit.status in MOVABLE else (acts.copy, acts.choose)
        yield (acts.overbook,) if stop is not None else ()
        yield (acts.cancel,)
    elif stop is not None:
        yield (acts.book_here, acts.register)
        yield (acts.paste,) if pinned else ()
    yield (acts.choose_column, acts.undo, acts.print)
    yield (acts.day, acts.week, acts.agenda, acts.filter, acts.cancelled)


def show_menu(screen: "VisitsPart", stop: Stop | None, visit: AppointmentDto | None, place: QPoint) -> QMenu:
    """Pop the menu up; it deletes itself when it closes."""
    acts = screen.acts
    acts.follow(visit)
    menu = QMenu(screen)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.setAccessibleName(screen.tr("What can be done here"))
    pinned = screen.pinboard.current is not None
    for group in _groups(acts, stop, visit, many=len(screen.chosen()), pinned=pinned):
        _add(menu, group)
    if visit is not None and len(screen.chosen()) < 2:
        _add(menu, PanelWork.of(screen.desk, screen.presenter).more_of(visit))
    menu.popup(place)
    return menu
