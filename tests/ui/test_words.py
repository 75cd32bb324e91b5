"""Codes of the services in the words of the desk."""

import ast
from pathlib import Path

from opd_desktop import services
from opd_desktop.services.dto.common import Undone
from opd_desktop.ui.words import undone_text

_FOLDER = Path(services.__file__).parent
_OFFERING = {"offer", "_to", "_moved", "_offer"}


def offered_labels() -> set[str]:
    """The labels that operations offer to undo, read from the source."""
    found = set()
    for path in _FOLDER.glob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call):
                continue
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            if name not in _OFFERING or (isinstance(call.args[-1], ast.Constant) and call.args[-1].value is None):
                continue
            texts = [one.value for one in call.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            found |= {text if "." in text else f"appointment.{text}" for text in texts}
    return found


def test_everything_that_can_be_undone_is_told_in_its_own_words() -> None:
    labels = offered_labels()
    assert labels >= {"appointment.checked_in", "queue.called", "encounter.completed", "appointment.created"}
    params = {"patient": "Meena Patil", "token": "A-007"}
    plain = {label for label in labels if undone_text(Undone(label=label, params=params)) == "Undone"}
    assert not plain
