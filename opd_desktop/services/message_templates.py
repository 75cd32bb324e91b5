"""Message templates: rendering in a sandbox, per language, with times in the facility's zone.

Messages leave the building, so the values offered to a template hold nothing clinical.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from opd_desktop.domain.errors import BadInput

DEFAULT_LANGUAGE = "en"

_DAYS = {
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
    "es": ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo"),
}
_MONTHS = {
    "en": ("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
           "November", "December"),
    "es": ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
           "noviembre", "diciembre"),
}  # fmt: skip
_DATE = {"en": "{day}, {number} {month} {year}", "es": "{day} {number} de {month} de {year}"}

#: What a template may use.
VARIABLES = frozenset(
    {
        "patient_name", "practitioner_name", "facility_name", "facility_phone", "facility_address", "date", "time",
        "journey_name", "minutes", "expected_time",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Rendered:
    """A message ready to send."""

    subject: str
    body: str


def date_in_words(moment: datetime, zone: str, language: str) -> str:
    """``Tuesday, 24 November 2026`` in the language, English for one that is not known."""
    local, known = moment.astimezone(ZoneInfo(zone)), language if language in _DATE else DEFAULT_LANGUAGE
    return _DATE[known].format(
        day=_DAYS[known][local.weekday()], number=local.day, month=_MONTHS[known][local.month - 1], year=local.year
    )


def values(source: dict[str, Any], language: str) -> dict[str, str]:
    """The variables of a message.

    Args:
        source: patient_name, practitioner_name, facility_name, facility_phone, facility_address, journey_name,
            time_zone, and starts_at (None without an appointment); minutes and expected_time of a lateness.
    """
    given = {name: str(source.get(name) or "") for name in VARIABLES - {"date", "time"}}
    starts_at: datetime | None = source.get("starts_at")
    if starts_at is not None:
        zone = str(source["time_zone"])
        given["date"] = date_in_words(starts_at, zone, language)
        given["time"] = f"{starts_at.astimezone(ZoneInfo(zone)):%H:%M}"
    return given


def render(subject: str, body: str, given: dict[str, str]) -> Rendered:
    """Fill in a template.

    Raises:
        BadInput: ``template.broken`` with the ``reason`` (a syntax error, an unknown or missing variable).
    """
    try:
        return Rendered(" ".join(_compiled(subject).render(given).split()), _compiled(body).render(given).strip())
    except Exception as wrong:  # a template is somebody's small program, and may fail in any way
        raise BadInput("template.broken", reason=str(wrong)) from wrong


@lru_cache(maxsize=256)
def _compiled(source: str) -> Any:
    from jinja2 import StrictUndefined
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    # Plain text, not HTML: escaping would put "&amp;" into messages.
    return ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False).from_string(source)


def unknown_variables(source: str) -> frozenset[str]:
    """The variables that a template uses and nobody fills in.

    Raises:
        BadInput: ``template.broken``.
    """
    from jinja2 import TemplateError, meta
    from jinja2.sandbox import ImmutableSandboxedEnvironment

    try:
        tree = ImmutableSandboxedEnvironment(autoescape=False).parse(source)
    except TemplateError as wrong:
        raise BadInput("template.broken", reason=str(wrong)) from wrong
    return frozenset(meta.find_undeclared_variables(tree)) - VARIABLES
