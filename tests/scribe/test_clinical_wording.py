"""A note is about the patient: the doctor's own person, talk and questions are in no sentence of it."""

from __future__ import annotations

import re

import pytest

from opd_desktop.domain.note import Section
from opd_desktop.scribe import drafting, turns
from opd_desktop.scribe.answers import statement
from opd_desktop.scribe.pieces import EXAM, HISTORY, Piece
from opd_desktop.scribe.polish import polished
from opd_desktop.scribe.rewrite import doctor_sentence, named_once, patient_sentence, third_person
from opd_desktop.scribe.text import tidy
from opd_desktop.scribe.visit import Person

SHE = Person("female", 40)


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("your heart i hear a soft murmur", "Her heart, a soft murmur."),
        ("no rash that i can see", "No rash."),
        ("what i'm seeing is a small cyst in your wrist", "A small cyst in her wrist."),
        ("if the pain stays we can consider an injection", "If the pain stays, consider an injection."),
        ("your sugar is high i want to order an a1c", "Her sugar is high. Order an a1c."),
        ("what i want you to do is use the cream twice a day", "She should use the cream twice a day."),
        ("this is not your heart i think it is a muscle", "This is not her heart. It is likely a muscle."),
        ("the wound is clean i think you heal fast", "The wound is clean. She likely heals fast."),
        ("a rash on the leg or i'm sorry your arm", "A rash on the leg her arm."),
        ("which i think is a sprain", "Which is likely a sprain."),
        ("if you are not better we may have to change it", "If she is not better, may need to change it."),
        ("the scan that we did in may", "The scan done in may."),
        ("come back after i review all the results", "Come back after reviewing all the results."),
        ("check the level so we can adjust the dose", "Check the level to adjust the dose."),
    ],
)  # fmt: skip
def test_the_doctor_is_not_in_the_sentence(said: str, written: str) -> None:
    assert doctor_sentence(said, SHE) == written


def test_doubt_and_condition_are_never_lost() -> None:
    assert "likely" in doctor_sentence("the cough is worse i think it is your asthma", SHE)
    assert doctor_sentence("if it swells we will do an x-ray", SHE).startswith("If it swells, ")


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Yeah the patient has had a cough. That is good news.", "The patient has had a cough."),
        ("Does it hurt at night. The pain is worse at night.", "The pain is worse at night."),
        ("It lasts like about an hour.", "It lasts about an hour."),
        ("He took a ibuprofen.", "He took an ibuprofen."),
        ("Refer to Dr. Lee. Mrs. Fox has a cough.", "Refer to Dr. Lee. Mrs. Fox has a cough."),
        ("Let me go over this. We talked about that.", ""),
    ],
)
def test_talk_is_left_out(text: str, left: str) -> None:
    assert polished(Piece(Section.SUBJECTIVE, HISTORY, text, (1,))).text == left


@pytest.mark.parametrize(
    "text",
    [
        "Everything looks good.",
        "No masses on the right.",
        "Do that 4 times a day.",
        "There is tenderness on the right.",
        "I started amoxicillin.",
    ],
)
def test_findings_numbers_and_drugs_stay(text: str) -> None:
    assert polished(Piece(Section.OBJECTIVE, EXAM, text, (1,))).text == text


def test_the_label_of_a_body_system_stays() -> None:
    piece = Piece(Section.OBJECTIVE, EXAM, "Skin: Okay there is a rash. That is okay.", (1,))
    assert polished(piece).text == "Skin: There is a rash."


@pytest.mark.parametrize(
    ("verb", "form"),
    [
        ("gave", "gave"),
        ("looks", "looks"),
        ("ought", "ought"),
        ("focus", "focuses"),
        ("discuss", "discusses"),
        ("try", "tries"),
    ],
)
def test_a_verb_is_inflected_once(verb: str, form: str) -> None:
    assert third_person(verb) == form


def test_a_second_subject_is_they_not_them() -> None:
    assert named_once("The patient fell and then the patient iced it.") == "The patient fell and then they iced it."


def test_a_spoken_visit_has_nobody_speaking_in_its_note() -> None:
    text = """[doctor] hi good to see you what's going on today
    [patient] i've been having this pain in my left knee for about two weeks now it hurts when i climb stairs
    [doctor] okay let me take a look at your knee i do see some swelling there and i can feel a small effusion
    [doctor] so i think you have a knee strain what i'd like to do is get an x-ray of your knee
    [doctor] if it's not better we can consider physical therapy and i'll see you again in four weeks
    [patient] okay thank you bye"""
    note = drafting.draft(turns.from_text(text)).note
    assert not re.search(r"\b(?:I|me|my|we|us|our|you|your)\b", note)
    assert "x-ray" in note
    assert "physical therapy" in note
    assert "4 weeks" in note


def test_a_dictation_names_nobody_who_dictates() -> None:
    text = """Doctor: Mrs. Lee is a 60 year old female with diabetes. She denies chest pain.
    I reviewed her A1c, which is 8.1. I am going to increase her metformin to 1000 milligrams twice a day. 🙂"""
    note = drafting.draft(turns.from_text(text)).note
    assert not re.search(r"\b(?:I|me|my|we|us|our)\b|🙂", note)
    assert "Increase her metformin to 1000 mg twice a day." in note
    assert "Reviewed her A1c, which is 8.1." in note


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("i'll have a glass of wine on the weekends", "The patient has a glass of wine on the weekends."),
        ("i'll take it tomorrow", "The patient will take it tomorrow."),
        ("i so i do have two kids", "The patient does have two kids."),
        ("she i've noticed a rash", "The patient has noticed a rash."),
        ("i even i have a brace", "The patient has a brace."),
        ("i am and we're still waiting for the bed", "They are still waiting for the bed."),
        ("he and i went for a walk", "He and the patient went for a walk."),
        ("i have a dull ache in the hip but otherwise", "The patient has a dull ache in the hip."),
        ("i have an ache and while we're", "The patient has an ache."),
        ("i do not smoke but my wife does", "The patient does not smoke but the patient's wife does."),
        ("i had an m r i of the neck", "The patient had an mri of the neck."),
        ("i took ten m g of it", "The patient took ten mg of it."),
    ],
)  # fmt: skip
def test_a_patient_is_spoken_of_in_whole_sentences(said: str, written: str) -> None:
    assert patient_sentence(tidy(said), Person("unknown", 40)) == written


@pytest.mark.parametrize(
    ("said", "written"),
    [
        ("Some pain with bending what about twisting.", "Some pain with bending."),
        ("Pain on bending how about when you turn your leg out.", "Pain on bending."),
        ("No so the scan is normal.", "The scan is normal."),
        ("He had a good week so how is the patient doing today.", "He had a good week."),
        ("He has a rash so should he be worried about it.", "He has a rash."),
        ("She asks how she is doing with the brace.", "She asks how she is doing with the brace."),
    ],
)
def test_a_question_behind_a_statement_is_left_out(said: str, written: str) -> None:
    assert polished(Piece(Section.SUBJECTIVE, HISTORY, said, (1,))).text == written


def test_what_was_said_before_is_no_finding() -> None:
    assert statement("did you say whether does the cream help at all", yes=False, person=SHE) == ""


def test_swelling_inside_the_nose_is_no_finding_of_the_heart() -> None:
    from opd_desktop.scribe.exam import system_of

    assert system_of("There is edema and erythema of the nasal turbinates.") == "ENT"
    assert system_of("There is trace edema of both legs.") == "Cardiovascular"
