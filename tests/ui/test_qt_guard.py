"""PySide6 6.12.0 on CPython 3.11 drops a reference to None at every painter call and ends by aborting."""

import sys

from PySide6.QtGui import QPainter, QPixmap


def test_painter_calls_keep_the_references_to_none(qapp: object) -> None:
    del qapp
    pixmap = QPixmap(8, 8)
    before = sys.getrefcount(None)
    painter = QPainter(pixmap)
    for _ in range(2000):
        painter.drawLine(0, 0, 4, 4)
        painter.save()
        painter.restore()
    painter.end()
    assert sys.getrefcount(None) > before - 500
