"""What the week grid shows and what the mouse does in it."""

from dataclasses import dataclass, field

from opd_desktop.ui.schedules.week import Block, Week

#: Minutes that the cursor, and the mouse, move by.
STEP = 15
#: What is in sight of a week without earlier or later hours.
FIRST_HOUR, LAST_HOUR = 7, 20


@dataclass
class Drag:
    """What the mouse does: ``kind`` new, break, move, start or end; ``origin`` is the minute it began at."""

    kind: str
    weekday: int
    origin: int
    block: Block | None = None
    before: Week = ()
    moved: bool = False
    refused: bool = False
    ghost: tuple[int, int, int] | None = None


@dataclass
class GridState:
    """What is painted."""

    week: Week = ()
    cursor: tuple[int, int] = (0, 9 * 60)
    anchor: int | None = None
    chosen: Block | None = None
    slot_minutes: int = 15
    hover: Block | None = None
    drag: Drag | None = None
    focus: bool = False
    hours: tuple[int, int] = field(default=(FIRST_HOUR, LAST_HOUR))

    @property
    def selection(self) -> tuple[int, int, int] | None:
        """Weekday and minutes that Shift and the arrows have chosen."""
        if self.anchor is None:
            return None
        weekday, minute = self.cursor
        return weekday, min(self.anchor, minute), max(self.anchor, minute) + STEP
