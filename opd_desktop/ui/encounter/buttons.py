"""Buttons for actions whose key stands in the tooltip, where there is no room for it on the button."""

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from opd_desktop.ui.widgets import Button


def short_button(action: QAction, parent: QWidget, kind: str = "plain", text: str = "") -> Button:
    """A button that triggers ``action`` and is enabled with it."""
    made = Button(text or action.text(), kind, parent=parent)
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    made.setToolTip(f"{action.text()} ({keys})" if keys else action.text())
    made.setAccessibleName(action.text())
    made.setEnabled(action.isEnabled())
    made.clicked.connect(action.trigger)
    action.changed.connect(lambda: made.setEnabled(action.isEnabled()))
    return made
