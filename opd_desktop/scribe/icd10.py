"""What ICD-10-CM says about the codes of the starter map: billable or not, includes, excludes, neighbours.

The cards are cut from the classification by `packaging/build_codes.py`; loading it whole costs seconds and 200 MB.
"""

from __future__ import annotations

import bisect
import gzip
import json
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Literal

from opd_desktop.domain.note import CodeCard
from opd_desktop.paths import RESOURCES

_LISTS = ("includes", "excludes1", "excludes2", "code_first", "use_additional")


@lru_cache(maxsize=1)
def _cards() -> dict[str, dict[str, Any]]:
    cards: dict[str, dict[str, Any]] = json.loads(
        gzip.decompress((RESOURCES / "codes" / "icd10cm.json.gz").read_bytes())
    )
    return cards


def card(code: str, matched: Iterable[str]) -> CodeCard | None:
    """The card of `code` with the words that led to it; None for a code that is not in the map."""
    found = _cards().get(code)
    if found is None:
        return None
    return CodeCard(
        matched=tuple(dict.fromkeys(word.lower() for word in matched)),
        billable=found["billable"],
        nearby=tuple((other, display) for other, display in found["nearby"]),
        **{name: tuple(found[name]) for name in _LISTS},
    )


@lru_cache(maxsize=1)
def _codes() -> list[str]:
    packed = (RESOURCES / "codes" / "icd10cm_codes.txt.gz").read_bytes()
    return gzip.decompress(packed).decode("ascii").split("\n")


def known(code: str) -> Literal["none", "category", "billable"]:
    """Whether ICD-10-CM has `code` (with or without its point), and whether it can be billed as it is."""
    bare, codes = code.replace(".", "").upper(), _codes()
    place = bisect.bisect_left(codes, bare)
    if place == len(codes) or codes[place] != bare:
        return "none"
    longer = place + 1 < len(codes) and codes[place + 1].startswith(bare)
    return "category" if longer else "billable"
