"""The panel that books: who, when, why. The place is held meanwhile, and what is typed survives a crash."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from opd_desktop.domain.errors import OpdError
from opd_desktop.domain.ids import uuid7
from opd_desktop.services.dto.appointments import BookAppointment, Booked, BookWarning, HoldDto
from opd_desktop.services.dto.patients import PatientDto, PatientHit
from opd_desktop.services.dto.schedules import SlotDto
from opd_desktop.ui.calendar.day import DayPlan
from opd_desktop.ui.calendar.keeper import HoldKeeper
from opd_desktop.ui.calendar.presenter import CalendarPresenter
from opd_desktop.ui.calendar.words import VISIT_KINDS, translate, warning_text, word
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.text import age_text, clock_text, day_text, minutes_text
from opd_desktop.ui.widgets import Button, Caption, Field, Muted, Notice, Panel, PatientPicker
from opd_desktop.ui.widgets.register_form import RegisterForm
from opd_desktop.ui.words import error_text

DRAFT = "calendar.booking"
_DRAFT_PAUSE_MS = 400
_ALTERNATIVES = 4


def as_hit(patient: PatientHit | PatientDto) -> PatientHit:
    """A patient as the panel keeps it, found or just registered."""
    if isinstance(patient, PatientHit):
        return patient
    return PatientHit(
        id=patient.id, mrn=patient.mrn, name=patient.name, sex=patient.sex, birth_date=patient.birth_date,
        age_years=patient.age_years, phone=patient.phone, score=1, why="",
    )  # fmt: skip


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
        self.patient: PatientHit | None = None
        self._form: RegisterForm | None = None
        self._request: tuple[object, UUID] | None = None
        self._done = False
        self._make_fields()
        self._lay_out()
        self._make_timers()
        keeper.taken.connect(self._held)
        keeper.refused.connect(self._not_held)
        self._offer_draft()
        self.setFocusProxy(self.picker.edit)

    # Building

    def _make_fields(self) -> None:
        self._where = Muted(parent=self)
        self._notice = Notice("warn", parent=self)
        self._lapsed = Notice("warn", "", self.tr("Hold again"), self._hold, self)
        self._restore = Notice("info", "", self.tr("Go on with it"), self.restore, self)
        self._error = Notice("danger", parent=self)
        for notice in (self._notice, self._lapsed, self._restore, self._error):
            notice.set_text("")
        self.picker = PatientPicker(self._desk, parent=self)
        self.picker.picked.connect(self.choose)
        self.picker.register_wanted.connect(self.register)
        self.picker.edit.textChanged.connect(self._typed)
        self._who = Notice("good", "", self.tr("Change"), self._unchoose, self)
        self._who.set_text("")
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
        self._find = QWidget(self)
        finding = QVBoxLayout(self._find)
        finding.setContentsMargins(0, 0, 0, 0)
        finding.setSpacing(4)
        finding.addWidget(Caption(self.tr("Patient")))
        finding.addWidget(self.picker)
        self._alternatives = QWidget(self)
        self._alternatives_row = QVBoxLayout(self._alternatives)
        self._alternatives_row.setContentsMargins(0, 0, 0, 0)
        self._alternatives.hide()
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
        for widget in (self._where, self._lapsed, self._restore, self._find, self._who, self._notice):
            self.body.addWidget(widget)
        self.body.addWidget(self._reason_field)
        self.body.addLayout(pair)
        for widget in (self._overbook_field, self._error, self._alternatives):
            self.body.addWidget(widget)
        self.body.addStretch()
        self.footer.addWidget(self.button, 1)
        for first, second in zip(
            order := (self.picker.edit, self.reason, self.kind, self.length, self.overbook_reason, self.button),
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
            self._show_alternatives(())
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
        column = plan.column_of(slot.practitioner_id)
        doctor = plan.columns[column].practitioner.display_name if column is not None else ""
        parts = [day_text(plan.day), doctor, self.length.currentText()]
        hold = self._keeper.hold
        if self._overbook:
            parts.append(self.tr("{0} booked, {1} places").format(slot.booked, slot.capacity))
        elif slot.capacity > 1:
            free = plan.free_places(slot) + (1 if hold and slot.id in hold.slot_ids and plan.holds_of(slot.id) else 0)
            parts.append(self.tr("{0} of {1} places free").format(free, slot.capacity))
        if hold is not None:
            left = max(int((hold.expires_at - self._desk.now()).total_seconds()), 0)
            parts.append(self.tr("held for you {0}").format(f"{left // 60}:{left % 60:02}"))
        self._where.setText(" · ".join(part for part in parts if part))

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

    def choose(self, patient: PatientHit | PatientDto) -> None:
        """The visit is for this patient."""
        self.patient = as_hit(patient)
        self._close_form()
        self._find.hide()
        one = self.patient
        self._who.set_text(" · ".join((one.name, age_text(one.sex, one.age_years), one.mrn)))
        self.button.setText(self.tr("Book"))
        self._show_rest(shown=True)
        self.setFocusProxy(self.reason)
        self.reason.setFocus()
        self._error.set_text("")
        self._warn()
        self._typed()

    def _unchoose(self) -> None:
        self.patient = None
        self._who.set_text("")
        self._notice.set_text("")
        self._find.show()
        self.setFocusProxy(self.picker.edit)
        self.picker.edit.setFocus()
        self.picker.edit.selectAll()

    def search(self, text: str) -> None:
        """Begin to search with what was typed in the calendar."""
        if self.patient is None and self._form is None:
            self.picker.edit.setFocus()
            self.picker.set_text(text)
            self.picker.edit.setCursorPosition(len(text))

    def register(self, text: str | None = None) -> None:
        """Nobody fits: register here, beginning with what was typed."""
        if self._form is not None:
            return
        self._form = RegisterForm(self._desk, self.picker.text() if text is None else text, self)
        self._form.registered.connect(self.choose)
        self._form.existing_chosen.connect(self.choose)
        for edit in (self._form.name, self._form.birth, self._form.phone, self._form.email):
            edit.textChanged.connect(self._typed)
        self.patient = None
        self._who.set_text("")
        self._find.hide()
        self._show_rest(shown=False)
        self.body.insertWidget(self.body.indexOf(self._find), self._form)
        self.button.setText(self.tr("Register"))
        self.setFocusProxy(self._form)
        self._form.setFocus()

    def _close_form(self) -> None:
        if self._form is not None:
            self._form.hide()
            self._form.deleteLater()
            self._form = None

    def stop_registering(self) -> bool:
        """Back from the form to the search; False if no form is open."""
        if self._form is None:
            return False
        self._close_form()
        self._show_rest(shown=True)
        self.button.setText(self.tr("Book"))
        self._unchoose()
        return True

    def _show_rest(self, *, shown: bool) -> None:
        for field in (self._reason_field, self._kind_field, self._length_field):
            field.setVisible(shown)
        self._overbook_field.setVisible(shown and self._overbook)

    @property
    def form(self) -> RegisterForm | None:
        """The form for a new patient, while it is open."""
        return self._form

    def _warn(self) -> None:
        ids = self.slot_ids()
        if self.patient is not None and ids:
            self._presenter.warnings(self.patient.id, ids, self._show_warnings)

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
        if self._form is not None:
            self._form.submit()
        elif self.patient is None:
            self._error.set_text(self.tr("Choose a patient first, or register a new one with Ctrl+N."))
            self.picker.edit.setFocus()
        elif self._overbook and not self.overbook_reason.text().strip():
            self._overbook_field.set_error(self.tr("Write why this time is overbooked."))
            self.overbook_reason.setFocus()
        elif self.button.isEnabled() and self.slot_ids():
            self.button.setEnabled(False)
            self._presenter.book(self._make_request(self.patient), self._on_booked, self._refused)

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
        self._done = True
        self._keeper.used()
        self._draft_timer.stop()
        self._desk.drafts.drop(DRAFT)
        self.booked.emit(result)
        self.closed.emit()

    def _refused(self, error: BaseException) -> None:
        self.button.setEnabled(True)
        self._overbook_field.set_error("")
        found = error.params.get("alternatives") if isinstance(error, OpdError) else None
        moments = [moment for one in found or () if (moment := _moment(one)) is not None]
        if moments:
            self._error.set_text(self.tr("This time has just been taken. Free near it:"))
        else:
            self._error.set_text(error_text(error))
        self._show_alternatives(moments[:_ALTERNATIVES])

    def _show_alternatives(self, moments: list[datetime] | tuple[datetime, ...]) -> None:
        while self._alternatives_row.count():
            item = self._alternatives_row.takeAt(0)
            if item is not None and (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        slot = self._slot
        for moment in moments:
            local = self._desk.local(moment)
            text = clock_text(local)
            if self._plan is None or local.date() != self._plan.day:
                text = f"{day_text(local.date())} {text}"
            button = Button(text, icon="clock", parent=self._alternatives)
            if slot is not None:
                button.clicked.connect(
                    lambda _checked=False, who=slot.practitioner_id, when=moment: self.alternative_chosen.emit(
                        who, when
                    )
                )
            self._alternatives_row.addWidget(button)
        self._alternatives.setVisible(bool(moments))

    def alternatives(self) -> list[Button]:
        """The buttons of other free times."""
        items = (self._alternatives_row.itemAt(place) for place in range(self._alternatives_row.count()))
        return [widget for item in items if item is not None and isinstance(widget := item.widget(), Button)]

    # Drafts

    def _typed(self, *_ignored: object) -> None:
        if self._typed_anything():
            self._restore.set_text("")
        self._draft_timer.start()

    def _typed_anything(self) -> bool:
        form = self._form.values() if self._form else {}
        typed = (
            self.picker.text(),
            self.reason.text(),
            self.overbook_reason.text(),
            form.get("name"),
            form.get("phone"),
        )
        return self.patient is not None or any(typed)

    def values(self) -> dict[str, Any]:
        """What was typed, for a draft."""
        return {
            "patient": self.patient.model_dump(mode="json") if self.patient else None,
            "search": self.picker.text(),
            "register": self._form.values() if self._form else None,
            "reason": self.reason.text(),
            "kind": self.kind.currentData(),
            "overbook_reason": self.overbook_reason.text(),
            "practitioner": str(self._slot.practitioner_id) if self._slot else None,
            "starts_at": self._slot.starts_at.astimezone(UTC).isoformat() if self._slot else None,
        }

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Put a draft back; a patient who can't be read any more is searched again."""
        self.reason.setText(str(values.get("reason") or ""))
        self.overbook_reason.setText(str(values.get("overbook_reason") or ""))
        self.kind.setCurrentIndex(max(self.kind.findData(values.get("kind")), 0))
        if values.get("patient"):
            self.choose(PatientHit.model_validate(values["patient"]))
        elif values.get("register"):
            self.register("")
            if self._form is not None:
                self._form.set_values(dict(values["register"]))
        elif values.get("search"):
            self.search(str(values["search"]))

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


def draft_text(draft: Mapping[str, Any]) -> str:
    """Whose booking was begun and not finished."""
    patient, form = draft.get("patient") or {}, draft.get("register") or {}
    name = patient.get("name") or form.get("name") or draft.get("search")
    if name:
        return translate("calendar", "The booking of {0} was not finished.").format(name)
    return translate("calendar", "A booking was not finished.")


def _moment(value: object) -> datetime | None:
    """A start from an error's parameters: ISO 8601, perhaps inside a mapping with more about it."""
    if isinstance(value, Mapping):
        value = value.get("starts_at") or value.get("start")
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=UTC)
