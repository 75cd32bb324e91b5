"""``opd-desktop codes``: the clinic's own SNOMED CT release for the scribe, imported from its files."""

import argparse
import json
import sys
from pathlib import Path
from typing import Any, get_args

from opd_desktop import settings
from opd_desktop.scribe import snomed, snomed_import
from opd_desktop.scribe.snomed import Release

NOTICE = (
    "SNOMED CT is used by permission of SNOMED International. Using it in production needs the licence of your "
    "country's release centre, or an affiliate licence from SNOMED International (https://www.snomed.org/get-snomed)."
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    bring = actions.add_parser("import", help="read a SNOMED CT release (RF2 snapshot) for the scribe's problems")
    bring.add_argument("place", type=Path, metavar="FOLDER_OR_ZIP", help="as it was downloaded, or unpacked")
    bring.add_argument(
        "--english", choices=get_args(snomed_import.Dialect), default="us", help="whose preferred terms are shown"
    )
    status = actions.add_parser("status", help="say which release is imported")
    gone = actions.add_parser("remove", help="forget the imported release; the starter map stays")
    for action in (bring, status, gone):
        action.add_argument("--json", action="store_true", help="print the answer as JSON")


def run(args: argparse.Namespace) -> int:
    """Import, tell or remove."""
    file = snomed.codes_file(settings.load().data_dir)
    if args.action == "import":
        told = _Told(quiet=args.json or not sys.stderr.isatty())
        release = snomed_import.import_release(args.place, file, dialect=args.english, progress=told)
        told.over()
        _print(args.json, {"installed": True, **release.to_json(), "notice": NOTICE}, f"{_line(release)}\n{NOTICE}")
    elif args.action == "status":
        with snomed.opened(file) as codes:
            found = codes.release if codes else None
        row = {"installed": found is not None, **(found.to_json() if found else {})}
        _print(args.json, row, f"{_line(found)}\n{NOTICE}" if found else _NONE)
    else:
        removed = snomed_import.remove(file)
        _print(args.json, {"removed": removed}, "The release is removed." if removed else _NONE)
    return 0


_NONE = (
    "No SNOMED CT release is imported, so the scribe codes by its starter map. "
    "Import one with `opd-desktop codes import FOLDER_OR_ZIP`."
)


def _line(release: Release) -> str:
    maps = f"{release.mapped:,} with a code by its map to {release.maps}" if release.mapped else "without a map to ICD"
    return f"{release.name}: {release.concepts:,} disorders and findings, {release.terms:,} terms, {maps}."


def _print(as_json: bool, row: dict[str, Any], text: str) -> None:
    print(json.dumps(row, indent=1) if as_json else text)


class _Told:
    """Progress on one line of the terminal."""

    def __init__(self, *, quiet: bool) -> None:
        self._quiet = quiet

    def __call__(self, part: str, share: float) -> None:
        if not self._quiet:
            print(f"\r{round(100 * share):3d} % {part:<12}", end="", file=sys.stderr, flush=True)

    def over(self) -> None:
        """The line ends."""
        if not self._quiet:
            print("\r", end="", file=sys.stderr, flush=True)
