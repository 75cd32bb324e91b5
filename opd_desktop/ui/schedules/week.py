"""Hours of a week as one edits them: blocks of minutes with breaks. Pure; every change gives a new week.

Minutes are of the wall clock, 0 at midnight. The last is 23:59, since a session ends on the day it begins.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import time

from opd_desktop.services.dto.schedules import Break, Session

LAST = 24 * 60 - 1
#: Shorter hours or breaks than this are a slip of the hand.
SHORTEST = 5
Piece = tuple[int, int]


@dataclass(frozen=True, order=True)
class Block:
    """One session: a weekday (0 = Monday), its first minute and the one after its last, and breaks inside it."""

    weekday: int
    start: int
    end: int
    breaks: tuple[Piece, ...] = ()

    def holds(self, weekday: int, minute: int) -> bool:
        """Whether the minute is between its start and end, also in a break."""
        return self.weekday == weekday and self.start <= minute < self.end

    def break_at(self, minute: int) -> Piece | None:
        """The break that the minute is in."""
        return next((piece for piece in self.breaks if piece[0] <= minute < piece[1]), None)

    @property
    def minutes(self) -> int:
        """Minutes of work, without the breaks."""
        return self.end - self.start - sum(end - start for start, end in self.breaks)


Week = tuple[Block, ...]


def of_sessions(sessions: Iterable[Session]) -> Week:
    """The week of a schedule."""
    return tuple(
        sorted(
            Block(
                one.weekday, _minute(one.start), _minute(one.end),
                tuple(sorted((_minute(pause.start), _minute(pause.end)) for pause in one.breaks)),
            )
            for one in sessions
        )
    )  # fmt: skip


def to_sessions(week: Week) -> tuple[Session, ...]:
    """The week as services take it."""
    return tuple(
        Session(
            weekday=one.weekday, start=clock(one.start), end=clock(one.end),
            breaks=tuple(Break(start=clock(start), end=clock(end)) for start, end in one.breaks),
        )
        for one in week
    )  # fmt: skip


def clock(minute: int) -> time:
    """The wall time of a minute."""
    return time(*divmod(min(max(minute, 0), LAST), 60))


def clock_words(minute: int) -> str:
    """``09:30``."""
    return clock(minute).strftime("%H:%M")


def block_at(week: Week, weekday: int, minute: int) -> Block | None:
    """The block that the minute is in."""
    return next((one for one in week if one.holds(weekday, minute)), None)


def add(week: Week, weekday: int, start: int, end: int) -> Week:
    """Hours from ``start`` to ``end``; what they meet or touch becomes one with them, and breaks in them go."""
    start, end = _within(start, end)
    if end - start < SHORTEST:
        return week
    touched = [one for one in week if one.weekday == weekday and one.start <= end and start <= one.end]
    breaks: list[Piece] = []
    for one in touched:
        breaks += [piece for pause in one.breaks for piece in _outside(pause, start, end)]
    low = min([start, *(one.start for one in touched)])
    high = max([end, *(one.end for one in touched)])
    return _with(week, touched, Block(weekday, low, high, _tidy(breaks)))


def remove(week: Week, block: Block) -> Week:
    """Without these hours."""
    return tuple(one for one in week if one != block)


def cut(week: Week, weekday: int, start: int, end: int) -> Week:
    """Take the minutes away from whatever hours there are; what is left may be two sessions."""
    made: list[Block] = []
    for one in week:
        if one.weekday != weekday or one.end <= start or end <= one.start:
            made.append(one)
            continue
        left = (_clip(one, low, high) for low, high in _outside((one.start, one.end), start, end))
        made += [piece for piece in left if piece.end - piece.start >= SHORTEST]
    return tuple(sorted(made))


def resize(week: Week, block: Block, start: int, end: int) -> Week:
    """Another start or end; hours that are met then become one with it."""
    start, end = _within(start, end)
    if end - start < SHORTEST:
        return week
    rest = remove(week, block)
    clipped = _clip(block, start, end)
    start, end = clipped.start, clipped.end
    if end - start < SHORTEST:
        return week
    touched = [one for one in rest if one.weekday == block.weekday and one.start < end and start < one.end]
    breaks = [
        *clipped.breaks,
        *(piece for one in touched for pause in one.breaks for piece in _outside(pause, start, end)),
    ]
    low = min([start, *(one.start for one in touched)])
    high = max([end, *(one.end for one in touched)])
    return _with(rest, touched, Block(block.weekday, low, high, _tidy(breaks)))


def move(week: Week, block: Block, weekday: int, start: int) -> Week | None:
    """The same hours on another day or at another time; None where other hours are in the way."""
    length = block.end - block.start
    start = min(max(start, 0), LAST - length)
    shift = start - block.start
    there = Block(
        weekday, start, start + length, tuple((low + shift, high + shift) for low, high in block.breaks)
    )  # fmt: skip
    rest = remove(week, block)
    if any(one.weekday == weekday and one.start < there.end and there.start < one.end for one in rest):
        return None
    return tuple(sorted([*rest, there]))


def copy_day(week: Week, source: int, target: int) -> Week:
    """The hours of one weekday on another, in place of those there."""
    kept = [one for one in week if one.weekday != target]
    return tuple(sorted([*kept, *(replace(one, weekday=target) for one in week if one.weekday == source)]))


def add_break(week: Week, weekday: int, start: int, end: int) -> Week:
    """A break in the hours it lies in; it joins breaks that it meets. At their edge it makes the hours shorter."""
    block = block_at(week, weekday, start)
    if block is None:
        return week
    start, end = max(start, block.start), min(end, block.end)
    if end - start < SHORTEST:
        return week
    if start <= block.start or end >= block.end:
        return cut(week, weekday, start, end)
    return _with(week, [block], replace(block, breaks=_tidy([*block.breaks, (start, end)])))


def remove_break(week: Week, block: Block, pause: Piece) -> Week:
    """Work through a break."""
    return _with(week, [block], replace(block, breaks=tuple(one for one in block.breaks if one != pause)))


def replace_block(week: Week, block: Block | None, made: Block) -> Week | None:
    """Exact times in place of a block (None: new ones); None where other hours are in the way."""
    rest = remove(week, block) if block is not None else week
    if any(one.weekday == made.weekday and one.start < made.end and made.start < one.end for one in rest):
        return None
    return tuple(sorted([*rest, made]))


def _minute(wall: time) -> int:
    return wall.hour * 60 + wall.minute


def _within(start: int, end: int) -> Piece:
    low, high = min(start, end), max(start, end)
    return max(low, 0), min(high, LAST)


def _outside(piece: Piece, start: int, end: int) -> list[Piece]:
    parts = [(piece[0], min(piece[1], start)), (max(piece[0], end), piece[1])]
    return [part for part in parts if part[1] - part[0] >= SHORTEST]


def _clip(block: Block, start: int, end: int) -> Block:
    """What is left between the minutes; a break at the very edge is none: the hours begin after it, or end before."""
    breaks = sorted((max(low, start), min(high, end)) for low, high in block.breaks if low < end and start < high)
    while breaks and breaks[0][0] <= start:
        start = breaks.pop(0)[1]
    while breaks and breaks[-1][1] >= end:
        end = breaks.pop()[0]
    return Block(block.weekday, start, end, tuple(breaks))


def _tidy(breaks: Iterable[Piece]) -> tuple[Piece, ...]:
    made: list[Piece] = []
    for start, end in sorted(breaks):
        if made and start <= made[-1][1]:
            made[-1] = (made[-1][0], max(made[-1][1], end))
        else:
            made.append((start, end))
    return tuple(made)


def _with(week: Week, gone: Iterable[Block], made: Block) -> Week:
    out = set(gone)
    return tuple(sorted([*(one for one in week if one not in out), made]))
