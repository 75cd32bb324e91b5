import pytest
from hypothesis import given
from hypothesis import strategies as st

from opd_desktop.scribe import turns
from opd_desktop.scribe.context import status_of
from opd_desktop.scribe.facts import findings, settled, vitals
from opd_desktop.scribe.lexicon import lexicon
from opd_desktop.scribe.visit import prepare

SYMPTOMS = ("fever", "cough", "chest pain", "nausea", "rash", "dizziness", "headache")


def _status(text: str, name: str):  # type: ignore[no-untyped-def]
    mention = next(m for m in lexicon().find(text) if m.concept.name == name)
    return status_of(text, mention)


@pytest.mark.parametrize(
    ("text", "name", "polarity"),
    [
        ("i have a fever", "fever", "present"),
        ("no fever", "fever", "absent"),
        ("she denies fever, cough, or chest pain", "chest pain", "absent"),
        ("i don't have a cough but i have a fever", "fever", "present"),
        ("i don't have a cough but i have a fever", "cough", "absent"),
        ("without nausea", "nausea", "absent"),
        ("it doesn't help the headache", "headache", "present"),
        ("i'm not sure if it's a rash", "rash", "present"),
        ("never had a rash", "rash", "absent"),
    ],
)
def test_negation_acts_inside_its_clause(text: str, name: str, polarity: str) -> None:
    assert _status(text, name).polarity == polarity


def test_a_relatives_disease_is_not_the_patients() -> None:
    assert _status("my mother has asthma", "asthma").experiencer == "family"


@pytest.mark.parametrize(
    "text", ["call me if you have a fever", "watch out for fever", "it can cause fever", "rule out fever"]
)
def test_what_might_happen_did_not_happen(text: str) -> None:
    assert _status(text, "fever").when == "hypothetical"


def test_the_past_is_told_apart() -> None:
    assert _status("history of asthma", "asthma").when == "past"


def _polarities(dialogue: str) -> dict[str, str]:
    facts = settled(findings(prepare(turns.from_text(dialogue))))
    return {name: fact.status.polarity for name, fact in facts.items()}


def test_no_answers_all_that_was_asked() -> None:
    assert _polarities("[doctor] any fever , cough or chest pain ?\n[patient] no .") == {
        "fever": "absent",
        "cough": "absent",
        "chest pain": "absent",
    }


def test_no_just_the_cough_keeps_the_cough() -> None:
    found = _polarities("[doctor] any fever , cough or chest pain ?\n[patient] no , just the cough .")
    assert found == {"fever": "absent", "cough": "present", "chest pain": "absent"}


def test_yes_to_a_list_says_nothing_about_its_parts() -> None:
    assert _polarities("[doctor] any fever or chills ?\n[patient] yes .") == {}


def test_yes_to_one_finding_reports_it() -> None:
    assert _polarities("[doctor] do you have chest pain ?\n[patient] yes .") == {"chest pain": "present"}


def test_yes_to_a_negative_question_stays_open() -> None:
    assert _polarities("[doctor] no fever ?\n[patient] yes .") == {}


def test_what_was_not_answered_is_not_noted() -> None:
    assert _polarities("[doctor] any fever ?\n[patient] my dog is called rex .") == {}


@given(
    st.lists(st.sampled_from(SYMPTOMS), min_size=1, max_size=4, unique=True),
    st.sampled_from(["no", "nope", "none", "not really"]),
)
def test_a_denied_list_never_becomes_a_complaint(asked: list[str], answer: str) -> None:
    found = _polarities(f"[doctor] any {', '.join(asked)} ?\n[patient] {answer} .")
    assert found == dict.fromkeys(asked, "absent")


def _settled(*said: str) -> dict[str, str]:
    return {
        name: fact.status.polarity
        for name, fact in settled(findings(prepare(turns.from_text("\n".join(said))))).items()
    }


@pytest.mark.parametrize(
    "asked",
    [
        "any other symptoms like a cough or a fever or anything like that",
        "alright well have you had a cough or a fever with that",
    ],
)
def test_a_question_without_a_question_mark_is_no_statement(asked: str) -> None:
    found = _settled(f"[doctor] okay and {asked}", "[patient] no")
    assert found["cough"] == found["fever"] == "absent"


@pytest.mark.parametrize("told", ["i have had a cough for 3 days .", "well i don't have a cough ."])
def test_a_reply_about_something_else_answers_nothing(told: str) -> None:
    found = _settled("[doctor] any fever ?", f"[patient] {told}")
    assert "fever" not in found
    assert "cough" in found


def test_vital_signs_are_read_from_words() -> None:
    text = (
        "[doctor] your blood pressure is one forty five over ninety two and your pulse is 80 . temperature is 38.5 "
        ". weight is 180 pounds ."
    )
    lines = prepare(turns.from_text(text)).lines
    assert [(v.name, v.value) for v in vitals(lines)] == [
        ("Blood pressure", "145/92"),
        ("Temperature", "38.5"),
        ("Heart rate", "80"),
        ("Weight", "180 pounds"),
    ]
