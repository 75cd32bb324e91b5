"""How sure a diagnosis is and whose: nothing uncertain is coded, and what is only named is no problem."""

from __future__ import annotations

from typing import Any

import pytest

from opd_desktop.domain.note import Problem
from opd_desktop.scribe import engine

_SAID = "[doctor] What brings you in?\n[patient] I have knee pain and a cough.\n{}\n"


def _problems(said: str) -> dict[str, Problem]:
    return {one.text: one for one in engine.draft(_SAID.format(said), bundle=False).problems}


@pytest.mark.parametrize(
    "said",
    [
        "[doctor] This mole is suspicious for melanoma.",
        "[doctor] I suspect melanoma.",
        "[doctor] This is probably a melanoma.",
        "[doctor] It could be a melanoma.",
        "[doctor] This is most likely melanoma.",
        "[doctor] It is consistent with melanoma.",
        "[doctor] I'm concerned about melanoma.",
        "[doctor] You may have a melanoma.",
        "[doctor] A melanoma is possible.",
        "[doctor] It looks like a melanoma. Melanoma is a skin cancer.",
        "[doctor] My working diagnosis is melanoma.",
    ],
)
def test_an_uncertain_diagnosis_is_suspected_and_not_coded(said: str) -> None:
    found = _problems(said)
    assert "melanoma" not in found
    one = found["suspected melanoma"]
    assert (one.certainty, one.icd10, one.snomed, one.explain) == ("suspected", None, None, None)
    assert "IV.H" in one.why
    # ICD-10-CM Official Guidelines, IV.H: the sign is coded instead.
    assert found["knee pain"].icd10 == "M25.569"


@pytest.mark.parametrize(
    "said",
    [
        "[doctor] I think you have pneumonia.",
        "[doctor] You have pneumonia.",
        "[doctor] The x-ray shows pneumonia.",
        "[doctor] I suspected pneumonia, and the x-ray confirms pneumonia.",
        "[doctor] It looks like we are treating your pneumonia.",
        "[doctor] This is likely due to your pneumonia.",
    ],
)
def test_what_the_doctor_concludes_is_coded(said: str) -> None:
    one = _problems(said)["pneumonia"]
    assert (one.certainty, one.icd10) == ("confirmed", "J18.9")


@pytest.mark.parametrize(
    "said",
    [
        "[doctor] Pneumonia is unlikely.",
        "[doctor] I doubt that this is pneumonia.",
        "[doctor] I have a low suspicion for pneumonia.",
        "[doctor] Possible causes are asthma, pneumonia and heart failure.",
        "[doctor] We will get an x-ray to check for pneumonia.",
        "[doctor] The risks include bleeding, stroke and pneumonia.",
        "[doctor] Smokers have a higher likelihood of developing pneumonia.",
        "[doctor] This is used for pneumonia treatment.",
        "[doctor] We see it in conditions like pneumonia.",
        "[doctor] I have many patients with pneumonia.",
        "[patient] I thought I was having pneumonia.",
        "[patient] I was worried about pneumonia.",
        "[patient] My friend has pneumonia.",
        "[patient] Could it be pneumonia?",
        "[patient] do i have pneumonia",
    ],
)
def test_what_is_only_named_is_no_problem(said: str) -> None:
    assert not {name for name in _problems(said) if "pneumonia" in name}


@pytest.mark.parametrize(
    "said",
    [
        "[patient] We walk all the time ever since covid.",
        "[doctor] You are fully vaccinated against covid-19.",
        "[patient] I opened the covid clinic.",
    ],
)
def test_the_pandemic_is_nobodys_disease(said: str) -> None:
    assert not {name for name in _problems(said) if "covid" in name}


def test_who_had_it_has_it() -> None:
    assert _problems("[patient] I tested positive for covid yesterday.")["covid"].icd10 == "U07.1"


@pytest.mark.parametrize(
    "said",
    [
        "[doctor] And for family history, it looks like there's asthma and kidney disease.",
        "[doctor] Okay and what conditions would you say run in your family?\n[patient] I have asthma and depression.",
        "[doctor] Does anyone in your family have medical problems?\n[patient] Asthma, and kidney disease too.",
    ],
)
def test_what_runs_in_the_family_is_not_the_patients(said: str) -> None:
    assert "asthma" not in _problems(said)


def test_the_more_exact_name_stands_alone() -> None:
    found = _problems("[doctor] You have iron deficiency anemia. We will treat your anemia.")
    assert set(found) == {"iron deficiency anemia"}


@pytest.mark.parametrize(
    ("said", "text", "icd10", "snomed"),
    [
        ("diabetes", "diabetes", "E11.9", "73211009"),
        ("type 2 diabetes", "type 2 diabetes", "E11.9", "44054006"),
        ("arthritis", "arthritis", "M19.90", "3723001"),
        ("heart failure", "heart failure", "I50.9", "84114007"),
        ("congestive heart failure", "congestive heart failure", "I50.9", "42343007"),
        ("a rotator cuff tendinopathy", "rotator cuff tendinopathy", "M75.80", None),
    ],
)
def test_a_problem_says_no_more_than_was_said(said: str, text: str, icd10: str, snomed: str | None) -> None:
    one = _problems(f"[doctor] You have {said}.")[text]
    assert (one.icd10, one.snomed) == (icd10, snomed)


def test_a_suspected_diagnosis_is_unconfirmed_in_fhir() -> None:
    made = engine.draft(_SAID.format("[doctor] You have asthma. This could be pneumonia."))
    assert made.bundle is not None
    rows: list[dict[str, Any]] = [entry["resource"] for entry in made.bundle["entry"]]
    status = {
        one["code"]["text"]: one["verificationStatus"]["coding"][0]["code"]
        for one in rows
        if one["resourceType"] == "Condition"
    }
    assert (status["asthma"], status["suspected pneumonia"]) == ("provisional", "unconfirmed")


def test_a_drafted_assessment_says_what_is_only_suspected() -> None:
    made = engine.draft("The patient has knee pain. Suspected gout.", bundle=False)
    assert "Suspected gout." in made.note
