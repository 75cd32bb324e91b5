"""Words of the model manager: what a model is and does here, and what to do where there is none."""

from pathlib import Path

from PySide6.QtCore import QCoreApplication

from opd_desktop.scribe.languages import AUTO
from opd_desktop.scribe.models import LanguageModel, LanguageSpeed, Survey
from opd_desktop.scribe.speech_model import SpeechModel, Speed
from opd_desktop.ui.note_words import language_text

_translate = QCoreApplication.translate


def about_speech(model: SpeechModel, speeds: tuple[Speed, ...]) -> str:
    """Size, where it is from, and how fast it is here."""
    origins = {
        "package": _translate("models", "installed with the program"),
        "environment": _translate("models", "from OPD_WHISPER_MODEL"),
        "folder": _translate("models", "models folder"),
        "cache": _translate("models", "downloaded by faster-whisper"),
    }
    parts = [size_text(model.size), origins.get(model.origin, model.origin)]
    if speeds:
        best = speeds[0]
        minutes = _translate("models", "10 minutes of speech in {0} s here").format(round(600 * best.real_time_factor))
        parts.append(f"{minutes}, {best.compute_type} on {best.device}")
    else:
        parts.append(_translate("models", "not measured here"))
    return " · ".join(parts)


def about_language(model: LanguageModel, speed: LanguageSpeed | None) -> str:
    """Size, kind, what runs it, and what it does here."""
    kinds = {"ollama": "Ollama", "embedded": _translate("models", "in this program")}
    parts = [size_text(model.size) if model.size else "", model.about, kinds.get(model.backend, model.backend)]
    if speed is None:
        parts.append(_translate("models", "not measured here"))
    else:
        parts.append(_translate("models", "about {0} s for a visit").format(round(speed.visit_s)))
        stood = _translate("models", "{0} of {1} test sentences stood").format(speed.kept, speed.asked)
        parts.append(stood if speed.fit else f"{stood}: {_translate('models', 'not fit for notes')}")
    return " · ".join(part for part in parts if part)


def speech_help(survey: Survey, chosen: str) -> str:
    """What to do where speech can't become text as chosen, or a folder was left out; empty where all is well."""
    return " ".join(filter(None, (_model_help(survey, chosen), _unreadable_help(survey))))


def _unreadable_help(survey: Survey) -> str:
    if not survey.unreadable:
        return ""
    return _translate(
        "models", "Left out, since this user may not read it: {0}. Give the right to read it, or choose another folder."
    ).format(", ".join(survey.unreadable))


def _model_help(survey: Survey, chosen: str) -> str:
    if not survey.speech_ready:
        return _translate(
            "models",
            "Speech can't be turned into text here: install opd-desktop[scribe]. Pasted and typed text is drafted.",
        )
    if not survey.speech:
        return _translate(
            "models",
            "No speech model is installed. Install opd-desktop[speech-model], or choose a folder with a model of "
            "faster-whisper. Until then pasted and typed text is drafted.",
        )
    if chosen and all(one.setting != chosen for one in survey.speech):
        name = Path(chosen).name
        return _translate("models", "The chosen model {0} is not here any more. Choose another.").format(name)
    return ""


def language_help(survey: Survey, folder: Path) -> str:
    """How to get a language model where Ollama doesn't answer; empty where it does."""
    if not survey.ollama:
        return ""
    other = _translate("models", "put a GGUF file into {0}").format(folder)
    if not survey.embedded_ready:
        other = _translate("models", "install opd-desktop[llm] and put a GGUF file into {0}").format(folder)
    return _translate(
        "models", "Ollama doesn't answer here. To use its models, install it from ollama.com and start it; or {0}."
    ).format(other)


def work_text(doing: str, about: str, share: float) -> str:
    """What is under way (`ModelsState.doing`) with which model; "" for nothing."""
    name = Path(about).name or _translate("models", "the model")
    words = {
        "look": _translate("models", "Looking at what is installed"),
        "measure": _translate("models", "Measuring {0}").format(name),
        "pull": _translate("models", "Fetching {0}: {1} %").format(about, round(100 * share)),
    }
    return words.get(doing, "")


def days_text(days: int) -> str:
    """How long recordings stay after signing."""
    if days == 0:
        return _translate("models", "delete at once")
    if days == 1:
        return _translate("models", "keep 1 day")
    return _translate("models", "keep {0} days").format(days)


def spoken_text(language: str) -> str:
    """What is spoken in visits: a language, ``auto``, or "" for what the settings file says."""
    words = {
        "": _translate("models", "as in the settings file"),
        AUTO: _translate("models", "let the model tell"),
    }
    return words.get(language) or language_text(language)


def size_text(size: int) -> str:
    """``74 MB`` or ``4.7 GB``."""
    return f"{size / 1e9:.1f} GB" if size >= 1e9 else f"{round(size / 1e6)} MB"
