"""What the scribe proposes, beside what a person wrote: it replaces older proposals and never anything else. No Qt."""

from dataclasses import replace

from opd_desktop.domain.note import Draft, DraftSentence
from opd_desktop.ui.encounter.lines import (
    Line,
    NoteState,
    OrderLine,
    ProblemLine,
    fresh_id,
    inserted,
    plain,
    same_problem,
)


def with_draft(state: NoteState, draft: Draft) -> NoteState:
    """Propose a draft: it replaces older proposals and never touches what was accepted or typed."""
    kept = replace(
        state,
        lines=tuple(one for one in state.lines if not one.pending),
        problems=tuple(one for one in state.problems if not one.pending),
        orders=tuple(one for one in state.orders if not one.pending),
    )
    noted = {plain(line.text) for line in kept.lines}
    made = kept
    for sentence in draft.sentences:
        if plain(sentence.text) not in noted:
            made = inserted(made, _proposal(sentence))
    problems = tuple(
        ProblemLine(fresh_id(), one, True)
        for one in draft.problems
        if not any(same_problem(old.problem, one) for old in kept.problems)
    )
    ordered = {plain(old.order.description) for old in kept.orders}
    orders = tuple(
        OrderLine(fresh_id(), one, True) for one in draft.orders if plain(one.description) not in ordered
    )  # fmt: skip
    return replace(
        made,
        problems=kept.problems + problems,
        orders=kept.orders + orders,
        left_out=tuple(_proposal(one) for one in draft.left_out if plain(one.text) not in noted),
        drafted=draft.sentences,
    )


def _proposal(sentence: DraftSentence) -> Line:
    return Line(
        fresh_id(),
        sentence.section,
        sentence.text,
        "draft",
        pending=True,
        turns=sentence.turns,
        start=sentence.start,
        end=sentence.end,
        heading=sentence.heading or "",
        problem=sentence.problem,
        extracted=sentence.extracted or "",
    )


def taken_back(state: NoteState, line_id: str) -> NoteState:
    """A sentence that was left out is proposed after all."""
    line = next((one for one in state.left_out if one.id == line_id), None)
    if line is None:
        return state
    rest = tuple(one for one in state.left_out if one.id != line_id)
    back = DraftSentence(
        id=line.id, section=line.section, text=line.text, turns=line.turns, start=line.start, end=line.end,
        heading=line.heading or None, problem=line.problem,
    )  # fmt: skip
    return inserted(replace(state, left_out=rest, drafted=(*state.drafted, back)), line)


def with_proposals_of(state: NoteState, other: NoteState) -> NoteState:
    """``state`` with the proposals of ``other`` that it does not have yet."""
    made = state
    noted = {plain(line.text) for line in state.lines}
    for line in other.pending:
        if plain(line.text) not in noted:
            made = inserted(made, line)
    return replace(
        made,
        problems=made.problems + tuple(one for one in other.problems if one.pending),
        orders=made.orders + tuple(one for one in other.orders if one.pending),
        left_out=other.left_out,
        drafted=other.drafted,
        template=other.template if state.blank else state.template,
        language=other.language if state.blank else state.language,
    )
