"""Drafts by a template and with learned rules: sentences move or are set apart, and without either nothing changes."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opd_desktop import shipped_templates
from opd_desktop.cli import main
from opd_desktop.domain.note import Draft, DraftSentence, Section
from opd_desktop.domain.note_template import LANGUAGES, Heading, NoteTemplate, TemplateHeading
from opd_desktop.domain.scribe_rules import LearnedRule
from opd_desktop.scribe import engine, layout
from opd_desktop.scribe.client import ScribeClient
from opd_desktop.scribe.shaping import shaped
from tests.scribe.conftest import VISIT

TEMPLATES = shipped_templates.shipped()
LEAVE = LearnedRule(kind="leave-out", heading=Heading.REVIEW)
CHILD = """\
[doctor] what brings you in ?
[patient] she has had a fever for 2 days .
[doctor] are her vaccinations up to date ?
[patient] yes , she had her mmr vaccine last month .
[patient] she was born at thirty six weeks and her birth weight was fine .
[doctor] your temperature is 38.4 . the throat is red .
[doctor] so i think this is a viral pharyngitis . i want you to give her paracetamol . come back in 3 days .
"""


def template(key: str, language: str = "en") -> NoteTemplate:
    found = shipped_templates.find(key, language)
    assert found is not None
    return found


@pytest.mark.parametrize("one", TEMPLATES, ids=[f"{one.key}-{one.language}" for one in TEMPLATES])
def test_every_sentence_stays_and_the_document_is_valid(one: NoteTemplate) -> None:
    plain = engine.draft(VISIT, bundle=False)
    made = engine.draft(VISIT, template=one)
    assert Counter(row.text for row in made.sentences) == Counter(row.text for row in plain.sentences)
    assert {row.id for row in made.sentences} == {row.id for row in plain.sentences}
    assert all(row.text.rstrip(".") in made.note for row in made.sentences)
    assert (made.run_card.template, made.run_card.language) == (one.key, one.language)
    assert made.bundle is not None
    composition = made.bundle["entry"][0]["resource"]
    assert composition["language"] == one.language
    titles = {part["title"] for section in composition["section"] for part in section.get("section", ())}
    assert one.title(Heading.HISTORY) in titles
    device = next(row["resource"] for row in made.bundle["entry"] if row["resource"]["resourceType"] == "Device")
    assert {"type": {"text": "note template"}, "value": f"{one.key} ({one.language})"} in device["version"]


def test_titles_and_labels_are_in_the_language_of_the_note_and_problems_stay_together() -> None:
    sentences = [
        DraftSentence(id="s1", section=Section.SUBJECTIVE, text="Knee pain.", heading="CHIEF COMPLAINT"),
        DraftSentence(id="s2", section=Section.ASSESSMENT, text="Gout.", problem="Gout."),
        DraftSentence(id="s3", section=Section.PLAN, text="Start.", heading="Medical Treatment", problem="Gout."),
        DraftSentence(id="s4", section=Section.PLAN, text="In 1 week.", heading="FOLLOW-UP"),
    ]
    assert layout.templated(sentences, template("general", "es")) == (
        "MOTIVO DE CONSULTA\n\nKnee pain.\n\nVALORACIÓN Y PLAN\n\nGout.\n• Tratamiento: Start.\n\n"
        "SEGUIMIENTO\n\nIn 1 week."
    )


def test_sentences_of_a_specialty_stand_under_its_headings() -> None:
    made = engine.draft(CHILD, template=template("paediatrics"), bundle=False)
    under = {row.heading: row.text for row in made.sentences}
    assert "vaccin" in under[Heading.IMMUNIZATIONS].lower()
    plain = engine.draft(CHILD, bundle=False)
    assert Heading.IMMUNIZATIONS not in {row.heading for row in plain.sentences}
    assert Counter(row.text for row in made.sentences) == Counter(row.text for row in plain.sentences)


def test_a_template_of_the_clinic_may_begin_with_the_plan() -> None:
    headings = tuple(TemplateHeading(code=code, title=code.standard_title) for code in (Heading.PLAN, Heading.CHIEF))
    made = engine.draft(VISIT, template=NoteTemplate(key="own", name="Own", headings=headings), bundle=False)
    assert made.note.startswith("PLAN\n")
    assert "CHIEF COMPLAINT" in made.note


def test_without_template_and_rules_a_draft_is_as_it_was() -> None:
    made = engine.draft(VISIT)
    assert shaped(made, None, ()) is made
    told = json.dumps(made.model_dump(mode="json"))
    assert not {"template", "language", "learned", "left_out"} & set(made.run_card.model_dump()) | (
        {"left_out"} & set(json.loads(told))
    )


def test_rules_are_named_where_they_changed_something_and_what_they_leave_out_is_there() -> None:
    swap = LearnedRule(kind="replace", before="obtain", after="request")
    plain = engine.draft(VISIT, bundle=False)
    word = next(row for row in plain.sentences if "presents" in row.text or "chest" in row.text)
    made = engine.draft(VISIT, learned=[LEAVE, swap])
    review = [row for row in plain.sentences if row.heading == Heading.REVIEW]
    assert review
    assert list(made.left_out) == review
    assert word in made.sentences
    assert made.run_card.learned == ("leave out: REVIEW OF SYSTEMS",)
    assert "REVIEW OF SYSTEMS" not in made.note
    assert made.bundle is not None
    assert "learned rule" in json.dumps(made.bundle)


def test_twice_gives_the_same_to_the_byte() -> None:
    runs = [engine.draft(VISIT, template=template("cardiology", "fr"), learned=[LEAVE]) for _run in range(2)]
    assert runs[0].model_dump_json() == runs[1].model_dump_json()


_sentences = st.lists(
    st.builds(
        DraftSentence,
        id=st.uuids().map(str),
        section=st.sampled_from(Section),
        text=st.sampled_from(["She had a flu shot.", "Her wound is dry.", "Mood is low.", "Take 5 mg.", "No fever."]),
        heading=st.none() | st.sampled_from([one.value for one in Heading]),
        problem=st.sampled_from(["", "Gout."]),
    ),
    max_size=8,
)


@settings(max_examples=100, deadline=None)
@given(_sentences, st.none() | st.sampled_from(TEMPLATES), st.sampled_from([(), (LEAVE,)]))
def test_no_sentence_is_lost_changed_or_moved_to_another_section(
    sentences: list[DraftSentence], one: NoteTemplate | None, rules: tuple[LearnedRule, ...]
) -> None:
    made = shaped(Draft(note="x", sentences=tuple(sentences)), one, rules)
    found = {row.id: row for row in (*made.sentences, *made.left_out)}
    assert len(found) == len(sentences) == len(made.sentences) + len(made.left_out)
    for before in sentences:
        assert found[before.id].model_copy(update={"heading": before.heading}) == before
    again = shaped(made, one, rules)
    assert again.sentences == made.sentences


def scribe(*argv: str | Path) -> int:
    return main(["scribe", *map(str, argv)])


@pytest.fixture
def visit_file(tmp_path: Path) -> Path:
    path = tmp_path / "visit.txt"
    path.write_text(VISIT, encoding="utf-8")
    return path


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_command_line_takes_template_and_language(
    visit_file: Path, capsys: pytest.CaptureFixture[str], language: str
) -> None:
    assert scribe("draft", visit_file, "--template", "general", "--language", language) == 0
    title = shipped_templates.titles(language)[Heading.CHIEF]
    assert capsys.readouterr().out.startswith(title.upper())
    assert scribe("draft", visit_file, "--language", language) == 0
    assert capsys.readouterr().out.startswith(title.upper())


def test_an_unknown_template_is_refused_with_the_known_ones(
    visit_file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert scribe("draft", visit_file, "--template", "astrology") == 2
    told = capsys.readouterr().err
    assert "astrology" in told
    assert "cardiology" in told


def test_a_batch_takes_a_template_and_is_the_same_without_one(visit_file: Path, tmp_path: Path) -> None:
    rows = tmp_path / "in.jsonl"
    rows.write_text(json.dumps({"id": 1, "dialogue": VISIT}) + "\n", encoding="utf-8")

    def answer(*options: str) -> dict[str, Any]:
        out = tmp_path / "out.jsonl"
        assert scribe("draft", "--batch", rows, out, *options) == 0
        return dict(json.loads(out.read_text(encoding="utf-8")))

    plain, french = answer(), answer("--template", "general", "--language", "fr")
    assert "MOTIF DE CONSULTATION" in french["note"]
    assert french["run_card"].pop("template") == "general"
    assert french["run_card"].pop("language") == "fr"
    assert french["run_card"] == plain["run_card"]
    assert list(plain) == list(french)
    assert plain["problems"] == french["problems"]


@pytest.mark.e2e
def test_the_scribe_process_takes_both() -> None:
    with ScribeClient() as client:
        made = client.draft(VISIT, template=template("psychiatry", "de"), rules=[LEAVE])
    assert made == engine.draft(VISIT, template=template("psychiatry", "de"), learned=[LEAVE])
    assert made.left_out
