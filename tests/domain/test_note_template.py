"""Headings and templates: nothing is lost, order stays under a heading, the shipped ones are whole."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from opd_desktop import shipped_templates
from opd_desktop.domain.note import NoteSentence, Section
from opd_desktop.domain.note_template import (
    GENERAL,
    LANGUAGES,
    Heading,
    NoteTemplate,
    TemplateHeading,
    arrange,
    blocks,
    choose,
    heading_of,
    missing,
    shown_under,
)
from opd_desktop.scribe import pieces

SHIPPED = shipped_templates.shipped()

sentences = st.lists(
    st.builds(
        NoteSentence,
        text=st.text(max_size=5),
        section=st.sampled_from(Section),
        heading=st.sampled_from(["", "OTHER", *Heading]),
        problem=st.sampled_from(["", "Gout."]),
    ),
    max_size=12,
)
templates = st.sampled_from(SHIPPED) | st.lists(
    st.sampled_from(Heading).map(lambda code: TemplateHeading(code=code, title=code.standard_title)),
    min_size=1,
    unique_by=lambda one: one.code,
).map(lambda found: NoteTemplate(key="own", name="Own", headings=tuple(found)))


@given(sentences, st.none() | templates)
def test_arranging_loses_nothing_keeps_the_order_under_a_heading_and_is_done_once(
    note: list[NoteSentence], template: NoteTemplate | None
) -> None:
    made = arrange(note, template)
    assert Counter(made) == Counter(note)
    for block in blocks(note, template):
        assert list(block.sentences) == [one for one in note if shown_under(one, template) is block.code]
    assert arrange(made, template) == made


@given(sentences, templates)
def test_the_order_is_the_templates_and_what_it_lacks_follows_its_section(
    note: list[NoteSentence], template: NoteTemplate
) -> None:
    codes = [block.code for block in blocks(note, template)]
    assert [code for code in codes if code in template.codes] == list(template.codes)
    for code in set(codes) - set(template.codes):
        own = [place for place, one in enumerate(codes) if one.section is code.section and one in template.codes]
        assert not own or codes.index(code) > own[-1]
        assert not own or {one.section for one in codes[own[-1] + 1 : codes.index(code)]} <= {code.section}


@given(sentences, templates)
def test_what_is_missing_is_required_and_empty(note: list[NoteSentence], template: NoteTemplate) -> None:
    empty = {block.code for block in blocks(note, template) if block.required and not block.sentences}
    assert {one.code for one in missing(note, template)} == empty


def test_a_line_of_the_plan_stands_under_the_wider_heading_of_a_template_without_its_own() -> None:
    line = NoteSentence(text="Start ibuprofen.", section=Section.PLAN, heading=Heading.TREATMENT)
    general = shipped_templates.find("general")
    assert general is not None
    assert shown_under(line, general) is Heading.PLAN
    assert missing([line], general)[-1].code is Heading.ASSESSMENT
    assert shown_under(line, None) is Heading.TREATMENT


@pytest.mark.parametrize("section", Section)
def test_a_heading_of_another_section_does_not_count(section: Section) -> None:
    moved = NoteSentence(text="x", section=section, heading=Heading.CHIEF)
    assert heading_of(moved) is (Heading.CHIEF if section is Section.SUBJECTIVE else GENERAL[section])


def test_the_scribe_uses_these_headings() -> None:
    used = {value for name, value in vars(pieces).items() if name.isupper() and isinstance(value, str)}
    assert {one for one in used if one.isupper()} | {pieces.REASONING} <= {one.value for one in Heading}
    assert {one.value for one in Heading if one.value.istitle()} - {"Patient Education and Counseling"} <= used


def test_every_shipped_template_is_in_every_language_with_titles_and_reminders() -> None:
    keys = {one.key for one in SHIPPED}
    assert len(keys) == 10
    assert {(one.key, one.language) for one in SHIPPED} == {(key, language) for key in keys for language in LANGUAGES}
    for one in SHIPPED:
        assert all(heading.title and heading.prompt for heading in one.headings)
        assert {Heading.ASSESSMENT, Heading.PLAN} <= set(one.codes)
        titles = [heading.title for heading in one.headings]
        assert len(set(titles)) == len(titles)
    for language in LANGUAGES:
        assert set(shipped_templates.titles(language)) == set(Heading)


def test_english_titles_are_the_standard_ones() -> None:
    for code, title in shipped_templates.titles("en").items():
        assert title.upper().replace("COUNSELLING", "COUNSELING") == code.value.upper()


def test_a_language_that_is_not_there_is_english() -> None:
    assert shipped_templates.titles("sv") == shipped_templates.titles("en")
    found = shipped_templates.find("general", "pt-BR")
    assert found is not None
    assert found.language == "pt"
    assert shipped_templates.find("nothing", "en") is None


@pytest.mark.parametrize(
    ("specialty", "key"),
    [
        ("General medicine", "general"), ("Paediatrics", "paediatrics"), ("Pediatrics", "paediatrics"),
        ("Cardiología", "cardiology"), ("Orthopedic surgery", "orthopaedics"), ("ENT", "ent"),
        ("Otorhinolaryngology", "ent"), ("Gynecology", "obstetrics-gynaecology"), ("Surgery", "surgical-follow-up"),
        ("Nephrology", "general"), ("", "general"), (None, "general"),
    ],
)  # fmt: skip
def test_the_specialty_chooses(specialty: str | None, key: str) -> None:
    found = choose(SHIPPED, specialty, "es")
    assert found is not None
    assert (found.key, found.language) == (key, "es")


def test_a_preference_comes_first_and_the_clinics_own_before_a_shipped_one() -> None:
    own = NoteTemplate(
        key="5", name="Heart", specialty="Cardiology", headings=(TemplateHeading(code=Heading.PLAN, title="Plan"),)
    )
    every = (*SHIPPED, own)
    assert choose(every, "Cardiology", "en") == own
    preferred = choose(every, "Cardiology", "de", "dermatology")
    assert preferred is not None
    assert (preferred.key, preferred.language) == ("dermatology", "de")
    assert choose(every, "Cardiology", "de", "5") == own
    assert choose((), "Cardiology", "en") is None


def test_a_heading_stands_in_a_template_once() -> None:
    twice = (TemplateHeading(code=Heading.PLAN, title="Plan"),) * 2
    with pytest.raises(ValidationError):
        NoteTemplate(key="x", name="X", headings=twice)
