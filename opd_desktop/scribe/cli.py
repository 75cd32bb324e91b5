"""`opd-desktop scribe`: transcribe, draft, orders, sections, validate and serve, JSON in and out."""

from __future__ import annotations

import argparse
import codecs
import json
import re
import sys
from pathlib import Path
from typing import Any, get_args

from opd_desktop import shipped_templates
from opd_desktop.domain.errors import BadInput, NotFound, OpdError
from opd_desktop.domain.note import Draft, DraftWarning, Subject, Transcript
from opd_desktop.domain.note_template import LANGUAGES, NoteTemplate
from opd_desktop.scribe import batch, engine, turns
from opd_desktop.scribe.languages import AUTO
from opd_desktop.scribe.validation import subject_of
from opd_desktop.words import describe

BAD_INPUT = 2
_AUDIO_START = (b"RIFF", b"OggS", b"fLaC", b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\x1aE\xdf\xa3", b"FORM")
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1f]")
_ACCENTED = bytes(range(128, 256))
_WIDE = re.compile(rb"(?:[\t\n\r -\x7e]\x00)+")
"""UTF-16 without its mark: every other byte is zero."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the scribe's subcommands to `parser`; `run` does what was parsed.

    What this computer is set to comes as defaults of `run`: `codes`, the imported terminology; `models`, the folder
    with GGUF files; `spoken_here`, the language of visits.
    """
    parser.set_defaults(codes=None, models=None, spoken_here="en")
    commands = parser.add_subparsers(dest="scribe_command", metavar="COMMAND", required=True)
    transcribe = commands.add_parser("transcribe", help="turn a recording into numbered turns")
    transcribe.add_argument("file", type=Path)
    transcribe.add_argument("--language", help="language spoken, or auto (default: as set, else en)")
    transcribe.add_argument("--model", help="speech model: a name already on this machine, or a folder")
    transcribe.add_argument("--json", action="store_true", help="print the transcript as JSON")
    draft = _row_command(commands, "draft", "draft a SOAP note from text, a transcript or a recording")
    draft.add_argument("--llm", choices=get_args(engine.Llm), default="none", help="local model that may reword")
    draft.add_argument(
        "--template", metavar="KEY", help="headings of a specialty (general, cardiology, psychiatry, ...)"
    )
    draft.add_argument("--language", choices=LANGUAGES, help="language of the note's headings (default: en)")
    draft.add_argument("--spoken", metavar="LANGUAGE", help="language of the conversation, or auto (default: as set)")
    draft.add_argument("--at", metavar="TIME", help="when the visit was (ISO 8601 with offset), for the FHIR document")
    _row_command(commands, "orders", "list what was ordered, why, and the turns that say so")
    _row_command(commands, "sections", "name the section that a piece of conversation belongs to, and sum it up")
    _row_command(
        commands, "validate", 'check a note (text, or JSON {"note", "dialogue", "subject"}) against its dialogue'
    )
    commands.add_parser("serve", help="answer requests as JSON lines on stdin and stdout")


def _row_command(commands: Any, name: str, does: str) -> argparse.ArgumentParser:
    """A command that takes one file, or many rows as JSON Lines."""
    made: argparse.ArgumentParser = commands.add_parser(name, help=does)
    made.add_argument("file", type=Path, nargs="?")
    made.add_argument("--batch", nargs=2, type=Path, metavar=("IN.jsonl", "OUT.jsonl"), help="many rows, one a line")
    made.add_argument("--json", action="store_true", help="print the answer as JSON")
    return made


def run(args: argparse.Namespace) -> int:
    """Do one scribe command; with ``--json`` errors are JSON too.

    Raises:
        OpdError: worded and turned into the exit code by `opd_desktop.cli`.
    """
    return _COMMANDS[args.scribe_command](args)


def _transcribe(args: argparse.Namespace) -> int:
    transcript = engine.transcribe(args.file, model=args.model, language=args.language or args.spoken_here)
    if args.json:
        _print(transcript.model_dump(mode="json"))
        return 0
    for turn in transcript.turns:
        sys.stdout.write(f"{turn.id:>3} {turn.start or 0:7.2f} {turn.speaker}: {turn.text}\n")
    _tell([warning.message for warning in transcript.warnings])
    return 0


def _draft(args: argparse.Namespace) -> int:
    if args.batch:
        return _batch(batch.drafting(args.llm, args.codes, _template(args), args.models), args)
    template = _template(args)
    when = batch.time_of(args.at) if args.at is not None else None
    try:
        source = read_source(_file(args), args.spoken or args.spoken_here)
    except BadInput as error:
        if not args.json or error.code != "scribe.bad_audio":
            raise
        # Nothing can be heard in this file: an answer, as silence is.
        told = DraftWarning(code=error.code.removeprefix("scribe."), params=error.params, message=describe(error))
        _print({"id": args.file.name, **batch.draft_answer(Draft(warnings=(told,)), Transcript())})
        return 0
    if args.spoken not in {None, AUTO}:
        source = source.model_copy(update={"language": args.spoken})
    made = engine.draft(
        source, language_model=args.llm, codes=args.codes, template=template, models=args.models, at=when
    )  # fmt: skip
    if args.json:
        _print({"id": args.file.name, **batch.draft_answer(made, source)})
    else:
        sys.stdout.write(f"{made.note}\n" if made.note else "")
        _tell([warning.message for warning in made.warnings])
    return 0


def _template(args: argparse.Namespace) -> NoteTemplate | None:
    """The shipped template that was asked for; a language alone asks for the general one."""
    if args.template is None and args.language is None:
        return None
    key = args.template or shipped_templates.GENERAL
    found = shipped_templates.find(key, args.language)
    if found is None:
        known = sorted({one.key for one in shipped_templates.shipped()})
        raise BadInput("scribe.no_such_template", key=key, known=", ".join(known))
    return found


def _orders(args: argparse.Namespace) -> int:
    if args.batch:
        return _batch(batch.ORDERS, args)
    source = read_source(_file(args), args.spoken_here)
    answer = batch.orders_answer({"turns": [turn.model_dump() for turn in source.turns]})
    if args.json:
        _print({"id": args.file.name, **answer})
        return 0
    for order in (*answer["orders"], *answer["mentioned"]):
        why = f" ({order['reason']})" if order["reason"] else ""
        sys.stdout.write(f"{order['status']}: {order['order_type']}: {order['description']}{why}\n")
    return 0


def _sections(args: argparse.Namespace) -> int:
    if args.batch:
        return _batch(batch.SECTIONS, args)
    answer = batch.section_answer({"dialogue": _read_text(_file(args))})
    if args.json:
        _print({"id": args.file.name, **answer})
    else:
        sys.stdout.write(f"{answer['section_header']}\n{answer['section_text']}\n")
    return 0


def _batch(command: batch.Command, args: argparse.Namespace) -> int:
    bad = batch.run(command, *args.batch)
    for line in bad:
        _say_bad_line(line.number, line.error, as_json=args.json)
    return BAD_INPUT if bad else 0


def _file(args: argparse.Namespace) -> Path:
    if args.file is None:
        raise BadInput("scribe.bad_request", reason="give a FILE or --batch IN OUT")
    return Path(args.file)


def _validate(args: argparse.Namespace) -> int:
    if args.batch:
        return _batch(batch.VALIDATE, args)
    text = _read_text(_file(args))
    found = engine.validate(*_to_validate(text))
    if args.json:
        _print(found.model_dump(mode="json"))
        return 0
    for finding in found.findings:
        sys.stdout.write(f"{finding.kind.value}: {finding.sentence} {finding.why}".rstrip() + "\n")
    _tell([warning.message for warning in found.warnings])
    return 0


def _to_validate(text: str) -> tuple[str, Transcript | None, Subject | None]:
    """The note, the dialogue and whom the note is about, as far as the file has them."""
    if not text.lstrip().startswith("{"):
        return text, None, None
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
    return note, None if dialogue is None else turns.from_json(dialogue), subject_of(data)


def _serve(args: argparse.Namespace) -> int:
    from opd_desktop.scribe.server import serve

    return serve()


_COMMANDS = {
    "transcribe": _transcribe,
    "draft": _draft,
    "orders": _orders,
    "sections": _sections,
    "validate": _validate,
    "serve": _serve,
}


def read_source(path: Path, language: str = "en") -> Transcript:
    """A transcript from a file that holds a recording (in `language`), a transcript as JSON, or text.

    Raises:
        NotFound, BadInput, ServiceUnavailable: see `opd_desktop.words`.
    """
    if not path.is_file():
        raise NotFound("scribe.no_such_file", file=path.name)
    data = _read(path)
    text = None if data.startswith(_AUDIO_START) or data[4:8] == b"ftyp" else decoded(data)
    if text is None:
        return engine.transcribe(path, language=language)
    if "\x00" in text:
        raise BadInput("scribe.bad_text", file=path.name)
    return turns.parse(text, source=path.name)


def decoded(data: bytes) -> str | None:
    """The text of a file in UTF-8 or UTF-16, or as older programs of Windows save it; None when it is no text."""
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16", errors="replace") if len(data) % 2 == 0 else None
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        # Sound has control characters within its first hundred bytes; a letter has none, and few accents.
        plain = len(data.translate(None, _ACCENTED)) > 0.7 * len(data)
        return data.decode("cp1252", errors="replace") if plain and not _CONTROL.search(data) else None
    return data.decode("utf-16-le") if _WIDE.fullmatch(data[:200]) and len(data) % 2 == 0 else text


def _read_text(path: Path) -> str:
    if not path.is_file():
        raise NotFound("scribe.no_such_file", file=path.name)
    text = decoded(_read(path))
    if text is None or "\x00" in text:
        raise BadInput("scribe.bad_text", file=path.name)
    return text


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
