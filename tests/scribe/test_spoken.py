"""Commands in dictation: obeyed where they stand for themselves, written where they are part of a sentence."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from opd_desktop.domain.note import Section
from opd_desktop.scribe.spoken import Act, has_command, parse

NEW, SCRATCH = Act("new_line"), Act("scratch")


def go(section: Section) -> Act:
    return Act("go", section=section)


def text(words: str) -> Act:
    return Act("text", words)


@pytest.mark.parametrize(
    ("said", "acts"),
    [
        ("Fever for three days.", (text("Fever for three days."),)),
        ("New line.", (NEW,)),
        ("new line", (NEW,)),
        ("Fever for three days, new line, a dry cough.", (text("Fever for three days"), NEW, text("A dry cough."))),
        ("No rash. Scratch that. No rash or swelling.", (text("No rash."), SCRATCH, text("No rash or swelling."))),
        ("Go to plan. Rest and fluids.", (go(Section.PLAN), text("Rest and fluids."))),
        ("go to the assessment section", (go(Section.ASSESSMENT),)),
        ("Go to examination, chest clear.", (go(Section.OBJECTIVE), text("Chest clear."))),
        ("Temperature 38.4, pulse 92.", (text("Temperature 38.4, pulse 92."),)),
        ("We go to plan B if it fails.", (text("We go to plan B if it fails."),)),
        ("A new line of treatment.", (text("A new line of treatment."),)),
        ("He wants to scratch that rash.", (text("He wants to scratch that rash."),)),
        ("one\nnew line\ntwo", (text("One"), NEW, text("Two"))),
        ("", ()),
        ("...", ()),
    ],
)
def test_commands_stand_between_stops_and_all_else_is_written(said: str, acts: tuple[Act, ...]) -> None:
    assert parse(said) == acts
    assert has_command(said) is any(act.kind != "text" for act in acts)


@given(st.text(max_size=200))
def test_anything_can_be_said(said: str) -> None:
    for act in parse(said):
        assert act.kind in {"text", "new_line", "scratch", "go"}
        assert (act.kind == "go") == (act.section is not None)
