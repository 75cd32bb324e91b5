"""What this computer remembers about the scribe: models, how fast they are here, how long recordings are kept.

A readable JSON file in the data folder, without clinic data and without secrets. Figures of another machine (the
folder was copied) are dropped.
"""

import json
import os
import platform
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from opd_desktop.scribe.backends import gguf
from opd_desktop.scribe.models import LanguageSpeed
from opd_desktop.scribe.speech_model import Engine, Speed

_FILE = gguf.CHOICES


def this_machine() -> str:
    """Enough of the machine to know that figures measured on it are its own."""
    return f"{platform.node()} {platform.machine()} {os.cpu_count()}"


@dataclass(frozen=True)
class ScribeChoices:
    """Immutable; `saved` after each change.

    Attributes:
        speech: the speech model as `Engine.model`; "" takes the installed one.
        speeds: by speech model, the fastest way first.
        llm: ``none``, ``embedded``, ``ollama`` or ``auto``.
        llm_model: an Ollama name or the path of a GGUF file, "" for the backend's own choice.
        llm_speeds: by ``backend:model``.
        models: the folder with models of one's own, "" for ``models`` in the data folder.
        language: what is spoken in visits, ``auto`` to let the model tell, "" for what the settings file says.
        keep_days: days that recordings are kept after signing; 0 deletes them at once.
    """

    speech: str = ""
    speeds: dict[str, tuple[Speed, ...]] = field(default_factory=dict)
    llm: str = "none"
    llm_model: str = ""
    llm_speeds: dict[str, LanguageSpeed] = field(default_factory=dict)
    models: str = ""
    language: str = ""
    keep_days: int = 0

    @property
    def measured(self) -> bool:
        """Whether the chosen speech model was timed on this machine."""
        return bool(self.speeds.get(self.speech))

    @property
    def engine(self) -> Engine:
        """The chosen speech model, run in the way that was fastest here."""
        best = next(iter(self.speeds.get(self.speech, ())), None)
        return Engine(self.speech, best.device, best.compute_type) if best else Engine(self.speech)

    def with_speeds(self, model: str, speeds: tuple[Speed, ...]) -> "ScribeChoices":
        """With what was measured."""
        return replace(self, speeds={**self.speeds, model: speeds})

    def with_llm_speed(self, key: str, speed: LanguageSpeed) -> "ScribeChoices":
        """With what was measured."""
        return replace(self, llm_speeds={**self.llm_speeds, key: speed})

    def folder(self, data_dir: Path) -> Path:
        """Where models of one's own are."""
        return gguf.folder_of(self.models, data_dir)


def load(data_dir: Path) -> ScribeChoices:
    """What was chosen; the defaults where nothing was, or the file can't be read."""
    try:
        told = json.loads((data_dir / _FILE).read_text(encoding="utf-8"))
        return _read(told)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return ScribeChoices()


def _read(told: dict[str, Any]) -> ScribeChoices:
    same = told.get("machine") == this_machine()
    speeds = told.get("speeds", {}) if same else {}
    llm_speeds = told.get("llm_speeds", {}) if same else {}
    return ScribeChoices(
        speech=str(told.get("speech", "")),
        speeds={str(key): tuple(Speed(**one) for one in rows) for key, rows in speeds.items()},
        llm=str(told.get("llm", "none")),
        llm_model=str(told.get("llm_model", "")),
        llm_speeds={str(key): LanguageSpeed(**one) for key, one in llm_speeds.items()},
        models=str(told.get("models", "")),
        language=str(told.get("language", "")),
        keep_days=max(0, int(told.get("keep_days", 0))),
    )


def save(data_dir: Path, choices: ScribeChoices) -> None:
    """Keep the choices; replaces the file in one step.

    Raises:
        OSError: the data folder can't be written.
    """
    path = data_dir / _FILE
    data_dir.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".new")
    fresh.write_text(json.dumps({**asdict(choices), "machine": this_machine()}, indent=2) + "\n", encoding="utf-8")
    fresh.replace(path)
