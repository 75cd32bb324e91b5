"""Who has what: a companion's own complaints, what the doctor does, and what nobody denied are not the patient's."""

from __future__ import annotations

import pytest

from opd_desktop.domain.note import Draft
from opd_desktop.scribe import engine


def _draft(said: str) -> Draft:
    return engine.draft(said, bundle=False)


def test_a_companions_own_illness_is_not_the_patients() -> None:
    made = _draft(
        "[doctor] Good morning, what can I do for you?\n"
        "[daughter] I'm worried about my mother's memory. My mother has headaches.\n"
        "[doctor] How long has this been going on?\n"
        "[daughter] About six months. I have asthma myself.\n"
        "[doctor] Mrs. Rossi, do you feel dizzy?\n"
        "[patient] No.\n"
    )
    assert "worried about the patient's memory" in made.note
    assert "She is worried" not in made.note
    assert "going on for about 6 months" in made.note
    assert "asthma" not in made.note.lower()
    assert "Reports headache" in made.note
    assert "asthma" not in {one.text for one in made.problems}


def test_what_a_parent_tells_of_a_child_is_the_childs() -> None:
    made = _draft(
        "[doctor] Hi, what's going on with Leo today?\n"
        "[mother] My son has a fever and a cough. I noticed he has a rash. I'm exhausted myself.\n"
        "[doctor] Any vomiting or diarrhea?\n"
        "[mother] He threw up once last night. No diarrhea.\n"
    )
    review = made.note.partition("REVIEW OF SYSTEMS")[2]
    assert [name for name in ("fever", "cough", "rash", "vomiting") if name not in review] == []
    assert "Denies diarrhea" in review
    assert "fatigue" not in review
    assert "exhausted" not in made.note


@pytest.mark.parametrize(
    "said",
    [
        "[doctor] I'll numb it first and then put in three stitches.",
        "[doctor] We're going to numb the area.",
        "[doctor] Let me numb that for you.",
        "[doctor] It will feel a little numb for a couple of hours.",
        "[doctor] You might be numb for a while.",
    ],
)
def test_what_the_doctor_does_is_no_symptom(said: str) -> None:
    made = _draft(f"[doctor] What happened?\n[patient] I cut my finger on a knife.\n{said}\n[patient] Okay.\n")
    assert "umbness" not in made.note
    assert not {one.text for one in made.problems}


@pytest.mark.parametrize(
    "said",
    [
        "[doctor] This is not a rotator cuff tear.",
        "[doctor] You don't have arthritis.",
        "[doctor] I don't think this is an ankle sprain.",
        "[doctor] We know that it's not gout.",
    ],
)
def test_what_the_doctor_rules_out_nobody_denied(said: str) -> None:
    made = _draft(f"[doctor] What happened?\n[patient] I have a cough and my shoulder hurts.\n{said}\n")
    assert "denies" not in made.note.lower()


def test_what_the_patient_denies_is_denied() -> None:
    made = _draft(
        "[doctor] What happened?\n[patient] I have a cough. I don't have asthma.\n"
        "[doctor] Do you have diabetes?\n[patient] No.\n[doctor] So no fever and no chills.\n"
    )
    assert "denies asthma" in made.note
    assert "diabetes" in made.note


@pytest.mark.parametrize(
    ("answer", "rated"),
    [
        ("Seven. With the pills it's a four.", ("rated 7", "rated 4 with the pills")),
        ("Seven.", ("rated 7",)),
        ("It's a seven, but a four with the pills.", ("rated 7, 4 with the pills",)),
        ("It's about a six.", ("rated 6",)),
        ("At night it's an eight.", ("rated 8 at night",)),
        ("Six or seven.", ("rated 6 or 7",)),
    ],
)
def test_a_pain_is_rated_as_it_was_said(answer: str, rated: tuple[str, ...]) -> None:
    made = _draft(
        f"[doctor] What brings you in?\n[patient] My knee hurts.\n"
        f"[doctor] How bad is the pain on a scale from one to ten?\n[patient] {answer}\n"
    )
    assert [one for one in rated if one not in made.note] == []


@pytest.mark.parametrize(
    ("said", "word"),
    [
        ("[doctor] My plan: you have some tenderness and bruising over the ankle.", "bruising"),
        ("[doctor] So for the plan, the risks of surgery are bleeding, seizures and numbness.", "seizures"),
        ("[doctor] I'll give you meloxicam to get some of the swelling down.", "swelling"),
    ],
)
def test_what_the_doctor_finds_or_warns_of_the_patient_did_not_report(said: str, word: str) -> None:
    made = _draft(f"[doctor] What happened?\n[patient] I have a cough.\n[doctor] My plan is to rest.\n{said}\n")
    assert word not in made.note.partition("REVIEW OF SYSTEMS\n\n")[2].partition("\n\n")[0].lower()


def test_a_complaint_is_not_denied_because_it_is_gone_now() -> None:
    made = _draft(
        "[doctor] Roger is here for emergency room follow-up for chest pain.\n"
        "[doctor] Any chest pain since then?\n[patient] No.\n"
        "[doctor] My impression is that you had this episode of chest pain because of your high blood pressure.\n"
    )
    assert "Denies chest pain" not in made.note


def test_what_the_doctor_says_that_the_patient_has_is_reported() -> None:
    said = "[doctor] So for your first problem, your back pain, rest.\n"
    made = _draft(f"[doctor] What happened?\n[patient] I have a cough.\n{said}")
    assert "back pain" in made.note.partition("REVIEW OF SYSTEMS\n\n")[2]
