"""The problem that a doctor turns to in the plan is named without the words that announce it."""

from __future__ import annotations

import pytest

from opd_desktop.scribe import draft
from opd_desktop.scribe.topics import topic


@pytest.mark.parametrize(
    ("said", "name", "rest"),
    [
        ("for the first diagnosis, the first problem of the lung cancer, so i want to scan it", "lung cancer", "so i"),
        ("so your left knee pain i think this is arthritis", "left knee pain", "i think this"),
        ("your left knee pain", "left knee pain", ""),
        ("for this first problem of your migraine, take it easy", "migraine", "take"),
        ("and for the first concern of right foot pain, wear a boot", "right foot pain", "wear"),
        ("for the diabetes the second problem, we will repeat the a1c", "diabetes", "we will"),
        ("in terms of the next couple of weeks, take it easy", "", "in terms"),
        ("so the bruising i think is old", "", "so the"),
        ("your knee pain is from arthritis", "", "your knee"),
    ],
)
def test_a_problem_is_named_without_its_announcement(said: str, name: str, rest: str) -> None:
    found, left = topic(said)
    assert found == name
    assert left.startswith(rest)


def test_an_impression_is_written_without_announcing_it() -> None:
    note = draft(
        "[doctor] good morning, what brings you in?\n[patient] i am tired all the time.\n"
        "[doctor] so my plan. in terms of my impression of you is that you've had this new anemia.\n"
        "[doctor] i want to order a cbc.\n"
    ).note
    assert "impression of" not in note
    assert "anemia" in note.lower()
