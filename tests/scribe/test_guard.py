"""Errors planted in a note are found, and untouched sentences are left in peace."""

import random

import pytest

from opd_desktop.bench.scribe import guard, seeding
from opd_desktop.domain.note import FindingKind
from opd_desktop.scribe import draft, validate
from opd_desktop.scribe.validation import note_sentences

VISIT = """\
[doctor] hi , martha . what brings you in today ?
[patient] my left knee has been hurting for two weeks , mostly when i go up the stairs .
[doctor] any swelling in the knee ?
[patient] yes , it's been a little swollen .
[doctor] any fever or chills ?
[patient] no .
[doctor] have you had any numbness in the leg ?
[patient] no , none .
[doctor] are you still on the lisinopril ?
[patient] yes , i take lisinopril 20 mg once a day .
[doctor] okay . your blood pressure is 138 over 84 today . on your exam there is tenderness on the inside of the left \
knee .
[doctor] i think you have a strain of your left knee . i'm going to start you on meloxicam 15 mg once a day \
for 10 days .
[doctor] and i'll order an x-ray of the left knee . come back and see me in four weeks .
[patient] okay , thank you .
"""
NOTE = """\
SUBJECTIVE
Her left knee has been hurting for 2 weeks, mostly when going up the stairs. Her left knee is a little swollen.
She denies fever and chills. She denies numbness in the leg. She takes lisinopril 20 mg once a day.

OBJECTIVE
Blood pressure 138/84. There is tenderness on the inside of the left knee.

ASSESSMENT
Strain of the left knee.

PLAN
Start meloxicam 15 mg once a day for 10 days. X-ray of the left knee. Follow up in 4 weeks.
"""


def test_a_faithful_note_raises_no_alarm() -> None:
    found = validate(NOTE, VISIT)
    assert [one for _, text in note_sentences(NOTE) for one in guard.alarms(found.findings, text)] == []
    assert (found.unsupported, found.contradicted) == (0, 0)


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        ("meloxicam 15 mg", "naproxen 15 mg", FindingKind.MEDICATION),
        ("meloxicam 15 mg", "zubrinafen 15 mg", FindingKind.MEDICATION),
        ("lisinopril 20 mg", "lisinopril 40 mg", FindingKind.NUMBER),
        ("lisinopril 20 mg", "lisinopril 15 mg", FindingKind.NUMBER),
        ("meloxicam 15 mg", "meloxicam 20 mg", FindingKind.NUMBER),
        ("for 10 days", "for 10 weeks", FindingKind.NUMBER),
        ("138/84", "138/48", FindingKind.NUMBER),
        ("in 4 weeks", "in 2 weeks", FindingKind.NUMBER),
        ("X-ray of the left knee", "X-ray of the right knee", FindingKind.LATERALITY),
        ("She denies fever and chills", "She reports fever and chills", FindingKind.NEGATION),
        ("She denies numbness in the leg", "She has numbness in the leg", FindingKind.NEGATION),
        ("There is tenderness", "There is no tenderness", FindingKind.NEGATION),
        ("Follow up in 4 weeks.", "She also reports palpitations.", FindingKind.UNSUPPORTED),
        ("Follow up in 4 weeks.", "She also reports tinnitus.", FindingKind.UNSUPPORTED),
    ],
)
def test_an_error_is_found_and_named(old: str, new: str, kind: FindingKind) -> None:
    note = NOTE.replace(old, new)
    assert note != NOTE
    changed = [text for _, text in note_sentences(note) if text not in NOTE]
    found = [one for text in changed for one in guard.alarms(validate(note, VISIT).findings, text)]
    assert kind in {one.kind for one in found}
    assert all(one.why for one in found)


def test_planted_errors_are_the_same_every_time_and_change_one_sentence() -> None:
    first, second = list(guard.planted(NOTE, VISIT)), list(guard.planted(NOTE, VISIT))
    assert first == second
    assert {error.kind for error in first} == set(seeding.KINDS)
    for error in first:
        assert error.after in error.note
        assert not error.before or error.note == NOTE.replace(error.before, error.after, 1)


def test_nothing_to_spoil_is_told() -> None:
    draw = random.Random(1)
    for kind in ("drug", "number", "side", "negation"):
        assert seeding.plant(kind, "She feels well today.", VISIT, draw) is None


def test_most_planted_errors_are_caught_in_the_note_and_in_the_draft() -> None:
    for note in (NOTE, draft(VISIT).note):
        caught = [
            bool(guard.alarms(validate(error.note, VISIT).findings, error.after))
            for error in guard.planted(note, VISIT)
        ]
        assert len(caught) >= 8
        assert sum(caught) >= 0.9 * len(caught)


def test_on_real_visits_the_guard_keeps_its_measure(aci_valid: list[dict[str, str]]) -> None:
    found = guard.scored(aci_valid[:2])
    assert found["drafts"]["recall"]["mean"] >= 80
    assert found["drafts"]["false_alarms"]["mean"] <= 6
    assert found["human notes"]["recall"]["mean"] >= 75
