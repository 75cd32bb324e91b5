"""``opd-desktop self-test``: whether this installation works, and what to do where it does not."""

import argparse
import json

from opd_desktop import __version__


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--json", action="store_true", help="print the outcomes as JSON")


def run(args: argparse.Namespace) -> int:
    """Run every check; 1 when something needed fails."""
    from opd_desktop.self_test import CHECKS, Outcome, run_check

    outcomes: list[Outcome] = []
    for name, check in CHECKS.items():
        outcomes.append(run_check(name, check))
        if not args.json:
            _print(outcomes[-1].state, name, outcomes[-1].detail, outcomes[-1].do)
    passed = all(outcome.state != "failed" for outcome in outcomes)
    if args.json:
        told = [outcome.as_dict() for outcome in outcomes]
        print(json.dumps({"version": __version__, "passed": passed, "checks": told}, indent=1))
    else:
        print(f"OPD Desk {__version__}: {'everything needed works' if passed else 'something needed does not work'}.")
    return 0 if passed else 1


def _print(state: str, name: str, detail: str, do: str) -> None:
    print(f"{state:6}  {name:14}  {detail}", flush=True)
    if do:
        print(f"{'':24}{do}", flush=True)
