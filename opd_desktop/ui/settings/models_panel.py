"""The model manager: what turns speech into text and what may reword drafts, how fast here, and how to get more."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QFileDialog,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QVBoxLayout,
    QWidget,
)

from opd_desktop.domain.note_template import LANGUAGES
from opd_desktop.scribe.languages import AUTO
from opd_desktop.scribe.models import LanguageModel, Survey
from opd_desktop.scribe.speech_model import SpeechModel
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.note_words import language_text
from opd_desktop.ui.scribe_process import ScribeProcess
from opd_desktop.ui.settings.model_row import ModelRow
from opd_desktop.ui.settings.models_presenter import ModelsPresenter, ModelsState, llm_key
from opd_desktop.ui.theme import theme
from opd_desktop.ui.widgets import Button, Caption, Field, MenuButton, Muted, Notice, Panel
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
        self.body.addWidget(self._make_progress())
        self._add_speech()
        self._add_spoken()
        self.body.addSpacing(8)
        self._add_language()
        self.body.addSpacing(8)
        self._add_recordings()
        self.body.addStretch()
        presenter.state_changed.connect(self.show_state)
        self.show_state(presenter.state)
        presenter.look()

    # Parts -------------------------------------------------------------------------------------------------

    def _make_progress(self) -> QWidget:
        self.progress = QWidget(self)
        column = QVBoxLayout(self.progress)
        column.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        self.doing = Muted(parent=self.progress)
        self.cancel = Button(self.tr("Cancel"), parent=self.progress)
        self.cancel.clicked.connect(self._presenter.cancel)
        row.addWidget(self.doing, 1)
        row.addWidget(self.cancel)
        self.bar = QProgressBar(self.progress)
        self.bar.setTextVisible(False)
        self.bar.setAccessibleName(self.tr("Progress"))
        column.addLayout(row)
        column.addWidget(self.bar)
        return self.progress

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
        self.name = QLineEdit(self)
        self.name.setPlaceholderText("llama3.1:8b")
        self.pull = Button(self.tr("Fetch"), parent=self)
        self.pull.setAccessibleName(self.tr("Fetch the model through Ollama"))
        self.name.textChanged.connect(self._show_pull)
        self.name.returnPressed.connect(self._fetch)
        self.pull.clicked.connect(self._fetch)
        self.fetching = QWidget(self)
        row = QHBoxLayout(self.fetching)
        row.setContentsMargins(0, 0, 0, 0)
        hint = self.tr("Uses the internet, once. Names are on ollama.com/library.")
        row.addWidget(Field(self.tr("Another model through Ollama"), self.name, hint), 1)
        row.addWidget(self.pull, 0, Qt.AlignmentFlag.AlignVCenter)
        self.body.addWidget(self.fetching)

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
        self._show_progress(state)
        self.error.set_text(error_text(state.error) if state.error is not None else "")
        choices = [(days, self._days_text(days)) for days in _DAYS]
        self.days.set_choices(choices, state.choices.keep_days)
        self.spoken.set_choices([(one, self._spoken_text(one)) for one in _SPOKEN], state.choices.language)
        self._show_pull()

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

    @staticmethod
    def _language_models(state: ModelsState) -> list[LanguageModel]:
        """What was found, and a chosen file that lies elsewhere."""
        found = list(state.survey.language) if state.survey else []
        chosen = state.choices.llm_model
        if state.choices.llm == "embedded" and chosen and all(one.path != chosen for one in found):
            found.append(LanguageModel("embedded", Path(chosen).stem, 0, "GGUF", chosen))
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
            self._rows[f"speech:{one.setting}"].set_about(self._about_speech(one, state))
        for model in self._language_models(state):
            if (known := self._rows.get(llm_key(model))) is not None:
                known.set_about(self._about_language(model, state))
        self._rows["none"].set_about(self.tr("Drafts in a fifth of a second, the same each time."))
        self._rows["auto"].set_about(self.tr("Tests what is installed and takes it only if it is fit and fast enough."))
        self.no_speech.set_text(self._speech_help(survey, choices.speech))
        self.no_ollama.set_text(self._language_help(survey))
        self.fetching.setVisible(not survey.ollama)

    @staticmethod
    def _chosen(state: ModelsState, key: str) -> str:
        """The key that is chosen in the group of ``key``."""
        choices = state.choices
        if key.startswith("speech:"):
            return f"speech:{choices.speech}"
        return choices.llm if choices.llm in {"none", "auto"} else f"{choices.llm}:{choices.llm_model}"

    def _about_speech(self, one: SpeechModel, state: ModelsState) -> str:
        origins = {
            "package": self.tr("installed with the program"),
            "environment": self.tr("from OPD_WHISPER_MODEL"),
            "folder": self.tr("models folder"),
            "cache": self.tr("downloaded by faster-whisper"),
        }
        parts = [_size_text(one.size), origins.get(one.origin, one.origin)]
        speeds = state.choices.speeds.get(one.setting, ())
        if speeds:
            best = speeds[0]
            minutes = self.tr("10 minutes of speech in {0} s here").format(round(600 * best.real_time_factor))
            parts.append(f"{minutes}, {best.compute_type} on {best.device}")
        else:
            parts.append(self.tr("not measured here"))
        return " · ".join(parts)

    def _about_language(self, one: LanguageModel, state: ModelsState) -> str:
        kinds = {"ollama": "Ollama", "embedded": self.tr("in this program")}
        parts = [_size_text(one.size) if one.size else "", one.about, kinds.get(one.backend, one.backend)]
        speed = state.choices.llm_speeds.get(llm_key(one))
        if speed is None:
            parts.append(self.tr("not measured here"))
        else:
            parts.append(self.tr("about {0} s for a visit").format(round(speed.visit_s)))
            stood = self.tr("{0} of {1} test sentences stood").format(speed.kept, speed.asked)
            parts.append(stood if speed.fit else f"{stood}: {self.tr('not fit for notes')}")
        return " · ".join(part for part in parts if part)

    def _speech_help(self, survey: Survey, chosen: str) -> str:
        if not survey.speech_ready:
            return self.tr(
                "Speech can't be turned into text here: install opd-desktop[scribe]. Pasted and typed text is drafted."
            )
        if not survey.speech:
            return self.tr(
                "No speech model is installed. Install opd-desktop[speech-model], or choose a folder with a model of "
                "faster-whisper. Until then pasted and typed text is drafted."
            )
        if chosen and all(one.setting != chosen for one in survey.speech):
            return self.tr("The chosen model {0} is not here any more. Choose another.").format(Path(chosen).name)
        return ""

    def _language_help(self, survey: Survey) -> str:
        if not survey.ollama:
            return ""
        other = self.tr("put a GGUF file into {0}").format(self._presenter.folder)
        if not survey.embedded_ready:
            other = self.tr("install opd-desktop[llm] and put a GGUF file into {0}").format(self._presenter.folder)
        return self.tr(
            "Ollama doesn't answer here. To use its models, install it from ollama.com and start it; or {0}."
        ).format(other)

    def _show_progress(self, state: ModelsState) -> None:
        self.progress.setVisible(bool(state.doing))
        text = {
            "look": self.tr("Looking at what is installed"),
            "measure": self.tr("Measuring {0}").format(Path(state.about).name or self.tr("the model")),
            "pull": self.tr("Fetching {0}: {1} %").format(state.about, round(100 * state.share)),
        }
        self.doing.setText(text.get(state.doing, ""))
        self.bar.setRange(0, 100 if state.share > 0 else 0)
        self.bar.setValue(round(100 * state.share))

    def _days_text(self, days: int) -> str:
        if days == 0:
            return self.tr("delete at once")
        return self.tr("keep 1 day") if days == 1 else self.tr("keep {0} days").format(days)

    def _spoken_text(self, language: str) -> str:
        words = {"": self.tr("as in the settings file"), AUTO: self.tr("let the model tell")}
        return words.get(language) or language_text(language)

    def _show_pull(self) -> None:
        self.pull.setEnabled(bool(self.name.text().strip()) and not self._presenter.state.doing)

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

    def _fetch(self) -> None:
        if self.pull.isEnabled():
            self._presenter.pull(self.name.text())
            self.name.clear()

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


def _size_text(size: int) -> str:
    """``74 MB`` or ``4.7 GB``."""
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{round(size / 1e6)} MB"
