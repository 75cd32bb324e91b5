"""The panel that books: who, when, why. The place is held meanwhile, and what is typed survives a crash."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QWidget

from opd_desktop.domain.ids import uuid7
from opd_desktop.services.dto.appointments import AppointmentDto, BookAppointment, Booked, BookWarning, HoldDto
from opd_desktop.services.dto.patients import PatientHit
from opd_desktop.services.dto.schedules import SlotDto
from opd_desktop.ui.calendar.alternatives import AlternativeTimes, alternatives_of
from opd_desktop.ui.calendar.day import DayPlan
from opd_desktop.ui.calendar.draft import DRAFT, draft_text
from opd_desktop.ui.calendar.keeper import HoldKeeper
from opd_desktop.ui.calendar.presenter import CalendarPresenter
from opd_desktop.ui.calendar.who import PatientChoice
from opd_desktop.ui.calendar.words import VISIT_KINDS, place_text, warning_text, word
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.text import clock_text, minutes_text
from opd_desktop.ui.widgets import Button, Field, Muted, Notice, Panel
from opd_desktop.ui.widgets.register_form import RegisterForm
from opd_desktop.ui.words import error_text

_DRAFT_PAUSE_MS = 400


class BookingPanel(Panel):
    """Book a visit at a slot; `set_place` moves it to another slot without losing what was typed.

    Attributes:
        booked: the `Booked` result.
        alternative_chosen: the practitioner's id and the start of another free time.
    """

    booked = Signal(object)
    alternative_chosen = Signal(object, object)

    def __init__(self, desk: Desk, presenter: CalendarPresenter, keeper: HoldKeeper) -> None:
        super().__init__()
        self._desk = desk
        self._presenter = presenter
        self._keeper = keeper
        self._plan: DayPlan | None = None
        self._slot: SlotDto | None = None
        self._lengths: tuple[tuple[SlotDto, ...], ...] = ()
        self._overbook = False
        self._request: tuple[object, UUID] | None = None
        self._wait_id = uuid7()
        self._done = False
        self._make_fields()
        self._lay_out()
        self._make_timers()
        keeper.taken.connect(self._held)
        keeper.refused.connect(self._not_held)
        self._offer_draft()
        self.setFocusProxy(self.who)

    # Building

    def _make_fields(self) -> None:
        self._where = Muted(parent=self)
        self._notice = Notice("warn", parent=self)
        self._lapsed = Notice("warn", "", self.tr("Hold again"), self._hold, self)
        self._restore = Notice("info", "", self.tr("Go on with it"), self.restore, self)
        self._error = Notice("danger", parent=self)
        for notice in (self._notice, self._lapsed, self._restore, self._error):
            notice.set_text("")
        self.who = PatientChoice(self._desk, self)
        self.who.chosen.connect(self._chosen)
        self.who.unchosen.connect(self._unchosen)
        self.who.registering.connect(self._registering)
        self.who.typed.connect(self._typed)
        self.reason = QLineEdit(self)
        self.reason.setMaxLength(500)
        self.reason.textChanged.connect(self._typed)
        self.kind = QComboBox(self)
        for key, text in VISIT_KINDS:
            self.kind.addItem(word(text), key)
        self.length = QComboBox(self)
        self.length.currentIndexChanged.connect(self._length_chosen)
        self.overbook_reason = QLineEdit(self)
        self.overbook_reason.setMaxLength(200)
        self.overbook_reason.textChanged.connect(self._typed)
        self.button = Button(self.tr("Book"), "primary", keys="Ctrl+Return", parent=self)
        self.button.clicked.connect(self.submit)

    def _lay_out(self) -> None:
        self._alternatives = AlternativeTimes(self._desk, self)
        self._alternatives.chosen.connect(self._choose_time)
        self._reason_field = Field(self.tr("Reason"), self.reason)
        self._overbook_field = Field(
            self.tr("Why overbook?"), self.overbook_reason, self.tr("Kept with the visit, for whoever asks later.")
        )
        pair = QHBoxLayout()
        pair.setSpacing(12)
        self._kind_field = Field(self.tr("Visit"), self.kind)
        self._length_field = Field(self.tr("Length"), self.length)
        pair.addWidget(self._kind_field, 1)
        pair.addWidget(self._length_field, 1)
        upper: tuple[QWidget, ...] = (self._where, self._lapsed, self._restore, self.who, self._notice)
        for widget in upper:
            self.body.addWidget(widget)
        self.body.addWidget(self._reason_field)
        self.body.addLayout(pair)
        lower: tuple[QWidget, ...] = (self._overbook_field, self._error, self._alternatives)
        for widget in lower:
            self.body.addWidget(widget)
        self.body.addStretch()
        self.footer.addWidget(self.button, 1)
        self.wait_button = Button(self.tr("Waitlist"), parent=self)
        self.wait_button.setToolTip(self.tr("Put the patient on this doctor's waiting list for the day"))
        self.wait_button.clicked.connect(self.wait)
        self.footer.addWidget(self.wait_button)
        for first, second in zip(
            order := (self.who.picker.edit, self.reason, self.kind, self.length, self.overbook_reason, self.button),
            order[1:],
            strict=False,
        ):
            QWidget.setTabOrder(first, second)

    def _make_timers(self) -> None:
        self._second = QTimer(self)
        self._second.setInterval(1000)
        self._second.timeout.connect(self._count_down)
        self._second.start()
        self._draft_timer = QTimer(self)
        self._draft_timer.setSingleShot(True)
        self._draft_timer.setInterval(_DRAFT_PAUSE_MS)
        self._draft_timer.timeout.connect(self.save_draft)

    # Where

    @property
    def slot(self) -> SlotDto | None:
        """The slot that the visit would begin at."""
        return self._slot

    def slot_ids(self) -> tuple[UUID, ...]:
        """The slots that the visit would take."""
        row = self.length.currentIndex()
        return tuple(slot.id for slot in self._lengths[row]) if 0 <= row < len(self._lengths) else ()

    def set_place(self, plan: DayPlan, slot: SlotDto, *, overbook: bool = False) -> None:
        """Book at this slot; what was typed stays."""
        moved = self._slot is None or self._slot.id != slot.id or overbook != self._overbook
        self._plan, self._slot, self._overbook = plan, slot, overbook
        self._fill_lengths()
        self._overbook_field.setVisible(overbook)
        if moved:
            self._alternatives.show_times(())
            self._error.set_text("")
            self._hold()
            self._warn()
        self._show_place()

    def follow(self, plan: DayPlan) -> None:
        """The day was loaded again: places and lengths may have changed."""
        if self._slot is None or plan.day != plan.local(plan.minute(self._slot.starts_at)).date():
            return
        column = plan.column_of(self._slot.practitioner_id)
        slot = plan.slot_at(column, plan.minute(self._slot.starts_at)) if column is not None else None
        if slot is not None and slot.id == self._slot.id:
            self.set_place(plan, slot, overbook=self._overbook)

    def _fill_lengths(self) -> None:
        if self._plan is None or self._slot is None:
            return
        hold = self._keeper.hold
        kept = max(self.length.currentIndex(), 0)
        lengths = self._plan.lengths_from(self._slot, hold.slot_ids if hold else ())
        self._lengths = lengths[:1] if self._overbook else lengths
        self.length.blockSignals(True)
        self.length.clear()
        for run in self._lengths:
            self.length.addItem(minutes_text((run[-1].ends_at - run[0].starts_at).total_seconds() / 60))
        self.length.setCurrentIndex(min(kept, len(self._lengths) - 1))
        self.length.blockSignals(False)

    def _length_chosen(self, _row: int) -> None:
        self._hold()
        self._warn()
        self._show_place()

    def _show_place(self) -> None:
        plan, slot = self._plan, self._slot
        if plan is None or slot is None:
            return
        time = clock_text(plan.local(plan.minute(slot.starts_at)))
        self.set_title((self.tr("Overbook {0}") if self._overbook else self.tr("Book {0}")).format(time))
        run = self._lengths[max(self.length.currentIndex(), 0)] if self._lengths else (slot,)
        self._where.setText(place_text(plan, run, self._keeper.hold, self._desk.now(), over=self._overbook))

    # The hold

    def _hold(self) -> None:
        self._lapsed.set_text("")
        ids = self.slot_ids()
        if self._overbook or not ids:
            self._keeper.give_back()
        else:
            self._keeper.take(ids)

    def _held(self, _hold: HoldDto) -> None:
        self._lapsed.set_text("")
        self._show_place()

    def _not_held(self, error: BaseException) -> None:
        self._refused(error)

    def _count_down(self) -> None:
        had = "held" if self._keeper.hold else ""
        self._show_place()
        if not had and self._keeper.lapsed() and self._lapsed.isHidden():
            self._lapsed.set_text(self.tr("The time is no longer held for you; another desk may take it."))

    # Who

    @property
    def patient(self) -> PatientHit | None:
        """Who the visit is for."""
        return self.who.patient

    @property
    def form(self) -> RegisterForm | None:
        """The form for a new patient, while it is open."""
        return self.who.form

    def _chosen(self, _patient: PatientHit) -> None:
        self.setFocusProxy(self.reason)
        self.reason.setFocus()
        self._error.set_text("")
        self._warn()
        self._typed()

    def _unchosen(self) -> None:
        self._notice.set_text("")
        self.setFocusProxy(self.who)

    def _registering(self, is_open: bool) -> None:
        """While a patient is registered, the rest of the booking waits."""
        self.button.setText(self.tr("Register") if is_open else self.tr("Book"))
        for field in (self._reason_field, self._kind_field, self._length_field, self.wait_button):
            field.setVisible(not is_open)
        self._overbook_field.setVisible(not is_open and self._overbook)

    def _warn(self) -> None:
        ids = self.slot_ids()
        if self.patient is not None and ids:
            self._presenter.warnings(self, self.patient.id, ids, self._show_warnings)

    def _show_warnings(self, warnings: tuple[BookWarning, ...]) -> None:
        if self._done or self.patient is None:
            return
        self._notice.set_text("\n".join(warning_text(one, self._desk) for one in warnings))

    def warnings_text(self) -> str:
        """What is warned about."""
        return self._notice.text()

    def error_text(self) -> str:
        """Why it could not be booked."""
        return self._error.text()

    # Booking

    def submit(self) -> None:
        """Register, or book."""
        self._error.set_text("")
        if self.form is not None:
            self.form.submit()
        elif self.patient is None:
            self._error.set_text(self.tr("Choose a patient first, or register a new one with Ctrl+N."))
            self.who.setFocus()
        elif self._overbook and not self.overbook_reason.text().strip():
            self._overbook_field.set_error(self.tr("Write why this time is overbooked."))
            self.overbook_reason.setFocus()
        elif self.button.isEnabled() and self.slot_ids():
            self.button.setEnabled(False)
            self._presenter.book(self._make_request(self.patient), self._on_booked, self._refused)

    def wait(self) -> None:
        """Put the patient on the doctor's waiting list for the day."""
        self._error.set_text("")
        if self.form is not None or self.patient is None or self._slot is None or self._plan is None:
            self._error.set_text(self.tr("Choose a patient first, or register a new one with Ctrl+N."))
            return
        if self.wait_button.isEnabled():
            self.wait_button.setEnabled(False)
            self._presenter.wait(
                self._wait_id, self.patient.id, self._slot, self._plan, self.reason.text().strip(), self._waits,
                self._refused,
            )  # fmt: skip

    def _waits(self, _visit: AppointmentDto) -> None:
        self._finish()

    def _make_request(self, patient: PatientHit) -> BookAppointment:
        ids = self.slot_ids()
        # The same wish again, after a lost connection, must not book twice: it keeps its id.
        if self._request is None or self._request[0] != (patient.id, ids):
            self._request = ((patient.id, ids), uuid7())
        hold = self._keeper.hold
        return BookAppointment(
            request_id=self._request[1],
            patient_id=patient.id,
            slot_ids=ids,
            hold_id=hold.id if hold else None,
            reason=self.reason.text().strip(),
            visit_kind=self.kind.currentData(),
            overbook_reason=self.overbook_reason.text().strip() if self._overbook else None,
        )

    def _on_booked(self, result: Booked) -> None:
        self._keeper.used()
        self.booked.emit(result)
        self._finish()

    def _finish(self) -> None:
        self._done = True
        self._keeper.give_back()
        self._draft_timer.stop()
        self._desk.drafts.drop(DRAFT)
        self.closed.emit()

    def _refused(self, error: BaseException) -> None:
        self.button.setEnabled(True)
        self.wait_button.setEnabled(True)
        self._overbook_field.set_error("")
        moments = alternatives_of(error)
        if moments:
            self._error.set_text(self.tr("This time can't be had any more. Free near it:"))
        else:
            self._error.set_text(error_text(error))
        self._alternatives.show_times(moments, self._plan.day if self._plan else None)

    def _choose_time(self, moment: datetime) -> None:
        if self._slot is not None:
            self.alternative_chosen.emit(self._slot.practitioner_id, moment)

    def alternatives(self) -> list[Button]:
        """The buttons of other free times."""
        return self._alternatives.buttons()

    # Drafts

    def _typed(self, *_ignored: object) -> None:
        if self._typed_anything():
            self._restore.set_text("")
        self._draft_timer.start()

    def _typed_anything(self) -> bool:
        return not self.who.is_empty() or bool(self.reason.text() or self.overbook_reason.text())

    def values(self) -> dict[str, Any]:
        """What was typed, for a draft."""
        return self.who.values() | {
            "reason": self.reason.text(),
            "kind": self.kind.currentData(),
            "overbook_reason": self.overbook_reason.text(),
            "practitioner": str(self._slot.practitioner_id) if self._slot else None,
            "starts_at": self._slot.starts_at.astimezone(UTC).isoformat() if self._slot else None,
        }

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Put a draft back."""
        self.reason.setText(str(values.get("reason") or ""))
        self.overbook_reason.setText(str(values.get("overbook_reason") or ""))
        self.kind.setCurrentIndex(max(self.kind.findData(values.get("kind")), 0))
        self.who.set_values(values)

    def save_draft(self) -> None:
        """Keep what was typed on this computer; nothing typed leaves an older draft alone."""
        self._draft_timer.stop()
        if self._typed_anything() and not self._done:
            self._desk.drafts.put(DRAFT, self.values())

    def _offer_draft(self) -> None:
        draft = self._desk.drafts.get(DRAFT)
        if draft:
            self._restore.set_text(draft_text(draft))

    def restore(self) -> None:
        """Go on with the booking that was begun before."""
        self._restore.set_text("")
        if draft := self._desk.drafts.get(DRAFT):
            self.set_values(draft)

    def on_close(self) -> None:
        """Give the place back; keep what was typed for the next time."""
        self._second.stop()
        if not self._done:
            self.save_draft()
            self._keeper.give_back()
        self._draft_timer.stop()
        self._keeper.taken.disconnect(self._held)
        self._keeper.refused.disconnect(self._not_held)
