"""The files of a SNOMED CT release in RF2, in a folder or a zip archive: found by name, read row by row.

Names and columns: SNOMED CT Release File Specifications, https://docs.snomed.org/snomed-ct-specifications
"""

from __future__ import annotations

import contextlib
import re
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, Literal, Self

from opd_desktop.domain.errors import BadInput, NotFound

Part = Literal["concept", "description", "language", "map"]

_SNAPSHOT = r"Snapshot(?:-(?P<language>[a-z]{2})[A-Za-z-]*)?_(?P<edition>[A-Za-z0-9-]+)_(?P<date>\d{8})\.txt$"
_NAMES: dict[Part, re.Pattern[str]] = {
    "concept": re.compile(rf"^x?sct2_Concept_\w*{_SNAPSHOT}"),
    "description": re.compile(rf"^x?sct2_Description_\w*{_SNAPSHOT}"),
    "language": re.compile(rf"^x?der2_cRefset_\w*Language\w*{_SNAPSHOT}"),
    "map": re.compile(rf"^x?der2_iisssccRefset_\w*ExtendedMap\w*{_SNAPSHOT}"),
}
_OTHER_TYPE = re.compile(r"^x?(?:sct2|der2)_\w+?(?P<type>Full|Delta)(?:-\w+)?_.*\.txt$")
_EXPECTED: dict[Part, str] = {
    "concept": "sct2_Concept_Snapshot_..._YYYYMMDD.txt",
    "description": "sct2_Description_Snapshot-en_..._YYYYMMDD.txt",
    "language": "der2_cRefset_LanguageSnapshot-en_..._YYYYMMDD.txt",
    "map": "der2_iisssccRefset_ExtendedMapSnapshot_..._YYYYMMDD.txt",
}
_REFSET = ("id", "effectiveTime", "active", "moduleId", "refsetId", "referencedComponentId")
COLUMNS: dict[Part, tuple[str, ...]] = {
    "concept": ("id", "effectiveTime", "active", "moduleId", "definitionStatusId"),
    "description": (
        "id",
        "effectiveTime",
        "active",
        "moduleId",
        "conceptId",
        "languageCode",
        "typeId",
        "term",
        "caseSignificanceId",
    ),
    "language": (*_REFSET, "acceptabilityId"),
    "map": (
        *_REFSET,
        "mapGroup",
        "mapPriority",
        "mapRule",
        "mapAdvice",
        "mapTarget",
        "correlationId",
        "mapCategoryId",
    ),
}


@dataclass(frozen=True, slots=True)
class Member:
    """One file of a release. `date` is YYYYMMDD, `edition` as in its name (INT, US1000124), `size` in bytes."""

    part: Part
    name: str
    edition: str
    date: str
    size: int


class Package:
    """A release that was opened; use as a context manager."""

    def __init__(self, place: Path) -> None:
        self._place = place
        self._zip: zipfile.ZipFile | None = None
        self.members: tuple[Member, ...] = ()

    def __enter__(self) -> Self:
        """Open it and look for its files.

        Raises:
            NotFound: `codes.no_such_place`.
            BadInput: `codes.not_a_release` when nothing of RF2 is in it, `codes.incomplete` naming what is missing.
        """
        try:
            self._open()
        except BaseException:
            self.close()
            raise
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the archive."""
        if self._zip is not None:
            self._zip.close()

    def of(self, part: Part) -> tuple[Member, ...]:
        """Its files of one kind, in the order of their names."""
        return tuple(member for member in self.members if member.part == part)

    def rows(self, member: Member) -> Iterator[tuple[int, list[str]]]:
        """Line ends in the file (bytes read so far) and the columns of each row after the header.

        Raises:
            BadInput: `codes.bad_header`, `codes.bad_row` with file and line, `codes.unreadable`.
        """
        name, columns = PurePosixPath(member.name).name, COLUMNS[member.part]
        read = 0
        try:
            with self._stream(member) as stream:
                for number, line in enumerate(stream, start=1):
                    read += len(line)
                    row = _columns(line, name, number)
                    if number == 1:
                        if tuple(row) != columns:
                            raise BadInput("codes.bad_header", file=name, expected=", ".join(columns))
                    elif len(row) == len(columns):
                        yield read, row
                    elif line.strip():
                        raise BadInput("codes.bad_row", file=name, line=number)
        except (OSError, RuntimeError, EOFError, zipfile.BadZipFile, NotImplementedError) as error:
            raise BadInput("codes.unreadable", file=name, reason=_reason(error)) from error

    def _open(self) -> None:
        if not self._place.exists():
            raise NotFound("codes.no_such_place", file=self._place.name)
        try:
            listed = list(self._files())
        except (OSError, zipfile.BadZipFile) as error:
            if isinstance(error, zipfile.BadZipFile):
                raise BadInput("codes.not_a_release", file=self._place.name) from error
            raise BadInput("codes.unreadable", file=self._place.name, reason=_reason(error)) from error
        self.members = tuple(sorted(_members(listed), key=lambda one: one.name))
        found = {member.part for member in self.members}
        missing = [_EXPECTED[part] for part in ("concept", "description", "language") if part not in found]
        if not missing:
            return
        others = sorted({kind for name, _ in listed if (kind := _type_of(name))})
        if not found and not others:
            raise BadInput("codes.not_a_release", file=self._place.name)
        raise BadInput("codes.incomplete", file=self._place.name, missing=", ".join(missing), found=", ".join(others))

    def _files(self) -> Iterator[tuple[str, int]]:
        if self._place.is_dir():
            for path in self._place.rglob("*.txt"):
                if path.is_file():
                    yield path.relative_to(self._place).as_posix(), path.stat().st_size
            return
        self._zip = zipfile.ZipFile(self._place)
        for info in self._zip.infolist():
            if not info.is_dir():
                yield info.filename, info.file_size

    def _stream(self, member: Member) -> IO[bytes]:
        return self._zip.open(member.name) if self._zip else (self._place / member.name).open("rb")


def _members(listed: Sequence[tuple[str, int]]) -> Iterator[Member]:
    for name, size in listed:
        base = PurePosixPath(name).name
        for part, pattern in _NAMES.items():
            match = pattern.match(base)
            # Descriptions of another language have no English in them, and the rules read English.
            if match and (part != "description" or (match["language"] or "en") == "en"):
                yield Member(part, name, match["edition"], match["date"], size)


def _type_of(name: str) -> str:
    match = _OTHER_TYPE.match(PurePosixPath(name).name)
    return match["type"] if match else ""


def _columns(line: bytes, name: str, number: int) -> list[str]:
    with contextlib.suppress(UnicodeDecodeError):
        return line.decode("utf-8-sig" if number == 1 else "utf-8").rstrip("\r\n").split("\t")
    raise BadInput("codes.bad_row", file=name, line=number)


def _reason(error: BaseException) -> str:
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return "damaged or locked with a password"


_MULTIPLIED = (
    (0, 1, 2, 3, 4, 5, 6, 7, 8, 9),
    (1, 2, 3, 4, 0, 6, 7, 8, 9, 5),
    (2, 3, 4, 0, 1, 7, 8, 9, 5, 6),
    (3, 4, 0, 1, 2, 8, 9, 5, 6, 7),
    (4, 0, 1, 2, 3, 9, 5, 6, 7, 8),
    (5, 9, 8, 7, 6, 0, 4, 3, 2, 1),
    (6, 5, 9, 8, 7, 1, 0, 4, 3, 2),
    (7, 6, 5, 9, 8, 2, 1, 0, 4, 3),
    (8, 7, 6, 5, 9, 3, 2, 1, 0, 4),
    (9, 8, 7, 6, 5, 4, 3, 2, 1, 0),
)
"""Multiplication of the dihedral group of order 10, on which Verhoeff's check digit rests."""
_FIRST = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)


def _permuted() -> tuple[tuple[int, ...], ...]:
    rows = [tuple(range(10))]
    for _ in range(7):
        rows.append(tuple(_FIRST[digit] for digit in rows[-1]))
    return tuple(rows)


_PERMUTED = _permuted()


def is_concept_id(text: str) -> bool:
    """Whether `text` is a concept's SCTID: 6 to 18 digits, partition 00 or 10, and a valid check digit (Verhoeff)."""
    if not (6 <= len(text) <= 18 and text.isascii() and text.isdigit()) or text[-3:-1] not in {"00", "10"}:
        return False
    check = 0
    for place, digit in enumerate(reversed(text)):
        check = _MULTIPLIED[check][_PERMUTED[place % 8][ord(digit) - 48]]
    return check == 0
