"""What a speaker takes back: the note has the second number, side, name or answer, and never the first."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opd_desktop.domain.note import OrderStatus
from opd_desktop.scribe import batch, engine
from opd_desktop.scribe.corrections import corrected_speech, within
from opd_desktop.scribe.text import tidy
from opd_desktop.scribe.turns import from_text


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        (
            "Start omeprazole twenty milligrams, no sorry, forty milligrams, once a day.",
            "Start omeprazole 40 mg, once a day.",
        ),
        ("I have lost 12 pounds, no, 15 pounds.", "I have lost 15 pounds."),
        ("It was one forty over ninety, sorry, one thirty over eighty.", "It was 130/80."),
        ("For three weeks, I mean three months.", "For 3 months."),
        ("I take 5 mg daily, actually 10 mg daily.", "I take 10 mg daily."),
        ("Take it twice a day, sorry, once a day for a week.", "Take it once a day for a week."),
        ("It's my left knee, sorry, my right knee that hurts.", "It's my right knee that hurts."),
        ("It was the left, no, the right ankle.", "It was the right ankle."),
        ("And diabetes, no wait, prediabetes.", "And prediabetes."),
        ("Start metoprolol 25 mg, sorry, metformin 500 mg.", "Start metformin 500 mg."),
        ("No, well, actually yes, when I walk.", "yes, when I walk."),
    ],
)
def test_what_was_taken_back_is_gone(said: str, meant: str) -> None:
    assert within(said) == meant


@pytest.mark.parametrize(
    "said",
    [
        "Take 2 tablets, no more than 8 a day.",
        "Take 1 tablet, wait 5 minutes, and take another.",
        "I have hypertension, no diabetes.",
        "The left one is fine, no right sided pain.",
        "No pain, no fever.",
        "I have two kids, no smoking, 3 beers a week.",
        "Actually, 2 weeks ago I fell.",
        "No, I don't have any chest pain.",
        "We can do 5 mg, or 10 mg if it is needed.",
    ],
)
def test_what_is_no_correction_stays(said: str) -> None:
    assert within(said) == said


def test_the_next_sentence_may_correct_the_one_before() -> None:
    rows = corrected_speech(
        from_text("[patient] Lantus, twenty four units at night. Sorry, twenty six, you raised it last time.").turns
    )
    assert [(row.text, row.corrected_in) for row in rows] == [
        ("Lantus, 26 units at night.", (2,)),
        ("you raised it last time.", ()),
    ]


def test_what_leads_to_the_number_may_be_said_again() -> None:
    rows = corrected_speech(from_text("[doctor] Your pulse is 88. I mean your pulse is 98.").turns)
    assert [row.text for row in rows] == ["Your pulse is 98.", ""]


def test_only_who_spoke_corrects() -> None:
    rows = corrected_speech(from_text("[patient] I take 20 mg.\n[doctor] Sorry, 40 mg?").turns)
    assert [row.text for row in rows] == ["I take 20 mg.", "Sorry, 40 mg?"]


def test_an_answer_that_is_turned_round_is_no_denial() -> None:
    made = engine.draft(
        "[doctor] Any shortness of breath?\n[patient] No. Well, actually, yes, a little when I walk uphill.\n"
        "[doctor] Any fever?\n[patient] No.\n",
        bundle=False,
    )
    assert "denies fever" in made.note
    assert "Respiratory: Reports shortness of breath." in made.note


def test_a_correction_is_evidence_of_what_it_corrected() -> None:
    said = (
        "[doctor] What do you take?\n[patient] I take Lantus, twenty four units at night. Sorry, twenty six.\n"
        "[doctor] I'm going to start omeprazole twenty milligrams, no sorry, forty milligrams, once a day.\n"
    )
    made = engine.draft(said, bundle=False)
    doses = {order.description: (order.status, order.turns) for order in made.orders}
    assert doses["lantus 26 units at night"] == (OrderStatus.ALREADY_TAKING, (2, 3))
    assert doses["omeprazole 40 mg once a day"][0] is OrderStatus.ORDERED
    assert "20 mg" not in made.note
    assert "24" not in made.note
    listed = batch.orders_answer({"turns": [turn.model_dump() for turn in from_text(said).turns]})
    told = [one["provenance"] for one in (*listed["orders"], *listed["mentioned"]) if "lantus" in one["description"]]
    assert told == [[2, 3]]


_WORDS = [
    *("no", "wait", "sorry", "left", "right", "5", "10", "mg"),
    *("twice a", "day,", "fever", "i mean", "actually"),
]


@settings(deadline=None)  # the first call reads the tables
@given(st.lists(st.sampled_from(_WORDS), max_size=14))
def test_correcting_ends_and_adds_nothing(words: list[str]) -> None:
    said = " ".join(words)
    assert set(within(said).replace(",", " ").split()) <= set(said.replace(",", " ").split())
    assert len(within(said)) <= len(said)


def _orders(said: str) -> dict[str, str]:
    return {order.description: order.status.value for order in engine.draft(said, bundle=False).orders}


def test_each_drug_has_its_own_dose() -> None:
    said = (
        "[doctor] I'll give you ketorolac thirty milligrams now, and tamsulosin zero point four milligrams at night.\n"
    )
    assert _orders(said) == {"ketorolac 30 mg": "ordered", "tamsulosin 0.4 mg at night": "ordered"}


def test_a_drug_that_is_stopped_has_no_dose_of_another() -> None:
    said = "[doctor] Stop the ibuprofen, and we'll start Tylenol one thousand milligrams every eight hours instead.\n"
    made = _orders(f"[doctor] My assessment is asthma.\n{said}")
    assert "tylenol 1000 mg every 8 hours" in made
    assert not [text for text in made if "ibuprofen" in text and "1000" in text]


@pytest.mark.parametrize(
    "said",
    [
        "[doctor] Are you still on the sertraline?\n[patient] I stopped it in March.\n",
        "[doctor] What medicines do you take?\n[patient] I was on sertraline but my doctor stopped it.\n",
        "[doctor] What do you take?\n[patient] Nothing. My friend takes sertraline.\n",
    ],
)
def test_a_drug_that_is_not_the_patients_or_no_longer_is_not_taken(said: str) -> None:
    assert "already_taking" not in _orders(f"{said}[doctor] I think this is depression.\n").values()


def _told(said: str) -> dict[str, str]:
    opened = "[doctor] What brings you in?\n[patient] I have a cough.\n[doctor] Lungs are clear.\n"
    return _orders(f"{opened}{said}")


def test_drugs_that_are_named_before_they_are_stopped_are_stopped() -> None:
    made = _told("[doctor] The Benadryl and the oxybutynin make it worse, so let's stop both.\n")
    assert made == {"stop benadryl": "ordered", "stop oxybutynin": "ordered"}


def test_a_drug_that_is_decided_against_after_all_is_not_ordered() -> None:
    made = _told(
        "[doctor] I'm going to start propranolol 40 mg twice a day.\n[patient] I have asthma.\n"
        "[doctor] Oh, then not propranolol. Let's use topiramate 25 mg at night instead.\n"
    )
    assert made == {"propranolol": "declined", "topiramate 25 mg at night": "ordered"}


def test_what_is_measured_is_not_prescribed() -> None:
    made = _told(
        "[doctor] We'll stop the lisinopril because of the potassium. "
        "I'm not going to start iron until we have the ferritin, so let's check iron studies.\n"
    )
    assert made["stop lisinopril"] == "ordered"
    assert made["iron studies"] == "ordered"
    assert "potassium" not in made
    assert made.get("iron") in {None, "declined"}


def test_iron_that_is_started_is_prescribed() -> None:
    assert _told("[doctor] I'd like you to start iron every other day.\n").popitem()[1] == "ordered"


def test_who_comes_along_tells_the_patients_drugs_and_not_their_own() -> None:
    made = _told(
        "[doctor] What medicines does she take?\n[daughter] Oxybutynin, five milligrams twice a day, and vitamin D. "
        "I take lisinopril, she doesn't.\n"
    )
    assert {name: status for name, status in made.items() if status == "already_taking"} == made
    assert any(name.startswith("oxybutynin 5 mg") for name in made)
    assert not any("lisinopril" in name for name in made)


def test_a_call_and_a_visit_have_each_their_own_time() -> None:
    assert "follow up in 2 weeks" in _told("[doctor] I'll call you in two days and see you in two weeks.\n")


@pytest.mark.parametrize(
    "said", ["Ankle reflex is reduced on the right.", "Straight leg raise is positive on the right."]
)
def test_a_side_at_the_end_of_a_sentence_stays(said: str) -> None:
    note = engine.draft(f"[doctor] What is it?\n[patient] I have back pain.\n[doctor] {said}\n", bundle=False).note
    assert said in note


def test_the_emergency_room_is_no_hesitation() -> None:
    assert tidy("If you can't pee, go to the ER, er, right away.") == "If you can't pee, go to the ER, right away."


def test_a_drug_that_is_not_to_be_taken_is_stopped() -> None:
    made = _told("[doctor] Don't take your wife's tramadol.\n")
    assert made == {"stop tramadol": "ordered"}


def test_what_comes_if_the_first_step_goes_well_leaves_the_first_step() -> None:
    made = _told("[doctor] Take gabapentin 100 mg at night, and if you tolerate it go up to 300 mg.\n")
    assert made["gabapentin 100 mg at night"] == "ordered"


def test_no_need_to_return_is_no_return() -> None:
    assert "ordered" not in _told("[doctor] No need to follow up otherwise.\n").values()


def test_how_often_is_whole() -> None:
    made = _told("[doctor] What do you take?\n[patient] I take Tylenol five hundred milligrams a couple times a day.\n")
    assert made == {"tylenol 500 mg a couple times a day": "already_taking"}
    made = _told("[doctor] I'd like you to take ibuprofen 600 mg three times a day with food for a week.\n")
    assert list(made) == ["ibuprofen 600 mg 3 times a day with food for a week"]


def test_a_disease_that_was_asked_about_and_denied_is_no_reason() -> None:
    made = engine.draft(
        "[doctor] Do you have diabetes?\n[patient] No. My shoulder hurts.\n[doctor] Lungs are clear.\n"
        "[doctor] Let's get an MRI of the shoulder.\n",
        bundle=False,
    )
    assert not [order for order in made.orders if "diabetes" in order.reason]
