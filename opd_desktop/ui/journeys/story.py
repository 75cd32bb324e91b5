"""The whole story of one journey, and what a person may do about it; putting a patient on a journey."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from opd_desktop.domain.errors import OpdError
from opd_desktop.domain.permissions import Permission
from opd_desktop.services.dto.communications import CommunicationDto
from opd_desktop.services.dto.journeys import InstanceDto, InstanceStory, JourneyDto, StageStatusDto, StepDto
from opd_desktop.services.dto.patients import PatientHit
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.journeys.presenter import JourneysPresenter
from opd_desktop.ui.journeys.words import STAGE_ICONS, Words, due_look, reason_text, step_look
from opd_desktop.ui.loading import while_alive
from opd_desktop.ui.messages.words import channel_text, failure_text, short_text
from opd_desktop.ui.theme import theme
from opd_desktop.ui.widgets import Button, Caption, Chip, Field, Muted, Notice, Panel
from opd_desktop.ui.widgets.boxes import choose_data
from opd_desktop.ui.widgets.line import IconLine, clear_layout
from opd_desktop.ui.widgets.patient_picker import PatientPicker
from opd_desktop.ui.words import error_text


class StoryPanel(Panel):
    """One journey: where it stands, its stages, steps and messages; move on or cancel with a reason.

    Attributes:
        patient_wanted, visit_wanted, message_wanted: buttons, with the `InstanceDto`.
    """

    patient_wanted = Signal(object)
    visit_wanted = Signal(object)
    message_wanted = Signal(object)

    def __init__(self, desk: Desk, presenter: JourneysPresenter, instance: InstanceDto) -> None:
        super().__init__(instance.patient_name)
        self._desk = desk
        self._presenter = presenter
        self.instance = instance
        self._definition: JourneyDto | None = None
        self._told = while_alive(self, self._failed, desk.show_error)
        self._moved = while_alive(self, lambda _instance: self.load())
        self._error = Notice("danger", parent=self)
        self._error.set_text("")
        self._head = QVBoxLayout()
        self._head.setSpacing(6)
        self._stages = QVBoxLayout()
        self._steps = QVBoxLayout()
        self._messages = QVBoxLayout()
        self._links = QHBoxLayout()
        for layout in (self._stages, self._steps, self._messages):
            layout.setSpacing(8)
        self._make_forms()
        self._lay_out()
        self._show_head()
        self._show_links()
        self.load()

    def _make_forms(self) -> None:
        self.target = QComboBox(self)
        self.why = QLineEdit(self)
        self.why.setMaxLength(500)
        self.why.returnPressed.connect(self.move_on)
        self._target_field = Field(self.tr("Move to"), self.target)
        self.why_field = Field(self.tr("Reason"), self.why, self.tr("Needed when a stage is skipped or gone back to."))
        self.move_button = Button(self.tr("Move on"), "primary", parent=self)
        self.move_button.clicked.connect(self.move_on)
        self.cancel_button = Button(self.tr("Cancel journey"), "danger", parent=self)
        self.cancel_button.clicked.connect(self.cancel)
        self._forms: list[QWidget] = [self._target_field, self.why_field, self.move_button, self.cancel_button]

    def _lay_out(self) -> None:
        self.body.addLayout(self._head)
        self.body.addLayout(self._links)
        self.body.addWidget(self._error)
        self._steps_title, self._messages_title = Caption(self.tr("Steps")), Caption(self.tr("Messages"))
        self.body.addWidget(Caption(self.tr("Stages")))
        self.body.addLayout(self._stages)
        self.body.addWidget(self._steps_title)
        self.body.addLayout(self._steps)
        self.body.addWidget(self._messages_title)
        self.body.addLayout(self._messages)
        self.body.addStretch()
        self.body.addWidget(self._target_field)
        self.body.addWidget(self.why_field)
        self.footer.addWidget(self.move_button, 1)
        self.footer.addWidget(self.cancel_button)
        for title in (self._steps_title, self._messages_title):
            title.hide()
        self._show_forms()

    def load(self) -> None:
        """Ask again for everything."""
        self._presenter.story(self.instance.id, while_alive(self, self.show_story), self._told)
        self._presenter.messages(self.instance.id, while_alive(self, self.show_messages))
        if self._definition is None and self._may_manage():
            self._presenter.stages(self.instance, while_alive(self, self._show_targets))

    def _may_manage(self) -> bool:
        return self.instance.state == "active" and self._presenter.may(Permission.JOURNEY_MANAGE)

    def show_story(self, story: InstanceStory) -> None:
        """Show stages and steps as they stand."""
        if story.instance.id != self.instance.id:
            return
        moved = story.instance.stage != self.instance.stage
        self.instance = story.instance
        words = self._words()
        self._show_head()
        clear_layout(self._stages)
        for stage in story.stages:
            self._stages.addWidget(self._stage_line(stage, words))
        clear_layout(self._steps)
        for step in story.steps:
            self._steps.addWidget(self._step_line(step, words))
        self._steps_title.setVisible(bool(story.steps))
        if moved and self._definition is not None:
            self.why.clear()
            self._show_targets(self._definition)
        self._show_forms()

    def show_messages(self, messages: tuple[CommunicationDto, ...]) -> None:
        """Show the messages, newest first."""
        clear_layout(self._messages)
        words = self._words()
        for message in messages:
            look = theme().looks(message.status)
            state = f"{look.word} · {channel_text(message.channel)}"
            why = failure_text(message.error) if message.error else ""
            detail = "\n".join(part for part in (state, why) if part)
            line = IconLine(look.icon, short_text(message), detail, words.near(message.status_at), tint=look.fg)
            self._messages.addWidget(line)
        self._messages_title.setVisible(bool(messages))

    def _words(self) -> Words:
        if self._definition is not None:
            return Words.of(self._definition, self._desk.zone, self._desk.now())
        return self._presenter.words()

    def _show_head(self) -> None:
        clear_layout(self._head)
        words, instance = self._words(), self.instance
        look = due_look(instance, words.now) or theme().looks(instance.state)
        self._head.addWidget(Chip(look, self))
        text = self.tr("{stage}, for {time}").format(stage=instance.stage_name, time=words.age(instance))
        self._head.addWidget(Muted(f"{instance.definition_name} · {text}", self))
        self._head.addWidget(Muted(words.visit(instance), self))
        if instance.state == "active" and instance.stage_due_at is not None:
            due = self.tr("Due {0}").format(words.near(instance.stage_due_at))
            self._head.addWidget(Muted(due, self))

    def _show_links(self) -> None:
        wanted = [(self.tr("Patient"), self.patient_wanted, self._presenter.may(Permission.PATIENT_READ))]
        has_visit = self.instance.appointment_id is not None
        wanted.append((self.tr("Visit"), self.visit_wanted, has_visit and self._presenter.may(Permission.BOOK)))
        wanted.append((self.tr("Write a message"), self.message_wanted, self._presenter.may(Permission.MESSAGE_SEND)))
        for text, signal, shown in wanted:
            if shown:
                button = Button(text, "link", parent=self)
                button.clicked.connect(lambda _checked=False, signal=signal: signal.emit(self.instance))
                self._links.addWidget(button)
        self._links.addStretch()

    def _stage_line(self, stage: StageStatusDto, words: Words) -> IconLine:
        icon, token = STAGE_ICONS.get(stage.state, ("info", "muted"))
        detail = [reason_text(stage.reason)] if stage.reason else []
        side = words.near(stage.entered_at) if stage.entered_at else ""
        if stage.state == "active" and stage.due_at is not None:
            detail.insert(0, self.tr("due {0}").format(words.near(stage.due_at)))
        if stage.state == "skipped":
            detail.insert(0, self.tr("skipped"))
        return IconLine(icon, stage.name, " · ".join(detail), side, tint=token, strong=stage.state == "active")

    def _step_line(self, step: StepDto, words: Words) -> IconLine:
        icon, token, word = step_look(step.state)
        parts = [word]
        if step.attempts > 1:
            parts.append(self.tr("{0} tries").format(step.attempts))
        if step.reason:
            parts.append(reason_text(step.reason))
        return IconLine(icon, words.step_name(step), " · ".join(parts), words.near(step.due_at), tint=token)

    def _show_targets(self, definition: JourneyDto) -> None:
        """The stages to choose from, the next one first chosen."""
        self._definition = definition
        chosen = self.target.currentData() if self.why.text() else None
        self.target.clear()
        keys = [stage.key for stage in definition.stages]
        here = keys.index(self.instance.stage) if self.instance.stage in keys else -1
        following = None
        for place, stage in enumerate(definition.stages):
            if stage.key == self.instance.stage:
                continue
            self.target.addItem(stage.name, stage.key)
            if following is None and place > here and not stage.spec.get("branch_of"):
                following = stage.key
        place = self.target.findData(chosen or following)
        self.target.setCurrentIndex(max(place, 0))
        self._show_forms()

    def _show_forms(self) -> None:
        may = self._may_manage()
        for widget in self._forms:
            widget.setVisible(may)
        self.move_button.setEnabled(self.target.count() > 0)
        self.cancel_button.setEnabled(True)

    def focus_move(self) -> None:
        """Put the keyboard on the choice of the stage."""
        self._focus(self.target)

    def focus_cancel(self) -> None:
        """Put the keyboard on the reason."""
        self._focus(self.why)

    def _focus(self, widget: QWidget) -> None:
        widget.setFocus(Qt.FocusReason.ShortcutFocusReason)
        area = self.findChild(QScrollArea)
        if area is not None:
            # The line that says what is wrong goes below the reason.
            area.ensureWidgetVisible(self.why_field)

    def move_on(self) -> None:
        """Move the patient to the chosen stage."""
        if self._may_manage() and self.move_button.isEnabled():
            self._begin()
            stage = self.target.currentData()
            self._presenter.advance(self.instance, stage, self.why.text().strip(), self._moved, self._told)

    def cancel(self) -> None:
        """End the journey; the reason is kept in its story."""
        self._begin()
        why = self.why.text().strip()
        if not why:
            self._show_forms()
            self.why_field.set_error(self.tr("Say why the journey is cancelled."))
            self.why.setFocus()
            return
        self._presenter.cancel(self.instance, why, self._moved, self._told)

    def _begin(self) -> None:
        self._error.set_text("")
        self.why_field.set_error("")
        self.move_button.setEnabled(False)
        self.cancel_button.setEnabled(False)

    def _failed(self, error: BaseException) -> None:
        self._show_forms()
        if isinstance(error, OpdError) and error.code == "journey.reason_needed":
            self.why_field.set_error(error_text(error))
            self.why.setFocus()
            return
        self._error.set_text(error_text(error))


class StartPanel(Panel):
    """Put a patient on a journey that no booking starts.

    Attributes:
        started: the new `InstanceDto`.
    """

    started = Signal(object)

    def __init__(self, desk: Desk, presenter: JourneysPresenter) -> None:
        super().__init__(self.tr("Start a journey"))
        self._desk = desk
        self._presenter = presenter
        self._patient: PatientHit | None = None
        self.picker = PatientPicker(desk, can_register=False, parent=self)
        self.picker.picked.connect(self._picked)
        self._who = Notice("good", parent=self)
        self._who.set_text("")
        self.journey = QComboBox(self)
        for one in presenter.state.definitions:
            self.journey.addItem(one.name, one.id)
        shown = presenter.state.board.definition if presenter.state.board else None
        choose_data(self.journey, shown.id if shown else None)
        self._error = Notice("danger", parent=self)
        self._error.set_text("")
        self.button = Button(self.tr("Start"), "primary", keys="Ctrl+Return", parent=self)
        self.button.setShortcut("Ctrl+Return")
        self.button.clicked.connect(self.submit)
        self.body.addWidget(Field(self.tr("Patient"), self.picker.edit))
        self.body.addWidget(self.picker)
        self.body.addWidget(self._who)
        self.body.addWidget(Field(self.tr("Journey"), self.journey))
        self.body.addWidget(self._error)
        self.body.addStretch()
        self.footer.addWidget(self.button, 1)
        self.setFocusProxy(self.picker.edit)

    def _picked(self, patient: PatientHit) -> None:
        self._patient = patient
        self._who.set_text(f"{patient.name} · {patient.mrn}")
        self._error.set_text("")
        self.journey.setFocus()

    def submit(self) -> None:
        """Start it."""
        if self._patient is None:
            self._error.set_text(self.tr("Choose a patient first."))
            self.picker.edit.setFocus()
        elif self.journey.currentData() is None:
            self._error.set_text(self.tr("No journey is published. Publish one first."))
        elif self.button.isEnabled():
            self.button.setEnabled(False)
            told = while_alive(self, self._failed, self._desk.show_error)
            done = while_alive(self, self.started.emit)
            self._presenter.start(self.journey.currentData(), self._patient.id, done, told)

    def _failed(self, error: BaseException) -> None:
        self.button.setEnabled(True)
        self._error.set_text(error_text(error))
