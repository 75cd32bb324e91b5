"""Encounters: vitals and notes as versions, start, complete, sign, amend, reopen."""

from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import URL, text
from sqlalchemy.exc import DBAPIError

from opd_desktop.domain.encounter import TRANSITIONS
from opd_desktop.domain.errors import BadInput, ChangedElsewhere, Conflict, NotPermitted
from opd_desktop.domain.note import NoteSentence, Order, OrderStatus, OrderType, Problem, Section
from opd_desktop.services import chart, check_in, encounters, fhir_export, queue, undo
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.appointments import CheckIn
from opd_desktop.services.dto.common import ById, Change, RunUndo
from opd_desktop.services.dto.encounters import (
    AmendNote,
    ChartRequest,
    CompleteEncounter,
    EncounterDto,
    FhirExport,
    ListEncounters,
    NoteDto,
    PatchEncounter,
    ReopenEncounter,
    SignNote,
    Vitals,
)
from opd_desktop.services.dto.queue import CallNext
from tests.conftest import SignIn
from tests.support import build, clock

NOTE = NoteDto(
    sentences=(
        NoteSentence(text="Fever for three days.", section=Section.SUBJECTIVE, origin="draft", turns=(2, 3)),
        NoteSentence(text="Throat red.", section=Section.OBJECTIVE),
        NoteSentence(text="Viral pharyngitis.", section=Section.ASSESSMENT, origin="edited", turns=(7,)),
        NoteSentence(text="Paracetamol 500 mg three times a day.", section=Section.PLAN),
    ),
    problems=(Problem(text="Viral pharyngitis", icd10="J02.9", confidence=0.9, turns=(7,)),),
    orders=(Order(order_type=OrderType.MEDICATION, description="Paracetamol 500 mg", status=OrderStatus.ORDERED),),
)
VITALS = Vitals(temperature=38.6, systolic=132, diastolic=84, pulse=96, spo2=97, weight=61, height=161)


def visit(database: URL, reception: Clinic) -> UUID:
    start = clock.soon()
    return reception.call(check_in.check_in, CheckIn(id=build.booked(database, start))).encounter_id


def begun(database: URL, sign_in: SignIn) -> tuple[Clinic, EncounterDto]:
    doctor = sign_in("doctor")
    key = visit(database, sign_in("reception"))
    doctor.call(queue.call_next, CallNext(facility_id=build.CITY, practitioner_id=build.RAO))
    return doctor, doctor.call(encounters.start, Change(id=key)).encounter


def test_an_age_is_that_on_the_day_of_the_visit(database: URL, sign_in: SignIn) -> None:
    """A birthday since then makes no clash with what the note says."""
    doctor, encounter = begun(database, sign_in)
    with build.owner(database) as connection:
        connection.execute(text("UPDATE patient SET birth_date = '1990-06-15'"))
        connection.execute(text("UPDATE encounter SET period_start = '2020-06-14 08:00+00', period_end = NULL"))
    assert doctor.call(encounters.get, ById(id=encounter.id)).patient_age == 29


def test_vitals_taken_at_the_desk_are_read_by_the_doctor(database: URL, sign_in: SignIn) -> None:
    reception = sign_in("reception")
    key = visit(database, reception)
    saved = reception.call(encounters.patch, PatchEncounter(id=key, vitals=VITALS))
    assert saved.vitals is not None
    assert saved.vitals.bmi == 23.5
    assert saved.vitals.taken_by
    seen = sign_in("doctor").call(encounters.get, ById(id=key))
    assert seen.vitals == saved.vitals


@pytest.mark.parametrize(
    ("vitals", "code"),
    [
        (Vitals(weight=380), "vitals.out_of_range"),
        (Vitals(systolic=80, diastolic=120), "vitals.pressure_order"),
    ],
)
def test_what_nobody_can_have_measured_is_not_saved(database: URL, sign_in: SignIn, vitals: Vitals, code: str) -> None:
    reception = sign_in("reception")
    key = visit(database, reception)
    with pytest.raises(BadInput) as refused:
        reception.call(encounters.patch, PatchEncounter(id=key, vitals=vitals))
    assert refused.value.code == code
    assert reception.call(encounters.get, ById(id=key)).vitals is None


def test_a_measurement_taken_out_is_gone(database: URL, sign_in: SignIn) -> None:
    reception = sign_in("reception")
    key = visit(database, reception)
    reception.call(encounters.patch, PatchEncounter(id=key, vitals=VITALS))
    saved = reception.call(encounters.patch, PatchEncounter(id=key, vitals=Vitals(temperature=37.0)))
    assert saved.vitals is not None
    assert (saved.vitals.temperature, saved.vitals.systolic, saved.vitals.weight) == (37.0, None, None)


def test_a_note_reads_back_as_it_was_written_each_time_a_version(database: URL, sign_in: SignIn) -> None:
    doctor, row = begun(database, sign_in)
    first = doctor.call(encounters.patch, PatchEncounter(id=row.id, note=NOTE)).note
    assert first is not None
    assert (first.sentences, first.problems, first.orders) == (NOTE.sentences, NOTE.problems, NOTE.orders)
    assert (first.version, first.status) == (1, "preliminary")
    shorter = NOTE.model_copy(update={"sentences": NOTE.sentences[:2]})
    second = doctor.call(encounters.patch, PatchEncounter(id=row.id, note=shorter, note_version=1)).note
    assert second is not None
    assert second.version == 2
    assert [len(one.sentences) for one in doctor.call(encounters.versions, ById(id=row.id))] == [2, 4]


_TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=60).map(str.strip).filter(bool)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    sentences=st.lists(
        st.builds(
            NoteSentence,
            text=_TEXT,
            section=st.sampled_from(Section),
            origin=st.sampled_from(["human", "draft", "edited"]),
            turns=st.lists(st.integers(1, 99), max_size=3).map(tuple),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_any_sentence_survives_the_database(database: URL, sign_in: SignIn, sentences: list[NoteSentence]) -> None:
    found = build.rows(database, "SELECT id FROM encounter")
    if found:
        doctor, key = sign_in("doctor"), found[0]["id"]
    else:
        doctor, row = begun(database, sign_in)
        key = row.id
    note = doctor.call(encounters.patch, PatchEncounter(id=key, note=NoteDto(sentences=tuple(sentences)))).note
    assert note is not None
    assert note.sentences == tuple(sentences)


def test_a_stale_note_is_refused_and_nothing_overwritten(database: URL, sign_in: SignIn) -> None:
    doctor, row = begun(database, sign_in)
    doctor.call(encounters.patch, PatchEncounter(id=row.id, note=NOTE))
    other = NOTE.model_copy(update={"sentences": NOTE.sentences[:1]})
    doctor.call(encounters.patch, PatchEncounter(id=row.id, note=other, note_version=1))
    with pytest.raises(ChangedElsewhere) as refused:
        doctor.call(encounters.patch, PatchEncounter(id=row.id, note=NOTE, note_version=1))
    assert refused.value.params["by"]
    note = doctor.call(encounters.get, ById(id=row.id)).note
    assert note is not None
    assert note.sentences == other.sentences


def test_reception_sees_no_note_and_writes_none(database: URL, sign_in: SignIn) -> None:
    doctor, row = begun(database, sign_in)
    doctor.call(encounters.patch, PatchEncounter(id=row.id, note=NOTE))
    reception = sign_in("reception")
    assert reception.call(encounters.get, ById(id=row.id)).note is None
    with pytest.raises(NotPermitted):
        reception.call(encounters.patch, PatchEncounter(id=row.id, note=NOTE))


def test_what_is_finished_is_opened_again_and_not_started(database: URL, sign_in: SignIn) -> None:
    """The undo of a start lets the patient wait, who went home long ago."""
    doctor, row = begun(database, sign_in)
    doctor.call(encounters.complete, CompleteEncounter(id=row.id))
    with pytest.raises(Conflict, match=r"encounter\.illegal_move"):
        doctor.call(encounters.start, Change(id=row.id))
    assert doctor.call(encounters.get, ById(id=row.id)).status == "finished"


def test_starting_twice_starts_once_and_can_be_undone(database: URL, sign_in: SignIn) -> None:
    doctor, row = begun(database, sign_in)
    assert row.status == "in-progress"
    again = doctor.call(encounters.start, Change(id=row.id))
    assert again.encounter.period_start == row.period_start
    assert again.undo is None
    (record,) = build.rows(database, "SELECT id FROM undo_record WHERE label = 'encounter.started'")
    doctor.call(undo.run, RunUndo(id=record["id"]))
    assert doctor.call(encounters.get, ById(id=row.id)).status == "arrived"


def test_one_patient_in_the_room_at_a_time(database: URL, sign_in: SignIn) -> None:
    doctor, _row = begun(database, sign_in)
    reception = sign_in("reception")
    start = clock.soon(25)
    second = reception.call(check_in.check_in, CheckIn(id=build.booked(database, start))).encounter_id
    with pytest.raises(Conflict) as refused:
        doctor.call(encounters.start, Change(id=second))
    assert refused.value.code == "encounter.room_is_taken"


def test_completing_and_signing_locks_the_note(database: URL, sign_in: SignIn) -> None:
    doctor, row = begun(database, sign_in)
    doctor.call(encounters.patch, PatchEncounter(id=row.id, note=NOTE))
    done = doctor.call(encounters.complete, CompleteEncounter(id=row.id, sign=True)).encounter
    assert (done.status, done.signed_by) == ("finished", "doctor")
    assert done.note is not None
    assert done.note.status == "final"
    for change in (
        lambda: doctor.call(encounters.patch, PatchEncounter(id=row.id, note=NOTE)),
        lambda: doctor.call(encounters.reopen, ReopenEncounter(id=row.id)),
    ):
        with pytest.raises(Conflict) as refused:
            change()
        assert refused.value.code == "encounter.signed"
    events = {one["name"] for one in build.rows(database, "SELECT name FROM outbox_event")}
    assert events >= {"Encounter.Started", "Encounter.Completed", "Encounter.Signed", "Appointment.Completed"}


def test_a_signature_holds_until_somebody_touches_the_signed_version(database: URL, sign_in: SignIn) -> None:
    doctor, row = begun(database, sign_in)
    doctor.call(encounters.patch, PatchEncounter(id=row.id, note=NOTE))
    assert doctor.call(encounters.get, ById(id=row.id)).signature_holds is None
    assert doctor.call(encounters.complete, CompleteEncounter(id=row.id, sign=True)).encounter.signature_holds is True
    amended = doctor.call(encounters.amend, AmendNote(id=row.id, note=NOTE, why="spelling"))
    assert amended.signature_holds is True
    assert sign_in("reception").call(encounters.get, ById(id=row.id)).signature_holds is None
    with build.owner(database) as connection:
        connection.execute(text("SET LOCAL session_replication_role = replica"))  # no trigger stops the superuser
        changed = connection.execute(
            text(
                "UPDATE fhir_resource SET content = jsonb_set(content, '{title}', '\"Another note\"') "
                "WHERE content ->> 'status' = 'final' AND resource_type = 'Composition'"
            )
        )
        assert changed.rowcount == 1
    assert doctor.call(encounters.get, ById(id=row.id)).signature_holds is False


def test_nobody_can_set_or_drop_the_checksum_of_a_signature(database: URL, sign_in: SignIn) -> None:
    doctor, row = begun(database, sign_in)
    doctor.call(encounters.patch, PatchEncounter(id=row.id, note=NOTE))
    doctor.call(encounters.complete, CompleteEncounter(id=row.id, sign=True))
    for value in ("NULL", "'0000'"):
        with build.owner(database, importing=False) as connection:
            connection.execute(text(f"UPDATE encounter SET note_sha256 = {value}"))
        assert doctor.call(encounters.get, ById(id=row.id)).signature_holds is True


def test_the_database_signs_no_visit_without_a_note(database: URL, sign_in: SignIn) -> None:
    doctor, row = begun(database, sign_in)
    doctor.call(encounters.complete, CompleteEncounter(id=row.id))
    with build.owner(database, importing=False) as connection:
        connection.execute(text("SET LOCAL SESSION AUTHORIZATION doctor"))
        with pytest.raises(DBAPIError) as refused, connection.begin_nested():
            connection.execute(text("UPDATE encounter SET signed_at = now() WHERE id = :id"), {"id": row.id})
    assert "encounter.nothing_to_sign" in str(refused.value)


def test_reopening_keeps_the_reason_in_the_history(database: URL, sign_in: SignIn) -> None:
    doctor, row = begun(database, sign_in)
    doctor.call(encounters.complete, CompleteEncounter(id=row.id))
    doctor.call(encounters.reopen, ReopenEncounter(id=row.id, why="Forgot the prescription"))
    rows = build.rows(database, "SELECT to_status, reason FROM encounter_status_history ORDER BY at, id")
    assert [(one["to_status"], one["reason"]) for one in rows][-2:] == [
        ("finished", ""),
        ("in-progress", "Forgot the prescription"),
    ]


def test_an_empty_note_is_not_signed_and_nothing_is_half_done(database: URL, sign_in: SignIn) -> None:
    doctor, row = begun(database, sign_in)
    with pytest.raises(Conflict) as refused:
        doctor.call(encounters.complete, CompleteEncounter(id=row.id, sign=True))
    assert refused.value.code == "encounter.nothing_to_sign"
    assert doctor.call(encounters.get, ById(id=row.id)).status == "in-progress"


def test_only_the_doctor_of_the_visit_signs(database: URL, sign_in: SignIn) -> None:
    doctor, row = begun(database, sign_in)
    doctor.call(encounters.patch, PatchEncounter(id=row.id, note=NOTE))
    doctor.call(encounters.complete, CompleteEncounter(id=row.id))
    with pytest.raises(NotPermitted) as refused:
        sign_in("doctor2").call(encounters.sign, SignNote(id=row.id))
    assert refused.value.code == "encounter.sign_own_only"
    assert doctor.call(encounters.sign, SignNote(id=row.id)).signed_at is not None


def test_an_amendment_needs_a_signed_note_and_keeps_it(database: URL, sign_in: SignIn) -> None:
    doctor, row = begun(database, sign_in)
    doctor.call(encounters.patch, PatchEncounter(id=row.id, note=NOTE))
    better = NOTE.model_copy(
        update={"sentences": (*NOTE.sentences, NoteSentence(text="Left ear red.", section=Section.OBJECTIVE))}
    )
    with pytest.raises(Conflict) as early:
        doctor.call(encounters.amend, AmendNote(id=row.id, note=better, why="ear forgotten"))
    assert early.value.code == "encounter.not_signed"
    doctor.call(encounters.complete, CompleteEncounter(id=row.id, sign=True))
    amended = doctor.call(encounters.amend, AmendNote(id=row.id, note=better, why="ear forgotten")).note
    assert amended is not None
    assert (amended.status, amended.amendment_reason) == ("amended", "ear forgotten")
    assert [one.status for one in doctor.call(encounters.versions, ById(id=row.id))] == [
        "amended",
        "final",
        "preliminary",
    ]


def test_completing_can_be_undone_until_signed(database: URL, sign_in: SignIn) -> None:
    doctor, row = begun(database, sign_in)
    done = doctor.call(encounters.complete, CompleteEncounter(id=row.id))
    assert done.undo is not None
    doctor.call(undo.run, RunUndo(id=done.undo.id))
    assert doctor.call(encounters.get, ById(id=row.id)).status == "in-progress"
    assert doctor.call(encounters.complete, CompleteEncounter(id=row.id)).encounter.status == "finished"


def test_lists_filter_by_state_and_tell_more(database: URL, sign_in: SignIn) -> None:
    doctor, row = begun(database, sign_in)
    page = doctor.call(encounters.list_, ListEncounters(facility_id=build.CITY, status=("in-progress",), limit=1))  # type: ignore[arg-type]
    assert [one.id for one in page.items] == [row.id]
    assert not page.more
    assert not doctor.call(encounters.list_, ListEncounters(status=("finished",))).items  # type: ignore[arg-type]


def test_the_chart_gathers_what_visits_found(database: URL, sign_in: SignIn) -> None:
    doctor, row = begun(database, sign_in)
    doctor.call(encounters.patch, PatchEncounter(id=row.id, note=NOTE))
    seen = doctor.call(chart.read, ChartRequest(patient_id=row.patient_id))
    assert [one.icd10 for one in seen.problems] == ["J02.9"]
    assert seen.medications == ("Paracetamol 500 mg",)
    assert [one.encounter_id for one in seen.visits] == [row.id]
    with pytest.raises(NotPermitted):
        sign_in("reception").call(chart.read, ChartRequest(patient_id=row.patient_id))


def test_opening_a_chart_is_logged(database: URL, sign_in: SignIn) -> None:
    doctor, row = begun(database, sign_in)
    doctor.call(encounters.get, ById(id=row.id))
    reads = build.rows(database, "SELECT login, row_id FROM audit_log WHERE action = 'read'")
    assert {"login": "doctor", "row_id": str(row.patient_id)} in reads


def _looks(database: URL, patient: UUID) -> list[tuple[str, str]]:
    """Who looked at a chart, at which desk."""
    rows = build.rows(
        database,
        "SELECT login, desk FROM audit_log WHERE action = 'read' AND row_id = :id ORDER BY id",
        id=str(patient),
    )
    return [(row["login"], row["desk"]) for row in rows]


def test_a_chart_that_stays_open_is_logged_once_in_ten_minutes(database: URL, sign_in: SignIn) -> None:
    doctor, row = begun(database, sign_in)
    patient = row.patient_id
    before = len(_looks(database, patient))
    for number in range(3):
        doctor.call(encounters.get, ById(id=row.id))
        sentence = NoteSentence(text=f"Fever for {number} days.", section=Section.SUBJECTIVE)
        doctor.call(encounters.patch, PatchEncounter(id=row.id, note=NoteDto(sentences=(sentence,))))
    assert len(_looks(database, patient)) == before + 1
    # Another desk, another person, another chart: each is a look of its own.
    sign_in("doctor", "Elsewhere").call(encounters.get, ById(id=row.id))
    sign_in("doctor2").call(encounters.get, ById(id=row.id))
    assert len(_looks(database, patient)) == before + 3
    # And so is the same one after ten minutes.
    with build.owner(database) as connection:
        # The trail can't be changed, not even here, while its triggers are on.
        connection.execute(text("SET LOCAL session_replication_role = replica"))
        connection.execute(text("UPDATE audit_log SET at = at - interval '11 minutes' WHERE action = 'read'"))
    doctor.call(encounters.get, ById(id=row.id))
    assert len(_looks(database, patient)) == before + 4


def test_the_database_decides_what_is_the_same_look(database: URL, sign_in: SignIn) -> None:
    """An export is never left out, whoever looked just before."""
    doctor, row = begun(database, sign_in)
    before = len(_looks(database, row.patient_id))
    doctor.call(encounters.get, ById(id=row.id))
    for _again in range(2):
        doctor.call(fhir_export.export, FhirExport(patient_id=row.patient_id))
    assert len(_looks(database, row.patient_id)) == before + 3


def test_the_database_knows_the_same_moves(database: URL) -> None:
    rows = build.rows(database, "SELECT from_status, to_status FROM encounter_transition")
    assert {(row["from_status"], row["to_status"]) for row in rows} == {
        (start.value, end.value) for start, end in TRANSITIONS
    }
