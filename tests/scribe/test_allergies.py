"""What somebody is allergic to stands under allergies, with its reaction, and nowhere as a symptom of today."""

from __future__ import annotations

import pytest

from opd_desktop.scribe import engine
from opd_desktop.scribe.allergies import allergies
from opd_desktop.scribe.turns import from_text
from opd_desktop.scribe.visit import prepare

_ANY = "[doctor] Any allergies?\n"
_MORE = "[doctor] To what?\n[patient] Penicillin.\n[doctor] What happens?\n[patient] My throat swells up."


def _told(said: str) -> list[tuple[str, str, str]]:
    return [(one.what, one.reaction, one.who) for one in allergies(prepare(from_text(said)))]


@pytest.mark.parametrize(
    ("said", "what", "reaction"),
    [
        (f"{_ANY}[patient] Yes, penicillin gives me a rash.", "penicillin", "rash"),
        (f"{_ANY}[patient] Sulfa. I got hives.", "sulfa", "hives"),
        ("[doctor] Are you allergic to anything?\n[patient] Latex.", "latex", ""),
        ("[patient] I'm allergic to contrast dye, I couldn't breathe.", "contrast dye", "could not breathe"),
        (
            f"{_ANY}[patient] Yes.\n{_MORE}",
            "penicillin",
            "the throat swells up",
        ),
        (f"{_ANY}[patient] No, except penicillin.", "penicillin", ""),
        ("[doctor] Are you still allergic to penicillin?\n[patient] Yes.", "penicillin", ""),
        (f"{_ANY}[patient] I had an allergic reaction to ibuprofen once.", "ibuprofen", ""),
        (f"{_ANY}[patient] No.", "", ""),
        ("[doctor] Any drug allergies?\n[patient] Not that I know of.", "", ""),
    ],
)
def test_an_allergy_is_told_with_its_reaction(said: str, what: str, reaction: str) -> None:
    assert _told(said) == [(what, reaction, "")]


@pytest.mark.parametrize(
    "said",
    [
        "[doctor] Any seasonal allergies?\n[patient] Yes, every spring.",
        f"{_ANY}[patient] I take metformin and lisinopril.",
        "[patient] I'm not allergic to anything.",
        "[doctor] Are you allergic to penicillin?\n[patient] No.",
    ],
)
def test_what_tells_no_allergy_says_none(said: str) -> None:
    assert _told(said) == []


def test_a_relatives_allergy_is_the_relatives() -> None:
    made = engine.draft(
        "[doctor] Why are you here?\n[mother] He has had a cough for two days.\n[doctor] Any allergies?\n"
        "[mother] No, but his sister is allergic to amoxicillin.\n",
        bundle=False,
    )
    assert "ALLERGIES\n\nNo known allergies." in made.note
    assert "Sister allergic to amoxicillin." in made.note.partition("FAMILY HISTORY")[2]


def test_a_reaction_is_no_symptom_and_its_drug_is_not_taken() -> None:
    made = engine.draft(
        "[doctor] What brings you in?\n[patient] I have a sore throat.\n[doctor] What do you take?\n"
        "[patient] Metformin.\n[doctor] Any allergies?\n[patient] Amoxicillin. I got hives.\n",
        bundle=False,
    )
    assert "ALLERGIES\n\nAllergic to amoxicillin: hives." in made.note
    assert made.note.lower().count("hives") == 1
    assert "urticaria" not in made.note.lower()
    assert [problem.text for problem in made.problems] == ["sore throat"]
    assert [order.description for order in made.orders] == ["metformin"]
    sentence = next(one for one in made.sentences if one.heading == "ALLERGIES")
    assert sentence.turns == (5, 6, 7)


def test_what_is_told_beside_an_allergy_stays() -> None:
    made = engine.draft(
        "[doctor] Any medical problems?\n[patient] I have asthma and I'm allergic to penicillin.\n", bundle=False
    )
    assert "Allergic to penicillin." in made.note
    assert "asthma" in [problem.text for problem in made.problems]


def test_the_guard_supports_the_allergies_of_a_draft() -> None:
    said = f"[doctor] What brings you in?\n[patient] I have a cough.\n{_ANY}[patient] Sulfa. I got hives.\n"
    found = engine.validate(engine.draft(said, bundle=False).note, said).findings
    assert [one.kind.value for one in found if "sulfa" in one.sentence.lower()] in ([], ["supported"])


def test_a_relatives_allergy_is_no_reason_against_a_drug() -> None:
    note = "FAMILY HISTORY\n\nSister allergic to amoxicillin.\n\nPLAN\n\nPrescribe amoxicillin 500 mg."
    assert not [one for one in engine.validate(note).findings if one.kind.value == "allergy"]
    assert [one for one in engine.validate(note.replace("Sister a", "A")).findings if one.kind.value == "allergy"]
