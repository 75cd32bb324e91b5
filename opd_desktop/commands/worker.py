"""``opd-desktop worker``: the background worker, on any desk or on a server; any number may run."""

import argparse
import os

from opd_desktop import app, settings


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--parent-pid", type=int, help="stop when this process is gone")


def run(args: argparse.Namespace) -> int:
    """Work until SIGTERM or Ctrl+C. The password of a remote ``opd_worker`` is read from OPD_PASSWORD."""
    from opd_desktop.workers.main import run_worker

    found = settings.load()
    return run_worker(lambda: app.sign_in_worker(found, os.environ.get("OPD_PASSWORD")), parent_pid=args.parent_pid)
