"""What the guard makes of how things are told: cut decimals, ranges, lists of questions, one odd side in a note."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opd_desktop.bench.scribe import guard, seeding
from opd_desktop.domain.note import FindingKind
from opd_desktop.scribe import validate
from opd_desktop.scribe.evidence import spoken_ways
from opd_desktop.scribe.lexicon import lexicon
from opd_desktop.scribe.polarity import stated
from opd_desktop.scribe.quantities import decimals_in, grades_in, quantities, ranges_in, written

NUMBERS = """\
[doctor] good morning i see that your temperature is ninety nine . four and your ldl was a hundred and ten
[patient] okay i walk twenty to thirty miles a week and i smoke a pack and a half a day
[doctor] you have one to two plus edema at the ankles and your kidney disease is stage three
[doctor] your scan was on the fourth of may and the blood was drawn on june 12 2023
[doctor] about one in five people get this cream rash it is a . five centimeter spot
[patient] the cough began year and a half ago and it lasts half an hour
[doctor] my sugar machine said three to four hundred is too high take one pill every six hours
[patient] i broke my arm when i was fourteen
"""
VITALS = """\
[doctor] your blood pressure was one twenty over sixty and your heart rate was fifty eight
[doctor] your respirations are sixteen your temperature is ninety nine . four
"""
LISTED = """\
[doctor] have you had any fever , chills or night sweats ?
[patient] well i've had some chills in the morning
[doctor] vomiting
[patient] no vomiting
[doctor] okay and any rash or itching or anything like that no okay
[patient] even if i'm just sitting there i get palpitations
[doctor] your legs have no edema
[patient] my left shoulder clicks when i reach for the top shelf
[doctor] and the right shoulder
[patient] my right shoulder is fine when i reach
[doctor] did you ever have a headache
[patient] yes i've had a bad headache every day since the wedding of my cousin
"""


def _alarms(sentence: str, dialogue: str) -> list[FindingKind]:
    found = validate(sentence, dialogue).findings
    return [one.kind for one in found if one.sentence == sentence and one.severity == "high"]


@pytest.mark.parametrize(
    ("said", "value", "unit"),
    [
        ("half an hour", "30", "minute"),
        ("about a half an hour", "30", "minute"),
        ("a year and a half ago", "1.5", "year"),
        ("two weeks and a half", "2.5", "week"),
        ("a twenty four hour urine", "24", "hour"),
        ("every twenty one days", "21", "day"),
        ("creatinine was .7", "0.7", ""),
        ("take it q.8 h. with food", "8", "hour"),
        ("five or six hundred", "600", ""),
    ],
)
def test_numbers_as_people_say_them(said: str, value: str, unit: str) -> None:
    assert (value, unit) in {(one.value, one.unit) for one in quantities(written(said))}


def test_decimals_ranges_and_grades() -> None:
    assert [one.value for one in decimals_in("98. 6 and 0. zero five")] == ["98.6", "0.05"]
    assert ranges_in("6 to 8 weeks, 2-3 days") == [("6", "8", "week"), ("2", "3", "day")]
    assert ranges_in("it went from 40 to 20 mg, C5-6, 120/80") == []
    assert grades_in(written("one to two plus edema")) == {"1", "2"}
    assert grades_in(written("pulses are 2+")) == {"2"}


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Temperature 99.4.", "Temperature 99.8."),
        ("He walks 20 to 30 miles a week.", "He walks 20 to 60 miles a week."),
        ("He walks 20 to 30 miles a week.", "He walks 30 to 30 miles a week."),
        ("He smokes 1.5 packs per day.", "He smokes 2.5 packs per day."),
        ("Edema 1-2+ at the ankles.", "Edema 3+ at the ankles."),
        ("Chronic kidney disease, stage 3.", "Chronic kidney disease, stage 4."),
        ("The blood was drawn on 06/12/2023.", "The blood was drawn on 08/12/2023."),
        ("About 1 in 5 people get it.", "About 3 in 5 people get it."),
        ("The spot measures 0.5 cm.", "The spot measures 0.9 cm."),
        ("He broke his arm when he was 14 years old.", "He broke his arm when he was 17 years old."),
    ],
)
def test_numbers_are_held_against_how_they_were_said(right: str, wrong: str) -> None:
    assert _alarms(right, NUMBERS) == []
    assert FindingKind.NUMBER in _alarms(wrong, NUMBERS)


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Denies fever.", "Reports fever."),
        ("Reports chills.", "Denies chills."),
        ("Denies vomiting.", "Reports vomiting."),
        ("Denies rash or itching.", "Reports rash or itching."),
        ("Reports palpitations.", "Denies palpitations."),
        ("No leg swelling.", "Reports leg swelling."),
        ("He notes that he has had a headache.", "He denies that he has had a headache."),
        ("After his prior shoulder surgery, he has had a headache.", "After prior surgery, he denies a headache."),
    ],
)
def test_findings_are_held_against_questions_and_answers(right: str, wrong: str) -> None:
    assert _alarms(right, LISTED) == []
    assert FindingKind.NEGATION in _alarms(wrong, LISTED)


def test_a_report_of_any_lacks_its_denial() -> None:
    assert FindingKind.NEGATION in _alarms("Reports any rashes.", LISTED)
    assert _alarms("He was asked whether he has any rashes.", LISTED) == []


def test_a_denied_clause_stays_denied() -> None:
    text = "she denies that she has had a fever"
    (mention,) = [one for one in lexicon().find(text) if one.concept.name == "fever"]
    assert stated(text, mention) == "absent"


def test_a_line_repeated_with_the_other_side() -> None:
    assert _alarms("The left shoulder clicks when he reaches for the top shelf.", LISTED) == []
    assert FindingKind.LATERALITY in _alarms("The right shoulder clicks when he reaches for the top shelf.", LISTED)


@pytest.mark.parametrize(
    ("odd", "alarms"),
    [
        ("Left ankle swelling.", 1),
        ("Left ankle: normal.", 0),
        ("Compared with the left ankle there is less movement.", 0),
        ("The right ankle is larger than the left ankle.", 0),
    ],
)
def test_one_odd_side_in_a_note(odd: str, alarms: int) -> None:
    note = f"SUBJECTIVE\nRight ankle sprain. The right ankle gave way on stairs.\nOBJECTIVE\n{odd}\nPLAN\nBrace."
    found = [one for one in validate(note).findings if one.kind is FindingKind.LATERALITY and one.severity == "high"]
    assert len(found) == alarms


@pytest.mark.parametrize(
    ("concept", "text"),
    [
        ("kidney stone", "your kidney transplant is doing well"),
        ("redness", "your red blood cell count"),
        ("bleeding", "your blood pressure is fine"),
        ("arm pain", "pain medicine from the pharmacy"),
        ("atrial fibrillation", "eat more fiber"),
        ("urinary tract infection", "the clinic is well utilized"),
        ("fracture", "after breakfast"),
        ("nasal congestion", "all that stuff"),
        ("sinusitis", "a normal sinus rhythm"),
        ("dysuria", "they told me to pee through a strainer"),
        ("urinary urgency", "we can test your pee today"),
        ("urinary frequency", "it was dark when i urinated"),
    ],
)
def test_everyday_words_of_something_else(concept: str, text: str) -> None:
    assert not spoken_ways()[concept].search(text)


@settings(max_examples=20, deadline=None)
@given(st.integers(1, 90), st.integers(1, 9), st.sampled_from(("days", "weeks", "months", "miles")))
def test_a_rising_range_that_was_said_is_right_and_a_flat_one_never(low: int, step: int, unit: str) -> None:
    said = f"[patient] i was told that the plaster stays on for {low} to {low + step} {unit} after the operation"
    assert FindingKind.NUMBER not in _alarms(f"Plaster for {low} to {low + step} {unit}.", said)
    assert FindingKind.NUMBER in _alarms(f"Plaster for {low} to {low} {unit}.", said)


SPOILT = "[doctor] is it the right knee that hurts\n[patient] yes the right knee hurts and no fever\n"


def test_planted_errors_are_errors() -> None:
    draw = random.Random(3)
    wrong_already = "SUBJECTIVE\nThe left knee hurts on stairs.\n"
    assert seeding.plant("side", wrong_already, SPOILT, draw) is None
    other = seeding.plant("side", "SUBJECTIVE\nThe right knee hurts on stairs.\n", SPOILT, draw)
    assert other
    assert other.after == "The left knee hurts on stairs."
    assert other.said
    unsaid = seeding.plant("side", "SUBJECTIVE\nThe right hip hurts.\n", "[patient] my hip hurts\n", draw)
    assert unsaid
    assert not unsaid.said
    assert seeding.plant("negation", "SUBJECTIVE\nHe notes that his cough is better.\n", SPOILT, draw) is None
    far = "SUBJECTIVE\nNo work for a week and then back to the factory, since he has a fever.\n"
    assert seeding.plant("negation", far, SPOILT, draw) is None
    assert seeding.plant("number", "SUBJECTIVE\nHe starts work at 7:30 daily.\n", SPOILT, draw) is None


@pytest.mark.parametrize(
    ("sentence", "turned"),
    [
        ("He has had a cough.", "He denies a cough."),
        ("He has also had a cough.", "He denies a cough."),
        ("Reports a cough.", "Denies a cough."),
        ("He denies any cough.", "He reports cough."),
        ("The patient denies cough.", "The patient reports cough."),
        ("He may have had a cough.", None),
        ("Not no cough.", None),
    ],
)
def test_a_turned_negation_is_english(sentence: str, turned: str | None) -> None:
    planted = seeding.plant("negation", f"SUBJECTIVE\n{sentence}\n", SPOILT, random.Random(3))
    assert (planted.after if planted else None) == turned


def test_a_respiratory_rate_may_be_told_as_one_of_breathing() -> None:
    told = "[doctor] your breathing rate is pretty normal at nineteen .\n"
    assert _alarms("Respiratory rate 19.", told) == []
    assert FindingKind.NUMBER in _alarms("Respiratory rate 9.", told)


def test_an_error_in_an_alarming_sentence_counts_neither_way(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(seeding, "KINDS", ("side",))
    monkeypatch.setattr(guard, "alarms", lambda found, sentence: ["alarm"] if "right" in sentence else [])
    rows = [{"note": "SUBJECTIVE\nThe right knee hurts on stairs.\n", "dialogue": SPOILT}]
    assert guard.scored(rows)["human notes"]["recall"]["n"] == 0
    monkeypatch.undo()
    monkeypatch.setattr(seeding, "KINDS", ("side",))
    assert guard.scored(rows)["human notes"]["recall"] == {"mean": 100.0, "low": 100.0, "high": 100.0, "n": 1}


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Heart rate 58.", "Heart rate 60."),
        ("Heart rate: 58 bpm.", "Heart rate: 99 bpm."),
        ("Blood pressure 120/60.", "Blood pressure 120/58."),
        ("Respirations 16.", "Respirations 58."),
        ("Temperature 99.4.", "Temperature 98.2."),
    ],
)
def test_vital_signs_are_held_against_their_own_values(right: str, wrong: str) -> None:
    assert _alarms(right, VITALS) == []
    assert FindingKind.NUMBER in _alarms(wrong, VITALS)


def test_a_number_near_a_vital_sign_is_not_always_its_value() -> None:
    said = "[patient] i did not take my temperature four days ago when it began"
    found = validate("Temperature 100.4.", said).findings
    assert not any("but 4" in one.why for one in found)


SIZES = """\
[patient] i hurt it two weeks ago and i go to the gym three times a week . i am in my sixties .
[doctor] there is a two by three centimeter ulcer on your heel and some two plus edema , and it was six out of ten .
[doctor] one in five gets it . in the emergency room it was 180 over 95 .
[doctor] i want you to rest , it has been like that for six months or so . i will see you back in three months .
[doctor] i would test your liver again .
"""


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("There is a 2 x 3 cm ulcer on the heel.", "There is a 3 x 3 cm ulcer on the heel."),
        ("There is a 2 x 3 cm ulcer on the heel.", "There is a 2 x 4 cm ulcer on the heel."),
        ("2+ edema.", "6+ edema."),
        ("1 in 5 gets it.", "6 in 5 get it."),
        ("She injured it 2 weeks ago.", "She injured it 1 weeks ago."),
        ("She injured it 2 weeks ago.", "She took 1 tablets 2 weeks ago."),
        ("She injured it 2 weeks ago.", "She injured it 3 weeks ago."),
        ("Follow up in 3 months.", "Follow up in 6 months."),
        ("Blood pressure in the emergency room 180/95.", "Blood pressure in the emergency room 182/95."),
        ("I will test her liver again.", "Continue testosterone."),
        ("Bowel sounds normal in all 4 quadrants.", "Bowel sounds normal in all 2 quadrants."),
        ("Seen in spring.", "Seen on 13/2019."),
    ],
)
def test_numbers_that_belong_together(right: str, wrong: str) -> None:
    assert _alarms(right, SIZES) == []
    assert _alarms(wrong, SIZES) != []


def test_words_far_apart_are_no_term() -> None:
    said = (
        "[patient] i passed a stone .\n"
        + "[doctor] tell me more about the long trip to your brother last summer .\n" * 3
    )
    said += "[patient] we went out ."
    assert _alarms("She passed out.", said) != []
