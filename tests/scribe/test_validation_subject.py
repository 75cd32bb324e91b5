"""A note against the age and the sex that the patient's record has."""

import pytest

from opd_desktop.domain.note import Finding, FindingKind, Subject
from opd_desktop.scribe import engine, validate

DIALOGUE = "[doctor] what brings you in ?\n[patient] my knee hurts .\n"
RECORD = Subject(age=53, sex="female")


def _clashes(note: str, dialogue: str | None, subject: Subject | None) -> list[Finding]:
    return [one for one in validate(note, dialogue, subject).findings if one.kind is FindingKind.SEX_AGE]


@pytest.mark.parametrize("dialogue", [None, DIALOGUE, DIALOGUE + "[doctor] so you are 35 years old .\n"])
def test_another_age_than_the_records_is_not_to_be_signed_over(dialogue: str | None) -> None:
    note = "The patient is a 35-year-old woman. Her knee hurts."
    (clash,) = _clashes(note, dialogue, RECORD)
    assert (clash.sentence, clash.severity) == ("The patient is a 35-year-old woman.", "high")
    assert clash.why == "age 35 here, 53 in the record"
    assert not _clashes(note, dialogue, None)
    assert not _clashes(note, dialogue, Subject())


def test_the_records_age_decides_which_of_two_is_the_wrong_one() -> None:
    note = "35-year-old woman. Knee pain in a 35-year-old woman. The 53-year-old woman may go home."
    assert {one.sentence for one in _clashes(note, None, RECORD)} == {
        "35-year-old woman.",
        "Knee pain in a 35-year-old woman.",
    }


def test_the_records_age_need_not_be_said() -> None:
    note = "The patient is a 53-year-old woman."
    assert not [one for one in validate(note, DIALOGUE, RECORD).findings if one.kind is FindingKind.NUMBER]
    told = [one for one in validate(note, DIALOGUE).findings if one.kind is FindingKind.NUMBER]
    assert [one.severity for one in told] == ["medium"]


@pytest.mark.parametrize(
    "note",
    [
        "Her daughter is 12 years old.",
        "Menarche when she was 12 years old.",
        "She is married to a 60-year-old man, her husband.",
        "A 53-year-old woman who lives with a man.",
        "The patient is 53 years old.",
        "Symptoms began 12 years ago.",
    ],
)
def test_what_is_not_of_the_patient_today_does_not_clash(note: str) -> None:
    assert not _clashes(note, None, RECORD)


def test_another_sex_than_the_records_clashes() -> None:
    (clash,) = _clashes("The patient is a pleasant 53-year-old right-handed man.", None, RECORD)
    assert clash.severity == "high"
    assert clash.why == "man here, female in the record"
    assert not _clashes("The patient is a 53-year-old man.", None, Subject(age=53, sex="other"))


def test_a_conversation_that_is_not_read_leaves_the_record_to_judge_by() -> None:
    spanish = "[doctor] ¿qué le duele? [patient] me duele la rodilla desde hace tres días, doctor."
    found = engine.validate("The patient is a 35-year-old woman.", spanish, RECORD).findings
    assert [one.why for one in found if one.kind is FindingKind.SEX_AGE] == ["age 35 here, 53 in the record"]
