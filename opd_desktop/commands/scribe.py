"""``opd-desktop scribe``: see `opd_desktop.scribe.cli`."""

import argparse

from opd_desktop import settings
from opd_desktop.scribe import cli, snomed
from opd_desktop.scribe.backends import gguf
from opd_desktop.scribe.cli import add_arguments

__all__ = ["add_arguments", "run"]


def run(args: argparse.Namespace) -> int:
    """Do one scribe command with what this computer is set to: data folder, codes, language."""
    if args.scribe_command != "serve":
        found = settings.load()
        args.codes = snomed.codes_file(found.data_dir)
        args.models = gguf.models_folder(found.data_dir)
        args.spoken_here = found.scribe_language
    return cli.run(args)
