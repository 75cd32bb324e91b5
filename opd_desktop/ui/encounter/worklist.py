"""What a doctor does next: today's queue and today's visits, when no encounter is open."""

from dataclasses import dataclass, replace
from uuid import UUID

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from opd_desktop.domain.encounter import EncounterStatus
from opd_desktop.domain.permissions import Permission
from opd_desktop.services import encounters, queue
from opd_desktop.services.dto.common import Page
from opd_desktop.services.dto.encounters import EncounterSummary, ListEncounters
from opd_desktop.services.dto.queue import CallNext, ListQueue, QueueBoard, QueueEntryDto, QueueMoved
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.text import age_text, minutes_text
from opd_desktop.ui.widgets import Button, Column, EmptyState, Heading, ListTable, Muted

_RANK = {"in-consultation": 0, "called": 1, "waiting": 2, "skipped": 3}


@dataclass(frozen=True)
class Work:
    """One line: somebody who waits, or a visit of today."""

    encounter_id: UUID | None
    token: str
    patient: str
    who: str
    doctor: str
    state: str
    waited: str
    reason: str


@dataclass(frozen=True)
class WorklistState:
    """``board`` and ``seen`` are None until they came."""

    board: QueueBoard | None = None
    seen: tuple[EncounterSummary, ...] | None = None

    @property
    def loaded(self) -> bool:
        """Both came."""
        return self.board is not None and self.seen is not None


class WorklistPresenter(QObject):
    """Loads the queue and the visits of today; calls the next patient.

    Attributes:
        state_changed: a new `WorklistState`.
        opened: the encounter of who was called.
    """

    state_changed = Signal(object)
    opened = Signal(object)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.state = WorklistState()

    @property
    def mine(self) -> UUID | None:
        """The signed-in doctor."""
        return self._desk.actor.practitioner_id

    @property
    def may_call(self) -> bool:
        """Whether there is a queue of one's own."""
        return self.mine is not None and self._desk.actor.may(Permission.QUEUE)

    def load(self) -> None:
        """Ask for both."""
        facility = self._desk.facility.id
        only = (self.mine,) if self.mine else ()
        self._desk.read(
            self, "board", queue.board, ListQueue(facility_id=facility, practitioner_ids=only), self._board_came
        )
        request = ListEncounters(facility_id=facility, practitioner_id=self.mine, limit=100)
        self._desk.read(self, "seen", encounters.list_, request, self._seen_came)

    def _board_came(self, board: QueueBoard) -> None:
        self._set(replace(self.state, board=board))

    def _seen_came(self, page: Page[EncounterSummary]) -> None:
        self._set(replace(self.state, seen=page.items))

    def _set(self, state: WorklistState) -> None:
        self.state = state
        self.state_changed.emit(state)

    def call_next(self) -> None:
        """Call whoever is next by the rule, and open their encounter."""
        if self.mine is None:
            return
        request = CallNext(facility_id=self._desk.facility.id, practitioner_id=self.mine)
        self._desk.write(self, queue.call_next, request, self._called)

    def _called(self, moved: QueueMoved) -> None:
        entry = moved.entry
        self._desk.toast(self.tr("{0} {1} is called").format(entry.token, entry.patient_name), moved.undo)
        if entry.encounter_id is not None:
            self.opened.emit(entry.encounter_id)
        else:
            self.load()

    def rows(self) -> list[Work]:
        """Who is here, in calling order, then who was seen today, newest first."""
        if self.state.board is None:
            return []
        now = self.state.board.now
        entries: list[QueueEntryDto] = []
        for one in self.state.board.queues:
            here = [*([one.in_room] if one.in_room else []), *one.called, *one.entries]
            known = {entry.id: entry for entry in here}
            entries += sorted(known.values(), key=lambda entry: _RANK.get(entry.state, 9))
        rows = [
            Work(
                entry.encounter_id,
                entry.token,
                entry.patient_name,
                age_text(entry.patient_sex, entry.patient_age),
                entry.practitioner_name,
                entry.state,
                minutes_text((now - entry.arrived_at).total_seconds() / 60),
                entry.reason,
            )
            for entry in entries
            if entry.state in _RANK
        ]
        listed = {row.encounter_id for row in rows}
        return rows + [self._seen(one) for one in self._today() if one.id not in listed]

    def _today(self) -> list[EncounterSummary]:
        today = self._desk.today()
        return [
            one
            for one in self.state.seen or ()
            if (one.day == today or (one.status is EncounterStatus.FINISHED and one.signed_at is None))
            and one.status not in {EncounterStatus.CANCELLED, EncounterStatus.ENTERED_IN_ERROR}
        ]

    @staticmethod
    def _seen(one: EncounterSummary) -> Work:
        unsigned = "preliminary" if one.status is EncounterStatus.FINISHED else one.status.value
        state = "signed" if one.signed_at else unsigned
        return Work(one.id, one.token or "", one.patient_name, "", one.practitioner_name, state, "", one.reason)


class Worklist(QWidget):
    """The list.

    Attributes:
        chosen: an encounter to open.
    """

    chosen = Signal(object)

    def __init__(
        self, desk: Desk, presenter: WorklistPresenter, call_next: QAction, parent: QWidget | None = None
    ) -> None:  # fmt: skip
        super().__init__(parent)
        self._desk = desk
        self._presenter = presenter
        self._heading = Heading(parent=self)
        self._hint = Muted(parent=self)
        top = QHBoxLayout()
        left = QVBoxLayout()
        left.setSpacing(2)
        left.addWidget(self._heading)
        left.addWidget(self._hint)
        top.addLayout(left, 1)
        if presenter.may_call:
            top.addWidget(Button.for_action(call_next, "primary", icon="phone"), 0, Qt.AlignmentFlag.AlignTop)
        self.table = ListTable(self.tr("Patients of today"), self)
        self.table.set_columns(self._columns(), key=lambda row: (row.encounter_id, row.token))
        self.table.activated_row.connect(self._open)
        self.table.clicked.connect(lambda index: self._open(index.data(Qt.ItemDataRole.UserRole)))
        self._empty = EmptyState(icon="queue")
        self._loading = QLabel(self.tr("Loading"), self)
        self._loading.setProperty("kind", "muted")
        self._loading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack = QStackedWidget(self)
        for page in (self._loading, self.table, self._empty):
            self._stack.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addLayout(top)
        column.addWidget(self._stack, 1)
        self.setFocusProxy(self.table)
        presenter.state_changed.connect(lambda _state: self.show_rows())

    def _columns(self) -> list[Column]:
        columns = [
            Column(self.tr("Token"), lambda row: row.token, strong=True),
            Column(self.tr("Patient"), lambda row: f"{row.patient}  {row.who}".strip(), stretch=True),
            Column(
                self.tr("State"),
                lambda row: self._desk.theme.looks(row.state).word,
                look=lambda row: self._desk.theme.looks(row.state),
            ),
            Column(self.tr("Here for"), lambda row: row.waited, align="right"),
            Column(self.tr("Reason"), lambda row: row.reason, stretch=True, token=lambda _row: "muted"),
        ]
        if self._presenter.mine is None:
            columns.insert(2, Column(self.tr("Doctor"), lambda row: row.doctor))
        return columns

    def show_rows(self) -> None:
        """Show who is here."""
        rows = self._presenter.rows()
        had_none = self.table.current() is None
        self.table.set_rows(rows)
        waiting = sum(row.state in {"waiting", "skipped"} for row in rows)
        self._heading.setText(self.tr("Today"))
        self._hint.setText(self.tr("{0} waiting · choose a patient, or call the next one").format(waiting))
        if not self._presenter.may_call:
            self._hint.setText(self.tr("{0} waiting · choose a patient to enter vitals").format(waiting))
        if self._presenter.state.loaded and not rows:
            self._empty.set_text(
                self.tr("Nobody is here yet"),
                self.tr("Patients appear here when they are checked in or walk in."),
            )
            self._stack.setCurrentWidget(self._empty)
        elif rows:
            self._stack.setCurrentWidget(self.table)
            if had_none:
                self.table.setCurrentIndex(self.table.model().index(0, 0))

    def _open(self, row: Work | None) -> None:
        if row is None:
            return
        if row.encounter_id is None:
            self._desk.toast(self.tr("This visit has no encounter yet: check the patient in first"))
            return
        self.chosen.emit(row.encounter_id)
