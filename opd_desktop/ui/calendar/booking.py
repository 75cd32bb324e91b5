"""The panel that books: who, when, why, how often. The place is held meanwhile, and what is typed survives a crash."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from opd_desktop.services.dto.appointments import AppointmentDto, HoldDto
from opd_desktop.services.dto.patients import PatientHit
from opd_desktop.services.dto.schedules import SlotDto
from opd_desktop.ui.calendar.alternatives import AlternativeTimes, alternatives_of
from opd_desktop.ui.calendar.day import DayPlan
from opd_desktop.ui.calendar.draft import DRAFT, draft_text
from opd_desktop.ui.calendar.keeper import HoldKeeper
from opd_desktop.ui.calendar.panels.booker import Booker, Wish
from opd_desktop.ui.calendar.panels.drafting import DraftSaver
from opd_desktop.ui.calendar.panels.fields import VisitFields
from opd_desktop.ui.calendar.panels.place import PlaceLines
from opd_desktop.ui.calendar.panels.repeat import RepeatSection
from opd_desktop.ui.calendar.panels.rooms import RoomChoice
from opd_desktop.ui.calendar.panels.then import ThenSection
from opd_desktop.ui.calendar.panels.warn import Warnings
from opd_desktop.ui.calendar.panels.wish import WishForm
from opd_desktop.ui.calendar.presenter import CalendarPresenter
from opd_desktop.ui.calendar.who import PatientChoice
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.text import clock_text
from opd_desktop.ui.widgets import Button, Field, Notice, Panel
from opd_desktop.ui.widgets.register_form import RegisterForm
from opd_desktop.ui.words import error_text


class BookingPanel(Panel):
    """Book a visit at a slot; `set_place` moves it to another slot without losing what was typed.

    Attributes:
        booked: the visits that were booked (`AppointmentDto`), the first one first.
        alternative_chosen: the practitioner's id and the start of another free time.
    """

    booked = Signal(object)
    alternative_chosen = Signal(object, object)

    def __init__(self, desk: Desk, presenter: CalendarPresenter, keeper: HoldKeeper) -> None:
        super().__init__()
        self._desk = desk
        self._presenter = presenter
        self._keeper = keeper
        self._booker = Booker(desk, presenter, keeper)
        self._plan: DayPlan | None = None
        self._slot: SlotDto | None = None
        self._overbook = False
        self._waits = False
        self._done = False
        self._saver = DraftSaver(desk.drafts, DRAFT, self._to_save, self)
        self._make_fields()
        self._make_sections()
        self._lay_out()
        keeper.taken.connect(self._held)
        keeper.refused.connect(self._refused)
        if draft := self._saver.found():
            self._restore.set_text(draft_text(draft))
        self._show_face()
        self.setFocusProxy(self.who)

    # Building

    def _make_fields(self) -> None:
        self.place = PlaceLines(self._desk, self._keeper, self._hold, self)
        self._notice = Warnings(self._desk, self._presenter, self)
        self._restore = Notice("info", "", self.tr("Go on with it"), self.restore, self)
        self._error = Notice("danger", parent=self)
        self._restore.set_text("")
        self._error.set_text("")
        self.who = PatientChoice(self._desk, self)
        self.who.chosen.connect(self._chosen)
        self.who.unchosen.connect(self._unchosen)
        self.who.registering.connect(self._show_face)
        self.who.typed.connect(self._typed)
        self.fields = VisitFields(self._typed, self)
        self.reason, self.kind, self.length = self.fields.reason, self.fields.kind, self.fields.length
        self.overbook_reason = self.fields.overbook_reason
        self.length.currentIndexChanged.connect(self._length_chosen)

    def _make_sections(self) -> None:
        self.rooms = RoomChoice(self._desk, self)
        self.rooms.known.connect(self._show_face)
        self.rooms.changed.connect(self._typed)
        self.repeat = RepeatSection(self._desk, self)
        self.repeat.changed.connect(self._repeat_changed)
        self.then = ThenSection(self._desk, self)
        self.wish = WishForm(self._desk, self)
        self.wish.typed.connect(self._typed)
        self._alternatives = AlternativeTimes(self._desk, self)
        self._alternatives.chosen.connect(self._choose_time)
        self.button = Button(self.tr("Book"), "primary", keys="Ctrl+Return", parent=self)
        self.button.clicked.connect(self.submit)
        self.wait_button = Button(self.tr("Waitlist"), parent=self)
        self.wait_button.clicked.connect(self.wait)

    def _lay_out(self) -> None:
        self._rooms_field = Field(self.tr("Rooms as well"), self.rooms)
        self._rooms_field.hide()
        order: tuple[QWidget, ...] = (
            self.place, self._restore, self.who, self._notice, self.fields.reason_field,
            self.wish, self.fields.pair, self.fields.overbook_field, self._error, self._alternatives, self.repeat,
            self._rooms_field, self.then,
        )  # fmt: skip
        for widget in order:
            self.body.addWidget(widget)
        self.body.addStretch()
        self.footer.addWidget(self.button, 1)
        self.footer.addWidget(self.wait_button)
        for first, second in zip(
            tabs := (self.who.picker.edit, self.reason, self.kind, self.length, self.overbook_reason, self.repeat.how),
            tabs[1:],
            strict=False,
        ):
            QWidget.setTabOrder(first, second)

    def _show_face(self, *_ignored: object) -> None:
        """Registering, waiting and booking show different parts."""
        registers, repeats = self.who.form is not None, self.repeat.rule() is not None
        books = not registers and not self._waits
        for widget, shown in (
            (self.place, not self._waits),
            (self.fields.reason_field, not registers),
            (self.fields.pair, books),
            (self.fields.overbook_field, books and self._overbook),
            (self.repeat, books and not self._overbook),
            (self._rooms_field, books and not repeats and bool(self.rooms.actions_())),
            (self.then, books),
            (self.wish, self._waits and not registers),
            (self.wait_button, not registers),
        ):
            widget.setVisible(shown)
        self.then.again.setVisible(not repeats)
        text = self.tr("Register") if registers else self.tr("Put on the list") if self._waits else self.tr("Book")
        self.button.setText(text)
        self.button.setAccessibleName(text)
        self.wait_button.setText(self.tr("Back") if self._waits else self.tr("Waitlist"))
        self.wait_button.setAccessibleName(self.wait_button.text())
        self.wait_button.setToolTip("" if self._waits else self.tr("No place that suits? Wait for one"))

    # Where

    @property
    def slot(self) -> SlotDto | None:
        """The slot that the visit would begin at."""
        return self._slot

    def slot_ids(self) -> tuple[UUID, ...]:
        """The slots that the visit would take."""
        return self.length.slot_ids()

    def set_length(self, slots: int) -> None:
        """Take so many slots, as far as they are free."""
        self.length.set_length(slots)

    def set_place(self, plan: DayPlan, slot: SlotDto, *, overbook: bool = False) -> None:
        """Book at this slot; what was typed stays."""
        moved = self._slot is None or self._slot.id != slot.id or overbook != self._overbook
        self._plan, self._slot, self._overbook = plan, slot, overbook
        hold = self._keeper.hold
        runs = plan.lengths_from(slot, hold.slot_ids if hold else ())
        self.length.set_runs(runs[:1] if overbook else runs)
        if moved:
            self._alternatives.show_times(())
            self._error.set_text("")
            self.wish.set_doctor(slot.practitioner_id)
            self.repeat.set_start(self._desk.local(slot.starts_at))
            self._show_face()
            self._hold()
            self._look()
        self._show_place()

    def follow(self, plan: DayPlan) -> None:
        """The day was loaded again: places and lengths may have changed."""
        slot = plan.same_slot(self._slot) if self._slot is not None else None
        if slot is not None:
            self.set_place(plan, slot, overbook=self._overbook)

    def _length_chosen(self, _row: int) -> None:
        self._hold()
        self._look()
        self._show_place()

    def _show_place(self) -> None:
        plan, slot = self._plan, self._slot
        if plan is None or slot is None:
            return
        if self._waits:
            self.set_title(self.tr("Waiting list"))
            return
        time = clock_text(self._desk.local(slot.starts_at))
        self.set_title((self.tr("Overbook {0}") if self._overbook else self.tr("Book {0}")).format(time))
        self.place.show_place(plan, slots := self.length.chosen(slot), over=self._overbook)
        self.rooms.look(slots)

    # The hold

    def _hold(self) -> None:
        self.place.hold_changes()
        ids = self.slot_ids()
        if self._overbook or self._waits or not ids:
            self._keeper.give_back()
        else:
            self._keeper.take(ids)

    def _held(self, _hold: HoldDto) -> None:
        self.place.hold_changes()

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
        self._look()
        self._typed()

    def _unchosen(self) -> None:
        self._look()
        self.setFocusProxy(self.who)

    def _repeat_changed(self) -> None:
        self._show_face()
        self._plan_series()
        self._typed()

    def _look(self) -> None:
        """Ask what to warn about, what will be sent, which dates of a series have a place."""
        ids, patient, slot = self.slot_ids(), self.patient, self._slot
        self.then.show_for(patient.id if patient else None, slot.starts_at if slot else None)
        self._notice.look(patient.id if patient else None, ids)
        self._plan_series()

    def _plan_series(self) -> None:
        wish = self._wish()
        self.repeat.plan(self._booker.ask(wish) if wish is not None and wish.rule else None)

    def warnings_text(self) -> str:
        """What is warned about."""
        return self._notice.text()

    def error_text(self) -> str:
        """Why it could not be booked."""
        return self._error.text()

    # Booking

    def submit(self) -> None:
        """Register, put on the waiting list, or book."""
        self._error.set_text("")
        if self.form is not None:
            self.form.submit()
        elif self.patient is None:
            self._error.set_text(self.tr("Choose a patient first, or register a new one with Ctrl+N."))
            self.who.setFocus()
        elif self._waits:
            self._submit_wish(self.patient)
        elif self._overbook and not self.fields.why_over():
            self.fields.overbook_field.set_error(self.tr("Write why this time is overbooked."))
            self.overbook_reason.setFocus()
        elif not self.repeat.is_settled():
            self._error.set_text(self.tr("Say what becomes of the dates without a place: leave them out, or Enter."))
            self.repeat.dates.setFocus()
        elif self.button.isEnabled() and (wish := self._wish()) is not None:
            self.button.setEnabled(False)
            self._booker.book(wish, self._on_booked, self._refused)

    def wait(self) -> None:
        """No place suits: wait for one; and back again."""
        self._waits = not self._waits
        self._error.set_text("")
        self._show_face()
        self._show_place()
        self._hold()
        (self.wish if self._waits and self.patient is not None else self.who).setFocus()

    def _submit_wish(self, patient: PatientHit) -> None:
        if self.button.isEnabled():
            request = self.wish.request(self._booker.wait_id, patient.id, self.fields.why())
            if request is not None:
                self.button.setEnabled(False)
                self._booker.wait(request, self._finish, self._refused)

    def _wish(self) -> Wish | None:
        """What to book, as far as it is known."""
        ids, slot = self.slot_ids(), self._slot
        if self.patient is None or slot is None or not ids:
            return None
        repeat = self.repeat.rule() if not self._overbook else None
        return Wish(
            patient=self.patient,
            slot=slot,
            slot_ids=ids,
            reason=self.fields.why(),
            visit_kind=self.kind.currentData(),
            overbook_reason=self.fields.why_over() if self._overbook else None,
            rooms=self.rooms.room_ids() if repeat is None else (),
            rule=repeat.rule(self._desk.local(slot.starts_at)) if repeat else "",
            leaves_out=self.repeat.leaves_out(),
            instead=self.repeat.instead(),
            slip=self.then.slip.isChecked(),
            again=self.then.again.isChecked() and repeat is None,
        )

    def _on_booked(self, visits: tuple[AppointmentDto, ...]) -> None:
        self.booked.emit(visits)
        self._finish()

    def _finish(self, _: object = None) -> None:
        self._done = True
        self._keeper.give_back()
        self._saver.drop()
        self.closed.emit()

    def _refused(self, error: BaseException) -> None:
        self.button.setEnabled(True)
        self.fields.overbook_field.set_error("")
        moments = alternatives_of(error)
        if moments:
            self._error.set_text(self.tr("This time can't be had any more. Free near it:"))
        else:
            self._error.set_text(error_text(error))
        self._alternatives.show_times(moments, self._desk.local(self._slot.starts_at).date() if self._slot else None)

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
        self._saver.typed()

    def _typed_anything(self) -> bool:
        return not self.who.is_empty() or not self.fields.is_empty()

    def values(self) -> dict[str, Any]:
        """What was typed, for a draft."""
        return (
            self.who.values()
            | self.fields.values()
            | {
                "practitioner": str(self._slot.practitioner_id) if self._slot else None,
                "starts_at": self._slot.starts_at.astimezone(UTC).isoformat() if self._slot else None,
                "rooms": [str(one) for one in self.rooms.room_ids()],
                "repeat": self.repeat.values(),
                "wish": self.wish.values() if self._waits else None,
            }
        )

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Put a draft back."""
        self.fields.set_values(values)
        self.rooms.set_room_ids([UUID(one) for one in values.get("rooms") or ()])
        self.repeat.set_values(values.get("repeat") or {})
        self._waits = bool(values.get("wish"))
        self.wish.set_values(values.get("wish") or {})
        self._show_face()
        self.who.set_values(values)

    def _to_save(self) -> dict[str, Any] | None:
        return self.values() if not (self.who.is_slight() and self.fields.is_empty()) else None

    def restore(self) -> None:
        """Go on with the booking that was begun before."""
        self._restore.set_text("")
        if draft := self._saver.found():
            self.set_values(draft)

    def on_close(self) -> None:
        """Give the place back; keep what was typed for the next time."""
        self.place.stop()
        self._saver.close()
        if not self._done:
            self._keeper.give_back()
        self._keeper.taken.disconnect(self._held)
        self._keeper.refused.disconnect(self._refused)
