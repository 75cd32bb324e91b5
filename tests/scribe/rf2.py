"""A small release in RF2 with invented concepts: the files, columns and line ends of a real one, none of its content.

Item numbers come from a namespace of our own (9999999, long format), so no id is one of SNOMED International's; the
ids of types and reference sets are those that the specification fixes.
"""

from __future__ import annotations

import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from opd_desktop.scribe.snomed_rf2 import COLUMNS, Part, is_concept_id

DATE = "20260131"
US, GB = "900000000000509007", "900000000000508004"
CM_MAP, WHO_MAP = "6011000124106", "447562003"
_FSN, _SYNONYM = "900000000000003001", "900000000000013009"
_PREFERRED, _ACCEPTABLE = "900000000000548007", "900000000000549004"
_SENSITIVE, _INSENSITIVE = "900000000000017005", "900000000000448009"
_MODULE = "900000000000207008"

NAMES: dict[Part, str] = {
    "concept": f"sct2_Concept_Snapshot_XX9999999_{DATE}.txt",
    "description": f"sct2_Description_Snapshot-en_XX9999999_{DATE}.txt",
    "language": f"der2_cRefset_LanguageSnapshot-en_XX9999999_{DATE}.txt",
    "map": f"der2_iisssccRefset_ExtendedMapSnapshot_XX9999999_{DATE}.txt",
}


def sctid(item: int, partition: str = "10") -> str:
    """An id of our namespace with its check digit, found by trying the ten."""
    head = f"{item}9999999{partition}"
    if partition != "10":
        return f"{head}0"
    return next(f"{head}{digit}" for digit in range(10) if is_concept_id(f"{head}{digit}"))


Row = Sequence[str]


def concept(item: int, *, active: bool = True) -> Row:
    return (sctid(item), DATE, "1" if active else "0", _MODULE, "900000000000074008")


def description(number: int, item: int, term: str, *, fsn: bool = False, exact: bool = False) -> Row:
    kind, case = _FSN if fsn else _SYNONYM, _SENSITIVE if exact else _INSENSITIVE
    return (sctid(number, "11"), DATE, "1", _MODULE, sctid(item), "en", kind, term, case)


def language(number: int, refset: str = US, *, preferred: bool = True) -> Row:
    member = f"00000000-0000-4000-8000-{number:06d}{refset[-8:-2]}"
    word = _PREFERRED if preferred else _ACCEPTABLE
    return (member, DATE, "1", _MODULE, refset, sctid(number, "11"), word)


def mapped(item: int, code: str, *, refset: str = CM_MAP, priority: int = 1, rule: str = "TRUE") -> Row:
    member = f"00000000-0000-4000-9000-{item:06d}{priority:06d}"
    advice = (rule, f"ALWAYS {code}", code, "447561005", "447637006")
    return (member, DATE, "1", _MODULE, refset, sctid(item), "1", str(priority), *advice)


def tables() -> dict[Part, list[Row]]:
    """Disorders that the starter map does not know, one that it does, a finding, a procedure and a retired concept."""
    return {
        "concept": [concept(item) for item in (101, 102, 103, 104, 105)] + [concept(106, active=False)],
        "description": [
            description(1, 101, "Brindle elbow syndrome (disorder)", fsn=True),
            description(2, 101, "Brindle elbow syndrome"),
            description(3, 101, "Brindled elbow"),
            description(4, 101, "Brindle elbow disorder"),
            description(5, 102, "Tarn's disease (disorder)", fsn=True, exact=True),
            description(6, 102, "Tarn's disease", exact=True),
            description(7, 103, "Chronic cough of glassworkers (disorder)", fsn=True),
            description(8, 103, "Chronic cough of glassworkers"),
            description(9, 103, "Glassworkers cough"),
            description(10, 104, "Humming ears (finding)", fsn=True),
            description(11, 104, "Humming ears"),
            description(12, 105, "Polishing of elbow (procedure)", fsn=True),
            description(13, 105, "Polishing of elbow"),
            description(14, 106, "Old brindle elbow (disorder)", fsn=True),
            description(15, 106, "Old brindle elbow"),
        ],
        "language": [
            *(language(number) for number in (1, 2, 5, 6, 7, 9, 10, 11, 12, 13, 14, 15)),
            *(language(number, preferred=False) for number in (3, 4, 8)),
            *(language(number, GB) for number in (1, 4, 5, 6, 7, 8, 10, 11)),
        ],
        "map": [
            mapped(101, "M70.20", priority=1, rule="IFA 248152002 | Female (finding) |"),
            mapped(101, "M77.10", priority=2, rule="OTHERWISE TRUE"),
            mapped(102, "S72.001?"),
            mapped(103, "J42", refset=WHO_MAP),
            mapped(104, "Z999.9"),
        ],
    }


def write(folder: Path, told: Mapping[Part, Sequence[Row]] | None = None, *, as_zip: bool = False) -> Path:
    """Write a release as it is unpacked, or as it is downloaded; returns the folder or the archive."""
    place = folder / f"SnomedCT_Invented_PRODUCTION_{DATE}T120000Z"
    for part, rows in (told or tables()).items():
        inside = "Terminology" if part in {"concept", "description"} else "Refset"
        file = place / "Snapshot" / inside / NAMES[part]
        file.parent.mkdir(parents=True, exist_ok=True)
        lines = ["\t".join(row) for row in (COLUMNS[part], *rows)]
        file.write_bytes("".join(f"{line}\r\n" for line in lines).encode())
    if not as_zip:
        return place
    archive = place.with_suffix(".zip")
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as out:
        for file in sorted(place.rglob("*.txt")):
            out.write(file, f"{place.name}/{file.relative_to(place)}")
    return archive
