"""What was said with a condition, taken back, of another body or with doubt stands so in the note."""

from __future__ import annotations

import pytest

from opd_desktop.domain.note import Draft, OrderStatus, Section
from opd_desktop.scribe import drafting, turns
from opd_desktop.scribe import pieces as part


def _draft(*lines: str) -> Draft:
    return drafting.draft(turns.from_text("\n".join(lines)))


def _under(draft: Draft, heading: str) -> str:
    return " ".join(one.text for one in draft.sentences if one.heading == heading)


def _plan(draft: Draft) -> list[str]:
    return [one.text for one in draft.sentences if one.section is Section.PLAN]


@pytest.mark.parametrize(
    "said",
    [
        (
            "okay so i think this is a wrist sprain i want you to wear the brace for two weeks and i'd like to see you "
            "back in ten days and if it still hurts then we'll get an mri of the wrist"
        ),
        (
            "okay so this is a wrist sprain and you can wear the brace for two weeks and ice it three times a day and "
            "if it is not better by then we'll get an mri of the wrist and that's about all"
        ),
    ],
)
def test_a_condition_in_speech_without_stops_stays_with_its_test(said: str) -> None:
    made = _draft("[doctor] what happened", "[patient] i fell on my wrist and it hurts", f"[doctor] {said}")
    ordered = [text for text in _plan(made) if "MRI" in text]
    assert ordered
    assert all("if" in text.lower() for text in ordered)


def test_a_drug_that_was_taken_back_is_no_plan() -> None:
    made = _draft(
        "[doctor] What brings you in?",
        "[patient] I have palpitations and headaches.",
        "[doctor] These are migraines. I'm going to start metoprolol fifty milligrams a day, and sumatriptan fifty "
        "milligrams when a headache starts.",
        "[patient] I have bad asthma, doctor.",
        "[doctor] Then not metoprolol. Let's use topiramate twenty five milligrams at night.",
    )
    plan = " ".join(_plan(made)).lower()
    assert "metoprolol" not in plan.replace("not metoprolol", "")
    assert "start sumatriptan 50 mg" in plan
    assert "topiramate" in plan
    assert {o.description: o.status for o in made.orders}["metoprolol"] is OrderStatus.DECLINED


def test_a_drug_alone_in_its_line_goes_when_it_is_taken_back() -> None:
    made = _draft(
        "[doctor] What brings you in?",
        "[patient] My gout hurts.",
        "[doctor] This is a gout flare. I'll prescribe ibuprofen six hundred milligrams three times a day.",
        "[patient] I had a bleeding ulcer last year.",
        "[doctor] Oh, then not ibuprofen. Let's start colchicine instead.",
    )
    assert not [text for text in _plan(made) if "ibuprofen 600" in text]


def test_the_heart_rate_of_the_unborn_is_no_vital_sign_of_the_mother() -> None:
    made = _draft(
        "[doctor] How far along are you?",
        "[patient] Twelve weeks. I feel nauseous.",
        "[doctor] Blood pressure is one ten over seventy. On the ultrasound there is one baby and the heart rate is "
        "one fifty five.",
    )
    assert _under(made, part.VITALS) == "Blood pressure 110/70."
    assert "155" in _under(made, part.EXAM)


def test_a_childs_own_heart_rate_is_a_vital_sign() -> None:
    made = _draft(
        "[doctor] What is wrong with the baby?",
        "[mother] He has a cough.",
        "[doctor] The baby's heart rate is one twenty, temperature is thirty seven point two.",
    )
    assert "Heart rate 120." in _under(made, part.VITALS)


def test_who_gives_a_drug_to_a_child_is_not_the_child() -> None:
    made = _draft(
        "[doctor] What is going on?",
        "[mother] He has a fever.",
        "[doctor] I think he has a viral infection. I'll prescribe paracetamol syrup, and you can give ibuprofen one "
        "hundred milligrams every eight hours.",
    )
    plan = " ".join(_plan(made))
    assert "give ibuprofen 100 mg" in plan.lower()
    assert "can give" not in plan


def test_whether_contrast_is_given_belongs_to_the_test() -> None:
    made = _draft(
        "[doctor] What brings you in?",
        "[patient] My belly hurts.",
        "[doctor] I think you have a kidney stone. I'd like to order a CT scan of the abdomen without contrast.",
    )
    assert [o.description for o in made.orders if o.order_type.value == "imaging"] == [
        "abdomen ct scan without contrast"
    ]


def test_drugs_that_make_it_worse_are_not_given() -> None:
    made = _draft(
        "[doctor] How is she?",
        "[patient] I am confused at night.",
        "[doctor] You have dementia. The diphenhydramine and the oxybutynin make it worse, so let's stop both.",
    )
    for text in _plan(made):
        if "oxybutynin" in text.lower() or "diphenhydramine" in text.lower():
            assert "stop" in text.lower()


@pytest.mark.parametrize(
    ("said", "orders"),
    [
        (
            "[doctor] You have chest pain. Take nitroglycerin and for the headache ibuprofen 2 pills daily.\n",
            {"nitroglycerin", "ibuprofen 2 pills daily"},
        ),
        (
            "[doctor] What do you take?\n[patient] I take nitroglycerin when I need it and 2 pills of metformin.\n",
            {"nitroglycerin", "metformin 2 pills"},
        ),
        (
            "[doctor] What do you take?\n[patient] I take nitroglycerin, my water pill, and 2 pills for sugar.\n",
            {"nitroglycerin"},
        ),
        (
            "[doctor] What do you take?\n[patient] I take lisinopril 20 mg and metformin, 500 mg twice a day.\n",
            {"lisinopril 20 mg", "metformin 500 mg twice a day"},
        ),
    ],
)
def test_a_drug_takes_no_dose_of_another(said: str, orders: set[str]) -> None:
    assert {order.description for order in _draft(said).orders} == orders


def test_a_temperature_that_a_mother_tells_was_taken_at_home() -> None:
    made = _draft("Doctor: What brings you in?", "Mother: He has a cough. Temperature 102 last night.")
    assert not _under(made, part.VITALS)
    assert "temperature was 102 last night" in _under(made, part.HISTORY)


def test_what_a_nurse_reads_out_is_measured() -> None:
    made = _draft("Doctor: What brings you in?", "Patient: A cough.", "Nurse: Temperature 99.1. Pulse 80.")
    assert _under(made, part.VITALS) == "Temperature 99.1. Heart rate 80."
    assert "99.1" not in _under(made, part.HISTORY)
