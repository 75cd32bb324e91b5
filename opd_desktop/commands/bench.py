"""``opd-desktop bench NAME``: measure against a baseline in the same run."""

import argparse
import json
import sys

from opd_desktop.domain.errors import BadInput


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("name", help="which one, or all; see docs/cli.md")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--rounds", type=int, metavar="N", help="how often to repeat (default: the benchmark's own)")


def run(args: argparse.Namespace) -> int:
    """Run one benchmark, or all, and print the figures."""
    from opd_desktop.bench import BENCHES, measure

    if args.name != "all" and args.name not in BENCHES:
        raise BadInput("bench.unknown", name=args.name, known=", ".join(BENCHES))
    if args.rounds is not None and args.rounds < 1:
        raise BadInput("input.invalid", fields={"rounds": "1 or more"})
    results = []
    for name in BENCHES if args.name == "all" else [args.name]:
        print(f"{name}: {BENCHES[name].about} ...", file=sys.stderr, flush=True)
        results.append(measure(name, args.rounds))
        if not args.json:
            print(results[-1].line())
    if args.json:
        told = [result.as_dict() for result in results]
        print(json.dumps(told if args.name == "all" else told[0], indent=1))
    return max(int(getattr(result, "exit_code", 0)) for result in results)
