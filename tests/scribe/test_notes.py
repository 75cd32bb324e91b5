"""Notes as clinicians write them: who said what in the third person, questions answered, corrections, numbers."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opd_desktop.domain.note import Draft, Section
from opd_desktop.scribe import drafting, exam, rewrite, turns
from opd_desktop.scribe.answers import statement
from opd_desktop.scribe.casing import cased
from opd_desktop.scribe.clauses import fine_clauses
from opd_desktop.scribe.joining import joined
from opd_desktop.scribe.numbers import numbers_in
from opd_desktop.scribe.visit import Person, prepare

HER, HIM, THEM = Person("female"), Person("male"), Person()


def _draft(dialogue: str) -> Draft:
    return drafting.draft(turns.from_text(dialogue))


@pytest.mark.parametrize(
    ("question", "yes", "no"),
    [
        ("and does it hurt when you walk ?", "It hurts when she walks.", "It does not hurt when she walks."),
        ("are you taking your medications ?", "She is taking her medications.", "She is not taking her medications."),
        ("have you noticed any swelling ?", "She reports swelling.", "She denies swelling."),
        ("did you hear a pop ?", "She heard a pop.", "She did not hear a pop."),
        ("do you smoke ?", "She smokes.", "She does not smoke."),
        ("does your knee lock up ?", "Her knee locks up.", "Her knee does not lock up."),
        ("any fever or chills ?", "", "She denies fever or chills."),
        ("do you have any questions ?", "", ""),
        ("how are you ?", "", ""),
        ("what makes it worse ?", "", ""),
    ],
)
def test_a_yes_or_no_makes_a_statement_of_its_question(question: str, yes: str, no: str) -> None:
    assert (statement(question, yes=True, person=HER), statement(question, yes=False, person=HER)) == (yes, no)


@pytest.mark.parametrize(
    ("said", "noted"),
    [
        ("i just feel out of sorts lately", "He feels out of sorts lately."),
        ("i wake up and feel tired", "He wakes up and feels tired."),
        ("we moved and i need my pills , you know", "They moved and he needs his pills."),
        ("i usually don't take anything and", "He usually does not take anything."),
        ("no pain at night but it hurts when i walk", "No pain at night but it hurts when he walks."),
        ("no one knows why , no", "No one knows why, no."),
        ("no i don't smoke", "He does not smoke."),
        ("i even bought a splint", "He even bought a splint."),
        ("i wasn't sleeping", "He was not sleeping."),
        ("i've been coughing 'cause i smoke", "He has been coughing because he smokes."),
    ],
)
def test_the_patients_words_become_the_third_person(said: str, noted: str) -> None:
    assert rewrite.patient_sentence(said, HIM) == noted


def test_a_no_that_denies_a_finding_is_not_taken_for_an_answer() -> None:
    note = _draft("[doctor] how is the knee ?\n[patient] no more swelling in my knee since the injection .").note
    assert "No more swelling in the patient's knee since the injection." in note


@pytest.mark.parametrize(
    ("said", "noted"),
    [
        ("i've been taking the , aspirin and i", "He has been taking the aspirin."),
        ("it hurts a lot but let", "It hurts a lot."),
    ],
)
def test_pauses_and_broken_ends_are_left_out(said: str, noted: str) -> None:
    assert rewrite.patient_sentence(said, HIM) == noted


def test_the_introduction_opens_the_history() -> None:
    note = _draft(
        "[doctor] hi bryan how are you ?\n[patient] i have had a sore back for a week .\n"
        "[doctor] bryan is a 55-year-old male with a history of discectomy who presents with back pain .\n"
    ).note
    history = note.split("HISTORY OF PRESENT ILLNESS")[1].strip()
    assert history.startswith("Bryan is a 55-year-old male"), note


def test_a_swelling_beside_a_painful_joint_is_the_joints() -> None:
    note = _draft(
        "[doctor] what happened ?\n[patient] my knee hurts and there is a lot of swelling .\n"
        "[doctor] any fever ?\n[patient] no .\n"
    ).note
    assert "• Musculoskeletal: Reports knee pain and swelling." in note
    assert "Cardiovascular" not in note


def test_a_problem_is_named_without_the_words_that_lead_to_it() -> None:
    note = _draft(
        "[doctor] hi , how are you ?\n[patient] my migraine is back .\n[doctor] let me examine you .\n"
        "[doctor] so for your first problem , for your migraines , let's continue the imitrex .\n"
    ).note
    assert "\nMigraines.\n" in note
    assert "For your" not in note


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("on her lower extremities , i do appreciate some pitting edema", "pitting edema"),
        ("that there is tenderness over the tuberosity", "Tenderness over the tuberosity."),
    ],
)
def test_an_examination_names_the_finding_and_not_the_examiner(said: str, found: str) -> None:
    _, text = exam.exam_sentence(said, HER)
    assert found in text
    assert " I " not in f" {text}"


def test_a_doctors_lead_up_is_left_out_but_never_a_condition_or_a_number() -> None:
    said = "what i'm going to do for that is i'm going to prescribe some prednisone"
    assert rewrite.action_sentence(said, HER) == "Prescribe some prednisone."
    kept = rewrite.action_sentence("if it is over 140 i'm going to start you on lisinopril", HER)
    assert "140" in kept
    assert kept.startswith("If it is over")


@pytest.mark.parametrize(
    ("said", "noted"),
    [
        ("there's a soft murmur , which we've heard in the past", "There is a soft murmur."),
        ("a soft murmur but we've heard that before", "A soft murmur, heard before."),
        ("i reviewed your labs and everything looks good", "Reviewed his labs and everything looks good."),
        ("i do appreciate some mild bruising of your hand", "Some mild bruising of his hand."),
        ("your lungs sound clear to me", "His lungs sound clear."),
        ("your creatinine is .6 i think", "His creatinine is likely .6."),
        ("you have tenderness when i press on your heel", "He has tenderness on pressing on his heel."),
        ("we talked about a smaller dose", "Discussed a smaller dose."),
        ("i'm glad to see you doing so well", "He is doing so well."),
        ("i'm not worried about your heart", "Not worried about his heart."),
        ("on your arm i don't see any swelling", "On his arm no swelling."),
        (
            "your chest x-ray is clear so we know there's no pneumonia",
            "His chest x-ray is clear so there is no pneumonia.",
        ),
        ("we don't need any more blood work", "No need for any more blood work."),
        ("your phosphatase , excuse me , was 156", "His phosphatase was 156."),
    ],
)
def test_a_doctors_statement_is_not_about_the_doctor(said: str, noted: str) -> None:
    assert rewrite.doctor_sentence(said, HIM) == noted


@pytest.mark.parametrize(
    ("said", "noted"),
    [
        ("i don't think you need an x-ray", "He likely does not need an x-ray."),
        ("i don't think we need to change your pills", "Likely no need to change his pills."),
        ("i don't believe it's a fracture", "It is likely not a fracture."),
        ("i don't think that anything is broken", "It is not likely that anything is broken."),
        ("for the rash , i think it is an allergy", "For the rash, it is likely an allergy."),
        ("my impression is that you have gout", "He has gout."),
    ],
)
def test_what_a_doctor_does_not_believe_stays_doubted_and_denied(said: str, noted: str) -> None:
    assert rewrite.thought_sentence(said, HIM) == noted


@pytest.mark.parametrize(
    ("said", "noted"),
    [
        ("if it still hurts next week , i want to order a ct", "If it still hurts next week, order a ct."),
        ("i want you to continue you on your lisinopril", "The patient should continue on his lisinopril."),
        ("i'd like to see you take it every day", "The patient should take it every day."),
        ("call me if your leg swells", "Call if his leg swells."),
        ("let me know if it gets worse", "Report if it gets worse."),
        ("see you with me , follow up with me in a month", "See him, follow up in a month."),
        ("for pain i want you to take ibuprofen", "For pain, the patient should take ibuprofen."),
        ("what i would recommend is a cortisone injection", "A cortisone injection."),
        ("a ct to be sure we're not missing anything else", "A ct to be sure nothing else is missed."),
        ("refer you to physical therapy if we need", "Refer to physical therapy if needed."),
    ],
)
def test_an_instruction_names_no_speaker_and_keeps_its_condition(said: str, noted: str) -> None:
    assert rewrite.action_sentence(said, HIM) == noted


def _plan(made: Draft) -> list[str]:
    return [one.text for one in made.sentences if one.section is Section.PLAN]


def test_a_condition_stays_with_what_it_is_said_of() -> None:
    made = _draft(
        "[doctor] what brings you in ?\n[patient] my ankle hurts .\n"
        "[doctor] my plan is rest . now , if you're still limping , i want to go ahead and order an mri ."
    )
    assert "If the patient is still limping, order an MRI." in _plan(made)
    assert not any(text.startswith("Order an MRI") for text in _plan(made))


def test_an_order_repeated_for_the_computer_stands_once_with_both_turns() -> None:
    made = _draft(
        "[doctor] what brings you in ?\n[patient] my ankles are swollen .\n"
        "[doctor] my plan is simple . i'm going to start you on lasix 40 milligrams once a day .\n"
        "[doctor] hey dragon , order lasix 40 milligrams once a day ."
    )
    lines = [one for one in made.sentences if one.section is Section.PLAN and "Lasix" in one.text]
    assert [one.text for one in lines] == ["Start on Lasix 40 mg once a day."]
    assert lines[0].turns == (4, 5)


def test_another_dose_is_another_order() -> None:
    made = _draft(
        "[doctor] what brings you in ?\n[patient] my ankles are swollen .\n"
        "[doctor] my plan is simple . i'm going to start you on lasix 40 milligrams once a day .\n"
        "[doctor] hey dragon , order lasix 20 milligrams once a day ."
    )
    assert sum("Lasix" in text for text in _plan(made)) == 2


def test_vital_signs_stand_under_their_heading_only() -> None:
    made = _draft(
        "[doctor] your blood pressure is 142 over 88 today .\n[patient] i have a cough .\n"
        "[doctor] on your exam , your pulse is 72 and your lungs are clear ."
    )
    assert [one.heading for one in made.sentences if "142/88" in one.text] == ["VITAL SIGNS"]
    assert [one.heading for one in made.sentences if "72" in one.text] == ["VITAL SIGNS"]
    assert "Lungs are clear." in made.note


def test_a_no_before_another_statement_denies_nothing() -> None:
    note = _draft("[doctor] any fever ?\n[patient] no i have a little bit of a stuffy nose").note
    assert "ENT: Reports nasal congestion." in note
    assert "denies fever." in note


def test_a_denial_ends_where_something_else_is_told() -> None:
    note = _draft("[doctor] how are you ?\n[patient] i wasn't watching my diet and , a little too much stress").note
    assert "Psychiatric: Reports stress." in note
    assert "was not watching" in note


@pytest.mark.parametrize(
    ("reply", "noted"), [("no .", "denies muscle aches or chest pain."), ("well , you know .", "")]
)
def test_findings_that_a_doctor_only_lists_are_asked(reply: str, noted: str) -> None:
    note = _draft(
        f"[patient] i have a cough .\n[doctor] you know , muscle aches , chest pain ...\n[patient] {reply}"
    ).note
    assert "Reports chest pain" not in note
    assert noted in note


def test_a_clause_that_leads_to_nothing_is_no_sentence_of_the_note() -> None:
    note = _draft("[doctor] how is it ?\n[patient] i have a cough . every time i swallow .").note
    assert "Every time" not in note


def test_what_was_looked_at_is_named_once() -> None:
    made = _draft("[patient] i have a cough .\n[doctor] so looking here at your vital signs today , they look good .")
    assert [(one.heading, one.text) for one in made.sentences if "igns" in one.text] == [
        ("VITAL SIGNS", "Vital signs look good.")
    ]


def test_a_finding_beside_a_normal_heart_rate_stays_in_the_examination() -> None:
    made = _draft(
        "[patient] my finger hurts .\n"
        "[doctor] on your exam , your heart rate is regular , and there is swelling of your index finger ."
    )
    assert [one.heading for one in made.sentences if "index finger" in one.text] == ["PHYSICAL EXAMINATION"]


@pytest.mark.parametrize("said", ["they want to do surgery on my back .", "he offered surgery on my back ."])
def test_a_surgery_that_was_not_done_is_no_past_surgery(said: str) -> None:
    made = _draft(f"[doctor] what did they say ?\n[patient] my back hurts a lot . {said}")
    assert "PAST SURGICAL HISTORY" not in made.note


def test_a_condition_in_the_middle_stays_with_what_follows_it() -> None:
    made = _draft(
        "[patient] my knee hurts .\n[doctor] my plan is rest .\n"
        "[doctor] i want you to take it easy , and if your pain continues , we'll order an mri ."
    )
    assert any(re.search(r"(?i)if .*pain continues.*\bMRI", text) for text in _plan(made))


def test_what_shall_be_ruled_out_is_not_denied() -> None:
    made = _draft(
        "[doctor] what brings you in ?\n[patient] my back hurts .\n"
        "[doctor] i want to order an mri just to make sure that you don't have any disc herniation ."
    )
    assert "denies" not in made.note


def test_what_was_denied_in_the_patients_words_is_not_noted_twice() -> None:
    made = _draft("[doctor] anything else ?\n[patient] no fever or chills . i have a cough .")
    assert made.note.count("ever or chills") == 2  # history and review of systems
    assert "No fever" not in made.note


def test_each_relative_has_their_own_disease() -> None:
    made = _draft("[doctor] and your family ?\n[patient] i have a cough . my mom had asthma and my dad had gout .")
    assert "mother had asthma and" in made.note
    assert "father had gout" in made.note.replace("the patient's father", "father").replace("their father", "father")
    assert "Mother with gout" not in made.note


@pytest.mark.parametrize(
    ("asked", "answer", "noted"),
    [
        ("how long ago did this happen ?", "this was saturday morning .", "Symptoms began saturday morning."),
        ("how long have you had it ?", "about three weeks .", "This has been going on for about 3 weeks."),
        ("when was your last period ?", "two weeks ago .", "The patient's last period was 2 weeks ago."),
    ],
)
def test_a_time_is_told_of_what_was_asked(asked: str, answer: str, noted: str) -> None:
    made = _draft(f"[patient] i have a cough .\n[doctor] {asked}\n[patient] {answer}")
    assert noted.lower() in made.note.lower()


def test_without_a_known_sex_the_patient_is_named_once_a_sentence() -> None:
    text = rewrite.patient_sentence("i take my pills and i feel that i have my energy back", THEM)
    assert rewrite.named_once(text) == "The patient takes their pills and they feel that they have their energy back."


def test_capitals_change_letters_only() -> None:
    made = cased("dr. smith ordered an mri on monday, tylenol and a1c")
    assert made == "Dr. Smith ordered an MRI on Monday, Tylenol and A1c"


@given(st.text(alphabet="abcdefgh .,'12", max_size=80))
def test_casing_never_changes_a_word(text: str) -> None:
    assert cased(text).lower() == text.lower()


def test_run_on_speech_is_cut_at_new_subjects_and_no_word_is_lost() -> None:
    said = (
        "my symptoms are pretty good today i just have a minimal cough and a sore throat but that is all i am feeling "
        "do you think i need an antibiotic"
    )
    parts = fine_clauses(said)
    assert len(parts) >= 3
    assert " ".join(parts).split() == said.split()


def test_a_sentence_cut_by_a_nod_is_whole_and_keeps_both_turns() -> None:
    dialogue = (
        "[patient] i have a cough .\n[doctor] on your exam i do appreciate some jugular venous distention to-\n"
        "[patient] mm-hmm .\n"
        "[doctor] to about eight centimeters ."
    )
    rows = joined(prepare(turns.from_text(dialogue)))
    assert [row.turns for row in rows] == [(1,), (2, 4)]
    (sentence,) = [s for s in _draft(dialogue).sentences if "distention" in s.text]
    assert sentence.turns == (2, 4)
    assert "8 cm" in sentence.text


def test_no_just_the_cough_is_told_apart_in_history_and_review() -> None:
    made = _draft(
        "[doctor] any fever , cough or chest pain ?\n[patient] no , just the cough .\n"
        "[doctor] do you smoke ?\n[patient] no ."
    )
    assert "The patient denies fever or chest pain." in made.note
    assert "• Respiratory: Reports cough." in made.note
    assert "• Cardiovascular: Denies chest pain." in made.note
    assert "does not smoke" in made.note
    assert "denies cough" not in made.note.lower()


def test_the_last_word_on_a_finding_stands() -> None:
    made = _draft(
        "[doctor] any nausea ?\n[patient] no .\n[doctor] are you sure ?\n[patient] well , i have nausea "
        "in the morning ."
    )
    assert "Denies nausea" not in made.note
    assert "nausea in the morning" in made.note


def test_the_last_value_of_a_vital_sign_stands() -> None:
    made = _draft("[doctor] your blood pressure is 150 over 90 . i mean your blood pressure is 140 over 85 .")
    assert "Blood pressure 140/85." in made.note
    assert "150" not in made.sections[Section.OBJECTIVE].split("PHYSICAL")[0]


def test_nothing_is_called_denied_that_was_not_asked() -> None:
    made = _draft("[doctor] what brings you in ?\n[patient] i have a headache .")
    assert "denies" not in made.note.lower()


def test_a_wider_name_is_not_noted_for_a_narrower_word() -> None:
    made = _draft("[doctor] what brings you in ?\n[patient] i have diabetes and a cough for 3 days .")
    assert "type 2" not in made.note.lower()


def test_a_relative_is_named_with_the_disease() -> None:
    made = _draft("[doctor] what brings you in ?\n[patient] i have a cough . my mom has asthma .")
    assert "FAMILY HISTORY\n\nMother with asthma." in made.note


def test_plans_stand_under_their_problems() -> None:
    made = _draft(
        "[doctor] mr. hill is a 60 year old male here for follow-up .\n[patient] i feel fine .\n"
        "[doctor] so my assessment and plan . for your first problem , your diabetes , i want to increase your "
        "metformin to 1000 mg twice a day .\n"
        "[doctor] for your second problem , your hypertension , i want to order a lipid panel . i'd like to refer you "
        "to cardiology ."
    )
    by_problem = {(s.problem, s.heading) for s in made.sentences if s.section is Section.PLAN}
    assert ("Diabetes.", "Medical Treatment") in by_problem
    assert ("Hypertension.", "Additional Testing") in by_problem
    assert ("Hypertension.", "Specialist Referrals") in by_problem
    assert made.note.index("Diabetes.\n") < made.note.index("Metformin".lower()) < made.note.index("Hypertension.\n")


def test_an_order_that_was_given_is_in_the_plan() -> None:
    made = _draft(
        "[patient] i'm tired .\n[doctor] so i know that was a lot but anyway we talked about it before and i'm gonna "
        "get a tsh and then see ."
    )
    assert {order.description for order in made.orders} == {"tsh"}
    assert "TSH" in made.note


def test_every_sentence_of_real_notes_points_to_turns_that_hold_its_numbers(aci_valid: list[dict[str, str]]) -> None:
    for row in aci_valid:
        transcript = turns.from_text(row["dialogue"])
        said = {turn.id: turn.text for turn in transcript.turns}
        for sentence in drafting.draft(transcript).sentences:
            assert sentence.turns
            heard = {number for turn in sentence.turns for number in numbers_in(said[turn])}
            assert set(numbers_in(sentence.text)) <= heard, sentence


def test_real_notes_read_as_notes(aci_valid: list[dict[str, str]]) -> None:
    notes = [_draft(row["dialogue"]).note for row in aci_valid[:8]]
    assert all("CHIEF COMPLAINT" in note or "HISTORY OF PRESENT ILLNESS" in note for note in notes)
    assert all("\nPHYSICAL EXAMINATION\n" in note for note in notes)
    words = [word.strip(".,") for note in notes for word in note.split()]
    assert sum(word.lower() in {"uh", "um", "okay", "mm-hmm", "gonna"} for word in words) <= len(words) / 500
    assert sum(word.lower() in {"you", "your"} for word in words) <= len(words) / 200


@settings(deadline=None, max_examples=40)
@given(st.lists(st.sampled_from(["doctor", "patient"]), min_size=1, max_size=12), st.randoms(use_true_random=False))
def test_any_order_of_talk_gives_the_same_bytes_twice(speakers: list[str], random: object) -> None:
    lines = (
        "any fever or cough ?", "no .", "yes , i do", "i've had knee pain since monday", "let me take a look .",
        "your knee is tender .", "i think you have arthritis .", "start ibuprofen 600 mg twice a day .", "okay-",
        "mm-hmm", "for your hypertension , continue lisinopril .", "see you in two weeks .",
    )  # fmt: skip
    said = [random.choice(lines) for _ in speakers]  # type: ignore[attr-defined]
    dialogue = "\n".join(f"[{who}] {text}" for who, text in zip(speakers, said, strict=True))
    first, second = _draft(dialogue), _draft(dialogue)
    assert first.model_dump_json() == second.model_dump_json()
    known = {turn.id for turn in turns.from_text(dialogue).turns}
    assert all(sentence.turns and set(sentence.turns) <= known for sentence in first.sentences)
