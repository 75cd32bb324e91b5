"""The tour: one clinic day through the real windows, by keys and clicks, with a picture of every step.

It is the end-to-end test of the whole program, and its pictures are the README's.
"""

from pathlib import Path

__all__ = ["run_tour"]


def run_tour(out: Path) -> int:
    """Drive the day on a database of its own; writes a PNG a step and ``tour.json`` into ``out``.

    Returns:
        0 when every step held, 1 otherwise.
    """
    from opd_desktop.tour.run import run

    return run(out)
