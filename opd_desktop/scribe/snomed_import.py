"""Make the file that `snomed` reads from a release in RF2. Rows are streamed through SQLite, so memory stays small."""

from __future__ import annotations

import contextlib
import os
import re
import sqlite3
import warnings
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import Any, Literal

from opd_desktop.domain.errors import BadInput
from opd_desktop.scribe.snomed import FORMAT, Release, Snomed, key_of
from opd_desktop.scribe.snomed_rf2 import Member, Package, Part, is_concept_id
from opd_desktop.scribe.speech_model import Cancelled

Dialect = Literal["us", "gb"]
Progress = Callable[[str, float], None]
"""Called with what is being read (a `Part`, then ``index``) and the share of the whole done."""

_FULLY_SPECIFIED = "900000000000003001"
_SYNONYM = "900000000000013009"
_PREFERRED = "900000000000548007"
_REFSETS: dict[str, str] = {"us": "900000000000509007", "gb": "900000000000508004"}
_CASE_MATTERS = "900000000000017005"
"""The whole term is case sensitive ("HIV infection"); otherwise its first letter may be small in a sentence."""
_MAPS = {"6011000124106": (0, "ICD-10-CM"), "447562003": (1, "ICD-10")}
"""Extended maps by reference set: that of the United States edition first, then the international one to ICD-10."""
_ALWAYS = frozenset({"TRUE", "OTHERWISE TRUE"})
"""Rules of a map that ask nothing about the patient."""
_TAG = re.compile(r"^(?P<term>.*\S)\s*\((?P<tag>[^()]+)\)$")
_CHUNK = 4096

_STAGE = """
CREATE TABLE staged.active (id INTEGER PRIMARY KEY);
CREATE TABLE staged.fsn (concept INTEGER PRIMARY KEY, term TEXT, tag TEXT) WITHOUT ROWID;
CREATE TABLE staged.synonym (id INTEGER PRIMARY KEY, concept INTEGER, term TEXT, exact INTEGER);
CREATE TABLE staged.preferred (id INTEGER PRIMARY KEY, rank INTEGER);
CREATE TABLE staged.map (concept INTEGER PRIMARY KEY, rank INTEGER, code TEXT, name TEXT) WITHOUT ROWID;
"""
_TABLES = """
CREATE TABLE about (key TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE concept (
    id INTEGER PRIMARY KEY, display TEXT NOT NULL, name TEXT NOT NULL, disorder INTEGER NOT NULL,
    icd10 TEXT NOT NULL, icd10_display TEXT NOT NULL, map TEXT NOT NULL);
CREATE TABLE term (key TEXT, concept INTEGER, synonym INTEGER, PRIMARY KEY (key, concept)) WITHOUT ROWID;
"""
_INSERT: dict[Part, str] = {
    "concept": "INSERT OR IGNORE INTO staged.active VALUES (?)",
    "language": "INSERT INTO staged.preferred VALUES (?, ?) "
    "ON CONFLICT (id) DO UPDATE SET rank = min(rank, excluded.rank)",
    "map": "INSERT INTO staged.map VALUES (?, ?, ?, ?) ON CONFLICT (concept) DO UPDATE "
    "SET rank = excluded.rank, code = excluded.code, name = excluded.name WHERE excluded.rank < rank",
}
# The preferred synonym of the wanted dialect; the ids break ties, so that the same release gives the same file.
_CONCEPTS = """
INSERT INTO concept
SELECT fsn.concept, shown, CASE WHEN exact THEN shown ELSE lower(substr(shown, 1, 1)) || substr(shown, 2) END,
    fsn.tag = 'disorder', coalesce(code, ''), '', coalesce(map.name, '')
FROM (
    SELECT fsn.concept, fsn.tag, coalesce(best.term, fsn.term) AS shown, coalesce(best.exact, 1) AS exact
    FROM staged.fsn AS fsn JOIN staged.active ON active.id = fsn.concept
    LEFT JOIN (
        SELECT synonym.concept, synonym.term, synonym.exact,
            min(preferred.rank * 2000000000000000000 + synonym.id)
        FROM staged.synonym JOIN staged.preferred ON preferred.id = synonym.id GROUP BY synonym.concept
    ) AS best ON best.concept = fsn.concept
    WHERE fsn.tag IN ('disorder', 'finding')
) AS fsn LEFT JOIN staged.map ON map.concept = fsn.concept
"""
_TERMS = """
INSERT OR IGNORE INTO term
SELECT key, id, synonym FROM (
    SELECT key_of(display) AS key, id, 0 AS synonym FROM concept
    UNION ALL SELECT key_of(fsn.term), concept.id, 1 FROM staged.fsn JOIN concept ON concept.id = fsn.concept
    UNION ALL SELECT key_of(synonym.term), concept.id, 1 FROM staged.synonym JOIN concept
        ON concept.id = synonym.concept
) WHERE key IS NOT NULL
"""


def import_release(
    source: Path,
    target: Path,
    *,
    dialect: Dialect = "us",
    progress: Progress | None = None,
    cancel: Event | None = None,
) -> Release:
    """Read a release (an unpacked folder, or the zip archive as it is downloaded) and put it in place of `target`.

    What was there before stays until everything is read. Needs some hundreds of megabytes of disk for an edition, and
    less than 150 MB of memory.

    Raises:
        Cancelled: `cancel` was set.
        NotFound, BadInput: `codes.no_such_place`, `codes.not_a_release`, `codes.incomplete`, `codes.bad_header`,
            `codes.bad_row`, `codes.bad_id`, `codes.no_terms`, `codes.unreadable`, `codes.unwritable`.
    """
    fresh = target.with_name(f".{target.name}.{os.getpid()}.new")
    staged = target.with_name(f".{target.name}.{os.getpid()}.staged")
    with Package(source) as package:
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            _make(package, fresh, staged, dialect, _Told(package, progress, cancel))
            with Snomed(fresh) as made:
                release = made.release
            fresh.replace(target)
        except (OSError, sqlite3.Error) as error:
            reason = getattr(error, "strerror", None) or str(error)
            raise BadInput("codes.unwritable", folder=str(target.parent), reason=reason) from error
        finally:
            for left in (fresh, staged):
                with contextlib.suppress(OSError):
                    left.unlink(missing_ok=True)
    return release


def remove(target: Path) -> bool:
    """Delete the imported release; False when there was none.

    Raises:
        BadInput: `codes.unwritable`.
    """
    try:
        target.unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise BadInput("codes.unwritable", folder=str(target.parent), reason=error.strerror or "") from error
    return True


@dataclass(slots=True)
class _Told:
    """How far it is: bytes of all files, the index after them being a fifth of the whole."""

    package: Package
    progress: Progress | None
    cancel: Event | None
    before: int = 0

    def at(self, part: str, done: int) -> None:
        if self.cancel and self.cancel.is_set():
            raise Cancelled
        if self.progress:
            whole = sum(member.size for member in self.package.members) or 1
            self.progress(part, 0.8 * min(1.0, (self.before + done) / whole))


def _make(package: Package, fresh: Path, staged: Path, dialect: Dialect, told: _Told) -> None:
    base = sqlite3.connect(fresh, isolation_level=None)
    try:
        base.execute("PRAGMA journal_mode = OFF")
        base.execute("PRAGMA synchronous = OFF")
        base.execute("PRAGMA cache_size = -32768")
        base.execute("ATTACH ? AS staged", (str(staged),))
        base.execute("PRAGMA staged.journal_mode = OFF")
        base.execute("PRAGMA staged.synchronous = OFF")
        base.create_function("key_of", 1, key_of, deterministic=True)
        base.executescript(_STAGE + _TABLES)
        # SQLite asks now and then whether to go on, also within one long statement.
        base.set_progress_handler(lambda: int(bool(told.cancel and told.cancel.is_set())), 100_000)
        base.execute("BEGIN")
        for part in ("concept", "description", "language", "map"):
            for member in package.of(part):
                _read(base, package, member, _REFSETS[dialect], told)
        if told.progress:
            told.progress("index", 0.8)
        base.execute(_CONCEPTS)
        base.execute(_TERMS)
        _add_displays(base)
        _about(base, package, dialect)
        base.execute(f"PRAGMA user_version = {FORMAT}")
        base.execute("COMMIT")
    except sqlite3.OperationalError as error:
        if told.cancel and told.cancel.is_set():
            raise Cancelled from error
        raise
    finally:
        base.close()


def _read(base: sqlite3.Connection, package: Package, member: Member, refset: str, told: _Told) -> None:
    """Stage what is needed of one file."""
    if member.part == "description":
        _read_descriptions(base, package, member, told)
        return
    pick: Callable[[str, list[str]], tuple[Any, ...] | None] = {
        "concept": _active,
        "language": lambda name, row: _preferred(row, refset),
        "map": lambda name, row: _mapped(row),
    }[member.part]
    name = member.name.rsplit("/", 1)[-1]
    for rows in _chunks(package, member, told):
        picked = (pick(name, row) for row in rows if row[2] == "1")
        base.executemany(_INSERT[member.part], (one for one in picked if one))
    told.before += member.size


def _read_descriptions(base: sqlite3.Connection, package: Package, member: Member, told: _Told) -> None:
    for rows in _chunks(package, member, told):
        english = [row for row in rows if row[2] == "1" and row[5] == "en" and row[0].isdigit() and row[4].isdigit()]
        named = [(int(row[4]), _TAG.match(row[7])) for row in english if row[6] == _FULLY_SPECIFIED]
        base.executemany(
            "INSERT OR IGNORE INTO staged.fsn VALUES (?, ?, ?)",
            ((concept, match["term"], match["tag"]) for concept, match in named if match),
        )
        base.executemany(
            "INSERT OR IGNORE INTO staged.synonym VALUES (?, ?, ?, ?)",
            ((int(row[0]), int(row[4]), row[7], row[8] == _CASE_MATTERS) for row in english if row[6] == _SYNONYM),
        )
    told.before += member.size


def _chunks(package: Package, member: Member, told: _Told) -> Iterator[list[list[str]]]:
    rows: list[list[str]] = []
    for read, row in package.rows(member):
        rows.append(row)
        if len(rows) == _CHUNK:
            told.at(member.part, read)
            yield rows
            rows = []
    told.at(member.part, member.size)
    yield rows


def _active(name: str, row: Sequence[str]) -> tuple[Any, ...]:
    if not is_concept_id(row[0]):
        raise BadInput("codes.bad_id", file=name, id=row[0][:20])
    return (int(row[0]),)


def _preferred(row: Sequence[str], refset: str) -> tuple[Any, ...] | None:
    if row[6] != _PREFERRED or not row[5].isdigit():
        return None
    known = _REFSETS.values()
    return int(row[5]), 0 if row[4] == refset else 1 if row[4] in known else 2


def _mapped(row: Sequence[str]) -> tuple[Any, ...] | None:
    """The first code of a map that holds for everybody and is a code of ICD-10-CM; the map's own order decides."""
    from opd_desktop.scribe.icd10 import known

    order = _MAPS.get(row[4])
    if order is None or row[6] != "1" or row[8] not in _ALWAYS or not row[5].isdigit() or not row[7].isdigit():
        return None
    # "S72.001?" asks for a letter that only the visit knows; without it the code is a category.
    code = row[10].strip().rstrip("?").rstrip(".")
    if not code or known(code) == "none":
        return None
    return int(row[5]), order[0] * 1_000_000 + int(row[7]), code, order[1]


def _add_displays(base: sqlite3.Connection) -> None:
    """RF2 has no names for the codes that it maps to; the classification has them where it is installed."""
    codes = [row[0] for row in base.execute("SELECT DISTINCT icd10 FROM concept WHERE icd10 <> '' ORDER BY 1")]
    if not codes:
        return
    try:
        with warnings.catch_warnings():
            # It reads its own data in a way that newer Pythons frown at.
            warnings.simplefilter("ignore", DeprecationWarning)
            import simple_icd_10_cm as icd
    except ImportError:
        return
    named = [(icd.get_description(code), code) for code in codes if icd.is_valid_item(code)]
    base.execute("CREATE TEMP TABLE named (code TEXT PRIMARY KEY, display TEXT)")
    base.executemany("INSERT INTO named (display, code) VALUES (?, ?)", named)
    base.execute(
        "UPDATE concept SET icd10_display = coalesce((SELECT display FROM named WHERE code = icd10), '') "
        "WHERE icd10 <> ''"
    )


def _about(base: sqlite3.Connection, package: Package, dialect: Dialect) -> None:
    """What the file is of; the newest concept file names the release, since an extension comes with what it extends.

    Raises:
        BadInput: `codes.no_terms` when no disorder or finding is in it.
    """
    newest = max(package.of("concept"), key=lambda member: (member.date, member.edition != "INT", member.name))
    date = f"{newest.date[:4]}-{newest.date[4:6]}-{newest.date[6:]}"
    concepts, mapped = base.execute("SELECT count(*), coalesce(sum(icd10 <> ''), 0) FROM concept").fetchone()
    (terms,) = base.execute("SELECT count(*) FROM term").fetchone()
    if not concepts:
        raise BadInput("codes.no_terms", file=newest.name.rsplit("/", 1)[-1])
    maps = [row[0] for row in base.execute("SELECT DISTINCT map FROM concept WHERE map <> '' ORDER BY map DESC")]
    told = {
        "name": f"SNOMED CT {newest.edition} {date}",
        "edition": newest.edition,
        "date": date,
        "dialect": dialect,
        "concepts": concepts,
        "terms": terms,
        "mapped": mapped,
        "maps": ", ".join(maps),
    }
    base.executemany("INSERT INTO about VALUES (?, ?)", ((key, str(value)) for key, value in told.items()))
