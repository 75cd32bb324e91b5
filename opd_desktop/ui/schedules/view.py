"""The schedules screen: who works when, painted as a week; exceptions; making slots; whom to call."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from opd_desktop.domain.permissions import Permission
from opd_desktop.services.dto.facilities import PractitionerDto
from opd_desktop.services.dto.schedules import ExceptionAdded, ExceptionsAdded, ScheduleDto
from opd_desktop.ui.calendar.panels.rows import Row, RowList
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.schedules.editor import EditorView
from opd_desktop.ui.schedules.exceptions import ExceptionPanel, ExceptionsView
from opd_desktop.ui.schedules.holidays import HolidayPanel
from opd_desktop.ui.schedules.listing import schedule_rows
from opd_desktop.ui.schedules.making import MakePanel
from opd_desktop.ui.schedules.presenter import Saved, SchedulesPresenter, SchedulesState
from opd_desktop.ui.schedules.words import slots_words
from opd_desktop.ui.screen import Screen
from opd_desktop.ui.text import date_text
from opd_desktop.ui.theme import theme
from opd_desktop.ui.widgets import Button, EmptyState, Muted, Panel, Segmented

if TYPE_CHECKING:
    from opd_desktop.ui.calendar.panels.work import PanelWork

#: Borders and gaps beside list, editor and panel, in pixels.
_ROOM = 64


class SchedulesScreen(Screen):
    """Hours and exceptions of a facility's practitioners; doctors see and change their own."""

    screen_id = "schedules"
    icon_name = "schedules"
    needs = Permission.SCHEDULE
    watches = ("Schedule.", "Slots.")

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(desk, parent)
        self.presenter = SchedulesPresenter(desk, self)
        self._wanted: object = None
        self._row_key: object = None
        self._marked = False
        self._work: PanelWork | None = None
        self._make_actions()
        self._make_header()
        self._make_body()
        self.presenter.state_changed.connect(self._show_state)
        self.presenter.draft_changed.connect(self._show_draft)
        self.presenter.previewed.connect(self.editor.show_preview)
        self.presenter.saved.connect(self._saved)
        self.presenter.refused.connect(self.editor.refuse)
        self.presenter.restored.connect(self.editor.tell_restored)
        self._show_draft()

    def title(self) -> str:
        """The name of the screen."""
        return self.tr("Schedules")

    def refresh(self) -> None:
        """Ask again."""
        self.presenter.load()

    def open(self, argument: object) -> None:
        """A schedule by its id, or a practitioner's first one in use by theirs."""
        if isinstance(argument, UUID):
            self._wanted = argument
            self._show_wanted()

    # Building

    def _make_actions(self) -> None:
        schedule = Permission.SCHEDULE
        self.new_action = self.act(
            "schedules.new", self.tr("New schedule"), self.new, keys="Ctrl+N", icon="plus", needs=schedule,
            help=self.tr("A new schedule of the chosen doctor, or a new exception"),
        )  # fmt: skip
        self.save_action = self.act("schedules.save", self.tr("Save"), self.save, keys="Ctrl+S", needs=schedule)
        self.discard_action = self.act(
            "schedules.discard", self.tr("Discard changes"), self._discard, keys="Ctrl+R", icon="undo",
            needs=schedule,
        )  # fmt: skip
        self.make_action = self.act(
            "schedules.make", self.tr("Make slots until…"), self.open_making, keys="Ctrl+M", needs=schedule
        )
        self.holidays_action = self.act(
            "schedules.holidays", self.tr("Public holidays…"), self.open_holidays, keys="Ctrl+H", icon="sun",
            needs=schedule,
        )  # fmt: skip
        self.calls_action = self.act(
            "schedules.calls", self.tr("Visits to call about"), self.open_calls, keys="Ctrl+G", icon="phone",
            needs=Permission.BOOK,
        )  # fmt: skip
        self.remove_action = self.act(
            "schedules.remove_exception", self.tr("Take back"), lambda: self.exceptions.remove_current(), keys="Ctrl+D",
            icon="trash", needs=schedule,
        )  # fmt: skip
        self.switch_action = self.act("schedules.switch", self.tr("Hours or exceptions"), self._switch, keys="Ctrl+E")
        if not self.presenter.owns(None):
            self.holidays_action.setEnabled(False)
            self.holidays_action.setVisible(False)

    def _make_header(self) -> None:
        self.tabs = Segmented(
            [("hours", self.tr("Hours")), ("exceptions", self.tr("Exceptions"))], self.tr("Show"), self
        )
        self.tabs.changed.connect(self.show_tab)
        self.header.addWidget(self.tabs)
        self.header.addStretch()
        self.new_button = Button.for_action(self.new_action)
        self.more = QPushButton(self.tr("More ▾"), self)
        self.more.setProperty("kind", "quiet")
        self.more.setAccessibleName(self.tr("More to do with schedules"))
        menu = QMenu(self.more)
        menu.addActions([self.make_action, self.holidays_action, self.calls_action])
        self.more.setMenu(menu)
        self.header.addWidget(self.more)
        self.header.addWidget(self.new_button)

    def _make_body(self) -> None:
        self.list = RowList(self.tr("Doctors and their schedules"), self)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.moved.connect(self._row_moved)
        self.list.opened.connect(self._row_opened)
        self.left = left = QFrame(self)
        left.setProperty("kind", "surface")
        left.setFixedWidth(round(theme().rem * 17))
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 4, 0, 0)
        column.addWidget(self.list)
        self.exceptions = ExceptionsView(self.desk, self.presenter, self)
        self.empty = EmptyState(icon="schedules", action=self.new_action, parent=self)
        self.pages = QStackedWidget(self)
        self.editor = EditorView(self.desk, self.presenter, self.save_action, self.discard_action, self)
        self.addActions(self.editor.key_actions(self))
        for page in (self.editor, self.empty, self._make_exceptions()):
            self.pages.addWidget(page)
        body = QWidget(self)
        row = QHBoxLayout(body)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(left)
        row.addWidget(self.pages, 1)
        body.setFocusProxy(self.list)
        self.set_body(body)

    def _make_exceptions(self) -> QWidget:
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(10)
        row = QHBoxLayout()
        row.addWidget(Muted(self.tr("From yesterday on, soonest first."), page), 1)
        for action in (self.calls_action, self.holidays_action, self.remove_action):
            row.addWidget(Button.for_action(action))
        column.addLayout(row)
        column.addWidget(self.exceptions, 1)
        return page

    # The list

    def _show_state(self, state: SchedulesState) -> None:
        if state.schedules is None:
            return
        self.list.set_rows(schedule_rows(self.presenter, self.desk.today()))
        self.editor.fields.set_rooms(state.locations)
        self.exceptions.show_exceptions(state.exceptions)
        self._show_wanted()
        if self.presenter.draft is None:
            self._row_moved(self.list.current())

    def _mark_unsaved(self, changed: bool) -> None:
        """The mark in the list comes and goes with the first and the last change."""
        if changed != self._marked and self.presenter.state.schedules is not None:
            self._marked = changed
            self.list.set_rows(schedule_rows(self.presenter, self.desk.today()))

    def _row_moved(self, row: Row | None) -> None:
        draft, key = self.presenter.draft, row.key if row is not None else None
        if key == self._row_key and draft is not None:
            # The list was loaded again; a new schedule that is being painted stays.
            return
        self._row_key = key
        data = row.data if row is not None else None
        if isinstance(data, ScheduleDto):
            if draft is None or draft.schedule_id != data.id:
                self.editor.notice.set_text("")
                self.presenter.open(self.presenter.schedule(data.id) or data)
        elif isinstance(data, PractitionerDto) and self.presenter.unsaved(None, data.id):
            self.presenter.new(data.id)
        elif draft is not None and (draft.schedule_id is not None or not self._is_of(data, draft.practitioner_id)):
            self.presenter.close()
        elif draft is None:
            self._show_draft()

    @staticmethod
    def _is_of(data: object, practitioner_id: UUID) -> bool:
        return isinstance(data, PractitionerDto) and data.id == practitioner_id

    def _row_opened(self, row: Row) -> None:
        if isinstance(row.data, PractitionerDto):
            self.new()
        else:
            self.editor.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _person(self) -> PractitionerDto | None:
        row = self.list.current()
        data = row.data if row is not None else None
        if isinstance(data, PractitionerDto):
            return data
        wanted = data.practitioner_id if isinstance(data, ScheduleDto) else None
        return next((one for one in self.presenter.practitioners() if one.id == wanted), None)

    def _show_wanted(self) -> None:
        """Put the cursor on the schedule, or a schedule of the practitioner, that was asked for."""
        wanted, found = self._wanted, self.presenter.state.schedules
        if wanted is None or found is None:
            return
        self._wanted = None
        mine = sorted((one for one in found if one.practitioner_id == wanted), key=lambda one: not one.active)
        self.list.go_to(mine[0].id if mine else wanted)

    # Room

    def resizeEvent(self, event: QResizeEvent) -> None:
        """In a narrow window the list gives way to an open panel."""
        super().resizeEvent(event)
        self._fit(self.panel)

    def show_panel(self, panel: Panel) -> None:
        """Open a panel; where there is no room for all, in place of the list."""
        self.close_panel()
        # Before it shows, since the window would grow to hold both.
        self._fit(panel)
        super().show_panel(panel)

    def close_panel(self) -> None:
        """The list is there again."""
        was_open = self.panel is not None
        super().close_panel()
        if was_open:
            self._fit(None)

    def _fit(self, panel: Panel | None) -> None:
        if hasattr(self, "left"):  # not so while the screen is being made
            needed = self.left.minimumWidth() + self.editor.minimumSizeHint().width() + _ROOM
            self.left.setVisible(panel is None or self.width() >= needed + panel.minimumWidth())

    def show_tab(self, key: str) -> None:
        """``hours`` or ``exceptions``."""
        self.tabs.set_current(key)
        self._show_draft()
        (self.exceptions if key == "exceptions" else self.list).setFocus(Qt.FocusReason.OtherFocusReason)

    def _switch(self) -> None:
        self.show_tab("hours" if self.tabs.current() == "exceptions" else "exceptions")

    # Editing

    def new(self) -> None:
        """A new schedule of the chosen doctor; on the other tab, a new exception."""
        person = self._person()
        if self.tabs.current() == "exceptions":
            panel = ExceptionPanel(self.desk, self.presenter, person.id if person else None)
            panel.added.connect(self._exception_added)
            self._open(panel)
            return
        if person is None:
            self.desk.toast(self.tr("Choose a doctor first."))
            return
        self.editor.notice.set_text("")
        self.presenter.new(person.id)
        self.editor.grid.put_cursor(0, 9 * 60)
        self.editor.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_draft(self) -> None:
        draft, history = self.presenter.draft, self.presenter.history
        editing = self.tabs.current() == "hours"
        changed = history is not None and history.changed
        for action, on in ((self.save_action, changed and not self.presenter.saving), (self.discard_action, changed)):
            action.setEnabled(editing and draft is not None and on)
        self.remove_action.setEnabled(not editing)
        self.new_button.setText(self.tr("New schedule") if editing else self.tr("New exception"))
        if not editing:
            self.pages.setCurrentIndex(2)
            return
        if draft is None or history is None:
            self._show_empty()
            self.pages.setCurrentIndex(1)
            return
        self.pages.setCurrentIndex(0)
        self.editor.show_draft(history)
        self._mark_unsaved(history.now != history.stored)

    def _show_empty(self) -> None:
        person = self._person()
        if self.presenter.state.schedules is None:
            self.empty.set_text(self.tr("Loading…"))
        elif person is not None:
            self.empty.set_text(
                self.tr("No schedule for {0}").format(person.display_name),
                self.tr("Add hours, and patients can be booked."),
            )
        else:
            self.empty.set_text(
                self.tr("Nobody works at this facility yet"), self.tr("Add doctors in Settings, then their hours here.")
            )

    # Saving

    def save(self) -> None:
        """Write it; what is wrong is told beside the field."""
        if not self.editor.tell_problem():
            self.editor.notice.set_text("")
            self.presenter.save()

    def _discard(self) -> None:
        self.editor.notice.set_text("")
        self.presenter.discard()
        if self.presenter.state.schedules is not None:
            self.list.set_rows(schedule_rows(self.presenter, self.desk.today()))
        if self.presenter.draft is None:
            self._row_moved(self.list.current())

    def _saved(self, saved: Saved) -> None:
        if saved.schedule.active:
            text = self.tr("Saved. {0} made until {1}.").format(slots_words(saved.made), date_text(saved.until))
        else:
            text = self.tr("Saved. Its free slots are gone.")
        self.desk.toast(text, saved.undo)
        self._wanted = saved.schedule.id
        if saved.affected:
            self.open_calls()

    # Panels

    def _open(self, panel: Panel) -> None:
        self.show_panel(panel)
        panel.setFocus(Qt.FocusReason.OtherFocusReason)

    def open_making(self) -> None:
        """Make the slots of all schedules until a day."""
        panel = MakePanel(self.desk, self.presenter.state.schedules or ())
        panel.finished.connect(self._made_all)
        self._open(panel)

    def _made_all(self, affected: bool) -> None:
        self.presenter.load()
        if affected:
            self.desk.toast(self.tr("Some booked visits now stand outside hours. Ctrl+G lists whom to call."))

    def open_holidays(self) -> None:
        """Public holidays to tick."""
        self.show_tab("exceptions")
        panel = HolidayPanel(self.desk)
        panel.added.connect(self._holidays_added)
        self._open(panel)

    def open_calls(self) -> None:
        """Visits that stand outside hours, to call about."""
        from opd_desktop.ui.calendar.panels.affected import AffectedPanel

        panel = AffectedPanel(self._calls())
        panel.cancel_wanted.connect(self._go_to_visit)
        self._open(panel)

    def _calls(self) -> "PanelWork":
        """What the panel works with: a calendar's presenter that shows nothing."""
        from opd_desktop.ui.calendar.panels.work import PanelWork
        from opd_desktop.ui.calendar.presenter import CalendarPresenter

        if self._work is None:
            self._work = PanelWork(self.desk, CalendarPresenter(self.desk, self), self)
        return self._work

    def _go_to_visit(self, visit: Any) -> None:
        self.desk.go("calendar", visit.id)

    def _exception_added(self, made: ExceptionAdded) -> None:
        self.close_panel()
        self._told(made, self.tr("Added."), made.undo)

    def _holidays_added(self, made: ExceptionsAdded) -> None:
        self._told(made, self.tr("{0} holidays added.").format(made.count), None)

    def _told(self, made: ExceptionAdded | ExceptionsAdded, text: str, undo: Any) -> None:
        slots = made.slots
        if slots.made:
            text = self.tr("{0} {1} made.").format(text, slots_words(slots.made))
        elif slots.removed:
            text = self.tr("{0} {1} taken away.").format(text, slots_words(slots.removed))
        self.desk.toast(text, undo)
        self.presenter.load()
        if slots.affected:
            self.open_calls()
