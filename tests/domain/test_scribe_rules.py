"""What is learned from edits, and what a rule may never change."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opd_desktop.domain.note import DraftSentence, NoteSentence, Section
from opd_desktop.domain.note_template import Heading
from opd_desktop.domain.scribe_rules import PROTECTED, LearnedRule, apply, learn
from opd_desktop.scribe.shaping import meanings


def drafted(
    text: str, number: int = 1, heading: str | None = None, section: Section = Section.SUBJECTIVE
) -> DraftSentence:
    return DraftSentence(id=f"s{number}", section=section, text=text, turns=(number,), heading=heading)


def signed(text: str, number: int = 1, origin: str = "edited", heading: str = "") -> NoteSentence:
    return NoteSentence(text=text, section=Section.SUBJECTIVE, origin=origin, turns=(number,), heading=heading)


def learned(before: str, after: str) -> tuple[LearnedRule, ...]:
    return learn([drafted(before)], [signed(after)], meanings)


def rule(before: str, after: str) -> LearnedRule:
    return LearnedRule(kind="replace", before=before, after=after)


@pytest.mark.parametrize(
    ("before", "after", "found"),
    [
        ("She denies shortness of breath.", "She denies dyspnea.", ("shortness of breath", "dyspnea")),
        ("This is a pleasant lady.", "This is a friendly lady.", ("pleasant", "friendly")),
        ("Cough for 3 days, kind of dry.", "Cough for 3 days, rather dry.", ("kind of", "rather")),
        ("The patient states a cough.", "The patient reports a cough.", ("states", "reports")),
    ],
)
def test_another_word_for_the_same_is_learned(before: str, after: str, found: tuple[str, str]) -> None:
    assert learned(before, after) == (rule(*found),)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Cough for 3 days.", "Cough for 5 days."),
        ("Cough for three days.", "Cough for five days."),
        ("Cough for 3 days.", "Cough for 3 weeks."),
        ("Take ibuprofen daily.", "Take naproxen daily."),
        ("Take ibuprofen daily.", "Take xyzacillin daily."),
        ("Pain in the left knee.", "Pain in the right knee."),
        ("She denies fever.", "She reports fever."),
        ("He has a cough today.", "He has a headache today."),
        ("She is well.", "He is well."),
        ("The patient may have gout.", "The patient probably has gout."),
        ("Pain is worse.", "Pain is better."),
        ("Cough since the last visit here.", "The whole sentence is a quite different one now."),
        ("A cough.", "A cough."),
        ("A dry cough.", "A cough."),
    ],
)
def test_facts_are_never_learned(before: str, after: str) -> None:
    assert learned(before, after) == ()


def test_a_typed_sentence_teaches_nothing() -> None:
    assert learn([drafted("A pleasant lady.")], [signed("A friendly lady.", origin="human")], meanings) == ()
    assert learn([], [signed("A friendly lady.")], meanings) == ()


def test_an_edit_belongs_to_the_sentence_of_its_turns() -> None:
    two = [drafted("A pleasant lady came.", 1), drafted("A pleasant lady went.", 2)]
    found = learn(two, [signed("A pleasant lady came.", 1, "draft"), signed("A friendly lady went.", 2)], meanings)
    assert found == (rule("pleasant", "friendly"),)


REVIEW = [
    drafted("A cough.", 1, Heading.HISTORY),
    drafted("Eyes: negative.", 2, Heading.REVIEW),
    drafted("Skin: negative.", 3, Heading.REVIEW),
    drafted("Allergic to penicillin.", 4, Heading.ALLERGIES),
]


def test_a_heading_of_which_nothing_is_kept_is_learned_but_not_one_that_must_be_read() -> None:
    found = learn(REVIEW, [signed("A cough.", 1, "draft", Heading.HISTORY)], meanings)
    assert found == (LearnedRule(kind="leave-out", heading=Heading.REVIEW),)


@pytest.mark.parametrize(
    "final",
    [
        [],
        [signed("Something else.", 1, "human", Heading.HISTORY)],
        [signed("A cough.", 1, "draft"), signed("Skin: negative.", 3, "draft", Heading.REVIEW)],
        [signed("A cough.", 1, "draft"), signed("Skin clear.", 9, "human", Heading.REVIEW)],
    ],
)
def test_an_ignored_draft_and_a_kept_heading_teach_no_leaving_out(final: list[NoteSentence]) -> None:
    assert learn(REVIEW, final, meanings) == ()


def test_what_is_left_out_is_set_apart() -> None:
    leave = LearnedRule(kind="leave-out", heading=Heading.REVIEW)
    made = apply(REVIEW, [leave], meanings)
    assert [one.id for one in made.sentences] == ["s1", "s4"]
    assert [one.id for one in made.left_out] == ["s2", "s3"]
    assert made.rules == (leave,)
    assert apply(REVIEW, [LearnedRule(kind="leave-out", heading=Heading.ALLERGIES)], meanings).left_out == ()


@pytest.mark.parametrize(
    ("text", "rules", "now"),
    [
        ("Pleasant lady, PLEASANT man, unpleasant child.", [rule("pleasant", "friendly")],
         "Friendly lady, FRIENDLY man, unpleasant child."),
        ("Shortness  of breath on exertion.", [rule("shortness of breath", "dyspnea")], "Dyspnea on exertion."),
        ("A pleasant lady.", [rule("pleasant", "friendly"), rule("friendly", "pleasant")], "A pleasant lady."),
        ("A nice lady.", [rule("nice", "kind"), rule("kind", "gentle")], "A gentle lady."),
        ("An odd cough, and a odd one.", [rule("odd", "peculiar")], "A peculiar cough, and a peculiar one."),
        ("She is a nice lady. A\u00a0nice one.", [rule("nice", "amiable")],
         "She is an amiable lady. An\u00a0amiable one."),
        ("No fever.", [rule("no", "some")], "No fever."),
        ("No fever.", [rule("fever", "cough")], "No fever."),
        ("Take 5 mg.", [rule("mg", "g")], "Take 5 mg."),
        ("Take aspirin.", [rule("aspirin", "paracetamol")], "Take aspirin."),
        ("A well-known patient-held card.", [rule("known", "famous")], "A well-known patient-held card."),
    ],
)  # fmt: skip
def test_rules_are_applied_to_whole_words_and_leave_facts(text: str, rules: list[LearnedRule], now: str) -> None:
    (made,) = apply([drafted(text)], rules, meanings).sentences
    assert made.text == now


def test_a_problem_and_the_line_that_names_it_stay_alike() -> None:
    line = drafted("Nice knee.").model_copy(update={"problem": "Nice knee."})
    (made,) = apply([line], [rule("nice", "kind")], meanings).sentences
    assert (made.text, made.problem) == ("Kind knee.", "Kind knee.")


def test_letters_that_are_alike_only_without_their_case_do_no_harm() -> None:
    (made,) = apply([drafted("The \u017fum.")], [rule("sum", "total"), rule("a  b", "c")], meanings).sentences
    assert made.text == "The \u017fum."


def test_the_first_of_two_rules_for_the_same_words_holds() -> None:
    (made,) = apply([drafted("A nice lady.")], [rule("nice", "kind"), rule("nice", "gentle")], meanings).sentences
    assert made.text == "A kind lady."


_FACTS = ["no", "not", "denies", "left", "right", "ibuprofen", "500", "mg", "3", "days", "three", "twice", "may", "she"]
_OTHERS = ["fever", "cough", "chest", "pain", "shortness of breath", "dyspnea", "high blood pressure", "hypertension"]
_WORDS = [*_FACTS, *_OTHERS, "nice", "kind", "gentle", "lady", "reports", "states", "with", "and", "the"]
_texts = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=10).map(" ".join)
_phrases = st.lists(st.sampled_from(_WORDS), min_size=1, max_size=3).map(" ".join)
_rules = st.lists(
    st.builds(rule, _phrases, _phrases)
    | st.sampled_from(Heading).map(lambda code: LearnedRule(kind="leave-out", heading=code)),
    max_size=6,
)
_drafts = st.lists(
    st.builds(
        DraftSentence,
        id=st.uuids().map(str),
        section=st.sampled_from(Section),
        text=_texts.map(str.capitalize),
        heading=st.none() | st.sampled_from([one.value for one in Heading]),
    ),
    max_size=5,
)
_FACT = re.compile(r"\b(?:no|not|denies|left|right|ibuprofen|\d+|mg|days|three|twice|she|he|may)\b", re.IGNORECASE)


def facts(text: str) -> list[str]:
    return [word.lower() for word in _FACT.findall(text)]


@settings(max_examples=300, deadline=None)
@given(_drafts, _rules)
def test_no_rule_changes_a_fact_or_loses_a_sentence_and_twice_is_once(
    sentences: list[DraftSentence], rules: list[LearnedRule]
) -> None:
    made = apply(sentences, rules, meanings)
    before = {one.id: one for one in sentences}
    assert sorted(one.id for one in (*made.sentences, *made.left_out)) == sorted(before)
    assert [one.id for one in made.sentences] == [one.id for one in sentences if one not in made.left_out]
    for one in made.sentences:
        assert facts(one.text) == facts(before[one.id].text)
        assert meanings(one.text) == meanings(before[one.id].text)
    assert all(Heading(one.heading or "") not in PROTECTED for one in made.left_out)
    again = apply(made.sentences, rules, meanings)
    assert (again.sentences, again.left_out) == (made.sentences, ())


@settings(max_examples=200, deadline=None)
@given(st.lists(st.text(max_size=60), max_size=4), st.lists(st.text(max_size=60), max_size=4))
def test_any_text_can_be_learned_from_and_written_again(before: list[str], after: list[str]) -> None:
    draft = [drafted(f"She said {text}", number) for number, text in enumerate(before, start=1)]
    final = [signed(f"She said {text}", number) for number, text in enumerate(after, start=1)]
    rules = learn(draft, final, meanings)
    made = apply(draft, rules, meanings).sentences
    assert apply(made, rules, meanings).sentences == made


def test_words_too_long_to_keep_are_not_learned() -> None:
    assert learned("A nice lady is here now.", f"A {'x' * 90} lady is here now.") == ()


@settings(max_examples=300, deadline=None)
@given(_texts, _texts)
def test_what_is_learned_holds_no_fact_and_can_be_applied(before: str, after: str) -> None:
    for one in learn([drafted(before)], [signed(after)], meanings):
        assert not facts(f"{one.before} {one.after}")
        assert max(len(one.before.split()), len(one.after.split())) <= 4
        assert meanings(one.before) == meanings(one.after)
