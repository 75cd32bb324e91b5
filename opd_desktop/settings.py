"""Settings of this machine: a TOML file, overridden by environment variables. No secret is stored in it."""

import os
import tomllib
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from opd_desktop.domain.errors import BadInput

CONFIG_NAME = "opd-desk.toml"


class EmailSettings(BaseModel):
    """SMTP. The password comes from ``OPD_SMTP_PASSWORD``, never from the file.

    Attributes:
        security: ``starttls`` (sending stops if the server does not offer it), ``tls`` from the start, or ``none``.
        ca_file: certificate authorities (PEM) besides the system's, for a server of one's own.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str
    port: int = Field(default=587, ge=1, le=65535)
    sender: str
    user: str = ""
    security: Literal["starttls", "tls", "none"] = "starttls"
    ca_file: str | None = None


class Settings(BaseModel):
    """Where the clinic's database is and how this desk behaves.

    Attributes:
        database_url: libpq URL without a password; None means the embedded server in ``data_dir``.
        data_dir: embedded server, local drafts, recordings, logs.
        desk: this desk's name, shown to the others.
        worker: whether this desk runs a background worker.
        scribe_language: what is spoken in visits, as ISO 639-1 says (``en``), or ``auto`` to let the speech model tell.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    database_url: str | None = None
    data_dir: Path
    desk: str = "Desk 1"
    worker: bool = True
    scribe_language: str = Field(default="en", pattern=r"^(?:auto|[a-z]{2,3})$")
    email: EmailSettings | None = None


def load(environ: dict[str, str] | None = None) -> Settings:
    """Read the settings.

    ``OPD_CONFIG`` names another file; ``OPD_DATABASE_URL``, ``OPD_DATA_DIR``, ``OPD_DESK`` and
    ``OPD_SCRIBE_LANGUAGE`` override it.

    Raises:
        BadInput: ``settings.unreadable`` or ``settings.invalid``, naming the file and the key.
    """
    env = dict(os.environ) if environ is None else environ
    path = Path(env["OPD_CONFIG"]) if "OPD_CONFIG" in env else config_path()
    data: dict[str, Any] = {"data_dir": default_folder()}
    if path.exists():
        try:
            data |= tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError) as wrong:
            raise BadInput("settings.unreadable", file=str(path), reason=str(wrong)) from wrong
    for name in ("database_url", "data_dir", "desk", "scribe_language"):
        if value := env.get(f"OPD_{name.upper()}"):
            data[name] = value
    try:
        return Settings.model_validate(data)
    except ValidationError as wrong:
        first = wrong.errors()[0]
        raise BadInput(
            "settings.invalid", file=str(path), key=".".join(map(str, first["loc"])), reason=first["msg"]
        ) from None


def default_folder() -> Path:
    """The folder of this user's data; as root ``/var/lib/opd-desk``, which another system user may enter."""
    import platformdirs

    if os.name == "posix" and os.geteuid() == 0:
        return Path("/var/lib/opd-desk")
    return Path(platformdirs.user_data_dir("opd-desk", appauthor=False))


def config_path() -> Path:
    """The settings file of this user."""
    import platformdirs

    return Path(platformdirs.user_config_dir("opd-desk", appauthor=False)) / CONFIG_NAME
