"""Birth dates and ages as people say them at the window."""

import re
from datetime import date

from opd_desktop.domain.errors import BadInput

_OLDEST = 130
#: Where the month is written first (CLDR date formats); everywhere else the day is.
_MONTH_FIRST = frozenset({"US", "PH", "BZ", "FM", "PW", "MH"})


def parse_birth(text: str, today: date, country: str = "") -> tuple[date | None, int | None]:
    """A birth date, or an age in years, from what was typed.

    Takes ``34``, ``34 y``, ISO dates, and dates with dots, slashes or dashes in the order of ``country``
    (ISO 3166 alpha-2). An empty text is neither.

    Raises:
        BadInput: ``patient.birth_unreadable``, ``patient.born_in_future`` or ``patient.too_old``.
    """
    text = text.strip().casefold()
    if not text:
        return None, None
    if age := re.fullmatch(r"(\d{1,3})\s*(?:y|yr|yrs|years?)?", text):
        years = int(age[1])
        if years > _OLDEST:
            raise BadInput("patient.too_old", years=years, limit=_OLDEST)
        return None, years
    born = _date(text, country)
    if born > today:
        raise BadInput("patient.born_in_future")
    if today.year - born.year > _OLDEST:
        raise BadInput("patient.too_old", years=today.year - born.year, limit=_OLDEST)
    return born, None


def _date(text: str, country: str) -> date:
    parts = re.fullmatch(r"(\d{1,4})[-/. ](\d{1,2})[-/. ](\d{1,4})", text)
    if parts is None:
        raise BadInput("patient.birth_unreadable", text=text)
    first, second, third = (int(part) for part in parts.groups())
    if len(parts[1]) == 4:
        year, month, day = first, second, third
    elif country.upper() in _MONTH_FIRST:
        month, day, year = first, second, third
    else:
        day, month, year = first, second, third
    try:
        return date(year, month, day)
    except ValueError:
        raise BadInput("patient.birth_unreadable", text=text) from None
