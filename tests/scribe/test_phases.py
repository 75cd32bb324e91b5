"""Where a visit has come to without a signpost: findings and decisions are known by their own words."""

from __future__ import annotations

import pytest

from opd_desktop.domain.note import Section
from opd_desktop.scribe import engine
from opd_desktop.scribe.phases import phases
from opd_desktop.scribe.turns import from_text
from opd_desktop.scribe.visit import prepare

_VISIT = (
    "[doctor] What's going on?\n[patient] I twisted my left knee playing soccer.\n"
    "[doctor] Does it lock?\n[patient] No.\n[doctor] Any numbness?\n[patient] No.\n"
    "[doctor] There's a moderate effusion of the left knee. Lachman is positive on the left. Right knee is normal.\n"
    "[doctor] I think you tore your ACL. I'll put you in a hinged brace. Come back in ten days.\n"
)


@pytest.mark.parametrize(
    "finding",
    [
        "There's a moderate effusion of the left knee",
        "Lachman is positive on the left",
        "Abdomen is soft",
        "The right tympanic membrane is red and bulging",
        "Temperature 98.8, blood pressure 146/90",
        "You appear tearful, speech is slow",
    ],
)
def test_a_finding_is_a_finding_without_a_signpost(finding: str) -> None:
    assert phases("history", finding, False, 0.6) == ("exam", "exam")
    assert phases("history", finding, False, 0.1) == ("history", "exam")


@pytest.mark.parametrize(
    "decision",
    [
        "I'd like to start bupropion 150 in the morning",
        "Let's get a CT of the abdomen",
        "Stop the ibuprofen",
        "For the nausea, take doxylamine, 2 tablets at night",
        "Wear sunscreen",
        "You don't need a CT scan",
        "I think it's a kidney stone on the left",
        "Come back in 4 weeks",
    ],
)
def test_a_decision_is_a_decision_without_a_signpost(decision: str) -> None:
    assert phases("history", decision, False, 0.8) == ("plan", "plan")
    assert phases("history", decision, False, 0.1) == ("history", "plan")


@pytest.mark.parametrize(
    "told",
    [
        "You told me that your knee was swollen",
        "You have had hypertension for ten years",
        "I understand that you have tenderness at home",
        "Your mother takes warfarin",
    ],
)
def test_what_is_told_stays_history(told: str) -> None:
    assert phases("history", told, False, 0.3) == ("history", "history")


def test_a_question_about_the_history_leads_back_to_it() -> None:
    assert phases("exam", "Do you smoke?", True, 0.5) == ("history", "history")
    assert phases("exam", "Does it hurt when I press here?", True, 0.5) == ("exam", "exam")


def test_a_visit_without_signposts_has_its_examination_and_plan() -> None:
    made = engine.draft(_VISIT, bundle=False)
    examination = made.sections[Section.OBJECTIVE]
    assert "effusion of the left knee" in examination
    assert "Lachman is positive on the left" in examination
    assert "Right knee is normal" in examination
    assert "hinged brace" in made.sections[Section.PLAN]
    assert "Come back in 10 days." in made.sections[Section.PLAN]


def test_the_right_side_is_no_filler() -> None:
    texts = [
        line.text for line in prepare(from_text("[doctor] Right knee is normal.\n[doctor] Right, any pain?")).lines
    ]
    assert texts == ["Right knee is normal.", "any pain?"]
