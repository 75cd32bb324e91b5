"""Finding, registering and correcting patients on a real database."""

import random
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import URL, text

from opd_desktop.demo.people import people
from opd_desktop.domain.errors import BadInput, ChangedElsewhere, Conflict, NotFound, NotPermitted
from opd_desktop.domain.ids import mrn_is_valid, uuid7
from opd_desktop.services import patients
from opd_desktop.services.clinic import Clinic
from opd_desktop.services.dto.common import ById
from opd_desktop.services.dto.patients import (
    Consent,
    ContactPerson,
    FindDuplicates,
    Identifier,
    PatchPatient,
    PatientDto,
    PatientHit,
    RecordConsent,
    RegisterPatient,
    SearchPatients,
)
from tests.support import build

SignIn = Callable[..., Clinic]


@pytest.fixture
def desk(sign_in: SignIn) -> Clinic:
    return sign_in("reception")


def register(desk: Clinic, name: str, **fields: object) -> PatientDto:
    return desk.call(
        patients.register, RegisterPatient.model_validate({"name": name, "facility_id": build.CITY} | fields)
    )


def find(desk: Clinic, text: str, limit: int = 12) -> list[PatientHit]:
    return list(desk.call(patients.search, SearchPatients(text=text, limit=limit)))


def names(hits: list[PatientHit]) -> list[str]:
    return [hit.name for hit in hits]


# Registering ----------------------------------------------------------------------------------------


def test_register_gives_a_checked_number_and_keeps_everything(desk: Clinic, database: URL) -> None:
    made = register(
        desk,
        "  Meena   Patil ",
        sex="female",
        birth_date=date(1984, 3, 12),
        phone="098123 45678",
        email=" meena@example.org ",
        address="12, Karol Bagh",
        language="hi",
        preferred_channel="sms",
        usual_practitioner_id=build.RAO,
        identifiers=[Identifier(system="insurance", value="X-77")],
        contacts=[ContactPerson(name="Ravi Patil", relationship="husband", phone="9812345670")],
        consents=[Consent(purpose="messages", granted=True)],
    )
    assert mrn_is_valid(made.mrn)
    assert (made.name, made.phone, made.email) == ("Meena Patil", "+919812345678", "meena@example.org")
    assert made.contacts[0].phone == "+919812345670"
    assert made.identifiers == (Identifier(system="insurance", value="X-77"),)
    assert made.consents == (Consent(purpose="messages", granted=True),)
    assert made.duplicates == ()
    assert desk.call(patients.get, ById(id=made.id)) == made
    events = build.rows(database, "SELECT name, patient_id FROM outbox_event")
    assert events == [{"name": "Patient.Registered", "patient_id": made.id}]
    audit = build.rows(database, "SELECT login, operation, action FROM audit_log WHERE table_name = 'patient'")
    assert audit == [{"login": "reception", "operation": "patient.register", "action": "insert"}]


def test_numbers_are_given_once_each(desk: Clinic) -> None:
    made = [register(desk, f"Person {letter}").mrn for letter in "ABCDE"]
    assert len(set(made)) == 5
    assert all(mrn_is_valid(number) for number in made)


def test_a_phone_is_taken_as_dialled_in_the_country_of_the_facility(desk: Clinic) -> None:
    berlin = register(desk, "Anna Braun", facility_id=build.LAKESIDE, phone="030 40001234")
    abroad = register(desk, "Ngozi Eze", phone="+234 803 123 4567")
    assert (berlin.phone, abroad.phone) == ("+493040001234", "+2348031234567")


def test_an_age_gives_an_estimated_birth_date_of_that_age(desk: Clinic) -> None:
    made = register(desk, "Old Man", age_years=71)
    assert made.birth_date_estimated
    assert made.age_years == 71
    corrected = desk.call(patients.patch, PatchPatient(id=made.id, birth_date=date(1950, 1, 31)))
    assert (corrected.birth_date, corrected.birth_date_estimated) == (date(1950, 1, 31), False)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"phone": "12"}, "patient.phone_invalid"),
        ({"phone": "call me"}, "patient.phone_invalid"),
        ({"email": "nobody"}, "patient.email_invalid"),
        ({"name": "123"}, "patient.name_needed"),
        ({"birth_date": date(2200, 1, 1)}, "patient.born_in_future"),
        ({"birth_date": date(1850, 1, 1)}, "patient.too_old"),
        ({"contacts": [ContactPerson(name="X", phone="1")]}, "patient.phone_invalid"),
    ],
)
def test_bad_input_is_refused_and_nothing_is_written(
    desk: Clinic, database: URL, fields: dict[str, object], code: str
) -> None:
    with pytest.raises(BadInput) as refused:
        register(desk, **({"name": "Meena Patil"} | fields))
    assert refused.value.code == code
    assert build.rows(database, "SELECT id FROM patient") == []


def test_an_identifier_belongs_to_one_patient(desk: Clinic) -> None:
    register(desk, "Meena Patil", identifiers=[Identifier(system="national", value="1")])
    with pytest.raises(Conflict, match=r"patient\.identifier_exists"):
        register(desk, "Ravi Patil", identifiers=[Identifier(system="national", value="1")])


def test_doctors_read_but_do_not_register(sign_in: SignIn, database: URL) -> None:
    doctor = sign_in("doctor")
    with pytest.raises(NotPermitted, match=r"permission\.missing"):
        register(doctor, "Meena Patil")
    key = build.patient(database)
    assert doctor.call(patients.get, ById(id=key)).name == "Meena Patil"


# Correcting -----------------------------------------------------------------------------------------


def test_patch_changes_what_is_given_only(desk: Clinic, database: URL) -> None:
    made = register(desk, "Meena Patil", phone="9812345678", address="Old road")
    changed = desk.call(patients.patch, PatchPatient(id=made.id, row_version=made.row_version, name="Meena Kulkarni"))
    assert (changed.name, changed.phone, changed.address) == ("Meena Kulkarni", made.phone, "Old road")
    assert changed.row_version == made.row_version + 1
    assert names(find(desk, "kulkarni")) == ["Meena Kulkarni"]
    assert find(desk, "patil 98123") == []
    cleared = desk.call(patients.patch, PatchPatient(id=made.id, phone="", address=""))
    assert (cleared.phone, cleared.address) == ("", "")
    events = build.rows(database, "SELECT name FROM outbox_event ORDER BY id")
    assert [row["name"] for row in events] == ["Patient.Registered", "Patient.Updated", "Patient.Updated"]


def test_a_patch_that_changes_nothing_is_no_event(desk: Clinic, database: URL) -> None:
    made = register(desk, "Meena Patil", phone="9812345678")
    same = desk.call(patients.patch, PatchPatient(id=made.id, name="Meena Patil", phone=made.phone, sex="unknown"))
    assert same.name == made.name
    assert len(build.rows(database, "SELECT id FROM outbox_event WHERE name = 'Patient.Updated'")) <= 1


def test_a_stale_patch_is_refused_with_who_and_when(sign_in: SignIn) -> None:
    desk, manager = sign_in("reception"), sign_in("manager")
    made = register(desk, "Meena Patil")
    manager.call(patients.patch, PatchPatient(id=made.id, row_version=made.row_version, address="New road"))
    with pytest.raises(ChangedElsewhere) as refused:
        desk.call(patients.patch, PatchPatient(id=made.id, row_version=made.row_version, address="Other road"))
    assert refused.value.params["by"] == "manager"
    assert datetime.fromisoformat(refused.value.params["at"]).tzinfo is not None


def test_an_imported_phone_that_is_odd_stays_until_it_is_changed(desk: Clinic, database: URL) -> None:
    key = build.patient(database, phone="+91 123")
    kept = desk.call(patients.patch, PatchPatient(id=key, phone="+91 123", address="New road"))
    assert (kept.phone, kept.address) == ("+91 123", "New road")
    with pytest.raises(BadInput, match=r"patient\.phone_invalid"):
        desk.call(patients.patch, PatchPatient(id=key, phone="+91 124"))


def test_unknown_patients_are_not_found(desk: Clinic) -> None:
    with pytest.raises(NotFound, match=r"patient\.not_found"):
        desk.call(patients.get, ById(id=uuid7()))
    with pytest.raises(NotFound, match=r"patient\.not_found"):
        desk.call(patients.patch, PatchPatient(id=uuid7(), name="A"))


def test_the_newest_consent_of_a_purpose_and_channel_counts(desk: Clinic, database: URL) -> None:
    made = register(desk, "Meena Patil", consents=[Consent(purpose="messages", granted=True)])
    for consent in (
        Consent(purpose="messages", granted=False),
        Consent(purpose="messages", channel="sms", granted=True),
        Consent(purpose="recording", granted=True),
    ):
        after = desk.call(patients.record_consent, RecordConsent(patient_id=made.id, consent=consent))
    assert set(after.consents) == {
        Consent(purpose="messages", granted=False),
        Consent(purpose="messages", channel="sms", granted=True),
        Consent(purpose="recording", granted=True),
    }
    assert len(build.rows(database, "SELECT id FROM patient_consent")) == 4


# Finding --------------------------------------------------------------------------------------------


@pytest.fixture
def known(desk: Clinic, database: URL) -> Clinic:
    with build.owner(database) as connection:
        connection.execute(
            text("INSERT INTO patient (id, name, birth_date, phone) VALUES (:id, :name, :born, :phone)"),
            [
                {"id": uuid7(), "name": name, "born": born, "phone": phone}
                for name, born, phone in (
                    ("Meena Patil", date(1984, 3, 12), "+919812345678"),
                    ("Meena Rao", date(1990, 12, 3), "+919812345679"),
                    ("Patilkar Suresh", date(1960, 5, 5), "+919900000001"),
                    ("José Muñoz Fernández", date(1984, 12, 3), "+34612345678"),
                    ("Sheila O’Brien", date(2001, 1, 1), "+353861234567"),
                    ("Łukasz Groß", date(1975, 7, 7), "+4915112345678"),
                    ("मीना पाटील", date(1999, 9, 9), "+919811111111"),
                    ("Li Na", date(1988, 8, 8), "+6581234567"),
                )
            ],
        )
    return desk


FINDS = {
    "patil meena": "Meena Patil",
    "Meena, Patil": "Meena Patil",
    "MEE pat": "Meena Patil",
    "meena patel": "Meena Patil",
    "mena patl": "Meena Patil",
    "98123 45678": "Meena Patil",
    "09812345678": "Meena Patil",
    "+91 98123-45678": "Meena Patil",
    "0091 9812345678": "Meena Patil",
    "45679": "Meena Rao",
    "12/3/84": "Meena Patil",
    "12.03.1984": "Meena Patil",
    "1984-03-12": "Meena Patil",
    "meena 1990": "Meena Rao",
    "meena 3/12/1990": "Meena Rao",
    "jose munoz": "José Muñoz Fernández",
    "JOSÉ fern": "José Muñoz Fernández",
    "lukasz gross": "Łukasz Groß",
    "पाटील": "मीना पाटील",
    "Li": "Li Na",
    "na li": "Li Na",
    "o'brien": "Sheila O’Brien",
    "obrien": "Sheila O’Brien",
}


def test_one_box_finds_by_anything(known: Clinic) -> None:
    best = {typed: find(known, typed)[:1] for typed in FINDS}
    assert {typed: names(hits)[0] if hits else None for typed, hits in best.items()} == FINDS
    assert all(0 < hits[0].score <= 1 for hits in best.values())


def test_a_whole_word_ranks_before_the_start_of_one(known: Clinic) -> None:
    hits = find(known, "patil")
    assert names(hits)[:2] == ["Meena Patil", "Patilkar Suresh"]
    assert hits[0].score > hits[1].score


def test_both_readings_of_a_date_are_found_the_usual_one_first(known: Clinic) -> None:
    hits = find(known, "12/3/84")
    assert names(hits) == ["Meena Patil", "José Muñoz Fernández"]
    assert {hit.why for hit in hits} == {"birth_date"}


def test_what_matched_is_told(known: Clinic) -> None:
    mrn = find(known, "Meena Rao")[0].mrn
    assert [(hit.name, hit.why) for hit in find(known, mrn)] == [("Meena Rao", "mrn")]
    assert [(hit.name, hit.why) for hit in find(known, mrn.replace("-", ""))] == [("Meena Rao", "mrn")]
    assert find(known, "9812345679")[0].why == "phone"
    assert find(known, "meena rao")[0].why == "name"


def test_nothing_found_is_an_empty_list(known: Clinic) -> None:
    for typed in ("zzzzqq", "%", "_", "\\", "'; DROP TABLE patient; --", "99999999999", "-", "12/13/14/15"):
        assert find(known, typed) == [], typed


def test_the_limit_holds(known: Clinic) -> None:
    assert len(find(known, "m", limit=2)) == 2


def test_a_merged_patient_is_found_as_the_one_that_stays(known: Clinic, database: URL) -> None:
    stays = find(known, "Meena Rao")[0]
    gone = build.patient(database, "Mina Rau", merged_into_id=stays.id, active=False)
    assert names(find(known, "Mina Rau")) == ["Meena Rao"]
    assert known.call(patients.get, ById(id=gone)).id == stays.id


def test_a_person_switched_off_finds_nobody(known: Clinic, database: URL) -> None:
    build.rows(database, "UPDATE staff SET active = false WHERE login = 'reception'")
    with pytest.raises(NotPermitted):
        find(known, "meena")


# Duplicates -----------------------------------------------------------------------------------------


def alike(desk: Clinic, **typed: object) -> list[tuple[str, str]]:
    request = FindDuplicates.model_validate({"facility_id": build.CITY} | typed)
    return [(hit.name, hit.why) for hit in desk.call(patients.duplicates, request)]


def test_the_same_person_typed_again_is_found(known: Clinic) -> None:
    assert alike(known, name="Meena Patil")[0] == ("Meena Patil", "name")
    assert alike(known, name="Mina Pateel", phone="98123 45678") == [("Meena Patil", "name,phone")]
    assert alike(known, name="Patil Meena", birth_date=date(1984, 3, 12))[0] == ("Meena Patil", "name,birth_date")
    assert alike(known, name="Jose Munos", birth_date=date(1984, 12, 3))[0][0] == "José Muñoz Fernández"


def test_a_relative_with_the_same_phone_is_no_duplicate(known: Clinic) -> None:
    assert alike(known, name="Suresh Kulkarni", phone="9812345678") == []


def test_a_half_typed_phone_is_no_error(known: Clinic) -> None:
    assert alike(known, name="Meena Patil", phone="981")[0][0] == "Meena Patil"


def test_registering_warns_of_a_double(known: Clinic) -> None:
    made = register(known, "Meena Patel", phone="9812345678", birth_date=date(1984, 3, 12))
    assert [hit.name for hit in made.duplicates] == ["Meena Patil"]
    assert made.duplicates[0].score > 0.9


# Speed ----------------------------------------------------------------------------------------------


@pytest.fixture
def crowd(desk: Clinic, database: URL) -> Clinic:
    """20,000 patients with as many different names as a town has."""
    made = people(20_000, date(2026, 1, 1))
    chance = random.Random(5)
    rows = [
        (one.id, f"{one.name} {''.join(chance.choices(_SYLLABLES, k=3))}", one.sex, one.birth_date, one.phone, one.mrn)
        for one in made
    ]
    with build.owner(database) as connection:
        cursor = connection.connection.driver_connection.cursor()  # type: ignore[union-attr]
        with cursor.copy("COPY patient (id, name, sex, birth_date, phone, mrn) FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        connection.execute(text("ANALYZE patient"))
    return desk


_SYLLABLES = [a + b for a in "bcdfghjklmnprstvz" for b in ("a", "e", "i", "o", "u", "an", "or")]


def test_searching_20000_patients_uses_the_index_and_is_fast(crowd: Clinic, database: URL) -> None:
    find(crowd, "warm up")
    slowest = timedelta()
    for typed in ("meena", "m", "patil mee", "venkatraman", "98123", "1984-03-12", "krzystof kowal"):
        started = datetime.now(UTC)
        assert find(crowd, typed)
        slowest = max(slowest, datetime.now(UTC) - started)
    assert slowest < timedelta(seconds=1)
    for plan in search_plans(database):
        assert "patient_search_text_idx" in plan
        assert "Seq Scan on patient" not in plan


def search_plans(database: URL) -> list[str]:
    """The plans of searches by name, misspelt name and phone, made for a receptionist."""
    plans: list[str] = []
    with build.owner(database) as connection:
        driver = connection.connection.driver_connection
        driver.add_notice_handler(lambda notice: plans.append(notice.message_primary or ""))  # type: ignore[union-attr]
        for setting in ("log_min_duration = 0", "log_nested_statements = on"):
            connection.execute(text(f"LOAD 'auto_explain'; SET auto_explain.{setting}"))
        connection.execute(text("SET client_min_messages = log"))
        connection.execute(text("SET SESSION AUTHORIZATION reception"))
        for words, digits, fuzzy in (
            (["meena", "vanor"], [], False),
            (["mena", "tabano"], [], True),
            ([], ["12345"], False),
        ):
            connection.execute(
                text("SELECT * FROM opd.find_patients(CAST(:w AS text[]), CAST(:d AS text[]), '{}', :fuzzy, 12)"),
                {"w": words, "d": digits, "fuzzy": fuzzy},
            )
    found = [plan for plan in plans if "FROM patient" in plan]
    assert len(found) == 3
    return found
