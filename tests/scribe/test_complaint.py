"""What a visit is about: as it was told first, with the place and the side that the patient names."""

from __future__ import annotations

import pytest

from opd_desktop.scribe import engine


def _complaint(said: str) -> str:
    note = engine.draft(said, bundle=False).note
    return note.partition("CHIEF COMPLAINT\n\n")[2].partition("\n")[0]


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        (
            [
                "[doctor] I understand you've come in with some right knee pain?\n",
                "[patient] It's not the right knee, it's the left knee.\n[patient] My left knee gives out.\n",
            ],
            "Left knee pain.",
        ),
        (
            [
                "[doctor] What brings you in today?\n",
                "[patient] I am having a lot of pain at the end of my right middle finger.\n",
                "[doctor] Is there any swelling?\n[patient] Yes, it is swollen.\n",
            ],
            "Right middle finger pain.",
        ),
        (
            [
                "[doctor] I see here that you are experiencing some foot pain, could you tell me what happened?\n",
                "[patient] I twisted my left foot. I get headaches too.\n",
            ],
            "Left foot pain.",
        ),
        (
            [
                "[doctor] I see that you injured your wrist. Could you tell me what happened?\n",
                "[patient] I slipped, and my right wrist got real swollen.\n",
            ],
            "Right wrist injury.",
        ),
        (
            [
                "[doctor] The medical assistant told me that you're having some difficulty urinating.\n",
                "[patient] Yes. I have diarrhea too.\n",
            ],
            "Difficulty urinating.",
        ),
        (
            [
                "[doctor] What's going on?\n[patient] My big toe hurts and it's a little red.\n",
                "[doctor] Any fever?\n[patient] No.\n",
            ],
            "Big toe pain.",
        ),
        (
            ["[doctor] What's going on?\n[patient] I've had a really bad cough and my left shoulder hurts.\n"],
            "Cough.",
        ),
        (
            ["[doctor] The nurse told me that you have a tick bite?\n[patient] Yes, and I had a headache.\n"],
            "Tick bite.",
        ),
        (
            ["[doctor] So I saw that the other doctor put you on a new medicine.\n[patient] I have a headache.\n"],
            "Headache.",
        ),
    ],
)
def test_the_complaint_is_what_was_told_first(said: list[str], complaint: str) -> None:
    assert _complaint("".join(said)) == complaint


def test_who_names_another_side_leaves_none() -> None:
    assert (
        _complaint(
            "[doctor] I see that you hurt your left foot?\n[patient] She fell onto my right foot. It is swollen.\n"
            "[doctor] Does the left foot tingle?\n[patient] No.\n"
        )
        == "Foot pain."
    )


def test_both_sides_are_no_side() -> None:
    said = (
        "[doctor] What's going on?\n[patient] My elbows hurt, they are swollen.\n"
        "[patient] It's both my elbows, but the right elbow most.\n"
    )
    assert _complaint(said) == "Elbow pain."


@pytest.mark.parametrize(
    ("said", "complaint"),
    [
        ("The patient complains of pain in the right shoulder for 2 weeks. No fever.", "Right shoulder pain."),
        ("The patient presents with pain in the left knee. She denies fever.", "Left knee pain."),
        ("[doctor] So you are here for pain in your left knee?\n[patient] Yes.\n", "Left knee pain."),
    ],
)
def test_a_pain_is_told_with_its_place(said: str, complaint: str) -> None:
    assert _complaint(said) == complaint


@pytest.mark.parametrize(
    "told",
    [
        "Call me if your fever goes above 102.",
        "If her pain gets worse, come back.",
        "A cough is a common side effect of lisinopril.",
        "Lisinopril might cause a cough.",
        "Some people get a cough from lisinopril.",
    ],
)
def test_what_may_come_is_no_complaint_and_no_symptom(told: str) -> None:
    note = engine.draft(f"[doctor] How can I help?\n[patient] I need a refill.\n[doctor] {told}\n", bundle=False).note
    assert "CHIEF COMPLAINT" not in note
    assert "Reports" not in note


def test_a_doubt_about_what_belongs_together_is_no_condition() -> None:
    said = "[doctor] How are you?\n[patient] I don't know if this is related, but my cough is worse.\n"
    assert _complaint(said) == "Cough."
