"""The panels of one visit: what is known and who did what, and why it is cancelled."""

from collections.abc import Sequence
from datetime import timedelta

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QLayout, QVBoxLayout, QWidget

from opd_desktop.domain.appointment import AppointmentStatus
from opd_desktop.services import series
from opd_desktop.services.dto.appointments import AppointmentDto, HistoryEntry, Moved
from opd_desktop.services.dto.booking import ChangeSeries, SeriesChanged
from opd_desktop.ui.calendar.panels.series_move import chosen_scope, scope_choice
from opd_desktop.ui.calendar.panels.story import StoryStrip
from opd_desktop.ui.calendar.panels.why import reason_box
from opd_desktop.ui.calendar.panels.words import visits_text
from opd_desktop.ui.calendar.panels.work import PanelWork
from opd_desktop.ui.calendar.presenter import CalendarPresenter
from opd_desktop.ui.calendar.words import kind_text, state_of
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.text import age_text, clock_text, day_text, minutes_text, phone_text
from opd_desktop.ui.theme import theme
from opd_desktop.ui.widgets import Button, Caption, Chip, Field, Muted, Notice, Panel, Segmented
from opd_desktop.ui.words import error_text

_LATE = timedelta(minutes=5)


class VisitPanel(Panel):
    """A visit: who, when, why, what happened; its buttons are the screen's actions, with their keys."""

    def __init__(self, desk: Desk, presenter: CalendarPresenter, visit: AppointmentDto) -> None:
        super().__init__(visit.patient_name)
        self._desk = desk
        self._presenter = presenter
        self._work = PanelWork.of(desk, presenter)
        self.visit = visit
        self._chip = Chip(theme().looks(state_of(visit)), self)
        self._token = QLabel(self)
        self._token.setProperty("kind", "strong")
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addWidget(self._chip)
        top.addWidget(self._token)
        top.addStretch()
        self.body.addLayout(top)
        self._who, self._when, self._why = (Muted(parent=self) for _ in range(3))
        self._extra = Notice("warn", parent=self)
        self.story = StoryStrip(desk, self)
        self.body.addWidget(self._who)
        for caption, label in ((self.tr("When"), self._when), (self.tr("Reason"), self._why)):
            self.body.addWidget(Caption(caption))
            self.body.addWidget(label)
        self.body.addWidget(self._extra)
        self._buttons = QWidget(self)
        self._column = QVBoxLayout(self._buttons)
        self._column.setContentsMargins(0, 4, 0, 4)
        self._column.setSpacing(8)
        self._more = QWidget(self)
        self._grid = QGridLayout(self._more)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(4)
        self.body.addWidget(self._buttons)
        self.body.addWidget(self._more)
        self.body.addWidget(Caption(self.tr("Who did what")))
        self.body.addWidget(self.story)
        self.body.addStretch()
        self.show_visit(visit)

    def show_visit(self, visit: AppointmentDto) -> None:
        """A newer state of the visit."""
        self.visit = visit
        self.set_title(visit.patient_name)
        self._chip.set_look(theme().looks(state_of(visit)))
        self._token.setText(self.tr("Token {0}").format(visit.token) if visit.token else "")
        who = [age_text(visit.patient_sex, visit.patient_age), visit.patient_mrn, phone_text(visit.patient_phone)]
        self._who.setText(" · ".join(part for part in who if part))
        self._when.setText(self._when_text(visit))
        self._why.setText(" · ".join(part for part in (visit.reason, kind_text(visit.visit_kind)) if part))
        self._extra.set_text(self._extra_text(visit))
        self._presenter.history(self, visit.id, self._show_history, self._no_history)

    def _when_text(self, visit: AppointmentDto) -> str:
        start, end = self._desk.local(visit.starts_at), self._desk.local(visit.ends_at)
        minutes = (visit.ends_at - visit.starts_at) / timedelta(minutes=1)
        time = f"{day_text(start.date())} {clock_text(start)}–{clock_text(end)}"
        parts = [time, minutes_text(minutes), visit.practitioner_name, *visit.resource_names]
        if visit.series_id is not None:
            parts.append(self.tr("one of a series"))
        return " · ".join(parts)

    def _extra_text(self, visit: AppointmentDto) -> str:
        parts = []
        late = self._desk.now() - visit.starts_at
        if visit.status is AppointmentStatus.BOOKED and late > _LATE and visit.ends_at > self._desk.now() - _LATE:
            minutes = minutes_text(late / timedelta(minutes=1))
            parts.append(self.tr("Not here yet, {0} after the time.").format(minutes))
        if visit.overbooked:
            parts.append(self.tr("Overbooked: {0}").format(visit.overbook_reason or self.tr("no reason given")))
        if visit.cancel_reason:
            asked = self.tr("the clinic") if visit.cancelled_by == "clinic" else self.tr("the patient")
            parts.append(self.tr("Cancelled by {0}: {1}").format(asked, visit.cancel_reason))
        return "\n".join(parts)

    def set_actions(self, actions: Sequence[tuple[QAction, str]]) -> None:
        """Offer these actions, each with the kind of its button, and those that the panels add."""
        for layout in (self._column, self._grid):
            while (item := layout.takeAt(0)) is not None:
                if (widget := item.widget()) is not None:
                    widget.hide()
                    widget.deleteLater()
        for action, kind in actions:
            self._column.addWidget(Button.for_action(action, kind))
        more = self._work.more_of(self.visit)
        for place, action in enumerate(more):
            self._grid.addWidget(Button.for_action(action, "quiet"), place, 0)
        self._buttons.setVisible(bool(actions))
        self._more.setVisible(bool(more))

    def buttons(self) -> list[str]:
        """What is offered first."""
        return self._texts(self._column)

    def more(self) -> list[str]:
        """What else is offered."""
        return self._texts(self._grid)

    def _texts(self, layout: QLayout) -> list[str]:
        items = (layout.itemAt(place) for place in range(layout.count()))
        return [widget.text() for item in items if item is not None and isinstance(widget := item.widget(), Button)]

    def _show_history(self, entries: Sequence[HistoryEntry]) -> None:
        self.story.show_entries(entries)

    def _no_history(self, error: BaseException) -> None:
        self.story.show_text(error_text(error))

    def history_text(self) -> str:
        """What happened, as shown."""
        return self.story.text()


class CancelPanel(Panel):
    """Who asked, why, and of a series how much of it.

    Attributes:
        cancelled: the `Moved` result, or the `SeriesChanged` of a series.
    """

    cancelled = Signal(object)

    def __init__(self, desk: Desk, presenter: CalendarPresenter, visit: AppointmentDto) -> None:
        super().__init__()
        self.set_title(self.tr("Cancel visit"))
        self._presenter = presenter
        self._work = PanelWork.of(desk, presenter)
        self.visit = visit
        start = desk.local(visit.starts_at)
        when = f"{day_text(start.date())} {clock_text(start)}"
        self.body.addWidget(Muted(" · ".join((visit.patient_name, when, visit.practitioner_name))))
        self.by = Segmented(
            [("patient", self.tr("The patient")), ("clinic", self.tr("The clinic"))], self.tr("Who asked")
        )
        self.by.changed.connect(self._offer_reasons)
        self.reason = reason_box((), self.tr("Reason"), self)
        self._offer_reasons()
        line = self.reason.lineEdit()
        if line is not None:
            line.returnPressed.connect(self.submit)
        self.field = Field(self.tr("Reason"), self.reason)
        self.scope = scope_choice(self)
        self._scope_caption = Caption(self.tr("Which visits"), self)
        self.error = Notice("danger", parent=self)
        self.error.set_text("")
        self.body.addWidget(Caption(self.tr("Who asked")))
        for widget in (self.by, self.field, self._scope_caption, self.scope, self.error):
            self.body.addWidget(widget)
        for widget in (self._scope_caption, self.scope):
            widget.setVisible(visit.series_id is not None)
        self.body.addStretch()
        self.button = Button(self.tr("Cancel the visit"), "danger", keys="Ctrl+Return", parent=self)
        self.button.clicked.connect(self.submit)
        self.footer.addWidget(self.button, 1)
        self.setFocusProxy(self.reason)

    def _offer_reasons(self, *_ignored: object) -> None:
        """The reasons that patients have, or the clinic; what was typed stays."""
        typed = self.reason.currentText()
        if self.by.current() == "patient":
            reasons = (
                self.tr("Cannot come"), self.tr("Feels better"), self.tr("Went elsewhere"),
                self.tr("Too far or too dear"), self.tr("Wants another day"),
            )  # fmt: skip
        else:
            reasons = (
                self.tr("Doctor away"), self.tr("Booked by mistake"), self.tr("Booked twice"),
                self.tr("Needs another service"), self.tr("Room or device out of order"),
            )  # fmt: skip
        self.reason.clear()
        self.reason.addItems(list(reasons))
        self.reason.setCurrentIndex(-1)
        self.reason.setEditText(typed)

    def submit(self) -> None:
        """Cancel; the toast offers to undo."""
        reason = self.reason.currentText().strip()
        if not reason:
            self.field.set_error(self.tr("Say why, in a word or two."))
            self.reason.setFocus()
            return
        if not self.button.isEnabled():
            return
        self.button.setEnabled(False)
        if self.visit.series_id is not None and chosen_scope(self.scope) != "one":
            self._cancel_series(reason)
        else:
            self._presenter.cancel(self.visit, reason, self.by.current(), self._done, self._failed)

    def _cancel_series(self, reason: str) -> None:
        request = ChangeSeries(
            appointment_id=self.visit.id,
            scope=chosen_scope(self.scope),
            what="cancel",
            cancel_reason=reason,
            cancelled_by="clinic" if self.by.current() == "clinic" else "patient",
        )
        self._work.write(series.change, request, self._series_text, self._series_done, self._failed, self)

    def _series_text(self, result: SeriesChanged) -> str:
        return self.tr("Cancelled {0} of {1}").format(visits_text(len(result.changed)), self.visit.patient_name)

    def _series_done(self, result: SeriesChanged) -> None:
        self.cancelled.emit(result)
        self.closed.emit()

    def _done(self, result: Moved) -> None:
        self.cancelled.emit(result)
        self.closed.emit()

    def _failed(self, error: BaseException) -> None:
        self.button.setEnabled(True)
        self.error.set_text(error_text(error))
