"""What the guard weighs: surroundings, denials in run-on speech, slips, and notes that nobody would wish for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opd_desktop.domain.note import FindingKind
from opd_desktop.scribe import validate, validation
from opd_desktop.scribe.lexicon import lexicon
from opd_desktop.scribe.polarity import stated
from opd_desktop.scribe.rewrite_guard import why_refused
from opd_desktop.scribe.surroundings import Stream, window_in
from tests.scribe.test_guard import NOTE, VISIT

RUN_ON = """\
[doctor] so let's do an exam on your abdomen there is no tenderness to palpation of the abdomen there is no rebound or \
guarding there is tenderness on the right flank
[doctor] that's good to hear so just out of curiosity have you experienced anything like numbness or tingling in the \
foot
[patient] no i have not
[doctor] how long has the foot been hurting
[patient] about three weeks now
[doctor] okay and are you still working at the bakery with your brother and his wife
[patient] yes the oven broke and we had to close it and clean everything and paint the walls
[doctor] well i think this is a sprain of the ligament so we wrap it and put ice on it every evening
[doctor] we will see you back in six weeks for a new x-ray
"""


def _alarms(sentence: str, dialogue: str) -> list[FindingKind]:
    found = validate(sentence, dialogue).findings
    return [one.kind for one in found if one.sentence == sentence and one.severity == "high"]


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("there is no rebound or guarding there is tenderness", "present"),
        ("no murmur no rub no tenderness", "absent"),
        ("she denies some tenderness", "absent"),
        ("i don't appreciate any tenderness", "absent"),
        ("no evidence that there is any tenderness", "absent"),
        ("tenderness no", "absent"),
        ("tenderness was denied", "absent"),
        ("you have tenderness", "present"),
    ],
)
def test_a_denial_ends_where_a_statement_begins(text: str, polarity: str) -> None:
    (mention,) = [one for one in lexicon().find(text) if one.concept.name == "tenderness"]
    assert stated(text, mention) == polarity


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("Tenderness on the right flank.", "No tenderness on the right flank."),
        ("Denies numbness or tingling in the foot.", "Reports numbness or tingling in the foot."),
        ("Foot pain began 3 weeks ago.", "Foot pain began 6 weeks ago."),
        ("Return in 6 weeks for an x-ray.", "Return in 3 weeks for an x-ray."),
    ],
)
def test_the_nearest_words_decide(right: str, wrong: str) -> None:
    assert _alarms(right, RUN_ON) == []
    assert _alarms(wrong, RUN_ON) != []


def test_nearness_grows_with_rare_words_and_falls_with_distance() -> None:
    stream = Stream(["the knee hurts on stairs", "the shoulder hurts at night", "it hurts"])
    knee, shoulder = stream.window(0, 4, 8), stream.window(1, 4, 12)
    asked = window_in("Pain in the knee on stairs", 12, 16)
    assert stream.nearness(asked, knee) > stream.nearness(asked, shoulder) > 0
    assert stream.nearest(asked, ()) == 0.0
    assert Stream([]).nearest(asked, [knee]) == 0.0


@settings(max_examples=12, deadline=None)
@given(st.integers(33, 999).filter(lambda number: str(number) not in VISIT and number not in {84, 138}))
def test_a_dose_that_nobody_said_is_always_found(number: int) -> None:
    assert FindingKind.NUMBER in _alarms(f"Start meloxicam {number} mg once a day for 10 days.", VISIT)


_DRUGS = sorted(
    {mention.concept.name for name in lexicon().names("drug") for mention in lexicon().kinds(name, "drug")}
    - {"lisinopril", "meloxicam", "ibuprofen", "naproxen"}
)


@settings(max_examples=12, deadline=None)
@given(
    st.sampled_from([name for name in _DRUGS if " " not in name and name.endswith(("pril", "olol", "statin", "mycin"))])
)
def test_a_drug_that_nobody_said_is_always_found(name: str) -> None:
    assert FindingKind.MEDICATION in _alarms(f"She takes {name} 20 mg once a day.", VISIT)


@settings(max_examples=8, deadline=None)
@given(
    st.sampled_from(("knee", "knee exam", "medial knee", "lower knee")),
    st.sampled_from(("pain in", "tenderness of", "strain of")),
)
def test_the_side_that_nobody_said_is_always_found(part: str, what: str) -> None:
    assert FindingKind.LATERALITY in _alarms(f"There is {what} the right {part}.", VISIT)


@settings(max_examples=8, deadline=None)
@given(
    st.sampled_from(("fever", "chills", "numbness")),
    st.sampled_from(("She reports {}.", "Positive for {}.", "She has had {}.")),
)
def test_a_turned_denial_is_always_found(finding: str, lead: str) -> None:
    assert FindingKind.NEGATION in _alarms(lead.format(finding), VISIT)


@pytest.mark.parametrize(
    ("sentence", "why"),
    [
        ("Oxygen saturation: 198 %.", "oxygen saturation"),
        ("Heart rate 820.", "heart rate"),
        ("Blood pressure 80/120.", "wrong way round"),
        ("Blood pressure: 900/80.", "not a blood pressure"),
        ("Temperature: 68.2 F.", "body temperature"),
    ],
)
def test_vital_signs_that_nobody_has(sentence: str, why: str) -> None:
    assert any(why in one.why for one in validate(sentence).findings)


@pytest.mark.parametrize(
    "sentence",
    [
        "Oxygen saturation: 98 %.",
        "Heart rate 72.",
        "Blood pressure 138/84.",
        "Temperature: 98.2 F.",
        "Temperature 37.1.",
    ],
)
def test_vital_signs_that_people_have(sentence: str) -> None:
    assert [one for one in validate(sentence).findings if one.kind is FindingKind.NUMBER] == []


def test_a_slip_in_an_ordinal_and_an_age_of_another_time() -> None:
    assert FindingKind.NUMBER in _alarms("Base of the 4nd metatarsal.", RUN_ON)
    note = "A 65-year-old woman. She has had anemia since she was 13 years old."
    assert [one for one in validate(note).findings if one.kind is FindingKind.SEX_AGE] == []


def test_an_allergy_counts_by_class_and_not_for_what_is_avoided() -> None:
    allergic = "SUBJECTIVE\nAllergic to penicillin.\nPLAN\n"
    assert FindingKind.ALLERGY in {one.kind for one in validate(f"{allergic}Start amoxicillin 500 mg.").findings}
    assert FindingKind.ALLERGY not in {one.kind for one in validate(f"{allergic}Avoid amoxicillin.").findings}


@pytest.mark.parametrize(
    "note", ["", "\n\n \t", "SUBJECTIVE\n\nOBJECTIVE\n\nASSESSMENT\n\nPLAN\n", "- \n* \n•", "1.\n2.\n3."]
)
@pytest.mark.parametrize("dialogue", [None, "", VISIT])
def test_notes_without_a_sentence_raise_no_alarm_on_one(note: str, dialogue: str | None) -> None:
    found = validate(note, dialogue)
    assert all(
        one.kind in {FindingKind.SECTION, FindingKind.MISSING} or one.severity != "high" for one in found.findings
    )


@pytest.mark.parametrize(
    "note",
    [
        "Der Patient klagt über Schmerzen im linken Knie.",
        "患者诉左膝疼痛两周。",
        "المريض يشكو من ألم",
        "\u0000\ufffd 🦵 ...",
    ],
)
def test_other_languages_are_judged_without_failing(note: str) -> None:
    found = validate(note, VISIT)
    assert found.sentences == found.supported + found.partly + found.unsupported + found.contradicted


def test_of_two_sentences_that_contradict_each_other_one_is_found() -> None:
    first, second = "She denies fever and chills.", "She reports fever and chills."
    found = validate(f"SUBJECTIVE\n{first} {second}", VISIT).findings
    assert {one.sentence for one in found if one.kind is FindingKind.NEGATION} == {second}


def test_a_huge_note_is_cut_and_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(validation, "MAX_NOTE", 2 * len(NOTE))
    found = validate(NOTE * 40, VISIT)
    assert [(one.code, one.params["limit"]) for one in found.warnings] == [("note_cut", 2 * len(NOTE))]
    assert found.sentences == 2 * validate(NOTE, VISIT).sentences


@settings(max_examples=25, deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_judged_and_judged_the_same_twice(note: str) -> None:
    assert validate(note, RUN_ON) == validate(note, RUN_ON)


SENTENCE = "She takes lisinopril 20 mg once a day for her left knee and denies fever."


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("20 mg", "40 mg"),
        ("20 mg", "20 mcg"),
        ("lisinopril", "losartan"),
        ("left", "right"),
        ("knee", "ankle"),
        ("denies", "reports"),
        ("once a day", "twice a day"),
        ("fever", "fever and chills"),
        ("She takes", "Her mother takes"),
        ("She takes", "She may take"),
        ("She takes", "He takes"),
    ],
)
def test_a_rewording_with_one_thing_changed_is_refused(old: str, new: str) -> None:
    assert why_refused(SENTENCE, SENTENCE.replace(old, new), [VISIT])
    assert why_refused(SENTENCE, SENTENCE, [VISIT]) == ""
