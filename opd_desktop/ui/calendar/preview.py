"""How the lists will look on paper, with printing and saving as a PDF file."""

from collections.abc import Sequence
from datetime import datetime

from PySide6.QtWidgets import QWidget

from opd_desktop.ui.calendar.printing import ListPrinter, Part
from opd_desktop.ui.calendar.words import translate
from opd_desktop.ui.paper import PaperPreview


class PrintPreview(PaperPreview):
    """A preview of lists of visits."""

    def __init__(self, parts: Sequence[Part], facility: str, printed: datetime, parent: QWidget | None = None) -> None:
        name = " ".join(dict.fromkeys(part.subtitle for part in parts[:1]))
        super().__init__(
            ListPrinter(parts, facility, printed), name, translate("calendar", "Print the visits"), parent
        )  # fmt: skip
