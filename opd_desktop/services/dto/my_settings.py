"""What one person chose for their own screens."""

from typing import Any

from pydantic import Field

from opd_desktop.services.dto.common import Dto, Request

_KEY = r"^[a-z][a-z0-9_.]{0,62}$"


class ReadSettings(Request):
    """The choices under one key (``calendar``)."""

    key: str = Field(pattern=_KEY)


class WriteSettings(Request):
    """Replace the choices under a key; at most 16 kB as JSON."""

    key: str = Field(pattern=_KEY)
    value: dict[str, Any]


class MySettings(Dto):
    """What was kept; empty when nothing was."""

    key: str
    value: dict[str, Any] = {}
