"""Panels of the calendar: finding, waiting, the end of the day, calls, lateness, repeating."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from opd_desktop.ui.calendar.panels.actions import PanelActions
    from opd_desktop.ui.calendar.view import CalendarScreen


def install(screen: "CalendarScreen") -> "PanelActions":
    """Register the panels' actions, keys and palette entries with the calendar; call it once it has a body."""
    # The panels' modules know the calendar's; here they would meet in a circle.
    from opd_desktop.ui.calendar.panels.actions import PanelActions

    made = PanelActions(screen)
    body = screen.bar.parentWidget()
    column = body.layout() if body is not None else None
    if column is not None:
        for notice in (made.follower.notice, made.notice):
            column.insertWidget(0, notice)  # type: ignore[attr-defined]
    return made
