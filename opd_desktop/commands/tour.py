"""``opd-desktop tour --out DIR``: one clinic day through the real windows, with pictures."""

import argparse
import os
from pathlib import Path

from opd_desktop.domain.errors import BadInput, ServiceUnavailable


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The options of the command."""
    parser.add_argument("--out", type=Path, required=True, metavar="DIR", help="where the pictures and tour.json go")


def run(args: argparse.Namespace) -> int:
    """Drive the tour; 0 when every step held."""
    return take_tour(args.out)


def take_tour(out: Path) -> int:
    """Run the tour on its own database, on the offscreen platform unless another was chosen.

    Raises:
        BadInput: ``tour.folder`` when the folder cannot be written.
        ServiceUnavailable: ``desk.qt_missing``.
    """
    try:
        out.mkdir(parents=True, exist_ok=True)
        probe = out / f".probe-{os.getpid()}"
        probe.write_bytes(b"x")
        probe.unlink()
    except OSError as refused:
        raise BadInput("tour.folder", folder=str(out), reason=refused.strerror) from refused
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    try:
        from opd_desktop.tour import run_tour
    except ImportError as missing:
        if (missing.name or "").startswith("opd_desktop"):
            raise
        raise ServiceUnavailable("desk.qt_missing", reason=str(missing)) from missing
    return int(run_tour(out))
