"""Several visits at once: cancel them, take them to the pinboard, print them."""

from collections.abc import Callable, Sequence

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QLabel, QVBoxLayout

from opd_desktop.services.dto.appointments import AppointmentDto
from opd_desktop.services.dto.common import UndoDto
from opd_desktop.ui.calendar.presenter import CalendarPresenter
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.text import clock_text, day_text
from opd_desktop.ui.widgets import Button, Caption, Field, Muted, Notice, Panel, Segmented

_MOST_NAMES = 40


class ManyPanel(Panel):
    """Who is chosen, and what can be done with all of them; the last action is the one that takes something away."""

    def __init__(self, desk: Desk, visits: Sequence[AppointmentDto], actions: Sequence[QAction]) -> None:
        super().__init__()
        self._desk = desk
        self.visits: tuple[AppointmentDto, ...] = ()
        self._names = QLabel(self)
        self._names.setWordWrap(True)
        self.body.addWidget(Muted(self.tr("Ctrl+click, Ctrl+Space and Shift+arrows add to these or take away.")))
        self._buttons = QVBoxLayout()
        self._buttons.setSpacing(8)
        self.body.addLayout(self._buttons)
        self.body.addWidget(self._names)
        self.body.addStretch()
        for action in actions:
            last = action is actions[-1]
            button = Button.for_action(action, "danger" if last else "plain")
            if last:
                button.setText(self.tr("Cancel them"))
            self._buttons.addWidget(button)
        self.show_visits(visits)

    def show_visits(self, visits: Sequence[AppointmentDto]) -> None:
        """Other visits are chosen."""
        self.visits = tuple(visits)
        self.set_title(self.tr("{0} visits chosen").format(len(visits)))
        self._names.setText(lines(self._desk, visits))


class CancelManyPanel(Panel):
    """One reason for all that are cancelled, and who asked."""

    def __init__(
        self, desk: Desk, presenter: CalendarPresenter, visits: Sequence[AppointmentDto],
        done: Callable[[int, tuple[UndoDto, ...]], None],
    ) -> None:  # fmt: skip
        super().__init__()
        self._presenter = presenter
        self.visits = tuple(visits)
        self._done = done
        self.set_title(self.tr("Cancel {0} visits").format(len(visits)))
        names = QLabel(lines(desk, visits), self)
        names.setWordWrap(True)
        self.reason = QComboBox(self)
        self.reason.setEditable(True)
        self.reason.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.reason.setAccessibleName(self.tr("Reason"))
        for text in (self.tr("Doctor away"), self.tr("Cannot come"), self.tr("Booked by mistake")):
            self.reason.addItem(text)
        self.reason.setCurrentIndex(-1)
        if (line := self.reason.lineEdit()) is not None:
            line.setMaxLength(200)
            line.setPlaceholderText(self.tr("Choose or type"))
            line.setAccessibleName(self.tr("Reason"))
            line.returnPressed.connect(self.submit)
        self.by = Segmented(
            [("clinic", self.tr("The clinic")), ("patient", self.tr("The patient"))], self.tr("Who asked")
        )
        self._field = Field(self.tr("Reason"), self.reason)
        self.body.addWidget(self._field)
        self.body.addWidget(Caption(self.tr("Who asked")))
        self.body.addWidget(self.by)
        self.body.addWidget(Notice("warn", self.tr("Each of them will be told, as for a single visit."), parent=self))
        self.body.addWidget(names)
        self.body.addStretch()
        self.button = Button(self.tr("Cancel them"), "danger", keys="Ctrl+Return", parent=self)
        self.button.clicked.connect(self.submit)
        self.footer.addWidget(self.button, 1)
        self.setFocusProxy(self.reason)

    def submit(self) -> None:
        """Cancel all; what was done can be taken back together."""
        reason = self.reason.currentText().strip()
        if not reason:
            self._field.set_error(self.tr("Say why, in a word or two."))
            self.reason.setFocus()
        elif self.button.isEnabled():
            self.button.setEnabled(False)
            self._presenter.cancel_all(self.visits, reason, self.by.current(), self._finished)

    def _finished(self, undos: tuple[UndoDto, ...]) -> None:
        self.closed.emit()
        self._done(len(self.visits), undos)


def lines(desk: Desk, visits: Sequence[AppointmentDto]) -> str:
    """A line per visit: when, who, with whom."""
    days = {desk.local(visit.starts_at).date() for visit in visits}
    made = []
    for visit in visits[:_MOST_NAMES]:
        start = desk.local(visit.starts_at)
        when = clock_text(start) if len(days) == 1 else f"{day_text(start.date())} {clock_text(start)}"
        made.append(f"{when}  {visit.patient_name} · {visit.practitioner_name}")
    if len(visits) > _MOST_NAMES:
        made.append(f"+ {len(visits) - _MOST_NAMES}")
    return "\n".join(made)
