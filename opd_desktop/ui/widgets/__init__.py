"""The small set of widgets that all screens are made of."""

from opd_desktop.ui.widgets.basic import (
    Button,
    Caption,
    Card,
    Chip,
    ElidedLabel,
    EmptyState,
    Heading,
    MenuButton,
    Muted,
    Notice,
    Segmented,
)
from opd_desktop.ui.widgets.field import Field
from opd_desktop.ui.widgets.panel import Panel
from opd_desktop.ui.widgets.progress_row import ProgressRow
from opd_desktop.ui.widgets.table import Column, ListTable

__all__ = [
    "Button",
    "Caption",
    "Card",
    "Chip",
    "Column",
    "ElidedLabel",
    "EmptyState",
    "Field",
    "Heading",
    "ListTable",
    "MenuButton",
    "Muted",
    "Notice",
    "Panel",
    "ProgressRow",
    "Segmented",
]
