"""What stands in the block of a visit: its texts and icon, laid out once for the size that it has."""

from datetime import datetime
from typing import NamedTuple

from opd_desktop.domain.agenda_layout import Box
from opd_desktop.ui.calendar.day import DayPlan, Stop
from opd_desktop.ui.calendar.drawing import Metrics, inside
from opd_desktop.ui.calendar.words import state_of, translate
from opd_desktop.ui.text import clock_text
from opd_desktop.ui.theme import Look, theme


class Text(NamedTuple):
    """A line that is ready to paint: baseline point relative to the box, text, font name, token.

    ``common`` texts stand in many blocks, as times, states and reasons do, and names don't.
    """

    x: float
    y: float
    text: str
    font: str
    token: str
    common: bool = True


class Block(NamedTuple):
    """A visit that is ready to paint."""

    look: Look
    lines: tuple[Text, ...]
    icon_at: tuple[float, float, int] | None


class BlockMaker:
    """Lays out the blocks of one plan."""

    def __init__(self, plan: DayPlan, metrics: Metrics) -> None:
        self._plan = plan
        self._metrics = metrics
        self._clocks: dict[tuple[datetime, float], str] = {}
        self._looks: dict[str, Look] = {}

    def _clock(self, stop: Stop) -> str:
        key = (self._plan.columns[stop.column].origin, stop.start)
        found = self._clocks.get(key)
        if found is None:
            found = self._clocks[key] = clock_text(self._plan.local(stop.start, stop.column))
        return found

    def _look(self, state: str) -> Look:
        found = self._looks.get(state)
        if found is None:
            found = self._looks[state] = theme().looks(state)
        return found

    def make(self, stop: Stop, box: Box) -> Block:
        """Lay out the text of a block: the status word gives way to its icon before the name is cut."""
        visit = stop.visit
        if visit is None:
            raise TypeError("only visits are blocks")
        m = self._metrics
        look = self._look(state_of(visit))
        rect = inside(box)
        pad = 8.0
        room = rect.width() - 2 * pad
        two = rect.height() >= m.line + m.small + 4
        top = 5.0 if two else max((rect.height() - m.line) / 2, 0)
        base = top + m.rises["strong"]
        time = self._clock(stop) + "  "
        time_width = m.width("body", time) if room > m.line * 7 else 0.0
        size = round(m.rises["small"])
        word_width = m.width("small", look.word) + size + 4
        has_word = not m.exceeds("strong", visit.patient_name, room - time_width - 8 - word_width)
        has_icon = room > m.line * (5 if two else 2.4)
        used = word_width if has_word else size if has_icon else 0
        lines = []
        if time_width:
            lines.append(Text(pad, base, time, "body", look.fg))
        name = m.elided("strong", visit.patient_name, room - time_width - (used + 6 if used else 0))
        lines.append(Text(pad + time_width, base, name, "strong", look.fg, common=False))
        edge = rect.width() - pad
        icon_at: tuple[float, float, int] | None = (edge - used, base - size + 1, size) if used else None
        if has_word:
            lines.append(Text(edge - used + size + 4, base, look.word, "small", look.fg))
        if two:
            y = top + m.line + m.rises["small"] + 1
            # In a very narrow lane the icon of the state stands before the reason.
            indent = 0.0 if icon_at else size + 4.0
            icon_at = icon_at or (pad, y - size + 1, size)
            below = m.elided("small", self._second_line(stop), room - indent)
            lines.append(Text(pad + indent, y, below, "small", look.fg))
        return Block(look, tuple(lines), icon_at)

    def _second_line(self, stop: Stop) -> str:
        visit = stop.visit
        if visit is None:
            return ""
        expected = self._plan.expected(stop)
        late = (
            translate("calendar", "about {0}").format(clock_text(expected.astimezone(self._plan.zone)))
            if expected
            else ""
        )
        return " · ".join(part for part in (late, visit.token or "", visit.reason) if part)
