"""Many visits at once, JSON Lines in and out: one answer for every line, in order, whatever the line holds.

The plumbing is `run`; each command adds one row function (input object to answer object). A line that cannot be
worked through is answered with its reason, the rest goes on, and the output file appears whole or not at all.
"""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from opd_desktop.domain.errors import BadInput, NotFound, OpdError
from opd_desktop.domain.note import Draft, Order, Transcript, Turn
from opd_desktop.domain.note_template import NoteTemplate
from opd_desktop.scribe import engine, turns
from opd_desktop.scribe.validation import subject_of
from opd_desktop.scribe.words import warning
from opd_desktop.words import describe

if TYPE_CHECKING:
    from opd_desktop.scribe.order_model import Models

Row = dict[str, Any]
Answer = Callable[[Row], Row]

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Command:
    """What one batch command answers a row with, and the empty answer of a row that is refused."""

    answer: Answer
    empty: Row


@dataclass(frozen=True, slots=True)
class BadLine:
    """A refused line: its number from 1, and why."""

    number: int
    error: OpdError


def run(command: Command, source: Path, target: Path) -> list[BadLine]:
    """Answer every line of `source` in `target`; returns the refused lines, each of which has its answer too.

    Raises:
        NotFound: `scribe.no_such_file`. BadInput: `scribe.unwritable`.
    """
    if not source.is_file():
        raise NotFound("scribe.no_such_file", file=source.name)
    part = target.with_name(f"{target.name}.part")
    try:
        with source.open("rb") as lines, part.open("wb") as out:
            bad = _answer_all(command, lines, out)
        part.replace(target)
    except OSError as error:
        raise BadInput("scribe.unwritable", file=str(target), reason=error.strerror or "") from error
    finally:
        part.unlink(missing_ok=True)
    return bad


def _answer_all(command: Command, lines: Iterable[bytes], out: BinaryIO) -> list[BadLine]:
    bad: list[BadLine] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        identity = _id_in(line, number)
        try:
            row = _row(line, number)
            identity = row.get("id", identity)
            answer = {"id": identity, **command.answer(row)}
        except OpdError as error:
            bad.append(BadLine(number, error))
            answer = _refused(command, identity, bad[-1])
        except Exception as error:
            # One visit that the program trips over must not cost the others their answer. No text is logged.
            _LOG.error(
                "line %d of a batch failed with %s", number, type(error).__name__, exc_info=_LOG.isEnabledFor(10)
            )
            bad.append(BadLine(number, OpdError("scribe.bug", reason=type(error).__name__)))
            answer = _refused(command, identity, bad[-1])
        out.write(json.dumps(answer, ensure_ascii=False).encode() + b"\n")
    return bad


_ID = re.compile(rb'^\s*\{\s*"id"\s*:\s*("(?:[^"\\]|\\.)*"|-?\d+)\s*[,}]')


def _id_in(line: bytes, number: int) -> object:
    """The id that a line begins with, though the rest be broken; else its number."""
    found = _ID.match(line)
    try:
        identity = json.loads(found[1]) if found else number
        str(identity).encode()
    except ValueError:
        return number
    return identity


def _row(line: bytes, number: int) -> Row:
    try:
        text = line.decode("utf-8-sig" if number == 1 else "utf-8")
        row = json.loads(text, parse_constant=_no_number)
        # A lone surrogate is legal in JSON and can be written to no file.
        json.dumps(row, ensure_ascii=False).encode()
    except UnicodeError as wrong:
        raise BadInput("scribe.bad_text", file=f"line {number}") from wrong
    except (ValueError, RecursionError) as wrong:
        column = wrong.colno if isinstance(wrong, json.JSONDecodeError) else 1
        raise BadInput("scribe.bad_json", line=number, column=column) from wrong
    if not isinstance(row, dict):
        raise BadInput("scribe.bad_request", reason="a JSON object expected")
    return row


def _no_number(name: str) -> float:
    raise ValueError(name)


def _refused(command: Command, identity: object, bad: BadLine) -> Row:
    params = {"line": bad.number, "reason": describe(bad.error).rstrip(".")}
    told = {"code": "bad_line", "params": {"line": bad.number}, "message": warning("bad_line", params)}
    return {"id": identity, **command.empty, "warnings": [told]}


def conversation(row: Row) -> Transcript:
    """The transcript of a row: its `dialogue` (text or turns), or its `turns`.

    Raises:
        BadInput: `scribe.bad_request`, `scribe.bad_transcript`, `scribe.too_long`.
    """
    given = row.get("dialogue", row.get("turns", row.get("transcript")))
    if not isinstance(given, str | list):
        raise _wrong(row, "dialogue" if "dialogue" in row or "turns" not in row else "turns", "text or turns")
    return turns.from_text(given) if isinstance(given, str) else turns.from_json({"turns": given})


def _wrong(row: Row, field: str, expected: str) -> BadInput:
    """Names the field at fault and what it holds instead."""
    kinds = {type(None): "null", bool: "true or false", int: "a number", float: "a number", str: "text", list: "a list"}
    found = f"holds {kinds.get(type(row[field]), 'an object')}" if field in row else "is missing"
    return BadInput("scribe.bad_request", reason=f'"{field}" {found}, {expected} expected')


def numbered(row: Row) -> tuple[Transcript, dict[int, Any]]:
    """The transcript of a row with turns numbered from 1, and the id that the row gave each of them.

    Whatever the ids are (from 0, strings, none at all), answers can so be given in the row's own ids.
    """
    given = row.get("turns", row.get("transcript"))
    if not isinstance(given, list) or not all(isinstance(one, dict) for one in given):
        transcript = conversation(row)
        return transcript, {turn.id: turn.id for turn in transcript.turns}
    own = {n: one.get("turn_id", one.get("id", n)) for n, one in enumerate(given, start=1)}
    plain = [{"speaker": one.get("speaker"), "text": one.get("text", one.get("transcript"))} for one in given]
    return turns.from_json({"turns": plain}), own


def drafting(
    language_model: engine.Llm,
    codes: Path | None = None,
    template: NoteTemplate | None = None,
    models: Path | None = None,
) -> Command:
    """`draft --batch`: {"id", "dialogue", "at"?} to the whole draft; the rest as in `engine.draft`."""

    def answer(row: Row) -> Row:
        source = conversation(row)
        when = time_of(row["at"]) if row.get("at") is not None else None
        made = engine.draft(
            source, language_model=language_model, codes=codes, template=template, models=models, at=when
        )  # fmt: skip
        return draft_answer(made, source)

    return Command(answer, draft_answer(Draft(), Transcript()))


def time_of(given: object) -> datetime:
    """When a visit was, from ISO 8601 with an offset ("2026-03-02T09:30:00+05:30").

    Raises:
        BadInput: `scribe.bad_request`.
    """
    try:
        found = datetime.fromisoformat(str(given))
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise BadInput("scribe.bad_request", reason='"at" is a time with an offset, as 2026-03-02T09:30:00+05:30')
    return found


def draft_answer(made: Draft, transcript: Transcript) -> Row:
    """A draft as the command line prints it; `turns` lets the reader resolve the turn numbers."""
    data = made.model_dump(mode="json")
    keep = ("note", "sections", "sentences", "problems", "orders", "bundle", "warnings", "run_card")
    return {**{key: data[key] for key in keep}, "turns": [_turn(turn) for turn in transcript.turns]}


def _turn(turn: Turn) -> Row:
    return turn.model_dump(mode="json", include={"id", "speaker", "text"})


def orders_answer(row: Row, use: Models | None = None) -> Row:
    """`orders --batch`: {"id", "turns"} to what was ordered, in the words that were said.

    An order is ordered, or ordered on a condition ("if the pain is still there, come back in three weeks"). What was
    considered, declined or is taken already, and referrals, stand apart in `mentioned`. `use`: other models than the
    shipped ones, for cross-validation.
    """
    from opd_desktop.scribe.orders import list_orders
    from opd_desktop.scribe.visit import prepare

    transcript, own = numbered(row)
    if not transcript.turns:
        return {"orders": [], "mentioned": []}
    visit = prepare(transcript)
    listed, rest = list_orders(visit, {turn.id: turn.text for turn in transcript.turns}, use)
    rows = [(one.order, one.description, one.reason) for one in listed]

    def told(order: Order, description: str, reason: str) -> Row:
        return _order(order, description, reason, [own[turn] for turn in visit.evidence(order.turns)])

    return {
        "orders": [told(*row) for row in rows],
        "mentioned": [told(one, one.description, one.reason) for one in rest],
    }


def _order(order: Order, description: str, reason: str, provenance: list[Any]) -> Row:
    return {
        "order_type": order.order_type.value,
        "description": description,
        "reason": reason,
        "provenance": provenance,
        "status": order.status.value,
    }


def validation_answer(row: Row) -> Row:
    """`validate --batch`: {"id", "note", "dialogue"?, "subject"?} to findings, verdicts on all sentences among them."""
    note, given = row.get("note"), row.get("dialogue")
    if not isinstance(note, str):
        raise _wrong(row, "note", "the text of the note")
    transcript = None if given is None else conversation(row)
    made = engine.validate(note, transcript, subject_of(row))
    keep = {"sentence", "kind", "severity", "why", "turns"}
    return {"findings": [finding.model_dump(mode="json", include=keep) for finding in made.findings]}


def section_answer(row: Row) -> Row:
    """`sections --batch`: {"id", "dialogue"} to the section it belongs to and a short text for it."""
    from opd_desktop.scribe.sections import section_of
    from opd_desktop.scribe.summary import section_text

    dialogue = row.get("dialogue")
    if not isinstance(dialogue, str):
        raise _wrong(row, "dialogue", "text")
    header = section_of(dialogue)
    return {"section_header": header, "section_text": section_text(dialogue, header)}


ORDERS = Command(orders_answer, {"orders": [], "mentioned": []})
SECTIONS = Command(section_answer, {"section_header": "", "section_text": ""})
VALIDATE = Command(validation_answer, {"findings": []})
