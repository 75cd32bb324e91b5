"""The model manager: what turns speech into text and what may reword drafts, how fast here, and how to get more."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from opd_desktop.domain.note_template import LANGUAGES
from opd_desktop.scribe.languages import AUTO
from opd_desktop.scribe.models import LanguageModel, Survey
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.scribe_process import ScribeProcess
from opd_desktop.ui.settings.model_row import ModelRow
from opd_desktop.ui.settings.models_parts import FetchRow, FolderRow
from opd_desktop.ui.settings.models_presenter import ModelsPresenter, ModelsState, llm_key
from opd_desktop.ui.settings.models_words import (
    about_language,
    about_speech,
    days_text,
    language_help,
    speech_help,
    spoken_text,
    work_text,
)
from opd_desktop.ui.theme import theme
from opd_desktop.ui.widgets import Button, Caption, MenuButton, Muted, Notice, Panel, ProgressRow
from opd_desktop.ui.words import error_text

_DAYS = (0, 1, 7, 30)
_SPOKEN = ("", AUTO, *LANGUAGES)


class ModelsPanel(Panel):
    """Shows a `ModelsState`; looks at what is installed when it opens."""

    def __init__(self, desk: Desk, process: ScribeProcess, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.set_title(self.tr("Scribe models"))
        self.setFixedWidth(round(theme().rem * 26))
        self._presenter = presenter = ModelsPresenter(desk, process, self)
        self._shown: Survey | None = None
        self._rows: dict[str, ModelRow] = {}
        self._groups = [QButtonGroup(self), QButtonGroup(self)]
        self.speech = _column()
        self.language = _column()
        self.no_speech = Notice("warn", parent=self)
        self.no_ollama = Notice("info", parent=self)
        self.error = Notice("danger", parent=self)
        self.body.addWidget(self.error)
        self.progress = ProgressRow(self)
        self.progress.cancelled.connect(presenter.cancel)
        self.body.addWidget(self.progress)
        self._add_speech()
        self._add_spoken()
        self.body.addSpacing(8)
        self._add_language()
        self.body.addSpacing(8)
        self._add_folder()
        self.body.addSpacing(8)
        self._add_recordings()
        self.body.addStretch()
        presenter.state_changed.connect(self.show_state)
        self.show_state(presenter.state)
        presenter.look()

    # Parts -------------------------------------------------------------------------------------------------

    def _add_speech(self) -> None:
        self.body.addWidget(Caption(self.tr("Speech to text"), self))
        self.body.addWidget(self.no_speech)
        self.body.addLayout(self.speech)
        self.folder = Button(self.tr("Choose a folder"), parent=self)
        self.folder.setAccessibleName(self.tr("Choose a folder with a speech model"))
        self.folder.clicked.connect(self._choose_folder)
        self.body.addWidget(self.folder, 0, Qt.AlignmentFlag.AlignLeft)

    def _add_language(self) -> None:
        self.body.addWidget(Caption(self.tr("Rewording of drafts"), self))
        self.body.addWidget(
            Muted(
                self.tr(
                    "A language model may only reword what was extracted; a sentence that adds or loses a finding, a "
                    "number or a drug is refused."
                ),
                self,
            )
        )
        self.body.addLayout(self.language)
        self.file = Button(self.tr("Choose a GGUF file"), parent=self)
        self.file.clicked.connect(self._choose_file)
        self.body.addWidget(self.file, 0, Qt.AlignmentFlag.AlignLeft)
        self.body.addWidget(self.no_ollama)
        self.fetching = FetchRow(self)
        self.fetching.wanted.connect(self._presenter.pull)
        self.body.addWidget(self.fetching)

    def _add_folder(self) -> None:
        self.body.addWidget(Caption(self.tr("Models folder"), self))
        self.models_folder = FolderRow(self)
        self.models_folder.choose_wanted.connect(self._choose_models_folder)
        self.models_folder.default_wanted.connect(self._presenter.use_usual_folder)
        self.body.addWidget(self.models_folder)

    def _add_spoken(self) -> None:
        """What is spoken in visits here; dictation is written in any of them, drafts are made of English alone."""
        self.spoken = MenuButton(self.tr("Language of visits"), self)
        self.spoken.chosen.connect(self._presenter.choose_language)
        row = QHBoxLayout()
        row.addWidget(Muted(self.tr("Language of visits"), self), 1)
        row.addWidget(self.spoken)
        self.body.addLayout(row)
        self.body.addWidget(
            Muted(
                self.tr("Speech becomes text in any language that the model knows; notes are drafted from English."),
                self,
            )
        )

    def _add_recordings(self) -> None:
        self.body.addWidget(Caption(self.tr("Recordings"), self))
        self.days = MenuButton(self.tr("Recordings after signing"), self)
        self.days.chosen.connect(self._presenter.choose_keep_days)
        row = QHBoxLayout()
        row.addWidget(Muted(self.tr("After the note is signed"), self), 1)
        row.addWidget(self.days)
        self.body.addLayout(row)
        self.body.addWidget(
            Muted(self.tr("They are encrypted under the password of the person who recorded them."), self)
        )

    # Showing -----------------------------------------------------------------------------------------------

    def show_state(self, state: ModelsState) -> None:
        """Show what is installed and chosen."""
        if state.survey is not self._shown:
            self._shown = state.survey
            self._fill(state)
        self._show_texts(state)
        self.progress.show_work(work_text(state.doing, state.about, state.share), state.share)
        busy = bool(state.doing)
        self.fetching.set_busy(busy)
        self.models_folder.show_folder(self._presenter.folder, chosen=bool(state.choices.models), busy=busy)
        self.error.set_text(error_text(state.error) if state.error is not None else "")
        choices = [(days, days_text(days)) for days in _DAYS]
        self.days.set_choices(choices, state.choices.keep_days)
        self.spoken.set_choices([(one, spoken_text(one)) for one in _SPOKEN], state.choices.language)

    def _fill(self, state: ModelsState) -> None:
        survey = state.survey
        for group, layout in zip(self._groups, (self.speech, self.language), strict=True):
            for button in group.buttons():
                group.removeButton(button)
            _empty(layout)
        self._rows.clear()
        if survey is None:
            return
        for one in survey.speech:
            row = self._add_row(0, f"speech:{one.setting}", one.name, measures=True)
            row.radio.clicked.connect(lambda _on=False, key=one.setting: self._presenter.choose_speech(key))
            row.measure.clicked.connect(lambda _on=False, key=one.setting: self._presenter.measure_speech(key))
        for kind, name in (("none", self.tr("None: rules alone")), ("auto", self.tr("Automatic"))):
            row = self._add_row(1, kind, name, measures=False)
            row.radio.clicked.connect(lambda _on=False, key=kind: self._presenter.choose_llm(key))
        for model in self._language_models(state):
            row = self._add_row(1, llm_key(model), model.name, measures=True)
            row.radio.clicked.connect(lambda _on=False, model=model: self._choose_model(model))
            row.measure.clicked.connect(lambda _on=False, model=model: self._presenter.measure_llm(model))

    def _language_models(self, state: ModelsState) -> list[LanguageModel]:
        """What was found, and a chosen one that was not: a file that lies elsewhere, or what is gone."""
        found = list(state.survey.language) if state.survey else []
        kind, chosen = state.choices.llm, state.choices.llm_model
        gone = self.tr("not found here")
        if kind == "embedded" and chosen and all(one.path != chosen for one in found):
            file = Path(chosen)
            found.append(LanguageModel("embedded", file.stem, 0, "GGUF" if file.is_file() else gone, chosen))
        if kind == "ollama" and chosen and all((one.backend, one.name) != ("ollama", chosen) for one in found):
            found.append(LanguageModel("ollama", chosen, 0, gone))
        return found

    def _add_row(self, group: int, key: str, name: str, *, measures: bool) -> ModelRow:
        row = ModelRow(name, "", self, measures=measures)
        self._groups[group].addButton(row.radio)
        (self.speech, self.language)[group].addWidget(row)
        self._rows[key] = row
        return row

    def _show_texts(self, state: ModelsState) -> None:
        choices, survey = state.choices, state.survey
        busy = bool(state.doing)
        for key, row in self._rows.items():
            row.measure.setEnabled(not busy)
            row.radio.setChecked(key == self._chosen(state, key))
        if survey is None:
            self.no_speech.set_text("")
            self.no_ollama.set_text("")
            self.fetching.hide()
            return
        for one in survey.speech:
            self._rows[f"speech:{one.setting}"].set_about(about_speech(one, choices.speeds.get(one.setting, ())))
        for model in self._language_models(state):
            if (known := self._rows.get(llm_key(model))) is not None:
                known.set_about(about_language(model, choices.llm_speeds.get(llm_key(model))))
        self._rows["none"].set_about(self.tr("Drafts in a fifth of a second, the same each time."))
        self._rows["auto"].set_about(self.tr("Tests what is installed and takes it only if it is fit and fast enough."))
        self.no_speech.set_text(speech_help(survey, choices.speech))
        self.no_ollama.set_text(language_help(survey, self._presenter.folder))
        self.fetching.setVisible(not survey.ollama)

    @staticmethod
    def _chosen(state: ModelsState, key: str) -> str:
        """The key that is chosen in the group of ``key``."""
        choices = state.choices
        if key.startswith("speech:"):
            return f"speech:{choices.speech}"
        return choices.llm if choices.llm in {"none", "auto"} else f"{choices.llm}:{choices.llm_model}"

    # What the person does ----------------------------------------------------------------------------------

    def _choose_model(self, model: LanguageModel) -> None:
        self._presenter.choose_llm(model.backend, model.path or model.name)

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(
            self, self.tr("Choose a folder with a speech model"), str(self._presenter.folder)
        )
        if chosen:
            self._presenter.choose_speech_folder(Path(chosen))

    def _choose_file(self) -> None:
        kinds = f"{self.tr('Language models')} (*.gguf);;{self.tr('All files')} (*)"
        chosen, _kind = QFileDialog.getOpenFileName(
            self, self.tr("Choose a GGUF file"), str(self._presenter.folder), kinds
        )
        if chosen:
            self._presenter.choose_gguf(Path(chosen))
            self._fill(self._presenter.state)
            self.show_state(self._presenter.state)

    def _choose_models_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, self.tr("Models folder"), str(self._presenter.folder))
        if chosen:
            self._presenter.choose_folder(Path(chosen))

    def on_close(self) -> None:
        """What is measured or fetched is given up with the panel."""
        self._presenter.abandon()


def _column() -> QVBoxLayout:
    column = QVBoxLayout()
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    return column


def _empty(layout: QVBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        widget = item.widget()
        if widget is not None:
            widget.hide()
            widget.setParent(None)
            widget.deleteLater()
