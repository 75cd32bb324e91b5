"""Commands in dictated text: "new line", "scratch that", "go to plan". Everything else is what is to be written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from opd_desktop.domain.note import Section

Kind = Literal["text", "new_line", "scratch", "go"]

_SECTIONS: dict[str, Section] = {
    "subjective": Section.SUBJECTIVE,
    "history": Section.SUBJECTIVE,
    "complaint": Section.SUBJECTIVE,
    "objective": Section.OBJECTIVE,
    "exam": Section.OBJECTIVE,
    "examination": Section.OBJECTIVE,
    "findings": Section.OBJECTIVE,
    "assessment": Section.ASSESSMENT,
    "impression": Section.ASSESSMENT,
    "diagnosis": Section.ASSESSMENT,
    "plan": Section.PLAN,
    "treatment": Section.PLAN,
}
_COMMAND = re.compile(
    r"(?:(?P<new_line>(?:new|next) (?:line|sentence|paragraph))|"
    r"(?P<scratch>(?:scratch|delete|strike) that)|"
    rf"go to (?:the )?(?P<go>{'|'.join(_SECTIONS)})(?: section)?)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Act:
    """A step of dictation: `text` to write, or a command; `section` is where to go."""

    kind: Kind
    text: str = ""
    section: Section | None = None


def parse(text: str) -> tuple[Act, ...]:
    """Text and commands in their order.

    A command stands for itself between stops, commas or the ends of the text, so that "we go to plan B" and "a new
    line of treatment" are text.
    """
    acts: list[Act] = []
    for clause in _clauses(text):
        command = _command(clause)
        if command is not None:
            acts.append(command)
        elif acts and acts[-1].kind == "text":
            acts[-1] = Act("text", f"{acts[-1].text} {clause}")
        elif re.search(r"\w", clause):
            acts.append(Act("text", clause))
    return tuple(Act("text", _written(act.text)) if act.kind == "text" else act for act in acts)


def has_command(text: str) -> bool:
    """Whether a command is in the text."""
    return any(act.kind != "text" for act in parse(text))


def _clauses(text: str) -> list[str]:
    """Parts that end in a stop or comma with a space behind it ("38.4" stays whole), or at the end of a line."""
    return [part.strip() for part in re.split(r"(?<=[.?!,;:])\s+|\n+", text) if part.strip()]


def _command(clause: str) -> Act | None:
    match = _COMMAND.fullmatch(clause.strip(" .?!,;:\u2026"))
    if match is None:
        return None
    if match["new_line"]:
        return Act("new_line")
    if match["scratch"]:
        return Act("scratch")
    return Act("go", section=_SECTIONS[match["go"].lower()])


def _written(text: str) -> str:
    """Without the comma that led to a command, with a capital."""
    plain = text.rstrip(" ,;:")
    return plain[:1].upper() + plain[1:]
