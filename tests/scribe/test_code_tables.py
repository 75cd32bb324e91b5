"""Every code that is shipped is one: digits that check, in the classification, and billable.

Check digits as their makers document them: SNOMED CT identifiers (partition and Verhoeff, Technical Implementation
Guide, appendix "Check-digit computation"), LOINC (modulus 10, LOINC Users' Guide, appendix on the check digit).
"""

from __future__ import annotations

import csv
import re
import warnings
from pathlib import Path
from types import ModuleType

import pytest

from opd_desktop.domain import fhir_codes
from opd_desktop.fhir import bundles, note_bundle, notes, vitals
from opd_desktop.paths import RESOURCES
from opd_desktop.scribe.icd10 import card, known
from opd_desktop.scribe.snomed_rf2 import is_concept_id

_PACKAGES = (fhir_codes, bundles, note_bundle, notes, vitals)


@pytest.fixture(scope="module")
def icd() -> ModuleType:
    with warnings.catch_warnings():  # it reads its tables by a function of Python that is on its way out
        warnings.simplefilter("ignore", DeprecationWarning)
        import simple_icd_10_cm
    return simple_icd_10_cm


def _rows(name: str) -> list[dict[str, str]]:
    with (RESOURCES / "codes" / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t"))


def _in_source(pattern: str) -> set[str]:
    texts = [Path(str(module.__file__)).read_text(encoding="utf-8") for module in _PACKAGES]
    return {code for text in texts for code in re.findall(pattern, text)}


def _is_loinc(code: str) -> bool:
    """Whether the digit after the hyphen is what modulus 10 makes of those before it."""
    body, _, check = code.partition("-")
    if not (body.isdigit() and len(check) == 1 and check.isdigit()):
        return False
    doubled = [int(digit) * (2 if place % 2 == 0 else 1) for place, digit in enumerate(reversed(body))]
    return (10 - sum(number // 10 + number % 10 for number in doubled) % 10) % 10 == int(check)


def test_every_snomed_id_is_a_concepts_with_its_check_digit() -> None:
    shipped = {row["snomed"] for row in _rows("problems.tsv") if row["snomed"]} | _in_source(r'"(\d{8,9})"')
    assert len(shipped) > 150
    assert [code for code in sorted(shipped) if not is_concept_id(code)] == []


def test_a_snomed_id_has_its_name_and_a_name_its_id() -> None:
    assert [row["terms"] for row in _rows("problems.tsv") if bool(row["snomed"]) != bool(row["snomed_display"])] == []


@pytest.mark.parametrize("wrong", ["", "6142", "61420041", "6142005", "6124004", "101009x", "1010092", "22298016"])
def test_what_is_no_concepts_id_is_found(wrong: str) -> None:
    assert not is_concept_id(wrong)


def test_every_icd_code_is_in_the_classification_and_billable(icd: ModuleType) -> None:
    rows = [row for row in _rows("problems.tsv") if row["icd10"]]
    assert len(rows) > 150
    assert [row["icd10"] for row in rows if not icd.is_valid_item(row["icd10"])] == []
    for row in rows:
        code = row["icd10"]
        shown = card(code, [])
        assert (row["icd10_display"], known(code)) == (icd.get_description(code), "billable")
        assert shown is not None
        assert shown.billable is icd.is_leaf(code) is True
        assert [other for other, _ in shown.nearby if known(other) == "none"] == []


def test_every_loinc_code_has_its_check_digit() -> None:
    shipped = {row["loinc"] for row in _rows("tests.tsv") if row["loinc"]} | _in_source(r'"(\d{4,5}-\d)"')
    assert len(shipped) > 40
    assert [code for code in sorted(shipped) if not _is_loinc(code)] == []
    assert not _is_loinc("58410-3")
    assert not _is_loinc("54810-2")


def test_no_two_problems_share_a_name() -> None:
    seen: set[tuple[str, str]] = set()
    for row in _rows("problems.tsv"):
        names = {(row["kind"], name.lower()) for name in row["terms"].split(";")}
        assert not names & seen
        assert all(name == name.strip() and name for _, name in names)
        seen |= names
