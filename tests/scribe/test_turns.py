import json

import pytest

from opd_desktop.domain.errors import BadInput
from opd_desktop.scribe import turns


def test_tagged_lines_give_speakers_and_numbered_sentences() -> None:
    read = turns.from_text(
        "[doctor] hello . how are you ?\n[patient] my knee hurts .\nDr. Smith: any fever?\nNurse: ready."
    )
    assert [(turn.id, turn.speaker) for turn in read.turns] == [
        (1, "doctor"),
        (2, "doctor"),
        (3, "patient"),
        (4, "doctor"),
        (5, "other"),
    ]
    assert not read.speaker_guess


@pytest.mark.parametrize("staff", ["Dr. Smith", "Dr. Anna Smith", "Anna Smith, MD", "Provider"])
def test_the_name_beside_a_doctors_tag_is_the_patients(staff: str) -> None:
    said = [(staff, "What brings you in?"), ("John Brown", "A cough."), (staff, "Any fever?"), ("John Brown", "No.")]
    read = turns.from_text("\n".join(f"{who}: {text}" for who, text in said))
    assert [(turn.speaker, turn.text) for turn in read.turns] == [
        ("doctor", "What brings you in?"),
        ("patient", "A cough."),
        ("doctor", "Any fever?"),
        ("patient", "No."),
    ]
    assert not read.speaker_guess
    assert turns.from_json([{"speaker": who, "text": text} for who, text in said]).turns == read.turns


def test_numbered_labels_are_those_without_a_number() -> None:
    read = turns.from_text("Doctor: any fever?\nGuest_family_1: no.\nDoctor_2: rest.\nGuest_family_1: okay.")
    assert [turn.speaker for turn in read.turns] == ["doctor", "other", "doctor", "other"]


def test_speakers_that_only_have_numbers_are_guessed() -> None:
    said = [("Speaker 1", "Do you have any pain?"), ("Speaker 2", "My back hurts."), ("Speaker 1", "Any fever?")]
    read = turns.from_text("\n".join(f"{who}: {text}" for who, text in said))
    assert [turn.text for turn in read.turns] == [text for _, text in said]
    assert [turn.speaker for turn in read.turns] == ["doctor", "patient", "doctor"]
    assert read.speaker_guess
    assert turns.from_json([{"speaker": who, "text": text} for who, text in said]).turns == read.turns


def test_a_heading_is_no_name_and_a_relative_is_no_patient() -> None:
    read = turns.from_text("Doctor: any fever?\nMom: no.\nDoctor: rest.\nMom: okay.\nPlan: fluids.")
    assert [turn.speaker for turn in read.turns] == ["doctor", "other", "doctor", "other", "other"]
    assert read.turns[-1].text == "Plan: fluids."


def test_speakers_without_tags_are_guessed_and_said_to_be() -> None:
    read = turns.from_text(
        "How are you feeling today? I've been feeling tired. My back hurts. I'm going to order an x-ray."
    )
    assert [turn.speaker for turn in read.turns] == ["doctor", "patient", "patient", "doctor"]
    assert read.speaker_guess


RUN_ON = (
    "hi how are you today i have been coughing for about a week now and my chest hurts okay do you have any fever no "
    "i don't think so are you short of breath sometimes when i walk up the stairs okay i'm going to order a chest x-ray"
)


def test_a_conversation_without_punctuation_is_cut_before_its_speakers_are_guessed() -> None:
    read = turns.from_text(RUN_ON)
    assert {turn.speaker for turn in read.turns} >= {"doctor", "patient"}
    assert read.speaker_guess
    assert " ".join(turn.text for turn in read.turns) == RUN_ON


def test_a_dictation_without_punctuation_stays_whole() -> None:
    said = (
        "the patient presents with a cough for two weeks she denies fever and she denies chest pain on examination the "
        "lungs are clear blood pressure is 120 over 80 the plan is rest and fluids and a chest x-ray and follow up in "
        "two weeks"
    )
    read = turns.from_text(said)
    assert [turn.text for turn in read.turns] == [said]
    assert not read.speaker_guess


def test_dictation_is_one_doctor_and_no_guess() -> None:
    read = turns.from_text("The patient complains of cough. Temperature is 38. Plan is rest.")
    assert {turn.speaker for turn in read.turns} == {"doctor"}
    assert not read.speaker_guess


WRONG_WAY_ROUND = (
    "[patient] how long have you had the pain ?\n[doctor] my knee has been hurting for a week . i took ibuprofen .\n"
    "[patient] let me examine your knee . i'm going to order an x-ray and refer you .\n[doctor] thank you doctor ."
)


def test_tags_the_wrong_way_round_are_exchanged_and_said_to_be_a_guess() -> None:
    read = turns.from_text(WRONG_WAY_ROUND)
    assert [turn.speaker for turn in read.turns] == ["doctor", "patient", "patient", "doctor", "doctor", "patient"]
    assert read.speaker_guess
    rows = [{"speaker": "patient" if turn.speaker == "doctor" else "doctor", "text": turn.text} for turn in read.turns]
    assert turns.from_json(rows).turns == read.turns


def test_speakers_that_somebody_corrected_stay_as_they_are() -> None:
    rows = [turn.model_dump(mode="json") for turn in turns.from_text(WRONG_WAY_ROUND).turns]
    for row in rows:
        row["speaker"] = "patient" if row["speaker"] == "doctor" else "doctor"
    read = turns.from_json({"turns": rows, "speaker_guess": False})
    assert [turn.speaker for turn in read.turns] == [row["speaker"] for row in rows]
    assert not read.speaker_guess


def test_tags_that_fit_the_words_are_never_exchanged() -> None:
    fits = WRONG_WAY_ROUND.replace("[patient]", "[x]").replace("[doctor]", "[patient]").replace("[x]", "[doctor]")
    assert not turns.from_text(fits).speaker_guess


def test_a_sentence_is_not_cut_at_a_title_or_a_decimal() -> None:
    read = turns.from_text("[doctor] Mr. Baker has a temperature of 38.4 degrees. Dr. Jones saw him.")
    assert [turn.text for turn in read.turns] == ["Mr. Baker has a temperature of 38.4 degrees.", "Dr. Jones saw him."]


def test_given_ids_of_a_json_transcript_are_kept() -> None:
    data = [
        {"turn_id": 7, "speaker": "DOCTOR", "text": "any fever?"},
        {"turn_id": 9, "speaker": "PATIENT", "text": "no."},
    ]
    assert [(t.id, t.speaker) for t in turns.parse(json.dumps(data)).turns] == [(7, "doctor"), (9, "patient")]


def test_a_transcript_survives_its_own_json() -> None:
    read = turns.from_text("[doctor] any fever ?\n[patient] no .")
    assert turns.parse(read.model_dump_json()) == read


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ('{"turns": [', "scribe.bad_json"),
        ('{"turns": [{"speaker": "doctor"}]}', "scribe.bad_transcript"),
        ('{"turns": [{"id": 1, "text": "a"}, {"id": 1, "text": "b"}]}', "scribe.bad_transcript"),
        ('{"turns": [{"id": "x", "text": "a"}]}', "scribe.bad_transcript"),
        ('{"turns": [{"text": "a", "start": "soon"}]}', "scribe.bad_transcript"),
        ('{"turns": [{"text": "a"}], "duration_s": "long"}', "scribe.bad_transcript"),
        ('{"turns": [{"text": "a"}], "warnings": 3}', "scribe.bad_transcript"),
        ("[1, 2]", "scribe.bad_transcript"),
        ('{"answer": 42}', "scribe.bad_transcript"),
    ],
)
def test_what_is_no_transcript_is_refused_with_a_code(text: str, code: str) -> None:
    with pytest.raises(BadInput) as caught:
        turns.parse(text)
    assert caught.value.code == code


def test_a_text_too_long_for_a_visit_is_refused() -> None:
    with pytest.raises(BadInput, match=r"scribe\.too_long"):
        turns.from_text("a " * turns.MAX_CHARACTERS)


def test_placeholders_for_silence_are_no_turns() -> None:
    assert turns.parse('{"cycle_000": [{"character": "Clinician", "text": "[silence]"}]}').turns == ()


@pytest.mark.parametrize("time", ["[00:00:03] ", "00:03 ", "(0:03) ", "[00:03.250] - "])
def test_the_time_before_a_speaker_is_no_part_of_what_was_said(time: str) -> None:
    made = turns.parse(f"{time}Doctor: How is the cough?\n{time}Patient: It is worse since 10:30.")
    assert [(turn.speaker, turn.text) for turn in made.turns] == [
        ("doctor", "How is the cough?"),
        ("patient", "It is worse since 10:30."),
    ]
