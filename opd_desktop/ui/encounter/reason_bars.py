"""Where a reason is asked: why a signed note is changed, why a finished visit goes on."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from opd_desktop.ui.encounter.encounter_state import EncounterState
from opd_desktop.ui.encounter.presenter import EncounterPresenter
from opd_desktop.ui.widgets import Button, Card, Muted

LEAST = 3
"""Letters of a reason."""


class ReasonBar(Card):
    """A line for the reason, the button that needs it, and a way out; Enter goes on, Esc leaves."""

    def __init__(self, name: str, prompt: str, do: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.why = QLineEdit(self)
        self.why.setAccessibleName(name)
        self.why.setPlaceholderText(prompt)
        self.why.returnPressed.connect(self._begin)
        self.why.textChanged.connect(lambda text: self.begin.setEnabled(len(text.strip()) >= LEAST))
        self.begin: Button = Button(do, "primary", parent=self)
        self.begin.setEnabled(False)
        self.begin.clicked.connect(self._begin)
        self.leave = Button(self.tr("Cancel"), "quiet", parent=self)
        self.leave.clicked.connect(self.hide)
        self.asking = QWidget(self)
        row = QHBoxLayout(self.asking)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.why, 1)
        row.addWidget(self.leave)
        row.addWidget(self.begin)
        self.body.addWidget(self.asking)
        self.hide()

    def ask(self) -> None:
        """Ask for the reason."""
        self.why.clear()
        self.show()
        self.why.setFocus(Qt.FocusReason.OtherFocusReason)

    def _begin(self) -> None:
        if len(self.why.text().strip()) >= LEAST:
            self.go_on(self.why.text().strip())

    def go_on(self, why: str) -> None:
        """Do what the reason is for."""
        raise NotImplementedError

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc: never mind."""
        if event.key() == Qt.Key.Key_Escape and self.asking.isVisibleTo(self):
            event.accept()
            self.hide()
            return
        super().keyPressEvent(event)


class ReopenBar(ReasonBar):
    """Why a finished visit goes on; the reason stays in the visit's history."""

    def __init__(self, presenter: EncounterPresenter, name: str, prompt: str, do: str, parent: QWidget) -> None:
        super().__init__(name, prompt, do, parent)
        self._presenter = presenter

    def go_on(self, why: str) -> None:
        """Reopen the visit."""
        self.hide()
        self._presenter.moves.reopen(why)


class AmendBar(ReasonBar):
    """Why a signed note is changed, then the end of changing it."""

    def __init__(self, presenter: EncounterPresenter, name: str, prompt: str, do: str, parent: QWidget) -> None:
        super().__init__(name, prompt, do, parent)
        self._presenter = presenter
        self._doing = QWidget(self)
        row = QHBoxLayout(self._doing)
        row.setContentsMargins(0, 0, 0, 0)
        self._reason = Muted(parent=self._doing)
        self.save = Button(self.tr("Sign the amendment"), "primary", keys="Ctrl+Shift+Return", parent=self._doing)
        self.save.clicked.connect(presenter.moves.save_amendment)
        drop = Button(self.tr("Drop it"), "quiet", parent=self._doing)
        drop.clicked.connect(presenter.moves.drop_amendment)
        row.addWidget(self._reason, 1)
        row.addWidget(drop)
        row.addWidget(self.save)
        self.body.addWidget(self._doing)

    def go_on(self, why: str) -> None:
        """Begin to change the note."""
        self._presenter.moves.amend(why)

    def show_state(self, state: EncounterState) -> None:
        """Asking or amending."""
        self.asking.setVisible(not state.amending)
        self._doing.setVisible(bool(state.amending))
        self._reason.setText(self.tr("Amending the signed note: {0}").format(state.amending))
        if state.amending:
            self.show()
        elif not state.signed or (self.isVisible() and not self.asking.isVisibleTo(self)):
            self.hide()
