"""State of the model manager: what is installed, what is chosen, what is being measured or fetched. No widgets."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from opd_desktop.domain.errors import BadInput, OpdError
from opd_desktop.scribe import speech_model
from opd_desktop.scribe.backends import gguf
from opd_desktop.scribe.models import LanguageModel, LanguageSpeed, Survey
from opd_desktop.scribe.speech_model import Speed
from opd_desktop.ui import scribe_choices
from opd_desktop.ui.desk import Desk
from opd_desktop.ui.scribe_choices import ScribeChoices
from opd_desktop.ui.scribe_process import ScribeJob, ScribeProcess


@dataclass(frozen=True)
class ModelsState:
    """What is shown.

    Attributes:
        survey: None until it came.
        doing: "" or what is under way: ``look``, ``measure``, ``pull``.
        about: the model that it is about.
        share: how far it is, 0 to 1; 0 while nobody knows.
    """

    choices: ScribeChoices
    survey: Survey | None = None
    doing: str = ""
    about: str = ""
    share: float = 0.0
    error: BaseException | None = None


class ModelsPresenter(QObject):
    """Asks the scribe process and keeps the choices of this computer.

    Attributes:
        state_changed: a new `ModelsState`.
        pulled: the name of a model that Ollama has fetched.
    """

    state_changed = Signal(object)
    pulled = Signal(str)

    def __init__(self, desk: Desk, process: ScribeProcess, parent: QObject) -> None:
        super().__init__(parent)
        self._data_dir = desk.settings.data_dir
        self._process = process
        self._job: ScribeJob | None = None
        self.state = ModelsState(scribe_choices.load(self._data_dir))

    @property
    def folder(self) -> Path:
        """Where models of one's own are looked for."""
        return self.state.choices.folder(self._data_dir)

    def look(self) -> None:
        """Look at what is installed."""
        self._begin("look", "", self._process.models(self.folder), self._surveyed)

    def _surveyed(self, survey: Survey) -> None:
        self._update(survey=survey)

    # Choosing ----------------------------------------------------------------------------------------------

    def choose_speech(self, setting: str) -> None:
        """Use this speech model from now on."""
        self._keep(replace(self.state.choices, speech=setting))

    def choose_speech_folder(self, folder: Path) -> None:
        """Use the model in ``folder``; told if there is none in it."""
        if not speech_model.is_model(folder):
            self._update(error=BadInput("scribe.no_model_there", folder=folder.name))
            return
        self.choose_speech(str(folder))
        self.look()

    def choose_folder(self, folder: Path) -> None:
        """Look for models of one's own here from now on; told if it can't be read."""
        refused = gguf.unreadable_folder(folder)
        if refused is not None:
            self._update(error=refused)
            return
        self._keep(replace(self.state.choices, models=str(folder)))
        self.look()

    def use_usual_folder(self) -> None:
        """Look for models in the data folder again."""
        self._keep(replace(self.state.choices, models=""))
        self.look()

    def choose_llm(self, kind: str, model: str = "") -> None:
        """Let this language model reword drafts from now on; ``none`` for rules alone."""
        self._keep(replace(self.state.choices, llm=kind, llm_model=model))

    def choose_gguf(self, file: Path) -> None:
        """Use a GGUF file; told if it is none."""
        try:
            with file.open("rb") as opened:
                fits = opened.read(4) == b"GGUF"
        except OSError:
            fits = False
        if not fits:
            self._update(error=BadInput("scribe.no_gguf", file=file.name))
            return
        self.choose_llm("embedded", str(file))

    def choose_keep_days(self, days: int) -> None:
        """How long recordings are kept after signing; 0 deletes them at once."""
        self._keep(replace(self.state.choices, keep_days=days))

    def choose_language(self, language: str) -> None:
        """What is spoken in visits here: a code, ``auto``, or "" for what the settings file says."""
        self._keep(replace(self.state.choices, language=language))

    def _keep(self, choices: ScribeChoices) -> None:
        try:
            scribe_choices.save(self._data_dir, choices)
        except OSError as error:
            self._update(error=error)
            return
        self._update(choices=choices, error=None)

    # Work --------------------------------------------------------------------------------------------------

    def measure_speech(self, setting: str) -> None:
        """Time a speech model on this computer."""

        def measured(speeds: tuple[Speed, ...]) -> None:
            self._keep(self.state.choices.with_speeds(setting, speeds))

        self._begin("measure", setting or self.name_of(setting), self._process.measure(setting), measured)

    def measure_llm(self, model: LanguageModel) -> None:
        """Time a language model on this computer and see whether its sentences stand."""

        def measured(speed: LanguageSpeed) -> None:
            self._keep(self.state.choices.with_llm_speed(llm_key(model), speed))

        job = self._process.measure_llm(model.backend, model.path or model.name)
        self._begin("measure", model.name, job, measured)

    def pull(self, name: str) -> None:
        """Have Ollama fetch a model."""

        def done(fetched: str) -> None:
            self.pulled.emit(fetched)
            self.look()

        self._begin("pull", name.strip(), self._process.pull(name), done)

    def cancel(self) -> None:
        """Give up what is under way."""
        if self._job is not None:
            self._job.cancel()

    def abandon(self) -> None:
        """The panel goes: give up what is under way, and tell nobody."""
        job, self._job = self._job, None
        if job is not None:
            job.cancel()

    def name_of(self, setting: str) -> str:
        """How a speech model is called."""
        known = self.state.survey.speech if self.state.survey else ()
        return next((one.name for one in known if one.setting == setting), Path(setting).name)

    def _begin(self, doing: str, about: str, job: ScribeJob, done: Callable[[Any], None]) -> None:
        self.abandon()
        self._job = job
        self._update(doing=doing, about=about, share=0.0, error=None)
        job.progressed.connect(lambda share: self._update(share=share) if self._job is job else None)

        def finished(result: Any) -> None:
            if self._job is job:
                self._job = None
                self._update(doing="", share=0.0)
                done(result)

        def failed(error: BaseException) -> None:
            if self._job is job:
                self._job = None
                cancelled = isinstance(error, OpdError) and error.code == "scribe.cancelled"
                self._update(doing="", share=0.0, error=None if cancelled else error)

        job.done.connect(finished)
        job.failed.connect(failed)

    def _update(self, **changes: Any) -> None:
        state = replace(self.state, **changes)
        if state != self.state:
            self.state = state
            self.state_changed.emit(state)


def llm_key(model: LanguageModel) -> str:
    """Under which the speed of a language model is kept."""
    return f"{model.backend}:{model.path or model.name}"
