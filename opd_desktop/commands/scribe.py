"""``opd-desktop scribe``: see `opd_desktop.scribe.cli`."""

from opd_desktop.scribe.cli import add_arguments, run

__all__ = ["add_arguments", "run"]
