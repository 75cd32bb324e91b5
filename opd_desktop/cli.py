"""The command line: parses, hands over to `opd_desktop.commands`, and words the errors. See docs/cli.md."""

import argparse
import contextlib
import importlib
import json
import logging
import os
import sys
from collections.abc import Sequence

from opd_desktop import __version__
from opd_desktop.domain.errors import OpdError

#: command -> (module in opd_desktop.commands, help). A module has add_arguments(parser) and run(args) -> int.
COMMANDS = {
    "desk": ("desk", "open the desk (the default)"),
    "worker": ("worker", "run the background worker until it is stopped"),
    "scribe": ("scribe", "transcribe, draft and validate notes, offline"),
    "codes": ("codes", "import the clinic's own SNOMED CT release for the scribe"),
    "demo": ("demo", "make the demo clinic and open the desk on it"),
    "tour": ("tour", "drive the real windows through one clinic day and take pictures"),
    "ops": ("ops", "list every operation"),
    "call": ("call", "call one operation with JSON"),
    "db": ("db", "initialise, upgrade, check the database, or print its URL"),
    "self-test": ("self_test", "check that this installation works"),
    "bench": ("bench", "measure against a baseline in the same run"),
}
INTERRUPTED = 130


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command.

    Returns:
        0 ok, 2 bad input, 3 not permitted, 4 not found, 5 conflict, 6 service unavailable, 1 a bug.
    """
    arguments = list(sys.argv[1:] if argv is None else argv)
    if not arguments or (arguments[0].startswith("-") and arguments[0] not in ("-h", "--help", "--version")):
        arguments.insert(0, "desk")
    parser = _parser(arguments[0])
    args = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO if args.verbose else logging.WARNING, format="%(name)s: %(message)s")
    try:
        return int(args.run(args))
    except OpdError as error:
        report(error, as_json=_wants_json(args))
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        with contextlib.suppress(OSError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as bug:
        if args.verbose:
            raise
        report_bug(bug, as_json=_wants_json(args))
        return 1


def _parser(chosen: str) -> argparse.ArgumentParser:
    """The parser; only the chosen command's module is imported, so that the others cost nothing."""
    parser = argparse.ArgumentParser(prog="opd-desktop", description="The front desk of an outpatient department.")
    parser.add_argument("--version", action="version", version=f"OPD Desk {__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for name, (module, text) in COMMANDS.items():
        command = commands.add_parser(name, help=text, description=text[0].upper() + text[1:] + ".")
        command.add_argument("-v", "--verbose", action="store_true", help="log more; show tracebacks of bugs")
        if name == chosen:
            implementation = importlib.import_module(f"opd_desktop.commands.{module}")
            implementation.add_arguments(command)
            command.set_defaults(run=implementation.run)
    return parser


def _wants_json(args: argparse.Namespace) -> bool:
    return bool(getattr(args, "json_errors", False) or getattr(args, "json", False))


def report(error: OpdError, *, as_json: bool) -> None:
    """Print an error on stderr: as JSON with code and parameters, or as a sentence."""
    from opd_desktop.words import describe

    if as_json:
        print(json.dumps({"code": error.code, "params": error.params, "message": describe(error)}, default=str),
              file=sys.stderr)  # fmt: skip
    else:
        print(f"opd-desktop: {describe(error)}", file=sys.stderr)


def report_bug(bug: Exception, *, as_json: bool) -> None:
    """Print that this is our fault, without data that may be in the exception's text."""
    trace = bug.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    where = f"{os.path.basename(trace.tb_frame.f_code.co_filename)}:{trace.tb_lineno}" if trace else "?"  # noqa: PTH119
    kind = type(bug).__name__
    if as_json:
        print(json.dumps({"code": "error.bug", "params": {"kind": kind, "where": where}}), file=sys.stderr)
    else:
        print(f"opd-desktop: this is a bug in the program ({kind} at {where}). "
              "Run the same command with --verbose and report what it prints.", file=sys.stderr)  # fmt: skip
