"""The note while it is being written: sentences, problems and orders, each proposed or accepted. No Qt.

A proposal of the scribe is part of the screen but not of the note: `to_note` leaves it out, whatever happens.
All changes make a new `NoteState`, so that undo is nothing more than the one before.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace

from opd_desktop.domain.ids import uuid7
from opd_desktop.domain.note import DraftSentence, NoteSentence, Order, OrderStatus, Origin, Problem, Section
from opd_desktop.domain.note_template import NoteTemplate
from opd_desktop.services.dto.encounters import NoteDto

SECTIONS = tuple(Section)


@dataclass(frozen=True)
class Line:
    """One sentence.

    Attributes:
        pending: proposed by the scribe and not accepted yet.
        origin: ``human``, ``draft`` (accepted as drafted) or ``edited`` (drafted, then changed by a person).
        turns: the turns of the conversation that prove it.
        heading: the code of its heading, "" for the general one of its section.
        problem: what a line of assessment or plan is about, "" for nothing in particular.
        start, end: seconds into the recording, None without one.
        extracted: what the rules had written, where a language model reworded it; else "".
    """

    id: str
    section: Section
    text: str
    origin: Origin = "human"
    pending: bool = False
    turns: tuple[int, ...] = ()
    start: float | None = None
    end: float | None = None
    heading: str = ""
    problem: str = ""
    extracted: str = ""


@dataclass(frozen=True)
class ProblemLine:
    """A problem, proposed or accepted."""

    id: str
    problem: Problem
    pending: bool = False


@dataclass(frozen=True)
class OrderLine:
    """An order, as heard (``pending``) or confirmed by the doctor."""

    id: str
    order: Order
    pending: bool = False


@dataclass(frozen=True)
class NoteState:
    """Everything between the chart and the transcript. ``lines`` are in the order of the sections.

    Attributes:
        left_out: drafted sentences that are not proposed because of what the scribe learned; can be taken back.
        drafted: what the scribe proposed last, to learn from what became of it.
        template, language: which template orders and titles it, "" for the doctor's usual one.
        titles: of its headings by code, as they were when it was saved.
    """

    lines: tuple[Line, ...] = ()
    problems: tuple[ProblemLine, ...] = ()
    orders: tuple[OrderLine, ...] = ()
    left_out: tuple[Line, ...] = ()
    drafted: tuple[DraftSentence, ...] = ()
    template: str = ""
    language: str = ""
    titles: tuple[tuple[str, str], ...] = ()

    def of(self, section: Section) -> tuple[Line, ...]:
        """The sentences of a section."""
        return tuple(line for line in self.lines if line.section is section)

    def line(self, line_id: str) -> Line | None:
        """A sentence by its id."""
        return next((line for line in self.lines if line.id == line_id), None)

    @property
    def pending(self) -> tuple[Line, ...]:
        """The sentences that wait for a decision."""
        return tuple(line for line in self.lines if line.pending)

    @property
    def undecided(self) -> int:
        """Proposals of any kind that wait for a decision."""
        problems = sum(one.pending for one in self.problems)
        return len(self.pending) + problems + sum(one.pending for one in self.orders)

    @property
    def ids(self) -> frozenset[str]:
        """The ids of everything in it."""
        problems = frozenset(one.id for one in self.problems)
        return frozenset(one.id for one in self.lines) | problems | frozenset(one.id for one in self.orders)

    @property
    def blank(self) -> bool:
        """Nothing of it could be saved."""
        return not (
            any(not one.pending for one in self.lines)
            or any(not one.pending for one in self.problems)
            or any(not one.pending for one in self.orders)
        )

    @property
    def empty(self) -> bool:
        """Nothing is written and nothing proposed."""
        return not (self.lines or self.problems or self.orders)


def fresh_id() -> str:
    """An id for a new line."""
    return uuid7().hex


def inserted(state: NoteState, line: Line, after: str | None = None) -> NoteState:
    """``line`` behind the one with the id ``after`` (of the same section), else at the end of its section."""
    lines = list(state.lines)
    place = next((i + 1 for i, one in enumerate(lines) if one.id == after and one.section is line.section), None)
    if place is None:
        rank = SECTIONS.index(line.section)
        place = sum(SECTIONS.index(one.section) <= rank for one in lines)
    lines.insert(place, line)
    return replace(state, lines=tuple(lines))


def retyped(state: NoteState, line_id: str, text: str) -> NoteState:
    """Another text for a sentence: a person's words, so it is accepted by being typed."""

    def change(line: Line) -> Line:
        if line.text == text:
            return line
        return replace(line, text=text, pending=False, origin="human" if line.origin == "human" else "edited")

    return _with_line(state, line_id, change)


def accepted(state: NoteState, ids: Iterable[str]) -> NoteState:
    """These sentences and problems become part of the note; orders are confirmed by `confirmed` alone."""
    wanted = frozenset(ids)
    return replace(
        state,
        lines=tuple(replace(one, pending=False) if one.id in wanted else one for one in state.lines),
        problems=tuple(replace(one, pending=False) if one.id in wanted else one for one in state.problems),
    )


def accepted_all(state: NoteState) -> NoteState:
    """Every proposed sentence and problem is accepted. Nothing is ordered by it."""
    return accepted(state, [*(one.id for one in state.lines), *(one.id for one in state.problems)])


def removed(state: NoteState, item_id: str) -> NoteState:
    """Without a sentence, problem or order."""
    return replace(
        state,
        lines=tuple(one for one in state.lines if one.id != item_id),
        problems=tuple(one for one in state.problems if one.id != item_id),
        orders=tuple(one for one in state.orders if one.id != item_id),
    )


def confirmed(state: NoteState, order_id: str, status: OrderStatus | None = None) -> NoteState:
    """The doctor decides on an order: as heard, or with another status."""

    def change(one: OrderLine) -> OrderLine:
        if one.id != order_id:
            return one
        order = one.order if status is None else one.order.model_copy(update={"status": status})
        return replace(one, order=order, pending=False)

    return replace(state, orders=tuple(change(one) for one in state.orders))


def with_problem(state: NoteState, problem: Problem) -> NoteState:
    """One more accepted problem; one that is there already is accepted instead."""
    same = next((one for one in state.problems if same_problem(one.problem, problem)), None)
    if same:
        return accepted(state, [same.id])
    return replace(state, problems=(*state.problems, ProblemLine(fresh_id(), problem)))


def with_order(state: NoteState, order: Order) -> NoteState:
    """One more confirmed order."""
    return replace(state, orders=(*state.orders, OrderLine(fresh_id(), order)))


def with_template(state: NoteState, template: NoteTemplate) -> NoteState:
    """Ordered and titled by another template; no sentence changes."""
    return replace(state, template=template.key, language=template.language)


def from_note(note: NoteDto | None) -> NoteState:
    """A note as it was saved."""
    if note is None:
        return NoteState()
    lines = [
        Line(
            fresh_id(), one.section, one.text, one.origin, False, one.turns, one.start, one.end,
            one.heading, one.problem,
        )
        for one in note.sentences
    ]  # fmt: skip
    lines.sort(key=lambda line: SECTIONS.index(line.section))
    return NoteState(
        tuple(lines),
        tuple(ProblemLine(fresh_id(), one) for one in note.problems),
        tuple(OrderLine(fresh_id(), one) for one in note.orders),
        template=note.template,
        language=note.language,
        titles=tuple(note.titles.items()),
    )


def to_note(state: NoteState) -> NoteDto:
    """What may be saved: accepted sentences with text, accepted problems, confirmed orders.

    An empty note has no template yet, so that opening one is no change to it.
    """
    note = NoteDto(
        sentences=tuple(
            NoteSentence(
                text=line.text.strip(), section=line.section, origin=line.origin, turns=line.turns,
                heading=line.heading, problem=line.problem, start=line.start, end=line.end,
            )
            for line in state.lines
            if not line.pending and line.text.strip()
        ),
        problems=tuple(one.problem for one in state.problems if not one.pending),
        orders=tuple(one.order for one in state.orders if not one.pending),
    )  # fmt: skip
    if not (note.sentences or note.problems or note.orders):
        return note
    return note.model_copy(update={"template": state.template, "language": state.language})


def same_content(one: NoteState, other: NoteState) -> bool:
    """Whether both would be saved as the same note."""
    return to_note(one) == to_note(other)


def note_text(state: NoteState, *, proposals: bool = False) -> str:
    """The note as text under its section headings, the form that validation reads."""
    parts = []
    for section in SECTIONS:
        sentences = [
            line.text.strip() for line in state.of(section) if line.text.strip() and (proposals or not line.pending)
        ]
        if sentences:
            parts.append(f"{section.value.upper()}\n\n{' '.join(map(_ended, sentences))}")
    return "\n\n".join(parts)


def _with_line(state: NoteState, line_id: str, change: Callable[[Line], Line]) -> NoteState:
    return replace(state, lines=tuple(change(one) if one.id == line_id else one for one in state.lines))


def said_in(text: str, line: Line) -> bool:
    """Whether a sentence of validation is (a part of) a line."""
    return plain(text) in plain(line.text) if text.strip() else False


def plain(text: str) -> str:
    """Without what makes no difference between two sentences."""
    return " ".join(text.lower().split()).rstrip(".")


def _ended(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def same_problem(one: Problem, other: Problem) -> bool:
    """Whether both are the same, by code or by name."""
    if one.icd10 and other.icd10:
        return one.icd10 == other.icd10
    return plain(one.text) == plain(other.text)
