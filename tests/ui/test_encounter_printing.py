"""The note on paper: what is signed and what is not, in the time of the clinic, over several pages."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QSize, Qt
from PySide6.QtPdf import QPdfDocument

from opd_desktop import shipped_templates
from opd_desktop.domain.encounter import EncounterStatus
from opd_desktop.domain.ids import uuid7
from opd_desktop.domain.note import NoteSentence, Order, OrderStatus, OrderType, Problem, Section
from opd_desktop.domain.note_template import Heading, NoteTemplate, TemplateHeading
from opd_desktop.services.dto.encounters import Chart, EncounterDto, NoteDto, Vitals
from opd_desktop.services.dto.facilities import FacilityDto
from opd_desktop.ui.encounter import proposals
from opd_desktop.ui.encounter.note_paper import NotePaper, Paragraph, Printed, note_paper
from opd_desktop.ui.encounter.note_printer import NotePrinter
from opd_desktop.ui.encounter.printing import to_print
from opd_desktop.ui.paper import PaperPreview, save_pdf
from tests.ui.room import Room, begun, enter, reception, visit
from tests.ui.test_encounter_note import DRAFT

__all__ = ["begun", "enter", "reception", "visit"]

Key, Ctrl, Shift = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
NO_POPUPS = "This plugin does not support (raise|grabbing the keyboard|propagateSizeHints)"
NOW = datetime(2026, 11, 24, 20, 5, tzinfo=UTC)
"""Half past one of the 25th in Kolkata."""
PUNE = FacilityDto(
    id=uuid7(), name="City Hospital", code="CITY", time_zone="Asia/Kolkata", country="IN", phone="+912025501234",
    address="14 Station Road, Pune", row_version=1,
)  # fmt: skip
NOTE = NoteDto(
    sentences=(
        NoteSentence(text="Fever for 3 days", section=Section.SUBJECTIVE, heading="HISTORY OF PRESENT ILLNESS"),
        NoteSentence(text="Bronchitis.", section=Section.ASSESSMENT, heading="ASSESSMENT", problem="Bronchitis"),
        NoteSentence(text="Viral.", section=Section.ASSESSMENT, heading="ASSESSMENT", problem="Bronchitis"),
        NoteSentence(text="Rest.", section=Section.PLAN, heading="PLAN", problem="Bronchitis", origin="draft"),
        NoteSentence(text="Stop smoking.", section=Section.PLAN, heading="PLAN", problem="Smoking", origin="edited"),
    ),
    problems=(
        Problem(text="bronchitis", icd10="J20.9", icd10_display="Acute bronchitis", snomed="10509002", confidence=1.0),
        Problem(text="smoking", confidence=1.0),
    ),
    orders=(
        Order(order_type=OrderType.LAB, description="Full blood count", reason="fever", status=OrderStatus.ORDERED),
    ),
)  # fmt: skip


def encounter(**more: object) -> EncounterDto:
    known = {
        "id": uuid7(), "facility_id": PUNE.id, "patient_id": uuid7(), "patient_name": "Meena Patil",
        "patient_mrn": "C-000123-4", "patient_sex": "female", "patient_age": 34, "patient_phone": "+919812345678",
        "practitioner_id": uuid7(), "practitioner_name": "Dr Anil Rao", "room": "Room 3", "appointment_id": None,
        "appointment_at": None, "appointment_row_version": None, "reason": "fever", "queue_entry_id": None,
        "token": "GEN-012", "status": EncounterStatus.FINISHED, "status_changed_at": NOW, "period_start": NOW,
        "period_end": NOW, "signed_at": None, "signed_by": None, "row_version": 3,
    }  # fmt: skip
    return EncounterDto.model_validate(known | more)


def paper(note: NoteDto = NOTE, *, template: str = "general", signed: bool = False, **more: object) -> NotePaper:
    shown = shipped_templates.find(template, note.language or "en")
    chart = Chart(patient_id=uuid7(), allergies=("Penicillin",))
    return note_paper(Printed(encounter(**more), chart, note, shown, PUNE, NOW, "Dr Anil Rao", signed))


def words(paper: NotePaper) -> list[str]:
    return [one.text for one in paper.paragraphs]


def text_of(path: Path) -> list[str]:
    """What stands on each page of a PDF file."""
    document = QPdfDocument()
    assert document.load(str(path)) is QPdfDocument.Error.None_
    found = [document.getAllText(number).text() for number in range(document.pageCount())]
    document.close()
    return found


def test_letterhead_patient_and_times_of_the_clinic() -> None:
    made = paper(vitals=Vitals(temperature=38.6, systolic=142, diastolic=84))
    assert made.facility == ("City Hospital", "14 Station Road, Pune", "+91 20 2550 1234")
    facts = dict(made.facts)
    assert facts["Visit"] == "Wed 25 Nov 2026 01:35"
    assert (facts["Patient"], facts["MRN"], facts["Allergies"]) == ("Meena Patil", "C-000123-4", "Penicillin")
    assert made.foot == "City Hospital · Printed Wed 25 Nov 2026 01:35 by Dr Anil Rao"
    assert made.paragraphs[0] == Paragraph("heading", "Vital signs")
    assert "38.6" in made.paragraphs[1].text
    assert "(high)" in made.paragraphs[1].text.replace("\u00a0", " ")


def test_allergies_that_are_not_known_yet_are_not_called_none() -> None:
    printed = Printed(encounter(), None, NOTE, None, PUNE, NOW, "Dr Anil Rao", False)
    assert "Allergies" not in dict(note_paper(printed).facts)


def test_the_plan_stands_by_problem_and_orders_and_codes_below() -> None:
    made = paper()
    shown = words(made)
    plan = shown.index("Plan")
    assert made.paragraphs[plan + 1 : plan + 5] == (
        Paragraph("problem", "Bronchitis"),
        Paragraph("text", "Rest."),
        Paragraph("problem", "Smoking"),
        Paragraph("text", "Stop smoking."),
    )
    # The problem's own line is the heading of what is said about it.
    at = shown.index("Assessment")
    assert shown[at + 1 : at + 3] == ["Bronchitis", "Viral."]
    rows = [one for one in made.paragraphs if one.kind == "row"]
    assert [(one.label, one.text) for one in rows] == [
        ("1.", "Bronchitis"), ("2.", "Smoking"), ("Lab", "Full blood count")
    ]  # fmt: skip
    assert rows[0].beside == "ICD-10-CM J20.9 Acute bronchitis · SNOMED CT 10509002"
    assert rows[1].beside == "No code"
    assert rows[2].beside == "Ordered · For: fever"


def test_titles_are_those_that_the_note_was_saved_with() -> None:
    spanish = NOTE.model_copy(
        update={"language": "es", "template": "general", "titles": {"PLAN": "Plan de la clínica"}}
    )  # fmt: skip
    shown = words(paper(spanish))
    assert "Plan de la clínica" in shown
    assert shipped_templates.titles("es")[Heading.HISTORY] in shown
    assert "History of present illness" not in shown


def test_a_heading_that_the_template_lacks_has_its_saved_title_too() -> None:
    small = NoteTemplate(key="x", name="x", headings=(TemplateHeading(code=Heading.HISTORY, title="History"),))
    saved = NOTE.model_copy(update={"titles": {"PLAN": "What we do"}})
    made = note_paper(Printed(encounter(), None, saved, small, PUNE, NOW, "Dr Anil Rao", True))
    assert [one.text for one in made.paragraphs if one.kind == "heading"][:3] == ["History", "Assessment", "What we do"]


@pytest.mark.parametrize(
    ("holds", "kind", "says"),
    [(True, "text", "Unchanged"), (False, "warning", "checksum differs"), (None, "text", "not compared")],
)
def test_a_signed_note_says_who_when_and_whether_it_is_still_that(holds: bool | None, kind: str, says: str) -> None:
    made = paper(signed=True, signed_at=NOW, signature_holds=holds)
    assert made.unsigned == ""
    assert made.signature[0].text == "Signed Wed 25 Nov 2026 01:35 by Dr Anil Rao"
    assert (made.signature[1].kind, says in made.signature[1].text) == (kind, True)
    assert made.signature[2].text == "Of 5 sentences 2 were drafted by the scribe and accepted by the doctor."


def test_an_amendment_is_told_with_its_reason() -> None:
    amended = NOTE.model_copy(
        update={"status": "amended", "amendment_reason": "dose was missing", "updated_at": NOW, "author": "Dr Anil Rao"}
    )
    made = paper(amended, signed=True, signed_at=NOW, signature_holds=True)
    assert made.signature[1].text == "Amended Wed 25 Nov 2026 01:35 by Dr Anil Rao: dose was missing"


def test_a_draft_is_marked_on_every_page(tmp_path: Path, qapp: object) -> None:
    del qapp
    long = NOTE.model_copy(update={"sentences": NOTE.sentences * 120})
    pages = save_pdf(str(tmp_path / "a.pdf"), NotePrinter(paper(long)), "a")
    shown = text_of(tmp_path / "a.pdf")
    assert len(shown) == pages > 1
    for number, text in enumerate(shown, 1):
        assert "Not signed: a draft" in text
        assert "NOT SIGNED" in text
        assert f"Page {number} of {pages}" in text
        assert "Meena Patil" in text
    assert sum("do not file it" in text for text in shown) == 1


@settings(max_examples=15, deadline=None)
@given(repeats=st.integers(1, 40), signed=st.booleans(), words_each=st.integers(1, 120))
def test_no_word_of_a_long_note_is_lost_between_pages(
    repeats: int, signed: bool, words_each: int, tmp_path_factory: pytest.TempPathFactory, qapp: object
) -> None:
    del qapp
    sentences = tuple(
        NoteSentence(text=" ".join(["word"] * words_each), section=Section.PLAN, problem=f"Problem number {number}")
        for number in range(repeats)
    )
    note = NoteDto(sentences=sentences)
    made = paper(note, signed=signed, signed_at=NOW if signed else None, signature_holds=True)
    path = tmp_path_factory.mktemp("pages") / "a.pdf"
    pages = save_pdf(str(path), NotePrinter(made), "a")
    shown = text_of(path)
    assert len(shown) == pages
    assert " ".join(shown).replace(".", " ").split().count("word") == repeats * words_each
    # No problem is left alone at the foot of a page: the next line of the file would be the next page's head.
    for text in shown:
        assert not text.splitlines()[-1].startswith("Problem number")


def test_numbers_can_be_copied_from_the_pdf(tmp_path: Path, qapp: object) -> None:
    del qapp
    dose = "Paracetamol 12.5 mg x 3 (max 1/2 tablet), 38.6 °C."
    note = NoteDto(sentences=(NoteSentence(text=dose, section=Section.PLAN),))
    save_pdf(str(tmp_path / "a.pdf"), NotePrinter(paper(note)), "a")
    assert dose in text_of(tmp_path / "a.pdf")[0]


def test_a_note_in_one_endless_sentence_ends(tmp_path: Path, qapp: object) -> None:
    del qapp
    endless = NoteDto(sentences=(NoteSentence(text="a" * 20_000, section=Section.SUBJECTIVE),))
    pages = save_pdf(str(tmp_path / "a.pdf"), NotePrinter(paper(endless)), "a")
    shown = "".join(text_of(tmp_path / "a.pdf"))
    assert pages > 2
    assert "".join(shown.split()).count("a" * 50) * 50 > 15_000


def test_paper_is_ink_on_white(tmp_path: Path, qapp: object) -> None:
    """Whatever the theme is, the page has no ground of its own."""
    del qapp
    save_pdf(str(tmp_path / "a.pdf"), NotePrinter(paper(signed=True, signed_at=NOW, signature_holds=True)), "a")
    document = QPdfDocument()
    document.load(str(tmp_path / "a.pdf"))
    image = document.render(0, QSize(400, 566))
    document.close()
    assert image.pixelColor(5, 5).alpha() == 0 or image.pixelColor(5, 5).lightness() == 255
    darkest = min(
        image.pixelColor(x, y).lightness() for x in range(400) for y in range(200) if image.pixelColor(x, y).alpha()
    )
    assert darkest < 120


@pytest.mark.qt_log_ignore(NO_POPUPS)
def test_ctrl_p_shows_what_is_written_without_proposals(
    enter: Callable[..., Room], begun: UUID, tmp_path: Path
) -> None:
    room = enter()
    toasts = room.toasts()
    room.open(begun)
    room.press(Key.Key_P, Ctrl)
    assert toasts == ["Nothing is written yet that could be printed."]
    room.presenter.editor.add(Section.PLAN, "Rest and drink")
    room.presenter.editor.replace(proposals.with_draft(room.presenter.editor.state, DRAFT), "draft")
    room.screen.print_button.click()
    preview = room.screen.findChild(PaperPreview)
    assert isinstance(preview, PaperPreview)
    room.until(lambda: preview.pages == 1)
    assert "not accepted are not printed: 6" in preview.said.text()
    preview.save(str(tmp_path / "note.pdf"))
    (shown,) = text_of(tmp_path / "note.pdf")
    assert "Rest and drink" in shown
    assert "Fever for 3 days" not in shown
    assert "Not signed" in shown
    preview.reject()


def test_an_amendment_that_is_being_typed_is_not_the_signed_note(enter: Callable[..., Room], begun: UUID) -> None:
    room = enter()
    room.open(begun)
    room.presenter.editor.add(Section.PLAN, "Rest")
    room.press(Key.Key_Return, Ctrl | Shift)
    room.until(lambda: room.presenter.state.signed)
    room.settle()
    signed = to_print(room.screen.desk, room.presenter)
    assert signed is not None
    assert signed.signed
    assert note_paper(signed).signature[1].text.startswith("Unchanged")
    room.presenter.moves.amend("wrong dose")
    room.presenter.editor.add(Section.PLAN, "Something else")
    typed = to_print(room.screen.desk, room.presenter)
    assert typed is not None
    assert not typed.signed
    assert "Something else" in [one.text for one in typed.note.sentences]


def test_who_may_not_read_notes_prints_none(enter: Callable[..., Room], visit: UUID) -> None:
    room = enter("reception")
    room.open(visit)
    assert not room.screen.visit_actions.print.isEnabled()
    assert not room.screen.print_button.isVisible()
    assert to_print(room.screen.desk, room.presenter) is None
