"""Cut the cards of `resources/codes/problems.tsv` out of ICD-10-CM and write `resources/codes/icd10cm.json.gz`.

The whole classification takes seconds and some 200 MB to load (`simple-icd-10-cm`), too much for the scribe's process,
so the codes of the starter map are kept here with what the tabular list says about them, their category and block.
ICD-10-CM is published by the U.S. National Center for Health Statistics and is in the public domain.
"""

from __future__ import annotations

import csv
import gzip
import json
from typing import Any

import simple_icd_10_cm as icd

from opd_desktop.paths import RESOURCES

CODES = RESOURCES / "codes"
_NOTES = {
    "includes": (icd.get_includes, icd.get_inclusion_term),
    "excludes1": (icd.get_excludes1,),
    "excludes2": (icd.get_excludes2,),
    "code_first": (icd.get_code_first,),
    "use_additional": (icd.get_use_additional_code,),
}


def card(code: str) -> dict[str, Any]:
    """What the tabular list says of a code; notes of its category count for it too."""
    chain = [code, *(one for one in icd.get_ancestors(code) if not icd.is_chapter_or_block(one))]
    made: dict[str, Any] = {"display": icd.get_description(code), "billable": icd.is_leaf(code)}
    for name, readers in _NOTES.items():
        found: list[str] = []
        for one in chain:
            for reader in readers:
                notes = reader(one)
                found += [notes] if isinstance(notes, str) else notes
        made[name] = list(dict.fromkeys(note.strip(" ,") for note in found if note.strip(" ,")))
    parent = icd.get_parent(code)
    others = [one for one in icd.get_children(parent) if one != code and not icd.is_chapter_or_block(parent)]
    made["nearby"] = [[one, icd.get_description(one)] for one in others[:6]]
    return made


def main() -> None:
    """Write the cards and say how many, and which codes are not in the classification."""
    with (CODES / "problems.tsv").open(encoding="utf-8", newline="") as file:
        wanted = sorted({row["icd10"] for row in csv.DictReader(file, delimiter="\t") if row["icd10"]})
    unknown = [code for code in wanted if not icd.is_valid_item(code)]
    cards = {code: card(code) for code in wanted if code not in unknown}
    text = json.dumps(cards, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    (CODES / "icd10cm.json.gz").write_bytes(gzip.compress(text.encode(), mtime=0))
    print(f"{len(cards)} cards; not in ICD-10-CM: {', '.join(unknown) or 'none'}")


if __name__ == "__main__":
    main()
