"""When the visits of a series are: a recurrence rule of RFC 5545, in the wall time of a facility.

A part of the rules is understood, the part that a clinic can want: every n days, weeks (on some weekdays), or months
(on a day of the month, a weekday by its number, or the n-th of some weekdays), with an end. A visit at ten stays at
ten through a change of clocks.
"""

import re
from datetime import UTC, date, datetime, time, tzinfo

from dateutil.rrule import rrule, rrulestr

from opd_desktop.domain.clinic_time import instant_of
from opd_desktop.domain.errors import BadInput

#: As many visits as one series may have, and as many days as it may last.
MOST_VISITS = 104
MOST_DAYS = 731

_NUMBER = r"[1-9]\d{0,2}"
_DAY = r"(MO|TU|WE|TH|FR|SA|SU)"
_MONTH_DAY = r"-?([1-9]|[12]\d|3[01])"
#: What a part may look like. The limits keep a rule from asking for days that no calendar has.
_PARTS = {
    "FREQ": r"DAILY|WEEKLY|MONTHLY",
    "INTERVAL": _NUMBER,
    "COUNT": _NUMBER,
    "UNTIL": r"\d{8}(T\d{6}Z?)?",
    "WKST": _DAY,
    "BYDAY": rf"(-?[1-5])?{_DAY}(,(-?[1-5])?{_DAY})*",
    "BYMONTHDAY": rf"{_MONTH_DAY}(,{_MONTH_DAY})*",
    "BYSETPOS": r"-?[1-4]",
}


def occurrences(first: datetime, rule: str, zone: tzinfo) -> tuple[datetime, ...]:
    """The starts of all visits of a series, in UTC, soonest first; the first of them is ``first``.

    Args:
        first: start of the first visit (timezone-aware), to which the rule must apply.
        rule: ``FREQ=WEEKLY;BYDAY=MO,TH;COUNT=8``. It ends by COUNT or by UNTIL; an UNTIL without a time is the whole
            of that day, one in UTC ("Z") an instant, any other wall time.

    Raises:
        BadInput: ``series.bad_rule`` (``part`` says which part is not understood), ``series.no_end``,
            ``series.too_long``, ``series.rule_misses_first``.
    """
    parts = _parsed(rule)
    start = first.astimezone(zone).replace(tzinfo=None)
    repeats = _rule(parts, start, zone)
    if next(iter(repeats), None) != start:
        raise BadInput("series.rule_misses_first", rule=rule)
    found = _walk(repeats, start.date())
    # The first visit is where it was put, also in an hour that an autumn change repeats.
    later = (instant_of(wall.date(), wall.time(), zone) for wall in found[1:])
    return first.astimezone(UTC), *later


def _parsed(rule: str) -> dict[str, str]:
    parts: dict[str, str] = {}
    for part in rule.upper().split(";"):
        name, _, value = part.partition("=")
        pattern = _PARTS.get(name)
        if pattern is None or name in parts or re.fullmatch(pattern, value) is None:
            raise BadInput("series.bad_rule", part=part)
        parts[name] = value
    _check_together(parts)
    if ("COUNT" in parts) == ("UNTIL" in parts):
        raise BadInput("series.no_end", rule=rule)
    if int(parts.get("COUNT", "1")) > MOST_VISITS:
        raise BadInput("series.too_long", visits=MOST_VISITS, days=MOST_DAYS)
    return parts


def _check_together(parts: dict[str, str]) -> None:
    """Refuse parts that are meaningless together, or that no day would ever meet."""
    allowed = {
        "DAILY": set(),
        "WEEKLY": {"BYDAY"},
        "MONTHLY": {"BYDAY", "BYMONTHDAY", "BYSETPOS"},
    }.get(parts.get("FREQ", ""))  # fmt: skip
    if allowed is None:
        raise BadInput("series.bad_rule", part="FREQ")
    by = {name for name in parts if name.startswith("BY")}
    numbered = any(sign.isdigit() for sign in parts.get("BYDAY", ""))
    wrong = (
        not by <= allowed
        or by >= {"BYDAY", "BYMONTHDAY"}
        or (parts["FREQ"] == "WEEKLY" and numbered)
        or ("BYSETPOS" in by and ("BYDAY" not in by or numbered))
    )
    if wrong:
        raise BadInput("series.bad_rule", part=";".join(f"{name}={parts[name]}" for name in sorted(by)))


def _rule(parts: dict[str, str], start: datetime, zone: tzinfo) -> rrule:
    until = parts.get("UNTIL")
    text = ";".join(f"{name}={value}" for name, value in parts.items() if name != "UNTIL")
    made: rrule = rrulestr(text, dtstart=start)  # type: ignore[assignment]
    return made if until is None else made.replace(until=_until(until, zone))


def _until(text: str, zone: tzinfo) -> datetime:
    try:
        if "T" not in text:
            return datetime.combine(date(int(text[:4]), int(text[4:6]), int(text[6:])), time.max)
        if text.endswith("Z"):
            return datetime.fromisoformat(text).astimezone(zone).replace(tzinfo=None)
        return datetime.fromisoformat(text)
    except ValueError:
        raise BadInput("series.bad_rule", part=f"UNTIL={text}") from None


def _walk(rule: rrule, start: date) -> list[datetime]:
    found: list[datetime] = []
    for wall in rule:
        if (wall.date() - start).days > MOST_DAYS or len(found) == MOST_VISITS:
            raise BadInput("series.too_long", visits=MOST_VISITS, days=MOST_DAYS)
        found.append(wall)
    return found
