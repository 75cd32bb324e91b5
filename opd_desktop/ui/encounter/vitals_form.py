"""Vitals as they are typed: units, what is abnormal in words and colour, what is wrong beside its field."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QLineEdit, QWidget

from opd_desktop.services.dto.encounters import Vitals
from opd_desktop.ui.encounter import vitals_rules
from opd_desktop.ui.encounter.words import flag_text, vital_text, wrong_text
from opd_desktop.ui.theme import theme
from opd_desktop.ui.widgets import Caption, Muted

SAVE_MS = 1200
"""Pause in typing after which valid fields are saved."""

_UNITS = {"blood_pressure": "mmHg"} | {one.name: one.unit for one in vitals_rules.MEASURES}
_EXAMPLES = {"blood_pressure": "120/80"}


class _VitalEdit(QLineEdit):
    """A short field; Enter and the arrows go to the next or the one before."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter walks on."""
        key = event.key()
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down} and not event.modifiers() & ~_KEYPAD:
            self.focusNextChild()
        elif key == Qt.Key.Key_Up:
            self.focusPreviousChild()
        else:
            super().keyPressEvent(event)
            return
        event.accept()


_KEYPAD = Qt.KeyboardModifier.KeypadModifier


class VitalsForm(QWidget):
    """One line for each measurement.

    Attributes:
        changed: names and values of `Vitals` that were typed and are valid.
    """

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._age: int | None = None
        self._vitals: Vitals | None = None
        self._shown = vitals_rules.typed(None)
        self._editable = True
        self.edits: dict[str, QLineEdit] = {}
        self._after: dict[str, QLabel] = {}
        self._wrong: dict[str, QLabel] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(6)
        grid.setVerticalSpacing(3)
        grid.setColumnStretch(1, 1)
        grid.addWidget(Caption(self.tr("Vitals today"), self), 0, 0, 1, 3)
        for place, name in enumerate(vitals_rules.FIELDS):
            self._add_line(grid, 1 + 2 * place, name)
        self._bmi = QLabel(self)
        self._bmi.setAlignment(Qt.AlignmentFlag.AlignRight)
        last = 1 + 2 * len(vitals_rules.FIELDS)
        grid.addWidget(Muted(vital_text("bmi"), self), last, 0)
        grid.addWidget(self._bmi, last, 1, 1, 2)
        self.status = QLabel(self)
        self.status.setProperty("kind", "small")
        self.status.setWordWrap(True)
        grid.addWidget(self.status, last + 1, 0, 1, 3)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(SAVE_MS)
        self._timer.timeout.connect(self.flush)
        theme().changed.connect(self._judge)
        self._judge()

    def _add_line(self, grid: QGridLayout, row: int, name: str) -> None:
        label = QLabel(vital_text(name), self)
        label.setProperty("kind", "muted")
        edit = _VitalEdit(self)
        edit.setAccessibleName(f"{vital_text(name)} ({_UNITS[name]})")
        edit.setAlignment(Qt.AlignmentFlag.AlignRight)
        edit.setPlaceholderText(_EXAMPLES.get(name, "–"))
        edit.setMinimumWidth(round(edit.fontMetrics().horizontalAdvance("180/110") + 24))
        edit.textEdited.connect(self._typed)
        edit.editingFinished.connect(self.flush)
        label.setBuddy(edit)
        after = QLabel(_UNITS[name], self)
        after.setProperty("kind", "small")
        after.setTextFormat(Qt.TextFormat.PlainText)
        wrong = QLabel(self)
        wrong.setProperty("kind", "error")
        wrong.setWordWrap(True)
        wrong.hide()
        self.edits[name], self._after[name], self._wrong[name] = edit, after, wrong
        grid.addWidget(label, row, 0)
        grid.addWidget(edit, row, 1)
        grid.addWidget(after, row, 2)
        grid.addWidget(wrong, row + 1, 0, 1, 3)

    def show_vitals(self, vitals: Vitals | None, age: int | None, editable: bool, taken: str = "") -> None:
        """Show what is saved; a field that is being typed keeps what is in it. ``taken`` says when and by whom."""
        if vitals != self._vitals:
            self._vitals = vitals
            self.status.setText(taken)
        fresh = vitals_rules.typed(vitals)
        for name, edit in self.edits.items():
            if edit.text().strip() == self._shown[name].strip() or edit.text().strip() == fresh[name]:
                edit.setText(fresh[name])
                self._shown[name] = fresh[name]
            edit.setReadOnly(not editable)
            edit.setFocusPolicy(Qt.FocusPolicy.StrongFocus if editable else Qt.FocusPolicy.ClickFocus)
        self._age, self._editable = age, editable
        self._judge()

    def reset(self) -> None:
        """Another patient: nothing typed stays."""
        self._timer.stop()
        self._shown = vitals_rules.typed(None)
        self._vitals = None
        for edit in self.edits.values():
            edit.clear()
        self.status.clear()
        self._judge()

    @property
    def texts(self) -> dict[str, str]:
        """What stands in the fields."""
        return {name: edit.text() for name, edit in self.edits.items()}

    @property
    def unsaved(self) -> dict[str, str]:
        """The fields that were typed and are not saved."""
        return {name: text for name, text in self.texts.items() if text.strip() != self._shown[name]}

    def flush(self) -> None:
        """Hand over what is typed and valid."""
        self._timer.stop()
        typed = self.unsaved
        if not typed or not self._editable:
            return
        values, wrong = vitals_rules.read(self.texts)
        changes: dict[str, float | None] = {}
        for name in typed:
            if name in wrong:
                continue
            for key in ("systolic", "diastolic") if name == "blood_pressure" else (name,):
                changes[key] = values[key]
            self._shown[name] = self.edits[name].text().strip()
        self._judge()
        if changes:
            self.changed.emit(changes)

    def refuse(self, text: str) -> None:
        """The fields could not be saved: keep them as typed, say why."""
        self._shown = {name: "\0" if edit.text().strip() else "" for name, edit in self.edits.items()}
        self.status.setText(text)

    def _typed(self) -> None:
        self._judge()
        self._timer.start()

    def _judge(self) -> None:
        values, wrong = vitals_rules.read(self.texts)
        for name, edit in self.edits.items():
            problem = wrong.get(name) if not (edit.hasFocus() and _unfinished(name, edit.text())) else None
            flag = "" if name in wrong else vitals_rules.flag_of(name, values, self._age)
            self._wrong[name].setText(wrong_text(problem) if problem else "")
            self._wrong[name].setVisible(problem is not None)
            edit.setAccessibleDescription(self._wrong[name].text() or flag_text(flag))
            _restyle(edit, "wrong", "true" if problem else "false")
            self._after[name].setText(f"{_UNITS[name]} {flag_text(flag)}".strip())
            colour = theme().tokens["danger"] if flag else theme().tokens["muted"]
            weight = 600 if flag else 400
            self._after[name].setStyleSheet(f"color: {colour}; font-weight: {weight};")
            edit.setStyleSheet(f"color: {colour}; font-weight: 600;" if flag else "")
        value = vitals_rules.bmi(values)
        flag = vitals_rules.flag_of("bmi", values, self._age)
        self._bmi.setText("–" if value is None else f"{value:.1f} kg/m² {flag_text(flag)}".strip())
        self._bmi.setStyleSheet(f"color: {theme().tokens['danger']}; font-weight: 600;" if flag else "")


def _unfinished(name: str, text: str) -> bool:
    """While ``12`` of ``120/80`` stands there, it is not wrong yet."""
    return name == "blood_pressure" and len(text.replace("/", " ").split()) < 2


def _restyle(widget: QWidget, name: str, value: str) -> None:
    if widget.property(name) != value:
        widget.setProperty(name, value)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
