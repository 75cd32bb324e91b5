"""Where a sentence of a dictation without spoken headings goes, and what a bare yes says."""

from __future__ import annotations

import pytest

from opd_desktop.domain.note import Draft, Section
from opd_desktop.scribe import draft
from opd_desktop.scribe.answers import statement
from opd_desktop.scribe.visit import Person

DICTATED = (
    "I saw this patient today in follow up of hypertension. Blood pressure is 142 over 88. Lungs clear. "
    "EKG shows normal sinus rhythm. Increase lisinopril to 20 milligrams daily. Follow up in 3 months."
)


def _section(made: Draft, words: str) -> Section:
    return next(row.section for row in made.sentences if words in row.text.lower())


@pytest.mark.parametrize(
    ("words", "section"),
    [
        ("follow up of hypertension", Section.SUBJECTIVE),
        ("lungs clear", Section.OBJECTIVE),
        ("sinus rhythm", Section.OBJECTIVE),
        ("follow up in 3 months", Section.PLAN),
    ],
)
def test_a_dictated_sentence_stands_where_it_belongs(words: str, section: Section) -> None:
    assert _section(draft(DICTATED), words) is section


def test_a_yes_does_not_say_which_drugs_are_taken() -> None:
    person = Person()
    assert statement("are you taking any medicines", yes=True, person=person) == ""
    assert "any" not in statement("are you having any chest pain", yes=True, person=person)
    assert "not taking any medicines" in statement("are you taking any medicines", yes=False, person=person)
