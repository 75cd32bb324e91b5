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


def test_speakers_without_tags_are_guessed_and_said_to_be() -> None:
    read = turns.from_text(
        "How are you feeling today? I've been feeling tired. My back hurts. I'm going to order an x-ray."
    )
    assert [turn.speaker for turn in read.turns] == ["doctor", "patient", "patient", "doctor"]
    assert read.speaker_guess


def test_dictation_is_one_doctor_and_no_guess() -> None:
    read = turns.from_text("The patient complains of cough. Temperature is 38. Plan is rest.")
    assert {turn.speaker for turn in read.turns} == {"doctor"}
    assert not read.speaker_guess


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
