"""State of the calendar screen; no widgets."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Literal
from uuid import UUID

from PySide6.QtCore import QLocale, QObject, QTimer, Signal

from opd_desktop.domain.permissions import Permission, Role
from opd_desktop.services import appointments, calendar
from opd_desktop.services.dto.appointments import AppointmentDto, CalendarDto, CalendarRequest
from opd_desktop.services.dto.common import ById
from opd_desktop.ui.calendar.day import DayPlan
from opd_desktop.ui.calendar.filters import NO_FILTER, Filter
from opd_desktop.ui.calendar.planning import Look, plan_day, plan_week
from opd_desktop.ui.calendar.visits import Listing, list_visits
from opd_desktop.ui.calendar.work import CalendarWork
from opd_desktop.ui.desk import Desk

_TICK_MS = 20_000
_WEEK = 7
_MOST_EVENTS = 200
Choice = UUID | str | None
View = Literal["day", "week", "agenda"]
VIEWS: tuple[View, ...] = ("day", "week", "agenda")


@dataclass(frozen=True)
class CalendarState:
    """What is shown: ``plan`` None = not loaded yet; ``choice`` a practitioner, a specialty, or None for all.

    ``practitioner`` is whose week is shown; ``listing`` is filled in the agenda.
    """

    day: date
    view: View = "day"
    choice: Choice = None
    practitioner: UUID | None = None
    cancelled: bool = False
    filter: Filter = NO_FILTER
    calendar: CalendarDto | None = None
    plan: DayPlan | None = None
    listing: Listing | None = None


@dataclass(frozen=True)
class _Loaded:
    """What came, and what it was asked and planned for."""

    request: CalendarRequest
    look: Look
    calendar: CalendarDto
    plan: DayPlan
    listing: Listing | None


class CalendarPresenter(CalendarWork):
    """Loads days and weeks, and plans them off the GUI thread.

    Attributes:
        state_changed: a new `CalendarState`.
        ticked: time has passed; the now-line moves.
        look_changed: the view, a filter or the choice of doctors changed; for what is kept per person.
    """

    state_changed = Signal(object)
    ticked = Signal()
    look_changed = Signal()

    def __init__(self, desk: Desk, parent: QObject) -> None:
        super().__init__(desk, parent)
        self.state = CalendarState(day=desk.today())
        self._follows_today = True
        self._unread: set[int] | None = None
        # Places become past and holds end without any event: look again now and then.
        self._tick = QTimer(self)
        self._tick.setInterval(_TICK_MS)
        self._tick.timeout.connect(self.tick)
        self._tick.start()
        self._expiry = QTimer(self)
        self._expiry.setSingleShot(True)
        self._expiry.timeout.connect(self.tick)

    def may(self, permission: Permission) -> bool:
        """Whether the signed-in person has a right."""
        return self._desk.actor.may(permission)

    def owns(self, practitioner_id: UUID) -> bool:
        """Whether the person may book and change this practitioner's visits; doctors only their own."""
        actor = self._desk.actor
        return actor.role is not Role.DOCTOR or actor.practitioner_id == practitioner_id

    def shown_day(self) -> date:
        """The day that was asked for."""
        return self.state.day

    def place_after(self, visit: AppointmentDto, until: datetime) -> datetime:
        """The first slot after a visit that became shorter; buffers lie between them."""
        found = self.state.calendar
        who, end = visit.practitioner_id, visit.ends_at
        own = (one.starts_at for one in (found.slots if found else ()) if one.practitioner_id == who)
        return min((at for at in own if end <= at < until), default=end)

    # What is shown

    def days(self) -> tuple[date, ...]:
        """The days that are shown: one, the week around it by the locale's first day, or a week from it on."""
        state = self.state
        if state.view == "day":
            return (state.day,)
        first = state.day
        if state.view == "week":
            first -= timedelta(days=(state.day.isoweekday() - QLocale().firstDayOfWeek().value) % _WEEK)
        return tuple(first + timedelta(days=number) for number in range(_WEEK))

    def week_of(self) -> UUID | None:
        """Whose week is shown: the one chosen, else the signed-in doctor, else the first of those shown by day."""
        people = self._desk.practitioners
        known = {one.id for one in people}
        state = self.state
        for wanted in (state.practitioner, state.choice, self._desk.actor.practitioner_id):
            if isinstance(wanted, UUID) and wanted in known:
                return wanted
        only = self._look().only
        shown = (one for one in people if (not only or one.id in only) and state.filter.shows_person(one))
        return next((one.id for one in shown), people[0].id if people else None)

    def _asked(self) -> CalendarRequest:
        days = self.days()
        who = self.week_of() if self.state.view == "week" else None
        return CalendarRequest(
            facility_id=self._desk.facility.id, start=days[0], end=days[-1], practitioner_ids=(who,) if who else ()
        )

    def load(self, events: Collection[int] | None = None) -> None:
        """Ask for what is shown again; planning it happens off the GUI thread too.

        Args:
            events: numbers of what happened since; then only whom it touches is read. None = read all.
        """
        # A read that is overtaken is dropped, so its events belong to the next one.
        base = self.state.calendar
        whole = base is None or events is None or self._unread is None
        self._unread = None if whole else {*(self._unread or ()), *(events or ())}
        if self._unread is not None and len(self._unread) > _MOST_EVENTS:
            self._unread = None
        asked, look, plan = self._asked(), self._look(), self._planner()
        request = asked.model_copy(update={"events": tuple(sorted(self._unread or ()))})

        def work() -> _Loaded:
            found = self._desk.clinic.call(calendar.read, request)
            if base is not None and request.events:
                found = base.merged(found)
            return _Loaded(asked, look, found, *plan(found))

        self._desk.run(self, "day", work, self._loaded)

    def _planner(self) -> Callable[[CalendarDto], tuple[DayPlan, Listing | None]]:
        """How to plan what is shown, from a snapshot of the state."""
        state, look, days, who, before = self.state, self._look(), self.days(), self.week_of(), self.state.plan

        def plan(found: CalendarDto) -> tuple[DayPlan, Listing | None]:
            now = self._desk.now()
            if state.view == "week":
                return plan_week(found, state.day, days, who, look, now, before), None
            made = plan_day(found, state.day, look, now, before)
            return made, list_visits(found, days, look) if state.view == "agenda" else None

        return plan

    def _loaded(self, loaded: "_Loaded") -> None:
        if loaded.request != self._asked():
            return
        self._unread = set()
        fresh = replace(self.state, calendar=loaded.calendar)
        if loaded.look == self._look() and loaded.plan.day == self.state.day:
            self._set(replace(fresh, plan=loaded.plan, listing=loaded.listing))
        else:
            # What is wanted of it changed while it was on its way.
            self.state = fresh
            self._replan()

    def _set(self, state: CalendarState) -> None:
        self.state = state
        if state.plan is not None and state.plan.next_expiry is not None:
            left = (state.plan.next_expiry - self._desk.now()).total_seconds()
            self._expiry.start(max(int(left * 1000) + 200, 200))
        else:
            self._expiry.stop()
        self.state_changed.emit(state)

    def tick(self) -> None:
        """Look at what is loaded again with the time as it is now."""
        today = self._desk.today()
        if self._follows_today and self.state.day != today:
            self.go_to(today)
            return
        # Who looked at tomorrow before midnight looks at today after it.
        self._follows_today = self.state.day == today
        self._replan()
        self.ticked.emit()

    def _replan(self) -> None:
        found = self.state.calendar
        if found is not None:
            plan, listing = self._planner()(found)
            self._set(replace(self.state, plan=plan, listing=listing))

    def _look(self) -> Look:
        state, choice = self.state, self.state.choice
        only: tuple[UUID, ...] = ()
        if isinstance(choice, UUID):
            only = (choice,)
        elif choice:
            only = tuple(one.id for one in self._desk.practitioners if one.specialty == choice)
        actor = self._desk.actor
        return Look(only=only, cancelled=state.cancelled, me=(actor.login, actor.desk), filter=state.filter)

    def _turn_to(self, state: CalendarState) -> None:
        """Show something else: at once if it is loaded already, else when it comes."""
        before, self.state = self._asked(), state
        if self._asked() == before and state.calendar is not None:
            self._replan()
        else:
            self._set(replace(state, calendar=None, plan=None, listing=None))
        self.load()

    def go_to(self, day: date) -> None:
        """Show another day."""
        self._follows_today = day == self._desk.today()
        if day != self.state.day:
            self._turn_to(replace(self.state, day=day))
        else:
            self.load()

    def step(self, days: int) -> None:
        """Go some days on or back."""
        self.go_to(self.state.day + timedelta(days=days))

    def turn(self, pages: int) -> None:
        """Go to the next or the last day, week or list."""
        self.step(pages * (1 if self.state.view == "day" else _WEEK))

    def set_view(self, view: View, day: date | None = None, practitioner: UUID | None = None) -> None:
        """Show days of all doctors, a week of one, or a list; from a day on, and of a practitioner, if given."""
        day = day or self.state.day
        self._follows_today = self._follows_today and day == self._desk.today()
        practitioner = practitioner or self.state.practitioner
        if (view, day, practitioner) != (self.state.view, self.state.day, self.state.practitioner):
            self._turn_to(replace(self.state, view=view, day=day, practitioner=practitioner))
            self.look_changed.emit()

    def show_only(self, choice: Choice) -> None:
        """Show a practitioner, a specialty, or all (None); in a week, whose it is."""
        if self.state.view == "week" and isinstance(choice, UUID):
            self._turn_to(replace(self.state, practitioner=choice))
        else:
            self.state = replace(self.state, choice=choice)
            self._replan()
        self.look_changed.emit()

    def show_cancelled(self, shown: bool) -> None:
        """Show cancelled visits too."""
        self.state = replace(self.state, cancelled=shown)
        self._replan()
        self.look_changed.emit()

    def set_filter(self, wanted: Filter) -> None:
        """Show only what a filter lets through."""
        if wanted != self.state.filter:
            self.state = replace(self.state, filter=wanted)
            self._replan()
            self.look_changed.emit()

    def show_everything(self) -> None:
        """Take off the filter and the choice of doctors."""
        self.state = replace(self.state, filter=NO_FILTER, choice=None)
        self._replan()
        self.look_changed.emit()

    def change_facility(self) -> None:
        """Another facility: its day may differ, and its doctors do."""
        self._set(CalendarState(day=self._desk.today(), view=self.state.view, cancelled=self.state.cancelled))

    def find(self, visit_id: UUID) -> AppointmentDto | None:
        """A visit of what is loaded, shown or not."""
        found = self.state.calendar
        return next((one for one in found.appointments if one.id == visit_id), None) if found else None

    def fetch(self, visit_id: UUID, done: Callable[[AppointmentDto], None]) -> None:
        """A visit of any day."""
        self._desk.read(self, "visit", appointments.get, ById(id=visit_id), done)

    def find_free(self, done: Callable[[tuple[UUID, datetime] | None], None]) -> None:
        """The first free time after what is shown, of those who are shown: practitioner and start; None = none."""
        from opd_desktop.services import slots
        from opd_desktop.services.dto.booking import FindFirst

        plan = self.state.plan
        if plan is None or not plan.columns:
            return
        last = max(column.origin for column in plan.columns) + timedelta(minutes=plan.end)
        request = FindFirst(
            facility_id=self._desk.facility.id,
            practitioner_ids=tuple(dict.fromkeys(column.practitioner.id for column in plan.columns)),
            start=max(last, self._desk.now()), limit=1,
        )  # fmt: skip
        self._desk.read(
            self, "free", slots.find, request,
            lambda found: done((found[0].practitioner_id, found[0].starts_at) if found else None),
        )  # fmt: skip

    def services(self) -> tuple[str, ...]:
        """The service types of what is loaded."""
        found = self.state.calendar
        if found is None:
            return ()
        kinds = {one.service_type for one in found.slots} | {one.service_type for one in found.appointments}
        return tuple(sorted(kind for kind in kinds if kind))
