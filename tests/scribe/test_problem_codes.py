"""Codes of problems: a name has no code that says more or something else, and what is past has a code of its own."""

from __future__ import annotations

import pytest

from opd_desktop.scribe import engine
from opd_desktop.scribe.icd10 import known
from opd_desktop.scribe.lexicon import lexicon

_SAID = "[doctor] What brings you in?\n[patient] I have a cough.\n{}\n"


def _codes(said: str) -> dict[str, str | None]:
    return {one.text: one.icd10 for one in engine.draft(_SAID.format(said), bundle=False).problems}


@pytest.mark.parametrize(
    ("words", "icd10", "snomed"),
    [
        ("elevated blood pressure", "R03.0", "24184005"),
        ("hypertension", "I10", "59621000"),
        ("iron deficiency", "E61.1", "35240004"),
        ("iron deficiency anemia", "D50.9", "87522002"),
        ("hashimoto's", "E06.3", "21983002"),
        ("hypothyroidism", "E03.9", "40930008"),
        ("graves' disease", "E05.00", "353295004"),
        ("major depression", "F32.9", "370143000"),
        ("depression", "F32.A", "35489007"),
        ("concussion", "S06.0XAA", "110030002"),
        ("emphysema", "J43.9", "87433001"),
        ("copd", "J44.9", "13645005"),
        ("exercise-induced asthma", "J45.990", "31387002"),
        ("the flu", "J11.1", "6142004"),
        ("eczema", "L30.9", "43116000"),
        ("kidney disease", "N28.9", "90708001"),
        ("chronic kidney disease", "N18.9", "709044004"),
        ("stomach ulcer", "K25.9", "397825006"),
        ("cervical spinal stenosis", "M48.02", ""),
        ("systolic heart failure", "I50.20", "417996009"),
        ("neuropathy", "G62.9", "42345000"),
    ],
)
def test_a_name_has_the_code_that_it_means(words: str, icd10: str, snomed: str) -> None:
    (mention,) = [one for one in lexicon().find(f"He has {words} now") if one.concept.kind == "disorder"]
    assert (mention.concept.icd10, mention.concept.snomed) == (icd10, snomed)
    assert known(icd10) == "billable"


@pytest.mark.parametrize(
    ("said", "problem", "icd10"),
    [
        ("[patient] I had a stroke three years ago.", "history of stroke", "Z86.73"),
        ("[doctor] Have you ever had a kidney stone?\n[patient] Yes, in 2019.", "history of kidney stone", "Z87.442"),
        ("[patient] I had a heart attack in 2010.", "history of myocardial infarction", "I25.2"),
        ("[patient] I have a history of breast cancer.", "history of breast cancer", "Z85.3"),
    ],
)
def test_what_is_past_is_no_disease_of_today(said: str, problem: str, icd10: str) -> None:
    assert _codes(said).get(problem) == icd10


def test_what_is_there_again_has_its_own_code() -> None:
    said = "[patient] I had a kidney stone in 2019.\n[doctor] I think this is a kidney stone again."
    assert _codes(said)["kidney stone"] == "N20.0"


def test_a_history_of_what_stays_is_the_disease() -> None:
    assert _codes("[patient] I have a history of hypertension.")["hypertension"] == "I10"


@pytest.mark.parametrize("words", ["the flu shot", "a COVID booster", "depression screening", "valgus stress"])
def test_what_only_bears_the_name_is_no_disease(words: str) -> None:
    assert [
        one.concept.name
        for one in lexicon().find(f"We did {words} here")
        if one.concept.kind in {"disorder", "symptom"}
    ] == []
