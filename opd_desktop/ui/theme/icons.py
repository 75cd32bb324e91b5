"""Our SVG icons (``resources/icons``), tinted at run time and kept per colour, size and screen scale."""

from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from opd_desktop.paths import RESOURCES


@lru_cache(maxsize=256)
def _source(name: str) -> str:
    return (RESOURCES / "icons" / f"{name}.svg").read_text(encoding="utf-8")


@lru_cache(maxsize=1024)
def pixmap(name: str, colour: str, size: int, scale: float = 1.0) -> QPixmap:
    """The icon ``name`` in ``colour`` (``#RRGGBB``), ``size`` logical pixels square."""
    made = QPixmap(round(size * scale), round(size * scale))
    made.fill(Qt.GlobalColor.transparent)
    svg = QSvgRenderer(QByteArray(_source(name).replace("currentColor", colour).encode()))
    painter = QPainter(made)
    svg.render(painter, QRectF(0, 0, made.width(), made.height()))
    painter.end()
    made.setDevicePixelRatio(scale)
    return made


def write(name: str, colour: str, folder: Path) -> Path:
    """The tinted icon as a file, since a style sheet knows pictures by their files only."""
    made = folder / f"{name}-{colour.lstrip('#')}.svg"
    if not made.exists():
        made.write_text(_source(name).replace("currentColor", colour), encoding="utf-8")
    return made


def icon(name: str, colour: str, disabled: str, scale: float) -> QIcon:
    """An icon, sharp at ``scale``, the density of the densest screen; others show it smaller."""
    made = QIcon()
    made.addPixmap(pixmap(name, colour, 18, scale), QIcon.Mode.Normal)
    made.addPixmap(pixmap(name, disabled, 18, scale), QIcon.Mode.Disabled)
    return made
