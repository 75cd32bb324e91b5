"""How far an order went, and what it says: doses, sides, contrast."""

from __future__ import annotations

import pytest

from opd_desktop.domain.note import Draft, Order, OrderStatus
from opd_desktop.scribe import draft

_OPENING = (
    "[doctor] what brings you in ?\n[patient] my knee hurts .\n"
    "[doctor] i think you have hypertension and a knee strain .\n[patient] okay .\n"
)


def visit(*lines: str) -> Draft:
    """A short visit; a line without a speaker is the doctor's, and is nodded at."""
    said = (line if line.startswith("[") else f"[doctor] {line}\n[patient] okay ." for line in lines)
    return draft(_OPENING + "\n".join(said))


def only(*lines: str) -> Order:
    (order,) = visit(*lines).orders
    return order


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        (["you'd rather not have the mri .", "if it's not better in four weeks , we'll do it ."], "conditional"),
        (["we'll hold off on the mri , and if you're not walking by next week we'll get one ."], "conditional"),
        (["if it's not better in a month let's get an mri ."], "conditional"),
        (["i'm going to order an mri to see if the meniscus is torn ."], "ordered"),
        (["i'm going to order an mri and i want you to call me if it gets worse ."], "ordered"),
        (["i don't think that anything else is going on , but i want to go ahead and order an mri ."], "ordered"),
        (["i don't think you need an mri at this stage ."], "declined"),
        (
            ["let's get an mri of your knee .", "[patient] i'd rather not .", "[doctor] we won't do the mri then ."],
            "declined",
        ),
        (["you should have an mri of your knee ."], "ordered"),
    ],
)
def test_how_far_a_test_went(lines: list[str], status: str) -> None:
    assert only(*lines).status == status


def test_a_test_that_is_taken_back_leaves_the_plan() -> None:
    made = visit("let's get an mri of your knee .", "[patient] i'd rather not .", "[doctor] we won't do the mri then .")
    assert "Get an MRI" not in made.note


def test_what_is_put_off_on_a_condition_stands_in_the_plan() -> None:
    made = visit("you'd rather not have the mri .", "if it's not better in four weeks , we'll do it .")
    assert "If it is not better in 4 weeks, do the MRI." in made.sections["plan"]


@pytest.mark.parametrize(
    ("said", "description"),
    [
        ("let's increase your lasix from 40 milligrams a day to 80 milligrams a day .",
         "lasix from 40 mg a day to 80 mg a day"),
        ("i'm going to increase your lisinopril from ten to twenty milligrams a day .",
         "lisinopril from 10 to 20 mg a day"),
        ("let's cut the metoprolol down from 50 to 25 .", "metoprolol from 50 to 25"),
        ("i'll give you amoxicillin 500 mg by mouth three times a day for ten days with two refills .",
         "amoxicillin 500 mg by mouth 3 times a day for 10 days with 2 refills"),
        ("let me refill your albuterol inhaler , two puffs every four hours as needed .",
         "albuterol inhaler 2 puffs every 4 hours as needed"),
        ("i'm going to start you on lisinopril twenty once a day .", "lisinopril 20 once a day"),
        ("i want you to take ibuprofen for 2 weeks .", "ibuprofen for 2 weeks"),
        ("i'll order an mri of the left knee without contrast .", "left knee mri without contrast"),
    ],
)  # fmt: skip
def test_an_order_says_all_that_was_said_of_it(said: str, description: str) -> None:
    assert only(said).description == description


def test_what_a_patient_takes_has_its_doses_also_without_units() -> None:
    made = visit(
        "[doctor] what medications are you on ?",
        "[patient] metformin 500 twice a day , and the , uh , lisinopril twenty , and i stopped taking the glipizide .",
    )
    assert [(one.description, one.status) for one in made.orders] == [
        ("metformin 500 twice a day", OrderStatus.ALREADY_TAKING),
        ("lisinopril 20", OrderStatus.ALREADY_TAKING),
    ]


def test_a_drug_that_is_held_off_is_declined_and_its_stop_is_not() -> None:
    made = visit("let's hold off on the metformin until your kidneys are better .")
    assert [(one.description, one.status) for one in made.orders] == [("metformin", OrderStatus.DECLINED)]
    assert "Hold off on the metformin" in made.sections["plan"]


def test_the_drug_instead_of_which_another_is_given_is_declined() -> None:
    made = visit("let's use flonase instead of the afrin .")
    assert {one.description: one.status for one in made.orders} == {
        "flonase": OrderStatus.ORDERED,
        "afrin": OrderStatus.DECLINED,
    }


def test_a_kind_of_drug_is_no_order_beside_its_drug() -> None:
    assert only("i'm going to give you prednisone , a steroid , 40 milligrams for five days .").description == (
        "prednisone 40 mg for 5 days"
    )


def test_where_to_go_when_it_gets_worse_is_advice_and_no_order() -> None:
    made = visit("if you have chest pain or trouble breathing , go to the er right away .")
    assert made.orders == ()
    (advice,) = [one for one in made.sentences if "ER" in one.text]
    assert (advice.section, advice.heading) == ("plan", "Patient Education and Counseling")


@pytest.mark.parametrize(
    ("said", "description"),
    [
        ("i want to add aldactone twelve . five milligrams daily .", "aldactone 12.5 mg daily"),
        (
            "i'm going to start naprosyn five hundred five hundred milligrams twice a day .",
            "naprosyn 500 mg twice a day",
        ),
        ("take that atorvastatin , you might call it lipitor , eighty milligrams daily .", "lipitor 80 mg daily"),
        ("i want to prescribe meloxicam 15 mg a day we might do some exercises for that .", "meloxicam 15 mg a day"),
        ("try not to take any ibuprofen .", "stop ibuprofen"),
    ],
)
def test_a_dose_is_the_one_that_was_meant(said: str, description: str) -> None:
    assert [(one.description, one.status) for one in visit(said).orders] == [(description, OrderStatus.ORDERED)]


@pytest.mark.parametrize(
    "said",
    [
        "your potassium was 3.2 and your creatinine is 1.4 milligrams per deciliter .",
        "i want you to keep a log of your blood sugars at home .",
        "from what i'm seeing on your x-ray you need to rest it .",
    ],
)
def test_what_is_measured_or_was_seen_is_no_order(said: str) -> None:
    assert visit(said).orders == ()


def test_a_drug_that_is_left_as_it_is_goes_on() -> None:
    assert only("we're not going to change your lisinopril .").status is OrderStatus.ALREADY_TAKING


@pytest.mark.parametrize(
    ("said", "finding"),
    [
        ("there's a two out of six systolic ejection murmur .", "A 2/6 systolic ejection murmur."),
        ("your strength is four out of five in the left hip flexors .", "Strength is 4/5 in the left hip flexors."),
    ],
)
def test_a_grade_is_a_finding_without_a_signpost(said: str, finding: str) -> None:
    (row,) = [one for one in visit(said).sentences if max(one.turns) > 4]
    assert row.section == "objective"
    assert row.text.endswith(finding)


@pytest.mark.parametrize(
    ("lines", "description"),
    [
        (["i'll give you motrin 800 milligrams and you can take that twice a day ."], "motrin 800 mg twice a day"),
        (["i'll give you motrin 800 milligrams .", "take it every 6 hours ."], "motrin 800 mg every 6 hours"),
        (["i'm going to keep you on that twenty of lisinopril ."], "lisinopril 20"),
    ],
)  # fmt: skip
def test_what_is_told_apart_from_a_drug_belongs_to_it(lines: list[str], description: str) -> None:
    assert only(*lines).description == description
