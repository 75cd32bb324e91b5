"""``opd-desktop ops``: the list of operations, with JSON schemas."""

import argparse
import json

from opd_desktop.services.registry import all_operations


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--json", action="store_true", help="every operation with its schemas, as one JSON list")


def run(args: argparse.Namespace) -> int:
    """Print the operations, sorted by name."""
    found = all_operations()
    if args.json:
        print(json.dumps([operation.describe() for operation in found], indent=1))
        return 0
    width = max(len(operation.name) for operation in found)
    for operation in found:
        needs = operation.needs.value if operation.needs else "-"
        print(f"{operation.name:{width}}  {needs:24}  {operation.route or '-'}")
    return 0
