import pytest

from opd_desktop.domain.note import FindingKind, Section
from opd_desktop.scribe import draft, validate
from opd_desktop.scribe.validation import note_sentences

DIALOGUE = """\
[doctor] what brings you in ?
[patient] my left knee hurts for two weeks and i have a cough .
[doctor] any fever or rash ?
[patient] no .
[doctor] your blood pressure is 140 over 90 . i'm going to start you on ibuprofen 400 mg three times a day . \
i'll order an x-ray of your left knee .
"""


def _kinds(note: str, dialogue: str | None = DIALOGUE) -> set[FindingKind]:
    return {finding.kind for finding in validate(note, dialogue).findings}


def _verdict(sentence: str) -> FindingKind:
    return next(f.kind for f in validate(sentence, DIALOGUE).findings if f.sentence == sentence)


@pytest.mark.parametrize(
    ("sentence", "verdict"),
    [
        ("He has had left knee pain for 2 weeks.", FindingKind.SUPPORTED),
        ("He denies fever.", FindingKind.SUPPORTED),
        ("Start ibuprofen 400 mg three times a day.", FindingKind.SUPPORTED),
        ("He reports fever.", FindingKind.CONTRADICTED),
        ("He denies cough.", FindingKind.CONTRADICTED),
        ("He has pain in the right knee.", FindingKind.CONTRADICTED),
        ("He reports nausea.", FindingKind.UNSUPPORTED),
        ("Start naproxen 400 mg three times a day.", FindingKind.UNSUPPORTED),
        ("Start ibuprofen 800 mg three times a day.", FindingKind.UNSUPPORTED),
        ("Blood pressure 140/80.", FindingKind.UNSUPPORTED),
        ("Grandfather emigrated from Portugal.", FindingKind.UNSUPPORTED),
    ],
)
def test_every_sentence_gets_a_verdict(sentence: str, verdict: FindingKind) -> None:
    assert _verdict(sentence) is verdict


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Start ibuprofen 800 mg three times a day.", FindingKind.NUMBER),
        ("Start naproxen 400 mg three times a day.", FindingKind.MEDICATION),
        ("He has pain in the right knee.", FindingKind.LATERALITY),
        ("He denies cough.", FindingKind.NEGATION),
    ],
)
def test_the_reason_is_named(sentence: str, kind: FindingKind) -> None:
    assert kind in _kinds(sentence)


def test_a_supported_sentence_points_to_its_turns() -> None:
    (finding,) = [
        f for f in validate("Left knee pain for 2 weeks.", DIALOGUE).findings if f.kind is FindingKind.SUPPORTED
    ]
    assert 2 in finding.turns


def test_what_was_said_but_not_noted_is_listed() -> None:
    missing = {
        f.sentence for f in validate("Left knee pain for 2 weeks.", DIALOGUE).findings if f.kind is FindingKind.MISSING
    }
    assert "cough" in missing
    assert any(sentence.startswith("ibuprofen 400 mg") for sentence in missing)


def test_a_draft_stands_up_to_its_own_dialogue(visit: str) -> None:
    found = validate(draft(visit).note, visit)
    assert (found.contradicted, found.unsupported) == (0, 0)
    assert found.supported == found.sentences


def test_without_a_dialogue_only_the_note_is_judged() -> None:
    found = validate("SUBJECTIVE\nHe has a cough.\n", None)
    assert [w.code for w in found.warnings] == ["no_dialogue"]
    assert {f.section for f in found.findings if f.kind is FindingKind.SECTION} == {
        Section.OBJECTIVE,
        Section.ASSESSMENT,
        Section.PLAN,
    }
    assert found.supported == 0


def test_allergy_and_sex_are_checked_within_the_note() -> None:
    note = (
        "SUBJECTIVE\nA 40-year-old man. He is allergic to penicillin. He is pregnant.\nPLAN\nStart amoxicillin 500 mg."
    )
    assert {FindingKind.ALLERGY, FindingKind.SEX_AGE} <= _kinds(note, None)


def test_headings_of_pasted_notes_are_understood() -> None:
    note = "HPI:\n\nCough.\n\nPHYSICAL EXAM\n• Lungs: clear.\n\nASSESSMENT AND PLAN\nCold. Rest."
    assert note_sentences(note) == [
        (Section.SUBJECTIVE, "Cough."),
        (Section.OBJECTIVE, "Lungs: clear."),
        (Section.ASSESSMENT, "Cold."),
        (Section.ASSESSMENT, "Rest."),
    ]


def test_an_empty_note_has_no_sentences_but_misses_everything() -> None:
    found = validate("", DIALOGUE)
    assert found.sentences == 0
    assert found.missing >= 3


def test_real_drafts_are_supported_by_their_visits(aci_valid: list[dict[str, str]]) -> None:
    judged = [validate(draft(row["dialogue"]).note, row["dialogue"]) for row in aci_valid[:10]]
    sentences = sum(found.sentences for found in judged)
    assert sum(found.unsupported + found.contradicted for found in judged) <= 0.02 * sentences


@pytest.mark.parametrize(
    ("note", "kind", "why"),
    [
        ("A 40-year-old man. He is a 44-year-old man.", FindingKind.SEX_AGE, "age"),
        ("A 70-year-old woman. She is pregnant.", FindingKind.SEX_AGE, "does not fit the age"),
        ("PLAN\nDiabetes (E11.X9).", FindingKind.CODE, "is not a code"),
        ("PLAN\nDiabetes (E11).", FindingKind.CODE, "more characters"),
        (
            "SUBJECTIVE\nRight knee pain since May. Right knee pain on stairs.\nPLAN\nX-ray for left knee pain.",
            FindingKind.LATERALITY,
            "left knee here, right knee elsewhere",
        ),
    ],
)
def test_clashes_within_a_note_typed_by_hand(note: str, kind: FindingKind, why: str) -> None:
    found = [finding for finding in validate(note).findings if finding.kind is kind]
    assert any(why in finding.why for finding in found)


@pytest.mark.parametrize(
    "note",
    [
        "PLAN\nDiabetes (E11.9).",
        "A 40-year-old man. His 38-year-old wife is pregnant.",
        "Right knee pain. Left knee exam is normal. Right knee tender.",
        "SUBJECTIVE\nNo allergies to penicillin.\nPLAN\nStart amoxicillin 500 mg.",
    ],
)
def test_what_is_no_clash(note: str) -> None:
    kinds = {finding.kind for finding in validate(note).findings} - {FindingKind.SECTION}
    assert kinds == set()


def test_a_boys_birth_is_no_clash_of_sex() -> None:
    note = "A 3-year-old boy. He was born at 30 weeks' gestation via vaginal delivery. Pregnancy was uncomplicated."
    assert [one for one in validate(note).findings if one.kind is FindingKind.SEX_AGE] == []
