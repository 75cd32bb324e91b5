"""The note on screen, proposals and all, as it is kept on this computer. No Qt."""

from dataclasses import asdict
from typing import Any

from opd_desktop.domain.note import DraftSentence, Order, Problem, Section
from opd_desktop.ui.encounter.lines import Line, NoteState, OrderLine, ProblemLine


def to_json(state: NoteState) -> dict[str, Any]:
    """Everything, also what is only proposed or was left out."""
    return {
        "lines": [asdict(one) for one in state.lines],
        "problems": [
            {"id": one.id, "problem": one.problem.model_dump(mode="json"), "pending": one.pending}
            for one in state.problems
        ],
        "orders": [
            {"id": one.id, "order": one.order.model_dump(mode="json"), "pending": one.pending}
            for one in state.orders
        ],
        "left_out": [asdict(one) for one in state.left_out],
        "drafted": [one.model_dump(mode="json") for one in state.drafted],
        "template": state.template,
        "language": state.language,
    }  # fmt: skip


def from_json(data: dict[str, Any]) -> NoteState:
    """The other way round.

    Raises:
        KeyError, TypeError, ValueError: it was written by another version of the program.
    """
    return NoteState(
        tuple(_line(one) for one in data["lines"]),
        tuple(
            ProblemLine(str(one["id"]), Problem.model_validate(one["problem"]), bool(one["pending"]))
            for one in data["problems"]
        ),
        tuple(
            OrderLine(str(one["id"]), Order.model_validate(one["order"]), bool(one["pending"]))
            for one in data["orders"]
        ),
        tuple(_line(one) for one in data["left_out"]),
        tuple(DraftSentence.model_validate(one) for one in data["drafted"]),
        str(data["template"]),
        str(data["language"]),
    )  # fmt: skip


def _line(one: dict[str, Any]) -> Line:
    return Line(**{**one, "section": Section(one["section"]), "turns": tuple(int(turn) for turn in one["turns"])})
