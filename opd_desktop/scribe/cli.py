"""`opd-desktop scribe`: transcribe, draft, validate and serve, JSON in and out."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import Any, TextIO

from opd_desktop.domain.errors import BadInput, NotFound, OpdError
from opd_desktop.domain.note import Draft, Transcript
from opd_desktop.scribe import engine, turns
from opd_desktop.scribe.words import warning
from opd_desktop.words import describe

BAD_INPUT = 2
_AUDIO_START = (b"RIFF", b"OggS", b"fLaC", b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\x1aE\xdf\xa3", b"FORM")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the scribe's subcommands to `parser`; `run` does what was parsed."""
    commands = parser.add_subparsers(dest="scribe_command", metavar="COMMAND", required=True)
    transcribe = commands.add_parser("transcribe", help="turn a recording into numbered turns")
    transcribe.add_argument("file", type=Path)
    transcribe.add_argument("--language", default="en", help="language spoken (default: en)")
    transcribe.add_argument("--model", help="speech model: a name already on this machine, or a folder")
    transcribe.add_argument("--json", action="store_true", help="print the transcript as JSON")
    draft = commands.add_parser("draft", help="draft a SOAP note from text, a transcript or a recording")
    draft.add_argument("file", type=Path, nargs="?")
    draft.add_argument("--batch", nargs=2, type=Path, metavar=("IN.jsonl", "OUT.jsonl"), help="draft many dialogues")
    draft.add_argument("--llm", choices=("none", "ollama", "auto"), default="none", help="local model that may reword")
    draft.add_argument("--json", action="store_true", help="print the draft as JSON")
    validate = commands.add_parser("validate", help="check a note against its dialogue")
    validate.add_argument("file", type=Path, help='JSON {"note", "dialogue"} or a note as text')
    validate.add_argument("--json", action="store_true", help="print the findings as JSON")
    commands.add_parser("serve", help="answer requests as JSON lines on stdin and stdout")


def run(args: argparse.Namespace) -> int:
    """Do one scribe command; with ``--json`` errors are JSON too.

    Raises:
        OpdError: worded and turned into the exit code by `opd_desktop.cli`.
    """
    return _COMMANDS[args.scribe_command](args)


def _transcribe(args: argparse.Namespace) -> int:
    transcript = engine.transcribe(args.file, model=args.model, language=args.language)
    if args.json:
        _print(transcript.model_dump(mode="json"))
        return 0
    for turn in transcript.turns:
        sys.stdout.write(f"{turn.id:>3} {turn.start or 0:7.2f} {turn.speaker}: {turn.text}\n")
    _tell([warning.message for warning in transcript.warnings])
    return 0


def _draft(args: argparse.Namespace) -> int:
    if args.batch:
        return _batch(*args.batch, language_model=args.llm, as_json=args.json)
    if args.file is None:
        raise BadInput("scribe.bad_request", reason="give a FILE or --batch IN OUT")
    made = engine.draft(read_source(args.file), language_model=args.llm)
    if args.json:
        _print(made.model_dump(mode="json"))
    else:
        sys.stdout.write(f"{made.note}\n" if made.note else "")
        _tell([warning.message for warning in made.warnings])
    return 0


def _batch(source: Path, target: Path, *, language_model: engine.Llm, as_json: bool) -> int:
    if not source.is_file():
        raise NotFound("scribe.no_such_file", file=source.name)
    part = target.with_name(f"{target.name}.part")
    try:
        with source.open(encoding="utf-8") as lines, part.open("w", encoding="utf-8") as out:
            bad = _draft_lines(lines, out, language_model)
        part.replace(target)
    except UnicodeDecodeError as error:
        raise BadInput("scribe.bad_text", file=source.name) from error
    except OSError as error:
        raise BadInput("scribe.unwritable", file=str(target), reason=error.strerror or "") from error
    finally:
        part.unlink(missing_ok=True)
    for number, wrong in bad:
        _say_bad_line(number, wrong, as_json=as_json)
    return BAD_INPUT if bad else 0


def _draft_lines(lines: TextIO, out: TextIO, language_model: engine.Llm) -> list[tuple[int, OpdError]]:
    """Draft line by line; a line that can't be read gives an answer with the reason, and the rest goes on."""
    bad: list[tuple[int, OpdError]] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        identity: object = number
        try:
            row = _row(line, number)
            identity = row.get("id", number)
            source = turns.from_json(row if "dialogue" in row else {"turns": row["turns"]})
            answer = batch_row(identity, engine.draft(source, language_model=language_model), source)
        except OpdError as error:
            bad.append((number, error))
            answer = _refused(identity, number, error)
        out.write(json.dumps(answer, ensure_ascii=False) + "\n")
    return bad


def _row(line: str, number: int) -> dict[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as wrong:
        column = wrong.colno if isinstance(wrong, json.JSONDecodeError) else 1
        raise BadInput("scribe.bad_json", line=number, column=column) from wrong
    if not isinstance(row, dict) or not isinstance(row.get("dialogue", row.get("turns")), str | list):
        raise BadInput("scribe.bad_request", reason="id and dialogue expected")
    return row


def batch_row(identity: object, made: Draft, transcript: Transcript) -> dict[str, Any]:
    """One answer line of `draft --batch`; `turns` lets the reader resolve the turn numbers."""
    data = made.model_dump(mode="json")
    keep = ("note", "sections", "problems", "orders", "bundle", "warnings", "run_card")
    sentences = [{key: row[key] for key in ("id", "text", "section", "heading", "turns")} for row in data["sentences"]]
    numbered = [{"id": turn.id, "speaker": turn.speaker, "text": turn.text} for turn in transcript.turns]
    return {"id": identity, **{key: data[key] for key in keep}, "sentences": sentences, "turns": numbered}


def _refused(identity: object, line: int, error: OpdError) -> dict[str, Any]:
    params = {"line": line, "reason": describe(error).rstrip(".")}
    told = {"code": "bad_line", "params": {"line": line}, "message": warning("bad_line", params)}
    empty: dict[str, Any] = {"note": "", "sections": {}, "problems": [], "orders": [], "bundle": None}
    return {"id": identity, **empty, "warnings": [told], "sentences": [], "turns": []}


def _validate(args: argparse.Namespace) -> int:
    text = _read_text(args.file)
    note, dialogue = _note_and_dialogue(text)
    found = engine.validate(note, dialogue)
    if args.json:
        _print(found.model_dump(mode="json"))
        return 0
    for finding in found.findings:
        sys.stdout.write(f"{finding.kind.value}: {finding.sentence} {finding.why}".rstrip() + "\n")
    _tell([warning.message for warning in found.warnings])
    return 0


def _note_and_dialogue(text: str) -> tuple[str, Transcript | None]:
    if not text.lstrip().startswith("{"):
        return text, None
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise BadInput("scribe.bad_json", line=error.lineno, column=error.colno) from error
    except RecursionError as error:
        raise BadInput("scribe.bad_json", line=1, column=1) from error
    note = data.get("note")
    if not isinstance(note, str):
        raise BadInput("scribe.bad_request", reason='"note" with the text of the note expected')
    dialogue = data.get("dialogue", data.get("transcript"))
    return note, None if dialogue is None else turns.from_json(dialogue)


def _serve(args: argparse.Namespace) -> int:
    from opd_desktop.scribe.server import serve

    return serve()


_COMMANDS = {"transcribe": _transcribe, "draft": _draft, "validate": _validate, "serve": _serve}


def read_source(path: Path) -> Transcript:
    """A transcript from a file that holds a recording, a transcript as JSON, or text.

    Raises:
        NotFound, BadInput, ServiceUnavailable: see `opd_desktop.words`.
    """
    if not path.is_file():
        raise NotFound("scribe.no_such_file", file=path.name)
    data = _read(path)
    if data.startswith(_AUDIO_START) or data[4:8] == b"ftyp":
        return engine.transcribe(path)
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return engine.transcribe(path)
    if "\x00" in text:
        raise BadInput("scribe.bad_text", file=path.name)
    return turns.parse(text, source=path.name)


def _read_text(path: Path) -> str:
    if not path.is_file():
        raise NotFound("scribe.no_such_file", file=path.name)
    try:
        return _read(path).decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise BadInput("scribe.bad_text", file=path.name) from error


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as refused:
        raise BadInput("scribe.unreadable", file=path.name, reason=refused.strerror or "") from refused


def _print(data: Any) -> None:
    sys.stdout.write(json.dumps(data, ensure_ascii=False, indent=1) + "\n")


def _tell(messages: list[str]) -> None:
    for message in messages:
        sys.stderr.write(f"{message}\n")


def _say_bad_line(number: int, error: OpdError, *, as_json: bool) -> None:
    if as_json:
        told = {"code": error.code, "params": {**error.params, "line": number}, "message": describe(error)}
        sys.stderr.write(json.dumps(told) + "\n")
    else:
        sys.stderr.write(f"opd-desktop: line {number}: {describe(error)}\n")
