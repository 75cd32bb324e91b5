"""Templates of notes: shipped ones for everybody, the clinic's own by its managers, titles kept with the notes."""

import pytest
from sqlalchemy import URL

from opd_desktop.domain.errors import ChangedElsewhere, Conflict, NotFound, NotPermitted
from opd_desktop.domain.ids import uuid7
from opd_desktop.domain.note import NoteSentence, Section
from opd_desktop.domain.note_template import Heading, TemplateHeading
from opd_desktop.services import encounters, note_templates
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.common import ById
from opd_desktop.services.dto.encounters import NoteDto, PatchEncounter
from opd_desktop.services.dto.note_templates import (
    ListNoteTemplates,
    NoteTemplateDto,
    RemoveNoteTemplate,
    SaveNoteTemplate,
)
from tests.conftest import SignIn
from tests.services.test_encounters import begun
from tests.support import build

HEADINGS = (
    TemplateHeading(code=Heading.CHIEF, title="Why here", required=True),
    TemplateHeading(code=Heading.PLAN, title="What next", prompt="One line for each problem"),
)


def own(clinic: Clinic, *, everything: bool = False) -> list[NoteTemplateDto]:
    request = ListNoteTemplates(facility_id=build.CITY, include_inactive=everything)
    return [one for one in clinic.call(note_templates.list_, request) if not one.builtin]


def save(clinic: Clinic, **changes: object) -> NoteTemplateDto:
    given = {"facility_id": build.CITY, "name": "Short", "headings": HEADINGS} | changes
    return clinic.call(note_templates.save, SaveNoteTemplate.model_validate(given))


def test_shipped_templates_are_listed_for_everybody_by_language(database: URL, sign_in: SignIn) -> None:
    request = ListNoteTemplates(facility_id=build.CITY, language="de")
    for login in ("reception", "doctor", "manager", "admin"):
        found = sign_in(login).call(note_templates.list_, request)
        assert len(found) == 10
        assert {(one.language, one.builtin, one.id, one.row_version) for one in found} == {("de", True, None, None)}
    assert next(one for one in found if one.key == "general").template.title(Heading.CHIEF) == "Konsultationsgrund"


def test_a_manager_makes_changes_and_takes_away_a_template_that_doctors_then_see(
    database: URL, sign_in: SignIn
) -> None:
    manager, doctor = sign_in("manager"), sign_in("doctor")
    made = save(manager, specialty="Cardiology", language="es")
    assert own(doctor) == [made]
    assert (made.key, made.headings, made.active) == (str(made.id), HEADINGS, True)
    assert made.template.codes == (Heading.CHIEF, Heading.PLAN)
    changed = save(manager, id=made.id, row_version=made.row_version, name="Shorter", headings=HEADINGS[:1])
    assert (changed.name, changed.headings, changed.specialty, changed.language) == (
        "Shorter",
        HEADINGS[:1],
        None,
        "en",
    )
    with pytest.raises(ChangedElsewhere):
        save(manager, id=made.id, row_version=made.row_version)
    gone = manager.call(note_templates.remove, RemoveNoteTemplate(id=made.id, row_version=changed.row_version))
    assert own(doctor) == []
    assert own(doctor, everything=True) == [gone]
    back = save(manager, id=gone.id, row_version=gone.row_version, name=gone.name, headings=gone.headings)
    assert own(doctor) == [back]


def test_two_of_one_name_in_one_language_are_refused_unless_one_is_gone(database: URL, sign_in: SignIn) -> None:
    manager = sign_in("manager")
    first = save(manager)
    with pytest.raises(Conflict, match=r"note_template\.name_exists"):
        save(manager)
    save(manager, language="es")
    manager.call(note_templates.remove, RemoveNoteTemplate(id=first.id, row_version=first.row_version))
    assert save(manager).name == "Short"


@pytest.mark.parametrize("login", ["reception", "doctor"])
def test_others_may_not_write(database: URL, sign_in: SignIn, login: str) -> None:
    made = save(sign_in("manager"))
    with pytest.raises(NotPermitted):
        save(sign_in(login), name="Mine")
    with pytest.raises(NotPermitted):
        sign_in(login).call(note_templates.remove, RemoveNoteTemplate(id=made.id))


def test_a_template_belongs_to_a_facility_of_ones_own(database: URL, sign_in: SignIn) -> None:
    with pytest.raises(NotFound):
        save(sign_in("manager"), facility_id=uuid7())
    save(sign_in("manager"), facility_id=build.LAKESIDE)
    assert own(sign_in("doctor")) == []


def test_a_row_that_another_version_wrote_does_no_harm(database: URL, sign_in: SignIn) -> None:
    made = save(sign_in("manager"))
    build.rows(
        database,
        'UPDATE note_template SET headings = \'[{"code": "NEWER", "title": "x"}, 5, '
        '{"code": "PLAN", "title": "Next"}, {"code": "PLAN", "title": "Twice"}]\' WHERE id = :id',
        id=made.id,
    )
    (read,) = own(sign_in("doctor"))
    assert [(one.code, one.title) for one in read.headings] == [(Heading.PLAN, "Next")]
    build.rows(database, "UPDATE note_template SET headings = '[{}]'")
    assert own(sign_in("doctor")) == []


NOTE = NoteDto(
    sentences=(
        NoteSentence(
            text="Fever.", section=Section.SUBJECTIVE, origin="draft", turns=(2,), heading=Heading.CHIEF,
            start=1.5, end=2.25,
        ),
        NoteSentence(text="Rest.", section=Section.PLAN, heading=Heading.COUNSELLING, problem="Fever."),
        NoteSentence(text="Typed.", section=Section.PLAN),
    ),
    template="general",
    language="es",
)  # fmt: skip


def test_a_note_keeps_headings_problems_seconds_and_the_titles_of_its_template(database: URL, sign_in: SignIn) -> None:
    doctor, row = begun(database, sign_in)
    saved = doctor.call(encounters.patch, PatchEncounter(id=row.id, note=NOTE)).note
    assert saved is not None
    assert saved.sentences == NOTE.sentences
    assert (saved.template, saved.language) == ("general", "es")
    assert saved.titles == {
        Heading.CHIEF: "Motivo de consulta", Heading.COUNSELLING: "Educación y consejos al paciente",
    }  # fmt: skip


def test_titles_of_the_clinics_own_template_stay_with_the_note(database: URL, sign_in: SignIn) -> None:
    manager = sign_in("manager")
    made = save(manager)
    doctor, row = begun(database, sign_in)
    note = NOTE.model_copy(update={"template": made.key, "language": "", "titles": {Heading.CHIEF: "Forged"}})
    first = doctor.call(encounters.patch, PatchEncounter(id=row.id, note=note)).note
    assert first is not None
    assert (first.titles[Heading.CHIEF], first.language) == ("Why here", "en")
    save(manager, id=made.id, headings=(HEADINGS[0].model_copy(update={"title": "Other"}),))
    seen = doctor.call(encounters.get, ById(id=row.id)).note
    assert seen is not None
    assert seen.titles == first.titles


@pytest.mark.parametrize("key", ["nothing", "0197f000-0000-7000-8000-000000000000", ""])
def test_a_template_that_is_not_there_leaves_the_standard_titles(database: URL, sign_in: SignIn, key: str) -> None:
    doctor, row = begun(database, sign_in)
    saved = doctor.call(
        encounters.patch, PatchEncounter(id=row.id, note=NOTE.model_copy(update={"template": key}))
    ).note
    assert saved is not None
    assert (saved.template, saved.titles) == (key, {})
