"""State of the schedules screen: what is stored, what is being edited, what it would make; no widgets."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from PySide6.QtCore import QObject, QTimer, Signal

from opd_desktop.domain.permissions import Role
from opd_desktop.services import facilities, schedules
from opd_desktop.services.dto.facilities import ListLocations, LocationDto, PractitionerDto
from opd_desktop.services.dto.schedules import (
    AffectedAppointment,
    ExceptionDto,
    ListExceptions,
    ListSchedules,
    Materialize,
    Materialized,
    Preview,
    ScheduleDto,
)
from opd_desktop.services.materializing import WEEKS_AHEAD
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.schedules.draft import Draft, History

_PREVIEW_AFTER_MS = 150
PREVIEW_DAYS = 14


@dataclass(frozen=True)
class SchedulesState:
    """None = not loaded yet."""

    schedules: tuple[ScheduleDto, ...] | None = None
    exceptions: tuple[ExceptionDto, ...] = ()
    locations: tuple[LocationDto, ...] = ()


@dataclass(frozen=True)
class Saved:
    """What saving did: slots made, until when, and whom somebody must call."""

    schedule: ScheduleDto
    made: int
    until: date
    affected: tuple[AffectedAppointment, ...]
    undo: Any = None


class SchedulesPresenter(QObject):
    """Loads, edits and saves schedules.

    Attributes:
        state_changed: a new `SchedulesState`.
        draft_changed: another draft, or none, is being edited; or it changed.
        previewed: a `Preview` of the draft, or None while there is none.
        saved: `Saved`.
        refused: saving failed (the error).
        restored: a draft from before was brought back; True if somebody has saved another version meanwhile.
    """

    state_changed = Signal(object)
    draft_changed = Signal()
    previewed = Signal(object)
    saved = Signal(object)
    refused = Signal(object)
    restored = Signal(bool)

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(parent)
        self._desk = desk
        self.state = SchedulesState()
        self.history: History | None = None
        self._open: dict[str, History] = {}
        self._saving = False
        self._preview_timer = QTimer(self)
        self._preview_timer.setSingleShot(True)
        self._preview_timer.setInterval(_PREVIEW_AFTER_MS)
        self._preview_timer.timeout.connect(self._preview)

    # Who

    def practitioners(self) -> tuple[PractitionerDto, ...]:
        """Whose hours the person may see here: doctors their own, others all of the facility."""
        return tuple(one for one in self._desk.practitioners if self.owns(one.id))

    def owns(self, practitioner_id: UUID | None) -> bool:
        """Whether the person may change these hours (None: the whole facility's)."""
        actor = self._desk.actor
        return actor.role is not Role.DOCTOR or (
            practitioner_id is not None and practitioner_id == actor.practitioner_id
        )

    def name_of(self, practitioner_id: UUID | None) -> str:
        """A practitioner's name; an empty text for nobody known here."""
        return next((one.display_name for one in self._desk.practitioners if one.id == practitioner_id), "")

    # Loading

    def load(self) -> None:
        """Ask again for all of it."""
        facility = self._desk.facility.id
        asked = ListSchedules(facility_id=facility, include_inactive=True)
        self._desk.read(self, "schedules", schedules.list_, asked, self._loaded)
        since = self._desk.now() - timedelta(days=1)
        exceptions = ListExceptions(facility_id=facility, start=since)
        self._desk.read(self, "exceptions", schedules.exceptions, exceptions, self._exceptions_loaded)
        self._desk.read(
            self, "locations", facilities.locations, ListLocations(facility_id=facility), self._rooms_loaded
        )

    def _loaded(self, found: tuple[ScheduleDto, ...]) -> None:
        mine = tuple(one for one in found if self.owns(one.practitioner_id))
        self._set(schedules=mine)
        history = self.history
        if history is None or history.now.schedule_id is None:
            return
        stored = next((one for one in mine if one.id == history.now.schedule_id), None)
        if stored is not None and history.now == history.stored and Draft.of(stored) != history.stored:
            # Nothing was typed: show what somebody else has saved.
            self._start(History(Draft.of(stored)))

    def _exceptions_loaded(self, found: tuple[ExceptionDto, ...]) -> None:
        self._set(
            exceptions=tuple(one for one in found if one.practitioner_id is None or self.owns(one.practitioner_id))
        )

    def _rooms_loaded(self, found: tuple[LocationDto, ...]) -> None:
        self._set(locations=found)
        self.draft_changed.emit()

    def _set(self, **fields: Any) -> None:
        self.state = replace(self.state, **fields)
        self.state_changed.emit(self.state)

    def schedule(self, schedule_id: UUID | None) -> ScheduleDto | None:
        """A loaded schedule."""
        return next((one for one in self.state.schedules or () if one.id == schedule_id), None)

    # Editing

    @property
    def draft(self) -> Draft | None:
        """What is being edited."""
        return self.history.now if self.history is not None else None

    def _key(self, draft: Draft) -> str:
        return self._key_of(draft.schedule_id, draft.practitioner_id)

    def _key_of(self, schedule_id: UUID | None, practitioner_id: UUID) -> str:
        return f"schedule:{self._desk.facility.id}:{schedule_id or f'new:{practitioner_id}'}"

    def unsaved(self, schedule_id: UUID | None, practitioner_id: UUID) -> bool:
        """Whether changes of a schedule (None: a new one of the practitioner) wait to be saved, from before too."""
        return self._desk.drafts.get(self._key_of(schedule_id, practitioner_id)) is not None

    def open(self, schedule: ScheduleDto) -> None:
        """Edit a stored schedule; what was typed before, and not saved, is there again."""
        self._begin(Draft.of(schedule))

    def new(self, practitioner_id: UUID) -> None:
        """Edit a new schedule of a practitioner; it begins after the last one that ends, or today."""
        today = self._desk.today()
        ends = [
            one.valid_to for one in self.state.schedules or ()
            if one.practitioner_id == practitioner_id and one.active and one.valid_to is not None
        ]  # fmt: skip
        begins = max([today, *(end + timedelta(days=1) for end in ends)])
        room = next((one.location_id for one in self._desk.practitioners if one.id == practitioner_id), None)
        self._begin(
            Draft(practitioner_id, self._desk.facility.id, begins, location_id=room)
        )  # fmt: skip

    def _begin(self, stored: Draft) -> None:
        key = self._key(stored)
        history = self._open.get(key)
        if history is None:
            history = self._open[key] = History(stored)
            kept = self._desk.drafts.get(key)
            draft = Draft.from_json(kept) if kept is not None else None
            if draft is not None and history.push(draft):
                self._start(history)
                self.restored.emit(draft.row_version != stored.row_version)
                return
        elif history.now == history.stored != stored:
            history = self._open[key] = History(stored)
        self._start(history)

    def _start(self, history: History) -> None:
        self.history = history
        self._open[self._key(history.now)] = history
        self.draft_changed.emit()
        self._preview_soon()

    def close(self) -> None:
        """Edit nothing."""
        self.history = None
        self.draft_changed.emit()

    def change(self, **fields: Any) -> None:
        """Another value of some fields; it can be undone, and survives a crash."""
        if self.history is not None and self.history.change(**fields):
            self._changed()

    def back(self) -> bool:
        """Undo one step; False when there is none."""
        done = self.history is not None and self.history.back()
        if done:
            self._changed()
        return done

    def forth(self) -> bool:
        """Do again what was undone; False when there is nothing."""
        done = self.history is not None and self.history.forth()
        if done:
            self._changed()
        return done

    def discard(self) -> None:
        """Back to what is stored; a new schedule is given up. It can be undone while the screen lives."""
        history = self.history
        if history is None:
            return
        if history.stored.schedule_id is None:
            self._forget(history.now)
            self.close()
            return
        stored = self.schedule(history.stored.schedule_id)
        if stored is not None:
            history.stored = Draft.of(stored)
        history.push(history.stored)
        self._changed()

    def _changed(self) -> None:
        history = self.history
        if history is None:
            return
        key = self._key(history.now)
        if history.now == history.stored:
            self._desk.drafts.drop(key)
        else:
            self._desk.drafts.put(key, history.now.to_json())
        self.draft_changed.emit()
        self._preview_soon()

    def _forget(self, draft: Draft) -> None:
        key = self._key(draft)
        self._open.pop(key, None)
        self._desk.drafts.drop(key)

    # The preview

    def preview_start(self) -> date:
        """The first of the days that are previewed."""
        draft = self.draft
        return max(self._desk.today(), draft.valid_from) if draft is not None else self._desk.today()

    def _preview_soon(self) -> None:
        self._preview_timer.start()

    def _preview(self) -> None:
        draft = self.draft
        if draft is None or draft.problem() is not None or not draft.active:
            self.previewed.emit(None)
            return
        start = self.preview_start()
        request = draft.preview(start, start + timedelta(days=PREVIEW_DAYS - 1))
        self._desk.read(self, "preview", schedules.preview, request, self._previewed, self._no_preview)

    def _previewed(self, preview: Preview) -> None:
        self.previewed.emit(preview)

    def _no_preview(self, error: BaseException) -> None:
        self.previewed.emit(None)
        self.refused.emit(error)

    # Saving

    @property
    def saving(self) -> bool:
        """Whether a save is under way."""
        return self._saving

    def save(self) -> None:
        """Write the draft, and make its slots as far ahead as the worker would."""
        draft = self.draft
        if draft is None or self._saving or draft.problem() is not None:
            return
        self._saving = True
        self.draft_changed.emit()
        if draft.schedule_id is None:
            self._desk.write(
                self, schedules.create, draft.create(), lambda made: self._written(draft, made, None), self._failed
            )
        else:
            self._desk.write(
                self, schedules.patch, draft.patch(), lambda made: self._written(draft, made, made.slots), self._failed
            )

    def _written(self, draft: Draft, made: ScheduleDto, slots: Materialized | None) -> None:
        self._forget(draft)
        affected = slots.affected if slots is not None else ()
        count = slots.made if slots is not None else 0
        until = self._desk.today() + timedelta(weeks=WEEKS_AHEAD)
        begin = max(self._desk.today(), made.valid_from)
        undo = getattr(made, "undo", None)
        # A changed schedule carries more than a schedule; the draft is of the schedule.
        schedule = ScheduleDto.model_validate(made.model_dump(include=set(ScheduleDto.model_fields)))
        self._start(History(Draft.of(schedule)))

        def finished(done: Materialized | None) -> None:
            self._saving = False
            more = done.made if done is not None else 0
            told = {one.appointment_id: one for one in (*affected, *(done.affected if done is not None else ()))}
            self.saved.emit(Saved(schedule, count + more, until, tuple(told.values()), undo))
            self.draft_changed.emit()
            self.load()

        if not made.active or begin > until or (made.valid_to is not None and made.valid_to < begin):
            finished(None)
            return
        self._desk.write(
            self, schedules.materialize, Materialize(id=made.id, start=begin, end=until), finished, self._failed
        )

    def _failed(self, error: BaseException) -> None:
        self._saving = False
        self.draft_changed.emit()
        self.refused.emit(error)
        self.load()
