"""`python -m opd_desktop.scribe`."""

import sys

from opd_desktop.scribe.cli import main

sys.exit(main())
