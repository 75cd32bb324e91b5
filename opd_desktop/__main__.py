"""``python -m opd_desktop``."""

import sys

from opd_desktop.cli import main

sys.exit(main())
