"""``opd-desktop call NAME JSON --as USER``: one operation, JSON in and out."""

import argparse
import json
import os
import sys

from pydantic import TypeAdapter

from opd_desktop import app, settings
from opd_desktop.domain.errors import BadInput, NotFound, NotPermitted
from opd_desktop.services.clinic import validate_request
from opd_desktop.services.operations import OPERATIONS
from opd_desktop.services.registry import all_operations


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("name", help="the operation, for example scheduling.appointment.create")
    parser.add_argument("request", nargs="?", default="{}", help="its input as JSON, or - to read it from stdin")
    parser.add_argument("--as", dest="login", required=True, metavar="USER",
                        help="who calls; the password is read from OPD_PASSWORD")  # fmt: skip
    parser.set_defaults(json_errors=True)


def run(args: argparse.Namespace) -> int:
    """Call the operation and print its result."""
    all_operations()
    operation = OPERATIONS.get(args.name)
    if operation is None:
        raise NotFound("operation.unknown", name=args.name, near=_near(args.name))
    request = validate_request(operation, _parse(sys.stdin.read() if args.request == "-" else args.request))
    password = os.environ.get("OPD_PASSWORD")
    if password is None:
        raise NotPermitted("auth.password_needed", variable="OPD_PASSWORD")
    clinic = app.sign_in(settings.load(), args.login, password)
    try:
        result = clinic.call(operation, request)
    finally:
        clinic.close()
    print(TypeAdapter(operation.response).dump_json(result, indent=1).decode())
    return 0


def _parse(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as wrong:
        raise BadInput("input.not_json", reason=str(wrong)) from wrong


def _near(name: str) -> list[str]:
    import difflib

    return difflib.get_close_matches(name, OPERATIONS, n=3)
