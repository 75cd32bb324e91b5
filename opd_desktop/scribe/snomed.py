"""The clinic's own SNOMED CT release: disorders and findings by what they are called, with their ICD-10-CM code.

The file is made by `opd-desktop codes import` (`snomed_import`) and only read here. Without it the starter map of
`resources/codes` is all there is.
"""

from __future__ import annotations

import contextlib
import re
import sqlite3
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from opd_desktop.domain.errors import ServiceUnavailable

FORMAT = 1
"""Of the file; another one must be imported again."""

MAX_WORDS = 8
"""Longer terms are not looked up: nobody says them in one breath."""

_WORD = re.compile(r"[^\W_]+(?:['\u2019][^\W_]+)*")
_NUMBER = re.compile(r"^[0-9]{6,18}$")
_KEY_WORD = re.compile(r"[a-z0-9]+")
_SHORTEST = 6
"""Letters of a term of one word that is looked up in what was said; "cold" and "shock" are said of other things."""
# fmt: off
_TOO_GENERAL = frozenset({
    "abnormality", "allergy", "bleeding", "complication", "condition", "contusion", "cyst", "defect",
    "deformity", "degeneration", "disease", "disorder", "dysfunction", "failure", "growth", "hemorrhage",
    "haemorrhage", "illness", "impairment", "infection", "inflammation", "injury", "irritation", "lesion",
    "obstruction", "poisoning", "rupture", "sickness", "sprain", "strain", "swelling", "syndrome", "trauma",
    "tumor", "tumour", "weakness", "wound", "wounds",
})
# fmt: on
"""Disorders of one word that name nothing by themselves."""


def codes_file(data_dir: Path) -> Path:
    """Where the imported release of a data folder is."""
    return data_dir / "codes" / "snomed.sqlite"


def key_of(term: str) -> str | None:
    """How a term is looked up: lower case, without accents, apostrophes and punctuation; None for none or too many
    words."""
    plain = unicodedata.normalize("NFKD", term.replace("'", "").replace("\u2019", "").lower())
    words = _KEY_WORD.findall("".join(letter for letter in plain if not unicodedata.combining(letter)))
    return " ".join(words) if 0 < len(words) <= MAX_WORDS else None


@dataclass(frozen=True, slots=True)
class Release:
    """What was imported.

    Attributes:
        name: ``SNOMED CT INT 2026-01-01``: edition and date as in the names of its files.
        concepts, terms, mapped: disorders and findings, the terms that lead to them, and how many of them have an ICD
            code by the release's own map.
        dialect: ``us`` or ``gb``, whose preferred terms are shown.
        maps: which maps it brought, ``ICD-10-CM`` and ``ICD-10``.
    """

    name: str
    edition: str
    date: str
    dialect: str
    concepts: int
    terms: int
    mapped: int
    maps: str

    def to_json(self) -> dict[str, Any]:
        """For the command line."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Coded:
    """A concept of the release. `name` is its preferred term as it stands in a sentence ("plantar fasciitis"),
    `display` as it stands alone; `by` is the map that led to `icd10`, "" without one."""

    snomed: str
    display: str
    name: str
    disorder: bool
    icd10: str = ""
    icd10_display: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Said:
    """A disorder of the release in a text: where its words stand."""

    coded: Coded
    start: int
    end: int
    words: str


class Snomed:
    """An imported release, opened for reading. Use as a context manager, in one thread.

    Raises:
        ServiceUnavailable: `codes.damaged` when the file is none of ours, or of another version of the program.
    """

    def __init__(self, file: Path) -> None:
        self._name = file.name
        try:
            self._base = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
        except (sqlite3.Error, ValueError) as error:
            raise ServiceUnavailable("codes.damaged", file=file.name) from error
        try:
            if self._base.execute("PRAGMA user_version").fetchone()[0] != FORMAT:
                raise ServiceUnavailable("codes.damaged", file=file.name)
            rows = dict(self._base.execute("SELECT key, value FROM about"))
            numbers = {key: int(rows[key]) for key in ("concepts", "terms", "mapped")}
            texts = {key: rows[key] for key in ("name", "edition", "date", "dialect", "maps")}
            self.release = Release(**texts, **numbers)
        except (sqlite3.Error, KeyError, ValueError) as error:
            self._base.close()
            raise ServiceUnavailable("codes.damaged", file=file.name) from error
        except ServiceUnavailable:
            self._base.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exc: object) -> None:
        self._base.close()

    def concept(self, snomed: str) -> Coded | None:
        """The active concept with this id; None when the release has none."""
        return self._one("WHERE id = ?", int(snomed)) if _NUMBER.match(snomed) else None

    def find(self, words: str) -> Coded | None:
        """The concept that is called so; a preferred term before a synonym, a disorder before a finding."""
        key = key_of(words)
        return self._called(key) if key else None

    def _called(self, key: str) -> Coded | None:
        return self._one(
            "JOIN term ON term.concept = concept.id WHERE term.key = ? ORDER BY disorder DESC, synonym, id LIMIT 1", key
        )

    def _one(self, where: str, value: str | int) -> Coded | None:
        columns = "concept.id, display, name, disorder, icd10, icd10_display, map"
        try:
            row = self._base.execute(f"SELECT {columns} FROM concept {where}", (value,)).fetchone()
        except sqlite3.Error as error:
            raise ServiceUnavailable("codes.damaged", file=self._name) from error
        return Coded(str(row[0]), row[1], row[2], bool(row[3]), row[4], row[5], row[6]) if row else None

    def disorders(self, text: str) -> tuple[Said, ...]:
        """The disorders that are named in `text`, the longest term first at each place, none within another."""
        words = list(_WORD.finditer(text))
        keys = [key_of(word.group()) or "" for word in words]
        found: list[Said] = []
        place = 0
        while place < len(words):
            said = self._longest(text, words, keys, place)
            if said is None:
                place += 1
                continue
            found.append(said[0])
            place += said[1]
        return tuple(found)

    def _longest(
        self, text: str, words: list[re.Match[str]], keys: list[str], place: int
    ) -> tuple[Said, int] | None:  # fmt: skip
        for count in range(min(MAX_WORDS, len(words) - place), 0, -1):
            key = " ".join(filter(None, keys[place : place + count]))
            if count == 1 and (len(key) < _SHORTEST or key in _TOO_GENERAL):
                return None
            start, end = words[place].start(), words[place + count - 1].end()
            if _BREAKS.search(text, start, end):
                continue
            coded = self._called(key)
            if coded is not None and coded.disorder:
                return Said(coded, start, end, text[start:end]), count
        return None


_BREAKS = re.compile(r"[.;:?!]\s")
"""A term does not run from one sentence into the next."""


@contextlib.contextmanager
def opened(file: Path | None) -> Iterator[Snomed | None]:
    """The release in `file`; None without a file.

    Raises:
        ServiceUnavailable: `codes.damaged`.
    """
    if file is None or not file.is_file():
        yield None
        return
    with Snomed(file) as codes:
        yield codes
