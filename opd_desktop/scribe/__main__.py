"""`python -m opd_desktop.scribe`: the same as ``opd-desktop scribe``."""

import sys

from opd_desktop.cli import main

sys.exit(main(["scribe", *sys.argv[1:]]))
