"""Patients: names and how people spell them, phones, ages, and who might be the same person."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta

from opd_desktop.domain.errors import BadInput

#: From this score on two records are shown as perhaps the same person.
DUPLICATE_THRESHOLD = 0.6
_NAME_WEIGHT, _PHONE_WEIGHT, _BIRTH_WEIGHT = 0.5, 0.35, 0.3
_SOUNDS_ALIKE = 0.85
_DATE = re.compile(r"(\d{1,4})([-/.])(\d{1,2})\2(\d{1,4})")
_DIGIT_RUN = re.compile(r"[+(]?\d[\d ()+/.\-]*")
_WORD_EDGE = " '’`-.,;:!?()[]{}\"%_\\"
#: A token of fewer digits keeps its leading zeros: it may be a record number.
_PHONE_DIGITS = 7


def clean_name(text: str) -> str:
    """The name with single spaces and composed characters (Unicode NFC).

    Raises:
        BadInput: ``patient.name_needed`` if no letter is in it.
    """
    name = " ".join(unicodedata.normalize("NFC", text).split())
    if not any(char.isalpha() for char in name):
        raise BadInput("patient.name_needed")
    return name


def e164(text: str, country: str) -> str:
    """A typed phone number as E.164 (``+919812345678``); an empty text stays empty.

    Args:
        country: ISO 3166 alpha-2 code of the facility; numbers without ``+`` are taken as dialled there.

    Raises:
        BadInput: ``patient.phone_invalid`` for what can't be a phone number.
    """
    import phonenumbers

    text = text.strip()
    if not text:
        return ""
    try:
        number = phonenumbers.parse(text, country.upper() or None)
    except phonenumbers.NumberParseException:
        raise BadInput("patient.phone_invalid", country=country) from None
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        raise BadInput("patient.phone_invalid", country=country)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def check_email(text: str) -> str:
    """An e-mail address without blanks around it; an empty text stays empty.

    Raises:
        BadInput: ``patient.email_invalid``.
    """
    text = text.strip()
    if text and not re.fullmatch(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+", text):
        raise BadInput("patient.email_invalid")
    return text


def age_years(born: date | None, on: date) -> int | None:
    """Completed years of age on a day; None without a birth date or before it."""
    if born is None or on < born:
        return None
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def estimated_birth_date(years: int, on: date) -> date:
    """The middle of the year in which somebody aged ``years`` on that day can be born."""
    year = on.year - years
    try:
        birthday_today = on.replace(year=year)
    except ValueError:  # 29 February
        birthday_today = date(year, 2, 28)
    return birthday_today - timedelta(days=182)


# Searching ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PatientQuery:
    """What somebody typed into the search box, taken apart; all parts must match.

    Attributes:
        words: parts of the name, as typed.
        digits: parts of a phone or record number, digits only.
        births: birth dates that the text can mean, the likeliest first (day or month may come first).
    """

    words: tuple[str, ...] = ()
    digits: tuple[str, ...] = ()
    births: tuple[date, ...] = ()

    @property
    def is_empty(self) -> bool:
        """Nothing to search for."""
        return not (self.words or self.digits or self.births)


def parse_query(text: str, today: date) -> PatientQuery:
    """Take the text of the search box apart: names, phone digits, an MRN, a birth date, in any mixture."""
    births: list[date] = []

    def take_date(found: re.Match[str]) -> str:
        meant = _dates(found, today)
        births.extend(meant)
        return " " if meant else found[0]

    text = _DATE.sub(take_date, unicodedata.normalize("NFC", text))
    digits: list[str] = []

    def take_digits(found: re.Match[str]) -> str:
        only = re.sub(r"\D", "", found[0])
        digits.append(only.lstrip("0") or only if len(only) >= _PHONE_DIGITS else only)
        return " "

    text = re.sub(rf"(?<![^\W\d]){_DIGIT_RUN.pattern}", take_digits, text)
    words = [word.strip(_WORD_EDGE) for word in re.split(r"[\s,;%_\\]+", text)]
    return PatientQuery(tuple(word for word in words if word), tuple(digits), tuple(dict.fromkeys(births)))


def _dates(found: re.Match[str], today: date) -> list[date]:
    first, second, third = found[1], found[3], found[4]
    if len(first) == 4:
        orders = [(first, second, third)]
    elif len(third) in (2, 4):
        orders = [(third, second, first), (third, first, second)]
    else:
        return []
    made = (_date(*order, today) for order in orders)
    return [one for one in made if one is not None]


def _date(year: str, month: str, day: str, today: date) -> date | None:
    number = int(year)
    if len(year) == 2:
        # Two digits mean the last hundred years.
        number += today.year // 100 * 100
        number -= 100 if number > today.year else 0
    try:
        return date(number, int(month), int(day))
    except ValueError:
        return None


# Duplicates -----------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Identity:
    """What tells people apart; empty means unknown. ``phone`` is E.164."""

    name: str = ""
    phone: str = ""
    birth_date: date | None = None


@dataclass(frozen=True)
class Likeness:
    """How likely two records are one person: 0..1, and what agrees (``name``, ``phone``, ``birth_date``)."""

    score: float
    agrees: tuple[str, ...]


def likeness(one: Identity, other: Identity) -> Likeness:
    """Compare two identities by what both know of; symmetric.

    Words of the names may come in any order, be misspelt or left out; a birth date counts half with one part
    different (a day, a month, a year) or with day and month swapped.
    """
    parts: list[tuple[str, float, float]] = []
    if one.name and other.name:
        parts.append(("name", _NAME_WEIGHT, name_likeness(one.name, other.name)))
    if one.phone and other.phone:
        parts.append(("phone", _PHONE_WEIGHT, float(one.phone == other.phone)))
    if one.birth_date and other.birth_date:
        parts.append(("birth_date", _BIRTH_WEIGHT, _birth_likeness(one.birth_date, other.birth_date)))
    total = sum(weight for _, weight, _ in parts)
    if not total:
        return Likeness(0.0, ())
    score = sum(weight * part for _, weight, part in parts) / total
    return Likeness(round(score, 3), tuple(name for name, _, part in parts if part >= _SOUNDS_ALIKE))


def name_likeness(one: str, other: str) -> float:
    """How alike two names are, 0..1: the words of the shorter one find their best partners in the longer."""
    short, long = sorted((fold(one).split(), fold(other).split()), key=lambda words: (len(words), words))
    if not short:
        return 0.0
    pairs = sorted(
        ((_word_likeness(a, b), i, j) for i, a in enumerate(short) for j, b in enumerate(long)),
        key=lambda pair: (-pair[0], pair[1], pair[2]),
    )
    used_short: set[int] = set()
    used_long: set[int] = set()
    total = 0.0
    for alike, i, j in pairs:
        if i not in used_short and j not in used_long:
            used_short.add(i)
            used_long.add(j)
            total += alike
    # A name that is only part of the other is weaker evidence than a whole one.
    unmatched = len(long) - len(short)
    return total / (len(short) + 0.25 * unmatched)


def fold(text: str) -> str:
    """Lower case without accents, apostrophes and hyphens: what is left of a name when people type it fast."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(re.sub(r"['’`]", "", plain).replace("-", " ").split())


def sound_key(word: str) -> str:
    """Words that sound alike share it: consonants by how they are made, vowels only at the start.

    Rules of our own, close to Soundex (R. Russell, US patent 1,261,167) but for names as romanised in many
    countries: aspirates (dh, th, bh), v/w, s/sh/z, c/k/q count as one sound.
    """
    text = re.sub(r"[^a-z]", "", fold(word))
    if not text:
        return ""
    text = text.replace("ph", "f").replace("ch", "c").replace("x", "ks")
    text = re.sub(r"(?<=[bdgjktscr])h", "", text)
    text = text.translate(str.maketrans("wqcz", "vkks"))
    first, rest = text[0], re.sub(r"[aeiouyh]", "", text[1:])
    first = "a" if first in "aeiouy" else first
    return re.sub(r"(.)\1+", r"\1", first + rest)


def _word_likeness(one: str, other: str) -> float:
    if one == other:
        return 1.0
    if len(one) == 1 or len(other) == 1:
        return 0.6 if one[0] == other[0] else 0.0
    if (key := sound_key(one)) and key == sound_key(other):
        return _SOUNDS_ALIKE
    changes = _edit_distance(one, other)
    return max(0.0, 1.0 - changes / max(len(one), len(other)))


def _edit_distance(one: str, other: str) -> int:
    """Insertions, deletions, replacements and swaps of neighbours (restricted Damerau-Levenshtein)."""
    before: list[int] = []
    above = list(range(len(other) + 1))
    for i, a in enumerate(one, start=1):
        row = [i]
        for j, b in enumerate(other, start=1):
            cost = min(above[j] + 1, row[j - 1] + 1, above[j - 1] + (a != b))
            if i > 1 and j > 1 and a == other[j - 2] and one[i - 2] == b:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        before, above = above, row
    return above[-1]


def _birth_likeness(one: date, other: date) -> float:
    if one == other:
        return 1.0
    if one.year == other.year and (one.month, one.day) == (other.day, other.month):
        return 0.5
    same = (one.year == other.year) + (one.month == other.month) + (one.day == other.day)
    return 0.5 if same == 2 else 0.0
