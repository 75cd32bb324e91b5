"""The editor of one schedule: the week, its fields, and what it would make."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from opd_desktop.services.dto.schedules import Preview
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.schedules import week as weeks
from opd_desktop.ui.schedules.draft import Draft, History
from opd_desktop.ui.schedules.fields import ScheduleFields
from opd_desktop.ui.schedules.grid import WeekGrid
from opd_desktop.ui.schedules.presenter import PREVIEW_DAYS, SchedulesPresenter
from opd_desktop.ui.schedules.strip import PreviewStrip
from opd_desktop.ui.schedules.times import TimesCard
from opd_desktop.ui.schedules.week import Block
from opd_desktop.ui.schedules.words import PROBLEMS, tr
from opd_desktop.ui.theme import theme
from opd_desktop.ui.widgets import Button, Muted, Notice
from opd_desktop.ui.words import error_text


class EditorView(QWidget):
    """Shows the presenter's draft, and changes it."""

    def __init__(
        self, desk: Desk, presenter: SchedulesPresenter, save: QAction, discard: QAction, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._desk, self._presenter = desk, presenter
        self._shown: Draft | None = None
        self._refused: tuple[Draft, str, str] | None = None
        self.heading = QLabel(self)
        self.heading.setProperty("kind", "title")
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.state_word = QLabel(self)
        self.state_word.setProperty("kind", "muted")
        self.notice = Notice("info", parent=self)
        self.notice.set_text("")
        self.grid = WeekGrid(self)
        self.grid.edited.connect(self._week_edited)
        self.grid.exact_wanted.connect(self._ask_exact)
        self.grid.said.connect(self._say)
        self.times = TimesCard(self.grid)
        self.times.done.connect(self._times_typed)
        self.times.closed.connect(self.grid.setFocus)
        hint = self.tr("Drag: hours · Shift+drag: break · F2: exact times · Del: away · W: copy the day to Mon–Fri")
        self.hint = Muted(hint, self)
        self.hint.setProperty("kind", "small")
        self.problem = QLabel(self)
        self.problem.setProperty("kind", "error")
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.setWordWrap(True)
        self.strip = PreviewStrip(desk, self)
        self.fields = ScheduleFields(self)
        self.fields.changed.connect(self._field_changed)
        self.fields.setFixedWidth(round(theme().rem * 15.5))
        self._lay_out(Button.for_action(save, "primary"), Button.for_action(discard, "quiet"))
        self.setFocusProxy(self.grid)

    def key_actions(self, parent: QWidget) -> list[QAction]:
        """What the grid's own keys do, for the sheet of keys and the palette."""
        grid = self.grid
        rows: tuple[tuple[str, str, Callable[[], None], str], ...] = (
            ("paint", self.tr("Paint the chosen hours: arrow keys move, with Shift they choose"), grid.enter, "Return"),
            ("break", self.tr("Make the chosen time a break"), grid.make_break, "B"),
            ("exact", self.tr("Type exact times"), grid.ask_exact, "F2"),
            ("delete", self.tr("Take hours or a break away"), grid.delete, "Del"),
            ("weekdays", self.tr("Copy the day to Monday to Friday"), grid.copy_to_weekdays, "W"),
            ("back", self.tr("Undo the last edit of the hours"), self.back, "Ctrl+Z"),
            ("forth", self.tr("Do the last edit of the hours again"), self.forth, "Ctrl+Y"),
        )
        found = []
        for name, text, run, keys in rows:
            made = QAction(text, parent)
            made.setObjectName(f"schedules.{name}")
            # The grid answers these keys itself while it has the keyboard.
            made.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            made.setShortcut(keys)
            made.triggered.connect(partial(self._by_action, run))
            found.append(made)
        return found

    def _by_action(self, run: Callable[[], None], _checked: bool = False) -> None:
        if self.grid.isVisible():
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
            run()
        else:
            self._say(self.tr("Open the hours of a schedule first."))

    def _lay_out(self, save: Button, discard: Button) -> None:
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self.heading)
        top.addWidget(self.state_word, 1)
        top.addWidget(discard)
        top.addWidget(save)
        left = QVBoxLayout()
        left.setSpacing(8)
        for widget in (self.grid, self.problem, self.hint, self.strip):
            left.addWidget(widget, 1 if widget is self.grid else 0)
        middle = QHBoxLayout()
        middle.setSpacing(16)
        middle.addLayout(left, 1)
        middle.addWidget(self.fields)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(10)
        column.addLayout(top)
        column.addWidget(self.notice)
        column.addLayout(middle, 1)

    # What is shown

    def show_draft(self, history: History) -> None:
        """Show the present state of a draft."""
        draft, before = history.now, self._shown
        if before is None or (before.schedule_id, before.practitioner_id) != (draft.schedule_id, draft.practitioner_id):
            self.times.hide()
        self._shown = draft
        self.heading.setText(self._presenter.name_of(draft.practitioner_id))
        if draft.schedule_id is None:
            self.state_word.setText(self.tr("new schedule"))
        else:
            self.state_word.setText(self.tr("changed, not saved yet") if history.changed else self.tr("saved"))
        self.grid.set_week(draft.week, draft.slot_minutes)
        self.fields.show_draft(draft)
        problem = draft.problem()
        untouched = draft.schedule_id is None and draft == history.stored
        self._show_problem(tr(PROBLEMS[problem]) if problem and problem[0] == "week" and not untouched else "")
        # What the services refused holds until something else is typed.
        if self._refused is not None and self._refused[0] == draft:
            self._tell(*self._refused[1:])

    def _show_problem(self, text: str) -> None:
        self.problem.setText(text)
        self.problem.setVisible(bool(text))

    def show_preview(self, preview: Preview | None) -> None:
        """Show what the draft would make, or why it would make nothing."""
        draft, why = self._presenter.draft, ""
        if draft is not None and not draft.active:
            why = self.tr("Not in use: free slots are taken away when it is saved.")
        elif draft is not None and not draft.week:
            why = self.tr("Slots show here as soon as there are hours.")
        self.strip.show_preview(preview, self._presenter.preview_start(), PREVIEW_DAYS, why)

    def tell_problem(self) -> bool:
        """Say beside the field why the draft can't be saved; False if it can."""
        draft = self._presenter.draft
        problem = draft.problem() if draft is not None else None
        if problem is None:
            return False
        text = tr(PROBLEMS[problem])
        if problem[0] == "week":
            self._show_problem(text)
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.fields.fields[problem[0]].set_error(text)
            self.fields.fields[problem[0]].setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def refuse(self, error: BaseException) -> None:
        """Say where it belongs what the services refused."""
        code, draft = getattr(error, "code", ""), self._presenter.draft
        places = {
            "schedule.bad_dates": "valid_to",
            "schedule.overlaps_another": "week",
            "schedule.sessions_overlap": "week",
        }
        where = places.get(code)
        if where is None or draft is None:
            self.notice.set_text(error_text(error), "danger")
            return
        self._refused = (draft, where, error_text(error))
        self._tell(where, error_text(error))

    def _tell(self, where: str, text: str) -> None:
        if where == "week":
            self._show_problem(text)
        else:
            self.fields.fields[where].set_error(text)

    def tell_restored(self, stale: bool) -> None:
        """Unsaved changes of before are back; ``stale``: somebody has saved meanwhile."""
        if stale:
            text = self.tr(
                "Your unsaved changes are back, but somebody has saved this schedule meanwhile. "
                "Discard yours to see it."
            )
            self.notice.set_text(text, "warn")
        else:
            self.notice.set_text(self.tr("Your unsaved changes from before are back."), "info")

    # What the person does

    def _week_edited(self, week: weeks.Week) -> None:
        self.notice.set_text("")
        self._presenter.change(week=week)

    def _field_changed(self, name: str, value: Any) -> None:
        self._presenter.change(**{name: value})

    def _ask_exact(self, block: Block | None, weekday: int, start: int, end: int) -> None:
        frame = self.grid.geometry_now()
        x = frame.x(weekday) + frame.day_width + 6 if weekday <= 3 else frame.x(weekday) - self.times.width() - 6
        y = frame.y(block.start if block else start)
        self.times.ask(block, weekday, start, end, QPoint(round(x), round(y)))

    def _times_typed(self, block: Block | None, made: Block) -> None:
        draft = self._presenter.draft
        if draft is None:
            return
        week = weeks.replace_block(draft.week, block, made)
        if week is None:
            self.times.refuse(self.tr("Other hours of this day are at that time."))
            return
        self.times.leave()
        self.grid.put_cursor(made.weekday, made.start)
        self._week_edited(week)

    def _say(self, text: str) -> None:
        self._desk.toast(text)

    def event(self, event: QEvent) -> bool:
        """Undo and redo belong to the editor while it has the keyboard, not to the clinic's shared data."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _step_of(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+Z and Ctrl+Y step through what was edited here."""
        step = _step_of(event)
        if not step:
            super().keyPressEvent(event)
            return
        event.accept()
        (self.back if step < 0 else self.forth)()

    def back(self) -> None:
        """Undo one step of what was edited here."""
        if not self._presenter.back():
            self._say(self.tr("Nothing more to undo here"))

    def forth(self) -> None:
        """Do again what was undone."""
        if not self._presenter.forth():
            self._say(self.tr("Nothing to do again here"))


def _step_of(event: QKeyEvent) -> int:
    """-1 to undo, 1 to do again, 0 for any other key."""
    if event.matches(QKeySequence.StandardKey.Undo):
        return -1
    again = event.key() == Qt.Key.Key_Y and event.modifiers() == Qt.KeyboardModifier.ControlModifier
    return 1 if again or event.matches(QKeySequence.StandardKey.Redo) else 0
